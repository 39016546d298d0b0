"""Votes and trees at every strength against scikit-learn on the rows themselves."""

import numpy as np
import pytest
from sklearn.neighbors import KNeighborsClassifier
from sklearn.tree import DecisionTreeClassifier

from methods.imbalance.balanced_votes import (
    K,
    nearest_in_prefixes,
    neighbour_votes,
    share_of_votes,
    squared_distances,
    tree_shares,
)
from methods.imbalance.smote import (
    class_weight,
    copies,
    order_of_keeping,
    rows_to_add,
    rows_to_keep,
    smote,
)
from tests.seeds import SEEDS


def problem(seed, n_pos, n_neg, d):
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((n_pos + n_neg, d))
    X[:n_pos] += 1
    y = np.arange(n_pos + n_neg) < n_pos
    weights = [class_weight(n_pos, n_neg, s) for s in (0, 0.35, 1)]
    added = [rows_to_add(n_pos, n_neg, w) for w in weights]
    kept = [rows_to_keep(n_neg, w) for w in weights]
    new = smote(X[y], 5, added[-1], seed).X
    drawn, order = copies(n_pos, added[-1], seed), order_of_keeping(n_neg, seed)
    return X, y, rng.standard_normal((60, d)) + 0.5, weights, new, added, drawn, order, kept


def rows(name, X, y, weight, new, m, drawn, order, left):
    """The rows that a method learns from, written out."""
    if name == "smote":
        return np.concatenate([X, new[:m]]), np.r_[y, np.ones(m, bool)]
    if name == "over":
        return np.concatenate([X, X[y][drawn[:m]]]), np.r_[y, np.ones(m, bool)]
    if name == "under":
        return np.concatenate([X[y], X[~y][order[:left]]]), np.r_[np.ones(y.sum(), bool), np.zeros(left, bool)]  # fmt: skip
    return X, y


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("n_pos", "n_neg", "d"), [(20, 150, 2), (3, 90, 7), (50, 50, 2)])
def test_votes_are_those_of_scikit_learn(seed, n_pos, n_neg, d):
    case = X, y, at, weights, new, added, drawn, order, kept = problem(seed, n_pos, n_neg, d)
    found = neighbour_votes(*case)
    for name, shares in found.items():
        for i, w in enumerate(weights):
            Xs, ys = rows(name, X, y, w, new, added[i], drawn, order, kept[i])
            near = KNeighborsClassifier(K).fit(Xs, ys).kneighbors(at)[1]
            vote = np.where(ys[near], w if name == "weights" else 1.0, 1.0)
            np.testing.assert_allclose(shares[i], (vote * ys[near]).sum(1) / vote.sum(1), err_msg=name)  # fmt: skip


def test_fewer_rows_than_voters():
    X = np.array([[0.0], [1.0], [2.0], [3.0]])
    y = np.array([True, True, False, False])
    found = neighbour_votes(
        X, y, np.array([[0.4]]), [1.0], np.empty((0, 1)), [0], np.empty(0, int), np.arange(2), [1]
    )
    assert found["under"][0, 0] == pytest.approx(2 / 3)
    assert found["weights"][0, 0] == pytest.approx(1 / 2)


@pytest.mark.parametrize("seed", range(5))
def test_trees_are_those_of_scikit_learn_on_copied_rows(seed):
    case = X, y, at, weights, new, added, drawn, order, kept = problem(seed, 20, 150, 2)
    found = tree_shares(*case)
    for name, shares in found.items():
        for i, w in enumerate(weights):
            Xs, ys = rows(name, X, y, w, new, added[i], drawn, order, kept[i])
            tree = DecisionTreeClassifier(max_depth=4, random_state=0)
            tree.fit(Xs, ys, np.where(ys & (name == "weights"), w, 1.0))
            # copies and weights may differ where two questions are equally good
            same = np.isclose(shares[i], tree.predict_proba(at)[:, 1])
            assert same.mean() > (0.85 if name == "over" else 0.99), name


def test_distances_and_prefixes_against_the_slow_way():
    rng = np.random.default_rng(0)
    at, X = rng.standard_normal((7, 3)), rng.standard_normal((30, 3))
    distance = squared_distances(at, X)
    np.testing.assert_allclose(distance, ((at[:, None] - X) ** 2).sum(axis=2))
    for size, near in zip((12, 0, 30), nearest_in_prefixes(distance, (12, 0, 30), 4), strict=True):
        slow = np.sort(distance[:, :size], axis=1)[:, :4]
        full = np.full((7, 4), np.inf)
        full[:, : slow.shape[1]] = slow
        np.testing.assert_array_equal(np.sort(near, axis=1), full)


def test_votes_by_hand():
    positive, negative = np.array([[1.0, 4.0]]), np.array([[2.0, 3.0, np.inf]])
    assert share_of_votes(positive, negative, 3)[0] == pytest.approx(1 / 3)
    assert share_of_votes(positive, negative, 3, weight=4.0)[0] == pytest.approx(4 / 6)
    assert share_of_votes(positive, negative, 3, times=np.array([[2, 1]]))[0] == pytest.approx(
        2 / 3
    )
    assert share_of_votes(positive, negative, 9)[0] == pytest.approx(1 / 2)


@pytest.mark.parametrize("k", [1, 2, 5])
def test_the_nearest_of_each_prefix_are_the_first_of_it_sorted(k):
    distance, sizes = np.random.default_rng(0).random((30, 5_000)), (5_000, 10, 57, 10, 3, 0)
    for size, found in zip(sizes, nearest_in_prefixes(distance, sizes, k), strict=True):
        padded = np.hstack([np.sort(distance[:, :size], axis=1), np.full((30, k), np.inf)])[:, :k]
        np.testing.assert_array_equal(np.sort(found, axis=1), padded)
