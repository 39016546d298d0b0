"""A model ages from the day it is trained. What does it cost to wait, and what to train again?

The axis is `pause`, the steps between two retrainings. A step is a day; an hour where the rule
changes several times a day; 40 days of the fifty years of rain. After a warm-up there are 360 steps
at most, so a pause of 360 is never.
"""

import math
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from concepts.controls import check, controls_of, one_of, ranged, seeded, stops, switch
from methods.drift.filter_feedback import passed_share
from methods.drift.lot_size import best_pause, cost_rate
from methods.drift.turning_rules import angle_between, angle_error, recorded_error, stream
from methods.drift.walk_forward import (
    guarded,
    in_use,
    running_sums,
    scheduled,
    triggered,
    window_sums,
)
from methods.once import once
from methods.tables import Table, Tables, remembered

__all__ = [  # besides what is written here, the functions whose code the page shows
    "AXIS", "PRESETS", "Params", "Result", "best_pause", "compute", "cost_rate", "guarded",
    "passed_share", "triggered", "window_sums",
]  # fmt: skip

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

DRIFT = {
    "none": "None",
    "steady": "Steady: it turns every day",
    "walk": "Random walk",
    "sudden": "Sudden: one jump",
    "season": "Season: there and back",
    "six": "Every six hours, daily the same",
    "new": "Every six hours, always new",
    "rain": "40 years of rain (real)",
    "flights": "Late flights, 2013 (real)",
}
POLICY = {"schedule": "By schedule", "trigger": "When an alarm rings"}
REFERENCE = {"first": "Of the first model", "newest": "Of the newest model"}
GUARD = {
    "none": "None",
    "before": "On the days before its window",
    "newest": "On its own window",
    "frozen": "On a set that never changes",
}
DAILY = ("none", "steady", "walk", "sudden", "season")
HOURLY = ("six", "new")
REAL = {"rain": "rainfall_bellevue_noaa", "flights": "flights_nyc13_20k"}
STEPS, WARM, WARM_HOURS = 360, 60, 168
NEVER, ALL = STEPS, 400  # a pause and a window that are longer than there is time
RAIN_DAYS, JANUARY_FEBRUARY = 40, 59  # days in a step of rain; the flights' warm-up
FLIPS = 0.05  # labels that are wrong by chance, which no model foresees
PREDICTIONS = 1_000  # a day
JUMP, BAD_WEEK, AFTER_BAD = 120, (129, 136), (136, 186)  # days
SPAN = 10  # steps whose mean error the alarm watches
EXAM = 30  # days at most by which a challenger is judged
WINDOWS = (1, 2, 3, 5, 7, 10, 14, 20, 30, 45, 60, 90, 150, 250, 400)
DELAYS = (0, 1, 2, 3, 5, 7, 10, 14, 20, 25, 30)
FRAUD_WEEKS = 52
FRAUD_SIZES = np.array([2500, *[275] * 9])  # cases a week
FRAUD_RATES = np.array([0.01, 0.3, *[0.01] * 8])
WORLD, MODEL, TRIGGER, FEEDBACK = "World", "Model", "Trigger and guard", "Feedback"


def pause_name(pause: int, p: "Params") -> str:
    """How long a pause is, in words."""
    if pause >= steps_of(p):
        return "never"
    return _time(pause, p)


def window_name(window: int, p: "Params") -> str:
    """How long a window is, in words."""
    return "all so far" if window >= ALL else _time(window, p)


def delay_name(delay: int, p: "Params") -> str:
    """How late labels are, in words."""
    return "at once" if delay == 0 else _time(delay, p)


def unit_of(p: "Params") -> str:
    """What a step is called."""
    return "hour" if p.drift in HOURLY else "day"


def steps_of(p: "Params") -> int:
    """Steps that are looked at: of flights fewer, whose year has a warm-up in it and no last day."""
    return 364 - JANUARY_FEBRUARY if p.drift == "flights" else STEPS


def days_of(p: "Params") -> float:
    """How many days a step has."""
    return {"rain": float(RAIN_DAYS), "six": 1 / 24, "new": 1 / 24}.get(p.drift, 1.0)


def _time(steps: int, p: "Params") -> str:
    n = steps * (RAIN_DAYS if p.drift == "rain" else 1)
    if n > 730:
        return f"{n / 365.25:.2g} years"
    return f"{n} {unit_of(p)}{'' if n == 1 else 's'}"


@dataclass(frozen=True)
class Params:
    """How the world changes, what is trained on, when, and what that costs."""

    pause: int = ranged(
        30, 1, NEVER, "Retrain every", scale="log", names=pause_name,
        help="The time between two retrainings. Where an alarm trains, the shortest time.",
    )  # fmt: skip
    drift: str = one_of(
        "steady", DRIFT, "Drift", group=WORLD, main=True,
        help="How the rule that makes the labels changes; or real data.",
    )  # fmt: skip
    speed: float = ranged(
        0.25, 0.0, 2.0, "Speed", step=0.05, unit="° a day", group=WORLD, main=True,
        when=("drift", ("steady", "walk")),
        help="How far the rule turns in a day; for a random walk its standard deviation.",
    )  # fmt: skip
    turn: int = ranged(
        90, 0, 180, "How far it turns", step=5, unit="°", group=WORLD, main=True,
        when=("drift", ("sudden", "season")),
        help="The size of the jump, or how far a season swings to either side.",
    )  # fmt: skip
    period: int = ranged(
        60, 10, 180, "Season", step=5, unit="days", group=WORLD, when=("drift", ("season",)),
        help="After so many days everything is as it was.",
    )  # fmt: skip
    bad_week: bool = switch(
        False, "A week of flipped labels", group=WORLD, when=("drift", DAILY),
        help="Of days 129 to 135 every label is recorded the wrong way round.",
    )  # fmt: skip
    window: int = ranged(
        20, 1, ALL, "Trained on the last", scale="log", names=window_name,
        group=MODEL, main=True,
        help="How far back the labels go that a model is trained on.",
    )  # fmt: skip
    by_hour: bool = switch(
        False, "Hour as a feature", group=MODEL, when=("drift", ("six",)),
        help="A model for each quarter of the day, trained on the same hours of the days before.",
    )  # fmt: skip
    delay: int = ranged(
        0, 0, 30, "Labels arrive after", names=delay_name, group=MODEL,
        when=("drift", (*DAILY, *HOURLY)),
        help="How late the truth is known. A model is trained on what is known.",
    )  # fmt: skip
    labels: int = ranged(
        50, 5, 200, "Labels in a step", scale="log", group=MODEL,
        when=("drift", (*DAILY, *HOURLY)),
        help="Labelled rows of each day, or of each hour where the rule changes within a day.",
    )  # fmt: skip
    price: float = ranged(
        300.0, 1.0, 10_000.0, "Price of a retraining", scale="log", unit="errors", group=MODEL,
        main=True,
        help="What a retraining costs, told in wrong predictions. The model makes 1,000 a day.",
    )  # fmt: skip
    policy: str = one_of(
        "schedule", POLICY, "Retrain", group=TRIGGER, when=("drift", DAILY),
        help="The alarm rings when the error of the last ten days is too high.",
    )  # fmt: skip
    height: float = ranged(
        0.08, 0.02, 0.3, "Alarm above the reference", step=0.01, group=TRIGGER,
        when=("policy", ("trigger",)),
        help="By how much the error must exceed the reference.",
    )  # fmt: skip
    reference: str = one_of(
        "first", REFERENCE, "Reference", group=TRIGGER, when=("policy", ("trigger",)),
        help="Whose error in its first ten days the alarm compares with.",
    )  # fmt: skip
    guard: str = one_of(
        "none", GUARD, "Test before release", group=TRIGGER, when=("policy", ("schedule",)),
        help="A challenger that errs over 2 points more than the champion is not released.",
    )  # fmt: skip
    explore: float = ranged(
        0.0, 0.0, 0.2, "Let through at random", step=0.01, group=FEEDBACK,
        help="The share of blocked cases that a fraud filter lets pass, to see their labels.",
    )  # fmt: skip
    seed: int = seeded(0, group=WORLD)

    def __post_init__(self) -> None:
        check(self)


AXIS = "pause"

PRESETS = {
    "start": Params(pause=25, labels=100),
    "fourfold": Params(pause=25, price=1200.0),
    "all_data": Params(pause=6, window=ALL),
    "six_hours": Params(drift="six", pause=6, window=6, delay=6),
    "by_hour": Params(drift="six", pause=NEVER, window=150, delay=6, by_hour=True),
    "locked_in": Params(
        drift="sudden", pause=10, window=10, policy="trigger", reference="newest"
    ),
    "bad_week": Params(speed=0.5, pause=8, window=8, bad_week=True),
    "rain": Params(drift="rain", pause=10, window=80),
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class World:
    """Labelled rows of all steps, the warm-up too; what is common to drawn and to real data.

    Attributes
    ----------
    warm : Steps before the first that is looked at.
    fit : (ends, width) -> (k, ...) models, each trained on so many steps before an end.
    error : (models, steps) -> (k,) the error of each model at its step, as well as it can be known.
    recorded : (model, first, last) -> (last - first,) the error of one model by the labels recorded.
    angle : (S,) radians, where the rule stands; nan of real data.
    """

    warm: int
    fit: Callable[[Ints, int], Floats]
    error: Callable[[Floats, Ints], Floats]
    recorded: Callable[[Floats, int, int], Floats]
    angle: Floats


@dataclass(frozen=True, eq=False)
class Costs:
    """Of plain schedules, by pause.

    Attributes
    ----------
    pauses : (P,) steps.
    error : (P,) mean error.
    coins, total : (P,) errors a day that retraining costs; and with all wrong predictions.
    law : (P,) the total by the square-root law, from the floor up; nan but for steady drift.
    highest : The greatest error at any step of any of them, as it is drawn.
    """

    pauses: Ints
    error: Floats
    coins: Floats
    total: Floats
    law: Floats
    highest: float


@dataclass(frozen=True, eq=False)
class Result:
    """All that is shown for `params`.

    Attributes
    ----------
    warm : Steps before the first that is looked at.
    error : (H,) of the model in use at each step: the chance of a wrong prediction, of rain the share
        of wrong ones, of flights the Brier score.
    floor : (H,) the same if a model is trained at every step.
    least : What a model that knows today errs; nan of real data.
    trained : (k,) steps at which a model was put to use, 0 first.
    tried : (j,) steps at which one was trained, those refused by a guard too.
    truth, model : radians of the rule and of the model at the step `worst`, the first at which the
        error is greatest; nan of real data.
    costs : Of plain schedules.
    law_pause : The pause of the square-root law in steps, perhaps infinite; nan but for steady drift.
    plain : Mean error of the plain schedule with this pause.
    windows, by_window, still : (K,) steps; mean error if trained on so many; and if nothing drifted,
        nan of real data.
    delays, by_delay : (D,) steps, and the mean error if labels are so late.
    policies : (5,) mean error of policies: never, schedule, two triggers, a guarded schedule; nan for
        the last three where nobody watches labels.
    trainings : (5,) how often each retrains.
    passed, explored : (FRAUD_WEEKS,) share of fraud that passes a filter; and as `explore` is set.
    """

    params: Params
    warm: int
    error: Floats
    floor: Floats
    least: float
    trained: Ints
    tried: Ints
    worst: int
    truth: float
    model: float
    costs: Costs
    law_pause: float
    plain: float
    windows: Ints
    by_window: Floats
    still: Floats
    delays: Ints
    by_delay: Floats
    policies: Floats
    trainings: Ints
    passed: Floats
    explored: Floats

    @property
    def real(self) -> bool:
        """Whether the data are real, so that the rule behind them is not known."""
        return self.params.drift in REAL

    @property
    def steps(self) -> int:
        """Steps that are looked at."""
        return len(self.error)

    @property
    def mean_error(self) -> float:
        """Over all steps."""
        return float(self.error.mean())

    @property
    def retrainings(self) -> int:
        """How often a model was replaced."""
        return len(self.trained) - 1

    @property
    def paid(self) -> int:
        """How often a model was trained after the first, those not released too."""
        return len(self.tried) - 1

    @property
    def coins(self) -> float:
        """Errors a day that retraining costs."""
        return self.paid * self.params.price / (self.steps * days_of(self.params))

    @property
    def stale(self) -> float:
        """Wrong predictions a day above those of a model that is trained at every step."""
        return PREDICTIONS * (self.mean_error - float(self.floor.mean()))

    @property
    def cost(self) -> float:
        """Errors a day: wrong predictions and the price of retraining."""
        return self.coins + PREDICTIONS * self.mean_error

    @property
    def highest_cost(self) -> float:
        """Errors a day up to which costs are drawn: three times the least, or all that a pause costs."""
        return 1.05 * min(float(self.costs.total.max()), 3 * float(self.costs.total.min()))

    @property
    def costs_more(self) -> bool:
        """Whether `cost` is higher than that."""
        return self.cost > self.highest_cost

    @property
    def brier(self) -> bool:
        """Whether errors are Brier scores, and no shares of all cases."""
        return self.params.drift == "flights"

    @property
    def best(self) -> int:
        """The pause of `costs` that costs least; of several the shortest."""
        return int(self.costs.pauses[self.costs.total.argmin()])

    @property
    def within_tenth(self) -> tuple[int, int]:
        """The shortest and the longest pause around the best that cost at most a tenth more."""
        near = self.costs.total <= 1.1 * self.costs.total.min()
        at = int(self.costs.total.argmin())
        low, high = at, at
        while low > 0 and near[low - 1]:
            low -= 1
        while high < len(near) - 1 and near[high + 1]:
            high += 1
        return int(self.costs.pauses[low]), int(self.costs.pauses[high])

    @property
    def after_bad(self) -> float:
        """The mean error of the 50 days after the bad week, whether there was one or not."""
        return float(self.error[slice(*AFTER_BAD)].mean())

    @once
    def drawn_error(self) -> Floats:
        """(H,) `error`; of real data, a few rows of which are mostly luck, the last year's or month's."""
        return _smoothed(self.error, _smooth(self.params))

    @once
    def drawn_floor(self) -> Floats:
        """(H,) `floor`, the same way; where the rule changes within a day, the last day's mean."""
        return _smoothed(self.floor, 24 if self.params.drift in HOURLY else _smooth(self.params))

    @property
    def times(self) -> Floats:
        """(H,) when each step is: days, hours, years of the data, or days of the year."""
        steps = np.arange(float(self.steps))
        if self.params.drift == "rain":
            return (self.warm + steps) * RAIN_DAYS / 365.25
        return steps + (self.warm if self.params.drift == "flights" else 0)


def compute(params: Params, tables: Tables) -> Result:
    """Send a model through the steps as it is set, and through all other pauses, windows and delays.

    `tables["rainfall_bellevue_noaa"]` or `["flights_nyc13_20k"]` is read where `drift` says so.
    """
    p = params
    world, steps, real = _world(p, tables), steps_of(p), p.drift in REAL
    costs, floor = _sweep_real(tables[REAL[p.drift]], _but(p)) if real else _sweep(_but(p))
    trained = _trained(world, p)
    error, models = _errors(world, trained, p.window, p.delay, steps)
    worst = int(error.argmax())
    truth = turned = math.nan
    if not real:
        truth = float(world.angle[world.warm + worst])
        turned = _turned(world, models[in_use(trained, steps)[worst]], world.warm + worst)
    schedule = scheduled(p.pause, steps)

    def mean(window: int, delay: int) -> float:
        return float(_errors(world, schedule, window, delay, steps)[0].mean())

    delays = np.union1d(DELAYS, p.delay)
    policies, trainings = _policies(world, p)
    passed, explored = _fraud(p.explore, p.seed)
    return Result(
        params=p,
        warm=world.warm,
        error=error,
        floor=floor,
        least=math.nan if real else FLIPS,
        trained=trained,
        tried=schedule if p.policy == "schedule" else trained,
        worst=worst,
        truth=truth,
        model=truth + turned,
        costs=costs,
        law_pause=_law_pause(p),
        plain=mean(p.window, p.delay),
        windows=np.array(WINDOWS),
        by_window=np.array([mean(window, p.delay) for window in WINDOWS]),
        still=_still(_but(p, pause=p.pause)),
        delays=delays,
        by_delay=np.array([mean(p.window, int(delay)) for delay in delays]),
        policies=policies,
        trainings=trainings,
        passed=passed,
        explored=explored,
    )


def _but(p: Params, pause: int = 1) -> Params:
    """The same with that pause, and with all that has no say in plain schedules at its default."""
    others = [n for n, c in controls_of(p).items() if c.group in (TRIGGER, FEEDBACK)]
    return replace(p, pause=pause, **{name: getattr(Params, name) for name in others})


def _turned(world: World, model: Floats, step: int) -> float:
    """By how much a model is turned from the rule, in radians, to the side on which it is."""
    model = _of_quarter(model, step)
    angle = float(world.angle[step])
    across = model[1] * math.cos(angle) - model[0] * math.sin(angle)
    return math.copysign(float(angle_between(np.array(angle), model)), across)


# --- worlds ----------------------------------------------------------------------------------------


def _world(p: Params, tables: Tables) -> World:
    if p.drift == "rain":
        return _rain(tables[REAL["rain"]])
    if p.drift == "flights":
        return _flights(tables[REAL["flights"]])
    return _drawn(p.drift, p.speed, p.turn, p.period, p.labels, p.bad_week, p.by_hour, p.seed)


@lru_cache(maxsize=4)
def _drawn(
    drift: str,
    speed: float,
    turn: int,
    period: int,
    labels: int,
    bad_week: bool,
    by_hour: bool,
    seed: int,
) -> World:
    warm = WARM_HOURS if drift in HOURLY else WARM
    angle = _angles(drift, np.arange(warm + STEPS) - warm, speed, turn, period, seed)
    rows = stream(np.random.default_rng(seed), angle, labels, FLIPS)
    if bad_week:
        rows.y[warm + BAD_WEEK[0] : warm + BAD_WEEK[1]] *= -1
    each = np.einsum("sn,snf->sf", rows.y, rows.X)
    if by_hour:  # a column of sums for each quarter of the day, empty at the other hours
        each = each[:, None] * (_quarter(np.arange(len(angle)))[:, None] == np.arange(4))[..., None]
    sums = running_sums(each)

    def error(models: Floats, steps: Ints) -> Floats:
        return angle_error(angle_between(angle[steps], _of_quarter(models, steps)), FLIPS)

    def recorded(model: Floats, first: int, last: int) -> Floats:
        X, y = rows.X[first:last], rows.y[first:last]
        each = model if model.ndim == 1 else model[_quarter(first + np.arange(len(X)))]
        return recorded_error(X, y, each)

    return World(warm, lambda ends, width: window_sums(sums, ends, width), error, recorded, angle)


def _angles(drift: str, at: Ints, speed: float, turn: int, period: int, seed: int) -> Floats:
    """(S,) radians of the rule `at` these days, or hours, counted from the end of the warm-up."""
    luck = np.random.default_rng([seed, 1])
    degrees: Floats = np.zeros(len(at))
    match drift:
        case "steady":
            degrees = np.asarray(speed * at, float)
        case "walk":
            degrees = speed * np.cumsum(luck.standard_normal(len(at)))
        case "sudden":
            degrees = np.where(at >= JUMP, float(turn), 0.0)
        case "season":
            degrees = turn * np.sin(2 * np.pi * at / period)
        case "six":
            degrees = np.asarray(60.0 * _quarter(at), float)
        case "new":
            degrees = 360 * np.repeat(luck.random(len(at) // 6), 6)
    return np.radians(degrees)


def _quarter(hours: Any) -> Any:
    """Which quarter of the day an hour lies in, from 0."""
    return hours // 6 % 4


def _of_quarter(models: Floats, steps: Any) -> Floats:
    """Of models for each quarter of the day those that are asked at these steps; else as they are."""
    if models.ndim == np.ndim(steps) + 1:
        return models
    found: Floats = (
        models[np.arange(len(models)), _quarter(steps)]
        if np.ndim(steps)
        else models[_quarter(steps)]
    )
    return found


@remembered
def _rain(table: Table) -> World:
    """Least squares of whether it rains on the eight measurements of the day."""
    names = [name for name in table.columns if name not in ("day", "rain")]
    steps = len(table["rain"]) // RAIN_DAYS
    kept = slice(len(table["rain"]) - steps * RAIN_DAYS, None)  # the last step is full
    X = np.column_stack([np.ones(len(table["rain"])), *(table[n].clip(-6, 6) for n in names)])[kept]
    X = X.reshape(steps, RAIN_DAYS, -1)
    y = np.where(table["rain"] == 1, 1.0, -1.0)[kept].reshape(steps, RAIN_DAYS)

    def error(models: Floats, at: Ints) -> Floats:
        wrong = (np.einsum("snf,sf->sn", X[at], models) > 0) != (y[at] > 0)
        found: Floats = wrong.mean(axis=1)
        return found

    def recorded(model: Floats, first: int, last: int) -> Floats:
        return recorded_error(X[first:last], y[first:last], model)

    fit = _least_squares(np.swapaxes(X, 1, 2) @ X, np.einsum("sn,snf->sf", y, X))
    return World(steps - STEPS, fit, error, recorded, np.full(steps, np.nan))


@remembered
def _flights(table: Table) -> World:
    """Least squares of whether a flight is an hour late on weather, time, airport and airline.

    The Brier score of a step is a quadratic form of the weights, so that sums of a day are enough.
    """
    numbers = ("dow", "hour", "distance", "temp", "dewp", "humid", "wind_speed", "precip", "visib")
    X = np.column_stack([table[name] for name in numbers])
    X = np.where(np.isnan(X), np.nanmean(X, axis=0), X)
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    kinds = [table[n][:, None] == np.unique(table[n])[1:] for n in ("origin", "carrier")]
    X, y = np.column_stack([np.ones(len(X)), X, *kinds]), table["late60"]
    days = np.cumsum([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30])
    day = (days[table["month"].astype(int) - 1] + table["day"] - 1).astype(int)
    order = np.argsort(day, kind="stable")
    parts = np.split(order, np.searchsorted(day[order], np.arange(1, 365)))
    A = np.array([X[part].T @ X[part] for part in parts])
    b = np.array([X[part].T @ y[part] for part in parts])
    n, late = np.array([len(part) for part in parts]), np.array([y[part].sum() for part in parts])

    def error(models: Floats, at: Ints) -> Floats:
        squared = np.einsum("sf,sf->s", np.einsum("sfg,sg->sf", A[at], models) - 2 * b[at], models)
        found: Floats = (squared + late[at]) / n[at]
        return found

    def recorded(model: Floats, first: int, last: int) -> Floats:
        at = np.arange(first, last)
        return error(np.broadcast_to(model, (len(at), len(model))), at)

    return World(JANUARY_FEBRUARY, _least_squares(A, b), error, recorded, np.full(365, np.nan))


def _least_squares(A: Floats, b: Floats) -> Callable[[Ints, int], Floats]:
    """Fits from the sums of each step; a ridge of one row keeps a few days with many columns solvable."""
    A_sums, b_sums = running_sums(A), running_sums(b)

    def fit(ends: Ints, width: int) -> Floats:
        left = window_sums(A_sums, ends, width) + np.eye(b.shape[1])
        right = window_sums(b_sums, ends, width)[..., None]
        return np.asarray(np.linalg.solve(left, right)[..., 0], np.float64)

    return fit


# --- what is done in them --------------------------------------------------------------------------


def _errors(
    world: World, trained: Ints, window: int, delay: int, steps: int
) -> tuple[Floats, Floats]:
    """The error (steps,) at each step, and the models (k, ...) that were trained."""
    models = world.fit(world.warm + trained - delay, _width(window))
    used = models[in_use(trained, steps)]
    return world.error(used, world.warm + np.arange(steps)), models


def _trained(world: World, p: Params) -> Ints:
    """The steps at which a model is put to use, by the policy."""
    steps = steps_of(p)
    if p.policy == "trigger":
        errors = _recorded(world, p)
        moving = p.reference == "newest"
        return triggered(errors, steps, p.height, p.pause, p.delay, SPAN, moving)
    schedule = scheduled(p.pause, steps)
    return schedule if p.guard == "none" else guarded(schedule, _exam(world, p, p.guard))


def _width(window: int) -> int:
    """Steps of a window; of the longest, all there are."""
    return window if window < ALL else sys.maxsize


def _every(world: World, p: Params) -> Floats:
    """The models that would be trained at each step."""
    return world.fit(world.warm + np.arange(steps_of(p)) - p.delay, _width(p.window))


def _recorded(world: World, p: Params) -> Callable[[int], Floats]:
    """What the alarm sees: of a model trained at a step, its error by the labels of each step."""
    models, last = _every(world, p), world.warm + steps_of(p)
    return lambda step: world.recorded(models[step], world.warm, last)


def _exam(world: World, p: Params, guard: str) -> Callable[[int, int], float]:
    """The error of a model trained at one step on the days by which another's challenge is judged."""
    models, width = _every(world, p), min(p.window, EXAM)

    def days(now: int) -> tuple[int, int]:
        known = world.warm + now - p.delay
        first = {"before": known - p.window - width, "newest": known - width}.get(guard, 0)
        first = max(first, 0)
        return first, first + width

    return lambda step, now: float(world.recorded(models[step], *days(now)).mean())


def _policies(world: World, p: Params) -> tuple[Floats, Ints]:
    """Mean error of five policies and how often each trains; nan and 0 where none watches labels."""
    steps = steps_of(p)
    chosen = [np.array([0]), scheduled(p.pause, steps)]
    extra = [0, 0]
    if p.drift in DAILY:
        errors = _recorded(world, p)
        for moving in (False, True):
            chosen.append(triggered(errors, steps, p.height, p.pause, p.delay, SPAN, moving))
        chosen.append(guarded(chosen[1], _exam(world, p, "before")))
    extra = [0, 0, 0, 0, len(chosen[1]) - len(chosen[-1])]
    mean = [float(_errors(world, each, p.window, p.delay, steps)[0].mean()) for each in chosen]
    trainings = [len(each) - 1 + more for each, more in zip(chosen, extra, strict=False)]
    missing = 5 - len(chosen)
    return np.array(mean + [math.nan] * missing), np.array(trainings + [0] * missing)


@lru_cache(maxsize=8)
def _sweep(p: Params) -> tuple[Costs, Floats]:
    return _swept(_world(p, {}), p)


@remembered
def _sweep_real(table: Table, p: Params) -> tuple[Costs, Floats]:
    return _swept(_world(p, {REAL[p.drift]: table}), p)


def _swept(world: World, p: Params) -> tuple[Costs, Floats]:
    """All pauses of the axis, and the error if a model is trained at every step."""
    steps, at = steps_of(p), world.warm + np.arange(steps_of(p))
    every = _every(world, p)
    pauses = np.array([int(each) for each in stops(controls_of(Params)[AXIS]) if each <= steps])
    if pauses[-1] < steps:
        pauses = np.append(pauses, steps)
    errors = [world.error(every[np.arange(steps) // pause * pause], at) for pause in pauses]
    mean = np.array([each.mean() for each in errors])
    days = days_of(p)
    coins = (
        np.array([len(scheduled(pause, steps)) - 1 for pause in pauses]) * p.price / (steps * days)
    )
    total = coins + PREDICTIONS * mean
    law = np.full(len(pauses), math.nan)
    if math.isfinite(harm := _harm(p)):
        law = cost_rate(pauses, p.price, harm) - harm / 2 + PREDICTIONS * mean[0]
    highest = max(float(_smoothed(each, _smooth(p)).max()) for each in errors)
    return Costs(pauses, mean, coins, total, law, highest), errors[0]


def _harm(p: Params) -> float:
    """Wrong predictions a day that a day of age adds, for steady drift; else nan."""
    if p.drift != "steady":
        return math.nan
    return PREDICTIONS * (1 - 2 * FLIPS) * math.radians(p.speed) / math.pi


def _law_pause(p: Params) -> float:
    harm = _harm(p)
    return harm if math.isnan(harm) else best_pause(p.price, harm)


@lru_cache(maxsize=8)
def _still(p: Params) -> Floats:
    """(K,) mean error by window if the rule never turned; nan of real data, where nobody knows."""
    if p.drift in REAL:
        return np.full(len(WINDOWS), math.nan)
    world = _world(Params(drift="none", labels=p.labels, seed=p.seed), {})
    schedule = scheduled(p.pause, STEPS)
    every = [_errors(world, schedule, window, 0, STEPS)[0] for window in WINDOWS]
    return np.array([each.mean() for each in every])


@lru_cache(maxsize=8)
def _fraud(explore: float, seed: int) -> tuple[Floats, Floats]:
    """The share of fraud that passes the filter without exploring, and as it is set."""
    both = [
        passed_share(
            np.random.default_rng(seed), FRAUD_SIZES, FRAUD_RATES, FRAUD_WEEKS, explore=share
        )
        for share in (0.0, explore)
    ]
    return both[0], both[1]


def _smooth(p: Params) -> int:
    """Steps whose mean is drawn."""
    return {"rain": 9, "flights": 30}.get(p.drift, 1)


def _smoothed(error: Floats, width: int) -> Floats:
    """The mean of the last `width` steps at each, of fewer at the beginning."""
    if width == 1:
        return error
    ends = np.arange(1, len(error) + 1)
    return window_sums(running_sums(error), ends, width) / np.minimum(ends, width)
