"""How many clusters: what the silhouette and the gap statistic say."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from methods.clustering.k_means import squared_distances

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def distances(points: Floats) -> Floats:
    """(n, n) Euclidean distances between points (n, d)."""
    squared = squared_distances(points[None], points[None])[0]
    np.fill_diagonal(squared, 0.0)
    return np.asarray(np.sqrt(np.maximum(squared, 0.0)))


def silhouettes(distance: Floats, labels: Ints) -> Floats:
    """(n,) (b - a) / max(a, b) of each point, by all distances (n, n) and its cluster (n,).

    a is the mean distance to the others of its own cluster, b the least mean distance to another cluster.
    0 for a point alone in its cluster, and where both are 0; nan if there is one cluster. Rousseeuw 1987.
    """
    _, labels = np.unique(labels, return_inverse=True)
    size = np.bincount(labels)
    if len(size) < 2:
        return np.full(len(labels), np.nan)
    one_hot = (labels[:, None] == np.arange(len(size))).astype(float)
    mean = distance @ one_hot
    rows = np.arange(len(labels))
    own = mean[rows, labels] / np.maximum(size[labels] - 1, 1)
    mean /= size
    mean[rows, labels] = np.inf
    other = mean.min(axis=1)
    larger = np.maximum(own, other)
    apart = np.divide(other - own, larger, out=np.zeros(len(labels)), where=larger > 0)
    return np.where(size[labels] > 1, apart, 0.0)


def gap(inertia: ArrayLike, reference: ArrayLike) -> tuple[Floats, Floats]:
    """Gap(k) and s(k), both (K,), by inertias of the data (K,) and of references without groups, (B, K).

    The mean log inertia of the references less that of the data; s is their standard deviation times the
    root of 1 + 1/B. Infinite where the data have no inertia. Tibshirani, Walther and Hastie 2001.
    """
    with np.errstate(divide="ignore"):
        log, logs = np.log(np.asarray(inertia, float)), np.log(np.asarray(reference, float))
    return logs.mean(axis=0) - log, logs.std(axis=0) * np.sqrt(1 + 1 / len(logs))


def gap_choice(gaps: Floats, s: Floats) -> int:
    """The place, from 0, of the first k with Gap(k) >= Gap(k + 1) - s(k + 1); the last if none has."""
    enough = np.flatnonzero(gaps[:-1] >= gaps[1:] - s[1:])
    return int(enough[0]) if enough.size else len(gaps) - 1
