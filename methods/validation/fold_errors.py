"""What the mean over folds is worth: its standard errors, and its bias in closed form."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def standard_error(fold_scores: Floats) -> Floats:
    """sd / sqrt(k) of k fold scores (..., k), with k - 1 below: (...).

    It takes folds for independent, which they are not: their training sets share rows.
    """
    k = fold_scores.shape[-1]
    return np.asarray(fold_scores.std(axis=-1, ddof=1) / np.sqrt(k))


def corrected_standard_error(fold_scores: Floats) -> Floats:
    """sd sqrt(1/k + 1/(k - 1)) of k fold scores (..., k): (...).

    Nadeau and Bengio (2003), with the test set 1/(k - 1) of the training set. Made for repeated
    random splits; for folds a rule of thumb.
    """
    k = fold_scores.shape[-1]
    return np.asarray(fold_scores.std(axis=-1, ddof=1) * np.sqrt(1 / k + 1 / (k - 1)))


def expected_squared_error(n: float, p: int, variance: float = 1.0) -> float:
    """Mean squared error of least squares on new rows, over training sets of n rows.

    With a constant and p independent normal features it is variance (n + 1)(n - 2) / (n (n - p - 2));
    infinite if n is not above p + 2. k-fold cross-validation expects this at n (1 - 1/k).
    """
    if n <= p + 2:
        return float("inf")
    return variance * (n + 1) * (n - 2) / (n * (n - p - 2))


def linear_accuracy(weights: Floats, constant: Floats | float, mean: Floats) -> Floats:
    """The share that the sign of weights . x + constant gets right, of two equally frequent classes.

    They are normal with identity covariance and means +mean and -mean, (p,). `weights` (..., p) and
    `constant` (...) are those of several models: (...). 0.5 where all weights are 0.
    """
    from scipy.special import ndtr

    size = np.linalg.norm(weights, axis=-1)
    none = size == 0
    along = weights @ mean
    above, below = ((along + sign * constant) / np.where(none, 1.0, size) for sign in (1, -1))
    return np.asarray(np.where(none, 0.5, (ndtr(above) + ndtr(below)) / 2))
