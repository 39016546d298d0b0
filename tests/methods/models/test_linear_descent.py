"""Descent in closed form against the loop."""

import numpy as np
import pytest

from methods.models.least_squares import least_squares
from methods.models.linear_descent import curvatures, descent_path
from tests.seeds import SEEDS


@pytest.mark.parametrize("seed", SEEDS)
def test_the_path_is_that_of_the_loop(seed):
    rng = np.random.default_rng(seed)
    X = np.column_stack([np.ones(20), rng.normal(3, 2, (20, 2))])
    y, b = rng.normal(size=20), rng.normal(size=3)
    rate = 1.9 / curvatures(X)[-1]
    path = descent_path(X, y, b, rate, 40)
    assert path.shape == (41, 3)
    for step in path:
        np.testing.assert_allclose(step, b, rtol=1e-9, atol=1e-9)
        b = b - rate * X.T @ (X @ b - y) / 20
    far = descent_path(X, y, b, rate, 10**6)[-1]
    np.testing.assert_allclose(far, least_squares(X, y).coefficients, rtol=1e-6)


def test_it_comes_down_below_the_limit_and_climbs_above():
    X = np.column_stack([np.ones(4), [0.0, 1, 2, 5]])
    y, start = np.array([1.0, 0, 2, 3]), np.zeros(2)
    best = least_squares(X, y)
    for times, falls in ((1.99, True), (2.01, False)):
        path = descent_path(X, y, start, times / curvatures(X)[-1], 3000)
        excess = ((X @ path.T - y[:, None]) ** 2).sum(axis=0) - best.rss
        assert (excess[-1] < excess[0]) == falls


def test_curvatures_by_hand():
    X = np.array([[1.0, 0], [1, 2]])
    np.testing.assert_allclose(curvatures(X), np.array([3 - np.sqrt(5), 3 + np.sqrt(5)]) / 2)
