"""Volumes and nearest points against textbook numbers, and against each other."""

import numpy as np
import pytest

from methods.geometry.volumes import (
    ball_share_of_cube,
    edge_length,
    log10_points_needed,
    log_ball_volume,
    median_nearest,
    shell_share,
)


@pytest.mark.parametrize(
    ("d", "volume"), [(1, 2), (2, np.pi), (3, 4 * np.pi / 3), (4, np.pi**2 / 2), (5, 5.263789)]
)
def test_ball_volumes(d, volume):
    np.testing.assert_allclose(np.exp(log_ball_volume(d)), volume, rtol=1e-6)


def test_the_ball_is_largest_in_five_dimensions():
    assert np.argmax(log_ball_volume(np.arange(1, 50))) + 1 == 5


@pytest.mark.parametrize(
    ("d", "share"), [(1, 1.0), (2, np.pi / 4), (10, np.pi**5 / 120 / 1024), (20, 2.461137e-8)]
)
def test_ball_in_its_cube(d, share):
    np.testing.assert_allclose(ball_share_of_cube(d), share, rtol=1e-6)


def test_shell_and_edge_undo_powers():
    d = np.arange(1, 200)
    np.testing.assert_allclose(shell_share(d, 0.05), 1 - 0.95**d)
    np.testing.assert_allclose(shell_share(100, 0.05), 0.99407947)
    np.testing.assert_allclose(edge_length(d, 0.1) ** d, 0.1)
    np.testing.assert_allclose(
        edge_length(np.array([2, 10, 100]), 0.1), [0.316, 0.794, 0.977], atol=5e-4
    )


def test_median_nearest_is_the_book_s_and_that_of_a_simulation():
    np.testing.assert_allclose(median_nearest(10, 500), 0.518, atol=5e-4)  # ESL, section 2.5
    radius = np.random.default_rng(0).random((20_000, 30)) ** (1 / 4)  # of points even in a 4-ball
    np.testing.assert_allclose(np.median(radius.min(axis=1)), median_nearest(4, 30), rtol=0.01)


@pytest.mark.parametrize("distance", [0.5, 0.1])
def test_points_needed_undoes_median_nearest(distance):
    d = np.array([1, 2, 5, 8])
    needed = 10 ** log10_points_needed(d, distance)
    np.testing.assert_allclose(median_nearest(d, needed), distance, rtol=1e-6)


def test_points_needed_goes_on_where_numbers_end():
    d = np.array([12, 13, 400, 1000])
    np.testing.assert_allclose(log10_points_needed(d, 0.1), np.log10(np.log(2)) + d, rtol=1e-9)
