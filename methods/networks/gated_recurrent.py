"""LSTM and GRU: the gates, the states, and what a state does to those after it.

Rows of weights stand as PyTorch and cuDNN have them: input, forget, candidate, output gate in an LSTM;
reset, update, candidate in a GRU, where the update gate z keeps and the reset gate works on the product.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Gates:
    """Weights of a layer of G gates, H units and d inputs.

    Attributes
    ----------
    W : (d, G H) of the inputs. U : (H, G H) of the state. b : (G H,) biases.
    """

    W: Floats
    U: Floats
    b: Floats


@dataclass(frozen=True, eq=False)
class LSTM:
    """What an LSTM did at each of T steps, all (T, H): its gates, its cell and its output.

    Attributes
    ----------
    write, keep, show : Input gate i, forget gate f, output gate o.
    candidate : g. cell : c. output : h.
    """

    write: Floats
    keep: Floats
    show: Floats
    candidate: Floats
    cell: Floats
    output: Floats


@dataclass(frozen=True, eq=False)
class GRU:
    """What a GRU did at each of T steps, all (T, H): reset r, update z, candidate n, state h."""

    reset: Floats
    update: Floats
    candidate: Floats
    state: Floats


def draw_gates(rng: np.random.Generator, gates: int, d: int, H: int) -> Gates:
    """Weights from U(-1/sqrt(H), 1/sqrt(H)) as in PyTorch, biases 0; W is drawn before U."""
    end = 1 / np.sqrt(H)
    W = rng.uniform(-end, end, (d, gates * H))
    return Gates(W, rng.uniform(-end, end, (H, gates * H)), np.zeros(gates * H))


def lstm(gates: Gates, inputs: Floats) -> LSTM:
    """c_t = f c_(t-1) + i g, h_t = o tanh c_t over `inputs` (T, d), from c_0 = h_0 = 0.

    Hochreiter & Schmidhuber 1997; the forget gate is of Gers, Schmidhuber & Cummins 2000.
    """
    h = c = np.zeros(len(gates.U))
    found = []
    for x in inputs @ gates.W + gates.b:
        i, f, g, o = np.split(x + h @ gates.U, 4)
        i, f, g, o = expit(i), expit(f), np.tanh(g), expit(o)
        c = f * c + i * g
        h = o * np.tanh(c)
        found.append((i, f, o, g, c, h))
    return LSTM(*map(np.array, zip(*found, strict=True)))


def gru(gates: Gates, inputs: Floats) -> GRU:
    """h_t = z h_(t-1) + (1 - z) n, n = tanh(x + r (h_(t-1) U_n)) over `inputs` (T, d), from h_0 = 0.

    Cho et al. 2014, with the reset after the product as in PyTorch and cuDNN.
    """
    H = len(gates.U)
    h = np.zeros(H)
    found = []
    for x in inputs @ gates.W + gates.b:
        from_state = h @ gates.U
        r, z = np.split(expit(x[: 2 * H] + from_state[: 2 * H]), 2)
        n = np.tanh(x[2 * H :] + r * from_state[2 * H :])
        h = z * h + (1 - z) * n
        found.append((r, z, n, h))
    return GRU(*map(np.array, zip(*found, strict=True)))


def lstm_jacobians(gates: Gates, run: LSTM) -> Floats:
    """(T + 1, H, H) dc_t / dc_0, t = 0, ..., T, with h_0 held: [a, b] is of c_t's a by c_0's b.

    Both ways are followed: through the forget gates, and through h and all four gates.
    """
    H = len(gates.U)
    Ui, Uf, Ug, Uo = np.split(gates.U.T, 4)
    cell, output = np.eye(H), np.zeros((H, H))  # dc/dc_0 and dh/dc_0
    found, before = [cell], np.zeros(H)
    steps = zip(run.write, run.keep, run.candidate, run.show, run.cell, strict=True)
    for i, f, g, o, c in steps:
        through = (
            (g * i * (1 - i))[:, None] * Ui
            + (before * f * (1 - f))[:, None] * Uf
            + (i * (1 - g * g))[:, None] * Ug
        )
        cell = f[:, None] * cell + through @ output
        tanh = np.tanh(c)
        shown = (tanh * o * (1 - o))[:, None] * Uo
        output = (o * (1 - tanh * tanh))[:, None] * cell + shown @ output
        found.append(cell)
        before = c
    return np.array(found)


def gru_jacobians(gates: Gates, run: GRU) -> Floats:
    """(T + 1, H, H) dh_t / dh_0, t = 0, ..., T."""
    H = len(gates.U)
    Ur, Uz, Un = np.split(gates.U.T, 3)
    state, before = np.eye(H), np.zeros(H)
    found = [state]
    for r, z, n, h in zip(run.reset, run.update, run.candidate, run.state, strict=True):
        candidate = r[:, None] * Un + ((Un @ before) * r * (1 - r))[:, None] * Ur
        step = (
            np.diag(z)
            + ((before - n) * z * (1 - z))[:, None] * Uz
            + ((1 - z) * (1 - n * n))[:, None] * candidate
        )
        state = step @ state
        found.append(state)
        before = h
    return np.array(found)


def half_life(keep: float) -> float:
    """Steps after which half is left if each keeps so much, 0 to 1: log 0.5 / log keep.

    Infinite at 1, 0 at 0.
    """
    if keep in (0, 1):
        return 0.0 if keep == 0 else math.inf
    return math.log(0.5) / math.log(keep)


def recurrent_weights(gates: int, d: int, H: int) -> int:
    """Weights of a recurrent layer with d inputs and H units: G (H (H + d) + H), one bias a gate.

    G is 1 for a simple layer, 3 for a GRU, 4 for an LSTM. PyTorch has G H more, a second bias.
    """
    return gates * (H * (H + d) + H)
