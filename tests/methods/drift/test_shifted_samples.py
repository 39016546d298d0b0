"""Drawn data that drifts: closed forms against large draws."""

import numpy as np
import pytest
from scipy import stats
from scipy.special import expit

from methods.drift.shifted_samples import (
    KINDS,
    MOST_OUTLIERS,
    NODES,
    accuracy,
    correlation,
    drawn,
    labelled,
    moved,
    series,
    shares,
    sorted_normals,
    true_accuracy,
    true_gap,
)

POSITIONS = (0.0, 0.3, 1.0)


@pytest.mark.parametrize("phi", [0.0, 0.5, 0.95])
def test_a_series_is_stationary_and_as_correlated_as_asked(phi):
    rows = np.stack([series(50, phi, np.random.default_rng(seed)) for seed in range(8_000)])
    np.testing.assert_allclose(rows.var(0), 1, atol=0.08)
    np.testing.assert_allclose((rows[:, :-1] * rows[:, 1:]).mean(0), phi, atol=0.06)
    slow, z = [0.0], np.random.default_rng(3).standard_normal(3_000)
    for t in range(3_000):
        slow.append(z[0] if t == 0 else phi * slow[-1] + np.sqrt(1 - phi**2) * z[t])
    np.testing.assert_allclose(series(3_000, phi, np.random.default_rng(3)), slow[1:])


def test_sorted_normals_have_the_law_of_sorted_draws():
    z = sorted_normals(20_000, np.random.default_rng(1))
    assert (np.diff(z) >= 0).all() and stats.kstest(z, "norm").pvalue > 0.01
    p = [
        stats.kstest(sorted_normals(50, np.random.default_rng(s)), "norm").pvalue
        for s in range(1_000, 1_300)
    ]
    assert stats.kstest(p, "uniform").pvalue > 0.01
    smallest = [sorted_normals(9, np.random.default_rng(s))[0] for s in range(500)]
    law = stats.kstest(smallest, lambda x: 1 - (1 - stats.norm.cdf(x)) ** 9)
    assert law.pvalue > 0.01


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("position", POSITIONS)
def test_what_is_moved_has_the_distribution_said(kind, position):
    rng = np.random.default_rng(2)
    x = moved(rng.standard_normal(40_000), rng.random(40_000), kind, position)
    gap = np.abs(
        np.searchsorted(np.sort(x), NODES, "right") / x.size - shares(NODES, kind, position)
    )
    assert gap.max() < 1.6 / np.sqrt(x.size)
    if kind == "bimodal":
        assert (x.mean(), x.std()) == pytest.approx((0, 1), abs=0.02)


def test_an_unknown_kind_is_refused():
    for function in (moved, lambda x, _, kind, p: shares(x, kind, p)):
        with pytest.raises(KeyError):
            function(np.zeros(2), np.zeros(2), "other", 0.5)


def test_true_gaps_in_closed_form():
    for d in (0.1, 0.5, 1.0):
        assert true_gap("mean", d) == pytest.approx(2 * stats.norm.cdf(d / 2) - 1, abs=1e-5)
        s = 1 + d
        at = s * np.sqrt(2 * np.log(s) / (s**2 - 1))
        expected = stats.norm.cdf(at) - stats.norm.cdf(at / s)
        assert true_gap("scale", d) == pytest.approx(expected, abs=2e-5)
        assert true_gap("tail", d) == pytest.approx(MOST_OUTLIERS * d, rel=0.01)
        assert true_gap("concept", d) == true_gap("correlation", d) == 0


def test_rows_for_the_five_percent_point():
    """The lesson's counts: shift 0.1 needs 2,320 rows a group to bring the true gap to the line."""
    assert 2 * (1.3581 / true_gap("mean", 0.1)) ** 2 == pytest.approx(2_320, rel=0.002)
    assert 2 * (1.3581 / true_gap("scale", 0.1)) ** 2 == pytest.approx(6_947, rel=0.002)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("position", POSITIONS)
def test_accuracy_is_that_of_many_rows(kind, position):
    seen = []
    for seed in range(60):
        rows = labelled(drawn(2_000, kind, 0.0, np.random.default_rng(seed)), kind, position)
        seen.append(accuracy(*rows, kind))
    error = np.std(seen) / np.sqrt(len(seen)) + 1e-4
    assert np.mean(seen) == pytest.approx(true_accuracy(kind, position), abs=4 * error)


def test_accuracies_the_page_speaks_of():
    x = np.linspace(-8, 8, 8_001)
    before = np.trapezoid(expit(2 * np.abs(x)) * stats.norm.pdf(x), x)
    assert true_accuracy("mean", 0.0) == pytest.approx(before, abs=1e-4)
    assert true_accuracy("concept", 1.0) == pytest.approx(1 - before, abs=1e-4)
    assert true_accuracy("irrelevant", 1.0) == pytest.approx(before, abs=1e-4)
    better = np.trapezoid(expit(2 * np.abs(x)) * stats.norm.pdf(x, 1), x)
    assert true_accuracy("mean", 1.0) == pytest.approx(better, abs=1e-4)


def test_the_correlation_flips():
    assert (correlation(0.0), correlation(0.5), correlation(1.0)) == (0.8, 0.0, -0.8)
    draw = drawn(2_000, "correlation", 0.0, np.random.default_rng(0))
    for position in POSITIONS:
        shown, other, _ = labelled(draw, "correlation", position)
        assert np.corrcoef(shown, other)[0, 1] == pytest.approx(correlation(position), abs=0.05)
        np.testing.assert_array_equal(shown, draw.z)


@pytest.mark.parametrize("position", [0.0, 0.25, 1.0])
def test_just_so_many_labels_flip(position):
    draw = drawn(2_000, "concept", 0.0, np.random.default_rng(0))
    before, after = labelled(draw, "concept", 0.0)[2], labelled(draw, "concept", position)[2]
    assert np.mean(before != after) == pytest.approx(position, abs=1e-3)


@pytest.mark.parametrize("kind", ["mean", "tail"])
def test_a_large_draw_is_sorted_and_picks_rows_at_random(kind):
    draw = drawn(150_000, kind, 0.0, np.random.default_rng(0))
    assert draw.in_order is draw.z and (np.diff(draw.z) >= 0).all()
    assert draw.first.size == draw.other.size == 2_000
    assert draw.first_luck.size == (2_000 if kind == "tail" else 0)
    assert stats.kstest(draw.first, "norm").pvalue > 0.01
    assert abs(np.corrcoef(draw.first[:-1], draw.first[1:])[0, 1]) < 0.1
    small = drawn(500, kind, 0.0, np.random.default_rng(0))
    np.testing.assert_array_equal(small.first, small.z)
    np.testing.assert_array_equal(small.in_order, np.sort(small.z))


def test_moved_by_hand():
    z, luck = np.array([1.0, 1.0, -2.0]), np.array([0.01, 0.8, 0.01])
    np.testing.assert_allclose(moved(z, luck, "mean", 0.5), [1.5, 1.5, -1.5])
    np.testing.assert_allclose(moved(z, luck, "scale", 0.5), [1.5, 1.5, -3])
    np.testing.assert_allclose(moved(z, luck, "tail", 0.5), [6.5, 1, 5])
    left, right, width = -0.475, 0.475, (1 - 0.475**2) ** 0.5
    two = [left + width, right + width, left - 2 * width]
    np.testing.assert_allclose(moved(z, luck, "bimodal", 0.5), two)
    np.testing.assert_array_equal(moved(z, luck, "concept", 0.5), z)


def test_beyond_a_hundred_thousand_rows_are_drawn_sorted_and_picked_once_each():
    assert sorted_normals(7, np.random.default_rng(0)).shape == (7,)
    few, many = (drawn(n, "mean", 0.0, np.random.default_rng(0)) for n in (100_000, 100_001))
    assert (np.diff(few.z) < 0).any() and (np.diff(few.in_order) >= 0).all()
    assert many.z is many.in_order and (np.diff(many.z) >= 0).all() and many.z.size == 100_001
    assert np.unique(many.first).size == 2_000 and np.isin(many.first, many.z).all()
