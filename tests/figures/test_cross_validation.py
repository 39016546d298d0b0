"""The ways to split have colours that are no class's."""

import pytest

from concepts.cross_validation import PRESETS, compute
from data.read import TABLES
from figures.cross_validation import by_k, folds, scores
from figures.theme import NEGATIVE, POSITIVE, TEXT

CLASSES = {POSITIVE, NEGATIVE, TEXT[POSITIVE]}


def colors(drawing):
    """All that a figure's marks and names are drawn in."""
    marks = [
        trace.get(part, {}).get("color") for trace in drawing.data for part in ("line", "marker")
    ]
    names = [note["font"]["color"] for note in drawing.layout["annotations"]]
    return {each for each in [*marks, *names] if isinstance(each, str)}


@pytest.mark.parametrize("preset", PRESETS)
def test_a_way_to_split_is_not_drawn_as_a_class(preset):
    result = compute(PRESETS[preset], TABLES)
    assert not CLASSES & (colors(scores(result)) | colors(by_k(result)))
    lanes = [note["font"]["color"] for note in scores(result).layout["annotations"]][:3]
    assert len(set(lanes)) == 3, "and each has its own"


def test_rows_of_the_two_classes_are():
    drawn = {trace["name"]: trace for trace in folds(compute(PRESETS["start"], TABLES)).data}
    assert drawn["one split, odd"]["line"]["color"] == POSITIVE
    assert drawn["one split, even"]["line"]["color"] == NEGATIVE
