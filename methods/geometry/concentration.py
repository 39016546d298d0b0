"""How quickly distances concentrate as features are added, and how slowly data make up for it."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import beta

Floats = NDArray[np.float64]


def spread_constant(p: float) -> float:
    """c of the L_p distance of two points, even in a cube: sd over mean is about c / sqrt(d).

    sd over mean of |x - y|^p, divided by p, for x and y even from 0 to 1; 0.59 for p = 2. François,
    Wertz, Verleysen (2007).
    """
    mean, square = (2 / ((q + 1) * (q + 2)) for q in (p, 2 * p))
    return float(np.sqrt(square / mean**2 - 1) / p)


def spread_constant_from_a_point(p: float) -> float:
    """The same of the distances from one point, on average over it: sqrt(3/10) for p = 2.

    The variance of |x - y|^p given x, which is less than all of it.
    """
    mean, square = (2 / ((q + 1) * (q + 2)) for q in (p, 2 * p))
    # E(|x - y|^p given x) is (x^(p+1) + (1-x)^(p+1)) / (p + 1)
    between = (2 / (2 * p + 3) + 2 * beta(p + 2, p + 2)) / (p + 1) ** 2 - mean**2
    return float(np.sqrt(square - mean**2 - between) / (p * mean))


def rate_exponent(d: ArrayLike, smoothness: int = 1) -> Floats:
    """2s/(2s + d): the best possible mean squared error falls like n to minus this (Stone 1982).

    For regression on d features, the function being s times differentiable; (...).
    """
    twice = 2.0 * smoothness
    return np.asarray(twice / (twice + np.asarray(d, float)))


def points_for_half_the_error(d: ArrayLike, smoothness: int = 1) -> Floats:
    """How many times the points it takes to halve that error, (...)."""
    return np.asarray(2.0 ** (1 / rate_exponent(d, smoothness)))
