"""Presented, compared, embedded: how a page is looked at, for every concept."""

from dataclasses import replace
from importlib import import_module

import numpy as np
import pytest

from content.read import fill, read_notes
from figures.diagram import Diagram
from figures.room import LEAST, for_room
from tests.house import computed, drawings, said
from tests.sample import STEMS
from tests.visits import figures_on, opened, parts_on, say, sent, sheets_on, words_on
from ui.compare import behind, difference
from ui.texts import state


@pytest.mark.parametrize("stem", STEMS)
def test_the_lesson_is_presented_step_by_step_each_with_its_link(stem):
    notes = read_notes(stem)
    concept, sentences = (import_module(f"{folder}.{stem}") for folder in ("concepts", "sentences"))
    page = opened(stem, present="true")
    assert [mount["role"] for mount in sent(page)] == ["sheet", "reel"], "no title"
    assert not page.get("page_link") and not page.tabs, "no menu, no tabs"
    for step in notes.steps:
        if step is not notes.steps[0]:
            say(page, stem, "step", step.id)
        facts = sentences.facts(computed(stem, state(concept, step)))
        assert words_on(page) == [fill(step.say, facts)]
        (figure,) = figures_on(page)
        assert not step.figure or figure["part"] == step.figure
        said(figure["alt"])
        assert page.query_params == {"present": "true", "step": step.id}
        assert sheets_on(page)[0]["step"] == step.id
    again = opened(stem, present="true", step=notes.steps[-1].id)
    assert words_on(again) == words_on(page), "the link of the last step"


@pytest.mark.parametrize("stem", STEMS)
def test_a_step_says_the_claim_once_the_axis_has_moved(stem):
    concept, sentences = (import_module(f"{folder}.{stem}") for folder in ("concepts", "sentences"))
    page = opened(stem, present="true")
    step = read_notes(stem).steps[0]
    params = state(concept, step)
    control = import_module("ui.axis").axis_control(concept)
    other = control.high if getattr(params, concept.AXIS) != control.high else control.low
    say(page, stem, "moved", other)
    moved = replace(params, **{concept.AXIS: other})
    assert words_on(page) == [sentences.claim(computed(stem, moved))]


@pytest.mark.parametrize("stem", STEMS)
def test_every_figure_of_a_lesson_is_large_enough_for_the_last_row(stem):
    concept = import_module(f"concepts.{stem}")
    for step in read_notes(stem).steps:
        result = computed(stem, state(concept, step))
        for name in {step.figure} - {""}:
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


@pytest.mark.parametrize("stem", STEMS)
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
    assert claim["was"] and all(was[name] == then for name, (then, _) in claim["was"].items())
    again = opened(stem, **page.query_params)
    assert figures_on(again) == figures_on(page), "the pinned state is in the link"
    say(page, stem, "pin", 2)
    assert list(page.query_params) == [f"{stem}.preset"]


@pytest.mark.parametrize("stem", STEMS)
def test_behind_is_a_figure_that_plotly_knows(stem):
    concept = import_module(f"concepts.{stem}")
    now, then = (computed(stem, p) for p in (concept.Params(), [*concept.PRESETS.values()][-1]))
    for draw in drawings(stem).values():
        both = behind(draw(now), draw(then))
        front = replace(both, data=both.data[-len(draw(now).data) :])
        assert front.to_json() == draw(now).to_json(), "what is on screen is as it was, in front"
        both.checked()


@pytest.mark.parametrize(
    ("then", "now", "by"),
    [
        ("0.38", "0.65", "+0.27"), ("0.65", "0.6", "−0.05"), ("12 %", "3.5 %", "−8.5 points"), ("1,234", "1,034", "−200"),
        ("5", "5", "±0"), ("undefined", "5", ""), ("5", "infinite", ""), ("12 %", "5", ""), ("3.4 × 10⁻⁵", "2", ""), ("−2", "3", "+5"),
    ],
)  # fmt: skip
def test_a_difference_is_that_of_the_numbers_on_the_screen(then, now, by):
    assert difference(then, now) == by
