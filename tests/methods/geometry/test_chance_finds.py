"""What chance finds, against simulations and against trying all labels."""

from itertools import product

import numpy as np
import pytest
from scipy.optimize import linprog

from methods.geometry.chance_finds import angle_quantile, median_best_correlation, separable_chance


@pytest.mark.parametrize(("d", "n"), [(1, 10), (10, 50), (200, 30), (1_000, 50)])
def test_best_correlation_of_noise(d, n):
    rng = np.random.default_rng(1)
    best = []
    for _ in range(20_000 // max(d // 10, 1)):
        x, y = rng.standard_normal((d, n)), rng.standard_normal(n)
        x -= x.mean(axis=1, keepdims=True)
        y -= y.mean()
        best.append(np.abs(x @ y / np.sqrt((x**2).sum(axis=1) * (y @ y))).max())
    np.testing.assert_allclose(np.median(best), median_best_correlation(d, n), rtol=0.04)


@pytest.mark.parametrize(("n", "d"), [(4, 1), (6, 2), (5, 3), (4, 3), (4, 7)])
def test_separable_labels_are_counted(n, d):
    x = np.column_stack([np.random.default_rng(n).standard_normal((n, d)), np.ones(n)])
    parted = 0
    for signs in product((-1, 1), repeat=n):
        # a weight w with sign * (x @ w) >= 1 for all
        rows = -np.array(signs)[:, None] * x
        solved = linprog(np.zeros(d + 1), A_ub=rows, b_ub=-np.ones(n), bounds=(None, None))
        parted += solved.status == 0
    np.testing.assert_allclose(separable_chance(d, n), parted / 2**n)


def test_half_the_labels_are_separable_with_twice_as_many_points_as_weights():
    d = np.array([1, 5, 50, 500])
    np.testing.assert_allclose([separable_chance(each, 2 * (each + 1)) for each in d], 0.5)


@pytest.mark.parametrize("d", [2, 3, 10, 200])
def test_angles_of_random_directions(d):
    x = np.random.default_rng(2).standard_normal((20_000, d))
    cosine = x[:, 0] / np.sqrt((x**2).sum(axis=1))  # with the first axis
    np.testing.assert_allclose(cosine.var(), 1 / d, rtol=0.05)
    angle = np.degrees(np.arccos(cosine))
    for chance in (0.05, 0.5, 0.95):
        np.testing.assert_allclose(np.quantile(angle, chance), angle_quantile(d, chance), rtol=0.03)


def test_in_one_dimension_there_are_two_directions():
    assert [float(angle_quantile(1, chance)) for chance in (0.05, 0.5, 0.95)] == [0, 90, 180]
