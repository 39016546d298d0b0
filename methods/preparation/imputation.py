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
    k = seen.sum(axis=-1)
    ordered = np.sort(np.where(seen, y, np.inf), axis=-1)
    middle = [
        np.take_along_axis(ordered, np.maximum(place, 0)[..., None], axis=-1)
        for place in ((k - 1) // 2, k // 2)
    ]
    median = np.where(k[..., None] > 0, (middle[0] + middle[1]) / 2, np.nan)
    return np.where(seen, y, median)


def seen_line(x: Floats, y: Floats, seen: Bools) -> SeenLine:
    """The line through the rows that are seen."""
    k = seen.sum(axis=-1)
    x_mean, y_mean = (_ratio((v * seen).sum(axis=-1), k) for v in (x, y))
    dx, dy = (x - x_mean[..., None]) * seen, (y - y_mean[..., None]) * seen
    square = np.where(k > 2, (dx**2).sum(axis=-1), 0.0)
    slope = _ratio((dx * dy).sum(axis=-1), square)
    rest = ((dy - slope[..., None] * dx) ** 2).sum(axis=-1)
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
    row once x is sorted: what begins among them is found by bisection.
    """
    order = np.argsort(x, kind="stable")
    out = np.broadcast_to(y, seen.shape).copy()
    for index in np.ndindex(seen.shape[:-1]):
        known = order[seen[index][order]]
        holes = np.flatnonzero(~seen[index])
        out[(*index, holes)] = np.nan
        if len(known) < k or not holes.size:
            continue
        donors = x[known]
        total = np.concatenate([[0.0], np.cumsum(y[known])])
        place = np.searchsorted(donors, x[holes])
        starts = np.clip(place[:, None] + np.arange(-k, 1), 0, len(known) - k)
        far = np.maximum(x[holes, None] - donors[starts], donors[starts + k - 1] - x[holes, None])
        best = np.take_along_axis(starts, far.argmin(axis=1)[:, None], axis=1)[:, 0]
        out[(*index, holes)] = (total[best + k] - total[best]) / k
    return out


def _ratio(part: Floats, whole: Floats) -> Floats:
    """part / whole, nan where the whole is 0."""
    out = np.full(np.shape(part), np.nan)
    np.divide(part, whole, out=out, where=np.asarray(whole) > 0)
    return out
