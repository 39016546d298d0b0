"""A pull to given coefficients: scikit-learn's ridge on residuals, its limits, and its risk."""

import math

import numpy as np
import pytest
from sklearn.linear_model import Ridge

from methods.transfer.pulled_ridge import (
    best_penalty,
    expected_error,
    growing_moments,
    mean_squared_error,
    moments,
    pulled_ridge,
    pulled_ridge_of_many,
    worth_in_examples,
)

RNG = np.random.default_rng(0)
X, Y = RNG.standard_normal((4, 30, 3)), RNG.standard_normal((4, 30))
START = np.array([1.0, -2.0, 0.5])


def test_it_is_scikit_learns_ridge_on_what_the_start_leaves_over():
    sizes = (1, 2, 7, 30)
    found = pulled_ridge(growing_moments(X, Y, sizes), START, 0.7)
    assert found.shape == (4, 4, 3)
    for many in range(4):
        for i, size in enumerate(sizes):
            rows, y = X[many, :size], Y[many, :size]
            fit = Ridge(0.7, fit_intercept=False).fit(rows, y - rows @ START)
            np.testing.assert_allclose(found[many, i], START + fit.coef_)


@pytest.mark.parametrize("n", [2, 3, 30])
def test_many_targets_are_each_pulled_alone(n):
    rows, Ys, starts = X[:, :n], Y[:2, :n].T, np.stack([START, -START], axis=1)
    found = pulled_ridge_of_many(rows, Ys, starts, 0.7)
    assert found.shape == (4, 3, 2)
    for many in range(4):
        for k in (0, 1):
            alone = pulled_ridge(moments(rows[many], Ys[:, k]), starts[:, k], 0.7)
            np.testing.assert_allclose(found[many, :, k], alone)


def test_without_trust_the_start_is_forgotten_and_with_all_kept():
    seen = moments(X[0], Y[0])
    np.testing.assert_allclose(pulled_ridge(seen, START, 1e-9), np.linalg.lstsq(X[0], Y[0])[0])
    np.testing.assert_allclose(pulled_ridge(seen, START, 1e12), START)
    np.testing.assert_allclose(pulled_ridge(growing_moments(X, Y, (0,)), START, 2.0)[0, 0], START)


def test_with_fewer_rows_than_columns_it_tends_to_the_interpolator_nearest_to_the_start():
    rows, y = X[0, :2], Y[0, :2]
    nearest = START + np.linalg.pinv(rows) @ (y - rows @ START)
    found = pulled_ridge(moments(rows, y), START, 1e-9)
    np.testing.assert_allclose(found, nearest, rtol=1e-6)
    np.testing.assert_allclose(rows @ found, y, rtol=1e-6)


def test_penalties_and_starts_broadcast():
    seen, penalties = growing_moments(X, Y, (5, 20)), np.array([0.1, 3.0, 9.0])
    starts = np.random.default_rng(3).standard_normal((4, 1, 1, 3))
    found = pulled_ridge(seen[..., None], starts, penalties)
    assert found.shape == (4, 2, 3, 3)
    for k, penalty in enumerate(penalties):
        alone = pulled_ridge(seen[2, 1], starts[2, 0, 0], penalty)
        np.testing.assert_allclose(found[2, 1, k], alone)


def test_moments_of_the_rest_are_those_of_the_other_rows():
    every, seen = moments(X[0], Y[0]), growing_moments(X[0], Y[0], (4, 11))
    for i, size in enumerate((4, 11)):
        rest, want = every.less(seen[i]), moments(X[0, size:], Y[0, size:])
        for name in ("n", "gram", "cross", "square"):
            np.testing.assert_allclose(getattr(rest, name), getattr(want, name), atol=1e-12)


def test_an_index_is_one_of_the_leading_axes():
    seen = growing_moments(X, Y, (5, 20))
    assert seen[1].gram.shape == (2, 3, 3) and seen[:, 0].cross.shape == (4, 3)
    assert seen[:, None].square.shape == (4, 1, 2) and seen[..., 0].n.tolist() == [5] * 4
    np.testing.assert_array_equal(seen[1, 0].gram, seen.gram[1, 0])


def test_the_mean_squared_error_needs_no_rows():
    w = RNG.standard_normal((4, 3))
    for rows in (1, 7):
        found = mean_squared_error(growing_moments(X, Y, (rows,))[:, 0], w)
        for many in range(4):
            left = Y[many, :rows] - X[many, :rows] @ w[many]
            assert found[many] == pytest.approx(np.square(left).mean())
    assert np.isnan(mean_squared_error(growing_moments(X, Y, (0,)), START)).all()
    exact = mean_squared_error(moments(X[0], X[0] @ START), START)
    assert 0 <= exact < 1e-12


@pytest.mark.parametrize("penalty", [0.5, 4.0, 40.0])
def test_the_expected_error_is_that_of_many_draws(penalty):
    """Orthogonal rows, as the formula has them: X'X = n I."""
    n, p, noise, distance = 40, 5, 2.0, 1.5
    Q = np.linalg.qr(np.random.default_rng(1).standard_normal((n, p)))[0] * math.sqrt(n)
    truth, start = np.zeros(p), distance * np.eye(p)[0]
    y = math.sqrt(noise) * np.random.default_rng(2).standard_normal((4000, n))
    fits = pulled_ridge(moments(np.broadcast_to(Q, (4000, n, p)), y), start, penalty)
    found = np.square(fits - truth).sum(axis=1).mean()
    assert found == pytest.approx(expected_error(n, p, noise, distance, penalty), rel=0.04)


def test_the_best_penalty_is_the_best_at_any_n():
    p, noise, distance = 7, 14.0, 2.8
    best = best_penalty(p, noise, distance)
    for n in (1, 10, 300):
        least = expected_error(n, p, noise, distance, best)
        for other in (0.5, 0.9, 1.1, 2.0):
            assert least < expected_error(n, p, noise, distance, other * best)
        assert least == pytest.approx(1 / (n / (p * noise) + 1 / distance**2))
    assert best_penalty(p, noise, 0.0) == math.inf


def test_a_start_is_worth_the_rows_by_which_the_other_must_be_ahead():
    p, noise, near, far = 7, 14.0, 2.8, 8.9
    worth = worth_in_examples(p, noise, near, far)
    assert worth > 0 and worth == -worth_in_examples(p, noise, far, near)
    for n in (3, 50):
        ours = expected_error(n, p, noise, near, best_penalty(p, noise, near))
        theirs = expected_error(n + worth, p, noise, far, best_penalty(p, noise, far))
        assert ours == pytest.approx(theirs)


def test_at_the_same_penalty_the_nearer_start_is_better():
    for n in (1, 20, 500):
        for penalty in (0.1, 10.0, 1000.0):
            assert expected_error(n, 7, 14.0, 2.8, penalty) < expected_error(
                n, 7, 14.0, 2.9, penalty
            )
