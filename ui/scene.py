"""What the browser draws of a page: figures, words and the axis, written down once for all visitors."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import streamlit as st

from figures.drawing import write as to_json
from figures.theme import for_dark
from ui.axis import asked, axis_data, moved
from ui.compute import UNFIT, computed, own_mark, unfit
from ui.figure import Part, claim_part, figure_part, situation_part, table_part, words_part
from ui.kept import Page, params_on_screen, started_from, write
from ui.part import dark, mount

HERO, SMALL = 410, 270  # pixels


@dataclass(frozen=True)
class Said:
    """A row of one sentence that belongs to no figure."""

    name: str


@dataclass(frozen=True)
class Table:
    """A row with `sentences.table`."""


Row = Sequence[str] | Said | Table


@dataclass(frozen=True)
class Layout:
    """Where a page's figures stand.

    Attributes
    ----------
    hero : The main figure; or two, side by side.
    widths : Of the main figures, relative to each other.
    under : The sentence under the axis; "" for none.
    rows : What follows below: rows of figures by name, each with its sentence; or words.
    """

    hero: Sequence[str]
    rows: Sequence[Row]
    widths: Sequence[int] = (1,)
    under: str = ""


Lay = Callable[[Any], Layout]


@dataclass(frozen=True)
class Placed:
    """A row on the screen: stacks of parts side by side, with their relative widths."""

    cells: Sequence[Sequence[Part]]
    widths: Sequence[int]


def draw_stage(page: Page, lay: Lay) -> None:
    """The claim, the main figure and the axis."""

    def draw() -> None:
        params = params_on_screen(page)
        write(page, params)
        mount(
            _written(page, lay, params)[0],
            key=page.key("stage"),
            on_moved_change=lambda: moved(page),
            on_asked_change=lambda: asked(page),
        )
        if unfit(page.concept, params):
            st.error(UNFIT)

    st.fragment(draw, key=page.key("stage"))()


def draw_gallery(page: Page, lay: Lay) -> None:
    """The figures below."""

    def draw() -> None:
        content = _written(page, lay, params_on_screen(page))[1]
        mount(content, key=page.key("gallery"))

    st.fragment(draw, key=page.key("gallery"))()


def rows_above(page: Page, layout: Layout, started: str | None) -> Iterator[Placed | None]:
    """What stands on the stage, from the top; None is the axis."""
    yield Placed([[claim_part(page)]], [1])
    heroes = [[figure_part(page, name, HERO, first=True)] for name in layout.hero]
    yield Placed(heroes, layout.widths)
    yield None
    if layout.under:
        yield Placed([[words_part(page, layout.under, muted=True)]], [1])
    yield Placed([[situation_part(page, started)]], [1])


def rows_below(page: Page, layout: Layout) -> Iterator[Placed]:
    """What stands below the stage, from the top."""
    for row in layout.rows:
        match row:
            case Said(name):
                yield Placed([[words_part(page, name)]], [1])
            case Table():
                yield Placed([[table_part(page)]], [1])
            case names:
                cells = [[figure_part(page, n, SMALL), words_part(page, n)] for n in names]
                yield Placed(cells, [1] * len(cells))


def parts_of(page: Page, layout: Layout, started: str | None) -> Iterator[Part]:
    """Every part of the page."""
    for row in (*rows_above(page, layout, started), *rows_below(page, layout)):
        if row is not None:
            yield from (part for stack in row.cells for part in stack)


def _written(page: Page, lay: Lay, params: Any) -> tuple[bytes, bytes]:
    """Stage and gallery as the browser is sent them."""
    started, mark = started_from(page, params), own_mark(page.concept, params)
    # what comes of a visitor's own data is theirs alone; the rest is the same for everybody
    if not mark:
        state = repr((page.stem, params, started, dark()))
        return _written_for_all(state, page, lay, params, started, dark())
    return _scene(page, lay, params, started, dark())


def _scene(
    page: Page, lay: Lay, params: Any, started: str | None, dark_: bool
) -> tuple[bytes, bytes]:
    result = computed(page.concept, params)
    layout = lay(result)
    axis = f'{{"axis": {to_json(axis_data(page, params, started, dark_))}}}'
    above = [
        axis if row is None else written_row(result, row)
        for row in rows_above(page, layout, started)
    ]
    below = [written_row(result, row) for row in rows_below(page, layout)]
    return sheet(page, above, dark_), sheet(page, below, dark_)


# 256 states of 40 to 100 kilobytes each.
@st.cache_resource(max_entries=256, show_spinner=False)
def _written_for_all(
    state: str, _page: Page, _lay: Lay, _params: Any, _started: str | None, _dark: bool
) -> tuple[bytes, bytes]:
    return _scene(_page, _lay, _params, _started, _dark)


def sheet(page: Page, rows: Sequence[str], dark_: bool) -> bytes:
    """Rows, as `written_row` writes them, for the browser; in the colours of a dark page if it is."""
    text = f'{{"stage": {json.dumps(page.stem)}, "role": "sheet", "rows": [{", ".join(rows)}]}}'
    return (for_dark(text) if dark_ else text).encode()


def written_row(result: Any, row: Placed) -> str:
    """A row of parts as JSON."""
    stacks = ", ".join(
        f"[{', '.join(_part(part, result) for part in stack)}]" for stack in row.cells
    )
    return f'{{"widths": {json.dumps(list(row.widths))}, "cells": [{stacks}]}}'


def _part(part: Part, result: Any) -> str:
    """A part as JSON, with a mark by which the browser sees that it has drawn just this."""
    said = to_json({"part": part.name, "role": part.role, **part.described(result)})
    return f'{{"mark": {crc32(said.encode())}, {said[1:]}'
