"""The axis of a page: one control that is dragged, stepped and played in the browser (static/live.js)."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np
import streamlit as st

from concepts.controls import (
    Range,
    controls_of,
    describe,
    label_of,
    name_of,
    parse,
    position,
    stops,
    text_of,
)
from figures.drawing import write
from ui.challenge import count_move, locked
from ui.keys import control_key
from ui.scene import Scene
from ui.session import Page, draw_too, params_on_screen, redraw

MOST = 61  # stops: enough to drag smoothly, few enough to hold them all


def axis_data(scene: Scene) -> dict[str, Any]:
    """What axis.js needs to know of the axis; `key` names the reel that belongs to it."""
    concept = scene.page.concept
    control, value = axis_control(concept), getattr(scene.params, concept.AXIS)
    ticks = ticks_of(scene)
    places = axis_stops(control, value, ticks)
    return {
        "label": label_of(control),
        "help": control.help,
        "allowed": describe(control),
        "low": control.low,
        "high": control.high,
        "whole": control.whole,
        "key": reel_key(scene),
        "values": places,
        "places": [round(position(control, place), 5) for place in places],
        "texts": [name_of(control, place, scene.params) for place in places],
        "named": control.names is not None,
        "ticks": [{"name": name, "stop": places.index(tick)} for tick, name in ticks.items()],
        "at": places.index(value),
        "locked": concept.AXIS in (locked(scene.page) if scene.view.challenge else scene.view.lock),
        "unused": scene.step is not None and not scene.step.axis,
    }


def axis_row(scene: Scene) -> str:
    """The axis as a row of a sheet, as JSON."""
    return f'{{"axis": {write(axis_data(scene))}}}'


def axis_control(concept: Any) -> Range:
    """The control that is the concept's axis."""
    control = controls_of(concept.Params)[concept.AXIS]
    assert isinstance(control, Range)
    return control


def axis_stops(control: Range, value: Any, ticks: Iterable[Any] = ()) -> list[Any]:
    """At most 61 of the control's stops, rising, with `value` and the ticks among them."""
    every = stops(control)
    if len(every) > MOST:
        every = tuple(every[i] for i in np.linspace(0, len(every) - 1, MOST).round().astype(int))
    exact = {value, *ticks}
    said = {text_of(each) for each in exact}
    return sorted([*(stop for stop in every if text_of(stop) not in said), *exact])


def ticks_of(scene: Scene) -> dict[Any, str]:
    """The places on the axis that mean something, and what they are called; the most important first.

    They are `ticks` of the page's sentences, if it has any. Of those at one place the names are said
    together; what lies beyond the axis, or is nan, is left out.
    """
    name_them = getattr(scene.page.sentences, "ticks", None)
    if name_them is None or scene.asked is not None:  # they would tell
        return {}
    control = axis_control(scene.page.concept)
    found: dict[Any, str] = {}
    for name, place in name_them(scene.result).items():
        if not control.low <= place <= control.high:  # nor is nan
            continue
        value = int(place) if control.whole else float(place)
        found[value] = f"{found[value]}, {name}" if value in found else name
    return found


def moved(page: Page, said: Any) -> None:
    """The axis was let go of, or a number was typed: take its value. A callback."""
    concept = page.concept
    value, meant = parse(axis_control(concept), [str(said)])
    if meant and concept.AXIS not in locked(page):
        if value != getattr(params_on_screen(page), concept.AXIS):
            count_move(page)
        st.session_state[control_key(page.stem, concept.AXIS)] = value
    redraw(page)


def asked(page: Page, key: Any) -> None:
    """The browser asks for the reel: let it have it. A callback."""
    st.session_state[page.key("asked")] = key
    draw_too(page, page.key("reel"))


def greet(page: Page) -> None:
    """The line was cut and is back: say that this visit is still known. A callback."""
    st.session_state[page.key("heard")] = str(st.session_state[page.key("stage")]["hello"])
    st.rerun([page.key("stage"), page.key("reel")])


def reel_key(scene: Scene) -> str:
    """Names everything that the reel depends on; of the axis only a value between the usual stops."""
    concept = scene.page.concept
    control = axis_control(concept)
    places = axis_stops(control, getattr(scene.params, concept.AXIS), ticks_of(scene))
    others = replace(scene, params=replace(scene.params, **{concept.AXIS: control.low}))
    return hashlib.sha256(f"{others.state} {places} {scene.own}".encode()).hexdigest()[:16]
