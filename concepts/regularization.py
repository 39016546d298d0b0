"""A penalty on the coefficients: the zone in which one is exactly zero, the paths, and what to choose."""

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import cast

import numpy as np
from numpy.typing import NDArray

from concepts.controls import Range, check, controls_of, one_of, ranged, seeded, stops, switch
from methods.models.penalties import (
    equal_penalty,
    largest_strength,
    moments,
    optimality_gap,
    penalised_paths,
    ridge_paths,
    shrinkage,
    soft_threshold,
    zero_zone,
)
from methods.once import once
from methods.tables import Table, Tables, remembered
from methods.validation.fold_errors import standard_error
from methods.validation.folds import folds_of, shuffles

__all__ = ["optimality_gap", "penalised_paths", "soft_threshold", "zero_zone"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SOURCES = {
    "two": "Two correlated features",
    "many": "Many features, some of which matter",
    "wrong": "A useless feature that looks like two others",
    "diabetes": "Diabetes patients (real)",
    "wages": "Wages, 1985 (real)",
    "own": "Your own data",
}
DRAWN = ("two", "many", "wrong")
TABLE_OF = {"diabetes": "diabetes", "wages": "cps_wages_1985", "own": "own_target"}
PENALTIES = {"lasso": "Lasso, L1", "net": "Elastic net, both", "ridge": "Ridge, L2"}
DIABETES = ("age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6")
WAGES = ("education", "experience", "age", "female", "union", "south", "married")
DATA, MODEL, VIEW = "Data", "Penalty", "Picture"

OTHERS = (2.0, 3.0, 0.0)  # the truth behind the useless feature
REDRAWS, MOST_REDRAWN = 60, 12  # other data sets, and features up to which they are fitted
MOST_FEATURES = 12  # of a visitor's own
SECTIONS, ROUNDS = 32, 4  # in which the place is looked for at which a feature leaves


def _column(value: int, params: "Params") -> str:
    """What a feature is called, by its number."""
    return feature_names(params.source)[value - 1] if _named(params, value) else f"feature {value}"


def _named(params: "Params", value: int) -> bool:
    return value <= len(feature_names(params.source))


def feature_names(source: str) -> tuple[str, ...]:
    """The names of real features; () where they are numbered, or the visitor's."""
    return {"diabetes": DIABETES, "wages": WAGES}.get(source, ())


@dataclass(frozen=True)
class Params:
    """Which rows and features, and how their coefficients are penalised."""

    source: str = one_of(
        "two",
        SOURCES,
        "Data",
        help="Where the rows come from.",
        group=DATA,
        main=True,
    )
    penalty: str = one_of(
        "lasso",
        PENALTIES,
        "Kind of penalty",
        help="What is added to the squared error: sizes, squares, or some of both.",
        group=MODEL,
        main=True,
    )
    strength: float = ranged(
        0.8,
        0.001,
        1.0,
        "Penalty λ, share of λmax",
        scale="log",
        help="λmax is the least λ at which the lasso, or the elastic net, keeps nothing. For ridge "
        "it is the lasso's.",
    )
    mix: float = ranged(
        0.5,
        0.05,
        0.95,
        "Share of L1",
        step=0.05,
        help="1 would be the lasso, 0 ridge.",
        group=MODEL,
        when=("penalty", ("net",)),
        main=True,
    )
    correlation: float = ranged(
        0.5,
        -0.9,
        0.99,
        "Correlation of the features",
        step=0.01,
        help="How much one feature says of the other.",
        group=DATA,
        when=("source", ("two",)),
        main=True,
    )
    first: float = ranged(
        2.0,
        0.0,
        3.0,
        "True effect of feature 1",
        step=0.1,
        help="By how much y rises with feature 1.",
        group=DATA,
        when=("source", ("two",)),
    )
    second: float = ranged(
        0.7,
        -2.0,
        2.0,
        "True effect of feature 2",
        step=0.1,
        help="By how much y rises with feature 2.",
        group=DATA,
        when=("source", ("two",)),
    )
    overlap: float = ranged(
        0.67,
        0.3,
        0.7,
        "How much it takes of each",
        step=0.01,
        help="Feature 3 is so much of feature 1, as much of feature 2, and noise; y does not need it.",
        group=DATA,
        when=("source", ("wrong",)),
        main=True,
    )
    p: int = ranged(
        40,
        2,
        40,
        "Features p",
        help="How many features there are, all independent.",
        group=DATA,
        when=("source", ("many",)),
    )
    nonzero: int = ranged(
        4,
        1,
        40,
        "Features that matter",
        help="So many have an effect, of alternating sign, at most all.",
        group=DATA,
        when=("source", ("many",)),
        main=True,
    )
    size: float = ranged(
        2.0,
        0.05,
        3.0,
        "Size of each effect",
        step=0.05,
        help="By how much y rises or falls with a feature that matters.",
        group=DATA,
        when=("source", ("many",)),
    )
    n: int = ranged(
        100,
        30,
        1_000,
        "Rows n",
        scale="log",
        help="How many rows there are to learn from.",
        group=DATA,
        when=("source", DRAWN),
    )
    noise: float = ranged(
        1.5,
        0.2,
        4.0,
        "Noise, standard deviation",
        step=0.1,
        help="How far y strays from the truth.",
        group=DATA,
        when=("source", DRAWN),
    )
    scaled: bool = switch(
        True,
        "Standardise the features",
        help="Divides each feature by its standard deviation first.",
        group=MODEL,
        when=("source", (*DRAWN, "diabetes", "wages")),
    )
    unit: float = ranged(
        1.0,
        0.1,
        10.0,
        "Feature 2 is multiplied by",
        scale="log",
        help="Another unit for the same thing: metres for feet.",
        group=MODEL,
        when=("scaled", (False,)),
    )
    folds: str = one_of(
        "10",
        {"5": "5", "10": "10"},
        "Folds",
        help="How many parts cross-validation cuts the rows into.",
        group=MODEL,
    )
    across: int = ranged(
        1,
        1,
        40,
        "Feature to the right",
        help="By its number; beyond the last it is the last.",
        names=_column,
        group=VIEW,
        when=("source", ("many", "wrong", "diabetes", "wages", "own")),
    )
    up: int = ranged(
        2,
        1,
        40,
        "Feature upwards",
        help="The feature that is watched. If it is the one to the right, the next is shown.",
        names=_column,
        group=VIEW,
        when=("source", ("many", "wrong", "diabetes", "wages", "own")),
    )
    seed: int = seeded(1, group=DATA)

    def __post_init__(self) -> None:
        check(self)


AXIS = "strength"
STRENGTHS = stops(cast(Range, controls_of(Params)["strength"]))
OWN = "own_target"  # the table that a visitor's own data takes the place of

PRESETS = {
    "start": Params(source="diabetes", strength=0.15, across=3, up=7),
    "corner": Params(),
    "twins": Params(correlation=0.99, first=1.0, second=1.0, noise=2.0, n=60, strength=0.1),
    "few": Params(source="many", n=80, noise=2.0, strength=0.1, up=5),
    "all_little": Params(source="many", nonzero=40, size=0.35, n=80, noise=2.0, strength=0.2),
    "wrong_one": Params(source="wrong", noise=1.0, n=1000, strength=0.2, up=3),
    "units": Params(
        correlation=0.0, first=1.0, second=1.0, noise=1.0, strength=0.3, scaled=False, unit=0.1
    ),
    "wages": Params(source="wages", strength=0.01, across=2, up=3),
}


@dataclass(frozen=True, eq=False)
class Result:
    """All that is shown for `params`, with p features; all coefficients are of the columns as fitted.

    Attributes
    ----------
    names : Of the features.
    n, mix : Rows; the share of L1 as used, 1 for the lasso, 0 for ridge.
    lam, lam_max : The strength, and the one that the axis is a share of.
    shares : (L,) The stops of the axis.
    path, ridge_path : (L, p) Coefficients at them, of this penalty and of ridge.
    now, ridge : (p,) At this strength.
    least : (p,) Least squares; nan where there are as many features as rows, less one, or more.
    errors : (p,) Standard errors of least squares; may be nan as that.
    inflation : (p,) Variance inflation factors; may be nan as that.
    cv, cv_error : (L,) Mean squared error over the folds, and its standard error.
    cv_now : The error at this strength.
    best, one_se : Which stop has the least error, and the largest within one standard error of it.
    pair : Numbers of the two features in the plane, from 0.
    gram : (2, 2) Their G.
    middle, middles : (2,), (L, 2) The least-squares point of the two, the others held where they are.
    leaves : The share of lam_max from which on the feature upwards is zero; nan where it never is,
        or always.
    first_in : Which feature comes in first as the penalty falls.
    kept : (p,) The share of other data sets in which a feature is kept; nan where none are drawn.
    redrawn, redrawn_ridge, redrawn_least : (REDRAWS, 2) The two features' coefficients there; (0, 2)
        where none are drawn.
    truth : (p,) The coefficients behind the drawn rows, in first units; (0,) of real ones.
    risk, ridge_risk : (L,) By how much the expected squared error on new rows is above the noise;
        (0,) for real ones.
    risk_now, least_risk : At this strength, and of least squares; nan for real ones.
    left : (p,) What ridge leaves of least squares along each eigenvector, at this strength.
    scales : (p,) What a column was divided by, and multiplied: first units per unit as fitted.
    """

    params: Params
    names: tuple[str, ...]
    n: int
    mix: float
    lam: float
    lam_max: float
    shares: Floats
    path: Floats
    ridge_path: Floats
    now: Floats
    ridge: Floats
    least: Floats
    errors: Floats
    inflation: Floats
    cv: Floats
    cv_error: Floats
    cv_now: float
    best: int
    one_se: int
    pair: tuple[int, int]
    gram: Floats
    middle: Floats
    middles: Floats
    leaves: float
    first_in: int
    kept: Floats
    redrawn: Floats
    redrawn_ridge: Floats
    redrawn_least: Floats
    truth: Floats
    risk: Floats
    ridge_risk: Floats
    risk_now: float
    least_risk: float
    left: Floats
    scales: Floats

    @property
    def p(self) -> int:
        """Number of features."""
        return len(self.names)

    @property
    def watched(self) -> int:
        """The number of the feature upwards, from 0."""
        return self.pair[1]

    @once
    def zone(self) -> Floats:
        """(13, 2) The outline of the zero zone in the plane."""
        far = 1e3 * max(float(np.abs(self.middles).max()), float(np.abs(self.path).max()), 1e-9)
        return zero_zone(self.gram, self.lam, self.mix, far)

    @once
    def level(self) -> Floats:
        """(81, 2) Where the penalty of the two features is as large as at the solution."""
        return equal_penalty(self.now[list(self.pair)], self.mix)

    @once
    def rings(self) -> Floats:
        """(61, 2) A line of equal squared error about the least-squares point, one unit of loss away."""
        turn = np.linspace(0, 2 * np.pi, 61)
        circle = np.array([np.cos(turn), np.sin(turn)])
        return np.asarray(np.linalg.solve(np.linalg.cholesky(self.gram).T, circle).T)

    @property
    def touching(self) -> float:
        """How far the solution lies from the least-squares point, as `rings` are measured."""
        off = self.now[list(self.pair)] - self.middle
        return float(np.sqrt(max(float(off @ self.gram @ off), 0.0)))

    def found(self, coefficients: Floats) -> tuple[float, float]:
        """Of kept features how many matter, and how many do not; nan for real rows."""
        if not self.truth.size:
            return float("nan"), float("nan")
        matters, kept = self.truth != 0, coefficients != 0
        return float(np.sum(kept & matters)), float(np.sum(kept & ~matters))

    @property
    def larger(self) -> tuple[float, float]:
        """Median share of the larger of the two over other data sets: this penalty, ridge; may be nan."""
        return _larger(self.redrawn), _larger(self.redrawn_ridge)


def compute(params: Params, tables: Tables) -> Result:
    """The coefficients at this strength, along all strengths, and on other data of the same kind."""
    plain = replace(params, strength=Params.strength, across=Params.across, up=Params.up)
    if params.source in TABLE_OF:
        sweep = _tabled(tables[TABLE_OF[params.source]], plain)
    else:
        sweep = _drawn(plain)
    return _result(params, sweep)


# --- the rows --------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Rows:
    """Features X (n, p) and target y (n,); of drawn ones the truth (p,) and its covariance (p, p)."""

    X: Floats
    y: Floats
    names: tuple[str, ...]
    truth: Floats
    covariance: Floats


def truth_of(params: Params) -> tuple[Floats, Floats]:
    """The coefficients behind drawn rows, (p,), and the covariance of the features, (p, p)."""
    if params.source == "two":
        off = params.correlation
        return np.array([params.first, params.second]), np.array([[1.0, off], [off, 1.0]])
    if params.source == "wrong":
        c = params.overlap
        covariance = np.array([[1.0, 0.0, c], [0.0, 1.0, c], [c, c, 1.0]])
        return np.array(OTHERS), covariance
    signs = np.where(np.arange(params.p) % 2 == 0, 1.0, -1.0)
    signs[params.nonzero :] = 0.0
    return params.size * signs, np.eye(params.p)


def draw(params: Params, rng: np.random.Generator, sets: int = 1) -> tuple[Floats, Floats]:
    """Sets of rows drawn by chance: X (sets, n, p), normal with variance 1, and y (sets, n)."""
    truth, _ = truth_of(params)
    n, p = params.n, len(truth)
    chance = rng.standard_normal((sets, n * p + n))
    X, noise = chance[:, : n * p].reshape(sets, n, p), chance[:, n * p :]
    if params.source == "two":
        off = params.correlation
        X[..., 1] = off * X[..., 0] + np.sqrt(1 - off**2) * X[..., 1]
    elif params.source == "wrong":
        c = params.overlap
        X[..., 2] = c * X[..., 0] + c * X[..., 1] + np.sqrt(1 - 2 * c**2) * X[..., 2]
    return X, X @ truth + params.noise * noise


def drawn_rows(params: Params, rng: np.random.Generator) -> Rows:
    """Drawn rows with what is known of them."""
    (X,), (y,) = draw(params, rng)
    names = tuple(f"feature {j + 1}" for j in range(X.shape[1]))
    return Rows(X, y, names, *truth_of(params))


def tabled_rows(table: Table, source: str) -> Rows:
    """Real rows; of a visitor's the first features of numbers, without those that depend on others."""
    nothing = np.empty(0), np.empty((0, 0))
    if source == "diabetes":
        X = np.column_stack([table[name] for name in DIABETES])
        return Rows(X, table["progression"], DIABETES, *nothing)
    if source == "wages":
        columns = {
            "education": table["education"],
            "experience": table["experience"],
            "age": table["age"],
            "female": (table["gender"] == "female").astype(float),
            "union": 1 - table["union"],  # in the file 1 stands for no
            "south": table["south"],
            "married": 1 - table["married"],  # as for union
        }
        X = np.column_stack([columns[name] for name in WAGES])
        return Rows(X, np.log(table["wage"]), WAGES, *nothing)
    y = table["target"]
    columns = {
        name[2:]: column
        for name, column in table.columns.items()
        if name.startswith("x:") and column.dtype.kind == "f"
    }
    row = np.arange(float(y.size))
    kept: dict[str, Floats] = {}
    for name, column in [*columns.items(), ("row", row), ("row squared", row**2)]:
        enough = len(kept) >= 2 and name not in columns
        if enough or len(kept) == min(MOST_FEATURES, max(y.size // 3, 2)):
            break
        more = np.column_stack([np.ones(y.size), *kept.values(), _standard(column)])
        left = (
            np.abs(np.diag(np.linalg.qr(more, mode="r"))).min() if len(more) >= more.shape[1] else 0
        )
        if left > 1e-6 * np.sqrt(y.size):
            kept[name] = _standard(column)
    return Rows(np.column_stack([*kept.values()]), _standard(y), tuple(kept), *nothing)


def _standard(column: Floats) -> Floats:
    return np.asarray((column - column.mean()) / (column.std() or 1.0))


# --- all strengths ---------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Sweep:
    """All problems at all strengths: first the rows themselves, then folds left out, then other rows.

    Attributes
    ----------
    rows : With columns as fitted.
    scales : (p,) As in `Result`.
    G, c : (R, p, p), (R, p) The moments of each problem.
    held_G, held_c, held_y : (k, p, p), (k, p), (k,) Of the rows left out, about the means of the others.
    shares : (L,) Of lam_max, rising.
    coefficients : (L, R, p)
    ridge : (L, p) Of the rows themselves.
    least : (p,) nan where it is undefined.
    redrawn_least : (REDRAWS, p) or (0, p)
    cv, cv_error : (L,) As in `Result`.
    places : The share from which on a feature is zero, as far as it was asked for; may be nan.
    """

    rows: Rows
    scales: Floats
    G: Floats
    c: Floats
    held_G: Floats
    held_c: Floats
    held_y: Floats
    mix: float
    lam_max: float
    shares: Floats
    coefficients: Floats
    ridge: Floats
    least: Floats
    redrawn_least: Floats
    cv: Floats
    cv_error: Floats
    places: dict[int, float] = field(default_factory=dict)

    def leaving(self, j: int) -> float:
        """The share of lam_max from which on feature j is zero; nan for ridge, and if it always is."""
        if j not in self.places:
            self.places[j] = _leaving(self, j)
        return self.places[j]

    def fold_errors(self, coefficients: Floats) -> Floats:
        """Mean squared error on each fold, (..., k), of coefficients of all problems, (..., R, p)."""
        k = len(self.held_y)
        b = coefficients[..., 1 : k + 1, :]
        square = np.einsum("...ki,kij,...kj->...k", b, self.held_G, b)
        return np.asarray(self.held_y - 2 * np.einsum("...ki,ki->...k", b, self.held_c) + square)

    def risk(self, coefficients: Floats) -> Floats:
        """Expected squared error on new rows above the noise, (...), of coefficients (..., p)."""
        r = self.rows
        b = coefficients / self.scales
        off = b - r.truth
        at_mean = r.y.mean() - b @ (r.X.mean(axis=0) * self.scales)
        return np.asarray(np.einsum("...i,ij,...j->...", off, r.covariance, off) + at_mean**2)


@lru_cache(maxsize=16)
def _drawn(params: Params) -> Sweep:
    rng = np.random.default_rng(params.seed)
    rows = drawn_rows(params, rng)
    return _sweep(
        params, rows, draw(params, rng, REDRAWS if len(rows.names) <= MOST_REDRAWN else 0)
    )


@remembered
def _tabled(table: Table, params: Params) -> Sweep:
    rows = tabled_rows(table, params.source)
    rng, n = np.random.default_rng(params.seed), len(rows.y)
    chosen = rng.integers(0, n, (REDRAWS, n))
    return _sweep(params, rows, (rows.X[chosen], rows.y[chosen]))


def _sweep(params: Params, rows: Rows, others: tuple[Floats, Floats]) -> Sweep:
    X, scales = _fitted(params, rows.X)
    rows = replace(rows, X=X)
    y, n, k = rows.y, len(rows.y), int(params.folds)
    order = shuffles(n, 1, np.random.default_rng([params.seed, 1]))[0]
    fold = folds_of(order, min(k, n))
    sets, held = [moments(X, y)], []
    for each in range(min(k, n)):
        out = fold == each
        sets.append(moments(X[~out], y[~out]))
        Z, z = X[out] - X[~out].mean(axis=0), y[out] - y[~out].mean()
        held.append((Z.T @ Z / len(z), Z.T @ z / len(z), z @ z / len(z)))
    redrawn = moments(_fitted(params, others[0])[0], others[1])
    G, c = (
        np.concatenate([each, more])
        for each, more in zip(zip(*sets, strict=True), redrawn, strict=True)
    )
    mix = {"lasso": 1.0, "ridge": 0.0}.get(params.penalty, params.mix)
    lam_max = largest_strength(c[0], mix or 1.0) or 1.0  # 1 where y is the same everywhere
    shares = np.array(STRENGTHS)
    falling = lam_max * shares[::-1]
    coefficients = penalised_paths(G, c, falling, mix)[::-1]
    held_G, held_c, held_y = (np.array(each) for each in zip(*held, strict=True))
    known = X.shape[1] < n - 1
    least = np.linalg.solve(G[0], c[0]) if known else np.full(X.shape[1], np.nan)
    sweep = Sweep(
        rows=rows, scales=scales, G=G, c=c, held_G=held_G, held_c=held_c, held_y=held_y,
        mix=mix, lam_max=lam_max, shares=shares, coefficients=coefficients,
        ridge=ridge_paths(G[:1], c[:1], lam_max * shares)[:, 0],
        least=least,
        redrawn_least=np.einsum("rij,rj->ri", np.linalg.pinv(redrawn[0], hermitian=True), redrawn[1]),
        cv=np.empty(0), cv_error=np.empty(0),
    )  # fmt: skip
    errors = sweep.fold_errors(coefficients)
    return replace(sweep, cv=errors.mean(axis=-1), cv_error=standard_error(errors))


def _fitted(params: Params, X: Floats) -> tuple[Floats, Floats]:
    """The columns (..., n, p) as they are fitted, and how many first units one of theirs is, (..., p)."""
    if params.scaled:
        scales = X.std(axis=-2)
        scales[scales == 0] = 1.0
    else:
        scales = np.ones(X.shape[:-2] + X.shape[-1:])
        scales[..., 1] = 1 / params.unit
    return X / scales[..., None, :], scales


# --- one strength ----------------------------------------------------------------------------


def _result(params: Params, sweep: Sweep) -> Result:
    rows, p, k = sweep.rows, len(sweep.rows.names), len(sweep.held_y)
    lam, G, c = params.strength * sweep.lam_max, sweep.G[0], sweep.c[0]
    at = np.flatnonzero(sweep.shares == params.strength)
    if at.size:
        every = sweep.coefficients[at[0]]
    else:
        every = penalised_paths(sweep.G, sweep.c, np.array([lam]), sweep.mix)[0]
    path, now = sweep.coefficients[:, 0], every[0]
    across = min(params.across, p) - 1
    up = min(params.up, p) - 1
    up = (up + 1) % p if up == across else up
    pair, both = (across, up), np.array([across, up])
    gram = G[np.ix_(both, both)]
    rest = np.setdiff1d(np.arange(p), both)

    def middle(b: Floats) -> Floats:
        held = c[both] - b[..., rest] @ G[np.ix_(rest, both)]
        return np.asarray(np.linalg.solve(gram, held[..., None])[..., 0])

    known = not np.isnan(sweep.least).any()
    inverse = np.linalg.inv(G) if known else np.full((p, p), np.nan)
    spread = rows.y.var() - c @ sweep.least if known else np.nan
    errors = np.sqrt(np.maximum(spread, 0) * np.diag(inverse) / (len(rows.y) - p - 1))
    best = int(sweep.cv.argmin())
    within = sweep.cv <= sweep.cv[best] + sweep.cv_error[best]
    others = every[k + 1 :]
    ridge_others = ridge_paths(sweep.G[k + 1 :], sweep.c[k + 1 :], np.array([lam]))[0]
    true = rows.truth.size > 0
    return Result(
        params=params,
        names=rows.names,
        n=len(rows.y),
        mix=sweep.mix,
        lam=lam,
        lam_max=sweep.lam_max,
        shares=sweep.shares,
        path=path.copy(),
        ridge_path=sweep.ridge,
        now=now.copy(),
        ridge=ridge_paths(G[None], c[None], np.array([lam]))[0, 0],
        least=sweep.least,
        errors=errors,
        inflation=np.diag(inverse) * np.diag(G),
        cv=sweep.cv,
        cv_error=sweep.cv_error,
        cv_now=float(sweep.fold_errors(every).mean()),
        best=best,
        one_se=int(np.flatnonzero(within)[-1]),
        pair=pair,
        gram=gram,
        middle=middle(now),
        middles=middle(path),
        leaves=sweep.leaving(up),
        first_in=int(np.abs(c).argmax()),
        kept=(others != 0).mean(axis=0) if len(others) else np.full(p, np.nan),
        redrawn=others[:, both],
        redrawn_ridge=ridge_others[:, both],
        redrawn_least=sweep.redrawn_least[:, both],
        truth=rows.truth,
        risk=sweep.risk(path) if true else np.empty(0),
        ridge_risk=sweep.risk(sweep.ridge) if true else np.empty(0),
        risk_now=float(sweep.risk(now)) if true else float("nan"),
        least_risk=float(sweep.risk(sweep.least)) if true else float("nan"),
        left=shrinkage(G, lam),
        scales=sweep.scales,
    )


def _leaving(sweep: Sweep, j: int) -> float:
    inside = np.flatnonzero(sweep.coefficients[:, 0, j] != 0)
    if sweep.mix == 0 or not inside.size:
        return float("nan")
    above = min(inside[-1] + 1, sweep.shares.size - 1)
    low, high = sweep.shares[inside[-1]], sweep.shares[above]

    def along(places: Floats) -> Floats:
        G, c = (
            np.broadcast_to(each[0], (len(places), *each[0].shape)) for each in (sweep.G, sweep.c)
        )
        lams, start = sweep.lam_max * places[None], sweep.coefficients[above, 0]
        return penalised_paths(G, c, lams, sweep.mix, start)[0, :, j]

    for _ in range(ROUNDS):
        places = np.linspace(high, low, SECTIONS + 1)
        first = int(np.flatnonzero(along(places))[0])
        high, low = places[max(first - 1, 0)], places[first]
    # a straight line there, but for the elastic net, whose bend is not seen at that distance
    step = 1e-6 * low
    near, far = along(np.array([low, low - step]))
    return float(min((low + step * near / (far - near)) * (1 + 1e-9), 1.0))


def _larger(pairs: Floats) -> float:
    sizes = np.abs(pairs)
    total = sizes.sum(axis=1)
    if not (total > 0).any():
        return float("nan")
    return float(np.median(sizes.max(axis=1)[total > 0] / total[total > 0]))
