"""Lloyd's algorithm against scikit-learn, and what it never does."""

import numpy as np
from scipy.spatial.distance import cdist
from sklearn.cluster import KMeans

from methods.clustering.k_means import farthest_first, lloyd, squared_to


def test_from_the_same_centres_it_is_scikit_learns():
    for seed in range(5):
        rng = np.random.default_rng(seed)
        points = rng.standard_normal((80, 2)) + 3 * rng.integers(0, 2, (80, 1))
        found = lloyd(points, points[:3])
        theirs = KMeans(3, init=points[:3], n_init=1, tol=0, algorithm="lloyd").fit(points)
        np.testing.assert_array_equal(found.labels, theirs.labels_)
        np.testing.assert_allclose(found.centres, theirs.cluster_centers_)
        assert np.isclose(found.costs[-1], theirs.inertia_)
        assert (np.diff(found.costs) <= 1e-9).all()


def test_an_empty_group_keeps_its_centre():
    found = lloyd(np.array([[0.0, 0], [1, 0]]), np.array([[0.5, 0], [90, 90]]))
    assert found.labels.tolist() == [0, 0]
    assert found.centres.tolist() == [[0.5, 0], [90, 90]]


def test_it_stops_after_so_many_rounds():
    points = np.random.default_rng(0).standard_normal((200, 2))
    assert len(lloyd(points, points[:4], most=2).costs) == 2


def test_distances():
    a, b = np.random.default_rng(0).standard_normal((2, 5, 3))
    np.testing.assert_allclose(squared_to(a, b), cdist(a, b, "sqeuclidean"))


def test_centres_to_start_from_by_hand():
    points = np.array([[0.0, 0], [1, 0], [9, 0], [0, 5], [8, 0]])
    assert farthest_first(points, 3).tolist() == [[0, 0], [9, 0], [0, 5]]
    assert farthest_first(points, 1).tolist() == [[0, 0]]
