"""How the decision threshold trades precision for recall, and what each mistake costs."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from concepts.controls import check, one_of, ranged, seeded, switch
from methods.metrics.binormal import (
    binormal_auc,
    binormal_counts,
    binormal_counts_at,
    binormal_population,
    draw_raw,
    model_log_odds,
    population_ap,
    positives_in,
    probability,
    raw_grid,
    separation_for,
)
from methods.metrics.calibration import (
    BrierParts,
    Reliability,
    brier_parts,
    expected_calibration_error,
    reliability_curve,
)
from methods.metrics.confusion import (
    Counts,
    auc,
    average_precision,
    best_threshold,
    counts_at,
    counts_at_every_threshold,
    nothing_called,
    trapezoid_pr_area,
)
from methods.metrics.fitted_scores import bird_scores, flight_scores
from methods.metrics.score_bands import Bands, bootstrap_bands, resamples_for
from methods.tables import Table, Tables, remembered

Floats = NDArray[np.float64]

SOURCES = {
    "normals": "Two normals",
    "flights": "Cancelled flights",
    "birds": "Bird strikes",
    "own": "Your own data",
}
TABLE_OF = {"flights": "flights_nyc13_20k", "birds": "birdstrikes_faa_10k", "own": "own_scores"}
OBJECTIVES = {
    "cost": "Lowest cost",
    "f1": "Highest F1",
    "f_beta": "Highest F-beta",
    "youden": "Highest Youden's J",
    "precision_at_least": "Precision at least",
    "recall_at_least": "Recall at least",
    "top_k": "As many as you can check",
}
RIVAL_SPREADS = (1.9, 0.45)
GRID = expit(np.linspace(logit(0.0005), logit(0.9995), 121))
RECALL_GRID = np.linspace(0.02, 1, 50)

DRAWN = ("source", ("normals",))


@dataclass(frozen=True)
class Params:
    """What the visitor sets; see each control's label and help."""

    source: str = one_of(
        "normals",
        SOURCES,
        "Scores from",
        help="Drawn scores you can shape, a logistic regression on real data it has not seen, or "
        "the labels and scores of a file you bring.",
        group="Data",
    )
    separation: float = ranged(
        2.0,
        0.0,
        4.0,
        "Distance between the classes",
        step=0.05,
        unit="sd",
        help="How far the positives' mean lies above the negatives', in the negatives' "
        "standard deviations. At 0 the score knows nothing.",
        group="Data",
        when=DRAWN,
    )
    spread: float = ranged(
        1.0,
        0.4,
        2.0,
        "Spread of the positives",
        step=0.05,
        unit="sd",
        help="The negatives' spread is 1. The model takes it that the positives' is 1 too.",
        group="Data",
        when=DRAWN,
    )
    prevalence: float = ranged(
        0.1,
        0.001,
        0.5,
        "Share of positives",
        help="The prevalence. Rounded to whole cases, and never fewer than two of them.",
        scale="log",
        group="Data",
        when=DRAWN,
    )
    n: int = ranged(
        2_000,
        100,
        50_000,
        "Cases",
        help="Positives and negatives together.",
        scale="log",
        group="Data",
        when=DRAWN,
    )
    distortion: float = ranged(
        1.0,
        0.25,
        4.0,
        "Overconfidence",
        unit="×",
        help="Multiplies the log-odds of every score. Above 1 the model is too sure, below 1 too "
        "shy. The ranking stays, the probabilities break.",
        scale="log",
        group="Data",
        when=DRAWN,
    )
    rivals: bool = switch(
        False,
        "Two rivals with the same AUC",
        help="Adds one model whose positives spread wide and one whose positives lie close "
        "together, set so that the area under the ROC curve is the same.",
        group="Data",
        when=DRAWN,
    )
    seed: int = seeded(8, group="Data")
    threshold: float = ranged(
        0.5,
        0.0005,
        0.9995,
        "Threshold",
        help="A case is called positive when its score is at or above the threshold.",
        scale="logit",
        group="Decision",
    )
    cost_ratio: float = ranged(
        10.0,
        0.1,
        100.0,
        "Cost of a miss",
        unit="false alarms",
        help="How many false alarms are as bad as one missed positive.",
        scale="log",
        group="Decision",
    )
    objective: str = one_of(
        "cost",
        OBJECTIVES,
        "Best means",
        help="What the marked best threshold is best at, on these cases.",
        group="Decision",
    )
    beta: float = ranged(
        2.0,
        0.25,
        4.0,
        "Beta",
        help="How many times recall matters as much as precision.",
        scale="log",
        group="Decision",
        when=("objective", ("f_beta",)),
    )
    floor: float = ranged(
        0.9,
        0.5,
        0.99,
        "At least",
        step=0.01,
        help="The precision, or the recall, that must be kept.",
        group="Decision",
        when=("objective", ("precision_at_least", "recall_at_least")),
    )
    capacity: int = ranged(
        50,
        1,
        1000,
        "Alerts you can check",
        unit="in 1,000 cases",
        help="The most cases in a thousand that somebody has time to look at.",
        scale="log",
        group="Decision",
        when=("objective", ("top_k",)),
    )

    def __post_init__(self) -> None:
        check(self)


AXIS = "threshold"
OWN = "own_scores"  # the shape of a visitor's own table, for the source "own"

PRESETS = {
    "roc_hides_imbalance": Params(prevalence=0.01, n=50_000, threshold=0.1),
    "three_models": Params(prevalence=0.01, n=50_000, rivals=True, threshold=0.1, objective="f1"),
    "half_is_not_special": Params(prevalence=0.01, n=50_000, objective="f1"),
    "costs_choose": Params(prevalence=0.05, n=20_000),
    "twenty_positives": Params(separation=1.3, prevalence=20 / 220, n=220, objective="f1"),
    "flights": Params(source="flights", threshold=0.1),
}


@dataclass(frozen=True, eq=False)
class Population:
    """The same model with endless cases, in closed form.

    Attributes
    ----------
    counts : Shares of all cases at falling thresholds, from next to nothing called to everything.
    auc, ap : Area under the ROC curve; precision integrated over recall.
    best : The best threshold for the objective; None if its floor is out of reach.
    """

    counts: Counts
    auc: float
    ap: float
    best: Counts | None


@dataclass(frozen=True, eq=False)
class Rival:
    """Another model for the same classes: where its positives lie, and its population."""

    separation: float
    spread: float
    counts: Counts
    auc: float
    ap: float


@dataclass(frozen=True, eq=False)
class Result:
    """Everything the page shows.

    Attributes
    ----------
    params : What was asked for.
    y, score : Shape (n,): the cases, positives first when they are drawn.
    n_train : Rows the model learned from; 0 when the scores are drawn or a visitor's own.
    counts : At every distinct score, thresholds falling.
    curve : Some 1,000 of those rows, enough to draw.
    grid : Counts at the fixed thresholds GRID, rising.
    never : The outcome of never calling a case positive.
    chosen : At params.threshold, shape ().
    half : At 0.5, shape ().
    best : At the best threshold for the objective on these cases, shape (); None if the floor is
        out of reach. Its threshold is infinite where calling nothing is best.
    best_truth : The population's outcome at that same threshold, so that its luck shows; None for
        real data or without a best.
    auc, ap, trapezoid_ap : On these cases. The last is the wrong, linear area.
    bands : Bootstrap intervals.
    population, rivals : None and () for real data; `rivals` is () unless asked for.
    reliability, brier, ece : Calibration over ten equal-width bins.
    precision_falls : How often precision falls from one row of `counts` up to the next.
    """

    params: Params
    y: NDArray[np.bool_]
    score: Floats
    n_train: int
    counts: Counts
    curve: Counts
    grid: Counts
    never: Counts
    chosen: Counts
    half: Counts
    best: Counts | None
    best_truth: Counts | None
    auc: float
    ap: float
    trapezoid_ap: float
    bands: Bands
    population: Population | None
    rivals: tuple[Rival, ...]
    reliability: Reliability
    brier: BrierParts
    ece: float
    precision_falls: int


def compute(params: Params, tables: Tables) -> Result:
    """Score the cases, count outcomes at every threshold, find the best, say how sure that is.

    What does not depend on the decision is remembered, so that moving the threshold, the costs or
    the objective takes well under a millisecond. KeyError if the table is not in `tables`.
    """
    p = params
    drawn = p.source == "normals"
    if drawn:
        cases = _drawn_cases(p.separation, p.spread, p.prevalence, p.n, p.distortion, p.seed)
    else:
        cases = _real_cases(tables[TABLE_OF[p.source]], p.source, p.seed)
    counts = cases.counts
    best = _best(counts, p)
    population, best_truth = None, None
    rivals: tuple[Rival, ...] = ()
    if drawn:
        share = float(cases.y.mean())
        true_auc = binormal_auc(p.separation, p.spread)
        truth = binormal_population(p.separation, p.spread, share, p.distortion)
        ap = population_ap(truth)
        population = Population(truth, true_auc, ap, _best(truth, p))
        if best is not None:
            best_truth = binormal_counts_at(
                p.separation, p.spread, share, p.distortion, best.threshold
            )
        if p.rivals:
            rivals = tuple(_rival(true_auc, spread, share) for spread in RIVAL_SPREADS)
    return Result(
        params=p,
        y=cases.y,
        score=cases.score,
        n_train=cases.n_train,
        counts=counts,
        curve=cases.curve,
        grid=cases.grid,
        never=nothing_called(counts),
        chosen=_row_at(counts, p.threshold),
        half=_row_at(counts, 0.5),
        best=best,
        best_truth=best_truth,
        auc=cases.auc,
        ap=cases.ap,
        trapezoid_ap=cases.trapezoid_ap,
        bands=cases.bands,
        population=population,
        rivals=rivals,
        reliability=cases.reliability,
        brier=cases.brier,
        ece=cases.ece,
        precision_falls=cases.precision_falls,
    )


# --- remembered parts ------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class _Cases:
    """What a sample of scored cases says, whatever is decided about it."""

    y: NDArray[np.bool_]
    score: Floats
    n_train: int
    counts: Counts
    curve: Counts
    grid: Counts
    auc: float
    ap: float
    trapezoid_ap: float
    bands: Bands
    reliability: Reliability
    brier: BrierParts
    ece: float
    precision_falls: int


@lru_cache(maxsize=8)
def _drawn_cases(
    separation: float, spread: float, prevalence: float, n: int, distortion: float, seed: int
) -> _Cases:
    n_pos = positives_in(prevalence, n)
    y, x = draw_raw(separation, spread, n_pos, n - n_pos, np.random.default_rng(seed))
    score = probability(model_log_odds(x, separation, n_pos / n, distortion))
    return _judged(y, score, 0, seed)


@remembered
def _real_cases(table: Table, source: str, seed: int) -> _Cases:
    if source == "own":
        return _judged(table["label"], table["score"], 0, seed)
    scored = (flight_scores if source == "flights" else bird_scores)(table, seed)
    return _judged(scored.y, scored.score, scored.n_train, seed)


def _judged(y: NDArray[np.bool_], score: Floats, n_train: int, seed: int) -> _Cases:
    counts = counts_at_every_threshold(y, score)
    reliability = reliability_curve(y, score)
    # a stream of its own, so that the bands never share numbers with the draw
    rng = np.random.default_rng((seed, 1))
    return _Cases(
        y=y,
        score=score,
        n_train=n_train,
        counts=counts,
        curve=counts.thinned(1_000),
        grid=counts_at(y, score, GRID),
        auc=auc(counts),
        ap=average_precision(counts),
        trapezoid_ap=trapezoid_pr_area(counts),
        bands=bootstrap_bands(y, score, GRID, RECALL_GRID, resamples_for(y.size), rng),
        reliability=reliability,
        brier=brier_parts(y, score),
        ece=expected_calibration_error(reliability),
        precision_falls=int(np.sum(np.diff(counts.precision) > 0)),
    )


def _best(counts: Counts, p: Params) -> Counts | None:
    return best_threshold(
        counts,
        p.objective,
        beta=p.beta,
        cost_ratio=p.cost_ratio,
        floor=p.floor,
        capacity=p.capacity,
    )


def _row_at(counts: Counts, threshold: float) -> Counts:
    """The outcome at any threshold, read off the rows: that of the lowest score still called."""
    called = int(np.searchsorted(-counts.threshold, -threshold, "right"))
    row = counts[called - 1] if called else nothing_called(counts)
    return Counts(np.asarray(threshold), row.tp, row.fp, row.fn, row.tn)


def _rival(auc: float, spread: float, share: float) -> Rival:
    separation = separation_for(auc, spread)
    counts = binormal_counts(separation, spread, share, raw_grid(separation, spread))
    return Rival(separation, spread, counts, auc, population_ap(counts))
