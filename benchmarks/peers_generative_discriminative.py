"""Normal classes and logistic regression here and in scikit-learn. Numbers checked first."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from methods.models.gaussian_classes import fit_gaussian_classes
from methods.models.logistic import fit_logistic_sets

Peer = tuple[str, Callable[[], Any], Callable[[], Any] | str]


def classes(n: int, sets: int, p: int = 2) -> tuple[Any, Any]:
    """Two round classes, one standard deviation from the middle each in every feature."""
    y = np.arange(n) % 2
    X = np.random.default_rng(0).standard_normal((sets, n, p)) + (2 * y - 1)[:, None]
    return X, y


def likeness(n: int, sets: int) -> Peer:
    """LDA on many training sets."""
    from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

    X, y = classes(n, sets)
    belongs = np.broadcast_to(np.array([y == 0, y == 1], float), (sets, 2, n))

    def ours() -> Any:
        return fit_gaussian_classes(X, belongs, "lda").discriminant()[1]

    def theirs() -> Any:
        fits = [LinearDiscriminantAnalysis(solver="lsqr").fit(x, y) for x in X]
        return np.array([fit.coef_[0] for fit in fits])

    np.testing.assert_allclose(ours(), theirs(), rtol=1e-6)
    return f"LDA on {sets} sets of {n} points (scikit-learn, lsqr)", ours, theirs


def border(n: int, sets: int, p: int) -> Peer:
    """Logistic regression on many training sets."""
    from sklearn.linear_model import LogisticRegression

    X, y = classes(n, sets, p)
    one = np.broadcast_to(y == 1, (sets, n))

    def ours() -> Any:
        return fit_logistic_sets(X, one, 1.0)[:, 1:]

    def theirs() -> Any:
        fits = [LogisticRegression(solver="newton-cholesky", tol=1e-8).fit(x, y) for x in X]
        return np.array([fit.coef_[0] for fit in fits])

    np.testing.assert_allclose(ours(), theirs(), rtol=1e-5, atol=1e-7)
    return (
        f"logistic regression on {sets} sets of {n} points, {p} features (newton-cholesky)",
        ours,
        theirs,
    )


def PEERS() -> Iterator[Peer]:
    yield likeness(200, 40)
    yield border(200, 40, 2)
    yield border(200, 8, 20)
