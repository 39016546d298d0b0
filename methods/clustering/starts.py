"""Where k-means starts: many draws at once, each in one of the ways that are in use."""

import numpy as np
from numpy.typing import NDArray

from methods.clustering.k_means import means, squared_distances

Floats = NDArray[np.float64]


def random_points(points: Floats, k: int, starts: int, rng: np.random.Generator) -> Floats:
    """(starts, k, d) k different ones of points (n, d), each as likely; ValueError if k > n. Forgy."""
    if k > len(points):
        raise ValueError(f"{k} centres, and only {len(points)} points")
    return points[rng.random((starts, len(points))).argsort(axis=1)[:, :k]]


def random_labels(points: Floats, k: int, starts: int, rng: np.random.Generator) -> Floats:
    """(starts, k, d) The means of groups into which the points (n, d) are put at random.

    A group that nobody is put into starts at the mean of all.
    """
    middle = np.tile(points.mean(axis=0), (k, 1))
    labels = rng.integers(k, size=(starts, len(points)))
    return np.array([means(points, each, middle) for each in labels])


def in_box(points: Floats, k: int, starts: int, rng: np.random.Generator) -> Floats:
    """(starts, k, d) Even in the smallest box around the points (n, d)."""
    low, high = points.min(axis=0), points.max(axis=0)
    return np.asarray(low + (high - low) * rng.random((starts, k, points.shape[1])))


def plus_plus(
    points: Floats, k: int, starts: int, rng: np.random.Generator, tries: int = 1
) -> Floats:
    """(starts, k, d) k-means++: a random point, then each time one with chance as its squared distance.

    The distance is that to the nearest centre so far. With several `tries` as many candidates are drawn
    each time, and the one that leaves the least sum is kept: greedy k-means++, as in scikit-learn. Where
    all points lie on centres, each is as likely. Points are the same for all, (n, d), or each
    start's own, (starts, n, d). Arthur and Vassilvitskii, k-means++, 2007.
    """
    x = points if points.ndim == 3 else points[None]
    n, rows = x.shape[1], np.arange(starts)
    own = rows if points.ndim == 3 else np.zeros(starts, np.int64)
    chosen = [x[own, rng.integers(n, size=starts)]]
    near = np.maximum(squared_distances(x, chosen[0][:, None])[:, 0], 0.0)
    for _ in range(k - 1):
        weight = np.where(near.sum(axis=1, keepdims=True) > 0, near, 1.0)
        level = np.cumsum(weight, axis=1)
        wanted = rng.random((starts, tries)) * level[:, -1:]
        picks = np.minimum((level[:, None] <= wanted[..., None]).sum(axis=2), n - 1)
        candidates = x[own[:, None], picks]
        left = np.clip(squared_distances(x, candidates), 0.0, near[:, None])
        best = left.sum(axis=2).argmin(axis=1)
        near = left[rows, best]
        chosen.append(candidates[rows, best])
    return np.stack(chosen, axis=1)


def greedy_tries(k: int) -> int:
    """How many candidates greedy k-means++ draws for each centre: 2 + ln k, rounded down."""
    return 2 + int(np.log(k))
