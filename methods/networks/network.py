"""A fully connected network: forward, and backward by the chain rule.

All its weights and biases are one vector theta (..., P), layer by layer, weights before biases; `layers`
gives them their shapes. Leading axes of theta are networks of one architecture side by side.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from methods.networks.activations import ACTIVATIONS, slope
from methods.networks.losses import output_delta

Floats = NDArray[np.float64]
Layer = tuple[Floats, Floats]


@dataclass(frozen=True, eq=False)
class Forward:
    """What flowed through the layers, the first first.

    Attributes
    ----------
    signal : what went into each layer, (..., n, fan in): X, then the activations of each hidden layer.
    z : what came out of each before its activation, (..., n, fan out). The last is the output.
    """

    signal: list[Floats]
    z: list[Floats]

    @property
    def output(self) -> Floats:
        """(..., n, k) The output layer's z; it has no activation: see `losses.predicted`."""
        return self.z[-1]


def parameter_count(sizes: Sequence[int]) -> int:
    """Weights and biases of a network with so many units in each layer, the inputs first."""
    return sum((before + 1) * after for before, after in pairwise(sizes))


def layers(theta: Floats, sizes: Sequence[int]) -> list[Layer]:
    """The weights (..., fan in, fan out) and biases (..., fan out) of each layer, views into theta."""
    found, at = [], 0
    for before, after in pairwise(sizes):
        middle, end = at + before * after, at + (before + 1) * after
        W = theta[..., at:middle].reshape(*theta.shape[:-1], before, after)
        found.append((W, theta[..., middle:end]))
        at = end
    return found


def flatten(parts: Sequence[Layer]) -> Floats:
    """(..., P) Layers of weights and biases, or their gradients, as one vector."""
    flat = []
    for W, b in parts:
        flat += [W.reshape(*W.shape[:-2], -1), b]
    return np.concatenate(flat, axis=-1)


def weight_mask(sizes: Sequence[int]) -> Floats:
    """(P,) 1 for each weight and 0 for each bias, which penalties and decay leave alone."""
    shapes = list(pairwise(sizes))
    return flatten([(np.ones(shape), np.zeros(shape[1])) for shape in shapes])


def forward(
    X: Floats, parts: Sequence[Layer], activation: str, masks: Sequence[Floats] | None = None
) -> Forward:
    """X (..., n, d) through the layers, each hidden one followed by the activation.

    `masks` are dropout's, one for each hidden layer: what its activations are multiplied by.
    """
    phi, signal, z = ACTIVATIONS[activation], [X], []
    for i, (W, b) in enumerate(parts):
        z.append(signal[-1] @ W + b[..., None, :])
        if i < len(parts) - 1:
            a = phi(z[-1])
            signal.append(a if masks is None else a * masks[i])
    return Forward(signal, z)


def backward(
    passed: Forward,
    parts: Sequence[Layer],
    activation: str,
    delta: Floats,
    masks: Sequence[Floats] | None = None,
) -> list[Floats]:
    """delta of each layer, (..., n, fan out): each example's loss differentiated by its z.

    `delta` is that of the output (`losses.output_delta`); then (delta W') times the slope, layer by layer
    (Rumelhart, Hinton & Williams 1986).
    """
    found = [delta]
    for i in range(len(parts) - 1, 0, -1):
        z, back = passed.z[i - 1], found[0] @ np.swapaxes(parts[i][0], -1, -2)
        if masks is not None:
            back = back * masks[i - 1]
            found.insert(0, back * slope(activation, z, ACTIVATIONS[activation](z)))
        else:
            found.insert(0, back * slope(activation, z, passed.signal[i]))
    return found


def gradients(passed: Forward, deltas: Sequence[Floats]) -> list[Layer]:
    """The mean loss differentiated by weights and biases: signal' delta / n, and the mean of delta."""
    n = deltas[-1].shape[-2]
    return [
        (np.swapaxes(signal, -1, -2) @ delta / n, delta.sum(axis=-2) / n)
        for signal, delta in zip(passed.signal, deltas, strict=True)
    ]


def loss_gradient(
    theta: Floats,
    X: Floats,
    y: Floats,
    sizes: Sequence[int],
    activation: str,
    loss: str,
    masks: Sequence[Floats] | None = None,
) -> Floats:
    """(..., P) The mean loss over the rows of X (..., n, d), y (..., n, k), differentiated by theta."""
    parts = layers(theta, sizes)
    passed = forward(X, parts, activation, masks)
    delta = output_delta(loss, passed.output, y)
    return flatten(gradients(passed, backward(passed, parts, activation, delta, masks)))
