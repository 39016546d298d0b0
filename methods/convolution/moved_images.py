"""Images that are moved, and features that do or do not notice: patches as filters, ridge as reader."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from methods.convolution.correlation import correlate_many, padded

Floats = NDArray[Any]  # in double precision or single


def moved(images: Floats, side: int, by: int) -> Floats:
    """`images` (n, h, w) on an empty square of `side`, in the middle but `by` pixels to the right.

    ValueError where they would leave it.
    """
    high, wide = images.shape[1:]
    top, left = (side - high) // 2, (side - wide) // 2 + by
    if not 0 <= left <= side - wide or top < 0:
        raise ValueError(f"images of {images.shape[1:]} moved by {by} leave a square of {side}")
    canvas = np.zeros((len(images), side, side), images.dtype)
    canvas[:, top : top + high, left : left + wide] = images
    return canvas


def patch_filters(rng: np.random.Generator, images: Floats, count: int, k: int) -> Floats:
    """Filters (count, k, k): random patches of `images` (n, h, w), their mean taken out, of unit norm.

    Flat patches are drawn again (Coates & Ng 2012 learn them; random ones do nearly as well).
    """
    n, high, wide = images.shape
    found: list[Floats] = []
    while len(found) < count:
        i, row, column = rng.integers((n, high - k + 1, wide - k + 1)).tolist()
        patch = images[i, row : row + k, column : column + k]
        patch = patch - patch.mean()
        if (size := np.linalg.norm(patch)) > 0:
            found.append(patch / size)
    return np.array(found)


def rectified_maps(images: Floats, filters: Floats) -> Floats:
    """ReLU of the maps of `filters` (m, k, k) over `images` (n, h, w), padded by k - 1 zeros.

    (n, h + k - 1, w + k - 1, m): all that is not 0 when the images stand on a larger empty canvas.
    """
    k = filters.shape[1]
    maps = correlate_many(padded(images, k - 1), filters)
    return np.maximum(maps, 0, out=maps)


def global_max(maps: Floats) -> Floats:
    """The largest response of each filter anywhere: (n, m) of maps (n, rows, columns, m)."""
    return np.asarray(maps.max(axis=(1, 2)))


def pooled_in_place(maps: Floats, width: int, by: int) -> Floats:
    """2 x 2 max pooling of `maps` (n, rows, columns, m) in the middle of a wider map, moved `by` columns.

    (n, features): a dense reader sees each cell by its place. Rows above and below are empty and left
    out. Rows and width are even.
    """
    n, rows, columns, m = maps.shape
    left = (width - columns) // 2 + by
    wider = np.zeros((n, rows // 2, width, m), maps.dtype)
    wider[:, :, left : left + columns] = np.maximum(maps[:, ::2], maps[:, 1::2])
    return np.maximum(wider[:, :, ::2], wider[:, :, 1::2]).reshape(n, -1)


def ridge_reader(X: Floats, y: NDArray[np.intp], penalty: float) -> tuple[Floats, Floats]:
    """Ridge regression of targets +-1, a column a class, on centred features: weights and offsets.

    X (n, d), y (n,) counts classes from 0; weights (d, classes). Solved for rows if they are fewer.
    """
    targets = 2 * np.eye(int(y.max()) + 1, dtype=X.dtype)[y] - 1
    mean, level = X.mean(axis=0), targets.mean(axis=0)
    centred, wanted = X - mean, targets - level
    n, d = X.shape
    if d <= n:
        W = np.linalg.solve(
            centred.T @ centred + penalty * np.eye(d, dtype=X.dtype), centred.T @ wanted
        )
    else:
        W = centred.T @ np.linalg.solve(
            centred @ centred.T + penalty * np.eye(n, dtype=X.dtype), wanted
        )
    return W, level - mean @ W


def right_share(X: Floats, y: NDArray[np.intp], reader: tuple[Floats, Floats]) -> float:
    """The share of rows whose class has the largest of the reader's outputs."""
    W, offset = reader
    return float(((X @ W + offset).argmax(axis=1) == y).mean())
