"""The adjusted Rand index against scikit-learn."""

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score
from sklearn.metrics.cluster import contingency_matrix

from methods.clustering.agreement import adjusted_rand_index, contingency


@pytest.mark.parametrize("groups", [1, 2, 3, 10])
def test_it_is_scikit_learns(groups):
    rng = np.random.default_rng(groups)
    for _ in range(20):
        a, b = rng.integers(0, groups, 30), rng.integers(0, 3, 30)
        table = contingency(a, b)
        np.testing.assert_array_equal(table, contingency_matrix(a, b))
        assert adjusted_rand_index(table) == pytest.approx(adjusted_rand_score(a, b), abs=1e-12)


def test_names_do_not_matter():
    a = np.array(["x", "x", "y", "y", "z"])
    assert adjusted_rand_index(contingency(a, [5, 5, 3, 3, 9])) == 1


def test_one_group_in_both_and_one_case():
    assert adjusted_rand_index(contingency([0, 0, 0], [1, 1, 1])) == 1
    assert adjusted_rand_index(contingency([0], [1])) == 1
    assert adjusted_rand_index(contingency([0, 0, 0, 0], [0, 1, 0, 1])) == 0
