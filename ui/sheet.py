"""Rows of figures and words as JSON, as the browser is sent them."""

import json
from collections.abc import Sequence
from sys import getsizeof
from typing import Any
from zlib import crc32

from figures.drawing import write as to_json
from figures.theme import for_dark
from ui.mount import packed
from ui.parts import Part
from ui.scene import Placed, Scene, rows_above
from ui.shared import shared


def sheet(scene: Scene, rows: Sequence[str], **more: Any) -> bytes:
    """Rows, as `written_row` writes them, for the browser."""
    head = to_json({"stage": scene.page.stem, "role": "sheet", **more})
    return in_colours(scene, f'{head[:-1]}, "rows": [{", ".join(rows)}]}}')


def in_colours(scene: Scene, text: str) -> bytes:
    """JSON in the colours of a dark page if it is one, and packed."""
    return packed((for_dark(text) if scene.dark else text).encode())


def above(scene: Scene) -> list[str | None]:
    """What stands on the stage, from the top, each row as JSON; None is the axis."""
    # the picture asks for it first, and then the stage
    return _above(scene) if scene.own else _above_for_all(scene.state, scene)


def _above(scene: Scene) -> list[str | None]:
    return [written_row(scene, row) if row else None for row in rows_above(scene)]


@shared(megabytes=8, size=lambda rows: sum(map(getsizeof, rows)))  # a letter may take two bytes
def _above_for_all(state: str, _scene: Scene) -> list[str | None]:
    return _above(_scene)


def written_row(scene: Scene, row: Placed) -> str:
    """A row of parts as JSON, each with a mark by which the browser sees that it has drawn just this."""
    stacks = (f"[{', '.join(_part(scene, part) for part in stack)}]" for stack in row.cells)
    return f'{{"widths": {json.dumps(list(row.widths))}, "cells": [{", ".join(stacks)}]}}'


def _part(scene: Scene, part: Part) -> str:
    said = to_json({"part": part.name, "role": part.role, **part.described(scene.result)})
    return f'{{"mark": {crc32(said.encode(), scene.dark)}, {said[1:]}'
