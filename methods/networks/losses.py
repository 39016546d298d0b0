"""Losses of a network's output, and delta: their derivative with respect to it.

An output is (..., n, k): n examples, k units. A loss is (..., n), one number for each example. Binary and
softmax cross-entropy take logits, the output before sigmoid or softmax, so that nothing overflows.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

Floats = NDArray[np.float64]


def squared_error(output: Floats, y: Floats) -> Floats:
    """Half the sum over the units of (output - y)^2; y as `output`, or what broadcasts to it."""
    return np.asarray(0.5 * np.square(output - y).sum(axis=-1))


def binary_cross_entropy(logits: Floats, y: Floats) -> Floats:
    """The sum over the units of log(1 + exp(z)) - y z: -log of the chance of y; y from 0 to 1.

    One unit for two classes, or k for k labels of which any number may hold.
    """
    return np.asarray((np.logaddexp(0.0, logits) - y * logits).sum(axis=-1))


def cross_entropy(logits: Floats, y: Floats) -> Floats:
    """log(sum of exp(z)) - y z: -log of softmax's chance of the class; y (..., n, k) is one-hot."""
    highest = logits.max(axis=-1, keepdims=True)
    total = np.log(np.exp(logits - highest).sum(axis=-1)) + highest[..., 0]
    return np.asarray(total - (y * logits).sum(axis=-1))


def softmax(logits: Floats) -> Floats:
    """exp(z) over its sum along the last axis; the highest is taken off first, which changes nothing."""
    grown = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(grown / grown.sum(axis=-1, keepdims=True))


LOSSES: dict[str, Callable[[Floats, Floats], Floats]] = {
    "squared_error": squared_error,
    "binary_cross_entropy": binary_cross_entropy,
    "cross_entropy": cross_entropy,
}


def predicted(loss: str, output: Floats) -> Floats:
    """What an output means under a loss of `LOSSES`: itself, sigmoid's or softmax's chances."""
    if loss == "squared_error":
        return output
    return softmax(output) if loss == "cross_entropy" else np.asarray(expit(output))


def output_delta(loss: str, output: Floats, y: Floats) -> Floats:
    """(..., n, k) The derivative of each example's loss with respect to its output.

    It is prediction - y for all three: the derivative of sigmoid or softmax and that of the logarithm
    cancel (Goodfellow, Bengio & Courville 2016, section 6.2.2).
    """
    return predicted(loss, output) - y
