"""How far apart normal points are, by their law: what is left of a simulation without luck.

Points are standard normal in d dimensions. The squared norm of one is chi-square with d degrees of
freedom; the squared distance of another from it is noncentral chi-square, its noncentrality being that
squared norm (Johnson, Kotz, Balakrishnan 1995, chapter 29).
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtri, chndtr, chndtrix, gammaln, poch

from methods.geometry.distances import Reach

Floats = NDArray[np.float64]
NORMS = 9  # points of how many norms stand for all


def norm_quantile(chance: ArrayLike, d: ArrayLike) -> Floats:
    """The norm that a point stays below with that chance, (...)."""
    return np.asarray(np.sqrt(chdtri(d, 1 - np.asarray(chance, float))))


def share_within(distance: ArrayLike, d: ArrayLike, norm: ArrayLike) -> Floats:
    """The share of points within `distance` of one that has this norm, (...)."""
    return np.asarray(chndtr(np.square(distance), d, np.square(norm)))


def distance_quantile(chance: ArrayLike, d: ArrayLike, norm: ArrayLike) -> Floats:
    """The distance within which that share of points lies, from one that has this norm, (...)."""
    return np.asarray(np.sqrt(chndtrix(chance, d, np.square(norm))))


def mean_distance(d: int, norm: Floats) -> Floats:
    """The mean distance of other points from one that has this norm, above 0, (k,).

    A Poisson mixture of means of chi variables, sqrt(2) Gamma((d + 1)/2 + j) / Gamma(d/2 + j).
    """
    half = np.square(norm)[:, None] / 2
    j = np.arange(int(half.max() + 12 * np.sqrt(half.max()) + 40))
    weight = np.exp(j * np.log(half) - half - gammaln(j + 1))
    return np.asarray(np.sqrt(2) * weight @ poch(d / 2 + j, 0.5))


def typical_norms(d: int, k: int = NORMS) -> Floats:
    """Norms at k evenly spread quantiles, (k,)."""
    return norm_quantile((np.arange(k) + 0.5) / k, d)


def typical_reach(d: int, n: int) -> Reach:
    """`Reach` without luck: of n points in d dimensions, each number the median of its law.

    A mean over `typical_norms`, the points taken to be independent of each other, and for the contrast
    the farthest at its median, since the nearest has most of the luck. Drawn points have some 4 % more
    contrast with few dimensions, 1 % with many.
    """
    norm = typical_norms(d)
    mean, square = mean_distance(d, norm), d + norm**2
    far = distance_quantile(0.5 ** (1 / (n - 1)), d, norm)

    def chances(at: Floats) -> Floats:
        """Of: nearest over mean below at[0], farthest over mean below at[1], contrast below at[2]."""
        tried = np.stack([at[0] * mean, at[1] * mean, far / (1 + at[2])])
        within = share_within(tried, d, norm)
        beyond = np.exp((n - 1) * np.log1p(-within.clip(0, 1 - 1e-15)))
        return np.array([1 - beyond[0].mean(), (within[1] ** (n - 1)).mean(), beyond[2].mean()])

    low, high = np.full(3, np.log(1e-6)), np.full(3, np.log(1e7))
    for _ in range(26):
        middle = (low + high) / 2
        above = chances(np.exp(middle)) > 0.5
        low, high = np.where(above, low, middle), np.where(above, middle, high)
    spread = np.median(np.sqrt(square - mean**2) / mean)
    near, farthest, contrast = np.exp(high)
    return Reach(near, farthest, contrast, np.asarray(spread))


def shares_by_ratio(edges: Floats, d: int) -> Floats:
    """The law of distances over each point's mean: the share between `edges` (B + 1,), shape (B,).

    A mean over `typical_norms`.
    """
    norm = typical_norms(d)
    within = share_within(edges[:, None] * mean_distance(d, norm), d, norm)
    return np.diff(within.mean(axis=1))
