"""Below the picture: why, the code, what people get wrong, interview questions."""

import inspect
from dataclasses import replace
from types import ModuleType
from typing import Any

import streamlit as st

from content.read import Belief, Notes, Question, fill
from ui.compute import computed
from ui.links import TABS, put
from ui.process import warm_up
from ui.scroll import ask_for_top
from ui.snippet import snippet


def learn(concept: ModuleType, sentences: ModuleType, notes: Notes, params: Any) -> None:
    """Draw the four tabs; only the open one costs anything. The open tab is in the link."""
    tabs = st.tabs(list(TABS.values()), key=f"{notes.stem}:read", on_change="rerun")
    for tab, draw in zip(tabs, (_why, _code, _wrong, _interview), strict=True):
        if tab.open:
            with tab:
                draw(concept, sentences, notes, params)
    warm_up()


def state(concept: ModuleType, shown: Belief | Question) -> Any:
    """The Params that a misconception or an answer points to."""
    preset = concept.PRESETS[shown.preset]
    values = {k: tuple(v) if isinstance(v, list) else v for k, v in shown.set.items()}
    return replace(preset, **values)


def _why(_c: ModuleType, _s: ModuleType, notes: Notes, _p: Any) -> None:
    left, right = st.columns([2, 3], gap="large")
    left.markdown(f"### The idea\n\n{notes.prose['The idea']}")
    left.markdown(f"### In practice\n\n{notes.prose['In practice']}")
    right.markdown(f"### The mathematics\n\n{notes.prose['The mathematics']}")
    right.markdown(f"### Sources\n\n{notes.prose['Sources']}")


def _code(concept: ModuleType, _s: ModuleType, notes: Notes, params: Any) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("The functions behind the picture", anchor=False)
        st.markdown("This is the code that ran, word for word.")
        for name in notes.code:
            source = inspect.getsource(getattr(concept, name))
            with st.container(height=420 if source.count("\n") > 18 else "content", border=False):
                st.code(source, language="python", wrap_lines=True)
    with right:
        st.subheader("Run it yourself", anchor=False)
        st.markdown(
            "A script of its own with the values now on screen. It needs nothing of this app."
        )
        st.code(snippet(notes.stem, params), language="python", height=640, wrap_lines=True)


def _wrong(concept: ModuleType, sentences: ModuleType, notes: Notes, _p: Any) -> None:
    for number, belief in enumerate(notes.wrong):
        words, button = st.columns([5, 1], gap="medium", vertical_alignment="center")
        facts = _facts(concept, sentences, belief)
        words.markdown(f"**“{belief.belief}”**\n\n{fill(belief.truth, facts)}")
        _show_me(button, concept, notes, belief, f"wrong{number}")


def _interview(concept: ModuleType, sentences: ModuleType, notes: Notes, _p: Any) -> None:
    for number, question in enumerate(notes.interview):
        with st.expander(f"{question.ask} :gray[{question.level} · {question.kind}]"):
            facts = _facts(concept, sentences, question)
            words, button = st.columns([5, 1], gap="medium")
            words.markdown(
                f"**In 60 seconds.** {fill(question.answer, facts)}\n\n"
                f"**Then they ask.** {fill(question.follow_up, facts)}\n\n"
                f"**The common wrong answer.** {fill(question.wrong, facts)}"
            )
            _show_me(button, concept, notes, question, f"interview{number}")


def _facts(concept: ModuleType, sentences: ModuleType, shown: Belief | Question) -> dict[str, str]:
    facts: dict[str, str] = sentences.facts(computed(concept, state(concept, shown)))
    return facts


def _show_me(
    place: Any, concept: ModuleType, notes: Notes, shown: Belief | Question, key: str
) -> None:
    place.button(
        "Show me",
        key=f"{notes.stem}:{key}",
        help="Sets the controls to the picture that shows this.",
        on_click=_set_and_show,
        args=(notes.stem, state(concept, shown)),
    )


def _set_and_show(stem: str, params: Any) -> None:
    put(stem, params)
    ask_for_top(stem)
