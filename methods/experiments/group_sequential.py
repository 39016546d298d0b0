"""Tests that are looked at several times: how often they stop, when, and with what estimate.

z after each look is a Brownian motion over the root of its time; the density of those that went on
is carried from look to look (Armitage, McPherson and Rowe 1969).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri

Floats = NDArray[np.float64]
DENSE = 2.2  # nodes of Gauss and Legendre's rule for each deviation of a step
REACH = 6.0  # standard deviations from the mean beyond which there is nothing


@dataclass(frozen=True, eq=False)
class Crossings:
    """What becomes of a test at each of its K looks; all (..., K).

    Attributes
    ----------
    upper, lower : The chance to leave the band for the first time at this look, above and below.
    upper_score, lower_score : The mean of the score there, where it is 0 if the test does not stop:
        over that chance, the mean score of those that stop.
    """

    upper: Floats
    lower: Floats
    upper_score: Floats
    lower_score: Floats

    @property
    def ever(self) -> Floats:
        """The chance to have left the band by each look."""
        return np.cumsum(self.upper + self.lower, axis=-1)


def crossings(boundary: ArrayLike, time: ArrayLike, mean: ArrayLike = 0.0) -> Crossings:
    """Follow a score with independent normal increments until |score| / sqrt(time) >= boundary.

    `boundary` (K,), above 0, is of z; `time` (K,) rises and is the score's variance; `mean` (..., K),
    or one number for all, is its mean at each look. Returns (..., K).
    """
    b, t = np.asarray(boundary, float), np.asarray(time, float)
    means = np.broadcast_to(np.asarray(mean, float), (*np.shape(mean)[:-1], len(t)))
    flat = means.reshape(-1, len(t))
    found = np.zeros((4, *flat.shape))
    # Before the first look all the mass is at a score of 0 and time 0.
    at, mass = np.zeros((len(flat), 1)), np.ones((len(flat), 1))
    before, mean_before = 0.0, np.zeros(len(flat))
    for k, now in enumerate(t):
        edge = b[k] * np.sqrt(now)
        spread, step = np.sqrt(now - before), (flat[:, k] - mean_before)[:, None]
        for i, side in enumerate((1, -1)):
            beyond = (side * (at + step) - edge) / spread
            chance, height = ndtr(beyond), _density(beyond)
            found[i, :, k] = (mass * chance).sum(axis=1)
            score = (at + step) * chance + side * spread * height
            found[2 + i, :, k] = (mass * score).sum(axis=1)
        # The score of most that go on lies here.
        low = np.clip(flat[:, k] - REACH * np.sqrt(now), -edge, edge)
        high = np.clip(flat[:, k] + REACH * np.sqrt(now), -edge, edge)
        half = ((high - low) / 2)[:, None]
        ahead = np.sqrt(t[min(k + 1, len(t) - 1)] - (now if k + 1 < len(t) else before))
        nodes, weights = _rule(float(2 * half.max() / min(spread, ahead)))
        new = (high + low)[:, None] / 2 + half * nodes
        kernel = _density((new[:, :, None] - (at + step)[:, None, :]) / spread) / spread
        mass = np.einsum("mij,mj->mi", kernel, mass) * half * weights
        at, before, mean_before = new, now, flat[:, k]
    upper, lower, upper_score, lower_score = (each.reshape(means.shape) for each in found)
    return Crossings(upper, lower, upper_score, lower_score)


def bonferroni(looks: int, alpha: float = 0.05) -> Floats:
    """The boundary of z that each of `looks` tests is held to at alpha over their number; (looks,)."""
    return np.full(looks, float(ndtri(1 - alpha / looks / 2)))


def pocock(time: ArrayLike, alpha: float = 0.05) -> Floats:
    """The boundary of z, the same at each look, that is ever left with the chance alpha; (K,).

    Pocock, Biometrika 1977. `time` (K,) are the looks, which need not be equally far apart.
    """
    return _at_level(np.ones_like, time, alpha)


def obrien_fleming(time: ArrayLike, alpha: float = 0.05) -> Floats:
    """The boundary of z that falls as 1 / sqrt(time), ever left with the chance alpha; (K,).

    O'Brien and Fleming, Biometrics 1979. At first next to nothing is enough, at the end nearly 1.96.
    """
    return _at_level(lambda t: np.sqrt(t[-1] / t), time, alpha)


def always_valid(variance: ArrayLike, tau: float, alpha: float = 0.05) -> Floats:
    """The boundary of z of a mixture sequential probability ratio test, good at any time; (...).

    `variance` (...) is that of the estimate at each look, `tau` the standard deviation of the effects
    it is tuned to, in the same units. It is left at L = exp(z² r / (2 (1 + r))) / sqrt(1 + r) = 1 /
    alpha with r = tau² / variance (Robbins 1970; Johari, Koomen, Pekelis and Walsh 2017).
    """
    r = np.square(tau) / np.asarray(variance, float)
    return np.asarray(np.sqrt(2 * (1 + r) / r * (np.log1p(r) / 2 - np.log(alpha))))


def mixture_ratio(z: ArrayLike, variance: ArrayLike, tau: float) -> Floats:
    """The likelihood ratio L of that test, (...): its mean is 1 as long as there is no effect."""
    r = np.square(tau) / np.asarray(variance, float)
    return np.asarray(np.exp(np.square(z) * r / (2 * (1 + r))) / np.sqrt(1 + r))


def _at_level(shape: Callable[[Floats], Floats], time: ArrayLike, alpha: float) -> Floats:
    from scipy.optimize import brentq  # with what it brings, not for who asks for no limit

    t = np.asarray(time, float)
    form = shape(t)

    def over(constant: float) -> float:
        return float(crossings(constant * form, t).ever[-1]) - alpha

    least = float(ndtri(1 - alpha / 2))  # of one look
    if len(t) == 1:
        return least * form
    return float(brentq(over, least, float(ndtri(1 - alpha / 2 / len(t))) + 1e-9, xtol=1e-7)) * form


@lru_cache(maxsize=8)
def false_alarms(boundary: float, looks: int) -> Floats:
    """The chance that z has been beyond `boundary` after 1, 2, ... equally spaced looks; (looks,).

    Without any effect. Read-only.
    """
    found = crossings(np.full(looks, boundary), np.arange(1.0, looks + 1)).ever
    found.flags.writeable = False
    return found


def _rule(width: float) -> tuple[Floats, Floats]:
    """Nodes and weights for a smooth function over so many of its deviations."""
    return _legendre(8 * math.ceil(max(24.0, DENSE * width) / 8))


@lru_cache(maxsize=64)
def _legendre(n: int) -> tuple[Floats, Floats]:
    return np.polynomial.legendre.leggauss(n)


def _density(x: Floats) -> Floats:
    return np.asarray(np.exp(-np.square(x) / 2) / np.sqrt(2 * np.pi))
