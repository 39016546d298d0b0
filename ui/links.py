"""Links: the state of a page in its URL, and back.

A link says a preset by its id, or each control that is not at its default, and the open tab. What a
visitor does is one entry in the browser's history, so that Back undoes it. (Streamlit's own binding
of widgets to the URL makes an entry of every control that a preset moves, and names menu options by
the words shown, which may change.)
"""

from dataclasses import replace
from types import ModuleType
from typing import Any

import streamlit as st

from concepts.controls import controls_of
from content.read import Challenge, Notes, Question, proved_on
from data.own import plain
from ui.asked import asking
from ui.keys import control_key, key_of
from ui.texts import (
    TABS,
    Texts,
    chosen_preset,
    link_texts,
    read_link,
    renamed,
    state,
)
from ui.view import STARTED, TOLD, View, is_view, read_view, view_texts


def follow_link(stem: str, concept: ModuleType, notes: Notes) -> None:
    """Where the URL is not the one we wrote, take its word: move every control to what it says."""
    said, known = _said(stem), st.session_state.get(key_of(stem, "linked"))
    if said == known or (known is not None and st.session_state["arrived"] and not said):
        return  # coming back to a page by its bare address finds it as it was left
    said = renamed(said, stem, notes.aliases)
    params, tab, view, problems = meant(said, stem, concept, notes)
    started, unknown = _started(said, concept)
    put(stem, params)
    st.session_state[key_of(stem, "read")] = TABS[tab]
    st.session_state[key_of(stem, "view")] = view
    st.session_state[key_of(stem, "started")] = started
    st.session_state[key_of(stem, "problems")] = problems + unknown


def meant(
    said: Texts, stem: str, concept: ModuleType, notes: Notes
) -> tuple[Any, str, View, list[str]]:
    """Params, tab and View that a link means, and a sentence for each part that is not followed.

    Where it says no control, a step of the lesson, a challenge and a question bring theirs. Where guesses
    are wanted and it does not say that one was made, what is asked of the state stands over it.
    """
    params, tab, problems = read_link(stem, concept, _of_page(stem, said))
    view, more = read_view(said, concept, notes)
    bare = not any(key.startswith(f"{stem}.") for key in said)
    if view.present and bare:
        step = next((each for each in notes.steps if each.id == view.step), notes.steps[0])
        params, view = state(concept, step), replace(view, step=step.id)
    elif bare and (asked := _asked(view, notes)) is not None:
        params = state(concept, asked)
    if said.get(TOLD) != ["true"]:
        params, view = asking(concept, notes, params, view)
    return params, tab, view, problems + more


def trust_controls(stem: str) -> None:
    """The controls were moved since the URL of this run was written: it is not to move them back."""
    st.session_state[key_of(stem, "linked")] = _said(stem)


def write_link(stem: str, concept: ModuleType, params: Any, notes: Notes) -> None:
    """Have the URL say `params`, the open tab and the view, unless it does already."""
    label = st.session_state.get(key_of(stem, "read"))  # a browser may say anything
    tab = next((name for name, words in TABS.items() if words == label), "why")
    view: View = st.session_state[key_of(stem, "view")]
    said = _said(stem)
    wanted = _wanted(stem, concept, params, tab, view, notes)
    if said != wanted and not (
        not view.present
        and read_link(stem, concept, _of_page(stem, said))[:2] == (params, tab)
        and read_view(said, concept, notes)[0] == view
        and all(said.get(name) == wanted.get(name) for name in (STARTED, TOLD))
    ):
        others = {k: st.query_params.get_all(k) for k in st.query_params if k not in said}
        st.query_params.from_dict(others | wanted)
        said = wanted
    st.session_state[key_of(stem, "linked")] = said


def _wanted(
    stem: str, concept: ModuleType, params: Any, tab: str, view: View, notes: Notes
) -> Texts:
    """What the URL should say; of a step of the lesson as it is presented, only which it is.

    While a guess is asked, what it is asked of.
    """
    texts = view_texts(view, stem, concept)
    if view.asks:
        situation = (
            {}
            if view.present and view.step
            else link_texts(stem, concept, concept.PRESETS[view.asks], tab)
        )
        return situation | texts
    if asking(concept, notes, params, view)[1].asks:
        texts[TOLD] = ["true"]
    steps = (each for each in notes.steps if view.present and each.id == view.step)
    if any(state(concept, step) == params for step in steps):
        return texts
    started = st.session_state.get(key_of(stem, "started"), "")
    moved_on = started and chosen_preset(concept.PRESETS, params) is None
    if moved_on and notes.presets[started].figure:
        texts[STARTED] = [started]  # its proof stands beside the main figure still
    asked = _asked(view, notes)
    if asked is not None and params == concept.Params() != state(concept, asked):
        # said, or the link would mean the controls of what is asked
        texts[f"{stem}.{concept.AXIS}"] = [str(getattr(params, concept.AXIS))]
    return link_texts(stem, concept, params, tab) | texts


def _asked(view: View, notes: Notes) -> Question | Challenge | None:
    """The question whose proof is shown, or the challenge that is tried: each has controls of its own."""
    question = next((each for each in proved_on(notes) if each.id == view.question), None)
    return question or next((each for each in notes.challenges if each.id == view.challenge), None)


def _started(said: Texts, concept: ModuleType) -> tuple[str | None, list[str]]:
    """The preset that a link says its controls were moved on from, and a sentence if it is none."""
    for name in said.get(STARTED, [])[-1:]:
        if name in concept.PRESETS:
            return name, []
        return None, [
            f"The link was moved on from {plain(name)}, which is not one of this page's presets."
        ]
    return None, []


def put(stem: str, params: Any) -> None:
    """Move every control of the page to `params`; before they are drawn, or in a callback."""
    for name in controls_of(params):
        st.session_state[control_key(stem, name)] = getattr(params, name)
    st.session_state.pop(key_of(stem, "problems"), None)


def _said(stem: str) -> Texts:
    """What the URL says about this page."""
    mine = (key for key in st.query_params if key.startswith(f"{stem}.") or is_view(key))
    return {key: st.query_params.get_all(key) for key in mine}


def _of_page(stem: str, said: Texts) -> Texts:
    return {key: texts for key, texts in said.items() if key.startswith(f"{stem}.")}
