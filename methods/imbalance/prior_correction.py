"""Probabilities when the share of positives is not the one a model learned from."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit, logit

from methods.metrics.confusion import ratio

Floats = NDArray[np.float64]


def at_base_rate(p: ArrayLike, learned: float, wanted: float) -> Floats:
    """The probability a model would give at another share of positives.

    p' = w (p - p l) / (l - p l + w p - l w), for a model that learned from a share l of positives
    and is used where the share is w (Elkan 2001, Theorem 2). In odds: times w(1-l) / (l(1-w)).
    Right if the two classes each look as they did. p within [0, 1], shares strictly between.
    """
    p = np.asarray(p, float)
    found = ratio(wanted * (p - p * learned), learned - p * learned + wanted * p - learned * wanted)
    return np.minimum(found, 1.0)  # rounding can carry a p of 1 beyond it


def undo_undersampling(p: ArrayLike, kept: float) -> Floats:
    """The same where only a share `kept` of the negatives was left in training.

    p kept / (p kept - p + 1) (Dal Pozzolo et al. 2015, equation 4).
    """
    p = np.asarray(p, float)
    found: Floats = kept * p / (kept * p - p + 1)
    return found


def saerens_share(p: Floats, learned: float) -> float:
    """The share of positives under which unlabelled cases with these probabilities are likeliest.

    p : (n,), strictly within (0, 1), from a model that learned from a share `learned`. Saerens,
    Latinne & Decaestecker (2002, section 2.3) climb to it by EM; the likelihood has one peak, so
    halving finds the same place faster. 0 or 1 where the peak is at the end.
    """
    # with r = (p / learned) / ((1 - p) / (1 - learned)), a case is as likely as 1 - w + w r
    ratio = np.exp(logit(p) - logit(learned))
    excess = ratio - 1
    low, high = 0.0, 1.0
    if excess.sum() <= 0:
        return low
    if (1 - 1 / ratio).sum() >= 0:
        return high
    while high - low > 1e-10:
        middle = (low + high) / 2
        if (excess / (1 + middle * excess)).sum() > 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def moved_threshold(threshold: float, weight: float) -> float:
    """The threshold for plain probabilities that does what `threshold` does after reweighting.

    Counting each positive `weight` times multiplies the odds by it (Elkan 2001, Theorem 1), so the
    threshold's odds are divided. 1/2 with balanced weights moves to the share of positives.
    """
    return float(expit(logit(threshold) - np.log(weight)))


def balancing_strength(n_min: int, n_maj: int, threshold: float) -> float:
    """The strength of class weights, (n_maj / n_min)^strength, that `moved_threshold` undoes at 1/2.

    Weighted so and cut at one half, a model calls what a plain one calls from `threshold`: strength
    log((1 - threshold) / threshold) / log(n_maj / n_min) (Elkan 2001, Theorem 1), 0 < threshold < 1.
    Below 0 or above 1 where no strength between them does; nan where the classes are even anyway.
    """
    each = math.log(n_maj / n_min)
    return math.log((1 - threshold) / threshold) / each if each else math.nan


def cost_threshold(miss: float, alarm: float = 1.0, hit: float = 0.0, leave: float = 0.0) -> float:
    """The probability from which calling a case is cheaper than leaving it (Elkan 2001, eq. 2).

    (alarm - leave) / (alarm - leave + miss - hit): the costs of a false alarm, of leaving a
    negative, of a miss and of calling a positive. For probabilities that hold.
    """
    return (alarm - leave) / (alarm - leave + miss - hit)
