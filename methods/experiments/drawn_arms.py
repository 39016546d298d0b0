"""Many experiments of two arms, drawn day by day: plain ones, and ones that something spoils."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from methods.experiments.two_proportions import thompson_share

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
HEAVY, TIMES = 0.1, 4.0  # the share of heavy users, and how many times as often they convert


@dataclass(frozen=True, eq=False)
class Counts:
    """How many of each arm's units converted, counted up to each day; all (experiments, days)."""

    a: Ints
    n_a: Ints
    b: Ints
    n_b: Ints


def drawn(rate: float, rates: Floats, n: int, experiments: int, seed: int) -> Counts:
    """`n` visitors a day in each arm; A converts at `rate`, B at `rates` (days,)."""
    rng = np.random.default_rng(seed)
    shape = (experiments, len(rates))
    a, b = rng.binomial(n, rate, shape), rng.binomial(n, rates, shape)
    return _counted(a, np.full(shape, n), b, np.full(shape, n))


def clustered(
    rate: float, rates: Floats, n: int, views: int, correlation: float, experiments: int, seed: int
) -> Counts:
    """As `drawn`, but each visitor has so many `views`, and those convert: they are the units.

    Of two views of a visitor the `correlation` is given: that share of the visitors does the same in
    all views, the others decide anew in each.
    """
    rng = np.random.default_rng(seed)
    shape = (experiments, len(rates))
    found = []
    for each in (rate, rates):
        same = rng.binomial(n, correlation, shape)
        found.append(views * rng.binomial(same, each) + rng.binomial((n - same) * views, each))
    units = np.full(shape, n * views)
    return _counted(found[0], units, found[1], units)


def lossy(rate: float, rates: Floats, n: int, lost: float, experiments: int, seed: int) -> Counts:
    """2n visitors a day by a fair coin; B loses the share `lost` of its heavy users, uncounted.

    HEAVY of all are heavy users, who convert TIMES as often as all together do, at most always.
    """
    rng = np.random.default_rng(seed)
    shape = (experiments, len(rates))
    n_a = rng.binomial(2 * n, 0.5, shape)
    found = []
    for many, each, kept in ((n_a, rate, 1.0), (2 * n - n_a, rates, 1 - lost)):
        heavy = rng.binomial(many, HEAVY)
        stays = rng.binomial(heavy, kept)
        often, seldom = _by_use(each)
        hits = rng.binomial(stays, often) + rng.binomial(many - heavy, seldom)
        found += [hits, many - heavy + stays]
    return _counted(*found)


def rate_kept(rate: float, lost: float) -> float:
    """The rate of an arm whose visitors convert at `rate`, once it has lost some of its heavy users."""
    often, seldom = _by_use(rate)
    heavy = HEAVY * (1 - lost)
    return float((heavy * often + (1 - HEAVY) * seldom) / (heavy + 1 - HEAVY))


def shared_stock(
    rate: float, rates: Floats, n: int, stock: int, experiments: int, seed: int
) -> Counts:
    """As `drawn`, but who converts only wants: each day `stock` items go by lot to those of both arms."""
    rng = np.random.default_rng(seed)
    shape = (experiments, len(rates))
    a, b = rng.binomial(n, rate, shape), rng.binomial(n, rates, shape)
    b_sold = rng.hypergeometric(b, a, np.minimum(stock, a + b))
    units = np.full(shape, n)
    return _counted(np.minimum(stock, a + b) - b_sold, units, b_sold, units)


def thompson(rate: float, rates: Floats, n: int, experiments: int, seed: int) -> Counts:
    """2n visitors a day; each goes to B with the chance that B is better, as of the evening before."""
    rng = np.random.default_rng(seed)
    shape = (experiments, len(rates))
    a, n_a, b, n_b = (np.zeros(shape, np.int64) for _ in range(4))
    none = np.zeros(experiments, np.int64)
    total = [none, none, none, none]
    for day, better in enumerate(rates):
        to_b = rng.binomial(2 * n, thompson_share(*total))
        new = (rng.binomial(2 * n - to_b, rate), 2 * n - to_b, rng.binomial(to_b, better), to_b)
        total = [old + more for old, more in zip(total, new, strict=True)]
        for kept, now in zip((a, n_a, b, n_b), total, strict=True):
            kept[:, day] = now
    return Counts(a, n_a, b, n_b)


def _by_use(rate: float | Floats) -> tuple[Floats, Floats]:
    """The rates of heavy and of other users whose mean is `rate`."""
    often = np.minimum(TIMES * np.asarray(rate), 1)
    return often, (rate - HEAVY * often) / (1 - HEAVY)


def _counted(*each: Ints) -> Counts:
    return Counts(*(np.cumsum(many, axis=1) for many in each))
