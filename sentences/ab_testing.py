"""What the pictures of a hundred A/B tests say, in words."""

import math

from concepts.ab_testing import (
    CONVERT,
    DAYS,
    EXPERIMENTS,
    METRICS,
    POWER,
    SPLIT_ALARM,
    Result,
)
from sentences import numbers
from sentences.numbers import amount, count, counted, minus, number, percent, percent_set

HOW = {
    "fixed": "|z| above 1.96",
    "bayes": "P(B better) above 95 %",
    "bonferroni": "Bonferroni's limit",
    "pocock": "Pocock's limit",
    "obrien_fleming": "O'Brien and Fleming's limit",
    "always": "the always valid limit",
}


def claim(result: Result) -> str:
    """The sentence above the main figure."""
    p, k = result.params, int(result.declared.sum())
    winners = "is declared a winner" if k == 1 else "are declared winners"
    text = f"By day {p.day}, {k} of {EXPERIMENTS} experiments {_kind(result)} {winners}"
    if p.world == "broken" and result.split_p < SPLIT_ALARM:
        return f"{text}. The split of yours has p = {_p(result.split_p)}: something is broken."
    text += f"; one look that day alone would declare {result.today}."
    if not result.nothing and abs(result.run.expected[result.at] - result.run.truth) > 5e-4:
        text += f" On average they see {_lift(result.run.expected[result.at])}."
    return text


def headline(result: Result) -> dict[str, str]:
    """Who is declared, your lift, its p, false alarms and what it takes."""
    run = result.run
    return {
        "Declared so far": f"{int(result.declared.sum())} of {EXPERIMENTS}",
        "Your lift": _yours(result),
        "False alarms by the planned end": percent(run.false[result.planned]),
        f"A lift of {result.params.worth} % found": percent(run.found[result.planned]),
        "Days one look needs": _days(run.needed_for),
    }


def answer(result: Result) -> dict[str, float]:
    """The numbers that the standalone script finds as well."""
    run, at = result.run, result.at
    return {
        "declared": float(result.declared.sum()),
        "z": float(run.z[0, at]),
        "lift": float(run.lift[0, at]),
        "needed": run.needed_for,
        "last_limit": float(run.boundary[result.looked[-1] - 1]),
    }


# --- one sentence a figure -------------------------------------------------------------------


def paths(result: Result) -> str:
    """Looks, those declared, and yours."""
    p, z = result.params, float(result.run.z[0, result.at])
    k = int(result.declared.sum())
    many = counted(result.looks_so_far, "look")
    looked = f"At {many} so far {k} of {EXPERIMENTS} reached {HOW[p.rule]}"
    if result.looks_so_far == 0:
        looked = "Nobody has looked yet"
    yours = minus(f"{z:.2f}")
    return f"{looked}. On day {p.day}, z of yours is {yours}; {result.today} have 1.96 or more."


def estimate(result: Result) -> str:
    """Your lift, its interval and the truth."""
    p, (lift, low, high) = result.params, result.interval
    truth = f"The truth is {_lift(result.run.truth)}."
    if not high > low:
        return f"On day {p.day} the lift of your experiment has no standard error yet. {truth}"
    inside = "holds" if low <= result.run.truth <= high else "misses"
    return (
        f"On day {p.day} your experiment sees {_lift(lift)}, with a 95 % interval from {_lift(low)} to "
        f"{_lift(high)}, which {inside} the truth, {_lift(result.run.truth)}. Below "
        f"{p.worth} % it is not worth having."
    )


def power(result: Result) -> str:
    """What your looks find by the day, and what one look would."""
    p, run, at = result.params, result.run, result.at
    if result.looks_so_far == 0:
        return (
            f"By day {p.day} nobody has looked. One look at |z| above 1.96 would find a lift of "
            f"{p.worth} % with a chance of {percent(run.single[at])}."
        )
    return (
        f"By day {p.day} your looks have found a lift of {p.worth} % with a chance of "
        f"{percent(run.found[at])}; one look at |z| above 1.96 finds it with "
        f"{percent(run.single[at])}. Without a difference they have raised a false alarm with "
        f"{percent(run.false[at])}."
    )


def looks(result: Result) -> str:
    """False alarms by looks."""
    fixed, bayes = result.by_looks
    text = (
        f"With {DAYS} looks at |z| above 1.96 the chance of a false alarm is {percent(fixed[-1])}, at "
        f"P(B better) above 95 % it is {percent(bayes[-1])}."
    )
    many = result.looks_so_far
    if many == 0:
        return f"{text} You have not looked yet."
    false = percent(result.run.false[result.at])
    return f"{text} Yours, {HOW[result.params.rule]}, is at {false} after {counted(many, 'look')}."


def winners(result: Result) -> str:
    """What those declared saw, and the truth."""
    k = int(result.declared.sum())
    if k == 0:
        return f"By day {result.params.day} none has been declared."
    seen = result.declared_lift[result.declared]
    who = f"The {k} experiments" if k > 1 else "The 1 experiment"
    said = f"between {_lift(seen.min())} and {_lift(seen.max())}"
    if k == 1:
        said = _lift(seen[0])
    elif not result.nothing:
        said = f"{_lift(seen.mean())} on average"
    text = (
        f"{who} declared by day {result.params.day} saw {said}; the truth is "
        f"{_lift(result.run.truth)}."
    )
    if math.isnan(result.run.winner):
        return text
    return (
        f"{text} In the long run those declared by the planned end see "
        f"{number(result.run.winner, 2)} times the truth."
    )


def sample_size(result: Result) -> str:
    """Days and visitors for the lift worth having."""
    p, run = result.params, result.run
    need = f"{_days(run.needed_for)} days"
    if p.world in CONVERT or p.world == "ranking":
        noun = "query" if p.world == "ranking" else "visitor"
        many = counted(_visitors(result), noun, "queries" if noun == "query" else "")
        need += f", {many} in each arm"
    text = (
        f"To find a lift of {p.worth} % in {percent_set(POWER)} of cases one look needs {need}. "
        f"Planned are {p.planned} days."
    )
    if math.isclose(run.needed_for, run.plain_for):
        return text
    return (
        f"{text} With independent rows and without CUPED it would be {_days(run.plain_for)} days."
    )


def budget(result: Result) -> str:
    """What each costs of what it may."""
    return numbers.budget(*result.budget)


def offline(result: Result) -> str:
    """The rankers, judged in four ways."""
    found = result.run.judged
    if found is None:
        return "Offline against online is shown where two rankers are compared."
    split, listed = result.queries
    return (
        f"Replayed on A's log, B is {_better(found.replayed)}; with each click weighted by how seldom "
        f"its rank is looked at, {_better(found.weighted)}; online, "
        f"{_better(found.online / found.clicks)}. To see that, an A/B test needs {count(split)} "
        f"queries and interleaving {count(listed)}."
    )


def miniature(result: Result) -> str:
    """The claim again, for the small picture."""
    return claim(result)


# --- named numbers for the words in content/ ---------------------------------------------------


def ticks(result: Result) -> dict[str, float]:
    """The planned end, when yours is declared, and whole weeks."""
    stopped = float(result.run.stopped[0])
    return {
        "planned end": float(result.params.planned),
        "yours declared": stopped if stopped <= DAYS else math.nan,
        "1 week": 7.0,
        "2 weeks": 14.0,
    }


def measures(result: Result) -> dict[str, float]:
    """What guesses and challenges speak of; chances in percent, by the planned end.

    `declared` counts those of the day, `needed` visitors in each arm, `saved` percent of the units.
    """
    run, at = result.run, result.planned
    found = run.judged
    return {
        "declared": float(result.declared.sum()),
        "false": round(100 * float(run.false[at]), 4),
        "found": round(100 * float(run.found[at]), 4),
        "days": run.days,
        "overstated": 100 * run.overstated,
        "needed": _visitors(result),
        "saved": 100 * (1 - run.needed_for / run.plain_for),
        "winner": run.winner,
        "truth": 100 * run.truth,
        "replayed": math.nan if found is None else 100 * found.replayed,
    }


def facts(result: Result) -> dict[str, str]:
    """Named numbers as text, for the words in content/."""
    p, run, at, end = result.params, result.run, result.at, result.planned
    fixed, bayes = result.by_looks
    lift, low, high = result.interval
    split, listed = result.queries
    found = run.judged
    a, b = run.arms[:, at]
    limits = run.boundary[result.looked - 1]
    return {
        "declared": f"{int(result.declared.sum())}",
        "today": f"{result.today}",
        "day": f"{p.day}",
        "looks": counted(min(p.looks, p.planned), "look"),
        "planned": f"{p.planned}",
        "false": percent(run.false[end]),
        "bayes_most": percent(bayes[-1]),
        "found": percent(run.found[end]),
        "single": percent(run.single[end]),
        "needed": count(_visitors(result)),
        "needed_days": _days(run.needed_for),
        "plain_days": _days(run.plain_for),
        "saved": percent(1 - run.needed_for / run.plain_for),
        "truth": _lift(run.truth),
        "seen": _lift(run.expected[end]),
        "seen_week": _lift(run.expected[6]),
        "low": _lift(low),
        "high": _lift(high),
        "winner": number(run.winner, 2),
        "overstated": percent(run.overstated),
        "days": _days(run.days),
        "worth": percent_set(p.worth / 100),
        "to_b": percent(run.to_b[at]),
        "gained": count(run.gained[at]),
        "split": _p(result.split_p),
        "share_a": percent(a / (a + b), 3),
        "uneven": f"{int(run.uneven[at])}",
        "first_limit": number(limits[0]),
        "last_limit": number(limits[-1]),
        "wider": number(run.inflation, 2),
        "replayed": "" if found is None else _better(found.replayed),
        "weighted": "" if found is None else _better(found.weighted),
        "online": "" if found is None else _better(found.online / found.clicks),
        "split_queries": count(split) if found else "",
        "listed_queries": count(listed) if found else "",
        "any_metric": percent(result.any_of_metrics),
        "metrics": f"{METRICS}",
    }


# --- parts -----------------------------------------------------------------------------------


def _kind(result: Result) -> str:
    """What kind of experiments these are, as words that follow them."""
    if result.nothing:
        return "without any difference"
    return f"with a true lift of {_lift(result.run.truth)}"


def _lift(share: float) -> str:
    """A lift with its sign, in percent."""
    text = _hundredths(share)
    if math.isnan(share) or text.startswith(("−", "0\u00a0")):
        return text
    return f"+{text}"


def _better(share: float) -> str:
    return f"{_hundredths(abs(share))} {'better' if share > 0 else 'worse'}"


def _hundredths(share: float) -> str:
    """A share in percent with at most two decimals; what would be none is said as it is."""
    exact = 100 * float(share)
    return amount(round(exact, 2) or exact, "%")


def _yours(result: Result) -> str:
    lift, low, high = result.interval
    if not high > low:
        return "undefined yet"
    return f"{_lift(lift)} ({_lift(low)} to {_lift(high)})"


def _days(days: float) -> str:
    return number(days, 3 if days >= 10 else 2)


def _visitors(result: Result) -> float:
    """How many units of an arm one look needs: visitors or queries, else days."""
    p = result.params
    each = p.visitors if p.world in CONVERT or p.world == "ranking" else 1
    return float(math.ceil(result.run.needed_for * each - 1e-9))


def _p(p: float) -> str:
    return number(p, 2) if p > 0 else "0 to all digits"
