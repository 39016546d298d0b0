"""What dropout leaves after training: one mask, many of them, the whole network; and in a linear model.

Inverted dropout: what is kept is multiplied by 1 / (1 - rate), so nothing is scaled afterwards. The masks
themselves are `training.dropout_mask`.
"""

import numpy as np
from numpy.typing import NDArray

from methods.networks.losses import softmax

Floats = NDArray[np.float64]


def masked_chances(hidden: Floats, W: Floats, b: Floats, masks: Floats) -> Floats:
    """(k, n, c) Softmax's chances under each mask of the last hidden layer.

    hidden (n, m) are its activations, W (m, c) and b (c,) the layer behind, masks (k, m): one for all
    rows each, with the factor 1 / (1 - rate) in them.
    """
    return softmax(hidden @ (masks[:, :, None] * W) + b)


def geometric_mean(chances: Floats) -> Floats:
    """(n, c) The geometric mean of chances (k, n, c) over k, made to sum to 1.

    Over all masks, each by its probability, it is the softmax of the whole network (Hinton et al. 2012):
    exactly with one hidden layer, since the mean of what the masks let through is what is there.
    """
    with np.errstate(divide="ignore"):
        return softmax(np.log(chances).mean(axis=0))


def running_log_loss(chances: Floats, classes: NDArray[np.int64]) -> Floats:
    """(k,) Mean log loss of the arithmetic mean of the first 1, 2, ... k of chances (k, n, c).

    `classes` (n,) are the true ones, counted from 0. inf where all so far give one of them a chance of 0.
    """
    of_class = chances[:, np.arange(len(classes)), classes]
    counts = np.arange(1, len(chances) + 1)[:, None]
    with np.errstate(divide="ignore"):
        return np.asarray(-np.log(np.cumsum(of_class, axis=0) / counts).mean(axis=1))


def expected_dropout_loss(X: Floats, y: Floats, w: Floats, rate: float) -> float:
    """The mean over all masks of the sum of squares of y - (X mask) w / (1 - rate); X (n, d), y (n,).

    It is |y - X w|^2 + rate / (1 - rate) times the sum of w_j^2 |x_j|^2 (Srivastava et al. 2014, section
    9.1): every input of every row is dropped by itself.
    """
    penalty = rate / (1 - rate) * (np.square(X).sum(axis=0) @ np.square(w))
    return float(np.square(y - X @ w).sum() + penalty)


def dropout_least_squares(X: Floats, y: Floats, rate: float) -> Floats:
    """(d,) The w for which `expected_dropout_loss` is least: ridge, each input by its own size.

    The rate is from 0 to below 1; 0 is least squares, for which the columns of X must be independent.
    """
    gram = X.T @ X
    penalty = rate / (1 - rate) * np.diag(np.diagonal(gram))
    return np.asarray(np.linalg.solve(gram + penalty, X.T @ y))
