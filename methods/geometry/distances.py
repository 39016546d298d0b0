"""All distances between points, as their number of dimensions grows, and what they look like."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg.blas import dgemm

Floats = NDArray[np.float64]
SAME_DIRECTION = 1e-14  # 1 - cosine below which rounding alone keeps two directions apart
Distances = NDArray[np.floating[Any]]  # of 7 digits or of 16


def growing_distances(
    points: Floats, dims: Sequence[int], metric: str, on_sphere: bool = False
) -> Iterator[Distances]:
    """Distances between all points in their first d features, (n, n), for each of the rising `dims`.

    Each step adds only the features that are new. `metric` is "l2", "l1", "l_half" (the sum of
    square roots, squared), "l_inf" or "cosine" (1 - cosine; 1 from a point of length 0 to all others,
    as in scikit-learn). `on_sphere` scales the first d features of each point to length 1 and measures
    Euclidean distances. The array is the caller's to change, until the next one is asked for.

    Sums are kept with 16 digits and distances told with 7: half the memory takes two thirds of the
    time, here and in what is done with them.
    """
    n, start = len(points), 0
    turned = metric == "cosine" or on_sphere
    # Features as rows, so that new ones lie together; centred, so that less is lost to rounding.
    features = points.T.copy()
    if not turned:
        features -= features.mean(axis=1, keepdims=True)
    total = np.zeros((n, n))
    found, nothing = np.empty((n, n), np.float32), np.zeros((n, n), np.float32)
    for d in dims:
        new = features[start:d]
        start = d
        if turned:
            total += new.T @ new
            length = np.sqrt(np.diagonal(total))
            unit = 1 / np.where(length > 0, length, np.inf)
            np.maximum(1 - total * unit[:, None] * unit, 0.0, out=found)
            found[found < SAME_DIRECTION] = 0.0
            found.ravel()[:: n + 1] = 0.0
            yield np.sqrt(2 * found, out=found) if on_sphere else found
            continue
        match metric:
            case "l2":
                _add_squares(total, new)
                np.copyto(found, total, casting="same_kind")
                np.maximum(found, nothing, out=found)  # twice as fast as with a number
                found.ravel()[:: n + 1] = 0.0
                yield np.sqrt(found, out=found)
            case "l1":
                total += _apart(new.T, "cityblock")
                np.copyto(found, total, casting="same_kind")
                yield found
            case "l_inf":
                np.maximum(total, _apart(new.T, "chebyshev"), out=total)
                np.copyto(found, total, casting="same_kind")
                yield found
            case _:
                total += root_differences(new.T)
                yield np.square(total, out=found)


def squared_distances(features: Floats) -> Floats:
    """Squared Euclidean distances between n points given as (d, n), one feature a row: (n, n).

    From inner products; for one or two features from differences, which are exact where distances
    are small.
    """
    total = np.zeros((features.shape[1],) * 2)
    _add_squares(total, features)
    np.maximum(total, 0.0, out=total)
    np.fill_diagonal(total, 0.0)
    return total


def _apart(x: Floats, metric: str) -> Floats:
    """Distances between all rows of x (n, d), (n, n)."""
    from scipy.spatial.distance import pdist, squareform  # slow to import, and few ask for it

    return np.asarray(squareform(pdist(x, metric)))


def _add_squares(total: Floats, features: Floats) -> None:
    """Add squared distances to `total` (n, n); where they are 0, rounding may leave a little else."""
    if len(features) <= 2:
        for x in features:
            apart = np.subtract.outer(x, x)
            apart *= apart
            total += apart
        return
    # |x|² + |y|² - 2xy as one product of (n, d + 2), added in place: fewer passes over all pairs.
    square, one = np.einsum("ij,ij->j", features, features), np.ones(features.shape[1])
    left = np.vstack([-2 * features, square, one])
    right = np.vstack([features, one, square])
    # BLAS has columns first: what it sees is the transposes
    dgemm(1.0, right.T, left.T, beta=1.0, c=total.T, overwrite_c=True, trans_b=True)


def root_differences(x: Floats) -> Floats:
    """Sum over features of sqrt|x_i - x_j| for all rows of x (n, d), (n, n)."""
    found = np.zeros((len(x), len(x)))
    for i in range(len(x) - 1):
        apart = x[i + 1 :] - x[i]
        np.abs(apart, out=apart)
        np.sqrt(apart, out=apart)
        found[i, i + 1 :] = apart.sum(axis=1)
    return found + found.T


@dataclass(frozen=True, eq=False)
class Reach:
    """How far the others are from a typical point: medians over the points, (...).

    Attributes
    ----------
    near, far : Nearest and farthest distance, each over the point's mean distance; nan if from one
        of the points all others are at distance 0.
    contrast : (farthest - nearest) / nearest; nan where the nearest is at distance 0, as it is for
        more than half of the points. Beyer and others (1999), Aggarwal and others (2001).
    spread : Standard deviation of a point's distances over their mean; nan as `near`.
    """

    near: Floats
    far: Floats
    contrast: Floats
    spread: Floats


def extent(distance: Distances) -> tuple[Floats, Floats, Floats]:
    """Each point's farthest distance, and its mean distance and mean squared distance to others, (n,).

    `distance` is (n, n), 0 on the diagonal.
    """
    others = len(distance) - 1
    exact = distance.astype(
        float
    )  # whole: to add up 7 digits as 16, number by number, takes twice as long
    total, square = exact @ np.ones(len(distance)), np.vecdot(exact, exact)
    return distance.max(axis=1).astype(float), total / others, square / others


def reach(nearest: Floats, farthest: Floats, mean: Floats, square: Floats) -> Reach:
    """`Reach` of points whose nearest distances, and what `extent` says, are given, each (..., n)."""
    n = nearest.shape[-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        each = np.stack(
            [
                nearest / mean,
                farthest / mean,
                farthest / nearest - 1,
                np.sqrt(np.maximum(square / mean**2 - 1, 0.0)),
            ]
        )
    each[2, np.isnan(each[2])] = np.inf  # 0 over 0: all points are one
    each.sort(axis=-1)  # the median of each row; a nan is last, and makes it nan
    middle = (each[..., (n - 1) // 2] + each[..., n // 2]) / 2
    middle[np.isnan(each[..., -1])] = np.nan
    near, far, contrast, spread = middle
    return Reach(near, far, np.where(np.isfinite(contrast), contrast, np.nan), spread)


def ratios(distance: Distances, queries: int) -> Floats:
    """Distances of the first `queries` points to all over each one's mean to others, (queries, n).

    `distance` is 0 on the diagonal. A point's own place is nan, as is all for a point from which all
    others are at distance 0.
    """
    rows = distance[:queries]
    mean = rows.sum(axis=1, keepdims=True, dtype=float) / (len(distance) - 1)
    with np.errstate(invalid="ignore"):
        found: Floats = rows / mean
    np.fill_diagonal(found, np.nan)
    return found
