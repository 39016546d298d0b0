"""Pictures of two samples of one feature, and of what tests and models make of the difference."""

from html import escape
from typing import Any

import numpy as np
from numpy.typing import NDArray

from concepts.data_drift import PSI_ALARM, SIZES, STILL, WINDOWS, Result
from figures.drawing import Drawing
from figures.marks import (
    band,
    bars,
    dots,
    handle,
    here,
    hopping_label,
    label,
    level,
    line,
    measured,
    under,
    upright,
)
from figures.theme import (
    FAINT,
    FIFTH,
    INK,
    MARKER,
    MUTED,
    NEGATIVE,
    PAPER,
    PLATE,
    POSITIVE,
    SMALL,
    SMALL_MARGIN,
    THIN,
    axis,
    faded,
    layout,
    share_axis,
)

Floats = NDArray[Any]
PILES = 0.2  # of the height, below: both histograms
ROW = 18  # pixels from a line of the key to the next
NAMED = 16  # features that still fit by name
SMALLEST_P = 1e-6  # smaller ones are drawn here
BEFORE, AFTER = MUTED, FIFTH
SPAN = (0.02, 50.0)  # of the picture of measures, in multiples of the alarm line


def ecdfs(result: Result) -> Drawing:
    """Both distribution functions, the gap D where it is largest, and the histograms below.

    Of categories, which have no order, both shares of each.
    """
    if result.words:
        return _categories(result)
    r, gap = result, result.gap
    start, end = float(r.grid[0]), float(r.grid[-1])
    low, high = np.clip(r.before - r.critical, 0, 1), np.clip(r.before + r.critical, 0, 1)
    foot, head = sorted((r.level_before, r.level_after))
    at = float(np.clip(gap.at, start, end))
    side = "left" if (at - start) / (end - start) > 0.85 else "center"
    tall = 1.6 * max(float(r.bars_before.max()), 1e-9)  # the same wherever the sample has moved
    below, steps = {"yaxis": "y2"}, {"shape": "hv"}
    data = [
        band(r.grid, low, high, MUTED, "band without an alarm", faded(MUTED, 0.16)),
        line(r.grid, r.before, BEFORE, "share at or below, reference", dash="6px,3px", **steps),
        line(r.grid, r.after, AFTER, "share at or below, current", width=3.5, **steps),
        upright(at, head, 1.03, INK, "from D to its label", width=1, dash="dot"),
        upright(at, foot, head, INK, "D", width=6),
        bars(r.edges, r.bars_before, BEFORE, "density, reference", 0.28) | below,
        bars(r.edges, r.bars_after, AFTER, "density, current") | below,
        hopping_label(at, 1.14, f"<b>D = {gap.d:#.3g}</b>", side, INK, 19, name="label: D"),
    ]
    unit = _as_text(r.feature) or "value, in standard deviations of the reference"
    density = axis("", range=[0, tall], domain=[0.0, PILES], showticklabels=False, showgrid=False)
    return Drawing(
        data,
        layout(
            "The share of rows at or below each value, for the reference as a dashed line and the "
            "current sample as a solid one, with the largest vertical distance D drawn as a bar, "
            "the band inside which the test does not alarm, and both histograms below.",
            axis(unit, range=[start, end], anchor="y2", nticks=8),
            share_axis(
                "share ≤ value", range=[-0.02, 1.2], domain=[0.26, 1.0],
                tickvals=np.array([0.0, 0.5, 1.0]),
            ),
            [handle("share at or below, current", "curve")],
            yaxis2=density,
            annotations=_curve_names(r),
            margin={"l": 62, "r": 8, "t": 4, "b": 48},
        ),
    )  # fmt: skip


def _categories(r: Result) -> Drawing:
    """The shares of each category, the most frequent first, and where they differ most."""
    at, (foot, head) = r.gap.at, sorted((r.level_before, r.level_after))
    top = min(1.35 * float(r.bars_before.max()) + 0.1, 1.2)  # the same for every window
    names = (("█", f"reference, {r.n:,} rows", BEFORE), ("━", f"current, {r.m:,} rows", AFTER))
    data = [
        bars(r.edges, r.bars_before, BEFORE, "share, reference", 0.28),
        bars(r.edges, r.bars_after, AFTER, "share, current"),
        upright(at, foot, head, INK, "the largest difference", width=6),
        hopping_label(
            at, min(head + 0.06 * top, 0.95 * top), f"<b>V = {r.gap.d:#.3g}</b>", "center", INK, 19,
            name="label: V",
        ),
    ]  # fmt: skip
    return Drawing(
        data,
        layout(
            "The share of each category, the most frequent of the reference first, as filled bars "
            "for the reference and an outline for the current sample, with a bar where they differ "
            "most.",
            axis(
                _as_text(r.feature), range=list(r.pair_ends[0]), showgrid=False,
                tickvals=np.arange(min(len(r.words), NAMED)),
                ticktext=np.array([_as_text(_short(word)) for word in r.words[:NAMED]]),
                scale=[_as_text(_short(word)) for word in r.words],
            ),
            share_axis("share", range=[0, top], nticks=4),
            [handle("share, current", "outline")],
            annotations=[
                label(
                    1.0, 0.95 - 0.1 * i, f"{mark} {text}", color, xref="paper", yref="paper",
                    xanchor="right", **PLATE,
                )
                for i, (mark, text, color) in enumerate(names)
            ],
            margin={"l": 62, "r": 8, "t": 4, "b": 48},
        ),
    )  # fmt: skip


def _curve_names(r: Result) -> list[dict[str, Any]]:
    """What is drawn how, in the corner that the reference leaves free: no place on the axis moves it."""
    side = r.before.size // 3  # about as wide as the words
    above, below = float(np.mean(r.before[:side] > 0.6)), float(np.mean(r.before[-side:] < 0.4))
    top = above <= below
    x, y, first, looks = (
        (0.0, 0.93, 0, {"xref": "paper", "xanchor": "left", "xshift": 8})
        if top
        else (1.0, 0.07, 2, {"xref": "paper", "xanchor": "right", "xshift": -8})
    )
    names = (
        (f"- - reference, {r.n:,} rows", BEFORE),
        (f"━ current, {r.m:,} rows", AFTER),
        ("grey band: no alarm", MUTED),
    )
    return [
        # in pixels: in a low figure, too, each line is clear of the next
        *(
            label(x, y, text, color, yshift=ROW * (first - i), **looks, **PLATE)
            for i, (text, color) in enumerate(names)
        ),
        # along the axis it would be longer than the histograms are high
        label(x, PILES, "density", MUTED, yref="paper", yanchor="top", **looks, **PLATE),
    ]


def null(result: Result) -> Drawing:
    """The density of D without drift, with today's D and the one that alarms."""
    r, (x, y), size = result, result.law, result.statistic
    end, top, beyond = float(x[-1]), float(y.max()), x >= r.gap.d
    at = min(r.gap.d, end)
    said = f"{size} = {r.gap.d:#.3g}" + (" →" if r.gap.d > end else "")
    tail = f"tail from your {size} on: the p-value"
    data = [
        measured(line(x, y, MUTED, f"density of {size} without drift"), "density"),
        measured(under(x[beyond], y[beyond], INK, tail, faded(POSITIVE, 0.45), width=0), "density"),
        upright(r.critical, 0, 0.72 * top, POSITIVE, f"{size} that alarms", dash="dash"),
        upright(at, 0, 1.08 * top, INK, f"your {size}", width=3.5),
    ]
    alarm = f"alarm from {r.critical:.3g}"
    return Drawing(
        data,
        layout(
            f"The distribution of {size} when nothing has drifted, with the one seen as a line, the "
            "one that raises an alarm as a dashed line, and the p-value as a filled tail.",
            axis(f"{size} without drift", range=[0, end], nticks=4),
            axis("", range=[0, 1.3 * top], visible=False),
            [handle(f"your {size}", "line")],
            annotations=[
                label(at, 1.17 * top, said, xanchor="left" if at < 0.6 * end else "right"),
                label(r.critical, 0.66 * top, alarm, POSITIVE, xshift=5, **PLATE),
            ],
            margin={**SMALL_MARGIN, "l": 12},
        ),
    )


def power(result: Result) -> Drawing:
    """The chance of an alarm against the number of rows, and at yours."""
    r, at, alpha = result, float(np.log10(result.rows)), result.params.alpha
    size = np.append(np.log10(SIZES), at)
    order = np.argsort(size, kind="stable")
    chances = np.append(r.chances, r.chance)[order]
    curve = "chance of an alarm by rows"
    data = [
        level(alpha, 1.4, 6.1, MUTED, "level of the test", dash="dot", width=THIN),
        line(size[order], chances, POSITIVE, curve, shape="spline", smoothing=0.5),
        here(at, r.chance, "chance at your number of rows", cliponaxis=False),
    ]
    notes = [_beside(at, r.chance, f"you: {r.chance:.0%}", r.rows < 3_000, r.chance <= 0.86, 8, 6)]
    if alpha < 0.4 and not (r.chance < 0.2 and r.rows > 20_000):
        text = f"level {alpha:g}"
        notes.append(label(6.1, alpha, text, MUTED, xanchor="right", yanchor="bottom", **PLATE))
    return Drawing(
        data,
        layout(
            "The chance that the test alarms against the number of rows in each sample, on a log "
            "scale, with your number marked and the level as a dotted line.",
            axis(
                "rows in each sample", range=[1.4, 6.1], tickvals=np.array([2, 3, 4, 5, 6]),
                ticktext=np.array(["100", "1,000", "10,000", "10⁵", "10⁶"]), scale="decades",
            ),
            share_axis("chance of an alarm", nticks=4, range=[-0.03, 1.06]),
            annotations=notes,
            margin=SMALL_MARGIN,
        ),
    )  # fmt: skip


def over_time(result: Result) -> Drawing:
    """D of window after window against the one reference, and the D that alarms."""
    r, critical, position = result, result.series_critical, result.params.position
    top = float(r.path[:, 0].max()) + 1.5 * critical if r.drawn else float(r.gaps.max())
    top = max(1.12 * top, 1.8 * critical, 1.12 * float(r.gaps[: WINDOWS // 2].max()))
    top = min(top, 1.06)
    first, last, size = float(r.times[0]), float(r.times[-1]), r.statistic
    air = 0.03 * (last - first + 1)
    data = [
        line(r.times, r.gaps, FAINT, "line through the windows", width=THIN),
        level(critical, first, last, POSITIVE, f"{size} that alarms", dash="dash", width=THIN),
        dots(
            r.times, r.gaps, name=f"{size} of each window", hover=f"window %{{x:,}}: {size} = %{{y:.3g}}",
            size=6, width=1.5, **_filled(r.window_alarms),
        ),
    ]  # fmt: skip
    notes = []
    if r.drawn:
        half = WINDOWS / 2 + 0.5
        data.append(upright(half, 0, top, INK, "where it changes", dash="dot", width=THIN))
        then = "changed" if r.params.kind in STILL else "moved"
        notes = [
            _beside(half, top, "as before", right=False, up=False, across=6, along=0),
            _beside(half, top, then if position else "as before", True, False, 6, 0),
        ]
    else:
        data.append(
            here(1.0 + round(position * (last - 1)), r.gap.d, f"{size} of the window shown")
        )
    return Drawing(
        data,
        layout(
            f"{size} of one window after another against the reference, in time; filled dots lie above "
            "the dashed line and alarm.",
            axis(
                "window" if r.drawn else "first row of the window", nticks=4,
                range=[first - air, last + air],
            ),
            axis(size, range=[0, top], nticks=4),
            [] if r.drawn else [handle(f"{size} of the window shown", "dot")],
            annotations=notes,
            margin=SMALL_MARGIN,
        ),
    )  # fmt: skip


def harm(result: Result) -> Drawing:
    """The frozen model's accuracy against D, over all positions, and here."""
    r, d, right = result, result.path[:, 0], result.path[:, 1]
    end = max(1.15 * float(d.max()), 1.5 * r.critical) + (0.15 if r.drawn else 0)
    end = min(end, 1.05)
    if np.isnan(right).all():
        low, high = -0.02, 1.02
        middle = {"xref": "paper", "yref": "paper", "xanchor": "center"}
        notes = [label(0.5, 0.5, "no model here", MUTED, **middle)]
        d, before, now = np.full(d.size, np.nan), np.nan, (np.nan, np.nan)
    else:
        every = np.append(right, r.right_before)
        low, high = float(every.min()) - 0.08, float(every.max()) + 0.08
        low, high = max(min(low, float(every.max()) - 0.3), -0.02), min(max(high, low + 0.3), 1.02)
        corner = {"xref": "paper", "yref": "paper", "xanchor": "right", "yanchor": "bottom"}
        key = "- - with endless rows" if r.drawn else "● each window"
        before, now = r.right_before, (r.gap.d, r.right)
        place = min(r.gap.d, end), r.right, f"now {r.right:.0%}"
        notes = [
            label(1.0, 0.02, key, MUTED, **corner, **PLATE),
            _beside(*place, r.gap.d <= end / 2, _above(r, low, high), 7, 7),
        ]
    data = [
        level(before, 0, end, FAINT, "accuracy in the reference", width=THIN),
        line(d, right, MUTED, "accuracy with endless rows", dash="dash", width=2)
        if r.drawn
        else dots(d, right, MUTED, "accuracy of each window", size=5, width=0),
        here(*now, "accuracy now", cliponaxis=False),
    ]
    return Drawing(
        data,
        layout(
            f"The accuracy of a model that stays as it was, against {r.statistic}, at every position, "
            "with the one you are at marked and the accuracy in the reference as a faint line.",
            axis(f"{r.statistic} of the feature shown", range=[-0.02, end], nticks=4),
            share_axis("model's accuracy", range=[low, high], nticks=4),
            [handle("accuracy now", "dot")],
            annotations=notes,
            margin=SMALL_MARGIN,
        ),
    )


def _above(r: Result, low: float, high: float) -> bool:
    """Whether the label of the accuracy stands above its dot: off the path, within the picture."""
    expected = r.right
    if r.drawn:
        order = np.argsort(r.path[:, 0], kind="stable")
        expected = float(np.interp(r.gap.d, *r.path[order].T))
    up = r.right > expected or (r.right == expected and r.right < (low + high) / 2)
    room = max(0.06, 0.15 * (high - low))  # for a label, where the figure is small
    return (up and r.right < high - room) or r.right < low + room


def pairs(result: Result) -> Drawing:
    """Two features against each other, reference left, current right, with the labels if any."""
    r = result
    across, up = (list(ends) for ends in r.pair_ends)
    first, second = (_as_text(name) for name in r.pair)
    data = []
    for at, labels, place, period, color in (
        (r.dots_before, r.labels_before, "x", "reference", BEFORE),
        (r.dots_after, r.labels_after, "x2", "current", AFTER),
    ):
        for rows, shade, symbol, kind in (
            (np.isnan(labels), color, "circle", "no label"),
            (labels == 1, POSITIVE, "circle", "label 1"),
            (labels == 0, NEGATIVE, "x-thin-open", "label 0"),
        ):
            x, y = at[rows].T
            name = f"{period}, {kind}"
            data.append(dots(x, y, shade, name, "", 5, symbol, 0.75, width=0, xaxis=place))
    above = {"xref": "paper", "yref": "paper", "yanchor": "bottom"}
    left, right = (
        axis(first, range=across, domain=d, nticks=4) for d in ([0.0, 0.47], [0.53, 1.0])
    )
    return Drawing(
        data,
        layout(
            "A few rows of two features against each other, the reference on the left and the "
            "current sample on the right; dots are labels 1, crosses labels 0.",
            left,
            axis(second, range=up, nticks=4),
            xaxis2={**right, "anchor": "y"},
            annotations=[
                label(0.0, 1.0, "reference", BEFORE, **above),
                label(0.53, 1.0, "current", AFTER, **above),
            ],
            margin={**SMALL_MARGIN, "t": 28},
        ),
    )


def yardsticks(result: Result) -> Drawing:
    """Each measure against its own alarm line: tests above, distances with fixed limits below."""
    found = result.strengths
    rows = np.arange(len(found), dtype=float)[::-1]
    values = np.clip(np.array([value for value, _ in found.values()]), *SPAN)
    symbols = np.array(["circle" if test else "diamond" for _, test in found.values()])
    floor = float(np.log10(np.clip(result.measures.psi_floor / PSI_ALARM, *SPAN)))
    psi, (low, high) = float(rows[list(found).index("PSI")]), np.log10(SPAN)
    data = [
        upright(0, -0.6, rows[0] + 0.6, POSITIVE, "alarm line", dash="dash", width=THIN),
        level(2.5, low, high, FAINT, "tests above, distances below", width=1),
        dots(
            np.log10(values), rows, name="measures", size=MARKER + 1,
            symbol=symbols, width=2, **_filled(values >= 1),
        ),
        dots(
            floor, psi, INK, "PSI without drift", "PSI's mean without any drift", size=11,
            symbol="line-ns-open", width=2,
        ),
    ]  # fmt: skip
    small = {"xanchor": "center", "font": {"size": 11, "color": MUTED}}
    return Drawing(
        data,
        layout(
            "One row for each measure of drift, its value in multiples of the line where it alarms, "
            "on a log scale: circles are tests, diamonds distances with a fixed limit; a tick on "
            "PSI's row is its mean without drift.",
            axis(
                "times its alarm line", range=[low - 0.15, high + 0.15],
                tickvals=np.log10([0.1, 1, 10]), ticktext=np.array(["0.1", "1", "10"]),
                scale="decades",
            ),
            axis(
                "measure", range=[-0.7, rows[0] + 0.7], tickvals=rows,
                ticktext=np.array(list(found)), showgrid=False, scale=list(found)[::-1],
            ),
            annotations=[label(floor, psi + 0.5, "by luck", MUTED, **small, **PLATE)],
            margin={**SMALL_MARGIN, "l": 130},
        ),
    )  # fmt: skip


def features(result: Result) -> Drawing:
    """Every feature's p-value against what it is held to."""
    named = not result.drawn and len(result.names) <= NAMED
    return _by_name(result) if named else _by_rank(result)


def _by_rank(r: Result) -> Drawing:
    """p-values from the smallest up, with the line that the correction holds them to."""
    order, rank = np.argsort(r.ps, kind="stable"), np.arange(1, r.ps.size + 1)
    ps = np.log10(np.clip(r.ps[order], SMALLEST_P, 1.0))
    shown = (order == 0) & r.drawn
    limit = np.log10(np.clip(r.limits, SMALLEST_P, 1))
    data = [
        line(rank, limit, POSITIVE, "limit", dash="dash", width=THIN),
        dots(
            rank, ps, name="p-values", hover="%{customdata}", width=1.5,
            size=np.where(shown, MARKER + 3, 6), symbol=np.where(shown, "diamond", "circle"),
            customdata=np.array([_as_text(r.names[i]) for i in order]), **_filled(r.alarms[order]),
        ),
    ]  # fmt: skip
    notes = []
    if r.drawn:
        place = int(np.argmax(shown))
        left = place <= order.size / 2
        at = float(rank[place]), float(ps[place])
        notes.append(_beside(*at, "the one shown", left, up=False, across=9, along=4))
    air = 0.04 * r.ps.size + 0.4
    return Drawing(
        data,
        layout(
            "p-values of all features from the smallest up, on a log scale, with the line that "
            "each is held to; filled dots alarm, a diamond is the feature shown.",
            axis("rank of the p-value", range=[1 - air, r.ps.size + air], nticks=4),
            _p_axis("p-value"),
            annotations=notes,
            margin=SMALL_MARGIN,
        ),
    )


def _by_name(r: Result) -> Drawing:
    """Corrected p-values by feature, with the level."""
    ps = np.clip(np.nan_to_num(r.adjusted_ps, nan=1.0), SMALLEST_P, 1.0)
    rows = np.arange(ps.size, dtype=float)[::-1]
    shown, limit = np.arange(ps.size) == r.shown, float(np.log10(r.params.alpha))
    data = [
        upright(
            limit, -0.6, ps.size - 0.4, POSITIVE, "level", dash="dash", width=THIN
        ),
        dots(
            np.log10(ps), rows, name="corrected p-values", width=1.5,
            size=np.where(shown, MARKER + 2, 7), symbol=np.where(shown, "diamond", "circle"),
            **_filled(r.alarms),
        ),
    ]  # fmt: skip
    return Drawing(
        data,
        layout(
            "The p-value of every feature after the correction, on a log scale, with the level as a "
            "dashed line; filled dots alarm, a diamond is the feature shown.",
            _p_axis("p-value after the correction"),
            axis(
                "feature", range=[-0.8, ps.size - 0.2], tickvals=rows,
                ticktext=np.array([_as_text(_short(name)) for name in r.names]), showgrid=False,
                scale=[_as_text(_short(name)) for name in r.names[::-1]],
                tickfont={"size": SMALL if ps.size < 12 else 10},
            ),
            margin={**SMALL_MARGIN, "l": 130},
        ),
    )  # fmt: skip


def miniature(result: Result) -> Drawing:
    """The two curves and the bar between them."""
    r, hidden = result, axis("", visible=False)
    data = [
        line(r.grid[::2], r.before[::2], BEFORE, shape="hv", dash="6px,3px"),
        line(r.grid[::2], r.after[::2], AFTER, shape="hv"),
        upright(r.gap.at, r.level_before, r.level_after, INK, "", width=6),
    ]
    shows = "Two cumulative curves and the largest gap between them."
    return Drawing(data, layout(shows, hidden, hidden, margin={"l": 4, "r": 4, "t": 4, "b": 4}))


# --- parts -----------------------------------------------------------------------------------


def _filled(alarm: Floats) -> dict[str, Any]:
    """The looks of dots that are filled where they alarm."""
    return {
        "color": np.where(alarm, POSITIVE, PAPER),
        "edge": np.where(alarm, POSITIVE, MUTED),
    }


def _beside(
    x: float, y: float, text: str, right: bool, up: bool, across: int, along: int
) -> dict[str, Any]:
    """A label that begins right of a place, or ends left of it, above or below, so many pixels off."""
    return label(
        x, y, text, xanchor="left" if right else "right", xshift=across if right else -across,
        yanchor="bottom" if up else "top", yshift=along if up else -along, **PLATE,
    )  # fmt: skip


def _short(name: str) -> str:
    return name if len(name) < 18 else name[:16] + "…"


def _as_text(name: str) -> str:
    """A feature's name, which may be a visitor's own, as it is: plotly.js reads some HTML in texts."""
    return escape(name, quote=False)


def _p_axis(title: str) -> dict[str, Any]:
    return axis(
        title,
        range=[np.log10(SMALLEST_P) - 0.3, 0.3],
        tickvals=np.array([-6.0, -4.0, -2.0, 0.0]),
        ticktext=np.array(["≤ 10⁻⁶", "10⁻⁴", "0.01", "1"]),
        scale="decades",
    )
