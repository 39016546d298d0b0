"""The k nearest of many points, in order: what nearest neighbours, for all k at once, are read from."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FEW = 4  # columns up to which distances come from differences, exact where they are small
TIED = 12  # last bits of a distance's 52 that are rounding
BLOCK = 1 << 15  # distances at a time: they stay in the processor's own memory


@dataclass(frozen=True, eq=False)
class Nearest:
    """The k nearest of n points to each of m places, the nearest first; ties in the order of the points.

    Attributes
    ----------
    bits : (m, k) Those of the distance, a float, with the number of the point in place of the last.
    mask : Where that number stands.
    """

    bits: Ints
    mask: int

    @property
    def row(self) -> Ints:
        """(m, k) Which points."""
        return self.bits & self.mask

    @property
    def distance(self) -> Floats:
        """(m, k) How far they are."""
        return (self.bits & ~self.mask).view(np.float64)


def distances(at: Floats, points: Floats, metric: str) -> Floats:
    """Distances (m, n) from each row of `at` (m, d) to each of `points` (n, d).

    `metric` is "euclidean", "manhattan" (sum of the differences) or "chebyshev" (the largest). In more
    than FEW columns the first comes from inner products, |a|^2 - 2ab + |b|^2, where tiny distances lose
    digits. Raises ValueError for another metric.
    """
    if metric not in ("euclidean", "manhattan", "chebyshev"):
        raise ValueError(f"no metric is called {metric}")
    if metric == "euclidean" and at.shape[1] > FEW:
        found = at @ (-2.0 * points.T)
        found += np.einsum("ij,ij->i", points, points)
        found += np.einsum("ij,ij->i", at, at)[:, None]
        return np.sqrt(np.maximum(found, 0.0, out=found), out=found)
    total = np.zeros((len(at), len(points)))
    for a, b in zip(at.T, points.T, strict=True):
        apart = np.subtract.outer(a, b)
        if metric == "euclidean":
            total += np.square(apart, out=apart)
        elif metric == "manhattan":
            total += np.abs(apart, out=apart)
        else:
            np.maximum(total, np.abs(apart, out=apart), out=total)
    return np.sqrt(total, out=total) if metric == "euclidean" else total


def circular_distances(at: Floats, points: Floats, period: float) -> Floats:
    """Distances (m, n) on a circle, such as days of a year, from `at` (m,) to `points` (n,)."""
    apart = np.abs(np.subtract.outer(at, points)) % period
    return np.minimum(apart, period - apart)


def nearest(at: Floats, points: Floats, k: int, metric: str = "euclidean") -> Nearest:
    """The k nearest of `points` (n, d) to each row of `at` (m, d), by all n m distances, block by block.

    `metric` is as for `distances`. Raises ValueError for another metric, and if there are fewer than k
    points.
    """
    rows = max(1, BLOCK // len(points))
    bits, mask = np.empty((len(at), k), np.int64), 0
    for start in range(0, len(at), rows):
        block = slice(start, start + rows)
        found = k_smallest(distances(at[block], points, metric), k)
        bits[block], mask = found.bits, found.mask
    return Nearest(bits, mask)


def k_smallest(distance: Floats, k: int) -> Nearest:
    """The k nearest of n points to each of m places, from their distances (m, n), not negative.

    A float's bits are in the order of the floats. The row's number takes the place of the last of
    them, so that one sort of whole numbers, several times as fast as an argsort, orders both. So
    distances are rounded to one part in 2^40 (with more than 4,096 points to n parts in 2^52), and
    those of round data that are equal but for rounding are tied. Raises ValueError if there are fewer
    than k points.
    """
    n = distance.shape[1]
    if k > n:
        raise ValueError(f"{k} nearest of {n} points")
    last = max(TIED, (n - 1).bit_length())
    mask = (1 << last) - 1
    bits = np.array(distance, dtype=np.float64).view(np.int64)
    bits += 1 << (last - 1)
    bits &= ~mask
    bits |= np.arange(n)
    if 3 * k < n:
        bits = np.partition(bits, k - 1, axis=1)[:, :k]
    bits.sort(axis=1)
    return Nearest(
        np.ascontiguousarray(bits[:, :k]), mask
    )  # no part of all that was sorted, which it would keep


def without_own(found: Nearest) -> Nearest:
    """The lists (n, k) of n points among themselves, each without the point itself: (n, k - 1).

    So leaving one out costs nothing more. Where duplicates have pushed a point out of its own list,
    the last of the list goes.
    """
    n, k = found.bits.shape
    own = found.row == np.arange(n)[:, None]
    place = np.where(own.any(axis=1), own.argmax(axis=1), k - 1)
    kept = np.arange(k) != place[:, None]
    return Nearest(found.bits[kept].reshape(n, k - 1), found.mask)
