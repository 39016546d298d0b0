"""The reel of a page: for every stop of the axis what differs, sent when the browser asks for it."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

import streamlit as st

from figures.drawing import write
from figures.reel import tracks
from ui.axis import axis_control, axis_stops, reel_key, ticks_of
from ui.challenge import goals_part
from ui.compute import compute_now
from ui.mount import mount
from ui.scene import Lay, Scene, parts_of, scene_of
from ui.session import Page
from ui.shared import shared
from ui.sheet import in_colours


def draw_reel(page: Page, lay: Lay) -> None:
    """Nothing to see: where the browser gets the reel it asked for, and hears that it is known."""

    def draw() -> None:
        scene = scene_of(page, lay)
        key = reel_key(scene)
        content = write(_head(scene, key)).encode()
        if st.session_state.pop(page.key("asked"), None) == key:
            with suppress(*([Exception] if scene.own else [])):  # the log must not quote their data
                content = reel(scene)
        heard = {"heard": st.session_state.get(page.key("heard"), "")}
        mount(content, theirs=heard, key=page.key("reel"))

    st.fragment(draw, key=page.key("reel"))()


def reel(scene: Scene) -> bytes:
    """How every part of the page differs between the places of the axis, as the browser is sent it."""
    key = reel_key(scene)
    return _reel(key, scene) if scene.own else _reel_for_all(key, scene)


def _head(scene: Scene, key: str) -> dict[str, str]:
    return {"stage": scene.page.stem, "role": "reel", "key": key}


def _reel(key: str, scene: Scene) -> bytes:
    # each place is drawn before the next is computed: who waits for a result of their own comes between
    concept, params = scene.page.concept, scene.params
    parts = [*parts_of(scene), *goals_part(scene.page, scene.view)]
    found: dict[str, list[dict[str, Any]]] = {part.name: [] for part in parts}
    control, ticks = axis_control(concept), ticks_of(scene)
    for place in axis_stops(control, getattr(params, concept.AXIS), ticks):
        result = compute_now(concept, replace(params, **{concept.AXIS: place}))
        for part in parts:
            found[part.name].append(part.described(result))
    moves = {name: tracks(described) for name, described in found.items()}
    return in_colours(scene, write({**_head(scene, key), "parts": moves}))


# What comes of a visitor's own data is theirs alone; the rest is the same for everybody in that state.
@shared(megabytes=24, size=len)
def _reel_for_all(key: str, _scene: Scene) -> bytes:
    return _reel(key, _scene)
