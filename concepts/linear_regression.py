"""A line through points: its squares, the bowl they make, and what the residuals say of it."""

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from concepts.controls import check, one_of, ranged, seeded, switch
from methods.models.least_squares import (
    cooks_distance,
    durbin_watson,
    half_widths,
    least_squares,
    studentised,
    variance_inflation,
)
from methods.models.linear_descent import curvatures, descent_path
from methods.models.robust import huber, least_absolute_line
from methods.once import once
from methods.tables import Table, Tables, remembered

__all__ = ["curvatures", "descent_path", "huber", "least_absolute_line", "least_squares"]

Floats = NDArray[np.float64]

SOURCES = {
    "line": "A line and noise",
    "point": "The same, and a point of yours",
    "shapes": "Same numbers, other shapes",
    "two": "Two correlated features",
    "wages": "Wages, 1985 (real)",
    "half_year": "Half a year in Seattle (real)",
    "own": "Your own data",
}
TABLE_OF = {"wages": "cps_wages_1985", "half_year": "seattle_weather", "own": "own_target"}
SHAPES = {
    "noise": "Noise",
    "curve": "A curve",
    "outlier": "One outlier",
    "fan": "A fan",
    "steps": "Steps",
}
COORDINATES = {"centred": "Height at mean x", "raw": "Intercept, at x = 0"}
DATA, POINT, BOWL = "Data", "Your point", "Bowl"

INTERCEPT, SLOPE = 3.0, 1.2  # the truth behind the drawn points
MIDDLE = 5.0  # the mean of their x, exactly
SHAPES_SLOPE, SHAPES_R2 = 0.5, 0.475
LEVEL = 0.95
WEEK = 7.0
HALF_A_YEAR = 181  # days that are fitted
MID_DECEMBER = 350
SQUARES, SHOWN, MOST_HELD = 60, 300, 20
SLOW = 1000  # steps of descent that are counted
NEAR = 1e-4  # of the excess at the start


@dataclass(frozen=True)
class Params:
    """What the points are, and where your line runs."""

    source: str = one_of(
        "line",
        SOURCES,
        "Data",
        help="Where the points come from. Real features are shown in their own units, yours in sd.",
        group=DATA,
        main=True,
    )
    slope: float = ranged(
        0.5,
        -2.0,
        4.0,
        "Slope of your line",
        step=0.1,
        help="How much y rises where x rises by 1. The line turns about the point of means.",
    )
    height: float = ranged(
        0.0,
        -10.0,
        10.0,
        "Height above the point of means",
        step=0.5,
        help="At 0 your line passes through the means of x and y, as the least-squares line does.",
        group=BOWL,
    )
    n: int = ranged(
        20,
        5,
        1_000,
        "Points n",
        scale="log",
        help="How many points are drawn. Squares are shown for at most 60.",
        group=DATA,
        when=("source", ("line", "point", "shapes", "two")),
        main=True,
    )
    noise: float = ranged(
        2.0,
        0.0,
        5.0,
        "Noise, standard deviation",
        step=0.1,
        help="How far y strays from the truth.",
        group=DATA,
        when=("source", ("line", "point", "two")),
        main=True,
    )
    shape: str = one_of(
        "noise",
        SHAPES,
        "Shape of the residuals",
        help="Slope, standard error and R² are the same for all.",
        group=DATA,
        when=("source", ("shapes",)),
        main=True,
    )
    correlation: float = ranged(
        0.99,
        0.0,
        0.999,
        "Correlation of the features",
        step=0.001,
        help="How much one feature says of the other.",
        group=DATA,
        when=("source", ("two",)),
        main=True,
    )
    held: bool = switch(
        False,
        "Hold the other features",
        help="Fits them too. The picture shows what they leave of x and y.",
        group=DATA,
        when=("source", ("wages", "own")),
    )
    px: float = ranged(
        5.0,
        0.0,
        40.0,
        "x of your point",
        step=0.5,
        help="The other points have the mean 5.",
        group=POINT,
        when=("source", ("point",)),
        main=True,
    )
    py: float = ranged(
        21.0,
        -5.0,
        55.0,
        "y of your point",
        step=0.5,
        help="The truth is 3 + 1.2 x.",
        group=POINT,
        when=("source", ("point",)),
        main=True,
    )
    seed: int = seeded(0, group=DATA)
    coordinates: str = one_of(
        "centred",
        COORDINATES,
        "Second coordinate",
        help="What says where a line runs, besides its slope. The lines are the same.",
        group=BOWL,
    )
    steps: int = ranged(
        0,
        0,
        60,
        "Descent steps",
        help="Gradient descent from your line, at the rate 1 over the largest curvature.",
        group=BOWL,
    )

    def __post_init__(self) -> None:
        check(self)


AXIS = "slope"
OWN = "own_target"  # the table that a visitor's own data takes the place of

PRESETS = {
    "start": Params(source="wages", slope=0.8),
    "squares": Params(),
    "outlier": Params(source="point", noise=1.0, slope=1.2),
    "lever": Params(source="point", noise=1.0, slope=1.2, px=40.0, py=39.0),
    "same_numbers": Params(source="shapes", shape="curve", n=40),
    "collinear": Params(source="two", n=50, slope=1.0),
    "half_year": Params(source="half_year", slope=0.7),
}


@dataclass(frozen=True, eq=False)
class Fit:
    """The least-squares fit, and what is shown of its n rows: m of them, those of most influence too.

    Where other features are held, x, y and what follows from them are what those leave, about the
    means: the line through them has the slope of the whole fit.

    Attributes
    ----------
    names : Of x and y, with units.
    ends : Of x, then of y, in the main figure.
    n, held, dof : Rows, other features in the fit, degrees of freedom of the errors.
    slope, error, mean_x, mean_y : Of the line, and the slope's standard error.
    sxx, rss, tss : Sums of squares of x, of the residuals, of y; of what other features leave.
    r2, inflation, sigma : Of the whole fit: R², VIF of x, sd of the residuals. r2 may be nan.
    absolute : Slope of least absolute deviations; nan where others are held.
    robust, without : Slope of Huber's fit, and without the visitor's own point; nan if there is none.
    inside_mean, inside_single : Shares of the n points within the two bands.
    durbin_watson, spread_low, spread_high : Of the residuals: in the order of rows; their sd at or below
        the first of `thirds`, and at or above the second. May be nan.
    thirds : The quantiles 1/3 and 2/3 of x; where many rows share one x, more than a third lie beyond.
    x, y, fitted, residuals, leverage, student, cook : (m,) student, cook may be nan.
    missed_more : How many points miss by more than the last one, the visitor's own.
    grid, mean_half, single_half : (41,) Places in x, and half-widths of the bands there.
    later_x, later_y : What came after the fitted half year, in weekly means; else empty.
    group_x, group_mean, group_sd : Fitted values in order, in groups: their residuals.
    """

    names: tuple[str, str]
    ends: tuple[float, float, float, float]
    n: int
    held: int
    dof: int
    slope: float
    error: float
    mean_x: float
    mean_y: float
    sxx: float
    rss: float
    tss: float
    r2: float
    inflation: float
    sigma: float
    absolute: float
    robust: float
    without: float
    inside_mean: float
    inside_single: float
    durbin_watson: float
    spread_low: float
    spread_high: float
    thirds: tuple[float, float]
    x: Floats
    y: Floats
    fitted: Floats
    residuals: Floats
    leverage: Floats
    student: Floats
    cook: Floats
    missed_more: int
    grid: Floats
    mean_half: Floats
    single_half: Floats
    later_x: Floats
    later_y: Floats
    group_x: Floats
    group_mean: Floats
    group_sd: Floats

    @property
    def sd_x(self) -> float:
        """Standard deviation of x, or of what other features leave of it."""
        return float(np.sqrt(self.sxx / self.n))

    def at(self, x: Any) -> Any:
        """Heights of the least-squares line."""
        return self.mean_y + self.slope * (x - self.mean_x)

    @property
    def worst(self) -> int:
        """Which of the points shown has the largest Cook's distance; the first where all are nan."""
        return int(np.argmax(np.nan_to_num(self.cook)))

    @property
    def december(self) -> tuple[float, float]:
        """What the line says for the middle of December, and the mean of that week; else nan."""
        if not self.later_x.size:
            return float("nan"), float("nan")
        week = MID_DECEMBER / WEEK
        return float(self.at(week)), float(self.later_y[np.abs(self.later_x - week).argmin()])


@dataclass(frozen=True, eq=False)
class Result:
    """All that is shown for `params`. What may be nan is so in `Fit`.

    Attributes
    ----------
    fit : The least-squares fit, the same wherever your line runs.
    rss : The area of all squares on your line.
    """

    params: Params
    fit: Fit
    rss: float

    @property
    def over(self) -> float:
        """By what share the area is more than the least; infinite where the least is 0."""
        f = self.fit
        if self.rss == f.rss:
            return 0.0
        return self.rss / f.rss - 1 if f.rss > 1e-20 * f.tss else float("inf")

    def line(self, x: Floats) -> Floats:
        """Heights of your line."""
        p, f = self.params, self.fit
        return f.mean_y + p.height + p.slope * (x - f.mean_x)

    def other(self, slope: Any, height: Any) -> Any:
        """The second coordinate of lines of that slope and height above the point of means."""
        if self.params.coordinates == "centred":
            return height + self.fit.mean_y
        return height + self.fit.mean_y - slope * self.fit.mean_x

    @once
    def paths(self) -> dict[str, Floats]:
        """By coordinates: (SLOW + 1, 2) slope and height along gradient descent from your line."""
        p, f = self.params, self.fit
        found = {}
        for name, shift, scale in (
            ("raw", f.mean_x, 1.0),
            ("centred", 0.0, 1.0),
            ("standardised", 0.0, f.sd_x),
        ):
            # Two rows stand for all n: they have the same mean and variance of x, so the same bowl.
            x = (shift + np.array([-f.sd_x, f.sd_x])) / scale
            X = np.column_stack([np.ones(2), x])
            best = np.array([-f.slope * shift, f.slope * scale])  # in which height 0 is the best
            start = np.array([p.height - p.slope * shift, p.slope * scale])
            path = descent_path(X, X @ best, start, 1 / curvatures(X)[-1], SLOW)
            slope = path[:, 1] / scale
            found[name] = np.column_stack([slope, path[:, 0] + slope * shift])
        return found

    @once
    def falls(self) -> dict[str, Floats]:
        """(SLOW + 1,) By coordinates: the area above the least after each step of descent."""
        f = self.fit
        return {
            name: f.sxx * (path[:, 0] - f.slope) ** 2 + f.n * path[:, 1] ** 2
            for name, path in self.paths.items()
        }

    def walked(self, x: Floats) -> Floats:
        """Heights of the line that descent has come to after so many steps as are shown."""
        slope, height = self.paths[self.params.coordinates][self.params.steps]
        return np.asarray(self.fit.mean_y + height + slope * (x - self.fit.mean_x))

    @property
    def rss_walked(self) -> float:
        """The area of all squares on that line."""
        return self.fit.rss + float(self.falls[self.params.coordinates][self.params.steps])

    @property
    def at_bottom(self) -> bool:
        """Whether your line is the least-squares line, but for rounding."""
        return bool(self.falls["raw"][0] <= 1e-20 * self.fit.tss)

    def needed(self, coordinates: str) -> float:
        """Steps until the area above the least is 1e-4 of its start; infinite beyond SLOW."""
        fall = self.falls[coordinates]
        if self.at_bottom:
            return 0.0
        near = fall <= NEAR * fall[0]
        return float(near.argmax()) if near.any() else float("inf")


def compute(params: Params, tables: Tables) -> Result:
    """The fit, and the squares on your line."""
    fixed = replace(params, slope=0.0, height=0.0, coordinates="centred", steps=0)
    if params.source in TABLE_OF:
        fit = _tabled(tables[TABLE_OF[params.source]], params.source, params.held, params.seed)
    else:
        fit = _drawn(fixed)
    rss = fit.rss + fit.sxx * (params.slope - fit.slope) ** 2 + fit.n * params.height**2
    return Result(params, fit, float(rss))


# --- the points ------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Rows:
    """Points (n,), the other features that are held (n, k), and how far the pictures reach."""

    x: Floats
    y: Floats
    others: Floats
    names: tuple[str, str] = ("x", "y")
    ends: tuple[float, float, float, float] | None = None
    reach: tuple[float, float] | None = None
    later_x: Floats = field(default_factory=lambda: np.empty(0))
    later_y: Floats = field(default_factory=lambda: np.empty(0))


def drawn_rows(p: Params) -> Rows:
    """Points drawn by chance; the mean of x is 5 exactly, that of two features is near 0."""
    rng = np.random.default_rng(p.seed)
    if p.source == "two":
        first, second, noise = rng.standard_normal((3, p.n))
        other = p.correlation * first + np.sqrt(1 - p.correlation**2) * second
        return Rows(
            first,
            first + other + p.noise * noise,
            other[:, None],
            ("feature 1", "y"),
            reach=(-4, 4),
        )
    x = rng.uniform(0, 10, p.n)
    x += MIDDLE - x.mean()
    if p.source == "shapes":
        y = INTERCEPT + SHAPES_SLOPE * x + shaped_residuals(x, p.shape, rng)
        return Rows(x, y, np.empty((p.n, 0)))
    y = INTERCEPT + SLOPE * x + p.noise * rng.standard_normal(p.n)
    if p.source == "line":
        return Rows(x, y, np.empty((p.n, 0)))
    x, y = np.append(x, p.px), np.append(y, p.py)
    return Rows(x, y, np.empty((p.n + 1, 0)), ends=(-2, 50, -8, 60), reach=(-2, 50))


def shaped_residuals(x: Floats, shape: str, rng: np.random.Generator) -> Floats:
    """Residuals of that shape with which every fit has slope 0.5, R² 0.475 and the same error.

    The shape is made orthogonal to 1 and x, and as long as R² asks for (after Anscombe 1973).
    """
    t, noise = (x - x.mean()) / np.ptp(x), rng.standard_normal(x.size)
    middle = int(np.argsort(x)[x.size // 2])
    raw = {
        "noise": noise,
        "curve": t**2,
        "outlier": np.where(np.arange(x.size) == middle, 8.0, 0.3 * noise),
        "fan": noise * (t - t.min() + 0.02),
        "steps": np.where(t > 0, 1.0, -1.0) + 0.1 * noise,
    }[shape]
    left = least_squares(np.column_stack([np.ones(x.size), x]), raw).residuals
    length = np.sqrt(SHAPES_SLOPE**2 * x.size * x.var() * (1 - SHAPES_R2) / SHAPES_R2)
    return np.asarray(left * length / np.linalg.norm(left))


def tabled_rows(table: Table, source: str, held: bool) -> Rows:
    """Points of real data; of a visitor's, the first feature of numbers, all in standard deviations."""
    if source == "wages":
        x, y = table["education"], table["wage"]
        others = table["experience"][:, None] if held else np.empty((x.size, 0))
        return Rows(x, y, others, ("schooling (years)", "wage ($ an hour)"))
    if source == "half_year":
        date = table["date"].astype("datetime64[D]")
        day = (date - date.astype("datetime64[Y]")).astype(int) + 1.0
        y, early = table["temp_max"], day <= HALF_A_YEAR
        week = np.ceil(day[~early] / WEEK)
        weeks = np.unique(week)
        later = np.array([y[~early][week == each].mean() for each in weeks])
        names = ("week of the year", "daily high (°C)")
        return Rows(
            day[early] / WEEK, y[early], np.empty((early.sum(), 0)), names,
            reach=(0, 53), later_x=weeks - 0.5, later_y=later,
        )  # fmt: skip
    numbers = {
        name[2:]: _standard(column)
        for name, column in table.columns.items()
        if name.startswith("x:") and column.dtype.kind == "f"
    }
    y = _standard(table["target"])
    names = next(iter(numbers), "row"), table.words.get("target", "target")
    x, *rest = [*numbers.values()] or [_standard(np.arange(float(y.size)))]
    kept = _independent(x, rest) if held else np.empty((y.size, 0))
    return Rows(x, y, kept, (f"{names[0]}, in sd", f"{names[1]}, in sd"))


def _standard(column: Floats) -> Floats:
    return np.asarray((column - column.mean()) / (column.std() or 1.0))


def _independent(x: Floats, others: list[Floats]) -> Floats:
    """Those of the others that leave something of x, and are not sums of those before them."""
    kept = np.empty((x.size, 0))
    for column in others:
        more = np.column_stack([kept, column])
        if more.shape[1] > min(MOST_HELD, x.size // 4):
            break
        basis = np.column_stack([np.ones(x.size), more, x])
        if np.abs(np.diag(np.linalg.qr(basis, mode="r"))).min() > 1e-6 * np.sqrt(x.size):
            kept = more
    return kept


# --- the fit ---------------------------------------------------------------------------------


@lru_cache(maxsize=16)
def _drawn(p: Params) -> Fit:
    return fit_rows(drawn_rows(p), p.seed, p.source == "point")


@remembered
def _tabled(table: Table, source: str, held: bool, seed: int) -> Fit:
    return fit_rows(tabled_rows(table, source, held), seed, False)


def fit_rows(rows: Rows, seed: int, own_point: bool) -> Fit:
    """Everything about the least-squares line of y on x, the other features held."""
    x, y, n = rows.x, rows.y, rows.x.size
    ones = np.ones(n)
    X = np.column_stack([ones, rows.others, x])
    whole = least_squares(X, y)
    held = np.column_stack([ones, rows.others])
    mean_x, mean_y = float(x.mean()), float(y.mean())
    left_x, left_y = (least_squares(held, each).residuals for each in (x, y))
    alone = not rows.others.size
    absolute = least_absolute_line(x, y)[0] if alone else float("nan")
    robust = float(huber(X, y)[-1]) if own_point else float("nan")
    without = float(least_squares(X[:-1], y[:-1]).coefficients[-1]) if own_point else float("nan")
    span = float(np.ptp(x))
    low, high = rows.reach or (float(x.min()) - span / 2, float(x.max()) + span / 2)
    grid = np.linspace(low, high, 41)
    others = np.broadcast_to(rows.others.mean(axis=0), (41, rows.others.shape[1]))
    bands = half_widths(whole, np.column_stack([np.ones(41), others, grid]), LEVEL)
    inside = [float(np.mean(np.abs(whole.residuals) <= h)) for h in half_widths(whole, X, LEVEL)]
    student, cook = studentised(whole), cooks_distance(whole)
    shown = _shown(cook, seed, own_point)
    picture_x, picture_y = left_x + mean_x, left_y + mean_y
    ends = rows.ends or (*_air(x), *_air(picture_y))
    low_third, high_third = np.quantile(x, [1 / 3, 2 / 3]).tolist()
    e = whole.residuals
    order = np.array_split(np.argsort(whole.fitted, kind="stable"), max(min(6, n // 4), 1))
    return Fit(
        names=rows.names, ends=ends, n=n, held=rows.others.shape[1], dof=whole.dof,
        slope=float(whole.coefficients[-1]), error=float(whole.standard_errors[-1]),
        mean_x=mean_x, mean_y=mean_y, sxx=float(left_x @ left_x), rss=whole.rss,
        tss=float(left_y @ left_y), r2=whole.r2, sigma=whole.sigma,
        inflation=float(variance_inflation(X[:, 1:])[-1]),
        absolute=absolute, robust=robust, without=without,
        inside_mean=inside[0], inside_single=inside[1],
        durbin_watson=durbin_watson(e),
        spread_low=float(e[x <= low_third].std()), spread_high=float(e[x >= high_third].std()),
        thirds=(low_third, high_third),
        x=picture_x[shown], y=picture_y[shown], fitted=whole.fitted[shown], residuals=e[shown],
        leverage=whole.leverage[shown], student=student[shown], cook=cook[shown],
        missed_more=int(np.sum(np.abs(e) > np.abs(e[-1]) * (1 + 1e-9))),
        grid=grid, mean_half=bands[0], single_half=bands[1],
        later_x=rows.later_x, later_y=rows.later_y,
        group_x=np.array([whole.fitted[each].mean() for each in order]),
        group_mean=np.array([e[each].mean() for each in order]),
        group_sd=np.array([e[each].std() for each in order]),
    )  # fmt: skip


def _shown(cook: Floats, seed: int, own_point: bool) -> NDArray[np.int64]:
    """Rows that are drawn: all, or some by chance with those of most influence; the own point is last."""
    n = cook.size
    if n <= SHOWN:
        return np.arange(n)
    some = np.random.default_rng([seed, 1]).choice(n, SHOWN - 10, replace=False)
    most = np.argsort(-np.nan_to_num(cook), kind="stable")[:9]
    return np.unique(np.concatenate([some, most, [n - 1] if own_point else most[:1]]))


def _air(values: Floats) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    return low - 0.12 * (high - low), high + 0.12 * (high - low)
