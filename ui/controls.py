"""Params on screen: presets, sliders with their number boxes, seed and reset.

Each control is one widget with the key `<stem>.<field>`. Beside a number box stands a slider that
follows it and moves it; the box is the state. The chosen preset is no state of its own: it is the
one whose values are on screen.
"""

from typing import Any

import streamlit as st

from concepts.controls import (
    Choice,
    Control,
    Range,
    Seed,
    Several,
    Switch,
    applies,
    controls_of,
    label_of,
    stops,
    text_of,
)
from ui.kept import Page, params_on_screen, redraw, show
from ui.links import chosen_preset
from ui.own import forget

BOX = 84  # pixels: the width of a number box


def draw_presets(page: Page) -> None:
    """What the link got wrong, and the row of presets; the one whose values are on screen is marked."""
    st.fragment(lambda: _presets(page), key=page.key("presets"))()


def draw_panel(page: Page, height: int) -> None:
    """Every control but the axis, and Reset."""

    def draw() -> None:
        params, group = params_on_screen(page), ""
        with st.container(height=height, border=False):
            for name, control in controls_of(params).items():
                if name == page.concept.AXIS or not applies(control, params):
                    continue
                if control.group and control.group != group:
                    group = control.group
                    st.markdown(f"**{group}**")
                _widget(page, name, control)
        st.button("Reset", key=page.key("reset"), on_click=_reset, args=(page,))

    st.fragment(draw, key=page.key("panel"))()


def _presets(page: Page) -> None:
    for problem in st.session_state.get(page.key("problems"), ()):
        st.warning(problem)
    concept, key = page.concept, page.key("preset")
    chosen = chosen_preset(concept.PRESETS, params_on_screen(page))
    if st.session_state.get(key) != chosen or key not in st.session_state:
        st.session_state[key] = chosen
    st.pills(
        "Presets",
        list(concept.PRESETS),
        format_func=lambda name: page.notes.presets[name].title,
        key=key,
        label_visibility="collapsed",
        wrap=True,
        on_change=_choose,
        args=(page,),
    )


def _choose(page: Page) -> None:
    if (name := st.session_state[page.key("preset")]) is not None:
        show(page, page.concept.PRESETS[name])
    st.rerun(page.key("presets"))  # pressed again: it stays marked


def _reset(page: Page) -> None:
    st.session_state.pop(page.key("started"), None)
    if hasattr(page.concept, "OWN"):
        forget(page.stem)
    show(page, page.concept.Params())


def _widget(page: Page, name: str, control: Control) -> None:
    """Draw one control here."""
    key = f"{page.stem}.{name}"
    shared: dict[str, Any] = {
        "key": key,
        "help": control.help or None,
        "persist_state": "session",
        "on_change": redraw,
        "args": (page, name),
    }
    match control:
        case Range():
            st.fragment(lambda: _pair(page, name, control), key=page.key(f"pair {name}"))()
        case Choice(options=options):
            st.selectbox(control.label, list(options), format_func=options.__getitem__, **shared)
        case Several(options=options, most=most):
            st.session_state[f"{key}:before"] = list(st.session_state[key])
            st.pills(
                f"{control.label} (up to {most})",
                list(options),
                format_func=options.__getitem__,
                selection_mode="multi",
                wrap=True,
                **shared | {"on_change": _keep_count, "args": (page, name, control)},
            )
        case Switch():
            st.toggle(control.label, **shared)
        case Seed(low=low, high=high):
            row = st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall")
            row.number_input(control.label, low, high, step=1, width=BOX, **shared)
            row.button("New seed", key=f"{key}:new", on_click=_next_seed, args=(page, key, control))


def _pair(page: Page, name: str, control: Range) -> None:
    """A slider and, beside it, the box that holds the exact value.

    The slider's stops are those of the control and, so that it never says another number than the
    box, the box's own.
    """
    key, kind = f"{page.stem}.{name}", int if control.whole else float
    value = st.session_state[key]
    slider, label = f"{key}:slider", label_of(control)
    if st.session_state.get(slider) != value:
        st.session_state[slider] = value
    said = text_of(value)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
        st.select_slider(
            label,
            sorted([*(stop for stop in stops(control) if text_of(stop) != said), value]),
            format_func=text_of,
            key=slider,
            persist_state="session",
            help=control.help,
            on_change=_follow,
            args=(page, name),
        )
        st.number_input(
            f"{label}, exactly",
            kind(control.low),
            kind(control.high),
            step=kind(control.step) if control.scale == "linear" else None,
            format="%d" if control.whole else "%.4g",
            key=key,
            persist_state="session",
            label_visibility="collapsed",
            width=BOX,
            on_change=redraw,
            args=(page, name),
        )


def _follow(page: Page, name: str) -> None:
    """The slider moved: the box takes its value."""
    key = f"{page.stem}.{name}"
    st.session_state[key] = st.session_state[f"{key}:slider"]
    redraw(page, name)


def _keep_count(page: Page, name: str, control: Several) -> None:
    """Take back a press that would leave none chosen, or more than are allowed."""
    key = f"{page.stem}.{name}"
    if not 1 <= len(st.session_state[key]) <= control.most:
        st.session_state[key] = st.session_state[f"{key}:before"]
    redraw(page, also=[page.key("panel")])


def _next_seed(page: Page, key: str, control: Seed) -> None:
    st.session_state[key] = (st.session_state[key] + 1) % (control.high + 1)
    redraw(page)
