"""Deep stacks, plain and residual: gradients by central differences, starts, and what training finds."""

import numpy as np
import pytest
from sklearn.datasets import load_digits

from methods.networks.losses import cross_entropy
from methods.networks.residual import stack_loss_gradient, start_stack, train_deep


def stack(skip, depth=3):
    rng = np.random.default_rng(4)
    weights = start_stack(rng, 5, 4, depth, 3, skip)
    weights = [each + 0.3 * rng.normal(size=each.shape) for each in weights]
    return weights, rng.normal(size=(6, 5)), np.eye(3)[rng.integers(0, 3, 6)]


def mean_loss(weights, X, y):
    return float(cross_entropy(stack_loss_gradient(weights, X, y)[0], y).mean())


@pytest.mark.parametrize("skip", [False, True])
def test_gradients_are_central_differences(skip):
    weights, X, y = stack(skip)
    _, gradient, by_state = stack_loss_gradient(weights, X, y)
    assert len(gradient) == len(weights) == 6 + skip and len(by_state) == 4
    step = 1e-6
    for k, each in enumerate(weights):
        assert gradient[k].shape == each.shape
        for place in np.ndindex(each.shape):
            ends = []
            for sign in (1, -1):
                nudged = [w.copy() for w in weights]
                nudged[k][place] += sign * step
                ends.append(mean_loss(nudged, X, y))
            assert gradient[k][place] == pytest.approx((ends[0] - ends[1]) / (2 * step), abs=2e-8)


def test_outputs_by_hand():
    for skip in (False, True):
        weights, X, y = stack(skip, 2)
        h = X @ weights[0] + weights[1]
        for layer in range(2):
            a = np.maximum(h @ weights[2][layer] + weights[3][layer], 0)
            h = h + a @ weights[6][layer] if skip else a
        np.testing.assert_allclose(
            stack_loss_gradient(weights, X, y)[0], h @ weights[4] + weights[5]
        )


def test_a_block_begins_as_doing_nothing():
    rng = np.random.default_rng(0)
    weights = start_stack(rng, 64, 16, 20, 10, True)
    assert (weights[6] == 0).all()
    assert weights[2].std() == pytest.approx(np.sqrt(2 / 16), rel=0.05)  # He
    X, y = rng.normal(size=(8, 64)), np.eye(10)[rng.integers(0, 10, 8)]
    out, _, by_state = stack_loss_gradient(weights, X, y)
    np.testing.assert_allclose(out, X @ weights[0] @ weights[4])
    np.testing.assert_array_equal(by_state[0], by_state[-1])


def test_training_lowers_the_loss_and_tells_who_is_right():
    X, y = load_digits(return_X_y=True)
    X, y = X[:60] / 16 - (X[:60] / 16).mean(axis=0), np.eye(10)[y[:60]]
    for skip in (False, True):
        run = train_deep(np.random.default_rng(0), X, y, 2, skip, updates=40)
        assert run.loss.shape == (41,) and run.loss[-1] < 0.1 * run.loss[0]
        assert run.accuracy == 1 and (run.kept == 1 if skip else run.kept > 0)
    none = train_deep(np.random.default_rng(0), X, y, 1, False, updates=0)
    assert none.loss.shape == (1,) and 0 <= none.accuracy < 0.6
