"""The agent against ridge regression fitted anew, and by hand."""

import numpy as np

from methods.models.growing_ridge import growing_ridge
from methods.reinforcement.linear_bandit import epsilon_greedy


def cases(n=40):
    rng = np.random.default_rng(1)
    X = np.column_stack([np.ones(n), rng.standard_normal((n, 2))])
    return X, np.where(X[:, 1] + rng.standard_normal(n) > 0, 1.0, -1.0), rng.random(n)


def test_who_tries_all_learns_what_regression_learns():
    X, rewards, draws = cases()
    found = epsilon_greedy(X, rewards, 1.0, np.zeros(3), draws)
    assert found.tried.all()
    np.testing.assert_allclose(found.weights[1:], growing_ridge(X, rewards, range(1, 41)))


def test_it_is_regression_on_the_tried_towards_the_first_guess():
    X, rewards, draws = cases()
    first = np.array([0.4, 0.0, 0.1])
    found = epsilon_greedy(X, rewards, 0.2, first, draws, penalty=2.0)
    assert 0 < found.tried.sum() < 40
    for i in range(41):
        seen = np.flatnonzero(found.tried[:i])
        A = X[seen].T @ X[seen] + 2 * np.eye(3)
        b = X[seen].T @ (rewards[seen] - X[seen] @ first)
        np.testing.assert_allclose(found.weights[i], first + np.linalg.solve(A, b))
        if i < 40:
            assert found.tried[i] == (X[i] @ found.weights[i] > 0 or draws[i] < 0.2)


def test_who_expects_nothing_and_never_explores_tries_nothing():
    X, rewards, draws = cases()
    found = epsilon_greedy(X, rewards, 0.0, np.zeros(3), draws)
    assert not found.tried.any() and not found.weights.any()
