"""k-means by Lloyd's algorithm: to its end, half step by half step, and from many starts at once."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Empty = Literal["keep", "farthest"]

FEW = 4  # columns whose squared differences are summed one by one, so that ties stay ties


@dataclass(frozen=True, eq=False)
class Clusters:
    """k groups of n points in d dimensions.

    Attributes
    ----------
    centres : (k, d) The mean of each group; of an empty one, where it was.
    labels : (n,) The nearest centre of each point.
    costs : (rounds,) The sum of squared distances to the nearest centre, round by round; it never rises.
    """

    centres: Floats
    labels: Ints
    costs: Floats


def lloyd(points: Floats, centres: Floats, most: int = 100) -> Clusters:
    """Points (n, d) go to the nearest centre, centres (k, d) to the mean of theirs, until none moves.

    It ends in a minimum near where it began, perhaps not the lowest, or after `most` rounds. Lloyd, Least
    squares quantization in PCM, 1982.
    """
    centres = np.array(centres, float)
    labels, costs = np.full(len(points), -1), []
    for _ in range(most):
        distance = squared_to(points, centres)
        before, labels = labels, distance.argmin(axis=1)
        costs.append(float(distance.min(axis=1).sum()))
        if np.array_equal(before, labels):
            break
        centres = means(points, labels, centres)
    return Clusters(centres, labels, np.array(costs))


@dataclass(frozen=True, eq=False)
class HalfSteps:
    """k-means half step by half step: 0 the start, then points join, centres move, points join, ...

    Attributes
    ----------
    centres : (steps, k, d) Where they are after each.
    labels : (steps, n) The centre each point has joined; -1 at the start.
    inertia : (steps,) The sum of squared distances to the centre joined; nan at the start. It never
        rises.
    settled : Whether the last step, in which points join, changed nothing.
    """

    centres: Floats
    labels: Ints
    inertia: Floats
    settled: bool


def half_steps(
    points: Floats, centres: Floats, most: int = 100, empty: Empty = "keep"
) -> HalfSteps:
    """Lloyd's algorithm for points (n, d) from centres (k, d), all of its way, at most `most` rounds.

    A point as near to two centres joins the first. The centre of an `empty` cluster stays, or goes to the
    point that is farthest from its own, as in scikit-learn.
    """
    places, joined = [np.array(centres, float)], [np.full(len(points), -1)]
    inertia, settled = [np.nan], False
    for _ in range(most):
        labels = nearest_centre(points, places[-1])
        settled = np.array_equal(labels, joined[-1])
        places.append(places[-1])
        joined.append(labels)
        inertia.append(_inertia(points, labels, places[-1]))
        if settled:
            break
        moved = means(points, labels, places[-1])
        if empty == "farthest":
            moved = _refilled(points, labels, moved)
        places.append(moved)
        joined.append(labels)
        inertia.append(_inertia(points, labels, moved))
    return HalfSteps(np.array(places), np.array(joined), np.array(inertia), settled)


def inertias(points: Floats, centres: Floats, most: int = 100) -> tuple[Floats, Floats, Ints]:
    """Many runs at once, from centres (S, k, d): their ends, (S, k, d), inertia and rounds, both (S,).

    Points are the same for all, (n, d), or each run's own, (S, n, d). An empty cluster keeps its centre.
    A run that has not settled after `most` rounds is as it then is.
    """
    own = points.ndim == 3
    ends = np.array(centres, float)
    inertia, rounds = np.full(len(ends), np.nan), np.full(len(ends), most)
    going = np.arange(len(ends))
    labels = np.full((len(ends), points.shape[-2]), -1)
    x = points if own else points[None]
    for done in range(1, most + 1):
        at = x[going] if own else x
        distance = squared_distances(at, ends[going])
        now = distance.argmin(axis=1)
        inertia[going] = np.maximum(distance.min(axis=1), 0.0).sum(axis=1)
        same = (now == labels[going]).all(axis=1)
        labels[going] = now
        rounds[going[same]] = done
        going, now = going[~same], now[~same]
        if not len(going):
            break
        at = x[going] if own else x
        one_hot = (now[:, None, :] == np.arange(ends.shape[1])[:, None]).astype(float)
        size = one_hot.sum(axis=2)[..., None]
        mean = one_hot @ at / np.maximum(size, 1.0)
        ends[going] = np.where(size > 0, mean, ends[going])
    return ends, inertia, rounds


def nearest_centre(points: Floats, centres: Floats) -> Ints:
    """(n,) The nearest of centres (k, d) to each of points (n, d), the first of those as near."""
    return np.asarray(squared_distances(points[None], centres[None])[0].argmin(axis=0))


def means(points: Floats, labels: Ints, centres: Floats) -> Floats:
    """(k, d) The mean of each group of points (n, d); of an empty one its centre as it was, of (k, d)."""
    one_hot = labels[:, None] == np.arange(len(centres))
    size = one_hot.sum(axis=0)
    there = size > 0
    found = np.array(centres, float)
    found[there] = (one_hot.T.astype(float) @ points)[there] / size[there, None]
    return found


def farthest_first(points: Floats, k: int) -> Floats:
    """(k, d) Centres to start from: the first of the points (n, d), then each time the farthest from all.

    Gonzalez, Clustering to minimize the maximum intercluster distance, 1985.
    """
    chosen = [0]
    near = squared_to(points, points[:1])[:, 0]
    for _ in range(k - 1):
        chosen.append(int(near.argmax()))
        near = np.minimum(near, squared_to(points, points[chosen[-1:]])[:, 0])
    return points[chosen]


def squared_to(points: Floats, centres: Floats) -> Floats:
    """(n, k) Squared distances from points (n, d) to centres (k, d)."""
    apart = points[:, None, :] - centres[None, :, :]
    return np.asarray(np.einsum("nkd,nkd->nk", apart, apart))


def squared_distances(points: Floats, centres: Floats) -> Floats:
    """(S, k, n) Squared distances from points (S, n, d) to centres (S, k, d).

    Of many columns by the product, which is ten times as fast and rounds: it may be a little below 0.
    """
    if points.shape[-1] <= FEW:
        apart = (
            np.square(centres[:, :, None, j] - points[:, None, :, j])
            for j in range(points.shape[-1])
        )
        return np.asarray(sum(apart))
    both = np.square(centres).sum(axis=2)[:, :, None] + np.square(points).sum(axis=2)[:, None, :]
    return np.asarray(both - 2 * (centres @ np.swapaxes(points, 1, 2)))


def _inertia(points: Floats, labels: Ints, centres: Floats) -> float:
    return float(np.square(points - centres[labels]).sum())


def _refilled(points: Floats, labels: Ints, centres: Floats) -> Floats:
    """Each centre without points goes to one of the points farthest from their own, if there is a way."""
    none = np.flatnonzero(np.bincount(labels, minlength=len(centres)) == 0)
    far = np.square(points - centres[labels]).sum(axis=1)
    found = centres.copy()
    for centre, point in zip(none, np.argsort(-far, kind="stable"), strict=False):
        if far[point] > 0:
            found[centre] = points[point]
    return found
