from itertools import product

import numpy as np
import pytest
from sklearn.linear_model import Ridge

from methods.networks.dropout import (
    dropout_least_squares,
    expected_dropout_loss,
    geometric_mean,
    masked_chances,
    running_log_loss,
)
from methods.networks.losses import softmax
from methods.networks.training import dropout_mask

rng = np.random.default_rng(0)
UNITS, RATE = 7, 0.3
HIDDEN = np.maximum(rng.normal(size=(5, UNITS)), 0)
W, B = rng.normal(size=(UNITS, 4)), rng.normal(size=4)
EVERY = np.array(list(product([0.0, 1.0], repeat=UNITS)))  # 128 masks
CHANCE = np.prod(np.where(EVERY == 1, 1 - RATE, RATE), axis=1)


def test_the_whole_network_is_the_geometric_mean_of_all_masks():
    chances = masked_chances(HIDDEN, W, B, EVERY / (1 - RATE))
    logs = np.tensordot(CHANCE, np.log(chances), 1)
    whole = softmax(HIDDEN @ W + B)
    np.testing.assert_allclose(softmax(logs), whole, atol=1e-12)
    # where masks are equally likely no weights are needed
    equal = masked_chances(HIDDEN, W, B, EVERY / 0.5)
    np.testing.assert_allclose(geometric_mean(equal), whole, atol=1e-12)
    assert np.abs(equal.mean(axis=0) - whole).max() > 0.01  # the arithmetic mean is another


def test_a_mask_is_a_network_without_those_units():
    mask = np.array([[1, 0, 1, 0, 0, 1, 1.0]]) / (1 - RATE)
    left = mask[0] > 0
    want = softmax(HIDDEN[:, left] / (1 - RATE) @ W[left] + B)
    np.testing.assert_allclose(masked_chances(HIDDEN, W, B, mask)[0], want, atol=1e-15)


def test_a_chance_of_none_has_a_geometric_mean_of_none():
    chances = np.array([[[0.0, 1.0]], [[0.5, 0.5]]])
    assert geometric_mean(chances).tolist() == [[0, 1]]


def test_the_running_loss_by_hand():
    chances = np.array([[[0.5, 0.5], [0.0, 1.0]], [[0.1, 0.9], [0.5, 0.5]]])
    found = running_log_loss(chances, np.array([0, 0]))
    assert found[0] == np.inf
    assert found[1] == pytest.approx(-(np.log(0.3) + np.log(0.25)) / 2)
    found = running_log_loss(np.array([[[0.2, 0.8]], [[0.4, 0.6]], [[0.9, 0.1]]]), np.array([0]))
    np.testing.assert_allclose(found, -np.log([0.2, 0.3, 0.5]))


X, Y = rng.normal(size=(2, 3)), rng.normal(size=2)


def test_the_expected_loss_is_the_mean_over_every_mask():
    w, total = np.array([0.5, -1.0, 2.0]), 0.0
    for bits in product([0.0, 1.0], repeat=X.size):
        mask = np.reshape(bits, X.shape)
        chance = np.prod(np.where(mask == 1, 1 - RATE, RATE))
        total += chance * np.square(Y - (X * mask) @ w / (1 - RATE)).sum()
    assert expected_dropout_loss(X, Y, w, RATE) == pytest.approx(total, abs=1e-12)


def test_dropout_in_a_linear_model_is_ridge():
    X, y = rng.normal(size=(50, 4)), rng.normal(size=50)
    X /= np.linalg.norm(X, axis=0)
    peer = Ridge(alpha=RATE / (1 - RATE), fit_intercept=False).fit(X, y)
    np.testing.assert_allclose(dropout_least_squares(X, y, RATE), peer.coef_, rtol=1e-10)
    np.testing.assert_allclose(
        dropout_least_squares(X, y, 0.0), np.linalg.lstsq(X, y, rcond=None)[0], rtol=1e-10
    )


def test_nothing_near_has_a_lower_expected_loss():
    X, y = rng.normal(size=(30, 4)) * [1, 3, 0.2, 5], rng.normal(size=30)
    w = dropout_least_squares(X, y, RATE)
    least = expected_dropout_loss(X, y, w, RATE)
    for step in 1e-3 * rng.normal(size=(50, 4)):
        assert expected_dropout_loss(X, y, w + step, RATE) > least


def test_many_masks_come_near_the_expected_loss():
    X, y, w = rng.normal(size=(100, 4)), rng.normal(size=100), np.array([0.5, -1.0, 2.0, 0.1])
    losses = [np.square(y - (X * dropout_mask(rng, X.shape, RATE)) @ w).sum() for _ in range(2000)]
    error = np.std(losses) / np.sqrt(len(losses))
    assert abs(np.mean(losses) - expected_dropout_loss(X, y, w, RATE)) < 4 * error
