"""Mean, spread, correlation and slope of pairs, for many choices of rows at once."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class PairMoments:
    """Of pairs x, y, (...) each or one number.

    Attributes
    ----------
    mean, sd : Of y; the divisor of the variance is the number of rows.
    r : Pearson's correlation; nan where x or y is the same in all rows.
    slope : Of least squares of y on x; nan where x is the same in all rows.
    """

    mean: Any
    sd: Any
    r: Any
    slope: Any

    def __getitem__(self, i: Any) -> "PairMoments":
        """The same at one index or several."""
        return PairMoments(self.mean[i], self.sd[i], self.r[i], self.slope[i])


def pair_moments(x: Floats, y: Floats, used: NDArray[np.bool_] | None = None) -> PairMoments:
    """Moments over the last axis of x (n,) and y (..., n), of the rows `used` (..., n) or of all.

    What is not used may be nan. All nan where no row is used.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        if used is None or used.all():
            k = y.shape[-1]
            x_mean, y_mean = x.mean(), y.mean(axis=-1)
            dx, dy = x - x_mean, y - y_mean[..., None]
        else:
            k = used.sum(axis=-1)
            y = np.where(used, y, 0.0)
            x_mean, y_mean = (used @ x) / k, y.sum(axis=-1) / k
            dx = np.where(used, x - x_mean[..., None], 0.0)
            dy = np.where(used, y - y_mean[..., None], 0.0)
        xx, yy, xy = (
            np.einsum("...n,...n->...", a, b) / k for a, b in ((dx, dx), (dy, dy), (dx, dy))
        )
        # What rounding leaves of a constant is no spread, whatever the unit.
        tiny = 1e-24
        flat_x, flat_y = xx <= tiny * x_mean**2, yy <= tiny * y_mean**2
        r = np.where(flat_x | flat_y, np.nan, xy / np.sqrt(xx * yy))
        slope = np.where(flat_x, np.nan, xy / xx)
    return PairMoments(y_mean, np.sqrt(yy), r, slope)
