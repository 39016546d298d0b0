"""Newton's method against scikit-learn, copies against weights, and a closed form."""

import numpy as np
import pytest
from scipy.special import expit
from sklearn.linear_model import LogisticRegression

from methods.models.logistic import (
    SURE_STEP,
    fit_logistic,
    fit_logistic_sets,
    log_odds,
    with_ones,
)
from tests.seeds import SEEDS


def problem(seed, n=300, d=3):
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((n, d))
    return X, rng.random(n) < expit(X @ np.arange(1, d + 1) / 2 - 2)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("penalty", [0.01, 1.0, 50.0])
def test_the_same_coefficients_as_scikit_learn_for_each_weighting(seed, penalty):
    X, y = problem(seed)
    rng = np.random.default_rng(seed)
    weight = np.array([np.ones(300), np.where(y, 7.5, 1.0), rng.random(300) < 0.6, rng.random(300)])
    for start in (None, np.full((4, 4), 0.5)):
        ours = fit_logistic(X, y, weight.astype(float), penalty, start)
        for w, beta in zip(weight, ours, strict=True):
            theirs = LogisticRegression(C=1 / penalty, tol=1e-12, max_iter=1000, solver="newton-cholesky").fit(X, y, w)  # fmt: skip
            np.testing.assert_allclose(beta[1:], theirs.coef_[0], rtol=1e-6, atol=1e-8)
            np.testing.assert_allclose(beta[0], theirs.intercept_[0], rtol=1e-6, atol=1e-8)


def test_a_whole_weight_is_as_many_copies():
    X, y = problem(1)
    weighted = fit_logistic(X, y, np.where(y, 3.0, 1.0)[None])
    times = np.where(y, 3, 1)
    copied = fit_logistic(
        np.repeat(X, times, axis=0), np.repeat(y, times), np.ones((1, times.sum()))
    )
    np.testing.assert_allclose(weighted, copied, rtol=1e-9)


def test_without_features_it_is_the_log_odds_of_the_share():
    y = np.arange(40) < 10
    beta = fit_logistic(np.empty((40, 0)), y, np.array([np.ones(40), np.where(y, 3.0, 1.0)]))
    np.testing.assert_allclose(beta[:, 0], [np.log(1 / 3), 0.0], atol=1e-9)


def test_the_slope_of_the_penalised_loss_is_zero():
    X, y = problem(4, d=6)
    weight = np.where(y, 12.0, 1.0)
    beta = fit_logistic(X, y, weight[None], 2.0)[0]
    slope = with_ones(X).T @ (weight * (y - expit(log_odds(X, beta)))) - 2.0 * np.r_[0, beta[1:]]
    np.testing.assert_allclose(slope, 0, atol=1e-7)


def test_separable_classes_from_a_bad_start():
    X = np.linspace(-30, 30, 50)[:, None]
    y = X[:, 0] > 0
    far = np.array([[4.0, -3.0]])
    ours = fit_logistic(X, y, np.ones((1, 50)), 1.0, far)
    np.testing.assert_allclose(ours, fit_logistic(X, y, np.ones((1, 50))), atol=1e-6)
    assert np.isfinite(fit_logistic(X, y, np.ones((1, 50)), 0.0)).all()


def test_weights_move_the_intercept_by_about_their_logarithm():
    rng = np.random.default_rng(0)
    X = rng.standard_normal((40_000, 1))
    y = rng.random(40_000) < expit(1.5 * X[:, 0] - 3)
    plain, weighted = fit_logistic(X, y, np.array([np.ones(y.size), np.where(y, 3.0, 1.0)]))
    assert weighted[0] - plain[0] == pytest.approx(np.log(3), abs=0.05)
    assert weighted[1] == pytest.approx(plain[1], abs=0.05)


# --- many sets, each with its own rows


def test_many_sets_are_as_scikit_learn_fits_each():
    rng = np.random.default_rng(5)
    y = np.arange(30) % 2 == 1
    X = rng.standard_normal((4, 30, 3)) + 1.2 * y[:, None]
    for penalty in (1e-3, 1.0, 10.0):
        found = fit_logistic_sets(X, np.broadcast_to(y, (4, 30)), penalty)
        for s in range(4):
            theirs = LogisticRegression(C=1 / penalty, solver="newton-cholesky", tol=1e-12)
            theirs.fit(X[s], y)
            np.testing.assert_allclose(found[s, 1:], theirs.coef_[0], rtol=1e-5, atol=1e-7)
            np.testing.assert_allclose(found[s, 0], theirs.intercept_[0], rtol=1e-5, atol=1e-7)
        again = fit_logistic_sets(X, np.broadcast_to(y, (4, 30)), penalty, found + 0.5)
        np.testing.assert_allclose(again, found, rtol=1e-6, atol=1e-8)


def test_two_points_by_hand():
    """Points -1 and 1, one of each class: the weight w is where 2 expit(-w) = penalty w."""
    X, y = np.array([[[-1.0], [1.0]]]), np.array([[False, True]])
    for penalty in (1e-6, 0.1, 2.0):
        a, w = fit_logistic_sets(X, y, penalty)[0]
        assert a == pytest.approx(0, abs=1e-9)
        assert 2 / (1 + np.exp(w)) == pytest.approx(penalty * w, rel=1e-6)


def test_steps_are_halved_where_newtons_are_too_long():
    """Squares of far points: full steps would jump to and fro for ever."""
    rng = np.random.default_rng(0)
    y = np.arange(40) % 2
    X = rng.standard_normal((6, 40, 2)) * np.where(y, 2.2, 0.7)[:, None]
    X = np.concatenate([X, X**2], axis=2)
    for penalty in (1e-6, 1e-3):
        found = fit_logistic_sets(X, np.broadcast_to(y == 1, (6, 40)), penalty)
        A = np.concatenate([np.ones((6, 40, 1)), X], axis=2)
        chance = 1 / (1 + np.exp(-(A @ found[..., None])[..., 0]))
        slope = np.einsum("snp,sn->sp", A, y - chance) - penalty * found * np.r_[0, np.ones(4)]
        assert np.abs(slope).max() < 1e-6 * penalty * np.abs(found).max() + 1e-9


@pytest.mark.parametrize("seed", SEEDS)
def test_newtons_step_needs_no_look_at_the_loss_where_it_is_short(seed):
    """Steps that move no log-odds by more than SURE_STEP lower it, by what is promised of them."""
    rng = np.random.default_rng(seed)
    t = SURE_STEP
    assert (np.exp(t) - 1 - t) / t**2 <= 1 < (np.exp(t + 0.01) - 1 - (t + 0.01)) / (t + 0.01) ** 2
    A = with_ones(rng.standard_normal((40, 2)))
    side, ridge = rng.choice([-1.0, 1.0], 40), 0.01 * np.diag([0.0, 1.0, 1.0])
    short = 0
    for beta in rng.standard_normal((200, 3)) * rng.uniform(0, 1, (200, 1)):
        eta = A @ beta
        chance = 1 / (1 + np.exp(side * eta))
        slope = A.T @ (side * chance) - ridge @ beta
        curvature = A.T * (chance * (1 - chance)) @ A + ridge
        step = np.linalg.solve(curvature, slope)
        far = np.abs(A @ step).max()
        if far <= SURE_STEP:
            short += 1
            before, after = (
                np.logaddexp(0, -side * (A @ b)).sum() + b @ ridge @ b / 2
                for b in (beta, beta + step)
            )
            promised = (1 - (np.exp(far) - 1 - far) / far**2) * (slope @ step)
            assert before - after >= promised - 1e-9
    assert short > 10


def test_one_yes_or_no_feature_gives_log_odds():
    X = np.repeat([0.0, 1.0], [10, 10])[None, :, None]
    y = np.r_[np.arange(10) < 3, np.arange(10) < 8][None]
    a, w = fit_logistic_sets(X, y, 0.0)[0]
    assert a == pytest.approx(np.log(3 / 7)) and w == pytest.approx(np.log(8 / 2) - np.log(3 / 7))
