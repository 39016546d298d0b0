"""Pictures of k-means: points and centres in half steps, inertia, starts, and how many clusters."""

from html import escape
from typing import Any

import numpy as np
from numpy.typing import NDArray

from concepts.kmeans import CENTRES, KS, MOST_K, RUNS, Result
from figures.drawing import Drawing
from figures.marks import (
    band,
    dots,
    dotted_line,
    handle,
    here,
    key,
    level,
    line,
    segments,
    upright,
    whiskers,
)
from figures.theme import (
    BIAS,
    FAINT,
    FIFTH,
    GOOD,
    INK,
    MUTED,
    NEGATIVE,
    NOISE,
    PAPER,
    POSITIVE,
    THIN,
    VARIANCE,
    axis,
    layout,
)

Floats = NDArray[np.float64]

# Clusters have no meaning of their own: each has a hue and, as twelve are more than hues, a shape.
HUES = (NEGATIVE, POSITIVE, GOOD, FIFTH, VARIANCE, BIAS)
SHAPES = (
    "circle", "diamond", "square", "triangle-up", "triangle-down", "pentagon",
    "hexagon", "star", "triangle-left", "triangle-right", "hourglass", "bowtie",
)  # fmt: skip
ALIKE = (0.5, 2.0)  # height over width of pictures whose axes have one scale
SMALLEST = 24  # points, or fewer, are drawn large
LONGEST = 26  # letters of a column in an axis's title
MARGIN = {"l": 58, "r": 12, "t": 12, "b": 46}


def plane(result: Result) -> Drawing:
    """Points in the colours of their clusters, cells, centres with their way, spokes or arrows."""
    p, data = result.params, result.data
    points, labels, way = data.plane, result.labels, result.centres
    now, joins, edges = way[-1], result.place % 2 == 1, result.edges
    marks = [
        segments(edges[0], edges[1], MUTED, "edges of cells", width=THIN),
        _spokes(points, now[np.maximum(labels, 0)], joins),
        _trail(way),
    ]
    size = 8 if len(points) <= 250 else 6.5
    marks.append(dots(points[:, 0], points[:, 1], NOISE, "points", size=size - 2))
    for c in range(p.k):
        some = points[labels == c]
        marks.append(_cluster(some, c, f"cluster {c + 1}", size))
    changed = points[result.changed] if result.place > 1 else points[:0]
    before = way[-2] if result.place and not joins else now
    marks += [
        dots(
            changed[:, 0], changed[:, 1], INK, "changed sides", size=size + 7, symbol="circle-open",
            width=2,
        ),
        dots(
            way[0, :, 0], way[0, :, 1], PAPER, "where centres began", size=11, symbol="cross",
            edge=INK, width=1.5,
        ),
        _arrows(before, now),
        dots(
            now[:, 0], now[:, 1], INK, "centres", size=17, symbol="x", width=2,
        ),
    ]  # fmt: skip
    (left, low), (right, high) = data.low.tolist(), data.high.tolist()
    across, up = {}, {}
    tall = (high - low) / (right - left)
    if ALIKE[0] <= tall <= ALIKE[1]:
        across = {"constrain": "domain"}
        up = {**across, "scaleanchor": "x", "scaleratio": 1, "constraintoward": "top"}
    first, second = (_title(each) for each in data.columns)
    return Drawing(
        marks,
        layout(
            "Points in the plane by cluster, the edges halfway between centres, centres as crosses with "
            "the way they have come; spokes where points join, lines where centres move.",
            axis(first, range=[left, right], showgrid=False, **across),
            axis(second, range=[low, high], showgrid=False, **up),
            _handles(result),
            margin={**MARGIN, "t": 10},
        ),
    )


def inertia(result: Result) -> Drawing:
    """Inertia by half step: down at every one, in two colours."""
    run, at = result.run, result.place
    steps, values = np.arange(len(run.steps.inertia)), run.steps.inertia
    last = max(int(steps[-1]), 6)
    top = 1.08 * float(np.nanmax(values)) or 1.0
    data = [
        level(run.lowest, 0, last + 0.6, GOOD, "lowest known", dash="dash", width=2),
        line(steps, values, NOISE, "inertia", width=THIN),
        upright(float(at), 0, top, INK, "your half step", width=2),
    ]
    for odd, color, name, symbol in _KINDS:
        some = (steps % 2 == odd) & (steps > 0) & (steps <= at)
        data.append(dots(steps[some], values[some], color, name, size=9, symbol=symbol))
    keys = [
        [("●", NEGATIVE, "points join"), ("◆", POSITIVE, "centres move")],
        [("- -", GOOD, "lowest known")],
    ]
    return Drawing(
        data,
        layout(
            "Inertia after every half step, in which points join or centres move, with the lowest "
            "inertia known as a level.",
            axis("half step", range=[-0.4, last + 0.6], tickformat="d"),
            axis("inertia", range=[0, top], tickformat=","),
            [handle("your half step", "line")],
            annotations=key(keys, (0.0, 0.45)),
            margin={**MARGIN, "t": 50},
        ),
    )


_KINDS = (1, NEGATIVE, "points joined", "circle"), (0, POSITIVE, "centres moved", "diamond")


def starts(result: Result) -> Drawing:
    """Where each of many starts ends, sorted, as a multiple of the lowest inertia known."""
    run = result.run
    lowest = run.lowest if run.lowest > 0 else 1.0
    order = np.argsort(np.round(run.finals / lowest, 9), kind="stable")  # those as good in order
    ratio = run.finals[order] / lowest
    rank = np.arange(1, RUNS + 1)
    tried = order < result.params.starts
    mine = order == run.shown
    top = 1 + 1.12 * max(float(ratio.max()) - 1, 0.05)
    data = [
        level(1.0, 0, RUNS + 1, GOOD, "lowest known", dash="dash", width=2),
        dots(rank[~tried], ratio[~tried], MUTED, "other starts", size=7, symbol="circle-open", width=1.5),
        dots(rank[tried], ratio[tried], NEGATIVE, "starts tried", size=8, symbol="diamond"),
        here(float(rank[mine][0]), float(ratio[mine][0]), "shown", symbol="circle-open"),
    ]  # fmt: skip
    data[-1]["marker"]["size"] = 19
    keys = [[("◆", NEGATIVE, "tried"), ("○", MUTED, "other starts"), ("◯", INK, "shown")]]
    return Drawing(
        data,
        layout(
            "The inertia in which each of fifty starts ends, as a multiple of the lowest known, sorted.",
            axis("starts, the best first", range=[0, RUNS + 1]),
            axis("inertia over the lowest", range=[1 - 0.06 * (top - 1), top]),
            annotations=key(keys, (0.0, 0.26, 0.66)),
            margin={**MARGIN, "t": 30},
        ),
    )


def groups(result: Result) -> Drawing:
    """The same points by their true groups, or by a mixture of normals with its ellipses."""
    data = result.data
    truth = result.is_compared
    labels = data.truth if truth else result.mixture.labels
    many = len(data.groups) if truth else result.params.k
    size = 7 if len(data.plane) <= 250 else 6
    word = "group" if truth else "component"
    marks = [_cluster(data.plane[labels == c], c, f"{word} {c + 1}", size) for c in range(many)]
    rings = np.empty((0, 61, 2)) if truth else result.ellipses
    gaps = np.pad(rings, ((0, 0), (0, 1), (0, 0)), constant_values=np.nan).reshape(-1, 2)
    (left, low), (right, high) = data.low.tolist(), data.high.tolist()
    inside = (gaps >= data.low) & (gaps <= data.high) | np.isnan(gaps)
    gaps[~inside.all(axis=1)] = np.nan
    marks.append(line(gaps[:, 0], gaps[:, 1], INK, "two standard deviations", width=2))
    first, second = (_title(each) for each in data.columns)
    what = (
        "true groups"
        if truth
        else "a mixture of normals, with ellipses two standard deviations wide"
    )
    return Drawing(
        marks,
        layout(
            f"The same points by {what}.",
            axis(first, range=[left, right], showgrid=False),
            axis(second, range=[low, high], showgrid=False),
            margin=MARGIN,
        ),
    )  # fmt: skip


def elbow(result: Result) -> Drawing:
    """Inertia against k, of the points and of points without groups."""
    c = result.data.curves
    without = c.reference_inertia
    return _by_k(
        result, c.inertia, without.min(axis=0), without.max(axis=0), "inertia", [0, None],
        "The lowest inertia found for each k, with its range for uniform points in the same box.",
    )  # fmt: skip


def silhouette(result: Result) -> Drawing:
    """The mean silhouette against k, of the points and of points without groups."""
    c = result.data.curves
    without = c.reference_silhouette[:, 1:]
    low, high = (
        np.concatenate([[np.nan], each]) for each in (without.min(axis=0), without.max(axis=0))
    )
    drawn = _by_k(
        result, c.silhouette, low, high, "mean silhouette", [min(0.0, float(np.nanmin(low))), None],
        "The mean silhouette for each k from 2, with its range for uniform points in the same box.",
    )  # fmt: skip
    return _with_choice(drawn, c.silhouette_k, float(c.silhouette[c.silhouette_k - 1]))


def gaps(result: Result) -> Drawing:
    """The gap statistic against k, with its errors."""
    c, k = result.data.curves, float(result.params.k)
    known = np.isfinite(c.gap)
    low = float(np.min((c.gap - c.s)[known], initial=0.0))
    high = float(np.max((c.gap + c.s)[known], initial=0.1))
    ends = [low - 0.06 * (high - low), high + 0.06 * (high - low)]
    data = [
        upright(k, ends[0], ends[1], INK, "your k", width=THIN),
        whiskers(KS[known], (c.gap - c.s)[known], (c.gap + c.s)[known], NEGATIVE, "one error"),
        dotted_line(KS[known], c.gap[known], NEGATIVE, "gap", size=7),
    ]
    drawn = Drawing(
        data,
        layout(
            "The gap statistic for each k with one standard error, and the k that its rule takes.",
            _k_axis(),
            axis("gap", range=ends),
            margin={**MARGIN, "t": 30},
        ),
    )
    return _with_choice(drawn, c.gap_k, float(c.gap[c.gap_k - 1]))


def miniature(result: Result) -> Drawing:
    """The plane, small."""
    return plane(result).without_words()


# --- parts -----------------------------------------------------------------------------------


def _cluster(some: Floats, c: int, name: str, size: float) -> dict[str, Any]:
    shape, hue = SHAPES[c % MOST_K], HUES[c % len(HUES)]
    return dots(some[:, 0], some[:, 1], hue, name, size=size, symbol=shape)


def _spokes(points: Floats, centres: Floats, joins: bool) -> dict[str, Any]:
    """From each point to its centre, where points have just joined."""
    many = len(points) if joins else 0
    return segments(points[:many], centres[:many], FAINT, "to its centre", width=1)


def _trail(way: Floats) -> dict[str, Any]:
    """The way of each centre so far."""
    moved = way[::2] if len(way) % 2 else way[:-1:2]
    gaps = np.pad(np.moveaxis(moved, 1, 0), ((0, 0), (0, 1), (0, 0)), constant_values=np.nan)
    flat = gaps.reshape(-1, 2)
    return line(flat[:, 0], flat[:, 1], INK, "way of the centres", width=2, dash="dot")


def _arrows(before: Floats, now: Floats) -> dict[str, Any]:
    """From where each centre was to where it is, where it has just moved."""
    moved = np.where((before != now).any(axis=1)[:, None], before, np.nan)
    return segments(moved, now, INK, "centre moves", width=3)


def _handles(result: Result) -> list[dict[str, Any]]:
    """The centres placed by hand, where they begin; and each along its way, which drags the half step."""
    p, data = result.params, result.data
    wide, tall = (data.high - data.low).tolist()
    many = min(p.placed, p.k)
    if result.run.shown:  # another start is on the screen than the one that was placed
        many = 0
    found = [
        handle(
            "where centres began", f"start of centre {name.upper()}", point=i,
            **{f"{name}_x": (wide, 0.0), f"{name}_y": (0.0, tall)},
        )
        for i, name in enumerate(CENTRES[:many])
    ]  # fmt: skip
    return [*found, *(handle("centres", "centre", point=c) for c in range(p.k))]


def _title(column: str) -> str:
    cut = column if len(column) <= LONGEST else f"{column[: LONGEST - 1]}…"
    return escape(cut, quote=False)


def _k_axis() -> dict[str, Any]:
    return axis("clusters k", range=[0.5, MOST_K + 0.5], tickvals=KS[1::2], tickformat="d")


def _by_k(
    result: Result,
    value: Floats,
    low: Floats,
    high: Floats,
    title: str,
    ends: list[float | None],
    shows: str,
) -> Drawing:
    """A curve over k, with the band of points without groups."""
    everything = np.concatenate([value, low, high])
    top = 1.08 * float(np.nanmax(everything)) or 1.0
    bottom = float(ends[0] or 0.0)
    data = [
        band(KS, low, high, NOISE, "points without groups", hatch={"shape": "/"}),
        upright(float(result.params.k), bottom, top, INK, "your k", width=THIN),
        dotted_line(KS, value, NEGATIVE, title, size=7),
    ]
    keys = [[("●", NEGATIVE, "these points"), ("▨", NOISE, "without groups")]]
    return Drawing(
        data,
        layout(
            shows,
            _k_axis(),
            axis(title, range=[bottom, top], tickformat=","),
            annotations=key(keys),
            margin={**MARGIN, "t": 30},
        ),
    )


def _with_choice(drawn: Drawing, k: int, value: float) -> Drawing:
    """With the k that is chosen marked."""
    at = value if np.isfinite(value) else np.nan
    return Drawing([*drawn.data, here(float(k), at, "chosen k", GOOD, symbol="star")], drawn.layout)
