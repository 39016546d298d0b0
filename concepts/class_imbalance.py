"""Class weights, SMOTE, copies, fewer negatives, another threshold: six ways to treat a rare class."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import logit

from concepts.controls import check, controls_of, one_of, ranged, seeded, stops, switch
from methods.imbalance.balancing import LEARNED, SURE, Fits, Sweep, sweep, without_smote
from methods.imbalance.imbalanced_cases import Cases, drawn_cases, share_of_each, table_cases
from methods.imbalance.prior_correction import (
    at_base_rate,
    balancing_strength,
    cost_threshold,
    moved_threshold,
    saerens_share,
)
from methods.imbalance.resampling_leak import JUDGES, MOST_AUDITED, Leak, resampling_leak
from methods.imbalance.smote import nearest_neighbours, smote
from methods.metrics.calibration import Reliability, reliability_curve
from methods.metrics.confusion import (
    Counts,
    average_precision,
    counts_at,
    counts_at_every_threshold,
)
from methods.models.logistic import fit_logistic
from methods.tables import Table, Tables, remembered

__all__ = [
    "JUDGES",
    "SURE",
    "at_base_rate",
    "fit_logistic",
    "nearest_neighbours",
    "resampling_leak",
    "smote",
]

Floats = NDArray[np.float64]

SOURCES = {
    "drawn": "Drawn",
    "flights": "Cancelled flights (real)",
    "birds": "Bird strikes (real)",
    "own": "Your own data",
}
TABLE_OF = {
    "flights": "flights_nyc13_20k",
    "birds": "birdstrikes_faa_10k",
    "own": "own_labelled",
}
METHODS = {
    "none": "No balancing",
    "weights": "Class weights",
    "smote": "SMOTE",
    "over": "Over-sampling",
    "under": "Under-sampling",
    "threshold": "Moved threshold",
}
MODELS = {"logistic": "Logistic", "knn": "5 nearest neighbours", "tree": "Tree of depth 4"}
CUTS = {"fixed": "Set by hand", "cost": "From the costs"}

DRAWN = ("source", ("drawn",))
METHOD, CASES, DECISION, DATA = "Balancing", "Cases", "Decision", "Drawn cases"

SHOWN_NEGATIVES, SHOWN_POSITIVES, SHOWN_SYNTHETIC = 200, 80, 80
DRAWN_ROWS = 60  # of a curve


@dataclass(frozen=True)
class Params:
    """What the visitor sets; see each control's label and help."""

    source: str = one_of(
        "drawn",
        SOURCES,
        "Data",
        help="Drawn cases you can shape, or real ones. The model is judged on cases it has not seen.",
        group=CASES,
        main=True,
    )
    seed: int = seeded(3, group=CASES)
    method: str = one_of(
        "smote",
        METHODS,
        "Method in the picture",
        help="All six are always computed, on the same cases. This one is drawn large.",
        group=METHOD,
        main=True,
    )
    strength: float = ranged(
        1.0,
        0.0,
        1.0,
        "Strength",
        step=0.05,
        help="0 leaves the classes as they are, 1 balances them. Halfway, each positive counts "
        "as often as the square root of that weight.",
    )
    k: int = ranged(
        5,
        1,
        20,
        "Neighbours of SMOTE, k",
        help="A synthetic point lies between a positive and one of its k nearest positives. "
        "With too few positives, k is lowered.",
        group=METHOD,
    )
    corrected: bool = switch(
        False,
        "Undo the shift in probability",
        help="Corrects the probabilities of the balanced models for the true share of positives.",
        group=METHOD,
    )
    leak: bool = switch(
        False,
        "Check for a leak",
        help="Cross-validates with SMOTE before the folds are made, and inside them. "
        "Takes a little longer.",
        group=METHOD,
    )
    cut: str = one_of(
        "fixed",
        CUTS,
        "Threshold",
        help="From the costs: where a calibrated probability makes an alert worth its price.",
        group=DECISION,
    )
    threshold: float = ranged(
        0.5,
        0.001,
        0.999,
        "Threshold, by hand",
        help="A case is called positive when its probability is at or above it. "
        "The moved threshold starts from here.",
        scale="logit",
        group=DECISION,
        when=("cut", ("fixed",)),
        main=True,
    )
    cost_ratio: float = ranged(
        10.0,
        0.1,
        100.0,
        "Cost of a miss",
        unit="false alarms",
        help="How many false alarms are as bad as one missed positive.",
        scale="log",
        group=DECISION,
        when=("source", ("drawn", "flights", "own")),
    )
    alert_cost: float = ranged(
        5_000.0,
        100.0,
        50_000.0,
        "Cost of acting",
        unit="dollars",
        help="What it costs to act on one alert, which is taken to avert the whole damage. "
        "A missed strike costs what it really cost.",
        scale="log",
        group=DECISION,
        when=("source", ("birds",)),
    )
    model: str = one_of(
        "logistic",
        MODELS,
        "Model",
        help="Neighbours and trees learn from at most 1,500 rows, fewer if there are many features.",
        group=DATA,
        when=DRAWN,
    )
    prevalence: float = ranged(
        0.05,
        0.005,
        0.5,
        "Share of positives",
        help="The prevalence. Rounded to whole cases, and never fewer than two of them.",
        scale="log",
        group=DATA,
        when=DRAWN,
        main=True,
    )
    separation: float = ranged(
        1.7,
        0.0,
        5.0,
        "Distance between the classes",
        step=0.1,
        unit="sd",
        help="From the negatives' middle to that of each clump of positives. At 0 one clump "
        "cannot be told from the negatives.",
        group=DATA,
        when=DRAWN,
    )
    clumps: int = ranged(
        1,
        1,
        3,
        "Clumps of positives",
        help="Two or three clumps lie round the negatives, each half as wide as one would be.",
        group=DATA,
        when=DRAWN,
    )
    dimension: int = ranged(
        2,
        2,
        30,
        "Features",
        help="Only the first two tell the classes apart. The others are noise.",
        scale="log",
        group=DATA,
        when=DRAWN,
    )
    n: int = ranged(
        600,
        200,
        5_000,
        "Training cases n",
        help="Judged on 2,000 more.",
        scale="log",
        group=DATA,
        when=DRAWN,
    )

    def __post_init__(self) -> None:
        check(self)


AXIS = "strength"
OWN = "own_labelled"  # the table that a visitor's own data takes the place of

PRESETS = {
    "start": Params(strength=0.5),
    "four_roads": Params(method="weights", n=2_000),
    "bill": Params(method="weights", n=2_000, cut="cost"),
    "leak": Params(separation=0.0, dimension=10, n=1_500, leak=True),
    "bridges": Params(model="knn", clumps=2, separation=4.0, n=400, k=15),
    "not_never": Params(model="knn", prevalence=0.03, n=1_500),
    "flights": Params(source="flights"),
    "birds": Params(source="birds", cut="cost"),
}


@dataclass(frozen=True, eq=False)
class Outcome:
    """One method, judged on cases it has not seen.

    Attributes
    ----------
    y, score : (n_test,) Labels, and probabilities, corrected if that is asked for.
    threshold : From which a case is called positive.
    curve : Some 200 rows of the counts at every threshold, for the curves.
    chosen : Counts at `threshold`.
    best_f1 : Counts where F1 is greatest on these cases.
    auc, ap, log_loss, brier, mean : On these cases. Log loss is infinite where a probability of 0
        or 1 was wrong. `mean` is the mean probability.
    cost : Per case: false alarms, or dollars for the bird strikes, at `threshold`.
    bill : (rows of `curve`,) The same at each of its thresholds; a missed strike is counted at the
        mean cost of the strikes learned from.
    """

    y: NDArray[np.bool_]
    score: Floats
    threshold: float
    curve: Counts
    chosen: Counts
    best_f1: Counts
    auc: float
    ap: float
    log_loss: float
    brier: float
    mean: float
    cost: float
    bill: Floats

    @property
    def cheapest(self) -> float:
        """The threshold of `curve` with the lowest bill."""
        return float(self.curve.threshold[int(np.argmin(self.bill))])

    @property
    def reliability(self) -> Reliability:
        """Over ten equal-width bins."""
        return reliability_curve(self.y, self.score)

    @property
    def zeros(self) -> float:
        """Share of cases whose probability is 0."""
        return float(np.mean(self.score == 0))


@dataclass(frozen=True, eq=False)
class Picture:
    """What the main figure shows: the plane of two features, or log-odds against log-odds.

    Attributes
    ----------
    planar : Whether x, y are features. If not, x is the log-odds without balancing and y those of
        the method chosen, for cases not learned from.
    box : Ends of the axes: x low, x high, y low, y high.
    negatives, positives : (.., 2) Points drawn.
    dropped : (.., 2) Negatives left out by under-sampling, of those drawn.
    size : (positives,) How often each positive counts.
    synthetic, start, end : (.., 2) Synthetic points drawn, and the ends of their segments.
    grid_x, grid_y : (g,) Places of the shading; empty without a plane.
    log_odds : Method to (g, g) float32 log-odds there, rows along y, within -8 and 8.
    """

    planar: bool
    box: tuple[float, float, float, float]
    negatives: Floats
    positives: Floats
    dropped: Floats
    size: Floats
    synthetic: Floats
    start: Floats
    end: Floats
    grid_x: Floats
    grid_y: Floats
    log_odds: Mapping[str, NDArray[np.float32]]


@dataclass(frozen=True, eq=False)
class Result:
    """Everything the page shows.

    Attributes
    ----------
    params : What was asked for.
    n, n_positive, n_test, n_test_positive : Rows to learn from and to judge on.
    rows : Rows of the table; 0 when drawn. flipped : Whether its rarer label is its "false".
    rarer : What the table calls that.
    dimension : Features. pair : What the first two are called.
    k : Neighbours SMOTE used.
    weight, added, kept : At this strength: what a positive counts, positives added, negatives kept.
    bridges : Share of the synthetic points between two clumps; nan with one clump or none added.
    outcomes : By method, as METHODS.
    strength : (S,) The sweep's strengths.
    auc, mean : By way of learning, all of METHODS but the moved threshold: (S,) AUC and mean
        probability along the sweep; `mean` is corrected if that is asked for.
    agreements : By method: share of cases that it and the moved threshold call alike.
    share_found : Share of positives that Saerens' method reads off the uncorrected probabilities
        of the method in the picture, without labels; nan unless logistic.
    mean_cost : Dollars, of a missed positive; nan unless birds.
    fair_cut : The threshold that the costs choose for calibrated probabilities.
    leak : None unless asked for.
    picture : For the main figure.
    """

    params: Params
    n: int
    n_positive: int
    n_test: int
    n_test_positive: int
    rows: int
    flipped: bool
    rarer: str
    dimension: int
    pair: tuple[str, str]
    k: int
    weight: float
    added: int
    kept: int
    bridges: float
    outcomes: Mapping[str, Outcome]
    strength: Floats
    auc: Mapping[str, Floats]
    mean: Mapping[str, Floats]
    agreements: Mapping[str, float]
    share_found: float
    mean_cost: float
    fair_cut: float
    leak: Leak | None
    picture: Picture

    @property
    def n_negative(self) -> int:
        """Negatives to learn from."""
        return self.n - self.n_positive

    @property
    def share(self) -> float:
        """Share of positives among the cases to judge on."""
        return self.n_test_positive / self.n_test

    @property
    def clump(self) -> int:
        """Positives to learn from in the smallest clump."""
        return self.n_positive // self.params.clumps

    @property
    def cost_strength(self) -> float:
        """The strength whose weight, cut at one half, does what the costs ask of a plain model.

        Below 0 or above 1 where no strength does; nan where the classes are even to begin with.
        """
        return balancing_strength(self.n_positive, self.n_negative, self.fair_cut)

    @property
    def shown(self) -> Outcome:
        """The outcome of the method in the picture."""
        return self.outcomes[self.params.method]

    @property
    def agreement(self) -> float:
        """Share of cases that the moved threshold and the method in the picture call alike."""
        return self.agreements[self.params.method]

    @property
    def learned(self) -> str:
        """The way of learning behind it: a moved threshold is the plain model's."""
        return "none" if self.params.method == "threshold" else self.params.method

    @property
    def balanced(self) -> bool:
        """Whether the method in the picture changes what is learned."""
        return self.learned != "none"

    def by_plain_score(self, most: int) -> NDArray[np.int_]:
        """(most,) Cases to judge on, evenly spaced in the order of their plain probability."""
        order = np.argsort(self.outcomes["none"].score, kind="stable")
        rows: NDArray[np.int_] = order[np.linspace(0, order.size - 1, most).round().astype(int)]
        return rows


def compute(params: Params, tables: Tables) -> Result:
    """Learn the same cases six ways, and judge them on others.

    All strengths are learned at once and remembered, so that moving along the strength takes about
    a millisecond. KeyError if the table is not in `tables`.
    """
    p = params
    strengths = _strengths(p.strength)
    if p.source == "drawn":
        problem = _drawn(
            p.prevalence, p.separation, p.clumps, p.dimension, p.n, p.model, p.k, strengths, p.seed
        )
        leak = (
            _drawn_leak(p.prevalence, p.separation, p.clumps, p.dimension, p.n, p.k, p.seed)
            if p.leak
            else None
        )
    else:
        table = tables[TABLE_OF[p.source]]
        problem = _tabled(table, p.source, p.k, strengths, p.seed)
        leak = _tabled_leak(table, p.source, p.k, p.seed) if p.leak else None
    cases, swept = problem.cases, problem.sweep
    i = swept.at(p.strength)
    weight, base = float(swept.weight[i]), swept.base[:, i]
    true = float(cases.y.mean())
    fair = _fair_cut(p, cases.mean_cost)
    cut = p.threshold if p.cut == "fixed" else max(fair, 0.001)
    outcomes = {}
    for row, name in enumerate(LEARNED):
        if name == "none":  # whatever the strength
            outcomes[name] = _plain(problem, cut, replace(p, strength=0.0))
            continue
        score = swept.score[row, i].copy()  # a view would keep those of all strengths
        if p.corrected:
            score = at_base_rate(score, float(base[row]), true)
        outcomes[name] = _judged(cases, score, cut, float(swept.auc[row, i]), p)
    outcomes["threshold"] = _recut(cases, outcomes["none"], moved_threshold(cut, weight), p)
    mean = swept.mean
    if p.corrected:
        mean = _corrected_means(problem, true)
    row = LEARNED.index("none" if p.method == "threshold" else p.method)
    moved = outcomes["threshold"]
    new = swept.synthetic
    m = int(swept.added[i])
    apart = cases.clump[cases.y][new.parent[:m]] != cases.clump[cases.y][new.neighbour[:m]]
    return Result(
        params=p,
        n=cases.y.size,
        n_positive=int(cases.y.sum()),
        n_test=cases.y_test.size,
        n_test_positive=int(cases.y_test.sum()),
        rows=cases.rows,
        flipped=cases.flipped,
        rarer=cases.rarer,
        dimension=cases.X.shape[1],
        pair=_pair(cases.names) if p.source == "own" else ("feature 1", "feature 2"),
        k=new.k,
        weight=weight,
        added=m,
        kept=int(swept.kept[i]),
        bridges=float(apart.mean()) if m and p.clumps > 1 else float("nan"),
        outcomes=outcomes,
        strength=swept.strength,
        auc=dict(zip(LEARNED, swept.auc, strict=True)),
        mean=dict(zip(LEARNED, mean, strict=True)),
        agreements={
            name: float(np.mean((o.score >= o.threshold) == (moved.score >= moved.threshold)))
            for name, o in outcomes.items()
        },
        share_found=(
            saerens_share(swept.score[row, i], float(base[row]))
            if swept.beta is not None
            else float("nan")
        ),
        mean_cost=cases.mean_cost,
        fair_cut=fair,
        leak=leak,
        picture=_picture(problem, i, p, true),
    )


def _pair(names: tuple[str, ...]) -> tuple[str, str]:
    """A visitor's own names of the first two features; "" where there is only one."""
    first, second = (*(f"{name}, standardised" for name in names[:2]), "", "")[:2]
    return first, second


# --- remembered parts ------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class _Problem:
    """Cases and their sweep; the plane's box, or without a plane the ends of the plain log-odds."""

    cases: Cases
    sweep: Sweep
    box: tuple[float, float, float, float] | None
    ends: tuple[float, float] = (0.0, 0.0)


@lru_cache(maxsize=64)
def _strengths(strength: float) -> tuple[float, ...]:
    """The stops of the strength's slider, and the strength itself if it is none of them."""
    control = controls_of(Params)[AXIS]
    return tuple(sorted({*stops(control), strength}))


def _most_rows(model: str, d: int) -> int:
    return 10**9 if model == "logistic" else int(np.clip(12_000 // d, 300, 1_500))


@lru_cache(maxsize=8)
def _drawn(
    prevalence: float,
    separation: float,
    clumps: int,
    dimension: int,
    n: int,
    model: str,
    k: int,
    strengths: tuple[float, ...],
    seed: int,
) -> _Problem:
    n = min(n, _most_rows(model, dimension))
    if model == "logistic":
        cases, others = _drawn_others(prevalence, separation, clumps, dimension, n, strengths, seed)
    else:
        cases, others = drawn_cases(prevalence, separation, clumps, dimension, n, seed), None
    if clumps == 1:
        low, high = -3.2, max(3.2, separation / np.sqrt(2) + 2.6)
    else:
        high = max(3.2, separation + 1.6)
        low = -high
    box = (low, high, low, high)
    return _Problem(cases, sweep(cases, model, k, strengths, seed, box, others), box)


@lru_cache(maxsize=2)
def _drawn_others(
    prevalence: float,
    separation: float,
    clumps: int,
    dimension: int,
    n: int,
    strengths: tuple[float, ...],
    seed: int,
) -> tuple[Cases, Fits]:
    """Cases, and all that is learned of them but by SMOTE: the same whatever its neighbours."""
    cases = drawn_cases(prevalence, separation, clumps, dimension, n, seed)
    return cases, without_smote(cases, strengths, seed)


@remembered
def _tabled_others(
    table: Table, source: str, strengths: tuple[float, ...], seed: int
) -> tuple[Cases, Fits]:
    """The same of a table."""
    cases = table_cases(table, source, seed)
    return cases, without_smote(cases, strengths, seed)


@remembered
def _tabled(table: Table, source: str, k: int, strengths: tuple[float, ...], seed: int) -> _Problem:
    cases, others = _tabled_others(table, source, strengths, seed)
    box = None
    if cases.X.shape[1] == 2:
        ends = np.quantile(cases.X, [0.002, 0.998], axis=0)
        air = 0.05 * (ends[1] - ends[0]) + 1e-9
        low, high = ends[0] - air, ends[1] + air
        box = (float(low[0]), float(high[0]), float(low[1]), float(high[1]))
    swept = sweep(cases, "logistic", k, strengths, seed, box, others)
    low, high = logit(np.clip(np.quantile(swept.score[0, 0], [0.005, 0.998]), 1e-6, 1 - 1e-6))
    return _Problem(cases, swept, box, (float(low) - 0.4, float(high) + 0.4))


@lru_cache(maxsize=8)
def _drawn_leak(
    prevalence: float, separation: float, clumps: int, dimension: int, n: int, k: int, seed: int
) -> Leak:
    return _audited(drawn_cases(prevalence, separation, clumps, dimension, n, seed), k, seed)


@remembered
def _tabled_leak(table: Table, source: str, k: int, seed: int) -> Leak:
    return _audited(table_cases(table, source, seed), k, seed)


def _audited(cases: Cases, k: int, seed: int) -> Leak:
    most = min(MOST_AUDITED, max(12_800 // cases.X.shape[1], 300))
    rng = np.random.default_rng((seed, 3))
    rows = share_of_each(cases.y, np.arange(cases.y.size), most, rng)
    return resampling_leak(cases.X[rows], cases.y[rows], k, seed)


# --- one method at one strength --------------------------------------------------------------


def _fair_cut(p: Params, mean_cost: float) -> float:
    if p.source == "birds":  # an alert costs the same, whether it was needed or not
        return min(p.alert_cost / max(mean_cost, p.alert_cost), 0.999)
    return cost_threshold(p.cost_ratio)


def _cost(cases: Cases, called: NDArray[np.bool_], p: Params) -> float:
    """Dollars per case for the birds, else false alarms per case."""
    y = cases.y_test
    if p.source == "birds":
        return float((called.sum() * p.alert_cost + cases.cost[y & ~called].sum()) / y.size)
    return float(((called & ~y).sum() + p.cost_ratio * (y & ~called).sum()) / y.size)


def _bill(counts: Counts, p: Params, mean_cost: float) -> Floats:
    """The same at those counts, a missed strike counted at `mean_cost`."""
    if p.source == "birds":
        return np.asarray((p.alert_cost * counts.called + mean_cost * counts.fn) / counts.total)
    return np.asarray(counts.cost(p.cost_ratio))


def _judged(cases: Cases, score: Floats, cut: float, auc: float, p: Params) -> Outcome:
    y = cases.y_test
    counts = counts_at_every_threshold(y, score)
    curve = counts.thinned(DRAWN_ROWS, cut)
    with np.errstate(divide="ignore"):
        surprise = -np.log(np.where(y, score, 1 - score))
    return Outcome(
        y=y,
        score=score,
        threshold=cut,
        curve=curve,
        chosen=counts_at(y, score, cut),
        best_f1=counts[int(np.argmax(counts.tp / (counts.called + y.sum())))],
        auc=auc,
        ap=average_precision(counts),
        log_loss=float(surprise.mean()),
        brier=float(np.mean((score - y) ** 2)),
        mean=float(score.mean()),
        cost=_cost(cases, score >= cut, p),
        bill=_bill(curve, p, cases.mean_cost),
    )


@lru_cache(maxsize=4)
def _plain(problem: _Problem, cut: float, p: Params) -> Outcome:
    """The plain model, judged once for all strengths."""
    s = problem.sweep
    return _judged(problem.cases, s.score[0, 0].copy(), cut, float(s.auc[0, 0]), p)


def _recut(cases: Cases, plain: Outcome, cut: float, p: Params) -> Outcome:
    """The same probabilities, cut elsewhere."""
    return replace(
        plain,
        threshold=cut,
        chosen=counts_at(cases.y_test, plain.score, cut),
        cost=_cost(cases, plain.score >= cut, p),
    )


def _corrected_means(problem: _Problem, true: float) -> Floats:
    """Mean probabilities along the strengths after correction, (5, S)."""
    s = problem.sweep
    odds = true / (1 - true) * (1 - s.base) / s.base
    fair: Floats = s.score * odds[..., None] / (1 - s.score + s.score * odds[..., None])
    means: Floats = fair.mean(axis=-1)
    return means


def _picture(problem: _Problem, i: int, p: Params, true: float) -> Picture:
    cases, s = problem.cases, problem.sweep
    X, y = cases.X, cases.y
    shift = logit(true) - logit(s.base[:, i]) if p.corrected else np.zeros(len(LEARNED))
    synthetic = s.synthetic
    m = min(int(s.added[i]), SHOWN_SYNTHETIC) if p.method == "smote" else 0
    n_pos = int(y.sum())
    size = np.ones(n_pos)
    if p.method == "weights":
        size *= s.weight[i]
    if p.method == "over":
        size += np.bincount(s.copied[: s.added[i]], minlength=n_pos)
    if problem.box is not None:
        negatives = X[~y][:, :2]
        stays = np.ones(len(negatives), dtype=bool)
        if p.method == "under":
            stays = s.rank < s.kept[i]
        some = stays[:SHOWN_NEGATIVES]
        planes = s.plane_at(p.strength) + shift[:, None, None].astype(np.float32)
        odds = dict(zip(LEARNED, np.clip(planes, -SURE, SURE), strict=True))
        positives = X[y][:, :2]
        return Picture(
            planar=True,
            box=problem.box,
            negatives=negatives[:SHOWN_NEGATIVES][some],
            positives=positives[:SHOWN_POSITIVES].copy(),
            dropped=negatives[:SHOWN_NEGATIVES][~some],
            size=size[:SHOWN_POSITIVES].copy(),
            synthetic=synthetic.X[:m, :2].copy(),
            start=positives[synthetic.parent[:m]],
            end=positives[synthetic.neighbour[:m]],
            grid_x=s.x,
            grid_y=s.y,
            log_odds={**odds, "threshold": odds["none"]},
        )
    assert s.beta is not None
    row = LEARNED.index("none" if p.method == "threshold" else p.method)
    both = np.stack([s.beta[0, i], s.beta[row, i]])
    both[1, 0] += shift[row]

    def placed(rows: Floats) -> Floats:
        return (both[:, :1] + both[:, 1:] @ rows.T).T

    seen = cases.X_test
    low, high = problem.ends
    new = synthetic.X[:m]
    return Picture(
        planar=False,
        box=(low, high, low, high + float(np.log(s.weight[-1])) + 0.4),
        negatives=placed(seen[~cases.y_test][:SHOWN_NEGATIVES]),
        positives=placed(seen[cases.y_test][:SHOWN_POSITIVES]),
        dropped=np.empty((0, 2)),
        size=np.ones(min(SHOWN_POSITIVES, int(cases.y_test.sum()))),
        synthetic=placed(new),
        start=placed(X[y][synthetic.parent[:m]]),
        end=placed(X[y][synthetic.neighbour[:m]]),
        grid_x=s.x,
        grid_y=s.y,
        log_odds={},
    )
