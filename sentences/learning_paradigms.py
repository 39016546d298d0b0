"""What the pictures of three kinds of feedback, of a grid world and of few labels say."""

import numpy as np

from concepts.learning_paradigms import (
    DRAWS,
    GRID,
    KNOWN,
    LABELS,
    POINTS,
    RECENT,
    STOPS,
    Result,
    met_as,
)
from sentences.numbers import count, counted, number, percent, proportion

# Adjusted Rand index from which groups are called the same, and alike in part.
SAME, SOME = 0.9, 0.2
GOALS = ("neither prize", "the near prize", "the far prize")


def claim(result: Result) -> str:
    """The one sentence above the main figure."""
    p, met = result.params, met_as(result.params.met, result.params)
    if p.world in GRID:
        g, at = result.grid, result.at
        return (
            f"After {met} the best moves lead to {GOALS[g.goes_to[at]]}; by the exact values they lead "
            f"to {GOALS[g.best_goes_to]}."
        )
    if p.world in LABELS:
        spread, nearest, linear = _means(result)
        return (
            f"With {met} on {count(POINTS)} points spreading is right for {percent(spread)} of the rest, "
            f"the nearest label for {percent(nearest)}, a straight line for {percent(linear)}."
        )
    three, at = result.three, result.at
    kind, other = _kinds(result)
    tried = (
        f"by trying {percent(three.right_tried[at])}"
        if result.by_trying.any()
        else "the one that may try has tried none, so it knows nothing"
    )
    a, b = float(three.with_other[at]), float(three.with_class[at])
    also = f", not the {kind} ({_index(b)})"
    if not (a >= SAME and b < SOME):
        also = f" and {_match(b)} the {kind} ({_index(b)})"
    return (
        f"After {met}: told the {kind}, {percent(three.right[at])} right; told nothing, "
        f"{count(result.params.groups)} groups {_match(a)} {other} (ARI {_index(a)}){also}; {tried}."
    )


def headline(result: Result) -> dict[str, str]:
    """The scores of the learners on the screen."""
    at, met = result.at, met_as(result.params.met, result.params)
    if result.params.world in GRID:
        g = result.grid
        return {
            "Met": met,
            "Leads to": GOALS[g.goes_to[at]],
            "Value of the start": proportion(g.values[at, g.start]),
            "Exact": proportion(g.exact[g.start]),
            "Largest error": number(g.error[at]),
            f"Mean of the last {RECENT}": number(g.recent[result.params.met - 1]),
        }
    if result.params.world in LABELS:
        spread, nearest, linear = _means(result)
        return {
            "Met": met,
            "Spreading": percent(spread),
            "Nearest label": percent(nearest),
            "Straight line": percent(linear),
        }
    three = result.three
    return {
        "Met": met,
        "Supervised": percent(three.right[at]),
        "Unsupervised, named": percent(three.right_named[at]),
        "Reinforcement": percent(three.right_tried[at]),
        "Wrong tries": count(_wrongs(result)),
        "Rewards": count(_purse(result)),
    }


def table(result: Result) -> dict[str, dict[str, str]]:
    """The three kinds of feedback side by side, with what each cost and gave on this page."""
    three, at, met = result.three, result.at, count(result.params.met)
    kind, other = _kinds(result)
    rows = {
        "Feedback": ("the right answer", "none", "a reward for what was tried"),
        "Data": (
            f"{met} cases, {met} answers",
            f"{met} cases, no answers",
            f"{met} cases, {counted(result.by_trying.sum(), 'reward')}",
        ),
        "Goal": ("predict new cases", "find structure", "earn the most in the long run"),
        "Judged by": (
            f"errors: {percent(1 - three.right[at])} of new cases",
            f"use; ARI {_index(three.with_other[at])} with {other}, "
            f"{_index(three.with_class[at])} with {kind}",
            f"rewards: {count(_purse(result))} so far",
        ),
        "A mistake costs": ("nothing while learning", "nothing that it knows of", _wrong(result)),
        "Algorithms": (
            "linear models, trees, networks",
            "k-means, PCA, mixtures",
            "bandits, Q-learning, policy gradients",
        ),
        "Use": (
            "spam, credit, diagnosis",
            "segments, anomalies",
            "games, bidding, tuning by preferences",
        ),
    }
    kinds = ("Supervised", "Unsupervised", "Reinforcement")
    return {name: dict(zip(kinds, row, strict=True)) for name, row in rows.items()}


def answer(result: Result) -> dict[str, float]:
    """The numbers that the standalone script finds as well."""
    p, at = result.params, result.at
    if p.world in GRID:
        g = result.grid
        return {
            "start": float(g.values[at, g.start]),
            "exact_start": float(g.exact[g.start]),
            "error": float(g.error[at]),
            "recent": float(g.recent[p.met - 1]),
        }
    if p.world in LABELS:
        return dict(zip(("spread", "nearest", "linear"), _means(result), strict=True))
    three = result.three
    return {
        "right": float(three.right[at]),
        "right_named": float(three.right_named[at]),
        "right_tried": float(three.right_tried[at]),
        "with_class": float(three.with_class[at]),
        "with_other": float(three.with_other[at]),
        "purse": _purse(result),
        "wrong": _wrongs(result),
    }


def ticks(result: Result) -> dict[str, float]:
    """From where on something holds: the groups are found, the moves lead to a prize for good."""
    p = result.params
    stops = [i for i, stop in enumerate(result.stops) if stop in STOPS]
    if p.world in GRID:
        goes = result.grid.goes_to[stops]
        near, far = result.params.small, 1.0
        paid = result.grid.returns
        return {
            "goes there for good": _from(goes == goes[-1]),
            "finds the far prize": _first(paid == far) if near < far else np.nan,
        }
    if p.world in LABELS:
        spread, nearest, linear = (
            each.mean(axis=1)[stops]
            for each in (result.labels.spread, result.labels.nearest, result.labels.linear)
        )
        return {"spreading leads": _from(spread > np.maximum(nearest, linear))}
    wrong = np.diff(result.three.wrong, prepend=0) > 0
    return {
        "groups found": _from(result.three.with_other[stops] >= SAME),
        "the last wrong try": float(np.flatnonzero(wrong)[-1]) + 1 if wrong.any() else np.nan,
    }


def measures(result: Result) -> dict[str, float]:
    """What guesses and challenges speak of; shares in percent.

    named : held-out cases right if each group has the name of its commonest class.
    with_class, with_other : adjusted Rand indices. purse : rewards so far.
    goes_to, best_goes_to : 1 near, 2 far prize, 0 neither, by what was learned and exactly.
    spread : points without a label that are right, spreading; spread_lead : less a straight line's.
    """
    three, at, g = result.three, result.at, result.grid
    spread, _, linear = _means(result)
    return {
        "named": 100 * float(three.right_named[at]),
        "with_class": float(three.with_class[at]),
        "with_other": float(three.with_other[at]),
        "purse": _purse(result),
        "goes_to": float(g.goes_to[at]),
        "best_goes_to": float(g.best_goes_to),
        "spread": 100 * spread,
        "spread_lead": 100 * (spread - linear),
    }


def facts(result: Result) -> dict[str, str]:
    """Named numbers as text, for the words in content/."""
    three, at, g, p = result.three, result.at, result.grid, result.params
    spread, nearest, linear = _means(result)
    return {
        "met": count(p.met),
        "right": percent(three.right[at]),
        "named": percent(three.right_named[at]),
        "by_trying": percent(three.right_tried[at]),
        "with_class": _index(three.with_class[at]),
        "with_other": _index(three.with_other[at]),
        "wrong": _wrong(result),
        "purse": count(_purse(result)),
        "goal": GOALS[g.goes_to[at]],
        "best_goal": GOALS[g.best_goes_to],
        "start_value": number(g.values[at, g.start], 2),
        "exact_start": number(g.exact[g.start], 2),
        "error": number(g.error[at], 2),
        "threshold": number(g.threshold, 3),
        "small": f"{p.small:g}",
        "points": count(POINTS),
        "spread": percent(spread),
        "nearest": percent(nearest),
        "linear": percent(linear),
    }


# --- one sentence a figure -------------------------------------------------------------------


def feedback(result: Result) -> str:
    """What each of the three was told, and how right it is."""
    three, at, tries = result.three, result.at, int(result.by_trying.sum())
    passed = result.params.met - tries
    return (
        f"The learner that is told each answer is right for {percent(three.right[at])} of the "
        f"{count(len(result.cases.label) - KNOWN)} cases held out. The agent tried {count(tries)} and "
        f"passed {count(passed)}, of which it was told nothing: {percent(three.right_tried[at])}."
    )


def scores(result: Result) -> str:
    """The three shares."""
    three, at = result.three, result.at
    return (
        f"After {counted(result.params.met, 'case')}, "
        f"of the cases held out: told each answer {percent(three.right[at])}, groups by their commonest "
        f"class {percent(three.right_named[at])}, told if it tries {percent(three.right_tried[at])}."
    )


def purse(result: Result) -> str:
    """What was earned, and what it cost to learn."""
    best = int((result.cases.label[: result.params.met] > 0).sum())
    return (
        f"The agent has earned {count(_purse(result))} of {count(best)} that it would have earned had it "
        f"known every class. It made {_wrong(result)} and left "
        f"{counted(best - _rights(result), 'reward')} behind."
    )


def agreement(result: Result) -> str:
    """The two indices."""
    three, at = result.three, result.at
    kind, other = _kinds(result)
    return (
        f"The adjusted Rand index, 1 for the same groups and 0 for chance, is "
        f"{_index(three.with_other[at])} with {other} and {_index(three.with_class[at])} with the {kind}."
    )


def grid(result: Result) -> str:
    """What the start is taken to be worth, and where the best moves lead."""
    g, at = result.grid, result.at
    known = int((g.actions[at] >= 0).sum())
    return (
        f"The start is taken to be worth {number(g.values[at, g.start])}; its best moves lead to "
        f"{GOALS[g.goes_to[at]]}. In {count(known)} of {count(len(g.cells) - 2)} cells one move is best."
    )


def exact(result: Result) -> str:
    """What the start is worth, and why."""
    g, p = result.grid, result.params
    worth, goal = number(g.exact[g.start]), GOALS[g.best_goes_to]
    text = f"The start is worth {worth}; the best moves lead to {goal}."
    if p.slip > 0 or not 0 < p.small < 1:
        return text
    return f"{text} That is the far prize where the discount is above {number(g.threshold)}."


def returns(result: Result) -> str:
    """What the last episodes paid."""
    g, met = result.grid, result.params.met
    best = int((g.ends[:met] == g.far).sum())
    lag = min(RECENT, met)
    return (
        f"The last {counted(lag, 'episode')} paid {number(g.recent[met - 1])} on average. "
        f"{counted(best, 'episode')} of {count(met)} ended at the far prize."
    )


def error(result: Result) -> str:
    """The largest error, which a good policy may have."""
    g, at = result.grid, result.at
    same = g.goes_to[at] == g.best_goes_to
    then = "all the same its moves lead to" if same else "its moves do not lead to"
    return (
        f"Of the values learned one is wrong by {number(g.error[at])}; {then} {GOALS[g.best_goes_to]}, "
        "as the exact ones do."
    )


def few_labels(result: Result) -> str:
    """How the first draw went."""
    many = result.labels
    rest = np.ones(POINTS, bool)
    rest[many.order[: result.params.met]] = False
    wrong = int((many.found[result.at] != many.label)[rest].sum())
    return (
        f"{counted(result.params.met, 'label')} on {count(POINTS)} points. In this draw of the labels "
        f"spreading is wrong for {count(wrong)} of the other {count(rest.sum())}."
    )


def label_curve(result: Result) -> str:
    """The means over all draws, and who leads."""
    spread, nearest, linear = _means(result)
    names = ("spreading", "the nearest label", "a straight line")
    shares = (spread, nearest, linear)
    best = [name for name, share in zip(names, shares, strict=True) if share == max(shares)]
    lead = f"{best[0]} is right most often" if len(best) == 1 else "the best are level"
    return (
        f"On average over {count(DRAWS)} draws of the labels {lead}: spreading {percent(spread)}, the "
        f"nearest label {percent(nearest)}, a straight line {percent(linear)}."
    )


def miniature(result: Result) -> str:
    """The claim again, for the small picture."""
    return claim(result)


# --- parts -----------------------------------------------------------------------------------


def _kinds(result: Result) -> tuple[str, str]:
    return ("class", "the side") if result.params.world == "crossed" else ("sex", "Gentoo or not")


def _match(index: float) -> str:
    if index >= SAME:
        return "match"
    return "match in part" if index >= SOME else "do not match"


def _index(value: float) -> str:
    """An index of agreement to two decimals: what is not 1 is not called so."""
    value = float(value)
    if 0.995 <= value < 1:
        return proportion(value, 2)
    text = f"{value:.2f}".replace("-0.00", "0.00")
    return text.replace("-", "−")


def _means(result: Result) -> tuple[float, float, float]:
    many, at = result.labels, result.at
    spread, nearest, linear = (
        float(each[at].mean()) for each in (many.spread, many.nearest, many.linear)
    )
    return spread, nearest, linear


def _purse(result: Result) -> float:
    return float(result.three.purse[result.params.met - 1])


def _wrongs(result: Result) -> float:
    return float(result.three.wrong[result.params.met - 1])


def _rights(result: Result) -> int:
    return int(_purse(result) + _wrongs(result))


def _wrong(result: Result) -> str:
    return counted(_wrongs(result), "wrong try", "wrong tries")


def _first(there: np.ndarray) -> float:
    """The number, from 1, of the first that is so; nan if none is."""
    return float(there.argmax()) + 1 if there.any() else np.nan


def _from(there: np.ndarray) -> float:
    """The stop of the axis from which on it is so; nan if it is not at the last."""
    if not there[-1]:
        return np.nan
    gone = np.flatnonzero(~there)
    return float(STOPS[gone[-1] + 1 if gone.size else 0])
