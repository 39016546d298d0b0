"""How the decision threshold trades precision for recall, and what each mistake costs."""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit, logit

from concepts.controls import check, one_of, ranged, seeded, switch
from methods.imbalance.prior_correction import cost_threshold
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
    Bins,
    Counts,
    auc,
    average_precision,
    best_threshold,
    bins_of_called,
    counts_at,
    counts_at_every_threshold,
    excess_cost,
    net_benefit_of_all,
    nothing_called,
    ratio,
    recall_at_fpr,
)
from methods.metrics.fitted_scores import Scored, bird_scores, flight_scores
from methods.metrics.score_bands import Bands, bootstrap_bands, resamples_for
from methods.tables import Table, Tables, remembered

Floats = NDArray[np.float64]

SOURCES = {
    "normals": "Two normals",
    "flights": "Cancelled flights (real)",
    "birds": "Bird strikes (real)",
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
BIN_EDGES = np.linspace(
    logit(0.0005), logit(0.9995), 65
)  # log-odds: the ends of the threshold's slider
ENOUGH = 400  # points, for a curve some 300 pixels wide
ONE_IN = 16  # of a population's rows are drawn, some 250
EARLY = 0.01  # the false positive rate that a short list of alerts allows

DRAWN = ("source", ("normals",))


@dataclass(frozen=True)
class Params:
    """What the visitor sets; see each control's label and help."""

    source: str = one_of(
        "normals",
        SOURCES,
        "Data",
        help="Drawn scores you can shape, a logistic regression on real data it has not seen, or "
        "the labels and scores of a file you bring.",
        group="Data",
        main=True,
    )
    separation: float = ranged(
        2.0,
        0.0,
        4.0,
        "Distance between the classes",
        step=0.05,
        unit="sd",
        help="How far the positives' mean lies above the negatives', in the negatives' "
        "standard deviations. At 0 the score says nothing about the label.",
        group="Data",
        when=DRAWN,
        main=True,
    )
    spread: float = ranged(
        1.0,
        0.4,
        2.0,
        "Spread of the positives",
        step=0.05,
        unit="sd",
        help="The negatives' spread is 1. The model assumes that the positives' is 1 too.",
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
        main=True,
    )
    n: int = ranged(
        2_000,
        100,
        50_000,
        "Cases n",
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
        main=True,
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
    "start": Params(threshold=0.09),
    "roc_hides_imbalance": Params(prevalence=0.01, n=50_000, threshold=0.1),
    "three_models": Params(prevalence=0.01, n=50_000, rivals=True, threshold=0.1, objective="f1"),
    "half_is_not_special": Params(prevalence=0.01, n=50_000, objective="f1"),
    "costs_choose": Params(prevalence=0.05, n=20_000),
    "twenty_positives": Params(separation=1.3, prevalence=20 / 220, n=220, objective="f1"),
    "flights": Params(source="flights", threshold=0.1),
}


@dataclass(frozen=True, eq=False)
class Population:
    """A model with endless cases, in closed form.

    Attributes
    ----------
    separation, spread : Mean and standard deviation of its positives; the negatives' are 0 and 1.
    counts : Shares of all cases at falling thresholds, from next to nothing called to everything;
        enough of them to draw.
    auc, ap : Area under the ROC curve; precision integrated over recall.
    early : Recall where one negative in a hundred is called; nan if all scores are equal.
    """

    separation: float
    spread: float
    counts: Counts
    auc: float
    ap: float
    early: float


@dataclass(frozen=True, eq=False)
class Sample:
    """What a sample of scored cases says, whatever is decided about it.

    Attributes
    ----------
    n, n_train : Cases, and rows the model learned from; 0 when the scores are drawn or a visitor's
        own.
    n_scores : Distinct scores.
    positives, negatives : How many lie between neighbours of BIN_EDGES, and beyond its ends.
    curve : Outcomes at some 400 of the scores, even in recall and false positive rate.
    probit_curve : As many, even in the probits of these rates.
    grid : Outcomes at the thresholds GRID, rising.
    never, half : The outcome of never calling a case positive, and at 0.5; shape ().
    best_f1, best_youden : At the threshold that is best by F1, and by Youden's J; shape ().
    auc, ap : On these cases.
    bands : Bootstrap intervals.
    reliability, brier, ece : Calibration over ten equal-width bins.
    precision_falls : How often precision falls from one score up to the next.
    """

    n: int
    n_train: int
    n_scores: int
    positives: Bins
    negatives: Bins
    curve: Counts
    probit_curve: Counts
    grid: Counts
    never: Counts
    half: Counts
    best_f1: Counts
    best_youden: Counts
    auc: float
    ap: float
    bands: Bands
    reliability: Reliability
    brier: BrierParts
    ece: float
    precision_falls: int


@dataclass(frozen=True, eq=False)
class Result:
    """Everything the page shows.

    Attributes
    ----------
    params : What was asked for.
    sample : The cases, whatever is decided about them.
    chosen : Outcome at params.threshold, shape ().
    cheapest : At the threshold with the lowest cost on these cases, shape (). Its threshold is
        infinite where calling nothing is cheapest.
    best : At the best threshold for the objective on these cases, shape (); None if the floor is
        out of reach. Its threshold is infinite where calling nothing is best.
    best_truth : The population's outcome at that same threshold, so that its luck shows; None for
        real data or without a best.
    population, rivals : None and () for real data; `rivals` is () unless asked for.
    population_best : The population's best for the objective; None for real data, or if the floor is
        out of reach.
    score : What a visitor's own table calls its score; "" otherwise.
    """

    params: Params
    sample: Sample
    chosen: Counts
    cheapest: Counts
    best: Counts | None
    best_truth: Counts | None
    population: Population | None
    population_best: Counts | None
    rivals: tuple[Population, ...]
    score: str

    @property
    def theory_threshold(self) -> float:
        """Where calling a case begins to pay, for calibrated probabilities."""
        return cost_threshold(self.params.cost_ratio)

    @property
    def over_cheapest(self) -> float:
        """By what share the threshold costs more than the cheapest; nan if that costs nothing."""
        return excess_cost(self.chosen, self.cheapest, self.params.cost_ratio)

    @property
    def half_extra(self) -> float:
        """By what share 0.5 costs more than the cheapest; nan if that costs nothing."""
        return excess_cost(self.sample.half, self.cheapest, self.params.cost_ratio)

    @property
    def early_ratio(self) -> float:
        """How many times the narrow rival's early recall the wide one's is; nan without rivals."""
        if not self.rivals:
            return math.nan
        wide, narrow = self.rivals
        return float(ratio(wide.early, narrow.early))

    def benefit_of_all(self, threshold: ArrayLike) -> Floats:
        """Net benefit of calling every case at thresholds below 1, of any shape."""
        return net_benefit_of_all(float(self.chosen.prevalence), threshold)


def compute(params: Params, tables: Tables) -> Result:
    """Score the cases, count outcomes at every threshold, find the best, say how sure that is.

    What does not depend on the decision is remembered, so that moving the threshold, the costs or
    the objective takes well under a millisecond. KeyError if the table is not in `tables`.
    """
    p = params
    sample, counts = _sample(p, tables)
    best = _best(counts, p)
    cheapest = best
    if p.objective != "cost":
        cheapest = best_threshold(counts, "cost", cost_ratio=p.cost_ratio)
    assert cheapest is not None  # there always is one
    population, population_best, best_truth = None, None, None
    rivals: tuple[Population, ...] = ()
    if p.source == "normals":
        share = float(sample.never.prevalence)
        population, truth = _population(p.separation, p.spread, share, p.distortion)
        population_best = _best(truth, p)
        if best is not None:
            best_truth = binormal_counts_at(
                p.separation, p.spread, share, p.distortion, best.threshold
            )
        if p.rivals:
            rivals = tuple(_rival(population.auc, spread, share) for spread in RIVAL_SPREADS)
    return Result(
        params=p,
        sample=sample,
        chosen=_row_at(counts, p.threshold),
        cheapest=cheapest,
        best=best,
        best_truth=best_truth,
        population=population,
        population_best=population_best,
        rivals=rivals,
        score=tables[OWN].words.get("score", "") if p.source == "own" else "",
    )


def scored_cases(params: Params, tables: Tables) -> Scored:
    """The cases themselves, positives first when they are drawn. KeyError as in `compute`."""
    p = params
    if p.source == "normals":
        n_pos = positives_in(p.prevalence, p.n)
        rng = np.random.default_rng(p.seed)
        y, x = draw_raw(p.separation, p.spread, n_pos, p.n - n_pos, rng)
        log_odds = model_log_odds(x, p.separation, n_pos / p.n, p.distortion)
        return Scored(y, probability(log_odds), 0)
    table = tables[TABLE_OF[p.source]]
    if p.source == "own":
        return Scored(table["label"], table["score"], 0)
    return (flight_scores if p.source == "flights" else bird_scores)(table, p.seed)


# --- remembered parts ------------------------------------------------------------------------


def _sample(p: Params, tables: Tables) -> tuple[Sample, Counts]:
    """The sample and the outcomes at every score; the same whatever is decided."""
    cases = Params(
        source=p.source, separation=p.separation, spread=p.spread, prevalence=p.prevalence, n=p.n,
        distortion=p.distortion, seed=p.seed,
    )  # fmt: skip
    if p.source == "normals":
        return _drawn(cases)
    return _real(tables[TABLE_OF[p.source]], cases)


@lru_cache(maxsize=8)
def _drawn(cases: Params) -> tuple[Sample, Counts]:
    return _judged(scored_cases(cases, {}), cases.seed)


@remembered
def _real(table: Table, cases: Params) -> tuple[Sample, Counts]:
    return _judged(scored_cases(cases, {TABLE_OF[cases.source]: table}), cases.seed)


def _judged(scored: Scored, seed: int) -> tuple[Sample, Counts]:
    y, score = scored.y, scored.score
    counts = counts_at_every_threshold(y, score)
    reliability = reliability_curve(y, score)
    best_f1, best_youden = (best_threshold(counts, name) for name in ("f1", "youden"))
    assert best_f1 is not None and best_youden is not None  # these always have one
    # a stream of its own, so that the bands never share numbers with the draw
    rng = np.random.default_rng((seed, 1))
    sample = Sample(
        n=y.size,
        n_train=scored.n_train,
        n_scores=len(counts),
        positives=bins_of_called(counts.threshold, counts.tp, expit(BIN_EDGES)),
        negatives=bins_of_called(counts.threshold, counts.fp, expit(BIN_EDGES)),
        curve=counts.thinned(ENOUGH),
        probit_curve=counts.thinned_in_probits(ENOUGH),
        grid=counts_at(y, score, GRID),
        never=nothing_called(counts),
        half=_row_at(counts, 0.5),
        best_f1=best_f1,
        best_youden=best_youden,
        auc=auc(counts),
        ap=average_precision(counts),
        bands=bootstrap_bands(y, score, GRID, RECALL_GRID, resamples_for(y.size), rng),
        reliability=reliability,
        brier=brier_parts(y, score),
        ece=expected_calibration_error(reliability),
        precision_falls=int(np.sum(np.diff(counts.precision) > 0)),
    )
    return sample, counts


@lru_cache(maxsize=8)
def _population(
    separation: float, spread: float, share: float, distortion: float
) -> tuple[Population, Counts]:
    """The model's population, and its outcomes at every threshold, not only those drawn."""
    counts = binormal_population(separation, spread, share, distortion)
    return _drawn_from(separation, spread, binormal_auc(separation, spread), counts), counts


@lru_cache(maxsize=8)
def _rival(area: float, spread: float, share: float) -> Population:
    separation = separation_for(area, spread)
    counts = binormal_counts(separation, spread, share, raw_grid(separation, spread))
    return _drawn_from(separation, spread, area, counts)


def _drawn_from(separation: float, spread: float, area: float, counts: Counts) -> Population:
    early = recall_at_fpr(counts, EARLY)
    few = counts[np.arange(0, len(counts), ONE_IN)]  # copies: slices would keep all rows alive
    return Population(separation, spread, few, area, population_ap(counts), early)


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
