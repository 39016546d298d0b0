"""What the turns of a round ask: a question of the bank, what they ask then, a kata, a design, a story.

A turn's name says which: "<stem>.<id>" a question; else a word, a colon and a name.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from content.katas import katas
from content.rounds import design_page, design_steps, designs
from content.stories import behavioural
from rehearsal.round import SECONDS, draw, in_order
from ui.questions import Choice, bank, draw_answer, matching, question_level, show_me
from ui.session import Page
from ui.texts import link_texts, state

THEN_SECONDS, DESIGN_SECONDS, STORY_SECONDS = 30, 20 * 60, 120
KATA_POINTS = (
    "Said shapes and edge cases before the first line",
    "Ran it aloud on a case done by hand",
    "Said what it costs in time and memory",
)
STORY_POINTS = (
    "The situation and the task in a third of the time",
    "What I did, and an alternative that I rejected",
    "A result as a number, with what it was before",
    "What I learned",
)


@dataclass(frozen=True)
class Item:
    """What is asked in a turn.

    Attributes
    ----------
    ask, about : The question, and a line over it.
    seconds : How long the visitor has.
    points : To be ticked once it is over; a question of the bank ticks its own.
    looks : Questions of the bank whose pictures go on from it.
    more : What is said of it beforehand; "" for nothing.
    """

    ask: str
    about: str
    seconds: int
    points: tuple[str, ...] = ()
    looks: tuple[str, ...] = ()
    more: str = ""


def item(name: str) -> Item:
    """What the turn of that name asks."""
    what, _, of = name.partition(":")
    return {
        "then": _then,
        "kata": _kata,
        "design": _design,
        "step": _step,
        "story": _story,
    }.get(what, lambda _: _question(name))(of)


def turns_of(choice: Choice) -> Mapping[str, tuple[str, ...]]:
    """What a round of that choice could ask, drawn by its number: the names of the turns, by view."""
    names = [each.name for each in matching(choice)]
    mock = drawn(names, choice.round)
    system = choice.design or in_order(designs(), choice.round)[0]
    kata, story = (in_order(each, choice.round)[0] for each in (katas(), behavioural()))
    return {
        "mock": (*mock, f"then:{mock[-1]}") if mock else (),
        "design": tuple(f"step:{system}/{step.id}" for step in design_steps()),
        "loop": (*mock[::2], f"kata:{kata}", f"design:{system}", f"story:{story}"),
    }


def drawn(names: list[str], seed: int) -> tuple[str, ...]:
    """The questions of that number, from easy to hard."""
    return draw(names, seed, question_level)


# --- each kind -----------------------------------------------------------------------------------


def _question(name: str) -> Item:
    asked = bank()[name]
    return Item(asked.question.ask, asked.about, SECONDS, asked.question.points, (name,))


def _then(name: str) -> Item:
    asked = bank()[name]
    return Item(asked.question.follow_up.ask, "Then they ask", THEN_SECONDS, (), (name,))


def _kata(name: str) -> Item:
    kata = katas()[name]
    code = [
        n
        for n, each in bank().items()
        if each.topic == kata.concept and each.question.kind == "code"
    ]
    return Item(
        f"Write it from scratch: {kata.title}.", f"Coding · {kata.minutes} min", kata.minutes * 60,
        KATA_POINTS, tuple(code[:1]),
    )  # fmt: skip


def _design(name: str) -> Item:
    design = designs()[name]
    points = tuple(f"{step.title}: {step.points[0].lower()}" for step in design_steps())
    about = f"System design · {DESIGN_SECONDS // 60} min"
    return Item(design.ask, about, DESIGN_SECONDS, points, design.looks, design.listen)


def _step(name: str) -> Item:
    system, _, id_ = name.partition("/")
    design, step = designs()[system], next(each for each in design_steps() if each.id == id_)
    about = f"{design.ask} · {step.minutes} min"
    return Item(step.title, about, step.minutes * 60, step.points, design.looks, design.listen)


def _story(name: str) -> Item:
    return Item(
        behavioural()[name].ask,
        f"Behaviour · {STORY_SECONDS // 60} min",
        STORY_SECONDS,
        STORY_POINTS,
    )


# --- once it was said ----------------------------------------------------------------------------


def draw_said(name: str, key: str, *, then: bool = True) -> int:
    """What a good answer has, to be ticked, and the way on; without `then` not what they ask next.

    Returns how many points were ticked.
    """
    what, _, of = name.partition(":")
    if name in bank():
        return draw_answer(bank()[name], key, then=then)
    if what == "then":
        st.markdown(bank()[of].question.follow_up.answer)
        show_me(bank()[of])
        return 0
    asked = item(name)
    st.markdown("**The points.** Tick what you said.")
    with st.container(gap="xxsmall"):
        ticked = [
            st.checkbox(point, key=f"{key}.{name}.point{number}", persist_state="session")
            for number, point in enumerate(asked.points)
        ]
    if what == "kata":
        st.page_link(
            "pages/coding.py", label="Run it", icon=":material/arrow_forward:",
            icon_position="right", query_params={"kata": of},
            help="Opens the kata with its checks, where your code runs in this browser.",
        )  # fmt: skip
    if what == "step":
        _show_step(of.partition("/")[2])
    if what == "design":
        next_ = designs()[of].follow_up
        st.markdown(f"**Then they ask.** {next_.ask} {next_.answer}")
    if what == "story":
        told = behavioural()[of]
        st.markdown(
            f"**They listen for.** {told.listens}\n\n**Then they ask.** {' '.join(told.then)}"
        )
        st.page_link(
            "pages/stories.py", label="Write it down", icon=":material/arrow_forward:",
            icon_position="right",
        )  # fmt: skip
    return sum(ticked)


def _show_step(id_: str) -> None:
    """The link to the state of the page of designs that shows what the step is about."""
    page = Page.of(design_page())
    step = next(each for each in page.notes.steps if each.id == id_)
    st.page_link(
        f"pages/{page.stem}.py", label="Show me", icon=":material/arrow_forward:",
        icon_position="right", help=f"Opens {page.notes.title} with a picture of this step.",
        query_params=link_texts(page.stem, page.concept, state(page.concept, step), ""),
    )  # fmt: skip


def looks(name: str) -> tuple[str, ...]:
    """The questions of the bank whose pictures go on from that turn."""
    return item(name).looks
