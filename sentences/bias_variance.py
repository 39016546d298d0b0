"""What the pictures of bias and variance say."""

import numpy as np

from concepts.bias_variance import NOTHING, RUNGS, Result, rung_name
from sentences.numbers import SPACE, amount, capital, count, number, percent

SIMPLEST = {
    "polynomial": "The fits agree with one another and bend too little",
    "knn": "Each answer averages so many points that the fits agree, and all are too flat",
    "tree": "The trees agree with one another and have too few steps",
    "ridge": "The penalty holds every fit down alike",
    "bagging": "The averages agree with one another and miss the truth together",
    "boosting": "The fits agree with one another and stop short of the truth",
    "random_features": "The fits agree with one another and miss the truth together",
}
TOGETHER_WRONG = "The fits agree with one another and miss the truth together"
AGREE = 4.0  # the fits agree if bias² is so many times their variance
# What counts in the words on the learning curve; shares of the test error, and a multiple of noise.
MATTERS, TOGETHER, NEAR = 0.1, 0.15, 1.25
CLOSE = 1.15  # most that the mean error may be, in medians, for the two to be called close


def claim(result: Result) -> str:
    """What most of the error is made of at the chosen complexity."""
    rung, parts, here = _rung(result), result.errors, _name(result)
    total, noise = float(parts.total[rung]), parts.noise
    bias2 = float(result.seen_bias2[rung])
    variance = total - noise - bias2
    if np.isnan(total):
        return (
            f"{count(result.n)} points cannot settle the {rung + 1} coefficients of {here}: there "
            f"is no such fit. Degrees 0 to {result.last} have one."
        )
    if total < result.dust:
        return f"At {here} every fit hits the truth: there is no error to share out."
    if total - noise < result.dust:
        return f"At {here} all of the error is noise: every fit hits the truth."
    if noise > 0.6 * total and bias2 < 0.1 * variance:
        return (
            f"At {here} most of the error is noise, {percent(noise / total)}; "
            f"nearly all the rest is variance."
        )
    if noise > 0.6 * total:
        return (
            f"At {here} most of the error is noise, {percent(noise / total)}: "
            f"bias² adds {percent(bias2 / total)}, variance {percent(variance / total)}."
        )
    if bias2 > AGREE * variance:
        why = SIMPLEST[result.params.model] if rung < result.best else TOGETHER_WRONG
        return f"{why}: bias² is {percent(bias2 / total)} of the error."
    if bias2 > 1.5 * variance:
        return (
            f"At {here} bias² outweighs variance: {percent(bias2 / total)} and "
            f"{percent(variance / total)} of the error."
        )
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
    spread = float(parts.test_se[rung])
    test = _said(result, parts.test[rung])
    return {
        "bias²": _signed_bias2(result, rung),
        "+ variance": _said(result, parts.variance[rung]),
        "+ noise": amount(parts.noise),
        "= sum": _said(result, parts.total[rung]),
        "measured": f"{test}{SPACE}±{SPACE}{number(spread, 2)}"
        if spread**2 > result.dust
        else test,
    }


# at which rungs the words in content/ speak of what
SPOKEN_OF = {
    "": "rung bias2 variance total median",
    "_first": "rung bias2 variance",
    "_second": "bias2 variance total",
    "_last": "rung bias2 variance median",
    "_best": "rung total",
    "_peak": "rung variance median",
}


def facts(result: Result) -> dict[str, str]:
    """Numbers for the words: at the chosen complexity, at the ends of the ladder, at the best."""
    rung, parts = _rung(result), result.errors
    named = {
        "n": count(result.n),
        "datasets": count(result.datasets),
        "noise": amount(parts.noise),
        "noise_sd": amount(parts.noise**0.5, figures=2),
        "test": number(parts.test[rung]),
        "test_se": number(parts.test_se[rung], 2),
        "gap": number(abs(parts.gap[rung]), 2),
        "gap_in_se": number(abs(parts.gap_in_se[rung]), 2),
        "median_before": number(result.median_before),
    }
    rungs = (rung, 0, 1, result.last, result.best, result.peak)
    for at, (suffix, spoken_of) in zip(rungs, SPOKEN_OF.items(), strict=True):
        said = {
            "rung": rung_name(result.params, float(result.ladder[at])),
            "bias2": _bias2(result, at),
            "variance": _said(result, parts.variance[at]),
            "total": _said(result, parts.total[at]),
            "median": _said(result, parts.test_median[at]),
        }
        named |= {f"{what}{suffix}": said[what] for what in spoken_of.split()}
    return named


def ticks(result: Result) -> dict[str, float]:
    """The rungs that mean something: the least error, and where fits pass through all their points."""
    found = {"best": float(result.best)}
    if result.interpolation is not None:
        found["interpolates"] = float(result.interpolation)
    return found


def measures(result: Result) -> dict[str, float]:
    """The numbers that guesses and challenges speak of; nan where undefined.

    bias2, variance, median_error : At the chosen rung.
    noise_sd : Standard deviation of the noise.
    best_rung, peak_rung : Where the error is least, and where its median is largest.
    noise_share : Noise in percent of the error; `noise_share_second`, `bias_share_second` and
        `variance_share_second` are those on the second rung, for polynomials the straight line.
    variance_left : Variance in percent of that on the first rung.
    error_in_noise, error_in_second, error_in_last : Error as a multiple of the noise variance, and
        of the error on the second rung and on the last.
    median_in_peak, median_in_before : Median error as a multiple of the largest, and of the
        smallest up to there.
    """
    rung, parts, dust = _rung(result), result.errors, result.dust
    total, median = parts.total, parts.test_median

    def ratio(value: float, of: float) -> float:
        return float(value / of) if of > dust else np.nan

    return {
        "bias2": float(parts.bias2[rung]),
        "variance": float(parts.variance[rung]),
        "median_error": float(median[rung]),
        "noise_sd": float(parts.noise**0.5),
        "best_rung": float(result.best),
        "peak_rung": float(result.peak),
        "noise_share": 100 * ratio(parts.noise, total[rung]),
        "noise_share_second": 100 * ratio(parts.noise, total[1]),
        "bias_share_second": 100 * ratio(parts.bias2[1], total[1]),
        "variance_share_second": 100 * ratio(parts.variance[1], total[1]),
        "variance_left": 100 * ratio(parts.variance[rung], parts.variance[0]),
        "error_in_noise": ratio(total[rung], parts.noise),
        "error_in_second": ratio(total[rung], total[1]),
        "error_in_last": ratio(total[rung], total[result.last]),
        "median_in_peak": ratio(median[rung], median[result.peak]),
        "median_in_before": ratio(median[rung], result.median_before),
    }


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
    start = (
        "The model has two inputs; the picture is a slice through them, and no points lie on it. "
        if result.two_inputs
        else ""
    )
    start += f"At {_name(result)} the mean of {count(result.datasets)} fits "
    naive, variance = float(parts.bias2_naive[rung]), float(parts.variance[rung])
    if max(naive, variance) < result.dust:
        return f"{start}is the truth, and so is every single fit."
    spread = (
        f"single fits stand about {number(variance**0.5, 2)} from their mean"
        if variance > result.dust
        else "every fit is the same"
    )
    if result.chance[rung]:
        return (
            f"{start}misses the truth by about {number(naive**0.5, 2)}, no more than chance gives "
            f"with so many fits. {capital(spread)}."
        )
    away = float(parts.bias2[rung]) ** 0.5
    return f"{start}stands about {number(away, 2)} from the truth, and {spread}."


def stack(result: Result) -> str:
    """Where the error is least, and of what it is made at either end."""
    parts, last = result.errors, result.last
    best = rung_name(result.params, float(result.ladder[result.best]))
    sentence = f"The error is least at {best}, {_said(result, parts.total[result.best])}"
    sentence += f", of which {amount(parts.noise)} is noise." if parts.noise > 0 else "."
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
        if variance[loose] > result.dust
        else "Variance is 0 everywhere; "
    )
    if bias2[worst] < result.dust:
        sentence += "so is bias²."
    elif result.chance[rung]:
        sentence += "bias² is on the whole no more than chance gives."
    else:
        sentence += f"bias² {_place(result, worst)}, at {number(bias2[worst])}."
    if result.params.truth == "seattle":
        return sentence
    return f"{sentence} The dots, measured there, follow the sum."


def closing(result: Result) -> str:
    """Whether the identity holds, and the exact parts if they are known."""
    parts, rung = result.errors, _rung(result)
    inside, known = parts.closed, int(np.isfinite(parts.gap_in_se).sum())
    if parts.noise == 0:
        return "Without noise, measured error and sum are the same number at every complexity."
    sentence = (
        f"The sum and the measured error differ by less than two standard errors "
        f"at {inside} of {known} complexities: that is what chance gives."
        if inside >= known - 2
        else f"At {known - inside} of {known} complexities the two differ by more than two "
        "standard errors. They share one draw of noise, so they stray together."
    )
    if result.exact_variance is None or result.exact_bias2 is None:
        return sentence
    if np.isnan(result.exact_variance[rung]):
        return f"{sentence} At {_name(result)} there is no fit whose parts algebra could give."
    return (
        f"{sentence} The inputs being fixed, algebra alone gives bias² "
        f"{_said(result, result.exact_bias2[rung])} and variance "
        f"{_said(result, result.exact_variance[rung])}."
    )


def typical(result: Result) -> str:
    """Whether the mean is ruled by a few wild fits."""
    parts, rung = result.errors, _rung(result)
    mean, median = float(parts.test[rung]), float(parts.test_median[rung])
    if np.isnan(mean):
        return "The fit is undefined, and so is its error."
    if mean < result.dust:
        return f"At {_name(result)} both are 0: every fit hits the truth."
    sentence = f"At {_name(result)} the mean error is {number(mean)}, the median {number(median)}: "
    if mean > 1.5 * median:
        times = number(mean / median, 2)
        return f"{sentence}the worst fits pull the mean up to {times} times the median."
    if mean > CLOSE * median:
        return f"{sentence}the worst fits pull the mean up by {percent(mean / median - 1)}."
    return f"{sentence}they are close, so the worst fits do not rule the mean."


def learning(result: Result) -> str:
    """What more data would do for the chosen model.

    It helps if the test error falls by more than MATTERS of itself from n to the largest size; it
    hurts if the error rises by more than that on the way. Else the two errors have met if they
    differ by at most TOGETHER of the test error, and the noise is reached if the test error is at
    most NEAR times it.
    """
    curve, noise = result.learning, result.errors.noise
    own = int(np.flatnonzero(curve.sizes == result.n)[0])
    train, test = float(curve.train[own]), float(curve.test[own])
    points = f"{count(result.n)} points"
    if np.isnan(test):
        enough = np.flatnonzero(np.isfinite(curve.test))
        sentence = f"{points} do not determine {_name(result)}: its errors are undefined."
        if enough.size:
            least = curve.sizes[enough[0]]
            sentence += f" Drawn from {count(least)} points on."
        return sentence
    if test < NOTHING:
        return f"With {points} both errors are 0: there is no noise, and every fit hits the truth."
    said = (
        f"With {points} the test error is {number(test)} and the training error {_error(train, 2)}"
    )
    later, last = curve.test[own + 1 :], count(curve.sizes[-1])
    if later.size:
        worst, end = int(np.argmax(later)), float(later[-1])
        if later[worst] > (1 + MATTERS) * test:
            at = count(curve.sizes[own + 1 + worst])
            high = number(later[worst])
            return f"{said}. More data hurts here: with {at} points the test error is {high}."
        if end < (1 - MATTERS) * test:
            after = float(curve.train[-1])
            ends = f"with {last} they are {_error(end)} and {_error(after, 2)}"
            if test - train <= TOGETHER * test:
                return f"{said}. More data lowers both: {ends}."
            closes = end - after < (test - train) / 2
            return f"{said}. More data {'closes the gap' if closes else 'helps'}: {ends}."
    if test <= NEAR * noise:
        return f"{said}: close to the noise, {amount(noise)}. More data can hardly help."
    if test - train <= TOGETHER * test:
        return f"{said}: they have met above the noise, {amount(noise)}. More data will not help."
    if later.size:
        return f"{said}. The gap stays: with {last} points the test error is still {number(end)}."
    return f"{said}. That is the most data drawn, and the gap is still open."


def miniature(result: Result) -> str:
    """What the small picture shows."""
    if np.isnan(result.errors.total[_rung(result)]):
        return f"The truth alone: {count(result.n)} points have no fit of {_name(result)}."
    fits = f"{count(result.fits.shape[1])} fits of {_name(result)}"
    return f"{fits}, their mean, and the truth behind them."


def ladder(result: Result) -> str:
    """What the complexity slider stands at, for the line under it."""
    end = result.last
    first, last = (rung_name(result.params, float(result.ladder[i])) for i in (0, end))
    best = rung_name(result.params, float(result.ladder[result.best]))
    through = result.interpolation
    sentence = f"Now **{_name(result)}**, in steps from {first} to {last}. Best: {best}."
    if through is not None:
        name = rung_name(result.params, float(result.ladder[through]))
        place = f"At {name}" if through == end else f"From {name} on"
        sentence += f" {place} fits pass through all their points."
    if end < RUNGS - 1:
        sentence += (
            f" {count(result.n)} points settle no higher degree: above {end} the slider is empty."
        )
    if (result.n, result.datasets) != (result.params.n, result.params.datasets):
        sentence += f" Used: {count(result.datasets)} data sets of {count(result.n)} points."
    return sentence


def _rung(result: Result) -> int:
    return int(result.params.complexity)


def _name(result: Result) -> str:
    return rung_name(result.params, float(result.ladder[_rung(result)]))


def _bias2(result: Result, rung: int) -> str:
    """An estimate of bias²; one that chance alone would give is called so, not spelt out."""
    bias2 = float(result.errors.bias2[rung])
    return "about 0" if result.chance[rung] else number(bias2)


def _signed_bias2(result: Result, rung: int) -> str:
    """The estimate of bias² as it enters the sum, below 0 or not; one that chance gives is marked.

    That is said to a tenth of the last place of the sum.
    """
    bias2, total = float(result.errors.bias2[rung]), float(result.errors.total[rung])
    if not result.chance[rung]:
        return number(bias2)
    if abs(bias2) < result.dust or total < result.dust:
        return "0"
    places = max(3 - int(np.floor(np.log10(total))), 0)
    text = f"{abs(bias2):,.{places}f}"
    if float(text.replace(",", "")) == 0:
        return "about 0"
    return f"{'−' if bias2 < 0 else ''}{text.rstrip('0').rstrip('.') if places else text} (chance)"


def _said(result: Result, square: float) -> str:
    """A squared error; "0" for what is only rounding."""
    return number(0.0 if abs(square) < result.dust else square)


def _error(value: float, figures: int = 3) -> str:
    """An error; "0" for what is only rounding. Training errors are known to two figures."""
    return number(value if value > NOTHING else 0.0, figures)


def _place(result: Result, index: int) -> str:
    x = float(result.grid[index])
    if result.params.truth == "seattle":
        return f"on day {round(x * 365.25 + 0.5)} of the year"
    return f"at x = {x:.3f}"
