"""Gradient descent and its variants, raced from one start over the same noise.

Every method is given its own rate, because one rate for all decides the race beforehand. The rates
of `SCALED` methods are set in units of 1/L, L the steepest curvature, so that 2 is the limit of
gradient descent on every surface; those of the others are lengths already. Methods
see the same mini-batches and the same added noise. Mini-batches are drawn afresh for every update,
with replacement; a batch of n is the whole data set, once.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache, partial

import numpy as np
from numpy.typing import NDArray

from concepts.controls import check, one_of, ranged, seeded, some_of, switch
from methods.optimization import surfaces
from methods.optimization.convergence import (
    best_momentum,
    mode_distances,
    mode_factor,
    noise_floor,
    stability_edge,
    updates_for_tenfold,
    updates_needed,
    window_means,
)
from methods.optimization.mini_batches import batch_gradient, batch_noise, draw_batches, draw_data
from methods.optimization.optimizers import (
    Descent,
    Rule,
    adagrad,
    adam,
    adamw,
    bias_corrected,
    descend,
    gd,
    momentum,
    nesterov,
    rmsprop,
    schedule_factor,
)
from methods.optimization.surfaces import Surface
from methods.tables import Tables

Floats = NDArray[np.float64]

AXIS = "step"
DATA = ("least_squares", "logistic")
ANALYTIC = ("bowl", "saddle", "rosenbrock", "two_minima")
MOMENTA = ("momentum", "nesterov")
SCALED = ("gd", *MOMENTA)

BUDGET = 500_000  # data points one method may look at in mini-batches; more would not feel live
GRID = 61
ENOUGH = 500  # points: a curve of more looks the same
RATES = np.geomspace(0.01, 4.0, 241)  # in units of 1/L
CENTRE = {"rosenbrock": (0.0, 1.0)}
HALF = {"rosenbrock": (2.0, 2.0), "saddle": (5.2, 4.2)}
USUAL = (5.2, 2.8)  # half width and height of the picture; nearly to scale on a wide page
WIDEST = 4.0  # the picture grows to hold a path, but to no more than so many times its usual size
HALF_WAY = 2.5  # excess loss of the saddle half way from its flat point (5) to its minimum (0)
FAR = 1_000.0  # diverged: so many half widths of the picture away from its middle

SURFACES = {
    "bowl": "Bowl",
    "least_squares": "A line fitted to data",
    "logistic": "Two classes told apart",
    "saddle": "Saddle",
    "rosenbrock": "Bent ravine (Rosenbrock)",
    "two_minima": "Two minima",
}
RULES: dict[str, Rule] = {
    "gd": gd,
    "momentum": momentum,
    "nesterov": nesterov,
    "adagrad": adagrad,
    "rmsprop": rmsprop,
    "adam": adam,
    "adamw": adamw,
}
METHODS = {
    "gd": "Gradient descent",
    "momentum": "Momentum",
    "nesterov": "Nesterov",
    "adagrad": "AdaGrad",
    "rmsprop": "RMSProp",
    "adam": "Adam",
    "adamw": "AdamW",
}
SCHEDULES = {
    "constant": "Constant",
    "step": "Two drops to a tenth",
    "exponential": "Exponential",
    "inverse_time": "One over time",
    "cosine": "Cosine",
    "warm_up": "Warm-up, then constant",
}


def _rate(default: float, method: str) -> float:
    """The control for one method's own rate."""
    value: float
    if method in SCALED:
        value = ranged(
            default, 0.01, 4.0, f"Learning rate, {METHODS[method]}", step=0.01, unit="× 1/L",
            group="Methods", when=("methods", (method,)), main=True,
            help="L is the steepest curvature. Gradient descent falls below 2 and climbs above.",
        )  # fmt: skip
        return value
    value = ranged(
        default, 1e-4, 2.0, f"Learning rate, {METHODS[method]}", scale="log", group="Methods",
        help="The scale of one update in each parameter, whose gradient is divided by its running size.",
        when=("methods", (method,)), main=True,
    )  # fmt: skip
    return value


@dataclass(frozen=True)
class Params:
    """What the visitor sets; see each field's label and help."""

    surface: str = one_of(
        "bowl",
        SURFACES,
        "Loss surface",
        group="Surface",
        help="What is to be made small: a surface with a formula, or the loss of a model on data.",
        main=True,
    )
    condition: float = ranged(
        10.0, 1.0, 1_000.0, "Condition number", scale="log", group="Surface",
        help="Steepest curvature over flattest. 1 is a round bowl.", when=("surface", ("bowl",)),
    )  # fmt: skip
    rotation: float = ranged(
        0.0, 0.0, 90.0, "Rotation", step=2.5, unit="°", group="Surface",
        help="Turns the ravine away from the axes.", when=("surface", ("bowl",)),
    )  # fmt: skip
    noise: float = ranged(
        0.0, 0.0, 2.0, "Noise on the gradient", step=0.05, group="Surface",
        help="Standard deviation added to each part of every gradient.",
        when=("surface", ANALYTIC),
    )  # fmt: skip
    n: int = ranged(
        1_000, 50, 10_000, "Data points n", scale="log", group="Surface",
        help="More data cost a full gradient more, and a batch no more.", when=("surface", DATA),
    )  # fmt: skip
    batch: int = ranged(
        100, 1, 10_000, "Batch size", scale="log", group="Surface",
        help="Data points behind each gradient. At n or above: all the data.",
        when=("surface", DATA),
    )  # fmt: skip
    standardise: bool = switch(
        True, "Standardise x", group="Surface",
        help="Shift and scale x to mean 0 and standard deviation 1.",
        when=("surface", ("least_squares",)),
    )  # fmt: skip
    start_x: float = ranged(
        -4.0, -5.0, 5.0, "Start, across", step=0.1, group="Surface",
        help="Left or right of the picture's middle. A bowl's start turns with the bowl.",
    )  # fmt: skip
    start_y: float = ranged(
        1.0, -5.0, 5.0, "Start, up", step=0.1, group="Surface",
        help="Below or above the picture's middle. A bowl's start turns with the bowl.",
    )  # fmt: skip
    methods: tuple[str, ...] = some_of(
        ("gd",),
        METHODS,
        "Methods",
        most=4,
        group="Methods",
        help="They start at the same point and see the same batches and noise.",
        main=True,
    )
    rate: float = _rate(1.8, "gd")
    rate_momentum: float = _rate(1.0, "momentum")
    rate_nesterov: float = _rate(1.0, "nesterov")
    rate_adagrad: float = _rate(0.5, "adagrad")
    rate_rmsprop: float = _rate(0.05, "rmsprop")
    rate_adam: float = _rate(0.1, "adam")
    rate_adamw: float = _rate(0.1, "adamw")
    beta: float = ranged(
        0.8, 0.0, 0.99, "Momentum β", step=0.01, group="Methods",
        help="The share of the velocity that is kept at each update.",
        when=("methods", MOMENTA),
    )  # fmt: skip
    rho: float = ranged(
        0.9, 0.0, 0.99, "RMSProp ρ", step=0.01, group="Methods",
        help="The share of the mean squared gradient that is kept.",
        when=("methods", ("rmsprop",)),
    )  # fmt: skip
    beta1: float = ranged(
        0.9, 0.0, 0.99, "Adam β₁", step=0.01, group="Methods",
        help="The share of the mean gradient that is kept.", when=("methods", ("adam", "adamw")),
    )  # fmt: skip
    beta2: float = ranged(
        0.999, 0.9, 0.9999, "Adam β₂", scale="logit", group="Methods",
        help="The share of the mean squared gradient that is kept.",
        when=("methods", ("adam", "adamw")),
    )  # fmt: skip
    weight_decay: float = ranged(
        0.01, 0.0, 0.5, "Weight decay", step=0.01, group="Methods",
        help="AdamW's pull towards 0, apart from the gradient.", when=("methods", ("adamw",)),
    )  # fmt: skip
    schedule: str = one_of(
        "constant", SCHEDULES, "Schedule", group="Methods",
        help="How every rate changes over the run.",
    )  # fmt: skip
    steps: int = ranged(
        1_000, 10, 5_000, "Updates run", scale="log", group="Run",
        help="The length of every run, over which a schedule spreads. Mini-batch runs end after "
        "half a million data points.",
    )  # fmt: skip
    step: int = ranged(
        8, 1, 1_000, "Update", scale="log", group="Run",
        help="The update that is shown; the last one where a run is shorter.",
    )  # fmt: skip
    seed: int = seeded(7, group="Run")

    def __post_init__(self) -> None:
        check(self)


PRESETS = {
    "start": Params(rate=0.3, step=100),
    "the_cliff": Params(),
    "over_the_cliff": Params(rate=2.1, step=12),
    "momentum_on_a_ravine": Params(
        condition=100.0, start_y=0.5, methods=("gd", "momentum", "nesterov"), rate=1.98,
        rate_momentum=3.3, rate_nesterov=1.0, beta=0.67, step=20,
    ),
    "noise_floor": Params(
        surface="least_squares", n=10_000, batch=1, methods=("gd", "momentum"), rate=0.1,
        rate_momentum=0.01, beta=0.9, steps=5_000, step=60,
    ),
    "adam_axis_aligned": Params(
        condition=100.0, rotation=45.0, start_y=0.5, methods=("gd", "momentum", "adam"),
        rate=1.98, rate_momentum=3.3, beta=0.67, rate_adam=0.05, step=60,
    ),
    "scale_your_features": Params(
        surface="least_squares", n=200, batch=10_000, standardise=False, start_x=0.0, start_y=0.0,
        rate=1.0, steps=5_000, step=1_000,
    ),
    "saddle": Params(
        surface="saddle", noise=0.1, start_y=0.0, methods=("gd", "momentum", "adam"), rate=0.2,
        rate_momentum=0.04, rate_adam=0.05, beta=0.9, step=60,
    ),
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Run:
    """One method's run of k updates.

    Attributes
    ----------
    method, rate : Its id, and its own rate before the schedule, no longer in units of 1/L.
    batch : Gradients of single data points an update takes (1, of the whole loss, where there are no
        data).
    rates : (k,), the rate of each update.
    descent : Path and the parts of every update. Within a Result, this and `rates` end with the
        update shown.
    excess : (k + 1,), loss above the lowest minimum.
    diverged_at, reached_at : The update at which it left for good, or first came within
        `Result.tolerance`; None if it never did.
    left_at : The update at which it left the picture, for good as far as the run goes; None for a
        run that the picture was made to hold.
    escaped_at : Saddle only: the first update at which the loss is half way down to the minimum.
    floor : The mean excess at which noise stops it, from theory; inf if noise makes it grow without
        limit, 0 without noise, nan where no theory is at hand.
    tail : The mean excess over the last quarter of the run; nan if it diverged.
    effective : The rate at which it moves in the long run: that of momentum is 1/(1 - beta) times its
        own.
    factor : (2,), by what one update shrinks the flat and the steep mode in the long run; nan for
        methods that have no such factor. At the minimum; exact everywhere if quadratic.
    edge : The rate above which the steep mode grows; nan as above.
    """

    method: str
    rate: float
    batch: int
    rates: Floats
    descent: Descent
    excess: Floats
    diverged_at: int | None
    reached_at: int | None
    left_at: int | None
    escaped_at: int | None
    floor: float
    tail: float
    effective: float
    factor: Floats
    edge: float

    @property
    def evaluations(self) -> NDArray[np.int64]:
        """(k + 1,), gradients of single data points taken so far (of the whole loss, without data)."""
        return self.batch * np.arange(len(self.excess))

    @property
    def smoothed(self) -> Floats:
        """(k + 1,), the excess averaged over stretches of the run; see `window_means`."""
        return window_means(self.excess)

    @property
    def tenfold(self) -> float:
        """Updates that bring the slower mode ten times nearer; nan if it does not come nearer."""
        return float(updates_for_tenfold(self.factor.max()))

    def excess_at(self, update: int) -> float:
        """Loss above the minimum after that update; the last one if the run ended before."""
        return float(self.excess[min(update, len(self.excess) - 1)])

    def at_its_floor(self, update: int) -> bool:
        """Whether noise stops it by that update: its mean since half of it is near the floor."""
        return update >= 20 and self.near_floor(
            float(np.mean(self.excess[update // 2 : update + 1]))
        )

    def near_floor(self, mean: float) -> bool:
        """Whether a mean excess is within a factor of 3 of the noise floor; False if there is none."""
        return 0 < self.floor < math.inf and self.floor / 3 < mean < 3 * self.floor


@dataclass(frozen=True, eq=False)
class Data:
    """The data behind a data surface.

    Attributes
    ----------
    x, y : (n,), as measured.
    fitted_x : (n,), what the model sees: x, or x standardised.
    rows : (updates, batch), the rows of each mini-batch; (0, 0) if every batch is all the data.
    """

    x: Floats
    y: Floats
    fitted_x: Floats
    rows: NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Points:
    """Enough of the data to draw.

    Attributes
    ----------
    some, batch : (m,) and (b,), at most about 1,000 rows of all the data, and of the mini-batch of
        the update shown (none if that is all the data).
    x, y, batch_x, batch_y : Of the same shapes, as measured.
    shift, scale : What the model sees of x is (x - shift) / scale.
    """

    some: NDArray[np.int64]
    x: Floats
    y: Floats
    batch: NDArray[np.int64]
    batch_x: Floats
    batch_y: Floats
    shift: float
    scale: float


@dataclass(frozen=True, eq=False)
class Result:
    """All runs up to the update shown, and the ground they ran on.

    Attributes
    ----------
    runs : One for each of `params.methods`, in that order.
    reference : The first method on the full data, if the runs used mini-batches; else None.
    updates : How many updates were run (`params.steps`, or fewer to keep to `BUDGET`).
    shown : The update that is shown: `params.step`, or the last.
    batch, n : Data points per gradient, and in all; 1 and 1 where there are no data.
    noisy : Whether gradients carry noise: of mini-batches, or added.
    start : (2,), in the surface's own coordinates.
    turn : (2, 2), how far it moves there as `start_x` (first column) and `start_y` grow by one.
    minima : (m, 2), the lowest first. lowest : the loss there.
    hessian : (2, 2), at the lowest minimum; eigenvalues (2,) rising (mu, L there).
    smoothness : L. 1/L is always a safe rate, 2/L is the stability limit (a bound for logistic loss;
        for the saddle, Rosenbrock and two minima the larger curvature of start and minimum is a guide
        only).
    horizon : The update up to which the runs are worth drawing: a little after the last arrived or
        diverged, or the end.
    tolerance : The excess loss that counts as arrived: 1e-6, on data 1e-4 of the start's.
    needed, needed_safe : Updates that gradient descent on the full loss needs in all at
        `params.rate`, and at 1/L, by the closed form; nan unless the surface is quadratic, inf if it
        never arrives.
    optimal : The heavy ball's best (rate, beta) for these eigenvalues.
    window : (x low, x high, y low, y high), the picture: holds the start, the minima and every path
        that ends no higher than it began.
    grid : (GRID, GRID): excess loss over the window, at grid[row of y, column of x].
    tenfold : method -> (len(RATES),): updates that bring the slower mode ten times nearer at each of
        RATES over L; nan beyond the limit, and for methods that have no factor.
    tenfold_alone : (2, len(RATES)), the same of gradient descent along the flattest and the steepest
        direction; nan beyond the limit of each.
    away : (2, m), the first method's distance to the minimum it ends nearest to, along these two
        directions, after each of some updates, away_at (m,), up to the horizon.
    data : None where there are no data.
    """

    params: Params
    runs: tuple[Run, ...]
    reference: Run | None
    updates: int
    shown: int
    batch: int
    n: int
    noisy: bool
    start: Floats
    turn: Floats
    minima: Floats
    lowest: float
    hessian: Floats
    eigenvalues: Floats
    smoothness: float
    tolerance: float
    horizon: int
    needed: float
    needed_safe: float
    optimal: tuple[float, float]
    window: tuple[float, float, float, float]
    grid: Floats
    tenfold: dict[str, Floats]
    tenfold_alone: Floats
    away_at: NDArray[np.int64]
    away: Floats
    data: Points | None

    @property
    def condition(self) -> float:
        """Steepest curvature over flattest, at the lowest minimum."""
        return float(self.eigenvalues[1] / self.eigenvalues[0])

    @property
    def best_rate(self) -> float:
        """The rate that serves the flattest and the steepest direction equally well: 2/(mu + L)."""
        return float(2 / self.eigenvalues.sum())

    @property
    def uncorrected(self) -> float:
        """Adam's first update without bias correction, as a multiple of the one with it."""
        return float((1 - self.params.beta1) / math.sqrt(1 - self.params.beta2))

    def corrected(self, run: Run) -> tuple[Floats, Floats]:
        """Adam's two memories after the update shown, each (2,), their pull towards 0 undone."""
        k, p = self.shown, self.params
        return (
            bias_corrected(run.descent.first[k - 1], p.beta1, k),
            bias_corrected(run.descent.second[k - 1], p.beta2, k),
        )


def settings(method: str, params: Params, smoothness: float) -> tuple[Rule, float, float]:
    """The method's rule with its numbers filled in, its own rate, Nesterov's look-ahead beta.

    `smoothness` is L, in units of whose inverse the rates of `SCALED` methods are set.
    """
    rate: float = params.rate if method == "gd" else getattr(params, f"rate_{method}")
    if method in SCALED:
        rate /= smoothness
    betas = {"beta1": params.beta1, "beta2": params.beta2}
    numbers: dict[str, float] = {
        "momentum": {"beta": params.beta},
        "nesterov": {"beta": params.beta},
        "rmsprop": {"rho": params.rho},
        "adam": betas,
        "adamw": betas | {"weight_decay": params.weight_decay},
    }.get(method, {})
    rule = RULES[method]
    # The bare function when there is nothing to fill in: a partial costs time on every call.
    return (
        partial(rule, **numbers) if numbers else rule,
        rate,
        params.beta if method == "nesterov" else 0.0,
    )


def compute(params: Params, tables: Tables) -> Result:
    """Run every method. `tables` is not used."""
    whole, data = race(replace(params, step=1))
    k = min(params.step, whole.updates)
    return replace(
        whole,
        params=params,
        shown=k,
        runs=tuple(_up_to(run, k) for run in whole.runs),
        reference=None if whole.reference is None else _up_to(whole.reference, k),
        data=None if data is None else _points(data, k),
    )


@lru_cache(maxsize=8)
def race(params: Params) -> tuple[Result, Data | None]:
    """The whole of the runs, and the data if any: the same for every update shown.

    `data` of the Result is None.
    """
    data, surface, start, centre, half = _ground(params)
    n = params.n if data else 1
    batch = min(params.batch, n)
    whole = batch == n
    updates = params.steps if whole else min(params.steps, BUDGET // batch)
    if data is not None and not whole:
        data = replace(data, rows=draw_batches(n, batch, updates, params.seed))
    ground = _Ground(params, data, surface, updates, start, centre, half)
    runs = [_run(ground, method, batch) for method in params.methods]
    half = _roomy(centre, half, runs)
    grid_x, grid_y = (centre[:, None] + half[:, None] * np.linspace(-1, 1, GRID)).copy()
    eigenvalues: Floats = np.asarray(np.linalg.eigvalsh(surface.hessian), dtype=np.float64)
    steepness, noisy = surface.smoothness, ground.noisy(batch)
    horizon = _horizon(runs, updates, noisy)
    path = runs[0].descent.path
    nearest = surface.minima[np.argmin(np.abs(surface.minima - path[-1]).sum(axis=1))]
    away_at = thinned(np.arange(min(len(path), horizon + 1)))
    by_rate = RATES[:, None] / steepness

    def needed(rate: float) -> float:
        if params.surface not in ("bowl", "least_squares"):
            return math.nan
        return updates_needed(surface.hessian, start - surface.minima[0], rate, ground.tolerance)

    result = Result(
        params=params,
        runs=tuple(
            replace(run, left_at=None if _settles(run) else _exit(run, centre, half))
            for run in runs
        ),
        reference=None if whole else _run(ground, params.methods[0], n),
        updates=updates,
        shown=min(params.step, updates),
        batch=batch,
        n=n,
        noisy=noisy,
        start=start,
        turn=_turn(params, data),
        minima=surface.minima,
        lowest=surface.lowest,
        hessian=surface.hessian,
        eigenvalues=eigenvalues,
        smoothness=steepness,
        tolerance=ground.tolerance,
        horizon=horizon,
        needed=needed(params.rate / steepness),
        needed_safe=needed(1 / steepness),
        optimal=best_momentum(*eigenvalues.tolist()),
        window=(float(grid_x[0]), float(grid_x[-1]), float(grid_y[0]), float(grid_y[-1])),
        grid=surface.excess(np.stack(np.meshgrid(grid_x, grid_y), axis=-1)),
        tenfold={
            method: updates_for_tenfold(
                mode_factor(method, by_rate, eigenvalues, params.beta).max(axis=1)
            )
            for method in params.methods
        },
        tenfold_alone=updates_for_tenfold(mode_factor("gd", by_rate, eigenvalues, 0.0)).T,
        away_at=away_at,
        away=mode_distances(path[away_at], nearest, surface.hessian).T,
        data=None,
    )
    return result, data


def _up_to(run: Run, update: int) -> Run:
    """The run with the path and the parts of its updates up to one: copies, to let the rest go."""
    d = run.descent
    parts = {
        name: getattr(d, name)[:update].copy() for name in ("asked", "gradient", "first", "second")
    }
    descent = replace(d, path=d.path[: update + 1].copy(), **parts)
    return replace(run, rates=run.rates[:update].copy(), descent=descent)


def _points(data: Data, update: int) -> Points:
    some = thinned(np.arange(len(data.x)))
    batch = thinned(data.rows[update - 1].astype(np.int64)) if data.rows.size else some[:0]
    raw = data.fitted_x is data.x
    return Points(
        some=some,
        x=data.x[some],
        y=data.y[some],
        batch=batch,
        batch_x=data.x[batch],
        batch_y=data.y[batch],
        shift=0.0 if raw else float(data.x.mean()),
        scale=1.0 if raw else float(data.x.std()),
    )


def thinned(index: NDArray[np.int64]) -> NDArray[np.int64]:
    """At most about twice ENOUGH of them, evenly and, for logarithmic axes, more at the beginning."""
    if len(index) <= ENOUGH:
        return index
    even = np.linspace(0, len(index) - 1, ENOUGH)
    early = np.geomspace(1, len(index) - 1, ENOUGH)
    kept: NDArray[np.int64] = index[np.union1d(even.astype(int), early.astype(int))]
    return kept


@dataclass(frozen=True, eq=False)
class _Ground:
    """What all methods share: the surface, the noise they meet, the start, the picture."""

    params: Params
    data: Data | None
    surface: Surface
    updates: int
    start: Floats
    centre: Floats
    half: Floats

    @property
    def tolerance(self) -> float:
        return 1e-6 if self.data is None else 1e-4 * float(self.surface.excess(self.start))

    def noisy(self, batch: int) -> bool:
        """Whether gradients from `batch` data points carry noise."""
        return self.params.noise > 0 if self.data is None else batch < len(self.data.x)


def _run(ground: _Ground, method: str, batch: int) -> Run:
    """One method, its gradients taken from `batch` data points."""
    params, surface, updates = ground.params, ground.surface, ground.updates
    rule, rate, ahead = settings(method, params, surface.smoothness)
    rates = [rate * schedule_factor(params.schedule, t, updates) for t in range(updates)]
    (left, low), (right, high) = (ground.centre + side * FAR * ground.half for side in (-1, 1))
    descent = descend(
        rule,
        _gradient(ground, batch),
        ground.start.tolist(),
        rates,
        (left, right, low, high),
        ahead,
    )
    excess = surface.excess(descent.path)
    last_quarter = excess[-max(1, len(excess) // 4) :]
    return Run(
        method=method,
        rate=rate,
        batch=batch,
        rates=np.array(rates[: len(descent.gradient)]),
        descent=descent,
        excess=excess,
        diverged_at=descent.diverged_at,
        reached_at=_first(excess <= ground.tolerance),
        left_at=None,
        escaped_at=_first(excess <= HALF_WAY) if params.surface == "saddle" else None,
        floor=_floor(ground, method, rate, batch),
        tail=math.nan if descent.diverged_at else float(last_quarter.mean()),
        effective=rate / (1 - params.beta) if method in MOMENTA else rate,
        factor=mode_factor(method, rate, np.linalg.eigvalsh(surface.hessian), params.beta),
        edge=stability_edge(method, surface.smoothness, params.beta),
    )


def _gradient(ground: _Ground, batch: int) -> Callable[[float, float, int], tuple[float, float]]:
    """The gradient (x, y, update) as the methods get it: of a batch, or whole with added noise."""
    params, data, whole = ground.params, ground.data, ground.surface.gradient
    if data is not None and batch < len(data.x):
        return batch_gradient(params.surface, data.fitted_x, data.y, data.rows)
    if not ground.noisy(batch):
        return lambda x, y, i: whole(x, y)
    drawn = np.random.default_rng([params.seed, 3]).standard_normal((ground.updates, 2))
    noise = (params.noise * drawn).tolist()

    def noisy(x: float, y: float, i: int) -> tuple[float, float]:
        g_x, g_y = whole(x, y)
        e_x, e_y = noise[i]
        return g_x + e_x, g_y + e_y

    return noisy


def _ground(params: Params) -> tuple[Data | None, Surface, Floats, Floats, Floats]:
    """The data, if any, the loss surface, the start, and middle and half widths of the picture."""
    data = None
    if params.surface in DATA:
        x, y = draw_data(params.surface, params.n, params.seed)
        scaled = params.standardise or params.surface == "logistic"
        seen = (x - x.mean()) / x.std() if scaled else x
        data = Data(x, y, seen, np.zeros((0, 0), dtype=np.int32))
    centre, half, start = _picture(params, data)
    if data is not None:
        surface: Surface = getattr(surfaces, params.surface)(data.fitted_x, data.y)
    elif params.surface == "bowl":
        surface = surfaces.bowl(params.condition, params.rotation)
    else:
        surface = getattr(surfaces, params.surface)(tuple(start.tolist()))
    return data, surface, start, centre, half


def _settles(run: Run) -> bool:
    """Whether the run ends no higher than it began, so that the picture should hold all of it."""
    return run.diverged_at is None and bool(run.excess[-1] <= run.excess[0])


def _roomy(centre: Floats, half: Floats, runs: list[Run]) -> Floats:
    """Half widths that hold every path that settles; grown by tenths, so that few rates move it."""
    reach = [np.abs(run.descent.path - centre).max(axis=0) for run in runs if _settles(run)]
    need = np.max([half, *(1.04 * each for each in reach)], axis=0)
    wider: Floats = half * np.clip(np.ceil(10 * need / half - 1e-9) / 10, 1.0, WIDEST)
    return wider


def _exit(run: Run, centre: Floats, half: Floats) -> int | None:
    """The update from which on the path is outside the picture; None if it ends inside."""
    inside = np.flatnonzero(np.all(np.abs(run.descent.path - centre) <= half, axis=1))
    return None if inside[-1] == len(run.descent.path) - 1 else int(inside[-1]) + 1


def _horizon(runs: list[Run], updates: int, noisy: bool) -> int:
    """The update to draw up to: a round number a little after the last one arrived or diverged."""
    ends = [run.diverged_at or run.reached_at for run in runs]
    if noisy or None in ends:
        return updates
    last = 1.15 * max(10, *(end for end in ends if end is not None))
    decade = 10.0 ** math.floor(math.log10(last))
    round_up = next(m * decade for m in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if m * decade >= last)
    return min(updates, round(round_up))


def _picture(params: Params, data: Data | None) -> tuple[Floats, Floats, Floats]:
    """Middle and half widths of the picture, and the start, in the surface's coordinates."""
    centre = np.array(CENTRE.get(params.surface, (0.0, 0.0)))
    half = np.array(HALF.get(params.surface, USUAL))
    turn = _turn(params, data)
    place = np.array([params.start_x, params.start_y])
    start = centre + turn @ place
    if data is not None and data.fitted_x is data.x:
        return centre, np.abs(turn) @ np.maximum(half, 1.2 * np.abs(place)), start
    return centre, np.maximum(half, 1.2 * np.abs(turn @ place)), start


def _turn(params: Params, data: Data | None) -> Floats:
    """By what the controls of the start become a place on the surface: (2, 2)."""
    if params.surface == "bowl":
        # Turned with the bowl, so that a rotation changes nothing but the direction of the axes.
        return surfaces.rotation(params.rotation)
    if params.surface == "rosenbrock":
        return 0.4 * np.eye(2)
    if data is not None and data.fitted_x is data.x:
        # One start is the same line whether or not x is standardised: its height at the mean of x
        # and its rise per standard deviation become intercept and slope.
        return np.array([[1.0, -data.x.mean() / data.x.std()], [0.0, 1 / data.x.std()]])
    return np.eye(2)


def _floor(ground: _Ground, method: str, rate: float, batch: int) -> float:
    """`noise_floor` with the noise of this run: of mini-batches of the data, or added."""
    params, data, surface = ground.params, ground.data, ground.surface
    if params.surface not in ("bowl", "least_squares"):
        return math.nan
    if not ground.noisy(batch):
        return 0.0
    if params.schedule not in ("constant", "warm_up"):
        return math.nan
    if data is None:
        noise, spread = params.noise**2 * np.eye(2), None
    else:
        noise, spread = batch_noise(
            data.fitted_x, data.y, surface.hessian, surface.minima[0], batch
        )
    return noise_floor(method, rate, params.beta, surface.hessian, noise, spread)


def _first(true: NDArray[np.bool_]) -> int | None:
    """The first index that is true; None if there is none."""
    where = int(np.argmax(true))
    return where if true[where] else None
