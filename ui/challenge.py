"""Challenges: a goal to be reached with the controls, some of which are held."""

import re
from collections.abc import Mapping
from typing import Any

import streamlit as st

from concepts.controls import applies, controls_of, label_of
from content.read import Bound, Challenge, fill
from sentences.numbers import amount, told_apart
from ui.asked import asked
from ui.compute import computed
from ui.session import Page, look, redraw, show, view_of
from ui.texts import state

SOLVED = "challenges solved"  # of this visit: where the session keeps them


def challenge_of(page: Page) -> Challenge | None:
    """The challenge that is tried; None in front of a room, which sees nothing of it."""
    view = view_of(page)
    tried = (each for each in page.notes.challenges if each.id == view.challenge)
    return None if view.present else next(tried, None)


def held(page: Page) -> tuple[str, ...]:
    """The controls that the challenge holds."""
    challenge = challenge_of(page)
    return challenge.held if challenge else ()


def locked(page: Page) -> set[str]:
    """The controls that may not be moved: the challenge holds them, or the link does.

    While a guess is asked, all; but for the axis where that is what is guessed.
    """
    view, concept = view_of(page), page.concept
    if (found := asked(concept, page.notes, view)) is not None:
        prediction, _ = found
        return {*controls_of(concept.Params)} - ({concept.AXIS} if prediction.on_axis else set())
    return {*held(page), *view.lock}


def try_it(page: Page, name: Any) -> None:
    """Take up a challenge: move every control to its start. A callback."""
    for challenge in page.notes.challenges:
        if challenge.id == name:
            look(page, challenge=challenge.id, question="")
            show(page, state(page.concept, challenge))


def give_up(page: Page, _: Any) -> None:
    """Leave the challenge, with the controls as they are. A callback."""
    look(page, challenge="")
    redraw(page)


def challenges_data(page: Page) -> list[dict[str, Any]]:
    """Every challenge of the page, and whether it was solved in this visit."""
    solved = st.session_state.get(SOLVED, ())
    return [
        {"id": each.id, "ask": each.ask, "solved": (page.stem, each.id) in solved}
        for each in page.notes.challenges
    ]


def challenge_data(page: Page, params: Any) -> dict[str, Any] | None:
    """The challenge that is tried and how far it has come; a solved one is kept as solved."""
    challenge = challenge_of(page)
    if challenge is None:
        return None
    result = computed(page.concept, params)
    measures = page.sentences.measures(result)
    strayed = _strayed(page, challenge, params)
    solved = not strayed and all(bound.holds(measures) for bound in challenge.goal)
    if solved:
        st.session_state.setdefault(SOLVED, set()).add((page.stem, challenge.id))
    return {
        "id": challenge.id,
        "ask": challenge.ask,
        "hint": challenge.hint,
        "goals": [_goal(bound, measures, challenge.ask) for bound in challenge.goal],
        "strayed": strayed,
        "solved": fill(challenge.solved, page.sentences.facts(result)) if solved else "",
    }


def _strayed(page: Page, challenge: Challenge, params: Any) -> list[str]:
    """The labels of held controls that are not where the challenge starts.

    A link, a preset or Back may bring them elsewhere, where the goal may be easy.
    """
    start, controls = state(page.concept, challenge), controls_of(params)
    return [
        label_of(controls[name])
        for name in challenge.held
        if applies(controls[name], params) and getattr(params, name) != getattr(start, name)
    ]


def _goal(bound: Bound, measures: Mapping[str, float], ask: str) -> dict[str, Any]:
    """What a measure is called, what it is, what it should be, and whether it is."""
    low, high, value = bound.at_least, bound.at_most, measures[bound.measure]
    unit = "%" if any(re.search(rf"(?<![\d.]){end:g}\s?%", ask) for end in (low, high)) else ""
    least, most = (amount(end, unit, 6) for end in (low, high))
    if low == high:
        wanted = f"exactly {least}"
    elif high == float("inf"):
        wanted = f"at least {least}"
    elif low == -float("inf"):
        wanted = f"at most {most}"
    else:
        wanted = f"{least} to {most}"
    return {
        "name": in_words(bound.measure),
        "now": told_apart(value, (low, high), unit),
        "wanted": wanted,
        "holds": bound.holds(measures),
    }


def in_words(measure: str) -> str:
    """A measure's name as it is said: "over cheapest", "bias²"."""
    return re.sub(r"(?<=[a-z])2\b", "²", measure.replace("_", " "))
