"""Whether probabilities can be believed: reliability, the Brier score and its parts, ECE."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from methods.metrics.confusion import ratio

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Reliability:
    """Predicted against observed, bin by bin. Each array has shape (bins,).

    Attributes
    ----------
    edge : Shape (bins + 1,), the ends of the bins.
    n : Cases in the bin.
    predicted : Mean score in the bin; nan where it is empty.
    observed : Share of positives in the bin; nan where it is empty.
    low, high : 95 % Wilson interval of `observed`; nan where the bin is empty.
    """

    edge: Floats
    n: NDArray[np.int_]
    predicted: Floats
    observed: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True)
class BrierParts:
    """brier = reliability - resolution + uncertainty + within, exactly.

    Attributes
    ----------
    brier : Mean squared difference between score and outcome.
    reliability : How far the bins' mean scores lie from the shares observed; 0 is best.
    resolution : How far those shares lie from the overall share; more is better.
    uncertainty : s (1 - s) for a share s of positives; no model changes it.
    within : What binning hides. 0 when all scores in each bin are equal, as Murphy (1973) had it.
    """

    brier: float
    reliability: float
    resolution: float
    uncertainty: float
    within: float


def wilson_interval(hits: ArrayLike, n: ArrayLike, coverage: float = 0.95) -> tuple[Floats, Floats]:
    """Low and high end of Wilson's score interval for a share of `hits` in `n`; nan for n = 0.

    Stays within 0 and 1 and keeps a width at 0 or n hits (Wilson 1927).
    """
    hits, n = np.asarray(hits, float), np.asarray(n, float)
    z2 = float(ndtri(0.5 + coverage / 2)) ** 2
    middle = ratio(hits + z2 / 2, np.where(n > 0, n + z2, 0))
    inside = np.sqrt(z2 * (ratio(hits * (n - hits), n) + z2 / 4))
    half = ratio(inside, np.where(n > 0, n + z2, 0))
    return np.maximum(middle - half, 0.0), np.minimum(middle + half, 1.0)


def bin_of(score: Floats, bins: int = 10) -> NDArray[np.int_]:
    """The number (from 0) of the equal-width bin of [0, 1] each score falls in, shape (n,).

    A score on an edge falls in the bin above; 1 falls in the last.
    """
    which: NDArray[np.int_] = np.minimum((score * bins).astype(int), bins - 1)
    return which


def reliability_curve(y: NDArray[Any], score: Floats, bins: int = 10) -> Reliability:
    """Mean score and observed share in equal-width bins, with Wilson intervals.

    y : (n,), true or 1 for a positive. score : (n,), within [0, 1].
    """
    which = bin_of(score, bins)
    n = np.bincount(which, minlength=bins)
    hits = np.bincount(which, weights=y, minlength=bins)
    predicted = ratio(np.bincount(which, weights=score, minlength=bins), n)
    low, high = wilson_interval(hits, n)
    return Reliability(np.linspace(0, 1, bins + 1), n, predicted, ratio(hits, n), low, high)


def brier_parts(y: NDArray[Any], score: Floats, bins: int = 10) -> BrierParts:
    """The Brier score and its parts over the bins of `reliability_curve`.

    Reliability, resolution and uncertainty are Murphy's (1973). They add up to the score only if
    the scores within a bin are equal; otherwise their spread p' and the outcomes' spread y' about
    the bin's means leave mean(p'^2) - 2 mean(p' y'), kept as `within` (Stephenson et al. 2008).
    """
    y = np.asarray(y, float)
    curve, share = reliability_curve(y, score, bins), float(y.mean())
    weight = curve.n / y.size
    full = curve.n > 0
    which = bin_of(score, bins)
    apart = score - curve.predicted[which]
    luck = y - curve.observed[which]
    gap, gain = curve.predicted - curve.observed, curve.observed - share
    return BrierParts(
        brier=float(np.mean((score - y) ** 2)),
        reliability=float(np.sum((weight * gap**2)[full])),
        resolution=float(np.sum((weight * gain**2)[full])),
        uncertainty=share * (1 - share),
        within=float(np.mean(apart**2) - 2 * np.mean(apart * luck)),
    )


def expected_calibration_error(curve: Reliability) -> float:
    """Mean over cases of |mean score - observed share| of their bin (Naeini et al. 2015).

    Biased up: a perfect model's is above 0 too, because each observed share is itself a sample.
    """
    gap = np.abs(curve.predicted - curve.observed)
    full = curve.n > 0
    return float(np.sum((curve.n * gap)[full]) / curve.n.sum())
