"""What the pictures of splits say, in words."""

import math

import numpy as np

from concepts.cross_validation import (
    KS,
    LINEAR,
    SETS,
    SHOWN_SETS,
    SHOWN_SHUFFLES,
    SHUFFLES,
    Result,
)
from sentences.numbers import amount, capital, count, counted, number, percent, percent_set

TIE = 1e-9  # accuracies are shares of few rows: what is nearer is the same
NOT_DRAWN = "This is worked out for rows that are drawn, where the truth is known."


def claim(result: Result) -> str:
    """The sentence above the main figure."""
    p, now = result.params, result.now
    if p.kind == "genes":
        return (
            f"Features chosen before the split: {_score(result, now[1])}. Chosen inside each fold: "
            f"{_score(result, now[2])}. The labels are random, so the truth is "
            f"{_score(result, result.truth)}."
        )
    if p.kind == "patients":
        return (
            f"With rows shuffled {counted(result.k, 'fold')} say {_score(result, now[1])}, with whole "
            f"patients {_score(result, now[2])}; on new patients it is {_score(result, result.truth)}."
        )
    if p.kind == "seattle":
        return (
            f"With days shuffled the error is {_score(result, now[1])}; from the past alone, over the "
            f"next {counted(p.block, 'day')}, it is {_score(result, now[2])}."
        )
    if p.kind == "digits":
        return (
            f"{capital(_without(result, 0))}, and that fold scores 0. {result.k} folds say "
            f"{_score(result, now[1])}, stratified {_score(result, now[2])}; on new eights recall is "
            f"{_score(result, result.truth)}."
        )
    if p.kind == "candidates":
        return (
            f"The best of {counted(p.candidates, 'useless model')} scores {_score(result, now[1])}, "
            f"nested {_score(result, now[2])}; the truth is {_score(result, result.truth)}."
        )
    return (
        f"This split says {_score(result, now[0])}. Over {SHUFFLES} shuffles of the same rows one split "
        f"says {_range(result, 0)}, {counted(result.k, 'fold')} {_range(result, 1)}{_truth(result)}."
    )


def headline(result: Result) -> dict[str, str]:
    """The three scores of this shuffle, and the truth where it is known."""
    first, second, third = (capital(name) for name in result.lanes)
    found = {
        first: _score(result, result.now[0]),
        second: _score(result, result.now[1]),
        third: _score(result, result.now[2]),
    }
    if not math.isnan(result.truth):
        found["Truth"] = _score(result, result.truth)
    return found


def answer(result: Result) -> dict[str, float]:
    """The numbers that the standalone script finds as well."""
    one, folds, third = (float(value) for value in result.now)
    return {"one": one, "folds": folds, "third": third}


# --- one sentence a figure -------------------------------------------------------------------


def scores(result: Result) -> str:
    """The three lanes."""
    each = (f"{name} {_range(result, lane)}" for lane, name in enumerate(result.lanes))
    return f"Over {SHUFFLES} shuffles of the same rows: {'; '.join(each)}{_truth(result)}."


def folds(result: Result) -> str:
    """How many rows are held out."""
    sizes = np.bincount(result.folds, minlength=result.k)
    low, high = int(sizes.min()), int(sizes.max())
    each = counted(low, "row") if low == high else f"{count(low)} or {counted(high, 'row')}"
    text = (
        f"Of {counted(result.n, 'row')} each fold holds out {each}, and every row is held out once."
    )
    if result.params.kind == "candidates":
        return text
    text = f"One split holds out {count(result.held.sum())}. {text}"
    if result.params.kind == "digits":
        fewest = [
            int(np.bincount(each[result.part == 1], minlength=result.k).min())
            for each in (result.folds, result.right)
        ]
        return (
            f"{text} The fold with the fewest eights has {count(fewest[0])} of them, stratified "
            f"{count(fewest[1])}."
        )
    return text


def fold_scores(result: Result) -> str:
    """The spread of the folds of this shuffle."""
    each = result.fold_scores
    return (
        f"The {counted(result.k, 'fold')} of this shuffle say {_score(result, each.min())} to "
        f"{_score(result, each.max())}; their mean is {_score(result, result.now[1])}."
    )


def repeated(result: Result) -> str:
    """What repeating the folds brings, and what it leaves."""
    mean, times = result.repeated, result.params.shuffle
    so_far = f"The mean of the first {times} shuffles is" if times > 1 else "The first shuffle says"
    return (
        f"{so_far} {_score(result, mean[times - 1])}, the mean of all {SHUFFLES} is "
        f"{_score(result, mean[-1])}{_truth(result)}. Repeats remove the luck of the split, and "
        "nothing else."
    )


def paired(result: Result) -> str:
    """Whether two models are told apart."""
    gains, true = result.gains, result.first_truth - result.truth
    if gains.size == 0:
        return "This is worked out for two classes."
    if result.params.features == 1:
        return "There is but one feature, and both models are the same."
    spread = [f"{number(100 * each.std(), 2)} points" for each in gains]
    right = int((np.sign(true) * gains[2] > TIE).sum())
    better = "The first feature alone" if true > 0 else "All features together"
    verb = "is" if true > 0 else "are"
    return (
        f"{better} {verb} better by {number(100 * abs(true), 2)} points in truth. The same folds find "
        f"that in {right} of {SHUFFLES} shuffles. Over the shuffles the gain has a standard deviation "
        f"of {spread[0]} with a split each, {spread[1]} on the same split and {spread[2]} on the same "
        "folds."
    )


def empty(result: Result) -> str:
    """How often a fold lacks the rare class."""
    if result.chance.size == 0:
        return "This is worked out for a rare class."
    chance = percent(result.chance[result.params.rare - 2])
    return (
        f"With {counted(result.params.rare, 'eight')} the probability of a fold without any is "
        f"{chance}. {capital(_without(result, 0))}, and stratified in {count(result.without[1])}."
    )


def by_k(result: Result) -> str:
    """What small k costs."""
    if result.params.kind not in LINEAR:
        return "This is worked out for least squares, where leave-one-out takes one fit."
    two, most = result.by_k[0][0], result.by_k[0][-1]
    text = (
        f"The mean over {SHOWN_SHUFFLES} shuffles is {_score(result, two)} with {KS[0]} folds and "
        f"{_score(result, most)} with {KS[-1]}; leave-one-out says {_score(result, result.now[2])}."
    )
    if result.expected.size == 0:
        return text
    return (
        f"{text} Over all data sets {counted(result.k, 'fold')} expect an error "
        f"{percent(result.pessimism)} above that of the model of all rows."
    )


def cloud(result: Result) -> str:
    """Whether the estimate follows the truth."""
    luck = result.luck
    if luck.estimate.size == 0:
        return NOT_DRAWN
    if math.isnan(luck.correlation):
        return f"Over {SETS} data sets the correlation is undefined: one of the two never changes."
    return (
        f"Over {SETS} data sets of {counted(result.n, 'row')} the correlation of the estimate with the "
        f"truth about the same data set's model is {number(luck.correlation, 2)}."
    )


def intervals(result: Result) -> str:
    """How often the bars cover the truth."""
    luck = result.luck
    if luck.estimate.size == 0:
        return NOT_DRAWN
    naive, student, corrected = (percent(share) for share in luck.covered)
    return (
        f"Of {SETS} data sets, {SHOWN_SETS} of them drawn, two standard errors cover the truth in "
        f"{naive}, Student's t in {student}, and t with the corrected error in {corrected}."
    )


def best(result: Result) -> str:
    """What choosing the best of many gives."""
    if result.best.size == 0:
        return "This is worked out where many models are tried."
    m = result.best.size
    return (
        f"On average over the shuffles the best of {counted(m, 'useless model')} scores "
        f"{percent(result.best[-1])}, the first alone {percent(result.best[0])}, and nested "
        f"cross-validation says {percent(result.scores[2].mean())}."
    )


def ahead(result: Result) -> str:
    """The error by days ahead."""
    if result.ahead.size == 0:
        return "This is worked out for days in their order."
    days = result.ahead.size
    return (
        f"One day ahead the error is {_score(result, result.ahead[0])}, {count(days)} days ahead "
        f"{_score(result, result.ahead[-1])}; shuffled folds promise "
        f"{_score(result, result.scores[1].mean())}."
    )


def miniature(result: Result) -> str:
    """The small picture."""
    return claim(result)


# --- numbers for the words -------------------------------------------------------------------


def ticks(result: Result) -> dict[str, float]:
    """The shuffles whose one split says least and most, and the one in the middle."""
    order = np.argsort(result.sign * result.scores[0], kind="stable")
    names = ("unluckiest", "median", "luckiest")
    if result.params.kind == "candidates":
        return {}
    places = (order[0], order[SHUFFLES // 2], order[-1])
    return {name: float(place + 1) for name, place in zip(names, places, strict=True)}


def measures(result: Result) -> dict[str, float]:
    """The numbers that guesses and challenges speak of; nan where undefined.

    luckiest : The best score of one split; shares in percent, as the next two.
    folds : Median of the second lane over the shuffles.
    range : Of one split over the shuffles, shares in points.
    pessimism : In percent.
    leak : Median of the second lane less the truth, or less the third lane where it is not known.
    without : In how many shuffles a fold has no eight.
    ratio : Error of the third lane over that of the second, for errors.
    """
    times = 100.0 if result.is_share else 1.0
    median = np.median(result.scores, axis=1)
    return {
        "luckiest": float(times * (result.sign * result.scores[0]).max() * result.sign),
        "folds": float(times * median[1]),
        "range": float(times * result.spread[0]),
        "pessimism": float(100 * result.pessimism),
        "leak": float(
            times * (median[1] - (median[2] if math.isnan(result.truth) else result.truth))
        ),
        "without": float(result.without[0]) if result.without.size else float("nan"),
        "ratio": float(median[2] / median[1]),
    }


def facts(result: Result) -> dict[str, str]:
    """Numbers for the words of the page."""
    p, luck, median = result.params, result.luck, np.median(result.scores, axis=1)
    return {
        "n": count(result.n),
        "k": str(result.k),
        "one": _score(result, result.now[0]),
        "one_range": _range(result, 0),
        "folds_range": _range(result, 1),
        "folds": _score(result, median[1]),
        "right": _score(result, median[2]),
        "truth": _score(result, result.truth),
        "luckiest": _score(result, result.sign * (result.sign * result.scores[0]).max()),
        "pessimism": percent(result.pessimism),
        "covered": percent(luck.covered[0]),
        "corrected": percent(luck.covered[2]),
        "correlation": number(luck.correlation, 2),
        "chosen": str(p.chosen),
        "block": str(p.block),
        "rare": str(p.rare),
        "without": count(result.without[0]) if result.without.size else "undefined",
        "chance": percent(result.chance[p.rare - 2]) if result.chance.size else "undefined",
        "gain": number(100 * (result.first_truth - result.truth), 2),
        "found": count((result.gains[2] > TIE).sum()),
        "found_split": count((result.gains[1] > TIE).sum()),
        "models": str(p.candidates),
        "share": percent_set(p.share),
        "wider": number(result.spread[0] / result.spread[1], 2)
        if result.spread[1]
        else "undefined",
    }


def _score(result: Result, value: float) -> str:
    """A score with its unit."""
    if result.is_share:
        return percent(value)
    return amount(value, "°C") if result.params.kind == "seattle" else number(value, 2)


def _without(result: Result, lane: int) -> str:
    return f"in {count(result.without[lane])} of {SHUFFLES} shuffles a fold has no eight"


def _range(result: Result, lane: int) -> str:
    """The least and the most that a lane says."""
    low, high = (
        _score(result, end) for end in (result.scores[lane].min(), result.scores[lane].max())
    )
    return f"always {low}" if low == high else f"{low} to {high}"


def _truth(result: Result) -> str:
    return "" if math.isnan(result.truth) else f"; the truth is {_score(result, result.truth)}"
