import math

import numpy as np
import pytest
from scipy.special import expit

from methods.networks.gated_recurrent import (
    Gates,
    draw_gates,
    gru,
    gru_jacobians,
    half_life,
    lstm,
    lstm_jacobians,
    recurrent_weights,
)

d, H, T = 2, 3, 5
STEP = 1e-6


def drawn(gates, seed=0):
    rng = np.random.default_rng(seed)
    made = draw_gates(rng, gates, d, H)
    return Gates(made.W, made.U, rng.normal(size=gates * H)), rng.normal(size=(T, d))


def slow_lstm(gates, inputs, c):
    """Unit by unit, gate by gate; the cell after each step."""
    h, cells = [0.0] * H, []
    for x in inputs:
        z = [
            sum(x[a] * gates.W[a, g] for a in range(d))
            + sum(h[a] * gates.U[a, g] for a in range(H))
            + gates.b[g]
            for g in range(4 * H)
        ]
        c = [expit(z[H + u]) * c[u] + expit(z[u]) * math.tanh(z[2 * H + u]) for u in range(H)]
        h = [expit(z[3 * H + u]) * math.tanh(c[u]) for u in range(H)]
        cells.append((c, h))
    return cells


def slow_gru(gates, inputs, h):
    states = []
    for x in inputs:
        a, s = x @ gates.W + gates.b, np.asarray(h) @ gates.U
        new = []
        for u in range(H):
            r, z = expit(a[u] + s[u]), expit(a[H + u] + s[H + u])
            n = math.tanh(a[2 * H + u] + r * s[2 * H + u])
            new.append(z * h[u] + (1 - z) * n)
        h = new
        states.append(h)
    return states


def test_an_lstm_is_the_slow_way():
    gates, inputs = drawn(4)
    run = lstm(gates, inputs)
    for t, (c, h) in enumerate(slow_lstm(gates, inputs, [0.0] * H)):
        np.testing.assert_allclose(run.cell[t], c, rtol=1e-12)
        np.testing.assert_allclose(run.output[t], h, rtol=1e-12)
    np.testing.assert_allclose(run.show * np.tanh(run.cell), run.output)
    np.testing.assert_allclose(
        run.keep[1:] * run.cell[:-1] + run.write[1:] * run.candidate[1:], run.cell[1:]
    )


def test_a_gru_is_the_slow_way():
    gates, inputs = drawn(3)
    run = gru(gates, inputs)
    np.testing.assert_allclose(run.state, slow_gru(gates, inputs, [0.0] * H), rtol=1e-12)
    assert run.reset.shape == run.update.shape == run.candidate.shape == (T, H)


@pytest.mark.parametrize(
    ("gates", "walk", "jacobians", "slow"),
    [
        (4, lstm, lstm_jacobians, lambda g, x, s: [c for c, _ in slow_lstm(g, x, s)]),
        (3, gru, gru_jacobians, slow_gru),
    ],
)
def test_derivatives_are_central_differences(gates, walk, jacobians, slow):
    made, inputs = drawn(gates, 1)
    found = jacobians(made, walk(made, inputs))
    np.testing.assert_array_equal(found[0], np.eye(H))
    for b in range(H):
        start = STEP * np.eye(H)[b]
        up, down = (np.array(slow(made, inputs, (way * start).tolist())) for way in (1, -1))
        np.testing.assert_allclose(found[1:, :, b], (up - down) / (2 * STEP), atol=1e-9)


def test_open_and_shut_gates_leave_the_cell_to_the_last_bit():
    b = np.array([-1000.0, 1000.0, 0.3, 0.0])
    shut = Gates(np.ones((1, 4)), np.zeros((1, 4)), b)
    run = lstm(shut, np.random.default_rng(0).normal(size=(9, 1)))
    assert (run.cell == 0).all() and (run.keep == 1).all() and (run.write == 0).all()
    np.testing.assert_array_equal(lstm_jacobians(shut, run), np.ones((10, 1, 1)))


def test_swapping_units_swaps_states():
    gates, inputs = drawn(4, 2)
    order = np.array([2, 0, 1])
    rows = np.concatenate([order + H * g for g in range(4)])
    other = Gates(gates.W[:, rows], gates.U[np.ix_(order, rows)], gates.b[rows])
    np.testing.assert_allclose(
        lstm(other, inputs).cell, lstm(gates, inputs).cell[:, order], rtol=1e-12
    )


def test_weights_are_drawn_as_said():
    made = draw_gates(np.random.default_rng(3), 4, 2, 25)
    rng = np.random.default_rng(3)
    np.testing.assert_array_equal(made.W, rng.uniform(-0.2, 0.2, (2, 100)))
    np.testing.assert_array_equal(made.U, rng.uniform(-0.2, 0.2, (25, 100)))
    assert made.b.shape == (100,) and not made.b.any()


def test_half_lives():
    assert half_life(0.5) == pytest.approx(1) and half_life(0.25) == pytest.approx(0.5)
    assert 0.9 ** half_life(0.9) == pytest.approx(0.5)
    assert half_life(1.0) == math.inf and half_life(0.0) == 0


def test_weights_of_a_layer():
    # PyTorch's LSTM(100, 128) has 117,760, with a second bias
    assert recurrent_weights(4, 100, 128) + 4 * 128 == 117_760
    made = draw_gates(np.random.default_rng(0), 3, 100, 128)
    assert recurrent_weights(3, 100, 128) == made.W.size + made.U.size + made.b.size
