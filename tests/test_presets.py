"""What a preset says and proves: its sentence in the claim's place, its figure beside the main one. Names no page."""

from collections import Counter
from importlib import import_module

import pytest

from content.read import fill, read_notes
from tests.house import computed, modules, said
from tests.sample import STEMS
from tests.visits import opened, params_on_screen, parts_on, problems_on, say, sheets_on
from ui.axis import axis_control, axis_stops
from ui.picture import scene_at
from ui.scene import Said, Table, parts_of, rows_above
from ui.texts import START

LONGEST = 160  # letters of what stands over the main figure: two lines on a laptop, four on a phone


def shows(stem, params, name):
    """What a preset shows, filled."""
    _, _, sentences = modules(stem)
    return fill(read_notes(stem).presets[name].shows, sentences.facts(computed(stem, params)))


def claim_on(page):
    """What stands over the main figure, and whether a preset says it."""
    (claim,) = (part for part in parts_on(page, "words") if part["part"] == "claim")
    return claim["claim"], claim["preset"]


def claim_of(page, stem):
    """What would be claimed of the controls on screen."""
    return import_module(f"sentences.{stem}").claim(computed(stem, params_on_screen(page, stem)))


def beside(page):
    """The figures over the axis."""
    stacks = (stack for row in sheets_on(page)[0]["rows"] for stack in row.get("cells", ()))
    return [part["part"] for stack in stacks for part in stack if part["role"] == "figure"]


@pytest.mark.parametrize("stem", STEMS)
def test_a_preset_is_pressed_and_then_something_moves(stem):
    concept, notes = import_module(f"concepts.{stem}"), read_notes(stem)
    name = next(name for name, words in notes.presets.items() if words.figure)
    proof = notes.presets[name].figure
    other = next(name for name, words in notes.presets.items() if words.figure != proof)
    page = opened(stem)
    usual = beside(page)
    say(page, stem, "preset", name)
    assert claim_on(page) == (shows(stem, concept.PRESETS[name], name), True)
    assert claim_of(page, stem) in [part.get("said") for part in parts_on(page, "words")]
    assert beside(page) == [usual[0], proof]

    say(page, stem, "set", {"seed": params_on_screen(page, stem).seed + 1})
    params = params_on_screen(page, stem)
    assert claim_on(page) == (shows(stem, params, name), True), (
        "with another seed it is that preset"
    )

    axis = axis_control(concept)
    away = axis.low if getattr(params, concept.AXIS) != axis.low else axis.high
    say(page, stem, "moved", away)
    assert claim_on(page) == (claim_of(page, stem), False)
    assert beside(page)[1] == proof, "it stays while the controls move on"

    say(page, stem, "preset", other)
    assert claim_on(page)[1]
    assert proof not in beside(page), "it goes with its preset"
    say(page, stem, "reset", 1)
    assert beside(page) == usual


@pytest.mark.parametrize("stem", STEMS[:2])
def test_a_link_shows_the_proof_that_stays_while_controls_move_on(stem):
    notes, axis = read_notes(stem), axis_control(import_module(f"concepts.{stem}"))
    name = next(name for name, words in notes.presets.items() if words.figure)
    page = opened(stem)
    say(page, stem, "preset", name)
    say(page, stem, "moved", axis.low)
    link = dict(page.query_params)
    again = opened(stem, **link)
    assert (beside(again), claim_on(again)) == (beside(page), claim_on(page))
    strange = opened(stem, **link | {"started": "<b>"})
    assert len(problems_on(strange)) == 1 and beside(strange)[1:] != beside(page)[1:]


@pytest.mark.parametrize("stem", STEMS)
def test_every_preset_is_said_and_proved(stem):
    opened(stem)
    for name, words in read_notes(stem).presets.items():
        scene = scene_at(stem, {f"{stem}.preset": [name]})
        sentence = shows(stem, scene.params, name)
        assert len(sentence) <= LONGEST and "**" not in sentence, (name, len(sentence))
        claim = import_module(f"sentences.{stem}").claim(scene.result)
        assert len(claim) <= LONGEST, (name, len(claim), claim)
        parts = Counter(part.name for part in parts_of(scene))
        assert set(parts.values()) == {1}, (name, parts)
        layout = scene.lay(scene.result)
        rows = (row for row in layout.rows if not isinstance(row, Said | Table))
        every = {*layout.hero, *(figure for row in rows for figure in row)}
        assert every <= set(parts), f"{name}: what stood beside the main figure stands below"
        heroes = next(
            row for row in rows_above(scene) if row and row.cells[0][-1].role == "figure"
        ).cells
        assert words.figure in ("", heroes[1][-1].name if heroes[1:] else ""), name
        assert not words.figure or f"said.{words.figure}" in parts, f"{name}: with its sentence"


@pytest.mark.parametrize("stem", STEMS)
def test_start_here_tells_three_sentences_of_what_is_on_the_screen_and_ends_in_your_turn(stem):
    concept, _, sentences = modules(stem)
    notes = read_notes(stem)
    words, start = notes.presets[START], notes.start
    assert [name for name, each in notes.presets.items() if each.predict is None] == [START]
    assert len(start.say) == 2 and start.turn.startswith("Your turn: ") and start.turn[-1] == "?"
    axis = axis_control(concept)
    assert all(axis.low <= each.at <= axis.high for each in start.say)
    assert len(f"{shows(stem, concept.PRESETS[START], START)} {start.turn}") <= LONGEST

    page = opened(stem)
    elsewhere = scene_at(stem, {f"{stem}.preset": [list(concept.PRESETS)[-1]]})
    (on_screen,) = (each for each in sheets_on(page)[0]["presets"] if each["name"] == START)
    last = getattr(concept.PRESETS[START], concept.AXIS)
    assert on_screen["places"] == [*(each.at for each in start.say), last]
    assert on_screen["turn"] == start.turn and "start" not in claims(elsewhere)
    says = (*(each.say for each in start.say), words.shows)
    for place in axis_stops(axis, last):
        scene = scene_at(stem, {f"{stem}.preset": [START], f"{stem}.{concept.AXIS}": [str(place)]})
        facts = sentences.facts(scene.result)
        told = claims(scene)["start"]
        assert told == [fill(say, facts) for say in says]
        for sentence in told:
            assert len(sentence) <= LONGEST
            said(sentence)


def claims(scene):
    """What is sent for the place over the main figure."""
    (claim,) = (part for part in parts_of(scene) if part.name == "claim")
    return claim.described(scene.result)
