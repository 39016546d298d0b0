"""Weights before a batch norm: their gradient, and the path that their scale does not change."""

import numpy as np

from methods.networks.losses import cross_entropy
from methods.networks.normalization import EPSILON
from methods.networks.scale_invariance import normalized_path

RNG = np.random.default_rng(0)
X, Y = RNG.standard_normal((40, 5)), np.eye(3)[RNG.integers(3, size=40)]
W, READ = 3 * RNG.standard_normal((5, 6)), RNG.standard_normal((6, 3))


def loss(weights):
    z = X @ weights
    y = (z - z.mean(axis=0)) / np.sqrt(z.var(axis=0) + EPSILON)
    return cross_entropy(np.maximum(y, 0) @ READ, Y).mean()


def test_an_update_is_the_gradient_by_central_differences():
    gradient, step = np.zeros_like(W), 1e-5
    for place in np.ndindex(W.shape):
        moved = np.zeros_like(W)
        moved[place] = step
        gradient[place] = (loss(W + moved) - loss(W - moved)) / (2 * step)
    path = normalized_path(W, X, Y, READ, 0.5, 1)
    want = W - 0.5 * gradient
    np.testing.assert_allclose(path.loss, [loss(W), loss(want)], rtol=1e-8)
    np.testing.assert_allclose(path.length, [np.linalg.norm(W), np.linalg.norm(want)], rtol=1e-8)


def test_k_times_the_weights_at_k_squared_times_the_rate_go_the_same_way():
    both = np.stack([W, 3 * W])
    same = normalized_path(both, X, Y, READ, np.array([1.0, 9.0])[:, None, None], 50)
    np.testing.assert_allclose(same.loss[:, 0], same.loss[:, 1], atol=1e-5)
    np.testing.assert_allclose(3 * same.length[:, 0], same.length[:, 1], rtol=1e-5)
    other = normalized_path(both, X, Y, READ, 1.0, 50)
    assert other.loss[-1, 1] > other.loss[-1, 0] + 0.01


def test_steps_at_right_angles_make_the_weights_longer():
    path = normalized_path(W, X, Y, READ, 1.0, 30)
    assert (np.diff(path.length) > 0).all()
