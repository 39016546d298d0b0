"""Toy data for a line and for two classes, and gradients from batches of them."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

Floats = NDArray[np.float64]


def draw_data(kind: str, n: int, seed: int) -> tuple[Floats, Floats]:
    """x, y, each (n,): x whole numbers from 20 to 80, evenly likely.

    With z the standardised x, y is 1 + 1.5 z and unit normal noise ("least_squares"), or 1 with
    chance expit(0.5 + 1.5 z), else 0 ("logistic"). Should a threshold on x part the two
    classes, which leaves the log loss without a minimum (one seed in ten thousand at n = 50), y is
    drawn anew.
    """
    rng = np.random.default_rng([seed, 1])
    x = rng.integers(20, 81, n).astype(float)
    z = (x - x.mean()) / x.std()
    if kind == "least_squares":
        return x, 1.0 + 1.5 * z + rng.standard_normal(n)
    while True:
        positive = rng.random(n) < expit(0.5 + 1.5 * z)
        zeros, ones = x[~positive], x[positive]
        if zeros.size and ones.size and ones.min() < zeros.max() and zeros.min() < ones.max():
            return x, positive.astype(float)


def draw_batches(n: int, batch: int, updates: int, seed: int) -> NDArray[np.int32]:
    """Rows for each update, (updates, batch): independent, evenly likely, with replacement."""
    return np.random.default_rng([seed, 2]).integers(0, n, (updates, batch), dtype=np.int32)


def batch_gradient(
    kind: str, x: Floats, y: Floats, rows: NDArray[np.int32]
) -> Callable[[float, float, int], tuple[float, float]]:
    """The gradient (a, b, i) -> pair of the mean loss over the rows of batch i.

    Least squares needs only four means of each batch, worked out for all batches beforehand.
    """
    in_x, in_y = x[rows], y[rows]
    if kind == "least_squares":
        size = rows.shape[1]
        x1 = (in_x.sum(axis=1) / size).tolist()
        x2 = (np.einsum("ij,ij->i", in_x, in_x) / size).tolist()
        y1 = (in_y.sum(axis=1) / size).tolist()
        xy = (np.einsum("ij,ij->i", in_x, in_y) / size).tolist()
        return lambda a, b, i: (a + b * x1[i] - y1[i], a * x1[i] + b * x2[i] - xy[i])

    def gradient(a: float, b: float, i: int) -> tuple[float, float]:
        miss = expit(a + b * in_x[i]) - in_y[i]
        return float(miss.sum()) / miss.size, float(miss @ in_x[i]) / miss.size

    return gradient


def batch_noise(
    x: Floats, y: Floats, hessian: Floats, best: Floats, batch: int
) -> tuple[Floats, Floats]:
    """What `noise_floor` needs of batches: E[e e'] (2, 2) and E[D_ab D_cd] (2, 2, 2, 2).

    For least squares of y on x, each (n,); e is a batch's gradient at the best fit, D its Hessian
    less that of all the data.
    """
    design = np.column_stack([np.ones_like(x), x])
    pull = design * (design @ best - y)[:, None]
    apart = (design[:, :, None] * design[:, None, :] - hessian).reshape(-1, 4)
    spread = (apart.T @ apart / len(x)).reshape(2, 2, 2, 2)
    return pull.T @ pull / len(x) / batch, spread / batch
