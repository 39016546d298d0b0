"""Missing values of y filled in, from y alone or from x, for many patterns of missing values at once.

`y` and `x` are (n,); `seen` (..., n) says which values of y are known. What comes back is (..., n): y
where it is seen, and what is filled in elsewhere; nan where too few are seen to say.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class SeenLine:
    """Least squares of y on x among the rows that are seen, (...) each.

    Attributes
    ----------
    intercept, slope : nan with fewer than 3 rows seen, or where x is the same in all of them.
    residual_sd : Of y about the line, divisor k - 2 for k rows.
    """

    intercept: Floats
    slope: Floats
    residual_sd: Floats


def mean_filled(y: Floats, seen: Bools) -> Floats:
    """The mean of what is seen stands for what is not; all nan where nothing is seen."""
    return np.where(seen, y, _ratio((y * seen).sum(axis=-1), seen.sum(axis=-1))[..., None])


def median_filled(y: Floats, seen: Bools) -> Floats:
    """The median of what is seen stands for what is not; all nan where nothing is seen."""
    k = seen.sum(axis=-1)[..., None]
    order = np.argsort(y)
    rank = np.cumsum(seen[..., order], axis=-1)  # among those seen, of y in order
    low, high = (y[order][(rank > place).argmax(axis=-1)] for place in ((k - 1) // 2, k // 2))
    median = np.where(k > 0, ((low + high) / 2)[..., None], np.nan)
    return np.where(seen, y, median)


def seen_line(x: Floats, y: Floats, seen: Bools) -> SeenLine:
    """The line through the rows that are seen."""
    k = seen.sum(axis=-1)
    x_mean, y_mean = (_ratio(seen @ v, k) for v in (x, y))
    dx, dy = (x - x_mean[..., None]) * seen, (y - y_mean[..., None]) * seen
    square = np.where(k > 2, _summed(dx, dx), 0.0)
    slope = _ratio(_summed(dx, dy), square)
    dy -= slope[..., None] * dx
    rest = _summed(dy, dy)
    return SeenLine(y_mean - slope * x_mean, slope, np.sqrt(_ratio(rest, np.maximum(k - 2, 0))))


def regression_filled(x: Floats, y: Floats, seen: Bools, noise: Floats | None = None) -> Floats:
    """The line through what is seen says what is not; with `noise` (n,), standard normal, plus a draw.

    The draw is the residual standard deviation times the noise. The line's own uncertainty is left out,
    so one filled table understates what is not known (Little & Rubin 2019, chapter 4).
    """
    line = seen_line(x, y, seen)
    fitted = line.intercept[..., None] + line.slope[..., None] * x
    if noise is not None:
        fitted = fitted + line.residual_sd[..., None] * noise
    return np.where(seen, y, fitted)


def nearest_filled(x: Floats, y: Floats, seen: Bools, k: int) -> Floats:
    """The mean of the k seen rows with the nearest x stands for what is not; nan with fewer than k.

    Of rows equally near on both sides the lower are taken. One column of x, so those nearest stand in a
    row once x is sorted, and give way to the next row as long as the first of them is farther than what
    follows: where they begin is found by bisection.
    """
    order = np.argsort(x, kind="stable")
    x, y, seen = x[order], y[order], seen[..., order]
    filled = np.where(seen, y, np.nan)
    for index in np.ndindex(seen.shape[:-1]):
        known, holes = seen[index].nonzero()[0], (~seen[index]).nonzero()[0]
        if len(known) < k or not holes.size:
            continue
        donors = x[known]
        total = np.concatenate([[0.0], y[known].cumsum()])
        first = (donors[:-k] + donors[k:]).searchsorted(2 * x[holes])
        filled[(*index, holes)] = (total[first + k] - total[first]) / k
    out = np.empty(seen.shape)
    out[..., order] = filled
    return out


def _summed(a: Floats, b: Floats) -> Floats:
    """Sums of products over the last axis."""
    return np.asarray(np.einsum("...n,...n->...", a, b))


def _ratio(part: Floats, whole: Floats) -> Floats:
    """part / whole, nan where the whole is 0."""
    out = np.full(np.shape(part), np.nan)
    np.divide(part, whole, out=out, where=np.asarray(whole) > 0)
    return out
