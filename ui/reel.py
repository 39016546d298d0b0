"""The reel of a page: for every stop of the axis what differs, sent when the browser asks for it."""

from contextlib import suppress
from dataclasses import replace

import streamlit as st

from figures.drawing import write
from figures.reel import tracks
from figures.theme import for_dark
from ui.axis import axis_control, axis_stops, reel_key
from ui.compute import tables_for
from ui.mount import mount, packed
from ui.scene import Lay, Scene, parts_of, scene_of
from ui.session import Page
from ui.shared import shared


def draw_reel(page: Page, lay: Lay) -> None:
    """Nothing to see: where the browser gets the reel it asked for, and hears that it is known."""

    def draw() -> None:
        scene = scene_of(page, lay)
        key, content = reel_key(scene), b""
        if st.session_state.pop(page.key("asked"), None) == key:
            if not scene.own:
                content = _film_for_all(key, scene)
            else:
                with suppress(Exception):  # the page says so; the log must not quote their data
                    content = _film(scene)
        heard = st.session_state.get(page.key("heard"), "")
        head = write({"stage": page.stem, "role": "reel", "key": key, "heard": heard})
        mount(packed(head[:-1].encode() + content + b"}"), key=page.key("reel"))

    st.fragment(draw, key=page.key("reel"))()


def _film(scene: Scene) -> bytes:
    """How every part of the page differs between the places of the axis, as the rest of an object."""
    concept, params = scene.page.concept, scene.params
    places = axis_stops(axis_control(concept), getattr(params, concept.AXIS))
    tables = tables_for(concept, params)
    results = [concept.compute(replace(params, **{concept.AXIS: p}), tables) for p in places]
    found = {
        part.name: tracks([part.described(result) for result in results])
        for part in parts_of(scene)
    }
    text = f', "parts": {write(found)}'
    return (for_dark(text) if scene.dark else text).encode()


# What comes of a visitor's own data is theirs alone; the rest is the same for everybody in that state.
@shared(megabytes=32, size=len)
def _film_for_all(key: str, _scene: Scene) -> bytes:
    return _film(_scene)
