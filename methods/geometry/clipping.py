"""What of lines lies within a box (Liang and Barsky 1984)."""

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def clipped(segments: Floats, low: Floats, high: Floats) -> Floats:
    """The parts of `segments` (2, n, d), from start to end, between `low` and `high` (d,): (2, m, d).

    Those that only touch the box are left out.
    """
    start, way = segments[0], segments[1] - segments[0]
    never = (way == 0) & ((start <= low) | (start >= high))
    some = np.where(way == 0, 1.0, way)
    walls = np.array([(low - start) / some, (high - start) / some])
    walls[:, way == 0] = [[-np.inf], [np.inf]]
    enter = np.maximum(walls.min(axis=0).max(axis=1), 0.0)
    leave = np.minimum(walls.max(axis=0).min(axis=1), 1.0)
    kept = (enter < leave) & ~never.any(axis=1)
    return np.array([(start + at[:, None] * way)[kept] for at in (enter, leave)])


def line_within(w: Floats, offset: float, low: Floats, high: Floats) -> Floats:
    """(2, 2) Where the line w·x + offset = 0 enters and leaves the box from `low` to `high`, each (2,).

    nan where it does not cross the box, or where w is 0 or too large to square.
    """
    length = w @ w
    if np.isfinite(length) and length > 0:
        way = np.array([-w[1], w[0]]) / math.sqrt(length)
        middle, half = (low + high) / 2, float(np.linalg.norm(high - low))
        nearest = middle - (w @ middle + offset) * w / length
        found = clipped(nearest + half * np.array([-way, way])[:, None], low, high)[:, 0:1]
        if found.size:
            return np.asarray(found[:, 0])
    return np.full((2, 2), np.nan)
