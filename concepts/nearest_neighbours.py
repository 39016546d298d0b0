"""Ask the k nearest: how they vote, what k does, and what distance depends on."""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from concepts.controls import (
    check,
    controls_of,
    drawing,
    one_of,
    pixels,
    ranged,
    seeded,
    stops,
)
from methods.geometry.clipping import clipped
from methods.models.decision_tree import best_cut, one_hot
from methods.neighbours.kd_tree import kd_leaves, share_examined
from methods.neighbours.large_sample import (
    bayes_error,
    cover_hart_bound,
    nearest_neighbour_limit,
)
from methods.neighbours.nearest import (
    Nearest,
    circular_distances,
    k_smallest,
    nearest,
    without_own,
)
from methods.neighbours.votes import decided, inverse_distance, neighbour_means, vote_shares
from methods.once import once
from methods.semi_supervised.drawn_classes import half_moon_densities, half_moons
from methods.tables import Table, Tables, remembered

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

SOURCES = {
    "moons": "Two half-moons",
    "gaussians": "Two normal classes",
    "penguins": "Penguins (real)",
    "digits": "Handwritten digits (real)",
    "seattle": "Highest temperature by day (real)",
    "own": "Your own data",
}
DRAWN, PLANE = ("moons", "gaussians"), ("moons", "gaussians", "penguins", "own")
METRICS = {
    "euclidean": "Euclidean, L2",
    "manhattan": "Manhattan, L1",
    "chebyshev": "Chebyshev, L∞",
}
WEIGHTS = {"equal": "One vote each", "distance": "1 / distance"}
SCALING = {"as_is": "As they are", "standardised": "Standardised"}

MOST, TEST, SIDE, SHOWN = 121, 2000, 48, 10
FINE = 96  # places a side where only the nearest case is asked
APART = 2.0  # between the means of the normal classes, whose standard deviation is 1
PENGUINS, DIGITS, ROWS = 171, 900, 400  # cases to learn from; of a visitor's own at most
YEAR = 365.25
SOFTENER = 0.5  # of a day, which weights 1 / distance add where days are whole
UNITS = np.logspace(-3, 3, 13)
UNIT_CASES = 300
CELLS = 400  # known cases up to which all cells can be told apart
SIZES = (50, 100, 200, 400, 800)
DIMENSIONS = (1, 2, 4, 8, 16, 32)
TREE_POINTS, TREE_QUERIES, TREE_K, LEAF = 2000, 40, 10, 30
QUERY, UNIT, NOISE = "Query", "Distance", "Data"

SEVEN = (
    "00000000"
    "0ffffff0"
    "00000fa0"
    "0000af00"
    "000af000"
    "000fa000"
    "00af0000"
    "00fa0000"
)  # fmt: skip
RING = (
    "00066000"
    "005ff500"
    "00d00d00"
    "00f00f00"
    "00f00f00"
    "00d00d00"
    "005ff500"
    "00066000"
)  # fmt: skip
FOUR = (
    "0000f000"
    "000f8000"
    "00f80000"
    "08f00f00"
    "0ffffff0"
    "00000f00"
    "0000af00"
    "0000f000"
)  # fmt: skip


@dataclass(frozen=True)
class Params:
    """Which cases are known, which is asked about, and how its neighbours vote."""

    source: str = one_of(
        "moons", SOURCES, "Data", main=True,
        help="Which cases are known. Of your data the plane has the two columns that best part labels.",
    )  # fmt: skip
    k: int = ranged(
        5, 1, MOST, "Neighbours k", step=2,
        help="How many of the nearest are asked. With an even number, typed, two classes may be level.",
    )  # fmt: skip
    n: int = ranged(
        200, 125, 1000, "Training cases n", scale="log", group=NOISE, main=True,
        when=("source", (*DRAWN, "seattle")), help="How many known cases there are to be near to.",
    )  # fmt: skip
    spread: float = ranged(
        0.25, 0.05, 0.5, "Noise of the moons", step=0.05, group=NOISE, when=("source", ("moons",)),
        help="Standard deviation, where the radius of a moon is 1.",
    )  # fmt: skip
    share: float = ranged(
        0.5, 0.02, 0.5, "Share of class 1", step=0.01, group=NOISE, when=("source", ("gaussians",)),
        help="How much of the known and of the fresh cases is of class 1.",
    )  # fmt: skip
    flips: float = ranged(
        0.1, 0.0, 0.3, "Wrong labels", step=0.01, group=NOISE, when=("source", DRAWN),
        help="The chance that a label says the other class, among known and fresh cases.",
    )  # fmt: skip
    noise: int = ranged(
        0, 0, 32, "Noise columns", group=NOISE, when=("source", DRAWN), main=True,
        help="Columns of normal noise beside the two that say something.",
    )  # fmt: skip
    noise_sd: float = ranged(
        1.0, 0.1, 2.0, "Width of the noise", step=0.1, group=NOISE, when=("source", DRAWN),
        help="Standard deviation of each noise column.",
    )  # fmt: skip
    scaling: str = one_of(
        "as_is", SCALING, "Scaling", group=UNIT, when=("source", PLANE), main=True,
        help="Standardised: less the mean of the known cases, over their standard deviation.",
    )  # fmt: skip
    unit: float = ranged(
        1.0, 0.001, 1000.0, "Factor of the second column", scale="log", group=UNIT,
        when=("source", PLANE),
        help="What the second column is multiplied by, as another unit does: of penguins 1,000 is grams.",
    )  # fmt: skip
    metric: str = one_of(
        "euclidean", METRICS, "Metric", group=UNIT, when=("source", (*PLANE, "digits")),
        help="How differences in several columns make one distance.",
    )  # fmt: skip
    weights: str = one_of(
        "equal", WEIGHTS, "Weights", group=UNIT,
        help="What a neighbour's vote counts. Of days it is 1 / (distance + 0.5).",
    )  # fmt: skip
    threshold: float = ranged(
        0.5, 0.0, 0.95, "Threshold", step=0.01, group=UNIT, when=("source", (*DRAWN, "own")),
        help="Class 1, or the positive label, is said where its share of the votes is above this.",
    )  # fmt: skip
    query_x: float = ranged(
        0.42, 0.0, 1.0, "Query, across", step=0.01, group=QUERY, when=("source", PLANE),
        help="Where the case lies that is asked about, as a share of the picture's width.",
    )  # fmt: skip
    query_y: float = ranged(
        0.42, 0.0, 1.0, "Query, up", step=0.01, group=QUERY, when=("source", PLANE),
        help="Where it lies, as a share of the picture's height.",
    )  # fmt: skip
    day: int = ranged(
        10, 0, 364, "Day asked about", group=QUERY, when=("source", ("seattle",)), main=True,
        help="Days after 1 January.",
    )  # fmt: skip
    digit: str = drawing(
        SEVEN, {"A seven": SEVEN, "A nought": RING, "A four": FOUR}, "Digit asked about",
        group=QUERY, when=("source", ("digits",)), main=True,
        help="Draw one: the nearest known digits vote.",
    )  # fmt: skip
    seed: int = seeded(1, group=NOISE)

    def __post_init__(self) -> None:
        check(self)


AXIS = "k"
OWN = "own_labelled"  # the table that a visitor's own data takes the place of
STOPS = tuple(int(value) for value in stops(controls_of(Params)[AXIS]))

PRESETS = {
    "start": Params(k=15),
    "one_neighbour": Params(k=1),
    "grams": Params(source="penguins", k=5, unit=1000.0),
    "half": Params(source="gaussians", k=1, n=1000, flips=0.0),
    "rare": Params(source="gaussians", k=21, share=0.05, flips=0.0),
    "useless": Params(k=15, noise=32),
    "digits": Params(source="digits", k=1),
    "mean": Params(source="seattle", k=101),
}


@dataclass(frozen=True, eq=False)
class Asked:
    """The nearest known cases of the one that is asked about, the nearest first.

    Attributes
    ----------
    row, distance : (MOST,) Which, and how far; all, where fewer are known. target : (MOST,) Their class,
        or temperature.
    share : (C,) Of the votes of the first k, by class; of days empty.
    mean : Of the first k targets, weighted as their votes; of classes nan.
    """

    row: Ints
    distance: Floats
    target: Floats
    share: Floats
    mean: float


@dataclass(frozen=True, eq=False)
class Curves:
    """Errors for each of Result.ks, (K,): shares that are wrong, or of days mean squared errors.

    Where fewer cases are known than k, all of them are asked.

    Attributes
    ----------
    train, loo, fresh : Of the known cases, of these each without itself, and of fresh ones.
    recall, false_alarms : Of fresh cases of class 1, and of the others, the share that is called 1; of
        days, and where there are none, nan.
    """

    train: Floats
    loo: Floats
    fresh: Floats
    recall: Floats
    false_alarms: Floats


@dataclass(frozen=True, eq=False)
class Plane:
    """The first two columns seen from above, the others at 0.

    Attributes
    ----------
    points : (n, 2) Known cases. label : (n,) Their class. flipped : (n,) Whether that is wrong.
    x, y : (side,) Of the places where the votes are counted, SIDE or FINE; their ends are the picture's.
    share : (C, side, side) Of the votes of k neighbours, by class, rows of y.
    lead : (C - 1, side, side) What class c has more than it needs; of two classes class 1. 0 is the edge.
    chance : (side, side) That class 1 is right; nan where that is not known.
    query : (2,) Where it is asked. asked : Its neighbours.
    ring : (2, 181) All places as far away as the k-th, nan outside the picture; empty where more columns
        count.
    cells : (2, r, 2) Start and end of the edges of Voronoi cells, where k is 1 and CELLS or fewer cases
        are known; else empty.
    edge : (2, e, 2) Those of them between cells of different classes, whatever the number of cases. Where
        that is empty, the edge is where `lead` is 0.
    """

    points: Floats
    label: Ints
    flipped: Bools
    x: Floats
    y: Floats
    share: Singles
    lead: Singles
    chance: Singles
    query: Floats
    asked: Asked
    ring: Floats
    cells: Floats
    edge: Floats


@dataclass(frozen=True, eq=False)
class Pictures:
    """The digit that is asked about, (8, 8) from 0 to 16, and its SHOWN nearest, (SHOWN, 8, 8)."""

    query: Floats
    images: Floats
    asked: Asked


@dataclass(frozen=True, eq=False)
class Days:
    """Known days (n,), their temperature in °C, and the mean of the k nearest for each day (366,).

    None of them where other data are on the screen; then the mean at the query is nan.
    """

    day: Floats
    temperature: Floats
    mean: Floats
    asked: Asked


@dataclass(frozen=True, eq=False)
class Rare:
    """Class 1 among fresh cases for each of Result.ks, (3, K): by vote, by 1 / distance, by its share.

    Attributes
    ----------
    recall, false_alarms : Shares of class 1, and of class 0, that are called 1.
    share : Of class 1, which is the threshold of the third. count : Of class 1 among the known.
    """

    recall: Floats
    false_alarms: Floats
    share: float
    count: int


@dataclass(frozen=True, eq=False)
class Sample:
    """Errors by the number of known cases, (SIZES,), and what they come to.

    Attributes
    ----------
    one, root : Of the nearest alone, and of the nearest sqrt(n), on TEST fresh cases.
    bayes, limit, bound : The least possible; what `one` comes to; the most that could come to.
    """

    one: Floats
    root: Floats
    bayes: float
    limit: float
    bound: float


@dataclass(frozen=True, eq=False)
class Result:
    """All that the page shows.

    Attributes
    ----------
    ks : (K,) The stops of the axis, and where it stands. at : Its place among them.
    curves : Errors for each of them.
    names : Of the classes; of days none. sizes : (C,) How many known cases each has.
    n : How many known cases there are. fresh : How many the errors are measured on.
    bayes : The least possible error; nan where it is not known.
    standardised : Error of fresh cases with standardised columns; nan where they cannot be.
    mass : Share of the variance that the second column has, as distances see it; nan if not of a plane,
        and where nothing varies.
    asked : The neighbours of what is asked about.
    shown : What the main figure shows of it.
    columns : Of a visitor's own table the names of the two that the plane has; else none.
    own : What is known of that table; else None.
    """

    params: Params
    ks: Ints
    at: int
    curves: Curves
    names: tuple[str, ...]
    sizes: Ints
    n: int
    fresh: int
    bayes: float
    standardised: float
    mass: float
    asked: Asked
    shown: Plane | Pictures | Days
    columns: tuple[str, ...] = ()
    own: "_Known | None" = None

    @property
    def k(self) -> int:
        """How many are asked: all, where fewer cases are known than the k that was set."""
        return min(self.params.k, self.n)

    @property
    def error(self) -> float:
        """Of fresh cases, with k neighbours."""
        return float(self.curves.fresh[self.at])

    @property
    def chosen(self) -> int:
        """The k that leaving one out would choose, of the stops of the axis: the first of the least."""
        return STOPS[int(self.curves.loo[self._stops].argmin())]

    @property
    def best(self) -> int:
        """The stop of the axis with the least fresh error, the first of them."""
        return STOPS[int(self.curves.fresh[self._stops].argmin())]

    @property
    def _stops(self) -> Bools:
        """Which of `ks` are stops of the axis, and no more than there are known cases."""
        return np.isin(self.ks, STOPS) & (self.ks <= self.n)

    @property
    def root(self) -> int:
        """The odd number nearest to the root of the number of known cases."""
        return _odd_root(self.n)

    @once
    def plane(self) -> Plane:
        """The plane; that of the moons where another kind of data is on the screen."""
        if isinstance(self.shown, Plane):
            return self.shown
        p = _elsewhere(self.params)
        return _plane(p, _drawn(_settled(p)), self.at)

    @once
    def pictures(self) -> Pictures:
        """The digits; blank ones where other data are on the screen."""
        if isinstance(self.shown, Pictures):
            return self.shown
        none = np.zeros(MOST)
        blank = Asked(np.zeros(MOST, np.int64), none, none, np.full(10, 0.1), 0.0)
        return Pictures(np.zeros((8, 8)), np.zeros((SHOWN, 8, 8)), blank)

    @once
    def days(self) -> Days:
        """The days; none where other data are on the screen."""
        if isinstance(self.shown, Days):
            return self.shown
        none = np.empty(0)
        blank = Asked(
            np.zeros(MOST, int), np.zeros(MOST), np.full(MOST, np.nan), none, float("nan")
        )
        return Days(none, none, none, blank)

    @once
    def examined(self) -> Floats:
        """(DIMENSIONS,) The share of normal points that a k-d tree looks at for the TREE_K nearest."""
        return _examined(self.params.seed)

    @once
    def rare(self) -> Rare:
        """A rare class; that of the preset where no normal classes are on the screen."""
        p = self.params
        if p.source != "gaussians":
            p = replace(_elsewhere(p), source="gaussians", share=0.05, flips=0.0)
        return _rare(_settled(p))

    @once
    def units(self) -> Floats:
        """(UNITS,) Error, each left out, with the second column times each of UNITS, not standardised."""
        if self.own is not None:
            return _own_units(self.own, _settled(self.params))[:, self.at]
        p, plane = self.params, self.plane
        step = -(-len(plane.points) // UNIT_CASES)
        points = plane.points[::step] / [1.0, p.unit if p.source in PLANE else 1.0]
        labels = plane.label[::step]
        weighted = (p.metric, p.weights)
        return _units(points.tobytes(), labels.tobytes(), tuple(self.ks.tolist()), *weighted)[
            :, self.at
        ]

    @once
    def without_noise(self) -> float:
        """The error of fresh cases with no noise columns; as it is where there are none."""
        p = self.params
        if p.source not in DRAWN or not p.noise:
            return self.error
        return float(_drawn(replace(_settled(p), noise=0, noise_sd=1.0)).curves.fresh[self.at])

    @once
    def sample(self) -> Sample:
        """One neighbour and many; of the normal classes where no drawn classes are on the screen."""
        p = self.params
        if p.source not in DRAWN:
            p = replace(_elsewhere(p), source="gaussians", flips=0.0)
        return _sample(replace(_settled(p), k=1, n=125, noise=0))


@dataclass(frozen=True, eq=False)
class _Known:
    """The known cases (n, d) as distances see them, with what is needed to ask of them.

    Attributes
    ----------
    points : (n, d) Known cases, labels : (n,) their classes, flipped : (n,) whether that is wrong.
    classes : How many. middle, width : (d,) What is taken off each column, and what it is divided by.
    """

    points: Floats
    labels: Ints
    flipped: Bools
    classes: int
    middle: Floats
    width: Floats
    curves: Curves
    fresh: int

    def seen(self, at: Floats) -> Floats:
        """Places (m, d) as distances see them."""
        return (at - self.middle) / self.width


def compute(params: Params, tables: Tables) -> Result:
    """Ask the k nearest; all k at once, so that the axis has only to read."""
    p, ks = params, _ks(params)
    at, settled = ks.index(p.k), _settled(p)
    names: tuple[str, ...]
    columns: tuple[str, ...] = ()
    known, standardised, mass = None, float("nan"), float("nan")
    if p.source == "seattle":
        shown, curves, fresh = _days(tables["seattle_weather"], settled, at, p.day)
        return Result(
            p, np.array(ks), at, curves, (), np.empty(0, np.int64), p.n, fresh, float("nan"),
            standardised, mass, shown.asked, shown,
        )  # fmt: skip
    if p.source == "digits":
        known = _digits(tables["digits"], settled)
        names = tuple("0123456789")
        pictures = _pictures(p, known, at)
        asked: Asked = pictures.asked
        return Result(
            p, np.array(ks), at, known.curves, names, np.bincount(known.labels, minlength=10),
            len(known.labels), known.fresh, float("nan"), standardised, mass, asked, pictures,
        )  # fmt: skip
    other = replace(settled, scaling="standardised")
    if p.source == "penguins":
        table = tables["penguins"]
        known, names = _penguins(table, settled), tuple(np.unique(table["species"]).tolist())
        standardised = float(_penguins(table, other).curves.fresh[at])
    elif p.source == "own":
        table = tables[OWN]
        known, columns = _own(table, settled), _parting(table, p.seed)[2]
        yes = table.words.get("positive", "yes")
        names = table.words.get("negative", f"not {yes}"), yes
        columns = (*columns, "no other column")[:2]
        standardised = float(_own(table, other).curves.fresh[at])
    else:
        known, names = _drawn(settled), ("class 0", "class 1")
    variance = known.seen(known.points).var(axis=0)
    if variance.any():
        mass = float(variance[1] / variance.sum())
    plane = _plane(p, known, at)
    bayes = _bayes(settled) if p.source in DRAWN else float("nan")
    return Result(
        p, np.array(ks), at, known.curves, names, np.bincount(known.labels, minlength=len(names)),
        len(known.labels), known.fresh, bayes, standardised, mass, plane.asked, plane, columns,
        known if p.source == "own" else None,
    )  # fmt: skip


def _ks(params: Params) -> tuple[int, ...]:
    """The numbers of neighbours that are worked out: the stops of the axis, and where it stands."""
    return tuple(sorted({*STOPS, params.k}))


def _settled(params: Params) -> Params:
    """`params` without what only says which case is asked about, and without k where it is a stop."""
    usual = Params()
    k = STOPS[0] if params.k in STOPS else params.k
    return replace(
        params, k=k, query_x=usual.query_x, query_y=usual.query_y, day=usual.day, digit=usual.digit
    )


def _elsewhere(params: Params) -> Params:
    """The defaults, with k and the seed of `params`."""
    return Params(k=params.k, seed=params.seed)


# --- what is known -------------------------------------------------------------------------------


def _cases(params: Params, n: int, stream: int) -> tuple[Floats, Ints, Bools]:
    """`n` cases of drawn classes: columns (n, 2 + noise), labels, and whether they are wrong."""
    rng = np.random.default_rng([params.seed, stream])
    if params.source == "moons":
        points, label = half_moons(n, params.spread, rng)
    else:
        label = (np.arange(n) < round(n * params.share)).astype(np.int64)
        points = rng.standard_normal((n, 2))
        points[:, 0] += APART * label
    flipped = rng.random(n) < params.flips
    noise = params.noise_sd * rng.standard_normal((n, params.noise))
    points = np.column_stack([points * [1.0, params.unit], noise])
    return points, np.where(flipped, 1 - label, label), flipped


@lru_cache(maxsize=8)
def _drawn(params: Params) -> _Known:
    return _counted(params, _drawn_lists(replace(params, k=1, weights="equal", threshold=0.5)), 2)


@lru_cache(maxsize=2)
def _drawn_lists(params: Params) -> "_Lists":
    return _lists(params, *_cases(params, params.n, 1), *_cases(params, TEST, 2)[:2])


@remembered
def _penguins(table: Table, params: Params) -> _Known:
    points = np.column_stack([table["bill_length_mm"], table["body_mass_g"] / 1000 * params.unit])
    there = ~np.isnan(points).any(axis=1)
    label = np.unique(table["species"], return_inverse=True)[1]
    order = np.random.default_rng([params.seed, 1]).permutation(np.flatnonzero(there))
    known, fresh = order[:PENGUINS], order[PENGUINS:]
    right = np.zeros(PENGUINS, bool)
    lists = _lists(params, points[known], label[known], right, points[fresh], label[fresh])
    return _counted(params, lists, 3)


@remembered
def _digits(table: Table, params: Params) -> _Known:
    order = np.random.default_rng([params.seed, 1]).permutation(len(table["y"]))
    points, label = np.asarray(table["X"], float), np.asarray(table["y"], np.int64)
    known, fresh = order[:DIGITS], order[DIGITS:]
    right = np.zeros(DIGITS, bool)
    lists = _lists(params, points[known], label[known], right, points[fresh], label[fresh])
    return _counted(params, lists, 10)


@remembered
def _parting(table: Table, seed: int) -> tuple[Ints, Ints, tuple[str, ...]]:
    """The known and the fresh rows of a visitor's own table, and which two columns the plane has.

    A third of the rows, or more, are fresh. Of the columns those two are taken whose best single cut of
    the known rows gains most, as in a decision tree: it asks nothing of their units, and finds a rare
    label.
    """
    order = np.random.default_rng([seed, 1]).permutation(len(table["label"]))
    many = min(ROWS, 2 * len(order) // 3)
    known, fresh = order[:many], order[many : many + TEST]
    labels = one_hot(table["label"][known].astype(int), 2)
    every = [name for name in table.columns if name.startswith("x:")]
    cuts = [best_cut(table[name][known, None], labels) for name in every]
    gain = np.array([-1.0 if cut is None else cut.gain for cut in cuts])
    best = np.sort(np.argsort(-gain, kind="stable")[:2])
    return known, fresh, tuple(every[i].removeprefix("x:") for i in best)


@remembered
def _own(table: Table, params: Params) -> _Known:
    known, fresh, columns = _parting(table, params.seed)
    points = np.zeros((len(table["label"]), 2))
    for i, name in enumerate(columns):
        points[:, i] = table[f"x:{name}"]
    points[:, 1] *= params.unit
    label, right = table["label"].astype(np.int64), np.zeros(len(known), bool)
    lists = _lists(params, points[known], label[known], right, points[fresh], label[fresh])
    return _counted(params, lists, 2)


@dataclass(frozen=True, eq=False)
class _Lists:
    """The known cases as in `_Known`, who is near to them, and near to fresh cases with their labels."""

    points: Floats
    labels: Ints
    flipped: Bools
    middle: Floats
    width: Floats
    own: Nearest
    there: Nearest
    fresh_labels: Ints


def _lists(
    params: Params,
    points: Floats,
    labels: Ints,
    flipped: Bools,
    fresh: Floats,
    fresh_labels: Ints,
) -> _Lists:
    """Who is near, as distances see the columns."""
    middle, width = np.zeros(points.shape[1]), np.ones(points.shape[1])
    if params.scaling == "standardised":
        middle, sd = points.mean(axis=0), points.std(axis=0)
        width = np.where(sd > 0, sd, 1.0)
    seen = (points - middle) / width
    own = _nearest(seen, seen, MOST + 1, params.metric)
    there = _nearest((fresh - middle) / width, seen, MOST, params.metric)
    return _Lists(points, labels, flipped, middle, width, own, there, fresh_labels)


def _counted(params: Params, lists: _Lists, classes: int) -> _Known:
    """The errors with each number of neighbours."""
    labels, truth = lists.labels, lists.fresh_labels
    train, loo, fresh = (
        _said(params, found, labels, classes)
        for found in (lists.own, without_own(lists.own), lists.there)
    )
    is_one = truth == 1
    curves = Curves(
        np.mean(train != labels, axis=1),
        np.mean(loo != labels, axis=1),
        np.mean(fresh != truth, axis=1),
        _called_one(fresh[:, is_one]),
        _called_one(fresh[:, ~is_one]),
    )
    return _Known(
        lists.points, labels, lists.flipped, classes, lists.middle, lists.width, curves, len(truth)
    )


def _called_one(said: Ints) -> Floats:
    """The share of the cases that are called class 1, for each number of neighbours (K, m): (K,)."""
    return np.mean(said == 1, axis=1) if said.size else np.full(len(said), np.nan)


def _nearest(at: Floats, points: Floats, k: int, metric: str) -> Nearest:
    """The k nearest, or all where there are fewer points."""
    return nearest(at, points, min(k, len(points)), metric)


def _said(params: Params, found: Nearest, labels: Ints, classes: int) -> Ints:
    """The class that each list of neighbours comes to, for each number of them: (K, m)."""
    return decided(_shares(params, found, labels, classes), params.threshold)


def _shares(params: Params, found: Nearest, labels: Ints, classes: int) -> Singles:
    """The shares of the votes: (K, m, classes)."""
    weights = inverse_distance(found.distance) if params.weights == "distance" else None
    counts = np.minimum(_ks(params), found.bits.shape[1])
    return vote_shares(labels.astype(np.int8)[found.row], classes, counts, weights)


# --- the plane -----------------------------------------------------------------------------------


def _box(known: _Known) -> tuple[Floats, Floats]:
    """The low and high ends (2,) of the first two columns, with a little air."""
    low, high = known.points[:, :2].min(axis=0), known.points[:, :2].max(axis=0)
    air = 0.06 * np.where(high > low, high - low, 1.0)
    return low - air, high + air


def _at_zero(known: _Known, at: Floats) -> Floats:
    """Places (m, 2) of the plane in all columns, those of noise at 0."""
    return np.column_stack([at, np.zeros((len(at), known.points.shape[1] - 2))])


@remembered
def _ground(known: _Known, params: Params) -> tuple[Floats, Floats, Singles]:
    """Places x, y (SIDE,), and the shares of votes there for all k: (K, SIDE, SIDE, C)."""
    low, high = _box(known)
    x, y = (np.linspace(a, b, SIDE) for a, b in zip(low, high, strict=True))
    places = np.column_stack([np.tile(x, SIDE), np.repeat(y, SIDE)])
    seen = known.seen(_at_zero(known, places))
    found = _nearest(seen, known.seen(known.points), MOST, params.metric)
    shares = _shares(params, found, known.labels, known.classes)
    return x, y, shares.reshape(len(shares), SIDE, SIDE, known.classes)


def _plane(params: Params, known: _Known, at: int) -> Plane:
    """What is seen of the plane with the number of neighbours at that place of `_ks`."""
    low, high = _box(known)
    alone = known.points.shape[1] == 2
    cells = edge = np.empty((2, 0, 2))
    if params.k == 1 and alone and params.metric == "euclidean":
        x, y, share, cells, edge = _nearest_alone(known)
    else:
        x, y, shares = _ground(known, _settled(params))
        share = np.moveaxis(shares[at], -1, 0)
    if len(share) == 2:
        lead = share[1:] - np.float32(params.threshold)
    else:
        lead = np.array(
            [share[c] - np.delete(share, c, axis=0).max(axis=0) for c in range(len(share) - 1)]
        )
    query = low + (high - low) * [params.query_x, params.query_y]
    seen = known.seen(_at_zero(known, query[None]))
    found = _nearest(seen, known.seen(known.points), MOST, params.metric)
    asked = _asked(params, found, known.labels, len(share))
    chance = np.full((len(y), len(x)), np.nan)
    if params.source in DRAWN:
        chance = _chance(params, x, y / params.unit)[0]
    ring = np.empty((2, 0))
    if alone:
        ring = _ring(params.metric, float(asked.distance[: params.k][-1]), query, known.width)
        ring[:, ((ring.T < low) | (ring.T > high)).any(axis=1)] = np.nan
    return Plane(
        known.points[:, :2].copy(), known.labels, known.flipped, x, y, share.copy(), lead,
        chance.astype(np.float32), query, asked, ring, cells, edge,
    )  # fmt: skip


def _asked(params: Params, found: Nearest, labels: Ints, classes: int) -> Asked:
    """The neighbours of one place, and how the first k vote."""
    at = _ks(params).index(params.k)
    share = _shares(params, found, labels, classes)[at, 0].astype(float)
    return Asked(
        found.row[0].copy(),
        found.distance[0].copy(),
        labels[found.row[0]].astype(float),
        share,
        float("nan"),
    )


def _ring(metric: str, reach: float, query: Floats, width: Floats) -> Floats:
    """All places of the plane that are `reach` away from the query, (2, 181)."""
    angle = np.linspace(0, 2 * np.pi, 181)
    way = np.array([np.cos(angle), np.sin(angle)])
    if metric != "euclidean":
        way /= np.abs(way).sum(axis=0) if metric == "manhattan" else np.abs(way).max(axis=0)
    return query[:, None] + reach * way * width[:2, None]


@remembered
def _nearest_alone(known: _Known) -> tuple[Floats, Floats, Singles, Floats, Floats]:
    """Places x, y (FINE,), the class there, one-hot (C, FINE, FINE), and `cells` and `edge` of `Plane`.

    Of known cases at the same place only the first counts, as it does in a vote.
    """
    from scipy.spatial import (
        QhullError,
        Voronoi,
        cKDTree,
    )  # slow to import, and asked for at k = 1 alone

    low, high = _box(known)
    first = np.sort(np.unique(known.points, axis=0, return_index=True)[1])
    points, labels = known.seen(known.points[first]), known.labels[first]
    x, y = (np.linspace(a, b, FINE) for a, b in zip(low, high, strict=True))
    places = known.seen(np.column_stack([np.tile(x, FINE), np.repeat(y, FINE)]))
    said = labels[cKDTree(points).query(places)[1]].reshape(FINE, FINE)
    share = (said == np.arange(known.classes)[:, None, None]).astype(np.float32)
    reach = np.ptp(points, axis=0)
    middle, far = points.mean(axis=0), 20 * np.where(reach > 0, reach, 1.0)
    rim = middle + far * np.array([[-1, -1], [-1, 1], [1, -1], [1, 1]])
    try:
        found = Voronoi(np.vstack([points, rim]))
    except QhullError:  # one column is so much wider that the corners of cells cannot be told
        none = np.empty((2, 0, 2))
        return x, y, share, none, none
    ends, between = np.array(found.ridge_vertices), found.ridge_points
    inner = (ends >= 0).all(axis=1) & (between < len(points)).all(axis=1)
    between = between[inner]
    cells = np.moveaxis(found.vertices[ends[inner]], 1, 0) * known.width + known.middle
    edge = cells[:, labels[between[:, 0]] != labels[between[:, 1]]]
    return (
        x, y, share,
        clipped(cells if len(known.points) <= CELLS else cells[:, :0], low, high),
        clipped(edge, low, high),
    )  # fmt: skip


# --- what is known of drawn classes ----------------------------------------------------------------


def _chance(params: Params, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """The chance that the label says 1 at y by x, and the density of all cases there, (y, x)."""
    if params.source == "moons":
        zero, one = half_moon_densities(x, y, params.spread)
        share = 0.5
    else:
        up = np.exp(-0.5 * y**2)[:, None] / (2 * np.pi)
        zero, one = up * np.exp(-0.5 * x**2), up * np.exp(-0.5 * (x - APART) ** 2)
        share = params.share
    total = (1 - share) * zero + share * one
    with np.errstate(invalid="ignore"):
        right = np.where(total > 0, share * one / total, 0.5)
    return params.flips + (1 - 2 * params.flips) * right, total


def _chances(params: Params) -> tuple[Floats, Floats]:
    """The chance of class 1 and the density wherever that matters, fine enough to integrate.

    The normal classes differ in x alone, and up 24 places are enough for a normal density.
    """
    if params.source == "moons":
        air = 5 * params.spread
        x, y = np.linspace(-1 - air, 2 + air, 128), np.linspace(-0.5 - air, 1 + air, 128)
    else:
        x, y = np.linspace(-5, APART + 5, 1500), np.linspace(-5, 5, 24)
    return _chance(params, x, y)


@lru_cache(maxsize=32)
def _bayes(params: Params) -> float:
    return bayes_error(*_chances(params))


@lru_cache(maxsize=8)
def _rare(params: Params) -> Rare:
    known = _drawn(params)
    share = float(np.mean(known.labels == 1))
    ways = [
        _drawn(replace(params, weights="equal", threshold=0.5)).curves,
        _drawn(replace(params, weights="distance", threshold=0.5)).curves,
        _drawn(replace(params, weights="equal", threshold=share)).curves,
    ]
    return Rare(
        np.array([each.recall for each in ways]),
        np.array([each.false_alarms for each in ways]),
        share,
        int((known.labels == 1).sum()),
    )


@lru_cache(maxsize=8)
def _units(points: bytes, labels: bytes, ks: tuple[int, ...], metric: str, weights: str) -> Floats:
    """(UNITS, K) Errors, each point left out, with its second column times each of UNITS."""
    x, y = np.frombuffer(points).reshape(-1, 2), np.frombuffer(labels, np.int64)
    return _by_factor(x, y, ks, metric, weights)


@remembered
def _own_units(known: _Known, params: Params) -> Floats:
    """The same of a visitor's own rows, for as long as they are there."""
    step = -(-len(known.points) // UNIT_CASES)
    points = known.points[::step] / [1.0, params.unit]
    return _by_factor(points, known.labels[::step], _ks(params), params.metric, params.weights)


def _by_factor(x: Floats, y: Ints, ks: tuple[int, ...], metric: str, weights: str) -> Floats:
    found = []
    for unit in UNITS:
        seen = x * [1.0, unit]
        near = without_own(_nearest(seen, seen, MOST + 1, metric))
        weight = inverse_distance(near.distance) if weights == "distance" else None
        counts = np.minimum(ks, near.bits.shape[1])
        shares = vote_shares(y[near.row], int(y.max()) + 1, counts, weight)
        found.append(np.mean(decided(shares) != y, axis=1))
    return np.array(found)


@lru_cache(maxsize=8)
def _sample(params: Params) -> Sample:
    """Errors of fresh cases, as one learns of more and more."""
    plain = replace(params, unit=1.0)
    points, labels, _ = _cases(plain, SIZES[-1], 4)
    fresh, truth, _ = _cases(plain, TEST, 2)
    order = np.random.default_rng([params.seed, 3]).permutation(len(points))
    points, labels = points[order], labels[order]
    errors = np.empty((2, len(SIZES)))
    for i, size in enumerate(SIZES):
        root = _odd_root(size)
        near = nearest(fresh, points[:size], root).row
        said = decided(vote_shares(labels[near], 2, np.array([1, root])))
        errors[:, i] = np.mean(said != truth, axis=1)
    fine = _chances(params)
    bayes = bayes_error(*fine)
    return Sample(
        errors[0], errors[1], bayes, nearest_neighbour_limit(*fine), cover_hart_bound(bayes)
    )


def _odd_root(n: int) -> int:
    """The odd number nearest to the root of n."""
    return int(2 * round((n**0.5 - 1) / 2) + 1)


@lru_cache(maxsize=8)
def _examined(seed: int) -> Floats:
    """(DIMENSIONS,) The mean share of TREE_POINTS normal points that a query looks at."""
    rng = np.random.default_rng([seed, 5])
    points = rng.standard_normal((TREE_POINTS, DIMENSIONS[-1]))
    at = rng.standard_normal((TREE_QUERIES, DIMENSIONS[-1]))
    shares = []
    for d in DIMENSIONS:
        reach = nearest(at[:, :d], points[:, :d], TREE_K).distance[:, -1]
        shares.append(share_examined(kd_leaves(points[:, :d], LEAF), at[:, :d], reach).mean())
    return np.array(shares)


# --- digits and days ---------------------------------------------------------------------------


def _pictures(params: Params, known: _Known, at: int) -> Pictures:
    """The digit that was drawn, in the greys of the known ones, and its nearest."""
    query = np.array(pixels(params.digit), float) * 16 / 15
    found = nearest(query.reshape(1, -1), known.points, MOST, params.metric)
    asked = _asked(params, found, known.labels, 10)
    images = known.points[asked.row[:SHOWN]].reshape(SHOWN, 8, 8)
    return Pictures(query, images, asked)


@remembered
def _year(table: Table, params: Params) -> tuple[Floats, Floats, Curves, int, Nearest]:
    """The known days, their temperatures, errors for all k, how many are fresh, who is near each day."""
    date = table["date"].astype("datetime64[D]")
    day = (date - date.astype("datetime64[Y]")).astype(float)
    temperature = np.asarray(table["temp_max"], float)
    order = np.random.default_rng([params.seed, 1]).permutation(len(day))
    known, fresh = order[: params.n], order[params.n :]
    own = k_smallest(circular_distances(day[known], day[known], YEAR), MOST + 1)
    there = k_smallest(circular_distances(day[fresh], day[known], YEAR), MOST)
    y = temperature[known]
    lists = (own, y), (without_own(own), y), (there, temperature[fresh])
    train, loo, new = (
        np.square(_means(params, found, y) - truth).mean(axis=1) for found, truth in lists
    )
    undefined = np.full(len(_ks(params)), np.nan)
    around = k_smallest(circular_distances(np.arange(366.0), day[known], YEAR), MOST)
    return day[known], y, Curves(train, loo, new, undefined, undefined), len(fresh), around


def _means(params: Params, found: Nearest, y: Floats) -> Floats:
    """The mean of the first k, for all k: (K, m)."""
    weights = inverse_distance(found.distance, SOFTENER) if params.weights == "distance" else None
    return neighbour_means(y[found.row], np.array(_ks(params)), weights)


def _days(table: Table, params: Params, at: int, asked_day: int) -> tuple[Days, Curves, int]:
    """The days with the mean of k neighbours, the errors for all k, and how many days are fresh."""
    day, y, curves, fresh, around = _year(table, params)
    mean = _means(params, around, y)[at]
    row, distance = around.row[asked_day].copy(), around.distance[asked_day].copy()
    asked = Asked(row, distance, y[row], np.empty(0), float(mean[asked_day]))
    return Days(day, y, mean.copy(), asked), curves, fresh
