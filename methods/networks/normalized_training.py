"""Training of a deep stack whose batch norm keeps running averages, and what it says when in use."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from methods.networks.activations import ACTIVATIONS
from methods.networks.batch_statistics import unbiased
from methods.networks.deep_stack import stack_backward, stack_forward
from methods.networks.losses import output_delta
from methods.networks.normalization import EPSILON

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Trained:
    """A stack after its training.

    Attributes
    ----------
    weights : L + 1 arrays, the read-out last.
    mean, variance : L of (N,) running averages of what batch norm saw; of another body 0 and 1.
    """

    weights: list[Floats]
    mean: list[Floats]
    variance: list[Floats]


def train_normalized(
    weights: Sequence[Floats],
    X: Floats,
    y: Floats,
    activation: str,
    body: str,
    rate: float,
    batches: Sequence[NDArray[np.intp]],
    new: float = 0.1,
) -> Trained:
    """Gradient descent on the mean cross-entropy, an update for each of `batches`, rows of X and y.

    `weights` are layers (d, N), (N, N), ... and a read-out (N, k), without biases; y (n, k) is one-hot,
    `body` as in `deep_stack.stack_forward`. Running averages begin at 0 and 1, `new` is the share of
    each batch in them, and variances are taken with divisor n - 1 for them, as in PyTorch; a batch of one
    row has none and leaves them as they were. What overflows goes on as nan, without a warning.
    """
    weights = [np.array(W) for W in weights]
    mean = [np.zeros(W.shape[1]) for W in weights[:-1]]
    variance = [np.ones(W.shape[1]) for W in weights[:-1]]
    with np.errstate(over="ignore", invalid="ignore"):
        for rows in batches:
            passed = stack_forward(X[rows], weights[:-1], activation, body)
            if body == "batch_norm" and len(rows) > 1:
                for i, found in enumerate(passed.normalized):
                    center = passed.signal[i].mean(axis=0) @ weights[i]
                    spread = unbiased(np.square(found.scale[0]) - EPSILON, len(rows))
                    mean[i] = (1 - new) * mean[i] + new * center
                    variance[i] = (1 - new) * variance[i] + new * spread
            top = passed.signal[-1]
            delta = output_delta("cross_entropy", top @ weights[-1], y[rows]) / len(rows)
            back = stack_backward(passed, weights[:-1], activation, delta @ weights[-1].T, body)
            for W, h, d in zip(weights, passed.signal, [*back, delta], strict=True):
                W -= rate * (h.T @ d)
    return Trained(weights, mean, variance)


def in_use(X: Floats, trained: Trained, activation: str, body: str) -> Floats:
    """(n, k) The logits of X (n, d), batch norm by its running averages: each row for itself."""
    weights = trained.weights
    with np.errstate(over="ignore", invalid="ignore"):
        if body != "batch_norm":
            return stack_forward(X, weights[:-1], activation, body).signal[-1] @ weights[-1]
        h = X
        for W, mean, variance in zip(weights, trained.mean, trained.variance, strict=False):
            h = ACTIVATIONS[activation]((h @ W - mean) / np.sqrt(variance + EPSILON))
        return h @ weights[-1]
