"""Training by backpropagation through time, against central differences of units in plain loops."""

import numpy as np
import pytest
from scipy.special import expit

from methods.networks.gated_recurrent import draw_gates, gru, lstm
from methods.networks.recall_training import (
    TESTED,
    recall_gradient,
    recall_logits,
    sequences,
    train_to_recall,
)
from methods.networks.recurrent import states

GATES = {"plain": 1, "lstm": 4, "gru": 3}
T, N, H = 6, 5, 3


def drawn(cell, seed=0):
    rng = np.random.default_rng(seed)
    gates = draw_gates(rng, GATES[cell], 1, H)
    gates.b[:] = rng.normal(size=gates.b.shape)
    return rng, gates, rng.normal(size=H + 1), *sequences(rng, T, N, 0.7)


def step_by_hand(cell, W, U, b, x, h, c):
    """A step of one sequence."""
    given, state = x * W[0] + b, h @ U
    if cell == "plain":
        return np.tanh(given + state), c
    if cell == "lstm":
        i, f, o = (expit(given[k * H : k * H + H] + state[k * H : k * H + H]) for k in (0, 1, 3))
        c = f * c + i * np.tanh(given[2 * H : 3 * H] + state[2 * H : 3 * H])
        return o * np.tanh(c), c
    r, z = (expit(given[k * H : k * H + H] + state[k * H : k * H + H]) for k in (0, 1))
    n = np.tanh(given[2 * H :] + r * state[2 * H :])
    return z * h + (1 - z) * n, c


@pytest.mark.parametrize("window", [1, 2, 4, T, T + 3])
@pytest.mark.parametrize("cell", GATES)
def test_the_gradient_is_that_of_the_steps_within_the_window(cell, window):
    _, gates, read, inputs, y = drawn(cell)
    ends = np.cumsum([gates.W.size, gates.U.size, gates.b.size])
    before = max(T - window, 0)
    # what is carried into the window is held
    carried = []
    for k in range(N):
        h = c = np.zeros(H)
        for x in inputs[:before, k]:
            h, c = step_by_hand(cell, gates.W, gates.U, gates.b, x, h, c)
        carried.append((h, c))

    def loss(theta):
        W, U, b, at_read = np.split(theta, ends)
        total = 0.0
        for k, (h, c) in enumerate(carried):
            for x in inputs[before:, k]:
                h, c = step_by_hand(cell, W.reshape(1, -1), U.reshape(H, -1), b, x, h, c)
            logit = h @ at_read[:-1] + at_read[-1]
            total += np.logaddexp(0, logit) - y[k] * logit
        return total / N

    theta = np.concatenate([gates.W.ravel(), gates.U.ravel(), gates.b, read])
    found, at_read = recall_gradient(cell, gates, read, inputs, y, window)
    got = np.concatenate([found.W.ravel(), found.U.ravel(), found.b, at_read])
    want = np.array(
        [(loss(theta + step) - loss(theta - step)) / 2e-6 for step in 1e-6 * np.eye(theta.size)]
    )
    np.testing.assert_allclose(got, want, atol=1e-8)
    assert abs(got).max() > 1e-3


@pytest.mark.parametrize("cell", GATES)
def test_logits_are_those_of_the_layers_one_by_one(cell):
    _, gates, read, inputs, _ = drawn(cell, 1)
    for k, logit in enumerate(recall_logits(cell, gates, read, inputs)):
        x = inputs[:, k : k + 1]
        h = {
            "plain": lambda x=x: states(gates.U, x @ gates.W + gates.b, "tanh"),
            "lstm": lambda x=x: lstm(gates, x).output,
            "gru": lambda x=x: gru(gates, x).state,
        }[cell]()[-1]
        assert logit == pytest.approx(h @ read[:-1] + read[-1])


def test_sequences_begin_with_their_label():
    inputs, y = sequences(np.random.default_rng(2), 20, 4_000, 0.5)
    np.testing.assert_array_equal(inputs[0], 2 * y - 1)
    assert y.mean() == pytest.approx(0.5, abs=0.03)
    assert inputs[1:].std() == pytest.approx(0.5, abs=0.01) and abs(inputs[1:].mean()) < 0.01


@pytest.mark.parametrize("cell", GATES)
def test_one_step_is_learned_and_the_count_is_of_new_sequences(cell):
    rng, gates, read, *_ = drawn(cell, 3)
    recalled = train_to_recall(rng, cell, gates, read, 1, 0.5, 1)
    assert recalled > 0.95 and recalled * TESTED == pytest.approx(round(recalled * TESTED))
