"""Calibration against scikit-learn, statistics by hand, and the identity of the Brier parts."""

import numpy as np
import pytest
from scipy.stats import binomtest
from sklearn.calibration import calibration_curve
from sklearn.metrics import brier_score_loss

from methods.metrics.calibration import (
    bin_of,
    brier_parts,
    expected_calibration_error,
    reliability_curve,
    wilson_interval,
)


def calibrated(n, seed):
    rng = np.random.default_rng(seed)
    p = rng.uniform(0, 1, n)
    return rng.uniform(0, 1, n) < p, p


@pytest.mark.parametrize(("hits", "n"), [(0, 7), (7, 7), (0, 1), (1, 1), (3, 10), (81, 263)])
def test_wilson_agrees_with_scipy(hits, n):
    low, high = wilson_interval(hits, n)
    theirs = binomtest(hits, n).proportion_ci(method="wilson")
    assert (low, high) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


def test_wilson_of_nothing_is_undefined():
    low, high = wilson_interval([0, 1], [0, 2])
    assert np.isnan(low[0]) and np.isnan(high[0]) and 0 < low[1] < 0.5 < high[1]


def test_wilson_stays_within_0_and_1_and_takes_any_coverage():
    n = np.arange(1, 2_000)
    assert (wilson_interval(0 * n, n)[0] >= 0).all() and (wilson_interval(n, n)[1] <= 1).all()
    theirs = binomtest(3, 10).proportion_ci(0.5, method="wilson")
    assert wilson_interval(3, 10, 0.5) == pytest.approx((theirs.low, theirs.high))


def test_a_score_on_an_edge_falls_in_the_bin_above():
    np.testing.assert_array_equal(bin_of(np.array([0.0, 0.05, 0.5, 0.95, 1.0])), [0, 0, 5, 9, 9])
    np.testing.assert_array_equal(bin_of(np.array([0.0, 0.25, 0.3, 1.0]), 4), [0, 1, 1, 3])


@pytest.mark.parametrize("bins", [5, 10])
def test_reliability_agrees_with_sklearn_and_its_intervals_cover(bins):
    y, p = calibrated(2_000, 3)
    curve = reliability_curve(y, p, bins)
    observed, predicted = calibration_curve(y, p, n_bins=bins)
    np.testing.assert_allclose(curve.edge, np.arange(bins + 1) / bins)
    np.testing.assert_allclose(curve.observed, observed)
    np.testing.assert_allclose(curve.predicted, predicted)
    assert curve.n.sum() == 2_000
    assert np.all((curve.low <= curve.observed) & (curve.observed <= curve.high))


def test_an_empty_bin_is_undefined():
    curve = reliability_curve(np.array([0, 1]), np.array([0.05, 1.0]))
    assert curve.n.tolist() == [1, 0, 0, 0, 0, 0, 0, 0, 0, 1]
    assert np.isnan(curve.observed[1:-1]).all() and np.isnan(curve.low[1:-1]).all()
    assert expected_calibration_error(curve) == pytest.approx(0.025)


def test_brier_parts_by_hand():
    """Scores .2 (1 of 4 positive) and .8 (1 of 1): equal within bins, so nothing is hidden."""
    parts = brier_parts(np.array([1, 0, 0, 0, 1]), np.array([0.2, 0.2, 0.2, 0.2, 0.8]))
    assert parts.brier == pytest.approx((0.64 + 3 * 0.04 + 0.04) / 5)
    assert parts.reliability == pytest.approx((4 * 0.05**2 + 0.2**2) / 5)
    assert parts.resolution == pytest.approx((4 * 0.15**2 + 0.6**2) / 5)
    assert parts.uncertainty == pytest.approx(0.24)
    assert parts.within == pytest.approx(0, abs=1e-15)


@pytest.mark.parametrize("seed", range(5))
def test_the_parts_add_up_and_brier_is_sklearns(seed):
    y, p = calibrated(300, seed)
    p = p**2  # not calibrated any more
    parts = brier_parts(y, p)
    assert parts.brier == pytest.approx(brier_score_loss(y, p))
    assert parts.reliability - parts.resolution + parts.uncertainty + parts.within == pytest.approx(
        parts.brier
    )
    assert abs(parts.within) > 1e-5, "Murphy's three alone do not add up here"


def test_brier_parts_are_those_of_the_bins():
    y, p = calibrated(300, 0)
    for bins, parts in ((10, brier_parts(y, p**2)), (4, brier_parts(y, p**2, 4))):
        reliability = resolution = 0.0
        for low in np.arange(bins) / bins:
            here = (p**2 >= low) & (p**2 < low + 1 / bins)
            reliability += here.mean() * (np.mean(p[here] ** 2) - y[here].mean()) ** 2
            resolution += here.mean() * (y[here].mean() - y.mean()) ** 2
        assert (parts.reliability, parts.resolution) == pytest.approx((reliability, resolution))
        whole = parts.reliability - parts.resolution + parts.uncertainty + parts.within
        assert whole == pytest.approx(parts.brier)


@pytest.mark.parametrize(("n", "about"), [(100, 0.051), (1_000, 0.017), (10_000, 0.005)])
def test_calibration_error_of_a_perfect_model_is_not_zero_and_falls_with_n(n, about):
    """Two normals 2 apart, 10 % positive, Bayes' posterior: the lesson's means, within a fifth."""
    from methods.metrics.binormal import draw_raw, model_log_odds, probability

    errors = []
    for seed in range(100):
        y, x = draw_raw(2.0, 1.0, n // 10, n - n // 10, np.random.default_rng(seed))
        p = probability(model_log_odds(x, 2.0, 0.1, 1.0))
        errors.append(expected_calibration_error(reliability_curve(y, p)))
    assert np.mean(errors) == pytest.approx(about, rel=0.2)
