"""Recurrent layers that learn to recall: was the first number of a sequence above or below 0?

Backpropagation through time over a batch, whole or truncated (Werbos 1990; Williams & Peng 1990). A
layer has one input, and a logistic read-out of its last state.
"""

from functools import partial
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from methods.networks.gated_recurrent import Gates
from methods.networks.training import clip_by_norm, train
from methods.optimization.optimizers import adam

Floats = NDArray[np.float64]

RULE, RATE, CLIP = partial(adam, beta1=0.9, beta2=0.999), 0.03, 1.0
UPDATES, BATCH, TESTED = 60, 16, 2_000


def sequences(rng: np.random.Generator, T: int, n: int, noise: float) -> tuple[Floats, Floats]:
    """(T, n) inputs and (n,) labels, 0 or 1: first -1 or +1, as the label says, then N(0, noise^2)."""
    y = rng.integers(2, size=n)
    inputs = noise * rng.standard_normal((T, n))
    inputs[0] = 2 * y - 1
    return inputs, y.astype(float)


def recall_logits(cell: str, gates: Gates, read: Floats, inputs: Floats) -> Floats:
    """(n,) what the read-out, `read` (H + 1,) with its bias last, says after `inputs` (T, n).

    `cell` is "plain", "lstm" or "gru", with 1, 4 or 3 gates as in `methods.networks.gated_recurrent`.
    """
    h = c = np.zeros((inputs.shape[1], len(gates.U)))
    for x in inputs:
        h, c, _ = _step(cell, gates, x, h, c)
    return np.asarray(h @ read[:-1] + read[-1])


def recall_gradient(
    cell: str, gates: Gates, read: Floats, inputs: Floats, y: Floats, window: int
) -> tuple[Gates, Floats]:
    """The mean cross-entropy differentiated by `gates` and `read`, through the last `window` steps.

    The state is carried from before the window, but no gradient goes there. A window of T or more is the
    whole gradient.
    """
    h = c = np.zeros((len(y), len(gates.U)))
    steps = []
    for x in inputs:
        state = x, h, c
        h, c, kept = _step(cell, gates, x, h, c)
        steps.append((*state, kept))
    delta = (expit(h @ read[:-1] + read[-1]) - y) / len(y)
    W, U, b = np.zeros_like(gates.W), np.zeros_like(gates.U), np.zeros_like(gates.b)
    dh, dc = delta[:, None] * read[:-1], np.zeros_like(h)
    for x, before, cell_before, kept in islice(reversed(steps), window):
        from_input, from_state, dh, dc = _step_back(cell, gates, before, cell_before, kept, dh, dc)
        W += x @ from_input
        U += before.T @ from_state
        b += from_input.sum(axis=0)
    return Gates(W, U, b), np.append(delta @ h, delta.sum())


def train_to_recall(
    rng: np.random.Generator,
    cell: str,
    gates: Gates,
    read: Floats,
    T: int,
    noise: float,
    window: int,
) -> float:
    """The share of TESTED new sequences of T steps recalled after UPDATES by Adam.

    Each is on BATCH new sequences, its gradient of all parameters clipped by their joint norm.
    """
    arrays = [gates.W, gates.U, gates.b, read]
    ends = np.cumsum([each.size for each in arrays])[:-1]

    def parts(theta: Floats) -> tuple[Gates, Floats]:
        W, U, b, at_read = np.split(theta, ends)
        return Gates(W.reshape(gates.W.shape), U.reshape(gates.U.shape), b), at_read

    def gradient(theta: Floats, _update: int) -> Floats:
        inputs, y = sequences(rng, T, BATCH, noise)
        found, at_read = recall_gradient(cell, *parts(theta), inputs, y, window)
        flat = np.concatenate([found.W.ravel(), found.U.ravel(), found.b, at_read])
        return clip_by_norm(flat, CLIP)

    start = np.concatenate([each.ravel() for each in arrays])
    (theta,) = train(start, gradient, RULE, RATE, [UPDATES])
    inputs, y = sequences(rng, T, TESTED, noise)
    return float(((recall_logits(cell, *parts(theta), inputs) > 0) == y).mean())


def _step(
    cell: str, gates: Gates, x: Floats, h: Floats, c: Floats
) -> tuple[Floats, Floats, tuple[Floats, ...]]:
    """State and cell after a step, and what the way back needs of it; `c` is an LSTM's alone."""
    given, from_state = x[:, None] * gates.W + gates.b, h @ gates.U
    if cell == "plain":
        h = np.tanh(given + from_state)
        return h, c, (h,)
    if cell == "lstm":
        i, f, g, o = np.split(given + from_state, 4, axis=1)
        i, f, g, o = expit(i), expit(f), np.tanh(g), expit(o)
        c = f * c + i * g
        tanh = np.tanh(c)
        return o * tanh, c, (i, f, g, o, tanh)
    H = h.shape[1]
    r, z = np.split(expit(given[:, : 2 * H] + from_state[:, : 2 * H]), 2, axis=1)
    u = from_state[:, 2 * H :]
    n = np.tanh(given[:, 2 * H :] + r * u)
    return z * h + (1 - z) * n, c, (r, z, n, u)


def _step_back(
    cell: str, gates: Gates, h: Floats, c: Floats, kept: tuple[Floats, ...], dh: Floats, dc: Floats
) -> tuple[Floats, Floats, Floats, Floats]:
    """Deltas of what a step gets from the input and from the state, and of h and c before it."""
    if cell == "plain":
        (after,) = kept
        given = dh * (1 - after * after)
        return given, given, given @ gates.U.T, dc
    if cell == "lstm":
        i, f, g, o, tanh = kept
        dc = dc + dh * o * (1 - tanh * tanh)
        given = np.hstack(
            [
                dc * g * i * (1 - i),
                dc * c * f * (1 - f),
                dc * i * (1 - g * g),
                dh * tanh * o * (1 - o),
            ]
        )
        return given, given, given @ gates.U.T, dc * f
    r, z, n, u = kept
    dn = dh * (1 - z) * (1 - n * n)
    dr, dz = dn * u * r * (1 - r), dh * (h - n) * z * (1 - z)
    given, from_state = np.hstack([dr, dz, dn]), np.hstack([dr, dz, dn * r])
    return given, from_state, from_state @ gates.U.T + dh * z, dc
