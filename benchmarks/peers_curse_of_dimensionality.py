"""Distances, neighbours and intrinsic dimension here and in other libraries. Numbers checked first."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from methods.geometry.distances import extent, growing_distances, reach
from methods.geometry.hubness import nearest_distances, neighbour_weights, vote
from methods.geometry.intrinsic_dimension import maximum_likelihood_dimension, two_nn

Peer = tuple[str, Callable[[], Any], Callable[[], Any] | str]
DIMS = (1, 2, 5, 10, 20, 50, 100, 200, 400, 700, 1000)
FEW = (1, 2, 10, 50, 200, 500, 1000)


def same(ours: Any, theirs: Any, tolerance: float = 1e-8) -> None:
    np.testing.assert_allclose(ours, theirs, rtol=tolerance, atol=tolerance)


def even(n: int) -> Any:
    return np.random.default_rng(0).random((n, 1000))


def all_pairs(n: int) -> Peer:
    """All distances at eleven numbers of dimensions."""
    from scipy.spatial.distance import pdist, squareform

    x = even(n)
    for d, ours in zip(DIMS, growing_distances(x, DIMS, "l2"), strict=True):
        same(ours, squareform(pdist(x[:, :d])), 1e-6)
    return (
        f"all distances in 11 dimensions from 1 to 1,000, n = {n:,} (scipy pdist, each pair once)",
        lambda: sum(float(distance[0, 1]) for distance in growing_distances(x, DIMS, "l2")),
        lambda: sum(float(pdist(x[:, :d])[0]) for d in DIMS),
    )


def contrasts(n: int) -> Peer:
    """Median relative contrast of all points at eleven numbers of dimensions."""
    from scipy.spatial.distance import pdist, squareform

    x = even(n)

    def ours() -> list[float]:
        found = []
        for distance in growing_distances(x, DIMS, "l2"):
            np.fill_diagonal(distance, np.inf)
            near = distance.min(axis=1)
            np.fill_diagonal(distance, 0.0)
            found.append(float(reach(near, *extent(distance)).contrast))
        return found

    def theirs() -> list[float]:
        found = []
        for d in DIMS:
            distance = squareform(pdist(x[:, :d]))
            far = distance.max(axis=1)
            np.fill_diagonal(distance, np.inf)
            near = distance.min(axis=1)
            found.append(float(np.median((far - near) / near)))
        return found

    same(ours(), theirs(), 1e-6)
    return (
        f"relative contrast in 11 dimensions, n = {n:,} (scipy pdist; ours adds spread)",
        ours,
        theirs,
    )


def neighbour_accuracy() -> Peer:
    """Leave-one-out accuracy of 10 nearest neighbours at seven numbers of features."""
    from sklearn.neighbors import NearestNeighbors

    x, y = even(1_000), np.random.default_rng(1).integers(0, 2, 1_000)
    one_hot = np.eye(2)[y]

    def ours() -> list[float]:
        found = []
        for distance in growing_distances(x, FEW, "l2"):
            np.fill_diagonal(distance, np.inf)
            cut = nearest_distances(distance, 10)[:, -1]
            voted = vote(neighbour_weights(distance, 10, cut), one_hot)
            found.append(float((voted == y).mean()))
        return found

    def theirs() -> list[float]:
        found = []
        for d in FEW:
            # without a query scikit-learn leaves each point itself out
            who = NearestNeighbors(n_neighbors=10).fit(x[:, :d]).kneighbors(return_distance=False)
            found.append(float(((y[who].sum(axis=1) > 5) == y).mean()))
        return found

    same(ours(), theirs())
    return (
        "leave-one-out accuracy of 10 neighbours at 7 d, n = 1,000 (scikit-learn neighbours)",
        ours,
        theirs,
    )


def hub_counts(n: int, dims: tuple[int, ...]) -> Peer:
    """How often each point is among the 10 nearest of another, at every one of `dims`."""
    from sklearn.neighbors import NearestNeighbors

    x = np.random.default_rng(2).standard_normal((n, 1000))

    def ours() -> Any:
        found = []
        for distance in growing_distances(x, dims, "l2"):
            np.fill_diagonal(distance, np.inf)
            cut = nearest_distances(distance, 10)[:, -1]
            found.append(neighbour_weights(distance, 10, cut).sum(axis=0))
        return np.array(found)

    def theirs() -> Any:
        found = []
        for d in dims:
            who = NearestNeighbors(n_neighbors=10).fit(x[:, :d]).kneighbors(return_distance=False)
            found.append(np.bincount(who.ravel(), minlength=n))
        return np.array(found)

    same(ours(), theirs())
    return f"hub counts at {len(dims)} d, n = {n:,} (scikit-learn neighbours)", ours, theirs


def dimension() -> Peer:
    """TwoNN and maximum likelihood of 1,000 points, neighbours found by scikit-learn in both."""
    from sklearn.neighbors import NearestNeighbors

    name = "intrinsic dimension by TwoNN and maximum likelihood, n = 1,000 (scikit-dimension)"
    rng = np.random.default_rng(3)
    x = rng.random((1_000, 5)) @ rng.standard_normal((5, 50))

    def ours() -> list[float]:
        near = NearestNeighbors(n_neighbors=20).fit(x).kneighbors()[0]
        return [two_nn(near[:, 0], near[:, 1]), maximum_likelihood_dimension(near)]

    try:
        from skdim.id import MLE, TwoNN
    except ImportError:
        return name, ours, "scikit-dimension is not installed"

    def theirs() -> list[float]:
        return [TwoNN().fit(x).dimension_, MLE(K=20).fit(x).dimension_]

    same(ours()[0], theirs()[0], 0.02)  # its F runs over (i - 1)/n, and its points by another mean
    same(ours()[1], theirs()[1], 0.1)
    return name, ours, theirs


def PEERS() -> Iterator[Peer]:
    yield all_pairs(300)
    yield all_pairs(1_000)
    yield contrasts(300)
    yield neighbour_accuracy()
    yield hub_counts(300, DIMS)
    yield hub_counts(1_000, (100,))
    yield dimension()
