"""Descent on weights before a batch norm, which does not see how large they are."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from methods.networks.deep_stack import stack_backward, stack_forward
from methods.networks.losses import cross_entropy, output_delta
from methods.networks.training import train
from methods.optimization.optimizers import gd

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Path:
    """How weights went.

    Attributes
    ----------
    loss : (U + 1, ...) mean cross-entropy before each update, and after the last.
    length : (U + 1, ...) the Frobenius norm of the weights.
    """

    loss: Floats
    length: Floats


def normalized_path(
    W: Floats, X: Floats, y: Floats, read: Floats, rate: Floats | float, updates: int
) -> Path:
    """Gradient descent on W (..., d, N) alone, of relu(batch norm(X W)) and a fixed read-out (N, k).

    X is (n, d), y (n, k) one-hot, `rate` a number or (..., 1, 1). But for epsilon the loss of k W is that
    of W, its gradient that of W over k and at right angles to k W; so k W at k^2 times the rate goes the
    same way (van Laarhoven 2017, section 2).
    """

    def gradient(theta: Floats, _: int) -> Floats:
        passed = stack_forward(X, [theta], "relu", "batch_norm")
        back = output_delta("cross_entropy", passed.signal[-1] @ read, y) @ read.T / len(X)
        delta = stack_backward(passed, [theta], "relu", back, "batch_norm")[0]
        return np.asarray(X.T @ delta)

    thetas = train(W, gradient, gd, rate, range(updates + 1))
    logits = stack_forward(X, [thetas], "relu", "batch_norm").signal[-1] @ read
    loss = cross_entropy(logits, y).mean(axis=-1)
    return Path(loss, np.sqrt(np.square(thetas).sum(axis=(-2, -1))))
