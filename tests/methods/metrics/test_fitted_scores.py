"""The design matrix by hand; the fit itself is checked in test_precision_recall.py."""

import numpy as np

from methods.metrics.fitted_scores import design, stratified_train
from methods.tables import Table


def test_the_design_matrix_by_hand():
    """Four rows to learn from: 1, 3, missing (the median 3), 5; the words a, b, a, a; then c, unknown."""
    table = Table("hand", {
        "size": np.array([1.0, 3, np.nan, 5, 9]),
        "whole": np.array([0.0, 2, 0, 2, np.nan]),
        "word": np.array([*"abaac"]),
    })  # fmt: skip
    train = np.array([True] * 4 + [False])
    found = design(table, ("size", "whole"), ("word",), train)
    size = (np.array([1.0, 3, 3, 5, 9]) - 3) / 2**0.5
    missing = [0, 0, 1, 0, 0]
    whole = [-1, 1, -1, 1, 0]  # missing in none of the rows learned from: no flag, and the median 1
    np.testing.assert_allclose(
        found, np.array([size, missing, whole, [1, 0, 1, 1, 0], [0, 1, 0, 0, 0]]).T
    )
    assert found.dtype == float


def test_seven_tenths_of_each_class_are_learned_from():
    y = np.arange(50) < 10
    train = stratified_train(y, np.random.default_rng(0))
    assert (train[y].sum(), train[~y].sum()) == (7, 28)
    assert not np.array_equal(train, stratified_train(y, np.random.default_rng(1)))
