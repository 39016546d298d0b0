"""Scores from two normals: negatives N(0, 1) and positives N(separation, spread^2) on a raw axis x.

Everything about them is known in closed form, so that luck and truth can be told apart.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit, logit, ndtr, ndtri

from methods.metrics.confusion import Counts

Floats = NDArray[np.float64]


def positives_in(prevalence: float, n: int) -> int:
    """Whole positives among n cases: prevalence * n rounded, at least two of either class."""
    return min(max(2, round(prevalence * n)), n - 2)


def draw_raw(
    separation: float, spread: float, n_pos: int, n_neg: int, rng: np.random.Generator
) -> tuple[NDArray[np.bool_], Floats]:
    """Labels and raw measurements (n_pos + n_neg,), positives N(separation, spread^2) first."""
    z = rng.standard_normal(n_pos + n_neg)
    y = np.arange(z.size) < n_pos
    return y, np.where(y, separation + spread * z, z)


def model_log_odds(x: ArrayLike, separation: float, share: float, distortion: float) -> Floats:
    """What the model makes of raw x: distortion * (logit(share) + separation x - separation^2 / 2).

    With distortion 1 this is Bayes' posterior for two normals of spread 1, hence calibrated if the
    positives' spread is 1. Distortion stretches the whole log-odds, the share's part too. At
    separation 0 every case gets the same score: the model knows nothing but the share.
    """
    x = np.asarray(x, float)
    return np.asarray(distortion * (logit(share) + separation * x - separation**2 / 2))


def probability(log_odds: Floats) -> Floats:
    """The probability of log-odds of any shape, held below 1.

    From log-odds of about 37 a float says exactly 1. Only the surest positives get there, so that
    counting them as equal changes no curve.
    """
    return np.asarray(expit(np.minimum(log_odds, 36.0)))


def binormal_auc(separation: float, spread: float) -> float:
    """Area under the ROC curve of N(0, 1) against N(separation, spread^2): Phi(mu / sqrt(1 + s^2)).

    At separation 0 this is 1/2, which is also what all scores equal gives.
    """
    return float(ndtr(separation / np.sqrt(1 + spread**2)))


def separation_for(auc: float, spread: float) -> float:
    """The separation at which positives of that spread have that AUC, 0 < auc < 1."""
    return float(ndtri(auc) * np.sqrt(1 + spread**2))


def binormal_counts(separation: float, spread: float, share: float, x: Floats) -> Counts:
    """Shares of all cases when raw values at or above x (any shape) are called positive."""
    tpr, fpr = ndtr((separation - x) / spread), ndtr(-x)
    tnr = ndtr(x)
    fnr = ndtr((x - separation) / spread)
    return Counts(x, share * tpr, (1 - share) * fpr, share * fnr, (1 - share) * tnr)


def binormal_counts_at(
    separation: float, spread: float, share: float, distortion: float, threshold: ArrayLike
) -> Counts:
    """Population outcomes at thresholds on the probability (any shape; infinite calls nothing).

    At separation 0 all scores are equal: everything or nothing is called.
    """
    threshold = np.asarray(threshold, float)
    if separation > 0:
        wanted = logit(np.minimum(threshold, 1.0)) / distortion
        x = (wanted - logit(share)) / separation + separation / 2
    else:
        score = probability(model_log_odds(np.zeros(()), 0.0, share, distortion))
        x = np.where(threshold <= score, -np.inf, np.inf)
    c = binormal_counts(separation, spread, share, x)
    return Counts(threshold, c.tp, c.fp, c.fn, c.tn)


def population_ap(counts: Counts) -> float:
    """Precision integrated over recall, by the trapezoid on a fine grid, from recall 0.

    `counts` must be dense (a population). One row means that all scores are equal, and gives its
    precision.
    """
    recall, precision = counts.recall, counts.precision
    first = recall[0] * precision[0]
    return float(first + np.trapezoid(precision, recall))


def binormal_population(
    separation: float, spread: float, share: float, distortion: float
) -> Counts:
    """Population outcomes at falling thresholds on the probability; one row at separation 0."""
    if separation == 0:
        constant = probability(model_log_odds(np.zeros(1), 0.0, share, distortion))
        return binormal_counts_at(0.0, spread, share, distortion, constant)
    x = raw_grid(separation, spread)
    c = binormal_counts(separation, spread, share, x)
    threshold = probability(model_log_odds(x, separation, share, distortion))
    return Counts(threshold, c.tp, c.fp, c.fn, c.tn)


def raw_grid(separation: float, spread: float) -> Floats:
    """Falling raw values over six deviations of both classes; within 0.006 of each other."""
    return np.linspace(max(6.0, separation + 6 * spread), min(-6.0, separation - 6 * spread), 4001)
