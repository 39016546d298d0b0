"""What chance alone finds among many features, in closed form: correlations, separations, angles."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import bdtr, betainccinv

Floats = NDArray[np.float64]


def median_best_correlation(d: ArrayLike, n: int) -> Floats:
    """Median of the largest |r| between a target and d independent features of pure noise.

    For n >= 3 normal cases, r² is Beta(1/2, (n - 2)/2); of d of them the largest has its median
    where each has the chance (1/2)^(1/d).
    """
    upper = -np.expm1(-np.log(2.0) / np.asarray(d, float))  # 1 - (1/2)^(1/d), without rounding
    return np.asarray(np.sqrt(betainccinv(0.5, (n - 2) / 2, upper)))


def separable_chance(d: ArrayLike, n: int) -> Floats:
    """Chance that a plane (with an offset) parts n points in general position with random labels.

    Cover (1965): C(n, d + 1) / 2^n with C(n, m) = 2 sum_{i < m} binom(n - 1, i).
    """
    return np.asarray(bdtr(np.minimum(np.asarray(d, float), n - 1), n - 1, 0.5))


def angle_quantile(d: ArrayLike, chance: float) -> Floats:
    """The angle, in degrees, that two random directions stay below with that chance.

    (1 + cos) / 2 is Beta((d - 1)/2, (d - 1)/2), whose variance makes that of cos 1/d. With d = 1
    there are two directions: the angle is 0 or 180, and 90 at the median of the two.
    """
    d = np.asarray(d, float)
    shape = np.maximum(d - 1, 1) / 2
    angle = np.degrees(np.arccos(2 * betainccinv(shape, shape, chance) - 1))
    one = 90.0 if chance == 0.5 else 0.0 if chance < 0.5 else 180.0
    return np.asarray(np.where(d == 1, one, angle))
