"""Fine-tuning: what is frozen stays, no steps change nothing, and one step is the optimizer's."""

from functools import partial

import numpy as np
import pytest

from methods.networks.network import flatten, layers, loss_gradient, parameter_count
from methods.optimization.optimizers import adam, gd
from methods.transfer.fine_tuning import accuracy, fine_tune, trained_mask

SIZES = (4, 5, 3, 2)
RNG = np.random.default_rng(0)
THETA = 0.5 * RNG.standard_normal(parameter_count(SIZES))
X, Y = RNG.standard_normal((6, 4)), np.eye(2)[[0, 1, 0, 1, 1, 0]]
ADAM = partial(adam, beta1=0.9, beta2=0.999)


@pytest.mark.parametrize("trained", [[], [0], [-1], [0, 2], [0, 1, 2]])
@pytest.mark.parametrize("rule", [ADAM, gd])
def test_frozen_layers_stay_bit_by_bit(trained, rule):
    end = fine_tune(THETA, X, Y, SIZES, trained_mask(SIZES, trained), rule, 0.05, 7)
    moving = {i % 3 for i in trained}
    pairs = zip(layers(THETA, SIZES), layers(end, SIZES), strict=True)
    for i, (before, after) in enumerate(pairs):
        for one, other in zip(before, after, strict=True):
            assert (one == other).all() == (i not in moving)


def test_a_mask_is_of_weights_and_biases_of_a_layer():
    parts = [
        (np.full((a, b), i), np.full(b, i)) for i, (a, b) in enumerate([(4, 5), (5, 3), (3, 2)])
    ]
    which = flatten(parts)
    np.testing.assert_array_equal(trained_mask(SIZES, [1]), which == 1)
    np.testing.assert_array_equal(trained_mask(SIZES, [-1, 0]), which != 1)
    with pytest.raises(IndexError):
        trained_mask(SIZES, [3])


def test_no_steps_change_nothing_and_one_goes_along_the_gradient():
    mask = np.ones_like(THETA)
    np.testing.assert_array_equal(fine_tune(THETA, X, Y, SIZES, mask, ADAM, 0.1, 0), THETA)
    slope = loss_gradient(THETA, X, Y, SIZES, "relu", "cross_entropy")
    np.testing.assert_allclose(fine_tune(THETA, X, Y, SIZES, mask, gd, 0.1, 1), THETA - 0.1 * slope)


def test_networks_side_by_side_are_those_alone_each_at_its_rate():
    rates = np.array([[0.001], [0.03]])
    theta, mask = np.stack([THETA, -THETA]), np.ones((2, THETA.size))
    both = fine_tune(theta, X, Y, SIZES, mask, ADAM, rates, 5)
    for i in (0, 1):
        alone = fine_tune(theta[i], X, Y, SIZES, mask[i], ADAM, float(rates[i, 0]), 5)
        np.testing.assert_allclose(both[i], alone, rtol=1e-12)


def test_accuracy_counts_the_highest_outputs_and_what_overflowed_says_the_first():
    assert accuracy(THETA * np.nan, X, np.zeros(6, int), SIZES) == 1
    # Both outputs of a hidden unit of 1e300 times a weight are beyond what a number holds: level.
    huge = flatten([(np.array([[1e300]]), np.zeros(1)), (np.full((1, 2), 1e300), np.zeros(2))])
    assert accuracy(huge, np.ones((3, 1)), np.array([0, 0, 1]), (1, 1, 2)) == pytest.approx(2 / 3)
    W1, W2 = np.eye(2), np.eye(2)
    same = flatten([(W1, np.zeros(2)), (W2, np.zeros(2))])
    rows = np.array([[1.0, 2.0], [3.0, 0.5], [0.1, 0.2]])
    assert accuracy(same, rows, np.array([1, 0, 0]), (2, 2, 2)) == pytest.approx(2 / 3)
