"""What is computed against slow versions, and every preset's claim over many seeds."""

import math
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest
from scipy.ndimage import rotate
from sklearn.linear_model import Ridge

from concepts import transfer_learning as concept
from concepts.transfer_learning import (
    ANGLES,
    BEST_OF,
    EXAMPLES,
    PRESETS,
    SHIFTS,
    SIZES,
    STOPS,
    TRUSTS,
    TUNED,
    YEAR,
    Params,
    compute,
)
from data.read import TABLES
from methods.networks.network import forward, layers
from methods.transfer.fine_tuning import accuracy, fine_tune, trained_mask
from methods.transfer.waves import later, waves
from tests.seeds import MANY_SEEDS, SEEDS

YORK, SEATTLE, DIGITS = (
    TABLES[name] for name in ("weather_jfk_2013_hourly", "seattle_weather", "digits")
)
WHICH = list(TUNED)


@lru_cache(maxsize=32)
def over_seeds(preset, **changes):
    params = replace(PRESETS[preset], **changes)
    return [compute(replace(params, seed=seed), TABLES) for seed in SEEDS]


def of(results, name):
    """A number of `here`, (seeds,)."""
    return np.array([float(getattr(result.here, name)) for result in results])


def tuned(results, what):
    return np.array([result.digits.tuned[WHICH.index(what)] for result in results])


# --- two cities


def test_the_days_of_new_york_are_those_of_the_file():
    days, highs = concept._york_days(YORK)
    assert len(days) == 364 and days[0] == 0 and days[-1] <= 364
    hours = (YORK["month"] == 7) & (YORK["day"] == 4)
    celsius = (np.nanmax(YORK["temp"][hours]) - 32) / 1.8
    assert highs[days == 31 + 28 + 31 + 30 + 31 + 30 + 3] == pytest.approx(celsius)


def test_the_curve_of_all_days_and_the_distances_are_the_lessons():
    result = compute(Params(), TABLES)
    days, highs = concept._york_days(YORK)
    truth = np.linalg.lstsq(waves(days, 3, YEAR), highs)[0]
    np.testing.assert_allclose(result.truth, waves(concept.GRID, 3, YEAR) @ truth)
    assert result.noise == pytest.approx(3.77, abs=0.005)
    assert result.distance == pytest.approx(2.82, abs=0.01)
    assert result.scratch_distance == pytest.approx(8.86, abs=0.005)
    assert result.worth == pytest.approx(11.4, abs=0.1)  # 11.2 with p n² / (n - p) left out
    assert result.distances_meet == pytest.approx(76, abs=1)


def test_errors_are_those_of_scikit_learns_ridge_draw_by_draw():
    for params in (Params(n=5), Params(n=40, trust=0.3, harmonics=5, shift=70, seed=3)):
        result = compute(params, TABLES)
        days, highs = concept._york_days(YORK)
        X = waves(days, params.harmonics, YEAR)
        home, _ = concept._seattle(SEATTLE, params.source_days, params.harmonics, params.seed)
        start, found = later(home, params.shift, YEAR), []
        for order in concept._orders(params.seed, len(days)):
            seen, rest = order[: params.n], order[params.n :]
            flat = np.zeros(X.shape[1])
            flat[0] = highs[seen].mean()
            row = []
            for w in (flat, start):
                fit = Ridge(params.trust, fit_intercept=False)
                fit.fit(X[seen], highs[seen] - X[seen] @ w)
                row.append(np.sqrt(np.square(highs[rest] - X[rest] @ (w + fit.coef_)).mean()))
            found.append(row)
        found = np.array(found)
        assert result.here.scratch == pytest.approx(found[:, 0].mean())
        assert result.here.started == pytest.approx(found[:, 1].mean())
        np.testing.assert_allclose(result.here.started_ends, np.quantile(found[:, 1], [0.05, 0.95]))
        if params.n in STOPS:
            i = STOPS.index(params.n)
            assert result.sweep.started[i] == pytest.approx(found[:, 1].mean())


def test_curves_by_trust_and_by_shift_are_those_of_each_setting():
    base = Params(n=12, seed=2)
    result = compute(base, TABLES)
    for trust in TRUSTS[[0, 13, -1]]:
        alone = compute(replace(base, trust=float(trust)), TABLES)
        i = list(TRUSTS).index(trust)
        assert result.trust_scratch[i] == pytest.approx(float(alone.here.scratch))
        assert result.trust_started[i] == pytest.approx(float(alone.here.started))
    for shift in SHIFTS[[1, 15, -1]]:
        alone = compute(replace(base, shift=int(shift)), TABLES)
        i = list(SHIFTS).index(shift)
        assert result.shift_started[i] == pytest.approx(float(alone.here.started))
        assert result.shift_distance[i] == pytest.approx(alone.distance)
    assert result.here.best_scratch == result.trust_scratch.min()
    assert result.trust_scratch[list(TRUSTS).index(result.best_scratch_trust)] == min(
        result.trust_scratch
    )
    assert result.trust_started[list(TRUSTS).index(result.best_trust)] == min(result.trust_started)


def test_scratch_at_its_best_trust_is_the_least_of_all_tried():
    for n in (1, 20, 200):
        result = compute(Params(seed=1, n=n), TABLES)
        least = result.trust_scratch[np.isin(TRUSTS, BEST_OF)].min()
        assert result.sweep.best_scratch[STOPS.index(n)] == pytest.approx(least)
        assert result.here.best_scratch == result.trust_scratch.min() <= least


def test_without_trust_the_source_is_forgotten_and_with_all_of_it_kept():
    near, far = (compute(Params(n=300, trust=trust), TABLES) for trust in (0.1, 1000.0))
    np.testing.assert_allclose(near.started, near.scratch, atol=0.05)
    far = compute(Params(n=1, trust=1000.0), TABLES)
    np.testing.assert_allclose(far.started, far.source, atol=0.05)


def test_one_day_from_scratch_makes_a_flat_year():
    result = compute(Params(n=1), TABLES)
    np.testing.assert_allclose(result.scratch, result.highs[0])
    assert result.days.shape == result.highs.shape == (1,)


def test_a_source_of_few_days_is_fitted_to_them():
    result = compute(Params(source_days=30), TABLES)
    assert result.source_highs.size == 30 // concept.EVERY
    assert np.isin(result.source_highs, SEATTLE["temp_max"]).all()
    assert result.distance != compute(Params(), TABLES).distance


def test_where_curves_cross():
    x, rising = np.array([0.0, 10.0, 20.0]), np.array([1.0, 2.0, 6.0])
    assert concept._crossed(x, rising, 4.0) == pytest.approx(15)
    assert concept._crossed(np.log(x[1:]), rising[1:], 6.0, np.exp) == pytest.approx(20)
    for level in (0.5, 1.0, 7.0):
        assert math.isnan(concept._crossed(x, rising, level))


def test_scratch_needs_as_many_days_as_its_curve_says():
    result = compute(Params(n=8), TABLES)
    best = np.interp(math.log(result.needs), np.log(STOPS), result.sweep.best_scratch)
    assert best == pytest.approx(float(result.here.started))
    first = compute(Params(shift=182, n=1, trust=1000.0), TABLES)
    assert math.isnan(first.needs)  # one day is better already


def test_the_errors_meet_where_they_stay_near():
    result = compute(Params(), TABLES)
    apart = abs(result.sweep.scratch - result.sweep.started)
    i = STOPS.index(int(result.meets))
    assert (apart[i:] < 0.1).all() and apart[i - 1] >= 0.1
    assert math.isnan(compute(Params(trust=1000.0), TABLES).meets)


def test_along_the_axis_only_the_days_change():
    one, two = (compute(Params(n=n), TABLES) for n in (3, 100))
    assert one.sweep is two.sweep and one.digits is two.digits and one.learned is two.learned
    for change in ({"shift": 20}, {"rank": 3}, {"apart": 10}, {"harmonics": 2}):
        assert compute(Params(**change), TABLES).digits is one.digits
    assert compute(Params(trust=20.0), TABLES).digits.tuned is one.digits.tuned


# --- digits


def test_the_linear_classifiers_are_scikit_learns():
    result = compute(Params(angle=30, seed=1), TABLES)
    X, y, order = concept._images(DIGITS, 1)
    few, test = concept._few(y, order, 2), order[1300:]
    turned = rotate(X.reshape(-1, 8, 8), 30, axes=(2, 1), reshape=False, order=1).reshape(-1, 64)

    def ones(rows):
        return np.hstack([rows, np.ones((len(rows), 1))])

    def pulled(rows, names, start, trust):
        fit = Ridge(trust, fit_intercept=False).fit(ones(rows), names - ones(rows) @ start)
        return start + fit.coef_.T

    names = np.eye(10)
    upright = pulled(X[order[:900]], names[y[order[:900]]], np.zeros((65, 10)), 1.0)
    for i, start in enumerate((upright, np.zeros((65, 10)))):
        w = pulled(turned[few], names[y[few]], start, 10.0)
        right = ((ones(turned[test]) @ w).argmax(axis=1) == y[test]).mean()
        assert result.digits.linear_here[i] == pytest.approx(right)
    assert result.digits.linear_started[ANGLES.index(30)] == result.digits.linear_here[0]
    assert result.digits.linear_scratch[ANGLES.index(30)] == result.digits.linear_here[1]


def test_rows_are_dealt_once_and_the_few_are_of_every_digit():
    _, y, order = concept._images(DIGITS, 4)
    few = concept._few(y, order, 3)
    assert np.bincount(y[few]).tolist() == [3] * 10
    assert set(few) <= set(order[900:1300]) and len(set(order)) == len(y)
    np.testing.assert_array_equal(
        concept._names(np.arange(10), True), [1, 4, 7, 0, 3, 6, 9, 2, 5, 8]
    )


def test_without_an_update_the_network_is_as_it_was():
    found = compute(Params(angle=20, steps=0), TABLES).digits
    for what in ("last", "first", "all"):
        assert found.tuned[WHICH.index(what)] == found.tuned[0]
    assert (found.rate_target == found.tuned[0]).all() and found.kept == found.upright
    assert (found.rate_upright == found.upright).all()


def test_the_rate_that_is_set_lies_on_the_curve():
    found = compute(Params(angle=20, rate=0.03), TABLES).digits
    i = list(concept.RATES).index(0.03)
    assert found.rate_upright[i] == found.kept
    assert found.rate_target[i] == found.tuned[WHICH.index("all")]


def test_the_source_is_a_network_that_knows_upright_digits():
    X, y, order = concept._images(DIGITS, 0)
    theta = concept._base(DIGITS, 0)
    test = order[1300:]
    output = forward(X[test], layers(theta, SIZES), "relu").output
    found = compute(Params(angle=0), TABLES).digits
    assert found.upright == (output.argmax(axis=1) == y[test]).mean() == found.tuned[0]
    assert found.tested == len(test) == 497


def test_each_way_of_training_is_that_of_the_whole_network():
    """A head alone is trained on features; here all of the network goes along, the rest frozen."""
    p = Params(angle=20, steps=30, seed=2)
    few, names, test, called, *_ = concept._target(DIGITS, p, 20)
    base = concept._base(DIGITS, 2)
    found = compute(p, TABLES).digits.tuned
    for what, trained in (("last", [-1]), ("first", [0]), ("all", [0, 1, 2])):
        mask = trained_mask(SIZES, trained)
        end = fine_tune(base, few, names, SIZES, mask, concept.ADAM, p.rate, p.steps)
        assert found[WHICH.index(what)] == accuracy(end, test, called, SIZES)


# --- learned features, and low rank


def test_learned_features_are_fitted_as_they_say():
    """The last draw with 10 examples, again by scikit-learn; out of the span all is left undone."""
    for apart in (0, 30):
        found = compute(Params(apart=apart), TABLES).learned
        assert all(getattr(found, name).shape == (len(EXAMPLES),) for name in ("frozen", "scratch"))
        missed = 3 * math.sin(math.radians(apart)) ** 2
        assert found.frozen[-1] == pytest.approx(missed, abs=0.06)
        assert found.scratch[-1] == pytest.approx(15 * 0.25 / 500, rel=0.3)
        assert found.tuned[-1] == pytest.approx(found.scratch[-1], rel=0.1)


def test_the_change_is_of_its_rank_and_learned_by_rank():
    for change_rank in (1, 2, 20):
        result = compute(Params(change_rank=change_rank), TABLES)
        assert result.rank_errors[0] == pytest.approx(40)  # variance 1, 40 coefficients
        assert result.rank_errors.argmin() == change_rank or change_rank == 20
    assert compute(Params(rank=3), TABLES).learned_numbers == 3 * 60


# --- the presets: what each says, and the lesson's numbers over 20 seeds


def test_a_head_start():
    results = over_seeds("start")
    assert of(results, "started").mean() == pytest.approx(4.57, abs=0.04)  # 4.56 [4.38-4.71]
    assert of(results, "scratch").mean() == pytest.approx(9.25, abs=0.2)  # 9.21
    assert of(results, "best_scratch").mean() == pytest.approx(8.65, abs=0.25)
    assert of(results, "as_is").mean() == pytest.approx(4.70, abs=0.03)
    assert (of(results, "started") < of(results, "best_scratch") - 2).all()
    start = of(results, "scratch") - of(results, "as_is")  # nearly all of the gain
    assert (start > 0.9 * (of(results, "scratch") - of(results, "started"))).all()
    needs = np.array([result.needs for result in results])
    assert ((needs > 15) & (needs < 40)).all()
    one_day = over_seeds("start", n=1)
    assert (of(one_day, "scratch") > 11).all()


def test_with_enough_days_the_start_no_longer_matters():
    results = over_seeds("start", n=150)
    assert (abs(of(results, "scratch") - of(results, "started")) < 0.1).all()
    assert of(results, "started").mean() == pytest.approx(3.87, abs=0.03)
    assert of(results, "scratch").mean() == pytest.approx(3.90, abs=0.04)  # 3.88-3.91


def test_too_much_trust_stays_at_the_source():
    results = over_seeds("too_much_trust")
    assert of(results, "started").mean() == pytest.approx(4.62, abs=0.05)  # 4.61 [4.51-4.72]
    assert of(results, "best_scratch").mean() == pytest.approx(4.10, abs=0.06)
    assert (of(results, "started") > of(results, "best_scratch") + 0.1).all()
    assert (abs(of(results, "started") - of(results, "as_is")) < 0.15).all()
    usual = over_seeds("too_much_trust", trust=10.0)
    assert of(usual, "started").mean() == pytest.approx(4.03, abs=0.04)
    assert (of(usual, "started") < of(usual, "best_scratch")).all()
    much = over_seeds("too_much_trust", trust=100.0)
    assert (of(much, "started") > of(much, "best_scratch")).all()  # 4.25


def test_half_a_year_off_the_source_harms_and_two_months_off_it_helps():
    results = over_seeds("upside_down")
    assert of(results, "started").mean() == pytest.approx(7.59, abs=0.15)
    assert of(results, "scratch").mean() == pytest.approx(5.78, abs=0.15)
    assert (of(results, "started") > of(results, "scratch") + 0.5).all()
    five = over_seeds("upside_down", n=5)
    assert of(five, "started").mean() == pytest.approx(12.7, abs=0.2)
    assert (of(five, "started") > of(five, "scratch")).all()
    sixty = over_seeds("start", shift=60)
    assert of(sixty, "started").mean() == pytest.approx(6.85, abs=0.15)  # 6.84
    assert (of(sixty, "started") < of(sixty, "scratch")).all()
    late = over_seeds("start", shift=45)
    assert (of(late, "started") < 6.2).all()  # 5.90 [5.61-6.14]


@pytest.mark.parametrize(("n", "day"), [(5, 94), (10, 88), (20, 84), (50, 80)])
def test_the_harm_begins_later_than_the_distances_meet(n, day):
    harm = np.array([result.harm_from for result in over_seeds("start", n=n)])
    assert harm.mean() == pytest.approx(day, abs=5)
    assert harm.mean() > 76


def test_turned_by_a_right_angle_the_start_harms():
    results = over_seeds("turned")
    linear = np.array([result.digits.linear_here for result in results])
    assert (linear[:, 0] < linear[:, 1] - 0.03).all()
    assert (tuned(results, "all") < tuned(results, "scratch") - 0.05).all()  # 0.439, 0.714
    assert tuned(results, "all").mean() == pytest.approx(0.46, abs=0.05)
    assert tuned(results, "scratch").mean() == pytest.approx(0.72, abs=0.03)
    assert (tuned(results, "nothing") < 0.2).all()  # 0.104
    little = over_seeds("turned", angle=10)
    assert (tuned(little, "all") > tuned(little, "scratch") + 0.05).all()  # 0.911, 0.721
    some = over_seeds("turned", angle=40)
    assert (tuned(some, "all") < tuned(some, "scratch")).all()  # 0.585, 0.725
    crossed = np.array([result.angle_harm_from for result in results])
    assert ((crossed > 10) & (crossed < 30)).all()  # between 10, where it helps, and 30


def test_the_first_layer_is_what_a_turn_asks_for_and_a_new_head_what_names_do():
    results = over_seeds("which_layers")
    assert (tuned(results, "first") > tuned(results, "last") + 0.02).all()
    twenty = over_seeds("which_layers", angle=20)  # 0.805 and 0.754, in 20 of 20; here in 19
    gap = tuned(twenty, "first") - tuned(twenty, "last")
    assert gap.mean() > 0.03 and (gap > 0).mean() >= 0.8
    assert tuned(twenty, "all").mean() == pytest.approx(0.82, abs=0.03)
    renamed = over_seeds("which_layers", angle=0, renamed=True)
    assert tuned(renamed, "head").mean() == pytest.approx(0.876, abs=0.02)
    assert (tuned(renamed, "head") > tuned(renamed, "scratch")).all()
    assert (tuned(renamed, "head") > tuned(renamed, "first") + 0.3).all()
    old_head = over_seeds("which_layers", angle=0, renamed=True, rate=0.003)
    assert tuned(old_head, "all").mean() == pytest.approx(0.6, abs=0.05)  # 0.586
    assert tuned(old_head, "first").mean() == pytest.approx(0.38, abs=0.06)  # 0.380


def test_large_steps_forget():
    results = over_seeds("forgetting")
    before = np.array([result.digits.upright for result in results])
    kept = np.array([result.digits.kept for result in results])
    assert before.mean() == pytest.approx(0.957, abs=0.01)  # 0.961
    assert kept.mean() == pytest.approx(0.69, abs=0.05)  # 0.687 [0.588-0.775]
    small = over_seeds("forgetting", rate=0.001)
    held = np.array([result.digits.kept for result in small])
    assert (kept < held).all() and (kept < before - 0.1).all() and held.mean() > 0.85  # 0.901
    assert (tuned(results, "all") < tuned(small, "all")).mean() >= 0.8


def test_frozen_features_win_with_few_examples_and_not_with_many():
    results = [concept._learned(30, seed) for seed in MANY_SEEDS]
    few, many = EXAMPLES.index(10), EXAMPLES.index(50)
    frozen, scratch, both = (
        np.array([getattr(result, name) for result in results])
        for name in ("frozen", "scratch", "tuned")
    )
    assert (frozen[:, few] < scratch[:, few]).mean() >= 0.85  # 20 of 20, on other draws 17
    assert frozen[:, few].mean() == pytest.approx(1.2, abs=0.1)  # 1.18 and 1.53
    assert scratch[:, few].mean() == pytest.approx(1.5, abs=0.1)
    assert frozen[:, many].mean() == pytest.approx(0.82, abs=0.03)
    assert scratch[:, many].mean() == pytest.approx(0.13, abs=0.02)
    assert (frozen[:, many] > 1.25 * scratch[:, many]).all()
    assert frozen[:, -1].mean() == pytest.approx(0.76, abs=0.01)
    nearer = [concept._learned(20, seed) for seed in MANY_SEEDS]
    shown = compute(PRESETS["frozen"], TABLES).learned
    np.testing.assert_array_equal(shown.frozen, nearer[0].frozen)
    for each in nearer:  # what the preset says: at 30 degrees the first is not so of every seed
        assert each.frozen[few] < 0.9 * each.scratch[few]
        assert each.frozen[many] > 1.25 * each.scratch[many]
        assert each.tuned[few] < 1.1 * each.frozen[few] and each.tuned[many] < each.frozen[many]
    inside = [concept._learned(0, seed) for seed in MANY_SEEDS]
    six, twenty = EXAMPLES.index(6), EXAMPLES.index(20)
    assert np.mean([each.frozen[six] for each in inside]) == pytest.approx(0.28, abs=0.05)
    assert np.mean([each.scratch[six] for each in inside]) == pytest.approx(2.03, abs=0.1)
    assert np.mean([each.frozen[twenty] for each in inside]) == pytest.approx(0.05, abs=0.01)
    assert all((each.frozen < each.scratch)[:9].all() for each in inside)


def test_a_change_of_low_rank_is_best_learned_as_one():
    each, scratch = map(
        np.array, zip(*(concept._low_rank(2, seed) for seed in MANY_SEEDS), strict=True)
    )
    at, full = each[:, 2], each[:, -1]
    assert (at < 0.5 * full).all() and (at <= 1).all()  # 0.34 [0.15-0.92], 1.75 [1.49-2.56]
    assert full.mean() == pytest.approx(1.8, abs=0.2) and (full < scratch).all()  # 1.95
    other = np.array([concept._low_rank(20, seed)[0] for seed in MANY_SEEDS])
    assert other[:, 2].mean() == pytest.approx(26, abs=2)  # 27
    assert other[:, -1].mean() == pytest.approx(1.86, abs=0.15)
