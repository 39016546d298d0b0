"""k-means, its starts, silhouettes and mixtures here and in scikit-learn. Numbers checked first."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from methods.clustering.drawn_groups import normal_groups
from methods.clustering.how_many import distances, silhouettes
from methods.clustering.k_means import inertias, nearest_centre
from methods.clustering.mixture import FLOOR, mixture
from methods.clustering.starts import random_points

Peer = tuple[str, Callable[[], Any], Callable[[], Any] | str]
RUNS, K = 50, 5


def points() -> Any:
    """Three groups of 60."""
    means = [[-3.0, -2.0], [3.0, -2.0], [0.0, 3.0]]
    return normal_groups(means, 1.0, [60, 60, 60], np.random.default_rng(0))[0]


def runs() -> Peer:
    """Fifty runs to their end, from the same centres."""
    from sklearn.cluster import KMeans

    x = points()
    starts = random_points(x, K, RUNS, np.random.default_rng(1))

    def theirs() -> Any:
        return [KMeans(K, init=start, n_init=1, tol=0).fit(x).inertia_ for start in starts]

    np.testing.assert_allclose(inertias(x, starts)[1], theirs())
    return (
        f"{RUNS} runs of {K}-means, n = 180 (scikit-learn, from the same centres)",
        lambda: inertias(x, starts),
        theirs,
    )


def silhouette() -> Peer:
    """The mean silhouette of five clusters."""
    from sklearn.metrics import silhouette_score

    x = points()
    labels = nearest_centre(x, x[:K])
    distance = distances(x)
    np.testing.assert_allclose(silhouettes(distance, labels).mean(), silhouette_score(x, labels))
    return (
        "mean silhouette, n = 180 (scikit-learn; ours has the distances, as for every k)",
        lambda: silhouettes(distance, labels).mean(),
        lambda: silhouette_score(x, labels),
    )


def normals() -> Peer:
    """A mixture of three normals from one start."""
    from sklearn.mixture import GaussianMixture

    x = points()
    labels = nearest_centre(x, x[[0, 60, 120]])

    def theirs() -> Any:
        parts = [x[labels == c] for c in range(3)]
        return GaussianMixture(
            3, tol=1e-6, max_iter=500, reg_covar=FLOOR,
            weights_init=[len(part) / len(x) for part in parts],
            means_init=[part.mean(axis=0) for part in parts],
            precisions_init=[np.linalg.inv(np.cov(part.T)) for part in parts],
        ).fit(x)  # fmt: skip

    found = mixture(x, labels[None], 3)
    np.testing.assert_allclose(found.means, theirs().means_, atol=0.01)
    return (
        "a mixture of 3 normals, n = 180 (scikit-learn, from the same groups)",
        lambda: mixture(x, labels[None], 3),
        theirs,
    )


def PEERS() -> Iterator[Peer]:
    yield runs()
    yield silhouette()
    yield normals()
