"""Regression that a few wild targets do not pull: Huber's, and least absolute deviations of a line."""

import numpy as np
from numpy.typing import NDArray

from methods.models.least_squares import least_squares

Floats = NDArray[np.float64]

NORMAL_MAD = 0.6744897501960817  # median of |z| for a standard normal z
MOST_STEPS = 200


def huber(X: Floats, y: Floats, k: float = 1.345) -> Floats:
    """(p,) Coefficients of Huber's M-estimate: squares up to k scales from the fit, straight beyond.

    Solves sum psi(e_i / s) x_i = 0, psi(u) = u cut to -k..k, by reweighted least squares from the
    least-squares fit on; s is the residuals' median absolute value over 0.6745, anew at each step. At
    k = 1.345 it is 95 % as efficient as least squares for normal errors (Huber 1964). It does not
    protect from high leverage. Where half the residuals are 0 the fit at that step is returned.
    """
    coefficients = least_squares(X, y).coefficients
    for _ in range(MOST_STEPS):
        size = np.abs(y - X @ coefficients)
        scale = float(np.median(size)) / NORMAL_MAD
        if scale < 1e-12 * float(np.abs(y).max()):
            break
        root = np.sqrt(np.minimum(1, k * scale / np.maximum(size, 1e-300)))
        new = least_squares(X * root[:, None], y * root).coefficients
        moved, coefficients = float(np.abs(X @ (new - coefficients)).max()), new
        if moved < 1e-12 * scale:
            break
    return coefficients


def least_absolute_line(x: Floats, y: Floats) -> tuple[float, float]:
    """Slope and intercept of the line with the least sum of |y - a - b x|.

    Some best line passes through two of the points. From a point, the best line through it has as slope a
    median of (y_j - y_i) / (x_j - x_i) weighted by |x_j - x_i|, and passes through another, from
    which the same is done, until the sum falls no more (Edgeworth 1888; Wesolowsky 1981). Where
    points tie it may stop at a line that is not the best, so it starts from each of the nine points
    nearest to the least-squares line and takes the best. Raises ValueError where all x are equal.
    """
    start = least_squares(np.column_stack([np.ones_like(x), x]), y)
    best = np.inf, 0.0, 0.0
    for first in np.argsort(np.abs(start.residuals), kind="stable")[:9]:
        i, least = int(first), np.inf
        while True:
            across, up = x - x[i], y - y[i]
            there = np.flatnonzero(across)
            slopes = up[there] / across[there]
            order = np.argsort(slopes, kind="stable")
            weight = np.abs(across[there])[order].cumsum()
            j = there[order[int(np.searchsorted(weight, weight[-1] / 2))]]
            slope = float(up[j] / across[j])
            total = float(np.abs(up - slope * across).sum())
            if total >= least * (1 - 1e-12):
                break
            least, i = total, int(j)
            if total < best[0]:
                best = total, slope, float(y[i] - slope * x[i])
    return best[1], best[2]
