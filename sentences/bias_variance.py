"""What the pictures of bias and variance say."""

import numpy as np

from concepts.bias_variance import RUNGS, Result, rung_name
from sentences.numbers import count, number, percent

SIMPLEST = {
    "polynomial": "The fits agree with one another and bend too little",
    "knn": "Each answer averages so many points that the fits agree, and all are too flat",
    "tree": "The trees agree with one another and have too few steps",
    "ridge": "The penalty holds every fit down alike",
    "bagging": "The averages agree with one another and miss the truth together",
    "boosting": "The fits agree with one another and stop short of the truth",
    "random_features": "The fits agree with one another and miss the truth together",
}


def claim(result: Result) -> str:
    """What most of the error is made of at the chosen complexity."""
    rung, parts, here = _rung(result), result.errors, _name(result)
    total, noise = float(parts.total[rung]), parts.noise
    # bias² may come out a little below 0; shares are of what is left then.
    bias2 = max(float(parts.bias2[rung]), 0.0)
    variance = total - noise - bias2
    if np.isnan(total):
        return (
            f"{count(result.n)} points cannot settle the {rung + 1} coefficients "
            f"of {here}: there is no such fit."
        )
    if total < 1e-9:
        return f"At {here} every fit hits the truth: there is no error to share out."
    if noise > 0.6 * total and bias2 < 0.01 * total:
        return (
            f"At {here} most of the error is noise, {percent(noise / total)}; "
            f"nearly all the rest is variance."
        )
    if noise > 0.6 * total:
        return (
            f"At {here} most of the error is noise, {percent(noise / total)}: "
            f"bias² adds {percent(bias2 / total)}, variance {percent(variance / total)}."
        )
    if bias2 > 1.5 * variance:
        return f"{SIMPLEST[result.params.model]}: bias² is {percent(bias2 / total)} of the error."
    if variance > 1.5 * bias2:
        return (
            f"At {here} every data set draws its own curve: "
            f"variance is {percent(variance / total)} of the error."
        )
    return (
        f"At {here} bias² and variance weigh about the same: "
        f"{percent(bias2 / total)} and {percent(variance / total)} of the error."
    )


def headline(result: Result) -> dict[str, str]:
    """The parts, their sum and the measured error at the chosen complexity."""
    rung, parts = _rung(result), result.errors
    spread = parts.test_se[rung]
    test = number(parts.test[rung])
    return {
        "bias²": _bias2(result, rung),
        "+ variance": number(parts.variance[rung]),
        "+ noise": number(parts.noise),
        "= sum": number(parts.total[rung]),
        "measured": test if np.isnan(spread) else f"{test} ± {number(spread, 2)}",
    }


def facts(result: Result) -> dict[str, str]:
    """Numbers for the words: at the chosen complexity, at the ends of the ladder, at the best."""
    rung, parts, last = _rung(result), result.errors, _last(result)
    peak = int(np.nanargmax(parts.test_median))
    said = {
        "n": count(result.n),
        "datasets": count(result.datasets),
        "noise": number(parts.noise),
        "noise_sd": number(parts.noise**0.5, 2),
        "naive": number(parts.bias2_naive[rung]),
        "test": number(parts.test[rung]),
        "test_se": number(parts.test_se[rung], 2),
        "gap": number(abs(parts.gap[rung]), 2),
        "gap_in_se": number(abs(parts.gap_in_se[rung]), 2),
        "median_before": number(np.nanmin(parts.test_median[: peak + 1])),
    }
    places = {
        "": rung,
        "_first": 0,
        "_second": 1,
        "_last": last,
        "_best": result.best,
        "_peak": peak,
    }
    for suffix, at in places.items():
        said |= {
            f"rung{suffix}": rung_name(result.params, float(result.ladder[at])),
            f"bias2{suffix}": _bias2(result, at),
            f"variance{suffix}": number(parts.variance[at]),
            f"total{suffix}": number(parts.total[at]),
            f"median{suffix}": number(parts.test_median[at]),
        }
    return said


def answer(result: Result) -> dict[str, float]:
    """The numbers that the script ends with."""
    rung, parts = _rung(result), result.errors
    return {
        "bias2": float(parts.bias2[rung]),
        "variance": float(parts.variance[rung]),
        "noise": float(parts.noise),
        "test_error": float(parts.test[rung]),
    }


def fits(result: Result) -> str:
    """How far the mean fit and the single fits stand from the truth."""
    rung, parts = _rung(result), result.errors
    if np.isnan(parts.total[rung]):
        return "Only the truth and the points are drawn: the fit is undefined."
    away = max(float(parts.bias2[rung]), 0.0) ** 0.5
    return (
        f"At {_name(result)} the mean of {count(result.datasets)} fits stands about "
        f"{number(away, 2)} from the truth, and single fits stand about "
        f"{number(parts.variance[rung] ** 0.5, 2)} from their mean."
    )


def stack(result: Result) -> str:
    """Where the error is least, and of what it is made at either end."""
    parts, last = result.errors, _last(result)
    best = rung_name(result.params, float(result.ladder[result.best]))
    sentence = (
        f"The error is least at {best}, {number(parts.total[result.best])}, "
        f"of which {number(parts.noise)} is noise."
    )
    if last < RUNGS - 1:
        end = rung_name(result.params, float(result.ladder[last]))
        sentence += f" Beyond {end} it is undefined: too few points for so many coefficients."
    return sentence


def along_x(result: Result) -> str:
    """At which inputs bias and variance are largest."""
    rung = _rung(result)
    bias2, variance = result.bias2_x[rung], result.variance_x[rung]
    if np.isnan(variance).any():
        return "The fit is undefined, and so are its bias and variance."
    worst, loose = int(bias2.argmax()), int(variance.argmax())
    sentence = (
        f"Variance is largest {_place(result, loose)}, at {number(variance[loose])}; "
        f"bias² {_place(result, worst)}, at {number(bias2[worst])}."
    )
    if result.params.truth == "seattle":
        return sentence
    return f"{sentence} The dots, measured there, follow the sum."


def closing(result: Result) -> str:
    """Whether the identity holds, and the exact parts if they are known."""
    parts, rung = result.errors, _rung(result)
    gaps = np.abs(parts.gap_in_se[np.isfinite(parts.gap_in_se)])
    inside = int((gaps <= 2).sum())
    if parts.noise == 0:
        return "Without noise, measured error and sum are the same number at every complexity."
    sentence = (
        f"The sum and the measured error differ by less than two standard errors "
        f"at {inside} of {gaps.size} complexities: chance explains it."
        if inside >= gaps.size - 2
        else f"At {gaps.size - inside} of {gaps.size} complexities the two differ by more than two "
        "standard errors. They share one draw of noise, so they stray together."
    )
    if result.exact_variance is None or result.exact_bias2 is None:
        return sentence
    return (
        f"{sentence} The inputs being fixed, algebra alone gives bias² "
        f"{number(result.exact_bias2[rung])} and variance "
        f"{number(result.exact_variance[rung])}."
    )


def typical(result: Result) -> str:
    """Whether the mean is ruled by a few wild fits."""
    parts, rung = result.errors, _rung(result)
    mean, median = float(parts.test[rung]), float(parts.test_median[rung])
    if np.isnan(mean):
        return "The fit is undefined, and so is its error."
    if mean > 1.5 * median:
        return (
            f"At {_name(result)} the mean error is {number(mean)}, the median {number(median)}: "
            "a few wild fits make the mean."
        )
    return (
        f"At {_name(result)} the median error, {number(median)}, is close to the mean, "
        f"{number(mean)}: it is not the work of a few fits."
    )


def miniature(result: Result) -> str:
    """What the small picture shows."""
    return f"{count(len(result.y))} fits of {_name(result)}, their mean, and the truth behind them."


def ladder(result: Result) -> str:
    """What the complexity slider stands at, for the line under it."""
    first, last = (rung_name(result.params, float(result.ladder[i])) for i in (0, -1))
    best = rung_name(result.params, float(result.ladder[result.best]))
    through = result.interpolation
    sentence = (
        f"Now **{_name(result)}**, on a ladder from {first} to {last}. "
        f"Best: {best}, at {result.best}."
    )
    if through is not None:
        name = rung_name(result.params, float(result.ladder[through]))
        sentence += f" From {name}, at {through}, fits pass through all their points."
    if (result.n, result.datasets) != (result.params.n, result.params.datasets):
        sentence += f" Used: {count(result.datasets)} data sets of {count(result.n)} points."
    return sentence


def _rung(result: Result) -> int:
    return int(result.params.complexity)


def _name(result: Result) -> str:
    return rung_name(result.params, float(result.ladder[_rung(result)]))


def _last(result: Result) -> int:
    """The last rung that is defined."""
    return int(np.flatnonzero(np.isfinite(result.errors.total))[-1])


def _bias2(result: Result, rung: int) -> str:
    """An estimate of bias²; one that chance alone would give is called so, not spelt out."""
    bias2 = float(result.errors.bias2[rung])
    chance = 3 * float(result.errors.variance[rung]) / result.datasets
    return "about 0" if bias2 < chance else number(bias2)


def _place(result: Result, index: int) -> str:
    x = float(result.grid[index])
    if result.params.truth == "seattle":
        return f"on day {round(x * 365.25 + 0.5)} of the year"
    return f"at x = {number(x, 2)}"
