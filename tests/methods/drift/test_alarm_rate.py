"""Chances of an alarm against simulated tests, and the law's parts against closed forms."""

import numpy as np
import pytest
from scipy.signal import lfilter
from scipy.special import kolmogi
from scipy.stats import multivariate_normal, norm

from methods.drift import alarm_rate
from methods.drift.alarm_rate import (
    ORDERS,
    PLACES,
    _draws,
    _primes,
    chance_of_alarm,
    extra_variance,
    hermite_functions,
    standard_shares,
    tied_level,
)
from methods.drift.kolmogorov_smirnov import batched_gaps, equal_sizes_p_value
from methods.drift.shifted_samples import shares


@pytest.mark.parametrize("rho", [0.3, 0.8, -0.5])
@pytest.mark.parametrize(("s", "t"), [(3, 12), (10, 10), (1, 19)])
def test_hermite_functions_add_up_to_the_covariance_of_two_indicators(rho, s, t):
    a, b = PLACES[s], PLACES[t]
    joint = multivariate_normal([0, 0], [[1, rho], [rho, 1]]).cdf([a, b])
    h = hermite_functions()
    total = rho ** np.arange(1, ORDERS + 1) @ (h[:, s] * h[:, t])
    assert total == pytest.approx(joint - norm.cdf(a) * norm.cdf(b), abs=1e-6)


def test_extra_variance_is_that_of_the_mean_of_an_ar_1_series():
    n, phi = 7, 0.6
    lags = np.abs(np.arange(n)[:, None] - np.arange(n))
    for j in (1, 3):
        assert 1 + extra_variance(phi, n)[j - 1] == pytest.approx((phi ** (j * lags)).sum() / n)
    assert extra_variance(phi, 1e9)[0] == pytest.approx((1 + phi) / (1 - phi) - 1)


def simulated(n, shift, phi, alpha=0.05, reps=1_500):
    z = np.random.default_rng(n).standard_normal((2 * reps, n + 200 * (phi > 0)))
    x = lfilter([np.sqrt(1 - phi**2)], [1, -phi], z, axis=1)[:, -n:] if phi else z
    return np.mean(equal_sizes_p_value(batched_gaps(x[:reps], x[reps:] + shift), n) <= alpha)


def said(n, shift, phi, alpha=0.05):
    f, g = standard_shares(), norm.cdf(PLACES - shift)
    return chance_of_alarm(f - g, (f + g) / 2, np.array([float(n)]), alpha, phi)[0]


@pytest.mark.parametrize(
    ("n", "shift", "phi"),
    [(100, 0.2, 0), (100, 0.5, 0), (500, 0.1, 0), (1_000, 0.2, 0), (500, 0, 0.5), (500, 0, 0.9), (300, 0.3, 0.5)],
)  # fmt: skip
def test_the_chance_is_that_of_drawing_and_testing(n, shift, phi):
    assert said(n, shift, phi) == pytest.approx(simulated(n, shift, phi), abs=0.05)


@pytest.mark.parametrize(
    ("n", "shift", "alpha"), [(500, 0.3, 0.002), (1_000, 0.2, 0.001), (300, 0.3, 0.001)]
)
def test_so_it_is_at_levels_that_few_paths_touch_without_drift(n, shift, alpha):
    assert said(n, shift, 0, alpha) == pytest.approx(simulated(n, shift, 0, alpha), abs=0.06)


@pytest.mark.parametrize("alpha", [0.001, 0.05, 0.2])
def test_without_drift_and_autocorrelation_it_is_the_level(alpha):
    assert said(1_000, 0.0, 0.0, alpha) == pytest.approx(alpha, rel=1e-6)


def test_the_lessons_of_the_page():
    """Power 0.24 at 100 rows for a fifth of a standard deviation, 0.96 at 1,000; 75 % for phi = 0.9."""
    assert said(100, 0.2, 0) == pytest.approx(0.24, abs=0.04)
    assert said(1_000, 0.2, 0) == pytest.approx(0.97, abs=0.02)
    assert said(5_000, 0.2, 0) > 0.999
    assert said(500, 0, 0.9) == pytest.approx(0.745, abs=0.04)
    assert said(500, 0, 0.5) == pytest.approx(0.245, abs=0.04)


def test_the_same_question_has_the_same_answer_bit_for_bit():
    questions = ((100, 0.2, 0), (300, 0.3, 0.5))
    before = [said(*question) for question in questions]
    _draws.cache_clear()
    assert [said(*question) for question in questions] == before


@pytest.mark.parametrize("phi", [0.0, 0.5])
def test_sizes_together_are_sizes_alone_and_up_is_as_good_as_down(phi):
    f, g = standard_shares(), norm.cdf(PLACES - 0.3)
    sizes = np.array([60.0, 200.0, 700.0])
    together = chance_of_alarm(f - g, (f + g) / 2, sizes, 0.05, phi)
    alone = [chance_of_alarm(f - g, (f + g) / 2, sizes[i : i + 1], 0.05, phi)[0] for i in range(3)]
    np.testing.assert_allclose(together, alone, atol=1e-6)
    down = chance_of_alarm(g - f, (f + g) / 2, sizes, 0.05, phi)
    np.testing.assert_allclose(together, down, atol=1e-6)


def test_it_rises_with_rows_and_drift():
    f = standard_shares()
    sizes = np.array([30.0, 100, 1_000, 10_000, 1_000_000])
    before = np.full(sizes.size, 0.05)
    for shift in (0.05, 0.2, 0.6):
        g = norm.cdf(PLACES - shift)
        chances = chance_of_alarm(f - g, (f + g) / 2, sizes, 0.05)
        assert (np.diff(chances) > -1e-9).all() and (chances >= before - 1e-3).all()
        before = chances
    assert before[-1] == pytest.approx(1.0)


def test_primes():
    np.testing.assert_array_equal(_primes(10), [2, 3, 5, 7, 11, 13, 17, 19, 23, 29])


@pytest.mark.parametrize("kind", ["mean", "scale", "tail", "bimodal"])
@pytest.mark.parametrize("phi", [0.0, 0.3, 0.8])
def test_a_hundred_times_as_many_independent_paths_say_the_same(kind, phi, monkeypatch):
    def independent(paths):
        normal = np.random.default_rng(3).standard_normal((20_000, PLACES.size + 1 + ORDERS))
        return normal[:, ORDERS:].T, normal[:, :ORDERS]

    def asked():
        return [
            chance_of_alarm(before - now, (before + now) / 2, np.array([30, 300, 3_000]), 0.05, phi)
            for now in (shares(PLACES, kind, position) for position in (0.1, 0.3, 0.6))
        ]

    before = standard_shares()
    ours = asked()
    monkeypatch.setattr(alarm_rate, "_draws", independent)
    np.testing.assert_allclose(ours, asked(), atol=0.03)


@pytest.mark.parametrize("share", [0.5, 0.2, 0.03])
@pytest.mark.parametrize("alpha", [0.2, 0.05])
def test_the_level_of_two_values_is_a_normals(share, alpha):
    """A bridge at one time is normal with variance t (1 - t)."""
    expected = 2 * norm.sf(kolmogi(alpha) / np.sqrt(share * (1 - share)))
    assert tied_level(np.array([share, 1.0]), alpha) == pytest.approx(expected, rel=0.01, abs=1e-9)


@pytest.mark.parametrize("values", [3, 8, 25])
def test_the_level_of_values_that_tie_is_that_of_simulated_tests(values):
    n, rng = 400, np.random.default_rng(values)
    x, y = (np.sort(rng.integers(0, values, (6_000, n)), axis=1) for _ in range(2))
    at = np.arange(values)
    below = [np.mean(rows[:, :, None] <= at, axis=1) for rows in (x, y)]
    gap = np.abs(below[0] - below[1]).max(axis=1)
    found = np.mean(gap > kolmogi(0.05) * np.sqrt(2 / n))
    assert tied_level((at + 1) / values, 0.05) == pytest.approx(found, abs=0.008)


@pytest.mark.parametrize("values", [60, 250, 1_000])
def test_the_more_values_the_nearer_the_level(values):
    """A walk oversteps a bound by 0.5826 of its steps on average (Siegmund 1985, section 10.3)."""
    beyond = kolmogi(0.05) + 0.5826 / np.sqrt(values)
    expected = 2 * np.exp(-2 * beyond**2)
    assert tied_level(np.arange(1, values + 1) / values, 0.05) == pytest.approx(expected, rel=0.02)


def test_one_value_never_alarms():
    assert tied_level(np.ones(1), 0.05) == 0
    rare = np.array([0.5, 0.5001, 0.9999, 1.0])  # what is too close to see counts as one
    assert tied_level(rare, 0.05) == pytest.approx(tied_level(np.array([0.5, 1.0]), 0.05))
