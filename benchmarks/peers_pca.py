"""Principal components here and in other libraries. Numbers checked first."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from data.read import TABLES
from methods.geometry.line_through_mean import bootstrap_angles, principal_angle
from methods.geometry.principal_components import principal_components

Peer = tuple[str, Callable[[], Any], Callable[[], Any] | str]


def same(ours: Any, theirs: Any, tolerance: float = 1e-8) -> None:
    np.testing.assert_allclose(ours, theirs, rtol=tolerance, atol=tolerance)


def images(table: str, n: int, most: int | None) -> Peer:
    """Components of images, by scikit-learn's quickest exact solver for that shape."""
    from sklearn.decomposition import PCA

    X = np.asarray(TABLES[table]["X"][:n], float)
    solver = "covariance_eigh" if n > X.shape[1] else "full"

    def ours() -> Any:
        return principal_components(X, most).variances

    def theirs() -> Any:
        return PCA(most, svd_solver=solver).fit(X).explained_variance_

    found = ours()
    same(found, theirs()[: len(found)], 1e-6)
    many = "all" if most is None else str(most)
    return f"{many} components of {n:,} {table} images (scikit-learn PCA, {solver})", ours, theirs


def plane(n: int) -> Peer:
    """The angle of the first component of points in the plane."""
    from sklearn.decomposition import PCA

    X = np.random.default_rng(0).standard_normal((n, 2)) * [3, 1]

    def ours() -> float:
        return float(principal_angle(np.cov(X.T)))

    def theirs() -> float:
        x, y = PCA(1).fit(X).components_[0]
        return float(np.degrees(np.arctan2(y, x)) % 180)

    same(ours(), theirs(), 1e-6)
    return f"angle of PC1 of {n} points in the plane (scikit-learn PCA)", ours, theirs


def resampled(n: int) -> Peer:
    """The angle in 200 bootstrap samples."""
    X = np.random.default_rng(0).standard_normal((n, 2)) * [3, 1]

    def ours() -> Any:
        return bootstrap_angles(X, 200, np.random.default_rng(1))

    def theirs() -> Any:
        rows = np.random.default_rng(1).integers(n, size=(200, n))
        found = []
        for each in rows:
            x, y = np.linalg.svd(X[each] - X[each].mean(axis=0), full_matrices=False)[2][0]
            found.append(np.degrees(np.arctan2(y, x)) % 180)
        return np.array(found)

    same(ours(), theirs(), 1e-6)
    return f"PC1 of 200 bootstrap samples of {n} points (numpy SVD)", ours, theirs


def PEERS() -> Iterator[Peer]:
    yield plane(100)
    yield resampled(100)
    yield images("digits", 1_797, None)
    yield images("fashion_mnist_2000", 500, 60)
    yield images("fashion_mnist_2000", 1_500, 60)
