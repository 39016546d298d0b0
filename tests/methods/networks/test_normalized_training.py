"""Training with running averages against a slow version, and what a stack says in use."""

import numpy as np
import pytest

from methods.networks.batch_statistics import running_average
from methods.networks.deep_stack import stack_forward
from methods.networks.initialization import fan_in_normal
from methods.networks.normalization import EPSILON
from methods.networks.normalized_training import in_use, train_normalized
from methods.networks.stack_training import stack_gradient

RNG = np.random.default_rng(0)
X, Y = RNG.standard_normal((12, 4)), np.eye(3)[RNG.integers(3, size=12)]
WEIGHTS = [fan_in_normal(RNG, shape, 1.4) for shape in ((4, 5), (5, 5), (5, 3))]
BATCHES = [np.array(rows) for rows in ((0, 1, 2, 3), (4, 5), (6,), (7, 8, 9, 10, 11))]


@pytest.mark.parametrize("body", ["plain", "batch_norm", "layer_norm"])
def test_weights_go_down_the_gradient_of_each_batch(body):
    weights = [W.copy() for W in WEIGHTS]
    for rows in BATCHES:
        found = stack_gradient(weights, X[rows], Y[rows], "relu", body)
        weights = [W - 0.3 * g for W, g in zip(weights, found, strict=True)]
    trained = train_normalized(WEIGHTS, X, Y, "relu", body, 0.3, BATCHES)
    for W, want in zip(trained.weights, weights, strict=True):
        np.testing.assert_allclose(W, want, atol=1e-12)


def test_running_averages_are_those_of_what_went_into_the_norm():
    trained = train_normalized(WEIGHTS, X, Y, "relu", "batch_norm", 0.0, BATCHES, new=0.25)
    for layer in range(2):
        seen = []
        for rows in BATCHES:
            signal = stack_forward(X[rows], WEIGHTS[:-1], "relu", "batch_norm").signal
            seen.append(signal[layer] @ WEIGHTS[layer])
        means = np.array([z.mean(axis=0) if len(z) > 1 else np.full(5, np.nan) for z in seen])
        spreads = np.array(
            [z.var(axis=0, ddof=1) if len(z) > 1 else np.full(5, np.nan) for z in seen]
        )
        np.testing.assert_allclose(trained.mean[layer], running_average(means, 0.25, 0.0)[-1])
        np.testing.assert_allclose(trained.variance[layer], running_average(spreads, 0.25, 1.0)[-1])
    untouched = train_normalized(WEIGHTS, X, Y, "relu", "layer_norm", 0.1, BATCHES)
    assert all((each == 0).all() for each in untouched.mean)
    assert all((each == 1).all() for each in untouched.variance)


def test_in_use_each_row_stands_for_itself_and_averages_are_folded_into_the_weights():
    trained = train_normalized(WEIGHTS, X, Y, "relu", "batch_norm", 0.1, BATCHES)
    said = in_use(X, trained, "relu", "batch_norm")
    np.testing.assert_allclose(in_use(X[3:4], trained, "relu", "batch_norm"), said[3:4])
    h = X
    for W, mean, variance in zip(trained.weights, trained.mean, trained.variance, strict=False):
        scale = np.sqrt(variance + EPSILON)
        h = np.maximum(h @ (W / scale) - mean / scale, 0)
    np.testing.assert_allclose(said, h @ trained.weights[-1])


def test_without_batch_norm_use_is_the_stack_itself():
    trained = train_normalized(WEIGHTS, X, Y, "relu", "layer_norm", 0.1, BATCHES)
    top = stack_forward(X, trained.weights[:-1], "relu", "layer_norm").signal[-1]
    np.testing.assert_allclose(in_use(X, trained, "relu", "layer_norm"), top @ trained.weights[-1])
