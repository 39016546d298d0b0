"""Where, in the plane, one of several affine functions is lower than another: the edges of cells."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def envelope_edges(slope: Floats, offset: Floats, low: Floats, high: Floats) -> Floats:
    """Start and end, (2, m, 2), of the edges between regions of a box in which one function is lowest.

    Function i is slope[i] . p + offset[i], slope (k, 2) and offset (k,); the box is from `low` to `high`,
    both (2,). With slope -2c and offset |c|^2 the regions are Voronoi cells of centres c. Equal functions
    have no edge between them.
    """
    k = len(slope)
    first, second = np.triu_indices(k, 1)
    normal, level = slope[first] - slope[second], offset[second] - offset[first]
    length = np.square(normal).sum(axis=1)
    there = length > 0
    first, second, normal, level, length = (
        each[there] for each in (first, second, normal, level, length)
    )
    # the line on which both are equal: at + t * way
    at = normal * (level / length)[:, None]
    way = np.column_stack([-normal[:, 1], normal[:, 0]]) / np.sqrt(length)[:, None]
    sides = np.array([[1.0, 0], [-1, 0], [0, 1], [0, -1]])
    ends = np.concatenate([high[:1], -low[:1], high[1:], -low[1:]])
    # inside the box, and no function lower: rise * t <= room, for each line and bound
    rise, room = [way @ sides.T], [ends - at @ sides.T]
    lower = slope[first][:, None] - slope[None]  # (m, k, 2)
    rise.append(np.einsum("mkd,md->mk", lower, way))
    gap = np.einsum("mkd,md->mk", lower, at) + offset[first][:, None] - offset
    own = (np.arange(k) == first[:, None]) | (np.arange(k) == second[:, None])
    room.append(np.where(own, np.inf, -gap))
    rises, rooms = np.where(own, 0.0, rise.pop()), room.pop()
    rises, rooms = np.hstack([rise[0], rises]), np.hstack([room[0], rooms])
    with np.errstate(divide="ignore", invalid="ignore"):
        where = rooms / rises
    start = np.where(rises < 0, where, -np.inf).max(axis=1)
    end = np.where(rises > 0, where, np.inf).min(axis=1)
    never = ((rises == 0) & (rooms < 0)).any(axis=1)
    kept = (start < end) & ~never
    return np.stack([(at + t[:, None] * way)[kept] for t in (start, end)])
