"""Has a feature drifted, does the test say so, and does it matter to the model?

The axis is `position`: how far the current sample has moved away from the reference. Drawn data
move by a kind of shift, 1 being its full size; real data move in time, 0 being right after the
reference and 1 the latest window. So one slider tells one story for every source.
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from concepts.controls import check, one_of, ranged, seeded, switch
from methods.drift import period_samples
from methods.drift.alarm_rate import PLACES, chance_of_alarm, tied_level
from methods.drift.categories import cramers_v, critical_v, v_density, v_power
from methods.drift.drift_measures import (
    Measures,
    bin_counts,
    chi_square,
    cramer_von_mises,
    domain_auc,
    jensen_shannon,
    measured,
    psi,
    quantile_edges,
    rank_auc_p_value,
    thinned,
    wasserstein,
)
from methods.drift.kolmogorov_smirnov import (
    EXACT_PATHS,
    Gap,
    batched_gaps,
    critical_gap,
    equal_sizes_p_value,
    ks_p_value,
    largest_gap,
    null_density,
    sliding_gaps,
    smallest_alarm,
)
from methods.drift.multiple_testing import (
    CORRECTIONS,
    adjusted,
    any_alarm,
    benjamini_hochberg,
    bonferroni,
    holm,
    limit_line,
)
from methods.drift.period_samples import Periods
from methods.drift.power import detectable_position, power, rows_needed
from methods.drift.shifted_samples import (
    KINDS,
    STILL,
    Draw,
    accuracy,
    correlation,
    drawn,
    labelled,
    moved,
    series,
    true_accuracy,
    true_gap,
)
from methods.once import once
from methods.tables import Table, Tables, remembered

__all__ = [  # besides what is written here, the functions whose code the page shows
    "AXIS", "CORRECTIONS", "OWN", "PRESETS", "STILL", "Params", "Result", "benjamini_hochberg",
    "bonferroni", "compute", "cramer_von_mises", "holm", "jensen_shannon", "ks_p_value",
    "largest_gap", "psi", "sliding_gaps", "wasserstein",
]  # fmt: skip

Floats = NDArray[np.float64]

SOURCES = {
    "drawn": "Drawn data",
    "rain": "50 years of weather (real)",
    "census": "Census, 2015 to 2018 (real)",
    "flights": "A year of flights (real)",
    "own": "Your own data",
}
OWN = "own_periods"  # the shape of a visitor's own table
TABLE_OF = {
    "rain": "rainfall_bellevue_noaa",
    "census": "acs_employment_ma",
    "flights": "flights_nyc13_20k",
    "own": OWN,
}
TIMED = ("rain", "census", "flights")
PSI_ALARM = 0.1  # rules of thumb; PSI,
WASSERSTEIN_ALARM, JS_ALARM = 0.1, 0.1  # standard deviations, and a distance
POSITIONS = np.round(np.linspace(0, 1, 51), 10)
SIZES = np.array([30.0, 100, 300, 1e3, 3e3, 1e4, 3e4, 1e5, 3e5, 1e6])  # rows in each sample
WINDOWS = 40  # of a drawn stream; the second half has moved
WINDOW_ROWS = 500  # at most
NULL_ROWS = 500  # at most, of each further feature
MEASURE_ROWS = 2_000  # order statistics that Wasserstein and Cramer-von Mises are read off
DOMAIN_ROWS = 500  # of each period, for the classifier that tells them apart
GRID = 160  # places at which the two curves are drawn
BARS = 40
LABELLED_ROWS = 2_000  # at most, of each period, with a label
FEW_VALUES = 30  # so many at most, and the level of the test is what ties leave of it
DOTS = 150  # rows of each period in the picture of two features
ENDS = {
    "mean": (-3.5, 4.5),
    "scale": (-5.0, 5.0),
    "tail": (-3.5, 8.0),
    "bimodal": (-3.5, 3.5),
    "correlation": (-3.5, 3.5),
    "concept": (-3.5, 3.5),
    "irrelevant": (-3.5, 4.5),
}
DATA, TEST = "Data", "Test"
DRAWN = ("source", ("drawn",))


@dataclass(frozen=True)
class Params:
    """What the visitor sets; see each control's label and help."""

    source: str = one_of(
        "drawn",
        SOURCES,
        "Data",
        help="Drawn data that move as you say, or real data that move with time.",
        group=DATA,
        main=True,
    )
    kind: str = one_of(
        "mean",
        KINDS,
        "What moves",
        help="At position 1: mean 1 sd higher; spread doubled; a tenth of the rows at 6 sd; two "
        "modes; the correlation of two features from 0.8 to -0.8; all labels flipped.",
        group=DATA,
        when=DRAWN,
        main=True,
    )
    rain_feature: str = one_of(
        "sea_level_pressure",
        period_samples.RAIN,
        "Weather feature",
        help="The feature in the main figure.",
        group=DATA,
        when=("source", ("rain",)),
        main=True,
    )
    rotated: bool = switch(
        False,
        "Columns rotated from row 12,000",
        help="From that row on each feature stands one column off, as in a published copy "
        "of this file.",
        group=DATA,
        when=("source", ("rain",)),
    )
    census_feature: str = one_of(
        "AGEP",
        period_samples.CENSUS,
        "Census feature",
        help="The feature in the main figure.",
        group=DATA,
        when=("source", ("census",)),
        main=True,
    )
    flight_feature: str = one_of(
        "temp",
        period_samples.FLIGHTS,
        "Flight feature",
        help="The feature in the main figure.",
        group=DATA,
        when=("source", ("flights",)),
        main=True,
    )
    position: float = ranged(
        0.5,
        0.0,
        1.0,
        "How far it has moved",
        step=0.02,
        help="Drawn data: 0 is no drift, 1 the full size of what moves; for the mean that is 1 "
        "standard deviation. Real data: 0 is right after the reference, 1 the latest window.",
    )
    n_reference: int = ranged(
        200,
        30,
        1_000_000,
        "Reference rows",
        scale="log",
        help="Of real data the first rows, and never more than half of them.",
        group=DATA,
        when=("source", ("drawn", *TIMED)),
        main=True,
    )
    n_current: int = ranged(
        200,
        30,
        1_000_000,
        "Current rows",
        scale="log",
        help="Of real data a window of so many rows, as far as there are some.",
        group=DATA,
        main=True,
    )
    autocorrelation: float = ranged(
        0.0,
        0.0,
        0.95,
        "Autocorrelation",
        step=0.05,
        help="How much each row is like the one before. The test assumes that this is 0.",
        group=DATA,
        when=DRAWN,
    )
    seed: int = seeded(4, group=DATA)
    alpha: float = ranged(
        0.05,
        0.001,
        0.2,
        "Level",
        scale="log",
        help="The test alarms when p is at or below it: the rate of false alarms you accept.",
        group=TEST,
    )
    features: int = ranged(
        20,
        1,
        200,
        "Features tested",
        help="The one shown, and others that do not drift.",
        group=TEST,
        when=DRAWN,
    )
    correction: str = one_of(
        "none",
        CORRECTIONS,
        "Correction for many tests",
        help="What is done about testing many features at once.",
        group=TEST,
    )
    bins: int = ranged(
        10,
        5,
        30,
        "PSI bins",
        help="Bins that each hold an equal share of the reference.",
        group=TEST,
    )

    def __post_init__(self) -> None:
        check(self)


AXIS = "position"

PRESETS = {
    "start": Params(position=0.2),
    "n_flags_everything": Params(position=0.01, n_reference=1_000_000, n_current=1_000_000),
    "small_n_misses": Params(position=0.2, n_reference=100, n_current=100, seed=11),
    "psi_cries_wolf": Params(position=0.0, n_reference=100, n_current=100, features=1, seed=7),
    "fifty_features": Params(position=0.0, n_reference=500, n_current=500, features=50, seed=8),
    "time_series": Params(
        position=0.0, n_reference=500, n_current=500, autocorrelation=0.9, seed=0
    ),
    "blind_spot": Params(kind="concept", position=1.0, n_reference=500, n_current=500, seed=12),
    "season": Params(source="flights", position=0.5, n_reference=1_500, n_current=1_500),
}


@dataclass(frozen=True, eq=False)
class Result:
    """Everything the page shows.

    Attributes
    ----------
    n, m : Rows of the reference and of the current sample, as used.
    feature : The name of the feature in the main figure; "" for drawn data.
    words : What the numbers of a feature that holds categories stand for; () if it holds numbers.
    gap : D with its place and sign. Of categories Cramér's V, and the one whose share has changed most.
    grid, before, after : (G,) Both empirical distribution functions at fixed places.
    level_before, level_after : Their values where D is; the two shares of that category.
    edges, bars_before, bars_after : (BARS + 1,) and (BARS,): histograms, as densities.
    measures, auc : The other measures; the AUC of a classifier that tells the periods apart.
    right_before, right : The frozen model's accuracy then and now; nan without a model.
    path : (51, 2) D and accuracy at every position: of endless rows for drawn data, of the windows
        for real data (nan without a model); V in place of D for categories.
    chance, chances : The chance of an alarm at your sizes and (S,) at SIZES rows per sample, if
        the gap is the true one: drawn data's is, real data's is taken to be the one seen.
    rows_of : How many rows of a visitor's own there are of each period, of which n and m are a part.
    names, ps : F features: name and p-value.
    shown : Which of them is in the main figure.
    ties : (K,) The share of all rows at or below each value, if there are few; else (0,).
    times, gaps : (W,) windows in time and their D.
    reference_rows, window_rows : The sizes in that series.
    dots_before, dots_after, labels_before, labels_after : (k, 2) rows of two features, and the
        label of each (nan without labels).
    pair, pair_ends : The names of the two features, and where a picture of them begins and ends.
    """

    params: Params
    n: int
    m: int
    feature: str
    words: tuple[str, ...]
    gap: Gap
    grid: Floats
    before: Floats
    after: Floats
    level_before: float
    level_after: float
    edges: Floats
    bars_before: Floats
    bars_after: Floats
    measures: Measures
    auc: float
    right_before: float
    right: float
    path: Floats
    chance: float
    chances: Floats
    rows_of: tuple[int, int]
    names: tuple[str, ...]
    ps: Floats
    shown: int
    ties: Floats
    times: Floats
    gaps: Floats
    reference_rows: int
    window_rows: int
    dots_before: Floats
    dots_after: Floats
    labels_before: Floats
    labels_after: Floats
    pair: tuple[str, str]
    pair_ends: tuple[tuple[float, float], tuple[float, float]]

    @property
    def drawn(self) -> bool:
        """Whether the data are drawn, so that the truth is known."""
        return self.params.source == "drawn"

    @property
    def still(self) -> bool:
        """Whether the feature shown is known not to have moved."""
        return self.drawn and (self.params.position == 0 or self.params.kind in STILL)

    @property
    def dependent(self) -> bool:
        """Whether rows are known or likely to depend on their neighbours."""
        return self.params.autocorrelation > 0 or self.params.source in ("rain", "flights")

    @property
    def rows(self) -> float:
        """Rows in each of two equal samples that tell as much as these: the harmonic mean of n and m."""
        return 2 * self.n * self.m / (self.n + self.m)

    # --- the test of the feature shown

    @property
    def statistic(self) -> str:
        """What the size of the drift is: D, or Cramér's V for categories, where D has no meaning."""
        return "V" if self.words else "D"

    @property
    def p(self) -> float:
        """Its p-value; nan if there is one value only."""
        return float(self.ps[self.shown])

    @property
    def limit(self) -> bool:
        """Whether p is that of the limit law, which large samples of two sizes get."""
        return not self.words and self.n != self.m and self.n + self.m > EXACT_PATHS

    @property
    def alarm(self) -> bool:
        """Whether the test of the feature shown alarms, taken alone."""
        return self.p <= self.params.alpha

    @once
    def critical(self) -> float:
        """The smallest D or V that would alarm."""
        if self.words:
            return self._critical(self.n, self.m)
        return _smallest_alarm(self.params.alpha, self.n, self.m)

    @once
    def law(self) -> tuple[Floats, Floats]:
        """D or V up to three times the critical one, and its density without drift, (120,) each."""
        end = 3.0 * self.critical
        d = np.linspace(end / 150, end, 120)
        if self.words:
            return d, v_density(d, self._kinds, self.n, self.m)
        return d, null_density(d, self.n, self.m)

    @once
    def false_alarm(self) -> float:
        """The chance of an alarm of one test without any drift: less than asked where values tie."""
        if self.ties.size:
            return tied_level(self.ties, self.params.alpha)
        return self._false_alarm(self.params.alpha)

    @once
    def true_d(self) -> float:
        """The gap between the two distributions that rows are drawn from; nan for real data."""
        p = self.params
        return true_gap(p.kind, p.position) if self.drawn else float("nan")

    @once
    def half_caught(self) -> float:
        """The position from which the test of drawn data alarms in half of draws; nan if none."""
        p = self.params
        if not self.drawn or p.kind in STILL:
            return float("nan")
        return _half_caught(p.kind, self.rows, p.alpha, p.autocorrelation)

    @once
    def rows_for_80(self) -> float:
        """Rows in each sample that let the test of drawn, independent data alarm in 80 % of draws.

        SIZES[0] if fewer are enough, inf if it takes more than SIZES[-1]; nan if unknown.
        """
        p = self.params
        if not self.drawn or self.still or p.autocorrelation > 0:
            return float("nan")
        enough = np.flatnonzero(self.chances >= 0.8)
        if enough.size == 0:
            return float("inf")
        most = int(enough[0])
        if most == 0:
            return float(SIZES[0])
        return rows_needed(p.kind, p.position, p.alpha, 0.8, SIZES[most - 1], SIZES[most])

    # --- all features, and all windows

    @once
    def adjusted_ps(self) -> Floats:
        """(F,) p-values after the correction chosen."""
        return adjusted(self.ps, self.params.correction)

    @property
    def alarms(self) -> NDArray[np.bool_]:
        """(F,) Which features alarm after the correction."""
        return self.adjusted_ps <= self.params.alpha

    @once
    def limits(self) -> Floats:
        """(F,) What the correction holds the k-th smallest p-value to."""
        return limit_line(self.params.correction, self.params.alpha, self.ps.size)

    @once
    def any_false_alarm(self) -> float:
        """The chance that some feature alarms without any drift, with the correction chosen."""
        alpha, tests = self.params.alpha, self.ps.size
        # any correction has alpha over all
        level = alpha if self.params.correction == "none" else alpha / tests
        return any_alarm(self._false_alarm(level), tests)

    @once
    def any_alarm_plain(self) -> float:
        """The same for independent rows without a correction."""
        return any_alarm(self.params.alpha, self.ps.size)

    @once
    def any_alarm_bonferroni(self) -> float:
        """The same for independent rows with Bonferroni's."""
        return any_alarm(self.params.alpha / self.ps.size, self.ps.size)

    @once
    def series_critical(self) -> float:
        """The D or V that would alarm in the series of windows."""
        return self._critical(self.reference_rows, self.window_rows)

    @property
    def window_alarms(self) -> NDArray[np.bool_]:
        """(W,) Which windows alarm."""
        return self.gaps > self.series_critical

    # --- the other measures, and the model

    @once
    def strengths(self) -> dict[str, tuple[float, bool]]:
        """Each measure as a multiple of its alarm line, and whether it is a test.

        A test's is the ratio of ln p to ln alpha. Its line moves with the rows, where a distance's stays.
        nan for what takes an order, if the feature has none.
        """
        m = self.measures
        judged = [min(rows, DOMAIN_ROWS) // 2 for rows in (self.n, self.m)]
        tests = {
            "KS": float("nan") if self.words else self.p,
            "Cramér-von Mises": m.cvm_p,
            "chi-square": m.chi2_p,
            "classifier": rank_auc_p_value(self.auc, *judged),
        }
        limit = np.log(self.params.alpha)
        return {
            **{name: (float(np.log(max(p, 1e-300)) / limit), True) for name, p in tests.items()},
            "PSI": (m.psi / PSI_ALARM, False),
            "Wasserstein": (m.wasserstein / WASSERSTEIN_ALARM, False),
            "Jensen-Shannon": (m.jensen_shannon / JS_ALARM, False),
        }

    @property
    def correlation(self) -> float:
        """The correlation of the two drawn features, where it is what moves."""
        return correlation(self.params.position)

    @property
    def accuracy_luck(self) -> float:
        """Two standard errors of the change of accuracy: what chance alone could make."""
        most = LABELLED_ROWS if self.drawn else math.inf
        shares = ((self.right_before, self.n), (self.right, self.m))
        return float(2 * np.sqrt(sum(share * (1 - share) / min(n, most) for share, n in shares)))

    @property
    def change(self) -> str:
        """What became of the accuracy: "better", "worse", or "chance" for what chance could make.

        "chance" also without a model.
        """
        moved = self.right - self.right_before
        if not abs(moved) > self.accuracy_luck:
            return "chance"
        return "better" if moved > 0 else "worse"

    @property
    def told_apart(self) -> bool:
        """Whether the classifier tells the periods apart better than chance does, at the level."""
        return self.auc > 0.5 and self.strengths["classifier"][0] >= 1

    @property
    def _kinds(self) -> int:
        return max(self.measures.bins, 2)  # of one alone there is no law; pictures have that of two

    def _critical(self, n: int, m: int) -> float:
        if self.words:
            return critical_v(self.params.alpha, self._kinds, n, m)
        return critical_gap(self.params.alpha, n, m)

    def _false_alarm(self, alpha: float) -> float:
        if not self.drawn or self.params.autocorrelation == 0:
            return alpha
        return _false_alarm(alpha, self.rows, self.params.autocorrelation)


def compute(params: Params, tables: Tables) -> Result:
    """Compare the two samples in every way the page shows.

    What does not depend on the position is remembered. KeyError if the table is not in `tables`.
    """
    if params.source == "drawn":
        return _compare_drawn(params)
    return _compare_periods(params, tables[TABLE_OF[params.source]])


# --- drawn data ------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class _Ground:
    """What chance gave, whatever the position; `short` and the rows of `stream` are sorted."""

    reference: Draw
    current: Draw
    current_luck: Floats
    short: Floats
    stream: Floats
    stream_luck: Floats
    still_gaps: Floats
    null_ps: Floats


@lru_cache(maxsize=8)
def _ground(kind: str, n: int, m: int, autocorrelation: float, features: int, seed: int) -> _Ground:
    rng = np.random.default_rng(seed)
    reference, current = (drawn(rows, kind, autocorrelation, rng) for rows in (n, m))
    # streams of their own, so that the sizes of one part do not shift the numbers of another
    rng = np.random.default_rng((seed, 1))
    window = min(m, WINDOW_ROWS)
    stream = np.sort(series(WINDOWS * window, autocorrelation, rng).reshape(WINDOWS, window))
    chooses = kind in ("tail", "bimodal")
    short = np.sort(reference.first)
    return _Ground(
        reference=reference,
        current=current,
        current_luck=current.luck[np.argsort(current.z)] if chooses else current.luck,
        short=short,
        stream=stream[WINDOWS // 2 :],
        stream_luck=rng.random((WINDOWS // 2, window if chooses else 0)),
        still_gaps=sliding_gaps(short, stream[: WINDOWS // 2]),
        null_ps=_null_ps(features - 1, min(n, m, NULL_ROWS), autocorrelation, seed),
    )


@lru_cache(maxsize=8)
def _null_ps(features: int, rows: int, autocorrelation: float, seed: int) -> Floats:
    """p-values of `features` features that do not drift, with `rows` rows in each period."""
    rng = np.random.default_rng((seed, 2))
    if features == 0:
        return np.zeros(0)
    if autocorrelation == 0:
        x = rng.standard_normal((2 * features, rows))
    else:
        x = np.stack([series(rows, autocorrelation, rng) for _ in range(2 * features)])
    return equal_sizes_p_value(batched_gaps(x[:features], x[features:]), rows)


@lru_cache(maxsize=8)
def _path(kind: str) -> Floats:
    return np.array([(true_gap(kind, p), true_accuracy(kind, p)) for p in POSITIONS])


@lru_cache(maxsize=64)
def _chances(kind: str, position: float, alpha: float, autocorrelation: float) -> Floats:
    """The chance of an alarm at SIZES rows in each sample, (S,)."""
    return power(kind, position, SIZES, alpha, autocorrelation)


_smallest_alarm = lru_cache(maxsize=64)(smallest_alarm)


@lru_cache(maxsize=64)
def _false_alarm(alpha: float, rows: float, autocorrelation: float) -> float:
    return float(power("mean", 0.0, rows, alpha, autocorrelation))


@lru_cache(maxsize=64)
def _half_caught(kind: str, rows: float, alpha: float, autocorrelation: float) -> float:
    return detectable_position(kind, rows, alpha, autocorrelation, 0.5)


def _compare_drawn(p: Params) -> Result:
    n, m, kind, at = p.n_reference, p.n_current, p.kind, p.position
    ground = _ground(kind, n, m, p.autocorrelation, p.features, p.seed)
    if kind in ("tail", "bimodal") and at > 0:
        current = _two_runs(ground.current.in_order, ground.current_luck, kind, at)
    else:
        current = moved(ground.current.in_order, ground.current.luck, kind, at)
    gap = largest_gap(ground.reference.in_order, current)
    stream = moved(ground.stream, ground.stream_luck, kind, at)
    if ground.stream_luck.size:
        stream = np.sort(stream, axis=1)
    before, after = labelled(ground.reference, kind, 0.0), labelled(ground.current, kind, at)
    together = [np.stack(rows[:2], axis=1) for rows in (before, after)]
    return _shown(
        p,
        ground.reference.in_order,
        current,
        gap,
        feature="",
        words=(),
        rows_of=(0, 0),
        auc=domain_auc(together[0][:DOMAIN_ROWS], together[1][:DOMAIN_ROWS], _classifier_rng(p)),
        right_before=accuracy(*before, kind),
        right=accuracy(*after, kind),
        path=_path(kind),
        chance=float(power(kind, at, 2 * n * m / (n + m), p.alpha, p.autocorrelation)),
        chances=_chances(kind, at, p.alpha, p.autocorrelation),
        names=("the feature shown", *(f"other {i}" for i in range(1, p.features))),
        ps=np.append(ks_p_value(gap.d, n, m), ground.null_ps),
        shown=0,
        ties=np.zeros(0),
        times=np.arange(1.0, WINDOWS + 1),
        gaps=np.append(ground.still_gaps, sliding_gaps(ground.short, stream)),
        reference_rows=ground.short.size,
        window_rows=stream.shape[1],
        dots_before=together[0][:DOTS],
        dots_after=together[1][:DOTS],
        labels_before=before[2][:DOTS].astype(float),
        labels_after=after[2][:DOTS].astype(float),
        pair=("first feature", "second feature"),
        pair_ends=(ENDS[kind], (-4.0, 4.0)),
    )


def _two_runs(in_order: Floats, luck: Floats, kind: str, position: float) -> Floats:
    """A sorted sample in which luck chose the rows that move, sorted anew.

    Rows that were chosen stay in order among themselves, and so do the others: two runs are merged,
    which takes a tenth of the time of a sort.
    """
    now = moved(in_order, luck, kind, position)
    chosen = now > in_order if kind == "tail" else luck < 0.5
    runs = np.concatenate([now[~chosen], now[chosen]])
    runs.sort(kind="stable")
    return runs


# --- real data -------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class _Timeline:
    """What a real source gives, whatever the position."""

    periods: Periods
    shown: int
    words: tuple[str, ...]
    ends: tuple[float, float]
    other_ends: tuple[float, float]
    starts: NDArray[np.int_]
    path: Floats


@remembered
def _periods(table: Table, source: str, n: int, rotated: bool) -> Periods:
    if source == "own":
        return period_samples.own(table)
    n = min(n, len(next(iter(table.columns.values()))) // 2)
    match source:
        case "rain":
            return period_samples.rain(table, n, rotated)
        case "census":
            return period_samples.census(table, n)
        case _:
            return period_samples.flights(table, n)


@remembered
def _timeline(
    table: Table, source: str, n: int, rotated: bool, window: int, name: str
) -> _Timeline:
    periods = _periods(table, source, n, rotated)
    rows = len(periods.current)
    window = _window(periods, window)
    shown = periods.names.index(name) if name in periods.names else _most_moved(periods)
    reference = periods.in_order[:, shown]
    starts = np.round(POSITIONS * (rows - window)).astype(int)
    column = np.ascontiguousarray(periods.current[:, shown])
    words = periods.categories[shown] if len(periods.categories[shown]) > 1 else ()
    before = _counts(reference, words)
    at = {}
    for s in {*starts.tolist()}:
        now = np.sort(column[s : s + window])
        at[s] = (
            cramers_v(before, _counts(now, words))
            if words
            else float(sliding_gaps(reference, now[None])[0])
        )
    gaps = np.array([at[s] for s in starts.tolist()])
    right = np.full(starts.size, np.nan)
    if periods.right is not None:
        run = np.append(0.0, np.cumsum(periods.right))
        right = (run[starts + window] - run[starts]) / window
    other = (shown + 1) % len(periods.names)
    return _Timeline(
        periods=periods,
        shown=shown,
        words=words,
        ends=(-0.8, len(words) - 0.2) if words else _reach(reference, column),
        other_ends=_reach(periods.in_order[:, other], periods.current[:, other]),
        starts=starts,
        path=np.stack([gaps, right], axis=1),
    )


def _reach(before: Floats, after: Floats) -> tuple[float, float]:
    """Where a picture of both whole periods begins and ends; the outermost rows are left out."""
    parts = [part[:: max(part.size // 2_000, 1)] for part in (before, after)]
    low, high = np.quantile(np.concatenate(parts), [0.002, 0.998])
    air = 0.04 * (high - low) if high > low else 0.5
    return float(low - air), float(high + air)


def _window(periods: Periods, rows: int) -> int:
    """How many current rows are compared: all of them where they have no order in time."""
    return min(rows, len(periods.current)) if periods.ordered else len(periods.current)


def _most_moved(periods: Periods) -> int:
    """The number with the largest gap between the whole periods; or a category, if it alone has moved."""
    step = max(len(periods.current) // MEASURE_ROWS, 1)
    both = [
        (thinned(x, MEASURE_ROWS), np.sort(y[::step]))
        for x, y in zip(periods.in_order.T, periods.current.T, strict=True)
    ]
    gaps = np.array([
        -1.0 if words else largest_gap(*parts).d
        for parts, words in zip(both, periods.categories, strict=True)
    ])  # fmt: skip
    best = int(np.argmax(gaps))
    if gaps[best] >= critical_gap(Params.alpha, *(part.size for part in both[best])):
        return best
    ps = np.array([
        chi_square(*(_counts(part, words) for part in parts))[1] if len(words) > 1 else np.inf
        for parts, words in zip(both, periods.categories, strict=True)
    ])  # fmt: skip
    words = int(np.argmin(ps))
    return words if ps[words] <= Params.alpha or gaps[best] < 0 else best


@remembered
def _tested(
    table: Table, source: str, n: int, rotated: bool, start: int, m: int, shown: int
) -> tuple[Floats, Floats]:
    """The m current rows from `start` on: the feature shown, sorted, (m,), and all p-values, (F,)."""
    periods = _periods(table, source, n, rotated)
    in_order = period_samples.columns_in_order(periods.current[start : start + m])
    ps = np.array([
        chi_square(_counts(x, said), _counts(y, said))[1]
        if said
        else ks_p_value(float(sliding_gaps(x, y[None])[0]), x.size, m)
        for x, y, said in zip(periods.in_order.T, in_order.T, periods.categories, strict=True)
    ])  # fmt: skip
    return np.ascontiguousarray(in_order[:, shown]), ps


def _compare_periods(p: Params, table: Table) -> Result:
    feature = {
        "rain": period_samples.RAIN.get(p.rain_feature, ""),
        "census": period_samples.CENSUS.get(p.census_feature, ""),
        "flights": period_samples.FLIGHTS.get(p.flight_feature, ""),
    }.get(p.source, table.words.get("shown", "").translate(period_samples.PLAIN))
    line = _timeline(table, p.source, p.n_reference, p.rotated, p.n_current, feature)
    periods, shown, words = line.periods, line.shown, line.words
    n, rows = periods.reference.shape[0], len(periods.current)
    m = _window(periods, p.n_current)
    start = round(p.position * (rows - m))
    window = periods.current[start : start + m]
    current, ps = _tested(table, p.source, p.n_reference, p.rotated, start, m, shown)
    reference = periods.in_order[:, shown]
    sizes = np.append(SIZES, 2 * n * m / (n + m))
    if words:
        f, g = (_counts(rows, words) / rows.size for rows in (reference, current))
        most = int(np.argmax(np.abs(f - g)))
        gap = Gap(cramers_v(n * f, m * g), float(most), int(np.sign(f[most] - g[most])))
        chances = v_power(f, g, sizes, p.alpha)
    else:
        gap = largest_gap(reference, current)
        gap_at = np.quantile(reference, np.arange(1, PLACES.size + 1) / (PLACES.size + 1))
        f, g = _shares_at(reference, gap_at), _shares_at(current, gap_at)
        chances = chance_of_alarm(f - g, np.maximum.accumulate((f + g) / 2), sizes, p.alpha)
    rng = _classifier_rng(p)
    few, many = (_some(rows, DOMAIN_ROWS, rng) for rows in (periods.reference, window))
    other = (shown + 1) % len(periods.names)
    right_before = right = float("nan")
    if periods.right is not None and periods.right_before is not None:
        right_before = float(np.mean(periods.right_before))
        right = float(np.mean(periods.right[start : start + m]))
    return _shown(
        p,
        reference,
        current,
        gap,
        feature=periods.names[shown],
        words=words,
        rows_of=periods.rows,
        auc=domain_auc(few, many, rng),
        right_before=right_before,
        right=right,
        path=line.path,
        chance=float(chances[-1]),
        chances=chances[:-1],
        names=periods.names,
        ps=ps,
        shown=shown,
        ties=np.zeros(0) if words else _ties(np.append(reference, current)),
        times=np.asarray(line.starts + 1, float),
        gaps=line.path[:, 0],
        reference_rows=n,
        window_rows=m,
        dots_before=few[:DOTS, [shown, other]],
        dots_after=many[:DOTS, [shown, other]],
        labels_before=np.full(min(DOTS, n), np.nan),
        labels_after=np.full(min(DOTS, m), np.nan),
        pair=(periods.names[shown], periods.names[other]),
        pair_ends=(line.ends, line.other_ends),
    )


def _shown(
    p: Params, reference: Floats, current: Floats, gap: Gap, words: tuple[str, ...], **more: Any
) -> Result:
    """The result for two sorted samples of the feature shown, `more` being its other fields."""
    low, high = more["pair_ends"][0]
    grid = np.linspace(low, high, GRID)
    edges: Floats = np.linspace(low, high, BARS + 1)
    bins = quantile_edges(reference, p.bins)
    if words:
        edges = np.arange(len(words) + 1.0) - 0.5
        bins = edges[1:-1]
    before, after = _bars(reference, edges), _bars(current, edges)
    if words:
        levels = before[int(gap.at)], after[int(gap.at)]
    else:
        levels = _shares_at(reference, gap.at), _shares_at(current, gap.at)
    return Result(
        params=p,
        n=reference.size,
        m=current.size,
        words=words,
        gap=gap,
        grid=grid,
        before=_shares_at(reference, grid),
        after=_shares_at(current, grid),
        level_before=float(levels[0]),
        level_after=float(levels[1]),
        edges=edges,
        bars_before=before,
        bars_after=after,
        measures=measured(reference, current, bins, PSI_ALARM, MEASURE_ROWS, ordered=not words),
        **more,
    )


def _ties(values: Floats) -> Floats:
    """The share of the rows at or below each value, (K,); (0,) if there are more than FEW_VALUES."""
    times = np.unique(values, return_counts=True)[1]
    few = 1 < times.size <= FEW_VALUES
    return np.cumsum(times) / values.size if few else np.zeros(0)


def _counts(in_order: Floats, words: tuple[str, ...]) -> Floats:
    """How many of a sorted sample are in each category, (K,)."""
    return bin_counts(in_order, np.arange(len(words) - 1.0))


def _classifier_rng(p: Params) -> np.random.Generator:
    return np.random.default_rng((p.seed, 3))


def _some(rows: Floats, most: int, rng: np.random.Generator) -> Floats:
    """At most `most` of the rows, at random: what comes in turns would fool a fixed step."""
    kept: Floats = rows[rng.permutation(len(rows))[:most]]
    return kept


def _shares_at(in_order: Floats, at: Floats | float) -> Floats:
    return np.asarray(np.searchsorted(in_order, at, "right") / in_order.size)


def _bars(in_order: Floats, edges: Floats) -> Floats:
    """A histogram of a sorted sample as a density, (BARS,); values beyond the ends are left out."""
    below = np.searchsorted(in_order, edges, "left")
    return np.asarray(np.diff(below) / in_order.size / np.diff(edges))
