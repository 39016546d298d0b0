"""Standard errors by hand, the closed forms against simulation."""

import numpy as np
import pytest
from scipy.stats import sem

from methods.validation.fold_errors import (
    corrected_standard_error,
    expected_squared_error,
    linear_accuracy,
    standard_error,
)
from methods.validation.folds import folds_of
from methods.validation.left_out_fits import least_squares_without_fold


def test_the_plain_error_is_scipys_and_the_corrected_one_is_larger():
    scores = np.random.default_rng(0).random((4, 5))
    np.testing.assert_allclose(standard_error(scores), sem(scores, axis=1))
    ratio = corrected_standard_error(scores) / standard_error(scores)
    np.testing.assert_allclose(ratio, np.sqrt(1 + 5 / 4))
    assert corrected_standard_error(np.array([0.0, 2.0])) == pytest.approx(np.sqrt(2 * 1.5))


@pytest.mark.parametrize("k", [4, 10])
def test_the_expected_error_is_the_mean_of_many(k):
    rng, found = np.random.default_rng(k), []
    for _ in range(1500):
        x, y = rng.standard_normal((40, 5)), rng.standard_normal(40)
        columns = np.column_stack([np.ones(40), x])
        predicted = least_squares_without_fold(columns, y, folds_of(np.arange(40)[None], k), k)
        found.append(((y - predicted) ** 2).mean())
    error = np.std(found) / np.sqrt(len(found))
    assert abs(np.mean(found) - expected_squared_error(40 * (1 - 1 / k), 5)) < 3 * error


def test_without_rows_to_spare_the_expected_error_is_infinite():
    assert expected_squared_error(7, 5) == np.inf
    assert expected_squared_error(8, 5, 2.0) == pytest.approx(2 * 9 * 6 / 8)


def test_accuracy_is_the_share_of_many_draws():
    rng, mean = np.random.default_rng(5), np.array([0.9, 0.0, 0.2])
    weights, constant = np.array([1.0, 0.4, -0.3]), 0.2
    y = np.where(rng.random(400_000) < 0.5, 1.0, -1.0)
    x = rng.standard_normal((400_000, 3)) + y[:, None] * mean
    share = np.mean(np.sign(x @ weights + constant) == y)
    assert linear_accuracy(weights, constant, mean) == pytest.approx(share, abs=0.003)
    assert linear_accuracy(np.zeros(3), 1.0, mean) == 0.5
    both = linear_accuracy(np.array([weights, np.zeros(3)]), np.array([constant, 1.0]), mean)
    np.testing.assert_allclose(both, [linear_accuracy(weights, constant, mean), 0.5])
