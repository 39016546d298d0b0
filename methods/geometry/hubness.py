"""Who is whose neighbour: the k nearest of every point, and how often each point is one of them."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Distances = NDArray[np.floating[Any]]
PIECE = 128  # values: numpy partitions up to so many without a branch, three times as fast


def nearest_distances(distance: Distances, k: int) -> Distances:
    """The k smallest distances of each row, rising, (n, k).

    `distance` is (n, n) with infinity on the diagonal, so that no point is its own neighbour.
    """
    n, columns = distance.shape
    pieces = -(-columns // PIECE)
    width = -(-columns // pieces)
    if pieces > 2 and k <= width:  # the smallest of a row are among the smallest of its pieces
        padded = np.full((n, pieces * width), np.inf, distance.dtype)
        padded[:, :columns] = distance
        each = padded.reshape(n, pieces, width)
        each.partition(k - 1, axis=2)
        distance = each[:, :, :k].reshape(n, pieces * k)
    near = np.partition(distance, k - 1, axis=1)[:, :k].copy()  # lets go of the rest
    near.sort(axis=1)
    return near


def neighbour_weights(distance: Distances, k: int, farthest: Distances) -> Floats:
    """1 where column j is among the k nearest of row i, else 0, (n, n).

    `farthest` (n,) is each row's k-th smallest distance; `distance` has infinity on the diagonal.
    Points tied at that distance share the places left, so that equals are treated alike.
    """
    cut = farthest[:, None]
    near = distance <= cut
    if np.count_nonzero(near) == k * len(distance):  # no row has fewer
        return near.astype(float)
    weights, within = near.astype(float), near.sum(axis=1)
    tied = distance == cut
    ties = tied.sum(axis=1)
    share = (k - (within - ties)) / ties
    return np.where(tied, share[:, None], weights)


def occurrences(weights: Floats) -> Floats:
    """N_k: how often each point is among the k nearest of another, (n,); their mean is k.

    Radovanović, Nanopoulos, Ivanović (2010), section 2.
    """
    return np.asarray(np.ones(len(weights)) @ weights)


def skewness(counts: Floats) -> Floats:
    """Third central moment over the cube of the standard deviation, of (..., n); nan if all are equal.

    Of N_k it measures hubness: far above 0, a few points are neighbours of very many.
    """
    off = counts - counts.mean(axis=-1, keepdims=True)
    square = off * off
    spread = np.sqrt(square.mean(axis=-1))
    third = np.einsum("...i,...i->...", square, off) / off.shape[-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(spread > 1e-9, third / spread**3, np.nan)


def vote(weights: Floats, one_hot: Floats) -> NDArray[np.intp]:
    """Each point's class by majority of its neighbours, (n,); the first class wins a tie.

    `weights` (n, n) from `neighbour_weights`; `one_hot` (n, classes). No point votes for itself, so
    that the share that is right is the leave-one-out accuracy.
    """
    # votes that are equal but for rounding must tie
    return np.asarray(np.round(weights @ one_hot, 9).argmax(axis=1))
