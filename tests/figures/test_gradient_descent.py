"""What these figures decide by themselves: fixed ranges, arrows, labels that do not touch."""

from dataclasses import replace

import numpy as np
import pytest

from concepts.gradient_descent import METHODS, PRESETS, RATES, Params, compute
from figures import gradient_descent as figures


def test_ranges_stay_put_while_the_update_moves_even_if_a_path_runs_off():
    for preset in PRESETS.values():
        drawn = [compute(replace(preset, step=k), {}) for k in (1, 30, 5_000)]
        for name in ("contour", "loss", "evaluations", "edge", "data_space"):
            ranges = {
                (tuple(f.layout.xaxis.range), tuple(f.layout.yaxis.range))
                for f in (getattr(figures, name)(result) for result in drawn)
            }
            assert len(ranges) == 1, name


@pytest.mark.parametrize("method", METHODS)
def test_the_black_arrow_is_the_update_shown(method):
    result = compute(Params(methods=(method,), step=5), {})
    figure = figures.contour(result)
    arrows = [t for t in figure.data[1:] if t.marker.angleref == "previous"]
    path = result.runs[0].descent.path
    np.testing.assert_allclose(np.stack([arrows[-1].x, arrows[-1].y], axis=1), path[4:6])


@pytest.mark.parametrize("method", ["momentum", "nesterov"])
def test_velocity_and_gradient_parts_add_up_to_the_update(method):
    result = compute(Params(methods=(method,), step=5), {})
    run = result.runs[0]
    velocity, gradient, whole = (
        t for t in figures.contour(result).data[1:] if t.marker.angleref == "previous"
    )
    assert (velocity.x[1], velocity.y[1]) == pytest.approx((gradient.x[0], gradient.y[0]))
    corner = run.descent.path[4] - run.rate * result.params.beta * run.descent.first[3]
    assert (velocity.x[1], velocity.y[1]) == pytest.approx(corner.tolist())
    assert (gradient.x[1], gradient.y[1]) == pytest.approx((whole.x[1], whole.y[1]))
    if method == "nesterov":  # the corner is the look-ahead point
        assert corner == pytest.approx(run.descent.asked[4])


def test_names_at_the_line_ends_do_not_touch():
    for preset in PRESETS.values():
        figure = figures.loss(compute(preset, {}))
        low, high = figure.layout.yaxis.range
        heights = np.sort([note.y for note in figure.layout.annotations])
        assert (np.diff(heights) > 0.1 * (high - low)).all()
        assert low <= heights[0] and heights[-1] <= high


def test_the_curve_over_rates_ends_at_the_cliff():
    result = compute(Params(methods=("gd",), condition=10.0), {})
    curve = figures.edge(result).data[2]
    stable = RATES < 2 / 10
    np.testing.assert_array_equal(np.isfinite(curve.y), stable)
    at = np.argmin(np.abs(RATES - 0.1))
    assert curve.y[at] == pytest.approx(1 / -np.log10(1 - RATES[at]))


def test_a_long_run_is_thinned_but_keeps_its_ends_and_the_update_shown():
    result = compute(Params(methods=("gd",), steps=5_000, step=3_001), {})
    curve = figures.loss(result).data[0]
    assert len(curve.x) < 1_200
    assert {0.0, 1.0, 3_001.0, 5_000.0} <= set(curve.x.tolist())


def test_smoothing_keeps_a_level_and_averages_its_window():
    np.testing.assert_allclose(figures._smoothed(np.full(50, 0.3)), 0.3)
    values = np.arange(101.0) ** 2
    assert figures._smoothed(values)[40] == pytest.approx(values[32:51].mean())
    assert figures._smoothed(values)[100] == pytest.approx(values[80:].mean())
