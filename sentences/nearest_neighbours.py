"""What is said of a vote of the nearest, of errors by k, and of what distance depends on."""

import numpy as np

from concepts.nearest_neighbours import (
    DIMENSIONS,
    DRAWN,
    MOST,
    PLANE,
    SIZES,
    TREE_K,
    TREE_POINTS,
    UNITS,
    Result,
)
from sentences.numbers import amount, count, counted, number, percent, percent_set, quoted


def claim(result: Result) -> str:
    """How well k neighbours do, and what the best could do."""
    p, c, at = result.params, result.curves, result.at
    asked = counted(p.k, "neighbour")
    if result.k < p.k:
        asked = f"all {count(result.k)} known {_cases(result)}"
    if p.source == "seattle":
        return (
            f"With {asked} the mean squared error is {_square(result.error)} on fresh days and "
            f"{_square(c.train[at])} on the known ones; {_day(p.day)} is taken to have {_warm(result)}."
        )
    wrong = f"With {asked} {percent(result.error)} of fresh {_cases(result)} are wrong"
    if p.source == "digits":
        return (
            f"{wrong}, and {percent(c.train[at])} of the known; of what is drawn {_vote(result)}."
        )
    if p.source in ("penguins", "own"):
        if p.scaling == "standardised":
            return f"{wrong}, both columns standardised; {percent(c.train[at])} of the known."
        column = "Body mass" if p.source == "penguins" else quoted(result.columns[1])
        return (
            f"{wrong}; standardised {percent(result.standardised)}. {column} has "
            f"{percent(result.mass)} of the variance."
        )
    return (
        f"{wrong}, and {percent(c.train[at])} of the known; the best possible boundary gets "
        f"{percent(result.bayes)} wrong."
    )


def headline(result: Result) -> dict[str, str]:
    """The errors, and what is said of the query."""
    c, at = result.curves, result.at
    said = _square if result.params.source == "seattle" else percent
    shown = {
        "Test error": said(result.error),
        "Leave-one-out": said(c.loo[at]),
        "Training error": said(c.train[at]),
    }
    if np.isfinite(result.bayes):
        shown["Bayes"] = percent(result.bayes)
    shown["Query"] = _warm(result) if result.params.source == "seattle" else _winner(result)
    return shown | {"k-th distance": _reach(result)}


def answer(result: Result) -> dict[str, float]:
    """The numbers that the standalone script finds as well."""
    c, at, asked = result.curves, result.at, result.asked
    found = {
        "train": float(c.train[at]),
        "left_out": float(c.loo[at]),
        "fresh": float(c.fresh[at]),
        "reach": float(asked.distance[result.k - 1]),
    }
    if result.params.source == "seattle":
        return found | {"mean": asked.mean}
    return found | {"share": float(asked.share.max())}


def ticks(result: Result) -> dict[str, float]:
    """What leaving one out chooses, the least fresh error, the root of n, where class 1 cannot win."""
    return {
        "leave-one-out": float(result.chosen),
        "least test error": float(result.best),
        "√n": float(result.root),
        "class 1 cannot win": float(_never(result)),
    }


def measures(result: Result) -> dict[str, float]:
    """What guesses and challenges speak of; shares in percent.

    wrong : fresh cases wrong; of days nan. mse : mean squared error of fresh days; else nan.
    known : known cases wrong, themselves among their neighbours. standardised : as wrong, with
    standardised columns. recall, false_alarms : of class 1. best : the k with the least fresh error.
    examined : points that a k-d tree looks at in 16 dimensions.
    """
    c, at = result.curves, result.at
    days = result.params.source == "seattle"
    return {
        "wrong": float("nan") if days else 100 * result.error,
        "mse": result.error if days else float("nan"),
        "known": float("nan") if days else 100 * float(c.train[at]),
        "standardised": 100 * result.standardised,
        "recall": 100 * float(c.recall[at]),
        "false_alarms": 100 * float(c.false_alarms[at]),
        "best": float(result.best),
        "examined": 100 * _looked(result, 16),
    }


def facts(result: Result) -> dict[str, str]:
    """Named numbers as text, for the words in content/."""
    p, c, at, seen = result.params, result.curves, result.at, result.rare
    said = _square if p.source == "seattle" else percent
    best = result.ks.tolist().index(result.best)
    chosen = result.ks.tolist().index(result.chosen)
    return {
        "k": count(result.k),
        "n": count(result.n),
        "error": said(result.error),
        "known": said(c.train[at]),
        "left_out": said(c.loo[at]),
        "one": said(c.fresh[0]),
        "most": count(min(MOST, result.n)),
        "last": said(c.fresh[-1]),
        "best": count(result.best),
        "best_error": said(c.fresh[best]),
        "chosen": count(result.chosen),
        "chosen_error": said(c.fresh[chosen]),
        "root": count(result.root),
        "bayes": percent(result.bayes),
        "vote": _winner(result),
        "standardised": percent(result.standardised),
        "mass": percent(result.mass),
        "limit": percent(result.sample.limit),
        "bound": percent(result.sample.bound),
        "rare": count(seen.count),
        "never": count(2 * seen.count + 1),
        "recall": percent(c.recall[at]),
        "false_alarms": percent(c.false_alarms[at]),
        "recall_distance": percent(seen.recall[1, at]),
        "recall_threshold": percent(seen.recall[2, at]),
        "alarms_threshold": percent(seen.false_alarms[2, at]),
        "noise": count(p.noise),
        "without_noise": said(result.without_noise),
        "looked_2": percent(_looked(result, 2)),
        "looked_16": percent(_looked(result, 16)),
        "tree": count(TREE_POINTS),
        "degrees": _warm(result),
        "flips": percent_set(p.flips),
    }


# --- one sentence a figure -------------------------------------------------------------------


def plane(result: Result) -> str:
    """How the query's neighbours vote, and how far they reach."""
    seen, p = result.plane, result.params
    share = float(seen.asked.share.max())
    names = _names(result) if p.source in PLANE else ("class 0", "class 1")
    k = min(p.k, len(seen.points))
    top = _voted(names, seen.asked.share, k, p.weights)
    reach = number(seen.asked.distance[k - 1])
    flipped = int(seen.flipped.sum())
    wrong = f" {counted(flipped, 'known label')} {'is' if flipped == 1 else 'are'} wrong."
    level = " The vote is level." if np.isclose(seen.asked.share, share).sum() > 1 else ""
    return f"Of the votes at the query, {top}. The farthest of them is {reach} away.{level}" + (
        wrong if flipped else ""
    )


def picture(result: Result) -> str:
    """How the nearest digits vote."""
    if result.params.source != "digits":
        return "No digits are on the screen."
    nearest = int(result.asked.target[0])
    return f"Of the digit that was drawn {_vote(result)}. The nearest known digit is a {nearest}."


def days(result: Result) -> str:
    """The mean of the nearest days, and how far they reach."""
    if result.params.source != "seattle":
        return "No days are on the screen."
    return (
        f"The mean of {counted(result.k, 'neighbour')} of {_day(result.params.day)} is "
        f"{_warm(result)}. The farthest of them is {_reach(result)} away."
    )


def errors(result: Result) -> str:
    """Where the least errors are, and what choosing by leaving one out costs."""
    c = result.curves
    ks = result.ks.tolist()
    said = _square if result.params.source == "seattle" else percent
    best, chosen = (float(c.fresh[ks.index(k)]) for k in (result.best, result.chosen))
    if result.best == result.chosen:
        also = "Leaving each known case out chooses the same"
    else:
        also = f"Leaving each known case out chooses {count(result.chosen)}, with {said(chosen)}"
    return f"The least error of fresh cases is {said(best)}, at k = {count(result.best)}. {also}."


def distances(result: Result) -> str:
    """How far the first, the k-th and the last of those shown are."""
    asked, k = result.asked, result.k
    said = [f"The nearest known case is {_far(result, asked.distance[0])} away"]
    said += [
        f"neighbour {count(each)} is {_far(result, asked.distance[each - 1])} away"
        for each in sorted({k, len(asked.distance)} - {1})
    ]
    return f"{', '.join(said[:-1])}, and {said[-1]}."


def rare(result: Result) -> str:
    """The recall of class 1 in three ways, and when a majority becomes impossible."""
    seen, at, never = result.rare, result.at, 2 * result.rare.count + 1
    vote, weighted, cut = seen.recall[:, at]
    where = "" if result.params.source == "gaussians" else "Two normal classes, one of them rare. "
    text = (
        f"{where}With {counted(seen.count, 'known case')} of class 1 the majority finds {percent(vote)} "
        f"of fresh ones; votes by 1 / distance, {percent(weighted)}; a threshold at its share, "
        f"{percent(seen.share)}, finds {percent(cut)}, with {percent(seen.false_alarms[2, at])} false "
        "alarms."
    )
    if never <= MOST:
        text += f" From k = {count(never)} on it cannot have a majority."
    return text


def units(result: Result) -> str:
    """How much the factor of one column matters."""
    found = result.units
    low, high = float(found.min()), float(found.max())
    if low == high:
        return f"With every factor of the second column {percent(low)} are wrong, each left out."
    return (
        f"By the factor of the second column alone, from {amount(UNITS[0])} to {amount(UNITS[-1])}, the "
        f"error goes from {percent(low)} to {percent(high)}; the least is at "
        f"{amount(UNITS[int(found.argmin())])}."
    )


def large_sample(result: Result) -> str:
    """What one neighbour comes to, and what its bound is."""
    seen = result.sample
    where = "" if result.params.source in DRAWN else "Two normal classes. "
    return (
        f"{where}With {count(SIZES[-1])} known cases 1 neighbour gets {percent(seen.one[-1])} wrong "
        f"and √n neighbours {percent(seen.root[-1])}. The least possible is {percent(seen.bayes)}; "
        f"1 neighbour comes to {percent(seen.limit)}, at most {percent(seen.bound)}."
    )


def cost(result: Result) -> str:
    """The share of points that a k-d tree looks at."""
    few, many = _looked(result, 2), _looked(result, 16)
    return (
        f"To find the nearest {count(TREE_K)} of {count(TREE_POINTS)} normal points, a k-d tree looks at "
        f"{percent(few)} of them in 2 dimensions and at {percent(many)} in 16."
    )


def miniature(result: Result) -> str:
    """The claim again, for the small picture."""
    return claim(result)


# --- parts -----------------------------------------------------------------------------------


def _names(result: Result) -> tuple[str, ...]:
    """What the classes are called."""
    if result.params.source != "own":
        return result.names
    return tuple(quoted(name) for name in result.names)


def _cases(result: Result) -> str:
    return {"penguins": "penguins", "digits": "digits", "own": "rows"}.get(
        result.params.source, "cases"
    )


def _square(error: float, _figures: int = 3) -> str:
    return f"{number(error)} °C²"


def _warm(result: Result) -> str:
    mean = result.asked.mean
    return f"{number(mean)} °C" if np.isfinite(mean) else "no temperature"


def _day(day: int) -> str:
    """The day of the year as in a year without 29 February."""
    date = np.datetime64("2015-01-01") + day
    months = (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    )  # fmt: skip
    month = date.astype("datetime64[M]")
    return f"{(date - month).astype(int) + 1} {months[month.astype(int) % 12]}"


def _far(result: Result, distance: float) -> str:
    if result.params.source == "seattle":
        return (
            counted(distance, "day")
            if distance == round(float(distance))
            else f"{number(distance)} days"
        )
    return number(distance)


def _reach(result: Result) -> str:
    return _far(result, result.asked.distance[result.k - 1])


def _voted(names: tuple[str, ...], share: np.ndarray, k: int, weights: str) -> str:
    """Who got most of the votes: "10 of 15 are for class 1"; a share where votes are weighted."""
    top, name = float(share.max()), names[int(share.argmax())]
    if weights != "equal":
        return f"{percent(top)} are for {name}"
    if k == 1:
        return f"the only one is for {name}"
    votes = round(top * k)
    return f"{count(votes)} of {count(k)} {'is' if votes == 1 else 'are'} for {name}"


def _vote(result: Result) -> str:
    """The vote of digits: "5 of 5 say 7"."""
    share, k = result.asked.share, result.params.k
    top, name = float(share.max()), result.names[int(share.argmax())]
    if k == 1:
        return f"the nearest says {name}"
    if result.params.weights != "equal":
        return f"{percent(top)} of the votes say {name}"
    votes = round(top * k)
    return f"{count(votes)} of {count(k)} {'says' if votes == 1 else 'say'} {name}"


def _winner(result: Result) -> str:
    """Who got the most votes, and how many; nothing of days."""
    share, p = result.asked.share, result.params
    if not share.size:
        return "no vote"
    top, name = float(share.max()), _names(result)[int(share.argmax())]
    if result.k == 1:
        return name
    if p.weights != "equal":
        return f"{name}, {percent(top)}"
    return f"{name}, {count(round(top * result.k))} of {count(result.k)}"


def _never(result: Result) -> float:
    """The first k at which class 1 cannot have a majority; nan where votes are counted otherwise."""
    p = result.params
    if p.source not in DRAWN or p.weights != "equal" or p.threshold != 0.5:
        return float("nan")
    return 2.0 * float(result.sizes[1]) + 1


def _looked(result: Result, dimensions: int) -> float:
    return float(result.examined[DIMENSIONS.index(dimensions)])
