"""What the pictures of prepared data say, in words."""

import math
from functools import partial

from concepts.data_preparation import (
    AHEAD,
    DATED,
    DATED_TABLES,
    ENCODED,
    ENCODERS,
    INTERVALS,
    MEASURES,
    SCALERS,
    Result,
)
from sentences.numbers import amount, count, counted, number, percent, percent_set

BECAUSE = {"chance": "by chance", "x": "by education", "y": "by income itself"}
CURED = {
    "drop": "dropping rows",
    "mean": "filling in the mean",
    "median": "filling in the median",
    "regression": "filling in by regression",
    "draw": "regression plus a draw",
    "nearest": "filling in the nearest 5",
}
ASIDE = 0.02  # correlations that differ by less are told as about the same
MUCH = 0.05  # by which a split promises too much


def claim(result: Result) -> str:
    """The sentence above the main figure."""
    p = result.params
    if result.left == len(result.seen):
        mean = _unit(result, result.full.mean)
        return (
            f"Nothing is missing: the correlation is {_two(result.full.r)} and the mean"
            f"{'' if result.own else ' income'} {mean}."
        )
    if result.own:
        known, now = (_unit(result, each.mean) for each in (result.full, result.now))
        return (
            f"{percent(1 - result.left / len(result.seen))} {_how(result)}: {CURED[p.cure]} takes r from "
            f"{_two(result.full.r)} to {_two(result.now.r)}, the mean from {known} to {now}."
        )
    return (
        f"{percent_set(p.missing)} of incomes missing {BECAUSE[p.reason]}: {CURED[p.cure]} gives a "
        f"correlation of {_two(result.now.r)} ({_two(result.full.r)} of all) and a mean of "
        f"{_two(result.now.mean)} ({_two(result.full.mean)})."
    )


def headline(result: Result) -> dict[str, str]:
    """Moments after the cure against those of all, and how many are left."""
    full, now = result.full, result.now
    if result.own:
        return {
            "Values left": f"{count(result.left)} of {count(len(result.seen))}",
            "Missing / hidden": f"{count(result.never)} / {count(result.hidden)}",
            "Mean, known / after": f"{_unit(result, full.mean)} / {_unit(result, now.mean)}",
            "Correlation, known / after": _both(full.r, now.r),
            "Slope, known / after": f"{number(full.slope)} / {number(now.slope)}",
            "Spread left": percent(now.sd / full.sd),
        }
    told = {
        "Incomes known": f"{count(result.left)} of {count(len(result.seen))}",
        "Mean, all / after": _both(full.mean, now.mean),
        "Correlation, all / after": _both(full.r, now.r),
        "Slope, all / after": _both(full.slope, now.slope),
        "Spread left": percent(now.sd / full.sd),
    }
    if result.params.cure in INTERVALS:
        held = result.here_coverage[result.params.cure]
        told["95 % intervals that hold"] = percent(_share(held))
    return told


def answer(result: Result) -> dict[str, float]:
    """The numbers that the standalone script finds as well."""
    now, place = result.now, list(ENCODERS).index(result.params.encoder)
    return {
        "mean": float(now.mean),
        "sd": float(now.sd),
        "r": float(now.r),
        "slope": float(now.slope),
        "plain_mean": float(now.mean),
        "plain_r": float(now.r),
        "r_of_all": float(result.full.r),
        "r2_encoded": float(result.encoding.here_train[place]),
        "r2_new": float(result.encoding.here_fresh[place]),
        "range_left": result.scaling.left,
        "wines_raw": float(result.wines.accuracy[0]),
        "wines_standard": float(result.wines.accuracy[2]),
        "random_promise": float(result.dated.promised[0]),
        "future": float(result.dated.promised[2]),
        "best_r": float(result.best[result.params.columns - 1]),
        "cancelled_missing": float(result.flights.cancelled[1]),
        "speed_by_phase": result.birds.by_phase,
    }


# --- one sentence a figure -------------------------------------------------------------------


def holes(result: Result) -> str:
    """Where the cure puts those that are missing, and the line through all."""
    if result.own:
        return _own_holes(result)
    p, lost = result.params, len(result.seen) - result.left
    line = (
        f"The line after it has a slope of {_two(result.now.slope)}, that of all people "
        f"{_two(result.full.slope)}."
    )
    if lost == 0:
        return f"All {count(result.left)} incomes are known. Both lines are the same."
    if p.cure == "drop":
        said = f"{counted(lost, 'row')} of {count(len(result.seen))} {_are(lost)} dropped."
    else:
        said = (
            f"{counted(lost, 'income')} of {count(len(result.seen))} {_are(lost)} filled in. The "
            f"standard deviation of income goes from {_two(result.full.sd)} to {_two(result.now.sd)}."
        )
    return f"{said} {line}"


def along(result: Result) -> str:
    """The measure followed, under the cure that is chosen and in closed form."""
    p = result.params
    now, full = (float(getattr(each, p.measure)) for each in (result.now, result.full))
    if result.own:
        say = {"r": _two, "slope": number}.get(p.measure, partial(_unit, result))
        after, known = (say(each) for each in (now, full))
        return (
            f"{MEASURES[p.measure]}: {after} after {CURED[p.cure]} with "
            f"{percent(1 - result.left / len(result.seen))} missing, {known} of what is known."
            + " That of all your rows nobody knows, so no line here is known to be right."
            * (result.never > 0)
        )
    said = (
        f"{MEASURES[p.measure]}: {_two(now)} after {CURED[p.cure]} with {percent_set(p.missing)} "
        f"missing, {_two(full)} among all people."
    )
    if p.cure not in result.here_law:
        return f"{said} For this cure there is no closed form."
    law = float(getattr(result.here_law[p.cure], p.measure))
    return f"{said} With endless rows it would be {_two(law)}."


def coverage(result: Result) -> str:
    """How often the interval holds, for the cure and for multiple imputation."""
    p, held = result.params, result.here_coverage
    if result.own:
        return (
            "The true mean of your column is not known, so no interval can be checked against it."
        )
    many = _about(held["multiple"])
    several = f"Twenty tables filled in and pooled (multiple imputation): {many}."
    if p.cure not in held:
        return f"For this cure there is no closed form. {several}"
    return (
        f"After {CURED[p.cure]} {_about(held[p.cure])} of the intervals hold the true mean, where 95 % "
        f"are promised. {several}"
    )


def flights(result: Result) -> str:
    """How missing pressure goes with cancelled flights."""
    found = result.flights
    known, lost = (percent(each) for each in found.cancelled)
    return (
        f"{percent(found.missing)} of flights have no pressure. Of those {lost} were cancelled, of the "
        f"others {known}. On flights not used for fitting, pressure with its mean filled in has an AUC "
        f"of {number(found.filled)}; with a column that says whether it was missing, "
        f"{number(found.flagged)}."
    )


def birds(result: Result) -> str:
    """What filling in by phase does to the mean speed."""
    found = result.birds
    most, least = int(found.missing.argmax()), int(found.missing.argmin())
    return (
        f"{percent(found.overall)} of speeds are missing: {percent(found.missing[most])} in the phase "
        f"{found.phases[most].lower()}, {percent(found.missing[least])} in "
        f"{found.phases[least].lower()}. The mean is {number(found.dropped, 4)} knots of what is known, "
        f"and {number(found.by_phase, 4)} with the mean of each phase filled in."
    )


def encoding(result: Result) -> str:
    """What the code explains of the rows it was made of, and of new ones."""
    p, found = result.params, result.encoding
    place = list(ENCODERS).index(p.encoder)
    train, fresh = (_two(float(each[place])) for each in (found.here_train, found.here_fresh))
    noise = "a target of pure noise" if p.effect == 0 else "the target"
    fit = {"one_hot": "least squares on the columns", "ordinal": "a line on the number"}
    return (
        f"{ENCODERS[p.encoder]}, {counted(p.categories, 'category', 'categories')}: "
        f"{fit.get(p.encoder, 'a line on the code')} has an R² of {train} for {noise} on the "
        f"{count(ENCODED)} rows that were encoded, and {fresh} on new rows. Plain means of noise have "
        f"{_two(found.here_expected)} on average."
    )


def scaling(result: Result) -> str:
    """How well each scaling bears the outlier."""
    p, found = result.params, result.scaling
    each = [
        f"{percent(right)} right after {name.lower()} scaling"
        for name, right in zip(SCALERS.values(), found.here, strict=True)
    ]
    return (
        f"One of 200 values lies at {amount(p.outlier)} standard deviations. Fifteen neighbours get "
        f"{each[0]}, {each[1]} and {each[2]}. Min-max leaves {percent(found.left)} of its range to all "
        "other values."
    )


def wines(result: Result) -> str:
    """What neighbours make of real wines, and which column decides who is near."""
    found = result.wines
    raw, *scaled = (percent(share) for share in found.accuracy)
    each = [
        f"{share} after {name.lower()} scaling"
        for share, name in zip(scaled, SCALERS.values(), strict=True)
    ]
    return (
        f"Of real wines five neighbours tell {raw} right by thirteen measurements in their own units, "
        f"{each[0]}, {each[1]} and {each[2]}. Unscaled, {found.heaviest} alone makes "
        f"{percent(found.share)} of the squared distances."
    )


def twins(result: Result) -> str:
    """What copies on both sides of the split pretend."""
    found, i, share = result.twins, result.twin_place, result.params.doubled
    if share == 0:
        return (
            f"No row is there twice: split at random the nearest neighbour gets "
            f"{percent(found.random[i])} of random labels right; guessing gets half."
        )
    return (
        f"With {percent_set(share)} of rows there twice, the nearest neighbour gets "
        f"{percent(found.random[i])} of random labels right; {percent(found.law[i])} are expected. "
        f"With twins on one side of the split it is {percent(found.grouped[i])}; guessing gets half."
    )


def by_time(result: Result) -> str:
    """What both splits promise, and what the days after the table give."""
    random, ordered, future = (percent(share) for share in result.dated.promised)
    days = f"{DATED_TABLES} tables of {DATED} days"
    return (
        f"Each label is told by that of the nearest day that trains. In {days} a random split promises "
        f"{random} right, a split by time {ordered}; the {AHEAD} days after the table give {future}."
        + (
            " A test day with a trained day on either side is easier than the future is."
            if result.dated.gap > MUCH
            else " A day tells little of the next, so neither promises much more than comes."
        )
    )


def columns(result: Result) -> str:
    """The best of the columns of noise."""
    p = result.params
    best, usual = result.best[p.columns - 1], result.best_law[p.columns - 1]
    many = counted(p.columns, "column")
    return (
        f"Of {many} of noise in {count(p.cases)} rows the best has a correlation of {number(best, 2)} "
        f"with the target, whatever its sign. In half of all such tables it is above {number(usual, 2)}."
    )


def miniature(result: Result) -> str:
    """The claim again, for the small picture."""
    return claim(result)


# --- named numbers for the words in content/ ---------------------------------------------------


def ticks(result: Result) -> dict[str, float]:
    """Shares missing in real tables, and half; and of own data how many are missing as it is."""
    share = round(result.never / len(result.seen), 3)
    if result.own:
        return {"your column as it is": share} if share <= 0.9 else {}
    return {
        "half": 0.5,
        "flights' pressure": round(result.flights.missing, 3),
        "bird strikes' speed": round(result.birds.overall, 3),
    }


def measures(result: Result) -> dict[str, float]:
    """What guesses and challenges speak of. How far off the cure is, is nan of own data."""
    full, now, code = result.full, result.now, result.encoding
    place = list(ENCODERS).index(result.params.encoder)
    train, fresh = float(code.here_train[place]), float(code.here_fresh[place])
    r, mean = float(now.r - full.r), float(now.mean - full.mean)
    if result.own:
        r = mean = math.nan
    return {
        "r_gain": r,
        "r_gap": abs(r),
        "mean_off": mean,
        "mean_gap": abs(mean),
        "auc_gain": result.flights.flagged - result.flights.filled,
        "speed_change": result.birds.by_phase - result.birds.dropped,
        "fresh": fresh,
        "leak": abs(train - fresh),
        "min_max": float(result.scaling.here[0]),
        "future": 100 * float(result.dated.promised[2]),
        "best": float(result.best[result.params.columns - 1]),
    }


def facts(result: Result) -> dict[str, str]:
    """Named numbers as text, for the words in content/."""
    p, full, now, code = result.params, result.full, result.now, result.encoding
    place = list(ENCODERS).index(p.encoder)
    bird, flight, scale, i = result.birds, result.flights, result.scaling, result.twin_place
    min_max, standard, robust = (percent(each) for each in scale.here)
    held = {
        cure: percent(_share(result.here_coverage[cure])) if result.here_coverage else "unknown"
        for cure in ("mean", "draw", "multiple")
    }
    return {
        "share": percent_set(p.missing),
        "known": count(result.left),
        "people": count(len(result.seen)),
        "mean": _two(now.mean),
        "mean_all": _two(full.mean),
        "off": _two(now.mean - full.mean),
        "r": _two(now.r),
        "r_all": _two(full.r),
        "slope": _two(now.slope),
        "slope_all": _two(full.slope),
        "spread": percent(now.sd / full.sd),
        "held_mean": held["mean"],
        "held_draw": held["draw"],
        "held_multiple": held["multiple"],
        "ten_columns": percent((1 - p.missing) ** 10),
        "cancelled_known": percent(flight.cancelled[0]),
        "cancelled_missing": percent(flight.cancelled[1]),
        "auc_filled": number(flight.filled),
        "auc_flagged": number(flight.flagged),
        "rain_times": number(flight.rain[1] / flight.rain[0], 2),
        "speed_missing": percent(bird.overall),
        "dropped": number(bird.dropped, 4),
        "by_phase": number(bird.by_phase, 4),
        "categories": count(p.categories),
        "r2_train": _two(float(code.here_train[place])),
        "r2_fresh": _two(float(code.here_fresh[place])),
        "r2_cross": _two(float(code.here_fresh[2])),
        "r2_noise": _two(code.here_expected),
        "outlier": amount(p.outlier),
        "min_max": min_max,
        "standard": standard,
        "robust": robust,
        "range_left": percent(scale.left),
        "doubled": percent_set(p.doubled),
        "right": percent(result.twins.random[i]),
        "right_law": percent(result.twins.law[i]),
        "right_grouped": percent(result.twins.grouped[i]),
        "random_split": percent(result.dated.promised[0]),
        "time_split": percent(result.dated.promised[1]),
        "future": percent(result.dated.promised[2]),
        "columns": count(p.columns),
        "cases": count(p.cases),
        "best": number(result.best[p.columns - 1], 2),
        "best_usual": number(result.best_law[p.columns - 1], 2),
    }


# --- parts -----------------------------------------------------------------------------------


def _two(value: float) -> str:
    """To two decimals, with a true minus and no minus before a 0."""
    if math.isnan(value):
        return "undefined"
    rounded = round(float(value), 2)
    return f"{rounded + 0.0:.2f}".replace("-", "−")


def _unit(result: Result, value: float) -> str:
    """A mean or a spread: of own data, whose unit may be any, to a hundredth of its spread."""
    if not result.own:
        return _two(value)
    size, spread = (math.floor(math.log10(abs(v))) if v else 0 for v in (value, result.full.sd))
    return number(value, min(max(3 + size - spread, 1), 15)) if value else "0"


def _how(result: Result) -> str:
    """Why a visitor's values are not there."""
    why = {"missing": result.never, "hidden": result.hidden}
    return " or ".join(word for word, many in why.items() if many)


def _own_holes(result: Result) -> str:
    """What is missing in a visitor's column, what is hidden besides, and what the cure does."""
    of, parts = count(len(result.seen)), []
    if result.never:
        parts.append(
            f"{counted(result.never, 'value')} of {of} {_are(result.never)} missing: rings on the lower "
            "edge, as nobody knows their height."
        )
    if result.hidden:
        parts.append(
            f"{counted(result.hidden, 'known value')} {_are(result.hidden)} hidden by chance."
        )
    if not parts:
        return f"All {of} values are known. Both lines are the same."
    known, now = (_unit(result, each.sd) for each in (result.full, result.now))
    return f"{' '.join(parts)} The standard deviation is {known} of what is known, {now} after the cure."


def _both(full: float, now: float) -> str:
    return f"{_two(full)} / {_two(now)}"


def _share(value: float) -> float:
    """A chance, and 0 for what is too small to be told."""
    return 0.0 if value < 1e-6 else min(float(value), 1.0)


def _about(value: float) -> str:
    """A chance by a formula for many rows."""
    said = percent(_share(value))
    return said if said.startswith(("under", "over")) else f"about {said}"


def _are(many: int) -> str:
    return "is" if many == 1 else "are"
