from dataclasses import replace

import numpy as np
import pytest

from methods.models.regressors import knn_fits, polynomial_fits, ridge_fits
from methods.validation.decomposition import decompose, moments, smoother_parts

SIGMA = 0.3


def truth(x):
    return np.sin(2 * np.pi * x)


def fixed(n=20):
    return ((np.arange(n) + 0.5) / n)[None]


def simulated(sets, n=20, highest=9, seed=0):
    """Fit minus truth at the training inputs themselves, and fresh noise there."""
    rng = np.random.default_rng(seed)
    x = fixed(n)
    y = truth(x) + SIGMA * rng.standard_normal((sets, n))
    error = polynomial_fits(x, y, x[0], highest) - truth(x[0])
    return error, SIGMA * rng.standard_normal((sets, n))


def test_parts_by_hand():
    error = np.array([[[1.0], [3.0]]])  # two fits at one input: mean 2, variance 2
    bias2, naive, variance = moments(error)
    assert (bias2, naive, variance) == (np.array([[3.0]]), np.array([[4.0]]), np.array([[2.0]]))
    parts = decompose(error, np.array([[0.5], [-0.5]]), 0.25)
    assert parts.total == pytest.approx(3 + 2 + 0.25)
    assert parts.test == pytest.approx(((1 - 0.5) ** 2 + (3 + 0.5) ** 2) / 2)
    assert parts.excess_median == pytest.approx(5)


def test_measured_error_is_the_plain_mean_squared_error():
    error, fresh = simulated(50)
    parts = decompose(error, fresh, SIGMA**2)
    each = ((fresh - error) ** 2).mean(axis=2)
    np.testing.assert_allclose(parts.test, each.mean(axis=1))
    np.testing.assert_allclose(parts.test_se, each.std(axis=1, ddof=1) / 50**0.5)
    np.testing.assert_allclose(parts.test_median, np.median(each, axis=1))
    np.testing.assert_allclose(parts.excess_median, np.median((error**2).mean(axis=2), axis=1))


def test_the_error_of_the_gap_is_that_of_the_fresh_noise():
    """Test error less the part without noise: its mean over sets, and the standard error of that mean."""
    error, fresh = simulated(50)
    luck = ((fresh - error) ** 2 - error**2).mean(axis=2)
    parts = decompose(error, fresh, SIGMA**2)
    np.testing.assert_allclose(parts.gap, luck.mean(axis=1) - SIGMA**2)
    np.testing.assert_allclose(parts.gap_se, luck.std(axis=1, ddof=1) / 50**0.5)


def test_gaps_that_are_closed_are_counted():
    error, fresh = simulated(50)
    parts = decompose(error, fresh, SIGMA**2)
    far = parts.gap / parts.gap_se
    assert parts.closed == sum(-2 <= each <= 2 for each in far)
    off = replace(
        parts, test=parts.total + parts.gap_se * np.array([1.9, -1.9, 2.1, -2.1, *[np.nan] * 6])
    )
    assert off.closed == 2


def test_a_perfect_fit_without_noise_has_no_error_and_no_gap():
    parts = decompose(np.zeros((2, 5, 4)), np.zeros((5, 4)), 0.0)
    np.testing.assert_array_equal([parts.test, parts.gap, parts.gap_in_se], np.zeros((3, 2)))


def test_de_biased_parts_sum_to_the_mean_squared_distance_exactly():
    error, fresh = simulated(7)
    parts = decompose(error, fresh, SIGMA**2)
    np.testing.assert_allclose(parts.bias2 + parts.variance, (error**2).mean(axis=(1, 2)))


def test_the_identity_closes_within_its_standard_error_on_most_seeds():
    z = np.array(
        [decompose(*simulated(40, seed=s), SIGMA**2).gap_in_se[[1, 3, 9]] for s in range(200)]
    )
    assert np.abs(z.mean(axis=0)).max() < 0.3
    np.testing.assert_allclose(z.std(axis=0), 1, atol=0.15)


def test_without_noise_there_is_no_gap():
    error, fresh = simulated(10)
    parts = decompose(error, 0 * fresh, 0.0)
    np.testing.assert_array_equal(parts.gap_in_se, np.zeros(10))


def test_simulation_agrees_with_the_exact_parts():
    x = fixed()
    hat = polynomial_fits(x, np.eye(20), x[0], 9).transpose(0, 2, 1)
    bias2, variance = (
        p.mean(axis=1) for p in smoother_parts(hat, truth(x[0]), truth(x[0]), SIGMA**2)
    )
    np.testing.assert_allclose(variance, SIGMA**2 * np.arange(1, 11) / 20)
    np.testing.assert_allclose(bias2[1], (truth(x[0]) - hat[1] @ truth(x[0])) @ truth(x[0]) / 20)
    # The sums that theory gives for n = 20 and sigma = 0.3.
    np.testing.assert_allclose(
        (bias2 + variance)[[1, 3, 5, 9]], [0.2018, 0.0219, 0.0270, 0.0450], atol=6e-5
    )
    parts = decompose(*simulated(6000), SIGMA**2)
    # A variance of d independent coefficients is known to 1 part in sqrt(M d / 2).
    slack = 4 / np.sqrt(6000 * np.arange(1, 11) / 2)
    assert (np.abs(parts.variance / variance - 1) < slack).all()
    np.testing.assert_allclose(parts.bias2, bias2, atol=2e-4, rtol=5e-3)


@pytest.mark.parametrize("sets", [5, 20, 100])
def test_naive_bias_is_too_large_by_variance_over_sets(sets):
    both = [decompose(*simulated(sets, seed=s), SIGMA**2) for s in range(150)]
    naive, corrected = (
        np.mean([getattr(p, name)[9] for p in both]) for name in ("bias2_naive", "bias2")
    )
    assert naive == pytest.approx(0.045 / sets, rel=0.1)
    assert corrected == pytest.approx(0, abs=0.1 * 0.045 / sets)
    assert any(p.bias2[9] < 0 for p in both), "an unbiased estimate of 0 is below 0 now and then"


def test_neighbours_have_the_parts_of_the_textbook():
    # Hastie, Tibshirani & Friedman, eq. 7.10: variance sigma^2/k, bias by the mean of the truth.
    x, at = fixed(30), np.array([0.47])
    smoother = knn_fits(x, np.eye(30), at, [1, 6]).transpose(0, 2, 1)
    bias2, variance = smoother_parts(smoother, truth(x[0]), truth(at), SIGMA**2)
    np.testing.assert_allclose(variance[:, 0], [SIGMA**2, SIGMA**2 / 6])
    near = np.abs(x[0] - at).argsort()[:6]
    assert bias2[1, 0] == pytest.approx((truth(x[0, near]).mean() - truth(at[0])) ** 2)


def test_ridge_trades_variance_for_bias():
    x = fixed()
    smoother = ridge_fits(x, np.eye(20), x[0], [1e-4, 1e-2, 1.0, 100.0], 9).transpose(0, 2, 1)
    bias2, variance = (
        p.mean(axis=1) for p in smoother_parts(smoother, truth(x[0]), truth(x[0]), SIGMA**2)
    )
    assert (np.diff(bias2) > 0).all() and (np.diff(variance) < 0).all()


def test_held_out_targets_judge_only_the_fits_that_have_not_seen_them():
    rng = np.random.default_rng(0)
    error, fresh = rng.standard_normal((2, 6, 9)), np.repeat(rng.standard_normal((1, 9)), 6, axis=0)
    held_out = rng.random((6, 9)) < 0.7
    held_out[:2] = True
    parts = decompose(error, fresh, 1.0, held_out)
    for r in range(2):
        bias2, variance, test = [], [], []
        for g in range(9):
            fits = error[r, held_out[:, g], g]
            variance.append(fits.var(ddof=1))
            bias2.append(fits.mean() ** 2 - variance[-1] / fits.size)
            test.append(((fresh[0, g] - fits) ** 2).mean())
        assert parts.bias2[r] == pytest.approx(np.mean(bias2))
        assert parts.variance[r] == pytest.approx(np.mean(variance))
        assert parts.test[r] == pytest.approx(np.mean(test))
        each = [((fresh[0, h] - error[r, m, h]) ** 2).mean() for m, h in enumerate(held_out)]
        assert parts.test_median[r] == pytest.approx(np.median(each))
        assert parts.test_se[r] == pytest.approx(np.std(each, ddof=1) / 6**0.5)
