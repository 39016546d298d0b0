"""A decision tree, cut by cut: the plane in boxes, and the questions that made them."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from concepts.controls import check, one_of, ranged, seeded, switch
from methods.models.decision_tree import (
    LEAF,
    Criterion,
    Tree,
    best_cut,
    best_cuts,
    gains,
    grow_each,
    leaves_of,
    one_hot,
    sums_in_nodes,
)
from methods.models.feature_importance import impurity_importance, permutation_importance
from methods.models.tree_pruning import (
    best_first,
    between,
    by_depth,
    loss_along,
    loss_at,
    pruned_back,
    weakest_links,
)
from methods.once import once
from methods.semi_supervised.drawn_classes import half_moons
from methods.tables import Table, Tables, remembered
from methods.validation.folds import stratified_folds

__all__ = ["LEAF", "best_cut", "best_first", "permutation_importance", "weakest_links"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

SOURCES = {
    "penguins": "Penguins, three species (real)",
    "moons": "Half-moons",
    "slanted": "A slanted line",
    "xor": "Two by two squares (XOR)",
    "identifier": "A cause and an identifier",
    "missing": "Values that are missing",
    "seattle": "Seattle, highs by day (real)",
    "own": "Your own data",
}
TABLE_OF = {"penguins": "penguins", "seattle": "seattle_weather", "own": "own_labelled"}
FEATURES = {
    "penguins": ("flipper", "bill"),
    "identifier": ("id", "complaint"),
    "seattle": ("day",),
}
SPECIES = ("Adelie", "Chinstrap", "Gentoo")
NOISY = ("moons", "slanted", "xor", "identifier")
CLASSED = tuple(source for source in SOURCES if source != "seattle")
ORDERS = {
    "best": "Best gain first",
    "depth": "Level by level",
    "pruned": "Pruned back",
}
CRITERIA = {"squares": "Gini", "entropy": "Entropy"}
HANDLINGS = {
    "native": "A side of its own choice",
    "mean": "Filled with the mean",
    "complete": "Rows left out",
}
DATA, GROWTH = "Data", "Growth"

MOST = 60  # cuts that are shown
FOLDS = 10
FRESH, SHUFFLED = 4000, 1000  # rows to test on, and those of them that are permuted
REPEATS = 3
RESAMPLES = 60
DAYS = 200  # of Seattle, to learn from
LEARNED = 500  # rows of a visitor's own, at most, to learn from
IDS = 10_000
MOONS_NOISE = 0.25


def said_of(cuts: int, _params: Any) -> str:
    """What a place of the axis is called."""
    return f"{cuts} cut" if cuts == 1 else f"{cuts} cuts"


@dataclass(frozen=True)
class Params:
    """What is learned from, how the tree grows, and how far."""

    source: str = one_of(
        "penguins",
        SOURCES,
        "Data",
        help="What the tree learns from. Of your data it takes the two features that best gain alone.",
        group=DATA,
        main=True,
    )
    cuts: int = ranged(
        4, 0, MOST, "Cuts", names=said_of, help="How many questions the tree has at most."
    )
    order: str = one_of(
        "best",
        ORDERS,
        "Order of the cuts",
        help="All are parts of one whole tree. Pruned back: what alpha takes last comes first.",
        group=GROWTH,
        main=True,
    )
    n: int = ranged(
        200,
        50,
        500,
        "Rows n",
        scale="log",
        help="How many rows there are to learn from.",
        group=DATA,
        when=("source", (*NOISY, "missing")),
        main=True,
    )
    flips: float = ranged(
        0.1,
        0.0,
        0.4,
        "Wrong labels",
        step=0.05,
        help="The share of labels that are flipped, in training and in fresh rows.",
        group=DATA,
        when=("source", NOISY),
        main=True,
    )
    angle: float = ranged(
        30.0,
        0.0,
        45.0,
        "Angle of the line",
        step=5.0,
        unit="°",
        help="How far the true boundary is turned away from upright.",
        group=DATA,
        when=("source", ("slanted",)),
    )
    turned: float = ranged(
        0.0,
        0.0,
        45.0,
        "Turn the axes",
        step=5.0,
        unit="°",
        help="The tree is given features along axes that are turned as far.",
        group=DATA,
        when=("source", ("slanted",)),
    )
    gone: float = ranged(
        0.6,
        0.0,
        0.6,
        "Missing in class 1",
        step=0.05,
        help="In what share of the rows of class 1 the first feature is missing.",
        group=DATA,
        when=("source", ("missing",)),
    )
    gone_other: float = ranged(
        0.05,
        0.0,
        0.6,
        "Missing in class 0",
        step=0.05,
        help="The same in class 0. Where the two are alike, a missing value says nothing.",
        group=DATA,
        when=("source", ("missing",)),
    )
    handling: str = one_of(
        "native",
        HANDLINGS,
        "Missing values",
        help="What the tree does with a row whose first feature is missing.",
        group=DATA,
        when=("source", ("missing",)),
    )
    reversed: bool = switch(
        False,
        "Other way round in fresh rows",
        help="In fresh rows the two shares of missing values change places.",
        group=DATA,
        when=("source", ("missing",)),
    )
    criterion: str = one_of(
        "squares",
        CRITERIA,
        "Impurity",
        help="What a cut lowers.",
        group=GROWTH,
        when=("source", CLASSED),
    )
    least: int = ranged(
        1,
        1,
        40,
        "Least rows in a box",
        help="A cut that leaves fewer on one side is not made.",
        group=GROWTH,
    )
    least_gain: float = ranged(
        0.0,
        0.0,
        0.1,
        "Least gain",
        step=0.005,
        help="A cut that gains less is not made: pre-pruning.",
        group=GROWTH,
        when=("source", CLASSED),
    )
    seed: int = seeded(0, group=DATA)

    def __post_init__(self) -> None:
        check(self)


AXIS = "cuts"
OWN = "own_labelled"  # the table that a visitor's own data takes the place of
PRESETS = {
    "start": Params(cuts=2),
    "noise": Params(source="moons", cuts=60, order="pruned"),
    "slanted": Params(source="slanted", n=300, flips=0.0, cuts=60, seed=9),
    "xor": Params(source="xor", flips=0.0, cuts=1),
    "identifier": Params(source="identifier", n=300, flips=0.3, cuts=60),
    "another_tree": Params(cuts=1),
    "missing": Params(source="missing", n=400, cuts=1),
    "steps": Params(source="seattle", cuts=8),
}


@dataclass(frozen=True, eq=False)
class Grown:
    """The whole tree, and how well each part of it does. What there is not is nan.

    Attributes
    ----------
    X, y : (n, d) and (n,) The rows it learned from: a class, or a number. X may be nan where missing.
    features, labels : What they are called; no labels where a number is predicted.
    ends : (d, 2) How far the picture reaches in each feature.
    tree : Grown until nothing is left to ask. Its threshold is nan at leaves, infinite where it is asked
        whether a value is known.
    answers : (m,) What each node says: the commonest class, the lowest of equals; or the mean.
    ranks : (m,) Of each node's cut in the order asked for.
    bounds : (m, d, 2) The box of each node; infinite where nothing bounds it.
    holes : (m,) Whether rows whose first feature is missing come to the node.
    most : Cuts on the axis: all, or MOST.
    train, fresh, folds : (most + 1,) The loss of the tree of each number of cuts: on its own rows, on
        fresh ones, and of FOLDS folds. Where there are no fresh rows they are those of the folds.
    full : (3,) The same of the tree of all cuts.
    chosen : The number of cuts that the folds choose.
    chosen_fresh : The fresh loss there.
    alphas : (m,) Where pruning takes each cut; -inf at leaves.
    importance : (3, d) Shares of the impurity saved; rise of the loss when a feature is permuted, on
        the rows learned from and on fresh ones. nan if nothing is gained, and without fresh rows.
    least, seed : As set.
    """

    X: Floats
    y: Floats
    features: tuple[str, ...]
    labels: tuple[str, ...]
    ends: Floats
    criterion: Criterion
    tree: Tree
    answers: Floats
    ranks: Ints
    bounds: Floats
    holes: Bools
    most: int
    train: Floats
    fresh: Floats
    folds: Floats
    full: Floats
    chosen: int
    chosen_fresh: float
    alphas: Floats
    importance: Floats
    least: int
    seed: int

    @property
    def classes(self) -> int:
        """How many; 0 where a number is predicted."""
        return len(self.labels)

    @property
    def targets(self) -> Floats:
        """(n, c) As methods take them."""
        return targets(self.y, self.classes)

    @once
    def roots(self) -> tuple[Ints, Floats]:
        """Feature and threshold of the first cut of each bootstrap resample; -1 and nan for none."""
        rng = np.random.default_rng([self.seed, 3])
        n, Y = len(self.y), self.targets
        times = [np.bincount(rng.integers(n, size=n), minlength=n) for _ in range(RESAMPLES)]
        found = best_cuts(self.X, Y, np.array(times), self.criterion, self.least)
        return found.feature, found.threshold

    @property
    def same_root(self) -> float:
        """The share of resamples that begin with this tree's first feature; nan if it has none."""
        first = self.tree.feature[0]
        return float(np.mean(self.roots[0] == first)) if first != LEAF else float("nan")


@dataclass(frozen=True, eq=False)
class Result:
    """All that is shown for `params`; what may be nan or infinite is so in `Grown`."""

    params: Params
    grown: Grown

    @property
    def cuts(self) -> int:
        """Cuts made: at most as many as asked for."""
        return int(self.made.sum())

    @property
    def place(self) -> int:
        """The place of the axis, or the last at which there is something left to ask."""
        return min(self.params.cuts, self.grown.most)

    @property
    def made(self) -> Bools:
        """(m,) The nodes that are cut."""
        return np.asarray(self.grown.ranks <= self.place)

    @property
    def there(self) -> Bools:
        """(m,) The nodes that there are."""
        parent = self.grown.tree.parent
        return np.asarray((parent < 0) | self.made[parent])

    @property
    def leaves(self) -> Ints:
        """The nodes that are boxes, rising."""
        return np.flatnonzero(self.there & ~self.made)

    @property
    def newest(self) -> int:
        """The node cut last, the uppermost where several came at once; the root if none is cut."""
        ranks = np.where(self.made, self.grown.ranks, 0)
        return int(ranks.argmax())

    @property
    def tied(self) -> Bools:
        """(m,) Whether two classes are the commonest in a node."""
        if not self.grown.classes:
            return np.zeros(len(self.made), bool)
        total = np.sort(self.grown.tree.total, axis=1)
        return np.asarray(total[:, -1] == total[:, -2])

    @property
    def train(self) -> float:
        """The loss on its own rows."""
        return float(self.grown.train[self.place])

    @property
    def fresh(self) -> float:
        """The loss on fresh rows."""
        return float(self.grown.fresh[self.place])

    @once
    def candidates(self) -> list[tuple[Floats, Floats]]:
        """Of each feature every threshold in the box cut last, and its gain, weighted as in `Tree`."""
        g = self.grown
        node = self.newest
        above = np.zeros(len(g.tree.feature), bool)
        up = int(g.tree.parent[node])
        while up >= 0:
            above[up] = True
            up = int(g.tree.parent[up])
        inside = leaves_of(g.tree, g.X, above) == node
        Y, n = g.targets[inside], len(g.y)
        found = []
        for x in g.X[inside].T:
            threshold, gain = gains(x, Y, g.criterion)
            lost = np.isnan(x)
            if lost.any() and threshold.size:  # on the side where they gain more
                left = gains(np.where(lost, -np.inf, x), Y, g.criterion)[1][1:]
                gain = np.maximum(gain, left)
            found.append((threshold, gain / n))
        return found

    def question(self, node: int) -> tuple[str, str]:
        """A node's cut in words: what is asked for, and what sends a row to the left."""
        g, t = self.grown, self.grown.tree
        feature = int(t.feature[node])
        lost = not feature and g.holes[node] and t.missing_left[node] and np.isnan(g.X).any()
        name, threshold = g.features[feature], float(t.threshold[node])
        return question(name, self.params.source, threshold, bool(lost))

    def path(self, node: int) -> list[int]:
        """The nodes from the root to `node`, both included."""
        found = [node]
        while (up := int(self.grown.tree.parent[found[-1]])) >= 0:
            found.append(up)
        return found[::-1]


def compute(params: Params, tables: Tables) -> Result:
    """The tree grown whole, and how many cuts of it are shown. `tables` is read for real rows only."""
    whole = replace(params, cuts=Params.cuts)
    if params.source in TABLE_OF:
        grown = _of_table(tables[TABLE_OF[params.source]], whole)
    else:
        grown = _drawn(whole)
    return Result(params, grown)


def question(
    feature: str, source: str, threshold: float, missing_left: bool = False
) -> tuple[str, str]:
    """A cut in words: what is asked for, and what sends a row to the left."""
    if np.isinf(threshold):
        return feature, "is known"
    return feature, f"≤ {said_value(source, threshold)}{' or missing' if missing_left else ''}"


def said_value(source: str, value: float) -> str:
    """A value of a feature as it is said in a question."""
    digits = {"penguins": ".5g", "identifier": ",.1f", "seattle": "g", "own": ",.5g"}.get(
        source, ".3g"
    )
    if digits == ".3g":
        value = round(value, 3) + 0.0  # never minus nothing
    return f"{value:{digits}}".removesuffix(".0").replace("-", "−")


def targets(y: Floats, classes: int) -> Floats:
    """(n, classes) of labels, or (n, 1) of numbers where there are no `classes`."""
    return one_hot(y.astype(int), classes) if classes else y[:, None]


# --- the rows --------------------------------------------------------------------------------


def draw(p: Params, n: int, rng: np.random.Generator, fresh: bool = False) -> tuple[Floats, Floats]:
    """Features (n, 2) and labels (n,) that are drawn; of `fresh` rows others may have values missing."""
    if p.source == "moons":
        X, label = half_moons(n, MOONS_NOISE, rng)
    elif p.source == "identifier":
        label = rng.integers(2, size=n)
        X = np.column_stack([rng.permutation(IDS)[:n], label]).astype(float)
    elif p.source == "missing":
        X = rng.standard_normal((n, 2))
        label = (X[:, 0] + 0.5 * rng.standard_normal(n) > 0).astype(int)
        shares = (p.gone, p.gone_other) if fresh and p.reversed else (p.gone_other, p.gone)
        X[rng.random(n) < np.array(shares)[label], 0] = np.nan
        return X, label.astype(float)
    else:
        X = rng.uniform(-1, 1, (n, 2))
        if p.source == "xor":
            label = (X[:, 0] * X[:, 1] > 0).astype(int)
        else:
            label = (X @ _direction(p.angle) > 0).astype(int)
            first, second = _direction(p.turned)
            X = X @ np.array([[first, -second], [second, first]])
    flipped = rng.random(n) < p.flips
    return X, np.where(flipped, 1 - label, label).astype(float)


def _direction(degrees: float) -> Floats:
    return np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])


def _filled(p: Params, X: Floats, y: Floats, fresh: Floats) -> tuple[Floats, Floats, Floats]:
    """Rows to learn from, and fresh ones, with missing values handled."""
    if p.source != "missing" or p.handling == "native":
        return X, y, fresh
    known = ~np.isnan(X[:, 0])
    mean = X[known, 0].mean()
    fresh = np.where(np.isnan(fresh), mean, fresh)
    if p.handling == "complete":
        return X[known], y[known], fresh
    return np.where(np.isnan(X), mean, X), y, fresh


@lru_cache(maxsize=8)
def _drawn(p: Params) -> Grown:
    X, y = draw(p, p.n, np.random.default_rng([p.seed, 0]))
    new, truth = draw(p, FRESH, np.random.default_rng([p.seed, 1]), fresh=True)
    X, y, new = _filled(p, X, y, new)
    names = FEATURES.get(p.source, ("x1", "x2"))
    return _grown(p, X, y, names, ("class 0", "class 1"), new, truth)


@remembered
def _of_table(table: Table, p: Params) -> Grown:
    if p.source == "penguins":
        X = np.column_stack([table["flipper_length_mm"], table["bill_length_mm"]])
        known = ~np.isnan(X).any(axis=1)
        y = np.searchsorted(SPECIES, table["species"]).astype(float)
        none = np.empty((0, 2)), np.empty(0)
        return _grown(p, X[known], y[known], FEATURES["penguins"], SPECIES, *none)
    if p.source == "own":
        return _own(table, p)
    date = table["date"].astype("datetime64[D]")
    day = (date - date.astype("datetime64[Y]")).astype(float) + 1
    y = table["temp_max"]
    order = np.random.default_rng([p.seed, 0]).permutation(len(y))
    some, rest = order[:DAYS], order[DAYS:]
    names = FEATURES["seattle"]
    return _grown(p, day[some, None], y[some], names, (), day[rest, None], y[rest])


def _own(table: Table, p: Params) -> Grown:
    """The two features whose best first cuts gain most; a third of the rows, or more, are fresh."""
    criterion: Criterion = "entropy" if p.criterion == "entropy" else "squares"
    y = table["label"].astype(float)
    order = np.random.default_rng([p.seed, 0]).permutation(len(y))
    learned = min(LEARNED, 2 * len(y) // 3)
    some, rest = np.sort(order[:learned]), np.sort(order[learned : learned + FRESH])
    Y = one_hot(y[some].astype(int), 2)
    every = [name for name in table.columns if name.startswith("x:")]
    cuts = [best_cut(table[name][some, None], Y, criterion, p.least) for name in every]
    gain = np.array([-1.0 if cut is None else cut.gain for cut in cuts])
    best = [every[i] for i in np.sort(np.argsort(-gain, kind="stable")[:2])]
    X = np.column_stack([table[name] for name in best] + [np.zeros(len(y))] * (2 - len(best)))
    names = [name.removeprefix("x:") for name in best] + ["no other feature"] * (2 - len(best))
    yes = table.words.get("positive", "yes")
    labels = table.words.get("negative", f"not {yes}"), yes
    return _grown(p, X[some], y[some], tuple(names), labels, X[rest], y[rest])


# --- the tree --------------------------------------------------------------------------------


def _grown(
    p: Params,
    X: Floats,
    y: Floats,
    features: tuple[str, ...],
    labels: tuple[str, ...],
    new: Floats,
    truth: Floats,
) -> Grown:
    """The tree of these rows; `new` rows are those it is tested on, if there are any."""
    classes = len(labels)
    criterion: Criterion = "entropy" if p.criterion == "entropy" else "squares"

    fold = stratified_folds(
        np.random.default_rng([p.seed, 2]).permutation(len(y)),
        y.astype(int) if classes else np.zeros(len(y), int),
        FOLDS,
    )
    Y = targets(y, classes)
    learned = [np.full(len(y), True), *(fold != i for i in range(FOLDS))]
    tree, *parts = grow_each(
        [(X[some], Y[some]) for some in learned], criterion, p.least, p.least_gain
    )
    answers, alphas = _answers(tree, classes), weakest_links(tree)
    ranks = _ranks(tree, p.order)
    all_cuts = tree.cuts.size
    most = min(all_cuts, MOST)
    tried = between(alphas)
    folds, at_alpha, held_full = np.zeros(all_cuts + 1), np.zeros(tried.size), 0.0
    for i, part in enumerate(parts):
        out = fold == i
        change, start = _changes(part, _answers(part, classes), X[out], y[out], classes)
        folds += loss_along(change, start, _ranks(part, p.order), all_cuts)
        held_full += start + change.sum()
        if p.order == "pruned":
            at_alpha += loss_at(change, start, weakest_links(part), tried)
    folds, held_full = folds / len(y), held_full / len(y)
    if p.order == "pruned":
        alpha = tried[np.flatnonzero(at_alpha <= at_alpha.min() * (1 + 1e-9))[-1]]
        chosen = int((alphas > alpha).sum())
    else:
        chosen = int(np.flatnonzero(folds <= folds.min() * (1 + 1e-9))[0])
    change, start = _changes(tree, answers, X, y, classes)
    train = loss_along(change, start, ranks, all_cuts) / len(y)
    fresh = folds
    if truth.size:
        change, start = _changes(tree, answers, new, truth, classes)
        fresh = loss_along(change, start, ranks, all_cuts) / truth.size
    bounds, holes = _boxes(tree, X.shape[1])
    fresh_full = float(fresh[-1]) if truth.size else held_full
    return Grown(
        X=X,
        y=y,
        features=features,
        labels=labels,
        ends=_ends(p.source, X),
        criterion=criterion,
        tree=tree,
        answers=answers,
        ranks=ranks,
        bounds=bounds,
        holes=holes,
        most=most,
        train=train[: most + 1].copy(),
        fresh=fresh[: most + 1].copy(),
        folds=folds[: most + 1].copy(),
        full=np.array([train[-1], fresh_full, held_full]),
        chosen=chosen,
        chosen_fresh=float(fresh[chosen]),
        alphas=alphas,
        importance=_importance(
            tree, answers, X, y, new[:SHUFFLED], truth[:SHUFFLED], classes, p.seed
        ),
        least=p.least,
        seed=p.seed,
    )


def _ranks(tree: Tree, order: str) -> Ints:
    if order == "pruned":
        return pruned_back(weakest_links(tree))
    return by_depth(tree) if order == "depth" else best_first(tree)


def _answers(tree: Tree, classes: int) -> Floats:
    if classes:
        return np.asarray(tree.total.argmax(axis=1), float)
    return np.asarray(tree.total[:, 0] / tree.rows)


def _changes(
    tree: Tree, answers: Floats, X: Floats, y: Floats, classes: int
) -> tuple[Floats, float]:
    """What each cut adds to the summed loss on rows `X`, `y`, and the loss before any."""
    if classes:
        sums = sums_in_nodes(tree, X, one_hot(y.astype(int), classes))
        loss = sums.sum(axis=1) - sums[np.arange(len(sums)), answers.astype(int)]
    else:
        middle = answers[0]  # less is lost to rounding
        away, said = y - middle, answers - middle
        many, sum_, squares = sums_in_nodes(
            tree, X, np.column_stack([np.ones(len(y)), away, away**2])
        ).T
        loss = squares - 2 * said * sum_ + many * said**2
    change = np.where(tree.left >= 0, loss[tree.left] + loss[tree.right] - loss, 0.0)
    return change, float(loss[0])


def _boxes(tree: Tree, features: int) -> tuple[Floats, Bools]:
    """The bounds of each node (m, d, 2), and whether rows come to it whose first feature is missing."""
    many = len(tree.feature)
    bounds = np.tile([-np.inf, np.inf], (many, features, 1))
    holes = np.ones(many, bool)
    for node in tree.cuts:
        feature, left, right = tree.feature[node], tree.left[node], tree.right[node]
        bounds[[left, right]] = bounds[node]
        bounds[left, feature, 1] = bounds[right, feature, 0] = tree.threshold[node]
        holes[[left, right]] = holes[node]
        if feature == 0:
            holes[left] &= tree.missing_left[node]
            holes[right] &= not tree.missing_left[node]
    return bounds, holes


def _ends(source: str, X: Floats) -> Floats:
    """(d, 2) The ends of the picture: fixed for what is drawn, with a little air around what is real."""
    fixed = {
        "moons": [[-1.9, 2.9], [-1.4, 1.9]],
        "xor": [[-1.05, 1.05], [-1.05, 1.05]],
        "slanted": [[-1.45, 1.45], [-1.45, 1.45]],
        "identifier": [[0, IDS], [-0.5, 1.5]],
        "missing": [[-3.5, 3.5], [-3.5, 3.5]],
        "seattle": [[0, 367]],
    }
    if source in fixed:
        return np.array(fixed[source], float)
    low, high = X.min(axis=0), X.max(axis=0)
    air = 0.04 * np.where(high > low, high - low, 1)
    return np.column_stack([low - air, high + air])


def _importance(
    tree: Tree,
    answers: Floats,
    X: Floats,
    y: Floats,
    new: Floats,
    truth: Floats,
    classes: int,
    seed: int,
) -> Floats:
    """(3, d) As in `Grown`."""
    features = X.shape[1]
    found = np.full((3, features), np.nan)
    found[0] = impurity_importance(tree, features)
    for row, (some, target) in enumerate(((X, y), (new, truth)), 1):
        if not target.size:
            continue

        def loss(rows: Floats, target: Floats = target) -> float:
            said = answers[leaves_of(tree, rows)]
            return float(np.mean(said != target if classes else (said - target) ** 2))

        rng = np.random.default_rng([seed, 3 + row])
        found[row] = permutation_importance(loss, some, rng, REPEATS)
    return found
