"""What the figures of trained layers draw is what the file of trainings has."""

import numpy as np
import pytest

from concepts.recurrent import Params, compute
from data.read import TABLES
from figures.recurrent import trained, windows

RUNS = TABLES["recurrent_runs"]


@pytest.mark.parametrize(
    ("draw", "by", "held", "at"), [(trained, "bias", "window", 20), (windows, "window", "bias", 3)]
)
@pytest.mark.parametrize("cell", ["LSTM", "GRU"])
def test_a_line_goes_through_the_medians_and_a_dot_is_a_seed(draw, by, held, at, cell):
    marks = {mark.name: mark for mark in draw(compute(Params(), TABLES)).checked().data}
    mine = (RUNS["start"] == cell.lower()) & (RUNS[held] == at)
    found, dots = marks[f"{cell}, median"], marks[f"{cell}, each seed"]
    for place, x, y in zip(np.unique(RUNS[by][mine]), found.x, found.y, strict=True):
        seeds = RUNS["recalled"][mine & (RUNS[by] == place)].astype(float)
        assert abs(x - place) < 0.2 and y == pytest.approx(np.median(seeds))
        drawn = np.array(dots.y)[np.isclose(np.array(dots.x, float), x)]
        np.testing.assert_allclose(np.sort(drawn), np.sort(seeds))
