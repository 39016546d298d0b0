"""Estimates of dimension: on data whose dimension is known, and against slow versions."""

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression
from sklearn.neighbors import NearestNeighbors

from methods.geometry.intrinsic_dimension import (
    ar_participation_ratio,
    maximum_likelihood_dimension,
    participation_ratio,
    two_nn,
)
from tests.seeds import SEEDS


def near(points, k):
    return NearestNeighbors(n_neighbors=k).fit(points).kneighbors()[0]


@pytest.mark.parametrize("m", [1, 2, 5])
def test_a_turned_sheet_shows_its_dimension(m):
    found = []
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        points = rng.random((600, m)) @ rng.standard_normal((m, 40))
        r = near(points, 10)
        found.append((two_nn(r[:, 0], r[:, 1]), maximum_likelihood_dimension(r)))
    # edges of the cube cost some: the more, the more dimensions
    np.testing.assert_allclose(np.mean(found, axis=0), m, rtol=0.06 if m < 5 else 0.15)


def test_exact_ratios_give_the_exact_dimension():
    # ln of the ratio, exponential with rate m = 7: the quantiles themselves lie on the line
    n = 1000
    ratio = -np.log1p(-np.arange(1, n + 1) / (n + 1e-9)) / 7
    assert two_nn(np.ones(n), np.exp(ratio)) == pytest.approx(7, rel=1e-6)


@pytest.mark.parametrize("discard", [0.0, 0.1, 0.3])
def test_two_nn_is_a_regression_through_the_origin(discard):
    r = near(np.random.default_rng(0).random((200, 4)), 2)
    x = np.sort(np.log(r[:, 1] / r[:, 0]))
    kept = [i for i in range(200) if i < int(200 * (1 - discard)) and i + 1 < 200]
    y = [-np.log(1 - (i + 1) / 200) for i in kept]
    slope = LinearRegression(fit_intercept=False).fit(x[kept, None], y).coef_[0]
    assert two_nn(r[:, 0], r[:, 1], discard) == pytest.approx(slope)


def test_likelihood_is_the_slow_double_sum():
    r = near(np.random.default_rng(1).random((50, 3)), 5)
    total = sum(np.log(row[4] / row[j]) for row in r for j in range(4))
    assert maximum_likelihood_dimension(r) == pytest.approx(50 * 4 / total)


def test_twins_are_left_out():
    r = near(np.random.default_rng(2).random((80, 2)), 4)
    twins = np.vstack([r, np.array([[0.0, 0.0, 1.0, 2.0]] * 5)])
    assert two_nn(twins[:, 0], twins[:, 1]) == two_nn(r[:, 0], r[:, 1])
    assert maximum_likelihood_dimension(twins) == maximum_likelihood_dimension(r)


def test_undefined():
    zeros, ones = np.zeros(9), np.ones(9)
    assert np.isnan(two_nn(zeros, ones))
    assert np.isnan(two_nn(ones[:2], 2 * ones[:2]))
    assert np.isnan(two_nn(ones, ones))
    assert np.isnan(maximum_likelihood_dimension(ones[:, None]))
    assert np.isnan(maximum_likelihood_dimension(np.zeros((4, 3))))
    assert np.isnan(maximum_likelihood_dimension(np.ones((4, 3))))
    assert np.isnan(participation_ratio(zeros))


def test_participation_ratio_by_hand():
    assert participation_ratio(np.ones(6)) == 6
    assert participation_ratio(np.array([5.0, 0, 0])) == 1


@pytest.mark.parametrize(("d", "correlation"), [(1, 0.9), (7, 0.5), (60, 0.95), (20, 0.0)])
def test_ar_participation_ratio_is_that_of_the_eigenvalues(d, correlation):
    lag = np.abs(np.subtract.outer(np.arange(d), np.arange(d)))
    eigenvalues = np.linalg.eigvalsh(correlation**lag)
    expected = participation_ratio(eigenvalues)
    assert ar_participation_ratio(d, correlation) == pytest.approx(expected)


def test_a_thousand_features_correlated_at_nine_tenths_count_for_105():
    assert ar_participation_ratio(1000, 0.9) == pytest.approx(105, abs=0.8)


def test_the_fewest_neighbours_that_tell_a_dimension():
    """Three points; F is 1/3 and 2/3 at the two log ratios that are kept, 0.1 and 0.2."""
    ratio = np.exp([0.4, 0.1, 0.2])
    slope = (0.1 * np.log(3 / 2) + 0.2 * np.log(3)) / (0.1**2 + 0.2**2)
    assert two_nn(np.full(3, 2.0), 2 * ratio) == pytest.approx(slope)
    assert np.isnan(two_nn(np.ones(2), ratio[:2]))
    near = np.array([[1.0, np.exp(0.5)], [2.0, 2 * np.exp(1.5)]])
    assert maximum_likelihood_dimension(near) == pytest.approx(1)
    assert np.isnan(maximum_likelihood_dimension(near[:, :1]))
