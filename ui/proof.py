"""An answer's proof: over the picture the question and what the picture shows of it, and the way back."""

import re
from typing import Any

import streamlit as st

from content.read import Question, fill, proved_on
from ui.compute import computed
from ui.frame import REHEARSE
from ui.keys import control_key, key_of
from ui.questions import HERE, UNFOLDED, bank
from ui.session import Page, look, redraw, show, view_of
from ui.texts import link_texts, state

PLACE = re.compile(r"\{\{(\w+)\}\}")


def question_of(page: Page) -> Question | None:
    """The question whose proof is shown; None in front of a room, which sees nothing of it."""
    view = view_of(page)
    asked = (each for each in proved_on(page.notes) if each.id == view.question)
    return None if view.present else next(asked, None)


def note_origin(page: Page) -> None:
    """Where a visitor comes from a page with questions, that is where the way back leads."""
    names = {title: name for name, title in REHEARSE.items()}
    if st.session_state["arrived"] and (name := names.get(st.session_state["before"])):
        st.session_state[page.key("asked by")] = name


def asked_below(page: Page) -> None:
    """The way back leads to the questions below the picture; for a callback."""
    st.session_state[page.key("asked by")] = page.stem


def proof_data(page: Page, params: Any) -> dict[str, Any] | None:
    """What proof.js draws: the question, its proof, and the numbers of it that are to be marked.

    `moved`: the picture is no longer the one that proves it. `below`: the way back is on this page.
    """
    question = question_of(page)
    if question is None:
        return None
    then = state(page.concept, question)
    facts = page.sentences.facts(computed(page.concept, then))
    moved = link_texts(page.stem, page.concept, then, "") != link_texts(
        page.stem, page.concept, params, ""
    )
    return {
        "ask": question.ask,
        "said": fill(question.proof, facts),
        "numbers": [] if moved else told([facts[name] for name in PLACE.findall(question.proof)]),
        "moved": moved,
        "below": st.session_state.get(page.key("asked by")) == page.stem,
    }


def told(texts: list[str]) -> list[str]:
    """Those that are known again where they stand: of two figures or more, each once, the longest first.

    A 10 or a 5 % is mostly a setting, and stands in many places.
    """
    kept = {each for each in texts if len(re.sub(r"\D", "", each).strip("0")) > 1}
    return sorted(kept, key=lambda each: (-len(each), each))


def prove(page: Page, _: Any) -> None:
    """Move the controls to the picture that proves the answer. A callback."""
    if (question := question_of(page)) is not None:
        show(page, state(page.concept, question))


def close_proof(page: Page, _: Any) -> None:
    """Leave the question, with the controls as they are. A callback."""
    look(page, question="")
    redraw(page)


def to_question(page: Page, _: Any) -> None:
    """Back to the page that the question was asked on, which is found as it was left. A callback.

    Who came by a link alone finds the question among those of its concept.
    """
    if (question := question_of(page)) is None:
        return
    asked_by, said = st.session_state.get(page.key("asked by")), None
    if asked_by not in REHEARSE:
        asked = next(each for each in bank().values() if each.question is question)
        asked_by, said = HERE, {control_key(HERE, "concept"): asked.topic}
        name = f"{key_of(HERE, 'question')}.{asked.name}"
        st.session_state.setdefault(UNFOLDED, set()).add(name)
    st.switch_page(f"pages/{asked_by}.py", query_params=said)
