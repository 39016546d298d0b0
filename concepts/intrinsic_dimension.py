"""How many dimensions the data themselves have, told from distances to the nearest neighbours."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def two_nn(first: Floats, second: Floats, discard: float = 0.1) -> float:
    """TwoNN: the dimension from the ratio of each point's two nearest distances, (n,) each.

    If the density is even at that scale, ln(second/first) is exponential with rate d: the slope of
    -ln(1 - F) through the origin, F being the empirical distribution, without the largest share
    `discard`. Facco, d'Errico, Rodriguez, Laio (2017). A point with a twin (distance 0) is left
    out; nan if fewer than three are left, or all ratios are 1.
    """
    kept = first > 0
    log_ratio = np.sort(np.log(second[kept] / first[kept]))
    n = log_ratio.size
    if n < 3:
        return float("nan")
    many = min(int(n * (1 - discard)), n - 1)  # -ln(1 - F) is infinite at the last
    log_ratio, rise = log_ratio[:many], -np.log1p(-np.arange(1, many + 1) / n)
    base = float(log_ratio @ log_ratio)
    return float(log_ratio @ rise) / base if base > 0 else float("nan")


def maximum_likelihood_dimension(near: Floats) -> float:
    """Levina and Bickel's estimate (2004) from each point's k nearest distances, rising, (n, k).

    1 / mean of ln(near[:, -1] / near[:, j]) over points and j < k; that the inverses are averaged is
    MacKay and Ghahramani's correction (2005). Points with a twin are left out; nan if k = 1 or
    nothing is left.
    """
    near = near[near[:, 0] > 0]
    if near.shape[1] < 2 or not near.size:
        return float("nan")
    mean = float(np.log(near[:, -1:] / near[:, :-1]).mean())
    return 1 / mean if mean > 0 else float("nan")


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
