"""Orders of cuts and the path of pruning, against scikit-learn and every subtree there is."""

from itertools import pairwise

import numpy as np
import pytest
from sklearn.datasets import make_moons
from sklearn.tree import DecisionTreeClassifier

from methods.models.decision_tree import LEAF, grow, one_hot, sums_in_nodes
from methods.models.tree_pruning import (
    NEVER,
    best_first,
    between,
    by_depth,
    loss_along,
    loss_at,
    pruned_back,
    weakest_links,
)
from tests.seeds import SEEDS


def grown(seed, n=120):
    X, y = make_moons(n, noise=0.35, random_state=seed)
    return X.astype(np.float32).astype(float), y


@pytest.mark.parametrize("seed", SEEDS)
def test_every_order_makes_parents_first(seed):
    X, y = grown(seed)
    tree = grow(X, one_hot(y, 2))
    for rank in (best_first(tree), by_depth(tree)):
        assert sorted(rank[tree.cuts]) == list(range(1, tree.cuts.size + 1))
        assert all(rank[tree.parent[i]] < rank[i] for i in tree.cuts[1:])
        assert (rank[tree.feature == LEAF] == NEVER).all()
    assert (np.diff(tree.depth[np.argsort(by_depth(tree)[tree.cuts])]) >= 0).all()
    back = pruned_back(weakest_links(tree))
    assert all(back[tree.parent[i]] <= back[i] for i in tree.cuts[1:])


def test_best_first_takes_the_best_that_can_be_made():
    X, y = grown(0)
    tree = grow(X, one_hot(y, 2))
    rank = best_first(tree)
    for k in range(1, tree.cuts.size):
        made = rank <= k
        able = [i for i in tree.cuts if not made[i] and (i == 0 or made[tree.parent[i]])]
        best = max(tree.gain[i] for i in able)
        assert tree.gain[rank == k + 1][0] == pytest.approx(best, abs=1e-11)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_path_is_scikit_learns(seed):
    X, y = grown(seed)
    tree = grow(X, one_hot(y, 2), least_rows=5)
    alphas = weakest_links(tree)
    path = DecisionTreeClassifier(min_samples_leaf=5, random_state=0).fit(X, y)
    theirs = np.clip(path.cost_complexity_pruning_path(X, y).ccp_alphas, 0, None)
    own = between(alphas)
    assert own[0] == 0 and own[-1] == np.inf
    for alpha in theirs[1:-1] * 1.0001:
        pruned = DecisionTreeClassifier(min_samples_leaf=5, ccp_alpha=alpha, random_state=0)
        assert pruned.fit(X, y).get_n_leaves() == 1 + (alphas > alpha).sum()


def test_a_pruned_tree_costs_least_of_all_subtrees():
    X, y = grown(1, 40)
    tree = grow(X, one_hot(y, 2), least_rows=3)
    alphas = weakest_links(tree)

    def least(node, alpha):
        """The least cost at and below a node."""
        leaf = tree.rows[node] / len(y) * tree.impurity[node] + alpha
        if tree.feature[node] == LEAF:
            return leaf
        return min(leaf, least(tree.left[node], alpha) + least(tree.right[node], alpha))

    for alpha in between(alphas)[:-1]:
        kept = alphas > alpha
        cost = tree.impurity[0] - tree.gain[kept].sum() + alpha * (1 + kept.sum())
        assert cost == pytest.approx(least(0, alpha))


def test_ranks_of_what_goes_together_are_those_of_the_last():
    assert pruned_back(np.array([0.3, 0.1, 0.1, -np.inf, 0.2])).tolist() == [1, 4, 4, NEVER, 2]


def test_losses_along_and_at():
    X, y = grown(2)
    tree = grow(X, one_hot(y, 2))
    sums = sums_in_nodes(tree, X, one_hot(y, 2))
    loss = sums.min(axis=1)
    change = np.where(tree.left >= 0, loss[tree.left] + loss[tree.right] - loss, 0)
    along = loss_along(change, loss[0], best_first(tree), tree.cuts.size + 3)
    assert along[0] == loss[0] and along[-1] == 0 and along[-4] == 0
    assert all(b <= a for a, b in pairwise(along))
    alphas = weakest_links(tree)
    at = loss_at(change, loss[0], alphas, [0.0, np.inf])
    assert at.tolist() == [loss[0] + change[alphas > 0].sum(), loss[0]]


def test_a_root_alone_has_no_path():
    tree = grow(np.ones((4, 1)), one_hot(np.array([0, 1, 0, 1]), 2))
    assert between(weakest_links(tree)).tolist() == [np.inf]
    assert best_first(tree).tolist() == [NEVER]
