"""Rows in time order, split into training and test set at random or by time, and what each promises."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def persistent_labels(change: Floats, autocorrelation: float) -> Ints:
    """Labels 0 or 1 in time order, (..., n), of which neighbours correlate by `autocorrelation`, 0 to 1.

    A Markov chain of `change` (..., n), uniform from 0 to 1: with chance (1 - a) / 2 a label is not the
    one before. Labels at a distance d correlate by a^d, and half of all are 1.
    """
    turns = change < (1 - autocorrelation) / 2
    turns[..., 0] = change[..., 0] < 0.5
    return np.cumsum(turns, axis=-1) % 2


def nearest_in_time(train: NDArray[np.bool_]) -> Ints:
    """Of each of n rows in time order the nearest that is in `train` (..., n): (..., n) places.

    The earlier of two that are equally near; a row of the training set is its own. ValueError where of
    a table no row trains.
    """
    if not train.any(axis=-1).all():
        raise ValueError("no row trains")
    n = train.shape[-1]
    rows = np.arange(n)
    before = np.maximum.accumulate(np.where(train, rows, -n), axis=-1)
    after = np.minimum.accumulate(np.where(train, rows, 2 * n)[..., ::-1], axis=-1)[..., ::-1]
    return np.where(rows - before <= after - rows, before, after)


def right_at_distance(distance: ArrayLike, autocorrelation: float) -> Floats:
    """The chance that labels of `persistent_labels` so many rows apart are the same: (1 + a^d) / 2."""
    return np.asarray((1 + autocorrelation ** np.asarray(distance, float)) / 2)
