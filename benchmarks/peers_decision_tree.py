"""Trees of every size, and of every fold, here and in scikit-learn. Numbers checked first."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from data.read import TABLES
from methods.models.decision_tree import Tree, grow, grow_each, leaves_of, one_hot, sums_in_nodes
from methods.models.tree_pruning import best_first, loss_along, weakest_links
from methods.semi_supervised.drawn_classes import half_moons

Peer = tuple[str, Callable[[], Any], Callable[[], Any] | str]
MOST = 60  # cuts


def penguins() -> tuple[Any, Any]:
    table = TABLES["penguins"]
    X = np.column_stack([table["flipper_length_mm"], table["bill_length_mm"]])
    known = ~np.isnan(X).any(axis=1)
    return X[known], np.unique(table["species"][known], return_inverse=True)[1]


def moons(n: int) -> tuple[Any, Any]:
    """One label in ten is flipped. Single precision, as scikit-learn takes features."""
    rng = np.random.default_rng(0)
    X, label = half_moons(n, 0.25, rng)
    return X.astype(np.float32).astype(float), np.where(rng.random(n) < 0.1, 1 - label, label)


def losses(tree: Tree, X: Any, y: Any) -> Any:
    """Rows of `X` that are wrong, for the trees of 0 to MOST cuts, the best gain first."""
    sums = sums_in_nodes(tree, X, one_hot(y, tree.total.shape[1]))
    wrong = sums.sum(axis=1) - sums[np.arange(len(sums)), tree.total.argmax(axis=1)]
    change = np.where(tree.left >= 0, wrong[tree.left] + wrong[tree.right] - wrong, 0.0)
    return loss_along(change, float(wrong[0]), best_first(tree), MOST)


def every_size(name: str, X: Any, y: Any) -> Peer:
    """Trees of 1 to 60 cuts, the best gain first, and the rows that each is wrong about."""
    from sklearn.tree import DecisionTreeClassifier

    Y = one_hot(y, y.max() + 1)

    def ours() -> Any:
        return losses(grow(X, Y), X, y)[1:]

    def theirs() -> Any:
        return np.array([
            (DecisionTreeClassifier(max_leaf_nodes=cuts + 1, random_state=0).fit(X, y).predict(X) != y).sum()
            for cuts in range(1, MOST + 1)
        ])  # fmt: skip

    # Of cuts that gain the same scikit-learn takes one at random: a row more or less on the way.
    np.testing.assert_allclose(ours(), theirs(), atol=2)
    return f"trees of 1 to {MOST} cuts, {name} (DecisionTreeClassifier, a fit each)", ours, theirs


def every_fold(n: int) -> Peer:
    """The whole tree of all rows and of each of 10 folds."""
    from sklearn.tree import DecisionTreeClassifier

    X, y = moons(n)
    fold = np.arange(n) % 10
    some = [np.full(n, True), *(fold != k for k in range(10))]
    Y = one_hot(y, 2)

    def ours() -> Any:
        return grow_each([(X[rows], Y[rows]) for rows in some])

    def theirs() -> Any:
        return [DecisionTreeClassifier(random_state=0).fit(X[rows], y[rows]) for rows in some]

    for tree, model, rows in zip(ours(), theirs(), some, strict=True):
        said = tree.total[leaves_of(tree, X[rows])].argmax(axis=1)
        np.testing.assert_array_equal(said, model.predict(X[rows]))
    return f"11 whole trees, half-moons, n = {n} (DecisionTreeClassifier)", ours, theirs


def pruning(X: Any, y: Any) -> Peer:
    """The alphas of cost-complexity pruning."""
    from sklearn.tree import DecisionTreeClassifier

    Y = one_hot(y, y.max() + 1)

    def ours() -> Any:
        return weakest_links(grow(X, Y))

    def theirs() -> Any:
        return DecisionTreeClassifier(random_state=0).cost_complexity_pruning_path(X, y).ccp_alphas

    np.testing.assert_allclose(ours().max(), theirs().max(), rtol=1e-9)
    return "penguins, the pruning path (cost_complexity_pruning_path)", ours, theirs


def PEERS() -> Iterator[Peer]:
    yield every_size("penguins", *penguins())
    yield every_size("half-moons, n = 200", *moons(200))
    for n in (200, 500):
        yield every_fold(n)
    yield pruning(*penguins())
