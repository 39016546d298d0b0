"""What a start from another task is worth: for another city's year, for turned digits, at a low rank."""

import math
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from concepts.controls import check, controls_of, ranged, seeded, stops, switch
from methods.geometry.turned_images import turning
from methods.networks.initialization import HE, fan_in_normal
from methods.networks.network import flatten, forward, layers, loss_gradient
from methods.networks.training import epoch_batches, train
from methods.once import once
from methods.optimization.optimizers import adam
from methods.tables import Table, Tables, remembered
from methods.transfer.fine_tuning import accuracy, fine_tune, trained_mask
from methods.transfer.pulled_ridge import (
    Moments,
    growing_moments,
    mean_squared_error,
    moments,
    pulled_ridge,
    pulled_ridge_of_many,
    worth_in_examples,
)
from methods.transfer.reduced_rank import low_rank_numbers, reduced_rank_ridge
from methods.transfer.shared_directions import out_of_span, shared_directions
from methods.transfer.waves import later, waves

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

YEAR = 365.25
GRID = np.arange(0.0, 366.0, 5.0)  # days at which curves are drawn
JANUARY = 14.0  # the day on the source's curve by which it is dragged
DRAWS = 20  # of n days; what is told of errors is their mean
EVERY = 6  # of Seattle's days so many are one dot
MIDDLE = (0.05, 0.95)  # of the draws lie in the bands
NEAR = 0.1  # degrees: errors that differ by less are called alike
SHIFTS = np.arange(0.0, 183.0, 7.0)

SIZES = (64, 64, 32, 10)  # of the network: pixels, two hidden layers, digits
SOURCE, POOL = 900, 400  # upright digits; others to choose the few from; the rest are tested on
BATCH, SOURCE_STEPS, SOURCE_RATE = 64, 200, 0.005
SCRATCH_RATE, HEAD_RATE = 0.003, 0.01
RATES = np.array([0.001, 0.003, 0.01, 0.03, 0.1])
ANGLES = tuple(range(0, 181, 10))
TUNED = {
    "nothing": "nothing",
    "last": "last layer",
    "first": "first layer",
    "all": "all layers",
    "head": "new head only",
    "scratch": "from scratch",
}
ADAM = partial(adam, beta1=0.9, beta2=0.999)

TASKS, POINTS, SHAPES, WAVES = 30, 100, 3, 15  # source tasks of so many points, and their shapes
TASK_NOISE, TASK_LENGTH = 0.5, math.sqrt(SHAPES)
FROZEN_PULL, SCRATCH_PULL = 0.25, 1.25  # noise variance over the mean square of a coefficient
EXAMPLES = (2, 4, 6, 10, 15, 20, 30, 50, 100, 200, 500)
FEW, MANY = 10, 50  # examples at which the words compare

ROWS, INPUTS, OUTPUTS = 60, 40, 20  # of the regression whose change has a low rank
WEATHER, DIGITS, SHARED = "Seattle to New York", "Turned digits", "Learned features"
RANK = "Low rank"


@dataclass(frozen=True)
class Params:
    """How much of the target is seen, how far the source is, and how much it is trusted."""

    n: int = ranged(
        10, 1, 300, "New York seen", scale="log", unit="days",
        help="Drawn at random from its year. All others are predicted.",
    )  # fmt: skip
    trust: float = ranged(
        10.0, 0.1, 1000.0, "Trust in the start, λ", scale="log", group=WEATHER, main=True,
        help="The start weighs as much as so many days. Without end: the source as it is. 0: forgotten.",
    )  # fmt: skip
    shift: int = ranged(
        0, 0, 182, "Source moved by", unit="days", group=WEATHER, main=True,
        help="Seattle's year so many days later. At 182 its summer is in January.",
    )  # fmt: skip
    source_days: int = ranged(
        1461, 20, 1461, "Days of Seattle", scale="log", group=WEATHER,
        help="Drawn at random from four years.",
    )  # fmt: skip
    harmonics: int = ranged(
        3, 1, 6, "Waves in a year", group=WEATHER,
        help="A curve is a mean and so many waves: two numbers for each.",
    )  # fmt: skip
    angle: int = ranged(
        10, 0, 180, "Digits turned by", step=10, unit="°", group=DIGITS, main=True,
        help="The source is upright digits, the target the same kind of images, turned.",
    )  # fmt: skip
    renamed: bool = switch(
        False, "Digits renamed", group=DIGITS,
        help="The output changes: digit y is called 3y + 1, of which the last figure counts.",
    )  # fmt: skip
    per_class: int = ranged(
        2, 1, 4, "Images of each digit", group=DIGITS,
        help="How many turned images of each digit there are to learn from.",
    )  # fmt: skip
    rate: float = ranged(
        0.001, 0.0001, 0.1, "Learning rate of fine-tuning", scale="log", group=DIGITS,
        help="How far an update of Adam goes.",
    )  # fmt: skip
    steps: int = ranged(
        100, 0, 100, "Updates", step=10, group=DIGITS,
        help="Each takes its gradient from all turned images.",
    )  # fmt: skip
    apart: int = ranged(
        0, 0, 90, "Target out of the span by", step=5, unit="°", group=SHARED,
        help="0: the target is a mixture of the shapes that the source tasks share.",
    )  # fmt: skip
    rank: int = ranged(
        8, 0, OUTPUTS, "Rank of what is learned, r", group=RANK,
        help="The change is a product of two thin matrices. At 0 nothing is learned.",
    )  # fmt: skip
    change_rank: int = ranged(
        2, 1, OUTPUTS, "Rank of the true change", group=RANK,
        help="How many directions the target truly differs in.",
    )  # fmt: skip
    seed: int = seeded(0)

    def __post_init__(self) -> None:
        check(self)


AXIS = "n"
STOPS = tuple(int(value) for value in stops(controls_of(Params)[AXIS]))
TRUSTS = np.array(stops(controls_of(Params)["trust"]))
BEST_OF = TRUSTS[::3]  # of which scratch may have its best, at every stop

PRESETS = {
    "start": Params(n=5),
    "too_much_trust": Params(n=50, trust=1000.0),
    "upside_down": Params(n=20, shift=182),
    "turned": Params(angle=90),
    "which_layers": Params(angle=30),
    "forgetting": Params(angle=20, rate=0.03),
    "frozen": Params(apart=20),
    "low_rank": Params(rank=2),
}


@dataclass(frozen=True, eq=False)
class Errors:
    """Root mean squared errors in degrees on the days not drawn, (...), means over the draws.

    Attributes
    ----------
    scratch, started : Pulled to the mean of the days seen; pulled to the source.
    scratch_ends, started_ends : (..., 2) what single draws lie between, MIDDLE of them.
    as_is : The source without a change.
    best_scratch : The least mean of scratch with one trust for all draws, of BEST_OF in the sweep.
    """

    scratch: Any
    started: Any
    scratch_ends: Floats
    started_ends: Floats
    as_is: Any
    best_scratch: Any


@dataclass(frozen=True, eq=False)
class Digits:
    """How often networks of three layers, and linear ones, are right about digits not seen.

    Attributes
    ----------
    upright : Of the source's network, on upright digits.
    linear_scratch, linear_started : (ANGLES,) of a pulled ridge on turned digits.
    linear_here : (2,) the same at the angle that is set, started first.
    tuned : (TUNED,) on the target, by what was trained.
    kept : On upright digits after all layers were trained at the rate that is set.
    rate_upright, rate_target : (RATES,) after all layers were trained at each rate.
    tested : How many digits.
    """

    upright: float
    linear_scratch: Floats
    linear_started: Floats
    linear_here: Floats
    tuned: Floats
    kept: float
    rate_upright: Floats
    rate_target: Floats
    tested: int


@dataclass(frozen=True, eq=False)
class Learned:
    """Squared errors of a curve by EXAMPLES, means over draws: with learned features and without.

    Attributes
    ----------
    frozen : A mixture of the shapes that many source tasks share.
    tuned : That first, then all coefficients, pulled to it.
    scratch : All coefficients, pulled to 0.
    """

    frozen: Floats
    tuned: Floats
    scratch: Floats


@dataclass(frozen=True, eq=False)
class Result:
    """All that is shown for `params`.

    Attributes
    ----------
    days, highs : (n,) the days seen in one draw, and their highest temperature.
    source_days, source_highs : Of Seattle, moved; one day in EVERY.
    scratch, started, source, truth : (GRID,) curves: two fits to the days seen, Seattle's, all days'.
    january : (2,) the source's middle of January, moved: the day, and the temperature on its curve.
    noise : Root mean squared error of the curve that is fitted to all days.
    sweep, here : Errors at STOPS, and at n.
    trust_scratch, trust_started : (TRUSTS,) errors at n, by trust.
    shift_started : (SHIFTS,) errors at n, by how far the source is moved.
    distance, scratch_distance : From the coefficients of all days: of the source's, and of a flat year.
    shift_distance : (SHIFTS,) of the source's, moved.
    variance : Of the days about the curve of all.
    digits : What networks make of turned digits.
    learned : Errors with features that were learned from other tasks.
    rank_errors : (OUTPUTS + 1,) squared error of the coefficients of a target, by the rank learned.
    rank_scratch : The same from scratch.
    """

    params: Params
    days: Floats
    highs: Floats
    source_days: Floats
    source_highs: Floats
    scratch: Floats
    started: Floats
    source: Floats
    truth: Floats
    january: Floats
    noise: float
    sweep: Errors
    here: Errors
    trust_scratch: Floats
    trust_started: Floats
    shift_started: Floats
    distance: float
    scratch_distance: float
    shift_distance: Floats
    variance: float
    digits: Digits
    learned: Learned
    rank_errors: Floats
    rank_scratch: float

    @property
    def numbers(self) -> int:
        """Coefficients of a curve."""
        return 1 + 2 * self.params.harmonics

    @property
    def gain(self) -> float:
        """By how many degrees the start from the source is better than scratch; below 0 it harms."""
        return float(self.here.scratch - self.here.started)

    @property
    def worth(self) -> float:
        """Days that the start is worth by the closed form, at the best trust; may be infinite."""
        if self.distance == 0:
            return math.inf
        return worth_in_examples(self.numbers, self.variance, self.distance, self.scratch_distance)

    @property
    def scratch_off(self) -> float:
        """Root mean square distance over the year of the curve from scratch from that of all days."""
        return _apart(self.scratch, self.truth)

    @property
    def started_off(self) -> float:
        """The same of the curve that started from the source."""
        return _apart(self.started, self.truth)

    @once
    def needs(self) -> float:
        """Days that scratch, at its best trust, needs to err as `here.started`; nan beyond STOPS."""
        return _crossed(np.log(STOPS), -self.sweep.best_scratch, -float(self.here.started), np.exp)

    @once
    def meets(self) -> float:
        """The first stop from which on the two errors differ by less than NEAR; nan if none."""
        apart = np.flatnonzero(abs(self.sweep.scratch - self.sweep.started) >= NEAR)
        first = int(apart[-1]) + 1 if apart.size else 0
        return float(STOPS[first]) if first < len(STOPS) else math.nan

    @once
    def harm_from(self) -> float:
        """Days by which the source may be moved until it harms, at n; nan if it never or always does."""
        return _crossed(SHIFTS, self.shift_started, float(self.here.scratch))

    @once
    def distances_meet(self) -> float:
        """Days by which the source may be moved until a flat year is as near; nan if never."""
        return _crossed(SHIFTS, self.shift_distance, self.scratch_distance)

    @once
    def angle_harm_from(self) -> float:
        """Degrees from which on the linear start is no better than scratch; nan if never or always."""
        found = self.digits
        return _crossed(np.array(ANGLES, float), found.linear_scratch - found.linear_started, 0.0)

    @once
    def frozen_until(self) -> float:
        """Examples from which on scratch is no worse than the frozen features; nan if never or always."""
        ahead = self.learned.frozen - self.learned.scratch
        return _crossed(np.log(EXAMPLES), ahead, 0.0, np.exp)

    @property
    def best_trust(self) -> float:
        """The one of TRUSTS at which the start from the source errs least, at n."""
        return float(TRUSTS[self.trust_started.argmin()])

    @property
    def best_scratch_trust(self) -> float:
        """The one of TRUSTS at which scratch errs least, at n."""
        return float(TRUSTS[self.trust_scratch.argmin()])

    @property
    def learned_numbers(self) -> int:
        """Numbers in the two thin matrices."""
        return low_rank_numbers(INPUTS, OUTPUTS, self.params.rank)


def compute(params: Params, tables: Tables) -> Result:
    """Fit New York's year from few days, with Seattle and without; fine-tune networks; learn a change.

    `tables["seattle_weather"]`, `["weather_jfk_2013_hourly"]` and `["digits"]` are read.
    """
    p, york = params, tables["weather_jfk_2013_hourly"]
    X, y, every, truth = _york(york, p.harmonics)
    at_home, dots = _seattle(tables["seattle_weather"], p.source_days, p.harmonics, p.seed)
    start = later(at_home, p.shift, YEAR)
    orders = _orders(p.seed, len(y))
    seen, rest = _seen(york, p.harmonics, p.seed, p.n)
    by_trust = _by_trust(york, p.harmonics, p.seed, p.n, tuple(start))
    moved = later(at_home, SHIFTS, YEAR)
    by_shift = _error(rest[:, None], pulled_ridge(seen[:, None], moved, p.trust)).mean(axis=0)
    first = orders[0, : p.n]
    curves = waves(GRID, p.harmonics, YEAR)
    rank_errors, rank_scratch = _low_rank(p.change_rank, p.seed)
    days = _york_days(york)[0]
    return Result(
        params=p,
        days=days[first],
        highs=y[first],
        source_days=(dots[0] + p.shift) % YEAR,
        source_highs=dots[1],
        scratch=curves @ pulled_ridge(seen[0], _flat(seen[0]), p.trust),
        started=curves @ pulled_ridge(seen[0], start, p.trust),
        source=curves @ start,
        truth=curves @ truth,
        january=np.array(
            [JANUARY + p.shift, waves(np.array(JANUARY), p.harmonics, YEAR) @ at_home]
        ),
        noise=float(_error(every, truth)),
        sweep=_swept(york, p.harmonics, p.seed, p.trust, tuple(start)),
        here=_errors(seen, rest, p.trust, start, by_trust[0].min()),
        trust_scratch=by_trust[0],
        trust_started=by_trust[1],
        shift_started=by_shift,
        distance=float(np.linalg.norm(start - truth)),
        scratch_distance=float(np.linalg.norm(truth[1:])),
        shift_distance=np.linalg.norm(moved - truth, axis=1),
        variance=float(mean_squared_error(every, truth) * len(y) / (len(y) - len(truth))),
        digits=_digits(tables["digits"], _digits_alone(p)),
        learned=_learned(p.apart, p.seed),
        rank_errors=rank_errors,
        rank_scratch=rank_scratch,
    )


# --- two cities ------------------------------------------------------------------------------------


@remembered
def _york_days(table: Table) -> tuple[Floats, Floats]:
    """Each day of the year of which hours are known, from 0, and its highest temperature in °C."""
    known = ~np.isnan(table["temp"])
    month, day = (table[name][known].astype(int) for name in ("month", "day"))
    start = (np.datetime64("2013-01") + (month - 1)).astype("datetime64[D]")
    which = (start - np.datetime64("2013-01-01")).astype(int) + day - 1
    days, row = np.unique(which, return_inverse=True)
    highs = np.full(days.size, -np.inf)
    np.maximum.at(highs, row, (table["temp"][known] - 32) / 1.8)
    return days.astype(float), highs


@remembered
def _york(table: Table, harmonics: int) -> tuple[Floats, Floats, Moments, Floats]:
    """Features and highs of all days, their moments, and the least-squares coefficients."""
    days, highs = _york_days(table)
    X = waves(days, harmonics, YEAR)
    every = moments(X, highs)
    return X, highs, every, np.asarray(np.linalg.solve(every.gram, every.cross), np.float64)


@remembered
def _seattle(
    table: Table, many: int, harmonics: int, seed: int
) -> tuple[Floats, tuple[Floats, Floats]]:
    """Coefficients of so many days, pulled to their mean by a weight of 1; and some days and highs."""
    date, highs = table["date"].astype("datetime64[D]"), np.asarray(table["temp_max"], float)
    days = (date - date.astype("datetime64[Y]").astype("datetime64[D]")).astype(float)
    rows = np.random.default_rng([seed, 1]).permutation(days.size)[:many]
    seen = moments(waves(days[rows], harmonics, YEAR), highs[rows])
    dots = days[rows[::EVERY]], highs[rows[::EVERY]]
    return pulled_ridge(seen, _flat(seen), 1.0), dots


@lru_cache(maxsize=8)
def _orders(seed: int, days: int) -> Ints:
    """(DRAWS, days) In which order days are drawn."""
    rows = np.tile(np.arange(days), (DRAWS, 1))
    return np.random.default_rng([seed, 0]).permuted(rows, axis=1)


def _flat(seen: Moments) -> Floats:
    """(..., p) The coefficients of a year that is everywhere as the mean of the days seen."""
    flat = np.zeros_like(seen.cross)
    flat[..., 0] = seen.cross[..., 0] / seen.n
    return flat


def _error(of: Moments, w: Floats) -> Floats:
    return np.sqrt(mean_squared_error(of, w))


def _errors(seen: Moments, rest: Moments, trust: float, start: Floats, best: Any) -> Errors:
    """Of all draws, the first axis of `seen`."""
    scratch = _error(rest, pulled_ridge(seen, _flat(seen), trust))
    started = _error(rest, pulled_ridge(seen, start, trust))
    scratch_ends, started_ends = (
        np.moveaxis(np.quantile(each, MIDDLE, axis=0), 0, -1) for each in (scratch, started)
    )
    as_is = _error(rest, start).mean(axis=0)
    return Errors(
        scratch.mean(axis=0), started.mean(axis=0), scratch_ends, started_ends, as_is, best
    )


@remembered
def _seen(table: Table, harmonics: int, seed: int, n: int) -> tuple[Moments, Moments]:
    """Moments (DRAWS,) of n days seen and of the others."""
    X, y, every, _ = _york(table, harmonics)
    first = _orders(seed, len(y))[:, :n]
    seen = moments(X[first], y[first])
    return seen, every.less(seen)


@remembered
def _by_trust(
    table: Table, harmonics: int, seed: int, n: int, start: tuple[float, ...]
) -> tuple[Floats, Floats]:
    """Errors (TRUSTS,) at n, of scratch and with a start."""
    seen, rest = _seen(table, harmonics, seed, n)
    scratch, started = (
        _error(rest[:, None], pulled_ridge(seen[:, None], w, TRUSTS)).mean(axis=0)
        for w in (_flat(seen)[:, None], np.array(start))
    )
    return scratch, started


@remembered
def _grown(table: Table, harmonics: int, seed: int) -> tuple[Moments, Moments, Floats]:
    """Moments (DRAWS, STOPS) of the days seen and of the others, and scratch at its best trust."""
    X, y, every, _ = _york(table, harmonics)
    orders = _orders(seed, len(y))
    seen = growing_moments(X[orders], y[orders], STOPS)
    rest = every.less(seen)
    return seen, rest, np.asarray(_best_scratch(seen, rest))


@remembered
def _swept(
    table: Table, harmonics: int, seed: int, trust: float, start: tuple[float, ...]
) -> Errors:
    seen, rest, best = _grown(table, harmonics, seed)
    return _errors(seen, rest, trust, np.array(start), best)


def _best_scratch(seen: Moments, rest: Moments) -> Any:
    """The least of the mean errors over the draws, by trust."""
    fits = pulled_ridge(seen[..., None], _flat(seen)[..., None, :], BEST_OF)
    return _error(rest[..., None], fits).mean(axis=0).min(axis=-1)


def _apart(a: Floats, b: Floats) -> float:
    return float(np.sqrt(np.square(a - b).mean()))


def _crossed(x: Any, rising: Floats, level: float, said: Any = float) -> float:
    """Where a curve over x first comes up to a level, between two places; nan if never or always."""
    up = np.flatnonzero(rising >= level)
    if up.size == 0 or up[0] == 0:
        return math.nan
    i = up[0]
    share = (level - rising[i - 1]) / (rising[i] - rising[i - 1])
    return float(said(x[i - 1] + share * (x[i] - x[i - 1])))


# --- turned digits ---------------------------------------------------------------------------------


def _digits_alone(p: Params) -> Params:
    """The same, with all that has no say in the digits at its default; trust has, in the linear fit."""
    others = [
        name for name, each in controls_of(p).items() if each.group in (WEATHER, SHARED, RANK)
    ]
    plain = {name: getattr(Params, name) for name in (*others, "n") if name != "trust"}
    return replace(p, **plain)


@remembered
def _images(table: Table, seed: int) -> tuple[Floats, Ints, Ints]:
    """Pixels from 0 to 1, the digits, and the order in which they are dealt."""
    X, y = np.asarray(table["X"], float) / 16, np.asarray(table["y"], int)
    return X, y, np.random.default_rng([seed, 2]).permutation(len(y))


@remembered
def _base(table: Table, seed: int) -> Floats:
    """(P,) The source's network, trained on upright digits."""
    X, y, order = _images(table, seed)
    X, names = X[order[:SOURCE]], np.eye(10)[y[order[:SOURCE]]]
    rng = np.random.default_rng([seed, 3])
    batches = epoch_batches(rng, SOURCE, BATCH, SOURCE_STEPS)

    def gradient(theta: Floats, i: int) -> Floats:
        rows = batches[i]
        return loss_gradient(theta, X[rows], names[rows], SIZES, "relu", "cross_entropy")

    return np.array(train(_new(rng), gradient, ADAM, SOURCE_RATE, [SOURCE_STEPS])[0])


@remembered
def _upright(table: Table, seed: int) -> float:
    """The accuracy of that network on upright digits that it has not seen."""
    X, y, order = _images(table, seed)
    tested = order[SOURCE + POOL :]
    return float(accuracy(_base(table, seed), X[tested], y[tested], SIZES))


def _new(rng: np.random.Generator) -> Floats:
    return flatten([(fan_in_normal(rng, (a, b), HE), np.zeros(b)) for a, b in pairwise(SIZES)])


def _few(y: Ints, order: Ints, per_class: int) -> Ints:
    """So many of each digit from the pool."""
    pool = order[SOURCE : SOURCE + POOL]
    return np.concatenate([pool[y[pool] == digit][:per_class] for digit in range(10)])


@lru_cache(maxsize=64)
def _turning(angle: float) -> Floats:
    """(pixels, pixels) What turns images by so many degrees."""
    return turning(8, angle)


def _names(y: Ints, renamed: bool) -> Ints:
    return (3 * y + 1) % 10 if renamed else y


@remembered
def _digits(table: Table, p: Params) -> Digits:
    plain = replace(p, angle=Params.angle, rate=Params.rate, steps=Params.steps)
    started, scratch = _linear(table, plain, ANGLES)
    tuned, kept, rate_target, rate_upright = _tuned(table, replace(p, trust=Params.trust))
    return Digits(
        upright=_upright(table, p.seed),
        linear_scratch=scratch,
        linear_started=started,
        linear_here=_linear(table, plain, (p.angle,))[:, 0],
        tuned=tuned,
        kept=kept,
        rate_upright=rate_upright,
        rate_target=rate_target,
        tested=len(_images(table, p.seed)[2]) - SOURCE - POOL,
    )


def _target(
    table: Table, p: Params, angle: float
) -> tuple[Floats, Floats, Floats, Ints, Floats, Ints]:
    """The few images and their one-hot names; those tested on and their names; the same upright."""
    X, y, order = _images(table, p.seed)
    few, test, called = _few(y, order, p.per_class), order[SOURCE + POOL :], _names(y, p.renamed)
    T = _turning(angle)
    return X[few] @ T, np.eye(10)[called[few]], X[test] @ T, called[test], X[test], y[test]


@remembered
def _tuned(table: Table, p: Params) -> tuple[Floats, float, Floats, Floats]:
    """Accuracy on the target by what is trained; on upright digits after all layers were.

    Then, after all layers were trained at each of RATES, on the target and on upright digits.
    """
    few, names, test, called, upright, digits = _target(table, p, p.angle)
    base, rng = _base(table, p.seed), np.random.default_rng([p.seed, 4])
    scratch = _new(rng)
    # all that goes through the whole network goes at once: eight cost three times as much as one
    theta = np.stack([base, base, scratch, *[base] * len(RATES)])
    mask = np.ones_like(theta)
    mask[0] = trained_mask(SIZES, [0])
    rates = np.array([p.rate, p.rate, SCRATCH_RATE, *RATES])[:, None]
    first, every, anew, *by_rate = fine_tune(theta, few, names, SIZES, mask, ADAM, rates, p.steps)
    # below a head that is trained alone nothing changes: it is trained on what comes out there
    *body, old = layers(base, SIZES)
    new = layers(_new(rng), SIZES)[-1]
    inside, ends = forward(few, layers(base, SIZES), "relu").signal[-1], SIZES[-2:]
    heads = np.stack([flatten([old]), flatten([new])])
    rates = np.array([[p.rate], [HEAD_RATE]])
    heads = fine_tune(heads, inside, names, ends, np.ones_like(heads), ADAM, rates, p.steps)
    last, head = (flatten([*body, *layers(each, ends)]) for each in heads)
    tuned = np.stack([base, last, first, every, head, anew])
    return (
        accuracy(tuned, test, called, SIZES),
        float(accuracy(every, upright, digits, SIZES)),
        accuracy(np.stack(by_rate), test, called, SIZES),
        accuracy(np.stack(by_rate), upright, digits, SIZES),
    )


@remembered
def _linear(table: Table, p: Params, angles: tuple[int, ...]) -> Floats:
    """(2, angles) accuracy of a ridge pulled to that of upright digits, and of one pulled to 0."""
    few, names, test, called, *_ = _target(table, p, 0.0)
    upright = _linear_upright(table, p.seed)
    T = np.stack([_turning(angle) for angle in angles])
    # both at once: the second ten outputs are those that are pulled to 0
    start = np.concatenate([upright, np.zeros_like(upright)], axis=1)
    w = pulled_ridge_of_many(_ones(few @ T), np.tile(names, 2), start, p.trust)
    # what is asked of turned images is asked of upright ones: (x T) w = x (T w)
    output = test @ (T @ w[:, :-1]) + w[:, -1:]
    told = output.reshape(*output.shape[:-1], 2, -1).argmax(axis=-1)
    return np.asarray((told == called[:, None]).mean(axis=1).T)


@remembered
def _linear_upright(table: Table, seed: int) -> Floats:
    """(pixels + 1, 10) Coefficients of a ridge on the source's upright digits."""
    X, y, order = _images(table, seed)
    source, names = _ones(X[order[:SOURCE]]), np.eye(10)[y[order[:SOURCE]]]
    return pulled_ridge_of_many(source, names, np.zeros((source.shape[1], 10)), 1.0)


def _ones(X: Floats) -> Floats:
    return np.concatenate([X, np.ones((*X.shape[:-1], 1))], axis=-1)


# --- learned features ------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def _learned(apart: int, seed: int) -> Learned:
    rng = np.random.default_rng([seed, 6])
    shapes = np.linalg.qr(_smooth(rng, WAVES, SHAPES))[0]
    tasks = rng.standard_normal((TASKS, SHAPES)) @ shapes.T
    x = _cosines(rng.random((TASKS, POINTS)))
    y = (x @ tasks[..., None])[..., 0] + TASK_NOISE * rng.standard_normal((TASKS, POINTS))
    nothing = np.zeros(WAVES)
    features = shared_directions(pulled_ridge(moments(x, y), nothing, 0.1), SHAPES)
    inside, other = rng.standard_normal((DRAWS, SHAPES)), _smooth(rng, WAVES, DRAWS).T
    target = TASK_LENGTH * out_of_span(shapes, inside, other, apart)
    x = _cosines(rng.random((DRAWS, EXAMPLES[-1])))
    y = (x @ target[..., None])[..., 0] + TASK_NOISE * rng.standard_normal(x.shape[:-1])
    seen = growing_moments(x, y, EXAMPLES)
    few = growing_moments(x @ features, y, EXAMPLES)
    frozen = pulled_ridge(few, np.zeros(SHAPES), FROZEN_PULL) @ features.T
    fits = (
        frozen,
        pulled_ridge(seen, frozen, SCRATCH_PULL),
        pulled_ridge(seen, nothing, SCRATCH_PULL),
    )
    return Learned(*(np.square(w - target[:, None]).sum(axis=-1).mean(axis=0) for w in fits))


def _smooth(rng: np.random.Generator, waves: int, many: int) -> Floats:
    """(waves, many) Normals, smaller for higher waves."""
    return rng.standard_normal((waves, many)) / (1 + np.arange(waves)[:, None] / 3)


def _cosines(x: Floats) -> Floats:
    """(..., WAVES) 1 and sqrt 2 cos(pi k x): of mean square 1, and uncorrelated, for x even in [0, 1]."""
    k = np.arange(WAVES)
    return np.asarray(np.where(k, math.sqrt(2), 1.0) * np.cos(math.pi * k * x[..., None]))


# --- a change of low rank --------------------------------------------------------------------------


@lru_cache(maxsize=8)
def _low_rank(change_rank: int, seed: int) -> tuple[Floats, float]:
    """Squared error of a target's coefficients, the mean over targets, by rank; and from scratch."""
    rng = np.random.default_rng([seed, 5])
    X, W0 = rng.standard_normal((ROWS, INPUTS)), rng.standard_normal((INPUTS, OUTPUTS))
    U, V = rng.standard_normal((INPUTS, change_rank)), rng.standard_normal((change_rank, OUTPUTS))
    change = U @ V / np.sqrt(np.square(U @ V).mean())
    Y = X @ (W0 + change) + rng.standard_normal((ROWS, OUTPUTS))
    learned = reduced_rank_ridge(X, Y - X @ W0, 1.0)
    scratch = reduced_rank_ridge(X, Y, 1.0)[-1] - W0
    errors = np.square(np.concatenate([learned, scratch[None]]) - change).sum(axis=1).mean(axis=1)
    return errors[:-1], float(errors[-1])
