"""Predict, then reveal: a guess is asked before a picture is shown. And what of challenges is drawn.

What a visit has come to is kept by the browser too, for as long as its tab is open (static/visit.js):
to present, or to load the page anew, is a new session here.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import streamlit as st

from concepts.controls import Range, name_of, parse, position
from content.read import Prediction, all_notes, fill
from sentences.numbers import amount, percent
from ui.asked import asked, begun
from ui.axis import axis_control
from ui.challenge import SOLVED, challenge_data, challenges_data, give_up, try_it
from ui.compute import computed
from ui.proof import close_proof, proof_data, prove, to_question
from ui.session import Page, look, redraw, show, view_of

CLOSE = 0.1  # share of the slider by which a guess may be off and still be close
GUESSES = "guesses made"  # of this visit: by page and question, whether the first was close
HEARD = "visit heard"  # the browser has said what it keeps of this visit


@dataclass(frozen=True)
class Guess:
    """A guess that was made, or not, and whose picture has been shown.

    Attributes
    ----------
    prediction : The question.
    then : The Params of the picture that answers it.
    said : The number that was guessed, or which of the options; None for no guess.
    """

    prediction: Prediction
    then: Any
    said: float | None


# ---- what others call ---------------------------------------------------------------------------


def ask(page: Page, prediction: Prediction | None, then: Any, name: str) -> bool:
    """Have a guess asked of `then`, with what would tell hidden; False if it is to be shown at once.

    `name`: the preset, or in front of a room the step. For a callback.
    """
    forget(page)
    if prediction is None or not view_of(page).predict:
        return False
    show(page, begun(page.concept, prediction, then))
    look(page, asks=name)
    return True


def reveal(page: Page, said: float | None = None) -> bool:
    """Show what was hidden, with that guess or with none; False if nothing was. For a callback."""
    found = _asked(page)
    if found is None:
        return False
    guess = Guess(*found, said)
    st.session_state[page.key("guess")] = guess
    if said is not None:
        _keep_score(page, guess)
    show(page, guess.then)
    return True


def forget(page: Page) -> None:
    """Take the answer off the page."""
    st.session_state.pop(page.key("guess"), None)


def teach_data(page: Page, params: Any) -> dict[str, Any]:
    """What teach.js draws: the switch, the guess that is asked for, the challenges and the one tried,
    the question whose proof is shown.

    In front of a room nothing but the guess. `params` are on the screen.
    """
    view = view_of(page)
    guess = _question(page) or _answer(page, params)
    data: dict[str, Any] = {
        "predict": view.predict,
        "room": view.present,
        "guess": guess,
        "visit": _visit(),
        "heard": HEARD in st.session_state,
    }
    if not view.present:
        data["challenges"] = challenges_data(page)
        data["challenge"] = challenge_data(page, params)
        busy = data["guess"] or data["challenge"]  # one thing at a time stands over the picture
        data["proof"] = None if busy else proof_data(page, params)
        data["score"] = _score() if view.predict else ""
    return data


# ---- what the browser says ----------------------------------------------------------------------


def _switch(page: Page, on: Any) -> None:
    """Guesses are asked for, or no longer. A callback."""
    if on is not True:
        reveal(page)
        forget(page)
    look(page, predict=on is True)
    redraw(page)


def _guessed(page: Page, said: Any) -> None:
    """The visitor has committed to a guess. A callback."""
    found = _asked(page)
    if found is not None and (meant := _meant(page, found[0], said)) is not None:
        reveal(page, meant)


def _skipped(page: Page, _: Any) -> None:
    """The visitor wants to see it without a guess. A callback."""
    reveal(page)


def _closed(page: Page, _: Any) -> None:
    """The visitor has read it. A callback."""
    forget(page)


def _remember(_page: Page, said: Any) -> None:
    """The browser says what it has kept of this visit: take what there is to take. A callback."""
    st.session_state[HEARD] = True
    questions, challenges = _all_there_is()
    most = len(questions) + len(challenges)
    for each in said[:most] if isinstance(said, list) else ():
        match each:
            case [str(stem), str(asked), bool(close)] if (stem, asked) in questions:
                st.session_state.setdefault(GUESSES, {})[stem, asked] = close
            case [str(stem), str(name)] if (stem, name) in challenges:
                st.session_state.setdefault(SOLVED, set()).add((stem, name))


def _forgotten(_page: Page, _: Any) -> None:
    """The visitor, or the next one at this screen, begins anew. A callback."""
    st.session_state[HEARD] = True
    for name in (GUESSES, SOLVED):
        st.session_state.pop(name, None)


ACTS: dict[str, Callable[[Page, Any], None]] = {
    "predict": _switch,
    "guess": _guessed,
    "skip": _skipped,
    "close": _closed,
    "try": try_it,
    "quit": give_up,
    "prove": prove,
    "question": to_question,
    "proved": close_proof,
    "visit": _remember,
    "forget": _forgotten,
}


def _meant(page: Page, prediction: Prediction, said: Any) -> float | None:
    """The guess that the browser's words stand for; None if they stand for none."""
    if type(said) not in (int, float) or not math.isfinite(said):
        return None
    if prediction.options:
        return said if said in range(len(prediction.options)) else None
    if prediction.on_axis:
        value, meant = parse(axis_control(page.concept), [str(said)])
        return float(value) if meant else None
    return float(said) if prediction.low <= said <= prediction.high else None


# ---- what is drawn ------------------------------------------------------------------------------


def _asked(page: Page) -> tuple[Prediction, Any] | None:
    """The question that stands, and the Params of the picture that answers it."""
    return asked(page.concept, page.notes, view_of(page))


def _question(page: Page) -> dict[str, Any] | None:
    """The question that stands and how to answer it: nothing of the answer."""
    found = _asked(page)
    return None if found is None else {**_how(found[0]), "outcome": None}


def _answer(page: Page, params: Any) -> dict[str, Any] | None:
    """The question that was answered last, and its answer, while its picture is on the screen."""
    guess: Guess | None = st.session_state.get(page.key("guess"))
    if guess is None or not view_of(page).predict or params != guess.then:
        forget(page)
        return None
    return {**_how(guess.prediction), "outcome": _outcome(page, guess)}


def _how(prediction: Prediction) -> dict[str, Any]:
    """A question, and what a guess is made on: the axis, a scale, or options."""
    data: dict[str, Any] = {"ask": prediction.ask, "on_axis": prediction.on_axis}
    if prediction.options:
        data["options"] = [option.say for option in prediction.options]
    elif not prediction.on_axis:
        low, high = prediction.low, prediction.high
        data["scale"] = {
            "low": low,
            "high": high,
            "step": prediction.step,
            "unit": prediction.unit,
            "ends": [amount(end, prediction.unit) for end in (low, high)],
            "allowed": f"a number from {amount(low)} to {amount(high)}",
        }
    return data


def _outcome(page: Page, guess: Guess) -> dict[str, Any]:
    """The truth, how far off the guess was, and why."""
    result = computed(page.concept, guess.then)
    measures = page.sentences.measures(result)
    said, prediction = guess.said, guess.prediction
    outcome: dict[str, Any] = {"why": fill(prediction.why, page.sentences.facts(result))}
    if prediction.options:
        correct = right(prediction, measures)
        words = [f"“{option.say}”" for option in prediction.options]
        is_ = f"Right is {' or '.join(words[i] for i in correct)}." if correct else "None is right."
        if said is None:
            sentence = is_
        elif said in correct:
            sentence = f"You said {words[int(said)]}, and that is right."
        else:
            sentence = f"You said {words[int(said)]}. {is_}"
        return outcome | {
            "sentence": sentence,
            "close": None if said is None else said in correct,
            "marks": [],
        }
    truth = measures[prediction.answer]
    marks = [] if said is None else [("Your guess", said)]
    marks += [] if math.isnan(truth) else [("It is", truth)]
    return outcome | {
        "sentence": _how_far(page, guess, truth),
        "close": None if said is None else _near(page, prediction, said, truth),
        "marks": [
            {
                "whose": "guess" if label == "Your guess" else "truth",
                "place": round(place(page, prediction, value), 5),
                "value": value,
                "text": f"{label} {told_as(page, guess, value)}",
            }
            for label, value in marks
        ],
    }


def _how_far(page: Page, guess: Guess, truth: float) -> str:
    """What was guessed, what is true, and what they differ by."""
    said, prediction = guess.said, guess.prediction
    is_ = told_as(page, guess, truth)
    if said is None or math.isnan(truth):
        return f"It is {is_}."
    words = told_as(page, guess, said)
    if words == is_:
        return f"You said {words}, and so it is."
    side = "high" if said > truth else "low"
    scale = axis_control(page.concept).scale if prediction.on_axis else "linear"
    if scale == "log":
        off = f"too {side} by a factor of {amount(max(said, truth) / min(said, truth), figures=2)}"
    else:
        points = " points" if _unit(page, prediction) == "%" else ""
        off = f"{amount(abs(said - truth), figures=2 if points else 3)}{points} too {side}"
    near = " That is close." if _near(page, prediction, said, truth) else ""
    return f"You said {words}, it is {is_}: {off}.{near}"


def told_as(page: Page, guess: Guess, value: float) -> str:
    """A guess or the truth, with its unit, as the sentences of the page say such a number."""
    prediction = guess.prediction
    unit = _unit(page, prediction)
    if not prediction.on_axis:
        if unit == "%" and 99 < value < 100:  # not all
            return percent(value / 100)
        return amount(value, unit, 2 if unit == "%" else 3)
    control = axis_control(page.concept)
    if control.names is not None and not math.isnan(value):
        return name_of(control, round(value), guess.then)
    if control.whole and not math.isnan(value):
        return amount(round(value), unit)
    return amount(value, unit, 4 if control.scale == "logit" and value > 0.99 else 3)


def _unit(page: Page, prediction: Prediction) -> str:
    return axis_control(page.concept).unit if prediction.on_axis else prediction.unit


def place(page: Page, prediction: Prediction, value: float) -> float:
    """How far along the slider a value stands, from 0 to 1."""
    control = axis_control(page.concept)
    if not prediction.on_axis:
        control = Range("", prediction.low, prediction.high, prediction.step, False)
    return position(control, min(max(value, control.low), control.high))


def _near(page: Page, prediction: Prediction, said: float, truth: float) -> bool:
    gap = place(page, prediction, said) - place(page, prediction, truth)
    return abs(gap) <= CLOSE + 1e-9


def right(prediction: Prediction, measures: Mapping[str, float]) -> list[int]:
    """Which of the options are right."""
    return [
        i
        for i, option in enumerate(prediction.options)
        if all(bound.holds(measures) for bound in option.when)
    ]


def _keep_score(page: Page, guess: Guess) -> None:
    """Note whether the guess was close; of the same question only the first counts."""
    measures = page.sentences.measures(computed(page.concept, guess.then))
    prediction, said = guess.prediction, guess.said
    assert said is not None
    if prediction.options:
        close = said in right(prediction, measures)
    elif math.isnan(truth := measures[prediction.answer]):
        return
    else:
        close = _near(page, prediction, said, truth)
    st.session_state.setdefault(GUESSES, {}).setdefault((page.stem, prediction.ask), close)


def _visit() -> list[tuple[str, str] | tuple[str, str, bool]]:
    """What this visit has come to, for the browser to keep: guesses, whether close; challenges solved."""
    made: Mapping[tuple[str, str], bool] = st.session_state.get(GUESSES, {})
    guesses = [(*question, close) for question, close in made.items()]
    return [*guesses, *sorted(st.session_state.get(SOLVED, ()))]


@lru_cache(maxsize=1)
def _all_there_is() -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """Every question that asks for a guess, and every challenge: the page, and its words or its id."""
    every = all_notes()
    asked = [(notes.stem, each.predict) for notes in every for each in notes.presets.values()]
    asked += [(notes.stem, each.predict) for notes in every for each in notes.steps]
    questions = {(stem, prediction.ask) for stem, prediction in asked if prediction}
    return questions, {(notes.stem, each.id) for notes in every for each in notes.challenges}


def _score() -> str:
    """How the guesses of this visit went, kindly."""
    made: Mapping[Any, bool] = st.session_state.get(GUESSES, {})
    close = sum(made.values())
    of = f"{len(made)} {'guess' if len(made) == 1 else 'guesses'}"
    if not close:
        return f"{of} made" if made else ""
    return f"{close} of {of} {'was' if close == 1 else 'were'} close"
