"""The best of many columns, found by looking."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def best_correlations(columns: Floats, y: Floats) -> Floats:
    """(m,) the largest |r| with y (n,) among the first 1, 2, ... m rows of `columns` (m, n).

    A column without spread correlates with nothing: it counts 0. Raises ValueError if y has none.
    """
    dy = y - y.mean()
    if not dy.any():
        raise ValueError("y is the same in all rows")
    off = columns - columns.mean(axis=1, keepdims=True)
    size = np.sqrt((off**2).sum(axis=1) * (dy @ dy))
    r = np.divide(np.abs(off @ dy), size, out=np.zeros(len(columns)), where=size > 0)
    return np.asarray(np.maximum.accumulate(r))
