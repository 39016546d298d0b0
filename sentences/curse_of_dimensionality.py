"""What the pictures of points in many dimensions say, in words."""

import math
from typing import Any

import numpy as np

from concepts.curse_of_dimensionality import (
    LABELLED,
    NEAR,
    REAL,
    SHELL,
    SPREAD,
    SPREAD_FROM_A_POINT,
    STOPS,
    Result,
)
from sentences.numbers import capital, count, counted, number, percent, percent_set, proportion

SAME = "so the contrast is undefined"


def claim(result: Result) -> str:
    """The sentence above the main figure."""
    p, here, d = result.params, result.here, result.d
    right = percent(here.accuracy)
    if p.kind == "few":
        useful = min(p.informative, d)
        what = f"{counted(useful, 'useful feature')}, {count(d - useful)} of noise"
        return f"{what}: nearest neighbours are {right} right."
    if p.kind == "every":
        each = (
            f"{counted(d, 'feature')} of {p.effect:g} sd each"
            if d > 1
            else f"1 feature of {p.effect:g} sd"
        )
        return f"{each}: nearest neighbours are {right} right."
    what = "image" if p.kind in REAL else "point"
    if math.isnan(here.contrast):
        return (
            f"In {counted(d, 'dimension')} most {what}s have another at distance 0, so farthest "
            "over nearest is undefined."
        )
    only = "only " if here.contrast < 2 else ""
    times = f"{only}{number(here.times)} times as far as the nearest"
    if p.kind in REAL and result.other_here is not None:
        twin, word = result.other_here, "as they are" if p.shuffled else "with pixels shuffled"
        then = f"; {word}, {number(twin.times)} times" if math.isfinite(twin.contrast) else ""
        return f"With {counted(d, 'pixel')} the farthest image is {times}{then}."
    if p.kind == "low_rank":
        return (
            f"In {counted(d, 'dimension')} the farthest point is {times}; TwoNN sees "
            f"{_about(here.two_nn)} in the data."
        )
    return f"In {counted(d, 'dimension')} the farthest point is {times}."


def headline(result: Result) -> dict[str, str]:
    """Distances, neighbours and the dimension of the data, where the slider stands."""
    here = result.here
    return {
        "Nearest / mean": number(here.near),
        "Farthest / mean": number(here.far),
        "Contrast": number(here.contrast),
        "Neighbours right": percent(here.accuracy),
        "Intrinsic dimension": number(here.two_nn, 2),
        "Chosen most often": f"{count(here.popularity[0])} times",
    }


def answer(result: Result) -> dict[str, float]:
    """The numbers that the standalone script finds as well."""
    here, now = result.here, result.volumes_here
    return {
        "nearest": float(here.near),
        "farthest": float(here.far),
        "contrast": float(here.contrast),
        "spread": float(here.spread),
        "accuracy": float(here.accuracy),
        "two_nn": float(here.two_nn),
        "likelihood": float(here.likelihood),
        "most_popular": float(here.popularity[0]),
        "skew": float(here.skew),
        "ball_in_cube": float(now.ball[0]),
        "edge": float(now.edge[0]),
        "separable": float(now.separable[0]),
    }


# --- one sentence a figure -------------------------------------------------------------------


def distances(result: Result) -> str:
    """Nearest and farthest against the mean."""
    here = result.here
    if math.isnan(here.near):
        return "Most points lie at one place, so shares of the mean distance are undefined."
    text = (
        f"For a typical point the nearest of {count(result.n - 1)} others is at {number(here.near)} "
        f"of the mean distance, the farthest at {number(here.far)}."
    )
    if result.params.kind in LABELLED + REAL:
        return f"{text} Above the line: distances within a class."
    if (law := result.law_here) is not None:
        near, far = number(law.near[0]), number(law.far[0])
        return f"{text} Without luck it would be {near} and {far}: the dotted outline."
    return text


def contrast(result: Result) -> str:
    """Relative contrast here, and of what it is compared with."""
    here, other = result.here, result.other_here
    if math.isnan(here.contrast):
        text = f"At {_at(result)} most points have another at distance 0, {SAME}"
    else:
        text = (
            f"At {_at(result)} the contrast, farthest less nearest over nearest, is "
            f"{number(here.contrast)}"
        )
    if (law := result.law_here) is not None:
        return f"{text}; without luck, by the formula for normal points, {number(law.contrast[0])}."
    if other is None:
        return f"{text}."
    word = _other(result)
    if math.isnan(other.contrast):
        return f"{text}; {word} it is undefined too." if math.isnan(here.contrast) else f"{text}."
    return f"{text}; {word} it is {number(other.contrast)}."


def neighbours(result: Result) -> str:
    """Leave-one-out accuracy, and what remedies do."""
    p, here = result.params, result.here
    what = {
        "uniform": "in which half of feature 1 a point lies",
        "low_rank": "on which half of the sheet a point lies",
        "digits": "for the digit",
        "fashion": "for the kind of garment",
        "few": "for the class",
        "every": "for the class",
    }.get(p.kind, "for the sign of feature 1")
    who = f"the {p.k} nearest are" if p.k > 1 else "the nearest is"
    text = (
        f"Asked {what}, {who} right {percent(here.accuracy)} of the time; guessing gets "
        f"{percent(result.chance)}."
    )
    if result.remedies is None:
        return text
    tried = result.remedies.up_to(result.d)
    return (
        f"{text} At d = {count(tried.dims)}, PCA first gives {percent(tried.pca)} and L1 logistic "
        f"regression {percent(tried.l1)}."
    )


def hubs(result: Result) -> str:
    """The most popular point, and those nobody has as a neighbour."""
    here, k = result.here, result.params.k
    never = int(here.never)
    none = (
        "No point is left out" if never == 0 else f"{counted(never, 'point')} of {count(result.n)} "
    )
    if never:
        none += "is nobody's neighbour" if never == 1 else "are nobody's neighbour"
    among = f"among the {k} nearest" if k > 1 else "the nearest"
    return (
        f"The most popular point is {among} of {count(here.popularity[0])} others. {none}. "
        f"The skewness is {number(here.skew, 2)}."
    )


def intrinsic(result: Result) -> str:
    """The two estimates, against the number of features."""
    here, p = result.here, result.params
    text = (
        f"With {counted(result.d, 'feature')}, TwoNN says {_estimate(here.two_nn)} and maximum "
        f"likelihood {_estimate(here.likelihood)}."
    )
    if math.isnan(here.two_nn) or math.isnan(here.likelihood):
        return f"{text} That takes distances above 0, and two neighbours at least."
    if p.kind == "correlated":
        return f"{text} The eigenvalues make it {number(result.effective)}."
    truth = result.true_dimension
    if truth is None:
        if p.kind == "low_rank":
            return f"{text} The sheet has {count(min(p.rank, result.d))}, and noise adds to them."
        return f"{text} Both are estimates: the truth is not known."
    text = f"{text} The truth is {count(truth)}."
    if max(here.two_nn, here.likelihood) < truth and here.two_nn < 0.6 * truth:
        return f"{text} With {counted(result.n, 'point')} both estimates fall short of it."
    return text


def volume(result: Result) -> str:
    """The three shares at d."""
    now, p = result.volumes_here, result.params
    return (
        f"In {counted(result.d, 'dimension')} a cube with {percent_set(p.share)} of uniform data has an "
        f"edge of {proportion(now.edge[0])}. {capital(percent(now.shell[0], 3))} of a ball is in its "
        f"outer {100 * SHELL:.0f}\u00a0%, and the ball is {_small(now.ball[0])} of its cube."
    )


def angles(result: Result) -> str:
    """The middle nine tenths of the angles."""
    here = result.here
    if math.isnan(here.angle_low):
        return "A point lies at the mean of all, so its angles are undefined."
    low, high = _degrees(here.angle_low), _degrees(here.angle_high)
    now = result.volumes_here
    rest = (
        f" For random directions it is {_degrees(now.angle_low[0])} to "
        f"{_degrees(now.angle_high[0])} degrees."
    )
    return f"Seen from the mean, 90{chr(160)}% of pairs are {low} to {high} degrees apart.{rest}"


def sample_size(result: Result) -> str:
    """Points needed for a near neighbour, in closed form."""
    half, tenth = (float(power[0]) for power in result.volumes_here.needed)
    return (
        f"For a nearest point within {percent_set(NEAR[0])} of the radius, {_need(half)}; within "
        f"{percent_set(NEAR[1])}, {_need(tenth)}. With your {count(result.n)} it is at "
        f"{number(result.volumes_here.nearest[0])} of it. To halve the best possible error of a "
        f"smooth fit takes {number(result.volumes_here.halving[0], 2)} times the points."
    )


def luck(result: Result) -> str:
    """Best correlation and separability from noise."""
    now, d = result.volumes_here, result.d
    return (
        f"Of {counted(d, 'noise feature')} the best correlates at |r| = {number(now.correlation[0], 2)} "
        f"with a random target of {counted(result.n, 'point')}. A plane parts random labels with a "
        f"chance of {_chance(now.separable[0])}."
    )


def miniature(result: Result) -> str:
    """The claim again, for the small picture."""
    return claim(result)


# --- named numbers for the words in content/ ---------------------------------------------------


def ticks(result: Result) -> dict[str, float]:
    """The numbers of dimensions that mean something; nan where distances never come so near."""
    p = result.params
    twice = float(np.ceil(result.twice))  # dimensions are whole
    found = {"twice as far": twice, "one a point": float(result.n)}
    match p.kind:
        case "low_rank":
            found["the sheet's own"] = float(p.rank)
        case "few":
            found["all that help"] = float(p.informative)
        case "digits" | "fashion":
            found["all pixels"] = float(result.features)
    return found


def measures(result: Result) -> dict[str, float]:
    """What guesses and challenges speak of; `accuracy`, `pca`, `l1`, `l1_lead` and `never` in percent.

    `times` is farthest over nearest, `farther` by how many percent it is more than 1, and `twice`
    the number of dimensions from which on it is at most 2. nan where there is none.
    """
    here, remedies = result.here, result.remedies
    tried = None if remedies is None else remedies.up_to(result.d)
    pca = math.nan if tried is None else 100 * float(tried.pca)
    l1 = math.nan if tried is None else 100 * float(tried.l1)
    return {
        "times": float(here.times),
        "farther": 100 * float(here.contrast),
        "twice": result.twice,
        "edge": float(result.volumes_here.edge[0]),
        "accuracy": 100 * float(here.accuracy),
        "l1_lead": l1 - pca,
        "two_nn": float(here.two_nn),
        "most_popular": float(here.popularity[0]),
    }


def facts(result: Result) -> dict[str, str]:
    """Named numbers as text, for the words in content/."""
    p, here, now, other = result.params, result.here, result.volumes_here, result.other_here
    row = {d: result.sweep[STOPS.index(d)] for d in (1, 2, 10, 100, 1000)}
    named = {
        "d": count(result.d),
        "n": count(result.n),
        "k": count(p.k),
        "noise_count": count(max(result.d - p.informative, 0)),
        "informative": count(p.informative),
        "effect": f"{p.effect:g}",
        "rank": count(p.rank),
        "nearest": number(here.near),
        "farthest": number(here.far),
        "times": number(here.times),
        "twice": number(result.twice, 2),
        "contrast": number(here.contrast),
        "spread": percent(here.spread),
        "accuracy": percent(here.accuracy),
        "guessing": percent(result.chance),
        "two_nn": number(here.two_nn, 2),
        "likelihood": number(here.likelihood, 2),
        "most_popular": count(here.popularity[0]),
        "never": percent(here.never / result.n),
        "skew": number(here.skew, 2),
        "edge": number(now.edge[0]),
        "share": percent_set(p.share),
        "need_tenth": _power(now.needed[1, 0]),
        "halving": number(now.halving[0], 2),
        "c_half": number(SPREAD[0.5], 2),
        "c_1": number(SPREAD[1.0], 2),
        "c_2": number(SPREAD[2.0], 2),
        "c_2_from_a_point": number(SPREAD_FROM_A_POINT, 2),
        "correlation": number(now.correlation[0], 2),
        "separable": _chance(now.separable[0]),
        **{f"contrast_{d}": number(row[d].contrast) for d in (2, 10, 100, 1000)},
        **{f"spread_{d}": percent(row[d].spread) for d in (10, 100, 1000)},
        **{f"accuracy_{d}": percent(row[d].accuracy) for d in (1, 2)},
        "popular_2": count(row[2].popularity[0]),
        "other_contrast": number(other.contrast) if other else "unknown",
        "other_two_nn": number(other.two_nn, 2) if other else "unknown",
        "other_accuracy": percent(other.accuracy) if other else "unknown",
        "other_times": number(other.times) if other else "unknown",
        **dict.fromkeys(("pca", "l1", "pca_50"), "unknown"),
    }
    if (remedies := result.remedies) is not None:
        tried = remedies.up_to(result.d)
        named |= {
            "pca": percent(tried.pca),
            "l1": percent(tried.l1),
            "pca_50": percent(remedies.up_to(50).pca),
        }
    return named


# --- parts -----------------------------------------------------------------------------------


def _about(dimension: Any) -> str:
    if math.isnan(dimension):
        return "an undefined dimension"
    return f"about {number(dimension, 2)} dimensions"


def _estimate(dimension: Any) -> str:
    return number(dimension, 2 if dimension < 100 else 3)


def _degrees(angle: Any) -> str:
    return "undefined" if math.isnan(angle) else f"{float(angle):.0f}"


def _small(share: Any) -> str:
    """A share as a percentage, or in powers of ten where that would say nothing."""
    share = float(share)
    if share == 0:
        return "under 10⁻³⁰⁰"
    return percent(share) if share >= 0.001 else number(share, 2)


def _chance(share: Any) -> str:
    return "under one in a million" if share < 1e-6 else percent(share)


def _power(exponent: Any) -> str:
    """10 to that power, as a number of points."""
    exponent = float(exponent)
    if exponent < 300:
        return number(10**exponent, 2)
    # beyond what a float holds: the same words, put together by hand
    many = number(10 ** (exponent % 1 + 7), 2)
    raised = str(math.floor(exponent)).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{many.split(' × ')[0]} × 10{raised}"


def _need(exponent: float) -> str:
    """How many points are needed, a power of ten, with the verb."""
    if exponent <= 0:
        return "one point is enough"
    many = _power(exponent) if exponent > 4 else count(math.ceil(10**exponent))
    return f"{many} points are needed"


def _at(result: Result) -> str:
    return f"d = {count(result.d)}"


def _other(result: Result) -> str:
    if result.params.kind in REAL:
        return "as they are" if result.params.shuffled else "with each pixel shuffled"
    return "for independent features"
