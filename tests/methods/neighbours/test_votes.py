"""Votes and means for all k against scikit-learn, a fit for each."""

import numpy as np
import pytest
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor

from methods.neighbours.nearest import nearest
from methods.neighbours.votes import decided, inverse_distance, neighbour_means, vote_shares

COUNTS = np.array([1, 2, 3, 8, 40])


def lists(seed=0):
    rng = np.random.default_rng(seed)
    points, at = rng.standard_normal((40, 2)), rng.standard_normal((25, 2))
    return points, at, nearest(at, points, 40), rng


@pytest.mark.parametrize("classes", [2, 3])
@pytest.mark.parametrize("weights", ["uniform", "distance"])
def test_shares_and_classes_are_scikit_learns(classes, weights):
    points, at, found, rng = lists()
    label = rng.integers(0, classes, 40)
    weight = inverse_distance(found.distance) if weights == "distance" else None
    shares = vote_shares(label[found.row], classes, COUNTS, weight)
    for k, share in zip(COUNTS.tolist(), shares, strict=True):
        model = KNeighborsClassifier(k, weights=weights).fit(points, label)
        np.testing.assert_allclose(share, model.predict_proba(at), rtol=1e-5, atol=1e-7)
        np.testing.assert_array_equal(decided(share), model.predict(at))
    np.testing.assert_array_equal(decided(shares), [decided(share) for share in shares])


@pytest.mark.parametrize("weights", ["uniform", "distance"])
def test_means_are_scikit_learns(weights):
    points, at, found, rng = lists(1)
    y = rng.standard_normal(40)
    weight = inverse_distance(found.distance) if weights == "distance" else None
    means = neighbour_means(y[found.row], COUNTS, weight)
    for k, mean in zip(COUNTS.tolist(), means, strict=True):
        theirs = KNeighborsRegressor(k, weights=weights).fit(points, y).predict(at)
        np.testing.assert_allclose(mean, theirs)


def test_all_neighbours_give_the_share_of_the_class_and_one_its_own_label():
    points, _, _, rng = lists(2)
    label = rng.integers(0, 2, 40)
    own = nearest(points, points, 40)
    one, every = vote_shares(label[own.row], 2, np.array([1, 40]))
    np.testing.assert_array_equal(decided(one), label)
    np.testing.assert_allclose(every[:, 1], label.mean(), rtol=1e-6)


def test_at_distance_0_only_those_there_vote():
    found = inverse_distance(np.array([[0.0, 0.0, 2.0], [1.0, 2.0, 4.0]]))
    np.testing.assert_array_equal(found, [[1, 1, 0], [1, 0.5, 0.25]])
    np.testing.assert_array_equal(inverse_distance(np.array([0.0, 1.5]), 0.5), [2, 0.5])


def test_a_threshold_is_to_be_passed():
    shares = np.array([[0.5, 0.5], [0.9, 0.1], [0.89, 0.11]], np.float32)
    assert decided(shares).tolist() == [0, 0, 0]
    assert decided(shares, 0.1).tolist() == [1, 0, 1]
    assert decided(np.array([[0.4, 0.4, 0.2]], np.float32)).tolist() == [0]
