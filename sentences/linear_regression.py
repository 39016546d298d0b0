"""What the pictures of a line through points say, in words."""

import math

from concepts.linear_regression import SLOW, Result
from sentences.numbers import amount, capital, count, counted, number, percent


def claim(result: Result) -> str:
    """The sentence above the main figure."""
    p, f = result.params, result.fit
    return (
        f"With slope {amount(p.slope)} the squares cover {number(result.rss)}; the least is "
        f"{number(f.rss)}, at slope {number(f.slope)}."
    )


def headline(result: Result) -> dict[str, str]:
    """The fit in six numbers."""
    f = result.fit
    return {
        "Slope": number(f.slope),
        "Standard error": number(f.error),
        "R²": number(f.r2),
        "Residual sd": number(f.sigma),
        "Largest leverage": number(f.leverage.max()),
        "Largest Cook's distance": number(f.cook[f.worst]),
    }


def answer(result: Result) -> dict[str, float]:
    """The numbers that the standalone script finds as well."""
    f, p = result.fit, result.params
    walked = result.paths[p.coordinates][p.steps]
    return {
        "area": result.rss,
        "least": f.rss,
        "slope": f.slope,
        "error": f.error,
        "r2": f.r2,
        "after_steps": float(walked[0]),
    }


# --- one sentence a figure -------------------------------------------------------------------


def squares(result: Result) -> str:
    """The area of your line against the least and the flat line's."""
    f, p = result.fit, result.params
    through = "through the point of means" if p.height == 0 else "beside the point of means"
    text = (
        f"Your line runs {through}, and its squares cover {number(result.rss)}. A flat line's cover "
        f"{number(f.tss)}."
    )
    if p.steps:
        walk = counted(p.steps, "step")
        text += f" After {walk} of descent from it they cover {number(result.rss_walked)}."
    if f.held:
        return f"{text} x and y are what {counted(f.held, 'other feature')} left of them."
    if math.isnan(f.r2):
        return f"{text} y is the same everywhere, so R² is undefined."
    return f"{text} The best saves {percent(f.r2)} of that: R² is {number(f.r2)}."


def bowl(result: Result) -> str:
    """How the area grows away from the bottom, and the walk down."""
    f, p = result.fit, result.params
    text = (
        f"The area is {number(f.rss)} plus {number(f.sxx)} times the squared distance in slope: one "
        "bottom, no other."
    )
    if not p.steps:
        return text
    slope = float(result.paths[p.coordinates][p.steps, 0])
    return f"{text} After {counted(p.steps, 'step')} of descent the slope is {number(slope)}."


def bands(result: Result) -> str:
    """What share of points lies in each band, and what came later."""
    f = result.fit
    if math.isnan(f.mean_half[0]):
        return "No points are left over to estimate the noise, so both bands are undefined."
    text = (
        f"{capital(percent(f.inside_mean))} of the points lie in the band of the mean, "
        f"{percent(f.inside_single)} in the band for a single one."
    )
    if not f.later_x.size:
        return text
    said, found = result.fit.december
    return (
        f"{text} For the middle of December the line says {number(said)} °C; the mean of that week "
        f"was {number(found)} °C."
    )


def residuals(result: Result) -> str:
    """Spread at both ends of x, and what one residual says of the next."""
    f = result.fit
    return (
        f"Their sd is {number(f.spread_low)} where x is at most {amount(f.thirds[0])}, and "
        f"{number(f.spread_high)} where it is at least {amount(f.thirds[1])}. Durbin-Watson is "
        f"{number(f.durbin_watson)}, where independent rows give about 2."
    )


def influence(result: Result) -> str:
    """The point with the largest Cook's distance; the visitor's own."""
    f = result.fit
    if math.isnan(f.cook[f.worst]):
        return "There are no residuals, so Cook's distance is undefined."
    worst = f.worst
    text = (
        f"The most influential point has leverage {number(f.leverage[worst])} and Cook's distance "
        f"{number(f.cook[worst])}."
    )
    if math.isnan(f.without):
        return text
    return (
        f"{text} Your point alone moves the slope from {number(f.without)} to {number(f.slope)}; "
        f"its own residual is {number(f.residuals[-1])}, and {counted(f.missed_more, 'point')} "
        f"{'misses' if f.missed_more == 1 else 'miss'} by more. Huber's slope is {number(f.robust)}."
    )


def descent(result: Result) -> str:
    """Steps to a ten-thousandth of the excess, in each choice of coordinates."""
    if result.at_bottom:
        return "Your line is at the bottom of the bowl: descent has nothing left to do."
    raw, centred, scaled = (
        _needed(result.needed(name)) for name in ("raw", "centred", "standardised")
    )
    return (
        "To bring the excess area to a ten-thousandth, descent from your line takes "
        f"{raw} with the intercept at 0, {centred} with x centred and {scaled} with x standardised."
    )


def miniature(result: Result) -> str:
    """The claim again, for the small picture."""
    return claim(result)


# --- named numbers for the words in content/ ---------------------------------------------------


def ticks(result: Result) -> dict[str, float]:
    """The slopes that mean something."""
    f = result.fit
    return {"least squares": f.slope, "flat": 0.0, "least absolute": f.absolute}


def measures(result: Result) -> dict[str, float]:
    """What guesses and challenges speak of.

    `over`: by how many percent the area is more than the least. `r2` in percent. `pull`: how far your
    point moves the slope; `missed_more`: points that miss by more than it; nan where there is none.
    `december`: what the line says for the middle of December, in °C; nan elsewhere.
    """
    f = result.fit
    return {
        "over": 100 * result.over,
        "slope": f.slope,
        "r2": 100 * f.r2,
        "error": f.error,
        "inflation": f.inflation,
        "pull": f.slope - f.without,
        "missed_more": float(f.missed_more) if not math.isnan(f.without) else math.nan,
        "december": result.fit.december[0],
    }


def facts(result: Result) -> dict[str, str]:
    """Named numbers as text, for the words in content/."""
    f, p = result.fit, result.params
    said, found = result.fit.december
    return {
        "n": count(f.n),
        "your_slope": amount(p.slope),
        "area": number(result.rss),
        "least": number(f.rss),
        "flat": number(f.tss),
        "slope": number(f.slope),
        "error": number(f.error),
        "t": number(f.slope / f.error if f.error else math.nan),
        "r2": number(f.r2),
        "inflation": number(f.inflation),
        "times_error": number(math.sqrt(f.inflation)),
        "without": number(f.without),
        "robust": number(f.robust),
        "absolute": number(f.absolute),
        "own_miss": number(abs(f.residuals[-1])),
        "own_leverage": number(f.leverage[-1]),
        "missed_more": counted(f.missed_more, "point"),
        "cook": number(f.cook[f.worst]),
        "inside_mean": percent(f.inside_mean),
        "inside_single": percent(f.inside_single),
        "durbin_watson": number(f.durbin_watson),
        "spread_low": number(f.spread_low),
        "spread_high": number(f.spread_high),
        "low_third": amount(f.thirds[0]),
        "high_third": amount(f.thirds[1]),
        "said": number(said),
        "found": number(found),
        "steps_raw": _needed(result.needed("raw")),
        "steps_scaled": _needed(result.needed("standardised")),
    }


# --- parts -----------------------------------------------------------------------------------


def _needed(steps: float) -> str:
    return counted(steps, "step") if math.isfinite(steps) else f"over {counted(SLOW, 'step')}"
