"""The page's tree against scikit-learn and slow versions, and every preset's claim over many seeds.

What the lesson measured with another generator stands beside each claim.
"""

from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest
from sklearn.metrics import accuracy_score
from sklearn.model_selection import StratifiedKFold
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from concepts.decision_tree import (
    FRESH,
    IDS,
    LEAF,
    MOST,
    PRESETS,
    Params,
    compute,
    draw,
    question,
    said_of,
    said_value,
)
from data.read import TABLES
from methods.models.decision_tree import leaves_of
from methods.tables import Table
from sentences.decision_tree import claim
from tests.seeds import MANY_SEEDS, SEEDS


@lru_cache(maxsize=32)
def over_seeds(preset, seeds=SEEDS, **changes):
    return [compute(replace(PRESETS[preset], seed=seed, **changes), TABLES) for seed in seeds]


def each(results, ask):
    return np.array([ask(result) for result in results])


# --- the tree


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("cuts", [0, 1, 5, 60])
@pytest.mark.parametrize("order", ["best", "depth", "pruned"])
def test_boxes_hold_all_rows_once(preset, cuts, order):
    result = compute(replace(PRESETS[preset], cuts=cuts, order=order), TABLES)
    g = result.grown
    assert g.tree.rows[result.leaves].sum() == len(g.y)
    assert result.leaves.size == result.cuts + 1 <= cuts + 1
    assert order == "pruned" or result.cuts == min(cuts, g.most)
    where = leaves_of(g.tree, g.X, result.made)
    assert set(where) == set(result.leaves)
    known = np.nan_to_num(g.X)
    inside = (known > g.bounds[where, :, 0]) & (known <= g.bounds[where, :, 1])
    assert (inside | np.isnan(g.X)).all()
    assert g.holes[where[np.isnan(g.X[:, 0])]].all()
    said = g.answers[where]
    loss = np.mean(said != g.y) if g.classes else np.mean((said - g.y) ** 2)
    assert result.train == pytest.approx(loss)


def test_the_penguins_first_cuts():
    """The lesson: flipper 206.5 mm, of Gini 0.636 gain 0.333; bill 43.35 gains 0.208; then 0.0076, 0.0149."""
    result = compute(Params(cuts=4), TABLES)
    t, ranks = result.grown.tree, result.grown.ranks
    order = [int(np.flatnonzero(ranks == k)[0]) for k in (1, 2, 3, 4)]
    assert [result.question(i) for i in order[:2]] == [
        ("flipper", "≤ 206.5"), ("bill", "≤ 43.35"),
    ]  # fmt: skip
    np.testing.assert_allclose(t.gain[order], [0.333, 0.208, 0.0076, 0.0149], atol=5e-4)
    assert t.gain[order[3]] > 1.9 * t.gain[order[2]]  # "twice"
    assert len(result.grown.y) == 342 and t.cuts.size == 26
    assert t.impurity[0] == pytest.approx(0.636, abs=5e-4)


@pytest.mark.parametrize("cuts", [1, 2, 7, 11])
def test_folds_are_scikit_learns(cuts):
    """Where no cut is tied: the error of the rows held out, with the same folds."""
    result = compute(Params(cuts=cuts), TABLES)
    g = result.grown
    assert g.fresh is g.folds or np.array_equal(g.fresh, g.folds)
    found = []
    for train, test in StratifiedKFold(10, shuffle=True, random_state=1).split(g.X, g.y):
        model = DecisionTreeClassifier(max_leaf_nodes=cuts + 1, random_state=0)
        said = model.fit(g.X[train], g.y[train]).predict(g.X[test])
        found.append(1 - accuracy_score(g.y[test], said))
    assert g.fresh[cuts] == pytest.approx(np.mean(found), abs=0.025)


@pytest.mark.parametrize("source", ["moons", "slanted", "xor", "seattle"])
def test_the_fresh_error_is_scikit_learns(source):
    p = Params(source=source, least=10)
    g = compute(p, TABLES).grown
    if source == "seattle":
        own = DecisionTreeRegressor(min_samples_leaf=10, random_state=0).fit(g.X, g.y)
        assert g.full[0] == pytest.approx(np.mean((own.predict(g.X) - g.y) ** 2))
        return
    X, y = draw(p, FRESH, np.random.default_rng([p.seed, 1]), fresh=True)
    model = DecisionTreeClassifier(min_samples_leaf=10, random_state=0).fit(g.X, g.y)
    assert g.full[1] == pytest.approx(1 - model.score(X, y), abs=0.005)


def test_two_cuts_name_penguins():
    """The lesson: 5.0 % of its own rows, 6.0 % [5.9..7.0] of those held out; all 27 leaves 6.4 [5.6..7.6]."""
    results = over_seeds("start", MANY_SEEDS)
    assert each(results, lambda r: r.train) == pytest.approx(0.0497, abs=1e-3)
    held = each(results, lambda r: r.fresh)
    assert 0.05 < held.min() and held.max() < 0.08 and 0.055 < np.median(held) < 0.065
    whole = each(results, lambda r: r.grown.full[1])
    assert 0.05 < whole.min() and whole.max() < 0.09


def test_the_whole_tree_cuts_round_noise():
    """The lesson: 44 leaves, fresh 0.244 [0.204..0.267]; by 10-fold alpha 7 leaves, 0.179, 0.056 better."""
    results = over_seeds("noise", MANY_SEEDS)
    assert (each(results, lambda r: r.train) == 0).all()
    whole, pruned = (
        each(results, lambda r: r.grown.full[1]),
        each(results, lambda r: r.grown.chosen_fresh),
    )
    assert (pruned < whole).all() and 0.03 < np.median(whole - pruned) < 0.08
    assert 0.2 < np.median(whole) < 0.27 and 0.15 < np.median(pruned) < 0.21
    assert 4 <= np.median(each(results, lambda r: r.grown.chosen + 1)) <= 12


def test_a_slanted_line_is_a_staircase():
    """The lesson: 2/8/12/14/17 leaves and fresh 0.001/0.022/0.036/0.037/0.051 at 0/10/20/30/45 degrees."""
    flat, tenth, third = (over_seeds("slanted", MANY_SEEDS, angle=a) for a in (0.0, 10.0, 30.0))
    boxes = [each(results, lambda r: r.leaves.size) for results in (flat, tenth, third)]
    assert (
        (boxes[0] == 2).all() and 7 <= np.median(boxes[1]) <= 9 and 12 <= np.median(boxes[2]) <= 16
    )
    wrong = each(third, lambda r: r.fresh)
    assert (wrong > each(flat, lambda r: r.fresh)).all() and 0.025 < np.median(wrong) < 0.045
    turned = over_seeds("slanted", MANY_SEEDS, turned=30.0)
    assert each(turned, lambda r: r.leaves.size).max() == 2
    assert each(turned, lambda r: r.fresh).max() < 0.01


def test_xor_blinds_greed():
    """The lesson: gain 0.015 of 0.5, own error 0.445 [0.395..0.485]; whole 9 leaves, 0.027 [0.005..0.055]."""
    results = over_seeds("xor", MANY_SEEDS)
    assert each(results, lambda r: r.grown.tree.gain[0]).max() < 0.03
    assert each(results, lambda r: r.train).min() >= 0.35
    assert 5 <= each(results, lambda r: r.grown.tree.cuts.size).min()
    assert np.median(each(results, lambda r: r.grown.full[1])) == pytest.approx(0.027, abs=0.01)
    stopped = over_seeds("xor", MANY_SEEDS, least_gain=0.03)
    assert (each(stopped, lambda r: r.grown.tree.cuts.size) == 0).all()


def test_an_identifier_has_the_importance_and_means_nothing():
    """The lesson, with a third column of noise: 0.72 and 0.15; permuted fresh 0.008 and 0.089; own rows reverse it."""
    found = each(over_seeds("identifier", MANY_SEEDS), lambda r: r.grown.importance)
    assert (found[:, 0, 0] > 0.7).all()
    assert (found[:, 1, 0] > found[:, 1, 1]).all()
    assert (found[:, 2, 0] < found[:, 2, 1]).all() and abs(np.median(found[:, 2, 0])) < 0.02
    large = each(over_seeds("identifier", MANY_SEEDS, least=30), lambda r: r.grown.importance[0, 0])
    assert (large < 0.35).all()  # the lesson: 0.154 [0.079..0.340]


def test_another_sample_another_root():
    """The lesson: flipper first in 0.81 [0.73..0.87] of the resamples."""
    same = each(over_seeds("another_tree", MANY_SEEDS), lambda r: r.grown.same_root)
    assert 0.65 < same.min() and same.max() < 0.95 and 0.75 < np.median(same) < 0.86


def test_what_is_missing_says_something_until_it_does_not():
    """The lesson: own side 0.113, filled 0.176, left out 0.384, the other way round in fresh rows 0.438."""
    ways = {
        way: each(over_seeds("missing", MANY_SEEDS, handling=way), lambda r: r.fresh)
        for way in ("native", "mean", "complete")
    }
    assert (ways["native"] < ways["mean"]).all() and (ways["mean"] < ways["complete"]).all()
    for way, lesson in (("native", 0.113), ("mean", 0.176), ("complete", 0.384)):
        assert np.median(ways[way]) == pytest.approx(lesson, abs=0.015)
    other = each(over_seeds("missing", MANY_SEEDS, reversed=True), lambda r: r.fresh)
    assert (other > 0.35).all() and np.median(other) == pytest.approx(0.438, abs=0.02)


def test_steps_for_a_curve():
    """The lesson: variance 54; best 14.7 [13.6..15.9] at 9 leaves; whole (160 leaves) 23.5 [20.7..26.8]."""
    results = over_seeds("steps", MANY_SEEDS)
    whole = each(results, lambda r: r.grown.full[1])
    best = each(results, lambda r: r.grown.fresh.min())
    assert (each(results, lambda r: r.fresh) < whole).all()
    assert np.median(best) == pytest.approx(14.7, abs=0.5)
    assert np.median(whole) == pytest.approx(23.5, abs=1)
    assert np.median(each(results, lambda r: r.grown.fresh[0])) == pytest.approx(54, abs=1.5)


# --- in common


def test_what_was_cut_last_is_the_best_of_all_candidates():
    for preset in ("start", "noise", "steps", "xor", "missing"):
        for cuts in (1, 3, 6):
            result = compute(replace(PRESETS[preset], cuts=cuts, order="best"), TABLES)
            t, node = result.grown.tree, result.newest
            best = max(gain.max() for _, gain in result.candidates if gain.size)
            assert t.gain[node] == pytest.approx(best)
            threshold, gain = result.candidates[t.feature[node]]
            assert t.threshold[node] in threshold[gain > best - 1e-9]


def test_a_path_leads_to_the_root():
    result = compute(Params(cuts=5), TABLES)
    path = result.path(result.newest)
    assert path[0] == 0 and path[-1] == result.newest
    assert all(result.grown.tree.parent[b] == a for a, b in zip(path, path[1:], strict=False))


def test_ties_are_seen():
    result = compute(replace(PRESETS["identifier"], cuts=60), TABLES)
    total = result.grown.tree.total
    np.testing.assert_array_equal(result.tied, total[:, 0] == total[:, 1])
    assert not compute(PRESETS["steps"], TABLES).tied.any()


def test_identifiers_are_each_their_own():
    X, _ = draw(PRESETS["identifier"], 300, np.random.default_rng(0))
    assert np.unique(X[:, 0]).size == 300 and X[:, 0].max() < IDS


def test_values_that_are_filled_or_left_out():
    mean, complete = (
        compute(Params(source="missing", n=100, handling=way), TABLES).grown
        for way in ("mean", "complete")
    )
    assert len(mean.y) == 100 > len(complete.y)
    assert not np.isnan(mean.X).any() and not np.isnan(complete.X).any()
    native = compute(Params(source="missing", n=100), TABLES).grown
    known = ~np.isnan(native.X[:, 0])
    assert mean.X[~known, 0] == pytest.approx(native.X[known, 0].mean())
    np.testing.assert_array_equal(complete.X, native.X[known])


def test_a_tree_that_may_not_be_cut():
    result = compute(Params(source="xor", flips=0.0, least_gain=0.1), TABLES)
    g = result.grown
    assert g.most == 0 and result.cuts == 0 and g.tree.feature.tolist() == [LEAF]
    assert np.isnan(g.same_root) and g.chosen == 0
    assert np.isnan(g.importance[0]).all()


def test_own_rows_have_the_two_features_that_gain_most():
    rng = np.random.default_rng(0)
    label = rng.random(1_200) < 0.4
    noise = rng.standard_normal((4, 1_200))
    columns = {"x:idle": noise[0], "x:good": noise[1] + 2 * label, "x:fair": noise[2] + label}
    words = {"label": "left", "positive": "yes"}
    table = Table("own_labelled", {"label": label, **columns, "x:none": noise[3]}, words)
    g = compute(Params(source="own"), {**TABLES, "own_labelled": table}).grown
    assert g.features == ("good", "fair") and g.labels == ("not yes", "yes")
    assert len(g.y) == 500 and g.tree.total[0].sum() == 500
    model = DecisionTreeClassifier(random_state=0).fit(g.X, g.y)
    assert g.tree.cuts.size + 1 == pytest.approx(model.get_n_leaves(), abs=2)

    few = Table("own_labelled", {"label": label[:60], "x:good": columns["x:good"][:60]}, words)
    g = compute(Params(source="own"), {**TABLES, "own_labelled": few}).grown
    assert g.features == ("good", "no other feature") and len(g.y) == 40
    assert set(g.tree.feature) == {LEAF, 0}


def test_the_axis_ends_where_the_picture_does():
    g = compute(PRESETS["steps"], TABLES).grown
    assert g.tree.cuts.size > MOST == g.most == len(g.train) - 1


def test_what_is_said_of_cuts():
    assert [said_of(k, None) for k in (0, 1, 7)] == ["0 cuts", "1 cut", "7 cuts"]
    assert question("x1", "missing", np.inf) == ("x1", "is known")
    assert said_value("xor", -0.25) == "−0.25" and said_value("xor", -0.0002) == "0"
    assert said_value("identifier", 1234.0) == "1,234"
    assert question("x1", "missing", 0.5, missing_left=True) == ("x1", "≤ 0.5 or missing")


def test_a_whole_tree_says_so_with_the_cuts_it_has():
    result = compute(Params(cuts=60), TABLES)
    assert 0 < result.cuts < 60
    assert claim(result).startswith(f"After {result.cuts} cuts nothing is left to ask: the tree is")
    before = compute(Params(cuts=result.cuts), TABLES)
    assert "the last cut" in claim(before) and "nothing is left" not in claim(before)
