"""Rows that are there twice, split at random into training and test set."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def twin_chance(n: int, doubled: ArrayLike, training: ArrayLike) -> Floats:
    """The chance that a test row has a twin among the training rows.

    Of `n` rows so many `doubled` are there twice, and `training` of the n + doubled go into training, at
    random: a row has a twin with chance 2 D / (n + D), which is in training with chance t / (n + D - 1).
    """
    d, t = np.asarray(doubled, float), np.asarray(training, float)
    return np.asarray(2 * d / (n + d) * t / (n + d - 1))


def right_on_noise(twin: ArrayLike) -> Floats:
    """The expected accuracy of 1-nearest-neighbours on random labels of two classes of equal chance.

    With chance `twin` the nearest is the twin, which has the label; else it is right half of the time.
    """
    return np.asarray(0.5 + np.asarray(twin, float) / 2)


def nearest_is_right(X: Floats, y: NDArray[np.int_], train: NDArray[np.bool_]) -> float:
    """Accuracy of 1-nearest-neighbour (Euclidean) on the rows of X (n, d) that are not in `train` (n,)."""
    square = np.square(X[~train][:, None] - X[train]).sum(axis=2)
    return float((y[train][square.argmin(axis=1)] == y[~train]).mean())
