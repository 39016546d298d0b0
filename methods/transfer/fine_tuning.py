"""Fine-tuning: a trained network is trained on, on another task, all of it or some layers alone."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from methods.networks.network import forward, layers, loss_gradient
from methods.networks.training import train
from methods.optimization.optimizers import Rule

Floats = NDArray[np.float64]


def trained_mask(sizes: Sequence[int], trained: Sequence[int]) -> Floats:
    """(P,) 1 for the weights and biases of the layers in `trained`, from 0 on, and 0 for frozen ones.

    -1 is the last layer, the head. IndexError if there is no such layer.
    """
    shapes = list(pairwise(sizes))
    which = {range(len(shapes))[i] for i in trained}
    return np.concatenate(
        [np.full((a + 1) * b, float(i in which)) for i, (a, b) in enumerate(shapes)]
    )


def fine_tune(
    theta: Floats,
    X: Floats,
    y: Floats,
    sizes: Sequence[int],
    mask: Floats,
    rule: Rule,
    rate: Floats | float,
    steps: int,
) -> Floats:
    """theta (..., P) after `steps` updates over all rows of X (..., n, d), classes y (n, k) one-hot.

    ReLU and cross-entropy; what `mask`, (..., P) or (P,), has at 0 stays as it is, bit by bit. Leading
    axes are networks side by side, and `rate` may be (..., 1), one for each.
    """

    def gradient(at: Floats, _step: int) -> Floats:
        return mask * loss_gradient(at, X, y, sizes, "relu", "cross_entropy")

    found: Floats = train(theta, gradient, rule, rate, [steps])[0]
    return found


def accuracy(theta: Floats, X: Floats, classes: NDArray[np.int64], sizes: Sequence[int]) -> Floats:
    """(...) The share of the rows of X (n, d) whose highest output is that of their class (n,).

    What overflowed in training says the first class.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        output = forward(X, layers(theta, sizes), "relu").output
    right = np.nan_to_num(output, nan=-np.inf).argmax(axis=-1) == classes
    return np.asarray(right.mean(axis=-1))
