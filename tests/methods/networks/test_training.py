from functools import partial

import numpy as np
import pytest
from sklearn.neural_network import MLPClassifier

from methods.networks.network import flatten, loss_gradient, weight_mask
from methods.networks.training import (
    clip_by_norm,
    clip_by_value,
    dropout_mask,
    epoch_batches,
    train,
)
from methods.optimization.optimizers import EPSILON, adam, adamw, gd, momentum

rng = np.random.default_rng(0)
X, LABELS = rng.normal(size=(40, 2)), rng.integers(0, 3, 40)
Y, SIZES = np.eye(3)[LABELS], (2, 6, 3)


def gradient(theta, i):
    return loss_gradient(theta, X, Y, SIZES, "tanh", "cross_entropy")


@pytest.mark.parametrize(
    "rule, peers",
    [
        (gd, {"solver": "sgd", "momentum": 0.0}),
        (partial(adam, beta1=0.9, beta2=0.999), {"solver": "adam"}),
    ],
)
@pytest.mark.parametrize("alpha", [0.0, 0.5])
def test_training_is_scikit_learns(rule, peers, alpha):
    peer = MLPClassifier(
        hidden_layer_sizes=(6,), activation="tanh", alpha=alpha, batch_size=40, learning_rate_init=0.05, shuffle=False,
        random_state=1, max_iter=1, **peers,
    )  # fmt: skip
    peer.partial_fit(X, LABELS, classes=[0, 1, 2])
    if "momentum" not in peers:
        peer._optimizer.t = 0  # its memory begins anew with ours
        for memory in (peer._optimizer.ms, peer._optimizer.vs):
            for each in memory:
                each[...] = 0
    start = flatten(list(zip(peer.coefs_, peer.intercepts_, strict=True)))
    penalty = alpha / 40 * weight_mask(SIZES)
    kept = train(
        start, lambda theta, i: gradient(theta, i) + penalty * theta, rule, 0.05, [0, 7, 30]
    )
    np.testing.assert_array_equal(kept[0], start)
    for updates, theta in ((7, kept[1]), (23, kept[2])):
        for _ in range(updates):
            if "momentum" not in peers:  # it adds epsilon to a root that is not yet corrected
                peer._optimizer.epsilon = EPSILON * np.sqrt(1 - 0.999 ** (peer._optimizer.t + 1))
            peer.partial_fit(X, LABELS)
        fitted = flatten(list(zip(peer.coefs_, peer.intercepts_, strict=True)))
        np.testing.assert_allclose(theta, fitted, atol=1e-12)


def test_decay_may_leave_biases_alone():
    start = rng.normal(size=len(weight_mask(SIZES)))
    rule = partial(adamw, beta1=0.9, beta2=0.999, weight_decay=0.3 * weight_mask(SIZES))
    kept = train(start, lambda theta, i: np.zeros_like(theta), rule, 0.1, [10])[0]
    weights = weight_mask(SIZES) == 1
    np.testing.assert_allclose(kept[weights], start[weights] * (1 - 0.1 * 0.3) ** 10, rtol=1e-12)
    np.testing.assert_array_equal(kept[~weights], start[~weights])


def test_l2_and_decay_are_one_for_plain_descent_alone():
    start = rng.normal(size=len(weight_mask(SIZES)))

    def penalized(theta, i):
        return gradient(theta, i) + 0.02 * theta

    def ends(rule):
        def decayed(theta, g, first, second, t, rate):
            moved, first, second = rule(theta, g, first, second, t, rate)
            return moved - rate * 0.02 * theta, first, second

        return (
            train(start, penalized, rule, 0.1, [200])[0],
            train(start, gradient, decayed, 0.1, [200])[0],
        )

    np.testing.assert_allclose(*ends(gd), atol=1e-13)
    one, other = ends(partial(momentum, beta=0.9))
    assert abs(one - other).max() > 0.1


def test_several_networks_train_side_by_side():
    starts = rng.normal(size=(3, len(weight_mask(SIZES))))
    together = train(starts, gradient, gd, 0.5, [0, 20])
    alone = np.stack([train(start, gradient, gd, 0.5, [0, 20]) for start in starts], axis=1)
    np.testing.assert_allclose(together, alone, atol=1e-13)


def test_what_explodes_is_handed_back_without_a_warning():
    kept = train(np.ones(3), lambda theta, i: theta**2 * 1e200, gd, 1.0, [0, 5])
    assert np.isfinite(kept[0]).all() and not np.isfinite(kept[1]).any()


def test_an_epoch_takes_each_row_once():
    rows = epoch_batches(np.random.default_rng(0), 23, 5, 11)
    assert [len(each) for each in rows] == [5, 5, 5, 5, 3] * 2 + [5]
    for at in (0, 5):
        assert sorted(np.concatenate(rows[at : at + 5])) == list(range(23))
    assert rows[0].tolist() != rows[5].tolist()


def test_clipping_by_norm_keeps_the_direction_and_by_value_turns_it():
    g = np.array([[8.0, 1.0], [0.3, 0.4], [0.0, 0.0]])
    by_norm, by_value = clip_by_norm(g, 1.0), clip_by_value(g, 1.0)
    np.testing.assert_allclose(by_norm, [np.array([8, 1]) / np.sqrt(65), [0.3, 0.4], [0, 0]])
    np.testing.assert_array_equal(by_norm[1:], g[1:])
    assert by_value.tolist() == [[1, 1], [0.3, 0.4], [0, 0]]
    turned = np.degrees(np.arctan2(1, 1) - np.arctan2(1, 8))
    assert round(turned, 1) == 37.9


def test_the_short_gradient_is_the_nearest_within_the_bound():
    g = np.array([3.0, -2.0, 1.0])
    others = rng.normal(size=(2000, 3))
    others /= np.maximum(np.linalg.norm(others, axis=1, keepdims=True), 1.0)
    assert (((others - g) ** 2).sum(axis=1) >= ((clip_by_norm(g, 1.0) - g) ** 2).sum()).all()


def test_dropout_keeps_the_mean():
    mask = dropout_mask(np.random.default_rng(0), (200, 100), 0.2)
    assert set(np.unique(mask)) == {0.0, 1.25}
    error = 0.5 / np.sqrt(mask.size)  # of the mean: sqrt(p / (1 - p)) = 0.5
    assert abs(mask.mean() - 1) < 4 * error
    assert (dropout_mask(np.random.default_rng(0), (3, 3), 0.0) == 1).all()


def test_dropout_on_a_linear_model_is_ridge():
    """Over all masks: |y - Xw|^2 + p / (1 - p) sum of w_j^2 |x_j|^2 (Srivastava et al. 2014, 9.1)."""
    w, y, p = rng.normal(size=2), rng.normal(size=40), 0.3
    mean = 0.0
    for first in (0, 1):
        for second in (0, 1):
            chance = (p if first == 0 else 1 - p) * (p if second == 0 else 1 - p)
            mask = np.array([first, second]) / (1 - p)
            mean += chance * ((y - (X * mask) @ w) ** 2).mean()
    # masks are drawn for each row, which has the same mean
    want = ((y - X @ w) ** 2).mean() + p / (1 - p) * (w**2 * (X**2).mean(axis=0)).sum()
    assert mean == pytest.approx(want, rel=1e-12)
    draws = np.random.default_rng(3)
    drawn = [((y - (X * dropout_mask(draws, X.shape, p)) @ w) ** 2).mean() for _ in range(4000)]
    assert abs(np.mean(drawn) - want) < 4 * np.std(drawn) / np.sqrt(4000)
