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


def nearest_is_right(apart: Floats, y: NDArray[np.int_], train: NDArray[np.bool_]) -> float:
    """Accuracy of 1-nearest-neighbour on the rows that are not in `train` (n,), by their distances.

    `apart` (n, n) are distances, or what is in their order; y (n,) the labels.
    """
    nearest = apart[np.ix_(~train, train)].argmin(axis=1)
    return float((y[train][nearest] == y[~train]).mean())
