"""The axis of a page: one control that is dragged, stepped and played in the browser (static/live.js)."""

import hashlib
from contextlib import suppress
from dataclasses import replace
from types import ModuleType
from typing import Any

import numpy as np
import streamlit as st

from concepts.controls import Range, controls_of, parse, position, stops
from figures.drawing import write
from figures.reel import tracks
from figures.theme import for_dark
from ui.compute import own_mark, own_table, tables_for
from ui.part import Describe, dark, mount, parts

MOST = 61  # stops: enough to drag smoothly, few enough to hold them all


def draw_axis(concept: ModuleType, stem: str, params: Any, value: Any) -> None:
    """The slider of the axis, standing at `value`; letting go of it moves its number box.

    `params` says what the other controls are set to.
    """
    name, control = concept.AXIS, axis_control(concept)
    places = axis_stops(control, value)
    others = replace(params, **{name: control.low})
    state = (others, places, dark(), own_mark(concept, others))
    key = hashlib.sha256(repr(state).encode()).hexdigest()[:16]
    data = {
        "label": control.label,
        "key": key,
        "values": places,
        "places": [round(position(control, place), 5) for place in places],
        "texts": [axis_text(control, place) for place in places],
        "at": places.index(value),
    }
    axis, box = f"{stem}:axis", f"{stem}.{name}"
    with st.container(gap=None):
        mount(stem, "axis", data, key=axis, on_moved_change=lambda: _moved(axis, box, control))
        _draw_reel(concept, stem, others, tuple(places), key)


def axis_control(concept: ModuleType) -> Range:
    """The control that is the concept's axis."""
    control = controls_of(concept.Params)[concept.AXIS]
    assert isinstance(control, Range)
    return control


def axis_stops(control: Range, value: Any) -> list[Any]:
    """At most 61 of the control's stops, rising, and `value` among them."""
    every = stops(control)
    if len(every) > MOST:
        every = tuple(every[i] for i in np.linspace(0, len(every) - 1, MOST).round().astype(int))
    others = [stop for stop in every if axis_text(control, stop) != axis_text(control, value)]
    return sorted([*others, value])


def _moved(axis: str, box: str, control: Range) -> None:
    value, meant = parse(control, [str(st.session_state[axis]["moved"])])
    if meant:
        st.session_state[box] = value


def axis_text(control: Range, value: Any) -> str:
    """A place on the axis as it is said beside the slider, and to a screen reader."""
    said = f"{value:.4g}" if isinstance(value, float) else f"{value:,}"
    return f"{said} {control.unit}".rstrip()


@st.fragment
def _draw_reel(
    concept: ModuleType, stem: str, others: Any, places: tuple[Any, ...], key: str
) -> None:
    """Nothing to see: where the browser asks for the reel, and gets it, without a run of the page."""
    here, asked = f"{stem}:reel", f"{stem}:reel asked"
    data = {"key": key}
    if st.session_state.pop(asked, None) == key:
        wanted = (key, tuple(parts(stem)), concept, others, places, parts(stem), dark())
        if own_table(concept, others) is None:
            data["reel"] = _film_for_all(*wanted)
        else:
            with suppress(Exception):  # the page says so; the log must not quote what they brought
                data["reel"] = _film(*wanted)

    def ask() -> None:
        st.session_state[asked] = st.session_state[here]["asked"]

    mount(stem, "reel", data, key=here, on_asked_change=ask)


def _film(
    key: str,
    names: tuple[str, ...],
    _concept: ModuleType,
    _others: Any,
    _places: tuple[Any, ...],
    _parts: dict[str, Describe],
    _dark: bool,
) -> str:
    """How every part of the page differs between the places of the axis, as JSON."""
    tables = tables_for(_concept, _others)
    results = [
        _concept.compute(replace(_others, **{_concept.AXIS: place}), tables) for place in _places
    ]
    found = {
        name: tracks([_bare(describe(r)) for r in results]) for name, describe in _parts.items()
    }
    text = write({"key": key, "parts": found})
    return for_dark(text) if _dark else text


def _bare(described: dict[str, Any]) -> dict[str, Any]:
    drawing = described.get("figure")
    return described if drawing is None else {**described, "figure": drawing.parts()}


# What comes of a visitor's own data is theirs alone; the rest is the same for everybody in that state.
_film_for_all = st.cache_resource(max_entries=32, show_spinner=False)(_film)
