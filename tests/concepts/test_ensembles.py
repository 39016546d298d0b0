"""Numbers against closed forms and slow versions, and every preset's claim over many seeds."""

from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest

from concepts.ensembles import (
    FEWER,
    KINDS,
    LUMPS_TRAINED,
    MODELS,
    MOST,
    PRESETS,
    RATES,
    SHOWN,
    Answers,
    Cases,
    Curve,
    Jury,
    Params,
    called,
    compute,
)
from data.read import TABLES
from methods.models.majority_vote import majority_right
from methods.models.tree_ensembles import bagged_weights, bagging_fits
from methods.validation.training_sets import simulated
from tests.seeds import MANY_SEEDS, SEEDS

FULL_TREE = MODELS.index("full tree")


@lru_cache(maxsize=32)
def over_seeds(preset, seeds=SEEDS, **changes):
    return [compute(replace(PRESETS[preset], seed=seed, **changes), TABLES) for seed in seeds]


def now(results, name):
    return np.array([getattr(r.sweep, name)[r.at] for r in results])


def of(results, name):
    return np.array([getattr(r, name) for r in results])


# --- what holds of all kinds


@pytest.mark.parametrize("kind", KINDS)
def test_no_more_members_than_there_are(kind):
    first, last = (compute(Params(kind=kind, members=b), TABLES) for b in (1, MOST))
    most = FEWER.get(kind, MOST)
    assert last.members == last.most == most and first.members == 1 and first.at == 0
    np.testing.assert_array_equal(first.sweep.fresh, last.sweep.fresh)
    assert called(MOST, last.params).startswith(f"{most} ")
    assert np.isfinite(last.sweep.fresh).all()


@pytest.mark.parametrize(
    ("kind", "picture"),
    [("bagging", Curve), ("boosting", Curve), ("features", Answers), ("forest", Cases),
     ("adaboost", Cases), ("stopping", Answers), ("stack", Answers), ("vote", Jury)],
)  # fmt: skip
def test_each_kind_has_its_picture(kind, picture):
    assert type(compute(Params(kind=kind), TABLES).picture) is picture


def test_names_of_stops():
    assert [called(b, Params(kind="vote")) for b in (1, 2)] == ["1 voter", "2 voters"]
    assert called(150, Params()) == "100 trees"


# --- curves


def test_bagging_is_that_of_the_methods_on_the_same_resamples():
    result = compute(Params(members=20, seed=3), TABLES)
    sets = simulated("wave", "stratified", 80, 30, 0.3, 3, 1)
    want = bagging_fits(sets.x, sets.y, sets.at, [20], np.random.default_rng([3, 4]))[0]
    np.testing.assert_allclose(result.picture.together, want[0])
    squared = ((want - sets.truth_at) ** 2).mean()
    sum_ = result.sweep.bias2[19] + result.sweep.variance[19]
    # bias² is freed of variance / sets, and the divisor of the variance is sets - 1
    assert sum_ == pytest.approx(squared, rel=1e-9)
    assert result.sweep.fresh[19] == pytest.approx(sum_ + 0.09)


def test_the_picture_of_a_bagging_is_the_sum_of_its_parts():
    pictures = [compute(Params(members=b), TABLES).picture for b in range(1, 6)]
    np.testing.assert_allclose(np.mean([p.member for p in pictures], axis=0), pictures[-1].together)
    assert all(p.given.sum() == 80 for p in pictures)
    seen = np.isfinite(pictures[2].earlier).all(axis=1)
    assert seen.tolist() == [True] * 3 + [False] * (SHOWN - 3)


def test_what_a_stump_is_given_is_what_the_sum_has_left():
    one, two = (compute(Params(kind="boosting", members=b), TABLES).picture for b in (1, 2))
    np.testing.assert_allclose(one.given, one.y - one.y.mean())
    np.testing.assert_allclose(two.together - one.together, 0.1 * two.member)
    # on its own points it lowers the residuals by a tenth of what it says
    sides = np.unique(np.round(one.given - two.given, 9))
    assert sides.size == 2
    np.testing.assert_allclose(np.unique(np.round(0.1 * one.member, 9)), sides)


def test_larger_leaves_are_grown_on_the_same_resamples():
    full, large = (compute(Params(leaf=leaf), TABLES) for leaf in (1, 5))
    np.testing.assert_array_equal(full.picture.given, large.picture.given)
    np.testing.assert_allclose(large.sweep.other, full.excess)
    assert np.unique(large.picture.member).size < np.unique(full.picture.member).size


def test_averaging_hits_a_floor():
    """The lesson: variance 0.093 of one tree, 0.043 of 60, rho 0.454 [0.440..468], bias² about 0."""
    results = over_seeds("floor")
    rho = np.array([r.sweep.spread.correlation for r in results])
    assert (0.43 < rho).all() and (rho < 0.475).all()
    variance = np.array([r.sweep.variance[[0, 59]] for r in results])
    assert (0.085 < variance[:, 0]).all() and (variance[:, 0] < 0.105).all()
    assert (0.038 < variance[:, 1]).all() and (variance[:, 1] < 0.048).all()
    assert (np.abs(now(results, "bias2")) < 0.001).all()
    # the closed form of the noise's share, and the place that is near the floor
    assert rho.mean() == pytest.approx((bagged_weights(80) ** 2).sum(), abs=0.02)
    near = of(results, "near_floor")
    assert (11 <= near).all() and (near < 14).all()
    np.testing.assert_allclose(near, 10 * (1 - rho) / rho)
    for r in results:
        np.testing.assert_allclose(r.sweep.variance[-1], r.sweep.spread.of_mean(100))


def test_trees_need_not_be_full():
    """The lesson, 20 trees and 8 sets: 0.0445 full, 0.0252, 0.0197, 0.0215 with 3, 5, 8 in a leaf."""
    excess = {
        leaf: np.array([r.excess[19] for r in over_seeds("floor", members=20, leaf=leaf)])
        for leaf in (1, 3, 5, 8)
    }
    assert (excess[5] < 0.025).all() and (excess[5] < excess[3]).all()
    assert (excess[3] < excess[1]).all() and (excess[1] > 0.04).all()
    assert excess[8].mean() > excess[5].mean()


def test_boosting_adds_what_is_missing():
    """The lesson: bias² 0.341 before, 0.300 after one, 0.146 after ten; best at 205 [185..220], 0.0195."""
    results = over_seeds("missing")
    assert (np.abs(np.array([r.sweep.start for r in results]) - 0.341) < 0.01).all()
    bias2 = np.array([r.sweep.bias2[[0, 9]] for r in results])
    assert (np.abs(bias2 - [0.300, 0.146]) < 0.01).all()
    best = of(results, "best")
    assert (170 <= best).all() and (best <= 230).all()
    least = np.array([r.excess[r.best - 1] for r in results])
    assert (0.016 < least).all() and (least < 0.022).all()
    assert all(r.excess[-1] > r.excess[r.best - 1] for r in results)


def test_the_rate_times_the_rounds():
    """The lesson: best after 29, 60, 205, 703 rounds with 0.0330, 0.0193, 0.0195, 0.0195."""
    found = [r.by_rate for r in over_seeds("missing")]
    best, least = (np.array([each[i] for each in found]) for i in (0, 1))
    assert (np.abs(best[:, 1:] * np.array(RATES[1:]) - 20) < 5).all()
    assert (least[:, 0] > 1.4 * least[:, 1]).all()
    assert (np.abs(least[:, 1] / least[:, 3] - 1) < 0.1).all()


# --- many features


def test_fewer_features_help_where_all_say_the_same():
    """The lesson, noise 1: better by 0.039 [0.001..0.080], thinly; of our 20 seeds 18 there.

    So the page has noise 1.5, where it is better in all.
    """
    results = over_seeds("unlike")
    gain = of(results, "other_limit") - of(results, "limit")
    assert (gain > 0).all() and 0.06 < gain.mean() < 0.15
    assert all(r.sweep.spread.correlation < r.sweep.other_spread.correlation for r in results)
    assert np.mean([r.sweep.bias2[0] - r.sweep.other_bias2 for r in results]) > 0


def test_and_hurt_where_few_matter():
    """The lesson, "3 tried": bias² 3.93 -> 6.42, limit 5.09 -> 7.12. That is what 2 tried give here."""
    results = over_seeds("not_always")
    loss = of(results, "limit") - of(results, "other_limit")
    assert (loss > 0.4).all() and 1.4 < loss.mean() < 2.4
    assert all(r.sweep.spread.correlation < r.sweep.other_spread.correlation for r in results)
    assert (now(results, "bias2") > np.array([r.sweep.other_bias2 for r in results])).all()
    three = over_seeds("not_always", tried=3)
    assert np.mean(of(three, "limit") - of(three, "other_limit")) > 0.3


def test_more_features_than_there_are_are_all():
    result = compute(Params(kind="features", tried=30), TABLES)
    assert result.tried == 20
    assert result.limit == pytest.approx(result.other_limit)


# --- breast lumps


def test_the_free_test_set():
    """The lesson: out of bag 0.072, 0.053, 0.049 at 5, 25, 60, fresh 0.049, 0.042, 0.042; 10 % no vote at 5."""
    results = over_seeds("start", MANY_SEEDS)
    at = [4, 24, 59]
    oob = np.array([r.sweep.oob[at] for r in results]).mean(axis=0)
    fresh = np.array([r.sweep.fresh[at] for r in results]).mean(axis=0)
    # With five trees ties are many: counted half they give more than decided for benign.
    assert (np.abs(oob - [0.072, 0.053, 0.049]) < [0.015, 0.005, 0.005]).all()
    assert (np.abs(fresh - [0.049, 0.042, 0.042]) < 0.01).all()
    unvoted = np.array([r.sweep.unvoted[4] for r in results])
    assert (0.04 < unvoted).all() and (unvoted < 0.17).all()
    assert 0.08 < unvoted.mean() < 0.12
    assert all(0 < r.all_voted <= 25 for r in results)
    assert oob[0] > fresh[0]  # pessimistic with few trees


def test_a_tree_is_given_a_resample():
    picture = compute(Params(kind="forest", members=7), TABLES).picture
    assert picture.given.sum() == LUMPS_TRAINED and not picture.flipped.any()
    assert 0.25 < (picture.given == 0).mean() < 0.5
    over = picture.value > picture.threshold
    share = np.average(picture.malignant[over], weights=picture.given[over])
    assert picture.above == (share > np.average(picture.malignant, weights=picture.given))


def test_adaboost_and_wrong_labels():
    """The lesson: 0.171 [0.116..239], a forest 0.069; wrong labels hold 0.436 [0.403..476] after 50."""
    results = over_seeds("wrong_labels")
    fresh, rival = now(results, "fresh"), np.array([r.sweep.rival for r in results])
    assert (fresh > rival + 0.02).all() and 0.13 < fresh.mean() < 0.21 and rival.mean() < 0.09
    held = np.array([r.sweep.held[50] for r in results])
    assert (0.38 < held).all() and (held < 0.5).all()
    early = np.array([r.sweep.fresh[2] for r in results])
    assert np.mean(early < fresh) >= 0.8 and early.mean() < 0.11
    for r in results:
        assert r.sweep.held[0] == pytest.approx(r.picture.flipped.mean())
        assert r.picture.given.sum() == pytest.approx(LUMPS_TRAINED)


def test_after_the_training_error_is_0_fresh_ones_still_gain():
    """The lesson: zero at round 15 [7..20], fresh 0.049 then, 0.034 at 200; never worse in 20."""
    results = over_seeds("wrong_labels", flips=0.0)
    zero = of(results, "no_error")
    assert (5 <= zero).all() and (zero <= 25).all()
    then = np.array([r.sweep.fresh[r.no_error - 1] for r in results])
    later = now(results, "fresh")
    assert then.mean() - later.mean() > 0.003
    assert all(r.no_error == 1 + np.argmax(r.sweep.train == 0) for r in results)


# --- diabetes


def test_a_stack_that_copies_itself():
    """The lesson: weights 0, 1, 0, 0 and MSE 6537 in-sample; 0.78, 0.02, 0, 0.11 and 3204; ridge 3132."""
    leaky = over_seeds("copies")
    held_out = over_seeds("copies", level="out_of_fold")
    for r in leaky:
        np.testing.assert_allclose(r.sweep.weights[0], [0, 1, 0, 0], atol=1e-9)
        assert (r.sweep.votes[:, FULL_TREE] == 1).all() and (r.sweep.train == 0).all()
        np.testing.assert_array_equal(r.picture.given, r.picture.member)
        assert r.sweep.weights[1, 0] > 0.3 and r.sweep.weights[1, FULL_TREE] < 0.2
    copied, honest = now(leaky, "fresh"), now(held_out, "fresh")
    assert (copied > 1.5 * honest).all() and (honest < 3800).all()
    assert 5800 < copied.mean() < 7300 and 2950 < honest.mean() < 3450
    least = np.array([r.sweep.stacked[1] for r in held_out])
    assert np.abs(least - honest).mean() < 100
    plain = np.array([r.sweep.plain for r in held_out])
    assert (plain > honest).all()


def test_votes_are_those_of_the_members():
    result = compute(Params(kind="stack", members=30), TABLES)
    np.testing.assert_allclose(result.sweep.votes.sum(axis=1), 1)
    counts = np.zeros(4)
    for b in range(1, 31):
        counts[compute(Params(kind="stack", members=b), TABLES).picture.model] += 1
    np.testing.assert_allclose(result.sweep.votes[29], counts / 30)
    assert result.sweep.train[29] < result.sweep.train[0]


def test_stop_in_time():
    """The lesson: best 3471 at 38 [18..61] rounds; training error 43 after 300; stopping after 34, 3611."""
    results = over_seeds("stop")
    best = of(results, "best")
    assert (10 <= best).all() and (best <= 90).all()
    least = np.array([r.sweep.fresh[r.best - 1] for r in results])
    rival = np.array([r.sweep.rival for r in results])
    assert (now(results, "fresh") > rival).mean() >= 0.8
    assert rival.mean() > least.mean()
    assert (now(results, "fresh") > least + 100).all() and (now(results, "train") < 300).all()
    assert all(10 <= r.sweep.stopped <= 110 for r in results)


def test_a_tree_is_given_the_residuals():
    one, two = (compute(Params(kind="stopping", members=b), TABLES).picture for b in (1, 2))
    np.testing.assert_allclose(one.given.mean(), 0, atol=1e-9)
    np.testing.assert_allclose(one.given - 0.1 * one.member, two.given)


# --- a jury


def test_a_jury():
    result = compute(Params(kind="vote", members=25), TABLES)
    assert 1 - result.sweep.fresh[24] == pytest.approx(majority_right(25, 0.6, 0.3))
    assert 1 - result.sweep.rival == pytest.approx(0.643, abs=5e-4)
    assert result.picture.votes.shape == (26,) and result.picture.votes.sum() == pytest.approx(1)
    assert result.picture.density.mean() == pytest.approx(1, abs=0.01)
    alone = compute(Params(kind="vote", members=301 - 1, correlation=0.0), TABLES)
    assert alone.sweep.rival == 0 and (alone.picture.density == 0).all()
    assert alone.sweep.fresh[-1] < 0.001
