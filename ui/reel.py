"""The reel of a page: for every stop of the axis what differs, sent when the browser asks for it."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import streamlit as st

from figures.drawing import write
from figures.reel import tracks
from figures.theme import for_dark
from ui.axis import axis_control, axis_stops, reel_key
from ui.compute import own_mark, tables_for
from ui.figure import Part
from ui.kept import Page, params_on_screen, started_from
from ui.part import dark, mount
from ui.scene import Lay, parts_of

Parts = Callable[[Any], list[Part]]


def draw_reel(page: Page, lay: Lay) -> None:
    """Nothing to see: where the browser gets the reel it asked for."""

    def draw() -> None:
        params = params_on_screen(page)
        started = started_from(page, params)
        key = reel_key(page, params, started, dark())
        content = b""
        if st.session_state.pop(page.key("asked"), None) == key:

            def parts(result: Any) -> list[Part]:
                return list(parts_of(page, lay(result), started))

            if not own_mark(page.concept, params):
                content = _film_for_all(key, page, params, parts, dark())
            else:
                with suppress(
                    Exception
                ):  # the page says so; the log must not quote what they brought
                    content = _film(key, page, params, parts, dark())
        head = f'{{"stage": "{page.stem}", "role": "reel", "key": "{key}"'.encode()
        mount(head + content + b"}", key=page.key("reel"))

    st.fragment(draw, key=page.key("reel"))()


def _film(key: str, page: Page, params: Any, parts: Parts, dark_: bool) -> bytes:
    """How every part of the page differs between the places of the axis, as the rest of an object."""
    concept = page.concept
    places = axis_stops(axis_control(concept), getattr(params, concept.AXIS))
    tables = tables_for(concept, params)
    results = [concept.compute(replace(params, **{concept.AXIS: p}), tables) for p in places]
    found = {
        part.name: tracks([part.described(result) for result in results])
        for part in parts(results[0])
    }
    text = f', "parts": {write(found)}'
    return (for_dark(text) if dark_ else text).encode()


# What comes of a visitor's own data is theirs alone; the rest is the same for everybody in that state.
@st.cache_resource(max_entries=32, show_spinner=False)
def _film_for_all(key: str, _page: Page, _params: Any, _parts: Parts, _dark: bool) -> bytes:
    return _film(key, _page, _params, _parts, _dark)
