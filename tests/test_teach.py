"""Guesses before the picture, and challenges: what is asked, what is refused, what is said, what is kept."""

import json
import math
from dataclasses import replace
from importlib import import_module
from types import SimpleNamespace

import pytest
import streamlit as st

from concepts.controls import Drawing, applies, controls_of
from content.read import Bound, Goal, Option, Prediction, fill, read_notes
from tests.house import computed
from tests.sample import PAGES, STEMS
from tests.stages import stage
from tests.visits import opened, params_on_screen, problems_on, put, say, sent, sheets_on
from ui import teach
from ui.axis import axis_control
from ui.challenge import _now, _share, _wanted, goals_of
from ui.session import Page
from ui.teach import ask, reveal
from ui.texts import state
from ui.view import View

GUESSES = [
    (stem, name)
    for stem in STEMS
    for name, words in read_notes(stem).presets.items()
    if words.predict
]
CHALLENGES = [(stem, each) for stem in STEMS for each in read_notes(stem).challenges]
NONSENSE = ("nonsense", None, True, [1], {"a": 1}, 1e999, -1e9, 1e9, "nan")


def taught(page):
    """What was sent of guesses and challenges."""
    return next(each["teach"] for each in sent(page) if "teach" in each)


def modules(stem):
    return (import_module(f"{folder}.{stem}") for folder in ("concepts", "figures", "sentences"))


def guess_of(prediction, stem):
    """Some guess that may be made: the lower end, or the first option."""
    if prediction.options:
        return 0
    return (
        axis_control(import_module(f"concepts.{stem}")).low
        if prediction.on_axis
        else prediction.low
    )


# --- a guess on a page ---------------------------------------------------------------------------


@pytest.mark.parametrize("stem", STEMS)
def test_switched_off_there_is_no_more_than_the_switch_and_the_challenges(stem):
    page = opened(stem)
    name = list(read_notes(stem).presets)[-1]
    say(page, stem, "preset", name)
    assert params_on_screen(page, stem) == import_module(f"concepts.{stem}").PRESETS[name]
    found = taught(page)
    assert (found["predict"], found["guess"], found["challenge"], found["score"]) == (
        False,
        None,
        None,
        "",
    )
    assert "guesses made" not in page.session_state and f"{stem}:guess" not in page.session_state
    say(page, stem, "guess", 0)
    say(page, stem, "skip", 1)
    assert taught(page) == found


@pytest.mark.parametrize("stem", STEMS)
def test_a_preset_is_shown_only_once_a_guess_is_made(stem):
    """On a page out of the sample one guess of each kind."""
    page = opened(stem, predict="true")
    names = [name for at, name in GUESSES if at == stem]
    if stem not in PAGES:
        names = {kind_of(read_notes(stem).presets[name].predict): name for name in names}.values()
    for name in names:
        with stage(name):
            put(page, stem, replace(import_module(f"concepts.{stem}").Params(), seed=4321))
            is_shown_only_once_a_guess_is_made(page, stem, name)


def is_shown_only_once_a_guess_is_made(page, stem, name):
    concept, _, sentences = modules(stem)
    words, then = read_notes(stem).presets[name], concept.PRESETS[name]
    result = computed(stem, then)
    say(page, stem, "preset", name)
    found = taught(page)
    question = found["guess"]
    how = {"options", "scale"} & set(question)
    assert how == ({kind_of(words.predict)} & {"options", "scale"})
    assert (question["ask"], question["on_axis"]) == (words.predict.ask, words.predict.on_axis)
    assert question["outcome"] is None and "Bound" not in json.dumps(question)
    assert page.query_params == {"predict": "true", f"{stem}.preset": name}
    shown = vars(params_on_screen(page, stem))
    differs = {each for each, value in shown.items() if value != getattr(then, each)}
    assert differs <= ({concept.AXIS} if words.predict.on_axis else set()), "the new situation"
    say(page, stem, "set", {"seed": 77})
    assert vars(params_on_screen(page, stem)) == shown, "nothing else can be moved"
    before = params_on_screen(page, stem)
    say(page, stem, "moved", another(before, concept.AXIS))
    assert (params_on_screen(page, stem) != before) == words.predict.on_axis
    assert taught(page)["guess"] == question

    guess = guess_of(words.predict, stem)
    say(page, stem, "guess", guess)
    assert params_on_screen(page, stem) == then, "the preset's own seed, as without a guess"
    assert page.query_params == {"predict": "true", "told": "true", f"{stem}.preset": name}
    outcome = taught(page)["guess"]["outcome"]
    assert outcome["why"] == fill(words.predict.why, sentences.facts(result))
    measures = sentences.measures(result)
    if words.predict.options:
        right = [all(b.holds(measures) for b in o.when) for o in words.predict.options]
        assert outcome["close"] == (right.index(True) == guess) and outcome["marks"] == []
        assert words.predict.options[right.index(True)].say in outcome["sentence"]
    else:
        assert [mark["whose"] for mark in outcome["marks"]] == ["guess", "truth"]
        assert all(0 <= mark["place"] <= 1 for mark in outcome["marks"])
        assert outcome["sentence"].startswith("You said ") and outcome["sentence"].endswith(".")
    assert "nan" not in outcome["sentence"]

    axis = controls_of(then)[concept.AXIS]
    other = axis.high if getattr(then, concept.AXIS) != axis.high else axis.low
    say(page, stem, "moved", other)
    assert taught(page)["guess"] is None, "the controls have moved on"
    assert taught(page)["score"]
    say(page, stem, "known", name)
    assert params_on_screen(page, stem) == then and taught(page)["guess"] is None


def test_skipping_shows_the_picture_and_counts_for_nothing():
    stem, name = GUESSES[0]
    page = opened(stem, predict="true")
    say(page, stem, "preset", name)
    say(page, stem, "skip", 1)
    assert params_on_screen(page, stem) == import_module(f"concepts.{stem}").PRESETS[name]
    outcome = taught(page)["guess"]["outcome"]
    assert (
        outcome["sentence"].startswith(("It is ", "Right is "))
        and "You said" not in outcome["sentence"]
    )
    assert taught(page)["score"] == "" and "guesses made" not in page.session_state
    say(page, stem, "guess", 0)
    assert taught(page)["guess"]["outcome"] == outcome, "it is too late to guess"
    say(page, stem, "close", 1)
    assert taught(page)["guess"] is None
    assert params_on_screen(page, stem) == import_module(f"concepts.{stem}").PRESETS[name]


@pytest.mark.parametrize("kind", ["scale", "axis", "options"])
def test_a_guess_that_cannot_be_made_is_not_taken(kind):
    stem, name = next(
        (s, n) for s, n in GUESSES if kind_of(read_notes(s).presets[n].predict) == kind
    )
    page = opened(stem, predict="true")
    say(page, stem, "preset", name)
    before = sent(page)
    for value in NONSENSE:
        say(page, stem, "guess", value)
        assert sent(page) == before, value


def kind_of(prediction):
    return "options" if prediction.options else "axis" if prediction.on_axis else "scale"


def test_switching_off_takes_the_question_away_and_the_link_says_which():
    stem, name = GUESSES[0]
    page = opened(stem)
    say(page, stem, "predict", True)
    assert page.query_params["predict"] == "true"
    say(page, stem, "preset", name)
    assert taught(page)["guess"]
    say(page, stem, "predict", "nonsense")
    assert not taught(page)["predict"] and taught(page)["guess"] is None
    assert "predict" not in page.query_params
    say(page, stem, "predict", True)
    assert taught(page)["guess"] is None


def test_the_score_goes_with_the_visitor_and_the_first_guess_counts():
    (stem, name), (other, there) = GUESSES[0], GUESSES[-1]
    page = opened(stem, predict="true")
    truth = best_guess(stem, name)
    for value in (truth, guess_of(read_notes(stem).presets[name].predict, stem)):
        say(page, stem, "preset", name)
        say(page, stem, "guess", value)
        assert taught(page)["score"] == "1 of 1 guess was close"
    assert stem != other
    page.query_params.clear()
    page.query_params["predict"] = "true"
    page.switch_page(f"pages/{other}.py").run()
    say(page, other, "preset", there)
    say(page, other, "guess", best_guess(other, there))
    assert taught(page)["score"] == "2 of 2 guesses were close"


def best_guess(stem, name):
    concept, _, sentences = modules(stem)
    prediction = read_notes(stem).presets[name].predict
    measures = sentences.measures(computed(stem, concept.PRESETS[name]))
    if not prediction.options:
        return measures[prediction.answer]
    right = [all(b.holds(measures) for b in o.when) for o in prediction.options]
    return right.index(True)


# --- what the browser keeps of a visit -----------------------------------------------------------


def all_there_is():
    """Every guess that can have been made, all close, and every challenge."""
    notes = [read_notes(stem) for stem in STEMS]
    asking = [(each.stem, ask) for each in notes for ask in (*each.presets.values(), *each.steps)]
    guesses = {(stem, each.predict.ask): True for stem, each in asking if each.predict}
    return [[*each, True] for each in guesses], [[stem, each.id] for stem, each in CHALLENGES]


def test_what_the_browser_has_kept_is_known_again_in_a_new_session():
    guesses, challenges = all_there_is()
    page = opened(STEMS[0], predict="true")
    assert (taught(page)["visit"], taught(page)["heard"]) == ([], False)
    say(page, STEMS[0], "visit", [*guesses, *challenges])
    found = taught(page)
    assert (
        found["heard"] and found["score"] == f"{len(guesses)} of {len(guesses)} guesses were close"
    )
    assert sorted(map(str, found["visit"])) == sorted(map(str, [*guesses, *challenges]))
    assert all(each["solved"] for each in found["challenges"])
    say(page, STEMS[0], "visit", found["visit"])
    assert taught(page) == found, "it may be said twice"
    say(page, STEMS[0], "forget", 1)
    found = taught(page)
    assert (found["visit"], found["heard"], found["score"]) == ([], True, "")
    assert not any(each["solved"] for each in found["challenges"])


def test_what_was_guessed_before_a_reload_came_first():
    stem, name = GUESSES[0]
    asked = read_notes(stem).presets[name].predict.ask
    page = opened(stem, predict="true")
    say(page, stem, "preset", name)
    say(page, stem, "guess", best_guess(stem, name))
    assert taught(page)["visit"] == [[stem, asked, True]]
    say(page, stem, "visit", [[stem, asked, False]])
    assert taught(page)["score"] == "1 guess made"


def test_a_guess_in_front_of_a_room_is_kept_too():
    guesses, _ = all_there_is()
    page = opened(STEMS[0], present="true", predict="true")
    say(page, STEMS[0], "visit", guesses[:1])
    assert taught(page)["visit"] == guesses[:1] and taught(page)["heard"]


@pytest.mark.parametrize(
    "said",
    [
        *NONSENSE,
        [NONSENSE],
        [["nowhere", "Which?", True], [STEMS[0], "no challenge"], [STEMS[0], "Which?", True]],
        [["../../app", "x"], [[STEMS[0]], CHALLENGES[0][1].id], [STEMS[0], {"a": 1}, True]],
        [[STEMS[0], read_notes(STEMS[0]).presets[GUESSES[0][1]].predict.ask, close] for close in (1, None, "true", [True])],
        [[*each, "more"] for each in all_there_is()[1]],
        [None] * 10_000 + all_there_is()[1],
    ],
)  # fmt: skip
def test_what_is_none_of_ours_is_not_taken_for_a_guess(said):
    page = opened(STEMS[0], predict="true")
    say(page, STEMS[0], "visit", said)
    found = taught(page)
    assert (found["visit"], found["heard"], found["score"]) == ([], True, "")
    assert (
        "guesses made" not in page.session_state and "challenges solved" not in page.session_state
    )


# --- what is said of a guess ---------------------------------------------------------------------


@pytest.fixture
def visit(monkeypatch):
    """A page without Streamlit, whose only measure is `truth`; the session is a dict."""
    session = {}
    monkeypatch.setattr(st, "session_state", session)
    concept = import_module(f"concepts.{STEMS[0]}")
    sentences = SimpleNamespace(
        measures=lambda result: {"truth": session["truth"]}, facts=lambda result: {"fact": "a fact"}
    )
    monkeypatch.setattr(teach, "computed", lambda concept, params: None)
    monkeypatch.setattr(
        teach, "asked", lambda concept, notes, view: session["asked"] if view.asks else None
    )
    page = Page(concept, None, sentences)
    session[page.key("view")] = View(predict=True)
    session[page.key("drawn")] = concept.Params()
    for name, value in vars(concept.Params()).items():
        session[f"{page.stem}.{name}"] = value
    return page, session


def said(visit, prediction, guess, truth):
    page, session = visit
    session["truth"], session["asked"] = truth, (prediction, page.concept.Params())
    assert ask(page, prediction, page.concept.Params(), "one")
    assert reveal(page, guess)
    return teach._answer(page, page.concept.Params())["outcome"]


SHARE = Prediction("How much?", "By {{fact}}.", answer="truth", low=0, high=100, step=1, unit="%")
BARE = Prediction("How much?", "Why.", answer="truth", low=0, high=2, step=0.01)


@pytest.mark.parametrize(
    ("prediction", "guess", "truth", "sentence", "close"),
    [
        (SHARE, 30.0, 8.2, "You said 30\u00a0%, it is 8.2\u00a0%: 22 points too high.", False),
        (SHARE, 5.0, 65.47, "You said 5\u00a0%, it is 65\u00a0%: 60 points too low.", False),
        (SHARE, 10.0, 8.2, "You said 10\u00a0%, it is 8.2\u00a0%: 1.8 points too high. That is close.", True),
        (SHARE, 8.2, 8.2, "You said 8.2\u00a0%, and so it is.", True),
        (SHARE, 20.0, 30.0, "You said 20\u00a0%, it is 30\u00a0%: 10 points too low. That is close.", True),
        (SHARE, 50.0, 99.6, "You said 50\u00a0%, it is 99.6\u00a0%: 50 points too low.", False),
        (SHARE, 100.0, 99.6, "You said 100\u00a0%, it is 99.6\u00a0%: 0.4 points too high. That is close.", True),
        (SHARE, None, 8.2, "It is 8.2\u00a0%.", None),
        (SHARE, 20.0, math.nan, "It is undefined.", False),
        (BARE, 0.25, 0.4321, "You said 0.25, it is 0.432: 0.182 too low. That is close.", True),
        (BARE, 1.5, 0.0, "You said 1.5, it is 0: 1.5 too high.", False),
        (BARE, 1.5, 7.0, "You said 1.5, it is 7: 5.5 too low.", False),
    ],
)  # fmt: skip
def test_a_number_is_told_from_the_truth(visit, prediction, guess, truth, sentence, close):
    outcome = said(visit, prediction, guess, truth)
    assert (outcome["sentence"], outcome["close"]) == (sentence, close)
    assert all(0 <= mark["place"] <= 1 for mark in outcome["marks"])
    kept = visit[1].get("guesses made", {})
    assert list(kept.values()) == ([] if guess is None or math.isnan(truth) else [close])


def test_the_reason_is_filled_with_facts_of_the_picture(visit):
    assert said(visit, SHARE, 1.0, 2.0)["why"] == "By a fact."


@pytest.mark.parametrize(
    ("scale", "guess", "truth", "sentence"),
    [
        ("log", 100, 31.0, "You said 100, it is 31: too high by a factor of 3.2."),
        ("log", 30, 31.4, "You said 30, it is 31: too low by a factor of 1. That is close."),
        ("linear", 100, 300.0, "You said 100, it is 300: 200 too low."),
    ],
)
def test_a_place_on_the_axis_is_told_as_the_axis_is_spread(
    visit, monkeypatch, scale, guess, truth, sentence
):
    page, _ = visit
    control = replace(
        axis_control(page.concept), low=1, high=1_000, whole=True, unit="", scale=scale
    )
    monkeypatch.setattr(teach, "axis_control", lambda concept: control)
    prediction = Prediction("Where?", "Why.", answer="truth", on_axis=True)
    assert said(visit, prediction, guess, truth)["sentence"] == sentence


def test_options_are_told_from_the_right_one(visit):
    low, high = (
        Option("Low", (Bound("truth", at_most=1),)),
        Option("High", (Bound("truth", at_least=2),)),
    )
    prediction = Prediction("Which?", "Why.", options=(low, high))
    assert said(visit, prediction, 0, 3.0)["sentence"] == "You said “Low”. Right is “High”."
    assert said(visit, prediction, 1, 3.0)["sentence"] == "You said “High”, and that is right."
    assert said(visit, prediction, None, 3.0)["sentence"] == "Right is “High”."
    assert said(visit, prediction, 1, 1.5)["sentence"] == "You said “High”. None is right."


@pytest.mark.parametrize("on_axis", [False, True])
def test_the_controls_stand_where_the_answer_has_them_but_for_a_place_that_is_asked(visit, on_axis):
    page, session = visit
    then = page.concept.PRESETS[list(page.concept.PRESETS)[-1]]
    prediction = replace(SHARE, on_axis=on_axis)
    session["truth"], session["asked"] = 3.0, (prediction, then)

    def on_screen():
        return {name: session[f"{page.stem}.{name}"] for name in vars(then)}

    assert ask(page, prediction, then, "few")
    assert session[page.key("view")].asks == "few"
    differs = {name for name, value in on_screen().items() if value != getattr(then, name)}
    assert differs == ({page.concept.AXIS} if on_axis else set())
    assert reveal(page)
    assert session[page.key("view")].asks == "" and on_screen() == vars(then)
    assert not reveal(page), "it is shown already"
    assert not ask(page, None, then, ""), "a step without a question is to be shown"
    assert page.key("guess") not in session
    session[page.key("view")] = View()
    assert not ask(page, SHARE, then, ""), "nobody wants to guess"


def test_in_front_of_a_room_there_is_nothing_but_the_guess():
    page = opened(
        STEMS[0], present="true", predict="true", challenge=read_notes(STEMS[0]).challenges[0].id
    )
    assert taught(page) == {
        "predict": True, "room": True, "guess": None,
        "visit": [], "heard": False,
    }  # fmt: skip


# --- challenges ----------------------------------------------------------------------------------


def locked(page):
    """The controls that the browser may not move, and whether the axis is one of them."""
    (sheet,) = (each for each in sheets_on(page) if "controls" in each)
    (axis,) = (row["axis"] for row in sheet["rows"] if "axis" in row)
    return {each["name"] for each in sheet["controls"] if each["locked"]}, axis["locked"]


@pytest.mark.parametrize("stem", STEMS)
def test_challenges_from_their_start_to_their_end(stem):
    """Of a page out of the sample the first; that each can be solved is seen in `tests/test_lessons.py`."""
    page, solved = opened(stem), set()
    for challenge in read_notes(stem).challenges[: None if stem in PAGES else 1]:
        with stage(challenge.id):
            put(page, stem, import_module(f"concepts.{stem}").Params())
            link = from_its_start_to_its_end(page, stem, challenge)
            solved.add(challenge.id)
            found = {each["id"] for each in taught(page)["challenges"] if each["solved"]}
            assert found == solved
    reached = taught(opened(stem, **link))["challenge"]["solved"]
    assert reached and "{{" not in reached, "the link of the last one"


def from_its_start_to_its_end(page, stem, challenge):
    """The link by which it was solved."""
    concept, _, sentences = modules(stem)
    start = state(concept, challenge)
    values = {k: tuple(v) if isinstance(v, list) else v for k, v in challenge.example.items()}
    solution = replace(start, **values)
    assert locked(page) == (set(), False)
    say(page, stem, "try", challenge.id)
    assert params_on_screen(page, stem) == start
    assert page.query_params["challenge"] == challenge.id
    tried = taught(page)["challenge"]
    assert (tried["ask"], tried["hint"], tried["solved"], tried["strayed"]) == (
        challenge.ask, challenge.hint, "", [],
    )  # fmt: skip
    assert len(tried["goals"]) == len(challenge.goal) and not all(
        g["holds"] for g in tried["goals"]
    )
    told = json.dumps(taught(page))
    assert challenge.solved not in told and '"example"' not in told

    held = {name for name in challenge.held if applies(controls_of(start)[name], start)}
    assert locked(page) == (held - {concept.AXIS}, concept.AXIS in held)
    say(page, stem, "set", {name: another(start, name) for name in challenge.held})
    say(page, stem, "moved", another(start, concept.AXIS))
    moved = params_on_screen(page, stem)
    assert all(getattr(moved, name) == getattr(start, name) for name in challenge.held)
    assert concept.AXIS in held or moved != start

    put(page, stem, solution)
    reached = taught(page)
    facts = sentences.facts(computed(stem, solution))
    assert reached["challenge"]["solved"] == fill(challenge.solved, facts)
    assert all(goal["holds"] for goal in reached["challenge"]["goals"])
    link = dict(page.query_params)
    say(page, stem, "quit", 1)
    assert locked(page) == (set(), False) and "challenge" not in page.query_params
    assert params_on_screen(page, stem) == solution
    return link


def another(params, name):
    """Some other value of a control, as the browser would say it."""
    control, value = controls_of(params)[name], getattr(params, name)
    if isinstance(value, bool):
        return not value
    if isinstance(control, Drawing):
        return next(each for each in control.examples.values() if each != value)
    if isinstance(value, str | tuple):
        others = [each for each in control.options if each not in value]
        return [others[0]] if isinstance(value, tuple) else others[0]
    return control.low if value != control.low else control.high


def test_a_goal_reached_by_moving_what_is_held_is_not_reached():
    stem, challenge, name = next(
        (s, c, n)
        for s, c in CHALLENGES
        for n in c.held
        if not isinstance(getattr(state(import_module(f"concepts.{s}"), c), n), str | bool | tuple)
    )
    concept = import_module(f"concepts.{stem}")
    start = state(concept, challenge)
    solution = replace(start, **challenge.example)
    page = opened(stem, challenge=challenge.id)
    assert params_on_screen(page, stem) == start, "a link that says no controls begins it"
    put(page, stem, replace(solution, **{name: another(solution, name)}))
    tried = taught(page)["challenge"]
    assert tried["solved"] == "" and len(tried["strayed"]) == 1
    assert tried["strayed"][0].startswith(controls_of(start)[name].label)
    say(page, stem, "try", challenge.id)
    assert params_on_screen(page, stem) == start and taught(page)["challenge"]["strayed"] == []


def test_a_challenge_tried_at_the_controls_of_the_page_as_it_opens_is_found_there_by_its_link():
    stem, challenge = CHALLENGES[0]
    concept = import_module(f"concepts.{stem}")
    page = opened(stem, challenge=challenge.id)
    put(page, stem, concept.Params())
    found = opened(stem, **{name: page.query_params[name] for name in page.query_params})
    assert params_on_screen(found, stem) == concept.Params()
    assert taught(found)["challenge"]["ask"] == challenge.ask


def test_a_challenge_that_is_none_of_the_page_is_not_taken_up():
    page = opened(STEMS[0])
    before = sent(page)
    for name in ("nonsense", None, 3, ["x"], {"a": 1}):
        say(page, STEMS[0], "try", name)
        assert sent(page) == before


def test_a_link_locks_and_hides_controls():
    stem = STEMS[0]
    concept = import_module(f"concepts.{stem}")
    shown = [n for n, c in controls_of(concept.Params).items() if applies(c, concept.Params())]
    first, second = [name for name in shown if name not in (concept.AXIS, "seed")][:2]
    page = opened(stem, lock=f"{first},{concept.AXIS}", hide=second)
    assert locked(page) == ({first}, True)
    (sheet,) = (each for each in sheets_on(page) if "controls" in each)
    assert second not in {each["name"] for each in sheet["controls"]}
    before = params_on_screen(page, stem)
    say(page, stem, "set", {first: another(before, first)})
    say(page, stem, "moved", another(before, concept.AXIS))
    assert params_on_screen(page, stem) == before
    say(page, stem, "set", {"seed": 5})
    assert params_on_screen(page, stem).seed == 5


RECALL = Goal("recall", at_least=90, say="Recall", unit="%")


@pytest.mark.parametrize(
    ("goal", "value", "now", "wanted", "share"),
    [
        (RECALL, 73.04, "73\u00a0%", "at least 90\u00a0%", 0.576),
        (RECALL, 89.97, "89.97\u00a0%", "at least 90\u00a0%", 0.97),
        (RECALL, 90.0, "90\u00a0%", "at least 90\u00a0%", 1.0),
        (RECALL, 20.0, "20\u00a0%", "at least 90\u00a0%", 0.0),
        (replace(RECALL, at_least=0.9, times=100, of="of all"), 0.5, "50\u00a0% of all", "at least 90\u00a0% of all", 0.556),
        (replace(RECALL, aim="the most"), 95.0, "95\u00a0%", "the most", 1.0),
        (Goal("recall", at_most=1000, say="Alerts"), 1234.0, "1,234", "at most 1,000", 0.766),
        (Goal("recall", at_least=-1, at_most=1, say="Gap", missing="no gap"), math.nan, "no gap", "−1 to 1", 0.0),
        (Goal("recall", at_least=7, at_most=7, say="k"), 15.0, "15", "exactly 7", 0.814),
        (Goal("recall", at_most=-0.2, say="Pull"), -2e-16, "0", "at most −0.2", 0.995),
        (Goal("recall", at_least=1, at_most=1, say="To", names=("no", "near", "far")), 2.0, "far", "near", 0.0),
    ],
)  # fmt: skip
def test_a_goal_is_a_gauge_in_words_with_its_unit(goal, value, now, wanted, share):
    start = {"recall": 50.0}
    assert (_now(goal, value), _wanted(goal)) == (now, wanted)
    measures = {"recall": value}
    found = 1.0 if goal.holds(measures) else _share(goal, measures, start)
    assert found == pytest.approx(min(share, 0.97) if share < 1 else 1, abs=1e-3)


def test_a_goal_may_count_only_while_another_holds(monkeypatch):
    stem, challenge = CHALLENGES[0]
    page = Page.of(stem)
    goals = (
        Goal("rate", at_least=99, say="Rate", after="late"),
        Goal("late", at_most=9, say="Late"),
    )
    challenge = replace(challenge, goal=goals)
    start = {"rate": 50.0, "late": 20.0}
    fake = SimpleNamespace(measures=lambda result: start)
    monkeypatch.setattr("ui.challenge.computed", lambda concept, params: None)
    page = Page(page.concept, page.figures, fake)

    def holds(rate, late):
        found = goals_of(page, challenge, {"rate": rate, "late": late})
        return [each["holds"] for each in found], found[0]["waits"]

    assert holds(99.5, 30.0) == ([False, False], "counts with: Late at most 9")
    assert holds(99.5, math.nan)[0] == [False, False]
    assert holds(99.5, 8.0) == ([True, True], "")
    assert holds(98.0, 8.0) == ([False, True], "")


def test_moves_are_counted_until_it_is_solved_and_may_be_beaten():
    stem, challenge = next(
        (s, c)
        for s, c in CHALLENGES
        if len(c.example) == 1 and import_module(f"concepts.{s}").AXIS in c.example
    )
    concept = import_module(f"concepts.{stem}")
    page = opened(stem, challenge=challenge.id, beat="3")
    tried = taught(page)["challenge"]
    assert (tried["beat"], tried["moves"]) == (3, None)
    start = params_on_screen(page, stem)
    say(page, stem, "moved", getattr(start, concept.AXIS))
    say(page, stem, "moved", another(start, concept.AXIS))
    say(page, stem, "moved", challenge.example[concept.AXIS])
    tried = taught(page)["challenge"]
    assert tried["solved"] and tried["moves"] == 2, "where it stands already is no move"
    assert page.query_params["beat"] == "3"
    say(page, stem, "moved", another(start, concept.AXIS))
    say(page, stem, "moved", challenge.example[concept.AXIS])
    assert taught(page)["challenge"]["moves"] == 2, "it is solved"
    say(page, stem, "try", challenge.id)
    tried = taught(page)["challenge"]
    assert (tried["beat"], tried["moves"], tried["solved"]) == (0, None, "")


@pytest.mark.parametrize("beat", ["0", "-1", "1000", "1e2", "", "three", "٣", "9" * 5000])
def test_moves_to_beat_that_a_link_cannot_mean_are_said(beat):
    stem, challenge = CHALLENGES[0]
    page = opened(stem, challenge=challenge.id, beat=beat)
    assert taught(page)["challenge"]["beat"] == 0
    assert any("It is a whole number from 1 to 999." in each for each in problems_on(page))
