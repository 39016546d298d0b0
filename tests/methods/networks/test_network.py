"""Backpropagation against derivatives that take no chain rule, and against scikit-learn."""

import numpy as np
import pytest
from sklearn.neural_network import MLPClassifier, MLPRegressor

from methods.networks.activations import ACTIVATIONS
from methods.networks.gradient_check import (
    central_differences,
    forward_differences,
    relative_error,
)
from methods.networks.initialization import fan_in_normal
from methods.networks.losses import LOSSES, output_delta
from methods.networks.network import (
    backward,
    flatten,
    forward,
    gradients,
    layers,
    loss_gradient,
    parameter_count,
    weight_mask,
)
from tests.complex_activations import PLAIN

SIZES = (2, 5, 4, 3)
rng = np.random.default_rng(0)
X, Y = rng.normal(size=(30, 2)), np.eye(3)[rng.integers(0, 3, 30)]
THETA = rng.normal(size=parameter_count(SIZES)) * 0.7
COSTS = {
    "squared_error": lambda out, y: ((out - y) ** 2).sum() / 2,
    "binary_cross_entropy": lambda out, y: (np.log(1 + np.exp(out)) - y * out).sum(),
    "cross_entropy": lambda out, y: np.log(np.exp(out).sum(axis=1)).sum() - (y * out).sum(),
}


def mean_loss(theta, activation, loss, masks=None, sizes=SIZES):
    """The loss in complex arithmetic, weight by weight, from textbook formulas alone."""
    at, h = 0, X.astype(complex)
    for i, (before, after) in enumerate(zip(sizes, sizes[1:], strict=False)):
        W = theta[at : at + before * after].reshape(before, after)
        at += before * after
        h = h @ W + theta[at : at + after]
        at += after
        if i < len(sizes) - 2:
            h = PLAIN[activation](h) * (1 if masks is None else masks[i])
    return COSTS[loss](h, Y) / len(X)


def complex_step(theta, *how):
    """Automatic differentiation by complex numbers (Squire & Trapp 1998): exact, as nothing cancels."""
    step = 1e-30
    return np.array(
        [mean_loss(theta + 1j * step * e, *how).imag / step for e in np.eye(len(theta))]
    )


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_gradient_is_that_of_complex_numbers(activation, loss):
    found = loss_gradient(THETA, X, Y, SIZES, activation, loss)
    np.testing.assert_allclose(found, complex_step(THETA, activation, loss), rtol=1e-11, atol=1e-14)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_gradient_under_dropout_is_that_of_complex_numbers(activation):
    masks = [(rng.random((30, width)) > 0.4) / 0.6 for width in SIZES[1:3]]
    found = loss_gradient(THETA, X, Y, SIZES, activation, "cross_entropy", masks)
    want = complex_step(THETA, activation, "cross_entropy", masks)
    np.testing.assert_allclose(found, want, rtol=1e-11, atol=1e-14)


@pytest.mark.parametrize("activation", ["identity", "sigmoid", "tanh", "gelu"])
def test_the_gradient_is_that_of_central_differences(activation):
    def loss(theta):
        out = forward(X, layers(theta, SIZES), activation).output
        return LOSSES["cross_entropy"](out, Y).mean(axis=-1)

    every = np.arange(len(THETA))
    found = loss_gradient(THETA, X, Y, SIZES, activation, "cross_entropy")
    by = {h: central_differences(loss, THETA, h, every) for h in (1e-2, 1e-5, 1e-12)}
    assert relative_error(found, by[1e-5]) <= 1e-8
    assert (
        relative_error(found, by[1e-2])
        > relative_error(found, by[1e-5])
        < relative_error(found, by[1e-12])
    )
    once = forward_differences(loss, THETA, 1e-8, every[3:6])
    np.testing.assert_allclose(once, found[3:6], atol=1e-6)


def test_the_difference_of_nothing_and_nothing_is_none():
    assert relative_error(np.zeros(3), np.zeros(3)) == 0.0
    assert relative_error(np.ones(3), -np.ones(3)) == 1.0


def test_networks_side_by_side_are_each_by_itself():
    many = np.stack([THETA, 2 * THETA, -THETA])
    found = loss_gradient(many, X, Y, SIZES, "tanh", "cross_entropy")
    for theta, gradient in zip(many, found, strict=True):
        alone = loss_gradient(theta, X, Y, SIZES, "tanh", "cross_entropy")
        np.testing.assert_allclose(gradient, alone, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("model", [MLPClassifier, MLPRegressor])
@pytest.mark.parametrize("activation", ["relu", "tanh", "logistic", "identity"])
def test_updates_are_scikit_learns(model, activation):
    y = Y.argmax(axis=1) if model is MLPClassifier else Y
    peer = model(
        hidden_layer_sizes=SIZES[1:3], activation=activation, solver="sgd", alpha=0.0, batch_size=len(X), momentum=0.0,
        learning_rate_init=0.3, shuffle=False, random_state=0,
    )  # fmt: skip
    first = {"classes": [0, 1, 2]} if model is MLPClassifier else {}
    peer.partial_fit(X, y, **first)
    theta = flatten(list(zip(peer.coefs_, peer.intercepts_, strict=True)))
    ours = {"logistic": "sigmoid"}.get(activation, activation)
    loss = "cross_entropy" if model is MLPClassifier else "squared_error"
    for _ in range(20):
        peer.partial_fit(X, y)
        theta = theta - 0.3 * loss_gradient(theta, X, Y, SIZES, ours, loss)
    fitted = flatten(list(zip(peer.coefs_, peer.intercepts_, strict=True)))
    np.testing.assert_allclose(theta, fitted, atol=1e-12)


def test_by_hand():
    """One example, one hidden unit, all written out."""
    theta = np.array([0.5, -1.0, 0.25, 2.0, 0.1])  # w1, w2, b, v, c
    x, y = np.array([[1.0, 2.0]]), np.array([[1.0]])
    a = np.tanh(0.5 - 2.0 + 0.25)
    delta = 1 / (1 + np.exp(-(2 * a + 0.1))) - 1
    back = delta * 2 * (1 - a**2)
    found = loss_gradient(theta, x, y, (2, 1, 1), "tanh", "binary_cross_entropy")
    np.testing.assert_allclose(found, [back, 2 * back, back, delta * a, delta], rtol=1e-14)


def test_shapes_and_counts():
    assert parameter_count((784, 128, 10)) == 101_770
    parts = layers(THETA, SIZES)
    assert [W.shape for W, _ in parts] == [(2, 5), (5, 4), (4, 3)]
    np.testing.assert_array_equal(flatten(parts), THETA)
    assert all(np.shares_memory(W, THETA) and np.shares_memory(b, THETA) for W, b in parts)
    mask = weight_mask(SIZES)
    assert mask.sum() == 2 * 5 + 5 * 4 + 4 * 3
    assert all((W == 1).all() and (b == 0).all() for W, b in layers(mask, SIZES))


def test_without_an_activation_the_layers_are_one_matrix():
    (A, a), (B, b), (C, c) = layers(THETA, SIZES)
    out = forward(X, layers(THETA, SIZES), "identity").output
    np.testing.assert_allclose(out, X @ (A @ B @ C) + a @ B @ C + b @ C + c, rtol=1e-12)


def test_equal_units_have_equal_gradients():
    parts = [(np.full((2, 5), 0.5), np.zeros(5)), (np.full((5, 3), 0.5), np.zeros(3))]
    passed = forward(X, parts, "tanh")
    found = gradients(
        passed, backward(passed, parts, "tanh", output_delta("cross_entropy", passed.output, Y))
    )
    W, b = found[0]
    assert (W == W[:, :1]).all() and (b == b[0]).all()


def test_all_zero_moves_the_output_bias_alone():
    found = layers(loss_gradient(np.zeros_like(THETA), X, Y, SIZES, "tanh", "cross_entropy"), SIZES)
    assert not any(W.any() for W, _ in found) and not found[0][1].any() and not found[1][1].any()
    assert found[2][1].any()


def test_units_may_change_places_and_tanh_units_signs():
    order = rng.permutation(5)
    parts = layers(THETA, SIZES)
    (A, a), (B, b), last = parts
    moved = [(-A[:, order], -a[order]), (-B[order], b), last]
    np.testing.assert_allclose(
        forward(X, moved, "tanh").output, forward(X, parts, "tanh").output, rtol=1e-12
    )


def test_a_dead_unit_has_no_gradient():
    parts = [(W.copy(), b.copy()) for W, b in layers(THETA, SIZES)]
    parts[0][1][2] = -1e3
    found = layers(loss_gradient(flatten(parts), X, Y, SIZES, "relu", "cross_entropy"), SIZES)
    assert not found[0][0][:, 2].any() and found[0][1][2] == 0 and not found[1][0][2].any()
    assert found[0][0].any()


def test_large_weights_overflow_nowhere():
    theta = 100 * fan_in_normal(np.random.default_rng(0), (1, len(THETA)))[0]
    assert np.isfinite(loss_gradient(theta, X, Y, SIZES, "tanh", "cross_entropy")).all()
