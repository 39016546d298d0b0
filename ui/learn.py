"""Below the picture: why, the code, what people get wrong, interview questions."""

import inspect
from typing import Any

import streamlit as st

from content.read import TABLE, Belief, Question, fill
from ui.glossary import linked
from ui.head import ask_for_head
from ui.proof import asked_below
from ui.questions import answer_words, facts_of
from ui.session import Page, draw_due, draw_too, look, params_on_screen, show, write
from ui.snippet import snippet
from ui.texts import TABS, state


def draw_learn(page: Page) -> None:
    """Draw the four tabs; only the open one costs anything. The open tab is in the link."""

    def draw() -> None:
        params = params_on_screen(page)
        tabs = st.tabs(list(TABS.values()), key=page.key("read"), on_change="rerun")
        write(page, params)
        for tab, fill_in in zip(tabs, (_why, _code, _wrong, _interview), strict=True):
            if tab.open:
                with tab:
                    fill_in(page, params)

    st.fragment(draw, key=page.key("learn"))()


def _why(page: Page, _params: Any) -> None:
    left, right = st.columns([2, 3], gap="large")
    parts = ((left, "The idea"), (left, "In practice"), (right, "The mathematics"))
    for place, part in parts:
        place.markdown(f"### {part}\n\n{linked(page.notes.prose[part], page.stem)}")
    right.markdown(f"### Sources\n\n{page.notes.prose['Sources']}")
    if TABLE in page.notes.prose:
        with st.container(key="side-by-side"):
            st.markdown(f"### {TABLE}\n\n{linked(page.notes.prose[TABLE], page.stem)}")


def _code(page: Page, params: Any) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("The functions behind the picture", anchor=False)
        st.markdown("This is the code that ran, word for word.")
        for name in page.notes.code:
            source = inspect.getsource(getattr(page.concept, name))
            with st.container(height=420 if source.count("\n") > 18 else "content", border=False):
                st.code(source, language="python", wrap_lines=True)
    with right:
        st.subheader("Run it yourself", anchor=False)
        st.markdown(
            "A script of its own with the values now on screen. It needs nothing of this app."
        )
        with st.container(height=640, border=False):
            st.code(snippet(page.stem, params), language="python", wrap_lines=True)


def _wrong(page: Page, _params: Any) -> None:
    for number, belief in enumerate(page.notes.wrong):
        words, button = st.columns([5, 1], gap="medium", vertical_alignment="center")
        facts = facts_of(page, belief)
        words.markdown(f"**“{belief.belief}”**\n\n{fill(belief.truth, facts)}")
        _show_me(button, page, belief, f"wrong{number}")


def _interview(page: Page, _params: Any) -> None:
    for number, question in enumerate(page.notes.interview):
        with st.expander(f"{question.ask} :gray[{question.level} · {question.kind}]"):
            facts = facts_of(page, question)
            words, button = st.columns([5, 1], gap="medium")
            points = "\n".join(f"- {point}" for point in question.points)
            words.markdown(f"**The points.**\n{points}\n\n{answer_words(question, facts)}")
            _show_me(button, page, question, f"interview{number}")


def _show_me(place: Any, page: Page, shown: Belief | Question, key: str) -> None:
    place.button(
        "Show me",
        key=page.key(key),
        help="Sets the controls to the picture that shows this.",
        on_click=_set_and_show,
        args=(page, shown),
    )


def _set_and_show(page: Page, shown: Belief | Question) -> None:
    look(page, challenge="", question=shown.id if isinstance(shown, Question) else "")
    asked_below(page)
    show(page, state(page.concept, shown))
    draw_too(page, ask_for_head(page.stem))
    draw_due(page)
