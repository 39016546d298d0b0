"""Params on screen: presets, sliders with their number boxes, seed and reset, all in the URL.

A control's state is one widget, in the URL under `<stem>.<field>`. Numbers and switches are there by
Streamlit's own binding. Menus and presets are there by their id (`_link`): the binding would write
the words shown, and a link must outlive a change of words. Beside a number box stands a slider that
follows it and moves it. The chosen preset is no state of its own: it is the one on screen.
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
    describe,
    nearest_stop,
    stops,
)
from content.read import Notes


def controls(
    concept: ModuleType,
    notes: Notes,
    top: DeltaGenerator,
    panel: DeltaGenerator,
    axis: DeltaGenerator,
) -> Any:
    """Draw presets at `top`, the live axis at `axis`, every other control in `panel`; return Params."""
    stem = notes.stem
    asked = {key: st.query_params.get_all(key) for key in st.query_params}
    first = f"{stem}:seen" not in st.session_state
    arrived = st.session_state["arrived"]
    st.session_state[f"{stem}:seen"] = True
    if (again := st.session_state.pop(f"{stem}:again", None)) is not None:
        put(stem, again)
    elif not arrived:
        _follow_back(stem, concept.Params(), asked)
    wanted = _open_preset(stem, concept.PRESETS, asked)

    params, group = concept.Params(), None
    for name, control in controls_of(params).items():
        if name == concept.AXIS:
            continue
        if not applies(control, params):
            if isinstance(control, Choice | Several):
                _link(f"{stem}.{name}", [])
            continue
        with panel:
            if control.group and control.group != group:
                group = control.group
                st.markdown(f"**{group}**")
            value = _widget(f"{stem}.{name}", control, getattr(params, name), asked)
        params = replace(params, **{name: value})
    with axis:
        live = controls_of(params)[concept.AXIS]
        assert isinstance(live, Range)
        value = _number(f"{stem}.{concept.AXIS}", live, getattr(params, concept.AXIS), wide=True)
        params = replace(params, **{concept.AXIS: value})
    panel.button("Reset", key=f"{stem}:reset", on_click=put, args=(stem, concept.Params()))

    if wanted is not None and again is None:
        said = {f: getattr(params, f) for f in controls_of(params) if f"{stem}.{f}" in asked}
        if params != (wanted := replace(wanted, **said)):
            # After a step back in the history, the binding puts every control that the link does
            # not name at its default; the preset has the better word.
            st.session_state[f"{stem}:again"] = wanted
            st.rerun()

    with top:
        if first:
            st.session_state[f"{stem}:notices"] = notices(stem, asked, params, concept.PRESETS)
        for notice in st.session_state.get(f"{stem}:notices", ()):
            st.warning(notice)
        _presets(concept, notes, params)
    return params


def chosen_preset(presets: Mapping[str, Any], params: Any) -> str | None:
    """The preset whose values are `params`, whatever the seed; None if there is none."""
    seed = params.seed
    return next(
        (name for name, each in presets.items() if replace(each, seed=seed) == params), None
    )


def put(stem: str, params: Any) -> None:
    """Move every control of the page to `params`; for use in a callback."""
    for name in controls_of(params):
        _set(f"{stem}.{name}", getattr(params, name))
    st.session_state.pop(f"{stem}:notices", None)


def notices(
    stem: str, asked: Mapping[str, list[str]], params: Any, presets: Mapping[str, Any]
) -> list[str]:
    """A sentence for each part of the link that could not be followed."""
    said, known = [], controls_of(params)
    for key, texts in asked.items():
        owner, _, name = key.rpartition(".")
        shown = _plain(", ".join(texts))
        if owner != stem:  # another page's, or a mail program's own mark
            continue
        if name == "preset":
            if texts[-1] not in presets:
                said.append(
                    f"The link asks for the preset {shown}, which is not one of this page's."
                )
        elif name == "read":  # which tab is open; an unknown one opens the first
            continue
        elif name not in known:
            said.append(f"The link sets {_plain(name)}, which is not a control of this page.")
        elif not _same(texts, getattr(params, name)):
            control, used = known[name], getattr(params, name)
            said.append(
                f"The link sets {control.label.lower()} to {shown}. "
                f"It is {describe(control)}; {_text(used)} is used."
            )
    return said


def _presets(concept: ModuleType, notes: Notes, params: Any) -> None:
    """The row of presets. The one whose values are on screen is marked, and named in the URL."""
    stem, chosen = notes.stem, chosen_preset(concept.PRESETS, params)
    key, mark = f"{stem}:preset", f"{stem}.preset"
    if st.session_state.get(key) != chosen or key not in st.session_state:
        st.session_state[key] = chosen
    st.pills(
        "Presets",
        list(concept.PRESETS),
        format_func=lambda name: notes.presets[name].title,
        key=key,
        label_visibility="collapsed",
        on_change=_choose,
        args=(stem, concept.PRESETS),
    )
    _link(mark, [] if chosen is None else [chosen])


def _link(key: str, texts: list[str]) -> None:
    """Write `texts` to the URL under `key`; none takes it away."""
    st.session_state[f"{key}:linked"] = texts
    if not texts:
        st.query_params.pop(key, None)
    elif st.query_params.get_all(key) != texts:
        st.query_params[key] = texts


def _asked_anew(key: str, asked: Mapping[str, list[str]]) -> list[str]:
    """What a link says under `key`; empty if it says nothing, or only what we wrote there ourselves."""
    texts = asked.get(key, [])
    return [] if texts == st.session_state.get(f"{key}:linked") else texts


def _choose(stem: str, presets: Mapping[str, Any]) -> None:
    if (name := st.session_state[f"{stem}:preset"]) is not None:
        put(stem, presets[name])


def _open_preset(stem: str, presets: Mapping[str, Any], asked: Mapping[str, list[str]]) -> Any:
    """A link may name a preset alone: its values are used where the link does not say otherwise.

    Returns the preset that was asked for anew, or None.
    """
    for name in _asked_anew(f"{stem}.preset", asked)[-1:]:
        if name in presets:
            for field in controls_of(presets[name]):
                if f"{stem}.{field}" not in asked:
                    _set(f"{stem}.{field}", getattr(presets[name], field))
            return presets[name]
    return None


def _follow_back(stem: str, default: Any, asked: Mapping[str, list[str]]) -> None:
    """A menu that we wrote into the URL and that is gone from it: a step back, to its default."""
    for name, control in controls_of(default).items():
        key = f"{stem}.{name}"
        if isinstance(control, Choice | Several) and key not in asked:
            if st.session_state.get(f"{key}:linked"):
                _set(key, getattr(default, name))


def _widget(key: str, control: Control, default: Any, asked: Mapping[str, list[str]]) -> Any:
    """Draw one control here and return its value."""
    tip = control.help or None
    shared: dict[str, Any] = {"key": key, "bind": "query-params", "help": tip}
    match control:
        case Range():
            return _number(key, control, default)
        case Choice(options=options):
            if (texts := _asked_anew(key, asked)) and texts[-1] in options:
                st.session_state[key] = texts[-1]
            ids = list(options)
            chosen = st.selectbox(
                control.label,
                ids,
                ids.index(default),
                options.__getitem__,
                key=key,
                help=tip,
                persist_state="session",
            )
            _link(key, [] if chosen == default else [chosen])
            return chosen
        case Several(options=options, most=most):
            if texts := [text for text in _asked_anew(key, asked) if text in options]:
                st.session_state[key] = list(dict.fromkeys(texts))[:most]
            some = st.multiselect(
                control.label,
                list(options),
                list(default),
                format_func=options.__getitem__,
                max_selections=most,
                key=key,
                help=tip,
                persist_state="session",
            )
            value = tuple(name for name in options if name in some) or default
            if not some:
                st.caption(
                    "None chosen: shown with " + " and ".join(options[n] for n in default) + "."
                )
            _link(key, [] if value == default else list(value))
            return value
        case Switch():
            return st.toggle(control.label, default, **shared)
        case Seed(low=low, high=high):
            box, button = st.columns(2, vertical_alignment="bottom", gap="small")
            value = box.number_input(control.label, low, high, default, 1, **shared)
            following = (value + 1) % (high + 1)
            button.button("New seed", key=f"{key}:new", on_click=_set, args=(key, following))
            return value


def _number(key: str, control: Range, default: Any, *, wide: bool = False) -> Any:
    """A slider and, beside it, the box that holds the exact value; wide: the slider below both words."""
    kind = int if control.whole else float
    label = f"{control.label} ({control.unit})" if control.unit else control.label
    slide, box = st.columns([7, 1] if wide else [7, 4], vertical_alignment="bottom", gap="small")
    if wide:
        slide.markdown(f"**{label}**", help=control.help)
        slide = st.container()
    value = box.number_input(
        f"{label}, exactly",
        kind(control.low),
        kind(control.high),
        kind(default),
        kind(control.step) if control.scale == "linear" else None,
        "%d" if control.whole else "%.4g",
        key=key,
        bind="query-params",
        label_visibility="collapsed",
    )
    at, slider = nearest_stop(control, value), f"{key}:slider"
    if st.session_state.get(slider) != at:
        st.session_state[slider] = at
    follow: dict[str, Any] = {
        "key": slider,
        "help": None if wide else control.help,
        "on_change": _follow,
        "args": (key, control),
        "label_visibility": "collapsed" if wide else "visible",
    }
    if control.scale == "linear":
        slide.slider(
            label, kind(control.low), kind(control.high), step=kind(control.step), **follow
        )
    else:
        slide.select_slider(label, stops(control), format_func=_text, **follow)
    return value


def _follow(key: str, control: Range) -> None:
    """The slider moved: the box takes its value, rid of the noise of repeated steps."""
    value = st.session_state[f"{key}:slider"]
    _set(key, int(value) if control.whole else round(float(value), 10))


def _set(key: str, value: Any) -> None:
    st.session_state[key] = list(value) if isinstance(value, tuple) else value


def _same(texts: list[str], value: Any) -> bool:
    """Whether what a link says stands for `value`."""
    if isinstance(value, tuple):
        return set(texts) == set(value)
    if isinstance(value, bool):
        return texts[-1].lower() == str(value).lower()
    if isinstance(value, int | float):
        try:
            return float(texts[-1]) == value
        except ValueError:
            return False
    return bool(texts[-1] == value)


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(value)
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _plain(text: str) -> str:
    """What a stranger wrote, short and in a code span: never as markup."""
    kept = "".join(c for c in text if c.isprintable() and c != "`")[:40]
    return f"`{kept or ' '}`"
