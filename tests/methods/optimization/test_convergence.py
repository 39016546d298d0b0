"""What is read off a path and its factors: by hand, and by walking."""

import numpy as np
import pytest

from methods.optimization.convergence import mode_distances, updates_for_tenfold, window_means
from methods.optimization.optimizers import adam, bias_corrected


@pytest.mark.parametrize("factor", [0.5, 0.9, 0.999])
def test_so_many_updates_bring_a_mode_ten_times_nearer(factor):
    updates = updates_for_tenfold(factor)
    assert factor**updates == pytest.approx(0.1)


def test_a_mode_that_does_not_shrink_never_comes_nearer():
    found = updates_for_tenfold(np.array([0.1, 1.0, 1.5, np.nan, 0.0]))
    np.testing.assert_allclose(
        found, [1.0, np.nan, np.nan, np.nan, 1 / 9]
    )  # at most nine digits each


def test_distances_along_the_modes_of_a_turned_bowl():
    turn = np.array([[np.cos(0.4), -np.sin(0.4)], [np.sin(0.4), np.cos(0.4)]])
    hessian = turn @ np.diag([2.0, 9.0]) @ turn.T
    minimum = np.array([3.0, -1.0])
    along = np.array([[1.0, 5.0], [-2.0, 0.5]])  # flattest, steepest
    path = minimum + along @ turn.T
    np.testing.assert_allclose(mode_distances(path, minimum, hessian), np.abs(along))


def test_window_means_keep_a_level_and_average_their_window():
    np.testing.assert_allclose(window_means(np.full(50, 0.3)), 0.3)
    values = np.arange(101.0) ** 2
    assert window_means(values)[40] == pytest.approx(values[32:51].mean())
    assert window_means(values)[100] == pytest.approx(values[80:].mean())


def test_bias_correction_gives_a_steady_gradient_back():
    first = second = 0.0
    for t in range(1, 6):
        _, first, second = adam(0.0, 3.0, first, second, t, 0.1, 0.9, 0.99)
        assert bias_corrected(first, 0.9, t) == pytest.approx(3.0)
        assert bias_corrected(second, 0.99, t) == pytest.approx(9.0)
