"""What the pictures of drift say, in words."""

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from concepts.data_drift import (
    DOMAIN_ROWS,
    PSI_ALARM,
    SIZES,
    WINDOWS,
    Result,
)
from methods.drift.alarm_rate import PLACES, chance_of_alarm, standard_shares
from methods.drift.kolmogorov_smirnov import critical_gap
from methods.drift.multiple_testing import CORRECTIONS, any_alarm
from methods.drift.shifted_samples import STILL, correlation, shares, true_gap
from sentences.numbers import count, minus, number, percent

MATTERS = 0.02  # a change of accuracy below this is called none


def claim(result: Result) -> str:
    """What the test says, and what is true or what became of the model."""
    p, r = result.params, result
    verdict = "the test alarms" if r.alarm else "the test is silent"
    if p.source != "drawn":
        if math.isnan(r.p):
            return f"{_named(r)}: there is one value only, so that p is undefined."
        told = f"D = {number(r.gap.d)}, {verdict}" if math.isnan(r.right) else verdict
        return f"{_named(r)}: {told}{_model(r)}."
    if p.position == 0:
        if p.features > 1 and r.alarms.any():
            return f"Nothing has moved, yet {_of(int(r.alarms.sum()), p.features)}."
        if r.measures.psi > PSI_ALARM and not r.alarm:
            return f"Nothing has moved: PSI says {number(r.measures.psi, 2)}, {verdict}, {_p(r.p)}."
        return f"Nothing has moved, and {verdict}: {_p(r.p)}."
    if p.kind in STILL:
        seen = "sees no drift" if not r.alarm else "alarms by chance"
        return f"The test {seen}, {_p(r.p)}{_model(r)}."
    if not r.alarm:
        return f"Something has moved, and the test misses it: D = {number(r.gap.d)}, {_p(r.p)}."
    return f"The test alarms, {_p(r.p)}{_model(r)}."


def headline(result: Result) -> dict[str, str]:
    """The gap, its p-value, and what other measures and the model say."""
    r, m = result, result.measures
    said = {
        "D": number(r.gap.d),
        "p": _p(r.p, bare=True),
        "alarm from D": number(r.critical, 2),
        "PSI": number(m.psi, 2),
    }
    if not math.isnan(r.right):
        said["Accuracy"] = f"{percent(r.right_before)} → {percent(r.right)}"
    return said


def answer(result: Result) -> dict[str, float]:
    """The numbers that the standalone script finds as well."""
    r = result
    return {
        "d": r.gap.d,
        "p": r.p,
        "psi": r.measures.psi,
        "jensen_shannon": r.measures.jensen_shannon,
        "chi2_p": r.measures.chi2_p,
        "accuracy_before": r.right_before,
        "accuracy": r.right,
    }


def measures(result: Result) -> dict[str, float]:
    """What guesses and challenges speak of; chances, shares and accuracies in percent.

    `rows` counts both samples. `half_caught` is the position from which the test alarms in half of
    draws, nan if there is none. `long_run` is the chance of an alarm with 10,000 rows in each
    sample, `path_end` the D at position 1.
    """
    r, m = result, result.measures
    percents = {
        "chance": r.chance,
        "long_run": dict(zip(SIZES, r.chances, strict=True))[10_000.0],
        "false_alarm": r.false_alarm,
        "any_false_alarm": r.any_false_alarm,
        "psi_false_alarm": m.psi_false_alarm,
        "accuracy_before": r.right_before,
        "accuracy": r.right,
    }
    return {
        "d": float(r.gap.d),
        "p": float(r.p),
        "psi": float(m.psi),
        "auc": float(r.auc),
        "rows": float(r.n + r.m),
        "half_caught": _half_caught(r),
        "path_end": float(r.path[-1, 0]),
        **{name: 100 * float(share) for name, share in percents.items()},
    }


def facts(result: Result) -> dict[str, str]:
    """Numbers for the words."""
    r, p, m = result, result.params, result.measures
    tests = len(r.names)
    chances = dict(zip(SIZES, r.chances, strict=True))
    half = WINDOWS // 2
    bent = r.gaps > r.series_critical
    return {
        "d": number(r.gap.d),
        "p": _p(r.p, bare=True),
        "at": number(r.gap.at),
        "critical": number(r.critical, 2),
        "critical_100": number(critical_gap(p.alpha, 100, 100), 2),
        "critical_1000": number(critical_gap(p.alpha, 1_000, 1_000), 2),
        "n": count(r.n),
        "m": count(r.m),
        "alpha": percent(p.alpha),
        "feature": r.feature or "the feature",
        "position": f"{p.position:g}",
        "true_d": number(true_gap(p.kind, p.position)) if p.source == "drawn" else "unknown",
        "psi": number(m.psi, 2),
        "psi_floor": number(m.psi_floor, 2),
        "psi_false_alarm": percent(m.psi_false_alarm),
        "bins": count(p.bins),
        "wasserstein": number(m.wasserstein, 2),
        "jensen_shannon": number(m.jensen_shannon, 2),
        "cvm_p": _p(m.cvm_p, bare=True),
        "auc": number(r.auc, 2),
        "accuracy_before": percent(r.right_before),
        "accuracy": percent(r.right),
        "chance": percent(r.chance),
        "chance_100": percent(chances[100.0]),
        "chance_1000": percent(chances[1_000.0]),
        "chance_10000": percent(chances[10_000.0]),
        "half_caught": number(_half_caught(r), 2),
        "needed_80": _rows_for(r, 0.8),
        "rows": count(r.n + r.m),
        "false_alarm": percent(r.false_alarm),
        "any_false_alarm": percent(r.any_false_alarm),
        "any_alarm_plain": percent(any_alarm(p.alpha, tests)),
        "any_alarm_bonferroni": percent(any_alarm(p.alpha / tests, tests)),
        "autocorrelation": number(p.autocorrelation),
        "features": count(tests),
        "alarms": count(r.alarms.sum()),
        "expected_alarms": number(p.alpha * tests),
        "correlation": minus(f"{correlation(p.position):.2g}"),
        "windows_alarming": percent(float(bent.mean())),
        "still_windows_alarming": percent(float(bent[:half].mean())),
        "path_top": number(float(r.path[:, 0].max())),
        "path_end": number(float(r.path[-1, 0])),
        "worst_accuracy": percent(float(np.nanmin(r.path[:, 1])))
        if not np.isnan(r.path[:, 1]).all()
        else "undefined",
        "last_accuracy": percent(float(r.path[-1, 1])),
    }


# --- one sentence a figure -------------------------------------------------------------------


def ecdfs(result: Result) -> str:
    """Where the gap is and which way."""
    r = result
    if r.gap.sign == 0:
        return "The two samples have the same distribution: the gap is 0 everywhere."
    more, less = (
        (r.level_before, r.level_after) if r.gap.sign > 0 else (r.level_after, r.level_before)
    )
    first, second = ("reference", "current") if r.gap.sign > 0 else ("current", "reference")
    return (
        f"The gap is largest at {number(r.gap.at)}: {percent(more)} of the {first} rows lie at or "
        f"below it, and {percent(less)} of the {second} ones."
    )


def null(result: Result) -> str:
    """The p-value as a chance, with its condition."""
    r = result
    text = (
        f"Were the two the same, a D of {number(r.gap.d)} or more would come up with chance "
        f"{_p(r.p, bare=True)}."
    )
    if r.dependent:
        return f"{text} That counts on independent rows, and these follow one another."
    return text


def power(result: Result) -> str:
    """The chance of an alarm here and with a thousand rows."""
    r, p = result, result.params
    still = p.source == "drawn" and (p.position == 0 or p.kind in STILL)
    if still:
        text = f"This feature has not moved; the test alarms in {percent(r.chance)} of draws"
        if p.autocorrelation > 0:
            return f"{text}, where {percent(p.alpha)} was asked for. More rows do not help."
        return f"{text}, whatever the number of rows."
    given = "For this drift" if p.source == "drawn" else "If the gap seen is the true one"
    other = {s: c for s, c in zip(SIZES, r.chances, strict=True)}
    return (
        f"{given} the test alarms in {percent(r.chance)} of draws at your size, in "
        f"{percent(other[100.0])} with 100 rows each and in {percent(other[10_000.0])} with 10,000."
    )


def over_time(result: Result) -> str:
    """How many windows alarm."""
    r, p = result, result.params
    bent = r.gaps > r.series_critical
    if p.source == "drawn":
        half = WINDOWS // 2
        rest = f"All share a reference of {count(r.reference_rows)} rows."
        if _still(r):
            some = f"{count(bent.sum())} of {bent.size} windows of {count(r.window_rows)} rows"
            return f"This feature does not move, and {some} alarm. {rest}"
        return (
            f"Of {half} windows of {count(r.window_rows)} rows, {count(bent[:half].sum())} alarm "
            f"before the move and {count(bent[half:].sum())} after it. {rest}"
        )
    return (
        f"{count(bent.sum())} of {bent.size} windows of {count(r.window_rows)} rows alarm against "
        f"the first {count(r.reference_rows)}."
        if p.source != "own"
        else f"{count(bent.sum())} of {bent.size} windows of {count(r.window_rows)} rows alarm."
    )


def harm(result: Result) -> str:
    """Whether the drift seen and the change of accuracy go together."""
    r = result
    if math.isnan(r.right):
        return "There is no model on these data, so that its accuracy is undefined."
    change = r.right - r.right_before
    text = f"Accuracy is {percent(r.right)}, and was {percent(r.right_before)} in the reference"
    luck = 2 * math.sqrt(r.right * (1 - r.right) * (1 / min(r.n, 2_000) + 1 / min(r.m, 2_000)))
    if abs(change) < max(MATTERS, luck):
        end = "a change that chance alone could make"
    elif change > 0:
        end = "the model got better"
    else:
        end = "the model got worse"
    seen = "Drift is seen" if r.alarm else "No drift is seen"
    return f"{text}: {end}. {seen} in this feature."


def pairs(result: Result) -> str:
    """How well a classifier tells the periods apart."""
    r = result
    rows = min(DOMAIN_ROWS, r.n), min(DOMAIN_ROWS, r.m)
    if math.isnan(r.auc):
        return "There are too few rows for a classifier to tell the periods apart."
    text = (
        f"A classifier that sees all features tells the periods apart with an AUC of "
        f"{number(r.auc, 2)}, from up to {count(max(rows))} rows of each."
    )
    if r.params.source == "drawn":
        text += " Dots are labels 1, crosses labels 0."
    if r.params.kind == "concept" and r.params.source == "drawn":
        return f"{text} It does not see labels, and only they have changed."
    return text


def yardsticks(result: Result) -> str:
    """PSI with its floor, and the two other distances."""
    m, r = result.measures, result
    luck = "undefined" if math.isnan(m.psi_false_alarm) else percent(m.psi_false_alarm)
    return (
        f"PSI is {number(m.psi, 2)}. Without drift it is {number(m.psi_floor, 2)} on average at "
        f"these sizes with {count(m.bins)} bins (the tick), and passes {PSI_ALARM:g} in {luck} of draws. "
        f"Circles are tests at {percent(r.params.alpha)}, diamonds distances with fixed limits."
    )


def features(result: Result) -> str:
    """How many features alarm, and how many would without any drift."""
    r, p = result, result.params
    means = {
        "none": "without a correction",
        **{k: f"after {v}" for k, v in CORRECTIONS.items() if k != "none"},
    }[p.correction]
    independent = " if features were independent" if p.source != "drawn" else ""
    return (
        f"{_of(int(r.alarms.sum()), len(r.names), upper=True)} {means}. Without any drift at least "
        f"one would, with chance about {percent(r.any_false_alarm)}{independent}."
    )


def miniature(result: Result) -> str:
    """For the home page."""
    return f"The largest gap is {number(result.gap.d)}."


def _half_caught(result: Result) -> float:
    """The position from which the test of drawn data alarms in half of draws; nan if none."""
    p = result.params
    if p.source != "drawn" or p.kind in STILL:
        return float("nan")
    rows = 2 * result.n * result.m / (result.n + result.m)
    return _position_for(p.kind, rows, p.alpha, p.autocorrelation)


@lru_cache(maxsize=64)
def _position_for(kind: str, rows: float, alpha: float, autocorrelation: float) -> float:
    def caught(position: float) -> bool:
        return bool(_chances(kind, position, np.array([rows]), alpha, autocorrelation)[0] >= 0.5)

    low, high = 0.0, 1.0
    if caught(low) or not caught(high):
        return float("nan")
    while high - low > 0.005:
        middle = (low + high) / 2
        low, high = (low, middle) if caught(middle) else (middle, high)
    return (low + high) / 2


def _rows_for(result: Result, chance: float) -> str:
    """How many independent rows in each sample let the test of drawn data alarm with that chance."""
    p = result.params
    if p.source != "drawn" or p.kind in STILL or p.position == 0 or p.autocorrelation > 0:
        return "unknown"
    above = int(np.argmax(result.chances >= chance))
    if result.chances[above] < chance:
        return f"over {count(SIZES[-1])}"
    if above == 0:
        return f"under {count(SIZES[0])}"
    rows = np.geomspace(SIZES[above - 1], SIZES[above], 8)
    chances = _chances(p.kind, p.position, rows, p.alpha, 0.0)
    return number(float(np.exp(np.interp(chance, chances, np.log(rows)))), 2)


def _chances(
    kind: str, position: float, rows: NDArray[np.float64], alpha: float, autocorrelation: float
) -> NDArray[np.float64]:
    """The chance of an alarm with so many rows in each sample."""
    standard, now = standard_shares(), shares(PLACES, kind, position)
    return chance_of_alarm(standard - now, (standard + now) / 2, rows, alpha, autocorrelation)


def _still(result: Result) -> bool:
    return result.params.position == 0 or result.params.kind in STILL


def _model(result: Result) -> str:
    """What became of the accuracy, as the end of a sentence."""
    if math.isnan(result.right):
        return ""
    change = result.right - result.right_before
    if abs(change) < MATTERS:
        return ", and the model is as good as before"
    before, now = percent(result.right_before), percent(result.right)
    return f", and accuracy goes from {before} to {now}"


def _of(some: int, all_of: int, *, upper: bool = False) -> str:
    """So many of so many features alarm."""
    if some == 0:
        return "No feature alarms" if upper else "no feature alarms"
    return f"{count(some)} of {count(all_of)} features {'alarms' if some == 1 else 'alarm'}"


def _p(p: float, *, bare: bool = False) -> str:
    """A p-value, as "p = 0.031"; what underflows is said to be below."""
    if 0 <= p < 1e-99:
        return "under 10⁻⁹⁹" if bare else "p under 10⁻⁹⁹"
    return number(p, 2) if bare else f"p = {number(p, 2)}"


def _named(result: Result) -> str:
    """The feature at the start of a sentence; a visitor's own name for it stays as it is."""
    name = result.feature
    return name if result.params.source == "own" else name[:1].upper() + name[1:]
