"""A request that asks k servers and waits for the slowest: quantiles, stragglers, second copies."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

Floats = NDArray[np.float64]
SPREAD = 0.2  # standard deviation of a steady call, in its mean
STRAGGLES = (
    10.0,
    30.0,
)  # times the mean: a straggling call takes as long as even chance says between
HALVINGS = 60


@dataclass(frozen=True)
class Call:
    """How long one call takes.

    Attributes
    ----------
    mean : Of an ordinary call, in ms.
    exponential : Whether ordinary calls are exponential; else normal with SPREAD of the mean.
    stragglers : Share of calls that take STRAGGLES times the mean instead.
    """

    mean: float
    exponential: bool = True
    stragglers: float = 0.0

    def tail(self, t: ArrayLike) -> Floats:
        """The share of calls that take longer than t ms."""
        x = np.asarray(t, float) / self.mean
        own = np.exp(-np.maximum(x, 0)) if self.exponential else ndtr((1 - x) / SPREAD)
        low, high = STRAGGLES
        slow = np.clip((high - x) / (high - low), 0, 1)
        return np.asarray((1 - self.stragglers) * own + self.stragglers * slow)


def hedged_tail(call: Call, after: float, t: ArrayLike) -> Floats:
    """The tail of a call of which a second copy is sent `after` ms, the first answer counting.

    P(T > t) P(T > t - after), as the copy meets a luck of its own; 0 is no second copy (Dean and
    Barroso 2013).
    """
    t = np.asarray(t, float)
    return call.tail(t) if after == 0 else call.tail(t) * call.tail(t - after)


def slowest_quantile(q: ArrayLike, k: ArrayLike, call: Call, after: float = 0.0) -> Floats:
    """The time within which all k independent calls are back in a share q of requests.

    F(t)^k = q, so that each call has to be back with q^(1/k). Found by halving; `q` and `k`
    broadcast.
    """
    q, k = np.broadcast_arrays(np.asarray(q, float), np.asarray(k, float))
    allowed = -np.expm1(np.log(q) / k)  # of each call
    low = np.zeros(q.shape)
    high = np.full(q.shape, call.mean * (STRAGGLES[1] + 5 - np.log(allowed.min())) + after)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        beyond = hedged_tail(call, after, middle) > allowed
        low, high = np.where(beyond, middle, low), np.where(beyond, high, middle)
    return np.asarray((low + high) / 2)
