"""How many dimensions the data themselves have, told from distances to the nearest neighbours."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def two_nn(first: Floats, second: Floats, discard: float = 0.1) -> Floats:
    """TwoNN: the dimension from the ratio of each point's two nearest distances, both (..., n): (...).

    If the density is even at that scale, ln(second/first) is exponential with rate d: the slope of
    -ln(1 - F) through the origin, F being the empirical distribution, without the largest share
    `discard`. Facco, d'Errico, Rodriguez, Laio (2017). A point with a twin (distance 0) is left
    out; nan if fewer than three are left, or all ratios are 1.
    """
    kept = first > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        log_ratio = np.where(kept, np.log(second / first), np.inf)
    log_ratio.sort(axis=-1)
    n = np.count_nonzero(kept, axis=-1, keepdims=True)
    many = np.minimum((n * (1 - discard)).astype(int), n - 1)  # -ln(1 - F) is infinite at the last
    rank = np.arange(1, first.shape[-1] + 1)
    used = rank <= many
    log_ratio[~used] = 0.0
    rise = -np.log1p(-np.where(used, rank, 0) / np.maximum(n, 1))
    base = np.einsum("...i,...i->...", log_ratio, log_ratio)
    top = np.einsum("...i,...i->...", log_ratio, rise)
    with np.errstate(invalid="ignore"):
        return np.where((n[..., 0] >= 3) & (base > 0), top / base, np.nan)


def maximum_likelihood_dimension(near: Floats) -> Floats:
    """Levina and Bickel's estimate (2004) from each point's k nearest distances, rising, (..., n, k).

    1 / mean of ln(near[..., -1] / near[..., j]) over points and j < k; that the inverses are averaged
    is MacKay and Ghahramani's correction (2005). Points with a twin are left out; nan if k = 1 or
    nothing is left.
    """
    kept = near[..., :1] > 0
    log = np.log(np.where(kept, near, 1.0))
    k, n = near.shape[-1], np.count_nonzero(kept, axis=(-2, -1))
    total = (k - 1) * log[..., -1].sum(axis=-1) - log[..., :-1].sum(axis=(-2, -1))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(total > 0, n * (k - 1) / total, np.nan)


def participation_ratio(variances: Floats) -> float:
    """Effective number of directions: (sum)² / sum of squares of the covariance's eigenvalues.

    d if all are equal, 1 if one has everything, nan if all are 0.
    """
    total = float((variances**2).sum())
    return float(variances.sum()) ** 2 / total if total > 0 else float("nan")


def ar_participation_ratio(d: int, correlation: float) -> float:
    """The same for d features of variance 1 correlated `correlation`^|i - j|, without eigenvalues.

    The sum of the squared eigenvalues is that of all squared correlations.
    """
    square = correlation**2
    lag = np.arange(1, d)
    return float(d**2 / (d + 2 * ((d - lag) * square**lag).sum()))
