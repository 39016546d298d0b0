"""Cramér's V against scipy, its law against scipy's chi, its power against simulated tests."""

import numpy as np
import pytest
from scipy import integrate, stats
from scipy.special import ndtr, ndtri

from methods.drift.categories import cramers_v, critical_v, v_density, v_p_value, v_power

BEFORE, AFTER = np.array([120.0, 40, 30, 10]), np.array([60.0, 45, 30, 15])


def test_v_and_its_p_are_scipys():
    table = np.stack([BEFORE, AFTER])
    v = cramers_v(BEFORE, AFTER)
    assert v == pytest.approx(stats.contingency.association(table.astype(int), method="cramer"))
    theirs = stats.chi2_contingency(table, correction=False)
    assert v_p_value(v, 4, 200, 150) == pytest.approx(theirs.pvalue)
    # a category in neither period counts for nothing
    assert cramers_v(np.append(BEFORE, 0), np.append(AFTER, 0)) == pytest.approx(v)


def test_v_by_hand():
    assert cramers_v(np.array([5.0, 0]), np.array([0.0, 8])) == pytest.approx(1)
    assert cramers_v(BEFORE, 3 * BEFORE) == pytest.approx(0)
    # phi of a table of four: (ad - bc) / root of all margins
    assert cramers_v(np.array([10.0, 30]), np.array([25.0, 15])) == pytest.approx(
        (30 * 25 - 10 * 15) / np.sqrt(40 * 40 * 35 * 45)
    )
    assert cramers_v(np.array([4.0]), np.array([7.0])) == 0
    assert np.isnan(v_p_value(0.0, 1, 4, 7)) and np.isnan(critical_v(0.05, 1, 4, 7))


@pytest.mark.parametrize("categories", [2, 3, 9])
def test_the_critical_v_has_the_level(categories):
    for alpha in (0.2, 0.05, 0.001):
        v = critical_v(alpha, categories, 300, 500)
        assert v_p_value(v, categories, 300, 500) == pytest.approx(alpha)


@pytest.mark.parametrize("categories", [2, 3, 9])
def test_the_density_is_that_of_the_law(categories):
    v = np.linspace(0.01, 0.3, 20).reshape(4, 5)
    root = np.sqrt(800)
    expected = root * stats.chi(categories - 1).pdf(v * root)
    np.testing.assert_allclose(v_density(v, categories, 300, 500), expected)
    beyond = integrate.quad(lambda at: float(v_density(at, categories, 300, 500)), 0.1, 2)[0]
    assert beyond == pytest.approx(v_p_value(0.1, categories, 300, 500))


@pytest.mark.parametrize("rows", [200, 800])
def test_power_is_the_share_of_simulated_alarms(rows):
    p, q, rng = np.array([0.5, 0.3, 0.2]), np.array([0.43, 0.33, 0.24]), np.random.default_rng(1)
    alarms = []
    for x, y in zip(rng.multinomial(rows, p, 3_000), rng.multinomial(rows, q, 3_000), strict=True):
        alarms.append(v_p_value(cramers_v(x.astype(float), y.astype(float)), 3, rows, rows) <= 0.05)
    found = v_power(p, q, np.array([float(rows)]), 0.05)
    assert found.shape == (1,) and found[0] == pytest.approx(np.mean(alarms), abs=0.03)


def test_power_of_two_categories_is_that_of_a_shifted_normal():
    p, q, rows = np.array([0.5, 0.5]), np.array([0.4, 0.6]), np.array([50.0, 300])
    shift, cut = np.sqrt(rows * (0.01 / 0.9 + 0.01 / 1.1)), ndtri(0.975)
    np.testing.assert_allclose(v_power(p, q, rows, 0.05), ndtr(shift - cut) + ndtr(-shift - cut))


def test_power_without_drift_is_the_level():
    p = np.array([0.5, 0.3, 0.2, 0.0])
    assert v_power(p, p, 100.0, 0.05) == pytest.approx(0.05)
    np.testing.assert_allclose(v_power(p[:1], p[:1], np.array([50.0, 90]), 0.01), 0.01)
