"""Groups, agreement, growing fits and label spreading here and in scikit-learn. Numbers checked first."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from concepts.learning_paradigms import STOPS
from methods.clustering.agreement import adjusted_rand_index, contingency
from methods.clustering.k_means import lloyd
from methods.models.growing_ridge import growing_ridge
from methods.semi_supervised.drawn_classes import crossed_groups, half_moons
from methods.semi_supervised.label_spreading import neighbour_graph, spreading

Peer = tuple[str, Callable[[], Any], Callable[[], Any] | str]
KNOWN = [20, 60, 200, 240]


def fits() -> Peer:
    """Ridge regression at every stop of the axis."""
    from sklearn.linear_model import Ridge

    points, label, _ = crossed_groups(200, 1.2, np.random.default_rng(0))
    X, y = np.column_stack([np.ones(200), points]), 2.0 * label - 1

    def theirs() -> Any:
        models = [Ridge(1.0, fit_intercept=False) for _ in STOPS]
        return [model.fit(X[:n], y[:n]).coef_ for model, n in zip(models, STOPS, strict=True)]

    np.testing.assert_allclose(growing_ridge(X, y, STOPS), theirs())
    return (
        f"ridge regression at {len(STOPS)} sizes up to 200 (scikit-learn, a fit each)",
        lambda: growing_ridge(X, y, STOPS),
        theirs,
    )


def groups() -> Peer:
    """2-means at every stop, each from the centres of the one before."""
    from sklearn.cluster import KMeans

    points = crossed_groups(200, 1.2, np.random.default_rng(0))[0]

    def ours() -> Any:
        centres = points[:2]
        for n in STOPS:
            centres = lloyd(points[:n], centres).centres
        return centres

    def theirs() -> Any:
        centres = points[:2]
        for n in STOPS:
            centres = KMeans(2, init=centres, n_init=1, tol=0).fit(points[:n]).cluster_centers_
        return centres

    np.testing.assert_allclose(ours(), theirs())
    return (
        f"2-means at {len(STOPS)} sizes up to 200, one after the other (scikit-learn)",
        ours,
        theirs,
    )


def agreement() -> Peer:
    """The adjusted Rand index of 200 cases."""
    from sklearn.metrics import adjusted_rand_score

    a, b = np.random.default_rng(0).integers(0, 3, (2, 200))
    np.testing.assert_allclose(adjusted_rand_index(contingency(a, b)), adjusted_rand_score(a, b))
    return (
        "adjusted Rand index, n = 200 (scikit-learn)",
        lambda: adjusted_rand_index(contingency(a, b)),
        lambda: adjusted_rand_score(a, b),
    )


def labels() -> Peer:
    """One label spreading of 300 points."""
    from sklearn.semi_supervised import LabelSpreading

    points, label = half_moons(300, 0.08, np.random.default_rng(0))
    given = np.full(300, -1)
    given[KNOWN] = label[KNOWN]

    def ours() -> Any:
        reach = spreading(neighbour_graph(points, 7), 0.99)
        return (reach[:, KNOWN] @ np.eye(2)[label[KNOWN]]).argmax(axis=1)

    def theirs() -> Any:
        graph = neighbour_graph(points, 7)
        model = LabelSpreading(kernel=lambda _a, _b: graph, alpha=0.99, max_iter=3000, tol=1e-6)
        return model.fit(points, given).transduction_

    np.testing.assert_array_equal(ours(), theirs())
    return (
        "label spreading, n = 300, alpha 0.99, one set of labels (scikit-learn; ours serves any labels)",
        ours,
        theirs,
    )


def PEERS() -> Iterator[Peer]:
    yield fits()
    yield groups()
    yield agreement()
    yield labels()
