"""A cheap score that chooses candidates and a dear one that ranks them: what is found, what the list is worth.

An item has a value u, standard normal, a cheap score a and a dear score s, which are normal too and
correlate with u; the best of a corpus by u are what is looked for.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import bdtr, ndtr, ndtri, pdtr

Floats = NDArray[np.float64]
NODES = 300  # places of an integral
TINY = 1e-300


@dataclass(frozen=True)
class Ranker:
    """The score that orders the candidates.

    Attributes
    ----------
    value, cheap : Its correlation with an item's value, and with the cheap score.
    """

    value: float
    cheap: float


def alone(cheap: float, dear: float) -> Ranker:
    """The dear score as it is: its errors and the cheap score's are independent given the value."""
    return Ranker(dear, cheap * dear)


def combined(cheap: float, dear: float) -> Ranker:
    """Both scores in the best linear combination, which is the mean of the value given both.

    Each counts by rho / (1 - rho^2); the squared correlation is 1 - 1 / (1 + sum rho^2 / (1 - rho^2)).
    """
    told = sum(rho**2 / (1 - rho**2) for rho in (cheap, dear))
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

    P(a > cut | u > cut'), of a bivariate normal, by the trapezoid rule over u. `chosen` (n,).
    """
    from_, cut = float(cut_for(good, corpus)), cut_for(chosen, corpus)
    u = np.linspace(from_, max(from_, 0) + 8.0, NODES)
    weight = np.exp(-(u**2 - u[0] ** 2) / 2)
    weight[0] /= 2
    passes = ndtr((cheap * u - cut[:, None]) / np.sqrt(1 - cheap**2))
    return np.asarray(passes @ weight / weight.sum())


def ideal_value(corpus: float, shown: int) -> float:
    """The mean value, in standard deviations, of the `shown` best of a corpus, on average.

    The integral of u times the chance that fewer than `shown` items lie above, a Poisson count.
    """
    u = np.linspace(-2.0, max(float(cut_for(1, corpus)), 0.0) + 6.0, 4 * NODES)
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
    chosen = np.asarray(chosen, float)
    cut = cut_for(chosen, corpus)[:, None]
    rest = np.sqrt(1 - ranker.cheap**2)
    s = np.linspace(-4.0, float(cut_for(1, corpus)) + 4.0, NODES)
    step, normal = s[1] - s[0], np.exp(-(s**2) / 2) / np.sqrt(2 * np.pi)
    z = (cut - ranker.cheap * s) / rest
    kept = np.minimum(chosen / corpus, 1)[:, None]
    density = normal * ndtr(-z) / kept
    # E[u; a > cut | s]: u and a are bivariate normal given s
    shared = (cheap - ranker.value * ranker.cheap) / rest
    bump = np.exp(-(np.where(np.isfinite(z), z, 1e3) ** 2) / 2) / np.sqrt(2 * np.pi)
    value = normal * (ranker.value * s * ndtr(-z) + shared * bump) / kept
    above = np.cumsum(density[:, ::-1], axis=1)[:, ::-1] * step - density * step / 2
    others = np.broadcast_to(np.maximum(chosen[:, None] - 1, shown), above.shape)
    seen = np.zeros(above.shape)
    near = others * above < 8 * shown + 40  # below these scores hardly any item is shown
    seen[near] = bdtr(shown - 1, others[near], np.clip(above[near], 0, 1))
    seen = np.where(chosen[:, None] <= shown, 1.0, seen)
    return np.asarray((value * seen).sum(axis=1) * step * chosen / shown)


def best_values(corpus: float, good: int, rng: np.random.Generator) -> Floats:
    """The values of the `good` best items of a corpus, falling, as they are drawn, (good,).

    Only they are drawn: the shares above them are partial sums of exponentials over the corpus.
    """
    above = np.cumsum(rng.exponential(size=good)) / corpus
    return np.asarray(-ndtri(np.maximum(above, TINY)))
