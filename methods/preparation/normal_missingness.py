"""What holes do to a pair of standard normals, in closed form: before a cure and after it.

x and y have mean 0, variance 1 and correlation rho. A share m of y is missing, where a standard normal z
is largest, which is correlated r_x with x and r_y with y.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri

from methods.preparation.pair_moments import PairMoments


@dataclass(frozen=True, eq=False)
class SeenNormals:
    """Moments of the rows that are seen, (S,) each."""

    share: Any
    x_mean: Any
    x_variance: Any
    y_mean: Any
    y_variance: Any
    covariance: Any

    @property
    def slope(self) -> Any:
        """Of y on x."""
        return self.covariance / self.x_variance

    @property
    def intercept(self) -> Any:
        """Of y on x: where the line through what is seen passes x = 0."""
        return self.y_mean - self.slope * self.x_mean

    @property
    def residual(self) -> Any:
        """The variance of y about that line."""
        return self.y_variance - self.slope * self.covariance


def seen_normals(share: ArrayLike, rho: float, r_x: float, r_y: float) -> SeenNormals:
    """Moments of what is seen when `share` (S,) of y is missing, from 0 to below 1.

    With c = Phi^-1(1 - m), l = phi(c) / Phi(c) and d = c l + l^2, z below c has mean -l and variance
    1 - d (Johnson, Kotz & Balakrishnan 1994, section 13.10.1); x and y follow by their regressions on z.
    """
    m = np.asarray(share, float)
    # At m = 0 the cut is at infinity: l and d are 0.
    cut = ndtri(np.where(m > 0, 1 - m, 0.5))
    below = np.where(m > 0, np.exp(-(cut**2) / 2) / np.sqrt(2 * np.pi) / ndtr(cut), 0.0)
    d = cut * below + below**2
    return SeenNormals(
        m, -r_x * below, 1 - r_x**2 * d, -r_y * below, 1 - r_y**2 * d, rho - r_x * r_y * d
    )


def cured_moments(seen: SeenNormals, cure: str) -> PairMoments:
    """Moments after a cure, (S,) each: "drop", "mean", "regression" or "draw".

    Filled with the mean, variance and covariance are multiplied by 1 - m. Filled from the line, the
    covariance is its slope b and the variance (1 - m) s^2 + b^2, with s^2 the residual variance; with a
    draw s^2 + b^2. Raises ValueError for another cure.
    """
    s = seen
    if cure == "drop":
        r = s.covariance / np.sqrt(s.x_variance * s.y_variance)
        return PairMoments(s.y_mean, np.sqrt(s.y_variance), r, s.slope)
    if cure == "mean":
        sd = np.sqrt((1 - s.share) * s.y_variance)
        slope = (1 - s.share) * s.covariance
        return PairMoments(s.y_mean, sd, slope / sd, slope)
    if cure not in ("regression", "draw"):
        raise ValueError(f"no closed form for {cure}")
    left = 1.0 if cure == "draw" else 1 - s.share
    sd = np.sqrt(left * s.residual + s.slope**2)
    return PairMoments(s.intercept, sd, s.slope / sd, s.slope)


def interval_coverage(seen: SeenNormals, n: int, cure: str, tables: int = 20) -> Any:
    """How often the 95 % interval for the mean of y, worked out after a cure, holds the truth 0; (S,).

    About, for n rows: the mean is taken for normal, 1.96 standard errors to either side. `cure` is
    "drop", "mean", "regression", "draw" or "multiple": so many `tables` filled with draws of line and
    residual, pooled by T = W + (1 + 1/M) B (Rubin 1987). What software takes for the standard error is
    the root of the variance over the rows it is given, filled ones too. Raises ValueError for another
    cure.
    """
    s, k = seen, (1 - seen.share) * n
    filled = s.share / n
    # The line's height at the mean of all x: by its own error, and by that of the mean of x.
    line = s.residual / k * (1 + s.x_mean**2 / s.x_variance)
    regression = line + s.slope**2 / n
    if cure in ("drop", "mean"):
        true, bias = s.y_variance / k, s.y_mean
        claimed = true if cure == "drop" else (1 - s.share) * s.y_variance / n
    elif cure == "regression":
        true, bias = regression, s.intercept
        claimed = ((1 - s.share) * s.residual + s.slope**2) / n
    elif cure == "draw":
        true, bias = regression + filled * s.residual, s.intercept
        claimed = (s.residual + s.slope**2) / n
    elif cure == "multiple":
        drawn = s.residual / k * (s.share**2 + s.x_mean**2 / s.x_variance)
        between = filled * s.residual + drawn
        true, bias = regression + between / tables, s.intercept
        claimed = (s.residual + s.slope**2) / n + (1 + 1 / tables) * between
    else:
        raise ValueError(f"no interval for {cure}")
    half, off = 1.96 * np.sqrt(claimed / true), bias / np.sqrt(true)
    return ndtr(half - off) - ndtr(-half - off)
