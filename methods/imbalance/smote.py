"""Which rows to add or drop so that a rare class counts for more: SMOTE, copies, fewer negatives.

All three draw their random numbers as imbalanced-learn 0.14 does, so that a seed gives the same
rows here and there. Less balance takes the first of the rows that full balance takes.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Rows = NDArray[np.int_]

FEW = 100  # rows: all distances take about as long as a tree


@dataclass(frozen=True, eq=False)
class Synthetic:
    """Points between a minority point and one of its neighbours.

    Attributes
    ----------
    X : Shape (m, d), the synthetic points.
    parent, neighbour : Shape (m,), rows of the minority: the two ends of each point's segment.
    k : Neighbours used; fewer than asked for where the minority is too small, 0 for one point.
    """

    X: Floats
    parent: Rows
    neighbour: Rows
    k: int


def class_weight(n_min: int, n_maj: int, strength: float) -> float:
    """How often each minority row counts: (n_maj / n_min)^strength, 1 at 0 and balanced at 1."""
    return float((n_maj / n_min) ** strength)


def rows_to_add(n_min: int, n_maj: int, weight: float) -> int:
    """Minority rows to add so that they weigh as much as `weight` times their number.

    int(ratio n_maj - n_min) as in imbalanced-learn, ratio being weight n_min / n_maj; 0 or more.
    """
    return max(int(weight * n_min / n_maj * n_maj - n_min + 1e-9), 0)


def rows_to_keep(n_maj: int, weight: float) -> int:
    """Majority rows to keep when, instead, the majority shrinks by `weight`; at least one."""
    return min(max(int(n_maj / weight + 1e-9), 1), n_maj)


def nearest_neighbours(X: Floats, k: int) -> Rows:
    """The k nearest other rows of each row, nearest first, shape (n, k).

    X : (n, d). k is lowered to n - 1 if it is more. Of rows in the same place, any comes first.
    """
    k = min(k, len(X) - 1)
    if k < 1:
        return np.zeros((len(X), 0), dtype=int)
    distance, found = _nearest(X, min(k + 2, len(X)))
    if (np.diff(distance) == 0).any():
        # Equally far: which comes first is as imbalanced-learn has it, that is as scikit-learn does.
        from sklearn.neighbors import NearestNeighbors

        found = NearestNeighbors(n_neighbors=k + 1).fit(X).kneighbors(X, return_distance=False)
    nearest: Rows = found[:, 1 : k + 1]
    return nearest


def _nearest(X: Floats, k: int) -> tuple[Floats, Rows]:
    """Distances from each row to its k nearest, itself included, rising, and which rows those are."""
    if len(X) > FEW:
        from scipy.spatial import KDTree  # slow to import, and few ask for it

        distance, found = KDTree(X).query(X, k)
        return distance, found
    square = np.zeros((len(X), len(X)))
    for x in X.T:
        square += np.subtract.outer(x, x) ** 2
    found = square.argsort(axis=1)[:, :k]
    return np.sqrt(np.take_along_axis(square, found, axis=1)), found


def smote(X: Floats, k: int, m: int, seed: int) -> Synthetic:
    """m synthetic minority points (Chawla et al. 2002, section 4.2).

    Each lies at a random place on the segment from a random minority row of X (n, d) to a random
    one of its k nearest neighbours within the minority. A lone row is copied: it has no neighbour.
    """
    near = nearest_neighbours(X, k)
    # imbalanced-learn's own stream of random numbers, so that the points are the same
    rng = np.random.RandomState(seed)  # noqa: NPY002
    if near.shape[1] == 0:
        lone = np.zeros(m, dtype=int)
        return Synthetic(X[lone], lone, lone, 0)
    pick = rng.randint(0, near.size, m)
    step = rng.uniform(size=m)[:, None]
    parent = pick // near.shape[1]
    neighbour = near[parent, pick % near.shape[1]]
    return Synthetic(
        X[parent] + step * (X[neighbour] - X[parent]), parent, neighbour, near.shape[1]
    )


def copies(n_min: int, m: int, seed: int) -> Rows:
    """Which minority row each of m copies repeats, shape (m,): random over-sampling."""
    drawn: Rows = np.random.RandomState(seed).randint(0, n_min, m)  # noqa: NPY002 - see smote
    return drawn


def order_of_keeping(n_maj: int, seed: int) -> Rows:
    """The majority's rows in random order, shape (n_maj,): under-sampling keeps the first of them."""
    order: Rows = np.random.RandomState(seed).permutation(n_maj)  # noqa: NPY002 - see smote
    return order
