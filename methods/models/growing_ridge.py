"""Ridge regression on the first rows of the data, for many numbers of rows at once."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def growing_ridge(X: Floats, y: Floats, sizes: Sequence[int], penalty: float = 1.0) -> Floats:
    """The weights (..., K, d) on the first rows of X (..., n, d) and y (..., n), for each of K `sizes`.

    They minimise |y - X w|² + penalty |w|², penalty > 0; a column of ones is penalised as all others. The
    sums X'X and X'y are cumulated, so all sizes cost little more than one. Sizes are 1 at least.
    """
    at = np.asarray(sizes) - 1
    grown = np.cumsum(X[..., :, None] * X[..., None, :], axis=-3)[..., at, :, :]
    against = np.cumsum(X * y[..., None], axis=-2)[..., at, :]
    eye = penalty * np.eye(X.shape[-1])
    return np.asarray(np.linalg.solve(grown + eye, against[..., None])[..., 0])
