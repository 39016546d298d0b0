"""Two rankers and their clicks: judged on one's own log, by weights, online, and interleaved.

A query has ITEMS items with a relevance U³. A ranker orders them by relevance and noise. The user
looks at rank r with the chance 1/r, and clicks what is seen with the chance of its relevance times a
rate of the user's own, from Beta(0.5, 1.5), a quarter in the mean.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
ITEMS = 10
RANKS = np.arange(1.0, ITEMS + 1)
CLICKS = (0.5, 1.5)  # of the Beta distribution of a user's rate


@dataclass(frozen=True, eq=False)
class Judged:
    """What is found of ranker B against A, by query.

    Attributes
    ----------
    clicks : The mean of A's clicks online; `sd` their standard deviation, over both rankers.
    online : B's mean clicks minus A's, online.
    replayed : B's gain over A's, minus 1, on A's log: its clicks counted at B's ranks.
    weighted : The same with each click weighted by how seldom its rank in A's list is looked at.
    interleaved : Mean clicks on B's items minus clicks on A's in a list of both; `interleaved_sd` the
        standard deviation.
    """

    clicks: float
    sd: float
    online: float
    replayed: float
    weighted: float
    interleaved: float
    interleaved_sd: float


def judged(noise_a: float, noise_b: float, queries: int, seed: int) -> Judged:
    """Draw so many queries and judge B in four ways; `noise_a` and `noise_b` are standard deviations.

    On a log the gain is the sum of 1 / log2(1 + rank) over its clicks (Järvelin and Kekäläinen 2002);
    weights are inverse propensities (Joachims, Swaminathan and Schnabel 2017). Online it is the number
    of clicks, of which the model knows the mean; the list of both is team-draft interleaving (Radlinski,
    Kurup and Joachims 2008).
    """
    rng = np.random.default_rng(seed)
    shape = (queries, ITEMS)
    relevance = rng.random(shape) ** 3
    a = relevance + noise_a * rng.standard_normal(shape)
    b = relevance + noise_b * rng.standard_normal(shape)
    liked = relevance * rng.beta(*CLICKS, (queries, 1)) > rng.random(shape)  # clicked if looked at
    looked = rng.random(shape)
    rank_a, rank_b = _ranks(a), _ranks(b)
    clicks_a, clicks_b = (liked & (looked < 1 / rank) for rank in (rank_a, rank_b))
    gain_a, gain_b = 1 / np.log2(1 + rank_a), 1 / np.log2(1 + rank_b)
    rank, of_b = team_draft(a, b, rng.random((queries, ITEMS // 2)) < 0.5)
    seen = liked & (looked < 1 / rank)
    more = (seen & of_b).sum(axis=1) - (seen & ~of_b).sum(axis=1)
    mean = relevance * CLICKS[0] / sum(CLICKS)  # the chance of a click if it is looked at
    per_query = clicks_a.sum(axis=1), clicks_b.sum(axis=1)
    return Judged(
        clicks=float((mean / rank_a).sum() / queries),
        sd=float(np.sqrt(np.mean([each.var() for each in per_query]))),
        online=float((mean / rank_b - mean / rank_a).sum() / queries),
        replayed=float((clicks_a * gain_b).sum() / (clicks_a * gain_a).sum() - 1),
        weighted=float((clicks_a * rank_a * gain_b).sum() / (clicks_a * rank_a * gain_a).sum() - 1),
        interleaved=float((mean / rank * np.where(of_b, 1, -1)).sum() / queries),
        interleaved_sd=float(more.std()),
    )


def team_draft(a: Floats, b: Floats, first: NDArray[np.bool_]) -> tuple[Floats, NDArray[np.bool_]]:
    """The rank of each item in a list of both rankers, and whether B chose it; both (queries, items).

    a and b (queries, items) are scores. In each round both choose their best item that is left; where
    `first` (queries, items // 2), A begins. An odd number of items leaves the last one out: ValueError.
    """
    queries, items = a.shape
    if items % 2:
        raise ValueError(f"{items} items do not go in rounds of two")
    rank, of_b = np.zeros(a.shape), np.zeros(a.shape, bool)
    left = [a.copy(), b.copy()]
    rows = np.arange(queries)
    for turn in range(items):
        now_b = first[:, turn // 2] == (turn % 2 == 1)
        best = np.where(now_b, left[1].argmax(axis=1), left[0].argmax(axis=1))
        rank[rows, best], of_b[rows, best] = turn + 1, now_b
        for each in left:
            each[rows, best] = -np.inf
    return rank, of_b


def _ranks(scores: Floats) -> Floats:
    """The rank of each item, the highest score 1."""
    order = np.argsort(-scores, axis=1)
    ranks = np.empty(scores.shape)
    np.put_along_axis(ranks, order, np.broadcast_to(RANKS, scores.shape), axis=1)
    return ranks
