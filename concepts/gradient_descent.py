"""Gradient descent and its variants, raced from one start over the same noise.

Every method is given its own rate, because one rate for all decides the race beforehand. Methods
see the same mini-batches and the same added noise. Mini-batches are drawn afresh for every update,
with replacement; a batch of n is the whole data set, once.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from concepts import surfaces
from concepts.controls import check, one_of, ranged, seeded, some_of, switch
from concepts.convergence import (
    best_momentum,
    mode_factor,
    noise_floor,
    stability_edge,
    updates_needed,
)
from concepts.mini_batches import batch_gradient, batch_noise, draw_batches, draw_data
from concepts.optimizers import (
    Descent,
    Rule,
    adagrad,
    adam,
    adamw,
    descend,
    gd,
    momentum,
    nesterov,
    rmsprop,
    schedule_factor,
)
from concepts.surfaces import Surface
from concepts.tables import Tables

Floats = NDArray[np.float64]

AXIS = "step"
DATA = ("least_squares", "logistic")
ANALYTIC = ("bowl", "saddle", "rosenbrock", "two_minima")
MOMENTA = ("momentum", "nesterov")

BUDGET = 500_000  # data points one method may look at in mini-batches; more would not feel live
GRID = 61
RATES = np.geomspace(1e-4, 2.0, 241)
CENTRE = {"rosenbrock": (0.0, 1.0)}
HALF = {"rosenbrock": (2.0, 2.0), "saddle": (5.2, 4.2)}
USUAL = (5.2, 2.8)  # half width and height of the picture; nearly to scale on a wide page
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
    value: float = ranged(
        default, 1e-4, 2.0, f"Rate of {METHODS[method]}", scale="log", group="Methods",
        help="How far one update goes for a gradient of 1.", when=("methods", (method,)),
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
    )
    condition: float = ranged(
        30.0, 1.0, 1_000.0, "Condition number", scale="log", group="Surface",
        help="Steepest curvature over flattest. 1 is a round bowl.", when=("surface", ("bowl",)),
    )  # fmt: skip
    rotation: float = ranged(
        20.0, 0.0, 90.0, "Rotation", step=2.5, unit="degrees", group="Surface",
        help="Turns the ravine away from the axes.", when=("surface", ("bowl",)),
    )  # fmt: skip
    noise: float = ranged(
        0.0, 0.0, 2.0, "Noise on the gradient", step=0.05, group="Surface",
        help="Standard deviation added to each part of every gradient.",
        when=("surface", ANALYTIC),
    )  # fmt: skip
    n: int = ranged(
        1_000, 50, 10_000, "Data points", scale="log", group="Surface",
        help="More data cost a full gradient more, and a batch no more.", when=("surface", DATA),
    )  # fmt: skip
    batch: int = ranged(
        10, 1, 10_000, "Batch size", scale="log", group="Surface",
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
        ("gd", "momentum", "adam"),
        METHODS,
        "Methods",
        most=4,
        group="Methods",
        help="They start at the same point and see the same batches and noise.",
    )
    rate: float = _rate(0.06, "gd")
    rate_momentum: float = _rate(0.03, "momentum")
    rate_nesterov: float = _rate(0.03, "nesterov")
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
        200, 10, 5_000, "Updates run", scale="log", group="Run",
        help="Mini-batch runs end after half a million data points.",
    )  # fmt: skip
    step: int = ranged(
        10, 1, 5_000, "Update", scale="log", group="Run", help="The update that is shown."
    )
    seed: int = seeded(7, group="Run")

    def __post_init__(self) -> None:
        check(self)


PRESETS = {
    "the_cliff": Params(
        condition=10.0, rotation=0.0, methods=("gd",), rate=0.18, steps=200, step=8
    ),
    "over_the_cliff": Params(
        condition=10.0, rotation=0.0, methods=("gd",), rate=0.21, steps=200, step=12
    ),
    "momentum_on_a_ravine": Params(
        condition=100.0, rotation=0.0, start_y=0.5, methods=("gd", "momentum", "nesterov"),
        rate=0.0198, rate_momentum=0.033, rate_nesterov=0.01, beta=0.67, steps=600, step=20,
    ),
    "noise_floor": Params(
        surface="least_squares", n=10_000, batch=1, methods=("gd", "momentum"), rate=0.1,
        rate_momentum=0.01, beta=0.9, steps=5_000, step=60,
    ),
    "adam_axis_aligned": Params(
        condition=100.0, rotation=45.0, start_y=0.5, methods=("gd", "momentum", "adam"),
        rate=0.0198, rate_momentum=0.033, beta=0.67, rate_adam=0.05, steps=1_000,
        step=60,
    ),
    "scale_your_features": Params(
        surface="least_squares", n=200, batch=10_000, standardise=False, start_x=0.0, start_y=0.0,
        methods=("gd",), rate=3.5e-4, steps=5_000, step=2_000,
    ),
    "saddle": Params(
        surface="saddle", noise=0.1, start_y=0.0, methods=("gd", "momentum", "adam"), rate=0.05,
        rate_momentum=0.01, rate_adam=0.05, beta=0.9, steps=300, step=40,
    ),
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Run:
    """One method's run of k updates.

    Attributes
    ----------
    method, rate : Its id, and its own rate before the schedule.
    rates : (k,), the rate of each update.
    descent : Path and the parts of every update.
    excess : (k + 1,), loss above the lowest minimum.
    evaluations : (k + 1,), gradients of single data points taken so far (of the whole loss, where
        there are no data).
    diverged_at, reached_at : The update at which it left for good, or first came within
        `Result.tolerance`; None if it never did.
    escaped_at : Saddle only: the first update at which the loss is half way down to the minimum.
    floor : The mean excess at which noise stops it, from theory; inf if noise makes it grow without
        limit, 0 without noise, nan where no theory is at hand.
    tail : The mean excess over the last quarter of the run; nan if it diverged.
    factor : (2,), by what one update shrinks the flat and the steep mode in the long run; nan for
        methods that have no such factor. At the minimum; exact everywhere if quadratic.
    edge : The rate above which the steep mode grows; nan as above.
    """

    method: str
    rate: float
    rates: Floats
    descent: Descent
    excess: Floats
    evaluations: NDArray[np.int64]
    diverged_at: int | None
    reached_at: int | None
    escaped_at: int | None
    floor: float
    tail: float
    factor: Floats
    edge: float


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
class Result:
    """All runs, and the ground they ran on.

    Attributes
    ----------
    runs : One for each of `params.methods`, in that order.
    reference : The first method on the full data, if the runs used mini-batches; else None.
    updates : How many updates were run (`params.steps`, or fewer to keep to `BUDGET`).
    shown : The update that is shown: `params.step`, or the last.
    batch, n : Data points per gradient, and in all; 1 and 1 where there are no data.
    start : (2,), in the surface's own coordinates.
    minima : (m, 2), the lowest first. lowest : the loss there.
    hessian : (2, 2), at the lowest minimum; eigenvalues (2,) rising (mu, L there).
    smoothness : L. 1/L is always a safe rate, 2/L is the cliff (a bound for logistic loss; local to
        the minimum for the saddle, Rosenbrock and two minima).
    tolerance : The excess loss that counts as arrived: 1e-6, on data 1e-4 of the start's.
    needed : Updates that gradient descent on the full loss needs in all at `params.rate`, by the
        closed form; nan unless the surface is quadratic.
    optimal : The heavy ball's best (rate, beta) for these eigenvalues.
    window : (x low, x high, y low, y high), the picture.
    grid_x, grid_y, grid : (GRID,), (GRID,), (GRID, GRID): excess loss over the window, at
        grid[row of y, column of x].
    factors : method -> (len(RATES),): the worse mode's factor at each of RATES.
    data : None where there are no data.
    """

    params: Params
    runs: tuple[Run, ...]
    reference: Run | None
    updates: int
    shown: int
    batch: int
    n: int
    start: Floats
    minima: Floats
    lowest: float
    hessian: Floats
    eigenvalues: Floats
    smoothness: float
    tolerance: float
    needed: float
    optimal: tuple[float, float]
    window: tuple[float, float, float, float]
    grid_x: Floats
    grid_y: Floats
    grid: Floats
    factors: dict[str, Floats]
    data: Data | None


def settings(method: str, params: Params) -> tuple[Rule, float, float]:
    """The method's rule with its numbers filled in, its own rate, Nesterov's look-ahead beta."""
    rate: float = params.rate if method == "gd" else getattr(params, f"rate_{method}")
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
    data, surface = _ground(params)
    n = params.n if data else 1
    batch = min(params.batch, n)
    whole = batch == n
    updates = params.steps if whole else min(params.steps, BUDGET // batch)
    centre, half, start = _picture(params, data)
    if data is not None and not whole:
        data = replace(data, rows=draw_batches(n, batch, updates, params.seed))
    ground = _Ground(params, data, surface, updates, start, centre, half)
    eigenvalues: Floats = np.asarray(np.linalg.eigvalsh(surface.hessian), dtype=np.float64)
    grid_x, grid_y = (centre[:, None] + half[:, None] * np.linspace(-1, 1, GRID)).copy()
    return Result(
        params=params,
        runs=tuple(_run(ground, method, batch) for method in params.methods),
        reference=None if whole else _run(ground, params.methods[0], n),
        updates=updates,
        shown=min(params.step, updates),
        batch=batch,
        n=n,
        start=start,
        minima=surface.minima,
        lowest=surface.lowest,
        hessian=surface.hessian,
        eigenvalues=eigenvalues,
        smoothness=surface.smoothness,
        tolerance=ground.tolerance,
        needed=updates_needed(
            surface.hessian, start - surface.minima[0], params.rate, ground.tolerance
        )
        if params.surface in ("bowl", "least_squares")
        else math.nan,
        optimal=best_momentum(*eigenvalues.tolist()),
        window=(float(grid_x[0]), float(grid_x[-1]), float(grid_y[0]), float(grid_y[-1])),
        grid_x=grid_x,
        grid_y=grid_y,
        grid=surface.excess(np.stack(np.meshgrid(grid_x, grid_y), axis=-1)),
        factors={
            method: mode_factor(method, RATES[:, None], eigenvalues, params.beta).max(axis=1)
            for method in params.methods
        },
        data=data,
    )


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


def _run(ground: _Ground, method: str, batch: int) -> Run:
    """One method, its gradients taken from `batch` data points."""
    params, surface, updates = ground.params, ground.surface, ground.updates
    rule, rate, ahead = settings(method, params)
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
        rates=np.array(rates[: len(descent.gradient)]),
        descent=descent,
        excess=excess,
        evaluations=batch * np.arange(len(excess)),
        diverged_at=descent.diverged_at,
        reached_at=_first(excess <= ground.tolerance),
        escaped_at=_first(excess <= HALF_WAY) if params.surface == "saddle" else None,
        floor=_floor(ground, method, rate, batch),
        tail=math.nan if descent.diverged_at else float(last_quarter.mean()),
        factor=mode_factor(method, rate, np.linalg.eigvalsh(surface.hessian), params.beta),
        edge=stability_edge(method, surface.smoothness, params.beta),
    )


def _gradient(ground: _Ground, batch: int) -> Callable[[float, float, int], tuple[float, float]]:
    """The gradient (x, y, update) as the methods get it: of a batch, or whole with added noise."""
    params, data, whole = ground.params, ground.data, ground.surface.gradient
    if data is not None and batch < len(data.x):
        return batch_gradient(params.surface, data.fitted_x, data.y, data.rows)
    if data is not None or params.noise == 0:
        return lambda x, y, i: whole(x, y)
    drawn = np.random.default_rng([params.seed, 3]).standard_normal((ground.updates, 2))
    noise = (params.noise * drawn).tolist()

    def noisy(x: float, y: float, i: int) -> tuple[float, float]:
        g_x, g_y = whole(x, y)
        e_x, e_y = noise[i]
        return g_x + e_x, g_y + e_y

    return noisy


def _ground(params: Params) -> tuple[Data | None, Surface]:
    """The data, if any, and the loss surface."""
    match params.surface:
        case "bowl":
            return None, surfaces.bowl(params.condition, params.rotation)
        case "saddle":
            return None, surfaces.saddle()
        case "rosenbrock":
            return None, surfaces.rosenbrock()
        case "two_minima":
            return None, surfaces.two_minima()
    x, y = draw_data(params.surface, params.n, params.seed)
    seen = (x - x.mean()) / x.std() if params.standardise or params.surface == "logistic" else x
    data = Data(x, y, seen, np.zeros((0, 0), dtype=np.int32))
    return data, getattr(surfaces, params.surface)(seen, y)


def _picture(params: Params, data: Data | None) -> tuple[Floats, Floats, Floats]:
    """Middle and half widths of the picture, and the start, in the surface's coordinates."""
    centre = np.array(CENTRE.get(params.surface, (0.0, 0.0)))
    half = np.array(HALF.get(params.surface, USUAL))
    place = np.array([params.start_x, params.start_y])
    if params.surface == "bowl":
        # Turned with the bowl, so that a rotation changes nothing but the direction of the axes.
        place = surfaces.rotation(params.rotation) @ place
    if params.surface == "rosenbrock":
        place = 0.4 * place
    half = np.maximum(half, 1.2 * np.abs(place))
    if data is not None and data.fitted_x is data.x:
        # One start is the same line whether or not x is standardised: its height at the mean of x
        # and its rise per standard deviation become intercept and slope.
        to_raw = np.array([[1.0, -data.x.mean() / data.x.std()], [0.0, 1 / data.x.std()]])
        return centre, np.abs(to_raw) @ half, to_raw @ place
    return centre, half, centre + place


def _floor(ground: _Ground, method: str, rate: float, batch: int) -> float:
    """`noise_floor` with the noise of this run: of mini-batches of the data, or added."""
    params, data, surface = ground.params, ground.data, ground.surface
    if params.surface not in ("bowl", "least_squares"):
        return math.nan
    if data is None and params.noise == 0 or data is not None and batch == len(data.x):
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
