"""Missing values and what cures do to them; then encoding, scaling, splitting, and many columns."""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from concepts.controls import check, controls_of, one_of, ranged, seeded, stops
from methods.geometry.chance_finds import median_best_correlation
from methods.metrics.confusion import auc, counts_at_every_threshold
from methods.models.logistic import fit_logistic
from methods.neighbours.nearest import nearest
from methods.once import once
from methods.preparation.best_of_many import best_correlations
from methods.preparation.imputation import (
    mean_filled,
    median_filled,
    nearest_filled,
    regression_filled,
)
from methods.preparation.missingness import missing_score, seen_masks
from methods.preparation.normal_missingness import cured_moments, interval_coverage, seen_normals
from methods.preparation.pair_moments import PairMoments, pair_moments
from methods.preparation.scalers import center_and_scale
from methods.preparation.split_by_time import (
    nearest_in_time,
    persistent_labels,
    right_at_distance,
)
from methods.preparation.split_twins import nearest_is_right, right_on_noise, twin_chance
from methods.preparation.target_encoding import (
    category_means,
    cross_fitted_codes,
    leave_one_out_codes,
    line_r2,
    noise_r2,
)
from methods.tables import Table, Tables, remembered

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

REASONS = {
    "chance": "By chance",
    "x": "By education, which is seen",
    "y": "By income itself",
}
SOURCES = {"survey": "Survey, drawn", "own": "Your own data"}
SURVEY = ("source", ("survey",))
CURES = {
    "drop": "Drop the row",
    "mean": "Fill in the mean",
    "median": "Fill in the median",
    "regression": "Regression",
    "draw": "Regression plus a draw",
    "nearest": "Mean of the 5 nearest",
}
LAWFUL = ("drop", "mean", "regression", "draw")  # whose moments have a closed form
INTERVALS = (*LAWFUL, "multiple")
MEASURES = {
    "r": "Correlation",
    "mean": "Mean",
    "sd": "Standard deviation",
    "slope": "Slope",
}
ENCODERS = {
    "plain": "Target mean, plain",
    "leave_one_out": "Target mean, leave one out",
    "cross_fitted": "Target mean, cross-fitted",
    "one_hot": "One-hot, a column each",
    "ordinal": "Ordinal, a number each",
}
TARGETS = ("plain", "leave_one_out", "cross_fitted")  # encoders that take means of the target
SCALERS = {"min_max": "Min-max", "standard": "Standard", "robust": "Robust"}
NEIGHBOURS = 5  # whose mean is filled in, and who tell a wine
SHOWN = 120  # rows that are drawn
EDGES = np.linspace(-3.6, 3.6, 25)  # of the bins of income
# Of the encoding: rows to learn from and as many new ones, numbers of categories, folds.
ENCODED, FOLDS = 1000, 5
CATEGORIES = (1, 2, 5, 8, 13, 22, 36, 60, 100, 175, 300, 500)
# Of the scaling: rows of each set, neighbours that vote, and places of the outlier.
SCALED, VOTERS = 200, 15
OUTLIERS = (3.0, 5.0, 10.0, 20.0, 30.0, 50.0, 100.0, 200.0, 300.0)
# Of the split: rows that are not copies, the share that trains, random splits, shares doubled.
SINGLE, TRAINING, SPLITS = 200, 0.8, 10
DOUBLED = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6)
# Of the split by time: rows of a table in time order, the days after it, and tables.
DATED, AHEAD, DATED_TABLES = 75, 15, 500
MOST_COLUMNS = 1000
MOST_DRAWN = 1e30  # of own values, as figures are sent in single precision
FEWEST = 100  # rows of a flight phase that is shown
HOLES, ENCODE, SCALE, SPLIT, COLUMNS = "Missing values", "Encode", "Scale", "Split", "Correlate"


@dataclass(frozen=True)
class Params:
    """Who does not tell, what is filled in, and the other steps before a model."""

    missing: float = ranged(
        0.4, 0.0, 0.9, "Missing values", step=0.015,
        help="The share of people whose income is not known. Who is missing stays missing. "
        "Your own missing values are missing at any share; beyond, known ones are hidden by chance.",
    )  # fmt: skip
    source: str = one_of(
        "survey", SOURCES, "Data", main=True, group=HOLES,
        help="Drawn people, of whom all is known, or a column of yours.",
    )  # fmt: skip
    reason: str = one_of(
        "chance", REASONS, "Missing", main=True, group=HOLES, when=SURVEY,
        help="What decides who is missing: MCAR, MAR and MNAR, in this order.",
    )  # fmt: skip
    cure: str = one_of(
        "mean", CURES, "Cure", main=True, group=HOLES,
        help="What is done about a missing value.",
    )  # fmt: skip
    strength: float = ranged(
        1.0, 0.1, 1.0, "Strength of the reason", step=0.05, group=HOLES, main=True,
        when=("reason", ("x", "y")),
        help="Its share in what decides; the rest is chance.",
    )  # fmt: skip
    measure: str = one_of(
        "r", MEASURES, "Followed along the axis", group=HOLES,
        help="What the figure with a line for each cure shows.",
    )  # fmt: skip
    n: int = ranged(
        300, 50, 2000, "People", scale="log", group=HOLES, when=SURVEY,
        help="How many were asked. At most 120 of them are drawn.",
    )  # fmt: skip
    correlation: float = ranged(
        0.6, -0.95, 0.95, "Correlation", step=0.05, group=HOLES, when=SURVEY,
        help="Of education and income, among all people there are.",
    )  # fmt: skip
    categories: int = ranged(
        100, 1, 500, "Categories", scale="log", group=ENCODE,
        help="How many different postcodes 1,000 rows have.",
    )  # fmt: skip
    encoder: str = one_of(
        "plain", ENCODERS, "Encoder", group=ENCODE,
        help="Which rows a category's mean of the target is taken over; or columns of 0 and 1, one for "
        "each category; or its number.",
    )  # fmt: skip
    smoothing: int = ranged(
        0, 0, 100, "Smoothing", unit="rows", group=ENCODE, when=("encoder", TARGETS),
        help="So many rows with the overall mean are added to each category.",
    )  # fmt: skip
    effect: float = ranged(
        0.0, 0.0, 1.0, "What categories carry", step=0.1, unit="sd", group=ENCODE,
        help="Standard deviation of the true category means; 0 is pure noise.",
    )  # fmt: skip
    outlier: float = ranged(
        30.0, 3.0, 300.0, "Outlier", scale="log", unit="sd", group=SCALE,
        help="Where one of 200 training values of the useful column lies.",
    )  # fmt: skip
    doubled: float = ranged(
        0.3, 0.0, 0.6, "Rows there twice", step=0.1, group=SPLIT,
        help="The share of 200 rows that got into the table a second time.",
    )  # fmt: skip
    autocorrelation: float = ranged(
        0.85, 0.0, 0.95, "Autocorrelation of days", step=0.05, group=SPLIT,
        help="Of the labels of two days in a row: at 0 no day tells anything of the next.",
    )  # fmt: skip
    columns: int = ranged(
        20, 1, MOST_COLUMNS, "Columns of noise", scale="log", group=COLUMNS,
        help="How many columns are looked at for the one that correlates best.",
    )  # fmt: skip
    cases: int = ranged(
        20, 5, 200, "Rows", scale="log", group=COLUMNS,
        help="How many rows those columns have.",
    )  # fmt: skip
    seed: int = seeded(0)

    def __post_init__(self) -> None:
        check(self)


AXIS = "missing"
OWN = "own_incomplete"  # the table that a visitor's own data takes the place of
STOPS = np.array([float(value) for value in stops(controls_of(Params)[AXIS])])

# Each differs from the defaults in more than the axis, so that no drag ends at a preset by chance.
PRESETS = {
    "start": Params(n=200),
    "too_good": Params(cure="regression"),
    "by_education": Params(reason="x", cure="drop", measure="slope"),
    "they_hide_it": Params(reason="y", cure="regression", measure="mean"),
    "hole_is_a_signal": Params(missing=0.105, reason="x", strength=0.5),
    "leaky_encoder": Params(categories=300),
    "one_outlier": Params(outlier=300.0),
    "by_phase": Params(missing=0.285, reason="x", cure="regression", measure="mean"),
}


@dataclass(frozen=True, eq=False)
class Pairs:
    """Rows of which y may be missing.

    Attributes
    ----------
    x, y, noise : (n,) two columns, and standard normal noise of the draws. Where y was never known it is
        0, which nothing uses.
    score : (n,) who is missing first, the highest; infinite where y was never known.
    never : (n,) whose y was never known.
    names : What x and y are called.
    across, up : Where the picture of x and of y begins and ends.
    """

    x: Floats
    y: Floats
    noise: Floats
    score: Floats
    never: Bools
    names: tuple[str, str]
    across: tuple[float, float]
    up: tuple[float, float]

    def seen(self, shares: ArrayLike) -> Bools:
        """(S, n) whose y is known when these shares are missing: never more than there are."""
        return seen_masks(self.score, np.maximum(np.asarray(shares, float), self.never.mean()))


@dataclass(frozen=True, eq=False)
class Encoding:
    """R² of a line on the code of a category, (encoders, numbers of categories), and at one number.

    Attributes
    ----------
    train, fresh : On the rows encoded and on new ones, at CATEGORIES.
    here_train, here_fresh : (encoders,) the same at the number asked for.
    seen : Categories that the rows have.
    expected : (numbers,) the mean of plain R² on noise, for the categories seen; `here_expected` too.
    """

    train: Floats
    fresh: Floats
    here_train: Floats
    here_fresh: Floats
    seen: int
    expected: Floats
    here_expected: float


@dataclass(frozen=True, eq=False)
class Scaling:
    """Accuracy of neighbours after each scaling, (scalers, OUTLIERS), and at the outlier asked for.

    `left` is the share of the 0-1 range of min-max that all values but the outlier have.
    """

    accuracy: Floats
    here: Floats
    left: float


@dataclass(frozen=True, eq=False)
class Wines:
    """Real wines, of which NEIGHBOURS tell the cultivar; each fold's columns are scaled by the others.

    Attributes
    ----------
    accuracy : (1 + scalers,) raw, and after each of SCALERS.
    heaviest : The column with the largest share of the squared distances between raw wines.
    share : That share.
    """

    accuracy: Floats
    heaviest: str
    share: float


@dataclass(frozen=True, eq=False)
class Twins:
    """Right on labels of noise, means over SPLITS, (DOUBLED,): split at random, by group, and the law."""

    random: Floats
    grouped: Floats
    law: Floats


@dataclass(frozen=True, eq=False)
class Dated:
    """DATED days in time order and AHEAD after them; the label is that of the nearest day known.

    Attributes
    ----------
    label : (DATED + AHEAD,) 0 or 1, of one table: the one whose shares are nearest to `promised`.
    train : (3, DATED + AHEAD) the days known: of its own some at random, or the first, or all of them.
    told : (3, DATED + AHEAD) labels told from those; a day that is known has its own.
    promised : (3,) share right of the days that test, and of those after the table, over DATED_TABLES.
    law : (3,) the same as it is expected.
    """

    label: Ints
    train: Bools
    told: Ints
    promised: Floats
    law: Floats

    @property
    def gap(self) -> float:
        """By how much a random split promises more than comes."""
        return float(self.promised[0] - self.promised[2])


@dataclass(frozen=True, eq=False)
class Flights:
    """Flights by whether the pressure at departure is known.

    Attributes
    ----------
    missing : Share of flights without it.
    cancelled : (2,) share cancelled where it is known, and where it is missing.
    rain : (2,) inches an hour, the same.
    filled, flagged : AUC on the other half, of pressure with the mean filled in; and with an indicator.
    """

    missing: float
    cancelled: Floats
    rain: Floats
    filled: float
    flagged: float


@dataclass(frozen=True, eq=False)
class Birds:
    """Bird strikes by phase of flight, those with at least FEWEST, the slowest first.

    Attributes
    ----------
    phases : Their names.
    rows, missing, speed : (P,) strikes, the share without a speed, and the mean speed in knots.
    overall : Share without a speed.
    dropped, by_phase : The mean speed of what is known; and with each phase's mean filled in.
    """

    phases: list[str]
    rows: Floats
    missing: Floats
    speed: Floats
    overall: float
    dropped: float
    by_phase: float


@dataclass(frozen=True, eq=False)
class Result:
    """All that is shown for `params`.

    Attributes
    ----------
    pairs : Education and income, standardised in the population; or two columns of a visitor's.
    seen : (n,) whose income is known.
    cured : (n,) incomes after the cure; of those dropped, or with too few known to be filled in, nan.
    full, now : Moments of all rows before any was hidden, and after the cure; nan where that leaves no
        spread. Of own data the first are of the rows that are known.
    line, truth : Intercept and slope of the line after the cure, and of the rows of `full`; nan with it.
    counts, counts_all : (bins,) incomes after the cure and of the rows of `full`, by `edges` (bins + 1,).
    swept : Moments at STOPS by cure, (S,) each. law : the same in closed form, of LAWFUL.
    coverage : Of the 95 % interval for the mean at STOPS, by INTERVALS; here_coverage at the place.
    here_law : Closed form at the place, by LAWFUL. It and the two above are of the survey, and are
        empty of own data, of which no truth is known.
    dated : A table in time order, split at random and by time, and the days after it.
    best, best_law : (MOST_COLUMNS,) the best |r| of so many columns of noise, and its median.
    """

    params: Params
    pairs: Pairs
    seen: Bools
    cured: Floats
    full: PairMoments
    now: PairMoments
    line: Floats
    truth: Floats
    edges: Floats
    counts: Floats
    counts_all: Floats
    swept: dict[str, PairMoments]
    law: dict[str, PairMoments]
    here_law: dict[str, PairMoments]
    coverage: dict[str, Floats]
    here_coverage: dict[str, float]
    encoding: Encoding
    scaling: Scaling
    wines: Wines
    twins: Twins
    dated: Dated
    best: Floats
    best_law: Floats
    flights: Flights
    birds: Birds

    @property
    def own(self) -> bool:
        """Whether the rows are a visitor's, of whom nobody knows what is missing."""
        return self.params.source == "own"

    @property
    def left(self) -> int:
        """Rows whose y is known."""
        return int(self.seen.sum())

    @property
    def never(self) -> int:
        """Rows whose y was never known."""
        return int(self.pairs.never.sum())

    @property
    def hidden(self) -> int:
        """Rows whose y is known but hidden."""
        return len(self.seen) - self.left - self.never

    @once
    def twin_place(self) -> int:
        """Which of DOUBLED is asked for."""
        return int(np.abs(np.array(DOUBLED) - self.params.doubled).argmin())


def compute(params: Params, tables: Tables) -> Result:
    """Make holes and fill them; encode, scale, split and look at columns beside.

    `tables["flights_nyc13_20k"]`, `tables["birdstrikes_faa_10k"]` and `tables["wine"]` are read, and for
    source "own" `tables["own_incomplete"]`: of its holes nothing is computed that needs what they hide.
    """
    p = params
    if p.source == "own":
        pairs, swept = _own(tables[OWN], p.seed)
        law: dict[str, PairMoments] = {}
        coverage: dict[str, Floats] = {}
        here_law, here_coverage = {}, {}
    else:
        pairs, swept, law, coverage = _survey(p.n, p.correlation, p.reason, p.strength, p.seed)
        here = seen_normals([p.missing], p.correlation, *_reasons(p))
        here_law = {cure: cured_moments(here, cure)[0] for cure in LAWFUL}
        here_coverage = {cure: float(interval_coverage(here, p.n, cure)[0]) for cure in INTERVALS}
    x, y, known = pairs.x, pairs.y, ~pairs.never
    seen = pairs.seen([p.missing])
    cured = _cured(pairs, seen, p.cure)[0]
    used = ~np.isnan(cured)
    full, now = pair_moments(x, y, known), pair_moments(x, cured, used)
    edges = EDGES if p.source == "survey" else np.linspace(*pairs.up, len(EDGES))
    inside = [np.clip(each, edges[0], edges[-1]) for each in (cured[used], y[known])]
    counts = [np.histogram(each, edges)[0].astype(float) for each in inside]
    best, best_law = _best(p.cases, p.seed)
    return Result(
        params=p,
        pairs=pairs,
        seen=seen[0],
        cured=cured,
        full=full,
        now=now,
        line=_line(x[used], now),
        truth=_line(x[known], full),
        edges=edges,
        counts=counts[0],
        counts_all=counts[1],
        swept=swept,
        law=law,
        here_law=here_law,
        coverage=coverage,
        here_coverage=here_coverage,
        encoding=_encoding(p.categories, p.smoothing, p.effect, p.seed),
        scaling=_scaling(p.outlier, p.seed),
        wines=_wines(tables["wine"], p.seed),
        twins=_twins(p.seed),
        dated=_dated(p.autocorrelation, p.seed),
        best=best,
        best_law=best_law,
        flights=_flights(tables["flights_nyc13_20k"], p.seed),
        birds=_birds(tables["birdstrikes_faa_10k"]),
    )


# --- missing values ------------------------------------------------------------------------------


def _reasons(p: Params) -> tuple[float, float]:
    """How what decides is correlated with x and with y."""
    root = float(np.sqrt(p.strength))
    return {
        "chance": (0.0, 0.0),
        "x": (root, root * p.correlation),
        "y": (root * p.correlation, root),
    }[p.reason]


def _people(n: int, rho: float, reason: str, strength: float, seed: int) -> Pairs:
    """Drawn people, of whom all is known."""
    x, rest, chance, noise = np.random.default_rng(seed).standard_normal((4, n))
    y = rho * x + np.sqrt(1 - rho**2) * rest
    share = 0.0 if reason == "chance" else strength
    score = missing_score(y if reason == "y" else x, chance, share)
    end = float(EDGES[-1])
    return Pairs(
        x, y, noise, score, np.zeros(n, bool), ("education", "income"), (-3.0, 3.0), (-end, end)
    )


def _cured(pairs: Pairs, seen: Bools, cure: str) -> Floats:
    """(S, n) y after the cure, nan where rows are dropped."""
    x, y = pairs.x, pairs.y
    match cure:
        case "drop":
            return np.where(seen, y, np.nan)
        case "mean":
            return mean_filled(y, seen)
        case "median":
            return median_filled(y, seen)
        case "regression":
            return regression_filled(x, y, seen)
        case "draw":
            return regression_filled(x, y, seen, pairs.noise)
    return nearest_filled(x, y, seen, NEIGHBOURS)


def _line(x: Floats, moments: PairMoments) -> Floats:
    """Intercept and slope of the line through rows with these moments."""
    return np.array([moments.mean - moments.slope * x.mean(), moments.slope])


def _swept(pairs: Pairs) -> dict[str, PairMoments]:
    """Moments at STOPS by cure."""
    seen, moments = pairs.seen(STOPS), {}
    for cure in CURES:
        cured = _cured(pairs, seen, cure)
        moments[cure] = pair_moments(pairs.x, cured, ~np.isnan(cured))
    return moments


@lru_cache(maxsize=8)
def _survey(
    n: int, rho: float, reason: str, strength: float, seed: int
) -> tuple[Pairs, dict[str, PairMoments], dict[str, PairMoments], dict[str, Floats]]:
    """People, and by cure at STOPS: moments, moments in closed form, and coverage."""
    pairs = _people(n, rho, reason, strength, seed)
    p = Params(n=n, correlation=rho, reason=reason, strength=strength, seed=seed)
    normals = seen_normals(STOPS, rho, *_reasons(p))
    law = {cure: cured_moments(normals, cure) for cure in LAWFUL}
    coverage = {cure: interval_coverage(normals, n, cure) for cure in INTERVALS}
    return pairs, _swept(pairs), law, coverage


@remembered
def _own(table: Table, seed: int) -> tuple[Pairs, dict[str, PairMoments]]:
    """A visitor's two columns, and moments by cure at STOPS: more are hidden by chance."""
    beside = next(name for name in table.columns if name.startswith("x:"))
    rng = np.random.default_rng(seed)
    some = rng.permutation(len(table[beside]))  # the first are drawn, and a file may be sorted
    x, y = table[beside][some], table["incomplete"][some]
    if max(np.abs(x).max(), np.nanmax(np.abs(y))) > MOST_DRAWN:
        raise ValueError(f"a value is beyond {MOST_DRAWN:g}: too far to be drawn")
    never = np.isnan(y)
    chance, noise = rng.standard_normal((2, len(x)))
    pairs = Pairs(
        x, np.where(never, 0.0, y), noise, np.where(never, np.inf, chance), never,
        (beside.removeprefix("x:"), table.words.get("incomplete", "incomplete")),
        _roomy(x), (0.0, 1.0),
    )  # fmt: skip
    # Where any cure puts what was never known is in the picture.
    put = [_cured(pairs, ~never[None], cure) for cure in CURES]
    return replace(pairs, up=_roomy(np.concatenate([*put, [y]], axis=None))), _swept(pairs)


def _roomy(values: Floats) -> tuple[float, float]:
    """Where a picture of these begins and ends."""
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    air = 0.06 * (high - low)
    return low - air, high + air


# --- the other steps -----------------------------------------------------------------------------


@lru_cache(maxsize=8)
def _encoding(categories: int, smoothing: int, effect: float, seed: int) -> Encoding:
    """Encode, fit a line on the codes, and look at new rows."""
    rng = np.random.default_rng([seed, 1])
    place = rng.random((2, ENCODED))
    noise = rng.standard_normal((2, ENCODED))
    means = rng.standard_normal(max(CATEGORIES))
    fold = rng.permutation(ENCODED) % FOLDS
    found, seen = [], []
    for k in (*CATEGORIES, categories):
        category, new = (place * k).astype(int)
        y, new_y = noise + effect * means[np.stack([category, new])]
        table = category_means(category, y, k, smoothing)
        codes = (
            table[category],
            leave_one_out_codes(category, y, k, smoothing),
            cross_fitted_codes(category, y, fold, k, smoothing),
        )
        # least squares on a column for each category has the category's mean
        columns, number = category_means(category, y, k), np.arange(float(k))
        found.append(
            [
                *(line_r2(code, y, table[new], new_y) for code in codes),
                line_r2(columns[category], y, columns[new], new_y),
                line_r2(number[category], y, number[new], new_y),
            ]
        )
        seen.append(len(np.unique(category)))
    r2 = np.array(found).transpose(2, 1, 0)
    expected = np.array([noise_r2(each, ENCODED) for each in seen])
    train, fresh = (each[:, :-1].copy() for each in r2)
    last = [each[:, -1].copy() for each in r2]
    return Encoding(
        train, fresh, last[0], last[1], seen[-1], expected[:-1].copy(), float(expected[-1])
    )


@lru_cache(maxsize=8)
def _scaling(outlier: float, seed: int) -> Scaling:
    """Neighbours vote on two columns of which the first tells the classes, and one value is far out."""
    rng = np.random.default_rng([seed, 2])
    label = np.arange(SCALED) % 2
    X, new = rng.standard_normal((2, SCALED, 2))
    for each in (X, new):
        each[:, 0] += 2.0 * label - 1.0
    accuracy = []
    for place in (*OUTLIERS, outlier):
        table = X.copy()
        table[0, 0] = place
        accuracy.append([_right(table, label, new, kind) for kind in SCALERS])
    found = np.array(accuracy).T
    ordinary = X[1:, 0]
    low, high = ordinary.min(), max(ordinary.max(), outlier)
    left = (ordinary.max() - low) / (high - low)
    return Scaling(found[:, :-1].copy(), found[:, -1].copy(), float(left))


def _right(X: Floats, label: NDArray[np.int_], new: Floats, kind: str) -> float:
    """Accuracy on new rows, with the same labels in order, after the scaling of the training rows."""
    center, scale = center_and_scale(X, kind)
    at, points = (new - center) / scale, (X - center) / scale
    square = np.square(at[:, None, 0] - points[:, 0]) + np.square(at[:, None, 1] - points[:, 1])
    voters = np.argpartition(square, VOTERS - 1, axis=1)[:, :VOTERS]
    return float(((label[voters].mean(axis=1) > 0.5) == label).mean())


@lru_cache(maxsize=8)
def _twins(seed: int) -> Twins:
    """1-nearest-neighbour on labels of noise, with rows there twice, split at random and by group."""
    rng = np.random.default_rng([seed, 3])
    X, y = rng.standard_normal((SINGLE, 2)), rng.integers(2, size=SINGLE)
    apart = np.square(X[:, None] - X).sum(axis=2)
    random, grouped, law = [], [], []
    for share in DOUBLED:
        copies = round(share * SINGLE)
        row = np.concatenate([np.arange(SINGLE), np.arange(copies)])
        between, training = apart[np.ix_(row, row)], round(TRAINING * len(row))
        right = []
        for _ in range(SPLITS):
            train = rng.permutation(len(row)) < training
            known = rng.permutation(SINGLE) < round(TRAINING * SINGLE)
            right.append([nearest_is_right(between, y[row], each) for each in (train, known[row])])
        random.append(np.mean(right, axis=0)[0])
        grouped.append(np.mean(right, axis=0)[1])
        law.append(right_on_noise(twin_chance(SINGLE, copies, training)))
    return Twins(np.array(random), np.array(grouped), np.array(law))


@lru_cache(maxsize=8)
def _dated(autocorrelation: float, seed: int) -> Dated:
    """Tables of days that are like the day before, split at random and by time, and the days after."""
    rng = np.random.default_rng([seed, 5])
    label = persistent_labels(rng.random((DATED_TABLES, DATED + AHEAD)), autocorrelation)
    training, days = round(TRAINING * DATED), np.arange(DATED + AHEAD)
    random = rng.permuted(np.tile(np.arange(DATED) < training, (DATED_TABLES, 1)), axis=1)
    train = np.zeros((3, DATED_TABLES, DATED + AHEAD), bool)
    train[0, :, :DATED], train[1, :, :training], train[2, :, :DATED] = random, True, True
    nearest = nearest_in_time(train)
    tested = ~train & (days < DATED)
    tested[2] = days >= DATED
    told = np.take_along_axis(label[None], nearest, axis=2)
    chance = right_at_distance(np.abs(nearest - days), autocorrelation)
    each = ((told == label) & tested).sum(axis=2) / tested.sum(axis=2)
    promised = each.mean(axis=1)
    usual = int(np.abs(each - promised[:, None]).sum(axis=0).argmin())
    return Dated(
        label[usual].copy(), train[:, usual].copy(), told[:, usual].copy(), promised,
        np.array([chance[i][tested[i]].mean() for i in range(3)]),
    )  # fmt: skip


@lru_cache(maxsize=8)
def _best(cases: int, seed: int) -> tuple[Floats, Floats]:
    """(MOST_COLUMNS,) the best |r| among so many columns of noise, and its median."""
    rng = np.random.default_rng([seed, 4])
    y, columns = rng.standard_normal(cases), rng.standard_normal((MOST_COLUMNS, cases))
    many = np.arange(1, MOST_COLUMNS + 1)
    return best_correlations(columns, y), median_best_correlation(many, cases)


# --- real tables ---------------------------------------------------------------------------------


@remembered
def _flights(table: Table, seed: int) -> Flights:
    """Pressure as the only feature of a logistic regression, filled in, without and with an indicator."""
    pressure, cancelled = table["pressure"], table["cancelled"] == 1
    missing = np.isnan(pressure)
    train = np.random.default_rng(seed).permutation(len(missing)) < len(missing) // 2
    fill = np.nanmean(pressure[train])
    filled = np.where(missing, fill, pressure) - fill
    X = np.column_stack([filled / filled[train].std(), missing])
    found = []
    for d in (1, 2):
        weights = fit_logistic(X[train, :d], cancelled[train], np.ones((1, int(train.sum()))))[0]
        score = X[~train, :d] @ weights[1:]
        found.append(auc(counts_at_every_threshold(cancelled[~train], score)))
    both = [~missing, missing]
    return Flights(
        float(missing.mean()),
        np.array([cancelled[rows].mean() for rows in both]),
        np.array([np.nanmean(table["precip"][rows]) for rows in both]),
        *found,
    )


@remembered
def _birds(table: Table) -> Birds:
    """Speeds by phase of flight, and their mean dropped or filled in by phase."""
    speed, phase = table["speed_ias_kt"], table["phase"]
    missing = np.isnan(speed)
    names, rows = np.unique(phase, return_counts=True)
    names = names[rows >= FEWEST]
    each = [
        (str(name), float(at.sum()), float(missing[at].mean()), float(np.nanmean(speed[at])))
        for name in names
        for at in [phase == name]
    ]
    each.sort(key=lambda one: one[3])
    count, share, mean = (np.array([one[i] for one in each]) for i in (1, 2, 3))
    kept = count * (1 - share)
    return Birds(
        [one[0] for one in each], count, share, mean, float(missing.mean()),
        float((kept * mean).sum() / kept.sum()), float((count * mean).sum() / count.sum()),
    )  # fmt: skip


@remembered
def _wines(table: Table, seed: int) -> Wines:
    """Neighbours tell wines of each fold, in their own units and after each scaling."""
    names = [name for name in table.columns if name != "cultivar"]
    X = np.column_stack([table[name] for name in names])
    y = np.asarray(table["cultivar"], np.int64)
    fold = np.random.default_rng([seed, 6]).permutation(len(X)) % FOLDS
    right = np.zeros(1 + len(SCALERS))
    for k in range(FOLDS):
        known = X[fold != k]
        scales = [center_and_scale(known, kind) for kind in SCALERS]
        for i, (center, scale) in enumerate([(0.0, 1.0), *scales]):
            found = nearest((X[fold == k] - center) / scale, (known - center) / scale, NEIGHBOURS)
            votes = y[fold != k][found.row]
            told = np.array([np.bincount(each).argmax() for each in votes])
            right[i] += (told == y[fold == k]).sum()
    spread = X.var(axis=0)  # half the mean square of a difference
    return Wines(right / len(X), names[int(spread.argmax())], float(spread.max() / spread.sum()))
