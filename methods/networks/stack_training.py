"""Training of a deep stack with a read-out, without biases, by batches."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from methods.networks.deep_stack import stack_backward, stack_forward
from methods.networks.losses import cross_entropy, output_delta
from methods.networks.training import train
from methods.optimization.optimizers import Rule

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Training:
    """How a stack was trained.

    Attributes
    ----------
    updates : (K,) numbers of updates at which the loss was taken.
    loss : (K,) mean cross-entropy over all rows after so many; nan or inf where it overflowed.
    norm : (U,) norm of the gradient of all weights before each update, unclipped; perhaps nan, inf.
    turn : (U,) by how many degrees clipping turned the gradient; nan where it is 0 or not finite.
    """

    updates: NDArray[np.intp]
    loss: Floats
    norm: Floats
    turn: Floats


def train_stack(
    weights: Sequence[Floats],
    X: Floats,
    y: Floats,
    activation: str,
    body: str,
    rule: Rule,
    rate: float,
    batches: Sequence[NDArray[np.intp]],
    clip: Callable[[Floats], Floats] | None = None,
    every: int = 10,
) -> Training:
    """An update for each of `batches`, rows of X (n, d), y (n, k); the last of `weights` is the read-out.

    `clip` takes the gradient of all weights as one vector. The loss is taken at the start, after each
    `every` updates and at the end.
    """
    shapes = [W.shape for W in weights]
    ends = np.cumsum([0, *(W.size for W in weights)])
    norms, turns = [], []

    def parts(theta: Floats) -> list[Floats]:
        flat = [theta[a:b] for a, b in zip(ends[:-1], ends[1:], strict=True)]
        return [W.reshape(shape) for W, shape in zip(flat, shapes, strict=True)]

    def gradient(theta: Floats, i: int) -> Floats:
        found = stack_gradient(parts(theta), X[batches[i]], y[batches[i]], activation, body)
        g = np.concatenate([each.ravel() for each in found])
        clipped = g if clip is None else clip(g)
        norms.append(np.linalg.norm(g))
        turns.append(_angle(g, clipped))
        return clipped

    updates = np.unique([*range(0, len(batches), every), len(batches)])
    start = np.concatenate([W.ravel() for W in weights])
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        thetas = train(start, gradient, rule, rate, updates.tolist())
        loss = [_loss(parts(theta), X, y, activation, body) for theta in thetas]
    return Training(updates, np.array(loss), np.array(norms), np.array(turns))


def stack_gradient(
    weights: Sequence[Floats], X: Floats, y: Floats, activation: str, body: str
) -> list[Floats]:
    """The mean cross-entropy differentiated by each of the weights, the read-out last."""
    passed = stack_forward(X, weights[:-1], activation, body)
    top = passed.signal[-1]
    delta = output_delta("cross_entropy", top @ weights[-1], y) / len(X)
    deltas = stack_backward(passed, weights[:-1], activation, delta @ weights[-1].T, body)
    return [h.T @ d for h, d in zip(passed.signal, [*deltas, delta], strict=True)]


def _loss(weights: Sequence[Floats], X: Floats, y: Floats, activation: str, body: str) -> float:
    top = stack_forward(X, weights[:-1], activation, body).signal[-1]
    return float(cross_entropy(top @ weights[-1], y).mean())


def _angle(a: Floats, b: Floats) -> float:
    """Degrees between two vectors; nan if one is 0 or not finite."""
    if a is b:
        return 0.0
    lengths = np.linalg.norm(a) * np.linalg.norm(b)
    cosine = a @ b / lengths if lengths > 0 else np.nan
    return float(np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0))))
