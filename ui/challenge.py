"""Challenges: a goal to be reached with the controls, some of which are held."""

import math
from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from concepts.controls import applies, controls_of, label_of
from content.read import Challenge, Goal, fill
from sentences.numbers import amount, told_apart
from ui.asked import asked
from ui.compute import computed
from ui.parts import Part
from ui.session import Page, look, redraw, show, view_of
from ui.texts import state
from ui.view import View

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
            look(page, challenge=challenge.id, question="", beat=0)
            _begin(page)
            show(page, state(page.concept, challenge))


def give_up(page: Page, _: Any) -> None:
    """Leave the challenge, with the controls as they are. A callback."""
    look(page, challenge="", beat=0)
    _begin(page)
    redraw(page)


def count_move(page: Page) -> None:
    """The visitor has moved something on the way to the goal. In a callback."""
    if challenge_of(page) is not None and page.key("solved") not in st.session_state:
        st.session_state[page.key("moves")] = st.session_state.get(page.key("moves"), 0) + 1


def _begin(page: Page) -> None:
    for name in ("moves", "solved"):
        st.session_state.pop(page.key(name), None)


def challenges_data(page: Page) -> list[dict[str, Any]]:
    """Every challenge of the page, and whether it was solved in this visit."""
    solved = st.session_state.get(SOLVED, ())
    return [
        {"id": each.id, "ask": each.ask, "solved": (page.stem, each.id) in solved}
        for each in page.notes.challenges
    ]


def challenge_data(page: Page, params: Any) -> dict[str, Any] | None:
    """The challenge that is tried and how far it has come; a solved one is kept as solved.

    `moves`: how many it took; None where it was not seen how, as by a link to the end.
    """
    challenge = challenge_of(page)
    if challenge is None:
        return None
    result = computed(page.concept, params)
    measures = page.sentences.measures(result)
    strayed = _strayed(page, challenge, params)
    solved = not strayed and all(bound.holds(measures) for bound in challenge.goal)
    if solved:
        st.session_state.setdefault(SOLVED, set()).add((page.stem, challenge.id))
        st.session_state.setdefault(page.key("solved"), st.session_state.get(page.key("moves"), 0))
    moves: int = st.session_state.get(page.key("solved"), 0)
    return {
        "id": challenge.id,
        "ask": challenge.ask,
        "hint": challenge.hint,
        "goals": goals_of(page, challenge, measures),
        "strayed": strayed,
        "beat": view_of(page).beat,
        "moves": moves or None,
        "solved": fill(challenge.solved, page.sentences.facts(result)) if solved else "",
    }


def goals_part(page: Page, view: View) -> list[Part]:
    """How far the challenge that is tried has come, as a part that follows the axis; none if none is."""
    tried = [
        each for each in page.notes.challenges if each.id == view.challenge and not view.present
    ]

    def described(challenge: Challenge, result: Any) -> dict[str, Any]:
        return {"goals": goals_of(page, challenge, page.sentences.measures(result))}

    return [Part("goals", "goals", partial(described, each)) for each in tried]


def goals_of(
    page: Page, challenge: Challenge, measures: Mapping[str, float]
) -> list[dict[str, Any]]:
    """Each goal: what it is called, how it stands, what is wanted, and how far it is from the start."""
    start = page.sentences.measures(computed(page.concept, state(page.concept, challenge)))
    goals = {goal.measure: goal for goal in challenge.goal}
    found = []
    for goal in challenge.goal:
        first = goals.get(goal.after)
        waits = first is not None and not first.holds(measures)
        holds = goal.holds(measures) and not waits
        found.append(
            {
                "name": goal.say,
                "now": _now(goal, measures[goal.measure]),
                "wanted": _wanted(goal),
                "waits": f"counts with: {first.say} {_wanted(first)}" if waits and first else "",
                "holds": holds,
                "share": 1.0 if holds else round(_share(goal, measures, start), 3),
            }
        )
    return found


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


ZERO = 1e-15  # what is no more comes of rounding
ALMOST = 0.97  # how full a gauge is at most while its goal is not reached


def _share(goal: Goal, measures: Mapping[str, float], start: Mapping[str, float]) -> float:
    """How much of the way from the start to the goal is gone; of one that held there, of its bound."""
    now, then = _gap(goal, measures), _gap(goal, start)
    if goal.names or not math.isfinite(now):
        return 0.0
    bound = goal.at_least if math.isfinite(goal.at_least) else goal.at_most
    whole = then if 0 < then < math.inf else abs(bound) or 1.0
    return min(max(1 - now / whole, 0.0), ALMOST)


def _gap(goal: Goal, measures: Mapping[str, float]) -> float:
    """How far a measure is from what is wanted; infinite where it is undefined."""
    value = measures[goal.measure]
    return math.inf if math.isnan(value) else max(goal.at_least - value, value - goal.at_most, 0.0)


def _now(goal: Goal, value: float) -> str:
    """How a measure stands, in words."""
    if math.isnan(value):
        return goal.missing
    if goal.names:
        return goal.names[int(value)]
    ends = [goal.times * end for end in (goal.at_least, goal.at_most)]
    value = goal.times * value
    return _with(goal, told_apart(value if abs(value) > ZERO else 0.0, ends, goal.unit))


def _wanted(goal: Goal) -> str:
    """What is wanted of a measure, in words."""
    low, high = goal.at_least, goal.at_most
    if goal.aim:
        return goal.aim
    if goal.names:
        return goal.names[int(low)]
    least, most = (amount(goal.times * end, goal.unit, 6) for end in (low, high))
    if low == high:
        return _with(goal, f"exactly {least}")
    if high == math.inf:
        return _with(goal, f"at least {least}")
    if low == -math.inf:
        return _with(goal, f"at most {most}")
    return _with(goal, f"{least} to {most}")


def _with(goal: Goal, said: str) -> str:
    return f"{said} {goal.of}" if goal.of else said
