"""Nearest neighbours and trees learned from rebalanced rows, at every strength of the balancing."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Rows = NDArray[np.int_]

K = 5  # neighbours that vote
DEPTH = 4  # questions a tree may ask in a row


def squared_distances(at: Floats, X: Floats) -> Floats:
    """|a - x|^2 for each row of `at` (q, d) and of X (n, d): (q, n)."""
    cross = at @ (-2 * X.T)
    found: Floats = cross + (X**2).sum(axis=1) + (at**2).sum(axis=1)[:, None]
    return found


def nearest_in_prefixes(distance: Floats, sizes: Sequence[int], k: int) -> list[Floats]:
    """For each size, the k smallest of the first `size` columns of (q, n), unsorted: (q, k) each.

    Padded with infinity. Each column is looked at once, whatever the number of sizes.
    """
    best = np.full((len(distance), k), np.inf)
    found: dict[int, Floats] = {}
    done = 0
    for size in sorted(set(sizes)):
        if size > done:
            block = distance[:, done:size]
            if block.shape[1] > k:
                block = np.partition(block, k - 1, axis=1)[:, :k]
            best = np.partition(np.concatenate([best, block], axis=1), k - 1, axis=1)[:, :k]
            done = size
        found[size] = best
    return [found[size] for size in sizes]


def share_of_votes(
    positive: Floats, negative: Floats, k: int, times: NDArray[np.int_] | int = 1, weight: float = 1
) -> Floats:
    """Share of positive votes among the k nearest, shape (q,).

    positive (q, a), negative (q, b) : Distances of candidates; infinite ones do not vote.
    times : How many copies of each positive candidate stand in its place, () or (q, a).
    weight : What a positive vote counts; a negative counts 1.
    """
    distance = np.concatenate([positive, negative], axis=1)
    votes = np.ones(distance.shape)
    votes[:, : positive.shape[1]] = times
    votes[np.isinf(distance)] = 0
    order = np.argsort(distance, axis=1, kind="stable")[:, : 2 * k]
    votes = np.take_along_axis(votes, order, axis=1)
    before = np.cumsum(votes, axis=1) - votes
    cast = np.clip(k - before, 0, votes)
    hits = weight * (cast * (order < positive.shape[1])).sum(axis=1)
    rest = (cast * (order >= positive.shape[1])).sum(axis=1)
    share: Floats = hits / (hits + rest)
    return share


def neighbour_votes(
    X: Floats,
    y: NDArray[np.bool_],
    at: Floats,
    weights: Sequence[float],
    synthetic: Floats,
    added: Sequence[int],
    copied: Rows,
    order: Rows,
    kept: Sequence[int],
    k: int = K,
) -> dict[str, Floats]:
    """Share of positives among the k nearest rows, for each way of balancing: (S, q) each.

    X (n, d), y (n,) are the rows as they are, `at` (q, d) the places asked about. At strength s
    positives count weights[s] times; or the first added[s] rows of `synthetic` join, or of
    `copied` (rows of the positives); or only the first kept[s] of the negatives in `order` stay.
    """
    far_pos, far_neg = squared_distances(at, X[y]), squared_distances(at, X[~y][order])
    near_kept = nearest_in_prefixes(far_neg, [*kept, far_neg.shape[1]], k)
    negative = near_kept[-1]
    who = np.argsort(far_pos, axis=1)[:, :k]
    positive = np.take_along_axis(far_pos, who, axis=1)
    near_new = nearest_in_prefixes(squared_distances(at, synthetic), added, k)
    found: dict[str, list[Floats]] = {name: [] for name in ("weights", "smote", "over", "under")}
    for weight, new, m, left in zip(weights, near_new, added, near_kept, strict=False):
        times = 1 + np.bincount(copied[:m], minlength=far_pos.shape[1])[who]
        with_new = np.concatenate([positive, new], axis=1)
        found["weights"].append(share_of_votes(positive, negative, k, weight=weight))
        found["smote"].append(share_of_votes(with_new, negative, k))
        found["over"].append(share_of_votes(positive, negative, k, times))
        found["under"].append(share_of_votes(positive, left, k))
    return {name: np.array(each) for name, each in found.items()}


def tree_shares(
    X: Floats,
    y: NDArray[np.bool_],
    at: Floats,
    weights: Sequence[float],
    synthetic: Floats,
    added: Sequence[int],
    copied: Rows,
    order: Rows,
    kept: Sequence[int],
    depth: int = DEPTH,
) -> dict[str, Floats]:
    """Share of positives in the leaf of a tree of that depth; arguments as in `neighbour_votes`."""
    from sklearn.tree import DecisionTreeClassifier

    positives, negatives = np.flatnonzero(y), np.flatnonzero(~y)

    def grown(X: Floats, y: NDArray[np.bool_], weight: NDArray[Any] | None) -> Floats:
        tree = DecisionTreeClassifier(max_depth=depth, random_state=0).fit(X, y, weight)
        share: Floats = tree.predict_proba(at)[:, 1]
        return share

    found: dict[str, list[Floats]] = {name: [] for name in ("weights", "smote", "over", "under")}
    for weight, m, left in zip(weights, added, kept, strict=True):
        copy = 1.0 + np.bincount(positives[copied[:m]], minlength=y.size)
        stay = np.sort(np.r_[positives, negatives[order[:left]]])
        new = np.concatenate([X, synthetic[:m]]), np.r_[y, np.ones(m, dtype=bool)]
        found["weights"].append(grown(X, y, np.where(y, weight, 1.0)))
        found["smote"].append(grown(*new, None))
        found["over"].append(grown(X, y, copy))
        found["under"].append(grown(X[stay], y[stay], None))
    return {name: np.array(each) for name, each in found.items()}
