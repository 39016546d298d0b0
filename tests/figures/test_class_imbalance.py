"""Where a mark must stand."""

import numpy as np
import pytest
from scipy.interpolate import RegularGridInterpolator
from scipy.special import logit

from concepts.class_imbalance import METHODS, Params, compute
from data.read import TABLES
from figures import class_imbalance as figures


@pytest.mark.parametrize("method", METHODS)
def test_the_ground_is_the_methods_and_its_line_the_threshold(method):
    result = compute(Params(method=method), TABLES)
    pic, drawing = result.picture, figures.plane(result)
    (ground,) = drawing.layout["images"]
    assert ground["source"] == figures._ground(pic, method, figures.PIXELS, pic.box)["source"]
    assert (ground["x"], ground["y"]) == (pic.box[0], pic.box[3])
    lines = {trace["name"]: trace for trace in drawing.data}
    for said, name, cut in (
        ("boundary", method, result.shown.threshold),
        ("boundary of the plain model", "none", 0.5),
    ):
        trace = lines[said]
        assert len(trace["x"])
        there = RegularGridInterpolator(
            (pic.grid_y, pic.grid_x), pic.log_odds[name], bounds_error=False, fill_value=None
        )(np.column_stack([trace["y"], trace["x"]]), method="linear")
        np.testing.assert_allclose(there, logit(cut), atol=1e-4)


def test_panels_hold_the_same_positives_and_each_its_line():
    result = compute(Params(), TABLES)
    edges, dots = figures.roads(result).data
    assert len(dots["x"]) == 6 * 20
    left = np.repeat([0.0, 0.345, 0.69] * 2, 20)
    np.testing.assert_allclose(
        (dots["x"] - left).reshape(6, 20), np.tile(dots["x"][:20], (6, 1)), atol=1e-6
    )
    assert np.isnan(edges["x"]).sum() == 6
    assert np.nanmin(edges["y"]) >= 0 and np.nanmax(edges["x"]) <= 1


def test_synthetic_points_are_hollow_and_on_one_line_with_gaps():
    result = compute(Params(), TABLES)
    segments, synthetic = figures.plane(result).data[4:6]
    m = len(result.picture.synthetic)
    assert "open" in synthetic["marker"]["symbol"] and len(synthetic["x"]) == m
    assert len(segments["x"]) == 3 * m and np.isnan(segments["x"]).sum() == m


@pytest.mark.parametrize("source", ["drawn", "birds"])
@pytest.mark.parametrize("method", ["none", "weights"])
def test_the_cheapest_point_is_marked_where_the_curve_is_lowest(source, method):
    result = compute(Params(source=source, method=method), TABLES)
    figure = figures.cost(result)
    *curves, _, marks = figure.data
    lowest = min(np.min(c["y"]) for c in curves if len(c["y"]))
    assert np.min(marks["y"]) == pytest.approx(lowest, rel=1e-5)
    assert len(marks["x"]) == (2 if method == "weights" else 1)


def test_the_cost_axis_stands_still_along_the_strength():
    drawn = [figures.cost(compute(Params(strength=s), TABLES)) for s in (0.1, 0.4, 0.7, 1.0)]
    ends = np.array([drawing.layout["yaxis"]["range"] for drawing in drawn])
    assert (ends == ends[0]).all()
    for drawing, (low, high) in zip(drawn, ends, strict=True):
        for trace in drawing.data:
            if trace["name"].startswith("cost in 1,000 cases, SMOTE"):
                assert low < np.log10(trace["y"].min()) and np.log10(trace["y"].max()) < high
