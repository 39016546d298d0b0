import numpy as np
import pytest

from methods.networks.activations import ACTIVATIONS
from methods.networks.deep_stack import (
    sizes_in,
    stack_backward,
    stack_deltas,
    stack_forward,
    stack_sizes,
    weight_gradient_norm,
)
from methods.networks.initialization import fan_in_normal, orthogonal
from methods.networks.losses import output_delta
from methods.networks.normalization import EPSILON
from tests.complex_activations import PLAIN

rng = np.random.default_rng(0)
X, READ = rng.normal(size=(6, 3)), rng.normal(size=(6, 4))
WEIGHTS = [fan_in_normal(rng, (3, 4)), *fan_in_normal(rng, (3, 4, 4))]
BODIES = ["plain", "batch_norm", "layer_norm", "skip", "scaled_skip"]


def cost(weights, activation, body):
    h = X.astype(complex)
    for i, W in enumerate(weights):
        z = h @ W
        if "norm" in body:
            axis = 0 if body == "batch_norm" else 1
            z = z - z.mean(axis=axis, keepdims=True)
            z = z / np.sqrt((z**2).mean(axis=axis, keepdims=True) + EPSILON)
        a = PLAIN[activation](z)
        if "skip" in body and i > 0:
            a = h + (a / np.sqrt(len(weights)) if body == "scaled_skip" else a)
        h = a
    return h, (h * READ).sum()


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_weight_gradients_are_those_of_complex_numbers(activation, body):
    passed = stack_forward(X, WEIGHTS, activation, body)
    np.testing.assert_allclose(
        passed.signal[-1], cost(WEIGHTS, activation, body)[0].real, rtol=1e-12, atol=1e-14
    )
    deltas = stack_backward(passed, WEIGHTS, activation, READ, body)
    for i, (signal, delta) in enumerate(zip(passed.signal, deltas, strict=False)):
        want = np.zeros(WEIGHTS[i].shape)
        for place in np.ndindex(want.shape):
            moved = [W.astype(complex) for W in WEIGHTS]
            moved[i][place] += 1e-30j
            want[place] = cost(moved, activation, body)[1].imag / 1e-30
        np.testing.assert_allclose(signal.T @ delta, want, rtol=1e-10, atol=1e-13)
        norm = weight_gradient_norm(signal, delta)
        assert norm == pytest.approx(np.linalg.norm(want) / 6, rel=1e-10)


@pytest.mark.parametrize("body", BODIES)
def test_scales_side_by_side_are_each_by_itself(body):
    gains = np.array([0.5, 1.0, 2.0])
    many = [gains[:, None, None] * W for W in WEIGHTS]
    together = stack_forward(X, many, "gelu", body)
    back = stack_backward(together, many, "gelu", READ, body)
    for g, gain in enumerate(gains):
        alone = stack_forward(X, [gain * W for W in WEIGHTS], "gelu", body)
        np.testing.assert_allclose(together.signal[-1][g], alone.signal[-1], rtol=1e-12, atol=1e-14)
        deltas = stack_backward(alone, [gain * W for W in WEIGHTS], "gelu", READ, body)
        np.testing.assert_allclose(back[0][g], deltas[0], rtol=1e-11, atol=1e-14)


def test_several_inputs_may_share_their_weights():
    inputs = rng.normal(size=(5, 6, 3))
    together = stack_forward(inputs, WEIGHTS, "tanh")
    for X_, last in zip(inputs, together.signal[-1], strict=True):
        np.testing.assert_allclose(stack_forward(X_, WEIGHTS, "tanh").signal[-1], last, rtol=1e-12)


def test_doubling_the_weights_of_relus_doubles_the_signal_in_each_layer():
    once = stack_forward(X, WEIGHTS, "relu")
    twice = stack_forward(X, [2 * W for W in WEIGHTS], "relu")
    for i, (a, b) in enumerate(zip(once.signal, twice.signal, strict=True)):
        np.testing.assert_array_equal(2.0**i * a, b)


def test_an_orthogonal_stack_without_activations_multiplies_by_its_gain_alone():
    weights = [orthogonal(rng, (4, 4), 1.1) for _ in range(10)]
    passed = stack_forward(READ, weights, "identity")
    deltas = stack_backward(passed, weights, "identity", READ)
    norms = [np.linalg.norm(delta) for delta in deltas]
    assert norms[0] / norms[-1] == pytest.approx(1.1**9)


def test_an_unknown_body_is_refused():
    with pytest.raises(ValueError, match="no body is called 'dense'"):
        stack_forward(X, WEIGHTS, "relu", "dense")


@pytest.mark.parametrize("body", BODIES)
def test_gains_scale_the_weights_of_many_stacks_at_once(body):
    gains = np.array([0.5, 1.0, 2.0])
    two = [np.stack([W, -W[::-1]]) for W in WEIGHTS]  # networks, of which each has all gains
    inputs = np.broadcast_to(X, (2, 1, 6, 3))
    together = stack_forward(inputs, two, "gelu", body, gains[:, None, None])
    back = stack_backward(together, two, "gelu", READ, body, gains[:, None, None])
    assert together.signal[-1].shape == (2, 3, 6, 4)
    for n in range(2):
        for g, gain in enumerate(gains):
            scaled = [gain * W[n] for W in two]
            alone = stack_forward(X, scaled, "gelu", body)
            np.testing.assert_allclose(
                together.signal[-1][n, g], alone.signal[-1], rtol=1e-11, atol=1e-14
            )
            deltas = stack_backward(alone, scaled, "gelu", READ, body)
            np.testing.assert_allclose(back[0][n, g], deltas[0], rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize("body", ["plain", "batch_norm", "skip"])
def test_sizes_are_root_mean_squares(body):
    read, y = rng.normal(size=(4, 3)), np.eye(3)[[0, 1, 2, 0, 1, 2]]
    sizes, passed = stack_sizes(X, y, WEIGHTS, read, "tanh", body, 1.5)
    scaled = [1.5 * W for W in WEIGHTS]
    alone = stack_forward(X, scaled, "tanh", body)
    delta = output_delta("cross_entropy", alone.signal[-1] @ (1.5 * read), y)
    deltas = stack_backward(alone, scaled, "tanh", delta @ (1.5 * read).T, body)
    np.testing.assert_allclose(passed.signal[-1], alone.signal[-1], rtol=1e-12)
    for i in range(len(WEIGHTS)):
        weight = alone.signal[i].T @ deltas[i] / 6
        for found, all_of in (
            (sizes.signal[i], alone.signal[i + 1]),
            (sizes.delta[i], deltas[i]),
            (sizes.weight[i], weight),
        ):
            assert found == pytest.approx(np.sqrt((all_of**2).mean()), rel=1e-10)


def test_sizes_in_some_layers_are_those_of_all():
    read, y = rng.normal(size=(4, 3)), np.eye(3)[[0, 1, 2, 0, 1, 2]]
    whole, passed = stack_sizes(X, y, WEIGHTS, read, "relu", "skip", 0.7)
    delta = stack_deltas(passed, y, WEIGHTS, read, "relu", "skip", 0.7)
    ends = sizes_in(passed, delta, (0, len(WEIGHTS) - 1))
    for name in ("signal", "delta", "weight"):
        np.testing.assert_array_equal(getattr(ends, name), getattr(whole, name)[[0, -1]])
