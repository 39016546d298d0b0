"""A k-d tree (Bentley 1975): cells with few points, and how many of them a query has to look into."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Leaves:
    """The leaves of a k-d tree on n points.

    Attributes
    ----------
    low, high : (L, d) The smallest boxes around the points of each leaf. size : (L,) Their number.
    """

    low: Floats
    high: Floats
    size: Ints


def kd_leaves(points: Floats, most: int) -> Leaves:
    """Halve `points` (n, d) at the median of their widest column until no part has more than `most`."""
    parts, done = [points], []
    while parts:
        part = parts.pop()
        if len(part) <= most:
            done.append(part)
            continue
        column = int(np.ptp(part, axis=0).argmax())
        half = len(part) // 2
        order = np.argpartition(part[:, column], half)
        parts += [part[order[:half]], part[order[half:]]]
    return Leaves(
        np.array([part.min(axis=0) for part in done]),
        np.array([part.max(axis=0) for part in done]),
        np.array([len(part) for part in done]),
    )


def share_examined(leaves: Leaves, at: Floats, reach: Floats) -> Floats:
    """The share of the points that each query of `at` (m, d) has to look at: (m,).

    `reach` (m,) is the distance to its k-th neighbour. A search that takes the nearest boxes first
    (Friedman, Bentley and Finkel 1977) looks into the leaves whose box is nearer than that, and no
    exact search of this tree can leave one of them out.
    """
    outside = np.maximum(leaves.low - at[:, None], at[:, None] - leaves.high)
    squared = np.square(np.maximum(outside, 0.0)).sum(axis=2)
    looked = squared < np.square(reach)[:, None]
    return np.asarray(looked @ leaves.size / leaves.size.sum(), np.float64)
