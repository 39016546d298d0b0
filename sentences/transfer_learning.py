"""What the pictures of a start from another task say, in words."""

import math
from typing import Any

from concepts.transfer_learning import (
    DRAWS,
    EXAMPLES,
    FEW,
    HEAD_RATE,
    INPUTS,
    MANY,
    MIDDLE,
    NEAR,
    OUTPUTS,
    ROWS,
    SCRATCH_RATE,
    STOPS,
    TUNED,
    Result,
)
from sentences.numbers import SPACE, amount, count, counted, number, percent, percent_set

HELPS, ALIKE, HARMS = "helps", "alike", "harms"


def claim(result: Result) -> str:
    """The sentence above the main figure."""
    at = result.here
    said = {HELPS: "", ALIKE: ": much the same", HARMS: ": the start harms"}[verdict(result)]
    return (
        f"With {counted(result.params.n, 'day')} of New York {_start(result)} misses by "
        f"{_degrees(at.started)} on average, from scratch by {_degrees(at.scratch)}{said}."
    )


def verdict(result: Result) -> str:
    """Whether the start helps, at the same trust; errors that differ by less than NEAR are alike."""
    if abs(result.gain) < NEAR:
        return ALIKE
    return HELPS if result.gain > 0 else HARMS


def headline(result: Result) -> dict[str, str]:
    """The errors, what fine-tuning gets, and the error of the learned change."""
    at, right = result.here, [percent(_tuned(result, what)) for what in ("all", "scratch")]
    return {
        "From Seattle": _degrees(at.started),
        "From scratch": _degrees(at.scratch),
        "Scratch, best λ": _degrees(at.best_scratch),
        "Seattle as it is": _degrees(at.as_is),
        "Digits, tuned / scratch": f"{right[0]} / {right[1]}",
        "Error of rank r": number(result.rank_errors[result.params.rank], 2),
    }


def answer(result: Result) -> dict[str, float]:
    """The numbers that the standalone script finds as well."""
    at, found = result.here, result.digits
    return {
        "scratch": float(at.scratch),
        "started": float(at.started),
        "as_is": float(at.as_is),
        "all_days": result.noise,
        "distance": result.distance,
        "worth": result.worth,
        "turned_started": float(found.linear_here[0]),
        "turned_scratch": float(found.linear_here[1]),
        "rank_error": float(result.rank_errors[result.params.rank]),
        "rank_scratch": result.rank_scratch,
    }


# --- one sentence a figure -------------------------------------------------------------------


def year(result: Result) -> str:
    """How far the two curves of this draw are from that of all days."""
    p = result.params
    seen = "the only day seen" if p.n == 1 else f"these {count(p.n)} days"
    flat = " From scratch, one day makes a flat year." if p.n == 1 else ""
    return (
        f"From {seen}, {_start(result)} comes to {_degrees(result.started_off)} from the curve of all "
        f"days, and from scratch to {_degrees(result.scratch_off)}, over the year. Seattle's own is "
        f"{_degrees(result.distance)} away.{flat}"
    )


def errors(result: Result) -> str:
    """What single draws give, and how many days scratch needs for the same."""
    at = result.here
    lows = _between(at.scratch_ends), _between(at.started_ends)
    share = percent_set(MIDDLE[1] - MIDDLE[0])
    return (
        f"Means over {DRAWS} draws; in {share} of single ones scratch misses by {lows[0]}, the start "
        f"from Seattle by {lows[1]}. {_needs(result)}"
    )


def trust(result: Result) -> str:
    """Where each errs least."""
    p, at = result.params, result.here
    return (
        f"With {counted(p.n, 'day')} the start from Seattle errs least at λ = "
        f"{amount(result.best_trust)}, {_degrees(result.trust_started.min())}; scratch at λ = "
        f"{amount(result.best_scratch_trust)}, {_degrees(at.best_scratch)}. With your λ = "
        f"{amount(p.trust)} the start errs by {_degrees(at.started)}; Seattle as it is, by "
        f"{_degrees(at.as_is)}."
    )


def distance(result: Result) -> str:
    """How far the source is, what that is worth, and from where on it harms."""
    p = result.params
    worth = result.worth
    said = (
        f"worth {_days(worth)}"
        if worth > 0
        else f"a loss of {_days(-worth)}"
        if worth
        else "worth 0"
    )
    text = (
        f"The source's curve is {_degrees(result.distance)} from that of all days, a flat year "
        f"{_degrees(result.scratch_distance)}: by the closed form, {said}."
    )
    if not math.isnan(result.distances_meet):
        text += f" Both are as far at a shift of {count(result.distances_meet)} days."
    if math.isnan(result.harm_from):
        harms = result.shift_started[0] >= result.here.scratch
        how = "harms even where it is not moved" if harms else "helps at any shift"
        return f"{text} With {counted(p.n, 'day')} it {how}."
    return (
        f"{text} With {counted(p.n, 'day')} and λ = {amount(p.trust)} it harms from a shift of about "
        f"{count(result.harm_from)} days on."
    )


def digits(result: Result) -> str:
    """The linear classifiers at this angle, and where they cross."""
    found, p = result.digits, result.params
    started, scratch = (percent(each) for each in found.linear_here)
    text = (
        f"A linear classifier pulled to the one of upright digits, with λ = {amount(p.trust)}, is right "
        f"about {started} of digits {_changed(result)}; from scratch {scratch}."
    )
    if math.isnan(result.angle_harm_from):
        return text
    return f"{text} From about {count(result.angle_harm_from)}° on the start is no better."


def layers(result: Result) -> str:
    """What each way of training gets."""
    right = {name: percent(each) for name, each in zip(TUNED, result.digits.tuned, strict=True)}
    p = result.params
    return (
        f"Of digits {_changed(result)} the network knows {right['nothing']} as it is. After "
        f"{counted(p.steps, 'update')} on {10 * p.per_class} images: {right['first']} with the first "
        f"layer trained, {right['last']} with the last, {right['all']} with all. A new head (learning "
        f"rate {amount(HEAD_RATE)}): {right['head']}. From scratch ({amount(SCRATCH_RATE)}): "
        f"{right['scratch']}."
    )


def forgetting(result: Result) -> str:
    """What is left of the old task."""
    found, p = result.digits, result.params
    return (
        f"After {counted(p.steps, 'update')} of all layers at a learning rate of {amount(p.rate)} it is "
        f"right about {percent(_tuned(result, 'all'))} of the new digits, {_changed(result)}, and "
        f"{percent(found.kept)} of upright ones; before, {percent(found.upright)} of those."
    )


def features(result: Result) -> str:
    """Who is ahead with few examples and with many."""
    p, found = result.params, result.learned
    where = "in the span of the shapes" if p.apart == 0 else f"{p.apart}° out of the span"
    text = " ".join(
        f"With {n}: frozen {number(found.frozen[i], 2)}, scratch {number(found.scratch[i], 2)}, head "
        f"first and then all {number(found.tuned[i], 2)}."
        for n, i in ((each, EXAMPLES.index(each)) for each in (FEW, MANY))
    )
    until = (
        ""
        if math.isnan(result.frozen_until)
        else f" Scratch catches up with the frozen features at about {_examples(result.frozen_until)}."
    )
    return f"Squared errors, the target being {where}. {text}{until}"


def rank(result: Result) -> str:
    """What the change costs, and how far off it is."""
    p, found = result.params, result.rank_errors
    what = (
        "Nothing is learned: the error is the whole change"
        if p.rank == 0
        else f"A change of rank {p.rank}, {count(result.learned_numbers)} numbers, has a squared error of"
    )
    return (
        f"{what}{', ' if p.rank == 0 else ' '}{number(found[p.rank], 2)}, from {ROWS} rows. The full "
        f"change, {count(INPUTS * OUTPUTS)} numbers: {number(found[-1], 2)}; from scratch "
        f"{number(result.rank_scratch, 2)}. The true change has rank {p.change_rank}."
    )


def miniature(result: Result) -> str:
    """The claim again, for the small picture."""
    return claim(result)


# --- named numbers for the words in content/ ---------------------------------------------------


def ticks(result: Result) -> dict[str, float]:
    """As many days as a curve has numbers; as many as the start is worth; where the errors meet."""
    return {
        "one a coefficient": float(result.numbers),
        "worth of the start": result.worth,
        f"within {amount(NEAR)} °C": result.meets,
    }


def measures(result: Result) -> dict[str, float]:
    """What guesses and challenges speak of: errors and leads in °C, those of digits in points.

    `lead` is over scratch at its best trust, `gain` over scratch at the same.
    """
    found, errors, many = result.digits, result.rank_errors, EXAMPLES.index(MANY)
    at = result.here
    return {
        "started": float(at.started),
        "gain": result.gain,
        "lead": float(at.best_scratch - at.started),
        "linear_lead": 100 * float(found.linear_here[0] - found.linear_here[1]),
        "first_lead": 100 * (_tuned(result, "first") - _tuned(result, "last")),
        "kept": 100 * found.kept,
        "frozen_ratio": float(result.learned.frozen[many] / result.learned.scratch[many]),
        "rank_error": float(errors[result.params.rank]),
        "rank_ratio": float(errors[result.params.rank] / errors[-1]),
    }


def facts(result: Result) -> dict[str, str]:
    """Named numbers as text, for the words in content/."""
    p, at, found = result.params, result.here, result.digits
    return {
        "days": counted(p.n, "day"),
        "started": _degrees(at.started),
        "scratch": _degrees(at.scratch),
        "best_scratch": _degrees(at.best_scratch),
        "as_is": _degrees(at.as_is),
        "noise": _degrees(result.noise),
        "gain": _degrees(result.gain),
        "needs": _many_days(result.needs),
        "worth": _days(result.worth),
        "distance": _degrees(result.distance),
        "flat_distance": _degrees(result.scratch_distance),
        "trust": amount(p.trust),
        "best_trust": amount(result.best_trust),
        "shift": counted(p.shift, "day"),
        "harm_from": _many_days(result.harm_from),
        "source_days": counted(p.source_days, "day"),
        "angle": f"{p.angle}°",
        "linear_started": percent(found.linear_here[0]),
        "linear_scratch": percent(found.linear_here[1]),
        "angle_from": "undefined"
        if math.isnan(result.angle_harm_from)
        else f"{count(result.angle_harm_from)}°",
        "images": count(10 * p.per_class),
        "nothing": percent(_tuned(result, "nothing")),
        "first": percent(_tuned(result, "first")),
        "last": percent(_tuned(result, "last")),
        "all": percent(_tuned(result, "all")),
        "head": percent(_tuned(result, "head")),
        "fresh": percent(_tuned(result, "scratch")),
        "rate": amount(p.rate),
        "upright": percent(found.upright),
        "kept": percent(found.kept),
        "apart": f"{p.apart}°",
        "frozen_until": _examples(result.frozen_until),
        "frozen_few": number(result.learned.frozen[EXAMPLES.index(FEW)], 2),
        "scratch_few": number(result.learned.scratch[EXAMPLES.index(FEW)], 2),
        "frozen_many": number(result.learned.frozen[EXAMPLES.index(MANY)], 2),
        "scratch_many": number(result.learned.scratch[EXAMPLES.index(MANY)], 2),
        "tuned_few": number(result.learned.tuned[EXAMPLES.index(FEW)], 2),
        "tuned_many": number(result.learned.tuned[EXAMPLES.index(MANY)], 2),
        "frozen_most": number(result.learned.frozen[-1], 2),
        "few": count(FEW),
        "many": count(MANY),
        "most": count(EXAMPLES[-1]),
        "rank": count(p.rank),
        "change_rank": count(p.change_rank),
        "rank_numbers": count(result.learned_numbers),
        "full_numbers": count(INPUTS * OUTPUTS),
        "rank_error": number(result.rank_errors[p.rank], 2),
        "full_error": number(result.rank_errors[-1], 2),
    }


# --- parts -----------------------------------------------------------------------------------


def _degrees(value: Any) -> str:
    return f"{number(value)}{SPACE}°C"


def _days(value: float) -> str:
    return f"{number(value, 2)} days"


def _many_days(value: float) -> str:
    return "undefined" if math.isnan(value) else counted(value, "day")


def _examples(value: float) -> str:
    return "undefined" if math.isnan(value) else counted(value, "example")


def _between(ends: Any) -> str:
    low, high = number(ends[0]), number(ends[1])
    return f"{low}{SPACE}°C" if low == high else f"{low} to {high}{SPACE}°C"


def _start(result: Result) -> str:
    shift = result.params.shift
    late = f", {counted(shift, 'day')} late," if shift else ""
    return f"a start from Seattle{late}"


def _changed(result: Result) -> str:
    p = result.params
    turned = f"turned by {p.angle}°" if p.angle else "upright"
    return f"{turned} and renamed" if p.renamed else turned


def _tuned(result: Result, what: str) -> float:
    return float(result.digits.tuned[list(TUNED).index(what)])


def _needs(result: Result) -> str:
    """How many days scratch needs for the error of the start."""
    best, started = result.sweep.best_scratch, float(result.here.started)
    if math.isnan(result.needs):
        if best[0] <= started:
            return "From scratch, at its best trust, one day is enough for that."
        return f"From scratch, at its best trust, {STOPS[-1]} days are not enough for that."
    days = count(result.needs)
    if days == "1":
        return "From scratch, at its best trust, about one day is enough for that."
    return f"From scratch, at its best trust, about {days} days are enough for that."
