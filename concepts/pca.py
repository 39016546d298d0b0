"""What the shadow of a cloud on a line keeps and loses; and images from few components."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from concepts.controls import check, drawing, one_of, pixels, ranged, seeded, switch
from methods.geometry.line_through_mean import (
    angle_between,
    angle_error,
    angle_spread,
    bootstrap_angles,
    kept_share,
    principal_angle,
    regression_angles,
)
from methods.geometry.noise_spectrum import (
    above_in_a_row,
    noise_edge,
    permuted_spectrum,
    spiked_images,
)
from methods.geometry.principal_components import (
    Components,
    components_for,
    kept_shares,
    principal_components,
)
from methods.once import once
from methods.tables import Table, Tables, remembered

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Ints = NDArray[np.int64]

SOURCES = {
    "cloud": "A tilted cloud",
    "classes": "Two classes",
    "regression": "y on x, with noise",
    "outlier": "A cloud and one outlier",
    "ring": "A ring",
    "penguins": "Penguins (real)",
    "noise": "Images of noise",
    "digits": "Handwritten digits (real)",
    "fashion": "Fashion images (real)",
    "own": "Your own data",
}
PLANE = ("cloud", "classes", "regression", "outlier", "ring", "penguins", "own")
TILTED, IMAGES = ("cloud", "classes", "outlier"), ("noise", "digits", "fashion")
SCALING = {"none": "Centred alone", "standardised": "Standardised"}
UNITS = {"g": "Grams", "kg": "Kilograms"}
TABLE_OF = {"digits": "digits", "fashion": "fashion_mnist_2000"}
MEASURED = ("bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g")
ON_THE_PLANE = ("bill_length_mm", "body_mass_g")

DEGREES = 3.0  # a stop of the axis turns the line by so much
SLOPE = 0.5  # of y on x
RADIUS, WIDTH = 3.0, 0.3  # of the ring
SPIKES = (21.0, 11.0, 7.0, 5.0, 4.0)  # variances along the patterns of images with signals
MOST, MOST_OF_DIGITS = 60, 50  # components: all that pixels which vary surely have
BINS = 25  # of shadows on a line
SHOWN, PICTURED, DOTS = 10, 6, 400  # images, components as pictures, images as dots
FRESH, FRESH_NOISE = 1000, 400
RESAMPLES, PERMUTATIONS, LEVEL = 200, 20, 0.95
FEW = 100  # pixels up to which columns are permuted
LINE, DATA, SHAPE, PIXELS = "Line", "Data", "Shape", "Images"

SEVEN = (
    "00000000"
    "00dfff80"
    "000008f0"
    "00000f80"
    "0008ff80"
    "0000f000"
    "0008f000"
    "000f0000"
)  # fmt: skip
THREE = (
    "00afff00"
    "0080afa0"
    "00000f80"
    "000ff800"
    "0000af80"
    "000000f0"
    "00a00af0"
    "00afff50"
)  # fmt: skip
CROSS = (
    "f000000f"
    "0f0000f0"
    "00f00f00"
    "000ff000"
    "000ff000"
    "00f00f00"
    "0f0000f0"
    "f000000f"
)  # fmt: skip


def step_name(value: float, params: Any) -> str:
    """A stop of the axis: the angle of the line, or how many components."""
    if params.source in PLANE:
        return f"{DEGREES * value:.4g}°"
    m = components_of(replace(params, at=value))
    return f"{m} component{'' if m == 1 else 's'}"


@dataclass(frozen=True)
class Params:
    """Which data, and which line or how many components."""

    at: float = ranged(
        0.0, 0.0, 60.0, "Angle, or components kept", names=step_name,
        help="How the line is turned, from the first axis; of images, how many components are kept.",
    )  # fmt: skip
    source: str = one_of(
        "cloud", SOURCES, "Data", main=True,
        help="Of your data the plane has the two columns that are correlated most.",
    )  # fmt: skip
    n: int = ranged(
        100, 20, 1500, "Rows fitted", scale="log", group=DATA, main=True,
        help="How many points or images the components are found in; at most what there is.",
    )  # fmt: skip
    scaling: str = one_of(
        "none", SCALING, "Scaling", group=DATA, main=True,
        help="Standardised: less the mean, over the standard deviation. A constant pixel is dropped.",
    )  # fmt: skip
    unit: str = one_of(
        "g", UNITS, "Unit of body mass", group=DATA, when=("source", ("penguins",)), main=True,
        help="Bill length is in millimetres.",
    )  # fmt: skip
    along: float = ranged(
        3.0, 1.0, 6.0, "Spread along", step=0.1, group=SHAPE, when=("source", TILTED),
        help="Standard deviation along the long axis of the cloud.",
    )  # fmt: skip
    across: float = ranged(
        1.0, 0.1, 3.0, "Spread across", step=0.1, group=SHAPE, when=("source", TILTED),
        help="Standard deviation at right angles to it, within a class.",
    )  # fmt: skip
    tilt: float = ranged(
        30.0, 0.0, 180.0, "Tilt", step=5.0, unit="°", group=SHAPE, when=("source", TILTED),
        help="The true angle of the long axis.",
    )  # fmt: skip
    apart: float = ranged(
        1.0, 0.0, 6.0, "Half the distance between the classes", step=0.1, group=SHAPE,
        when=("source", ("classes",)), help="How far each class mean lies from the middle, across.",
    )  # fmt: skip
    far: float = ranged(
        20.0, 0.0, 30.0, "Distance of the outlier", step=0.5, group=SHAPE,
        when=("source", ("outlier",)), help="How far one point lies from the middle, across.",
    )  # fmt: skip
    noise: float = ranged(
        0.6, 0.0, 2.0, "Noise of y", step=0.1, group=SHAPE, when=("source", ("regression",)),
        help="Standard deviation of y around half of x.",
    )  # fmt: skip
    lines: bool = switch(
        False, "Regression lines", group=LINE, when=("source", PLANE),
        help="Least squares of y on x, and of x on y.",
    )  # fmt: skip
    side: int = ranged(
        8, 2, 10, "Pixels a side", group=PIXELS, when=("source", ("noise",)),
        help="An image has so many pixels squared.",
    )  # fmt: skip
    signals: int = ranged(
        0, 0, 5, "Signals in the noise", group=PIXELS, when=("source", ("noise",)), main=True,
        help="Smooth patterns along which the variance is 21, 11, 7, 5 and 4; all else has 1.",
    )  # fmt: skip
    digit: str = drawing(
        SEVEN, {"A seven": SEVEN, "A three": THREE, "A cross, no digit": CROSS}, "Your digit",
        group=PIXELS, when=("source", ("digits",)), main=True,
        help="Draw one: it is built of the components of other people's digits.",
    )  # fmt: skip
    seed: int = seeded(0, group=DATA)

    def __post_init__(self) -> None:
        check(self)


AXIS = "at"
OWN = "own_features"  # the table that a visitor's own data takes the place of

PRESETS = {
    "start": Params(at=10.0, n=150),
    "units": Params(source="penguins", at=30.0),
    "separates_least": Params(source="classes", at=10.0, n=200, along=4.0, across=0.4),
    "not_regression": Params(source="regression", at=12.0, n=150, lines=True),
    "one_outlier": Params(source="outlier", at=7.0, n=60, along=2.0, across=0.5, tilt=20.0),
    "pure_noise": Params(source="noise", at=20.0),
    "digits": Params(source="digits", at=20.0, n=400),
    "fashion": Params(source="fashion", at=50.0, n=500),
}


@dataclass(frozen=True, eq=False)
class Loadings:
    """The first component of all columns of a table, (p,), as they are and standardised.

    Attributes
    ----------
    names : Of the columns. raw, standardised : Entries of the unit vectors.
    raw_share, standardised_share : Of the variance that it keeps.
    """

    names: tuple[str, ...]
    raw: Floats
    standardised: Floats
    raw_share: float
    standardised_share: float


@dataclass(frozen=True, eq=False)
class Points:
    """Points of the plane as they are drawn: less their mean and, if they are, standardised.

    Attributes
    ----------
    xy : (n, 2). label : (n,) 0, or 1 of the second class. covariance : (2, 2), divisor n - 1.
    best : The angle of the first principal component in degrees; nan if no line is better.
    on_x, on_y : Angles of least squares of y on x and x on y; nan where it is undefined.
    without : `best` without the outlier, which is the last point; nan if there is none.
    loadings : Of all columns there are.
    """

    xy: Floats
    label: Ints
    covariance: Floats
    best: float
    on_x: float
    on_y: float
    without: float
    loadings: Loadings
    seed: int

    @once
    def resampled(self) -> Floats:
        """(RESAMPLES,) Angles of the first component of samples drawn from these points, some nan."""
        return bootstrap_angles(self.xy, RESAMPLES, np.random.default_rng([self.seed, 3]))

    @once
    def reach(self) -> float:
        """How far the farthest point lies from the mean; 1 if all lie there."""
        return float(np.sqrt(np.square(self.xy).sum(axis=1).max())) or 1.0

    def counts(self, angle: float) -> Ints:
        """(2, BINS) How many shadows of each class lie in equal bins from -reach to reach."""
        place = (self.scores(angle) / self.reach + 1) * (BINS / 2)
        bins = np.clip(place.astype(np.int64), 0, BINS - 1) + BINS * self.label
        return np.bincount(bins, minlength=2 * BINS).reshape(2, BINS)

    @property
    def spread(self) -> float:
        """Root mean square of `resampled` about `best`, in degrees; nan if that is."""
        known = self.resampled[~np.isnan(self.resampled)]
        return angle_spread(known, self.best) if known.size else float("nan")

    @property
    def error(self) -> float:
        """What `spread` is of many normal points; infinite if no line is better."""
        return angle_error(self.covariance, len(self.xy))

    def kept(self, angle: Floats | float) -> Floats:
        """The shares of the variance along lines at these angles, nan if there is none."""
        return kept_share(self.covariance, angle)

    @property
    def most(self) -> float:
        """The share along the best line; nan if none is better."""
        return float(self.kept(self.best))

    @property
    def worst(self) -> float:
        """The angle of the line that keeps least, at right angles to the best; nan if there is none."""
        return (self.best + 90) % 180

    @property
    def least(self) -> float:
        """The share along the worst line; nan if none is worse."""
        return float(self.kept(self.worst))

    def scores(self, angle: float) -> Floats:
        """(n,) Where the shadows lie along a line, from the mean."""
        turn = np.radians(angle)
        return np.asarray(self.xy @ [np.cos(turn), np.sin(turn)])

    def accuracy(self, angle: float) -> float:
        """The share of points on their class's side of the middle between the means of the shadows.

        nan if there is one class alone.
        """
        if not self.label.any() or np.isnan(angle):
            return float("nan")
        scores, second = self.scores(angle), self.label == 1
        middles = scores[~second].mean(), scores[second].mean()
        said = (scores > np.mean(middles)) == (middles[1] > middles[0])
        return float((said == second).mean())


@dataclass(frozen=True, eq=False)
class Plane:
    """A line through the mean of the points, `angle` degrees from the first axis, 0 to 180.

    Attributes
    ----------
    scores : (n,) Where the shadows lie. kept : Their share of the variance; nan if there is none.
    off : Degrees from the best line; nan if none is better. accuracy : See `Points`; nan of one class.
    correlation : Of scores along the line with those across it; nan where one is constant.
    """

    points: Points
    angle: float
    scores: Floats
    kept: float
    off: float
    correlation: float
    accuracy: float


@dataclass(frozen=True, eq=False)
class Images:
    """Images, and what m components make of those that these were not fitted to.

    Attributes
    ----------
    m : Components used: no more than there are. n, p : Images fitted, and pixels that vary in them.
    dropped : Pixels that do not. fresh_rows : Images not fitted.
    shown, rebuilt : (SHOWN, side, side) Fresh images, and from m components; the first is the visitor's
        drawing where they draw one.
    low, high : Values of paper and ink.
    training, fresh : (M + 1,) Shares of the variance that 0 to M components keep.
    variances : (M,) Along the components. total : Of all.
    edge : Where eigenvalues of noise of this variance end; nan if that is not known.
    permuted : (M,) LEVEL quantile of eigenvalues with columns permuted; empty if there are too many.
    pictures : (PICTURED, side, side) The first components, 0 where there are fewer.
    scores, label : (k, 2) and (k,) Of fitted images on the first two components, and their classes.
    yours, yours_scores : Share of the drawing that is kept, and its place, (2,); nan if there is none.
    """

    m: int
    n: int
    p: int
    dropped: int
    fresh_rows: int
    shown: Singles
    rebuilt: Singles
    low: float
    high: float
    training: Floats
    fresh: Floats
    variances: Floats
    total: float
    edge: float
    permuted: Floats
    pictures: Singles
    scores: Singles
    label: Ints
    yours: float
    yours_scores: Floats

    @property
    def rank(self) -> int:
        """How many components there are, found or not."""
        return min(self.n - 1, self.p)

    @property
    def by_share(self) -> float:
        """The fewest components that keep 90 % of the training variance; nan if more than M do."""
        return components_for(self.variances, self.total, 0.9)

    @property
    def above_average(self) -> float:
        """Components with more than an average pixel's variance; nan if there are more than M."""
        found = above_in_a_row(self.variances, self.total / self.p)
        return float("nan") if found == len(self.variances) < self.rank else found

    @property
    def above_edge(self) -> float:
        """Components above the noise edge; nan if that is not known."""
        return float("nan") if np.isnan(self.edge) else above_in_a_row(self.variances, self.edge)

    @property
    def above_permuted(self) -> float:
        """Components above what permuted columns have; nan if these are not known."""
        if not self.permuted.size:
            return float("nan")
        return above_in_a_row(self.variances, self.permuted)


@dataclass(frozen=True, eq=False)
class Result:
    """All that is shown for `params`: a plane, or images. `columns` are the names of the plane's two."""

    params: Params
    shown: Plane | Images
    columns: tuple[str, str]

    @property
    def is_plane(self) -> bool:
        """Whether a line turns."""
        return isinstance(self.shown, Plane)

    @once
    def plane(self) -> Plane:
        """The plane; a cloud where images are on the screen."""
        if isinstance(self.shown, Plane):
            return self.shown
        return _turned(_drawn(Params(seed=self.params.seed)), self.params.at)

    @once
    def images(self) -> Images:
        """The images; those of noise where a plane is on the screen."""
        if isinstance(self.shown, Images):
            return self.shown
        p = Params(source="noise", at=self.params.at, seed=self.params.seed)
        return _rebuilt(p, _noise(_settled(p)))

    @property
    def kept(self) -> float:
        """The share of the variance that is kept, of images of fresh ones; nan if there is none."""
        if isinstance(self.shown, Plane):
            return self.shown.kept
        return float(self.shown.fresh[self.shown.m])


def compute(params: Params, tables: Tables) -> Result:
    """Cast the shadow, or rebuild the images; what does not move along the axis is remembered."""
    p, settled = params, _settled(params)
    columns = ("x", "y")
    if p.source in IMAGES:
        fit = (
            _noise(settled)
            if p.source == "noise"
            else _of_images(tables[TABLE_OF[p.source]], settled)
        )
        return Result(p, _rebuilt(p, fit), columns)
    if p.source == "penguins":
        points = _penguins(tables["penguins"], settled)
        columns = ("bill length", "body mass")
    elif p.source == "own":
        points = _own(tables[OWN], settled)
        columns = _correlated(tables[OWN])
    else:
        points = _drawn(settled)
    return Result(p, _turned(points, p.at), columns)


def components_of(params: Params) -> int:
    """How many components are asked for: no more than rows and pixels can have."""
    return min(round(params.at), _most(params))


def _most(params: Params) -> int:
    """How many components are found at most."""
    most = {"noise": min(params.side**2, MOST), "digits": MOST_OF_DIGITS}.get(params.source, MOST)
    return min(params.n - 1, most)


def _settled(params: Params) -> Params:
    """`params` without what has no say in the fit."""
    return replace(params, at=0.0, lines=False, digit=SEVEN)


# --- the plane -----------------------------------------------------------------------------------


def _turned(points: Points, at: float) -> Plane:
    """The line at that stop."""
    angle = DEGREES * at
    scores, across = points.scores(angle), points.scores(angle + 90)
    spread = float(scores.std() * across.std())
    together = float((scores * across).mean())
    return Plane(
        points,
        angle,
        scores,
        float(points.kept(angle)),
        float(angle_between(angle, points.best)),
        together / spread if spread > 0 else float("nan"),
        points.accuracy(angle),
    )


@lru_cache(maxsize=8)
def _drawn(params: Params) -> Points:
    p, rng = params, np.random.default_rng(params.seed)
    label = np.zeros(p.n, np.int64)
    if p.source == "regression":
        x = rng.standard_normal(p.n)
        xy = np.column_stack([x, SLOPE * x + p.noise * rng.standard_normal(p.n)])
    elif p.source == "ring":
        turn = 2 * np.pi * rng.random(p.n)
        radius = RADIUS + WIDTH * rng.standard_normal(p.n)
        xy = np.column_stack([radius * np.cos(turn), radius * np.sin(turn)])
    else:
        xy = rng.standard_normal((p.n, 2)) * [p.along, p.across]
        if p.source == "classes":
            label = np.arange(p.n) % 2
            xy[:, 1] += p.apart * (2 * label - 1)
        if p.source == "outlier":
            xy, label = np.vstack([xy, [0.0, p.far]]), np.zeros(p.n + 1, np.int64)
        turn = np.radians(p.tilt)
        xy = xy @ [[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]]
    return _points(p, xy, xy, ("x", "y"), label)


@remembered
def _penguins(table: Table, params: Params) -> Points:
    every = np.column_stack([table[name] for name in MEASURED])
    every = every[~np.isnan(every).any(axis=1)]
    rows = np.random.default_rng(params.seed).permutation(len(every))[: params.n]
    chosen = every[rows] * [1, 1, 1, 1 if params.unit == "g" else 0.001]
    xy = chosen[:, [MEASURED.index(name) for name in ON_THE_PLANE]]
    return _points(params, xy, chosen, ("bill length", "bill depth", "flipper length", "body mass"))


@remembered
def _correlated(table: Table) -> tuple[str, str]:
    """The two columns of a visitor's own table that are correlated most, in its order."""
    names = [name.removeprefix("x:") for name in table.columns if name.startswith("x:")]
    X = _scaled(np.column_stack([table[f"x:{name}"] for name in names]), "standardised")[0]
    strength = np.triu(np.abs(X.T @ X), 1)
    first, second = np.unravel_index(int(strength.argmax()), strength.shape)
    return (names[first], names[second]) if second > first else (names[0], names[1])


@remembered
def _own(table: Table, params: Params) -> Points:
    names = tuple(name.removeprefix("x:") for name in table.columns if name.startswith("x:"))
    every = np.column_stack([table[f"x:{name}"] for name in names])
    rows = np.random.default_rng(params.seed).permutation(len(every))[: params.n]
    two = [names.index(name) for name in _correlated(table)]
    return _points(params, every[rows][:, two], every[rows], names)


def _points(
    params: Params, xy: Floats, every: Floats, names: tuple[str, ...], label: Ints | None = None
) -> Points:
    """Points on the plane, and the loadings of all columns (n, p)."""
    scaled = _scaled(xy, params.scaling)[0]
    S = np.asarray(np.cov(scaled.T))
    without = float("nan")
    if params.source == "outlier":
        without = float(principal_angle(np.cov(_scaled(xy[:-1], params.scaling)[0].T)))
    raw, standardised = (
        principal_components(_scaled(every, way)[0], 1) for way in ("none", "standardised")
    )
    return Points(
        scaled,
        np.zeros(len(xy), np.int64) if label is None else label,
        S,
        float(principal_angle(S)),
        *regression_angles(S),
        without,
        Loadings(names, _first(raw), _first(standardised), _share(raw), _share(standardised)),
        params.seed,
    )


def _first(components: Components) -> Floats:
    """The first component, 0 if nothing varies."""
    p = len(components.mean)
    return components.axes[0].copy() if len(components.axes) else np.zeros(p)


def _share(components: Components) -> float:
    return float(components.variances.sum() / components.total) if components.total else 0.0


def _scaled(X: Floats, scaling: str) -> tuple[Floats, Floats, Floats]:
    """Columns less their mean and, if standardised, over their standard deviation; the two of them."""
    middle, width = X.mean(axis=0), np.ones(X.shape[1])
    if scaling == "standardised":
        sd = X.std(axis=0)
        width = np.where(sd > 0, sd, 1.0)
    return (X - middle) / width, middle, width


# --- images --------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class _Fit:
    """Components of images as they are scaled, and what of other images is needed."""

    components: Components
    middle: Floats
    width: Floats
    shown: Floats
    images: Images


@lru_cache(maxsize=8)
def _noise(params: Params) -> _Fit:
    rng, p = np.random.default_rng(params.seed), params
    variances = SPIKES[: p.signals]
    fitted, fresh = (spiked_images(n, p.side, variances, rng) for n in (p.n, FRESH_NOISE))
    label = np.zeros(p.n, np.int64)
    return _fit(params, fitted, fresh, label, np.arange(SHOWN))


@remembered
def _of_images(table: Table, params: Params) -> _Fit:
    X, y = np.asarray(table["X"], float), np.asarray(table["y"], np.int64)
    order = np.random.default_rng(params.seed).permutation(len(X))
    fitted, fresh = order[: params.n], order[params.n : params.n + FRESH]
    # one of each class, and others where a class is missing
    first = np.unique(y[fresh], return_index=True)[1]
    rest = np.setdiff1d(np.arange(len(fresh)), first)
    return _fit(params, X[fitted], X[fresh], y[fitted], np.concatenate([first, rest])[:SHOWN])


def _fit(params: Params, X: Floats, fresh: Floats, label: Ints, shown: Ints) -> _Fit:
    """Components of the images X (n, p), and what these keep of fresh ones (k, p)."""
    scaled, middle, width = _scaled(X, params.scaling)
    n, side = len(X), round(X.shape[1] ** 0.5)
    found = principal_components(scaled, _most(params))
    k = len(found.variances)
    varying = int((scaled.any(axis=0)).sum())
    edge = float("nan")
    if params.source == "noise" or params.scaling == "standardised":
        edge = noise_edge(n, varying)
    permuted = np.empty(0)
    if X.shape[1] <= FEW:
        rng = np.random.default_rng([params.seed, 2])
        permuted = permuted_spectrum(scaled, PERMUTATIONS, LEVEL, rng)[:k]
    pictures = np.zeros((PICTURED, side, side), np.float32)
    pictures[:k] = found.axes[:PICTURED].reshape(-1, side, side)
    low, high = {"noise": (-3.0, 3.0), "digits": (0.0, 16.0), "fashion": (0.0, 255.0)}[
        params.source
    ]
    blank = np.zeros((SHOWN, side, side), np.float32)
    images = Images(
        m=0,
        n=n,
        p=varying,
        dropped=X.shape[1] - varying,
        fresh_rows=len(fresh),
        shown=fresh[shown].reshape(-1, side, side).astype(np.float32),
        rebuilt=blank,
        low=low,
        high=high,
        training=np.concatenate([[0.0], found.variances.cumsum() / found.total]),
        fresh=kept_shares(found, (fresh - middle) / width),
        variances=found.variances,
        total=found.total,
        edge=edge,
        permuted=permuted,
        pictures=pictures,
        scores=found.scores(scaled[:DOTS])[:, :2].astype(np.float32),
        label=label[:DOTS],
        yours=float("nan"),
        yours_scores=np.full(2, np.nan),
    )
    return _Fit(found, middle, width, fresh[shown], images)


def _rebuilt(params: Params, fit: _Fit) -> Images:
    """The images from as many components as are asked for, a drawing among the digits."""
    images, found = fit.images, fit.components
    m = min(round(params.at), len(found.variances))
    rows, share, place = fit.shown, float("nan"), np.full(2, np.nan)
    if params.source == "digits":
        yours = np.array(pixels(params.digit), float).ravel() * 16 / 15
        rows = np.vstack([yours, rows[1:]])
        scaled = ((yours - fit.middle) / fit.width)[None]
        share, place = float(kept_shares(found, scaled)[m]), found.scores(scaled)[0, :2]
    scores = found.scores((rows - fit.middle) / fit.width)
    rebuilt = found.rebuilt(scores[:, :m]) * fit.width + fit.middle
    return replace(
        images,
        m=m,
        shown=rows.reshape(images.shown.shape).astype(np.float32),
        rebuilt=rebuilt.reshape(images.shown.shape).astype(np.float32),
        yours=share,
        yours_scores=place,
    )
