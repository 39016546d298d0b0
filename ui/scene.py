"""What the browser draws of a page: figures, words and the axis, written down once for all visitors."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from zlib import crc32

import streamlit as st

from figures.drawing import write as to_json
from figures.theme import for_dark
from ui.axis import asked, axis_data, moved
from ui.compute import UNFIT, computed, own_mark, unfit
from ui.figure import Part, claim_part, figure_part, situation_part, table_part, words_part
from ui.kept import Page, params_on_screen, started_from, write
from ui.panel import panel_data, presets_data, press_preset, reset, set_controls
from ui.part import dark, mount
from ui.share import draw_share
from ui.teach import draw_teach

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
    """Presets, the claim, the main figure and the axis, the controls; and the figures below.

    All that moves with a control, in one fragment and two mounts: what is in the first is on its
    way before the second is computed.
    """

    def draw() -> None:
        params = params_on_screen(page)
        write(page, params)
        draw_teach(page)
        callbacks = {"moved": moved, "asked": asked, "set": set_controls, "preset": press_preset}
        callbacks["reset"] = reset
        mount(
            _written(page, lay, params, "stage"),
            key=page.key("stage"),
            **{f"on_{name}_change": partial(act, page) for name, act in callbacks.items()},
        )
        if unfit(page.concept, params):
            st.error(UNFIT)
        draw_share(page)
        mount(_written(page, lay, params, "gallery"), key=page.key("gallery"))

    st.fragment(draw, key=page.key("stage"))()


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


def _written(page: Page, lay: Lay, params: Any, where: str) -> bytes:
    """The stage or the gallery, as the browser is sent it."""
    started = started_from(page, params)
    problems = tuple(st.session_state.get(page.key("problems"), ()))
    # what comes of a visitor's own words and data is theirs alone; the rest is the same for everybody
    if problems or own_mark(page.concept, params):
        return _write(page, lay, params, where, started, problems, dark())
    state = repr((page.stem, where, params, started, dark()))
    return _written_for_all(state, page, lay, params, where, started, dark())


def _write(
    page: Page,
    lay: Lay,
    params: Any,
    where: str,
    started: str | None,
    problems: Sequence[str],
    dark_: bool,
) -> bytes:
    result = computed(page.concept, params)
    layout = lay(result)
    if where == "gallery":
        return sheet(page, [written_row(result, row) for row in rows_below(page, layout)], dark_)
    axis = f'{{"axis": {to_json(axis_data(page, params, started, dark_))}}}'
    rows = rows_above(page, layout, started)
    return sheet(
        page,
        [written_row(result, row) if row else axis for row in rows],
        dark_,
        presets=presets_data(page, params),
        controls=panel_data(page, params),
        problems=problems,
    )


# 512 states of 10 to 60 kilobytes each.
@st.cache_resource(max_entries=512, show_spinner=False)
def _written_for_all(
    state: str, _page: Page, _lay: Lay, _params: Any, _where: str, _started: str | None, _dark: bool
) -> bytes:
    return _write(_page, _lay, _params, _where, _started, (), _dark)


def sheet(page: Page, rows: Sequence[str], dark_: bool, **more: Any) -> bytes:
    """Rows, as `written_row` writes them, for the browser; in the colours of a dark page if it is."""
    head = to_json({"stage": page.stem, "role": "sheet", **more})
    text = f'{head[:-1]}, "rows": [{", ".join(rows)}]}}'
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
