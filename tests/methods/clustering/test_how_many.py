"""Silhouettes against scikit-learn, the gap by hand."""

import numpy as np
import pytest
from scipy.spatial.distance import cdist
from sklearn.metrics import silhouette_samples

from methods.clustering.how_many import distances, gap, gap_choice, silhouettes


def test_silhouettes_are_scikit_learns():
    rng = np.random.default_rng(0)
    for k in (2, 3, 7):
        points = rng.standard_normal((60, 3))
        labels = rng.integers(k, size=60)
        labels[0] = 99  # alone in its cluster
        apart = distances(points)
        np.testing.assert_allclose(apart, cdist(points, points), atol=1e-7)
        np.testing.assert_allclose(silhouettes(apart, labels), silhouette_samples(points, labels))


def test_silhouettes_by_hand_and_where_there_is_none():
    apart = distances(np.array([[0.0], [1], [4]]))
    # a = 1, b = 4; a = 1, b = 3; alone
    np.testing.assert_allclose(silhouettes(apart, np.array([0, 0, 1])), [3 / 4, 2 / 3, 0])
    assert np.isnan(silhouettes(apart, np.array([5, 5, 5]))).all()
    np.testing.assert_array_equal(silhouettes(np.zeros((4, 4)), np.array([0, 0, 1, 1])), 0)


def test_the_gap_by_hand():
    gaps, s = gap([np.e**3, np.e], [[np.e**4, np.e**2], [np.e**6, np.e**4]])
    np.testing.assert_allclose(gaps, [2, 2])
    np.testing.assert_allclose(s, np.sqrt(1.5))
    assert np.isinf(gap([1.0, 0.0], [[1.0, 1.0]])[0][1])


@pytest.mark.parametrize(
    ("gaps", "s", "wanted"),
    [([1, 0.5, 2], [0, 0, 0], 0), ([1, 2, 2.5, 2.4], [0, 0.1, 0.1, 0], 2), ([1, 2, 3], [0, 0, 0], 2),
     ([1, 1.2, 5], [0, 0.3, 0], 0)],
)  # fmt: skip
def test_the_first_k_that_is_enough(gaps, s, wanted):
    assert gap_choice(np.array(gaps, float), np.array(s, float)) == wanted
