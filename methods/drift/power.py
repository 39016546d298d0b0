"""The power of a Kolmogorov-Smirnov test of drawn data that drift, and what it takes to have so much."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from methods.drift.alarm_rate import PLACES, chance_of_alarm, standard_shares
from methods.drift.shifted_samples import shares

Floats = NDArray[np.float64]


def power(
    kind: str, position: float, rows: ArrayLike, alpha: float, autocorrelation: float = 0.0
) -> Floats:
    """The chance of an alarm at level alpha, for each of `rows` (...) per sample; (...).

    `kind` and `position` as in `shifted_samples.shares`; for unequal samples `rows` is their
    harmonic mean. KeyError for another kind.
    """
    standard, now = standard_shares(), shares(PLACES, kind, position)
    many = np.asarray(rows, float)
    pooled = (standard + now) / 2
    found = chance_of_alarm(standard - now, pooled, many.ravel(), alpha, autocorrelation)
    return found.reshape(many.shape)


def detectable_position(
    kind: str, rows: float, alpha: float, autocorrelation: float, chance: float
) -> float:
    """The minimum detectable drift: the position from which the test alarms with that chance.

    To within 0.005, by bisection. nan if it does so at 0 already, or not even at 1.
    """
    low, high = 0.0, 1.0

    def caught(position: float) -> bool:
        return bool(power(kind, position, rows, alpha, autocorrelation) >= chance)

    if caught(low) or not caught(high):
        return float("nan")
    while high - low > 0.005:
        middle = (low + high) / 2
        low, high = (low, middle) if caught(middle) else (middle, high)
    return (low + high) / 2


def rows_needed(
    kind: str, position: float, alpha: float, chance: float, low: float, high: float
) -> float:
    """The sample size: rows in each sample with which the test alarms with that chance.

    Rows are independent. It is looked for between `low` and `high`, and is the nearer of the two if
    it does not lie there; between eight sizes ln rows is taken to be linear in the chance.
    """
    rows = np.geomspace(low, high, 8)
    return float(np.exp(np.interp(chance, power(kind, position, rows, alpha), np.log(rows))))
