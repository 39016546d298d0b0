"""Presented, compared, embedded: how a page is looked at, for every concept."""

from dataclasses import replace
from importlib import import_module
from urllib.parse import parse_qsl

import numpy as np
import pytest

from concepts.controls import Range, controls_of, name_of
from content.read import fill, read_notes
from figures.diagram import Diagram
from figures.room import LEAST, for_room
from tests import sample
from tests.house import computed, drawings, main_figures, said
from tests.sample import PAGES, SAMPLE, STEMS
from tests.visits import (
    figures_on,
    opened,
    params_on_screen,
    parts_on,
    problems_on,
    say,
    sent,
    sheets_on,
    words_on,
)
from ui.axis import axis_control, axis_stops
from ui.compare import FEW, behind, difference, words_for
from ui.session import Page
from ui.texts import state


@pytest.mark.parametrize("stem", STEMS)
def test_the_lesson_is_presented_step_by_step_each_with_its_link(stem):
    """Of a page out of the sample every other step, and the last; `tests/test_lessons.py` looks at each."""
    notes = read_notes(stem)
    steps = notes.steps if stem in PAGES else (*notes.steps[:-1:2], notes.steps[-1])
    concept, sentences = (import_module(f"{folder}.{stem}") for folder in ("concepts", "sentences"))
    page = opened(stem, present="true")
    assert [mount["role"] for mount in sent(page)] == ["sheet", "reel"], "no title"
    assert not page.get("page_link") and not page.tabs, "no menu, no tabs"
    for step in steps:
        if step is not notes.steps[0]:
            say(page, stem, "step", step.id)
        facts = sentences.facts(computed(stem, state(concept, step)))
        assert words_on(page) == [fill(step.say, facts)]
        first, *others = figures_on(page)
        assert not step.figure or first["part"] == step.figure
        assert [figure["part"] for figure in others] == [step.beside] * bool(step.beside)
        for figure in (first, *others):
            said(figure["alt"])
        assert page.query_params == {"present": "true", "step": step.id}
        (sheet,) = sheets_on(page)
        assert sheet["lesson"]["step"] == step.id and sheet["lesson"]["title"] == notes.title
        assert [row["axis"]["unused"] for row in sheet["rows"] if "axis" in row] == [not step.axis]
    again = opened(stem, present="true", step=notes.steps[-1].id)
    assert words_on(again) == words_on(page), "the link of the last step"


@pytest.mark.parametrize("stem", PAGES)
def test_a_step_says_the_claim_once_the_axis_has_moved(stem):
    concept, sentences = (import_module(f"{folder}.{stem}") for folder in ("concepts", "sentences"))
    page = opened(stem, present="true")
    step = read_notes(stem).steps[0]
    params = state(concept, step)
    control = axis_control(concept)
    other = control.high if getattr(params, concept.AXIS) != control.high else control.low
    say(page, stem, "moved", other)
    moved = replace(params, **{concept.AXIS: other})
    assert words_on(page) == [sentences.claim(computed(stem, moved))]


@pytest.mark.parametrize("stem", STEMS)
def test_where_nothing_moves_along_the_axis_a_step_does_without_it(stem):
    concept = import_module(f"concepts.{stem}")
    for step in read_notes(stem).steps:
        if not step.axis:
            continue
        params = state(concept, step)
        stops = axis_stops(axis_control(concept), getattr(params, concept.AXIS))
        places = (stops[0], stops[len(stops) // 2], stops[-1], getattr(params, concept.AXIS))
        names = [step.figure, step.beside] if step.figure else main_figures(stem)
        draws = [drawings(stem)[name] for name in names if name]
        seen = (
            [
                draw(computed(stem, replace(params, **{concept.AXIS: at}))).to_json()
                for draw in draws
            ]
            for at in places
        )
        first = next(seen)
        assert any(pictures != first for pictures in seen), f"{step.id} says axis = false"


@pytest.mark.parametrize("stem", PAGES)
def test_what_is_on_screen_is_shown_large_by_a_link_of_its_own(stem):
    concept = import_module(f"concepts.{stem}")
    for query in (
        {},
        {
            f"{stem}.preset": list(concept.PRESETS)[-1],
            "challenge": read_notes(stem).challenges[0].id,
            "a": "true",
        },
    ):
        page = opened(stem, **query)
        heroes = [figure["part"] for figure in figures_on(page) if "height" not in figure]
        link = dict(parse_qsl(sheets_on(page)[0]["large"]))
        assert (
            link["present"] == "true"
            and any(name.split(".")[0] == "a" for name in link) == ("a" in query)
            and "challenge" not in link
        )
        room = opened(stem, **link)
        assert params_on_screen(room, stem) == params_on_screen(page, stem)
        assert [figure["part"] for figure in figures_on(room)] == heroes
        (claim,), (words,) = (
            [each for each in parts_on(where, "words") if each["part"] == "claim"]
            for where in (page, room)
        )
        assert claim | {"mark": 0} == words | {"mark": 0}, "numbers and what A has of them as well"
        assert sheets_on(room)[0]["lesson"] == {
            "title": read_notes(stem).title,
            "steps": [],
            "step": "",
        }


@pytest.mark.parametrize("stem", STEMS)
def test_the_end_of_a_lesson_leads_on(stem):
    concept, notes = import_module(f"concepts.{stem}"), read_notes(stem)
    ends = sheets_on(opened(stem, present="true"))[0]["lesson"]["ends"]
    for name, shown in (("try", notes.steps[-1]), ("challenge", notes.challenges[0])):
        page = opened(stem, **dict(parse_qsl(ends[name])))
        assert params_on_screen(page, stem) == state(concept, shown)
        assert problems_on(page) == []
    assert [each[0] for each in ends["next"]] == list(notes.next[:1])


@pytest.mark.parametrize("stem", STEMS)
def test_every_figure_of_a_lesson_is_large_enough_for_the_last_row(stem):
    concept = import_module(f"concepts.{stem}")
    for step in read_notes(stem).steps:
        result = computed(stem, state(concept, step))
        for name in {step.figure, step.beside} - {""}:
            large = for_room(drawings(stem)[name](result))
            plain = large.layout["font"]["size"]
            assert plain >= LEAST
            if isinstance(large, Diagram):
                assert all(mark["font"]["least"] >= LEAST for mark in large.data if "font" in mark)
                continue
            figure = large.checked()
            for axis in (*figure.select_xaxes(), *figure.select_yaxes()):
                assert (axis.tickfont.size or plain) >= LEAST
                assert (axis.title.font.size or plain) >= LEAST
            for label in figure.layout.annotations:
                assert (label.font.size or plain) >= LEAST, label.text
            for trace in figure.data:
                if trace.type == "scatter" and "text" in (trace.mode or ""):
                    sizes = np.atleast_1d(trace.textfont.size or figure.layout.font.size)
                    assert (np.asarray(sizes, float) >= LEAST).all()


@pytest.mark.parametrize("stem", PAGES)
def test_what_is_pinned_is_drawn_behind_and_its_numbers_beside(stem):
    concept, sentences = (import_module(f"{folder}.{stem}") for folder in ("concepts", "sentences"))
    page = opened(stem)
    before = {figure["part"]: len(figure["figure"]["data"]) for figure in figures_on(page)}
    say(page, stem, "pin", 1)
    preset = list(concept.PRESETS)[-1]
    say(page, stem, "preset", preset)
    after = {figure["part"]: len(figure["figure"]["data"]) for figure in figures_on(page)}
    assert any(after[name] > count for name, count in before.items() if name in after)
    (claim,) = (part for part in parts_on(page, "words") if part["part"] == "claim")
    was = sentences.headline(computed(stem, concept.Params()))
    assert claim["was"], "some number is another"
    for name, now in claim["numbers"].items():
        there = claim["was"].get(name)
        assert there == (
            [was[name], difference(was[name], now)] if was.get(name, now) != now else None
        )
    again = opened(stem, **page.query_params)
    assert figures_on(again) == figures_on(page), "the pinned state is in the link"
    (words,) = (mount["compare"]["a"] for mount in sent(page) if "compare" in mount)
    control = axis_control(concept)
    assert name_of(control, getattr(concept.Params(), concept.AXIS), concept.Params()) in words
    say(page, stem, "let_go", 1)
    assert list(page.query_params) == [f"{stem}.preset"]


def test_one_goes_back_to_a_swaps_it_lets_go_and_takes_it_up_again():
    stem = SAMPLE[0]
    concept, titles = import_module(f"concepts.{stem}"), read_notes(stem).presets
    (one, first), (two, second) = list(concept.PRESETS.items())[:2]

    def compared():
        return next(mount["compare"] for mount in sent(page) if "compare" in mount)

    page = opened(stem, **{f"{stem}.preset": one})
    for event in ("to_a", "swap", "take_up"):  # there is no A
        say(page, stem, event, 1)
        assert (params_on_screen(page, stem), compared()) == (first, {})
    say(page, stem, "pin", 1)
    say(page, stem, "preset", two)
    assert compared()["a"].startswith(titles[one].title)
    say(page, stem, "swap", 1)
    assert params_on_screen(page, stem) == first
    assert compared()["a"].startswith(titles[two].title)
    say(page, stem, "swap", 2)
    say(page, stem, "to_a", 1)
    assert params_on_screen(page, stem) == first and "a" in compared()
    say(page, stem, "preset", two)
    say(page, stem, "let_go", 1)
    assert compared()["was"].startswith(titles[one].title) and "a" not in compared()
    say(page, stem, "take_up", 1)
    assert compared()["a"].startswith(titles[one].title)
    say(page, stem, "let_go", 2)
    say(page, stem, "set", {"seed": 12})
    assert compared() == {}, "one has gone on"


@pytest.mark.parametrize("stem", STEMS)
def test_a_state_is_said_by_the_preset_it_is_or_is_near_and_by_what_is_different(stem):
    page, titles = Page.of(stem), read_notes(stem).presets
    concept = page.concept
    for name, preset in concept.PRESETS.items():
        place = name_of(axis_control(concept), getattr(preset, concept.AXIS), preset)
        said = words_for(page, preset)
        assert said.startswith(f"{titles[name].title}, ") and said.endswith(place)
        assert words_for(page, replace(preset, seed=4321)) == f"{said}, seed 4321"


def test_a_state_far_from_every_preset_is_said_by_two_controls_and_how_many_more():
    stem = SAMPLE[0]
    page, concept = Page.of(stem), import_module(f"concepts.{stem}")
    other = {
        name: control.low if value == control.high else control.high
        for name, control in controls_of(concept.Params).items()
        if isinstance(control, Range) and (value := getattr(concept.Params(), name)) is not None
    }
    far = replace(concept.Params(), **other)
    moved = len(other) - 1  # but for the axis
    assert moved > FEW and words_for(page, far).endswith(f"and {moved - FEW} more")
    assert not any(
        words_for(page, far).startswith(each.title) for each in page.notes.presets.values()
    )


@pytest.mark.parametrize("stem", STEMS)
def test_behind_is_a_figure_that_plotly_knows(stem):
    concept = import_module(f"concepts.{stem}")
    now, then = (computed(stem, p) for p in (concept.Params(), [*concept.PRESETS.values()][-1]))
    for draw in drawings(stem).values():
        both = behind(draw(now), draw(then))
        front = replace(both, data=both.data[-len(draw(now).data) :], layout=plain(both, draw(now)))
        assert front.to_json() == draw(now).to_json(), "what is on screen is as it was, in front"
        both.checked()


def plain(both, alone):
    """The layout without the letter A, which is behind the other labels."""
    labels = both.layout.get("annotations", [])
    if len(labels) == len(alone.layout.get("annotations", [])):
        return both.layout
    assert labels[-1]["text"] == "<b>A</b>"
    found = {**both.layout, "annotations": labels[:-1]}
    return (
        found
        if "annotations" in alone.layout
        else {k: v for k, v in found.items() if k != "annotations"}
    )


@pytest.mark.parametrize(
    ("then", "now", "by"),
    [
        ("0.38", "0.65", "+0.27"), ("0.65", "0.6", "−0.05"), ("12 %", "3.5 %", "−8.5 points"), ("1,234", "1,034", "−200"),
        ("5", "5", ""), ("5", "5.00", ""), ("undefined", "5", ""), ("5", "infinite", ""), ("12 %", "5", ""), ("3.4 × 10⁻⁵", "2", ""), ("−2", "3", "+5"),
    ],
)  # fmt: skip
def test_a_difference_is_that_of_the_numbers_on_the_screen(then, now, by):
    assert difference(then, now) == by


@pytest.mark.parametrize("stem", sample.FEW)
def test_a_link_hides_presets_tabs_and_the_figures_below(stem):
    whole, parts = opened(stem), opened(stem, hide="presets,figures,tabs")
    assert whole.tabs and not parts.tabs
    stage, gallery = sheets_on(whole)
    bare, below = sheets_on(parts)
    assert gallery["rows"] and below["rows"] == []
    assert stage["presets"] and bare["presets"] == []
    assert [row.get("cells") for row in bare["rows"]] == [row.get("cells") for row in stage["rows"]]
    assert parts.query_params == {"hide": "presets,figures,tabs"}
    assert problems_on(parts) == []
    [problem] = problems_on(opened(stem, lock="tabs"))
    assert "tabs" in problem and "not a control" in problem
