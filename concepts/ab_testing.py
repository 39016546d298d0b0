"""A hundred A/B tests of the same kind, day by day: who is declared a winner, when, and how wrongly."""

import math
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from concepts.controls import check, one_of, ranged, seeded, switch
from methods.drift.multiple_testing import any_alarm
from methods.experiments.day_units import adjusted_difference, drawn_days, ratio_variance
from methods.experiments.drawn_arms import (
    Counts,
    clustered,
    drawn,
    lossy,
    rate_kept,
    shared_stock,
    thompson,
)
from methods.experiments.group_sequential import (
    Crossings,
    always_valid,
    bonferroni,
    crossings,
    false_alarms,
    obrien_fleming,
    pocock,
)
from methods.experiments.ranked_clicks import Judged, judged
from methods.experiments.two_proportions import (
    design_effect,
    pooled_difference,
    sample_size,
    split_p,
    z_of,
)
from methods.once import once
from methods.tables import Table, Tables, remembered

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

WORLD = {
    "visitors": "Visitors, drawn",
    "views": "Visitors with several views",
    "novelty": "A lift that wears off",
    "broken": "An arm that loses visitors",
    "stock": "Arms that share a stock",
    "bandit": "A bandit shares out",
    "ranking": "Two rankers",
    "flights": "Late flights, split by day (real)",
    "births": "Daily births (real)",
}
RULE = {
    "fixed": "|z| > 1.96 at every look",
    "bayes": "P(B better) above 95 %",
    "bonferroni": "Bonferroni",
    "pocock": "Pocock",
    "obrien_fleming": "O'Brien-Fleming",
    "always": "Always valid (mixture SPRT)",
}
PLANNED = ("bonferroni", "pocock", "obrien_fleming")  # rules that end with the plan
UNIT = {"row": "Each view or flight alone", "cluster": "Each visitor or day as a whole"}
METHOD = {"split": "A/B: half see B", "interleave": "Interleaving: all see a list of both"}
TABLE_OF = {"flights": "flights_nyc13_20k", "births": "us_births_daily"}
CONVERT = ("visitors", "views", "novelty", "broken", "stock", "bandit")  # worlds of yes or no

DAYS, EXPERIMENTS = 35, 100
DAY = np.arange(1.0, DAYS + 1)
ALPHA, POWER = 0.05, 0.8
ONE_LOOK, ONE_SIDED = float(ndtri(1 - ALPHA / 2)), float(ndtri(1 - ALPHA))
FEWEST = 5  # days an arm before a real day's spread is trusted
NOISE_A, NOISE_B, QUERIES = (
    0.6,
    0.5,
    20_000,
)  # of the rankers, and how many queries they are judged on
BIRTH_DAYS, YEAR = 728, 364  # the last of them, and how far back the control variate lies: 52 weeks
LIFTS = np.geomspace(0.01, 0.5, 12)  # where the sample size is drawn
MOST_OVERSTATED = 0.25  # what the budget lets a declared lift be too large by
METRICS = 20  # of which one is bound to look good
SPLIT_ALARM = 0.0005  # of the split's p, as platforms have it
TRAFFIC, SPOILED, DESIGN = "Traffic", "What spoils it", "Design"


def day_name(value: int, _params: "Params") -> str:
    """What a stop of the axis is called."""
    return f"day {value}"


@dataclass(frozen=True)
class Params:
    """What is tested, how it is looked at, and what is wrong with it."""

    day: int = ranged(
        28, 1, DAYS, "Day", names=day_name,
        help="How many days the experiments have run.",
    )  # fmt: skip
    world: str = one_of(
        "visitors", WORLD, "Experiment", group=TRAFFIC, main=True,
        help="Who is drawn into two arms, and what is measured.",
    )  # fmt: skip
    lift: int = ranged(
        0, -20, 20, "True lift of B", unit="%", group=TRAFFIC, main=True,
        when=("world", (*CONVERT, "births")),
        help="How much more B converts than A, in percent of A. At 0 nothing is there to be found.",
    )  # fmt: skip
    rate: float = ranged(
        0.05, 0.01, 0.5, "Conversion rate of A", scale="log", group=TRAFFIC,
        when=("world", CONVERT), help="The share of A's visitors who convert, or want to.",
    )  # fmt: skip
    visitors: int = ranged(
        1_000, 50, 100_000, "Visitors a day in each arm", scale="log", group=TRAFFIC,
        when=("world", (*CONVERT, "ranking")), help="Or queries, where rankers are compared.",
    )  # fmt: skip
    rule: str = one_of(
        "fixed", RULE, "Declared a winner if", group=DESIGN, main=True,
        help="What is asked of z at each look. The last four allow for the looks.",
    )  # fmt: skip
    looks: int = ranged(
        28, 1, DAYS, "Looks until the planned end", group=DESIGN, main=True,
        help="At equal distances, at most one a day. The first, second and last rule go on at that pace.",
    )  # fmt: skip
    planned: int = ranged(
        28, 7, DAYS, "Planned days", group=DESIGN,
        help="When the test was to end.",
    )  # fmt: skip
    tau: int = ranged(
        10, 1, 50, "Lifts it is tuned to", unit="%", group=DESIGN, when=("rule", ("always",)),
        help="The standard deviation of the lifts that the test expects.",
    )  # fmt: skip
    worth: int = ranged(
        10, 1, 20, "Smallest lift worth having", unit="%", group=DESIGN,
        help="What the test must be able to find. Smaller lifts do not pay for the change.",
    )  # fmt: skip
    deadline: int = ranged(
        21, 7, DAYS, "Days you can wait", group=DESIGN,
        help="A limit of the budget, for the mean time until the test stops.",
    )  # fmt: skip
    past: float = ranged(
        0.0, 0.0, 0.95, "Correlation with the past", step=0.05, group=DESIGN,
        when=("world", ("visitors",)),
        help="With what the same visitor did before the test. CUPED uses it; at 0 there is none.",
    )  # fmt: skip
    cuped: bool = switch(
        False, "CUPED", group=DESIGN, when=("world", ("births",)),
        help="Uses the births of the day 52 weeks before as a control variate.",
    )  # fmt: skip
    views: int = ranged(
        20, 1, 50, "Views of a visitor", group=SPOILED, when=("world", ("views",)),
        help="Each may convert, and each is counted.",
    )  # fmt: skip
    within: float = ranged(
        0.1, 0.0, 0.5, "Correlation of a visitor's views", step=0.05, group=SPOILED,
        when=("world", ("views",)), help="How alike two views of the same visitor are.",
    )  # fmt: skip
    unit: str = one_of(
        "row", UNIT, "What counts as independent", group=SPOILED,
        when=("world", ("views", "flights")),
        help="The arms are drawn by visitor, or by day. The standard error may ignore that.",
    )  # fmt: skip
    boost: int = ranged(
        22, 0, 50, "Novelty on the first day", unit="%", group=SPOILED, when=("world", ("novelty",)),
        help="A lift that comes on top, because B is new.",
    )  # fmt: skip
    half_life: int = ranged(
        3, 1, 14, "Half-life of the novelty", unit="days", group=SPOILED,
        when=("world", ("novelty",)), help="After so many days half of it is left.",
    )  # fmt: skip
    lost: float = ranged(
        0.25, 0.0, 0.5, "Heavy users that B loses", step=0.05, group=SPOILED,
        when=("world", ("broken",)),
        help="Before they are logged. One in ten is a heavy user, who converts four times as often.",
    )  # fmt: skip
    stock: float = ranged(
        0.75, 0.25, 1.5, "Stock for those who want", step=0.05, group=SPOILED,
        when=("world", ("stock",)),
        help="Items a day, over the number wanted if all had A. Both arms draw on them.",
    )  # fmt: skip
    method: str = one_of(
        "split", METHOD, "Compared by", group=SPOILED, when=("world", ("ranking",)),
        help="Each user gets one ranker; or a list in which both take turns, and clicks tell.",
    )  # fmt: skip
    seed: int = seeded(4, group=TRAFFIC)

    def __post_init__(self) -> None:
        check(self)


AXIS = "day"

PRESETS = {
    "start": Params(day=35, planned=35, looks=35),
    "cured": Params(rule="obrien_fleming"),
    "real_lift": Params(day=31, lift=10, rule="obrien_fleming", planned=31, looks=31, deadline=28),
    "first_star": Params(day=31, lift=5, planned=31, looks=31),
    "by_day": Params(world="flights", day=35, planned=35, looks=1),
    "last_year": Params(world="births", day=35, lift=4, planned=35, looks=1, worth=4, cuped=True),
    "broken": Params(world="broken", visitors=4_000, looks=1),
    "off_line": Params(world="ranking", visitors=1_000, looks=1, worth=5),
}


@dataclass(frozen=True, eq=False)
class Run:
    """All that does not depend on the day on screen. Lifts are shares of `base`, A's true mean.

    Attributes
    ----------
    z, lift : (EXPERIMENTS, DAYS) as the experiment's analyst has them; 0 as long as nothing is known.
    error : (DAYS,) standard error of the first experiment's lift, as its analyst has it; perhaps nan.
    arms : (2, DAYS) how many units the first experiment counted in A and in B.
    uneven : How many experiments have a split with a p below SPLIT_ALARM on each day, (DAYS,).
    to_b : (DAYS,) mean share of the units in B.
    base : A's mean: a rate, births a day, clicks a query.
    truth : The lift if everybody got B for good.
    expected : (DAYS,) the mean of the estimated lift.
    spread : The true standard deviation of the lift after one day.
    inflation : How many times as large that is as its analyst believes.
    boundary : (DAYS,) what |z| must reach; nan on days without a look.
    stopped : (EXPERIMENTS,) the day on which it is declared; DAYS + 1 if never.
    false : (DAYS,) the chance to be declared by then, were there no difference, in the normal limit.
    found : (DAYS,) the same for B being better by the lift worth having, declared as that.
    single : (DAYS,) the chance that one look on that day alone, at 1.96, finds it.
    overstated : How much too large a declared lift of the size worth having is, mean over truth,
        minus 1, by the planned end; nan where nothing is declared.
    days : Mean days until such a test stops, at the planned end if not before.
    needed : (len(LIFTS),) days that a single look needs for POWER; `plain` the same without CUPED and
        with independent rows.
    needed_for, plain_for : The same for the lift worth having.
    winner : The mean declared lift by the planned end over the true one, signs included, in the normal
        limit; nan without a true lift, or where the test measures another.
    gained : (DAYS,) conversions more than an even split would have brought, mean.
    judged : The rankers; None in another world.
    """

    z: Floats
    lift: Floats
    error: Floats
    arms: Floats
    uneven: Floats
    to_b: Floats
    base: float
    truth: float
    expected: Floats
    spread: float
    inflation: float
    boundary: Floats
    stopped: Ints
    false: Floats
    found: Floats
    single: Floats
    overstated: float
    days: float
    needed: Floats
    plain: Floats
    needed_for: float
    plain_for: float
    winner: float
    gained: Floats
    judged: Judged | None


@dataclass(frozen=True, eq=False)
class Result:
    """All that is shown for `params`.

    Attributes
    ----------
    run : See there.
    """

    params: Params
    run: Run

    @property
    def at(self) -> int:
        """The day's place in arrays."""
        return self.params.day - 1

    @property
    def looked(self) -> Ints:
        """The days of the looks."""
        return np.flatnonzero(np.isfinite(self.run.boundary)) + 1

    @property
    def looks_so_far(self) -> int:
        """How many looks there have been by this day."""
        return int((self.looked <= self.params.day).sum())

    @property
    def declared(self) -> NDArray[np.bool_]:
        """(EXPERIMENTS,) whether it has been declared a winner by this day."""
        return self.run.stopped <= self.params.day

    @once
    def declared_lift(self) -> Floats:
        """(EXPERIMENTS,) the estimated lift on the day it was declared; nan if it never was."""
        stopped = self.run.stopped
        rows = np.arange(EXPERIMENTS)
        lift = self.run.lift[rows, np.minimum(stopped, DAYS) - 1]
        return np.where(stopped <= DAYS, lift, np.nan)

    @property
    def today(self) -> int:
        """How many experiments have |z| of 1.96 or more on this day."""
        return int((abs(self.run.z[:, self.at]) >= ONE_LOOK).sum())

    @property
    def nothing(self) -> bool:
        """Whether there is no difference, neither true nor in what is measured."""
        return self.run.truth == 0 and not self.run.expected.any()

    @property
    def interval(self) -> tuple[float, float, float]:
        """The first experiment's lift on this day, and its 95 % interval; perhaps nan."""
        lift, error = self.run.lift[0, self.at], self.run.error[self.at]
        return float(lift), float(lift - ONE_LOOK * error), float(lift + ONE_LOOK * error)

    @property
    def split_p(self) -> float:
        """The chance of the first experiment's split on this day, were the coin fair."""
        return float(split_p(*self.run.arms[:, self.at]))

    @property
    def planned(self) -> int:
        """The planned end's place in arrays."""
        return self.params.planned - 1

    @once
    def by_looks(self) -> tuple[Floats, Floats]:
        """(DAYS,) false alarms by the number of looks, with 1.96 and with P(B better) above 95 %."""
        return false_alarms(ONE_LOOK, DAYS), false_alarms(ONE_SIDED, DAYS)

    @property
    def budget(self) -> tuple[tuple[str, ...], list[float], list[float], tuple[str, ...]]:
        """What this design costs by its planned end: names, costs, limits and units."""
        p, run = self.params, self.run
        names = ("False alarms", f"Lifts of {p.worth} % missed", "Mean days", "Lift overstated by")
        costs = [
            round(100 * float(run.false[self.planned]), 2),
            round(100 * float(1 - run.found[self.planned]), 2),
            round(run.days, 2),
            round(100 * float(run.overstated), 2),
        ]
        limits = [100 * ALPHA, 100 * (1 - POWER), float(p.deadline), 100 * MOST_OVERSTATED]
        return names, costs, [round(limit, 6) for limit in limits], ("%", "%", "days", "%")

    @property
    def queries(self) -> tuple[float, float]:
        """How many queries an A/B test of the rankers needs, and interleaving; nan in other worlds."""
        found = self.run.judged
        if found is None:
            return math.nan, math.nan
        split = 2 * sample_size(found.online, 2 * found.sd**2, ALPHA, POWER)
        return float(split), float(
            sample_size(found.interleaved, found.interleaved_sd**2, ALPHA, POWER)
        )

    @property
    def any_of_metrics(self) -> float:
        """The chance that one of METRICS independent metrics is significant without a difference."""
        return any_alarm(ALPHA, METRICS)


def compute(params: Params, tables: Tables) -> Result:
    """Run a hundred experiments of this kind.

    `tables["flights_nyc13_20k"]` or `tables["us_births_daily"]` is read where they are the subject.
    """
    p = replace(params, day=Params.day)
    if p.world in TABLE_OF:
        return Result(params, _real(tables[TABLE_OF[p.world]], p))
    return Result(params, _drawn(p))


@dataclass(frozen=True, eq=False)
class Measured:
    """What the experiments of a world show, before anybody looks; the fields are those of `Run`.

    `error` is (EXPERIMENTS, DAYS), `arms` (2, EXPERIMENTS, DAYS); `variance` (...) gives the square of
    `spread` at a lift.
    """

    lift: Floats
    error: Floats
    arms: Floats
    base: float
    truth: float
    expected: Floats
    inflation: float
    variance: Floats  # at 0, at the lift worth having, then at LIFTS
    plain: Floats  # the same, of independent rows without CUPED
    gained: Floats
    judged: Judged | None = None


@lru_cache(maxsize=8)
def _drawn(p: Params) -> Run:
    return _looked_at(p, _ranked(p) if p.world == "ranking" else _converting(p))


@remembered
def _real(table: Table, p: Params) -> Run:
    return _looked_at(p, _flights(table, p) if p.world == "flights" else _births(table, p))


# --- looks ---------------------------------------------------------------------------------------


def look_days(planned: int, looks: int, goes_on: bool) -> Ints:
    """The days of so many looks until the planned end, equally far apart; more if it goes on."""
    looks = min(looks, planned)
    many = looks * DAYS // planned if goes_on else looks
    return -(-np.arange(1, many + 1) * planned // looks)


def _boundary(p: Params, days: Ints, variance: float) -> Floats:
    """(K,) What |z| must reach; `variance` is that of the lift after a day, as its analyst has it."""
    match p.rule:
        case "bonferroni":
            return bonferroni(len(days), ALPHA)
        case "pocock":
            return _shaped("pocock", tuple(days.tolist()))
        case "obrien_fleming":
            return _shaped("obrien_fleming", tuple(days.tolist()))
        case "always":
            return always_valid(variance / days, p.tau / 100, ALPHA)
    return np.full(len(days), ONE_SIDED if p.rule == "bayes" else ONE_LOOK)


@lru_cache(maxsize=64)
def _shaped(rule: str, days: tuple[int, ...]) -> Floats:
    """A boundary that takes tens of milliseconds to find; read-only."""
    found = (pocock if rule == "pocock" else obrien_fleming)(days, ALPHA)
    found.flags.writeable = False
    return found


def _looked_at(p: Params, m: Measured) -> Run:
    """What becomes of the experiments when they are looked at."""
    days = look_days(p.planned, p.looks, p.rule not in PLANNED)
    at = days - 1
    believed = float(m.variance[0]) / m.inflation**2
    boundary = np.full(DAYS, np.nan)
    boundary[at] = _boundary(p, days, believed)
    z = z_of(m.lift, m.error)
    beyond = abs(z[:, at]) >= boundary[at]
    stopped = np.where(beyond.any(axis=1), days[beyond.argmax(axis=1)], DAYS + 1)
    spread = np.sqrt(m.variance)
    worth = p.worth / 100
    # Scores in units of a day's true spread: nothing there, the lift worth having, what is there.
    means = np.stack([0 * days, worth * days / spread[1], m.expected[at] * days / spread[0]])
    became = crossings(boundary[at] / m.inflation, days, means)
    planned = days <= p.planned
    stops, lifts = _stops(became, days, 1, planned)
    end = became.upper[1, planned].sum()
    worth_seen = float((became.upper_score[1, planned] / days[planned]).sum() * spread[1])
    past_end = 1 - stops.sum()
    return Run(
        z=z,
        lift=m.lift,
        error=m.error[0],
        arms=m.arms[:, 0],
        uneven=(split_p(*m.arms) < SPLIT_ALARM).sum(axis=0).astype(float),
        to_b=(m.arms[1] / m.arms.sum(axis=0)).mean(axis=0),
        base=m.base,
        truth=m.truth,
        expected=m.expected,
        spread=float(spread[0]),
        inflation=m.inflation,
        boundary=boundary,
        stopped=stopped,
        false=_by_day(became.ever[0], at),
        found=_by_day(np.cumsum(became.upper[1]), at),
        single=ndtr(worth / np.sqrt(m.variance[1] / DAY) - ONE_LOOK / m.inflation),
        overstated=float(worth_seen / end / worth - 1) if end > 0 else math.nan,
        days=float((stops * days[planned]).sum() + past_end * p.planned),
        needed=sample_size(LIFTS, m.variance[2:], ALPHA, POWER),
        plain=sample_size(LIFTS, m.plain[2:], ALPHA, POWER),
        needed_for=float(sample_size(worth, m.variance[1], ALPHA, POWER)),
        plain_for=float(sample_size(worth, m.plain[1], ALPHA, POWER)),
        winner=_winner(became, days, planned, spread[0], m),
        gained=m.gained,
        judged=m.judged,
    )


def _stops(
    became: Crossings, days: Ints, which: int, planned: NDArray[np.bool_]
) -> tuple[Floats, Floats]:
    """The chance to stop at each planned look, and the sum of estimates there, in days' spreads."""
    stops = (became.upper + became.lower)[which, planned]
    scores = (became.upper_score + became.lower_score)[which, planned]
    return stops, scores / days[planned]


def _winner(
    became: Crossings, days: Ints, planned: NDArray[np.bool_], spread: float, m: Measured
) -> float:
    """The mean declared lift over the true one; nan if the test measures something else."""
    stops, lifts = _stops(became, days, 2, planned)
    if m.truth == 0 or not np.allclose(m.expected, m.truth) or not stops.sum() > 0:
        return math.nan
    return float(lifts.sum() / stops.sum() * spread / m.truth)


def _by_day(at_looks: Floats, at: Ints) -> Floats:
    """(DAYS,) what is known at looks, held until the next; 0 before the first."""
    found = np.concatenate([[0.0], at_looks])
    return np.asarray(found[np.searchsorted(at, np.arange(DAYS), "right")])


# --- worlds --------------------------------------------------------------------------------------


def _converting(p: Params) -> Measured:
    """Visitors who convert or not."""
    rate, lift, n = p.rate, p.lift / 100, p.visitors
    lifts = np.full(DAYS, lift)
    if p.world == "novelty":
        lifts = lifts + p.boost / 100 * 2.0 ** (-np.arange(DAYS) / p.half_life)
    rates = np.minimum(rate * (1 + lifts), 1.0)
    counts = _counts(p, rates)
    difference, error = pooled_difference(counts.a, counts.n_a, counts.b, counts.n_b)
    base, truth, expected = rate, lift, np.cumsum(rates / rate - 1) / DAY
    effect = inflation = 1.0
    if p.world == "views":
        effect = design_effect(p.views, p.within)
        inflation = math.sqrt(effect)
        effect /= p.views
        if p.unit == "cluster":
            error, inflation = error * inflation, 1.0
    if p.world == "broken":
        kept = rate_kept(rate * (1 + lift), p.lost)
        expected = np.full(DAYS, kept / rate - 1)
    if p.world == "stock":
        base, truth, served = _sold(p)
        expected = np.full(DAYS, lift * rate * served / base)
        # By lot among all who want: the sum of both arms is fixed, their difference is not.
        inflation = 1 / math.sqrt(1 - base) if served < 1 else 1.0
        effect = inflation**2
    difference, error = np.nan_to_num(difference) / base, np.nan_to_num(error) / base
    if p.past > 0:
        difference, error = _with_past(p, difference, error, expected)
        effect *= 1 - p.past**2
    gained = np.zeros(DAYS)
    if p.world == "bandit":
        gained = ((counts.n_b - counts.n_a) / 2).mean(axis=0) * rate * lift
    plain = _variance(base, np.concatenate([[0.0, p.worth / 100], LIFTS]), n)
    rows = p.views if p.world == "views" else 1
    return Measured(
        lift=difference,
        error=error,
        arms=np.stack([counts.n_a, counts.n_b]).astype(float),
        base=base,
        truth=truth,
        expected=np.where(abs(expected) < 1e-12, 0.0, expected),
        inflation=inflation,
        variance=plain * effect,
        plain=plain / rows,
        gained=gained,
    )


def _counts(p: Params, rates: Floats) -> Counts:
    rate, n, seed = p.rate, p.visitors, p.seed
    match p.world:
        case "views":
            return clustered(rate, rates, n, p.views, p.within, EXPERIMENTS, seed)
        case "broken":
            return lossy(rate, rates, n, p.lost, EXPERIMENTS, seed)
        case "stock":
            return shared_stock(rate, rates, n, _stock(p), EXPERIMENTS, seed)
        case "bandit":
            return thompson(rate, rates, n, EXPERIMENTS, seed)
    return drawn(rate, rates, n, EXPERIMENTS, seed)


def _stock(p: Params) -> int:
    """Items a day."""
    return round(p.stock * 2 * p.visitors * p.rate)


def _sold(p: Params) -> tuple[float, float, float]:
    """The rate sold if all have A, B's lift over it if all have B, and the share served in the test."""
    most = _stock(p) / (2 * p.visitors)
    all_a, all_b = (min(most, p.rate * (1 + lift)) for lift in (0.0, p.lift / 100))
    wanted = p.rate * (1 + p.lift / 200)
    return all_a, all_b / all_a - 1, min(1.0, most / wanted)


def _variance(rate: float, lifts: Floats, n: int) -> Floats:
    """Of the lift after one day, by lift, with n independent visitors in each arm."""
    better = np.minimum(rate * (1 + lifts), 1.0)
    return np.asarray((rate * (1 - rate) + better * (1 - better)) / n / rate**2)


def _with_past(p: Params, lift: Floats, error: Floats, expected: Floats) -> tuple[Floats, Floats]:
    """The lift less what the visitors' past explains of its error.

    The arms' difference in the past is drawn, with the correlation given to the error of the lift.
    """
    rng = np.random.default_rng([p.seed, 1])
    r = p.past
    daily = np.diff((lift - expected) * DAY, prepend=0.0)  # each day's own error
    own = rng.standard_normal(lift.shape) * (error[:, :1] if p.visitors else 0.0)
    past = r * daily + math.sqrt(1 - r**2) * own
    left = np.cumsum(daily - r * past, axis=1) / DAY
    return expected + left, error * math.sqrt(1 - r**2)


def _ranked(p: Params) -> Measured:
    """Two rankers: the difference in clicks, drawn as the sum of many queries is."""
    found = _judged(p.seed)
    truth = found.online / found.clicks
    if p.method == "split":
        daily = found.sd * math.sqrt(2 / p.visitors) / found.clicks
    else:  # all queries of both arms; the preference is told in units of the true lift
        scale = found.online / found.interleaved / found.clicks
        daily = abs(scale) * found.interleaved_sd / math.sqrt(2 * p.visitors)
    rng = np.random.default_rng([p.seed, 2])
    noise = np.cumsum(rng.standard_normal((EXPERIMENTS, DAYS)), axis=1) / DAY * daily
    variance = np.full(2 + len(LIFTS), daily**2)
    return Measured(
        lift=truth + noise,
        error=np.broadcast_to(daily / np.sqrt(DAY), noise.shape),
        arms=np.broadcast_to(p.visitors * DAY, (2, EXPERIMENTS, DAYS)),
        base=found.clicks,
        truth=truth,
        expected=np.full(DAYS, truth),
        inflation=1.0,
        variance=variance,
        plain=np.full_like(variance, found.sd**2 * 2 / p.visitors / found.clicks**2),
        gained=np.zeros(DAYS),
        judged=found,
    )


@lru_cache(maxsize=8)
def _judged(seed: int) -> Judged:
    return judged(NOISE_A, NOISE_B, QUERIES, seed)


def _flights(table: Table, p: Params) -> Measured:
    """Days of the year drawn into arms that do not differ; measured is the share of late flights."""
    day = np.unique(100 * table["month"] + table["day"], return_inverse=True)[1]
    n = np.bincount(day).astype(float)
    late = np.bincount(day, weights=table["late60"])
    a, b = drawn_days(len(n), DAYS, EXPERIMENTS, p.seed)
    total = [np.cumsum(each[arm], axis=1) for arm in (a, b) for each in (late, n)]
    difference, naive = pooled_difference(*total)
    rate = late.sum() / n.sum()
    by_day = 2 * np.square(late - rate * n).sum() / (len(n) - 1) / n.mean() ** 2
    by_flight = 2 * rate * (1 - rate) / n.mean()
    if p.unit == "row":
        error, inflation = naive, math.sqrt(by_day / by_flight)
    else:
        of_a, of_b = (ratio_variance(late[arm].astype(float), n[arm]) for arm in (a, b))
        error, inflation = _trusted(np.sqrt(of_a + of_b)), 1.0
    many = np.ones(2 + len(LIFTS)) / rate**2
    return Measured(
        lift=difference / rate,
        error=error / rate,
        arms=np.stack([total[1], total[3]]),
        base=float(rate),
        truth=0.0,
        expected=np.zeros(DAYS),
        inflation=inflation,
        variance=by_day * many,
        plain=by_flight * many,
        gained=np.zeros(DAYS),
    )


def _births(table: Table, p: Params) -> Measured:
    """Days drawn into arms; B's get so many births more. The births of 52 weeks before are known."""
    births = table["births"]
    y, x = births[-BIRTH_DAYS:], births[-BIRTH_DAYS - YEAR : -YEAR]
    base, lift = float(y.mean()), p.lift / 100
    a, b = drawn_days(BIRTH_DAYS, DAYS, EXPERIMENTS, p.seed)
    control = x if p.cuped else np.zeros(BIRTH_DAYS)
    more = y[b] + lift * base
    difference, error = adjusted_difference(y[a], control[a], more, control[b])
    own = 2 * np.var(y, ddof=1) / base**2
    left = 1 - (np.corrcoef(y, x)[0, 1] ** 2 if p.cuped else 0.0)
    many = np.ones(2 + len(LIFTS))
    return Measured(
        lift=difference / base,
        error=_trusted(error) / base,
        arms=np.broadcast_to(DAY, (2, EXPERIMENTS, DAYS)),
        base=base,
        truth=lift,
        expected=np.full(DAYS, lift),
        inflation=1.0,
        variance=own * left * many,
        plain=own * many,
        gained=np.zeros(DAYS),
    )


def _trusted(error: Floats) -> Floats:
    """A standard error estimated from days; of the first few nan."""
    return np.where(DAY < FEWEST, np.nan, error)
