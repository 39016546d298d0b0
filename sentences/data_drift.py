"""What the pictures of drift say, in words."""

import math

import numpy as np

from concepts.data_drift import (
    CORRECTIONS,
    DOMAIN_ROWS,
    PSI_ALARM,
    SIZES,
    STILL,
    WINDOWS,
    Result,
)
from sentences.numbers import (
    amount,
    capital,
    count,
    counted,
    number,
    percent,
    percent_set,
    proportion,
)


def claim(result: Result) -> str:
    """What the test says, and what is true or what became of the model."""
    p, r = result.params, result
    verdict = "the test alarms" if r.alarm else "the test is silent"
    if not r.drawn:
        if math.isnan(r.p):
            return f"{_named(r)}: there is one value only, so p is undefined."
        told = (
            f"{r.statistic} = {proportion(r.gap.d)}, {verdict}" if math.isnan(r.right) else verdict
        )
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
        return f"Something has moved, and the test misses it: D = {proportion(r.gap.d)}, {_p(r.p)}."
    return f"The test alarms, {_p(r.p)}{_model(r)}."


def headline(result: Result) -> dict[str, str]:
    """The gap, its p-value, and what other measures and the model say."""
    r, m = result, result.measures
    said = {
        "Cramér's V" if r.words else "D": proportion(r.gap.d),
        "p": _p(r.p, bare=True),
        f"alarm from {r.statistic}": proportion(r.critical),
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


def ticks(result: Result) -> dict[str, float]:
    """The places that mean something; nan where no test alarms in half of draws."""
    r = result
    if r.drawn:
        return {"no drift": 0.0, "half of draws alarm": round(r.half_caught, 3), "full size": 1.0}
    alarms = np.flatnonzero(r.path[:, 0] >= r.critical)
    first = alarms[0] / (len(r.path) - 1) if alarms.size else math.nan
    return {"right after": 0.0, "latest": 1.0, "first alarm": float(first)}


def measures(result: Result) -> dict[str, float]:
    """What guesses and challenges speak of; chances, shares and accuracies in percent.

    `rows` counts both samples. `half_caught` is the position from which the test alarms in half of
    draws, nan if there is none. `long_run` is the chance of an alarm with 10,000 rows in each
    sample, `path_end` the D at position 1.
    """
    r = result
    percents = {
        "chance": r.chance,
        "long_run": _chance_at(r, 10_000),
        "false_alarm": r.false_alarm,
        "any_false_alarm": r.any_false_alarm,
        "psi_false_alarm": r.measures.psi_false_alarm,
        "accuracy": r.right,
    }
    return {
        "auc": float(r.auc),
        "rows": float(r.n + r.m),
        "half_caught": r.half_caught,
        "path_end": float(r.path[-1, 0]),
        **{name: 100 * float(share) for name, share in percents.items()},
    }


def facts(result: Result) -> dict[str, str]:
    """Numbers for the words."""
    r, p, m = result, result.params, result.measures
    tests = len(r.names)
    return {
        "d": proportion(r.gap.d),
        "p": _p(r.p, bare=True),
        "at": number(r.gap.at),
        "critical": proportion(r.critical),
        "n": count(r.n),
        "m": count(r.m),
        "alpha": percent_set(p.alpha),
        "feature": r.feature or "the feature",
        "position": amount(p.position),
        "true_d": proportion(r.true_d) if r.drawn else "unknown",
        "psi": number(m.psi, 2),
        "psi_floor": number(m.psi_floor, 2),
        "psi_false_alarm": percent(m.psi_false_alarm),
        "bins": count(p.bins),
        "auc": proportion(r.auc, 2),
        "accuracy_before": percent(r.right_before),
        "accuracy": percent(r.right),
        "chance": percent(r.chance),
        "chance_100": percent(_chance_at(r, 100)),
        "chance_1000": percent(_chance_at(r, 1_000)),
        "chance_10000": percent(_chance_at(r, 10_000)),
        "half_caught": number(r.half_caught, 2),
        "needed_80": _needed(r.rows_for_80),
        "rows": count(r.n + r.m),
        "false_alarm": percent(r.false_alarm),
        "any_false_alarm": percent(r.any_false_alarm),
        "any_alarm_plain": percent(r.any_alarm_plain),
        "any_alarm_bonferroni": percent(r.any_alarm_bonferroni),
        "autocorrelation": amount(p.autocorrelation),
        "features": count(tests),
        "alarms": count(r.alarms.sum()),
        "expected_alarms": amount(p.alpha * tests),
        "correlation": amount(r.correlation, figures=2),
        "path_end": proportion(float(r.path[-1, 0])),
    }


# --- one sentence a figure -------------------------------------------------------------------


def ecdfs(result: Result) -> str:
    """Where the gap is and which way, and of how many rows where not of all."""
    return f"{_gap(result)}{_part(result)}"


def _gap(result: Result) -> str:
    r = result
    if r.words:
        return (
            f"The share of “{r.words[int(r.gap.at)]}” differs most: {percent(r.level_before)} of the "
            f"reference rows and {percent(r.level_after)} of the current ones. Categories have no "
            "order, so the size is Cramér's V and the test chi-square."
        )
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


def _part(result: Result) -> str:
    """Of how many of a visitor's own rows the comparison is, where not of all; after a sentence."""
    r = result
    parts = [
        f"{count(some)} of {count(every)} {period} rows"
        for some, every, period in zip((r.n, r.m), r.rows_of, ("reference", "current"), strict=True)
        if some < every
    ]
    return f" Compared are {' and '.join(parts)}." if parts else ""


def null(result: Result) -> str:
    """The p-value as a chance, with its condition."""
    r = result
    text = (
        f"Were the two the same, a {r.statistic} of {proportion(r.gap.d)} or more would come up with "
        f"chance {_p(r.p, bare=True)}."
    )
    if r.limit:
        text += " That is the limit for large samples; with two equal sizes it would be exact."
    if r.dependent:
        return f"{text} That counts on independent rows, and these follow one another."
    if r.ties.size:
        level, asked = percent(r.false_alarm), percent(r.params.alpha)
        return f"{text} Values tie, so without drift it alarms in {level} of draws, not in {asked}."
    return text


def power(result: Result) -> str:
    """The chance of an alarm here and with a thousand rows."""
    r, p = result, result.params
    if r.still:
        text = f"This feature has not moved; the test alarms in {percent(r.chance)} of draws"
        if p.autocorrelation > 0:
            return f"{text}, where {percent_set(p.alpha)} was asked for. More rows do not help."
        return f"{text}, whatever the number of rows."
    given = "For this drift" if r.drawn else "If the gap seen is the true one"
    few, many = (percent(_chance_at(r, rows)) for rows in (100, 10_000))
    return (
        f"{given} the test alarms in {percent(r.chance)} of draws at your size, in {few} with 100 "
        f"rows each and in {many} with 10,000."
    )


def over_time(result: Result) -> str:
    """How many windows alarm."""
    r, bent = result, result.window_alarms
    windows = f"windows of {count(r.window_rows)} rows"
    if r.window_rows == r.rows_of[1]:
        alarms = "alarms" if bent.any() else "does not alarm"
        return f"All {count(r.window_rows)} current rows are one window, which {alarms}."
    if not r.drawn:
        reference = (
            "" if r.params.source == "own" else f" against the first {count(r.reference_rows)}"
        )
        return f"{count(bent.sum())} of {bent.size} {windows} alarm{reference}."
    rest = f"All share a reference of {count(r.reference_rows)} rows."
    if r.still:
        some = f"{count(bent.sum())} of {bent.size} {windows}"
        return f"This feature does not move, and {some} alarm. {rest}"
    half = WINDOWS // 2
    return (
        f"Of {half} {windows}, {count(bent[:half].sum())} alarm before the move and "
        f"{count(bent[half:].sum())} after it. {rest}"
    )


def harm(result: Result) -> str:
    """Whether the drift seen and the change of accuracy go together."""
    r = result
    if math.isnan(r.right):
        return "There is no model on these data, so its accuracy is undefined."
    text = f"Accuracy is {percent(r.right)}, and was {percent(r.right_before)} in the reference"
    end = {
        "chance": "a change that chance alone could make",
        "better": "the model got better",
        "worse": "the model got worse",
    }[r.change]
    seen = "Drift is seen" if r.alarm else "No drift is seen"
    return f"{text}: {end}. {seen} in this feature."


def pairs(result: Result) -> str:
    """How well a classifier tells the periods apart."""
    r = result
    rows = min(DOMAIN_ROWS, r.n), min(DOMAIN_ROWS, r.m)
    if math.isnan(r.auc):
        return "There are too few rows for a classifier to tell the periods apart."
    tells = "tells the periods apart" if r.told_apart else "cannot tell the periods apart"
    text = (
        f"A classifier that sees all features {tells}: its AUC is {proportion(r.auc, 2)}, from up "
        f"to {count(max(rows))} rows of each."
    )
    if r.drawn:
        text += " Dots are labels 1, crosses labels 0."
    if r.params.kind == "concept" and r.drawn:
        return f"{text} It does not see labels, and only they have changed."
    return text


def yardsticks(result: Result) -> str:
    """PSI with its floor, and the two other distances."""
    m, r = result.measures, result
    marks = (
        f"Circles are tests at a level of {percent_set(r.params.alpha)}, diamonds distances with "
        "fixed limits."
    )
    if m.bins == 1:
        return (
            "All quantiles of the reference are one value, which leaves PSI a single bin: it is 0 "
            f"whatever moves. {marks}"
        )
    luck = (
        ""
        if math.isnan(m.psi_false_alarm)
        else f", and passes {PSI_ALARM:g} in {percent(m.psi_false_alarm)} of draws"
    )
    return (
        f"PSI is {number(m.psi, 2)}. Without drift it is {number(m.psi_floor, 2)} on average at "
        f"these sizes with {counted(m.bins, 'bin')} (the tick){luck}. {marks}"
    )


def features(result: Result) -> str:
    """How many features alarm, and how many would without any drift."""
    r, p = result, result.params
    means = {
        "none": "without a correction",
        **{k: f"after {v}" for k, v in CORRECTIONS.items() if k != "none"},
    }[p.correction]
    independent = "" if r.drawn else " if features were independent"
    return (
        f"{_of(int(r.alarms.sum()), len(r.names), upper=True)} {means}. Without any drift at least "
        f"one would, with chance about {percent(r.any_false_alarm)}{independent}."
    )


def miniature(result: Result) -> str:
    """For the home page."""
    return f"The largest gap is {proportion(result.gap.d)}."


def _chance_at(result: Result, rows: int) -> float:
    """The chance of an alarm with so many rows in each sample, one of SIZES."""
    return float(result.chances[SIZES == rows][0])


def _needed(rows: float) -> str:
    if math.isnan(rows):
        return "unknown"
    if math.isinf(rows):
        return f"over {count(SIZES[-1])}"
    return f"under {count(SIZES[0])}" if rows == SIZES[0] else number(rows, 2)


def _model(result: Result) -> str:
    """What became of the accuracy, as the end of a sentence."""
    if math.isnan(result.right):
        return ""
    before, now = percent(result.right_before), percent(result.right)
    if result.change == "chance":
        return f", and accuracy, {before} then and {now} now, moved no more than chance could"
    if before == now:
        before, now = percent(result.right_before, 3), percent(result.right, 3)
    return f", and accuracy goes from {before} to {now}"


def _of(some: int, all_of: int, *, upper: bool = False) -> str:
    """So many of so many features alarm."""
    if some == 0:
        return "No feature alarms" if upper else "no feature alarms"
    if all_of == 1:
        return "The one feature alarms" if upper else "the one feature alarms"
    return f"{count(some)} of {count(all_of)} features {'alarms' if some == 1 else 'alarm'}"


def _p(p: float, *, bare: bool = False) -> str:
    """A p-value, as "p = 0.031"; what underflows is said to be below."""
    if 0 <= p < 1e-300:
        return "under 10⁻³⁰⁰" if bare else "p under 10⁻³⁰⁰"
    return number(p, 2) if bare else f"p = {number(p, 2)}"


def _named(result: Result) -> str:
    """The feature at the start of a sentence; a visitor's own name for it stays as it is."""
    name = result.feature
    return name if result.params.source == "own" else capital(name)
