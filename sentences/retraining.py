"""What the pictures of a model that ages say, in words."""

import math

import numpy as np

from concepts.retraining import (
    DAILY,
    HOURLY,
    REAL,
    Result,
    delay_name,
    pause_name,
    unit_of,
    window_name,
)
from sentences.numbers import amount, capital, count, counted, number, percent, percent_set


def claim(result: Result) -> str:
    """How the model is replaced, what that costs, and what would cost least."""
    r, p = result, result.params
    if p.policy == "trigger":
        rings = (
            "The alarm never rings"
            if r.retrainings == 0
            else f"The alarm rings {_times(r.retrainings)}"
        )
        return f"{rings}: {_mean(r)}. {_halves(r)}."
    if r.paid == 0:
        return f"Never retrained: {_mean(r)}. {_cheapest(r)}"
    refused = r.paid - r.retrainings
    kept = f", and {count(refused)} of {count(r.paid)} are refused" if refused else ""
    return f"Retrained {_every(r)}{kept}: {_mean(r)}. {_halves(r)}."


def headline(result: Result) -> dict[str, str]:
    """Error, retrainings and costs."""
    r = result
    return {
        _title(r): _error(r, r.mean_error),
        "Retrainings": count(r.paid),
        "Cost of a day": _errs(r.cost),
        "Worst": _error(r, float(r.drawn_error.max())),
        "Cheapest": _pause(r, r.best),
    }


def answer(result: Result) -> dict[str, float]:
    """The numbers that the standalone script finds as well."""
    r = result
    return {
        "mean_error": r.mean_error,
        "worst_error": float(r.error.max()),
        "cost": r.cost,
    }


def ticks(result: Result) -> dict[str, float]:
    """The cheapest pause, half and double of it, and how late labels are."""
    best, delay = result.best, result.params.delay
    return {
        "cheapest": float(best),
        "half of it": float(best // 2) if best > 1 else math.nan,
        "twice": float(2 * best),
        "label delay": float(delay) if delay else math.nan,
    }


def measures(result: Result) -> dict[str, float]:
    """What guesses and challenges speak of: errors in percent, costs in errors a day.

    `ahead` is how much more often, in percentage points, a model retrained at every step is right than
    one retrained at this pause; `alarms` how often the alarm against the newest model rings.
    """
    r = result
    return {
        "error": 100 * r.mean_error,
        "worst": 100 * float(r.drawn_error.max()),
        "cost": r.cost,
        "retrainings": float(r.paid),
        "best": float(r.best),
        "best_window": float(r.windows[r.by_window.argmin()]),
        "ahead": 100 * (r.mean_error - float(r.floor.mean())),
        "alarms": float(r.trainings[3]),
    }


def facts(result: Result) -> dict[str, str]:
    """Numbers for the words."""
    r, p, c = result, result.params, result.costs
    low, high = r.within_tenth
    return {
        "every": _every(r),
        "error": _error(r, r.mean_error),
        "worst": _error(r, float(r.drawn_error.max())),
        "worst_angle": "unknown" if r.real else f"{np.degrees(abs(r.model - r.truth)):.0f}°",
        "end": _error(r, float(r.error[-1])),
        "daily": _error(r, float(r.floor.mean())),
        "never": _error(r, float(c.error[-1])),
        "retrainings": count(r.paid),
        "released": count(r.retrainings),
        "coins": _whole(r.coins),
        "stale": _whole(max(r.stale, 0.0)),
        "cost": _whole(r.cost),
        "price": amount(p.price),
        "best": _pause(r, r.best),
        "best_cost": _whole(float(c.total.min())),
        "near_low": _pause(r, low),
        "near_high": _pause(r, high),
        "law": _law(r),
        "window": window_name(p.window, p),
        "best_window": window_name(int(r.windows[r.by_window.argmin()]), p),
        "best_window_error": _error(r, float(r.by_window.min())),
        "all_data": _error(r, float(r.by_window[-1])),
        "all_still": "unknown" if r.real else percent(float(r.still[-1])),
        "late": _error(r, float(r.by_delay[-1])),
        "prompt": _error(r, float(r.by_delay[0])),
        "delay": delay_name(p.delay, p),
        "scheduled": _error(r, float(r.policies[1])),
        "first_error": _error(r, float(r.policies[2])),
        "first_times": counted(r.trainings[2], "retraining"),
        "newest_error": _error(r, float(r.policies[3])),
        "newest_times": counted(r.trainings[3], "retraining"),
        "after_bad": _error(r, r.after_bad),
        "passed": percent(float(np.nanmean(r.passed))),
        "passed_most": percent(float(np.nanmax(r.passed))),
        "explored": percent(float(np.nanmean(r.explored))),
        "explore": percent_set(p.explore),
    }


# --- one sentence a figure -------------------------------------------------------------------


def saw(result: Result) -> str:
    """The worst step, and what a model retrained at every step gets."""
    r = result
    most = r.drawn_error
    where = f"{_place(r, int(most.argmax()))}"
    text = f"The error is greatest {where}, at {_error(r, float(most.max()))}."
    if r.real:
        span = "the last year" if r.params.drift == "rain" else "the last 30 days"
        text = f"Drawn is the mean of {span}, greatest {where}, at {_error(r, float(most.max()))}."
    floor = f"Retrained every {_step(r)}, {_mean(r, float(r.floor.mean()))}"
    least = "" if r.real else f"; a model that knows today errs in {percent_set(r.least)} of cases"
    return f"{text} {floor}{least}."


def dial(result: Result) -> str:
    """How far the model is from the rule at its worst."""
    r = result
    if r.real:
        return f"Of real data nobody knows the rule. {_halves(r)}."
    apart = np.degrees(abs(r.model - r.truth))
    return (
        f"{capital(_place(r, r.worst))} the model stands {apart:.0f}° from the rule, so "
        f"{percent(apart / 180)} of inputs lie between the two, and it errs in "
        f"{_error(r, float(r.error[r.worst]))}. {_halves(r)}."
    )


def cost(result: Result) -> str:
    """The cheapest pause, how flat it is around, and what the formula says."""
    r = result
    low, high = r.within_tenth
    flat = "No other comes within a tenth of that."
    if low != high:
        flat = f"From {_pause(r, low)} to {_pause(r, high)} it is at most a tenth more."
    law = "" if math.isnan(r.law_pause) else f" The square-root formula says {_law(r)}."
    extra = ""
    if r.params.policy == "trigger" or r.params.guard != "none":
        extra = f" The lines are of a plain schedule, the {_mark(r)} is what you chose."
    if r.costs_more:
        extra += f" Yours costs {_errs(r.cost)} a day, more than is drawn."
    return f"{_cheapest(r)} {flat}{law}{extra}"


def windows(result: Result) -> str:
    """The best window at this pause, and all data."""
    r = result
    at = int(r.by_window.argmin())
    best = window_name(int(r.windows[at]), r.params)
    least = _error(r, float(r.by_window[at]))
    text = f"At this pause the error is least if trained on {_last(best)}: {least}."
    if at != len(r.windows) - 1:
        text += f" On all so far it is {_error(r, float(r.by_window[-1]))}."
    if not r.real:
        text += f" If nothing drifted, all so far would give {percent(float(r.still[-1]))}."
    return text


def delays(result: Result) -> str:
    """What late labels add."""
    r = result
    late = delay_name(int(r.delays[-1]), r.params)
    return (
        f"With labels at once the plain schedule errs in {_error(r, float(r.by_delay[0]))}, with labels "
        f"after {late} in {_error(r, float(r.by_delay[-1]))}."
    )


def policies(result: Result) -> str:
    """What the alarms get, and how often they train."""
    r = result
    never, schedule, first, newest, kept = r.policies
    if r.params.drift not in DAILY:
        return f"Never retrained: {_error(r, never)}. As scheduled: {_error(r, schedule)}."
    return (
        f"By schedule the mean error is {_error(r, schedule)}. An alarm against the first model's error "
        f"gets {_error(r, first)} with {counted(r.trainings[2], 'retraining')}, against the newest "
        f"model's {_error(r, newest)} with {counted(r.trainings[3], 'retraining')}."
    )


def feedback(result: Result) -> str:
    """How much fraud passes, and what a few cases let through change."""
    r = result
    low, high = (percent(float(f(r.passed))) for f in (np.nanmin, np.nanmax))
    text = (
        f"A fraud filter learns from what passed last week. What it blocks it cannot learn: in a week "
        f"{low} to {high} of fraud passes, {percent(float(np.nanmean(r.passed)))} on average."
    )
    if r.params.explore == 0:
        return f"{text} Nothing blocked is let through."
    share = percent_set(r.params.explore)
    return f"{text} With {share} let through it is {percent(float(np.nanmean(r.explored)))}."


def miniature(result: Result) -> str:
    """For the home page."""
    return f"A model in use: {_mean(result)}."


# --- parts -----------------------------------------------------------------------------------


def _title(r: Result) -> str:
    return "Mean Brier score" if r.brier else "Mean error"


def _error(r: Result, value: float) -> str:
    """An error rate in percent; a Brier score as a number."""
    if r.brier:
        return number(value)
    return percent(value, 3 if r.real else 2)


def _mean(r: Result, value: float | None = None) -> str:
    value = r.mean_error if value is None else value
    name = "the Brier score" if r.brier else "the error"
    return f"{name} is {_error(r, value)} on average"


def _whole(errors: float) -> str:
    """Errors a day: whole from 10 on."""
    errors = 0.0 if abs(errors) < 0.005 else errors
    return count(errors) if abs(errors) >= 9.95 else amount(errors, figures=2)


def _errs(errors: float) -> str:
    said = _whole(errors)
    return f"{said} error{'' if said == '1' else 's'}"


def _times(n: int) -> str:
    return {1: "once", 2: "twice"}.get(n, f"{count(n)} times")


def _pause(r: Result, pause: int) -> str:
    """A pause as a schedule: "every 25 days", "every day", "never"."""
    name = pause_name(pause, r.params)
    return (
        name
        if name == "never"
        else f"every {name.removeprefix('1 ') if name.startswith('1 ') else name}"
    )


def _every(r: Result) -> str:
    return _pause(r, r.params.pause)


def _cheapest(r: Result) -> str:
    best = _pause(r, r.best)
    how = "never to retrain" if best == "never" else f"to retrain {best}"
    return f"Cheapest is {how}, at {_errs(float(r.costs.total.min()))} a day."


def _halves(r: Result) -> str:
    """Coins and area."""
    stale = f"staleness {_errs(r.stale)}" if _whole(max(r.stale, 0.0)) != "0" else "staleness none"
    return f"Retraining costs {_errs(r.coins)} a day, {stale}"


def _law(r: Result) -> str:
    if math.isnan(r.law_pause):
        return "nothing"
    if math.isinf(r.law_pause):
        return "never"
    return f"every {amount(r.law_pause, figures=2)} days"


def _last(window: str) -> str:
    return window if window == "all so far" else f"the last {window.removeprefix('1 ')}"


def _mark(r: Result) -> str:
    return "triangle" if r.costs_more else "dot"


def _step(r: Result) -> str:
    return "40 days" if r.params.drift == "rain" else unit_of(r.params)


def _place(r: Result, step: int) -> str:
    """When a step is: "on day 199"."""
    if r.params.drift == "rain":
        return f"in year {r.times[step]:.1f} of the data"
    if r.params.drift in HOURLY:
        return f"in hour {step}"
    year = " of 2013" if r.params.drift in REAL else ""
    return f"on day {r.times[step]:.0f}{year}"
