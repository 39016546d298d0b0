"""What is said of a line's shadow, of what it loses, and of images from few components."""

import numpy as np

from concepts.pca import (
    DEGREES,
    LEVEL,
    PICTURED,
    RESAMPLES,
    TILTED,
    Images,
    Plane,
    Result,
)
from sentences.numbers import amount, count, counted, number, percent, percent_set, quoted

AS_GOOD = 1e-6  # share of the variance: a stop's place has four decimals


def claim(result: Result) -> str:
    """The sentence above the main figure."""
    seen = result.shown
    return _line(result, seen) if isinstance(seen, Plane) else _built(seen)


def headline(result: Result) -> dict[str, str]:
    """Kept and lost, and how far from the best; or training and fresh."""
    seen = result.shown
    shown = {"Kept": percent(result.kept, 3), "Lost": percent(1 - result.kept, 3)}
    if isinstance(seen, Plane):
        shown |= {
            "Off PC1": _degrees(seen.off),
            "Correlation of the scores": _correlation(seen),
        }
        if not np.isnan(seen.accuracy):
            shown["Sorted right"] = percent(seen.accuracy)
        return shown
    shown |= {
        "Kept in training": percent(seen.training[seen.m], 3),
        "For 90 % in training": _components(seen, seen.by_share),
    }
    if not np.isnan(seen.edge):
        shown["Above the noise edge"] = count(seen.above_edge)
    if not np.isnan(seen.yours):
        shown["Kept of your drawing"] = percent(seen.yours, 3)
    return shown


def answer(result: Result) -> dict[str, float]:
    """The numbers that the standalone script finds as well."""
    seen = result.shown
    if isinstance(seen, Plane):
        found = {"kept": seen.kept, "best_angle": seen.points.best}
        return found | {"best": seen.points.most}
    return {
        "kept": float(seen.fresh[seen.m]),
        "training": float(seen.training[seen.m]),
        "largest_variance": float(seen.variances[0]),
    }


def ticks(result: Result) -> dict[str, float]:
    """The best and the worst line, and regression; or what rules of thumb choose."""
    seen = result.shown
    if isinstance(seen, Plane):
        points, lines = seen.points, result.params.lines
        found = {"PC1": points.best, "worst": points.worst}
        found["y on x"] = points.on_x if lines else np.nan
        return {name: round(angle / DEGREES, 4) for name, angle in found.items()}
    return {
        "90 %": float(seen.by_share),
        "noise edge": float(seen.above_edge),
        "permuted columns": float(seen.above_permuted),
    }


def measures(result: Result) -> dict[str, float]:
    """What guesses and challenges speak of; shares in percent, angles in degrees.

    kept : of the variance, of images of fresh ones. worst : on the worst line. steeper : by how much PC1
    is steeper than y on x. turned : by how much the outlier turns PC1. right : points sorted right on
    PC1. gap : points by which fresh images are below those fitted. yours : kept of the drawing. What
    there is none of is nan.
    """
    seen, nan = result.shown, float("nan")
    others = ("worst", "steeper", "turned", "right", "gap", "yours")
    found = {"kept": 100 * result.kept, **dict.fromkeys(others, nan)}
    if isinstance(seen, Plane):
        points = seen.points
        return found | {
            "worst": 100 * points.least,
            "steeper": points.best - points.on_x,
            "turned": _turned(seen),
            "right": 100 * points.accuracy(points.best),
        }
    gap = float(seen.training[seen.m]) - result.kept
    return found | {"gap": 100 * gap, "yours": 100 * seen.yours}


def facts(result: Result) -> dict[str, str]:
    """Named numbers as text, for the words in content/."""
    seen, images, points = result.plane, result.images, result.plane.points
    weights = points.loadings
    return {
        "n": count(images.n if not result.is_plane else result.params.n),
        "angle": _degrees(seen.angle),
        "kept": percent(result.kept, 3),
        "lost": percent(1 - result.kept, 3),
        "best_angle": _degrees(points.best),
        "best": percent(points.most, 3),
        "worst": percent(points.least, 3),
        "off": _degrees(seen.off),
        "correlation": _correlation(seen),
        "right": percent(seen.accuracy),
        "right_across": percent(points.accuracy(points.worst)),
        "slope_y": _slope(points.on_x),
        "slope_pc": _slope(points.best),
        "slope_x": _slope(points.on_y),
        "without": _degrees(points.without),
        "turned": _degrees(_turned(seen)),
        "spread": _degrees(points.spread),
        "error": _degrees(points.error),
        "raw_share": percent(weights.raw_share, 3),
        "standardised_share": percent(weights.standardised_share, 3),
        "weights": ", ".join(number(each, 2) for each in weights.standardised),
        "m": count(images.m),
        "pixels": count(images.p + images.dropped),
        "of_pixels": percent(images.m / (images.p + images.dropped), 3),
        "training": percent(images.training[images.m], 3),
        "by_share": _components(images, images.by_share),
        "above_average": _components(images, images.above_average),
        "edge": number(images.edge),
        "above_edge": number(images.above_edge),
        "above_permuted": number(images.above_permuted),
        "yours": percent(images.yours, 3),
    }


# --- one sentence a figure -------------------------------------------------------------------


def projection(result: Result) -> str:
    """That the two parts add up, and whether the scores are correlated."""
    seen = result.plane
    total = float(np.trace(seen.points.covariance))
    if np.isnan(seen.kept):
        return "All points lie at one place."
    text = (
        f"The variance is {number(total)} in all, wherever the line lies: "
        f"{number(total * seen.kept)} along it and {number(total * (1 - seen.kept))} across it."
    )
    if np.isnan(seen.correlation):
        return text
    return f"{text} Scores along and across have a correlation of {_correlation(seen)}."


def rebuilt(result: Result) -> str:
    """What of fresh images is kept, and of the drawing."""
    seen = result.images
    if result.is_plane:
        return "No images are on the screen."
    text = (
        f"Of {count(seen.fresh_rows)} images that were not fitted, {counted(seen.m, 'component')} "
        f"{'keeps' if seen.m == 1 else 'keep'} {percent(seen.fresh[seen.m], 3)} of the variance."
    )
    if not np.isnan(seen.yours):
        text += f" Of your drawing, in the frame, it is {percent(seen.yours, 3)}."
    if seen.dropped and result.params.scaling == "standardised":
        are = "pixel is" if seen.dropped == 1 else "pixels are"
        text += f" {count(seen.dropped)} {are} constant in the fitted images and dropped."
    return text


def kept(result: Result) -> str:
    """The best line and yours; or training and fresh."""
    seen = result.shown
    if isinstance(seen, Images):
        return (
            f"{counted(seen.m, 'component')} of {count(seen.n)} fitted images: "
            f"{percent(seen.training[seen.m], 3)} of their own variance, "
            f"{percent(seen.fresh[seen.m], 3)} of that of fresh ones. For 90 % of their own it takes "
            f"{_components(seen, seen.by_share)}."
        )
    points = seen.points
    if np.isnan(points.best):
        return "The curve is level: no line keeps more than another."
    more = max(points.most - seen.kept, 0.0)
    return (
        f"PC1, the best line, lies at {_degrees(points.best)} and keeps "
        f"{percent(points.most, 3)}; the worst, at right angles, keeps {percent(points.least, 3)}. "
        f"Yours is {_degrees(seen.off)} off PC1 and loses {percent(more, 3)} of the variance more."
    )


def scores(result: Result) -> str:
    """How the shadows are spread, and whether they tell classes apart; or two components."""
    seen = result.shown
    if isinstance(seen, Images):
        two = seen.training[min(2, len(seen.training) - 1)]
        text = (
            f"The first two components keep {percent(two, 3)} of the variance of the fitted images."
        )
        if np.isnan(seen.yours):
            return text
        return f"{text} Your drawing's shadow is the star."
    points = seen.points
    if np.isnan(seen.accuracy):
        sd = number(float(seen.scores.std(ddof=1)))
        return f"The shadows at {_degrees(seen.angle)} have a standard deviation of {sd}."
    text = (
        f"Cut halfway between the class means, the shadows at {_degrees(seen.angle)} sort "
        f"{percent(seen.accuracy)} of the points right."
    )
    if np.isnan(points.best):
        return text
    return (
        f"{text} On PC1 it would be {percent(points.accuracy(points.best))}, across it "
        f"{percent(points.accuracy(points.worst))}."
    )


def scree(result: Result) -> str:
    """How many components different rules keep."""
    seen = result.images
    if result.is_plane:
        return "No images are on the screen."
    text = (
        f"The first component has a variance of {number(seen.variances[0])}. For 90 % it takes "
        f"{_components(seen, seen.by_share)}; above an average pixel lie "
        f"{_components(seen, seen.above_average)}"
    )
    if not np.isnan(seen.edge):
        text += f", above the noise edge of {number(seen.edge)} {count(seen.above_edge)}"
    if seen.permuted.size:
        point = f"the {percent_set(LEVEL)} point of permuted columns"
        text += f", above {point} {count(seen.above_permuted)}"
    return f"{text}."


def loadings(result: Result) -> str:
    """What the first component is made of, as columns are and standardised."""
    seen = result.plane.points.loadings
    many = counted(len(seen.names), "column")
    raw, standardised = (int(np.abs(each).argmax()) for each in (seen.raw, seen.standardised))
    return (
        f"Of {many} as they are PC1 keeps {percent(seen.raw_share, 3)} of the variance, with "
        f"{number(abs(seen.raw[raw]), 2)} the largest weight, that of {_name(result, raw)}. "
        f"Standardised it keeps {percent(seen.standardised_share, 3)}, and the largest is "
        f"{number(abs(seen.standardised[standardised]), 2)}."
    )


def components(result: Result) -> str:
    """What the pictured components keep."""
    seen = result.images
    if result.is_plane:
        return "No images are on the screen."
    many = min(PICTURED, len(seen.variances))
    return (
        f"The first component keeps {percent(seen.training[1], 3)} of the variance of the fitted "
        f"images, the first {count(many)} together {percent(seen.training[many], 3)}. "
        f"{count(seen.m)} of at most {count(len(seen.variances))} "
        f"{'is' if seen.m == 1 else 'are'} used."
    )


def bootstrap(result: Result) -> str:
    """How much PC1 turns from sample to sample."""
    p, points = result.params, result.plane.points
    if np.isnan(points.best):
        return "No line is better than another, so the first component of a sample is luck."
    text = (
        f"In {RESAMPLES} samples drawn from these points PC1 turns by {_degrees(points.spread)}, "
        f"root mean square, about {_degrees(points.best)}."
    )
    if points.error < 30:
        text += f" For so many normal points theory says {_degrees(points.error)}."
    if result.is_plane and p.source in TILTED and p.scaling == "none":
        text += f" The true long axis is at {_degrees(p.tilt)}."
    return text


def miniature(result: Result) -> str:
    """The claim again, for the small picture."""
    return claim(result)


# --- parts -----------------------------------------------------------------------------------


def _line(result: Result, seen: Plane) -> str:
    points = seen.points
    if np.isnan(seen.kept):
        return "All points lie at one place: there is no variance to keep."
    text = f"At {_degrees(seen.angle)} the shadow keeps {percent(seen.kept, 3)} of the variance"
    if not np.isnan(seen.accuracy):
        return f"{text}, and a cut on it sorts {percent(seen.accuracy)} of the points into their class."
    if np.isnan(points.best):
        return f"{text}, as at any angle: no line is better than another."
    if seen.kept > points.most - AS_GOOD:
        return f"{text}; no line keeps more."
    if seen.kept < points.least + AS_GOOD:
        return f"{text}; no line keeps less."
    if percent(seen.kept, 3) == percent(points.most, 3):
        return (
            f"{text}; the best line, at {_degrees(points.best)}, keeps less than 0.1\u00a0% more."
        )
    return (
        f"{text} and loses {percent(1 - seen.kept, 3)}; the best line, at {_degrees(points.best)}, keeps "
        f"{percent(points.most, 3)}."
    )


def _built(seen: Images) -> str:
    if seen.m == 0:
        return "Without a component every image is rebuilt as the mean image, and nothing is kept."
    numbers = f"{counted(seen.m, 'number')} in place of {count(seen.p + seen.dropped)}"
    return (
        f"{numbers} {'keeps' if seen.m == 1 else 'keep'} {percent(seen.fresh[seen.m], 3)} of the "
        f"variance of images never seen; of those fitted {percent(seen.training[seen.m], 3)}."
    )


def _degrees(angle: float) -> str:
    """An angle between lines or from the first axis, to a tenth of a degree."""
    if not np.isfinite(angle):
        return "undefined"
    return f"{amount(round(float(angle), 1), figures=4)}°"


def _slope(angle: float) -> str:
    """The slope of a line at that angle."""
    return number(float(np.tan(np.radians(angle)))) if np.isfinite(angle) else "undefined"


def _correlation(seen: Plane) -> str:
    if np.isnan(seen.correlation):
        return "undefined"
    rounded = round(seen.correlation, 2)
    return amount(rounded if rounded else 0.0)


def _components(seen: Images, many: float) -> str:
    """How many components; "more than 60" where those found are not enough."""
    return f"more than {count(len(seen.variances))}" if np.isnan(many) else count(many)


def _turned(seen: Plane) -> float:
    """Degrees by which the outlier turns PC1; nan if there is none."""
    apart = abs(seen.points.best - seen.points.without) % 180
    return float(min(apart, 180 - apart))


def _name(result: Result, i: int) -> str:
    """A column's name; a visitor's is in quotes."""
    name = result.plane.points.loadings.names[i]
    return quoted(name) if result.params.source == "own" else name
