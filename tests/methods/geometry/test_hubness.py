"""Neighbours, hubs and votes against scikit-learn, scipy and numbers by hand."""

import numpy as np
import pytest
from scipy.spatial.distance import cdist
from scipy.stats import skew
from sklearn.model_selection import LeaveOneOut, cross_val_predict
from sklearn.neighbors import KNeighborsClassifier, NearestNeighbors

from methods.geometry.hubness import (
    nearest_distances,
    neighbour_weights,
    occurrences,
    skewness,
    vote,
)


def apart(points):
    distance = cdist(points, points)
    np.fill_diagonal(distance, np.inf)
    return distance


@pytest.mark.parametrize("k", [1, 4, 15])
def test_neighbours_are_scikit_learns(k):
    points = np.random.default_rng(0).standard_normal((60, 5))
    distance = apart(points)
    near = nearest_distances(distance, k)
    theirs, who = NearestNeighbors(n_neighbors=k).fit(points).kneighbors()
    np.testing.assert_allclose(near, theirs)
    weights = neighbour_weights(distance, k, near[:, -1])
    expected = np.zeros((60, 60))
    np.put_along_axis(expected, who, 1.0, axis=1)
    np.testing.assert_array_equal(weights, expected)
    np.testing.assert_array_equal(occurrences(weights), np.bincount(who.ravel(), minlength=60))


@pytest.mark.parametrize("columns", [129, 257, 300, 5_000])
@pytest.mark.parametrize("k", [1, 2, 7, 40, 120])
def test_nearest_distances_are_the_first_of_all_sorted(k, columns):
    """Also where a row is looked through in pieces, of equal length or not, longer than k or not."""
    distance = np.random.default_rng(4).random((30, columns))
    np.testing.assert_array_equal(nearest_distances(distance, k), np.sort(distance)[:, :k])


def test_ties_share_the_places_left():
    points = np.array([[0.0], [1.0], [-1.0], [1.0], [9.0]])
    distance = apart(points)
    weights = neighbour_weights(distance, 2, nearest_distances(distance, 2)[:, -1])
    # 0 has three at distance 1 for two places; 1 has its twin, then 0
    np.testing.assert_allclose(weights[0], [0, 2 / 3, 2 / 3, 2 / 3, 0])
    np.testing.assert_allclose(weights[1], [1, 0, 0, 1, 0])
    np.testing.assert_allclose(weights.sum(axis=1), 2)
    assert occurrences(weights).mean() == pytest.approx(2)


def test_equal_points_are_treated_alike():
    distance = apart(np.zeros((6, 2)))
    weights = neighbour_weights(distance, 3, nearest_distances(distance, 3)[:, -1])
    np.testing.assert_allclose(occurrences(weights), 3)


def test_skewness_is_scipys_and_undefined_if_all_are_equal():
    counts = np.random.default_rng(1).poisson(5, 200).astype(float)
    assert skewness(counts) == pytest.approx(skew(counts))
    assert skewness(counts / 100) == pytest.approx(skew(counts))
    assert np.isnan(skewness(np.full(9, 4.0)))


def test_a_small_majority_wins_and_what_is_equal_but_for_rounding_ties():
    weights = np.array([[0.7, 0.6, 1.4], [0.1 + 0.2, 1.0, 1.3], [1.3, 0.0, 0.1 + 0.2 + 1.0]])
    np.testing.assert_array_equal(vote(weights, np.eye(2)[[0, 0, 1]]), [1, 0, 0])


@pytest.mark.parametrize(("k", "classes"), [(1, 2), (6, 2), (7, 4)])
def test_votes_are_leave_one_out(k, classes):
    rng = np.random.default_rng(2)
    points, y = rng.standard_normal((80, 3)), rng.integers(0, classes, 80)
    distance = apart(points)
    weights = neighbour_weights(distance, k, nearest_distances(distance, k)[:, -1])
    theirs = cross_val_predict(KNeighborsClassifier(k), points, y, cv=LeaveOneOut())
    np.testing.assert_array_equal(vote(weights, np.eye(classes)[y]), theirs)
