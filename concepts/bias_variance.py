"""How far off a fit is, and why: bias², variance and noise, at every complexity of a model."""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from concepts.controls import check, one_of, ranged, seeded, switch
from methods.models.regressors import (
    F64,
    cosine_features,
    feature_fits,
    knn_fits,
    polynomial_fits,
    ridge_fits,
)
from methods.models.tree_ensembles import bagging_fits, boosting_fits, tree_fits
from methods.tables import Table, Tables
from methods.validation.decomposition import Decomposition, decompose, moments, smoother_parts
from methods.validation.learning_curve import NO_CURVE, LearningCurve, learning_curve
from methods.validation.training_sets import GRID, TrainingSets, from_days, simulated

RUNGS = 16
SHOWN = 30  # data sets whose fits are kept to be drawn
RIDGE_DEGREE = 12
BOOSTING_RATE = 0.4
FREQUENCY = 6.0  # of the random cosines, per unit of inputs scaled to [-1, 1]
SIZES = (10, 20, 40, 80, 160, 300, 500)  # of the learning curve, besides the visitor's own n
MOST_FEATURE_POINTS = 80  # random features take too long beyond
NOTHING = 1e-9  # a training error below it is only rounding

K = (40, 35, 30, 25, 20, 16, 13, 10, 8, 7, 6, 5, 4, 3, 2, 1)
PENALTIES = tuple(m * 10.0**e for e in (3, 2, 1, 0, -1, -2, -3, -4) for m in (1, 0.3))
TREES = (1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 30, 40, 50, 75, 100)
ROUNDS = (0, 1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300)
FEATURES_PER_POINT = (
    0.1,
    0.2,
    0.375,
    0.5,
    0.625,
    0.75,
    0.875,
    1,
    1.125,
    1.25,
    1.5,
    2,
    3,
    5,
    10,
    25,
)

MODELS = {
    "polynomial": "Polynomial",
    "knn": "Nearest neighbours",
    "tree": "Tree",
    "ridge": "Ridge",
    "bagging": "Bagged trees",
    "boosting": "Boosted stumps",
    "random_features": "Random features",
}
DIALS = {
    "polynomial": ("degree", "degree {}"),
    "knn": ("neighbours averaged, k", "k = {}"),
    "tree": ("tree depth", "depth {}"),
    "ridge": ("penalty α", "α = {}"),
    "bagging": ("trees averaged", "{} trees"),
    "boosting": ("rounds of boosting", "{} rounds"),
    "random_features": ("random features", "{} features"),
}
TRUTHS = {
    "wave": "sin(2πx¹·⁵) + x/2",
    "sine": "sin(2πx)",
    "step": "Step at the middle",
    "line": "Straight line",
    "seattle": "Seattle, daily high (real)",
}
SIMULATED = ("wave", "sine", "step", "line")
DESIGNS = {
    "stratified": "One in each strip",
    "uniform": "Anywhere",
    "fixed": "The same for every data set",
}
DATA, MODEL, PICTURE = "Truth and data", "Model", "Picture"


def said_of(rung: int, params: "Params") -> str:
    """What a stop of the ladder is called: "degree 4", "50 trees"."""
    n, _ = sizes(params)
    return rung_name(params, float(ladder(params.model, n)[rung]))


@dataclass(frozen=True)
class Params:
    """What is fitted, to how many data sets of what kind, and what of it is shown."""

    model: str = one_of(
        "polynomial",
        MODELS,
        "Model",
        help="What is fitted. Each has one dial that makes it more complex.",
        group=MODEL,
        main=True,
    )
    complexity: int = ranged(
        2,
        0,
        RUNGS - 1,
        "Complexity",
        names=said_of,
        help="How freely the model may bend: a degree, a depth, a number of neighbours.",
    )
    penalty: float = ranged(
        0.0,
        0.0,
        1.0,
        "Ridge penalty",
        step=0.01,
        help="At 0 the smallest weights that fit the points are taken.",
        group=MODEL,
        when=("model", ("random_features",)),
    )
    truth: str = one_of(
        "wave",
        TRUTHS,
        "Truth",
        help="The curve behind the points. A target is this plus noise.",
        group=DATA,
        main=True,
    )
    n: int = ranged(
        25,
        10,
        500,
        "Points in a data set",
        scale="log",
        help="Random features take at most 60.",
        group=DATA,
        main=True,
    )
    sigma: float = ranged(
        0.3,
        0.0,
        1.0,
        "Noise, standard deviation σ",
        step=0.05,
        help="How far a target strays from the truth. No model can foresee it.",
        group=DATA,
        when=("truth", SIMULATED),
        main=True,
    )
    design: str = one_of(
        "stratified",
        DESIGNS,
        "Where the inputs x lie",
        help="Left to chance, the points leave gaps, and fits are free to swing there.",
        group=DATA,
        when=("truth", SIMULATED),
    )
    datasets: int = ranged(
        300,
        20,
        500,
        "Data sets",
        scale="log",
        help="Slow models, many points and real data use fewer; the number used is shown.",
        group=DATA,
    )
    seed: int = seeded(0, group=DATA)
    highlight: int = ranged(
        1,
        1,
        SHOWN,
        "Data set shown in full",
        help="Its fit is drawn, and with one input its points. Each tells another story.",
        group=PICTURE,
    )
    log: bool = switch(
        False, "Errors on a log axis", help="For errors that explode.", group=PICTURE
    )

    def __post_init__(self) -> None:
        check(self)


AXIS = "complexity"
LOOKS = (AXIS, "highlight", "log")

PRESETS = {
    "start": Params(n=30, complexity=4),
    "u_curve": Params(),
    "more_data": Params(truth="sine", design="uniform", n=200, complexity=9, log=True),
    "knn_backwards": Params(model="knn", n=50, complexity=15),
    "bagging": Params(model="bagging", n=80, complexity=13),
    "ridge_dial": Params(model="ridge", complexity=6),
    "double_descent": Params(
        model="random_features", n=40, sigma=0.2, datasets=100, complexity=15, seed=16, log=True
    ),
    "seattle": Params(truth="seattle", n=30, complexity=4),
}


@dataclass(frozen=True, eq=False)
class Result:
    """Everything for every rung of the ladder; fits are nan where the data do not determine them.

    Attributes
    ----------
    ladder : (RUNGS,) The model's own number on each rung: degree, k, depth, penalty, count.
    n, datasets : Points in a data set and data sets, as used; see `sizes`.
    errors : Averages over the test inputs, (RUNGS,) each.
    exact_bias2, exact_variance : (RUNGS,) From the smoother matrix, without simulation; None unless
        the model is linear in the targets and the inputs are fixed.
    grid, truth : (G,) Inputs drawn (the share of the year for real data; x2 = 1/2 where there are
        two inputs) and the truth there.
    fits : (RUNGS, shown, G) float32, the fits of the first data sets.
    mean_fit : (RUNGS, G) The mean fit of all data sets.
    bias2_x, variance_x, test_x : (RUNGS, G) The parts and the measured test error at each of
        `grid`; test_x is nan for real data, which has no fresh targets at a chosen moment.
    x, y : (n,) The data set shown in full: its inputs, the first ones of two, and its targets.
    learning : The same model, at the chosen rung, trained on fewer points and on more. At n itself
        its test error is the sum of `errors`, from all data sets.
    """

    params: Params
    ladder: F64
    n: int
    datasets: int
    errors: Decomposition
    exact_bias2: F64 | None
    exact_variance: F64 | None
    grid: F64
    truth: F64
    fits: NDArray[np.float32]
    mean_fit: F64
    bias2_x: F64
    variance_x: F64
    test_x: F64
    x: F64
    y: F64
    learning: LearningCurve

    @property
    def two_inputs(self) -> bool:
        """Whether there is a second input, so that what is drawn is a slice."""
        return self.params.model == "random_features" and self.params.truth != "seattle"

    @property
    def dust(self) -> float:
        """Squares below this are only rounding: 1e-12 of the variance of the targets."""
        return 1e-12 * (float(self.truth.var()) + self.errors.noise)

    @property
    def chance(self) -> NDArray[np.bool_]:
        """(RUNGS,) Whether bias² is of the size that chance alone gives.

        Without bias its estimate has mean 0 and, for normal fits, a standard deviation of at most
        √2 variance / datasets.
        """
        near: NDArray[np.bool_] = np.abs(self.errors.bias2) < np.maximum(
            3 * self.errors.variance / self.datasets, self.dust
        )
        return near

    @property
    def seen_bias2(self) -> F64:
        """(RUNGS,) Estimate of bias², 0 where chance alone gives as much."""
        return np.where(self.chance, 0.0, self.errors.bias2)

    @property
    def seen_bias2_x(self) -> F64:
        """(RUNGS, G) The same at each input of `grid`, 0 also where chance gives as much there."""
        chance = self.bias2_x < 3 * self.variance_x / self.datasets
        return np.where(self.chance[:, None] | chance, 0.0, self.bias2_x)

    @property
    def last(self) -> int:
        """The last rung that is defined."""
        return int(np.flatnonzero(np.isfinite(self.errors.total))[-1])

    @property
    def peak(self) -> int:
        """The rung with the largest median test error."""
        return int(np.nanargmax(self.errors.test_median))

    @property
    def median_before(self) -> float:
        """The smallest median test error up to the peak."""
        return float(np.nanmin(self.errors.test_median[: self.peak + 1]))

    @property
    def best(self) -> int:
        """The rung with the smallest bias² + variance; the simplest if rounding decides."""
        total = self.errors.total
        return int(np.nanargmin(np.where(total < self.dust, 0.0, total)))

    @property
    def best_median(self) -> int:
        """The rung with the smallest median test error; the simplest if rounding decides."""
        median = self.errors.test_median
        return int(np.nanargmin(np.where(median < self.dust, 0.0, median)))

    @property
    def interpolation(self) -> int | None:
        """The simplest rung whose fits pass through all their points, if there is one."""
        through = {
            "polynomial": self.ladder == self.n - 1,
            "knn": self.ladder == 1,
            "random_features": (self.ladder >= self.n) & (self.params.penalty == 0),
        }.get(self.params.model, np.array([False]))
        return int(through.argmax()) if through.any() else None

    @property
    def shown(self) -> int:
        """Index of the data set shown in full."""
        return int((self.params.highlight - 1) % self.fits.shape[1])


def ladder(model: str, n: int) -> F64:
    """The model's own number on each of RUNGS rungs, for `n` points.

    k starts at n if that is below 40. Random features are counted in shares of n, so that p = n is
    always a rung.
    """
    # Every k down from 16 if n allows, so that no two rungs are alike.
    k = np.maximum(np.array(K) * min(n, K[0]) / K[0], np.linspace(min(n, RUNGS), 1, RUNGS))
    steps = {
        "polynomial": range(RUNGS),
        "tree": range(RUNGS),
        "knn": np.round(k),
        "ridge": PENALTIES,
        "bagging": TREES,
        "boosting": ROUNDS,
        "random_features": np.round(np.array(FEATURES_PER_POINT) * n),
    }
    return np.asarray(steps[model], dtype=float)


def rung_text(value: float) -> str:
    """A rung's number without needless zeros: "4", "0.00003"."""
    return f"{value:.5f}".rstrip("0").rstrip(".")


def rung_name(params: Params, value: float) -> str:
    """A rung in words: "degree 4", "k = 5", "1 tree"."""
    words = DIALS[params.model][1].format(rung_text(value))
    return words[:-1] if value == 1 and words.endswith("s") else words


def sizes(params: Params) -> tuple[int, int]:
    """Points in a data set and number of data sets, within what can be computed while dragging.

    Real days are used once each: no two data sets share a day.
    """
    n = min(params.n, 60) if params.model == "random_features" else params.n
    asked = 1600 if params.truth == "seattle" else 100  # predictions wanted of each fit
    most = {
        "polynomial": 30_000 // n,
        "tree": 60_000 // n,
        "bagging": 60_000 // (n + asked),
        "boosting": 30_000 // n,
        "random_features": 160_000 // n**2,
    }.get(params.model, params.datasets)
    datasets = min(params.datasets, max(most, 20))
    if params.truth == "seattle":
        datasets = min(datasets, 1461 // n)
    return n, datasets


def random_features(params: Params, count: int, x: F64) -> F64:
    """The first `count` of the features of these params, at inputs (..., n) or (..., n, 2).

    All that the ladder needs are drawn, so that every rung has the same ones.
    """
    every = int(ladder(params.model, sizes(params)[0])[-1])
    rng = np.random.default_rng([params.seed, 5])
    frequency = 2 * FREQUENCY * rng.standard_normal((2, every))
    phase = rng.uniform(0, 2 * np.pi, every)
    if params.truth == "seattle":
        x, frequency = x[..., None], frequency[:1]
    return cosine_features(x, frequency[:, :count], phase[:count])


def fit_all(params: Params, steps: F64, x: F64, y: F64, at: F64) -> F64:
    """Predictions at `at` of the model's fits to every data set at every one of `steps`.

    `steps` rise in complexity; for polynomials they are consecutive degrees. Returns
    (len(steps), M, G).
    """
    whole = steps.astype(int).tolist()
    match params.model:
        case "polynomial":  # every lower degree comes with it, and is dropped if not asked for
            return polynomial_fits(x, y, at, whole[-1])[whole[0] :]
        case "knn":
            return knn_fits(x, y, at, whole)
        case "ridge":
            return ridge_fits(x, y, at, steps.tolist(), RIDGE_DEGREE)
        case "random_features":
            train, test = (random_features(params, whole[-1], v) for v in (x, at))
            return feature_fits(train, y, test, whole, params.penalty)
    x = np.broadcast_to(x, y.shape)
    match params.model:
        case "tree":
            return tree_fits(x, y, at, whole)
        case "bagging":
            return bagging_fits(x, y, at, whole, np.random.default_rng([params.seed, 4]))
        case _:
            return boosting_fits(x, y, at, whole, BOOSTING_RATE)


def learning_sizes(params: Params) -> dict[int, int]:
    """Training points along the learning curve, rising, and the number of data sets at each.

    The visitor's own n is among them, and for random features their own number, where the error
    peaks. Fewer data sets as n grows, since their errors then vary less; of real days two are left.
    """
    n = sizes(params)[0]
    wanted, work, most = {*SIZES, n}, 1500, 30
    if params.model in ("bagging", "boosting"):
        work = 1200
    if params.model == "random_features":
        features = int(ladder(params.model, n)[params.complexity])
        wanted |= {features, MOST_FEATURE_POINTS}
        wanted = {size for size in wanted if SIZES[0] <= size <= MOST_FEATURE_POINTS}
        work, most = 800, 20
    sets = {size: min(most, max(8, work // size), params.datasets) for size in sorted(wanted)}
    if params.truth == "seattle":
        sets = {size: min(asked, 1461 // size) for size, asked in sets.items()}
    return sets


def fit_own(params: Params, step: float, task: TrainingSets, at: F64) -> tuple[F64, F64]:
    """One rung's fits at every set's own inputs (M, n), and at `at` (M, G).

    nan where k is more than the points there are.
    """
    sets, n = task.y.shape
    if params.model == "knn" and step > n:
        return np.full((sets, n), np.nan), np.full((sets, at.size), np.nan)
    if params.model == "random_features":
        # Features cost more than products with them: all sets are asked for the inputs of all.
        train, test = (random_features(params, int(step), v) for v in (task.x, at))
        every = np.concatenate([train.reshape(-1, int(step)), test])
        fits = feature_fits(train, task.y, every, [int(step)], params.penalty)[0]
        place = np.broadcast_to(np.arange(len(every) - len(at)).reshape(-1, n), (sets, n))
        return np.take_along_axis(fits, place, axis=1), fits[:, -len(at) :]
    both = np.concatenate([task.x, np.broadcast_to(at, (len(task.x), at.size))], axis=1)
    fits = fit_all(params, np.array([step]), task.x, task.y, both)[0]
    return fits[:, :n], fits[:, n:]


def draw(params: Params, table: Table | None, n: int, sets: int) -> TrainingSets:
    """`sets` training sets of `n` points; the first of them are the same for any number of sets."""
    if table is not None:
        return from_days(table["temp_max"], n, sets, params.seed)
    inputs = 2 if params.model == "random_features" else 1
    return simulated(params.truth, params.design, n, sets, params.sigma, params.seed, inputs)


def compute(params: Params, tables: Tables) -> Result:
    """Fit the model on every rung to every data set, and take the error apart.

    `tables["seattle_weather"]["temp_max"]` (1461 days, °C) is read only for that truth: its
    seasonal curve stands in for the truth, and fits are tested on real days they have not seen.
    """
    table = tables["seattle_weather"] if params.truth == "seattle" else None
    # What is only looked at does not enter the work, so that dragging along the axis is free.
    plain = replace(params, **{name: getattr(Params, name) for name in LOOKS})
    learning = _learning(replace(plain, complexity=params.complexity), table)
    swept, x, y = _sweep(plain, table)
    one = replace(swept, params=params, learning=learning)
    # Copies: a view would keep the data sets that are not shown.
    return replace(one, x=x[one.shown].copy(), y=y[one.shown].copy())


@lru_cache(maxsize=32)
def _learning(params: Params, table: Table | None) -> LearningCurve:
    rung, sets = params.complexity, learning_sizes(params)
    swept = _sweep(replace(params, complexity=Params.complexity), table)[0]
    curve = learning_curve(
        tuple(sets),
        lambda n: draw(params, table, n, sets[n]),
        lambda task, at: fit_own(params, float(swept.ladder[rung]), task, at),
    )
    own = curve.sizes == swept.n
    return replace(
        curve,
        test=np.where(own, swept.errors.total[rung], curve.test),
        test_se=np.where(own, swept.errors.test_se[rung], curve.test_se),
    )


@lru_cache(maxsize=8)
def _sweep(params: Params, table: Table | None) -> tuple[Result, F64, F64]:
    """All but the learning curve; and the inputs and targets of the data sets shown, (shown, n)."""
    n, sets = sizes(params)
    task = draw(params, table, n, sets)
    steps = ladder(params.model, n)
    fits = fit_all(params, steps, task.x, task.y, task.at)
    grid = slice(len(task.at) - GRID.size, None)
    shown = fits[:, :SHOWN, grid].astype(np.float32)
    error = np.subtract(fits, task.truth_at, out=fits)
    drawn, fresh = error[:, :, grid], task.fresh[:, grid]
    bias2_x, _, variance_x = moments(drawn)
    test_x = (fresh**2).mean(axis=0) - 2 * np.einsum("rmg,mg->rg", drawn, fresh) / sets
    exact: tuple[F64 | None, F64 | None] = (None, None)
    linear = params.model in ("polynomial", "knn", "ridge", "random_features")
    if task.truth_x is not None and len(task.x) == 1 and linear:
        at, truth_at = task.at[: task.scored], task.truth_at[: task.scored]
        smoother = fit_all(params, steps, task.x, np.eye(n), at).transpose(0, 2, 1)
        parts = smoother_parts(smoother, task.truth_x[0], truth_at, task.noise)
        exact = parts[0].mean(axis=1), parts[1].mean(axis=1)
    first = task.x if task.x.ndim == 2 else task.x[..., 0]
    x, y = np.broadcast_to(first, (sets, n))[:SHOWN].copy(), task.y[:SHOWN].copy()
    result = Result(
        params=params,
        ladder=steps,
        n=n,
        datasets=sets,
        errors=decompose(
            error[:, :, : task.scored], task.fresh[:, : task.scored], task.noise, task.held_out
        ),
        exact_bias2=exact[0],
        exact_variance=exact[1],
        grid=GRID,
        truth=task.truth_at[grid],
        fits=shown,
        mean_fit=error[:, :, grid].mean(axis=1) + task.truth_at[grid],
        bias2_x=bias2_x,
        variance_x=variance_x,
        # Mean (fresh - error)²: over the data sets, mean error² is bias2_x + variance_x exactly.
        test_x=test_x + bias2_x + variance_x,
        x=x[0],
        y=y[0],
        learning=NO_CURVE,  # it alone depends on the rung, and is added in `compute`
    )
    return result, x, y
