"""What all pages draw alike: units in brackets, probabilities as decimals on every reliability diagram."""

import re
from importlib import import_module

import pytest

from data.read import TABLES
from figures.drawing import Drawing
from tests.house import drawings, main_figures
from tests.sample import STEMS

UNIT = re.compile(r", (mm|g|kg|cm|m|s|ms|°C|°C²|days|years|dollars|%)\b")
RELIABILITY = {"precision_recall", "class_imbalance", "generative_discriminative"}


def axes(drawing):
    """The axes of a figure that have a title."""
    found = [looks for key, looks in drawing.layout.items() if key[:5] in ("xaxis", "yaxis")]
    return {looks["title"]["text"]: looks for looks in found if looks.get("title", {}).get("text")}


@pytest.mark.parametrize("stem", STEMS)
def test_a_unit_stands_in_brackets(stem):
    concept, figures = import_module(f"concepts.{stem}"), import_module(f"figures.{stem}")
    for params in concept.PRESETS.values():
        result = concept.compute(params, TABLES)
        drawn = [getattr(figures, name)(result) for name in main_figures(stem)]
        titles = {title for each in drawn if isinstance(each, Drawing) for title in axes(each)}
        assert not [title for title in titles if UNIT.search(title)]


def test_what_is_caught():
    assert UNIT.search("bill length, mm") and UNIT.search("body mass, g from the mean")
    assert not UNIT.search("body mass (g)") and not UNIT.search("bill length, standardised")


@pytest.mark.parametrize("stem", sorted(RELIABILITY))
def test_every_reliability_diagram_has_the_same_axes(stem):
    concept, figures = import_module(f"concepts.{stem}"), import_module(f"figures.{stem}")
    result = concept.compute(concept.Params(), TABLES)
    assert "reliability" in drawings(stem)
    found = axes(figures.reliability(result))
    assert set(found) == {"predicted probability", "observed share"}
    for looks in found.values():
        assert looks["tickformat"] == ".1f" and list(looks["tickvals"]) == [0, 0.5, 1]
