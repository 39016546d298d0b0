"""What the pictures of a design say, in words."""

import math
from typing import Any

import numpy as np

from concepts.system_design import (
    BITS,
    BUSY,
    FETCHED,
    GOOD,
    NEAREST,
    SHARDS,
    SHOWN,
    STEPS,
    STOPS,
    Result,
)
from sentences.numbers import amount, count, counted, is_over, number, percent
from sentences.numbers import budget as budget_of

GOODS = {
    "recommendation": "best items", "search": "best pages", "ads": "best ads",
    "fraud": "frauds", "moderation": "banned posts",
}  # fmt: skip
CASES = {"fraud": "payments", "moderation": "posts"}
CAN_BE = 100  # places of a list at which its worth is compared


def claim(result: Result) -> str:
    """The sentence above the main figure."""
    k, here, p = count(result.here.chosen), result.here, result.params
    if result.ranked:
        get = _verb(result, "gets", "get")
        text = (
            f"With {k} candidates {result.reached} of the {GOOD} {GOODS[p.design]} "
            f"{get} through; the list is worth {percent(here.worth)} of the ideal"
        )
    else:
        alone = " and the machine" if result.acted else ""
        text = (
            f"{k} reviews a day{alone} stop {result.reached} of {GOOD} {GOODS[p.design]}; reviews "
            f"{_brings(here.worth)}, net of their cost"
        )
    broken = _broken(result)
    return f"{text}. Over budget: {', '.join(broken)}." if broken else f"{text}. Within budget."


def headline(result: Result) -> dict[str, str]:
    """Recall, worth, and what it takes."""
    here = result.here
    if result.ranked:
        return {
            "Recall, on average": percent(here.recall),
            f"List of {SHOWN}, of the ideal": percent(here.worth),
            "p50": _ms(here.p50),
            "p99": _ms(here.p99),
            "Cores": count(here.servers),
        }
    return {
        "Recall, on average": percent(here.recall),
        "Precision of reviews": percent(1 - here.wasted),
        "Net of reviews, a day": _dollars(here.worth),
        "Reviewers": count(here.servers),
    }


def ticks(result: Result) -> dict[str, float]:
    """Where half and nine tenths are found, where the budget ends, and the greatest worth."""
    best = "best list" if result.ranked else "best net worth"
    found = {
        "budget": result.largest_within,
        best: result.best,
        "half found": result.first_with(0.5),
        "90 % found": result.first_with(0.9),
    }
    return {name: float(round(at)) for name, at in found.items() if math.isfinite(at)}


def measures(result: Result) -> dict[str, float]:
    """What guesses and challenges speak of."""
    here, made, bits = result.here, result.auctions, [*BITS].index(result.params.bits)
    ranked = result.ranked
    most = float(result.sweep.worth.max())
    return {
        "recall": 100 * float(here.recall),
        "list": 100 * float(here.worth) if ranked else math.nan,
        "gain": 100 * float(here.worth - _at(result, CAN_BE)) if ranked else math.nan,
        "p99": float(here.p99) if ranked else math.nan,
        "cores": float(here.servers) if ranked else math.nan,
        "people": math.nan if ranked else float(here.servers),
        "net_share": 100 * float(here.worth) / most if not ranked and most > 0 else math.nan,
        "best_k": result.best,
        "alone": 100 * result.alone,
        "slow": 100 * result.slow,
        "extra": 100 * result.extra,
        "revenue": math.nan if made is None else 100 * made.here_revenue,
        "fetched": 100 * float(result.fetched[bits]),
    }


def facts(result: Result) -> dict[str, str]:
    """Named numbers, as text, for the words of `content/`."""
    p, here, made = result.params, result.here, result.auctions
    bits = [*BITS].index(p.bits)
    nothing = "undefined"
    return {
        "k": count(here.chosen),
        "corpus": _large(p.corpus),
        "reached": count(result.reached),
        "recall": percent(here.recall),
        "list": percent(here.worth) if result.ranked else nothing,
        "list_at_100": percent(_at(result, CAN_BE)) if result.ranked else nothing,
        "p99": _ms(here.p99),
        "servers": count(here.servers),
        "net": _dollars(here.worth) if not result.ranked else nothing,
        "best_k": count(result.best),
        "best_net": nothing if result.ranked else _dollars(float(result.sweep.worth.max())),
        "precision": percent(1 - here.wasted),
        "alone": percent(result.alone),
        "bad": count(p.rate * p.corpus),
        "shards": count(p.shards),
        "shard_p99": _ms(result.shard_p99),
        "slow": percent(result.slow),
        "extra": percent(result.extra),
        "slowest": _ms(_slowest(result, result.slowest)),
        "hedged": _ms(_slowest(result, result.hedged)),
        "revenue": nothing if made is None else percent(made.here_revenue),
        "value": nothing if made is None else percent(made.here_value),
        "overstated": nothing if made is None else amount(made.overstated, figures=2),
        "memory": _gigabytes(result.memory),
        "found": percent(result.found[bits]),
        "fetched": percent(result.fetched[bits]),
        "one_busy": number(_tail(result, 0), 2),
        "eight_busy": number(_tail(result, 1), 2),
        "broken": " and ".join(_broken(result)) or "nothing",
    }


def answer(result: Result) -> dict[str, float]:
    """The numbers that the standalone script finds as well."""
    here = result.here
    found = {"recall": float(here.recall), "servers": float(here.servers)}
    if result.ranked:
        return found | {"reached": float(result.reached), "memory": result.memory}
    return found | {"net": float(here.worth), "acted": result.acted}


# --- one sentence a figure -------------------------------------------------------------------


def funnel(result: Result) -> str:
    """What is seen of the hundred, and how many on average."""
    p, at = result.params, percent(result.here.recall)
    who = (
        f"{_verb(result, 'reaches', 'reach')} the ranker"
        if result.ranked
        else f"{_verb(result, 'is', 'are')} stopped"
    )
    text = (
        f"{result.reached} of these {GOOD} {GOODS[p.design]} {who}, {at} on average over all draws"
    )
    if result.acted:
        return f"{text}. {count(result.acted)} {CASES[p.design]} are acted on without review."
    return f"{text}; the others are lost, however good the next step is."


def budget(result: Result) -> str:
    """The gauges."""
    return budget_of(*map(list, zip(*result.costs, strict=True)))


def worth(result: Result) -> str:
    """The list against the recall; or the best desk."""
    here, k = result.here, count(result.here.chosen)
    at_best = result.params.k == result.best
    if result.ranked:
        text = (
            f"With {k} candidates the ranker sees {percent(here.recall)} of the {GOOD} best, and its "
            f"list of {SHOWN} is worth {percent(here.worth)} of the ideal one"
        )
        if at_best:
            return f"{text}, the most there is."
        return (
            f"{text}; at best it is {percent(result.sweep.worth.max())}, at {count(result.best)}."
        )
    most = float(result.sweep.worth.max())
    if most <= 0:
        return "However many are reviewed, reviews cost more than they save."
    text = f"{k} reviews {_brings(here.worth)} a day, net of their cost"
    if at_best:
        return f"{text}, the most there is."
    return f"{text}. {count(result.best)} bring the most, {_dollars(most)}."


def queue(result: Result) -> str:
    """How long one waits, alone and pooled."""
    here = result.here
    name = "core" if result.ranked else "reviewer"
    at = 0.8
    text = (
        f"Busy {percent(at)} of the time, one server answers 99 of 100 within "
        f"{number(_tail(result, 0), 2)} times the work, eight with one queue within "
        f"{number(_tail(result, 1), 2)} times"
    )
    wait = percent(result.waiting)
    return f"{text}. Yours, {counted(here.servers, name)}, have {wait} wait." if here.servers > 1 else (
        f"{text}. Yours is one {name}, and {wait} wait."
    )  # fmt: skip


def shards(result: Result) -> str:
    """The slowest shard."""
    p = result.params
    if p.design != "search":
        return "Only a search asks shards."
    text = (
        f"One shard answers 99 of 100 calls within {_ms(result.shard_p99)}. Of requests that ask "
        f"{count(p.shards)}, {percent(result.slow)} wait longer than that for the slowest"
    )
    if not p.hedge:
        return f"{text}."
    return (
        f"{text}, with a second copy after {amount(p.hedge)} ms, which {percent(result.extra)} of calls "
        "get."
    )


def auction(result: Result) -> str:
    """What wrong predictions cost."""
    made = result.auctions
    if made is None:
        return "Only ads are sold by auction."
    return (
        f"With these predictions the auctions bring {percent(made.here_revenue)} of the revenue that "
        f"right ones bring, and advertisers {percent(made.here_value)} of the value. The winners' "
        f"click rate is predicted {number(made.overstated, 2)} times as high as it is."
    )


def vectors(result: Result) -> str:
    """What fewer bits lose, and what fetching more gets back."""
    bits = result.params.bits
    at = [*BITS].index(bits)
    if not result.ranked or bits == "32":
        return "Numbers of 32 bits are the yardstick: nothing is lost."
    each = counted(int(bits), "bit")
    return (
        f"With {each} a number {percent(result.found[at])} of the {NEAREST} nearest images are among the "
        f"first {NEAREST}, and {percent(result.fetched[at])} among {FETCHED} that can be scored again. "
        f"The corpus takes {_gigabytes(result.memory)}."
    )


def steps(result: Result) -> str:
    """Which steps were changed."""
    lit = [name for name, touched in zip(STEPS, result.touched, strict=True) if touched]
    if not lit:
        return "Seven steps, as the page begins. Change a control, and its step is lit."
    few = "all seven" if len(lit) == len(STEPS) else ", ".join(lit)
    return f"Changed since the page began: {few}."


def miniature(result: Result) -> str:
    """The claim again, for the small picture."""
    return claim(result)


# --- parts -----------------------------------------------------------------------------------


def _verb(result: Result, one: str, many: str) -> str:
    """The verb of those of the dots that get past the line."""
    return one if result.reached == 1 else many


def _brings(net: float) -> str:
    return f"{'lose' if net < 0 else 'bring'} {_dollars(abs(float(net)))}"


def _broken(result: Result) -> list[str]:
    return [name for name, cost, limit, _ in result.costs if is_over(cost, limit)]


def _at(result: Result, k: int) -> float:
    return float(result.sweep.worth[STOPS.index(k)])


def _tail(result: Result, which: int) -> float:
    """p99 of one server, or of eight, at a load of 0.8, in mean works."""
    return float(np.interp(0.8, BUSY, result.tails[which]))


def _slowest(result: Result, of: Any) -> float:
    """p99 of the slowest of as many shards as there are, of those drawn."""
    from_ = result.params.shards
    return float(np.interp(np.log(from_), np.log(SHARDS), of[1])) if of.size else math.nan


def _ms(value: float) -> str:
    return amount(float(value), "ms") if math.isfinite(value) else "undefined"


def _dollars(value: float) -> str:
    value = float(value)
    sign = "−" if value < 0 else ""
    size = abs(value)
    if size >= 1e6:
        return f"{sign}${amount(size / 1e6)} million"
    return f"{sign}${count(round(size, -2) if size >= 1e4 else size)}"


def _gigabytes(value: float) -> str:
    return amount(value, "GB") if math.isfinite(value) else "undefined"


def _large(value: float) -> str:
    for size, name in ((1e9, "billion"), (1e6, "million")):
        if value >= size:
            return f"{amount(value / size)} {name}"
    return count(value)
