"""What is drawn against what was computed."""

import numpy as np

from concepts.curse_of_dimensionality import BINS, PRESETS, Params, compute
from data.read import TABLES
from figures import curse_of_dimensionality as figures
from figures.marks import BLANK


def test_the_shape_is_that_of_the_counts():
    result = compute(Params(), TABLES)
    shape = figures.distances(result).data[0]
    low, high = result.here.ends
    middle = low + (high - low) * (np.arange(BINS) + 0.5) / BINS
    y = np.interp(middle, shape["x"], shape["y"])
    assert shape["y"].max() == 1 and shape["y"].min() == 0
    assert np.corrcoef(y, result.here.every)[0, 1] > 0.99


def test_classes_are_drawn_on_two_sides():
    same, rest = figures.distances(compute(PRESETS["blessing"], TABLES)).data[:2]
    assert same["y"].min() == 0 and rest["y"].max() == 0
    # the heights of the two are where the classes are: the same class is nearer
    assert same["x"][same["y"].argmax()] < rest["x"][rest["y"].argmin()]


def test_labels_of_nearest_and_farthest_stay_in_the_picture():
    for d in (1, 2, 5, 20, 100, 1000):
        data = figures.distances(compute(Params(kind="gaussian", d=d), TABLES)).data
        labels = [trace for trace in data if trace["mode"] == "text"]
        assert len(labels) == 2
        for trace in labels:
            (side,) = np.flatnonzero(trace["text"] != BLANK)
            towards = (-0.7, 0.0, 0.7)[side]
            assert -0.02 < trace["x"][side] + towards < 2.62, (d, trace["text"])


def test_the_miniature_has_no_words():
    result = compute(Params(), TABLES)
    assert all(trace["mode"] == "lines" for trace in figures.miniature(result).data)


def test_marks_stand_on_their_curves():
    result = compute(Params(d=50), TABLES)
    for name, values in (
        ("contrast", "contrast"),
        ("neighbours", "accuracy"),
        ("intrinsic", "two_nn"),
    ):
        mark = getattr(figures, name)(result).data[-1]
        assert mark["x"][0] == 50
        np.testing.assert_allclose(mark["y"][0], getattr(result.here, values), rtol=1e-6)


def test_the_hub_curve_keeps_both_ends():
    result = compute(PRESETS["hubs"], TABLES)
    y = figures.hubs(result).data[0]["y"]
    assert y[0] == result.here.popularity[0] and y[-1] == result.here.popularity[-1]
    assert y.size <= 100
