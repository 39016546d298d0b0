"""A deep stack of narrow layers, plain or of residual blocks, trained on all rows at once."""

import math
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from methods.networks.initialization import HE, fan_in_normal
from methods.networks.losses import cross_entropy, output_delta
from methods.optimization.optimizers import adam

Floats = NDArray[Any]
RULE = partial(adam, beta1=0.9, beta2=0.999)


@dataclass(frozen=True, eq=False)
class Depth:
    """A training of a deep stack.

    Attributes
    ----------
    loss : (updates + 1,) mean cross-entropy of the training rows, before each update and at the end.
    accuracy : Share of the training rows that are right at the end.
    kept : At the start, the size of the gradient at the first state over that at the last.
    """

    loss: Floats
    accuracy: float
    kept: float


def start_stack(
    rng: np.random.Generator, inputs: int, width: int, depth: int, classes: int, skip: bool
) -> list[Floats]:
    """Weights and biases of a stack, in order: the way in, `depth` layers, the way out.

    A plain layer is relu(W h + b). With `skip` it is h + V relu(W h + b), and V starts at 0, so a block
    begins as doing nothing (as Goyal et al. 2017 start a block's last scale). Weights are He's, biases 0.
    All layers lie in one array each: W and V (depth, width, width), b (depth, width).
    """
    way_in = fan_in_normal(rng, (inputs, width))
    W = fan_in_normal(rng, (depth, width, width), HE)
    way_out = fan_in_normal(rng, (width, classes))
    made = [way_in, np.zeros(width), W, np.zeros((depth, width)), way_out, np.zeros(classes)]
    return [*made, np.zeros((depth, width, width))] if skip else made


def stack_loss_gradient(
    weights: list[Floats], X: Floats, y: Floats
) -> tuple[Floats, list[Floats], list[Floats]]:
    """Outputs (n, classes), the mean cross-entropy by each of `weights`, and by each state, first first.

    X (n, d), y (n, classes) one-hot. See `start_stack`.
    """
    way_in, first, W, b, way_out, last = weights[:6]
    V = weights[6] if len(weights) > 6 else None
    states, active = [X @ way_in + first], []
    for layer in range(len(W)):
        h = states[-1]
        a = h @ W[layer]
        a += b[layer]
        np.maximum(a, 0, out=a)
        active.append(a)
        states.append(a if V is None else h + a @ V[layer])
    out = states[-1] @ way_out + last
    delta = output_delta("cross_entropy", out, y) / len(X)
    back = delta @ way_out.T
    by_state = [back]
    gW, gb, gV = np.empty_like(W), np.empty_like(b), np.empty_like(W)
    each = np.ones(len(X), X.dtype)
    for layer in range(len(W) - 1, -1, -1):
        a, h = active[layer], states[layer]
        inner = back if V is None else back @ V[layer].T
        inner = inner * (a > 0)
        gW[layer], gb[layer] = h.T @ inner, each @ inner  # quicker than a sum
        through = inner @ W[layer].T
        if V is not None:
            gV[layer] = a.T @ back
        back = through if V is None else back + through
        by_state.insert(0, back)
    found = [X.T @ back, back.sum(axis=0), gW, gb, states[-1].T @ delta, delta.sum(axis=0)]
    return out, [*found, gV] if V is not None else found, by_state


def train_deep(
    rng: np.random.Generator,
    X: Floats,
    y: Floats,
    depth: int,
    skip: bool,
    width: int = 16,
    rate: float = 0.01,
    updates: int = 60,
) -> Depth:
    """Train a stack of `depth` layers by Adam on all rows of X (n, d), y (n, classes) at once.

    In single precision, which takes a fifth less time.
    """
    X, y = X.astype(np.float32), y.astype(np.float32)
    drawn = start_stack(rng, X.shape[1], width, depth, y.shape[1], skip)
    weights = [each.astype(np.float32) for each in drawn]
    shapes = [each.shape for each in weights]
    ends = np.cumsum([each.size for each in weights])[:-1]
    theta = np.concatenate([each.ravel() for each in weights])
    first, second = np.zeros_like(theta), np.zeros_like(theta)
    loss, kept = [], math.nan
    for t in range(updates + 1):
        pieces = np.split(theta, ends)
        parts = [flat.reshape(shape) for flat, shape in zip(pieces, shapes, strict=True)]
        out, gradient, by_state = stack_loss_gradient(parts, X, y)
        loss.append(float(cross_entropy(out, y).mean()))
        if t == 0:
            kept = float(np.linalg.norm(by_state[0]) / np.linalg.norm(by_state[-1]))
        if t < updates:
            g = np.concatenate([each.ravel() for each in gradient])
            theta, first, second = RULE(theta, g, first, second, t + 1, rate)
    right = out.argmax(axis=1) == y.argmax(axis=1)
    return Depth(np.array(loss), float(right.mean()), kept)
