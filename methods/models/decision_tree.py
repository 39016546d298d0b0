"""Binary trees of thresholds (CART): the gain of every cut, the best cut, the whole tree.

Targets are rows of numbers, `Y` (n, c): of classes one column each, 1 where it is the row's
(`one_hot`); of a regression one column. Then one formula does for both: n times the Gini impurity,
and n times the variance, are the sum of squares of Y less |sum of Y|² / n.

A row goes left where its feature is at most the threshold. nan is a missing value, and each cut says
to which side those rows go. Breiman, Friedman, Olshen & Stone, *Classification and regression trees*,
1984.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Criterion = Literal["squares", "entropy"]  # Gini or squared error; entropy in bits

SAME = 1e-10  # gains, as a share of the rows, that rounding alone tells apart
LEAF = -1


@dataclass(frozen=True, eq=False)
class Cut:
    """The best cut of some rows.

    Attributes
    ----------
    feature, threshold : Left is where the feature is at most the threshold; where that is infinite,
        wherever the feature is known.
    gain : By how much it lowers the sum of the impurities of rows: n I - n_left I_left - n_right I_right.
    missing_left : Whether rows with a missing value go left.
    """

    feature: int
    threshold: float
    gain: float
    missing_left: bool


@dataclass(frozen=True, eq=False)
class Tree:
    """A tree of m nodes, level after level, each level from the left.

    Attributes
    ----------
    feature : (m,) Which feature is asked for; LEAF where nothing is.
    threshold : (m,) nan at leaves, infinite where it is asked whether the value is known.
    missing_left : (m,) Whether rows with a missing value go left.
    left, right, parent : (m,) Indices of nodes; -1 where there is none.
    depth : (m,) Cuts above the node.
    rows : (m,) How many rows come to the node.
    total : (m, c) The sum of their targets.
    impurity : (m,) Gini, entropy or variance in the node.
    gain : (m,) By how much its cut lowers the impurity, weighted by the share of rows in the node; 0 at
        leaves. All gains sum to the root's impurity less the leaves', weighted in the same way.
    """

    feature: Ints
    threshold: Floats
    missing_left: Bools
    left: Ints
    right: Ints
    parent: Ints
    depth: Ints
    rows: Ints
    total: Floats
    impurity: Floats
    gain: Floats

    @property
    def cuts(self) -> Ints:
        """The nodes that are cut, rising."""
        return np.flatnonzero(self.feature != LEAF)


def one_hot(labels: Ints, classes: int) -> Floats:
    """(n, classes): 1 in the column of each row's label, which counts from 0."""
    return np.eye(classes)[labels]


def impurity_sum(total: Floats, squares: Floats, rows: Floats, criterion: Criterion) -> Floats:
    """n times the impurity of n `rows` whose targets sum to `total` (..., c), their squares to `squares`.

    0 where there are no rows. Entropy, of counts of classes, is in bits.
    """
    purity = _purity(np.moveaxis(total, -1, 0), rows, criterion)
    return np.asarray(squares - purity) if criterion == "squares" else -purity


def _purity(total: Floats, rows: ArrayLike, criterion: Criterion) -> Floats:
    """Minus n times the impurity of targets that sum to `total` (c, ...), but for what no cut changes."""
    rows = np.asarray(rows, float)
    if criterion == "squares":
        return np.asarray(np.square(total).sum(axis=0) / np.maximum(rows, 1))
    counts = np.maximum(total, 1e-300)
    bits = (total * np.log2(counts)).sum(axis=0)
    return np.asarray(bits - rows * np.log2(np.maximum(rows, 1)))


def gains(x: Floats, Y: Floats, criterion: Criterion = "squares") -> tuple[Floats, Floats]:
    """Every threshold of one feature `x` (n,), and what a cut there gains, as in `Cut`: two arrays alike.

    Thresholds lie midway between neighbouring values. Rows with a missing value go right. Empty where
    all values are the same.
    """
    order = np.argsort(x, kind="stable")
    values, after = x[order], np.cumsum(Y[order], axis=0).T
    apart = np.flatnonzero(values[1:] > values[:-1])
    left, total = after[:, apart], after[:, -1:]
    rows = apart + 1.0
    gain = (
        _purity(left, rows, criterion)
        + _purity(total - left, x.size - rows, criterion)
        - _purity(total, x.size, criterion)
    )
    return _midway(values[apart], values[apart + 1]), np.maximum(gain, 0)


def best_cut(
    X: Floats, Y: Floats, criterion: Criterion = "squares", least_rows: int = 1
) -> Cut | None:
    """The cut of the rows of `X` (n, d) that gains most and leaves each side `least_rows` rows.

    Of equal cuts that of the lowest feature, then of the lowest threshold, then that with missing
    values on the right. None where no cut parts the rows.
    """
    found = best_cuts(X, Y, np.ones((1, len(X)), int), criterion, least_rows)
    if found.feature[0] == LEAF:
        return None
    return Cut(
        int(found.feature[0]),
        float(found.threshold[0]),
        float(found.gain[0]),
        bool(found.missing_left[0]),
    )


@dataclass(frozen=True, eq=False)
class Cuts:
    """`Cut` of each of s sets of rows, (s,) each; the feature is LEAF where none parts them."""

    feature: Ints
    threshold: Floats
    gain: Floats
    missing_left: Bools


def best_cuts(
    X: Floats, Y: Floats, times: Ints, criterion: Criterion = "squares", least_rows: int = 1
) -> Cuts:
    """`best_cut` of each of s resamples of the rows, which has each row so many `times` (s, n).

    Each has at least one row. They are sorted once for all of them.
    """
    columns = np.ascontiguousarray(X.T)
    rising = np.argsort(columns, axis=1, kind="stable")
    order = np.array([np.repeat(np.tile(by, len(times)), times[:, by].ravel()) for by in rising])
    begin = np.cumsum(times.sum(axis=1)) - times.sum(axis=1)
    return _best(columns, order, begin, Y.astype(float), criterion, least_rows)


def _best(
    columns: Floats, order: Ints, begin: Ints, Y: Floats, criterion: Criterion, least_rows: int
) -> Cuts:
    """The best cuts of many nodes at once.

    `order` (d, m) has the rows of one node after the other, those of a node rising in the feature, nan
    last; node i begins at `begin[i]`. `columns` is (d, n), Y (n, c).
    """
    m = order.shape[1]
    end = np.append(begin[1:], m)
    size = end - begin
    node = np.repeat(np.arange(begin.size), size)
    values = np.take_along_axis(columns, order, axis=1)
    sums = np.cumsum(np.ascontiguousarray(Y.T)[:, order], axis=2)  # (c, d, m)
    until = sums[:, :, end - 1]
    before = np.concatenate([np.zeros_like(until[:, :, :1]), until[:, :, :-1]], axis=2)  # (c, d, s)
    total = until - before  # the same of each feature, but for rounding
    rows = np.arange(1.0, m + 1) - begin[node]
    many = size[node].astype(float)
    inner = rows < many
    room = inner & (rows >= least_rows) & (many - rows >= least_rows)
    later = np.concatenate([values[:, 1:], values[:, :1]], axis=1)
    blank = np.isnan(values)
    lost = np.add.reduceat(blank, begin, axis=1)  # (d, s) rows with a missing value
    # A nan is larger than nothing: what stands before the first one is parted from it by name.
    apart = (later > values) | (~blank & np.isnan(later))

    def split(fine: Bools, absent: Floats, gone: Ints) -> Floats:
        """(d, m) What both sides of `fine` cuts come to, missing rows on the left; else -inf."""
        found = np.full(fine.shape, -np.inf)
        by, at = np.nonzero(fine)
        of = node[at]
        left = sums[:, by, at] - before[:, by, of] + absent[:, by, of]
        fewer = rows[at] + gone[by, of]
        found[by, at] = _purity(left, fewer, criterion) + _purity(
            total[:, by, of] - left, many[at] - fewer, criterion
        )
        return found

    sides = [split(apart & room, np.zeros_like(total), np.zeros_like(lost))]
    if lost.any():
        known = size - lost - 1
        last = begin + np.maximum(known, 0)
        seen = np.take_along_axis(sums, last[None], axis=2) - before
        absent = np.where(lost > 0, total - seen, 0.0)
        more = rows + lost[:, node]
        fine = (later > values) & inner & (lost[:, node] > 0)
        fine &= (more >= least_rows) & (many - more >= least_rows)
        sides.append(split(fine, absent, lost))
    each = np.max(sides, axis=0)
    best = np.maximum.reduceat(each.max(axis=0), begin)
    enough = best - SAME * size * np.maximum(1.0, np.abs(best) / size)
    place = np.where(each >= enough[node], np.arange(m), m)
    first = np.minimum.reduceat(place, begin, axis=1)  # (d, s)
    some = best > -np.inf
    feature = np.where(some, (first < m).argmax(axis=0), 0)
    nodes = np.arange(begin.size)
    at = np.where(some, first[feature, nodes], 0)
    low, high = values[feature, at], later[feature, at]
    right = sides[0][feature, at] >= enough
    with_holes = lost[feature, nodes] > 0
    gain = best - _purity(total[:, 0], size.astype(float), criterion)
    return Cuts(
        np.where(some, feature, LEAF),
        np.where(some, np.where(np.isnan(high), np.inf, _midway(low, high)), np.nan),
        np.where(some, np.maximum(gain, 0), 0.0),
        np.asarray(some & np.where(with_holes, ~right, 2 * rows[at] > size)),
    )


def _midway(low: Floats, high: Floats) -> Floats:
    middle = low / 2 + high / 2
    return np.asarray(np.where(middle >= high, low, middle))


def grow(
    X: Floats,
    Y: Floats,
    criterion: Criterion = "squares",
    least_rows: int = 1,
    least_gain: float = 0.0,
) -> Tree:
    """The whole tree of rows `X` (n, d), n > 0, with targets `Y` (n, c).

    A node is cut at its best cut, unless its rows are alike in their targets or in all features, a side
    would have fewer than `least_rows` rows, or the gain, weighted by the node's share of all rows, is
    below `least_gain`. A cut that gains nothing is made: one below it may. A row whose value is
    missing where none was in training goes to the larger side.
    """
    return grow_each([(X, Y)], criterion, least_rows, least_gain)[0]


def grow_each(
    sets: Sequence[tuple[Floats, Floats]],
    criterion: Criterion = "squares",
    least_rows: int = 1,
    least_gain: float = 0.0,
) -> list[Tree]:
    """`grow` of each of several sets of rows, level by level together: ten cost little more than one."""
    many = np.array([len(X) for X, _ in sets])
    whose = np.repeat(np.arange(len(sets)), many)
    columns = np.ascontiguousarray(np.concatenate([X for X, _ in sets]).T)
    Y = np.concatenate([Y for _, Y in sets]).astype(float)
    raw = Y
    if criterion == "squares":  # less is lost to rounding
        Y = Y - np.array([part.mean(axis=0) for _, part in sets])[whose]
    squares = (Y**2).sum(axis=1)
    floor = SAME * max(1.0, float(squares.mean()))
    order = np.lexsort((columns, np.broadcast_to(whose, columns.shape)), axis=1)
    begin = np.append(0, np.cumsum(many)[:-1])
    parent, side = np.full(len(sets), -1), np.zeros(len(sets), int)
    levels: list[dict[str, NDArray[Any]]] = []
    known = 0
    key = np.zeros(len(whose), int)
    while begin.size:
        rows = order[0]
        size = np.append(begin[1:], rows.size) - begin
        total = np.add.reduceat(Y[rows], begin, axis=0)
        whole = impurity_sum(total, np.add.reduceat(squares[rows], begin), size, criterion)
        tree = whose[rows[begin]]
        cut = _best(columns, order, begin, Y, criterion, least_rows)
        gain = cut.gain / many[tree]
        goes_on = (cut.feature != LEAF) & (whole > floor * size) & (gain >= least_gain - SAME)
        levels.append({
            "tree": tree, "parent": parent, "side": side, "rows": size,
            "feature": np.where(goes_on, cut.feature, LEAF),
            "threshold": np.where(goes_on, cut.threshold, np.nan),
            "missing_left": goes_on & cut.missing_left, "gain": np.where(goes_on, gain, 0.0),
            "total": np.add.reduceat(raw[rows], begin, axis=0),
            "impurity": np.maximum(whole, 0) / size, "depth": np.full(begin.size, len(levels)),
        })  # fmt: skip
        node = np.repeat(np.arange(begin.size), size)
        value = columns[cut.feature[node], rows]
        right = np.where(np.isnan(value), ~cut.missing_left[node], value > cut.threshold[node])
        key[rows] = np.where(goes_on[node], 2 * node + right, -1)
        keys = key[order]
        # Stable: each feature's order stays within the nodes.
        order = np.take_along_axis(order, np.argsort(keys, axis=1, kind="stable"), axis=1)
        order = order[:, int((keys[0] < 0).sum()) :]
        below = key[order[0]]
        begin = np.flatnonzero(np.diff(below, prepend=-1) > 0)
        parent, side = known + below[begin] // 2, below[begin] % 2
        known += size.size
    found = {name: np.concatenate([level[name] for level in levels]) for name in levels[0]}
    return [_tree(found, found["tree"] == i) for i in range(len(sets))]


def _tree(found: dict[str, NDArray[Any]], mine: Bools) -> Tree:
    """One tree of the nodes of all."""
    place = np.cumsum(mine) - 1
    part = {name: values[mine] for name, values in found.items()}
    parent = np.where(part["parent"] >= 0, place[part["parent"]], -1)
    children = np.full((2, parent.size), -1)
    children[part["side"][1:], parent[1:]] = np.arange(1, parent.size)
    fields = ("feature", "threshold", "missing_left", "depth", "rows", "total", "impurity", "gain")
    return Tree(
        left=children[0],
        right=children[1],
        parent=parent,
        **{name: part[name] for name in fields},
    )


def leaves_of(tree: Tree, X: Floats, kept: Bools | None = None) -> Ints:
    """(n,) The leaf each row of `X` comes to; of the tree of the cuts in `kept` (m,) alone, if given."""
    cut = tree.feature != LEAF if kept is None else kept & (tree.feature != LEAF)
    found = np.zeros(len(X), int)
    rows = np.arange(len(X))
    while (rows := rows[cut[found[rows]]]).size:
        node = found[rows]
        value = X[rows, tree.feature[node]]
        left = (value <= tree.threshold[node]) | (np.isnan(value) & tree.missing_left[node])
        found[rows] = np.where(left, tree.left[node], tree.right[node])
    return found


def sums_in_nodes(tree: Tree, X: Floats, Y: Floats) -> Floats:
    """(m, c): the sum of the rows of `Y` (n, c) over those of `X` that come to each node."""
    leaf, many = leaves_of(tree, X), len(tree.feature)
    found = np.array([np.bincount(leaf, column, minlength=many) for column in Y.T]).T
    for node in range(many - 1, 0, -1):
        found[tree.parent[node]] += found[node]
    return found
