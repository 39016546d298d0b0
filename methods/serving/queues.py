"""How long requests wait for one of several servers: Erlang's formulas, and the tail of the response."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaln, pdtr, xlogy

Floats = NDArray[np.float64]
HALVINGS = 40  # of the bracket around a quantile


def offered_work(rate: ArrayLike, work: ArrayLike) -> Floats:
    """How many servers are busy on average, in erlangs: `rate` requests a second of `work` seconds each.

    Little's law, L = lambda W, for what is being served (Little 1961). Any unit of time that is the
    same for both.
    """
    return np.asarray(np.asarray(rate, float) * np.asarray(work, float))


def servers_for(load: ArrayLike, busy: float) -> Floats:
    """The fewest servers, a whole number, that a load in erlangs keeps busy at most the share `busy`.

    At least one; 0 < busy < 1.
    """
    return np.maximum(np.ceil(np.asarray(load, float) / busy - 1e-9), 1.0)


def erlang_b(servers: ArrayLike, load: ArrayLike) -> Floats:
    """The share of requests that find all servers busy and are lost, where nobody waits (Erlang 1917).

    A Poisson mass over its sum: load^c/c! over sum_{k <= c} load^k/k!. `load` in erlangs.
    """
    c, a = np.asarray(servers, float), np.asarray(load, float)
    mass = np.exp(xlogy(c, a) - a - gammaln(c + 1))
    return np.asarray(mass / pdtr(c, a))


def erlang_c(servers: ArrayLike, load: ArrayLike) -> Floats:
    """The share of requests that have to wait in M/M/c: B / (1 - rho (1 - B)), rho = load / c.

    1 where the load reaches the servers: then the queue grows without end.
    """
    c, a = np.asarray(servers, float), np.asarray(load, float)
    b, rho = erlang_b(c, a), a / c
    return np.where(rho < 1, b / (1 - np.minimum(rho, 1) * (1 - b)), 1.0)


def response_tail(t: ArrayLike, servers: ArrayLike, load: ArrayLike, even: bool = False) -> Floats:
    """The share of requests that take longer than t, waiting and work, in mean works.

    M/M/c, with theta = c - load, the rate at which a queue drains: (1 - C) e^-t + C (theta e^-t -
    e^-theta t) / (theta - 1); where theta is 1, e^-t (1 + C t).

    `even`: M/D/c, where every request takes the work 1, approximately. Those who wait do so for an
    exponential time, half as long as in M/M/c (Allen and Cunneen's (1 + cv^2) / 2): from 1 on
    C e^(-2 theta (t - 1)), before it 1. Both are 1 where load >= servers.
    """
    c, a = np.asarray(servers, float), np.asarray(load, float)
    steady = a < c
    found = _tail(np.asarray(t, float), erlang_c(c, a), np.where(steady, c - a, 1.0), even)
    return np.where(steady, found, 1.0)


def _tail(t: Floats, waits: Floats, drain: Floats, even: bool) -> Floats:
    """The same of those that wait with the chance `waits`, and a queue that drains at a rate above 0."""
    if even:
        late = waits * np.exp(-2 * drain * np.maximum(t - 1, 0))
        return np.where(t < 1, 1.0, late)
    alike = np.abs(drain - 1) < 1e-6
    own = np.exp(-t)
    queued = (drain * own - np.exp(-drain * t)) / np.where(alike, 1.0, drain - 1)
    return np.asarray((1 - waits) * own + waits * np.where(alike, own * (1 + t), queued))


def response_quantile(q: float, servers: ArrayLike, load: ArrayLike, even: bool = False) -> Floats:
    """The response time that a share q of requests stays below, in mean works. See `response_tail`.

    Found by halving. Infinite where load >= servers. 0 < q < 1.
    """
    return quantile_after(q, servers, load, 1.0, np.zeros(1), np.ones(1), even)


def quantile_after(
    q: float,
    servers: ArrayLike,
    load: ArrayLike,
    work: ArrayLike,
    before: Floats,
    weight: Floats,
    even: bool = False,
) -> Floats:
    """The same of two stages one after the other, in the unit of `work`, a request's mean work.

    `before` (m,) are times that the first stage takes, each with its `weight`, which add up to 1;
    the second stage is independent of it. Percentiles of two stages do not add, so the tails are
    convolved.
    """
    c, a, s = np.broadcast_arrays(*(np.asarray(each, float) for each in (servers, load, work)))
    steady = a < c
    waits, drain = erlang_c(c, a)[..., None], np.where(steady, c - a, 1.0)[..., None]
    s = s[..., None]
    low = np.zeros(c.shape)
    # nobody takes longer than the slower of work and queue, twice over, after the slowest before
    high = before.max() + 2 * np.log(2 / (1 - q)) * (s * (1 + 1 / drain))[..., 0]
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        rest = middle[..., None] - before
        late = np.where(rest < 0, 1.0, _tail(np.maximum(rest, 0) / s, waits, drain, even))
        beyond = late @ weight > 1 - q
        low, high = np.where(beyond, middle, low), np.where(beyond, high, middle)
    return np.where(steady, (low + high) / 2, np.inf)
