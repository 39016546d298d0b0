"""Penalised paths and their error over folds, here and in scikit-learn. Numbers checked first."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from data.read import TABLES
from methods.models.penalties import largest_strength, moments, penalised_paths, ridge_paths
from methods.validation.folds import folds_of, shuffles

Peer = tuple[str, Callable[[], Any], Callable[[], Any] | str]
PLACES = 61


def same(ours: Any, theirs: Any, tolerance: float = 1e-7) -> None:
    np.testing.assert_allclose(ours, theirs, atol=tolerance * np.abs(theirs).max())


def diabetes() -> tuple[Any, Any]:
    table = TABLES["diabetes"]
    X = np.column_stack([v for name, v in table.columns.items() if name != "progression"])
    return (X - X.mean(axis=0)) / X.std(axis=0), table["progression"] - table["progression"].mean()


def drawn() -> tuple[Any, Any]:
    """80 rows of 40 features, four of which matter."""
    rng = np.random.default_rng(0)
    X = rng.standard_normal((80, 40))
    y = X[:, :4] @ np.array([2.0, -2, 2, -2]) + 2 * rng.standard_normal(80)
    return (X - X.mean(axis=0)) / X.std(axis=0), y - y.mean()


def one_path(name: str, X: Any, y: Any, mix: float) -> Peer:
    """Coefficients at 61 strengths, from the rows on."""
    from sklearn.linear_model import enet_path

    lams = largest_strength(moments(X, y)[1], mix) * np.geomspace(1, 1e-3, PLACES)

    def ours() -> Any:
        G, c = moments(X, y)
        return penalised_paths(G[None], c[None], lams, mix)[:, 0]

    def theirs(tol: float = 1e-8) -> Any:
        return enet_path(X, y, l1_ratio=mix, alphas=lams, tol=tol, max_iter=100_000)[1].T

    same(ours(), theirs(1e-14))
    rule = "lasso_path" if mix == 1 else "enet_path"
    return f"{name}, {PLACES} strengths, mix {mix:g} ({rule} at tol 1e-8)", ours, theirs


def knots(name: str, X: Any, y: Any) -> Peer:
    """The whole lasso path, read off at 61 strengths."""
    from sklearn.linear_model import lars_path

    lams = largest_strength(moments(X, y)[1], 1.0) * np.geomspace(1, 1e-3, PLACES)

    def ours() -> Any:
        G, c = moments(X, y)
        return penalised_paths(G[None], c[None], lams, 1.0)[:, 0]

    def theirs() -> Any:
        at, _, b = lars_path(X, y, method="lasso")
        return np.array([np.interp(lams, at[::-1], each[::-1]) for each in b]).T

    same(ours(), theirs())
    return f"{name}, {PLACES} strengths, lasso (lars_path)", ours, theirs


def over_folds(name: str, X: Any, y: Any) -> Peer:
    """The error of the lasso over 10 folds at 61 strengths."""
    from sklearn.linear_model import LassoCV
    from sklearn.model_selection import PredefinedSplit

    n = len(y)
    folds = folds_of(shuffles(n, 1, np.random.default_rng(1))[0], 10)
    lams = largest_strength(moments(X, y)[1], 1.0) * np.geomspace(1, 1e-3, PLACES)

    def ours() -> Any:
        parts = [moments(X[folds != k], y[folds != k]) for k in range(10)]
        G, c = (np.array(each) for each in zip(*parts, strict=True))
        b, found = penalised_paths(G, c, lams, 1.0), []
        for k in range(10):
            out = folds == k
            Z, z = X[out] - X[~out].mean(axis=0), y[out] - y[~out].mean()
            found.append(((z - b[:, k] @ Z.T) ** 2).mean(axis=1))
        return np.array(found).T

    def theirs(tol: float = 1e-8) -> Any:
        cv = PredefinedSplit(folds)
        return LassoCV(alphas=lams, cv=cv, tol=tol, max_iter=100_000).fit(X, y).mse_path_

    same(ours(), theirs(1e-13))
    return f"{name}, lasso in 10 folds, {PLACES} strengths (LassoCV at tol 1e-8)", ours, theirs


def ridges(X: Any, y: Any) -> Peer:
    """Ridge at 61 strengths."""
    from sklearn.linear_model import Ridge

    lams, n = np.geomspace(0.01, 100, PLACES), len(y)

    def ours() -> Any:
        G, c = moments(X, y)
        return ridge_paths(G[None], c[None], lams)[:, 0]

    def theirs() -> Any:
        return np.array([Ridge(alpha=n * lam).fit(X, y).coef_ for lam in lams])

    same(ours(), theirs())
    return f"diabetes, {PLACES} strengths, ridge (Ridge in a loop)", ours, theirs


def PEERS() -> Iterator[Peer]:
    for name, (X, y) in (("diabetes", diabetes()), ("n = 80, p = 40", drawn())):
        yield one_path(name, X, y, 1.0)
        yield knots(name, X, y)
        yield one_path(name, X, y, 0.5)
        yield over_folds(name, X, y)
    yield ridges(*diabetes())
