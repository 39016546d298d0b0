"""What batch norm knows: statistics of a batch as it grows, and running averages over batches."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def growing_statistics(X: Floats) -> tuple[Floats, Floats]:
    """The mean and the variance, divisor n, of the first 1, 2, ..., n rows of X (n, d): (n, d) each.

    By sums of what differs from the first row: sums of plain squares would lose their digits where the
    mean is large (Chan, Golub & LeVeque 1983).
    """
    apart = X - X[:1]
    many = np.arange(1.0, len(X) + 1)[:, None]
    mean = np.cumsum(apart, axis=0) / many
    square = np.cumsum(np.square(apart), axis=0) / many
    return X[:1] + mean, np.maximum(square - np.square(mean), 0.0)


def unbiased(variance: Floats, n: int) -> Floats:
    """A variance with divisor n as one with n - 1; nan of a single row.

    E of the first is (n - 1) / n of the truth: of two rows a half.
    """
    return variance * (n / (n - 1)) if n > 1 else np.full_like(variance, np.nan)


def running_average(values: Floats, new: float, start: float) -> Floats:
    """(K, ...) r <- (1 - new) r + new v after each of `values` (K, ...), from `start`; a nan is left out.

    `new` is PyTorch's momentum, 0.1; that of Keras, 0.99, is the share of the old.
    """
    held = np.full(values.shape[1:], float(start))
    found = []
    for each in values:
        held = np.where(np.isnan(each), held, (1 - new) * held + new * each)
        found.append(held)
    return np.array(found)
