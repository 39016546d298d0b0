"""Robust lines against the equations that define them, a general optimiser and every pair of points."""

from itertools import combinations

import numpy as np
import pytest
from scipy.optimize import linprog

from methods.models.least_squares import least_squares
from methods.models.robust import NORMAL_MAD, huber, least_absolute_line
from tests.seeds import SEEDS


def problem(seed, n=30):
    rng = np.random.default_rng(seed)
    x = rng.uniform(0, 10, n)
    y = 3 + 1.2 * x + rng.normal(size=n)
    y[:3] += 30
    return np.column_stack([np.ones(n), x]), y


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("k", [0.7, 1.345, 3.0])
def test_huber_solves_its_own_equations(seed, k):
    X, y = problem(seed)
    e = y - X @ huber(X, y, k)
    scale = np.median(np.abs(e)) / NORMAL_MAD
    np.testing.assert_allclose(X.T @ np.clip(e / scale, -k, k), 0, atol=1e-8)


def test_huber_with_all_within_reach_is_least_squares():
    X, y = problem(0)
    np.testing.assert_allclose(huber(X, y, 1e9), least_squares(X, y).coefficients)


def test_huber_resists_wild_targets_and_not_a_lever():
    X, y = problem(1)
    assert abs(huber(X, y)[1] - 1.2) < abs(least_squares(X, y).coefficients[1] - 1.2)
    far = np.vstack([X, [1, 400]]), np.append(y, 0)
    assert abs(huber(*far)[1]) < 0.2


def test_huber_of_points_on_a_line_is_the_line():
    X, _ = problem(2)
    np.testing.assert_allclose(huber(X, X @ [1.0, 2.0]), [1, 2])


@pytest.mark.parametrize("seed", SEEDS)
def test_the_least_absolute_line_is_the_best_of_all_pairs_and_of_linear_programming(seed):
    X, y = problem(seed)
    x = X[:, 1]
    slope, intercept = least_absolute_line(x, y)
    total = np.abs(y - intercept - slope * x).sum()
    pairs = []
    for i, j in combinations(range(y.size), 2):
        b = (y[j] - y[i]) / (x[j] - x[i])
        pairs.append(np.abs(y - y[i] - b * (x - x[i])).sum())
    assert total == pytest.approx(min(pairs))
    n = y.size
    equal = np.hstack([X, -X, np.eye(n), -np.eye(n)])
    assert total == pytest.approx(linprog(np.r_[np.zeros(4), np.ones(2 * n)], A_eq=equal, b_eq=y).fun)  # fmt: skip


def test_ties_are_met_in_the_best_way():
    rng = np.random.default_rng(5)
    for _ in range(30):
        x, y = rng.integers(0, 4, (2, 12)).astype(float)
        if np.ptp(x) == 0:
            continue
        slope, intercept = least_absolute_line(x, y)
        A = np.column_stack([np.ones(12), x])
        equal = np.hstack([A, -A, np.eye(12), -np.eye(12)])
        best = linprog(np.r_[np.zeros(4), np.ones(24)], A_eq=equal, b_eq=y).fun
        assert np.abs(y - intercept - slope * x).sum() == pytest.approx(best)
