"""Trees against scikit-learn's, numbers by hand, and a slow obvious best cut."""

from itertools import pairwise

import numpy as np
import pytest
from sklearn.datasets import make_moons
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from methods.models.decision_tree import (
    LEAF,
    best_cut,
    best_cuts,
    gains,
    grow,
    grow_each,
    impurity_sum,
    leaves_of,
    one_hot,
    sums_in_nodes,
)
from methods.models.tree_pruning import best_first
from tests.seeds import SEEDS


def moons(seed, n=150):
    X, y = make_moons(n, noise=0.3, random_state=seed)
    return X.astype(np.float32).astype(float), y  # as scikit-learn rounds them


def impurity(Y, criterion):
    if criterion == "squares":
        return len(Y) * Y.var(axis=0).sum()
    shares = Y.mean(axis=0)
    return -len(Y) * sum(p * np.log2(p) for p in shares if p > 0)


@pytest.mark.parametrize("criterion", ["squares", "entropy"])
def test_gains_are_the_impurity_of_both_sides_less(criterion):
    rng = np.random.default_rng(0)
    x, Y = rng.integers(0, 12, 40).astype(float), one_hot(rng.integers(3, size=40), 3)
    thresholds, found = gains(x, Y, criterion)
    assert thresholds.tolist() == [(a + b) / 2 for a, b in pairwise(np.unique(x))]
    for threshold, gain in zip(thresholds, found, strict=True):
        parts = Y[x <= threshold], Y[x > threshold]
        slow = impurity(Y, criterion) - sum(impurity(part, criterion) for part in parts)
        assert gain == pytest.approx(slow, abs=1e-10)
    assert gains(np.ones(3), Y[:3], criterion)[0].size == 0


def test_textbook_gains():
    """(80, 20) and (20, 80) gain 0.18 by Gini, (100, 40) and (0, 60) 0.214; by error both 0.3."""
    for left, gain in (((80, 20), 0.18), ((100, 40), 0.2142857142857143)):
        y = np.repeat([0, 1, 0, 1], [*left, 100 - left[0], 100 - left[1]])
        x = np.repeat([0.0, 1.0], [sum(left), 200 - sum(left)])
        cut = best_cut(x[:, None], one_hot(y, 2))
        assert cut.threshold == 0.5 and cut.gain / 200 == pytest.approx(gain)


def test_three_classes_of_fifty_gain_bits():
    """Setting one of three equal classes apart: 0.918 bits of 1.585 gained."""
    y = np.repeat([0, 1, 2], 50)
    cut = best_cut(y[:, None].astype(float), one_hot(y, 3), "entropy")
    assert cut.gain / 150 == pytest.approx(np.log2(3) - 2 / 3)


def test_squared_error_falls_by_the_distance_of_the_means():
    rng = np.random.default_rng(1)
    x, y = rng.standard_normal((2, 30))
    cut = best_cut(x[:, None], y[:, None])
    left, right = y[x <= cut.threshold], y[x > cut.threshold]
    fall = left.size * right.size / 30 * (left.mean() - right.mean()) ** 2
    assert cut.gain == pytest.approx(fall)


def test_ties_go_to_the_lowest_feature_then_threshold():
    X = np.array([[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]])
    cut = best_cut(X, one_hot(np.array([0, 1, 0]), 2))
    assert (cut.feature, cut.threshold) == (0, 0.5)


def test_no_cut_where_nothing_parts_the_rows():
    Y = one_hot(np.array([0, 1, 1]), 2)
    assert best_cut(np.ones((3, 2)), Y) is None
    assert best_cut(np.arange(3.0)[:, None], Y, least_rows=2) is None
    assert grow(np.ones((3, 2)), Y).feature.tolist() == [LEAF]
    assert grow(np.arange(3.0)[:, None], one_hot(np.ones(3, int), 2)).feature.tolist() == [LEAF]


@pytest.mark.parametrize("criterion", ["squares", "entropy"])
@pytest.mark.parametrize("least", [1, 9])
@pytest.mark.parametrize("seed", SEEDS)
def test_cuts_of_resamples_are_those_of_their_rows(criterion, least, seed):
    """Each against the slow sum over both sides of its rows written out; some values are missing."""
    rng = np.random.default_rng(seed)
    n = 40
    X = np.round(rng.standard_normal((n, 3)), 1)
    X[rng.random((n, 3)) < 0.1] = np.nan
    Y = one_hot(rng.integers(3, size=n), 3)
    rows = [rng.integers(n, size=many) for many in (40, 40, 12, 2 * least - 1)]
    times = np.array([np.bincount(some, minlength=n) for some in rows])
    cuts = best_cuts(X, Y, times, criterion, least)
    for i, some in enumerate(rows):
        found = -np.inf
        for x in X[some].T:
            for threshold in [*np.unique(x[~np.isnan(x)])[:-1], np.inf]:
                for side in (False, True):
                    left = np.where(np.isnan(x), side, x <= threshold)
                    if min(left.sum(), (~left).sum()) >= least:
                        parts = Y[some][left], Y[some][~left]
                        left_over = sum(impurity(part, criterion) for part in parts)
                        found = max(found, impurity(Y[some], criterion) - left_over)
        if found == -np.inf:
            assert cuts.feature[i] == LEAF and np.isnan(cuts.threshold[i]) and cuts.gain[i] == 0
            continue
        assert cuts.gain[i] == pytest.approx(found, abs=1e-9)
        alone = best_cut(X[some], Y[some], criterion, least)
        assert (cuts.feature[i], cuts.threshold[i]) == (alone.feature, alone.threshold)
        assert cuts.missing_left[i] == alone.missing_left
        x = X[some, alone.feature]
        left = np.where(np.isnan(x), alone.missing_left, x <= alone.threshold)
        split = impurity(Y[some][left], criterion) + impurity(Y[some][~left], criterion)
        assert impurity(Y[some], criterion) - split == pytest.approx(found, abs=1e-9)
    assert cuts.feature[-1] == LEAF


def test_a_midpoint_that_rounds_up_stays_below():
    x = np.array([1.0, np.nextafter(1, 2)])
    cut = best_cut(x[:, None], one_hot(np.array([0, 1]), 2))
    assert cut.threshold == 1.0


@pytest.mark.parametrize("criterion", ["squares", "entropy"])
@pytest.mark.parametrize("least", [1, 7])
@pytest.mark.parametrize("seed", SEEDS)
def test_the_tree_is_scikit_learns(criterion, least, seed):
    """Of each size that grows best first: the loss of the rows, and the impurity that is left."""
    X, y = moons(seed)
    tree = grow(X, one_hot(y, 2), criterion, least)
    rank = best_first(tree)
    name = {"squares": "gini", "entropy": "entropy"}[criterion]
    for leaves in (2, 3, 5, 9):
        theirs = DecisionTreeClassifier(
            criterion=name, min_samples_leaf=least, max_leaf_nodes=leaves, random_state=0
        ).fit(X, y)
        made = rank < leaves
        nodes = np.unique(leaves_of(tree, X, made))
        assert nodes.size == theirs.get_n_leaves()
        own = (tree.rows * tree.impurity)[nodes].sum()
        t = theirs.tree_
        leaf = t.children_left < 0
        assert own == pytest.approx((t.n_node_samples * t.impurity)[leaf].sum())
    assert tree.gain.sum() == pytest.approx(
        tree.impurity[0] - (tree.rows * tree.impurity)[tree.feature == LEAF].sum() / len(y)
    )


def test_a_regression_tree_is_scikit_learns():
    rng = np.random.default_rng(2)
    X, y = rng.random((120, 2)).astype(np.float32).astype(float), rng.standard_normal(120) + 100
    tree = grow(X, y[:, None], least_rows=5)
    theirs = DecisionTreeRegressor(min_samples_leaf=5, random_state=0).fit(X, y)
    new = rng.random((500, 2)).astype(np.float32).astype(float)
    leaf = leaves_of(tree, new)
    np.testing.assert_allclose(tree.total[leaf, 0] / tree.rows[leaf], theirs.predict(new))


def test_a_least_gain_is_scikit_learns():
    X, y = moons(3)
    for least in (0.005, 0.01, 0.03):
        tree = grow(X, one_hot(y, 2), least_gain=least)
        theirs = DecisionTreeClassifier(min_impurity_decrease=least, random_state=0).fit(X, y)
        assert tree.cuts.size + 1 == theirs.get_n_leaves()


@pytest.mark.parametrize("seed", SEEDS)
def test_missing_values_go_where_scikit_learn_sends_them(seed):
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((200, 2)).astype(np.float32).astype(float)
    y = (X[:, 0] + 0.5 * rng.standard_normal(200) > 0).astype(int)
    X[rng.random(200) < np.where(y, 0.6, 0.05), 0] = np.nan
    new = rng.standard_normal((300, 2)).astype(np.float32).astype(float)
    new[rng.random(300) < 0.3, 0] = np.nan
    tree = grow(X, one_hot(y, 2))
    for leaves in (2, 3):
        theirs = DecisionTreeClassifier(max_leaf_nodes=leaves, random_state=0).fit(X, y)
        node = leaves_of(tree, new, best_first(tree) < leaves)
        np.testing.assert_array_equal(tree.total[node].argmax(axis=1), theirs.predict(new))


def test_whether_a_value_is_known_can_be_the_question():
    X = np.array([[1.0], [2.0], [np.nan], [np.nan]])
    cut = best_cut(X, one_hot(np.array([0, 0, 1, 1]), 2))
    assert cut.threshold == np.inf and not cut.missing_left
    tree = grow(X, one_hot(np.array([0, 0, 1, 1]), 2))
    assert leaves_of(tree, X).tolist() == [1, 1, 2, 2]
    middle = np.array([[1.0], [np.nan], [3.0], [4.0]])
    cut = best_cut(middle, one_hot(np.array([0, 0, 1, 1]), 2))
    assert cut.threshold == 2.0 and cut.missing_left


def test_where_none_were_missing_they_go_to_the_larger_side():
    X = np.array([[0.0], [1.0], [2.0], [3.0]])
    tree = grow(X, one_hot(np.array([0, 1, 1, 1]), 2))
    assert leaves_of(tree, np.array([[np.nan]])).tolist() == [int(tree.right[0])]


def test_many_trees_are_each_grown_alone():
    sets = [(X, one_hot(y, 2)) for X, y in (moons(0), moons(1, 80), moons(2, 33))]
    for (X, Y), tree in zip(sets, grow_each(sets), strict=True):
        alone = grow(X, Y)
        for field in ("feature", "left", "right", "parent", "depth", "rows"):
            np.testing.assert_array_equal(getattr(tree, field), getattr(alone, field))
        np.testing.assert_array_equal(tree.threshold, alone.threshold)
        assert tree.rows[tree.feature == LEAF].sum() == len(X)
        assert len(tree.feature) == 2 * tree.cuts.size + 1


def test_sums_in_nodes_are_those_learned_from():
    X, y = moons(4)
    tree = grow(X, one_hot(y, 2))
    np.testing.assert_array_equal(sums_in_nodes(tree, X, one_hot(y, 2)), tree.total)


def test_no_rows_have_no_impurity():
    for criterion in ("squares", "entropy"):
        assert impurity_sum(np.zeros(2), np.float64(0), np.float64(0), criterion) == 0
