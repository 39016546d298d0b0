"""Corrections against Bayes' rule, each other, the EM they replace, and brute force."""

import numpy as np
import pytest
from scipy.special import expit, logit
from scipy.stats import norm

from methods.imbalance.prior_correction import (
    at_base_rate,
    balancing_strength,
    cost_threshold,
    moved_threshold,
    saerens_share,
    undo_undersampling,
)
from methods.imbalance.smote import class_weight
from tests.seeds import SEEDS

P = np.linspace(0, 1, 21)


def posterior(x, share):
    hit, miss = share * norm.pdf(x, 1.5), (1 - share) * norm.pdf(x)
    return hit / (hit + miss)


@pytest.mark.parametrize(("learned", "wanted"), [(0.5, 0.05), (0.2, 0.7), (0.3, 0.3)])
def test_the_correction_is_bayes_rule_at_the_other_share(learned, wanted):
    x = np.linspace(-3, 5, 40)
    np.testing.assert_allclose(
        at_base_rate(posterior(x, learned), learned, wanted), posterior(x, wanted)
    )


def test_the_correction_is_a_shift_of_the_log_odds_and_goes_back():
    there = at_base_rate(P, 0.5, 0.03)
    np.testing.assert_allclose(at_base_rate(there, 0.03, 0.5), P, atol=1e-12)
    np.testing.assert_allclose(logit(there[1:-1]) - logit(P[1:-1]), logit(0.03))
    assert (there[0], there[-1]) == (0, 1)


@pytest.mark.parametrize(("share", "kept"), [(0.05, 0.1), (0.2, 1.0), (0.01, 0.5)])
def test_undersampling_is_a_special_case(share, kept):
    learned = share / (share + kept * (1 - share))
    np.testing.assert_allclose(undo_undersampling(P, kept), at_base_rate(P, learned, share))


def em(p, learned, rounds=20_000):
    """Saerens' two steps, slowly."""
    share = learned
    for _ in range(rounds):
        new = float(at_base_rate(p, learned, share).mean())
        if abs(new - share) < 1e-13:
            break
        share = new
    return share


@pytest.mark.parametrize("learned", [0.5, 0.2])
@pytest.mark.parametrize("seed", SEEDS)
def test_the_share_found_is_where_em_ends(seed, learned):
    rng = np.random.default_rng(seed)
    y = rng.random(3_000) < 0.08
    p = posterior(rng.normal(1.5 * y), learned)
    found = saerens_share(p, learned)
    assert found == pytest.approx(em(p, learned), abs=1e-6)
    assert found == pytest.approx(0.08, abs=0.03)


def test_the_share_found_at_the_ends():
    assert saerens_share(np.full(10, 0.1), 0.5) == 0.0
    assert saerens_share(np.full(10, 0.9), 0.5) == 1.0
    assert saerens_share(np.array([2.5, 0.7]) / [3.5, 1.7], 0.5) == 1.0


@pytest.mark.parametrize(("one", "other"), [(1.5, -0.9), (3.0, -0.55)])
def test_the_share_found_for_two_cases(one, other):
    """With odds 1 + e and 1 + f the slope e/(1 + w e) + f/(1 + w f) is 0 at w = -(e + f) / (2 e f)."""
    odds = 1 + np.array([one, other])
    expected = -(one + other) / (2 * one * other)
    assert saerens_share(odds / (1 + odds), 0.5) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("weight", [1.0, 3.0, 19.0])
@pytest.mark.parametrize("threshold", [0.05, 0.5, 0.9])
def test_the_moved_threshold_calls_what_the_weighted_odds_call(weight, threshold):
    p = np.linspace(0.001, 0.999, 500)
    weighted = expit(logit(p) + np.log(weight))
    moved = moved_threshold(threshold, weight)
    np.testing.assert_array_equal(weighted >= threshold, p >= moved)


def test_even_weights_and_one_half_move_to_the_share_of_positives():
    assert moved_threshold(0.5, 950 / 50) == pytest.approx(0.05)


@pytest.mark.parametrize(("n_min", "n_maj"), [(50, 950), (7, 93), (400, 300)])
@pytest.mark.parametrize("threshold", [0.01, 0.2, 0.5, 0.9])
def test_weights_of_that_strength_cut_at_one_half_do_what_the_threshold_does(
    n_min, n_maj, threshold
):
    weight = class_weight(n_min, n_maj, balancing_strength(n_min, n_maj, threshold))
    assert moved_threshold(0.5, weight) == pytest.approx(threshold)


def test_full_strength_is_for_the_share_of_positives_and_none_for_one_half():
    assert balancing_strength(50, 950, 0.05) == pytest.approx(1)
    assert balancing_strength(50, 950, 0.5) == 0
    assert balancing_strength(50, 950, 0.02) > 1 and balancing_strength(50, 950, 0.6) < 0
    assert np.isnan(balancing_strength(80, 80, 0.3))


@pytest.mark.parametrize(
    ("costs", "cut"),
    [((10.0,), 1 / 11), ((1.0,), 0.5), ((100.0, 5.0, 5.0), 0.05), ((10.0, 2.0, 1.0, 0.5), 1 / 7)],
)
def test_the_cost_threshold_is_where_both_acts_cost_the_same(costs, cut):
    found = cost_threshold(*costs)
    assert found == pytest.approx(cut)
    miss, alarm, hit, leave = [*costs, *(1.0, 0.0, 0.0)[len(costs) - 1 :]]
    assert found * hit + (1 - found) * alarm == pytest.approx(found * miss + (1 - found) * leave)


def test_a_case_that_is_surely_negative_does_not_divide_by_zero():
    """Odds under 1e-16 of the prior's, beside one case in three that is surely positive."""
    p = np.array([1e-18, 1e-18, 1 - 1e-9])
    assert saerens_share(p, 0.5) == pytest.approx(1 / 3, abs=1e-6)
