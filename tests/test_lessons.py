"""What is taught with a concept, its lesson, guesses, challenges and questions, holds on its picture."""

import math
import re
from collections import Counter
from dataclasses import replace
from importlib import import_module

import pytest

from concepts.controls import applies, check, controls_of
from content.read import KINDS, LEVELS, fill, general, proved_on, read_notes
from tests.house import computed, drawings, said
from tests.sample import PAGES, STEMS
from tests.seeds import SEEDS
from ui.learn import state

STEPS = [(stem, step) for stem in STEMS for step in read_notes(stem).steps]
CHALLENGES = [(stem, each) for stem in STEMS for each in read_notes(stem).challenges]
GUESSES = [
    (stem, shown)
    for stem in STEMS
    for shown in (*read_notes(stem).presets.items(), *read_notes(stem).steps)
    if (shown[1] if isinstance(shown, tuple) else shown).predict
]


def named(value):
    return value if isinstance(value, str) else getattr(value, "id", None) or value[0]


def taken(stem, shown):
    """The state of the page that is shown, its result, and the sentences about it."""
    concept, sentences = (import_module(f"{folder}.{stem}") for folder in ("concepts", "sentences"))
    if isinstance(shown, tuple):
        params, shown = concept.PRESETS[shown[0]], shown[1]
    else:
        params = state(concept, shown)
    return concept, params, sentences, shown


@pytest.mark.parametrize("stem", STEMS)
def test_there_is_enough_to_teach_and_every_id_is_its_own(stem):
    notes = read_notes(stem)
    assert len(notes.steps) >= 6 and len(notes.challenges) >= 2
    assert sum(step.predict is not None for step in notes.steps) >= 2
    asks = [each.predict.ask for each in (*notes.presets.values(), *notes.steps) if each.predict]
    assert len(set(asks)) == len(asks), "a guess is known by its question"
    for several in (proved_on(notes), notes.steps, notes.challenges):
        ids = [each.id for each in several]
        assert len(set(ids)) == len(ids)
        assert all(re.fullmatch(r"[a-z][a-z0-9_]*", each) for each in ids)


@pytest.mark.parametrize("stem", STEMS)
def test_there_are_questions_of_every_level_and_of_several_kinds(stem):
    questions = read_notes(stem).interview
    assert 10 <= len(questions) <= 16
    levels = Counter(question.level for question in questions)
    assert all(levels[level] >= 2 for level in LEVELS), levels
    kinds = {question.kind for question in questions}
    assert kinds <= set(KINDS) and len(kinds) >= 4 and "code" in kinds


def test_general_questions_go_from_easy_to_hard_and_are_of_several_kinds():
    questions = [question for _, question in general()]
    levels = [LEVELS.index(question.level) for question in questions]
    assert levels == sorted(levels) and all(levels.count(i) >= 2 for i in range(len(LEVELS)))
    kinds = {question.kind for question in questions}
    assert kinds <= set(KINDS) and len(kinds) >= 4 and "code" in kinds
    assert {page for page, _ in general()} <= {*STEMS}
    assert len({question.id for question in questions}) == len(questions) >= 10


QUESTIONS = [(stem, each) for stem in STEMS for each in proved_on(read_notes(stem))]


@pytest.mark.parametrize(("stem", "question"), QUESTIONS, ids=named)
def test_an_answer_can_be_said_aloud_in_a_minute_and_remembered(stem, question):
    """It is spoken, so there is no formula and no picture in it; what the picture shows is its proof."""
    words = question.say.split()
    assert 90 <= len(words) <= 140, f"{len(words)} words"
    assert len(re.findall(r"(?<![A-Za-z])\d[\d,.]*", question.say)) <= 2, (
        "a listener keeps two numbers"
    )
    assert not re.search(
        r"\$|\{\{|\b(here|this picture|the picture|this page)\b", question.say, re.I
    )
    assert 3 <= len(question.points) <= 5
    assert all(len(point.split()) <= 18 and not point.endswith(".") for point in question.points)
    assert question.ask.endswith(("?", "."))
    assert question.follow_up.ask.endswith("?") and question.follow_up.answer.endswith(".")
    assert question.wrong.say.endswith(".") and question.wrong.why.endswith(".")
    assert question.proof.endswith(".") and "{{" in question.proof, "the proof is computed"
    assert "{{" not in str(replace(question, proof="")), "the rest is said anywhere"
    assert len(re.findall(r"[.?](?= [A-Z]|$)", question.proof)) <= 2, "one or two sentences"


@pytest.mark.parametrize("stem", STEMS)
def test_measures_are_numbers_in_every_preset(stem):
    concept, sentences = (import_module(f"{folder}.{stem}") for folder in ("concepts", "sentences"))
    names = None
    for preset in concept.PRESETS.values():
        measures = sentences.measures(computed(stem, preset))
        assert all(type(value) is float for value in measures.values())
        assert names in (None, set(measures)), "the same measures everywhere"
        names = set(measures)


@pytest.mark.parametrize(("stem", "step"), STEPS, ids=named)
def test_a_step_can_be_shown_and_is_short_enough_to_say(stem, step):
    concept, params, sentences, _ = taken(stem, step)
    check(params)
    for name, control in controls_of(params).items():
        if not applies(control, params):
            assert getattr(params, name) == getattr(concept.Params(), name), f"{name} has no say"
    assert {step.figure, step.beside} - {""} <= set(drawings(stem))
    sentence = fill(step.say, sentences.facts(computed(stem, params)))
    said(sentence)
    assert len(sentence.split()) <= 40


@pytest.mark.parametrize(("stem", "shown"), GUESSES, ids=named)
def test_a_guess_can_be_right_whatever_the_seed(stem, shown):
    concept, params, sentences, words = taken(stem, shown)
    guess = words.predict
    assert guess.ask.endswith("?") and bool(guess.answer) != bool(guess.options)
    assert len(guess.options) != 1
    axis = controls_of(params)[concept.AXIS]
    low, high = (axis.low, axis.high) if guess.on_axis else (guess.low, guess.high)
    for seed in (params.seed, *SEEDS[: None if stem in PAGES else 2]):
        result = computed(stem, replace(params, seed=seed))
        measures = sentences.measures(result)
        said(fill(guess.why, sentences.facts(result)))
        if guess.answer:
            assert low <= measures[guess.answer] <= high, (seed, measures[guess.answer])
        else:
            right = [all(b.holds(measures) for b in option.when) for option in guess.options]
            assert right.count(True) == 1, (seed, right)
    assert guess.on_axis or guess.options or (guess.high - guess.low) / guess.step <= 1000


@pytest.mark.parametrize(("stem", "challenge"), CHALLENGES, ids=named)
def test_a_challenge_is_open_at_its_start_and_can_be_solved(stem, challenge):
    concept, start, sentences, _ = taken(stem, challenge)

    def reached(params):
        measures = sentences.measures(computed(stem, params))
        return all(bound.holds(measures) for bound in challenge.goal)

    assert challenge.goal and all(
        not (math.isinf(bound.at_least) and math.isinf(bound.at_most)) for bound in challenge.goal
    )
    for goal in challenge.goal:
        assert goal.say and len(goal.say) <= 40, "a goal is said in words"
        assert goal.after == "" or goal.after in {
            g.measure for g in challenge.goal if g is not goal
        }
    assert set(challenge.held) <= set(controls_of(start))
    assert not set(challenge.example) & set(challenge.held)
    assert not reached(start)
    values = {k: tuple(v) if isinstance(v, list) else v for k, v in challenge.example.items()}
    solution = replace(start, **values)
    assert reached(solution)
    said(fill(challenge.solved, sentences.facts(computed(stem, solution))))
    assert challenge.ask.endswith(".") and challenge.hint.endswith(".")
