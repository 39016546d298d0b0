"""Distances that grow with d, against scipy; what is told of them, by hand and by closed forms."""

import numpy as np
import pytest
from scipy.spatial.distance import cdist
from sklearn.metrics.pairwise import cosine_distances
from sklearn.preprocessing import normalize

from methods.geometry.distances import (
    extent,
    growing_distances,
    ratios,
    reach,
    root_differences,
    squared_distances,
)

POINTS = np.random.default_rng(0).normal(3.0, 2.0, (40, 30))
DIMS = (1, 2, 3, 7, 30)
SINGLE = np.finfo(np.float32).eps  # distances are told with so many digits
SLOW = {
    "l2": lambda x: cdist(x, x),
    "l1": lambda x: cdist(x, x, "cityblock"),
    "l_half": lambda x: cdist(x, x, "minkowski", p=0.5),
    "l_inf": lambda x: cdist(x, x, "chebyshev"),
    "cosine": cosine_distances,
}


@pytest.mark.parametrize("metric", SLOW)
def test_every_metric_is_scipys(metric):
    for d, found in zip(DIMS, growing_distances(POINTS, DIMS, metric), strict=True):
        np.testing.assert_allclose(found, SLOW[metric](POINTS[:, :d]), rtol=SINGLE, atol=1e-7)


@pytest.mark.parametrize("metric", SLOW)
def test_the_caller_may_change_what_it_gets(metric):
    found = []
    for distance in growing_distances(POINTS, DIMS, metric):
        found.append(distance.copy())
        distance[:] = np.inf
    np.testing.assert_allclose(found[-1], SLOW[metric](POINTS), rtol=SINGLE, atol=1e-7)


def test_on_the_sphere_every_d_is_scaled_anew():
    for d, found in zip(DIMS, growing_distances(POINTS, DIMS, "l2", True), strict=True):
        unit = normalize(POINTS[:, :d])
        np.testing.assert_allclose(found, cdist(unit, unit), atol=1e-7)


def test_small_distances_survive_a_far_away_mean():
    points = 1e6 + np.random.default_rng(1).random((30, 2)) * 1e-3
    (found,) = growing_distances(points, (2,), "l2")
    np.testing.assert_allclose(found, cdist(points, points), rtol=1e-6)
    # with more features by inner products, which would lose all digits without centring
    points = [1e6, -2e6, 3e6, 0.0] + np.random.default_rng(2).random((30, 4)) * 1e-3
    (found,) = growing_distances(points, (4,), "l2")
    np.testing.assert_allclose(found, cdist(points, points), rtol=1e-6)


def test_a_point_of_length_0_has_cosine_distance_1():
    points = np.array([[0.0, 0.0], [3.0, 4.0], [-3.0, 0.0]])
    (found,) = growing_distances(points, (2,), "cosine")
    np.testing.assert_allclose(found, [[0, 1, 1], [1, 0, 1.6], [1, 1.6, 0]], rtol=SINGLE)
    np.testing.assert_allclose(found, cosine_distances(points), rtol=SINGLE, atol=1e-7)
    assert extent(found)[1].tolist() == pytest.approx([1, 1.3, 1.3]), "itself is not counted"


def test_pieces():
    x = POINTS[:, :5]
    np.testing.assert_allclose(squared_distances(x.T), cdist(x, x, "sqeuclidean"), atol=1e-9)
    np.testing.assert_allclose(squared_distances(x.T[:1]), (x[:, :1] - x[:, 0]) ** 2)
    far = 1e6 + np.random.default_rng(1).random((30, 2)) * 1e-3
    np.testing.assert_allclose(squared_distances(far.T), cdist(far, far, "sqeuclidean"), rtol=1e-6)
    assert squared_distances(np.repeat(POINTS, 2, axis=0).T).min() == 0, "twins, but for rounding"
    np.testing.assert_allclose(root_differences(x), cdist(x, x, "minkowski", p=0.5) ** 0.5)


def test_reach_by_hand():
    distance = np.abs(np.subtract.outer([0.0, 1.0, 3.0], [0.0, 1.0, 3.0]))
    found = reach(np.array([1.0, 1.0, 2.0]), *extent(distance))
    # from 0: 1, 3; from 1: 1, 2; from 3: 2, 3
    assert found.near == pytest.approx(np.median([1 / 2, 1 / 1.5, 2 / 2.5]))
    assert found.far == pytest.approx(np.median([3 / 2, 2 / 1.5, 3 / 2.5]))
    assert found.contrast == pytest.approx(np.median([2, 1, 0.5]))
    assert found.spread == pytest.approx(np.median([1 / 2, 0.5 / 1.5, 0.5 / 2.5]))


def test_contrast_is_undefined_where_most_points_have_a_twin():
    x = np.array([0.0, 0.0, 1.0, 1.0, 5.0])
    distance = np.abs(np.subtract.outer(x, x))
    assert np.isnan(reach(np.array([0.0, 0, 0, 0, 4]), *extent(distance)).contrast)
    assert np.isnan(reach(np.zeros(4), *extent(np.zeros((4, 4)))).near)


def test_ratios_by_hand():
    distance = np.abs(np.subtract.outer([0.0, 1.0, 3.0], [0.0, 1.0, 3.0]))
    expected = [[np.nan, 0.5, 1.5], [1 / 1.5, np.nan, 2 / 1.5]]
    np.testing.assert_allclose(ratios(distance, 2), expected)
    assert np.isnan(ratios(np.zeros((3, 3)), 2)).all()


@pytest.mark.parametrize(
    ("d", "mean"), [(1, 1 / 3), (2, 0.521405), (3, 0.661707), (10, 1.267474), (100, 4.075309)]
)
def test_mean_distance_in_the_unit_cube(d, mean):
    points = np.random.default_rng(3).random((800, d))
    (found,) = growing_distances(points, (d,), "l2")
    np.testing.assert_allclose(found.sum() / (800 * 799), mean, rtol=0.015)


@pytest.mark.parametrize(("metric", "constant"), [("l_half", 0.829), ("l1", 0.707), ("l2", 0.592)])
def test_spread_falls_like_one_over_the_root_of_d(metric, constant):
    """Of random pairs, François and others (2007)."""
    points = np.random.default_rng(4).random((300, 900))
    pairs = np.triu_indices(300, 1)
    for d, distance in zip((225, 900), growing_distances(points, (225, 900), metric), strict=True):
        spread = distance[pairs].std() / distance[pairs].mean()
        np.testing.assert_allclose(spread * d**0.5, constant, rtol=0.04)


@pytest.mark.parametrize(("metric", "constant"), [("l1", 0.05**0.5 * 3), ("l2", 0.3**0.5)])
def test_seen_from_one_point_the_spread_is_a_little_less(metric, constant):
    """Without what points have apart: 1/180 of the variance of one |x - y|, or (x - y)²."""
    points = np.random.default_rng(4).random((300, 400))
    (distance,) = growing_distances(points, (400,), metric)
    near = np.sort(distance, axis=1)[:, 1]
    np.testing.assert_allclose(reach(near, *extent(distance)).spread * 20, constant, rtol=0.02)


@pytest.mark.parametrize("on_sphere", [True, False])
def test_points_in_the_same_direction_are_at_distance_0(on_sphere):
    """With one feature there are two directions, whatever rounding makes of their lengths."""
    points = np.random.default_rng(0).standard_normal((200, 1))
    (found,) = growing_distances(points, [1], "cosine", on_sphere)
    assert set(np.unique(found).tolist()) == {0.0, 2.0}
