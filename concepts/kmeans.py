"""k-means in half steps: points join, centres move; where it ends, and how many clusters there are."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from concepts.controls import check, one_of, ranged, seeded
from methods.clustering.agreement import adjusted_rand_index, contingency
from methods.clustering.drawn_groups import normal_groups, rings, strips
from methods.clustering.how_many import distances, gap, gap_choice, silhouettes
from methods.clustering.k_means import Empty, HalfSteps, half_steps, inertias, means, nearest_centre
from methods.clustering.mixture import Mixture, mixture
from methods.clustering.starts import (
    greedy_tries,
    in_box,
    plus_plus,
    random_labels,
    random_points,
)
from methods.geometry.lower_envelope import envelope_edges
from methods.once import once
from methods.tables import Table, Tables, remembered

__all__ = ["half_steps", "inertias", "plus_plus", "silhouettes"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SOURCES = {
    "three": "Three groups",
    "pairs": "Two far pairs of groups",
    "nine": "Nine groups",
    "unequal": "A wide group and a small one",
    "strips": "Two strips",
    "rings": "Two rings",
    "units": "Two groups, one column in other units",
    "outlier": "Two groups and an outlier",
    "uniform": "No groups: uniform in a square",
    "normal": "No groups: one normal cloud",
    "penguins": "Penguins, three species (real)",
    "digits": "Handwritten digits (real)",
    "own": "Your own data",
}
REAL = ("penguins", "digits", "own")
DRAWN = tuple(source for source in SOURCES if source not in REAL)
MOVABLE = ("three", "pairs", "nine", "unequal", "strips", "units")
STARTS = {
    "points": "Random points",
    "labels": "Random labels",
    "plus_plus": "k-means++",
    "greedy": "Greedy k-means++",
    "side": "Points on one side",
    "box": "Anywhere in the box",
}
SCALING = {"as_is": "As they are", "standardised": "Standardised", "whitened": "Whitened"}
EMPTY = {"keep": "Stays", "farthest": "Goes to the farthest point"}
COMPARED = {"truth": "The true groups", "mixture": "A mixture of normals"}
SPECIES = ("Adelie", "Chinstrap", "Gentoo")

LAST = 24  # of the axis: twelve rounds
RUNS, GREEDY = 50, 10  # starts that are tried, and further ones by greedy k-means++
MOST_K, MOST_PLACED = 12, 4
KS = np.arange(1, 11)  # of the curves over k
REFERENCES, SILHOUETTES, FEW_REFERENCES = 20, 10, 5  # without groups; fewer of many columns
PENGUINS, DIGITS, OWN_ROWS = 250, 400, 400
MIXTURES, CLOSE, MOST_ROUNDS = 5, 1e-5, 200  # starts of a mixture, and when each ends
SAME = 1e-9  # of two inertias: they differ by rounding
AS_GOOD = 1.01  # times the lowest inertia known: as good as that
SIDE = 1 / 3  # of the points: those on one side
DATA, START, COLUMNS = "Data", "Start", "Columns"
CENTRES = ("a", "b", "c", "d")


def said_of(step: int, _params: Any) -> str:
    """What a stop of the axis is called: "the start", "round 2, assign", "round 2, move"."""
    if step == 0:
        return "the start"
    return f"round {(step + 1) // 2}, {'assign' if step % 2 else 'move'}"


def _placed(default: float, centre: int, way: str) -> Any:
    name = "ABCD"[centre]
    size = "width" if way == "across" else "height"
    return ranged(
        default, 0.0, 1.0, f"Centre {name}, {way}", step=0.01, group=START,
        when=("placed", tuple(range(centre + 1, MOST_PLACED + 1))),
        help=f"Where centre {name} begins, as a share of the picture's {size}.",
    )  # fmt: skip


@dataclass(frozen=True)
class Params:
    """Which points, how many centres, and where they start."""

    source: str = one_of(
        "three", SOURCES, "Data", group=DATA, main=True,
        help="What is clustered. Of digits, and of many columns, two principal components are drawn.",
    )  # fmt: skip
    step: int = ranged(
        2, 0, LAST, "Half step", names=said_of,
        help="In turn: each point joins its nearest centre, each centre moves to its points' mean.",
    )  # fmt: skip
    k: int = ranged(
        3, 1, MOST_K, "Clusters k", main=True, help="How many centres there are. You choose it."
    )
    start: str = one_of(
        "points", STARTS, "Initialisation", group=START, main=True,
        help="Where centres begin. On one side: points of the leftmost third.",
    )  # fmt: skip
    starts: int = ranged(
        1, 1, RUNS, "Starts", group=START, main=True,
        help="How many are run to their end. The one with the lowest inertia is shown.",
    )  # fmt: skip
    empty: str = one_of(
        "keep", EMPTY, "A centre without points", group=START, when=("start", ("box",)),
        help="What the centre of an empty cluster does. The farthest point, as in scikit-learn.",
    )  # fmt: skip
    placed: int = ranged(
        0, 0, MOST_PLACED, "Centres placed by hand", group=START,
        help="The first centres of the first start begin where you drag them.",
    )  # fmt: skip
    a_x: float = _placed(0.1, 0, "across")
    a_y: float = _placed(0.1, 0, "up")
    b_x: float = _placed(0.25, 1, "across")
    b_y: float = _placed(0.1, 1, "up")
    c_x: float = _placed(0.15, 2, "across")
    c_y: float = _placed(0.3, 2, "up")
    d_x: float = _placed(0.3, 3, "across")
    d_y: float = _placed(0.3, 3, "up")
    n: int = ranged(
        180, 30, 400, "Points n", scale="log", group=DATA, when=("source", DRAWN),
        help="In all groups together.",
    )  # fmt: skip
    apart: float = ranged(
        1.0, 0.25, 3.0, "Distance between the groups", step=0.05, unit="×", group=DATA,
        when=("source", MOVABLE),
        help="How far apart their means lie, as a multiple of the usual. Their spread stays.",
    )  # fmt: skip
    noise: int = ranged(
        0, 0, 50, "Noise columns", group=COLUMNS, when=("source", DRAWN),
        help="Columns of standard normal noise beside the two that are drawn.",
    )  # fmt: skip
    scaling: str = one_of(
        "as_is", SCALING, "Scaling", group=COLUMNS,
        help="Standardised: each with standard deviation 1. Whitened: uncorrelated as well.",
    )  # fmt: skip
    compare: str = one_of(
        "truth", COMPARED, "Compare with", when=("source", tuple(s for s in SOURCES if s != "own")),
        help="What else is drawn of these points: who belongs where, or what a mixture makes of them.",
    )  # fmt: skip
    seed: int = seeded(0, group=DATA)

    def __post_init__(self) -> None:
        check(self)


AXIS = "step"
OWN = "own_features"  # the table that a visitor's own data takes the place of
STARTED = ("step", "k", "start", "starts", "empty", "placed", "compare") + tuple(
    f"{name}_{way}" for name in CENTRES for way in "xy"
)  # without a say in what the points are

PRESETS = {
    "start": Params(step=12, placed=3),
    "unlucky_start": Params(
        source="pairs", n=160, k=4, step=LAST, placed=4,
        a_x=0.1, a_y=0.75, b_x=0.1, b_y=0.25, c_x=0.2, c_y=0.75, d_x=0.85, d_y=0.5,
    ),
    "nine_groups": Params(source="nine", k=9, step=LAST),
    "no_groups": Params(
        source="uniform", n=150, step=LAST, start="plus_plus", starts=10, seed=1
    ),
    "unequal": Params(
        source="unequal", n=330, k=2, step=LAST, start="plus_plus", starts=10, compare="mixture"
    ),
    "strips": Params(
        source="strips", n=200, k=2, step=LAST, start="plus_plus", starts=10, compare="mixture"
    ),
    "penguins": Params(
        source="penguins", step=LAST, start="plus_plus", starts=10, scaling="standardised"
    ),
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Curves:
    """What is said for each k of KS, (K,), of these points and of uniform references in the same box.

    Attributes
    ----------
    inertia : The lowest of GREEDY greedy starts. silhouette : The mean; nan for one cluster.
    reference_inertia, reference_silhouette : (B, K) and (B', K) The same of one greedy start each.
    gap, s : The gap statistic and its error; infinite where no inertia is left.
    gap_k, silhouette_k : The k that each would choose.
    """

    inertia: Floats
    silhouette: Floats
    reference_inertia: Floats
    reference_silhouette: Floats
    gap: Floats
    s: Floats

    @property
    def gap_k(self) -> int:
        """The least k that is within one error of the next."""
        return int(KS[gap_choice(self.gap, self.s)])

    @property
    def silhouette_k(self) -> int:
        """The k with the largest mean silhouette."""
        return int(KS[np.nanargmax(self.silhouette)])


@dataclass(frozen=True, eq=False)
class Data:
    """Points as they are drawn and as distances see them.

    Attributes
    ----------
    plane : (n, 2) As they are drawn. low, high : (2,) The ends of the picture.
    seen : (n, d) As distances see them, after scaling.
    origin, axes : (d,) and (2, d) A place p of the picture is seen as origin + p @ axes.
    back, middle : (d, 2) and (2,) What is seen as z is drawn at middle + z @ back.
    truth : (n,) The group of each, empty where none is known. groups : What they are called.
    columns : What the axes are called. is_columns : Whether they are the first two columns; else they are
        principal components.
    seed : As set.
    """

    plane: Floats
    low: Floats
    high: Floats
    seen: Floats
    origin: Floats
    axes: Floats
    back: Floats
    middle: Floats
    truth: Ints
    groups: tuple[str, ...]
    columns: tuple[str, str]
    is_columns: bool
    seed: int

    @property
    def total(self) -> float:
        """The inertia of one cluster."""
        return float(np.square(self.seen - self.seen.mean(axis=0)).sum())

    @once
    def curves(self) -> Curves:
        """All that is said over k."""
        distance = distances(self.seen)
        labels = [_greedy(self, int(k))[1] for k in KS]
        inertia = np.array([_greedy(self, int(k))[0] for k in KS])
        silhouette = np.array([silhouettes(distance, each).mean() for each in labels])
        rng = np.random.default_rng([self.seed, 5])
        n, d = self.seen.shape
        many = REFERENCES if d <= 3 else FEW_REFERENCES
        low, high = self.seen.min(axis=0), self.seen.max(axis=0)
        even = low + (high - low) * rng.random((many, n, d))
        apart = [distances(each) for each in even[:SILHOUETTES]]
        without, shapes = [], []
        for k in map(int, KS):
            starts = plus_plus(even, k, many, rng, greedy_tries(k))
            ends, cost, _ = inertias(even, starts)
            without.append(cost)
            shapes.append(
                [
                    silhouettes(far, nearest_centre(each, end)).mean()
                    for far, each, end in zip(apart, even, ends, strict=False)
                ]
            )
        reference = np.array(without).T
        return Curves(inertia, silhouette, reference, np.array(shapes).T, *gap(inertia, reference))

    def drawn(self, places: Floats) -> Floats:
        """(..., 2) Where in the picture places (..., d) lie that are given as distances see them."""
        return np.asarray(self.middle + places @ self.back)

    def edges(self, centres: Floats) -> Floats:
        """(2, m, 2) The edges of the cells of centres (k, d), in the picture."""
        slope = -2 * centres @ self.axes.T
        offset = np.square(centres).sum(axis=1) - 2 * centres @ self.origin
        return envelope_edges(slope, offset, self.low, self.high)


@dataclass(frozen=True, eq=False)
class Run:
    """One run of k-means and the starts it is one of.

    Attributes
    ----------
    steps : The walk, at most as far as the axis goes.
    rounds : Until it settled, the last of them without a change.
    labels : (n,) Where it ends. inertia : There.
    finals : (RUNS,) Inertia at the end of each start. shown : Which of them this is.
    lowest : The lowest inertia known, of these and of greedy starts.
    """

    steps: HalfSteps
    rounds: int
    labels: Ints
    inertia: float
    finals: Floats
    shown: int
    lowest: float


@dataclass(frozen=True, eq=False)
class Result:
    """All that is shown for `params`; what may be nan is so in the docstrings of what it has."""

    params: Params
    data: Data
    run: Run

    @property
    def place(self) -> int:
        """The half step shown: that of the axis, or the last there is."""
        return min(self.params.step, len(self.run.steps.inertia) - 1)

    @property
    def settled_at(self) -> int:
        """The half step at which nobody changes sides."""
        return 2 * self.run.rounds - 1

    @property
    def is_settled(self) -> bool:
        """Whether the half step shown is the last."""
        return self.place == self.settled_at

    @property
    def labels(self) -> Ints:
        """(n,) The cluster of each point now; -1 at the start."""
        return np.asarray(self.run.steps.labels[self.place])

    @property
    def inertia(self) -> float:
        """Now; nan at the start."""
        return float(self.run.steps.inertia[self.place])

    @property
    def ratio(self) -> float:
        """Inertia now over the lowest known; nan at the start, and where the lowest is 0."""
        return self.inertia / self.run.lowest if self.run.lowest > 0 else float("nan")

    @property
    def end_ratio(self) -> float:
        """Inertia at the end of the run over the lowest known; nan where that is 0."""
        return self.run.inertia / self.run.lowest if self.run.lowest > 0 else float("nan")

    @property
    def changed(self) -> Ints:
        """The points that changed sides in this half step; none where centres moved."""
        if self.place % 2 == 0:
            return np.empty(0, np.int64)
        return np.flatnonzero(self.labels != self.run.steps.labels[self.place - 1])

    @property
    def sizes(self) -> Ints:
        """(k,) How many points each centre has now."""
        return np.bincount(self.labels[self.labels >= 0], minlength=self.params.k)

    @property
    def centres(self) -> Floats:
        """(place + 1, k, 2) Where centres have been, up to now, in the picture."""
        return self.data.drawn(self.run.steps.centres[: self.place + 1])

    @property
    def edges(self) -> Floats:
        """(2, m, 2) The edges of the cells now, in the picture."""
        return self.data.edges(self.run.steps.centres[self.place])

    @property
    def agreement(self) -> float:
        """The adjusted Rand index of the clusters now and the true groups; nan if either is unknown."""
        return _agreement(self.labels, self.data.truth)

    @property
    def end_agreement(self) -> float:
        """The same at the end of the run."""
        return _agreement(self.run.labels, self.data.truth)

    @property
    def purity(self) -> float:
        """The share of points of their cluster's commonest group, at the end; nan if none is known."""
        if not self.data.truth.size:
            return float("nan")
        table = contingency(self.run.labels, self.data.truth)
        return float(table.max(axis=1).sum() / table.sum())

    @property
    def explained(self) -> float:
        """1 - inertia at the end / that of one cluster; nan where that is 0."""
        total = self.data.total
        return 1 - self.run.inertia / total if total > 0 else float("nan")

    @property
    def as_good(self) -> float:
        """The share of RUNS starts that end within 1 % of the lowest inertia known."""
        return float(np.mean(self.run.finals <= AS_GOOD * self.run.lowest))

    @once
    def true_inertia(self) -> float:
        """Of the true groups around their means; nan where none are known, or not as many as clusters."""
        data = self.data
        if not data.truth.size or len(data.groups) != self.params.k:
            return float("nan")
        centres = means(data.seen, data.truth, np.zeros((self.params.k, data.seen.shape[1])))
        return float(np.square(data.seen - centres[data.truth]).sum())

    @once
    def mixture(self) -> Mixture:
        """The mixture of k normals in the picture's two columns, the likeliest of several starts."""
        return _mixture(self.data, self.params.k)

    @once
    def ellipses(self) -> Floats:
        """(k, 61, 2) Where each component of it is two standard deviations away from its mean."""
        angle = np.linspace(0, 2 * np.pi, 61)
        circle = 2 * np.column_stack([np.cos(angle), np.sin(angle)])
        roots = np.linalg.cholesky(self.mixture.covariances)
        return np.asarray(self.mixture.means[:, None] + circle @ np.swapaxes(roots, 1, 2))

    @property
    def mixture_agreement(self) -> float:
        """The adjusted Rand index of the mixture and the true groups; nan where none are known."""
        return _agreement(self.mixture.labels, self.data.truth)

    @property
    def is_compared(self) -> bool:
        """Whether the true groups are drawn, and not the mixture."""
        return self.params.compare == "truth" and bool(self.data.truth.size)


def compute(params: Params, tables: Tables) -> Result:
    """The run from its start to its end. `tables` is read for real rows only."""
    plain = replace(params, **{name: getattr(Params, name) for name in STARTED})
    match params.source:
        case "penguins":
            data = _penguins(tables["penguins"], plain)
        case "digits":
            data = _digits(tables["digits"], plain)
        case "own":
            data = _own(tables[OWN], plain)
        case _:
            data = _drawn(plain)
    return Result(params, data, _run(data, replace(params, step=0, compare="truth")))


# --- the points ----------------------------------------------------------------------------------


def cases(params: Params) -> tuple[Floats, Ints]:
    """The drawn points, (n, 2 + noise), and the group of each, (n,)."""
    p, n, far = params, params.n, params.apart
    rng = np.random.default_rng([p.seed, 1])
    match p.source:
        case "three":
            means_at = far * np.array([[-3.0, -2], [3, -2], [0, 3]])
            points, truth = normal_groups(means_at, 1.0, _shares(n, 3), rng)
        case "pairs":
            means_at = far * np.array([[-8.0, -2.5], [-8, 2.5], [8, -2.5], [8, 2.5]])
            points, truth = normal_groups(means_at, 0.9, _shares(n, 4), rng)
        case "nine":
            means_at = far * np.array([[6.0 * i, 6.0 * j] for i in range(3) for j in range(3)])
            points, truth = normal_groups(means_at, 0.5, _shares(n, 9), rng)
        case "unequal":
            small = max(n // 11, 2)
            at = [[0.0, 0.0], [6.0 * far, 0.0]]
            points, truth = normal_groups(at, [2.0, 0.4], [n - small, small], rng)
        case "strips":
            points, truth = strips(1.5 * far, _shares(n, 2), 25.0, rng)
        case "rings":
            points, truth = rings([1.5, 5.0], 0.3, _shares(n, 2), rng)
        case "units":
            at = [[-3.0 * far, 0.0], [3.0 * far, 0.0]]
            points, truth = normal_groups(at, 1.0, _shares(n, 2), rng)
            points = points * [1.0, 20.0]
        case "outlier":
            at = [[-3.0, 0.0], [3.0, 0.0], [0.0, 60.0]]
            points, truth = normal_groups(at, [1.0, 1.0, 0.0], [*_shares(n - 1, 2), 1], rng)
        case "uniform":
            points, truth = rng.random((n, 2)), np.zeros(n, np.int64)
        case _:
            points, truth = normal_groups([[0.0, 0.0]], 1.0, [n], rng)
    return np.column_stack([points, rng.standard_normal((n, p.noise))]), truth


def _shares(n: int, groups: int) -> list[int]:
    """n points in groups as equal as can be, the larger ones first."""
    return [n // groups + (i < n % groups) for i in range(groups)]


@lru_cache(maxsize=8)
def _drawn(params: Params) -> Data:
    points, truth = cases(params)
    groups = tuple(f"group {i + 1}" for i in range(int(truth.max()) + 1))
    return _prepared(points, params, truth, groups, ("first column", "second column"), True)


@remembered
def _penguins(table: Table, params: Params) -> Data:
    columns = ("bill_length_mm", "flipper_length_mm")
    points = np.column_stack([table[name] for name in columns])
    there = np.flatnonzero(~np.isnan(points).any(axis=1))
    some = np.sort(np.random.default_rng([params.seed, 1]).permutation(there)[:PENGUINS])
    truth = np.searchsorted(SPECIES, table["species"][some]).astype(np.int64)
    return _prepared(
        points[some], params, truth, SPECIES, ("bill length (mm)", "flipper length (mm)"), True
    )


@remembered
def _digits(table: Table, params: Params) -> Data:
    some = np.sort(np.random.default_rng([params.seed, 1]).permutation(len(table["y"]))[:DIGITS])
    points, truth = np.asarray(table["X"][some], float), table["y"][some].astype(np.int64)
    groups = tuple(f"digit {i}" for i in range(10))
    return _prepared(points, params, truth, groups, COMPONENTS, False)


@remembered
def _own(table: Table, params: Params) -> Data:
    names = [name for name in table.columns if name.startswith("x:")]
    points = np.column_stack([table[name] for name in names])
    some = np.random.default_rng([params.seed, 1]).permutation(len(points))[:OWN_ROWS]
    first, second = (name.removeprefix("x:") for name in names[:2])
    two = len(names) == 2
    titles = (first, second) if two else COMPONENTS
    return _prepared(points[np.sort(some)], params, np.empty(0, np.int64), (), titles, two)


COMPONENTS = ("first principal component", "second principal component")


def _prepared(
    points: Floats,
    params: Params,
    truth: Ints,
    groups: tuple[str, ...],
    titles: tuple[str, str],
    is_columns: bool,
) -> Data:
    """The points (n, d) scaled as asked for, and as they are drawn."""
    mean = points.mean(axis=0)
    to, back = _scaler(points, params.scaling)
    seen = (points - mean) @ to
    d = points.shape[1]
    if is_columns:
        plane = points[:, :2].copy()
        axes, origin = to[:2], -mean[:2] @ to[:2]
        back, middle = back[:, :2], mean[:2]
    else:  # of what distances see
        axes = _components(seen)
        plane, back, middle, origin = seen @ axes.T, axes.T, np.zeros(2), np.zeros(d)
    low, high = plane.min(axis=0), plane.max(axis=0)
    air = 0.06 * np.where(high > low, high - low, 1.0)
    return Data(
        plane, low - air, high + air, seen, origin, axes.copy(), back.copy(), middle,
        truth, groups, titles, is_columns, params.seed,
    )  # fmt: skip


def _scaler(points: Floats, scaling: str) -> tuple[Floats, Floats]:
    """The matrix (d, d) by which centred points are multiplied, and the one that undoes it.

    A column that does not vary keeps its unit; a direction without variance is left out when whitening.
    """
    d = points.shape[1]
    if scaling == "as_is":
        return np.eye(d), np.eye(d)
    if scaling == "standardised":
        sd = points.std(axis=0)
        sd = np.where(sd > 0, sd, 1.0)
        return np.diag(1 / sd), np.diag(sd)
    values, ways = np.linalg.eigh(np.atleast_2d(np.cov(points.T, bias=True)))
    there = values > 1e-9 * values[-1]
    root = np.sqrt(np.where(there, values, 1.0))
    return ways * np.where(there, 1 / root, 0.0), (ways * np.where(there, root, 0.0)).T


def _components(seen: Floats) -> Floats:
    """(2, d) The first two principal components, each with its largest part positive."""
    ways = np.linalg.eigh(seen.T @ seen)[1][:, :-3:-1].T
    largest = ways[np.arange(2), np.abs(ways).argmax(axis=1)]
    return np.asarray(ways * np.sign(largest)[:, None])


# --- the runs ------------------------------------------------------------------------------------


def first_centres(data: Data, params: Params) -> Floats:
    """(RUNS, k, d) Where each start begins; the first centres of the first where they were placed."""
    x, k, rng = data.seen, params.k, np.random.default_rng([data.seed, 2])
    match params.start:
        case "labels":
            found = random_labels(x, k, RUNS, rng)
        case "plus_plus":
            found = plus_plus(x, k, RUNS, rng)
        case "greedy":
            found = plus_plus(x, k, RUNS, rng, greedy_tries(k))
        case "side":
            many = max(k, round(SIDE * len(x)))
            left = np.sort(np.argsort(data.plane[:, 0], kind="stable")[:many])
            found = random_points(x[left], k, RUNS, rng)
        case "box":
            found = in_box(x, k, RUNS, rng)
        case _:
            found = random_points(x, k, RUNS, rng)
    for i, name in enumerate(CENTRES[: min(params.placed, k)]):
        share = np.array([getattr(params, f"{name}_{way}") for way in "xy"])
        place = data.low + (data.high - data.low) * share
        found[0, i] = data.origin + place @ data.axes
    return found


@remembered
def _run(data: Data, params: Params) -> Run:
    """The start with the lowest end, of as many as are tried, walked through."""
    starts = first_centres(data, params)
    empty: Empty = "farthest" if params.empty == "farthest" else "keep"
    if empty == "farthest":
        ends = [half_steps(data.seen, each, empty=empty) for each in starts]
        finals = np.array([each.inertia[-1] for each in ends])
    else:
        finals = inertias(data.seen, starts)[1]
    tried = finals[: params.starts]
    shown = int(np.argmax(tried <= tried.min() * (1 + SAME)))
    steps = half_steps(data.seen, starts[shown], empty=empty)
    finals[shown] = steps.inertia[-1]
    kept = slice(LAST + 1)
    return Run(
        HalfSteps(
            steps.centres[kept].copy(), steps.labels[kept].copy(), steps.inertia[kept].copy(),
            steps.settled,
        ),
        len(steps.inertia) // 2, steps.labels[-1].copy(), float(steps.inertia[-1]),
        finals, shown, min(float(finals.min()), _greedy(data, params.k)[0]),
    )  # fmt: skip


@remembered
def _greedy(data: Data, k: int) -> tuple[float, Ints]:
    """The lowest inertia of GREEDY greedy starts, and its labels."""
    rng = np.random.default_rng([data.seed, 3, k])
    ends, cost, _ = inertias(data.seen, plus_plus(data.seen, k, GREEDY, rng, greedy_tries(k)))
    best = int(cost.argmin())
    return float(cost[best]), nearest_centre(data.seen, ends[best])


@remembered
def _mixture(data: Data, k: int) -> Mixture:
    """Fitted to standardised columns, and told in their own units."""
    middle, sd = data.plane.mean(axis=0), data.plane.std(axis=0)
    sd = np.where(sd > 0, sd, 1.0)
    z = (data.plane - middle) / sd
    rng = np.random.default_rng([data.seed, 4])
    near = [nearest_centre(z, each) for each in plus_plus(z, k, MIXTURES, rng)]
    white = z @ _scaler(z, "whitened")[0]
    ends, cost, _ = inertias(white, plus_plus(white, k, GREEDY, rng, greedy_tries(k)))
    near.append(nearest_centre(white, ends[int(cost.argmin())]))
    found = mixture(z, np.array(near), k, CLOSE, MOST_ROUNDS)
    return Mixture(
        found.weights, middle + sd * found.means, found.covariances * np.outer(sd, sd),
        found.labels, found.likelihood, found.rounds,
    )  # fmt: skip


def _agreement(labels: Ints, truth: Ints) -> float:
    if not truth.size or labels[0] < 0:
        return float("nan")
    return adjusted_rand_index(contingency(labels, truth))
