"""Balls, shells, edges and nearest points in many dimensions, in closed form.

Every function takes d >= 1, a number or an array, and answers in its shape.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expm1, gammaln, log1p

Floats = NDArray[np.float64]


def log_ball_volume(d: ArrayLike) -> Floats:
    """ln of the volume of the ball of radius 1, pi^(d/2) / Gamma(d/2 + 1)."""
    d = np.asarray(d, float)
    return np.asarray(d / 2 * np.log(np.pi) - gammaln(d / 2 + 1))


def ball_share_of_cube(d: ArrayLike) -> Floats:
    """Share of a cube's volume that lies in the largest ball inside it, in d dimensions."""
    return np.asarray(np.exp(log_ball_volume(d) - np.asarray(d, float) * np.log(2.0)))


def shell_share(d: ArrayLike, thickness: float) -> Floats:
    """Share of a ball's volume in its outer shell, `thickness` as a share of the radius.

    The same for a cube, of half its edge. 1 - (1 - thickness)^d.
    """
    return np.asarray(-expm1(np.asarray(d, float) * log1p(-thickness)))


def edge_length(d: ArrayLike, share: float) -> Floats:
    """Edge of a small cube that holds `share` of the unit cube's volume, share^(1/d).

    Hastie, Tibshirani, Friedman (2009), section 2.5.
    """
    return np.asarray(share ** (1 / np.asarray(d, float)))


def median_nearest(d: ArrayLike, n: ArrayLike) -> Floats:
    """Median distance from the centre of the unit ball to the nearest of n even points in it.

    (1 - (1/2)^(1/n))^(1/d). Hastie, Tibshirani, Friedman (2009), equation 2.24.
    """
    n = np.asarray(n, float)
    return np.asarray((-expm1(-np.log(2.0) / n)) ** (1 / np.asarray(d, float)))


def log10_points_needed(d: ArrayLike, distance: float) -> Floats:
    """log10 of the n at which `median_nearest` is `distance`, a share of the radius below 1.

    n = ln 2 / -ln(1 - distance^d): some 0.69 points for each time the small ball fits.
    """
    log_small = np.asarray(d, float) * np.log(distance)
    # -ln(1 - v) is v itself where v is too small to be told from it
    small = np.exp(log_small)
    log_need = np.where(small < 1e-12, log_small, np.log(np.maximum(-log1p(-small), 1e-300)))
    return np.asarray((np.log(np.log(2.0)) - log_need) / np.log(10.0))
