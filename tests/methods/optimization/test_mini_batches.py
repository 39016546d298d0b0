"""Toy data against the numbers their seeds draw; gradients of batches against loops over their rows."""

import numpy as np
import pytest
from scipy.special import expit

from methods.optimization.mini_batches import batch_gradient, draw_batches, draw_data


@pytest.mark.parametrize("seed", range(3))
def test_the_data_are_those_of_the_seed(seed):
    """The page's script draws the same numbers in the same order."""
    for kind in ("least_squares", "logistic"):
        rng = np.random.default_rng([seed, 1])
        x, y = draw_data(kind, 60, seed)
        np.testing.assert_array_equal(x, rng.integers(20, 81, 60))
        z = (x - x.mean()) / x.std()
        if kind == "least_squares":
            np.testing.assert_allclose(y, 1 + 1.5 * z + rng.standard_normal(60))
        else:
            np.testing.assert_array_equal(y, rng.random(60) < expit(0.5 + 1.5 * z))
        assert x.dtype == y.dtype == float


def test_classes_that_a_threshold_parts_are_drawn_anew():
    anew = 0
    for seed in range(300):
        x, y = draw_data("logistic", 5, seed)
        zeros, ones = x[y == 0], x[y == 1]
        assert ones.min() < zeros.max() and zeros.min() < ones.max()
        rng = np.random.default_rng([seed, 1])
        z = rng.integers(20, 81, 5)
        z = (z - z.mean()) / z.std()
        anew += not np.array_equal(y, rng.random(5) < expit(0.5 + 1.5 * z))
    assert anew > 100


def test_batches_are_those_of_the_seed():
    rows = draw_batches(50, 8, 100, 4)
    np.testing.assert_array_equal(
        rows, np.random.default_rng([4, 2]).integers(0, 50, (100, 8), np.int32)
    )
    assert rows.dtype == np.int32 and rows.min() == 0 and rows.max() == 49


@pytest.mark.parametrize("kind", ["least_squares", "logistic"])
def test_the_gradient_is_the_mean_over_the_rows_of_a_batch(kind):
    x, y = draw_data(kind, 40, 0)
    rows = draw_batches(40, 6, 5, 0)
    gradient = batch_gradient(kind, x, y, rows)
    for i, batch in enumerate(rows):
        for a, b in ((0.0, 0.0), (0.7, -0.02), (-1.0, 0.05)):
            said = [a + b * x[r] if kind == "least_squares" else expit(a + b * x[r]) for r in batch]
            miss = np.array(said) - y[batch]
            assert gradient(a, b, i) == pytest.approx((miss.mean(), (miss * x[batch]).mean()))
