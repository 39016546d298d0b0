"""Two arms whose visitors convert or not: the z test, its sample size, and the test of the split."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import erfc, ndtr, ndtri

Floats = NDArray[np.float64]


def pooled_difference(
    a: ArrayLike, n_a: ArrayLike, b: ArrayLike, n_b: ArrayLike
) -> tuple[Floats, Floats]:
    """The rate of B minus that of A, and its standard error under one common rate; both (...).

    `a` of `n_a` and `b` of `n_b` convert, all (...). The error is 0 where nobody or everybody
    converts. nan where an arm is empty. The z test of Fleiss, Levin and Paik, Statistical Methods for
    Rates and Proportions, 2003, 3.1, without the correction for continuity.
    """
    a, n_a, b, n_b = (np.asarray(each, float) for each in (a, n_a, b, n_b))
    with np.errstate(invalid="ignore", divide="ignore"):
        rate = (a + b) / (n_a + n_b)
        return b / n_b - a / n_a, np.sqrt(rate * (1 - rate) * (1 / n_a + 1 / n_b))


def z_of(difference: Floats, error: Floats) -> Floats:
    """Difference over standard error, both (...); 0 where the error is 0 or nan: nothing is known."""
    return np.divide(difference, error, out=np.zeros(np.shape(difference)), where=error > 0)


def two_sided_p(z: ArrayLike) -> Floats:
    """The chance of a z (...) at least as large without a difference, in either direction."""
    return np.asarray(erfc(np.abs(z) / np.sqrt(2)))


def sample_size(
    difference: ArrayLike, variance: ArrayLike, alpha: float = 0.05, power: float = 0.8
) -> Floats:
    """Units in each arm with which a two-sided z test finds `difference` with that chance; (...).

    `variance` is the sum of both arms' variances of one unit: p(1 - p) of each where it converts or not.
    inf where the difference is 0. Kohavi, Tang and Xu, Trustworthy Online Controlled Experiments,
    2020, 17.4.
    """
    reach = ndtri(1 - alpha / 2) + ndtri(power)
    with np.errstate(divide="ignore"):
        return np.asarray(reach**2 * np.asarray(variance) / np.square(difference))


def power_of(
    difference: ArrayLike, variance: ArrayLike, n: ArrayLike, alpha: float = 0.05
) -> Floats:
    """The chance that a two-sided z test of n units in each arm calls a difference; (...).

    In either direction; of a difference of 0 it is alpha. `variance` as in `sample_size`.
    """
    z = np.asarray(difference) / np.sqrt(np.asarray(variance) / np.asarray(n))
    reach = ndtri(1 - alpha / 2)
    return np.asarray(ndtr(z - reach) + ndtr(-z - reach))


def split_p(n_a: ArrayLike, n_b: ArrayLike) -> Floats:
    """The chance of a split at least as uneven if each visitor went to an arm by a fair coin; (...).

    Pearson's chi-square with one degree of freedom: the test of a sample ratio mismatch (Fabijan et
    al., KDD 2019). 1 for two empty arms.
    """
    a, b = np.asarray(n_a, float), np.asarray(n_b, float)
    total = np.maximum(a + b, 1)
    return two_sided_p((a - b) / np.sqrt(total))


def design_effect(size: float, correlation: float) -> float:
    """How many times as large the variance of a mean is if `size` rows of a cluster are correlated.

    1 + (size - 1) correlation (Kish, Survey Sampling, 1965, 5.4).
    """
    return float(1 + (size - 1) * correlation)


def thompson_share(a: Any, n_a: Any, b: Any, n_b: Any) -> Floats:
    """The chance that B's rate is above A's, each with a uniform prior; (...).

    `a` of `n_a` and `b` of `n_b` converted. The two Beta posteriors are taken to be normal with their
    mean and variance, which is coarse below some ten conversions. It is the share of visitors that
    Thompson sampling sends to B (Thompson 1933).
    """
    means, spread = [], np.zeros(np.broadcast(a, n_a, b, n_b).shape)
    for hits, n in ((a, n_a), (b, n_b)):
        mean = (np.asarray(hits) + 1) / (np.asarray(n) + 2)
        means.append(mean)
        spread = spread + mean * (1 - mean) / (np.asarray(n) + 3)
    return np.asarray(ndtr((means[1] - means[0]) / np.sqrt(spread)))
