"""In which order the cuts of a tree are made, or taken back.

All orders are told by a rank of each cut, (m,) as `Tree.feature`: the tree of k cuts has those of rank at
most k. So a tree is grown once, and every smaller tree is a part of it.
"""

from collections.abc import Sequence
from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray

from methods.models.decision_tree import LEAF, Tree

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NEVER = np.iinfo(np.int64).max  # the rank of a leaf
ALIKE = 1e-9  # alphas, as a share of each other, that rounding alone tells apart


def best_first(tree: Tree) -> Ints:
    """Rank 1 for the root's cut, then always the cut that gains most of those that can be made.

    Gains are weighted by rows, as in scikit-learn's `max_leaf_nodes`; of equal gains the earlier node.
    """
    rank = np.full(len(tree.feature), NEVER)
    heap: list[tuple[float, int]] = []
    _offer(heap, tree, 0)
    done = 0
    while heap:
        node = heappop(heap)[1]
        done += 1
        rank[node] = done
        _offer(heap, tree, int(tree.left[node]))
        _offer(heap, tree, int(tree.right[node]))
    return rank


def _offer(heap: list[tuple[float, int]], tree: Tree, node: int) -> None:
    if tree.feature[node] != LEAF:
        heappush(heap, (-round(float(tree.gain[node]), 12), node))


def by_depth(tree: Tree) -> Ints:
    """Ranks level after level, in each from the left."""
    rank = np.full(len(tree.feature), NEVER)
    cuts = tree.cuts  # as the nodes stand
    rank[cuts] = np.arange(1, cuts.size + 1)
    return rank


def weakest_links(tree: Tree) -> Floats:
    """(m,) The alpha from which on cost-complexity pruning takes each cut back; -inf at leaves.

    R(T) + alpha |leaves|, with R the impurity of the leaves weighted by rows, is least for the tree of
    those cuts whose alpha is above alpha; of equal costs the smaller tree. A cut's node t goes at the
    least g(t) = (R(t) - R(T_t)) / (|T_t| - 1) of it and of those above (Breiman and others, chapter 3).
    """
    many = len(tree.feature)
    found = np.full(many, -np.inf)
    saved = tree.gain.copy()  # R(t) - R(T_t): what is gained at and below
    cuts = (tree.feature != LEAF).astype(float)  # |T_t| - 1
    for node in range(many - 1, 0, -1):
        above = tree.parent[node]
        saved[above] += saved[node]
        cuts[above] += cuts[node]
    with np.errstate(invalid="ignore", divide="ignore"):
        g = np.where(cuts > 0, saved / cuts, np.inf)
    alpha = 0.0
    while cuts[0] > 0:
        node = int(g.argmin())
        alpha = max(alpha, float(g[node]))
        gone, less = cuts[node], saved[node]
        todo = [node]
        while todo:
            going = todo.pop()
            if cuts[going] > 0:
                found[going], cuts[going], g[going] = alpha, 0, np.inf
                todo += [int(tree.left[going]), int(tree.right[going])]
        up = int(tree.parent[node])
        while up >= 0:
            cuts[up] -= gone
            saved[up] -= less
            g[up] = saved[up] / cuts[up]
            up = int(tree.parent[up])
    return found


def pruned_back(alphas: Floats) -> Ints:
    """Ranks by `weakest_links`: what goes last has rank 1; what goes together shares the largest."""
    rank = np.full(len(alphas), NEVER)
    levels = np.sort(alphas[np.isfinite(alphas)])
    for node in np.flatnonzero(np.isfinite(alphas)):
        kept = levels.size - int(np.searchsorted(levels, alphas[node] * (1 - ALIKE)))
        rank[node] = kept
    return rank


def loss_along(change: Floats, start: float, ranks: Ints, most: int) -> Floats:
    """(most + 1,) The loss of the trees of 0 to `most` cuts.

    `start` is the root's; `change` (m,) what each node's cut adds: its children's loss less its own.
    """
    steps = np.zeros(most + 1)
    made = ranks <= most
    np.add.at(steps, ranks[made], change[made])
    steps[0] += start
    return np.cumsum(steps)


def between(alphas: Floats) -> Floats:
    """One alpha for each tree of the path, 0 first: the geometric mean of its ends; inf for the root.

    As cross-validation tries them: each stands for all alphas at which the same tree is best.
    """
    ends = np.unique(np.append(alphas[np.isfinite(alphas)], 0.0))
    apart = np.append(True, np.diff(ends) > ALIKE * ends[1:])
    ends = ends[apart]
    return np.append(np.sqrt(ends[:-1] * ends[1:]), np.inf)


def loss_at(
    change: Floats, start: float, alphas: Floats, tried: Sequence[float] | Floats
) -> Floats:
    """(len(tried),) The loss of the tree pruned at each alpha; the rest as in `loss_along`."""
    kept = alphas > np.asarray(tried)[:, None]
    return np.asarray(start + np.where(kept, change, 0.0).sum(axis=1))
