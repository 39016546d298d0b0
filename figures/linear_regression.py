"""Pictures of a line through points: its squares, the bowl, the bands and the residuals."""

from html import escape
from typing import Any

import numpy as np
from numpy.typing import NDArray

from concepts.linear_regression import SLOW, SQUARES, Result
from figures.drawing import Drawing
from figures.marks import (
    area,
    band,
    dots,
    dotted_line,
    handle,
    here,
    key,
    level,
    line,
    log_axis,
    whiskers,
)
from figures.theme import (
    FIFTH,
    GOOD,
    INK,
    MARKER,
    MUTED,
    NEGATIVE,
    POSITIVE,
    THIN,
    VARIANCE,
    axis,
    faded,
    layout,
)
from sentences.numbers import counted

Floats = NDArray[Any]

ASPECT = 1.3  # width over height of the points' picture, so that squares are square at any size
STEEP = (-2.0, 4.0)
MARGIN = {"l": 56, "r": 12, "t": 30, "b": 46}
UNDER_KEY = {**MARGIN, "t": 52}
RINGS = (0.25, 0.5, 1.0, 2.0)  # in slope, from the least-squares line
TURN = np.linspace(0, 2 * np.pi, 61)
COOK = (0.5, 1.0)
FLOOR = 1e-6  # of the area at the start: the end of the picture of descent
NONE = np.empty(0)


def squares(result: Result) -> Drawing:
    """The points, your line, and on every miss its square."""
    p, f = result.params, result.fit
    left, right, low, high = f.ends
    ratio = (right - left) / (ASPECT * (high - low))
    some = np.linspace(0, f.x.size - 1, min(SQUARES, f.x.size)).round().astype(int)
    ends = np.array([left, right])
    own = p.source == "point"
    data = [
        area(*_outlines(f.x[some], f.y[some], result.line(f.x[some]), ratio), FIFTH,
             "squares", faded(FIFTH, 0.16), width=1),
        line(ends, result.line(ends), INK, "your line", width=3.5),
        line(ends, f.at(ends), GOOD, "least-squares line", dash="dash"),
        line(ends if p.steps else NONE, result.walked(ends) if p.steps else NONE, VARIANCE,
             "line after the steps of descent", dash="dot", width=3),
        dots(f.x, f.y, NEGATIVE, "points", size=7 if f.x.size <= SQUARES else 5,
             opacity=1.0 if f.x.size <= SQUARES else 0.5),
        dots(p.px if own else NONE, p.py if own else NONE, POSITIVE, "your point", size=MARKER + 5,
             symbol="diamond", width=2),
    ]  # fmt: skip
    names = [[("━", INK, "your line"), ("- -", GOOD, "least squares"), ("■", FIFTH, "squares")]]
    if p.steps:
        names.append([("· ·", VARIANCE, f"after {counted(p.steps, 'step')} of descent")])
    moved = [handle("your point", "point", px=(1, 0), py=(0, 1))] if own else []
    first, second = (escape(name, quote=False) for name in f.names)
    others = ", others held" if f.held else ""
    return Drawing(
        data,
        layout(
            "Points with your line, the least-squares line dashed, and a square on the distance "
            "from each point to your line.",
            axis(f"{first}{others}", range=[left, right], constrain="domain"),
            axis(f"{second}{others}", range=[low, high], constrain="domain", scaleanchor="x",
                 scaleratio=ratio),
            [handle("your line", "line"), *moved],
            annotations=key(names, (0.0, 0.36, 0.76)),
            margin=UNDER_KEY if p.steps else MARGIN,
        ),
    )  # fmt: skip


def bowl(result: Result) -> Drawing:
    """The area against the slope, and from above against both coordinates, with your line as a dot."""
    p, f = result.params, result.fit
    slopes = np.linspace(STEEP[0], STEEP[1], 61)
    most = f.rss + f.sxx * float(np.max((np.array(STEEP) - f.slope) ** 2))
    top = 1.08 * max(most, f.tss)
    lowest = f.rss + f.sxx * (slopes - f.slope) ** 2
    path = result.paths[p.coordinates][: p.steps + 1]
    reach = _reach(result)
    middle = float(result.other(f.slope, 0.0))
    beyond = min(result.rss, top)
    data = [
        line(slopes, lowest, NEGATIVE, "area, by slope"),
        level(f.tss, STEEP[0], STEEP[1], MUTED, "area of the flat line", dash="dot"),
        *[
            line(
                f.slope + r * np.cos(TURN),
                result.other(f.slope + r * np.cos(TURN), r * f.sd_x * np.sin(TURN)),
                MUTED, f"lines of equal area, {r:g} away", width=THIN,
            ) | {"yaxis": "y2"}
            for r in RINGS
        ],
        here(f.slope, middle, "least squares", GOOD, symbol="star", yaxis="y2"),
        dotted_line(path[:, 0], result.other(path[:, 0], path[:, 1]), VARIANCE, "descent",
                    size=5) | {"yaxis": "y2"},
        here(p.slope, float(result.other(p.slope, p.height)),
             "your line, from above", yaxis="y2"),
        here(p.slope, beyond, "your line's area"),
    ]  # fmt: skip
    ticks = {
        "tickvals": np.arange(-1.0, 5.0)
    }  # −2 would stand on the corner, over the height's own
    second = "height at mean x" if p.coordinates == "centred" else "intercept"
    names = [[("●", INK, "your line"), ("★", GOOD, "least squares"), ("· ·", MUTED, "flat line")]]
    return Drawing(
        data,
        layout(
            "Above, the total area of the squares against the slope, a parabola, with the area of "
            "the flat line dotted; below, lines of equal area over slope and a second coordinate. "
            "Your line is a dot in both.",
            axis("slope", range=list(STEEP), anchor="y2", **ticks),
            axis("area", range=[0, top], domain=[0.56, 1.0], nticks=3, tickformat=","),
            [handle("your line's area", "dot"), handle("your line, from above", "dot")],
            yaxis2=axis(second, range=[middle - reach, middle + reach], domain=[0.0, 0.46],
                        nticks=3),
            annotations=key(names, (0.0, 0.34, 0.72)),
            margin=MARGIN,
        ),
    )  # fmt: skip


def bands(result: Result) -> Drawing:
    """The least-squares line with its confidence band and its prediction band, beyond the points too."""
    f = result.fit
    at, left, right = f.at(f.grid), float(f.grid[0]), float(f.grid[-1])
    low = min(float(np.nanmin(at - np.nan_to_num(f.single_half))), float(f.y.min()))
    high = max(float(np.nanmax(at + np.nan_to_num(f.single_half))), float(f.y.max()))
    low, high = (min(low, *f.later_y), max(high, *f.later_y)) if f.later_y.size else (low, high)
    air = 0.04 * (high - low)
    data = [
        band(f.grid, at - f.single_half, at + f.single_half, NEGATIVE, "prediction band",
             faded(NEGATIVE, 0.12)),
        band(f.grid, at - f.mean_half, at + f.mean_half, GOOD, "confidence band of the mean",
             faded(GOOD, 0.4)),
        line(f.grid, at, GOOD, "least-squares line"),
        dots(f.x, f.y, NEGATIVE, "points", size=5, opacity=0.7),
        dots(f.later_x, f.later_y, POSITIVE, "what came later, weekly means", size=7, symbol="x"),
    ]  # fmt: skip
    names = [[("█", GOOD, "mean"), ("█", NEGATIVE, "single point")]]
    if f.later_x.size:
        names[0].append(("✖", POSITIVE, "later"))
    first, second = (escape(name, quote=False) for name in f.names)
    return Drawing(
        data,
        layout(
            "The least-squares line, the narrow band for the mean and the wide one for a single "
            "point, drawn beyond the points as well.",
            axis(first, range=[left, right]),
            axis(second, range=[low - air, high + air], nticks=4),
            annotations=key(names, (0.0, 0.3, 0.75)),
            margin=MARGIN,
        ),
    )  # fmt: skip


def residuals(result: Result) -> Drawing:
    """Residuals against fitted values, with the mean and spread of groups of them."""
    f = result.fit
    most = 1.1 * max(float(np.abs(f.residuals).max()), 1e-9)
    low, high = float(f.fitted.min()), float(f.fitted.max())
    air = 0.06 * (high - low) or 1.0
    data = [
        level(0.0, low - air, high + air, MUTED, "no miss", dash="dot"),
        dots(f.fitted, f.residuals, NEGATIVE, "residuals", size=6, opacity=0.6),
        whiskers(f.group_x, f.group_mean - f.group_sd, f.group_mean + f.group_sd, POSITIVE,
                 "one sd about the mean of each group", width=3),
        dotted_line(f.group_x, f.group_mean, POSITIVE, "mean of each group", symbol="square"),
    ]  # fmt: skip
    return Drawing(
        data,
        layout(
            "Residuals of the least-squares line against its fitted values; squares are means of "
            "groups, with bars of one standard deviation.",
            axis("fitted value", range=[low - air, high + air]),
            axis("residual", range=[-most, most], nticks=5),
            annotations=key([[("■", POSITIVE, "mean of a group, ± 1 sd")]]),
            margin=MARGIN,
        ),
    )


def influence(result: Result) -> Drawing:
    """Leverage against studentised residual, with lines of equal Cook's distance."""
    f = result.fit
    known = np.nan_to_num(f.student)
    most = max(3.5, 1.15 * float(np.abs(known).max()))
    right = min(1.0, max(0.2, 1.2 * float(f.leverage.max())))
    h = np.linspace(0.002, min(right, 0.995), 80)
    p = f.n - f.dof
    data = []
    for cook, dash in zip(COOK, ("dot", "dash"), strict=True):
        # internally studentised at that distance, and from it externally
        inner2 = np.minimum(cook * p * (1 - h) / h, f.dof * (1 - 1e-9))
        outer = np.sqrt(inner2 * max(f.dof - 1, 1) / (f.dof - inner2))
        outer[outer > most] = np.nan
        both = np.concatenate([outer, [np.nan], -outer[::-1]])
        x = np.concatenate([h, [np.nan], h[::-1]])
        data.append(line(x, both, MUTED, f"Cook's distance {cook:g}", width=THIN, dash=dash))
    worst = f.worst
    data += [
        dots(f.leverage, f.student, NEGATIVE, "points", size=7, opacity=0.7),
        here(f.leverage[worst], f.student[worst], "largest Cook's distance", POSITIVE,
             symbol="diamond"),
    ]  # fmt: skip
    keys = [[("· ·", MUTED, "Cook's distance 0.5"), ("- -", MUTED, "1")]]
    return Drawing(
        data,
        layout(
            "Studentised residual against leverage for each point; two lines join places of equal "
            "Cook's distance, and a diamond is the point with the largest.",
            axis("leverage", range=[0, right * 1.02]),
            axis("studentised residual", range=[-most, most], nticks=5),
            annotations=key(keys, (0.0, 0.55)),
            margin=MARGIN,
        ),
    )


def descent(result: Result) -> Drawing:
    """The area above the least by steps of gradient descent from your line, in three coordinates."""
    steps = np.unique(np.round(np.geomspace(1, SLOW, 60)).astype(int))
    looks = (
        ("raw", POSITIVE, "dash", "intercept at 0"),
        ("centred", NEGATIVE, "solid", "centred"),
        ("standardised", GOOD, "dot", "standardised"),
    )
    data = []
    for name, color, dash, words in looks:
        fall = result.falls[name]
        left = np.zeros(steps.size) if result.at_bottom else fall[steps] / fall[0]
        data.append(line(steps, np.maximum(left, FLOOR), color, f"x {words}, by steps", dash=dash))
    keys = [
        [("- -", POSITIVE, "intercept at 0")],
        [("━", NEGATIVE, "x centred"), ("· ·", GOOD, "x standardised")],
    ]
    return Drawing(
        data,
        layout(
            "Area above the least, as a share of its start, by steps of gradient descent from your "
            "line, both axes logarithmic, one curve for each choice of coordinates.",
            log_axis("steps", 0, np.log10(SLOW) + 0.06),  # room for the last label
            log_axis("share of the excess left", np.log10(FLOOR) - 0.5, 0.2, dtick=2,
                     exponentformat="power"),
            annotations=key(keys),
            margin=UNDER_KEY,
        ),
    )  # fmt: skip


def miniature(result: Result) -> Drawing:
    """The points, the line and its squares, small."""
    drawn = squares(result)
    free = {"scaleanchor", "scaleratio", "constrain"}
    looks = {
        name: {key: value for key, value in side.items() if key not in free}
        if name in ("xaxis", "yaxis")
        else side
        for name, side in drawn.layout.items()
    }
    return Drawing(
        drawn.data, {**looks, "meta": {"shows": drawn.layout["meta"]["shows"]}}
    ).without_words()


def _outlines(x: Floats, y: Floats, on: Floats, ratio: float) -> tuple[Floats, Floats]:
    """A square for each point, from it to the line, on the side away from a line that rises."""
    side = (on - y) * ratio  # to the left where the point lies above
    gap = np.full(x.size, np.nan)
    across = np.column_stack([x, x + side, x + side, x, x, gap])
    up = np.column_stack([y, y, on, on, y, gap])
    return across.ravel(), up.ravel()


def _reach(result: Result) -> float:
    """Half the height of the map: so far do the rings go in the second coordinate, and your height."""
    f, p = result.fit, result.params
    aside = f.mean_x if p.coordinates == "raw" else 0.0
    return max(1.1 * RINGS[-1] * float(np.hypot(f.sd_x, aside)), 1.1 * abs(p.height))
