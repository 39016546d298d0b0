"""Cures of missing values against numpy and scikit-learn, row by row."""

import numpy as np
import pytest
from scipy.stats import linregress
from sklearn.impute import KNNImputer, SimpleImputer

from methods.preparation.imputation import (
    mean_filled,
    median_filled,
    nearest_filled,
    regression_filled,
    seen_line,
)
from methods.preparation.missingness import missing_score, seen_masks
from methods.preparation.pair_moments import pair_moments


@pytest.fixture
def drawn():
    x, y, z, noise = np.random.default_rng(3).standard_normal((4, 60))
    return x, 0.5 * x + y, noise, seen_masks(z, [0.0, 0.25, 0.6, 0.95])


def test_who_is_missing_stays_missing_and_the_highest_scores_go_first():
    score = np.array([0.3, 2.0, -1.0, 1.0])
    np.testing.assert_array_equal(
        seen_masks(score, [0, 0.25, 0.5, 1.0]),
        [[1, 1, 1, 1], [1, 0, 1, 1], [1, 0, 1, 0], [0, 0, 0, 0]],
    )


def test_the_score_has_variance_one_and_as_much_reason_as_its_strength():
    reason, noise = np.random.default_rng(0).standard_normal((2, 200_000))
    for strength in (0.0, 0.3, 1.0):
        score = missing_score(reason, noise, strength)
        assert score.var() == pytest.approx(1, abs=0.01)
        assert np.corrcoef(score, reason)[0, 1] ** 2 == pytest.approx(strength, abs=0.01)


@pytest.mark.parametrize(("fill", "called"), [(mean_filled, "mean"), (median_filled, "median")])
def test_constants_are_those_of_scikit_learn(drawn, fill, called):
    _, y, _, seen = drawn
    for row, known in zip(fill(y, seen), seen, strict=True):
        holed = np.where(known, y, np.nan)[:, None]
        want = SimpleImputer(strategy=called).fit_transform(holed)
        np.testing.assert_allclose(row, want[:, 0])


def test_the_line_is_that_of_the_rows_seen(drawn):
    x, y, noise, seen = drawn
    lines, plain = seen_line(x, y, seen), regression_filled(x, y, seen)
    drawn_too = regression_filled(x, y, seen, noise)
    for i, known in enumerate(seen):
        found = linregress(x[known], y[known])
        rest = y[known] - found.intercept - found.slope * x[known]
        sd = np.sqrt((rest**2).sum() / (known.sum() - 2))
        assert lines.slope[i] == pytest.approx(found.slope)
        assert lines.intercept[i] == pytest.approx(found.intercept)
        assert lines.residual_sd[i] == pytest.approx(sd)
        fitted = found.intercept + found.slope * x
        np.testing.assert_allclose(plain[i], np.where(known, y, fitted))
        np.testing.assert_allclose(drawn_too[i], np.where(known, y, fitted + sd * noise))


@pytest.mark.parametrize("k", [1, 2, 3])
def test_nearest_are_those_of_scikit_learn(drawn, k):
    x, y, _, seen = drawn
    for row, known in zip(nearest_filled(x, y, seen, k), seen, strict=True):
        holed = np.column_stack([x, np.where(known, y, np.nan)])
        np.testing.assert_allclose(row, KNNImputer(n_neighbors=k).fit_transform(holed)[:, 1])


def test_among_rows_equally_far_the_nearest_is_never_left_out():
    """By hand: at 1 one row, at 0 three; of k = 2 the one at 1 is nearest, and any of the others next."""
    x = np.array([0.0, 0.0, 0.0, 1.0, 1.0])
    y, seen = np.array([5.0, 5.0, 5.0, 9.0, 0.0]), np.array([True, True, True, True, False])
    assert nearest_filled(x, y, seen, 1)[-1] == 9
    assert nearest_filled(x, y, seen, 2)[-1] == 7
    assert nearest_filled(x, y, seen, 4)[-1] == 6


@pytest.mark.parametrize("k", [1, 3, 5])
def test_the_nearest_of_rows_with_ties_are_no_farther_than_those_sorted_by_distance(k):
    rng = np.random.default_rng(2)
    x, seen = rng.integers(0, 8, 60).astype(float), rng.random(60) < 0.6
    # y is how far a row is, so what is filled in is the mean distance of those who gave it
    for i in np.flatnonzero(~seen):
        far = np.abs(x - x[i])
        assert nearest_filled(x, far, seen, k)[i] == pytest.approx(np.sort(far[seen])[:k].mean())


def test_where_too_few_are_seen_nothing_is_filled_in():
    x, y = np.array([1.0, 2.0, 3.0, 4.0]), np.array([5.0, 1.0, 2.0, 2.0])
    none, two = np.zeros(4, bool), np.array([True, True, False, False])
    assert np.isnan(mean_filled(y, none)).all() and np.isnan(median_filled(y, none)).all()
    np.testing.assert_array_equal(mean_filled(y, two), [5, 1, 3, 3])
    np.testing.assert_array_equal(regression_filled(x, y, two), [5, 1, np.nan, np.nan])
    np.testing.assert_array_equal(nearest_filled(x, y, two, 3), [5, 1, np.nan, np.nan])
    same = np.ones(4)
    assert np.isnan(seen_line(same, y, np.array([True, True, True, False])).slope)


def test_moments_are_those_of_numpy(drawn):
    x, y, _, seen = drawn
    found = pair_moments(x, np.where(seen, y, np.nan), seen)
    for i, known in enumerate(seen):
        one = found[i]
        assert one.mean == pytest.approx(y[known].mean())
        assert one.sd == pytest.approx(y[known].std())
        assert one.r == pytest.approx(np.corrcoef(x[known], y[known])[0, 1])
        assert one.slope == pytest.approx(np.polyfit(x[known], y[known], 1)[0])
    every = pair_moments(x, y)
    assert every.r == pytest.approx(np.corrcoef(x, y)[0, 1])
    for unit in (1e-9, 1e9):
        scaled = pair_moments(x * unit, y / unit)
        assert scaled.r == pytest.approx(every.r)
        assert scaled.slope == pytest.approx(every.slope / unit**2)
    flat = pair_moments(x, np.full(60, 0.1))
    assert np.isnan(flat.r) and flat.slope == pytest.approx(0) and flat.sd == pytest.approx(0)
    assert np.isnan(pair_moments(np.full(60, 0.1), y).slope)
    assert np.isnan(pair_moments(x, y, np.zeros(60, bool)).mean)


def test_dropping_and_the_mean_have_the_same_mean_and_the_filled_add_no_variance(drawn):
    x, y, _, seen = drawn
    filled, kept = pair_moments(x, mean_filled(y, seen)), pair_moments(x, y, seen)
    np.testing.assert_allclose(filled.mean, kept.mean)
    np.testing.assert_allclose(filled.sd**2, kept.sd**2 * seen.mean(axis=1))
