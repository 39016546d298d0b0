"""A cheap score chooses candidates, a costly one ranks them: what is found, and what the list is worth.

An item has a value u, standard normal, a cheap score a and a costly score s, which are normal too and
correlate with u; the best of a corpus by u are what is looked for.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri, pdtr

Floats = NDArray[np.float64]
NODES = 200  # places of an integral
TINY = 1e-300
REACH = 6.0  # how far beyond the cut values are looked at: rarer ones weigh under 10^-7
LEGENDRE = np.polynomial.legendre.leggauss(100)


@dataclass(frozen=True)
class Ranker:
    """The score that orders the candidates.

    Attributes
    ----------
    value, cheap : Its correlation with an item's value, and with the cheap score.
    """

    value: float
    cheap: float


def alone(cheap: float, costly: float) -> Ranker:
    """The costly score as it is: its errors and the cheap score's are independent given the value."""
    return Ranker(costly, cheap * costly)


def combined(cheap: float, costly: float) -> Ranker:
    """Both scores in the best linear combination, which is the mean of the value given both.

    Each counts by rho / (1 - rho^2); the squared correlation is 1 - 1 / (1 + sum rho^2 / (1 - rho^2)).
    """
    told = sum(rho**2 / (1 - rho**2) for rho in (cheap, costly))
    value = float(np.sqrt(1 - 1 / (1 + told)))
    return Ranker(value, cheap / value)


def cut_for(chosen: ArrayLike, corpus: float) -> Floats:
    """The score above which so many of a corpus lie: the normal quantile; -infinity for all of it."""
    return np.asarray(-ndtri(np.asarray(chosen, float) / corpus))


def rank_of(score: ArrayLike, corpus: float) -> Floats:
    """The place of a score among a corpus of standard normal ones, the highest being 1, on average."""
    return np.asarray(1 + corpus * ndtr(-np.asarray(score, float)))


def found_share(chosen: ArrayLike, corpus: float, good: float, cheap: float) -> Floats:
    """The share of the `good` best items by value that are among the `chosen` by the cheap score.

    P(a > cut | u > cut'), of a bivariate normal, by Gauss and Legendre's rule over u. `chosen` (n,).
    """
    from_, cut = float(cut_for(good, corpus)), cut_for(chosen, corpus)
    u = from_ + REACH * (LEGENDRE[0] + 1) / 2
    weight = LEGENDRE[1] * np.exp(-(u**2 - from_**2) / 2)
    passes = ndtr((cheap * u - cut[:, None]) / np.sqrt(1 - cheap**2))
    return np.asarray(passes @ weight / weight.sum())


def ideal_value(corpus: float, shown: int) -> float:
    """The mean value, in standard deviations, of the `shown` best of a corpus, on average.

    The integral of u times the chance that fewer than `shown` items lie above, a Poisson count.
    """
    u = np.linspace(-2.0, max(float(cut_for(1, corpus)), 0.0) + 6.0, 8 * NODES)
    above = corpus * ndtr(-u)
    density = corpus * np.exp(-(u**2) / 2) / np.sqrt(2 * np.pi)
    return float(np.trapezoid(u * density * pdtr(shown - 1, above), u)) / shown


def list_value(
    chosen: ArrayLike, corpus: float, cheap: float, ranker: Ranker, shown: int
) -> Floats:
    """The mean value of the `shown` items that rank highest among the `chosen`, on average, (n,).

    An item's s and u given a > cut have a closed density; it is shown if fewer than `shown` of the
    other chosen score above it, a binomial count. The cut is taken where it lies on average.
    chosen >= shown.
    """
    chosen = np.asarray(chosen, float)[:, None]
    cut, most = cut_for(chosen, corpus), float(cut_for(1, corpus)) + 4.0
    coarse = np.tile(np.linspace(-5.0, most, NODES), (len(chosen), 1))
    above = _densities(coarse, cut, chosen / corpus, cheap, ranker)[2]
    # below the scores that so many pass hardly any item is shown
    many = (chosen * above >= 8 * shown + 40).sum(axis=1)
    from_ = np.take_along_axis(coarse, np.maximum(many - 1, 0)[:, None], axis=1)
    s = from_ + (most - from_) * np.linspace(0, 1, NODES)
    _, value, above = _densities(s, cut, chosen / corpus, cheap, ranker)
    seen = _fewer_than(shown, np.maximum(chosen - 1, 0), above)
    step = s[:, 1] - s[:, 0]
    return np.asarray((value * seen).sum(axis=1) * step * chosen[:, 0] / shown)


def _densities(
    s: Floats, cut: Floats, kept: Floats, cheap: float, ranker: Ranker
) -> tuple[Floats, Floats, Floats]:
    """Of the kept, at scores s: their density, E[u] times it, and the share that scores above."""
    rest = np.sqrt(1 - ranker.cheap**2)
    normal = np.exp(-(s**2) / 2) / np.sqrt(2 * np.pi) / np.minimum(kept, 1)
    z = np.clip((cut - ranker.cheap * s) / rest, -40, 40)
    density = normal * ndtr(-z)
    # E[u; a > cut | s]: u and a are bivariate normal given s
    shared = (cheap - ranker.value * ranker.cheap) / rest
    bump = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    value = normal * (ranker.value * s * ndtr(-z) + shared * bump)
    step = s[:, 1:] - s[:, :-1]
    between = (density[:, 1:] + density[:, :-1]) / 2 * step
    above = np.zeros(s.shape)
    above[:, :-1] = np.cumsum(between[:, ::-1], axis=1)[:, ::-1]
    return density, value, np.minimum(above, 1)


def _fewer_than(k: int, n: Floats, p: Floats) -> Floats:
    """P(fewer than k of n) for a binomial count, term by term: scipy's takes ten times as long."""
    p = np.minimum(p, 1 - 1e-12)
    term = np.exp(n * np.log1p(-p))
    total, odds = term.copy(), p / (1 - p)
    for j in range(k - 1):
        term = term * np.maximum(n - j, 0) / (j + 1) * odds
        total += term
    return np.minimum(total, 1)


def best_values(corpus: float, good: int, rng: np.random.Generator) -> Floats:
    """The values of the `good` best items of a corpus, falling, as they are drawn, (good,).

    Only they are drawn: the shares above them are partial sums of exponentials over the corpus.
    """
    above = np.cumsum(rng.exponential(size=good)) / corpus
    return np.asarray(-ndtri(np.maximum(above, TINY)))
