"""Components against numpy's SVD, scikit-learn and closed forms."""

import numpy as np
import pytest
from sklearn.decomposition import PCA

from methods.geometry.principal_components import (
    components_for,
    kept_shares,
    principal_components,
)


def drawn(n, p, seed=0):
    rng = np.random.default_rng(seed)
    return rng.standard_normal((n, p)) * np.linspace(3, 0.5, p) + rng.normal(size=p)


@pytest.mark.parametrize(("n", "p"), [(40, 6), (7, 30), (12, 12)])
def test_components_are_those_of_scikit_learn_and_of_the_svd(n, p):
    X = drawn(n, p)
    found = principal_components(X)
    few = min(n - 1, p)
    theirs = PCA(svd_solver="full").fit(X)
    np.testing.assert_allclose(found.variances, theirs.explained_variance_[:few])
    np.testing.assert_allclose(found.axes, theirs.components_[:few], atol=1e-7)
    np.testing.assert_allclose(
        found.variances, np.linalg.svd(X - X.mean(0))[1][:few] ** 2 / (n - 1)
    )
    np.testing.assert_allclose(found.axes @ found.axes.T, np.eye(few), atol=1e-9)
    np.testing.assert_allclose(found.scores(X), theirs.transform(X)[:, :few], atol=1e-6)
    assert found.total == pytest.approx(X.var(axis=0, ddof=1).sum())
    np.testing.assert_allclose(np.cov(found.scores(X).T), np.diag(found.variances), atol=1e-9)


@pytest.mark.parametrize(("n", "p"), [(40, 6), (7, 30)])
def test_the_first_few_are_the_first_of_all(n, p):
    X = drawn(n, p)
    all_of_them, few = principal_components(X), principal_components(X, 3)
    np.testing.assert_allclose(few.axes, all_of_them.axes[:3], atol=1e-9)
    np.testing.assert_allclose(few.variances, all_of_them.variances[:3])
    assert few.total == all_of_them.total
    assert len(principal_components(X, 1000).variances) == min(n - 1, p)


def test_closed_forms():
    p, rho = 5, 0.6
    S = np.full((p, p), rho) + (1 - rho) * np.eye(p)
    Z = drawn(50, p, 3)
    white = principal_components(Z)
    X = white.scores(Z) / np.sqrt(white.variances) @ np.linalg.cholesky(S).T
    found = principal_components(X)
    np.testing.assert_allclose(found.variances, [1 + (p - 1) * rho] + [1 - rho] * (p - 1))
    np.testing.assert_allclose(found.axes[0], np.full(p, 1 / np.sqrt(p)))
    n, k = 6, np.arange(1, 7)
    least = np.minimum.outer(np.arange(1, n + 1), np.arange(1, n + 1))
    X = white_rows(least)
    np.testing.assert_allclose(
        principal_components(X).variances, 1 / (4 * np.sin((2 * k - 1) * np.pi / (4 * n + 2)) ** 2)
    )


def white_rows(S):
    """Rows whose covariance is exactly S."""
    Z = drawn(40, len(S), 7)
    white = principal_components(Z)
    return white.scores(Z) / np.sqrt(white.variances) @ np.linalg.cholesky(S).T


def test_what_is_dropped_is_the_error():
    X = drawn(30, 8)
    found = principal_components(X)
    for m in (0, 1, 3, 8):
        error = np.square(X - found.rebuilt(found.scores(X)[:, :m])).sum()
        assert error == pytest.approx(29 * found.variances[m:].sum(), abs=1e-8)
    fresh = drawn(20, 8, 5)
    kept = kept_shares(found, fresh)
    assert kept[0] == 0 and kept[-1] == pytest.approx(1) and (np.diff(kept) >= 0).all()
    rebuilt = found.rebuilt(found.scores(fresh)[:, :2])
    error = np.square(fresh - rebuilt).sum() / np.square(fresh - found.mean).sum()
    assert kept[2] == pytest.approx(1 - error)
    np.testing.assert_allclose(
        kept_shares(found, X)[1:], found.variances.cumsum() / found.total, rtol=1e-9
    )
    assert np.isnan(kept_shares(found, np.tile(found.mean, (3, 1)))).all()


def test_what_does_not_vary_has_no_component():
    X = drawn(20, 3)
    X = np.column_stack([X, X[:, 0] + X[:, 1], np.full(20, 4.0)])
    found = principal_components(X)
    assert len(found.variances) == 3 and found.axes.shape == (3, 5)
    assert (found.axes[:, 4] == 0).all()
    assert principal_components(np.ones((4, 2))).variances.size == 0


def test_how_many_keep_a_share():
    assert components_for(np.array([5.0, 3, 2]), 10, 0.5) == 1
    assert components_for(np.array([5.0, 3, 2]), 10, 0.51) == 2
    assert components_for(np.array([5.0, 3, 2]), 10, 1.0) == 3
    assert np.isnan(components_for(np.array([5.0, 3]), 10, 0.9))
