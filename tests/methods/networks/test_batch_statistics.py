"""Statistics of a growing batch and running averages against numpy, scikit-learn and sums by hand."""

import numpy as np
import pytest
from sklearn.preprocessing import StandardScaler

from methods.networks.batch_statistics import growing_statistics, running_average, unbiased


@pytest.mark.parametrize("center", [0.0, 1e9])
def test_growing_statistics_are_those_of_each_head_of_the_table(center):
    X = center + np.random.default_rng(0).standard_normal((20, 3))
    mean, variance = growing_statistics(X)
    for n in range(1, 21):
        np.testing.assert_allclose(mean[n - 1], X[:n].mean(axis=0), rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(variance[n - 1], X[:n].var(axis=0), rtol=1e-6, atol=1e-12)
    scaler = StandardScaler().fit(X)
    np.testing.assert_allclose(mean[-1], scaler.mean_, rtol=1e-12, atol=1e-12)
    assert (growing_statistics(np.full((4, 2), 7.0))[1] == 0).all()


def test_unbiased_has_the_divisor_n_minus_1():
    x = np.array([1.0, 2.0, 4.0])
    assert unbiased(x.var(), 3) == pytest.approx(x.var(ddof=1))
    assert np.isnan(unbiased(np.zeros(2), 1)).all()


def test_of_two_rows_the_biased_variance_is_half_the_truth_on_average():
    pairs = np.random.default_rng(1).standard_normal((200_000, 2))
    biased = pairs.var(axis=1)
    assert biased.mean() == pytest.approx(0.5, abs=0.01)
    assert unbiased(biased, 2).mean() == pytest.approx(1.0, abs=0.02)


def test_a_running_average_forgets_its_start_and_leaves_out_what_is_not_known():
    values = np.array([[2.0], [4.0], [np.nan], [6.0]])
    np.testing.assert_allclose(running_average(values, 0.5, 0.0).ravel(), [1, 2.5, 2.5, 4.25])
    np.testing.assert_allclose(running_average(values[:2], 1.0, 9.0), values[:2])
    held = running_average(np.ones((30, 1)), 0.1, 0.0)
    np.testing.assert_allclose(held.ravel(), 1 - 0.9 ** np.arange(1, 31))
