"""Pooling: a map made smaller, block by block."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[Any]  # in double precision or single


def blocks(maps: Floats, size: int) -> Floats:
    """`maps` (..., h, w) cut into blocks that do not overlap: (..., h // size, w // size, size * size).

    Rows and columns that fill no block are dropped, as libraries do.
    """
    rows, columns = maps.shape[-2] // size, maps.shape[-1] // size
    whole = maps[..., : rows * size, : columns * size]
    cut = whole.reshape(*maps.shape[:-2], rows, size, columns, size)
    return np.swapaxes(cut, -3, -2).reshape(*maps.shape[:-2], rows, columns, size * size)


def max_pool(maps: Floats, size: int = 2) -> Floats:
    """The largest of each block; of ties it is the same whichever is taken."""
    return np.asarray(blocks(maps, size).max(axis=-1))


def average_pool(maps: Floats, size: int = 2) -> Floats:
    """The mean of each block."""
    return np.asarray(blocks(maps, size).mean(axis=-1))


def blurred_max_pool(maps: Floats, size: int = 2) -> Floats:
    """The largest of size x size from each pixel on, blurred by the binomial 1 2 1, every size-th kept.

    Zhang 2019: subsampling after a blur changes less when the image moves. Beyond the lower and the
    right end, and around the blur, are zeros.
    """
    high, wide = maps.shape[-2:]
    keep = [(0, 0)] * (maps.ndim - 2)
    around = np.pad(maps, [*keep, (0, size - 1), (0, size - 1)])
    largest = np.max(
        [around[..., i : i + high, j : j + wide] for i in range(size) for j in range(size)], axis=0
    )
    for axis in (-2, -1):
        ends = [*keep, (1, 1), (0, 0)] if axis == -2 else [*keep, (0, 0), (1, 1)]
        wider = np.pad(largest, ends)
        first, middle, last = (
            np.take(wider, np.arange(i, i + maps.shape[axis]), axis=axis) for i in range(3)
        )
        largest = (first + 2 * middle + last) / 4
    rows, columns = high // size * size, wide // size * size
    return np.asarray(largest[..., :rows:size, :columns:size])


def changed_share(before: Floats, after: Floats) -> float:
    """Of the cells that are not 0 in both, the share that differ; nan if all are 0 in both."""
    active = (before != 0) | (after != 0)
    return float((before != after)[active].mean()) if active.any() else float("nan")
