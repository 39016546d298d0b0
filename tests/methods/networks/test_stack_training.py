import math
from functools import partial

import numpy as np
import pytest
from sklearn.neural_network import MLPClassifier

from methods.networks.deep_stack import stack_forward
from methods.networks.initialization import fan_in_normal
from methods.networks.losses import cross_entropy
from methods.networks.stack_training import stack_gradient, train_stack
from methods.networks.training import clip_by_norm, clip_by_value
from methods.optimization.optimizers import adam, gd

rng = np.random.default_rng(0)
X, LABELS = rng.normal(size=(30, 5)), rng.integers(0, 3, 30)
Y = np.eye(3)[LABELS]
WEIGHTS = [fan_in_normal(rng, shape) for shape in ((5, 6), (6, 6), (6, 3))]
ALL = [np.arange(30)] * 25


def loss(weights, activation="tanh", body="plain"):
    top = stack_forward(X, weights[:-1], activation, body).signal[-1]
    return cross_entropy(top @ weights[-1], Y).mean()


@pytest.mark.parametrize("body", ["plain", "batch_norm", "layer_norm", "skip", "scaled_skip"])
def test_the_gradient_is_that_of_differences(body):
    found = stack_gradient(WEIGHTS, X, Y, "gelu", body)
    for i, g in enumerate(found):
        for place in ((0, 0), (2, 1), (4, 2)):
            ends = []
            for step in (1e-6, -1e-6):
                moved = [W.copy() for W in WEIGHTS]
                moved[i][place] += step
                ends.append(loss(moved, "gelu", body))
            assert g[place] == pytest.approx((ends[0] - ends[1]) / 2e-6, rel=1e-5, abs=1e-9)


def test_gradients_are_scikit_learns():
    peer = MLPClassifier(
        (6, 6), activation="tanh", alpha=0.0, solver="sgd", momentum=0.0, batch_size=30, max_iter=1
    )
    peer.partial_fit(X, LABELS, classes=[0, 1, 2])
    peer.coefs_ = [W.copy() for W in WEIGHTS]
    peer.intercepts_ = [np.zeros(6), np.zeros(6), np.zeros(3)]
    activations = [X, *(np.empty((30, n)) for n in (6, 6, 3))]
    deltas = [np.empty_like(a) for a in activations[1:]]
    of_weights, of_biases = [np.empty_like(W) for W in WEIGHTS], [np.empty(n) for n in (6, 6, 3)]
    found = peer._backprop(X, Y, None, activations, deltas, of_weights, of_biases)
    assert found[0] == pytest.approx(loss(WEIGHTS), rel=1e-12)
    for ours, theirs in zip(stack_gradient(WEIGHTS, X, Y, "tanh", "plain"), found[1], strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-14)


@pytest.mark.parametrize("body", ["plain", "skip"])
@pytest.mark.parametrize("rule", [gd, partial(adam, beta1=0.9, beta2=0.999)])
def test_training_is_a_loop(rule, body):
    batches = [rng.permutation(30)[:7] for _ in range(23)]
    run = train_stack(WEIGHTS, X, Y, "tanh", body, rule, 0.1, batches)
    assert run.updates.tolist() == [0, 10, 20, 23]
    weights, memory = list(WEIGHTS), [(0.0, 0.0)] * 3
    want, norms = [loss(weights, body=body)], []
    for t, rows in enumerate(batches, 1):
        found = stack_gradient(weights, X[rows], Y[rows], "tanh", body)
        norms.append(math.sqrt(sum((g**2).sum() for g in found)))
        for i, g in enumerate(found):
            weights[i], *memory[i] = rule(weights[i], g, *memory[i], t, 0.1)
        if t in (10, 20, 23):
            want.append(loss(weights, body=body))
    np.testing.assert_allclose(run.loss, want, rtol=1e-10)
    np.testing.assert_allclose(run.norm, norms, rtol=1e-10)
    assert (run.turn == 0).all()


def test_clipping_by_norm_bounds_each_step():
    run = train_stack(
        WEIGHTS, X, Y, "relu", "plain", gd, 0.1, ALL, partial(clip_by_norm, most=0.01), 1
    )
    assert (run.norm > 0.01).all() and run.turn.max() < 1e-4
    # a step of 0.001 along the gradient lowers the loss by about that times its norm
    np.testing.assert_allclose(-np.diff(run.loss), 0.001 * run.norm, rtol=0.05)


def test_clipping_by_value_turns():
    run = train_stack(
        WEIGHTS, X, Y, "relu", "plain", gd, 0.1, ALL[:1], partial(clip_by_value, most=0.01)
    )
    g = np.concatenate([each.ravel() for each in stack_gradient(WEIGHTS, X, Y, "relu", "plain")])
    cut = np.clip(g, -0.01, 0.01)
    cosine = g @ cut / np.linalg.norm(g) / np.linalg.norm(cut)
    assert run.turn[0] == pytest.approx(math.degrees(math.acos(cosine))) and run.turn[0] > 5


def test_what_overflows_is_told_without_a_warning():
    far = partial(clip_by_norm, most=1e300)
    run = train_stack([1e3 * W for W in WEIGHTS], X, Y, "identity", "plain", gd, 1e6, ALL, far)
    assert np.isfinite(run.loss[0]) and run.turn[0] < 1e-4
    assert not np.isfinite(run.loss[-1]) and np.isnan(run.turn[-1])


def test_a_dead_network_stays_at_the_logarithm_of_its_classes():
    dead = [-np.abs(WEIGHTS[0]), *WEIGHTS[1:]]
    run = train_stack(
        dead, np.abs(X), Y, "relu", "plain", gd, 1.0, ALL, partial(clip_by_norm, most=1.0)
    )
    np.testing.assert_allclose(run.loss, math.log(3), rtol=1e-12)
    assert (run.norm == 0).all() and np.isnan(run.turn).all()
