"""Links: the state of a page in its URL, and back.

A link says a preset by its id, or each control that is not at its default, and the open tab. What a
visitor does is one entry in the browser's history, so that Back undoes it. (Streamlit's own binding
of widgets to the URL makes an entry of every control that a preset moves, and names menu options by
the words shown, which may change.)
"""

from collections.abc import Mapping
from dataclasses import replace
from types import ModuleType
from typing import Any

import streamlit as st

from concepts.controls import applies, controls_of, describe, parse

Texts = dict[str, list[str]]
TABS = {"why": "Why", "code": "Code", "wrong": "What people get wrong", "interview": "Interview"}


def follow_link(stem: str, concept: ModuleType) -> None:
    """Where the URL is not the one we wrote, take its word: move every control to what it says."""
    said, known = _said(stem), st.session_state.get(f"{stem}:linked")
    if said == known or (known is not None and st.session_state["arrived"] and not said):
        return  # coming back to a page by its bare address finds it as it was left
    params, tab, problems = read_link(stem, concept, said)
    put(stem, params)
    st.session_state[f"{stem}:read"] = TABS[tab]
    st.session_state[f"{stem}:problems"] = problems


def write_link(stem: str, concept: ModuleType, params: Any) -> None:
    """Have the URL say `params` and the open tab, unless it does already."""
    label = st.session_state.get(f"{stem}:read") or TABS["why"]
    tab = next(name for name, words in TABS.items() if words == label)
    said, wanted = _said(stem), link_texts(stem, concept, params, tab)
    if said != wanted and read_link(stem, concept, said)[:2] != (params, tab):
        others = {k: st.query_params.get_all(k) for k in st.query_params if k not in said}
        st.query_params.from_dict(others | wanted)
        said = wanted
    st.session_state[f"{stem}:linked"] = said


def put(stem: str, params: Any) -> None:
    """Move every control of the page to `params`; before they are drawn, or in a callback."""
    for name in controls_of(params):
        value = getattr(params, name)
        st.session_state[f"{stem}.{name}"] = list(value) if isinstance(value, tuple) else value
    st.session_state.pop(f"{stem}:problems", None)


def chosen_preset(presets: Mapping[str, Any], params: Any) -> str | None:
    """The preset whose values are `params`, whatever the seed; None if there is none."""
    said = vars(params) | {"seed": None}
    return next(
        (name for name, each in presets.items() if vars(each) | {"seed": None} == said), None
    )


def link_texts(stem: str, concept: ModuleType, params: Any, tab: str) -> Texts:
    """What the URL says for `params` and the open tab; `read_link` gives them back."""
    name = chosen_preset(concept.PRESETS, params)
    base = concept.Params() if name is None else concept.PRESETS[name]
    texts = {} if name is None else {f"{stem}.preset": [name]}
    for field in controls_of(params):
        if (value := getattr(params, field)) != getattr(base, field):
            several = value if isinstance(value, tuple) else (value,)
            texts[f"{stem}.{field}"] = [
                str(each).lower() if isinstance(each, bool) else str(each) for each in several
            ]
    if tab != next(iter(TABS)):
        texts[f"{stem}.read"] = [tab]
    return texts


def read_link(
    stem: str, concept: ModuleType, texts: Mapping[str, list[str]]
) -> tuple[Any, str, list[str]]:
    """The Params and the tab a link asks for, and a sentence for each part that was not followed."""
    params, tab, problems = concept.Params(), next(iter(TABS)), []
    for name in texts.get(f"{stem}.preset", [])[-1:]:
        if name in concept.PRESETS:
            params = concept.PRESETS[name]
        else:
            problems.append(
                f"The link asks for the preset {_plain(name)}, which is not one of this page's."
            )
    for name in texts.get(f"{stem}.read", [])[-1:]:
        if name in TABS:
            tab = name
        else:
            problems.append(f"The link opens {_plain(name)}, which is not a tab of this page.")
    controls = controls_of(params)
    for key, said in texts.items():
        field = key.removeprefix(f"{stem}.")
        if field in ("preset", "read"):
            continue
        if field not in controls:
            problems.append(f"The link sets {_plain(field)}, which is not a control of this page.")
            continue
        value, meant = parse(controls[field], said)
        params = params if value is None else replace(params, **{field: value})
        if not meant:
            used = getattr(params, field)
            problems.append(
                f"The link sets {controls[field].label.lower()} to {_plain(', '.join(said))}. "
                f"It is {describe(controls[field])}; "
                f"{', '.join(used) if isinstance(used, tuple) else used} is used."
            )
    for field, control in controls.items():
        if not applies(control, params):
            params = replace(params, **{field: getattr(concept.Params(), field)})
    return params, tab, problems


def _said(stem: str) -> Texts:
    """What the URL says about this page."""
    mine = (key for key in st.query_params if key.startswith(f"{stem}."))
    return {key: st.query_params.get_all(key) for key in mine}


def _plain(text: str) -> str:
    """What a stranger wrote, short and in a code span: never as markup."""
    kept = "".join(c for c in text if c.isprintable() and c != "`")[:40]
    return f"`{kept or ' '}`"
