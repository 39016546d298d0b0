"""Looks against a bivariate normal, published constants, and a martingale."""

import numpy as np
import pytest
from scipy import stats

from methods.experiments.group_sequential import (
    always_valid,
    bonferroni,
    crossings,
    false_alarms,
    mixture_ratio,
    obrien_fleming,
    pocock,
)


def test_one_look_is_a_normal_tail():
    found = crossings([1.96], [4.0], [[0.0], [3.0]])
    np.testing.assert_allclose(found.upper[:, 0], stats.norm.sf([1.96, 1.96 - 1.5]))
    np.testing.assert_allclose(found.lower[:, 0], stats.norm.cdf([-1.96, -1.96 - 1.5]))
    above = stats.norm.expect(lambda s: s, loc=3, scale=2, lb=3.92)
    assert found.upper_score[1, 0] == pytest.approx(above)
    assert found.lower_score[0, 0] == pytest.approx(-found.upper_score[0, 0])


def test_two_looks_are_a_bivariate_normal():
    time, limit, mean = np.array([1.0, 2.5]), np.array([2.2, 1.8]), np.array([0.4, 1.1])
    edge = limit * np.sqrt(time)
    both = stats.multivariate_normal(mean, [[1.0, 1.0], [1.0, 2.5]])
    stays = both.cdf(edge, lower_limit=-edge)
    found = crossings(limit, time, mean)
    assert found.ever[-1] == pytest.approx(1 - stays, abs=1e-6)
    total = found.upper + found.lower
    assert total[0] == pytest.approx(stats.norm.sf(edge[0] - 0.4) + stats.norm.cdf(-edge[0] - 0.4))


def test_the_mean_of_the_stopped_score_is_drift_times_time_stopped():
    """Wald's identity, with a last look at which all stop."""
    time, drift = np.arange(1.0, 8.0), 0.3
    limit = np.append(np.full(6, 1.9), 1e-9)
    found = crossings(limit, time, drift * time)
    assert found.ever[-1] == pytest.approx(1)
    score = (found.upper_score + found.lower_score).sum()
    assert score == pytest.approx(drift * ((found.upper + found.lower) * time).sum(), abs=1e-7)


def test_published_constants():
    """Jennison and Turnbull, 2000, tables 2.1 and 2.3."""
    for looks, c, d in (
        (2, 2.178, 1.977),
        (5, 2.413, 2.040),
        (10, 2.555, 2.087),
        (20, 2.672, 2.126),
    ):
        time = np.arange(1.0, looks + 1)
        np.testing.assert_allclose(pocock(time), c, atol=6e-4)
        np.testing.assert_allclose(obrien_fleming(time), d * np.sqrt(looks / time), rtol=4e-4)
    assert pocock([3.0])[0] == obrien_fleming([3.0])[0] == pytest.approx(1.959964)
    uneven = np.array([2.0, 3.0, 7.0])
    assert crossings(pocock(uneven, 0.1), uneven).ever[-1] == pytest.approx(0.1, abs=1e-6)


def test_armitage_mcpherson_and_rowe():
    found = false_alarms(1.959964, 10)
    np.testing.assert_allclose(
        found[[0, 1, 2, 3, 4, 9]], [0.05, 0.083, 0.107, 0.126, 0.142, 0.193], atol=6e-4
    )
    with pytest.raises(ValueError, match="read-only"):
        found[0] = 0


def test_bonferroni_is_the_level_over_the_looks():
    np.testing.assert_allclose(2 * stats.norm.sf(bonferroni(7, 0.05)), 0.05 / 7)


def test_always_valid_is_left_where_the_ratio_is_one_over_alpha():
    variance = 1 / np.arange(1.0, 50)
    limit = always_valid(variance, 0.4, 0.05)
    np.testing.assert_allclose(mixture_ratio(limit, variance, 0.4), 20)
    np.testing.assert_allclose(mixture_ratio(-limit, variance, 0.4), 20)
    assert crossings(limit, np.arange(1.0, 50)).ever[-1] < 0.05


def test_the_ratio_has_the_mean_1_without_an_effect():
    for variance in (0.05, 0.3, 2.0):
        mean = stats.norm.expect(lambda z, v=variance: mixture_ratio(z, v, 0.5), lb=-20, ub=20)
        assert mean == pytest.approx(1, abs=1e-4)


def test_a_wide_band_with_drift_is_followed():
    time = np.arange(1.0, 43.0)
    found = crossings(np.full(42, 12.0), time, 3.0 * time)
    walk = np.cumsum(np.random.default_rng(0).standard_normal((40_000, 42)) + 3, axis=1)
    beyond = walk >= 12 * np.sqrt(time)
    np.testing.assert_allclose(
        found.ever, np.maximum.accumulate(beyond, axis=1).mean(axis=0), atol=0.01
    )
