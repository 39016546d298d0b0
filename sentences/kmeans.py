"""What is said of k-means: half step by half step, of many starts, and of how many clusters there are."""

import numpy as np

from concepts.kmeans import KS, LAST, RUNS, Result, said_of
from sentences.numbers import capital, count, counted, number, percent

AS_LOW = 1e-6  # over the lowest inertia known: rounding


def claim(result: Result) -> str:
    """What this half step does, and how good that is."""
    p, run, steps = result.params, result.run, result.run.steps
    if result.place == 0:
        return f"The start: {counted(p.k, 'centre')}, and no point has joined one yet."
    if result.is_settled:
        return (
            f"Settled in round {count(run.rounds)}: nobody changes sides. "
            f"{capital(_level(run.inertia, run.lowest))}."
        )
    if p.step == LAST:
        return (
            f"After {counted(LAST // 2, 'round')} centres still move; the run settles in round "
            f"{count(run.rounds)}. {capital(_level(result.inertia, run.lowest))}."
        )
    step = capital(said_of(result.place, p))
    if result.place % 2:
        return f"{step}: {_joined(result)}. {capital(_level(result.inertia, run.lowest))}."
    before, now = number(steps.inertia[result.place - 1]), number(result.inertia)
    if before == now:
        return f"{step}: each centre goes to the mean of its points. Inertia is {now}, as before."
    return (
        f"{step}: each centre goes to the mean of its points. Inertia falls from {before} to {now}."
    )


def headline(result: Result) -> dict[str, str]:
    """Inertia now, who changed sides, and when the run ends."""
    shown = {
        "Inertia": number(result.inertia),
        "Over the lowest known": number(result.ratio),
        "Changed sides": count(len(result.changed)),
        "Settles in round": count(result.run.rounds),
    }
    if result.data.truth.size:
        shown["Adjusted Rand index"] = _index(result.agreement)
    return shown


def answer(result: Result) -> dict[str, float]:
    """The numbers that the standalone script finds as well."""
    run = result.run
    return {
        "inertia": result.inertia,
        "end": run.inertia,
        "rounds": float(run.rounds),
        "changed": float(len(result.changed)),
        "best": float(run.finals.min()),
        "explained": result.explained,
    }


def ticks(result: Result) -> dict[str, float]:
    """The start, the last half step in which somebody changed sides, and the one in which nobody did."""
    end = float(result.settled_at)
    return {"settled": end, "last change": end - 2, "start": 0.0}


def measures(result: Result) -> dict[str, float]:
    """What guesses and challenges speak of, at the end of the run; shares in percent.

    ratio : inertia over the lowest known. ari : adjusted Rand index. share : starts as good as the best.
    explained : of all inertia. silhouette_k : the k it would choose. true_ratio : inertia of the true
    groups over that of the clusters.
    """
    return {
        "ratio": result.end_ratio,
        "ari": result.end_agreement,
        "share": 100 * result.as_good,
        "explained": 100 * result.explained,
        "silhouette_k": float(result.data.curves.silhouette_k),
        "true_ratio": _true_ratio(result),
    }


def facts(result: Result) -> dict[str, str]:
    """Named numbers as text, for the words in content/."""
    p, run, curves = result.params, result.run, result.data.curves
    at = curves.silhouette_k - 1
    low, high = _range(curves.reference_silhouette[:, at])
    return {
        "k": count(p.k),
        "n": count(len(result.data.plane)),
        "inertia": number(result.inertia),
        "end": number(run.inertia),
        "lowest": number(run.lowest),
        "level": _level(run.inertia, run.lowest),
        "ratio": number(result.end_ratio),
        "rounds": count(run.rounds),
        "ari": _index(result.end_agreement),
        "share": percent(result.as_good),
        "worst": number(run.finals.max() / run.lowest if run.lowest else np.nan),
        "explained": percent(result.explained),
        "silhouette_k": count(curves.silhouette_k),
        "silhouette": number(curves.silhouette[at], 2),
        "silhouette_low": low,
        "silhouette_high": high,
        "gap_k": count(curves.gap_k),
        "true_ratio": number(_true_ratio(result)),
        "mixture_ari": _index(result.mixture_agreement) if p.compare == "mixture" else "unknown",
        "purity": percent(result.purity),
        "smallest": counted(int(np.bincount(run.labels, minlength=p.k).min()), "point"),
    }


# --- one sentence a figure -------------------------------------------------------------------


def plane(result: Result) -> str:
    """How many points each centre has, and how well that agrees."""
    if result.place == 0:
        return "Each point is still without a cluster. The lines are halfway between two centres."
    sizes = np.sort(result.sizes)[::-1]
    there = [count(size) for size in sizes[sizes > 0]]
    text = f"All {there[0]} points are in 1 cluster"
    if len(there) > 1:
        text = f"The sizes of {count(len(there))} clusters are {_list(there)}"
    empty = int((sizes == 0).sum())
    if empty:
        text += f"; {counted(empty, 'centre')} {'has' if empty == 1 else 'have'} none"
    if not result.data.truth.size:
        return f"{text}."
    return f"{text}. Adjusted Rand index with the true groups: {_index(result.agreement)}."


def inertia(result: Result) -> str:
    """From where to where it goes, and when."""
    run = result.run
    first = number(run.steps.inertia[1])
    return (
        f"Inertia never rises: {first} when all points have joined, {number(run.inertia)} when the run "
        f"settles, in round {count(run.rounds)}. The lowest known is {number(run.lowest)}."
    )


def starts(result: Result) -> str:
    """How many of the starts end well, and how the worst does."""
    p, run = result.params, result.run
    how = {
        "points": "at random points", "labels": "from random labels", "plus_plus": "by k-means++",
        "greedy": "by greedy k-means++", "side": "at points on one side", "box": "anywhere in the box",
    }[p.start]  # fmt: skip
    hand = ", the first with centres placed by hand," if min(p.placed, p.k) else ""
    text = (
        f"Of {RUNS} starts {how}{hand} {percent(result.as_good)} end within 1 % of the lowest known"
    )
    worst = run.finals.max() / run.lowest if run.lowest > 0 else 1.0
    if worst >= 1.005:
        text += f"; the worst has {number(worst)} times as much"
    if p.starts == 1:
        return f"{text}. Only the first was tried."
    return f"{text}. The best of the first {count(p.starts)} is shown."


def groups(result: Result) -> str:
    """How the clusters and the mixture agree with the truth."""
    p, data = result.params, result.data
    ours = _index(result.end_agreement)
    if result.is_compared:
        text = f"k-means ends with an adjusted Rand index of {ours} with the true groups."
        if np.isnan(result.true_inertia):
            many = len(data.groups)
            return f"There {'is' if many == 1 else 'are'} {counted(many, 'true group')}. {text}"
        if result.run.inertia == 0:
            return text
        return f"{text} The true groups have {number(_true_ratio(result))} times its inertia."
    what = f"A mixture of {counted(p.k, 'normal')}"
    if not data.truth.size:
        share = number(float(np.mean(result.mixture.weights.max())))
        return f"{what}: the largest component has a weight of {share}. No true groups are known."
    return (
        f"{what} agrees with the true groups with an adjusted Rand index of "
        f"{_index(result.mixture_agreement)}, k-means with {ours}."
    )


def elbow(result: Result) -> str:
    """How much of the inertia is left at k, and of points without groups."""
    c, k = result.data.curves, result.params.k
    if k > KS[-1]:
        return f"The curves end at k = {count(KS[-1])}. Inertia falls with every k: it cannot choose one."
    if c.inertia[0] == 0:
        return "All points lie at one place: there is no inertia."
    left = percent(c.inertia[k - 1] / c.inertia[0])
    low, high = (
        percent(each) for each in _ends(c.reference_inertia[:, k - 1] / c.reference_inertia[:, 0])
    )
    without = low if low == high else f"{low} to {high}"
    return (
        f"At k = {count(k)} the lowest inertia is {left} of that of one cluster; of points without "
        f"groups in the same box {without} is left. It falls with every k, so it cannot choose one."
    )


def silhouette(result: Result) -> str:
    """Which k the silhouette would choose, and how clearly."""
    c, k = result.data.curves, result.params.k
    best = c.silhouette_k
    low, high = _range(c.reference_silhouette[:, best - 1])
    text = (
        f"The mean silhouette is largest at k = {count(best)}: {number(c.silhouette[best - 1], 2)}. "
        f"Points without groups have {low} to {high} there."
    )
    if k == 1:
        return f"{text} For one cluster it is undefined, so it can never say 1."
    if k == best or k > KS[-1]:
        return text
    return f"{text} At your k = {count(k)} it is {number(c.silhouette[k - 1], 2)}."


def gaps(result: Result) -> str:
    """Which k the rule takes."""
    c = result.data.curves
    k = c.gap_k
    text = f"The gap rule takes k = {count(k)}: the least that is within one error of the next"
    if k == KS[-1]:
        return f"The gap rule takes none before k = {count(k)}, where the curve ends."
    if not (np.isfinite(c.gap[k - 1]) and np.isfinite(c.gap[k])):
        return f"{text}."
    here, after, error = (number(each, 2) for each in (c.gap[k - 1], c.gap[k], c.s[k]))
    return f"{text}. Gap {here} here, {after} at the next, whose error is {error}."


def miniature(result: Result) -> str:
    """The claim again, for the small picture."""
    return claim(result)


# --- parts -----------------------------------------------------------------------------------


def _level(inertia: float, lowest: float) -> str:
    """Inertia against the lowest known."""
    now = number(inertia)
    if inertia <= lowest * (1 + AS_LOW):
        return f"inertia {now}, the lowest known"
    if lowest <= 0 or number(lowest) == now:
        return f"inertia {now}, just above the lowest known"
    ratio = inertia / lowest
    if ratio < 1.005:
        return f"inertia {now}; the lowest known is {number(lowest)}"
    return f"inertia {now}, {number(ratio)} times the lowest known"


def _joined(result: Result) -> str:
    """Who changes sides: "12 of 180 points change sides"."""
    many, n = len(result.changed), len(result.data.plane)
    if result.place == 1:
        return f"each of {count(n)} points joins the nearest centre"
    if many == 0:
        return "nobody changes sides"
    return f"{count(many)} of {count(n)} points {'changes' if many == 1 else 'change'} sides"


def _true_ratio(result: Result) -> float:
    """Inertia of the true groups over that at the end of the run; nan where there is none."""
    return result.true_inertia / result.run.inertia if result.run.inertia else float("nan")


def _index(value: float) -> str:
    """An adjusted Rand index, to two decimals; 1 only for what is the same."""
    if np.isnan(value):
        return "undefined"
    if value == 1:
        return "1"
    near = min(value, 0.9999) if value > 0.995 else value
    text = f"{near:.4f}" if near > 0.995 else f"{near:.2f}"
    return "0" if float(text) == 0 else text.replace("-", "−")


def _ends(values: np.ndarray) -> tuple[float, float]:
    return float(np.min(values)), float(np.max(values))


def _range(values: np.ndarray) -> tuple[str, str]:
    low, high = (number(each, 2) for each in _ends(values))
    return low, high


def _list(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}"
