"""What the k nearest say, for many k at once: shares of votes, and means."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def inverse_distance(distance: Floats, softener: float = 0.0) -> Floats:
    """Weights 1 / (distance + softener), of the shape of `distance`, neighbours along its last axis.

    Without a softener a neighbour at distance 0 outweighs all others: where there are some, they have
    weight 1 and the others 0, as in scikit-learn.
    """
    with np.errstate(divide="ignore"):
        weight: Floats = 1 / (distance + softener)
    here = np.isinf(weight)
    rows = here.any(axis=-1)
    weight[rows] = here[rows]
    return weight


def vote_shares(
    labels: NDArray[np.integer[Any]], classes: int, counts: Ints, weights: Floats | None = None
) -> NDArray[np.float32]:
    """The shares of the votes of the first k neighbours, for each k of `counts` (K,): (K, m, classes).

    labels : (m, k_max) classes of the neighbours, the nearest first, from 0. weights : (m, k_max) what
    each vote counts, 1 by default.
    """
    m, last = labels.shape[0], np.asarray(counts) - 1
    shares = np.empty((len(last), m, classes), np.float32)
    if weights is None:
        total = np.asarray(counts, np.float32)[:, None]
        for c in range(1 if classes == 2 else 0, classes):
            votes = np.cumsum(labels == c, axis=1, dtype=np.int16).T[last]
            shares[..., c] = votes / total
        if classes == 2:
            shares[..., 0] = 1 - shares[..., 1]
        return shares
    whole = np.cumsum(weights, axis=1)[:, last].T
    for c in range(classes):
        shares[..., c] = np.cumsum(np.where(labels == c, weights, 0.0), axis=1)[:, last].T / whole
    return shares


def decided(shares: NDArray[np.float32], threshold: float = 0.5) -> Ints:
    """The class that gets the vote, from `shares` (..., C): (...).

    Of two classes it is 1 where its share is above the `threshold`; of more, the one with the most
    votes. Classes that are level: the lower one, as in scikit-learn.
    """
    if shares.shape[-1] == 2:
        return (shares[..., 1] > np.float32(threshold)).astype(np.int64)
    return np.asarray(shares.argmax(axis=-1), np.int64)


def neighbour_means(values: Floats, counts: Ints, weights: Floats | None = None) -> Floats:
    """The mean of the first k neighbours' `values` (m, k_max), for each k of `counts` (K,): (K, m).

    With `weights` (m, k_max) it is the weighted mean.
    """
    last = np.asarray(counts) - 1
    if weights is None:
        return (np.cumsum(values, axis=1)[:, last] / np.asarray(counts)).T
    total = np.cumsum(weights, axis=1)
    return (np.cumsum(values * weights, axis=1)[:, last] / total[:, last]).T
