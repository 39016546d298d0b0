"""Counts and curves against scikit-learn, hand counts, enumeration and slow obvious versions."""

import math
from itertools import combinations

import numpy as np
import pytest
from scipy.stats import norm
from sklearn import metrics

from methods.metrics.confusion import (
    Counts,
    auc,
    average_precision,
    best_threshold,
    bins_of_called,
    counts_at,
    counts_at_every_threshold,
    det,
    excess_cost,
    minimum_pr_area,
    net_benefit_of_all,
    nothing_called,
    pr_between,
    random_average_precision,
    ratio,
    recall_at_fpr,
    roc,
    trapezoid_pr_area,
)

# By hand: thresholds .9, .7 (tied pair), .4, .1
Y = np.array([1, 0, 1, 0, 1])
S = np.array([0.9, 0.7, 0.7, 0.4, 0.1])


def sample(seed, n=300, ties=False, share=0.3):
    rng = np.random.default_rng(seed)
    y = np.arange(n) < share * n
    score = 1 / (1 + np.exp(-rng.normal(y * 1.0)))
    return y, np.round(score, 1) if ties else score


def test_counts_by_hand_with_a_tie():
    counts = counts_at_every_threshold(Y, S)
    np.testing.assert_array_equal(counts.threshold, [0.9, 0.7, 0.4, 0.1])
    np.testing.assert_array_equal(counts.tp, [1, 2, 2, 3])
    np.testing.assert_array_equal(counts.fp, [0, 1, 2, 2])
    np.testing.assert_array_equal(counts.fn, [2, 1, 1, 0])
    np.testing.assert_array_equal(counts.tn, [2, 1, 0, 0])
    np.testing.assert_allclose(counts.precision, [1, 2 / 3, 1 / 2, 3 / 5])
    np.testing.assert_allclose(counts.cost(10), [20 / 5, 11 / 5, 12 / 5, 2 / 5])
    np.testing.assert_allclose(counts.prevalence, 3 / 5)
    np.testing.assert_allclose(counts.called_share, [1 / 5, 3 / 5, 4 / 5, 1])
    # 6 pairs: .9 beats both; .7 ties one and beats one; .1 beats none
    assert auc(counts) == pytest.approx(3.5 / 6)
    assert average_precision(counts) == pytest.approx(1 / 3 + 2 / 9 + 3 / 15)


@pytest.mark.parametrize("ties", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_every_metric_agrees_with_sklearn(seed, ties):
    y, score = sample(seed, ties=ties)
    counts = counts_at_every_threshold(y, score)
    for i in range(0, len(counts), 1 if ties else 23):
        called, row = score >= counts.threshold[i], counts[i]
        tn, fp, fn, tp = metrics.confusion_matrix(y, called).ravel()
        assert (row.tp, row.fp, row.fn, row.tn) == (tp, fp, fn, tn)
        assert row.precision == pytest.approx(metrics.precision_score(y, called))
        assert row.recall == pytest.approx(metrics.recall_score(y, called))
        assert row.specificity == pytest.approx(metrics.recall_score(~y, ~called))
        assert row.fpr + row.specificity == pytest.approx(1)
        assert row.fnr + row.recall == pytest.approx(1)
        assert row.accuracy == pytest.approx(metrics.accuracy_score(y, called))
        assert row.f1 == pytest.approx(metrics.f1_score(y, called))
        assert row.f_beta(2.5) == pytest.approx(metrics.fbeta_score(y, called, beta=2.5))
        assert row.youden == pytest.approx(
            metrics.balanced_accuracy_score(y, called, adjusted=True)
        )
        if 0 < called.sum() < y.size:
            assert row.mcc == pytest.approx(metrics.matthews_corrcoef(y, called))


@pytest.mark.parametrize("ties", [False, True])
def test_curves_and_areas_agree_with_sklearn(ties):
    y, score = sample(7, ties=ties)
    counts = counts_at_every_threshold(y, score)
    fpr, tpr = roc(counts)
    their_fpr, their_tpr, _ = metrics.roc_curve(y, score, drop_intermediate=False)
    np.testing.assert_allclose(fpr, their_fpr)
    np.testing.assert_allclose(tpr, their_tpr)
    precision, recall, threshold = metrics.precision_recall_curve(y, score)
    np.testing.assert_allclose(counts.precision, precision[:-1][::-1])
    np.testing.assert_allclose(counts.recall, recall[:-1][::-1])
    np.testing.assert_array_equal(counts.threshold, threshold[::-1])
    assert auc(counts) == pytest.approx(metrics.roc_auc_score(y, score))
    assert average_precision(counts) == pytest.approx(metrics.average_precision_score(y, score))


def test_auc_is_the_share_of_pairs_won():
    y, score = sample(3, ties=True)
    won = score[y][:, None] - score[~y][None, :]
    assert auc(counts_at_every_threshold(y, score)) == pytest.approx(
        np.mean(won > 0) + np.mean(won == 0) / 2
    )


def test_counts_at_given_thresholds_match_counting_one_by_one():
    y, score = sample(2, ties=True)
    for threshold in (0.0, 0.3, 0.35, 0.7, 1.0):
        at = counts_at(y, score, threshold)
        called = score >= threshold
        assert (at.tp, at.fp) == ((called & y).sum(), (called & ~y).sum())
        assert (at.fn, at.tn) == ((~called & y).sum(), (~called & ~y).sum())
    several = counts_at(y, score, [0.7, 0.3])
    assert several.tp[0] == counts_at(y, score, 0.7).tp and several.tp.shape == (2,)


def test_all_scores_equal_is_one_row_half_the_area_and_precision_the_share():
    y = np.arange(100) < 10
    counts = counts_at_every_threshold(y, np.full(100, 0.1))
    assert len(counts) == 1
    assert auc(counts) == 0.5
    assert average_precision(counts) == pytest.approx(0.1)


@pytest.mark.parametrize("y", [np.zeros(5), np.ones(5)])
def test_one_class_alone_is_refused(y):
    with pytest.raises(ValueError, match="Both classes"):
        counts_at_every_threshold(y, np.linspace(0, 1, 5))


def test_undefined_is_nan_and_defined_is_not():
    none = nothing_called(counts_at_every_threshold(Y, S))
    assert np.isnan(none.precision) and np.isnan(none.mcc)
    assert none.recall == 0 and none.f1 == 0 and none.net_benefit == 0 and none.accuracy == 0.4
    assert np.isinf(none.threshold) and none.called == 0
    assert np.isnan(ratio(1.0, 0.0)) and ratio(1, 4) == 0.25
    np.testing.assert_array_equal(ratio(1, [2, 0, 4]), [0.5, np.nan, 0.25])
    np.testing.assert_array_equal(ratio([1, 3], 2), [0.5, 1.5])
    third = np.float32(1), np.float32(3)
    assert ratio(*third) == ratio(1.0, third[1]) == ratio(third[0], 3.0) == 1 / 3, (
        "in full precision"
    )


def test_to_call_nothing_in_a_population_whose_last_row_leaves_some():
    some = Counts(*(np.array([share]) for share in (0.5, 0.06, 0.2, 0.04, 0.7)))
    none = nothing_called(some)
    assert (none.tp, none.fp) == (0, 0)
    assert (none.fn, none.tn) == pytest.approx((0.1, 0.9))


def test_net_benefit_by_hand():
    counts = counts_at(Y, S, [0.5, 0.2])
    np.testing.assert_allclose(counts.net_benefit, [2 / 5 - 1 / 5, 2 / 5 - 2 / 5 * 0.25])


def test_linear_pr_interpolation_davis_and_goadrich():
    recall, precision = pr_between((5, 10), (5, 30), n_pos=20, steps=5)
    np.testing.assert_allclose(precision, [0.5, 0.375, 0.318, 0.286, 0.265, 0.25], atol=5e-4)
    np.testing.assert_allclose(recall, [0.25, 0.30, 0.35, 0.40, 0.45, 0.50])
    straight = np.linspace(0.5, 0.25, 6)
    assert np.all(precision[1:-1] < straight[1:-1])


def test_trapezoid_flatters_a_score_of_few_levels():
    """Two levels by hand: (recall, precision) (.5, 1) then (1, .2)."""
    y = np.array([1, 1, *[0] * 8])
    score = np.array([0.9, 0.1, *[0.1] * 8])
    counts = counts_at_every_threshold(y, score)
    assert trapezoid_pr_area(counts) == pytest.approx(0.5 + 0.5 * 0.6)
    assert average_precision(counts) == pytest.approx(0.5 + 0.5 * 0.2)


def test_trapezoid_agrees_with_sklearn_auc():
    y, score = sample(5)
    counts = counts_at_every_threshold(y, score)
    ours = trapezoid_pr_area(counts)
    extra = counts.recall[0] * counts.precision[0]  # sklearn's own curve starts from (0, 1)
    theirs = metrics.auc(counts.recall, counts.precision)
    assert ours == pytest.approx(theirs + extra)


@pytest.mark.parametrize("share", [0.02, 0.1, 0.5])
def test_the_minimum_pr_area_is_that_of_every_negative_ranked_first(share):
    recall = np.linspace(0, 1, 200_001)
    worst = share * recall / (share * recall + 1 - share)
    assert minimum_pr_area(share) == pytest.approx(np.trapezoid(worst, recall), rel=1e-6)
    n = 20_000
    y = np.arange(n) < share * n
    sampled = average_precision(counts_at_every_threshold(y, -np.arange(n)[::-1] * 1.0))
    assert sampled == pytest.approx(minimum_pr_area(share), abs=2e-3)


@pytest.mark.parametrize(("n", "n_pos"), [(10, 1), (7, 3), (5, 4), (6, 6)])
def test_random_average_precision_by_enumerating_every_order(n, n_pos):
    rank = np.arange(1, n + 1)
    each = []
    for places in combinations(range(n), n_pos):
        hit = np.isin(np.arange(n), places)
        each.append(np.sum(np.cumsum(hit)[hit] / rank[hit]) / n_pos)
    assert random_average_precision(n_pos, n) == pytest.approx(np.mean(each))
    assert random_average_precision(1, 10) == pytest.approx(0.293, abs=5e-4)


def test_det_of_two_equal_normals_is_a_straight_line_and_ends_are_undefined():
    x = np.linspace(4, -2, 50)
    population = Counts(
        x, 0.1 * norm.sf(x - 2), 0.9 * norm.sf(x), 0.1 * norm.cdf(x - 2), 0.9 * norm.cdf(x)
    )
    alarm, miss = det(population)
    np.testing.assert_allclose(alarm + miss, -2, atol=1e-9)
    alarm, miss = det(counts_at_every_threshold(Y, S))
    assert np.isnan(alarm[0]) and np.isnan(miss[-1])
    assert np.isnan(alarm[-2:]).all(), "a rate of 1 has no probit either"
    assert alarm[1] == 0 and miss[0] == pytest.approx(norm.ppf(2 / 3))


@pytest.mark.parametrize("ties", [False, True])
@pytest.mark.parametrize("seed", range(3))
def test_best_threshold_is_what_trying_every_threshold_finds(seed, ties):
    y, score = sample(seed, n=120, ties=ties)
    counts = counts_at_every_threshold(y, score)
    tries = [*np.unique(score)[::-1], np.inf]

    def called(t):
        return score >= t

    def cost(t):
        return np.sum(called(t) & ~y) + 4 * np.sum(~called(t) & y)

    assert best_threshold(counts, "cost", cost_ratio=4).cost(4) * y.size == min(map(cost, tries))
    f1 = max(metrics.f1_score(y, called(t)) for t in tries)
    assert best_threshold(counts, "f1").f1 == pytest.approx(f1)
    f3 = max(metrics.fbeta_score(y, called(t), beta=3) for t in tries)
    assert best_threshold(counts, "f_beta", beta=3).f_beta(3) == pytest.approx(f3)
    fpr, tpr, _ = metrics.roc_curve(y, score)
    assert best_threshold(counts, "youden").youden == pytest.approx(np.max(tpr - fpr))
    found = best_threshold(counts, "recall_at_least", floor=0.8)
    kept = [
        metrics.precision_score(y, called(t))
        for t in tries[:-1]
        if metrics.recall_score(y, called(t)) >= 0.8
    ]
    assert found.recall >= 0.8 and found.precision == pytest.approx(max(kept))
    found = best_threshold(counts, "precision_at_least", floor=0.5)
    kept = [
        metrics.recall_score(y, called(t))
        for t in tries[:-1]
        if metrics.precision_score(y, called(t)) >= 0.5
    ]
    assert found.precision >= 0.5 and found.recall == pytest.approx(max(kept))
    found = best_threshold(counts, "top_k", capacity=250)
    assert found.called == max(called(t).sum() for t in tries if called(t).sum() <= 30)


def test_best_threshold_may_be_to_call_nothing_or_out_of_reach():
    y = np.array([0, 1, 0, 0])
    counts = counts_at_every_threshold(y, np.array([0.9, 0.5, 0.5, 0.1]))
    assert np.isinf(best_threshold(counts, "cost", cost_ratio=0.1).threshold)
    assert best_threshold(counts, "precision_at_least", floor=0.9) is None
    assert np.isinf(best_threshold(counts, "top_k", capacity=1).threshold)
    with pytest.raises(KeyError):
        best_threshold(counts, "luck")


def test_best_threshold_without_numbers_takes_the_common_ones():
    """F1, misses that cost an alarm, a floor of 0.9, and 50 in 1000."""
    counts = counts_at_every_threshold(Y, S)
    # fp + fn is 2, 2, 3, 2: the highest of equals; a miss of 2 would make it 4, 3, 4, 2
    assert best_threshold(counts, "cost").threshold == 0.9
    assert best_threshold(counts, "precision_at_least").threshold == 0.9
    far = counts_at_every_threshold([1, 0, 0, 0, 0, 1], np.linspace(0.6, 0.1, 6))
    assert best_threshold(far, "f_beta").threshold == best_threshold(far, "f1").threshold == 0.6
    assert best_threshold(far, "f_beta", beta=2.0).threshold == pytest.approx(0.1)
    many = counts_at_every_threshold(np.arange(2_000) % 2, np.arange(2_000) / 2_000)
    assert best_threshold(many, "top_k").called == 100


def test_a_floor_that_is_just_reached_counts_and_ties_go_to_calling_nothing():
    counts = counts_at_every_threshold(Y, S)  # recall 1/3, 2/3, 2/3, 1; precision 1, 2/3, 1/2, 3/5
    assert best_threshold(counts, "recall_at_least", floor=2 / 3).threshold == 0.7
    assert best_threshold(counts, "precision_at_least", floor=2 / 3).threshold == 0.7
    one_each = counts_at_every_threshold([0, 1], np.array([0.9, 0.5]))
    assert np.isinf(best_threshold(one_each, "cost", cost_ratio=1.0).threshold)


def test_f1_is_not_symmetric():
    everything = counts_at(np.arange(10) < 9, np.ones(10), 0.5)
    assert everything.f1 == pytest.approx(0.947, abs=5e-4)
    swapped = counts_at(np.arange(10) < 1, np.ones(10), 0.5)
    assert swapped.f1 == pytest.approx(0.182, abs=5e-4)


def test_thinned_keeps_true_rows_and_both_ends():
    y, score = sample(1, n=5_000)
    counts = counts_at_every_threshold(y, score)
    few = counts.thinned(200)
    assert len(few) <= 200 and few.threshold[0] == counts.threshold[0]
    assert few.recall[-1] == 1 and few.fpr[-1] == 1
    at = counts_at(y, score, few.threshold)
    np.testing.assert_array_equal(at.tp, few.tp)
    assert auc(few) == pytest.approx(auc(counts), abs=0.005)
    for rate, cases in ((few.recall, 1_500), (few.fpr, 3_500)):  # 100 even steps, to the next case
        assert np.diff(rate).max() <= 1 / 99 + 1 / cases
    cut = float(counts.threshold[777]) - 1e-9
    kept = counts.thinned(200, cut)
    assert counts.threshold[777] in kept.threshold and len(kept) == len(few) + 1
    assert len(counts.thinned(200, cut=2.0)) == len(few)  # nothing is called
    assert counts.thinned(10_000) is counts and counts.thinned(len(counts)) is counts


def test_thinned_in_probits_is_even_near_both_ends():
    y, score = sample(1, n=5_000)
    counts = counts_at_every_threshold(y, score)
    few = counts.thinned_in_probits(200)
    assert len(few) <= 200
    at = counts_at(y, score, few.threshold)
    np.testing.assert_array_equal(at.fp, few.fp)
    x = norm.ppf(few.fpr[(few.fpr > 0.01) & (few.fpr < 0.99)])  # beyond, one case is a long step
    assert np.diff(x).max() <= 6.6 / 99 + 1 / (3_500 * norm.pdf(norm.ppf(0.99)))


@pytest.mark.parametrize("ties", [False, True])
def test_bins_of_called_are_those_of_numpys_histogram(ties):
    y, score = sample(3, n=800)
    score = np.round(score, 1) if ties else score
    counts, edges = counts_at_every_threshold(y, score), np.array([0.2, 0.4, 0.5, 0.8])
    for called, kind in ((counts.tp, y), (counts.fp, ~y)):
        bins = bins_of_called(counts.threshold, called, edges)
        np.testing.assert_array_equal(bins.inside, np.histogram(score[kind], edges)[0])
        assert (bins.below, bins.above) == (
            np.sum(score[kind] < 0.2), np.sum(score[kind] > 0.8),
        )  # fmt: skip


def test_precision_if_another_share_were_positive_is_bayes():
    at = Counts(0.5, 80, 50, 20, 950)  # recall 0.8, fpr 0.05
    assert at.precision_if(100 / 1_100) == pytest.approx(float(at.precision))
    assert at.precision_if(0.01) == pytest.approx(0.01 * 0.8 / (0.01 * 0.8 + 0.99 * 0.05))
    assert math.isnan(Counts(0.5, 0, 0, 20, 950).precision_if(0.1))


def test_excess_cost_is_a_share_of_the_least():
    cheap, dear = Counts(0.2, 9, 10, 1, 80), Counts(0.5, 5, 0, 5, 90)  # costs 20 and 50 of 100
    assert excess_cost(dear, cheap, 10.0) == pytest.approx(1.5)
    assert excess_cost(cheap, cheap, 10.0) == 0
    assert math.isnan(excess_cost(dear, Counts(0.4, 10, 0, 0, 90), 10.0))


def test_the_net_benefit_of_all_is_that_of_a_threshold_that_calls_all():
    y, score = sample(2, n=500)
    thresholds = np.array([0.05, 0.3, 0.9])
    everyone = counts_at(y, np.ones(y.size), thresholds)
    np.testing.assert_allclose(net_benefit_of_all(y.mean(), thresholds), everyone.net_benefit)


def test_recall_at_a_false_positive_rate():
    y, score = sample(4, n=500)
    counts = counts_at_every_threshold(y, score)
    fpr, tpr, _ = metrics.roc_curve(y, score, drop_intermediate=False)
    assert recall_at_fpr(counts, 0.1) == pytest.approx(np.interp(0.1, fpr, tpr))
    assert math.isnan(recall_at_fpr(counts_at_every_threshold(y, np.ones(y.size)), 0.1))
