"""Ensembles: what many models answer together, member by member; bagged, boosted, stacked, or voting."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from concepts.controls import check, one_of, ranged, seeded
from methods.models.adaboost import adaboost, staged_scores
from methods.models.forests import forest, out_of_bag_means, running_means, vote_errors
from methods.models.majority_vote import (
    majority_limit,
    majority_right,
    question_density,
    vote_distribution,
)
from methods.models.stacking import Fit, handed_votes, in_sample, nonnegative_weights, out_of_fold
from methods.models.tree_ensembles import Resamples, bagged_members, boosting_fits, resampled
from methods.once import once
from methods.tables import Table, Tables, remembered
from methods.validation.decomposition import moments
from methods.validation.member_spread import Spread, member_spread
from methods.validation.training_sets import GRID, TrainingSets, simulated

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

KINDS = {
    "bagging": "Bagged trees on a curve",
    "boosting": "Boosted stumps on a curve",
    "features": "Random forest, many features",
    "forest": "Random forest, breast lumps (real)",
    "adaboost": "AdaBoost, breast lumps (real)",
    "stopping": "Gradient boosting, diabetes (real)",
    "stack": "A stack of four, diabetes (real)",
    "vote": "A jury",
}
# The kinds whose truth is a curve, whose bias and variance are known, whose members are averaged.
CURVES = ("bagging", "boosting")
KNOWN = (*CURVES, "features")
AVERAGED = ("bagging", "features", "forest")
LUMPS = ("forest", "adaboost")
DIABETES = ("stopping", "stack")
UNIT = {
    "bagging": "tree", "boosting": "round", "features": "tree", "forest": "tree", "adaboost": "round",
    "stopping": "round", "stack": "vote", "vote": "voter",
}  # fmt: skip
MOST = 300
# Where members cost most there are fewer; the axis then stands at the last.
FEWER = {"bagging": 100, "features": 40, "forest": 80, "stopping": 200}
WORLDS = {
    "alike": "20 features that say much the same",
    "friedman": "10 features, of which 5 matter",
}
SIZE = {"alike": 150, "friedman": 200}
FEATURES_NOISE = {"alike": 1.5, "friedman": 1.0}  # standard deviations
WIDTH = {"alike": 20, "friedman": 10, "lumps": 30}
LEVELS = {"in_sample": "In-sample", "out_of_fold": "Out-of-fold"}
MODELS = ("ridge", "full tree", "1 neighbour", "15 neighbours")
RATES = (1.0, 0.3, 0.1, 0.03)
ROUNDS_TRIED = (60, 150, 350, 1100)  # so many of each of RATES
SETS = 30  # training sets, of which bias and variance are taken
RATE_SETS, LOOKS = 15, 150  # of every rate so many rounds are looked at
FOREST_SETS, SHARED_TREES, PLACES = 8, 10, 200  # the same of many features; trees each; test rows
SHOWN = 20  # members drawn faintly
LUMPS_TRAINED, PATIENTS_TRAINED, FOLDS, DEPTH, PATIENCE = 285, 221, 5, 3, 10
RIDGE = 0.01
SAME = 1e-12  # weights below it are only rounding
DENSITY_AT = (np.arange(200) + 0.5) / 200
MEMBERS, DATA = "Members", "Data"


def most_of(kind: str) -> int:
    """How many members there are at most."""
    return FEWER.get(kind, MOST)


def called(value: int, params: "Params") -> str:
    """What a stop of the axis is called: "1 tree", "50 rounds"; beyond the last member, the last."""
    value = min(value, most_of(params.kind))
    return f"{value:,} {UNIT[params.kind]}{'' if value == 1 else 's'}"


@dataclass(frozen=True)
class Params:
    """Which members, how many, trained how and on what."""

    kind: str = one_of(
        "bagging", KINDS, "Ensemble", group=MEMBERS, main=True,
        help="How members are made and put together, and what they learn from.",
    )  # fmt: skip
    members: int = ranged(
        25, 1, MOST, "Members", scale="log", names=called,
        help="Models averaged, rounds of boosting, votes. Costly ones end below 300.",
    )  # fmt: skip
    leaf: int = ranged(
        1, 1, 20, "Rows in a leaf, at least", group=MEMBERS, when=("kind", ("bagging",)), main=True,
        help="At 1 a tree is grown until each leaf holds one row.",
    )  # fmt: skip
    rate: float = ranged(
        0.1, 0.03, 1.0, "Learning rate", scale="log", group=MEMBERS,
        when=("kind", ("boosting", "stopping")), main=True,
        help="The share of each member's answer that is added.",
    )  # fmt: skip
    world: str = one_of(
        "alike", WORLDS, "Features", group=DATA, when=("kind", ("features",)),
        help="Of the 20, correlated 0.5, ten have an equal effect. Of the 10 five have unequal ones.",
    )  # fmt: skip
    tried: int = ranged(
        5, 1, 30, "Features tried at each cut", group=MEMBERS, when=("kind", ("features", "forest")),
        main=True, help="They are drawn anew for each cut. More than there are is all of them.",
    )  # fmt: skip
    flips: float = ranged(
        0.0, 0.0, 0.3, "Wrong labels", step=0.05, group=DATA, when=("kind", LUMPS), main=True,
        help="The chance that the label of a training row is turned. Fresh rows keep theirs.",
    )  # fmt: skip
    level: str = one_of(
        "out_of_fold", LEVELS, "Level-1 columns", group=MEMBERS, when=("kind", ("stack",)), main=True,
        help="What votes are judged by: answers on rows the models were trained on, or on held-out ones.",
    )  # fmt: skip
    chance: float = ranged(
        0.6, 0.3, 0.9, "A voter is right", step=0.05, group=MEMBERS, when=("kind", ("vote",)), main=True,
        help="The chance that one voter alone is right.",
    )  # fmt: skip
    correlation: float = ranged(
        0.3, 0.0, 0.9, "Correlation of two voters", step=0.05, group=MEMBERS, when=("kind", ("vote",)),
        main=True, help="How far two voters tend to be right about the same questions.",
    )  # fmt: skip
    n: int = ranged(
        80, 40, 160, "Points in a data set", scale="log", group=DATA, when=("kind", CURVES),
        help="One in each strip of the input.",
    )  # fmt: skip
    noise: float = ranged(
        0.3, 0.0, 1.0, "Noise, standard deviation", step=0.05, group=DATA, when=("kind", CURVES),
        help="How far targets stray from the truth.",
    )  # fmt: skip
    seed: int = seeded(0, group=DATA)

    def __post_init__(self) -> None:
        check(self)


AXIS = "members"

PRESETS = {
    "start": Params(kind="forest"),
    "floor": Params(members=60),
    "unlike": Params(kind="features", members=40, tried=2),
    "not_always": Params(kind="features", members=40, world="friedman", tried=2),
    "missing": Params(kind="boosting", members=200),
    "wrong_labels": Params(kind="adaboost", members=200, flips=0.2),
    "copies": Params(kind="stack", members=100, level="in_sample"),
    "stop": Params(kind="stopping", members=200),
}


def _none(*shape: int) -> Floats:
    return np.full(shape, np.nan)


@dataclass(frozen=True, eq=False)
class Sweep:
    """Numbers for 1 to B members, (B,) unless said; nan where a kind of ensemble has no such thing.

    Attributes
    ----------
    train, fresh : Error on the rows trained on and on others: mean squared, or the share that is wrong.
    oob, unvoted : Out-of-bag error, nan while no row has a vote; the share of rows without one.
    bias2, variance : Of the ensemble against the noise-free truth; nan where that is not known.
    start : bias² of the mean alone, before the first round of boosting; nan for others.
    noise : Variance of the targets' noise; nan where it is not known.
    spread : Of single members; None where they are not averaged on known truth.
    other : bias² + variance of what it is compared with: fully grown trees, or all features tried; nan
        elsewhere. other_spread, other_bias2 : Of its members, and at the last; None and nan.
    held : The share of weight that wrong labels hold in the round; nan for others.
    rival : Error of what is compared: a forest on the same labels, ridge alone, boosting that stopped
        early, an endless jury; nan elsewhere.
    stopped : The rounds after which boosting stops early; 0 elsewhere.
    weights : (2, models) Of a stack, by least squares, in-sample and out-of-fold; nan for others.
    stacked : (2,) Error on fresh rows with these; nan.
    plain : Error of the plain mean of a stack's models; nan.
    votes : (B, models) Votes of each model so far, as shares; nan.
    """

    train: Floats
    fresh: Floats
    oob: Floats
    unvoted: Floats
    bias2: Floats
    variance: Floats
    held: Floats
    other: Floats
    start: float = float("nan")
    noise: float = float("nan")
    spread: Spread | None = None
    other_spread: Spread | None = None
    other_bias2: float = float("nan")
    rival: float = float("nan")
    stopped: int = 0
    weights: Floats = field(default_factory=lambda: _none(2, len(MODELS)))
    stacked: Floats = field(default_factory=lambda: _none(2))
    plain: float = float("nan")
    votes: Floats = field(default_factory=lambda: _none(1, len(MODELS)))


@dataclass(frozen=True, eq=False)
class Curve:
    """Members on a curve.

    Attributes
    ----------
    grid, truth : (G,) Inputs, and the truth there. x, y : (n,) One training set.
    given : (n,) What member B was given: copies of each point, or what was still missing.
    earlier : (SHOWN, G) Answers of the first members; nan for those that are not yet there.
    together, member : (G,) The ensemble's answer, and member B's own.
    """

    grid: Floats
    truth: Floats
    x: Floats
    y: Floats
    given: Floats
    earlier: Floats
    together: Floats
    member: Floats


@dataclass(frozen=True, eq=False)
class Cases:
    """Training rows of two classes.

    Attributes
    ----------
    malignant, flipped : (n,) The label as given, and whether it was turned.
    lift : (n,) Where a row is drawn in its lane, 0 to 1.
    share : (n,) Of the votes for malignant, weighted by what they count; out-of-bag ones of a forest,
        nan where a row has none.
    given : (n,) What member B was given: weights, as multiples of an equal one, or copies.
    value : (n,) The measurement that member B cuts first, in standard deviations. column : Its name.
    threshold : Where it cuts; nan if it does not. above : Whether it says malignant above.
    """

    malignant: Bools
    flipped: Bools
    lift: Floats
    share: Floats
    given: Floats
    value: Floats
    column: str
    threshold: float
    above: bool


@dataclass(frozen=True, eq=False)
class Answers:
    """Targets that are numbers, of rows with many features.

    Attributes
    ----------
    truth, together : (m,) Of fresh rows: the target or noise-free truth, and the ensemble's answer.
    given, member : (k,) What member B was given, or asked for, and what it answered.
    model : Which of a stack's models has vote B; -1 for others.
    """

    truth: Floats
    together: Floats
    given: Floats
    member: Floats
    model: int = -1


@dataclass(frozen=True, eq=False)
class Jury:
    """A jury.

    Attributes
    ----------
    votes : (B + 1,) The chance of 0 to B right votes.
    density : (D,) Of the questions, at DENSITY_AT, by the chance that a voter is right; all 0 if all
        questions are alike.
    """

    votes: Floats
    density: Floats


Picture = Curve | Cases | Answers | Jury


@dataclass(frozen=True, eq=False)
class Result:
    """All that the page shows.

    Attributes
    ----------
    members : B, as used: no more than there are.
    sweep : The numbers at every B. picture : The ensemble so far, and what member B was given.
    """

    params: Params
    members: int
    sweep: Sweep
    picture: Picture

    @property
    def at(self) -> int:
        """Index of B in the arrays of `sweep`."""
        return self.members - 1

    @property
    def most(self) -> int:
        """How many members there are."""
        return int(self.sweep.fresh.size)

    @property
    def excess(self) -> Floats:
        """(B,) bias² + variance; nan where the truth is not known."""
        return self.sweep.bias2 + self.sweep.variance

    @property
    def floor(self) -> float:
        """The variance that endless members would leave; nan where members are not averaged."""
        return max(self.sweep.spread.shared, 0.0) if self.sweep.spread else float("nan")

    @property
    def near_floor(self) -> float:
        """Members until the variance is within a tenth of its floor; nan or infinite if never."""
        return self.sweep.spread.members_within(0.1) if self.sweep.spread else float("nan")

    @property
    def limit(self) -> float:
        """bias² + variance of endless members, with bias² as at the last; nan where not averaged."""
        return float(self.sweep.bias2[-1] + self.floor)

    @property
    def other_limit(self) -> float:
        """The same of what it is compared with; nan elsewhere."""
        other = self.sweep.other_spread
        return self.sweep.other_bias2 + other.shared if other else float("nan")

    @property
    def best(self) -> int:
        """The number of members with the least error on fresh rows; the fewest if several have it."""
        return int(np.nanargmin(self.sweep.fresh)) + 1

    @property
    def no_error(self) -> int:
        """The fewest members without an error on the rows trained on; 0 if there are none."""
        none = np.flatnonzero(self.sweep.train == 0)
        return int(none[0]) + 1 if none.size else 0

    @property
    def all_voted(self) -> int:
        """The fewest members of which every row has out-of-bag votes; 0 if none or not counted."""
        voted = np.flatnonzero(self.sweep.unvoted == 0)
        return int(voted[0]) + 1 if voted.size else 0

    @property
    def tried(self) -> int:
        """Features tried at each cut, as used."""
        p = self.params
        return min(p.tried, WIDTH["lumps" if p.kind == "forest" else p.world])

    @once
    def by_rate(self) -> tuple[Ints, Floats]:
        """The best round and its bias² + variance at each of RATES, with this n and noise."""
        p = self.params
        return _by_rate(p.n, p.noise, p.seed)


@dataclass(frozen=True, eq=False)
class _Frames:
    """What pictures are made of, for every number of members at once."""

    sweep: Sweep
    kind: Callable[..., Picture]
    fixed: dict[str, Any]
    moving: dict[str, Any]

    def picture(self, b: int) -> Picture:
        """That of b members."""
        rows = {name: np.array(rows[b - 1]) for name, rows in self.moving.items()}
        whole = {name: (v if v.ndim else v.item()) for name, v in rows.items()}
        return self.kind(**self.fixed, **whole)


def compute(params: Params, tables: Tables) -> Result:
    """The ensemble of so many members, and the numbers at every number of members."""
    p = params
    match p.kind:
        case "bagging":
            frames = _bagging(p.n, p.noise, p.leaf, p.seed)
        case "boosting":
            frames = _boosting(p.n, p.noise, p.rate, p.seed)
        case "features":
            frames = _features(p.world, min(p.tried, WIDTH[p.world]), p.seed)
        case "forest":
            tried = min(p.tried, WIDTH["lumps"])
            frames = _forest(tables["breast_cancer"], tried, p.flips, p.seed)
        case "adaboost":
            frames = _adaboost(tables["breast_cancer"], p.flips, p.seed)
        case "stopping":
            frames = _stopping(tables["diabetes"], p.rate, p.seed)
        case "stack":
            frames = _stack(tables["diabetes"], p.level, p.seed)
        case _:
            b = p.members
            sweep = _jury(p.chance, p.correlation)
            votes = vote_distribution(b, p.chance, p.correlation)
            density = (
                question_density(DENSITY_AT, p.chance, p.correlation)
                if p.correlation
                else np.zeros(DENSITY_AT.size)
            )
            return Result(p, b, sweep, Jury(votes, density))
    b = min(p.members, frames.sweep.fresh.size)
    return Result(p, b, frames.sweep, frames.picture(b))


def _sweep(fresh: Floats, **known: object) -> Sweep:
    """A sweep of which only so much is known."""
    gaps = ("train", "oob", "unvoted", "bias2", "variance", "held", "other")
    return Sweep(fresh=fresh, **({name: _none(fresh.size) for name in gaps} | known))  # type: ignore[arg-type]


# --- curves ----------------------------------------------------------------------------------


def _sets(n: int, noise: float, seed: int, sets: int = SETS) -> TrainingSets:
    return simulated("wave", "stratified", n, sets, noise, seed, 1)


def _means(answers: Floats) -> Floats:
    """The mean of the first 1 to B of `answers` (B, ...)."""
    count = np.arange(1.0, len(answers) + 1).reshape(-1, *[1] * (answers.ndim - 1))
    return np.asarray(np.cumsum(answers, axis=0) / count)


def _asked(sets: TrainingSets) -> Floats:
    """(M, G + n) Where members are asked: at the places of all sets, and at the points of each."""
    places = np.broadcast_to(sets.at, (len(sets.x), sets.at.size))
    return np.concatenate([places, sets.x], axis=1)


def _apart(answers: Floats) -> tuple[Floats, Floats]:
    """Answers (B, M, G + n) at the places, and at the points."""
    return answers[..., : GRID.size], answers[..., GRID.size :]


def _parts(error: Floats) -> tuple[Floats, Floats]:
    """bias² and variance by member, from error (B, M, G)."""
    bias2, _, variance = moments(error)
    return bias2.mean(axis=1), variance.mean(axis=1)


@lru_cache(maxsize=4)
def _resamples(n: int, seed: int) -> Resamples:
    """What trees are given whatever their leaves and the noise, which has no say in the inputs."""
    sets = _sets(n, 0.0, seed)
    rows = np.random.default_rng([seed, 4]).integers(n, size=(most_of("bagging"), SETS, n))
    return resampled(sets.x, _asked(sets), rows)


@lru_cache(maxsize=8)
def _bagging(n: int, noise: float, leaf: int, seed: int) -> _Frames:
    sets, resamples = _sets(n, noise, seed), _resamples(n, seed)
    answers, own = _apart(bagged_members(sets.x, sets.y, resamples, leaf))
    together = _means(answers)
    bias2, variance = _parts(together - sets.truth_at)
    sweep = _sweep(
        bias2 + variance + sets.noise,
        train=((_means(own) - sets.y) ** 2).mean(axis=(1, 2)),
        bias2=bias2,
        variance=variance,
        noise=sets.noise,
        spread=member_spread(answers),
    )
    full = sweep if leaf == 1 else _bagging(n, noise, 1, seed).sweep
    sweep = replace(
        sweep,
        other=full.bias2 + full.variance,
        other_spread=full.spread,
        other_bias2=float(full.bias2[-1]),
    )
    copies = np.array([np.bincount(rows, minlength=n) for rows in resamples.rows[:, 0]], float)
    return _curve_frames(sweep, sets, copies, together[:, 0], answers[:, 0])


@lru_cache(maxsize=8)
def _boosting(n: int, noise: float, rate: float, seed: int) -> _Frames:
    sets = _sets(n, noise, seed)
    fits, own = _apart(boosting_fits(sets.x, sets.y, _asked(sets), range(MOST + 1), rate))
    bias2, variance = _parts(fits - sets.truth_at)
    sweep = _sweep(
        (bias2 + variance)[1:] + sets.noise,
        train=((own - sets.y) ** 2).mean(axis=(1, 2))[1:],
        bias2=bias2[1:],
        variance=variance[1:],
        start=float(bias2[0]),
        noise=sets.noise,
    )
    missing = sets.y[0] - own[:-1, 0]
    return _curve_frames(sweep, sets, missing, fits[1:, 0], np.diff(fits[:, 0], axis=0) / rate)


def _curve_frames(
    sweep: Sweep, sets: TrainingSets, given: Floats, together: Floats, member: Floats
) -> _Frames:
    fixed = {"grid": sets.at, "truth": sets.truth_at, "x": sets.x[0], "y": sets.y[0]}
    there = np.arange(SHOWN) <= np.arange(len(member))[:, None]
    earlier = np.where(there[:, :, None], member[:SHOWN], np.nan)
    moving = {"given": given, "earlier": earlier, "together": together, "member": member}
    # Copies: what is kept of the first set must not hold on to the answers of all.
    return _Frames(sweep, Curve, fixed, {name: each.copy() for name, each in moving.items()})


@lru_cache(maxsize=8)
def _by_rate(n: int, noise: float, seed: int) -> tuple[Ints, Floats]:
    sets = _sets(n, noise, seed, RATE_SETS)
    best, least = [], []
    for rate, rounds in zip(RATES, ROUNDS_TRIED, strict=True):
        looked_at = range(0, rounds + 1, max(1, rounds // LOOKS))
        fits = boosting_fits(sets.x, sets.y, sets.at, looked_at, rate)
        excess = sum(_parts(fits - sets.truth_at))
        best.append(looked_at[int(np.argmin(excess))])
        least.append(float(np.min(excess)))
    return np.array(best), np.array(least)


# --- many features ---------------------------------------------------------------------------


def _drawn(world: str, rows: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Features (rows, d) and the noise-free truth (rows,).

    Friedman, "Multivariate adaptive regression splines", 1991, has the second.
    """
    if world == "alike":
        X = (rng.standard_normal((rows, 1)) + rng.standard_normal((rows, WIDTH[world]))) * 0.5**0.5
        return X, np.asarray(2 * X[:, :10].mean(axis=1))
    X = rng.random((rows, WIDTH[world]))
    wave = 10 * np.sin(np.pi * X[:, 0] * X[:, 1])
    return X, np.asarray(wave + 20 * (X[:, 2] - 0.5) ** 2 + 10 * X[:, 3] + 5 * X[:, 4])


@lru_cache(maxsize=8)
def _grown(world: str, tried: int, seed: int, more: bool) -> tuple[Floats, Floats, Floats]:
    """(SHARED_TREES, FOREST_SETS, PLACES) answers, (trees, PLACES) of the first set, and the truth."""
    at, truth = _drawn(world, PLACES, np.random.default_rng([seed, 2]))
    rng = np.random.default_rng([seed, 1])
    answers, first = np.empty((SHARED_TREES, FOREST_SETS, PLACES)), np.empty(0)
    for m in range(FOREST_SETS):
        X, y = _drawn(world, SIZE[world], rng)
        y = y + FEATURES_NOISE[world] * rng.standard_normal(len(y))
        trees = most_of("features") if more and m == 0 else SHARED_TREES
        # A stream of its own: the same resamples however many features are tried.
        grown = forest(X, y, at, trees, tried, np.random.default_rng([seed, 3, m])).answers
        answers[:, m] = grown[:SHARED_TREES]
        first = grown if m == 0 else first
    return answers, first, truth


def _spread_of(answers: Floats, truth: Floats) -> tuple[float, Spread]:
    """bias² and the spread of members (B, M, G)."""
    bias2 = moments((answers.mean(axis=0) - truth)[None])[0]
    return float(bias2.mean()), member_spread(answers)


@lru_cache(maxsize=8)
def _features(world: str, tried: int, seed: int) -> _Frames:
    answers, first, truth = _grown(world, tried, seed, True)
    bias2, spread = _spread_of(answers, truth)
    every = answers if tried == WIDTH[world] else _grown(world, WIDTH[world], seed, False)[0]
    other_bias2, other = _spread_of(every, truth)
    count = np.arange(1, most_of("features") + 1)
    variance = spread.of_mean(count)
    noise = FEATURES_NOISE[world] ** 2
    sweep = _sweep(
        bias2 + variance + noise,
        bias2=np.full(count.size, bias2),
        variance=variance,
        noise=noise,
        spread=spread,
        other=other_bias2 + other.of_mean(count),
        other_spread=other,
        other_bias2=other_bias2,
    )
    asked = np.broadcast_to(truth, first.shape)
    moving = {"together": _means(first), "given": asked, "member": first}
    return _Frames(sweep, Answers, {"truth": truth}, moving)


# --- breast lumps ----------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class _Lumps:
    """Half of the lumps to train on, half fresh; measurements in standard deviations of the first."""

    X: Floats
    label: Bools
    flipped: Bools
    fresh: Floats
    fresh_label: Bools
    columns: list[str]

    @property
    def given(self) -> Bools:
        """(n,) The labels that training sees."""
        return self.label ^ self.flipped


def _lumps(table: Table, flips: float, seed: int) -> _Lumps:
    columns = [name for name in table.columns if name != "malignant"]
    X = np.column_stack([table[name] for name in columns])
    label = table["malignant"] == 1
    order = np.random.default_rng([seed, 1]).permutation(len(X))
    train, fresh = order[:LUMPS_TRAINED], order[LUMPS_TRAINED:]
    flipped = np.random.default_rng([seed, 2]).random(LUMPS_TRAINED) < flips
    X = (X - X[train].mean(axis=0)) / X[train].std(axis=0)
    return _Lumps(X[train], label[train], flipped, X[fresh], label[fresh], columns)


def _cases_frames(
    sweep: Sweep, lumps: _Lumps, share: Floats, given: Floats, cuts: tuple[Ints, Floats, Bools]
) -> _Frames:
    feature, threshold, above = cuts
    fixed = {
        "malignant": lumps.given,
        "flipped": lumps.flipped,
        "lift": np.random.default_rng(0).random(
            LUMPS_TRAINED
        ),  # no part of what is drawn at random
    }
    moving = {
        "share": share,
        "given": given,
        "value": lumps.X.T[feature],
        "column": np.array([lumps.columns[i].replace("_", " ") for i in feature]),
        "threshold": threshold,
        "above": above,
    }
    return _Frames(sweep, Cases, fixed, moving)


@remembered
def _forest(table: Table, tried: int, flips: float, seed: int) -> _Frames:
    lumps, trees = _lumps(table, flips, seed), most_of("forest")
    y, rng = lumps.given.astype(float), np.random.default_rng([seed, 3])
    grown = forest(lumps.X, y, lumps.fresh, trees, tried, rng, classes=True)
    held_out = out_of_bag_means(grown.own, grown.copies)
    sweep = _sweep(
        vote_errors(running_means(grown.answers), lumps.fresh_label),
        train=vote_errors(running_means(grown.own), y),
        oob=vote_errors(held_out, y),
        unvoted=np.isnan(held_out).mean(axis=1),
    )
    feature = np.maximum(grown.feature, 0)
    values = lumps.X.T[feature]
    over = values > grown.threshold[:, None]
    # What lies above the first cut, by most of what the tree was given.
    share = (grown.copies * over * y).sum(axis=1) / np.maximum((grown.copies * over).sum(axis=1), 1)
    whole = (grown.copies * y).sum(axis=1) / LUMPS_TRAINED
    cuts = feature, grown.threshold, share > whole
    return _cases_frames(sweep, lumps, held_out, grown.copies.astype(float), cuts)


@remembered
def _adaboost(table: Table, flips: float, seed: int) -> _Frames:
    lumps = _lumps(table, flips, seed)
    y = np.where(lumps.given, 1.0, -1.0)
    stumps = adaboost(lumps.X, y, MOST)
    scores = staged_scores(stumps, lumps.X)
    share = (scores / np.cumsum(stumps.alpha)[:, None] + 1) / 2
    fresh = (staged_scores(stumps, lumps.fresh) / np.cumsum(stumps.alpha)[:, None] + 1) / 2
    forest_error = _forest(table, 5, flips, seed).sweep.fresh[-1]
    sweep = _sweep(
        vote_errors(fresh, lumps.fresh_label),
        train=vote_errors(share, lumps.given),
        held=stumps.weights[:, lumps.flipped].sum(axis=1),
        rival=float(forest_error),
    )
    cuts = stumps.feature.astype(int), stumps.threshold, stumps.sign > 0
    return _cases_frames(sweep, lumps, share, LUMPS_TRAINED * stumps.weights, cuts)


# --- diabetes --------------------------------------------------------------------------------


def _patients(table: Table, seed: int) -> tuple[Floats, Floats, Floats, Floats]:
    """Half to train on and half fresh; columns as scikit-learn bundles them, of length 1 over all."""
    X = np.column_stack([table[name] for name in table.columns if name != "progression"])
    X = (X - X.mean(axis=0)) / (X.std(axis=0) * len(X) ** 0.5)
    y = table["progression"]
    order = np.random.default_rng([seed, 1]).permutation(len(X))
    train, fresh = order[:PATIENTS_TRAINED], order[PATIENTS_TRAINED:]
    return X[train], y[train], X[fresh], y[fresh]


@remembered
def _stopping(table: Table, rate: float, seed: int) -> _Frames:
    from sklearn.ensemble import GradientBoostingRegressor

    X, y, others, truth = _patients(table, seed)
    rounds = most_of("stopping")
    looks = {
        "learning_rate": rate,
        "max_depth": DEPTH,
        "n_estimators": rounds,
        "random_state": seed,
    }
    grown = GradientBoostingRegressor(**looks).fit(X, y)
    both = np.array(list(grown.staged_predict(np.concatenate([X, others]))))
    own, fresh = both[:, : len(y)], both[:, len(y) :]
    early = GradientBoostingRegressor(
        **looks, n_iter_no_change=PATIENCE, validation_fraction=0.2
    ).fit(X, y)
    before = np.concatenate([np.full((1, len(y)), y.mean()), own])
    sweep = _sweep(
        ((fresh - truth) ** 2).mean(axis=1),
        train=((own - y) ** 2).mean(axis=1),
        rival=float(((early.predict(others) - truth) ** 2).mean()),
        stopped=int(early.n_estimators_),
    )
    moving = {"together": fresh, "given": y - before[:-1], "member": np.diff(before, axis=0) / rate}
    return _Frames(sweep, Answers, {"truth": truth}, moving)


def _ridge(X: Floats, y: Floats, at: Floats) -> Floats:
    centre = X.mean(axis=0)
    Z = X - centre
    weights = np.linalg.solve(Z.T @ Z + RIDGE * np.eye(Z.shape[1]), Z.T @ (y - y.mean()))
    return np.asarray((at - centre) @ weights + y.mean())


def _full_tree(X: Floats, y: Floats, at: Floats) -> Floats:
    from sklearn.tree import DecisionTreeRegressor

    return np.asarray(DecisionTreeRegressor(random_state=0).fit(X, y).predict(at))


def _neighbours(k: int) -> Fit:
    def fit(X: Floats, y: Floats, at: Floats) -> Floats:
        squared = ((at[:, None] - X) ** 2).sum(axis=2)
        return np.asarray(y[np.argsort(squared, axis=1, kind="stable")[:, :k]].mean(axis=1))

    return fit


FITS = (_ridge, _full_tree, _neighbours(1), _neighbours(15))


@remembered
def _columns(table: Table, seed: int) -> tuple[Floats, Floats, Floats]:
    """In-sample and out-of-fold columns, and what the models say of fresh rows."""
    X, y, others, _ = _patients(table, seed)
    fold = np.random.default_rng([seed, 2]).permutation(len(y)) % FOLDS
    said = np.column_stack([fit(X, y, others) for fit in FITS])
    return in_sample(FITS, X, y), out_of_fold(FITS, X, y, fold), said


@remembered
def _stack(table: Table, level: str, seed: int) -> _Frames:
    _, y, _, truth = _patients(table, seed)
    leaky, held_out, said = _columns(table, seed)
    weights = np.array([nonnegative_weights(columns, y) for columns in (leaky, held_out)])
    weights[weights < SAME] = 0.0
    columns = leaky if level == "in_sample" else held_out
    given = handed_votes(columns, y, MOST)
    votes = _means(np.eye(len(FITS))[given])
    together = votes @ said.T
    errors = ((said - truth[:, None]) ** 2).mean(axis=0)
    sweep = _sweep(
        ((together - truth) ** 2).mean(axis=1),
        train=((votes @ columns.T - y) ** 2).mean(axis=1),
        rival=float(errors[0]),
        weights=weights,
        stacked=((weights @ said.T - truth) ** 2).mean(axis=1),
        plain=float(((said.mean(axis=1) - truth) ** 2).mean()),
        votes=votes,
    )
    moving = {
        "together": together,
        "given": np.broadcast_to(y, (MOST, y.size)),
        "member": columns.T[given],
        "model": given,
    }
    return _Frames(sweep, Answers, {"truth": truth}, moving)


# --- a jury ----------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def _jury(chance: float, correlation: float) -> Sweep:
    wrong = [1 - majority_right(b, chance, correlation) for b in range(1, MOST + 1)]
    return _sweep(np.array(wrong), rival=1 - majority_limit(chance, correlation))
