"""What columns are shifted and divided by: min-max, standard and robust scaling."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def center_and_scale(X: Floats, kind: str) -> tuple[Floats, Floats]:
    """(d,) what is subtracted from the columns of X (n, d), and (d,) what the rest is divided by.

    "min_max": the minimum and the range, so that X lies from 0 to 1. "standard": the mean and the
    standard deviation, divisor n. "robust": the median and the range of the middle half, which is 1.349
    standard deviations of a normal. A column without spread is divided by 1, as in scikit-learn. Raises
    ValueError for another kind.
    """
    if kind == "min_max":
        center, scale = X.min(axis=0), np.ptp(X, axis=0)
    elif kind == "standard":
        center, scale = X.mean(axis=0), X.std(axis=0)
    elif kind == "robust":
        low, center, high = np.quantile(X, [0.25, 0.5, 0.75], axis=0)
        scale = high - low
    else:
        raise ValueError(f"no scaling is called {kind}")
    # The deviation of equal numbers may be what rounding leaves.
    flat = scale <= 1e-12 * np.maximum(np.abs(X).max(axis=0), 1e-300)
    return center, np.where(flat, 1.0, scale)
