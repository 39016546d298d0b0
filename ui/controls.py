"""Params on screen: presets, sliders with their number boxes, seed and reset.

Each control is one widget with the key `<stem>.<field>`. Beside a number box stands a slider that
follows it and moves it; the box is the state. The chosen preset is no state of its own: it is the
one whose values are on screen.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import ModuleType
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from concepts.controls import (
    Choice,
    Control,
    Range,
    Seed,
    Several,
    Switch,
    applies,
    controls_of,
    stops,
)
from content.read import Notes
from ui.axis import axis_control, draw_axis
from ui.links import chosen_preset, follow_link, put, write_link
from ui.own import own_panel
from ui.part import mount

BOX = 84  # pixels: the width of a number box


def controls(
    concept: ModuleType,
    notes: Notes,
    top: DeltaGenerator,
    own: DeltaGenerator,
    panel: DeltaGenerator,
    axis: DeltaGenerator,
) -> Any:
    """Draw presets at `top`, the live axis at `axis`, every other control in `panel`; return Params.

    Where the visitor's own data are asked for, what they bring is drawn at `own`.
    """
    stem = notes.stem
    follow_link(stem, concept)
    params, group = concept.Params(), None
    for name, control in controls_of(params).items():
        if name == concept.AXIS:
            continue
        if not applies(control, params):
            continue
        with panel:
            if control.group and control.group != group:
                group = control.group
                st.markdown(f"**{group}**")
            value = _widget(f"{stem}.{name}", control, getattr(params, name))
        params = replace(params, **{name: value})
    if hasattr(concept, "OWN") and params.source == "own":
        with own:
            own_panel(concept, stem)
    with axis:
        params = replace(params, **{concept.AXIS: _axis(concept, stem, params)})

    with top:
        for problem in st.session_state.get(f"{stem}:problems", ()):
            st.warning(problem)
        _presets(concept, notes, params)
    write_link(stem, concept, params)
    return params


def _presets(concept: ModuleType, notes: Notes, params: Any) -> None:
    """The row of presets; the one whose values are on screen is marked."""
    stem, chosen = notes.stem, chosen_preset(concept.PRESETS, params)
    key = f"{stem}:preset"
    if st.session_state.get(key) != chosen or key not in st.session_state:
        st.session_state[key] = chosen
    st.pills(
        "Presets",
        list(concept.PRESETS),
        format_func=lambda name: notes.presets[name].title,
        key=key,
        label_visibility="collapsed",
        wrap=True,
        on_change=_choose,
        args=(stem, concept.PRESETS),
    )


def _choose(stem: str, presets: Mapping[str, Any]) -> None:
    if (name := st.session_state[f"{stem}:preset"]) is not None:
        put(stem, presets[name])


def _widget(key: str, control: Control, default: Any) -> Any:
    """Draw one control here and return its value."""
    shared: dict[str, Any] = {"key": key, "help": control.help or None, "persist_state": "session"}
    match control:
        case Range():
            return _number(key, control, default)
        case Choice(options=options):
            ids, words = list(options), options.__getitem__
            return st.selectbox(control.label, ids, ids.index(default), words, **shared)
        case Several(options=options, most=most):
            some = st.pills(
                f"{control.label} (up to {most})",
                list(options),
                default=list(default),
                format_func=options.__getitem__,
                selection_mode="multi",
                wrap=True,
                on_change=_keep_count,
                args=(key, most),
                **shared,
            )
            value = tuple(name for name in options if name in some)
            st.session_state[f"{key}:before"] = list(value)
            return value
        case Switch():
            return st.toggle(control.label, default, **shared)
        case Seed(low=low, high=high):
            row = st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall")
            value = row.number_input(control.label, low, high, default, 1, width=BOX, **shared)
            following = (value + 1) % (high + 1)
            row.button("New seed", key=f"{key}:new", on_click=_set, args=(key, following))
            return value


def _number(key: str, control: Range, default: Any) -> Any:
    """A slider and, beside it, the box that holds the exact value.

    The slider's stops are those of the control and, so that it never says another number than the
    box, the box's own.
    """
    kind = int if control.whole else float
    value = st.session_state.setdefault(key, kind(default))
    row = st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall")
    others = [stop for stop in stops(control) if _text(stop) != _text(value)]
    slider = f"{key}:slider"
    if st.session_state.get(slider) != value:
        st.session_state[slider] = value
    with row:
        st.select_slider(
            _label(control),
            sorted([*others, value]),
            format_func=_text,
            key=slider,
            help=control.help,
            on_change=_follow,
            args=(key,),
        )
        _box(key, control)
    return value


def _axis(concept: ModuleType, stem: str, params: Any) -> Any:
    """The slider of the axis, and under it its buttons and the box that holds the exact value."""
    control, key = axis_control(concept), f"{stem}.{concept.AXIS}"
    value = st.session_state.setdefault(key, getattr(params, concept.AXIS))
    draw_axis(concept, stem, params, value)
    row = st.container(horizontal=True, vertical_alignment="center", gap="xsmall")
    with row:
        mount(stem, "buttons", {}, key=f"{stem}:buttons", width="stretch")
        st.markdown(f"**{_label(control)}**", help=control.help, width="content")
        _box(key, control)
    return value


def _box(key: str, control: Range) -> None:
    kind = int if control.whole else float
    st.number_input(
        f"{_label(control)}, exactly",
        kind(control.low),
        kind(control.high),
        step=kind(control.step) if control.scale == "linear" else None,
        format="%d" if control.whole else "%.4g",
        key=key,
        persist_state="session",
        label_visibility="collapsed",
        width=BOX,
    )


def _label(control: Range) -> str:
    return f"{control.label} ({control.unit})" if control.unit else control.label


def _follow(key: str) -> None:
    """The slider moved: the box takes its value."""
    _set(key, st.session_state[f"{key}:slider"])


def _keep_count(key: str, most: int) -> None:
    """Take back a press that would leave none chosen, or more than `most`."""
    if not 1 <= len(st.session_state[key]) <= most:
        st.session_state[key] = st.session_state[f"{key}:before"]


def _set(key: str, value: Any) -> None:
    st.session_state[key] = value


def _text(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
