from functools import partial

import numpy as np
import pytest
from sklearn.neural_network import MLPClassifier

from methods.networks.network import flatten, forward, layers, weight_mask
from methods.networks.regularized_training import train_regularized
from methods.networks.training import epoch_batches
from methods.optimization.optimizers import EPSILON, adam, adamw, gd

rng = np.random.default_rng(0)
X, LABELS = rng.normal(size=(30, 5)), np.arange(30) % 3
Y, SIZES = np.eye(3)[LABELS], (5, 8, 3)
START = 0.5 * rng.normal(size=len(weight_mask(SIZES)))
ADAM = partial(adam, beta1=0.9, beta2=0.999)


def ends(rule=ADAM, rate=0.05, batch=10, epochs=4, seed=1, versions=X[None], **more):
    chance = np.random.default_rng(seed)
    return train_regularized(chance, START, versions, Y, SIZES, rule, rate, batch, epochs, **more)


@pytest.mark.parametrize("penalty", [0.0, 0.03])
def test_it_is_scikit_learns_partial_fit_batch_by_batch(penalty):
    peer = MLPClassifier(
        hidden_layer_sizes=(8,), solver="adam", alpha=10 * penalty, batch_size=10, learning_rate_init=0.05,
        shuffle=False, random_state=1,
    )  # fmt: skip
    peer.partial_fit(X[:10], LABELS[:10], classes=[0, 1, 2])
    peer._optimizer.t = 0
    for memory in (peer._optimizer.ms, peer._optimizer.vs):
        for each in memory:
            each[...] = 0
    parts = layers(START.copy(), SIZES)
    for i, (W, b) in enumerate(parts):
        peer.coefs_[i][...], peer.intercepts_[i][...] = W, b
    kept = [START]
    # scikit-learn's alpha is divided by the rows of the batch
    for t, rows in enumerate(epoch_batches(np.random.default_rng(1), 30, 10, 12), start=1):
        peer._optimizer.epsilon = EPSILON * np.sqrt(1 - 0.999**t)
        peer.partial_fit(X[rows], LABELS[rows])
        if t % 3 == 0:
            kept.append(flatten(list(zip(peer.coefs_, peer.intercepts_, strict=True))))
    np.testing.assert_allclose(ends(l2=penalty), kept, atol=1e-10)


def test_the_decay_is_adamws_and_leaves_biases_alone():
    rule = partial(adamw, beta1=0.9, beta2=0.999, weight_decay=0.4 * weight_mask(SIZES))
    np.testing.assert_allclose(ends(decay=0.4), ends(rule), atol=1e-13)
    np.testing.assert_allclose(ends(gd, decay=0.4), ends(gd, l2=0.4), atol=1e-12)
    assert np.abs(ends(decay=0.4) - ends(l2=0.4)).max() > 0.01


def test_versions_are_drawn_one_for_each_row():
    alike = ends(versions=np.stack([X, X, X]))
    np.testing.assert_allclose(alike, ends(), atol=0)  # the batches are drawn first
    moved = ends(versions=np.stack([X, X + 1.0]), epochs=1, batch=30)
    one, other = ends(epochs=1, batch=30), ends(epochs=1, batch=30, versions=(X + 1.0)[None])
    assert not np.allclose(moved, one) and not np.allclose(moved, other)


def test_nearly_every_unit_dropped_leaves_the_layer_behind_alone():
    kept = ends(gd, dropout=0.999999, epochs=1)
    for (W, b), (V, c) in zip(layers(kept[-1], SIZES), layers(START, SIZES), strict=True):
        np.testing.assert_array_equal(W, V)
        assert (b == c).all() == (len(b) == 8)  # only the output's biases moved


def test_a_dropped_batch_is_that_of_a_thinner_network():
    # one row, one update: the gradient of the network that its mask leaves
    one = train_regularized(
        np.random.default_rng(5), START, X[None, :1], Y[:1], SIZES, gd, 0.1, 1, 1, dropout=0.5
    )
    chance = np.random.default_rng(5)
    epoch_batches(chance, 1, 1, 1)
    mask = (chance.random((1, 8)) >= 0.5) / 0.5
    (W, b), (V, c) = layers(START, SIZES)
    passed = forward(X[:1], [(W, b), (mask[0][:, None] * V, c)], "relu").output
    chances = np.exp(passed) / np.exp(passed).sum()
    np.testing.assert_allclose(
        layers(one[-1], SIZES)[1][1], c - 0.1 * (chances - Y[:1])[0], atol=1e-14
    )
