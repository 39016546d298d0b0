"""Least squares against numpy, refitting, distribution theory and numbers by hand."""

import numpy as np
import pytest
from scipy import stats

from methods.models.least_squares import (
    cooks_distance,
    deleted_residuals,
    durbin_watson,
    half_widths,
    least_squares,
    studentised,
    variance_inflation,
)
from tests.seeds import SEEDS


def problem(seed, n=25, k=3):
    rng = np.random.default_rng(seed)
    X = np.column_stack([np.ones(n), rng.normal(3, 5, (n, k))])
    return X, X @ rng.normal(size=k + 1) + rng.normal(size=n)


def without(X, y, i):
    return least_squares(np.delete(X, i, axis=0), np.delete(y, i))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_coefficients_are_those_of_lstsq_and_solve_the_normal_equations(seed):
    X, y = problem(seed)
    fit = least_squares(X, y)
    np.testing.assert_allclose(fit.coefficients, np.linalg.lstsq(X, y)[0], rtol=1e-10)
    np.testing.assert_allclose(X.T @ fit.residuals, 0, atol=1e-9)
    np.testing.assert_allclose(fit.fitted + fit.residuals, y)
    hat = X @ np.linalg.inv(X.T @ X) @ X.T
    np.testing.assert_allclose(fit.leverage, np.diag(hat), rtol=1e-9)
    assert fit.leverage.sum() == pytest.approx(X.shape[1])
    np.testing.assert_allclose(fit.unscaled, np.linalg.inv(X.T @ X), rtol=1e-8, atol=1e-12)
    assert fit.r2 == pytest.approx(np.corrcoef(fit.fitted, y)[0, 1] ** 2)
    assert fit.dof == 21 and fit.rss == pytest.approx(np.sum((y - fit.fitted) ** 2))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_line_is_that_of_linregress(seed):
    X, y = problem(seed, k=1)
    fit, theirs = least_squares(X, y), stats.linregress(X[:, 1], y)
    np.testing.assert_allclose(fit.coefficients, [theirs.intercept, theirs.slope])
    np.testing.assert_allclose(fit.standard_errors, [theirs.intercept_stderr, theirs.stderr])
    assert fit.r2 == pytest.approx(theirs.rvalue**2)
    other = least_squares(np.column_stack([np.ones(y.size), y]), X[:, 1])
    assert fit.coefficients[1] * other.coefficients[1] == pytest.approx(fit.r2)


@pytest.mark.parametrize("seed", SEEDS)
def test_influence_is_what_leaving_a_row_out_does(seed):
    X, y = problem(seed)
    fit = least_squares(X, y)
    for i in range(y.size):
        rest = without(X, y, i)
        moved = X @ (fit.coefficients - rest.coefficients)
        missed = y[i] - X[i] @ rest.coefficients
        assert deleted_residuals(fit)[i] == pytest.approx(missed)
        assert cooks_distance(fit)[i] == pytest.approx(moved @ moved / (4 * fit.sigma**2))
        error = rest.sigma * np.sqrt(1 + X[i] @ rest.unscaled @ X[i])
        assert studentised(fit)[i] == pytest.approx(missed / error)


def test_bands_cover_as_often_as_they_say():
    rng = np.random.default_rng(0)
    X = np.column_stack([np.ones(12), np.arange(12.0)])
    at, truth, inside = np.array([[1.0, 15.0]]), 2 + 0.5 * 15, np.zeros(2)
    for _ in range(4000):
        fit = least_squares(X, X @ [2, 0.5] + rng.normal(size=12))
        miss = at @ fit.coefficients - truth
        bands = np.ravel(half_widths(fit, at, 0.9))
        inside += np.abs([miss[0], miss[0] - rng.normal()]) < bands
    error = np.sqrt(0.9 * 0.1 / 4000)
    np.testing.assert_allclose(inside / 4000, 0.9, atol=4 * error)


def test_by_hand():
    X = np.column_stack([np.ones(3), [0.0, 1, 2]])
    fit = least_squares(X, np.array([0.0, 0, 3]))
    np.testing.assert_allclose(fit.coefficients, [-0.5, 1.5])
    np.testing.assert_allclose(fit.residuals, [0.5, -1, 0.5], atol=1e-12)
    np.testing.assert_allclose(fit.leverage, [5 / 6, 1 / 3, 5 / 6])
    assert fit.sigma**2 == pytest.approx(1.5) and fit.r2 == pytest.approx(0.75)
    np.testing.assert_allclose(fit.standard_errors**2, [1.5 * 5 / 6, 1.5 / 2])
    mean, single = half_widths(fit, X[1:2])
    t = np.tan(np.pi * 0.475)  # Student's quantile with one degree of freedom
    np.testing.assert_allclose([mean[0], single[0]], t * np.sqrt(1.5) * np.sqrt([1 / 3, 4 / 3]))
    assert durbin_watson(np.array([1.0, -1, 1])) == pytest.approx(8 / 3)


@pytest.mark.parametrize("seed", SEEDS)
def test_variance_inflation_is_that_of_each_feature_on_the_others(seed):
    X, _ = problem(seed)
    X = X[:, 1:]
    X[:, 2] += 3 * X[:, 0]
    for j, inflation in enumerate(variance_inflation(X)):
        others = np.column_stack([np.ones(len(X)), np.delete(X, j, axis=1)])
        assert inflation == pytest.approx(1 / (1 - least_squares(others, X[:, j]).r2))
    assert variance_inflation(X[:, :1]) == pytest.approx(1)


def test_units_do_not_matter_even_over_many_powers_of_ten():
    X, y = problem(1)
    scale = np.array([1, 1e-9, 1e9, 1])
    fit, scaled = least_squares(X, y), least_squares(X * scale, y)
    np.testing.assert_allclose(scaled.coefficients * scale, fit.coefficients, rtol=1e-9)
    np.testing.assert_allclose(scaled.leverage, fit.leverage, rtol=1e-9)


def test_influence_is_the_same_in_any_unit_of_y():
    X, y = problem(2)
    for function in (studentised, cooks_distance):
        np.testing.assert_allclose(
            function(least_squares(X, 1e-12 * y)), function(least_squares(X, y)), rtol=1e-6
        )


def test_powers_of_x_keep_their_digits():
    """As ill-conditioned as NIST's Filip and Wampler: the coefficients are 1 by construction."""
    x = np.arange(21.0)
    X = x[:, None] ** np.arange(6)
    np.testing.assert_allclose(least_squares(X, X.sum(axis=1)).coefficients, 1, rtol=1e-7)


@pytest.mark.parametrize(
    "X", [np.ones((4, 2)), np.eye(4)[:, [0, 0]], np.zeros((4, 1)), np.ones((1, 2))]
)
def test_dependent_columns_are_refused(X):
    with pytest.raises(ValueError, match="dependent"):
        least_squares(X, np.arange(float(len(X))))


def test_what_is_undefined_is_nan():
    whole = least_squares(np.array([[1.0, 0], [1, 1]]), np.array([1.0, 2]))  # n = p
    assert np.isnan(whole.sigma) and np.isnan(whole.standard_errors).all()
    for function in (studentised, cooks_distance, deleted_residuals):
        assert np.isnan(function(whole)).all(), function
    assert np.isnan(half_widths(whole, np.ones((2, 2)))).all()
    X = np.column_stack([np.ones(5), [0.0, 0, 0, 0, 1]])  # the last row has the slope to itself
    alone = least_squares(X, np.array([1.0, 2, 3, 5, 9]))
    for function in (studentised, cooks_distance, deleted_residuals):
        assert np.isnan(function(alone)).tolist() == [False] * 4 + [True], function
    flat = least_squares(np.ones((3, 1)), np.ones(3))
    assert np.isnan(flat.r2) and np.isnan(durbin_watson(np.zeros(3)))
    assert np.isnan(cooks_distance(flat)).all() and np.isnan(studentised(flat)).all()
    one_left = least_squares(np.array([[1.0, 0], [1, 1], [1, 2]]), np.array([0.0, 0, 3]))
    assert np.isnan(studentised(one_left)).all() and np.isfinite(cooks_distance(one_left)).all()
