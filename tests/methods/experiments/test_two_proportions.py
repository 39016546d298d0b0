"""The z test, its sample size and the test of a split, against scipy and by hand."""

import numpy as np
import pytest
from scipy import stats

from methods.experiments.two_proportions import (
    design_effect,
    pooled_difference,
    power_of,
    sample_size,
    split_p,
    thompson_share,
    two_sided_p,
    z_of,
)


def test_the_square_of_z_is_pearsons_chi_square():
    a, n_a, b, n_b = 50, 1000, 70, 1100
    difference, error = pooled_difference(a, n_a, b, n_b)
    assert difference == pytest.approx(70 / 1100 - 0.05)
    table = [[a, n_a - a], [b, n_b - b]]
    chi2, p, _, _ = stats.chi2_contingency(table, correction=False)
    z = z_of(difference, error)
    assert z**2 == pytest.approx(chi2) and two_sided_p(z) == pytest.approx(p)
    np.testing.assert_allclose(pooled_difference([a, a], n_a, [b, b], n_b)[0], [difference] * 2)


def test_where_nothing_is_known_z_is_0():
    difference, error = pooled_difference([0, 9, 0], [9, 9, 0], [0, 9, 0], [9, 9, 4])
    np.testing.assert_array_equal(error[:2], 0)
    assert np.isnan(difference[2])
    np.testing.assert_array_equal(z_of(difference, error), 0)
    assert two_sided_p(0.0) == 1


def test_the_sample_size_has_the_power_asked_for():
    n = sample_size(0.005, 0.05 * 0.95 + 0.055 * 0.945)
    assert np.ceil(n) == 31_231
    assert power_of(0.005, 0.05 * 0.95 + 0.055 * 0.945, n) == pytest.approx(0.8, abs=1e-6)
    assert sample_size(0.0025, 0.1) == pytest.approx(4 * sample_size(0.005, 0.1))
    assert sample_size(0.0, 0.1) == np.inf
    assert sample_size(1.0, 1.0, 0.01, 0.9) == pytest.approx(
        (stats.norm.ppf(0.995) + stats.norm.ppf(0.9)) ** 2
    )


def test_power_is_alpha_where_nothing_is_and_even_in_the_difference():
    np.testing.assert_allclose(power_of([0.0, 0.0], 1.0, [10, 1000], 0.1), 0.1)
    assert power_of(-0.3, 2.0, 50) == pytest.approx(power_of(0.3, 2.0, 50))
    shift = 0.3 / np.sqrt(2.0 / 50)
    want = stats.norm.sf(1.959964 - shift) + stats.norm.cdf(-1.959964 - shift)
    assert power_of(0.3, 2.0, 50) == pytest.approx(want)


def test_the_split_is_tested_by_chi_square():
    assert split_p(50_600, 49_400) == pytest.approx(stats.chisquare([50_600, 49_400]).pvalue)
    assert split_p(0, 0) == 1 and split_p(7, 7) == 1


def test_the_design_effect_is_the_variance_of_a_mean_of_alike():
    assert design_effect(1, 0.9) == 1 and design_effect(5, 1.0) == 5
    cov = np.full((4, 4), 0.3) + 0.7 * np.eye(4)
    assert design_effect(4, 0.3) == pytest.approx(cov.mean() * 4)


def test_thompsons_share_is_the_chance_of_two_betas():
    rng = np.random.default_rng(0)
    a, b = rng.beta(41, 461, 200_000), rng.beta(61, 441, 200_000)
    assert thompson_share(40, 500, 60, 500) == pytest.approx((b > a).mean(), abs=0.005)
    np.testing.assert_allclose(thompson_share(np.zeros(3), 0, np.zeros(3), 0), 0.5)
