"""Lines through the mean against eigenvectors, and against counting by hand."""

import numpy as np
import pytest

from methods.geometry.line_through_mean import (
    angle_between,
    angle_error,
    angle_spread,
    bootstrap_angles,
    kept_share,
    principal_angle,
    regression_angles,
)


def cloud(seed=0, n=60):
    t = np.radians(30)
    turn = np.array([[np.cos(t), np.sin(t)], [-np.sin(t), np.cos(t)]])
    return np.random.default_rng(seed).standard_normal((n, 2)) * [3, 1] @ turn


def test_kept_and_lost_are_the_sums_of_squares():
    X = cloud() - cloud().mean(axis=0)
    S = np.cov(X.T)
    for angle in (0.0, 12.0, 90.0, 179.0):
        u = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
        shadow = np.outer(X @ u, u)
        total = np.square(X).sum()
        share = float(kept_share(S, angle))
        assert share == pytest.approx(np.square(shadow).sum() / total)
        assert 1 - share == pytest.approx(np.square(X - shadow).sum() / total)
        assert share + kept_share(S, angle + 90) == pytest.approx(1)
    assert kept_share(S, np.array([0.0, 30.0])).shape == (2,)
    assert np.isnan(kept_share(np.zeros((2, 2)), 3.0))


def test_the_principal_angle_is_that_of_the_first_eigenvector():
    for seed in range(6):
        S = np.cov(np.random.default_rng(seed).standard_normal((5, 2)).T)
        values, vectors = np.linalg.eigh(S)
        x, y = vectors[:, 1]
        assert angle_between(principal_angle(S), np.degrees(np.arctan2(y, x))) < 1e-5
        assert kept_share(S, principal_angle(S)) == pytest.approx(values[1] / values.sum())
    assert principal_angle(np.diag([1.0, 2.0])) == 90 and principal_angle(np.diag([2.0, 1.0])) == 0
    assert principal_angle(np.array([[1, 0.2], [0.2, 1]])) == 45  # two standardised features
    assert principal_angle(np.array([[1, -0.2], [-0.2, 1]])) == 135
    assert np.isnan(principal_angle(np.eye(2))) and np.isnan(principal_angle(np.zeros((2, 2))))


def test_angles_between_lines():
    assert (
        angle_between(10, 170) == 20 and angle_between(90, 0) == 90 and angle_between(3, 183) == 0
    )
    assert angle_spread(np.array([178.0, 2.0]), 0.0) == 2


def test_regression_lines_are_least_squares_either_way():
    X = cloud()
    S = np.cov(X.T)
    on_x, on_y = regression_angles(S)
    assert np.tan(np.radians(on_x)) == pytest.approx(np.polyfit(*X.T, 1)[0])
    assert 1 / np.tan(np.radians(on_y)) == pytest.approx(np.polyfit(X[:, 1], X[:, 0], 1)[0])
    assert np.isnan(regression_angles(np.diag([0.0, 1.0]))[0])
    assert np.isnan(regression_angles(np.diag([1.0, 0.0]))[1])


def test_bootstrap_angles_are_those_of_samples():
    X = cloud(n=25)
    found = bootstrap_angles(X, 40, np.random.default_rng(3))
    rows = np.random.default_rng(3).integers(25, size=(40, 25))
    slow = [float(principal_angle(np.cov(X[each].T))) for each in rows]
    np.testing.assert_allclose(found, slow)


def test_the_standard_error_is_that_of_many_samples():
    S = np.diag([9.0, 1.0])
    assert angle_error(S, 100) == pytest.approx(2.15, abs=0.005)  # 2.21 over 2,000 samples
    angles = [
        principal_angle(np.cov((np.random.default_rng(i).standard_normal((100, 2)) * [3, 1]).T))
        for i in range(600)
    ]
    assert angle_spread(np.array(angles), 0.0) == pytest.approx(2.15, rel=0.1)
    assert angle_error(np.eye(2), 10) == np.inf
