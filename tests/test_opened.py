"""Each page opened once, without a browser, and all done on it that a visitor or a link may do. Names none."""

from importlib import import_module

import pytest

from concepts.controls import Several, Switch, Text, check, controls_of, corners
from content.read import fill, read_notes
from tests.house import STEMS, computed, modules, said
from tests.sample import PAGES
from tests.stages import in_turn, stage
from tests.visits import (
    figures_on,
    opened,
    params_on_screen,
    parts_on,
    problems_on,
    say,
    tell,
    words_on,
)
from ui.texts import TABS, read_link

NONSENSE = (["nonsense"], [], "nonsense", {"a": 1}, None, True, "1e999")


@pytest.mark.parametrize("stem", STEMS)
def test_a_page_is_opened_and_all_done_on_it(stem):
    stages = [
        what_a_visitor_does_is_in_the_link,
        *([what_the_browser_says_of_a_control_is_checked_as_a_link_is] if stem in PAGES else []),
        it_stands_at_every_corner_and_preset,
        every_tab_opens,
    ]
    in_turn(stages, opened(stem), stem, import_module(f"concepts.{stem}"))


def what_a_visitor_does_is_in_the_link(page, stem, concept):
    assert dict(page.query_params) == {}, "the bare link is the page as shipped"
    name = next(n for n, p in concept.PRESETS.items() if p != concept.Params())
    say(page, stem, "preset", name)
    assert page.query_params == {f"{stem}.preset": name}
    assert params_on_screen(page, stem) == concept.PRESETS[name]
    say(page, stem, "reset", 1)
    assert params_on_screen(page, stem) == concept.Params()


def what_the_browser_says_of_a_control_is_checked_as_a_link_is(page, stem, concept):
    usual = concept.Params()
    controls = controls_of(usual)
    for value in NONSENSE:
        tell(page, stem, "set", {name: value for name in controls} | {"nothing": 1})
        found = params_on_screen(page, stem)
        for name, control in controls.items():
            as_ever = getattr(found, name) == getattr(usual, name)
            assert as_ever or isinstance(control, Switch | Text), (name, value)
        tell(page, stem, "reset", 1)
    for name, control in controls.items():
        if isinstance(control, Several):
            tell(page, stem, "set", {name: list(control.options)[: control.most + 1]})
            check(params_on_screen(page, stem))
            tell(page, stem, "reset", 1)


def it_stands_at_every_corner_and_preset(page, stem, concept):
    states = [*concept.PRESETS.values(), *corners(concept.Params)]
    for params in states[
        :: 1 if stem in PAGES else 4
    ]:  # all are computed, drawn and said by `test_a_state`
        with stage(params):
            tell(page, stem, "set", vars(params))
            assert params_on_screen(page, stem) == params
            assert len(figures_on(page)) >= 2
            for figure in figures_on(page):
                said(figure["alt"])


def every_tab_opens(page, stem, _concept):
    for tab in TABS.values():
        with stage(tab):
            page.session_state[f"{stem}:read"] = tab
            page.run()
            assert not page.exception, page.exception[0].stack_trace
            assert len(figures_on(page)) >= 2


# --- links


@pytest.mark.parametrize("stem", STEMS)
def test_a_link_may_name_a_preset_alone(stem):
    concept = import_module(f"concepts.{stem}")
    for name, preset in concept.PRESETS.items():
        assert read_link(stem, concept, {f"{stem}.preset": [name]}) == (preset, "why", [])


@pytest.mark.parametrize(
    ("text", "used"), [("1e99", "high"), ("-1e99", "low"), ("seven", ""), ("", ""), ("nan", "")]
)
@pytest.mark.parametrize("stem", STEMS)
def test_a_link_with_a_bad_value_gets_the_nearest_or_the_default_and_a_sentence(stem, text, used):
    concept = import_module(f"concepts.{stem}")
    params, _, (problem,) = read_link(stem, concept, {f"{stem}.{concept.AXIS}": [text]})
    axis = controls_of(concept.Params)[concept.AXIS]
    expected = getattr(axis, used) if used else getattr(concept.Params(), concept.AXIS)
    assert problem.endswith("is used.") and getattr(params, concept.AXIS) == expected


@pytest.mark.parametrize("stem", STEMS)
def test_a_bad_link_opens_the_page_with_notices(stem):
    concept = import_module(f"concepts.{stem}")
    bad = {concept.AXIS: "1e99", "nonsense": "1", "preset": "<b>none</b>", "read": "x"}
    page = opened(stem, **{f"{stem}.{name}": text for name, text in bad.items()}, utm_source="mail")
    assert len(problems_on(page)) == 4
    high = controls_of(concept.Params)[concept.AXIS].high
    assert getattr(params_on_screen(page, stem), concept.AXIS) == high


@pytest.mark.parametrize("stem", STEMS)
def test_a_preset_says_what_it_shows_and_later_that_it_was_the_start(stem):
    concept, _, sentences = modules(stem)
    name, preset = list(concept.PRESETS.items())[-1]
    words = read_notes(stem).presets[name]
    shows = fill(words.shows, sentences.facts(computed(stem, preset)))
    page = opened(stem, **{f"{stem}.preset": name})
    (claim,) = (part["claim"] for part in parts_on(page, "words") if part["part"] == "claim")
    assert shows == claim and problems_on(page) == []
    assert params_on_screen(page, stem) == preset
    axis = controls_of(preset)[concept.AXIS]
    other = axis.low if getattr(preset, concept.AXIS) != axis.low else axis.high
    page.session_state[f"{stem}.{concept.AXIS}"] = other
    page.run()
    assert f"You started from **{words.title}**. {shows}" in words_on(page)
