"""What the pictures of gradient descent say, in words."""

import math
from collections.abc import Iterable

from concepts.gradient_descent import METHODS, Result, Run
from sentences.numbers import capital, count, counted, minus, number, percent

PROPER = ("Nesterov", "AdaGrad", "RMSProp", "Adam", "AdamW")


def claim(result: Result) -> str:
    """The one sentence above the main figure: who is how far, and what holds it back."""
    k, first = result.shown, result.runs[0]
    after = f"After {counted(k, 'update')}"
    lost = [run for run in result.runs if run.left_at and run.left_at <= k]
    if lost:
        return _lost(lost, result)
    if result.params.surface == "saddle":
        free = [run for run in result.runs if run.escaped_at is not None and run.escaped_at <= k]
        if not free:
            return f"{after} no path has got past the saddle yet."
        held = [_name(run) for run in result.runs if run not in free]
        left = (
            f"{_list(map(_name, free))} {'has' if len(free) == 1 else 'have'} got past the saddle"
        )
        return f"{after} {left}; {_list(held)} not yet." if held else f"{after} {left}."
    there = [
        run for run in result.runs if not result.noisy and run.excess_at(k) <= result.tolerance
    ]
    if there == [first] == list(result.runs):
        return f"{capital(_name(first))} has arrived: it took {counted(first.reached_at or 0, 'update')}."
    if there:
        has = "has" if len(there) == 1 else "have"
        rest = [run for run in result.runs if run not in there]
        others = f"; the loss is still {_each(rest, k)}" if rest else ""
        return f"{after} {_list(map(_name, there))} {has} arrived{others}."
    if len(result.runs) == 1:
        return f"{after} {_progress(first, result)}."
    ranked = sorted(result.runs, key=lambda run: run.excess_at(k))
    if all(run.at_its_floor(k) for run in ranked):
        floors = _list(f"{number(run.floor, 2)} with {_name(run)}" for run in ranked)
        return f"{after} the paths are at their noise floors above the minimum: {floors}."
    return f"{after} the loss is {_each(ranked, k)}."


def _each(runs: list[Run], k: int) -> str:
    """How high each of `runs` is, as words that follow "the loss is"."""
    first, *rest = (f"{number(run.excess_at(k), 2)} {{}}with {_name(run)}" for run in runs)
    return _list([first.format("above its minimum "), *(each.format("") for each in rest)])


def _lost(lost: list[Run], result: Result) -> str:
    """Who has left the picture, and why; where the others are."""
    k = result.shown
    if len(lost) > 1:
        said = f"{capital(_list(map(_name, lost)))} have left the picture"
        if all(map(_beyond, lost)):
            said += ": their rates are beyond their stability limits"
    else:
        run = lost[0]
        why = f": {_past(run)}" if _beyond(run) else ""
        if not why and not result.noisy:
            why = ": its rate is too large here"
        said = f"{capital(_name(run))} left the picture at update {count(run.left_at or 0)}{why}"
    rest = [run for run in result.runs if run not in lost]
    others = f". With {_list(map(_name, rest))} the loss is" if rest else ""
    if rest:
        heights = _list(number(run.excess_at(k), 2) for run in rest)
        others += f" {heights} above its minimum"
    return f"{said}{others}."


def headline(result: Result) -> dict[str, str]:
    """Updates, what they cost, and the limits the surface sets."""
    k, n = result.shown, result.n
    cost = count(k * result.batch)
    last = ", the last" if k == result.updates else ""
    named = {"Update": f"{count(k)} of {count(result.updates)}{last}"}
    if result.data:
        named["Gradients of data points"] = cost
        named["Epochs"] = number(k * result.batch / n)
    else:
        named["Gradients"] = cost
    named["Safe rate 1/L"] = set_to(1 / result.smoothness)
    named["Stability limit 2/L"] = set_to(2 / result.smoothness)
    return named


def answer(result: Result) -> dict[str, float]:
    """The numbers that the standalone script finds as well; infinite once a run has diverged."""
    named = {
        "L": result.smoothness,
        "cliff": 2 / result.smoothness,
        "updates": float(result.updates),
    }
    for run in result.runs:
        gone = run.diverged_at is not None and result.shown >= run.diverged_at
        named[f"{run.method}_excess"] = math.inf if gone else float(run.excess[result.shown])
        named[f"{run.method}_reached"] = float(-1 if run.reached_at is None else run.reached_at)
    return named


def ticks(result: Result) -> dict[str, float]:
    """The update at which each method leaves the picture, gets past the saddle, or arrives."""
    found: dict[str, float] = {}
    for run in result.runs:
        name = "GD" if run.method == "gd" else METHODS[run.method]
        who = f"{name} " if len(result.runs) > 1 else ""
        if run.left_at is not None:
            found[f"{who}leaves"] = float(run.left_at)
        elif result.params.surface == "saddle":
            found[f"{who}escapes"] = _known(run.escaped_at)
        elif not result.noisy:
            found[f"{who}arrives"] = _known(run.reached_at)
    return found


def measures(result: Result) -> dict[str, float]:
    """What guesses and challenges speak of; nan for what did not run or did not happen.

    reached_gd, reached_momentum : the update of arrival.
    escaped_gd : the update at which gradient descent is half way down from the saddle.
    cliff_share_gd : its rate in percent of its stability limit.
    first_change_gd : what its first update changes the loss above the minimum by, in percent.
    tail_gd : its mean loss above the minimum over the last quarter of the run.
    remaining_gd, tail_share_gd : its loss now, and tail_gd, in percent of the start's.
    against_safe_gd : its updates to arrive, in percent of those at the rate 1/L.
    saved_momentum : updates that momentum saves, in percent of gradient descent's.
    adam_of_gd, floor_of_gd : Adam's updates and momentum's noise floor, in percent of gradient
        descent's.
    """
    runs = {run.method: run for run in result.runs}
    gd, start = runs.get("gd"), float(result.runs[0].excess[0])
    one, now, tail, floor = (
        (gd.excess_at(1), gd.excess_at(result.shown), gd.tail, gd.floor) if gd else [math.nan] * 4
    )
    arrived, momentum, adam = (
        _known(runs[name].reached_at if name in runs else None)
        for name in ("gd", "momentum", "adam")
    )
    return {
        "reached_gd": arrived,
        "reached_momentum": momentum,
        "escaped_gd": _known(gd.escaped_at if gd else None),
        # rounded: a rate set to 99 percent of the limit is that, whatever floats make of it
        "cliff_share_gd": round(100 * _ratio(gd.rate, gd.edge), 6) if gd else math.nan,
        "first_change_gd": 100 * _ratio(one - start, start),
        "tail_gd": tail,
        "remaining_gd": 100 * _ratio(now, start),
        "tail_share_gd": 100 * _ratio(tail, start),
        "against_safe_gd": 100 * _ratio(arrived, result.needed_safe),
        "saved_momentum": 100 - 100 * _ratio(momentum, arrived),
        "adam_of_gd": 100 * _ratio(adam, arrived),
        "floor_of_gd": 100 * _ratio(runs["momentum"].floor, floor)
        if "momentum" in runs
        else math.nan,
    }


def _known(update: int | None) -> float:
    return math.nan if update is None else float(update)


# --- one sentence a figure -------------------------------------------------------------------


def contour(result: Result) -> str:
    """Where every method stands, and what the arrows are."""
    k = result.shown
    said = []
    for run in result.runs:
        if run.left_at and run.left_at <= k:
            said.append(f"{_name(run)} left the picture at update {count(run.left_at)}")
            continue
        x, y = (_v(value, result) for value in run.descent.path[min(k, len(run.descent.path) - 1)])
        said.append(f"{_name(run)} is at ({x}, {y})")
    short = ""
    if result.params.step > result.updates:
        short = f" The run has {counted(result.updates, 'update')}; the last is shown."
    return f"{capital('; '.join(said))}.{short}"


def loss(result: Result) -> str:
    """When each method arrives, or where noise stops it."""
    said = []
    for run in result.runs:
        if run.diverged_at:
            said.append(f"{_name(run)} diverges at update {count(run.diverged_at)}")
        elif run.floor > 0 and math.isfinite(run.floor):
            near = run.near_floor(run.tail)
            how = "settles about" if near else "in its last quarter is on average"
            said.append(
                f"{_name(run)} {how} {number(run.tail)} above the minimum (noise floor in theory: "
                f"{number(run.floor)})"
            )
        elif math.isinf(run.floor):
            said.append(f"{_name(run)} has no floor: its rate is too large for so much noise")
        elif result.noisy:
            said.append(f"{_name(run)} is on average {number(run.tail)} above in its last quarter")
        elif run.reached_at is not None:
            said.append(f"{_name(run)} arrives in {counted(run.reached_at, 'update')}")
        else:
            said.append(f"{_name(run)} has not arrived in {counted(result.updates, 'update')}")
    to = "a ten-thousandth of the first" if result.data else "a millionth"
    said_all = f"{capital('; '.join(said))}."
    if result.noisy:
        return f"{said_all} Bold: means over stretches of the run."
    if all(run.reached_at is None for run in result.runs):
        return said_all
    return f"{said_all} Arrived means: loss above the minimum is down to {to}."


def evaluations(result: Result) -> str:
    """What one update costs, and what the same money buys with all the data."""
    first, full = result.runs[0], result.reference
    if not result.data:
        return (
            "Every method here asks for one gradient an update, so counting gradients ranks them "
            "as counting updates does."
        )
    if full is None:
        return f"Every update looks at all {count(result.n)} data points."
    spent = min(result.n, int(first.evaluations[-1]))
    at = int(spent // result.batch)
    if first.diverged_at and first.diverged_at <= at:
        return f"{capital(_name(first))} diverges before {counted(spent, 'gradient')} are spent."
    if spent < result.n:
        return (
            f"With {counted(spent, 'gradient')}, less than one look at all the data, {_name(first)} is "
            f"{number(first.excess[at])} above the minimum."
        )
    end = float(full.excess[-1])
    if first.diverged_at:
        later = f"The mini-batches diverge at update {count(first.diverged_at)}."
    elif full.diverged_at:
        later = f"The dashed line diverges at update {count(full.diverged_at)}."
    elif end < first.tail:
        later = (
            f"The dashed line has no noise floor and ends lower: {number(end)} against about "
            f"{number(first.tail)}."
        )
    else:
        later = (
            f"By the end of its {counted(result.updates, 'update')} the dashed line is at "
            f"{number(end)}, the mini-batches are at about {number(first.tail)}."
        )
    return (
        f"For the price of one look at all the data, mini-batches get {_name(first)} to "
        f"{number(first.excess[at])} above the minimum, one full update to "
        f"{number(full.excess[min(1, len(full.excess) - 1)])}. {later}"
    )


def edge(result: Result) -> str:
    """Each method's rate against its own stability limit."""
    said = []
    for run in result.runs:
        if math.isnan(run.edge):
            said.append(f"{_name(run)} has no fixed factor: it rescales every gradient")
            continue
        factor = float(run.factor.max())
        if math.isclose(factor, 1, rel_tol=1e-9):
            fate = "neither shrinks nor grows the slowest direction"
        elif factor > 1:
            fate = f"multiplies the steepest direction by {number(factor)} with every update"
        else:
            fate = f"takes {percent(1 - factor)} off the slower direction with every update"
        said.append(f"{_name(run)} at {set_to(run.rate)} {fate} (its limit: {set_to(run.edge)})")
    note = ""
    if result.params.surface not in ("bowl", "least_squares"):
        note = " On this surface the curves hold near the minimum only."
        if result.params.surface != "logistic":
            note += " L is the larger curvature of start and minimum."
    return f"{capital('; '.join(said))}. Dotted: gradient descent in either direction.{note}"


def data_space(result: Result) -> str:
    """The model now; without data, how far each direction has come."""
    k, run = result.shown, result.runs[0]
    if result.data is None:
        return (
            f"A step must be short enough for the steepest direction (curvature "
            f"{set_to(result.eigenvalues[1])}); the flattest (curvature "
            f"{set_to(result.eigenvalues[0])}) then sets the time."
        )
    a, b = run.descent.path[min(k, len(run.descent.path) - 1)]
    best = result.minima[0]
    points = f"The gradient came from {counted(result.batch, 'ringed point')}"
    if result.batch == result.n:
        points = f"The gradient came from all {count(result.n)} points"
    return (
        f"{points}. {capital(_name(run))} has intercept {number(a)} and slope {number(b)}; the best "
        f"are {number(best[0])} and {number(best[1])}."
    )


def miniature(result: Result) -> str:
    """The claim again, for the small picture."""
    return claim(result)


def update(result: Result) -> str:
    """The update shown, written out with its numbers, for each method: Markdown."""
    k = result.shown
    lines = []
    for run in result.runs:
        if k > len(run.descent.gradient):
            lines.append(f"- **{METHODS[run.method]}** diverged at update {run.diverged_at}.")
            continue
        lines.append(f"- **{METHODS[run.method]}**: {_written_out(run, result)}")
    return f"**Update {count(k)}, for the first parameter**\n\n" + "\n".join(lines)


def _written_out(run: Run, result: Result) -> str:
    """The rule of one method with the numbers of the update shown, first parameter."""
    k, d, p = result.shown, run.descent, result.params
    rate, g = run.rates[k - 1], d.gradient[k - 1, 0]
    old, new = d.path[k - 1, 0], d.path[k, 0]
    before = d.first[k - 2, 0] if k > 1 else 0.0
    size = d.second[k - 1, 0]

    def v_(value: float) -> str:  # alone, or first in a formula
        return _v(value, result)

    def b_(value: float) -> str:  # after a sign: a negative one in brackets
        return f"({v_(value)})" if v_(value).startswith("−") else v_(value)

    step = f"θ = {v_(old)} − {set_to(rate)} ·"
    match run.method:
        case "gd":
            return f"{step} {b_(g)} = {v_(new)}"
        case "momentum" | "nesterov":
            where = " (gradient at the look-ahead point)" if run.method == "nesterov" else ""
            v = d.first[k - 1, 0]
            return (
                f"v = {set_to(p.beta)} · {b_(before)} + {b_(g)} = {v_(v)}{where}; "
                f"{step} {b_(v)} = {v_(new)}"
            )
        case "adagrad":
            return f"sum of g² = {number(size)}; {step} {b_(g)} / √{number(size)} = {v_(new)}"
        case "rmsprop":
            return f"mean of g² = {number(size)}; {step} {b_(g)} / √{number(size)} = {v_(new)}"
    m_hat, v_hat = (each[0] for each in result.corrected(run))
    decay = (
        f" − {set_to(rate)} · {set_to(p.weight_decay)} · {b_(old)}" if run.method == "adamw" else ""
    )
    size_said = number(v_hat)
    return f"m̂ = {v_(m_hat)}, v̂ = {size_said}; {step} {b_(m_hat)} / √{size_said}{decay} = {v_(new)}"


# --- named numbers for the words in content/ ---------------------------------------------------


def facts(result: Result) -> dict[str, str]:
    """Named numbers as text; `<name>_<method>` where that method runs."""
    p, (rate, beta) = result.params, result.optimal
    first, runs = result.runs[0], {run.method: run for run in result.runs}
    named = {
        "updates": count(result.updates),
        "update": count(result.shown),
        "safe": set_to(1 / result.smoothness),
        "cliff": set_to(2 / result.smoothness),
        "condition": set_to(result.condition),
        "best_rate": set_to(result.best_rate),
        "best_momentum_rate": set_to(rate),
        "best_momentum_units": set_to(rate * result.smoothness),  # of 1/L
        "best_beta": set_to(beta),
        "needed": _needed(result.needed),
        "needed_safe": _needed(result.needed_safe),
        "start": number(first.excess[0]),
        "beta1": set_to(p.beta1),
        "beta2": set_to(p.beta2),
        "uncorrected": number(result.uncorrected),
        "batch": count(result.batch),
        "n": count(result.n),
        "rotation": set_to(p.rotation),
        "noise": set_to(p.noise),
        "beta": set_to(p.beta),
    }
    if gd := runs.get("gd"):
        named |= {
            "rate_gd": set_to(gd.rate),
            "units_gd": set_to(gd.rate * result.smoothness),  # of 1/L
            "reached_gd": _when(gd.reached_at, result),
            "escaped_gd": _when(gd.escaped_at, result),
            "left_gd": "never" if gd.left_at is None else count(gd.left_at),
            "floor_gd": number(gd.floor),
            "tail_gd": number(gd.tail),
            "last_gd": number(gd.excess[-1]),
            "least_gd": number(gd.excess.min()),
            "one_left_gd": percent(_ratio(gd.excess[1], gd.excess[0])),
            "left_share_gd": percent(_ratio(gd.excess_at(result.shown), gd.excess[0])),
            "factor_gd": number(gd.factor.max()),
        }
    if momentum := runs.get("momentum"):
        named |= {
            "rate_momentum": set_to(momentum.rate),
            "reached_momentum": _when(momentum.reached_at, result),
            "floor_momentum": number(momentum.floor),
            "effective_momentum": set_to(momentum.effective),
        }
    if adam := runs.get("adam"):
        named |= {
            "rate_adam": set_to(adam.rate),
            "reached_adam": _when(adam.reached_at, result),
            "escaped_adam": _when(adam.escaped_at, result),
            "moved_adam": set_to(abs(adam.descent.path[1, 0] - adam.descent.path[0, 0])),
        }
    if result.reference is not None:
        epoch = result.n // result.batch
        named |= {
            "full_first": number(result.reference.excess_at(1)),
            "epoch_first": number(first.excess_at(epoch)),
        }
    return named


def set_to(value: float) -> str:
    """A number as one would set it, without trailing zeros; "undefined" for nan."""
    if math.isnan(value) or not 1e-4 <= abs(value) < 1e4:
        return number(value)
    return minus(f"{value:.3g}" if abs(value) < 999.5 else count(value))


def _when(update: int | None, result: Result) -> str:
    return f"more than {count(result.updates)}" if update is None else count(update)


def _needed(updates: float) -> str:
    """How many updates are needed, as words before "updates"; an unknown number off quadratics."""
    if math.isnan(updates):
        return "an unknown number of"
    return "no number of" if math.isinf(updates) else count(updates)


def _ratio(part: float, whole: float) -> float:
    """part / whole; nan where that has no meaning."""
    known = math.isfinite(part) and math.isfinite(whole) and whole != 0
    return float(part) / float(whole) if known else math.nan


def _progress(run: Run, result: Result) -> str:
    """How far the only method is, and what holds it back, as words that follow "After k updates"."""
    k = result.shown
    here = f"the loss is {number(run.excess_at(k))} above its minimum"
    if run.at_its_floor(k):
        return f"{_name(run)} is at its noise floor, about {number(run.floor)} above the minimum"
    if math.isnan(run.edge):
        return here
    if _at_the_limit(run):
        return f"{here}: the rate of {set_to(run.rate)} is exactly the stability limit"
    if run.rate < run.edge:
        return f"{here}, with a rate at {percent(run.rate / run.edge)} of the stability limit"
    past = _past(run).replace("its", "the", 1)
    # The loss of gradient descent turns once; with momentum it also swings.
    lag = 1 if run.method == "gd" else 2
    if k >= lag and run.excess_at(k) > run.excess_at(k - lag):
        return f"{here} and climbs: {past}"
    if not result.noisy and float(run.excess[k:].max()) > run.excess_at(k):
        falls = run.excess_at(k) < run.excess_at(k - 1)
        return f"{'the loss still falls' if falls else here}, but it will climb: {past}"
    return f"{here}, though {past}"


def _at_the_limit(run: Run) -> bool:
    """Whether the rate is the stability limit itself, but for rounding."""
    return math.isclose(run.rate, run.edge, rel_tol=1e-9)


def _beyond(run: Run) -> bool:
    return run.rate > run.edge and not _at_the_limit(run)


def _past(run: Run) -> str:
    """That the rate is beyond the stability limit."""
    rate, limit = set_to(run.rate), set_to(run.edge)
    if rate == limit:
        return f"its rate is just beyond the stability limit of {limit}"
    return f"its rate of {rate} is beyond the stability limit of {limit}"


def _name(run: Run) -> str:
    """The method's name inside a sentence."""
    name = METHODS[run.method]
    return name if name in PROPER else name.lower()


def _list(some: Iterable[str]) -> str:
    """Names joined with commas and "and"."""
    *rest, last = tuple(some) or ("",)
    return f"{', '.join(rest)} and {last}" if rest else last


def _v(value: float, result: Result) -> str:
    """A number of the picture: 0 if it is next to nothing beside the picture's size."""
    scale = max(map(abs, result.window))
    return "0" if abs(value) < 1e-12 * scale else number(value)
