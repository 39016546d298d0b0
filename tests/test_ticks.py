"""The places on the axis that mean something: `ticks` of the sentences of the pages that name some."""

import math
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from types import SimpleNamespace

import pytest

from concepts.controls import ranged
from content.read import stems
from data.read import TABLES
from ui.axis import MOST, axis_control, axis_stops, ticks_of

LONGEST = 24  # letters: three names have room on a phone


@cache
def computed(stem, params):
    return import_module(f"concepts.{stem}").compute(params, TABLES)


def scene(stem, params):
    concept, sentences = (import_module(f"{folder}.{stem}") for folder in ("concepts", "sentences"))
    page = SimpleNamespace(stem=stem, concept=concept, sentences=sentences)
    return SimpleNamespace(page=page, params=params, result=computed(stem, params), asked=None)


NAMING = [stem for stem in stems() if hasattr(import_module(f"sentences.{stem}"), "ticks")]
STARTS = [
    (stem, name) for stem in NAMING for name in ("", *import_module(f"concepts.{stem}").PRESETS)
]


@pytest.mark.parametrize(("stem", "name"), STARTS)
def test_ticks_are_places_of_the_axis_and_stay_along_it(stem, name):
    concept = import_module(f"concepts.{stem}")
    params = concept.PRESETS.get(name, concept.Params())
    control = axis_control(concept)
    found = ticks_of(scene(stem, params))
    assert len(found) <= 4
    for place, said in found.items():
        assert type(place) is (int if control.whole else float)
        assert control.low <= place <= control.high
        assert said.strip() == said and all(0 < len(each) <= LONGEST for each in said.split(", "))
    every = axis_stops(control, getattr(params, concept.AXIS), found)
    assert {*found, getattr(params, concept.AXIS)} <= {*every}
    assert every == sorted({*every}) and len(every) <= MOST + 1 + len(found)
    for place in (control.low, control.high, *found):
        assert ticks_of(scene(stem, replace(params, **{concept.AXIS: place}))) == found, place


@pytest.mark.parametrize("stem", NAMING)
def test_a_page_that_names_ticks_has_some_at_first(stem):
    assert ticks_of(scene(stem, import_module(f"concepts.{stem}").Params()))


@dataclass(frozen=True)
class Few:
    rung: int = ranged(3, 1, 9, "Rung")


@dataclass(frozen=True)
class Share:
    rung: float = ranged(0.5, 0.0, 1.0, "Share", step=0.25)


def found_of(kind, named):
    """The ticks of a page with such an axis whose sentences name those places."""
    concept = SimpleNamespace(Params=kind, AXIS="rung")
    sentences = SimpleNamespace(ticks=lambda _: named)
    page = SimpleNamespace(concept=concept, sentences=sentences)
    return ticks_of(SimpleNamespace(page=page, result=None, asked=None))


def test_what_lies_beyond_the_axis_is_left_out_and_one_place_has_one_tick():
    named = {"best": 4.0, "low": 0.0, "high": 10.0, "none": math.nan, "never": math.inf, "end": 9.0}
    assert found_of(Few, named) == {4: "best", 9: "end"}
    assert found_of(Few, {"best": 4.0, "first": 1.0, "cheapest": 4.0}) == {
        4: "best, cheapest",
        1: "first",
    }
    assert list(found_of(Share, {"b": 1.0, "a": 0.3})) == [1.0, 0.3], "as the page has them"


def test_a_page_may_name_none():
    page = SimpleNamespace(concept=None, sentences=SimpleNamespace())
    assert ticks_of(SimpleNamespace(page=page, result=None, asked=None)) == {}


def test_ticks_are_stops_of_the_axis():
    control = axis_control(SimpleNamespace(Params=Share, AXIS="rung"))
    assert axis_stops(control, 0.5) == [0.0, 0.25, 0.5, 0.75, 1.0]
    assert axis_stops(control, 0.3, [0.9, 0.3]) == [0.0, 0.25, 0.3, 0.5, 0.75, 0.9, 1.0]
    assert axis_stops(control, 0.5, [0.2500001]) == [0.0, 0.2500001, 0.5, 0.75, 1.0], "said alike"
