"""Expectation and maximisation against a slow obvious version, and against its own likelihood."""

import numpy as np
import pytest
from scipy.special import expit, logsumexp

from methods.models.gaussian_classes import KINDS, fit_gaussian_classes
from methods.semi_supervised.gaussian_em import fit_with_unlabelled


def data(seed=0, n=8, m=60, sets=2):
    rng = np.random.default_rng(seed)
    y, hidden = np.arange(n) % 2, np.arange(m) % 2
    X = rng.standard_normal((sets, n, 2)) + 2.5 * y[:, None]
    U = rng.standard_normal((sets, m, 2)) + 2.5 * hidden[:, None]
    both = np.array([y == 0, y == 1], float)
    return X, y, U, np.broadcast_to(both, (sets, 2, n))


@pytest.mark.parametrize("kind", KINDS)
def test_two_rounds_by_hand(kind):
    X, y, U, weight = data()
    found = fit_with_unlabelled(X, weight, U, kind, 0.1, rounds=2)
    for s in range(2):
        fit = fit_gaussian_classes(X[s], weight[s], "lda", 1.0)
        prior = 0.0
        for _ in range(2):
            one = expit(fit.log_ratio(U[s]) + prior)
            belongs = np.hstack([weight[s], [1 - one, one]])
            fit = fit_gaussian_classes(np.vstack([X[s], U[s]]), belongs, kind, 0.1)
            prior = np.log(belongs[1].sum() / belongs[0].sum())
        np.testing.assert_allclose(found.means[s], fit.means)
        np.testing.assert_allclose(found.covariances[s], fit.covariances)


def test_the_likelihood_never_falls():
    X, y, U, weight = data(1)

    def likelihood(rounds):
        fit = fit_with_unlabelled(X[:1], weight[:1], U[:1], "lda", rounds=rounds)
        one = expit(fit.log_ratio(U[0])[0])
        share = (4 + one.sum()) / (8 + len(one))  # near the share of that round
        logs = np.log([1 - share, share])
        known, free = fit.log_densities(X[0])[0], fit.log_densities(U[0])[0]
        return (weight[0] * (known + logs[:, None])).sum() + logsumexp(
            free + logs[:, None], axis=0
        ).sum()

    values = [likelihood(rounds) for rounds in (1, 3, 6, 12, 40)]
    assert (np.diff(values) > -1e-3).all()
    assert values[-1] > values[0]


def test_without_unlabelled_points_it_is_the_fit_to_the_labels():
    X, y, U, weight = data()
    found = fit_with_unlabelled(X, weight, U[:, :0], "lda")
    np.testing.assert_allclose(found.means, fit_gaussian_classes(X, weight, "lda").means)


def test_it_ends_where_nothing_moves():
    """Two groups far apart: after a few rounds more rounds change nothing."""
    X, y, U, weight = data()
    X, U = X + 20 * y[:, None], U + 20 * (np.arange(60) % 2)[:, None]
    few, many = (fit_with_unlabelled(X, weight, U, "lda", rounds=r) for r in (4, 400))
    np.testing.assert_array_equal(few.means, many.means)
