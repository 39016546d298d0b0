"""Lists of neighbours against scikit-learn, scipy and a slow sort."""

import numpy as np
import pytest
from scipy.spatial.distance import cdist
from sklearn.neighbors import NearestNeighbors

from methods.neighbours.nearest import (
    BLOCK,
    circular_distances,
    distances,
    k_smallest,
    nearest,
    without_own,
)

METRICS = {"euclidean": "euclidean", "manhattan": "cityblock", "chebyshev": "chebyshev"}


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("d", [1, 2, 4, 5, 64])
def test_distances_are_scipys(metric, d):
    rng = np.random.default_rng(d)
    at, points = rng.standard_normal((7, d)), rng.standard_normal((50, d))
    np.testing.assert_allclose(
        distances(at, points, metric), cdist(at, points, METRICS[metric]), rtol=1e-9
    )


def test_a_point_is_never_at_a_negative_distance_from_itself():
    points = 1e4 + np.random.default_rng(0).random((30, 8))
    own = np.diagonal(distances(points, points, "euclidean"))
    assert (own >= 0).all() and own.max() < 1e-2


def test_another_metric_is_refused():
    with pytest.raises(ValueError, match="cosine"):
        distances(np.zeros((1, 2)), np.zeros((1, 2)), "cosine")


def test_a_circle_is_measured_the_shorter_way():
    found = circular_distances(np.array([0.0, 364.0]), np.array([1.0, 183.0, 364.0]), 365.0)
    np.testing.assert_array_equal(found, [[1, 182, 1], [2, 181, 0]])


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize(("n", "k"), [(1, 1), (10, 10), (200, 121), (1000, 9), (BLOCK + 1, 1)])
def test_lists_are_scikit_learns_whatever_the_blocks(n, k, metric):
    rng = np.random.default_rng(n)
    at, points = rng.standard_normal((40, 3)), rng.standard_normal((n, 3))
    found = nearest(at, points, k, metric)
    distance, row = NearestNeighbors(n_neighbors=k, metric=metric).fit(points).kneighbors(at)
    np.testing.assert_array_equal(found.row, row)
    np.testing.assert_allclose(found.distance, distance)


def test_ties_stand_in_the_order_of_the_points():
    distance = np.random.default_rng(0).integers(0, 4, (20, 37)).astype(float)
    found = k_smallest(distance, 37)
    np.testing.assert_array_equal(found.row, np.argsort(distance, axis=1, kind="stable"))
    np.testing.assert_array_equal(found.distance, np.sort(distance, axis=1))
    np.testing.assert_array_equal(k_smallest(distance, 5).row, found.row[:, :5])


def test_what_differs_by_rounding_alone_is_tied_and_nothing_else():
    third = 0.1 + 0.2  # not 0.3
    assert k_smallest(np.array([[third, 0.3, 0.3 - 1e-11]]), 3).row.tolist() == [[2, 0, 1]]
    half = np.nextafter(0.5, 0)
    assert k_smallest(np.array([[0.5, half, 0.0]]), 3).row.tolist() == [[2, 0, 1]]


def test_what_is_given_is_left_as_it_is_and_too_few_are_refused():
    distance = np.array([[2.0, 0.0, 1.0]])
    assert k_smallest(distance, 2).row.tolist() == [[1, 2]]
    assert distance.tolist() == [[2.0, 0.0, 1.0]]
    with pytest.raises(ValueError, match="4 nearest of 3"):
        k_smallest(distance, 4)


def test_without_its_own_a_list_is_what_it_is_with_the_point_left_out():
    points = np.random.default_rng(3).standard_normal((60, 2))
    apart = distances(points, points, "euclidean")
    found = without_own(k_smallest(apart, 11))
    np.fill_diagonal(apart, np.inf)
    left_out = k_smallest(apart, 10)
    np.testing.assert_array_equal(found.row, left_out.row)
    np.testing.assert_array_equal(found.distance, left_out.distance)


def test_a_point_that_duplicates_pushed_out_loses_nobody_nearer():
    points = np.zeros((5, 1))
    found = without_own(nearest(points, points, 3))
    assert found.row.tolist() == [[1, 2], [0, 2], [0, 1], [0, 1], [0, 1]]
