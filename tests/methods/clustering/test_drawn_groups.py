"""Means, deviations and sizes of the groups that are drawn."""

import numpy as np

from methods.clustering.drawn_groups import normal_groups, rings, strips

N = 4000


def test_normal_groups_have_their_means_and_deviations():
    points, label = normal_groups(
        [[0, 0], [6, 1]], [2.0, 0.4], [N, 2 * N], np.random.default_rng(0)
    )
    assert np.bincount(label).tolist() == [N, 2 * N]
    for c, mean, sd in ((0, [0, 0], 2.0), (1, [6, 1], 0.4)):
        np.testing.assert_allclose(points[label == c].mean(axis=0), mean, atol=0.1)
        np.testing.assert_allclose(points[label == c].std(axis=0), sd, rtol=0.05)


def test_strips_are_long_and_turned():
    points, label = strips(1.5, [N, N], 25.0, np.random.default_rng(0))
    angle = np.radians(25)
    along = np.array([np.cos(angle), np.sin(angle)])
    across = np.array([-np.sin(angle), np.cos(angle)])
    for c, middle in ((0, -1.5), (1, 1.5)):
        np.testing.assert_allclose((points[label == c] @ along).std(), 4.0, rtol=0.05)
        assert abs((points[label == c] @ along).mean()) < 5 * 4.0 / np.sqrt(N)
        np.testing.assert_allclose((points[label == c] @ across).std(), 0.4, rtol=0.05)
        np.testing.assert_allclose((points[label == c] @ across).mean(), middle, atol=0.05)


def test_rings_have_their_radius():
    points, label = rings([1.0, 3.0], 0.1, [N, N], np.random.default_rng(0))
    far = np.linalg.norm(points, axis=1)
    for c, radius in ((0, 1.0), (1, 3.0)):
        np.testing.assert_allclose(far[label == c].mean(), radius, atol=0.02)
        np.testing.assert_allclose(far[label == c].std(), 0.1, rtol=0.1)
    np.testing.assert_allclose(points.mean(axis=0), 0, atol=0.1)
