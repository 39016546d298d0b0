"""Points in many dimensions with two classes or more: drawn, or rows of a table of images."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from methods.tables import Table

Floats = NDArray[np.float64]
MOST = 1_000  # features of drawn data


@dataclass(frozen=True, eq=False)
class Cloud:
    """Points whose first d features are the data in d dimensions.

    Attributes
    ----------
    points : (n, D).
    y : (n,) The class of each, from 0.
    on_sphere : Whether the first d features are to be scaled to length 1, for every d anew.
    """

    points: Floats
    y: NDArray[np.int64]
    on_sphere: bool = False


def uniform(n: int, rng: np.random.Generator) -> Cloud:
    """Even in the unit cube; the class is the half in which the first feature lies."""
    points = rng.random((n, MOST))
    return Cloud(points, (points[:, 0] > 0.5).astype(np.int64))


def gaussian(n: int, rng: np.random.Generator) -> Cloud:
    """Independent standard normals; the class is the sign of the first."""
    points = rng.standard_normal((n, MOST))
    return Cloud(points, (points[:, 0] > 0).astype(np.int64))


def sphere(n: int, rng: np.random.Generator) -> Cloud:
    """Even on the surface of the unit ball; the class is the sign of the first feature."""
    cloud = gaussian(n, rng)
    return Cloud(cloud.points, cloud.y, on_sphere=True)


def low_rank(n: int, rank: int, noise: float, rng: np.random.Generator) -> Cloud:
    """Even in a unit cube of `rank` dimensions, with normal noise of that sd in every feature.

    The cube lies along the first features. Turning it in space would change no Euclidean distance.
    The class is the half in which the cube's first coordinate lies.
    """
    hidden, points = rng.random((n, rank)), noise * rng.standard_normal((n, MOST))
    points[:, :rank] += hidden
    return Cloud(points, (hidden[:, 0] > 0.5).astype(np.int64))


def correlated(n: int, correlation: float, rng: np.random.Generator) -> Cloud:
    """Standard normals, neighbours in the row correlated: correlation^|i - j| between i and j.

    The class is the sign of the first.
    """
    points = rng.standard_normal((n, MOST))
    points[:, 1:] *= np.sqrt(1 - correlation**2)
    for j in range(1, MOST):
        points[:, j] += correlation * points[:, j - 1]
    return Cloud(points, (points[:, 0] > 0).astype(np.int64))


def two_classes(n: int, shift: float, informative: int, rng: np.random.Generator) -> Cloud:
    """Two normal classes whose means lie `shift` apart in each of the first `informative` features.

    The other features are noise. Classes alternate, so that they are equally large.
    """
    y = np.arange(n) % 2
    points = rng.standard_normal((n, MOST))
    points[:, :informative] += shift * (y[:, None] - 0.5)
    return Cloud(points, y)


def images(table: Table, n: int, shuffled: bool, seed: int) -> Cloud:
    """n rows of a table of images, with the pixels in random order, the same for every n.

    `shuffled` permutes each pixel's values among the rows on its own: each pixel keeps its values,
    and what pixels have to do with each other, and with the class, is gone.
    """
    order, rows, mix = (np.random.default_rng([seed, stream]) for stream in (1, 2, 3))
    x = table["X"]
    pixels = order.permutation(x.shape[1])
    chosen = rows.permutation(len(x))[:n]
    points = x[chosen][:, pixels].astype(float)
    if shuffled:
        points = mix.permuted(points, axis=0)
    return Cloud(points, table["y"][chosen].astype(np.int64))
