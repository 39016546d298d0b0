"""D and its law against scipy, closed forms, enumeration and slow versions."""

from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import combinations, takewhile
from math import comb, isqrt, lcm

import numpy as np
import pytest
from scipy import stats

from methods.drift.kolmogorov_smirnov import (
    Gap,
    batched_gaps,
    critical_gap,
    equal_sizes_p_value,
    ks_p_value,
    largest_gap,
    limit_p_value,
    null_density,
    sliding_gaps,
    smallest_alarm,
)


def sample(n, shift=0.0, seed=0, decimals=None):
    x = np.random.default_rng(seed).standard_normal(n) + shift
    return np.sort(x if decimals is None else np.round(x, decimals))


@pytest.mark.parametrize("decimals", [None, 1, 0])
@pytest.mark.parametrize(("n", "m", "shift"), [(50, 50, 0.4), (31, 200, -0.6), (400, 30, 0.0)])
def test_the_gap_is_scipys(n, m, shift, decimals):
    for seed in range(10):
        x, y = sample(n, 0, seed, decimals), sample(m, shift, seed + 100, decimals)
        gap, theirs = largest_gap(x, y), stats.ks_2samp(x, y)
        assert gap.d == pytest.approx(theirs.statistic)
        assert gap.sign == theirs.statistic_sign
        f, g = (np.mean(s <= gap.at) for s in (x, y))
        assert gap.sign * (f - g) == pytest.approx(gap.d)


def test_the_gap_by_hand():
    assert largest_gap(np.array([1.0, 2, 3]), np.array([2.0, 4, 5])) == Gap(
        pytest.approx(2 / 3), 3.0, 1
    )
    assert largest_gap(np.array([4.0, 5]), np.array([1.0, 2])) == Gap(1.0, 2.0, -1)
    assert largest_gap(np.array([1.0, 1]), np.array([1.0])) == Gap(0.0, 1.0, 0)
    assert largest_gap(np.array([1.0, 2]), np.array([1.0, 2])) == Gap(0.0, 1.0, 0)
    # both sides reach 1/2: the place further left counts
    assert largest_gap(np.array([1.0, 4]), np.array([2.0, 3])) == Gap(0.5, 1.0, 1)
    assert largest_gap(np.array([2.0, 3]), np.array([1.0, 4])) == Gap(0.5, 1.0, -1)
    with pytest.raises(ValueError, match="at least one"):
        largest_gap(np.array([]), np.array([1.0]))


@pytest.mark.parametrize("decimals", [None, 2])
@pytest.mark.parametrize(
    ("n", "m", "shift"), [(30_000, 25_000, 0.01), (100_000, 40, 0.3), (60_001, 60_001, 0.0)]
)
def test_narrowing_down_finds_the_same_gap(n, m, shift, decimals):
    for seed in range(3):
        x, y = sample(n, 0, seed, decimals), sample(m, shift, seed + 50, decimals)
        gap, theirs = largest_gap(x, y), stats.ks_2samp(x, y, method="asymp")
        assert gap.d == pytest.approx(theirs.statistic, abs=1e-12)
        f, g = (np.mean(s <= gap.at) for s in (x, y))
        assert abs(f - g) == pytest.approx(gap.d, abs=1e-12)


def test_narrowing_down_misses_neither_end_nor_the_first_of_equals():
    steps = np.arange(2.0**15)  # shares are exact: every step reaches the same gap
    assert largest_gap(steps, steps + 0.5) == Gap(0.5**15, 0.0, 1)
    assert largest_gap(steps, steps - 0.5) == Gap(0.5**15, -0.5, -1)
    n = 5 * 4096 + 1  # the last value begins a block of its own
    steps = np.arange(float(n))
    assert largest_gap(steps, np.array([2.0 * n])) == Gap(1.0, n - 1.0, 1)
    assert largest_gap(steps, np.array([-1.0])) == Gap(1.0, -1.0, -1)
    assert largest_gap(np.zeros(n), np.ones(1)) == Gap(1.0, 0.0, 1)


@pytest.mark.parametrize("ahead", [0.0, 0.3])
def test_narrowing_down_is_not_misled_by_many_equal_values(ahead):
    """x: a tenth below 1, four tenths at 5, a half even from 10 to 11. y has four tenths at 5, too."""
    x = np.concatenate(
        [np.arange(4096) / 4096, np.full(16_384, 5.0), 10 + np.arange(20_480) / 20_480]
    )
    times = np.array([ahead, 0.4, 0.2, 0.1, 0.3 - ahead])
    y = np.repeat([2.0, 5.0, 10.0, 10.6, 12.0], np.rint(1_000 * times).astype(int))
    for pair in ((x, y), (y, x)):
        gap, theirs = largest_gap(*pair), stats.ks_2samp(*pair, method="asymp")
        assert gap.d == pytest.approx(theirs.statistic, abs=1e-12)
        assert (gap.at, gap.sign) == (theirs.statistic_location, theirs.statistic_sign)


@pytest.mark.parametrize(
    ("n", "m"), [(40, 40), (500, 500), (40, 90), (150, 250), (200, 30), (31, 32)]
)
@pytest.mark.parametrize("shift", [0.0, 0.2, 0.5])
def test_exact_p_is_scipys(n, m, shift):
    for seed in range(4):
        x, y = sample(n, 0, seed), sample(m, shift, seed + 60)
        theirs = stats.ks_2samp(x, y, method="exact")
        assert ks_p_value(theirs.statistic, n, m) == pytest.approx(theirs.pvalue, rel=1e-7)


@pytest.mark.parametrize(("n", "m"), [(5, 5), (4, 8), (7, 6), (3, 10)])
def test_exact_p_is_a_share_of_all_orders(n, m):
    for d in np.unique(np.abs(np.arange(n + 1)[:, None] / n - np.arange(m + 1) / m)):
        assert ks_p_value(float(d), n, m) == pytest.approx(_by_counting(d, n, m), abs=1e-12)


def _by_counting(d, n, m):
    hit = 0
    for chosen in combinations(range(n + m), n):
        steps = np.full(n + m, -1 / m)
        steps[list(chosen)] = 1 / n
        hit += np.abs(np.cumsum(steps)).max() >= d - 1e-12
    return hit / comb(n + m, n)


# --- exact p with all its digits: whole numbers, and fifty digits where those are too long

LEAST = Fraction(1, 10**300)


def equal_sizes(k, n):
    """Gnedenko and Korolyuk's sum, as a fraction."""
    sign = (-1) ** np.arange(n // k)
    return Fraction(2 * sum(int(s) * comb(2 * n, n - (i + 1) * k) for i, s in enumerate(sign)), comb(2 * n, n))  # fmt: skip


@pytest.mark.parametrize("n", [1, 2, 3, 4, 9, 20, 77, 400, 1_200])
def test_exact_p_of_equal_sizes_has_ten_digits_down_to_1e_300(n):
    for k in {*range(1, min(n, 12) + 1), *np.geomspace(1, n, 25).astype(int).tolist()}:
        expected = equal_sizes(k, n)
        if expected > LEAST:
            assert ks_p_value(k / n, n, n) == pytest.approx(float(expected), rel=1e-10)
        else:
            assert ks_p_value(k / n, n, n) <= 1e-300


@pytest.mark.parametrize("n", [4_999, 5_000, 70_000, 1_000_000])
@pytest.mark.parametrize("lam", [0.6, 0.99, 1.01, 2.5, 12.0, 26.0])
def test_so_it_has_with_large_sizes(n, lam):
    k = round(lam * isqrt(n))
    with localcontext() as context:
        context.prec = 50
        ratio = lambda a: np.prod([Decimal(n - a + j) / (n + j) for j in range(1, a + 1)])  # noqa: E731
        terms = takewhile(lambda a: a == k or a < 12 * isqrt(n), range(k, n, k))
        expected = 2 * sum((-1) ** i * ratio(a) for i, a in enumerate(terms))
    assert ks_p_value(k / n, n, n) == pytest.approx(float(expected), rel=1e-10)


def test_what_no_number_can_hold_is_0():
    assert ks_p_value(1.0, 1_500, 1_500) == 0.0
    assert ks_p_value(0.5, 100_000, 100_000) == 0.0


def share_of_paths(d, n, m):
    """By counting all paths that stay inside, in whole numbers."""
    common = lcm(n, m)
    reach = round(d * common)
    ways = [0] * (m + 1)
    for i in range(n + 1):
        for j in range(m + 1):
            inside = abs(i * (common // n) - j * (common // m)) < reach
            before = (ways[j] if i else 0) + (ways[j - 1] if j else 0)
            ways[j] = inside * (before if i or j else 1)
    return float(Fraction(comb(n + m, n) - ways[m], comb(n + m, n)))


@pytest.mark.parametrize(
    ("n", "m"), [(5, 10), (30, 41), (200, 190), (129, 131), (370, 30), (199, 201), (100, 300)]
)
def test_exact_p_of_unequal_sizes_has_ten_digits(n, m):
    for d in (0.03, 0.1, 0.3, 0.5, 0.8, 0.99, 1.0):
        assert ks_p_value(d, n, m) == pytest.approx(share_of_paths(d, n, m), rel=1e-10)


def test_p_at_the_ends():
    assert ks_p_value(0.0, 10, 10) == 1.0 and ks_p_value(0.0, 10, 11) == 1.0
    assert ks_p_value(1.0, 9, 9) == pytest.approx(2 / comb(18, 9))
    assert ks_p_value(1.0, 9, 13) == pytest.approx(2 / comb(22, 9))
    assert ks_p_value(1 / 10, 10, 10) == 1.0
    several = equal_sizes_p_value(np.array([0.0, 0.1, 1.0]), 10)
    np.testing.assert_allclose(several, [1, 1, 2 / comb(20, 10)])


def test_limit_quantiles_are_the_printed_ones():
    quantiles = {0.2: 1.07275, 0.1: 1.22385, 0.05: 1.35810, 0.01: 1.62762, 0.001: 1.94947}
    for alpha, value in quantiles.items():
        assert critical_gap(alpha, 2, 2) == pytest.approx(value, abs=6e-6)
        assert limit_p_value(value, 2, 2) == pytest.approx(alpha, rel=1e-4)
    assert critical_gap(0.05, 100, 100) == pytest.approx(0.192, abs=5e-4)
    assert critical_gap(0.05, 1_000_000, 1_000_000) == pytest.approx(0.0019, abs=5e-5)


def test_large_unequal_samples_take_the_limit_law():
    d = 0.05
    assert ks_p_value(d, 900, 2_000) == limit_p_value(d, 900, 2_000)
    exact = stats.ks_2samp(sample(1_000, 0, 1), sample(990, 0.1, 2), method="exact")
    assert ks_p_value(exact.statistic, 1_000, 990) == pytest.approx(exact.pvalue, rel=0.1)


def test_null_density_is_the_derivative_of_the_law():
    n = m = 300
    d = np.linspace(0.01, 0.2, 60)
    h = 1e-6
    slope = (limit_p_value(d - h, n, m) - limit_p_value(d + h, n, m)) / (2 * h)
    np.testing.assert_allclose(null_density(d, n, m), slope, rtol=1e-4, atol=1e-4)
    # far below, where the usual series would need hundreds of terms, there is nothing
    np.testing.assert_allclose(null_density(np.array([0.0, 1e-3, 3e-3]), n, m), 0, atol=1e-12)


def test_laws_answer_in_the_shape_of_the_question():
    d = np.array([[0.1, 0.2, 0.3], [0.4, 0.5, 0.9]])
    for law in (lambda d: equal_sizes_p_value(d, 10), lambda d: null_density(d, 10, 12)):
        for row, column in ((0, 1), (1, 2)):
            assert law(d)[row, column] == pytest.approx(float(law(d[row, column])))


@pytest.mark.parametrize("decimals", [None, 1])
def test_sliding_and_batched_gaps_are_those_one_by_one(decimals):
    rng = np.random.default_rng(3)
    x, y = rng.standard_normal((20, 60)), rng.standard_normal((20, 45)) + 0.2
    if decimals is None:
        one = [stats.ks_2samp(a, b).statistic for a, b in zip(x, y, strict=True)]
        np.testing.assert_allclose(batched_gaps(x, y), one)
    else:
        x, y = np.round(x, decimals), np.round(y, decimals)
    reference, windows = np.sort(x[0]), np.sort(y, axis=1)
    slow = [stats.ks_2samp(reference, window).statistic for window in windows]
    found = sliding_gaps(reference, windows)
    np.testing.assert_allclose(found, slow)


@pytest.mark.parametrize("alpha", [0.001, 0.05, 0.2])
@pytest.mark.parametrize(
    ("n", "m"), [(5, 5), (3, 10), (30, 31), (37, 200), (199, 200), (200, 40), (5_000, 5_000)]
)
def test_one_step_below_the_smallest_alarm_there_is_none(n, m, alpha):
    d = smallest_alarm(alpha, n, m)
    if ks_p_value(1.0, n, m) > alpha:
        assert d == critical_gap(alpha, n, m)
        return
    step = round(d * lcm(n, m))
    assert ks_p_value(step / lcm(n, m), n, m) <= alpha < ks_p_value((step - 1) / lcm(n, m), n, m)
