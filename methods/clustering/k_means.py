"""k-means by Lloyd's algorithm."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Clusters:
    """k groups of n points in d dimensions.

    Attributes
    ----------
    centres : (k, d) The mean of each group; of an empty one, where it was.
    labels : (n,) The nearest centre of each point.
    costs : (rounds,) The sum of squared distances to the nearest centre, round by round; it never rises.
    """

    centres: Floats
    labels: Ints
    costs: Floats


def lloyd(points: Floats, centres: Floats, most: int = 100) -> Clusters:
    """Points (n, d) go to the nearest centre, centres (k, d) to the mean of theirs, until none moves.

    It ends in a minimum near where it began, perhaps not the lowest, or after `most` rounds. Lloyd, Least
    squares quantization in PCM, 1982.
    """
    centres = np.array(centres, float)
    labels, costs = np.full(len(points), -1), []
    for _ in range(most):
        distance = squared_to(points, centres)
        before, labels = labels, distance.argmin(axis=1)
        costs.append(float(distance.min(axis=1).sum()))
        if np.array_equal(before, labels):
            break
        one_hot = labels[:, None] == np.arange(len(centres))
        size = one_hot.sum(axis=0)
        there = size > 0
        centres[there] = (one_hot.T.astype(float) @ points)[there] / size[there, None]
    return Clusters(centres, labels, np.array(costs))


def farthest_first(points: Floats, k: int) -> Floats:
    """(k, d) Centres to start from: the first of the points (n, d), then each time the farthest from all.

    Gonzalez, Clustering to minimize the maximum intercluster distance, 1985.
    """
    chosen = [0]
    near = squared_to(points, points[:1])[:, 0]
    for _ in range(k - 1):
        chosen.append(int(near.argmax()))
        near = np.minimum(near, squared_to(points, points[chosen[-1:]])[:, 0])
    return points[chosen]


def squared_to(points: Floats, centres: Floats) -> Floats:
    """(n, k) Squared distances from points (n, d) to centres (k, d)."""
    apart = points[:, None, :] - centres[None, :, :]
    return np.asarray(np.einsum("nkd,nkd->nk", apart, apart))
