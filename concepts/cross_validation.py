"""What one split, k folds and the right way say of a model, over many shuffles of the same rows."""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from concepts.controls import check, one_of, ranged, seeded
from methods.tables import Table, Tables, remembered
from methods.validation.fold_errors import (
    corrected_standard_error,
    expected_squared_error,
    linear_accuracy,
    standard_error,
)
from methods.validation.folds import (
    chance_of_a_fold_without,
    fold_means,
    folds_of,
    forward_blocks,
    held_out,
    shuffles,
    stratified_folds,
)
from methods.validation.left_out_fits import (
    correlations_in,
    least_squares_left_one_out,
    least_squares_without_fold,
    mean_of_nearest_days,
    nearest_mean_scores,
    nearest_neighbour_without_fold,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

KINDS = {
    "classes": "Two classes, least squares",
    "regression": "A number, least squares",
    "diabetes": "Diabetes patients (real)",
    "genes": "Noise features, the best chosen",
    "patients": "Ten rows of each patient",
    "seattle": "Seattle weather (real)",
    "candidates": "Many models, all useless",
    "digits": "Handwritten digits, one rare (real)",
}
LINEAR, DRAWN = ("classes", "regression", "diabetes"), ("classes", "regression")
SCORES = {kind: "accuracy" for kind in KINDS} | {
    "regression": "mean squared error",
    "diabetes": "R²",
    "seattle": "RMSE in °C",
    "digits": "recall",
}
SHARES = ("accuracy", "recall")
WORSE_UP = ("regression", "seattle")  # kinds whose score is an error
RIGHT = {
    "classes": "leave-one-out",
    "regression": "leave-one-out",
    "diabetes": "leave-one-out",
    "genes": "chosen inside",
    "patients": "whole patients",
    "seattle": "only the past",
    "candidates": "nested",
    "digits": "stratified",
}
TABLE_OF = {"diabetes": "diabetes", "seattle": "seattle_weather", "digits": "digits"}
SHUFFLES = 61
SETS, SHOWN_SETS = 100, 40  # other data sets: drawn, and shown with their bars
KS = (2, 3, 4, 5, 7, 10, 15, 20)
SHOWN_SHUFFLES = 15
GENE_ROWS, GENES = 50, 1000
PATIENTS, ROWS_EACH, NEW_PATIENTS, WITHIN = 20, 10, 200, 0.3
NEAR, FIRST_YEAR = 5, 365
DIGIT, DIGIT_ROWS, MOST_RARE = 8, 100, 50
CANDIDATE_ROWS, CANDIDATE_FEATURES, CANDIDATE_FOLDS = 60, 3, 5
DATA, SCHEME = "Data", "Folds"


@dataclass(frozen=True)
class Params:
    """Which rows, how they are split, and which shuffle is looked at."""

    kind: str = one_of(
        "classes",
        KINDS,
        "Rows and model",
        help="What the rows are, and the model that is judged on them.",
        group=DATA,
        main=True,
    )
    shuffle: int = ranged(
        1,
        1,
        SHUFFLES,
        "Shuffle",
        help="Each shuffle splits the same rows anew.",
    )
    k: int = ranged(
        5,
        2,
        20,
        "Folds k",
        help="How many parts the rows are cut into; each is held out once.",
        group=SCHEME,
        when=("kind", tuple(kind for kind in KINDS if kind != "candidates")),
        main=True,
    )
    share: float = ranged(
        0.2,
        0.1,
        0.5,
        "Share held out by one split",
        step=0.05,
        help="The part of the rows that one split keeps for the test.",
        group=SCHEME,
        when=("kind", tuple(kind for kind in KINDS if kind != "candidates")),
    )
    n: int = ranged(
        100,
        40,
        400,
        "Rows n",
        scale="log",
        help="How many rows there are to learn from and to test on.",
        group=DATA,
        when=("kind", DRAWN),
        main=True,
    )
    features: int = ranged(
        5,
        1,
        15,
        "Features p",
        help="Of the two classes only the first tells them apart.",
        group=DATA,
        when=("kind", DRAWN),
    )
    separation: float = ranged(
        1.8,
        0.0,
        4.0,
        "Distance between the classes",
        step=0.1,
        unit="sd",
        help="How far apart the class means lie in the first feature.",
        group=DATA,
        when=("kind", ("classes",)),
    )
    chosen: int = ranged(
        20,
        1,
        100,
        "Features chosen",
        help="So many of 1,000 noise features, those that correlate most with the label.",
        group=DATA,
        when=("kind", ("genes",)),
        main=True,
    )
    shift: float = ranged(
        1.0,
        0.0,
        3.0,
        "Distance between ill and well",
        step=0.1,
        unit="sd",
        help="How far apart the patients' means lie in the first of five features.",
        group=DATA,
        when=("kind", ("patients",)),
        main=True,
    )
    block: int = ranged(
        30,
        5,
        180,
        "Predicted at once",
        step=5,
        unit="days",
        help="The mean of the last five days predicts all of the next so many.",
        group=SCHEME,
        when=("kind", ("seattle",)),
        main=True,
    )
    rare: int = ranged(
        5,
        2,
        MOST_RARE,
        "Eights among 100 digits",
        help="The class to be found; the nearest of the training images says which it is.",
        group=DATA,
        when=("kind", ("digits",)),
        main=True,
    )
    candidates: int = ranged(
        100,
        1,
        100,
        "Models tried",
        scale="log",
        help="Each is a nearest-mean rule on three noise features of its own, in 5 folds.",
        group=DATA,
        when=("kind", ("candidates",)),
        main=True,
    )
    seed: int = seeded(0, group=DATA)

    def __post_init__(self) -> None:
        check(self)


AXIS = "shuffle"
PRESETS = {
    "start": Params(n=60),
    "diabetes": Params(kind="diabetes"),
    "small_k": Params(kind="regression", n=40, features=15, k=2),
    "rare_class": Params(kind="digits", shuffle=7),
    "chosen_outside": Params(kind="genes"),
    "same_patients": Params(kind="patients"),
    "tomorrow": Params(kind="seattle"),
    "best_of_many": Params(kind="candidates"),
}


@dataclass(frozen=True, eq=False)
class Sweep:
    """Every shuffle of the same rows.

    Attributes
    ----------
    folds : (SHUFFLES, n) The fold of each row.
    held : (SHUFFLES, n) Whether one split holds it out.
    right : (SHUFFLES, n) The fold of each row in the third lane where that has folds of its own, of
        whole patients or stratified, else (SHUFFLES, 0).
    part : (n,) Which class, patient or month a row belongs to: its parity is drawn.
    scores : (3, SHUFFLES) Of one split, of k folds, and of the third lane, `RIGHT`.
    fold_scores : (SHUFFLES, k) What the second lane is the mean of.
    truth : What the model that learns from all rows gets on new ones; nan if it is not known.
    by_k : (3, len(KS)) Mean, least and most of k folds over SHOWN_SHUFFLES shuffles; (3, 0) unless
        the kind is one of LINEAR.
    best : (candidates,) The best score among the first models, mean over the shuffles; or (0,).
    ahead : (block,) RMSE so many days ahead; or (0,).
    first : (2, SHUFFLES) One split and k folds of least squares on the first feature alone, in
        "classes"; or (2, 0).
    first_truth : What that gets on new rows; nan if there is none.
    """

    folds: Ints
    held: Bools
    right: Ints
    part: Ints
    scores: Floats
    fold_scores: Floats
    truth: float
    by_k: Floats
    best: Floats
    ahead: Floats
    first: Floats
    first_truth: float


@dataclass(frozen=True, eq=False)
class Luck:
    """k folds on SETS other data sets of the same kind, (SETS,) unless said; (0,) where none are drawn.

    Attributes
    ----------
    estimate : Mean over the folds.
    truth : What each one's model gets on new rows.
    error : sd / sqrt(k) of the fold scores.
    covered : (3,) The share of sets whose truth lies within 2 of these, within Student's t of them,
        and within t of the corrected ones; nan where none are drawn.
    correlation : Of estimate and truth; nan where none are drawn.
    """

    estimate: Floats
    truth: Floats
    error: Floats
    covered: Floats
    correlation: float


@dataclass(frozen=True, eq=False)
class Result:
    """All that is shown for `params`.

    Attributes
    ----------
    n, k : Rows and folds as used.
    folds, held, right : (n,) As in `Sweep`, for this shuffle.
    part : (n,) As in `Sweep`.
    scores : (3, SHUFFLES) As in `Sweep`.
    fold_scores : (k,) For this shuffle.
    fold_ends : (2,) The least and the most that a fold scores in any shuffle.
    truth : nan if it is not known.
    by_k, best, ahead, first, first_truth : As in `Sweep`; `first_truth` is nan if there is none.
    without : (2,) In how many shuffles a fold has no eight, shuffled and stratified; or (0,).
    chance : (MOST_RARE - 1,) The probability of that, shuffled, for 2 and more eights; or (0,).
    expected : (len(KS),) The mean of k folds over all data sets, in closed form; (0,) but for
        "regression".
    expected_all : What the model of all rows gets, mean over all data sets; nan but for "regression".
    luck : k folds on other data sets.
    """

    params: Params
    n: int
    k: int
    folds: Ints
    held: Bools
    right: Ints
    part: Ints
    scores: Floats
    fold_scores: Floats
    fold_ends: Floats
    truth: float
    by_k: Floats
    best: Floats
    ahead: Floats
    first: Floats
    first_truth: float
    without: Ints
    chance: Floats
    expected: Floats
    expected_all: float
    luck: Luck

    @property
    def now(self) -> Floats:
        """(3,) The three scores of this shuffle."""
        return np.asarray(self.scores[:, self.params.shuffle - 1])

    @property
    def sign(self) -> float:
        """1 if a higher score is better, else -1."""
        return -1.0 if self.params.kind in WORSE_UP else 1.0

    @property
    def lanes(self) -> tuple[str, str, str]:
        """What the three scores are called."""
        kind = self.params.kind
        if kind == "candidates":
            models = self.params.candidates
            best = f"best of {models}" if models > 1 else "the only model"
            return "one model", best, RIGHT[kind]
        return "one split", f"{self.k} folds", RIGHT[kind]

    @property
    def is_share(self) -> bool:
        """Whether scores are shares of 1, said in percent."""
        return SCORES[self.params.kind] in SHARES

    @property
    def repeated(self) -> Floats:
        """(SHUFFLES,) The mean of the second lane over the first shuffles: folds, repeated."""
        return np.asarray(np.cumsum(self.scores[1]) / np.arange(1, SHUFFLES + 1))

    @property
    def gains(self) -> Floats:
        """(3, SHUFFLES) or (3, 0): by how much the first feature alone beats all features.

        By one split for each, all features having the next shuffle's; by one split for both; and by
        k folds for both.
        """
        if self.first.size == 0:
            return np.zeros((3, 0))
        one, folds = self.scores[:2]
        return np.array([self.first[0] - np.roll(one, -1), *(self.first - [one, folds])])

    @property
    def spread(self) -> Floats:
        """(3,) Largest less smallest score over the shuffles."""
        return np.asarray(np.ptp(self.scores, axis=1))

    @property
    def pessimism(self) -> float:
        """By how much k folds overstate the error of all rows' model, as a share; nan if not known."""
        if self.params.kind != "regression":
            return float("nan")
        used = expected_squared_error(self.n * (1 - 1 / self.k), self.params.features)
        return used / self.expected_all - 1


def compute(params: Params, tables: Tables) -> Result:
    """All shuffles of the same rows, and this one. `tables` is read for real rows only."""
    plain = replace(params, shuffle=Params.shuffle)
    if params.kind in TABLE_OF:
        sweep = _of_table(tables[TABLE_OF[params.kind]], plain)
    else:
        sweep = _drawn(plain)
    at, regression = params.shuffle - 1, params.kind == "regression"
    n = sweep.part.size
    return Result(
        params=params,
        n=n,
        k=sweep.fold_scores.shape[1],
        folds=sweep.folds[at].copy(),
        held=sweep.held[at].copy(),
        right=sweep.right[at].copy(),
        part=sweep.part,
        scores=sweep.scores,
        fold_scores=sweep.fold_scores[at].copy(),
        fold_ends=np.array([sweep.fold_scores.min(), sweep.fold_scores.max()]),
        truth=sweep.truth,
        by_k=sweep.by_k,
        best=sweep.best,
        ahead=sweep.ahead,
        first=sweep.first,
        first_truth=sweep.first_truth,
        without=_without(sweep) if params.kind == "digits" else np.zeros(0, int),
        chance=np.array(
            [chance_of_a_fold_without(n, rare, params.k) for rare in range(2, MOST_RARE + 1)]
            if params.kind == "digits"
            else []
        ),
        expected=np.array(
            [expected_squared_error(n * (1 - 1 / k), params.features) for k in KS]
            if regression
            else []
        ),
        expected_all=expected_squared_error(n, params.features) if regression else float("nan"),
        luck=_luck(plain),
    )


# --- the rows --------------------------------------------------------------------------------


def draw(params: Params, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Features (n, p) and target (n,) of "classes", -1 and 1, or of "regression"."""
    x = rng.standard_normal((params.n, params.features))
    if params.kind == "regression":
        return x, x.sum(axis=1) + rng.standard_normal(params.n)
    y = np.where(np.arange(params.n) < params.n // 2, 1.0, -1.0)
    x[:, 0] += params.separation / 2 * y
    return x, y


def own_truth(params: Params, x: Floats, y: Floats) -> Floats:
    """What least squares on these rows gets on new ones: accuracy, or mean squared error; exact.

    `x` is (..., n, q), the first q features, and `y` (..., n): (...).
    """
    columns = _with_one(x)
    across = np.swapaxes(columns, -1, -2)
    weights = np.asarray(np.linalg.solve(across @ columns, across @ y[..., None]), float)[..., 0]
    if params.kind == "regression":
        return np.asarray(1 + weights[..., 0] ** 2 + ((weights[..., 1:] - 1) ** 2).sum(axis=-1))
    mean = np.zeros(x.shape[-1])
    mean[0] = params.separation / 2
    return linear_accuracy(weights[..., 1:], weights[..., 0], mean)


def draw_patients(
    patients: int, shift: float, rng: np.random.Generator
) -> tuple[Floats, Bools, Ints]:
    """ROWS_EACH rows of each patient: features (n, 5), whether ill, and whose row it is, (n,)."""
    ill, means = np.arange(patients) % 2 == 0, rng.standard_normal((patients, 5))
    means[:, 0] += shift * (ill - 0.5)
    whose = np.repeat(np.arange(patients), ROWS_EACH)
    return means[whose] + WITHIN * rng.standard_normal((whose.size, 5)), ill[whose], whose


def _with_one(x: Floats) -> Floats:
    return np.concatenate([np.ones_like(x[..., :1]), x], axis=-1)


def _squared_distances(x: Floats, z: Floats) -> Floats:
    return np.asarray((x**2).sum(axis=1)[:, None] + (z**2).sum(axis=1) - 2 * x @ z.T)


def _halves(n: int) -> Bools:
    return np.arange(n) < n // 2


# --- the shuffles ----------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class _Split:
    orders: Ints
    folds: Ints
    held: Bools
    k: int


def _split(n: int, k: int, share: float, seed: int) -> _Split:
    orders = shuffles(n, SHUFFLES, np.random.default_rng([seed, 1]))
    return _Split(orders, folds_of(orders, k), held_out(orders, share), k)


def _mean_where(values: Floats, held: Bools) -> Floats:
    return np.asarray((values * held).sum(axis=-1) / held.sum(axis=-1))


def _sweep(split: _Split, part: Ints, scores: list[Floats], fold_scores: Floats, truth: float,
           right: Ints | None = None, by_k: Floats | None = None, best: Floats | None = None,
           ahead: Floats | None = None, first: Floats | None = None,
           first_truth: float = float("nan")) -> Sweep:  # fmt: skip
    return Sweep(
        split.folds,
        split.held,
        np.zeros((SHUFFLES, 0), int) if right is None else right,
        part,
        np.array([np.broadcast_to(each, SHUFFLES) for each in scores]),
        fold_scores,
        truth,
        np.zeros((3, 0)) if by_k is None else by_k,
        np.zeros(0) if best is None else best,
        np.zeros(0) if ahead is None else ahead,
        np.zeros((2, 0)) if first is None else first,
        first_truth,
    )


@lru_cache(maxsize=16)
def _drawn(params: Params) -> Sweep:
    match params.kind:
        case "genes":
            return _genes(params)
        case "patients":
            return _patients(params)
        case "candidates":
            return _candidates(params)
    x, y = draw(params, np.random.default_rng(params.seed))
    part = _halves(params.n).astype(int) if params.kind == "classes" else np.zeros(params.n, int)
    sweep = _least_squares(params, x, y, part, float(own_truth(params, x, y)))
    if params.kind == "regression":
        return sweep
    split = _split(params.n, params.k, params.share, params.seed)
    one, fold_scores = _by_least_squares(params.kind, _with_one(x[:, :1]), y, split)
    return replace(
        sweep,
        first=np.array([one, fold_scores.mean(axis=1)]),
        first_truth=float(own_truth(params, x[:, :1], y)),
    )


@remembered
def _of_table(table: Table, params: Params) -> Sweep:
    if params.kind == "seattle":
        return _seattle(params, table["temp_max"], table["date"])
    if params.kind == "digits":
        return _digits(params, table["X"], table["y"])
    names = [name for name in table.columns if name != "progression"]
    x, y = np.column_stack([table[name] for name in names]), table["progression"]
    x = (x - x.mean(axis=0)) / x.std(axis=0)  # changes no prediction, only rounding
    return _least_squares(params, x, y, np.zeros(y.size, int), float("nan"))


def _score_folds(kind: str, y: Floats, predicted: Floats, folds: Ints, k: int) -> Floats:
    """Accuracy, mean squared error or R² of each fold: (S, k)."""
    if kind == "classes":
        return fold_means(((predicted > 0) == (y > 0)).astype(float), folds, k)
    squared = fold_means((y - predicted) ** 2, folds, k)
    if kind == "regression":
        return squared
    wide = np.broadcast_to(y, folds.shape)
    variance = fold_means(wide**2, folds, k) - fold_means(wide, folds, k) ** 2
    return np.asarray(1 - squared / variance)


def _by_least_squares(
    kind: str, columns: Floats, y: Floats, split: _Split
) -> tuple[Floats, Floats]:
    """The score of one split (SHUFFLES,), and of each fold (SHUFFLES, k)."""
    predicted = least_squares_without_fold(columns, y, split.folds, split.k)
    fold_scores = _score_folds(kind, y, predicted, split.folds, split.k)
    two = np.where(split.held, 0, 1)
    # the other way round, few rows may teach many columns: nobody asks
    seen = np.where(split.held, least_squares_without_fold(columns, y, two, 2), 0.0)
    return _score_folds(kind, y, seen, two, 2)[:, 0], fold_scores


def _least_squares(params: Params, x: Floats, y: Floats, part: Ints, truth: float) -> Sweep:
    columns, split = _with_one(x), _split(len(y), params.k, params.share, params.seed)
    kind = params.kind
    one, fold_scores = _by_least_squares(kind, columns, y, split)
    alone = least_squares_left_one_out(columns, y)[None]
    # R² of one row is not defined: the rows left out are scored together
    left_out = _score_folds(kind, y, alone, np.zeros((1, len(y)), int), 1)[0, 0]
    by_k = []
    for each in KS:
        folds = folds_of(split.orders[:SHOWN_SHUFFLES], each)
        guess = least_squares_without_fold(columns, y, folds, each)
        means = _score_folds(kind, y, guess, folds, each).mean(axis=1)
        by_k.append((means.mean(), means.min(), means.max()))
    scores = [one, fold_scores.mean(axis=1), left_out]
    return _sweep(split, part, scores, fold_scores, truth, by_k=np.array(by_k).T)


def _genes(params: Params) -> Sweep:
    x, y = (
        np.random.default_rng(params.seed).standard_normal((GENE_ROWS, GENES)),
        _halves(GENE_ROWS),
    )
    split, k = _split(GENE_ROWS, params.k, params.share, params.seed), params.k
    outside = _kept(x, y, np.ones((1, GENE_ROWS), bool), params.chosen)
    train = (split.folds[:, None, :] != np.arange(k)[:, None]).reshape(-1, GENE_ROWS)
    few = x[:, outside[0]]
    found = [
        _row_of_fold(nearest_mean_scores(few, y, train), split, k),
        _row_of_fold(nearest_mean_scores(x, y, train, _kept(x, y, train, params.chosen)), split, k),
    ]
    wrong, inside = (fold_means(((f > 0) == y).astype(float), split.folds, k) for f in found)
    once = (nearest_mean_scores(few, y, ~split.held) > 0) == y
    scores = [_mean_where(once, split.held), wrong.mean(axis=1), inside.mean(axis=1)]
    return _sweep(split, y.astype(int), scores, wrong, 0.5)


def _kept(x: Floats, y: Bools, train: Bools, most: int) -> Bools:
    """The features that correlate most with y in each training set, (T, p)."""
    size = np.abs(correlations_in(x, y.astype(float), train))
    best = np.argpartition(-size, most - 1, axis=1)[:, :most]
    keep = np.zeros(size.shape, bool)
    np.put_along_axis(keep, best, True, axis=1)
    return keep


def _row_of_fold(scores: Floats, split: _Split, k: int) -> Floats:
    """Of scores by model and row, (S k, n), those by the model without the row's fold: (S, n)."""
    by_fold = scores.reshape(SHUFFLES, k, -1)
    return np.take_along_axis(by_fold, split.folds[:, None, :], axis=1)[:, 0]


def _patients(params: Params) -> Sweep:
    x, ill, whose = draw_patients(PATIENTS, params.shift, np.random.default_rng(params.seed))
    new, new_ill, _ = draw_patients(
        NEW_PATIENTS, params.shift, np.random.default_rng([params.seed, 2])
    )
    split, k = _split(ill.size, params.k, params.share, params.seed), params.k
    groups = shuffles(PATIENTS, SHUFFLES, np.random.default_rng([params.seed, 3]))
    together, distance = folds_of(groups, k)[:, whose], _squared_distances(x, x)
    wrong, right = (
        fold_means(
            (ill[nearest_neighbour_without_fold(distance, folds)] == ill).astype(float), folds, k
        )
        for folds in (split.folds, together)
    )
    two = np.where(split.held, 0, 1)
    once = ill[nearest_neighbour_without_fold(distance, two)] == ill
    truth = float((ill[_squared_distances(new, x).argmin(axis=1)] == new_ill).mean())
    scores = [_mean_where(once, split.held), wrong.mean(axis=1), right.mean(axis=1)]
    return _sweep(split, whose, scores, wrong, truth, right=together)


def _seattle(params: Params, warmest: Floats, dates: NDArray[np.str_]) -> Sweep:
    n, k = warmest.size, params.k
    split = _split(n, k, params.share, params.seed)

    def rmse(test: Bools) -> float:
        at = np.flatnonzero(test)
        error = warmest[at] - mean_of_nearest_days(warmest, ~test, NEAR, at)
        return float(np.sqrt((error**2).mean()))

    fold_scores = np.array([[rmse(folds == i) for i in range(k)] for folds in split.folds])
    once = np.array([rmse(held) for held in split.held])
    blocks = forward_blocks(n, FIRST_YEAR, params.block)
    errors = np.full((len(blocks), params.block), np.nan)
    for row, (start, end) in zip(errors, blocks, strict=True):
        row[: end - start] = warmest[start:end] - warmest[start - NEAR : start].mean()
    forward = np.sqrt(np.nanmean(errors**2))
    ahead = np.sqrt(np.nanmean(errors**2, axis=0))
    month = np.array([int(date[5:7]) for date in dates])
    scores = [once, fold_scores.mean(axis=1), forward]
    return _sweep(split, month, scores, fold_scores, float("nan"), ahead=ahead)


def draw_digits(params: Params, digits: NDArray[np.uint8]) -> tuple[Ints, Ints]:
    """The places of DIGIT_ROWS images, `rare` of them of DIGIT, mixed; and of all other DIGITs."""
    rng = np.random.default_rng(params.seed)
    eights = rng.permutation(np.flatnonzero(digits == DIGIT))
    others = rng.permutation(np.flatnonzero(digits != DIGIT))[: DIGIT_ROWS - params.rare]
    return rng.permutation(np.append(eights[: params.rare], others)), eights[params.rare :]


def _digits(params: Params, images: NDArray[np.uint8], digits: NDArray[np.uint8]) -> Sweep:
    """Recall of the rare digit by the nearest image; 0 in a fold without any, as in scikit-learn."""
    rows, new = draw_digits(params, digits)
    x, y = images[rows].astype(float), digits[rows] == DIGIT
    split, k = _split(y.size, params.k, params.share, params.seed), params.k
    stratified, distance = stratified_folds(split.orders, y, k), _squared_distances(x, x)

    def recall(folds: Ints, parts: int) -> Floats:
        found = y[nearest_neighbour_without_fold(distance, folds)] & y
        eights = fold_means(np.broadcast_to(y, folds.shape).astype(float), folds, parts)
        hits = fold_means(found.astype(float), folds, parts)
        return np.divide(hits, eights, out=np.zeros_like(hits), where=eights > 0)

    wrong, right = recall(split.folds, k), recall(stratified, k)
    once = recall(np.where(split.held, 0, 1), 2)[:, 0]
    nearest = _squared_distances(images[new].astype(float), x).argmin(axis=1)
    scores = [once, wrong.mean(axis=1), right.mean(axis=1)]
    return _sweep(split, y.astype(int), scores, wrong, float(y[nearest].mean()), right=stratified)


def _without(sweep: Sweep) -> Ints:
    """In how many shuffles a fold has no row of part 1: shuffled, and in the third lane."""
    k = sweep.fold_scores.shape[1]
    wide = np.broadcast_to(sweep.part, sweep.folds.shape).astype(float)
    shares = [fold_means(wide, folds, k) for folds in (sweep.folds, sweep.right)]
    return np.array([int((share == 0).any(axis=1).sum()) for share in shares])


def _candidates(params: Params) -> Sweep:
    """The best of many by their folds, and nested: the choice is made anew without each fold.

    Without fold o, the folds that choose are the other ones, so all that is ever fitted is a model
    without one fold or without two.
    """
    shape = (params.candidates, CANDIDATE_ROWS, CANDIDATE_FEATURES)
    x, y = np.random.default_rng(params.seed).standard_normal(shape), _halves(CANDIDATE_ROWS)
    k = CANDIDATE_FOLDS
    split = _split(CANDIDATE_ROWS, k, Params.share, params.seed)
    pairs = [(a, b) for a in range(k) for b in range(a, k)]
    place = np.zeros((k, k), int)
    for i, (a, b) in enumerate(pairs):
        place[a, b] = place[b, a] = i
    each = np.arange(k)
    every, best, nested, winners = [], [], [], []
    for folds in split.folds:
        train = np.array([(folds != a) & (folds != b) for a, b in pairs])
        right = ((nearest_mean_scores(x, y, train) > 0) == y).astype(float)
        member = (folds[:, None] == each).astype(float)
        hits = right @ member / member.sum(axis=0)  # by model, what is left out, and fold
        plain = hits[:, place[each, each], each]
        every.append(plain.mean(axis=1))
        best.append(int(np.round(every[-1], 12).argmax()))
        winners.append(plain[best[-1]])
        outer = []
        for o in range(k):
            inner = [i for i in range(k) if i != o]
            inside = hits[:, place[o, inner], inner].mean(axis=1)
            choice = np.round(inside, 12).argmax()  # of models as good the first
            outer.append(plain[choice, o])
        nested.append(np.mean(outer))
    means = np.array(every)
    running = np.maximum.accumulate(means, axis=1).mean(axis=0)
    scores = [means[:, 0], means.max(axis=1), np.array(nested)]
    return _sweep(split, y.astype(int), scores, np.array(winners), 0.5, best=running)


# --- other data sets -------------------------------------------------------------------------


@lru_cache(maxsize=16)
def _luck(params: Params) -> Luck:
    if params.kind not in DRAWN:
        none = np.zeros(0)
        return Luck(none, none, none, np.full(3, np.nan), float("nan"))
    from scipy.special import stdtrit

    rng, k = np.random.default_rng([params.seed, 4]), params.k
    drawn = [(*draw(params, rng), shuffles(params.n, 1, rng)[0]) for _ in range(SETS)]
    x, y, orders = (np.array(each) for each in zip(*drawn, strict=True))
    folds = folds_of(orders, k)
    predicted = least_squares_without_fold(_with_one(x), y, folds, k)
    each = _score_folds(params.kind, y, predicted, folds, k)
    target = own_truth(params, x, y)
    estimate, error, t = each.mean(axis=1), standard_error(each), stdtrit(k - 1, 0.975)
    bars = np.array([2 * error, t * error, t * corrected_standard_error(each)])
    covered = (np.abs(estimate - target) <= bars).mean(axis=1)
    constant = min(np.ptp(estimate), np.ptp(target)) == 0
    return Luck(
        estimate,
        target,
        error,
        covered,
        float("nan") if constant else float(np.corrcoef(estimate, target)[0, 1]),
    )
