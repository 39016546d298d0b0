"""What happens to distances, neighbours and volumes as features are added, and what to do about it."""

from dataclasses import dataclass, fields, replace
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from concepts.controls import check, controls_of, one_of, ranged, seeded, stops, switch
from methods.geometry.chance_finds import (
    angle_quantile,
    median_best_correlation,
    separable_chance,
)
from methods.geometry.concentration import (
    points_for_half_the_error,
    spread_constant,
    spread_constant_from_a_point,
)
from methods.geometry.distances import (
    Reach,
    extent,
    growing_distances,
    ratios,
    reach,
    squared_distances,
)
from methods.geometry.hubness import (
    nearest_distances,
    neighbour_weights,
    occurrences,
    skewness,
    vote,
)
from methods.geometry.intrinsic_dimension import (
    ar_participation_ratio,
    maximum_likelihood_dimension,
    two_nn,
)
from methods.geometry.noise_features import l1_logistic_accuracy, principal_scores
from methods.geometry.normal_distances import shares_by_ratio, typical_reach
from methods.geometry.point_clouds import (
    Cloud,
    correlated,
    gaussian,
    images,
    low_rank,
    sphere,
    two_classes,
    uniform,
)
from methods.geometry.volumes import (
    ball_share_of_cube,
    edge_length,
    log10_points_needed,
    median_nearest,
    shell_share,
)
from methods.once import once
from methods.tables import Table, Tables, remembered

Floats = NDArray[np.float64]
Values = Any  # an array, or a number in a row of it

KINDS = {
    "uniform": "Even in a cube",
    "gaussian": "Normal, independent",
    "sphere": "On a sphere",
    "low_rank": "A thin sheet in space",
    "correlated": "Normal, correlated",
    "few": "Two classes, few useful features",
    "every": "Two classes, every feature useful",
    "digits": "Handwritten digits (real)",
    "fashion": "Fashion images (real)",
}
TABLE_OF = {"digits": "digits", "fashion": "fashion_mnist_2000"}
REAL, LABELLED = tuple(TABLE_OF), ("few", "every")
METRICS = {
    "l2": "Euclidean, L2",
    "l1": "Manhattan, L1",
    "l_half": "Fractional, L0.5",
    "l_inf": "Chebyshev, L∞",
    "cosine": "Cosine",
}
DATA, SEARCH, REMEDY, VOLUME = "Data", "Neighbours", "Remedies", "Volume"
QUERIES = 50  # points whose distances are drawn
BINS = 48
MOST_FRACTIONAL = 300  # points: roots take long
REMEDY_DIMS = (1, 2, 10, 50, 200, 1000)  # fits take long: fewer than the stops
SHELL = 0.05  # of the radius
# sd over mean of distances is about this over the root of d, by the norm's p; and from one point
SPREAD = {p: spread_constant(p) for p in (0.5, 1.0, 2.0)}
SPREAD_FROM_A_POINT = spread_constant_from_a_point(2.0)
NEAR = (0.5, 0.1)  # of the radius: how near the nearest point shall be


@dataclass(frozen=True)
class Params:
    """What the points are, how near is measured, and in how many dimensions."""

    kind: str = one_of(
        "uniform",
        KINDS,
        "Data",
        help="Where the points come from. Images have as many dimensions as pixels.",
        group=DATA,
        main=True,
    )
    d: int = ranged(
        100,
        1,
        1_000,
        "Dimensions d",
        scale="log",
        help="The number of features used. Of images, so many pixels at random, up to all.",
    )
    n: int = ranged(
        120,
        50,
        400,
        "Points n",
        scale="log",
        help="The fractional metric uses at most 300 of them.",
        group=DATA,
        main=True,
    )
    rank: int = ranged(
        2,
        1,
        50,
        "Dimensions of the sheet",
        scale="log",
        help="How many numbers are enough to say where a point lies.",
        group=DATA,
        when=("kind", ("low_rank",)),
        main=True,
    )
    noise: float = ranged(
        0.0,
        0.0,
        0.2,
        "Noise in every feature",
        step=0.005,
        unit="edges",
        help="Standard deviation, where the sheet's edge is 1.",
        group=DATA,
        when=("kind", ("low_rank",)),
    )
    correlation: float = ranged(
        0.9,
        0.0,
        0.99,
        "Correlation of neighbouring features",
        step=0.01,
        help="Features i and j are correlated to this power of |i − j|.",
        group=DATA,
        when=("kind", ("correlated",)),
        main=True,
    )
    informative: int = ranged(
        2,
        1,
        20,
        "Useful features",
        help="They come first; all after them are noise.",
        group=DATA,
        when=("kind", ("few",)),
        main=True,
    )
    separation: float = ranged(
        2.0,
        0.0,
        4.0,
        "Distance between the classes",
        step=0.1,
        unit="sd",
        help="How far apart the class means lie in each useful feature.",
        group=DATA,
        when=("kind", ("few",)),
    )
    effect: float = ranged(
        0.4,
        0.0,
        1.0,
        "What each feature carries",
        step=0.05,
        unit="sd",
        help="How far apart the class means lie in every feature.",
        group=DATA,
        when=("kind", ("every",)),
        main=True,
    )
    shuffled: bool = switch(
        False,
        "Shuffle each pixel",
        help="Permutes each pixel among the images on its own: same values, no structure left.",
        group=DATA,
        when=("kind", REAL),
    )
    seed: int = seeded(0, group=DATA)
    metric: str = one_of(
        "l2",
        METRICS,
        "Metric",
        help="How far apart two points are said to be.",
        group=SEARCH,
        when=("kind", tuple(kind for kind in KINDS if kind != "sphere")),
        main=True,
    )
    k: int = ranged(
        10,
        1,
        30,
        "Neighbours k",
        help="How many nearest points count as neighbours, and vote.",
        group=SEARCH,
    )
    components: int = ranged(
        2,
        1,
        20,
        "Principal components kept",
        help="For neighbours after PCA, which is given the features and not the classes.",
        group=REMEDY,
        when=("kind", LABELLED),
    )
    share: float = ranged(
        0.1,
        0.001,
        0.5,
        "Share of uniform data to catch",
        scale="log",
        help="A small cube that holds this share of the points: how long must its edge be?",
        group=VOLUME,
    )

    def __post_init__(self) -> None:
        check(self)


AXIS = "d"
STOPS = tuple(int(value) for value in stops(controls_of(Params)[AXIS]))
LOOKS = (AXIS, "share", "components")  # without a say in the sweep

PRESETS = {
    "start": Params(n=200, d=20),
    "equally_far": Params(n=150),
    "intrinsic": Params(kind="low_rank", n=150, d=1000),
    "noise_features": Params(kind="few", n=300, d=1000),
    "blessing": Params(kind="every", n=300, d=200),
    "local": Params(n=150, d=10),
    "hubs": Params(kind="gaussian", n=400, d=1000),
    "real_images": Params(kind="fashion", n=300, d=784),
}


@dataclass(frozen=True, eq=False)
class Sweep:
    """What the points look like in each of some numbers of dimensions, (D,) unless said.

    Attributes
    ----------
    dims : Dimensions used: never more than there are.
    near, far, contrast, spread : See `methods.geometry.distances.Reach`; nan where it is.
    accuracy : Leave-one-out accuracy of k nearest neighbours.
    two_nn, likelihood : Estimates of the intrinsic dimension; nan where too few points have
        neighbours at distances above 0. The second takes k neighbours, two at least.
    popularity : (D, n) How often each point is a neighbour, falling.
    skew : Skewness of that; nan if all are equal.
    angle_low, angle_high : 5 % and 95 % of the angles between two points, in degrees, seen from
        the mean; nan if a point lies there.
    ends : (D, 2) Smallest and largest distance of the first QUERIES points, over each one's mean.
    every, same : (D, BINS) Counts of those distances between the ends: all, and to the same class.
    """

    dims: Values
    near: Values
    far: Values
    contrast: Values
    spread: Values
    accuracy: Values
    two_nn: Values
    likelihood: Values
    popularity: Values
    skew: Values
    angle_low: Values
    angle_high: Values
    ends: Values
    every: Values
    same: Values

    def __getitem__(self, i: Any) -> "Sweep":
        """The same at one index or several."""
        return Sweep(**{f.name: getattr(self, f.name)[i] for f in fields(self)})

    @property
    def times(self) -> Values:
        """How many times as far as the nearest the farthest is, from a typical point."""
        return 1 + self.contrast

    @property
    def never(self) -> Values:
        """How many points are nobody's neighbour."""
        return np.count_nonzero(self.popularity == 0, axis=-1)


@dataclass(frozen=True, eq=False)
class Remedies:
    """Accuracy with each remedy at `dims`, rising, (R,): neighbours on components, and L1."""

    dims: Values
    pca: Values
    l1: Values

    def up_to(self, d: int) -> "Remedies":
        """The same at the largest number of features tried that is at most d."""
        i = np.searchsorted(self.dims, d, "right") - 1
        return Remedies(self.dims[i], self.pca[i], self.l1[i])


@dataclass(frozen=True, eq=False)
class Volumes:
    """Closed forms at some dimensions, (D,): see `methods.geometry.volumes` and `chance_finds` there.

    `needed` is (len(NEAR), D), powers of ten. `correlation` and `separable` are for the n used.
    `halving` is how many times the points it takes to halve the best possible error.
    """

    ball: Floats
    shell: Floats
    edge: Floats
    nearest: Floats
    needed: Floats
    correlation: Floats
    separable: Floats
    angle_low: Floats
    angle_high: Floats
    halving: Floats


@dataclass(frozen=True, eq=False)
class Result:
    """Everything the page shows.

    Attributes
    ----------
    n, features : Points as used, and features there are.
    chance : The share of the largest class: what guessing gets right.
    sweep : At STOPS, as far as there are so many features.
    here : At the dimensions asked for, or all there are.
    other : What `sweep` is compared with: real data with each pixel shuffled (or not, if these
        are); if features hang together, even points in a cube. Else None.
    other_here : The same at `here`.
    remedies : None unless there are two drawn classes.
    volumes, volumes_here : Closed forms at STOPS and at `here`, whatever the points.
    law, law_here : What `sweep` and `here` are without luck, at STOPS and at `here`, if the points
        are independent normals and the distance Euclidean. Else None.
    """

    params: Params
    n: int
    features: int
    chance: float
    sweep: Sweep
    here: Sweep
    other: Sweep | None
    other_here: Sweep | None
    remedies: Remedies | None
    volumes: Volumes
    volumes_here: Volumes
    law: Reach | None
    law_here: Reach | None

    @property
    def d(self) -> int:
        """Dimensions used: no more than there are."""
        return int(self.here.dims)

    @property
    def true_dimension(self) -> int | None:
        """The intrinsic dimension of the points drawn; None where it is not known.

        A sheet with noise is none; of correlated features see `effective`.
        """
        p = self.params
        match p.kind:
            case "uniform" | "gaussian" | "few" | "every":
                return self.d
            case "sphere":
                return self.d - 1
            case "low_rank" if p.noise == 0:
                return min(p.rank, self.d)
        return None

    @property
    def effective(self) -> float:
        """The dimensions that correlated features are worth, from the eigenvalues of their covariance."""
        return ar_participation_ratio(self.d, self.params.correlation)

    @once
    def law_counts(self) -> Floats:
        """(BINS,) `here.every` without luck; (0,) if there is no law."""
        if self.law is None:
            return np.zeros(0)
        low, high = self.here.ends
        shares = shares_by_ratio(np.linspace(low, high, BINS + 1), self.d)
        return np.asarray(shares * self.here.every.sum())

    @once
    def twice(self) -> float:
        """Dimensions from which on farthest is at most twice nearest, between stops; nan if none."""
        dims, times = np.asarray(self.sweep.dims, float), self.sweep.times
        below = np.flatnonzero(times <= 2)
        if below.size == 0 or not np.isfinite(times[: below[0]]).all():
            return float("nan")
        first = int(below[0])
        if first == 0:
            return float(dims[0])
        two = slice(first - 1, first + 1)
        return float(np.exp(np.interp(-2.0, -times[two], np.log(dims[two]))))


def compute(params: Params, tables: Tables) -> Result:
    """Measure the points at every stop of the slider, and where it stands.

    `tables[...]["X"]` and `["y"]` are read for images only.
    """
    plain = replace(params, **{name: getattr(Params, name) for name in LOOKS})
    table = tables[TABLE_OF[params.kind]] if params.kind in REAL else None
    swept = _measured(plain, table, STOPS)
    other_params = _compared_with(plain)
    n, here = sample_size(params), _row(plain, table, params.d)
    d = int(here.dims)
    lawful = params.kind == "gaussian" and params.metric == "l2"
    return Result(
        params=params,
        n=n,
        features=swept.features,
        chance=swept.chance,
        sweep=swept.sweep,
        here=here,
        other=None if other_params is None else _measured(other_params, table, STOPS).sweep,
        other_here=None if other_params is None else _row(other_params, table, params.d),
        remedies=_remedies(plain, params.components) if params.kind in LABELLED else None,
        volumes=_volumes(STOPS, n, params.share),
        volumes_here=_volumes((d,), n, params.share),
        law=_law(STOPS, n) if lawful else None,
        law_here=_law((d,), n) if lawful else None,
    )


def sample_size(params: Params) -> int:
    """Points used: fewer for the metric that takes long."""
    return min(params.n, MOST_FRACTIONAL) if params.metric == "l_half" else params.n


def cloud(params: Params, table: Table | None) -> Cloud:
    """The points; `table` is that of the images, if there are any."""
    p, n, rng = params, sample_size(params), np.random.default_rng(params.seed)
    match p.kind:
        case "uniform":
            return uniform(n, rng)
        case "gaussian":
            return gaussian(n, rng)
        case "sphere":
            return sphere(n, rng)
        case "low_rank":
            return low_rank(n, p.rank, p.noise, rng)
        case "correlated":
            return correlated(n, p.correlation, rng)
        case "few":
            return two_classes(n, p.separation, p.informative, rng)
        case "every":
            return two_classes(n, p.effect, STOPS[-1], rng)
    assert table is not None
    return images(table, n, p.shuffled, p.seed)


def measure(cloud: Cloud, dims: tuple[int, ...], metric: str, k: int) -> Sweep:
    """Distances, neighbours, hubs, angles and intrinsic dimension in the first d features.

    `dims` rise, the last no more than there are features.
    """
    one_hot = np.eye(int(cloud.y.max()) + 1)[cloud.y]
    # of the counts below: those to another class, those to the same, and those that do not count
    shelf = (BINS + 1) * (cloud.y == cloud.y[:QUERIES, None])
    drawn, extents, nearest, popular, right = [], [], [], [], []
    for distance in growing_distances(cloud.points, dims, metric, cloud.on_sphere):
        drawn.append(_counted(ratios(distance, QUERIES), shelf))
        extents.append(extent(distance))
        np.fill_diagonal(distance, np.inf)
        nearest.append(nearest_distances(distance, max(k, 2)))
        weights = neighbour_weights(distance, k, nearest[-1][:, k - 1])
        popular.append(occurrences(weights))
        right.append(np.count_nonzero(vote(weights, one_hot) == cloud.y) / len(cloud.y))
    # what is told of all points, for all d at once
    near: Floats = np.array(nearest, dtype=np.float64)
    popularity = np.array(popular)
    found = reach(near[..., 0], *np.array(extents).swapaxes(0, 1))
    low, high, other, same = (np.array(each) for each in zip(*drawn, strict=True))
    return Sweep(
        np.array(dims),
        found.near,
        found.far,
        found.contrast,
        found.spread,
        np.array(right),
        two_nn(near[..., 0], near[..., 1]),
        maximum_likelihood_dimension(near[..., :k]),
        -np.sort(-popularity),
        skewness(popularity),
        *_angles(cloud.points, dims),
        np.stack([low, high], axis=1),
        other + same,
        same,
    )


def _counted(
    ratio: Floats, shelf: NDArray[np.int64]
) -> tuple[float, float, NDArray[np.int64], NDArray[np.int64]]:
    """Ends of the ratios (q, n), and counts of them in BINS: on the first shelf, on the second.

    nan is not counted; the ends are 0 and 1 if all are.
    """
    low, high = float(np.fmin.reduce(ratio, axis=None)), float(np.fmax.reduce(ratio, axis=None))
    if np.isnan(low):
        low, high = 0.0, 1.0
    bins = (ratio - low) * (BINS / max(high - low, 1e-12))
    np.fmin(bins, BINS - 1, out=bins, where=bins >= BINS)  # the largest, and what rounding adds
    bins[np.isnan(bins)] = BINS
    index = bins.astype(np.intp)
    index += shelf
    other, same = np.bincount(index.ravel(), minlength=2 * (BINS + 1)).reshape(2, BINS + 1)
    return low, high, other[:BINS], same[:BINS]


def _angles(points: Floats, dims: tuple[int, ...]) -> tuple[Floats, Floats]:
    """5 % and 95 % of the angles between the first QUERIES points, from the mean, in degrees, (D,)."""
    few = np.ascontiguousarray(points[:QUERIES].T - points.mean(axis=0)[:, None])
    pairs = np.flatnonzero(np.triu(np.ones((QUERIES, QUERIES)), 1))
    between = (few[start:end].T @ few[start:end] for start, end in pairwise((0, *dims)))
    total = np.array(list(accumulate(between)))  # as np.cumsum, in a fifth of the time
    square = np.diagonal(total, axis1=1, axis2=2)
    with np.errstate(divide="ignore"):
        unit = 1 / np.sqrt(square)
    with np.errstate(invalid="ignore"):
        cosine = (total * unit[:, None] * unit[:, :, None]).reshape(len(dims), -1)[:, pairs]
    last = pairs.size // 20
    cosine.partition((last, pairs.size - 1 - last), axis=1)
    ends = cosine[:, [pairs.size - 1 - last, last]].clip(-1.0, 1.0)
    low, high = np.where(square.min(axis=1) > 0, np.degrees(np.arccos(ends)).T, np.nan)
    return low, high


# --- remembered parts ------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class _Measured:
    sweep: Sweep
    features: int
    chance: float


def _measured(params: Params, table: Table | None, dims: tuple[int, ...]) -> _Measured:
    return _drawn(params, dims) if table is None else _of_table(table, params, dims)


@lru_cache(maxsize=16)
def _drawn(params: Params, dims: tuple[int, ...]) -> _Measured:
    return _measure(params, None, dims)


@remembered
def _of_table(table: Table, params: Params, dims: tuple[int, ...]) -> _Measured:
    return _measure(params, table, dims)


def _measure(params: Params, table: Table | None, dims: tuple[int, ...]) -> _Measured:
    points = cloud(params, table)
    features = points.points.shape[1]
    used = np.minimum(dims, features)
    unique = np.unique(used)
    swept = measure(points, tuple(unique.tolist()), params.metric, params.k)
    chance = float(np.bincount(points.y).max() / len(points.y))
    return _Measured(swept[np.searchsorted(unique, used)], features, chance)


def _row(params: Params, table: Table | None, d: int) -> Sweep:
    """The sweep's row at d; worked out alone if the slider does not stop there."""
    if d in STOPS:
        return _measured(params, table, STOPS).sweep[STOPS.index(d)]
    return _measured(params, table, (d,)).sweep[0]


def _compared_with(params: Params) -> Params | None:
    if params.kind in REAL:
        return replace(params, shuffled=not params.shuffled)
    if params.kind not in ("low_rank", "correlated"):
        return None
    return Params(n=sample_size(params), seed=params.seed, k=params.k, metric=params.metric)


@lru_cache(maxsize=8)
def _remedies(params: Params, components: int) -> Remedies:
    points = cloud(params, None)
    one_hot, found = np.eye(2)[points.y], []
    for d in REMEDY_DIMS:
        x = points.points[:, :d]
        distance = squared_distances(principal_scores(x, min(components, d)).T)
        np.fill_diagonal(distance, np.inf)
        cut = nearest_distances(distance, params.k)[:, -1]
        voted = vote(neighbour_weights(distance, params.k, cut), one_hot)
        right = float((voted == points.y).mean())
        found.append((right, l1_logistic_accuracy(x, points.y)))
    pca, l1 = np.array(found).T
    return Remedies(np.array(REMEDY_DIMS), pca, l1)


@lru_cache(maxsize=256)
def _law(dims: tuple[int, ...], n: int) -> Reach:
    each = [typical_reach(d, n) for d in dims]
    return Reach(*(np.array([getattr(one, f.name) for one in each]) for f in fields(Reach)))


@lru_cache(maxsize=256)
def _volumes(dims: tuple[int, ...], n: int, share: float) -> Volumes:
    d = np.array(dims)
    return Volumes(
        ball=ball_share_of_cube(d),
        shell=shell_share(d, SHELL),
        edge=edge_length(d, share),
        nearest=median_nearest(d, n),
        needed=np.array([log10_points_needed(d, near) for near in NEAR]),
        correlation=median_best_correlation(d, n),
        separable=separable_chance(d, n),
        angle_low=angle_quantile(d, 0.05),
        angle_high=angle_quantile(d, 0.95),
        halving=points_for_half_the_error(d),
    )
