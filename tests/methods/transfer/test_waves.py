"""Waves of a period, and curves that come later."""

import numpy as np
import pytest

from methods.transfer.waves import later, waves


def test_features_are_a_mean_and_waves_of_mean_square_1():
    t = np.arange(365.0)
    X = waves(t, 3, 365)
    np.testing.assert_allclose(X.T @ X / len(t), np.eye(7), atol=1e-12)
    np.testing.assert_allclose(X[:, 0], 1)
    np.testing.assert_allclose(X[:, 3], np.sqrt(2) * np.sin(2 * np.pi * 2 * t / 365))
    np.testing.assert_allclose(X[:, 6], np.sqrt(2) * np.cos(2 * np.pi * 3 * t / 365))
    assert waves(np.zeros((2, 5)), 4, 1.0).shape == (2, 5, 9)


def test_a_curve_that_comes_later_has_its_values_later():
    w, t = np.random.default_rng(0).standard_normal(9), np.linspace(0, 365, 50)
    for by in (0.0, 45.0, 182.6, -20.0):
        moved = waves(t, 4, 365.25) @ later(w, by, 365.25)
        np.testing.assert_allclose(moved, waves(t - by, 4, 365.25) @ w, atol=1e-12)
    each = later(w, np.array([0.0, 45.0]), 365.25)
    np.testing.assert_allclose(each[1], later(w, 45.0, 365.25))


@pytest.mark.parametrize("share", [0.1, 1 / 6, 0.5])
def test_a_wave_is_twice_the_sine_of_its_length_away(share):
    w = np.array([3.0, 0.6, -0.8])
    assert np.linalg.norm(later(w, share, 1.0) - w) == pytest.approx(2 * np.sin(np.pi * share))
