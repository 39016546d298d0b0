"""Has a feature without an order changed: Cramér's V of two periods, with chi-square as its test.

For a table of two rows V is the root of chi-square over all n + m cases: 0 where the shares are the same,
1 where no category is in both periods (Cramér 1946, section 21.9).
"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtrc, chdtri, chndtr, gammaln, xlogy

from methods.drift.drift_measures import chi_square

Floats = NDArray[np.float64]


def cramers_v(reference: Floats, current: Floats) -> float:
    """V of two counts per category, both (K,), a category in neither left out; 0 with only one."""
    statistic = chi_square(reference, current)[0]
    return 0.0 if math.isnan(statistic) else math.sqrt(statistic / (reference + current).sum())


def v_p_value(v: float, categories: int, n: int, m: int) -> float:
    """P(V at least v) for n and m cases of one distribution, by chi-square; nan with one category."""
    if categories < 2:
        return float("nan")
    return float(chdtrc(categories - 1, (n + m) * v**2))


def critical_v(alpha: float, categories: int, n: int, m: int) -> float:
    """The V that raises an alarm at level alpha; nan with one category."""
    if categories < 2:
        return float("nan")
    return math.sqrt(float(chdtri(categories - 1, alpha)) / (n + m))


def v_density(v: Floats, categories: int, n: int, m: int) -> Floats:
    """The density of V without drift, in the limit, at v (...) above 0: a chi variable's, scaled."""
    freedom, x = categories - 1, np.asarray(v, float) * math.sqrt(n + m)
    log = (1 - freedom / 2) * math.log(2) - gammaln(freedom / 2) + xlogy(freedom - 1, x) - x**2 / 2
    return np.asarray(math.sqrt(n + m) * np.exp(log))


def v_power(before: Floats, after: Floats, rows: ArrayLike, alpha: float) -> Floats:
    """The chance of an alarm with so many `rows` (...) in each sample, from the true shares, (K,) each.

    Chi-square is then noncentral, with rows times the sum of (p - q)² / (p + q) (Cohen 1988, chapter 7).
    The level itself where there is only one category.
    """
    known = before + after > 0
    p, q = before[known], after[known]
    if p.size < 2:
        return np.full(np.shape(rows), alpha)
    noncentral = np.asarray(rows, float) * np.sum((p - q) ** 2 / (p + q))
    return np.asarray(1 - chndtr(chdtri(p.size - 1, alpha), p.size - 1, noncentral))
