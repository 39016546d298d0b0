"""Pictures of two samples of one feature, and of what tests and models make of the difference."""

from html import escape
from typing import Any

import numpy as np
from numpy.typing import NDArray

from concepts.data_drift import PSI_ALARM, SIZES, STILL, WINDOWS, Result
from figures.drawing import Drawing
from figures.marks import label, line, moving_label
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
    THIN,
    axis,
    faded,
    layout,
    share_axis,
)

Floats = NDArray[Any]
SMALL_MARGIN = {"l": 44, "r": 12, "t": 14, "b": 42}

NAMED = 16  # features that still fit by name
SMALLEST_P = 1e-6  # smaller ones are drawn here
BEFORE, AFTER = MUTED, FIFTH
SPAN = (0.02, 50.0)  # of the picture of measures, in multiples of the alarm line


def ecdfs(result: Result) -> Drawing:
    """Both distribution functions, the gap D where it is largest, and the histograms below."""
    r, gap = result, result.gap
    ends = [float(r.grid[0]), float(r.grid[-1])]
    low, high = np.clip(r.before - r.critical, 0, 1), np.clip(r.before + r.critical, 0, 1)
    band = np.concatenate([r.grid, r.grid[::-1]])
    levels = sorted((r.level_before, r.level_after))
    at = float(np.clip(gap.at, ends[0], ends[1]))
    tall = 1.6 * max(float(r.bars_before.max()), 1e-9)  # the same wherever the sample has moved
    data: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "name": "band without an alarm",
            "mode": "lines",
            "x": band.astype(np.float32),
            "y": np.concatenate([low, high[::-1]]).astype(np.float32),
            "fill": "toself",
            "fillcolor": faded(MUTED, 0.16),
            "line": {"width": 0},
            "hoverinfo": "skip",
        },
        line(
            r.grid,
            r.before,
            BEFORE,
            "share at or below, reference",
            shape="hv",
            width=2.5,
            dash="6px,3px",
        ),
        line(r.grid, r.after, AFTER, "share at or below, current", shape="hv", width=3.5),
        line(
            np.array([at, at]),
            np.array([levels[1], 1.09]),
            INK,
            "from D to its label",
            width=1,
            dash="dot",
        ),
        line(np.array([at, at]), np.array(levels), INK, "D", width=6),
        {**_bars(r.edges, r.bars_before, BEFORE, 0.28, "density, reference"), "yaxis": "y2"},
        {**_bars(r.edges, r.bars_after, AFTER, 0.0, "density, current"), "yaxis": "y2"},
    ]
    along = (at - ends[0]) / (ends[1] - ends[0])
    side = "left" if along > 0.85 else "center"
    data.append(_hopping_label(at, 1.14, f"<b>D = {gap.d:#.3g}</b>", side, INK, 19))
    unit = _as_text(r.feature) or "value, in standard deviations of the reference"
    under = axis("", range=[0, tall], domain=[0.0, 0.2], showticklabels=False, showgrid=False)
    under["title"] = {"text": "density", "font": {"size": SMALL}, "standoff": 8}
    return Drawing(
        data=data,
        layout=layout(
            "The share of rows at or below each value, for the reference as a dashed line and the "
            "current sample as a solid one, with the largest vertical distance D drawn as a bar, "
            "the band inside which the test does not alarm, and both histograms below.",
            axis(unit, range=ends, anchor="y2", nticks=8),
            share_axis(
                "share at or below", range=[-0.02, 1.2], domain=[0.26, 1.0],
                tickvals=np.array([0.0, 0.5, 1.0]),
            ),
            yaxis2=under,
            annotations=_curve_names(r),
            margin={"l": 62, "r": 8, "t": 4, "b": 48},
        ),
    )  # fmt: skip


def _curve_names(r: Result) -> list[dict[str, Any]]:
    """What is drawn how, in the corner that the reference leaves free: no place on the axis moves it."""
    side = r.before.size // 3  # about as wide as the words
    above, below = float(np.mean(r.before[:side] > 0.6)), float(np.mean(r.before[-side:] < 0.4))
    top = above <= below
    names = (
        ("- -", f"reference, {r.n:,} rows", BEFORE),
        ("━", f"current, {r.m:,} rows", AFTER),
        ("", "grey band: no alarm", MUTED),
    )
    looks = {"xref": "paper", "xanchor": "left" if top else "right", "xshift": 8 if top else -8}
    return [
        label(0.0 if top else 1.0, (0.93 if top else 0.31) - 0.12 * i, f"{mark} {text}".strip(), color,
              **looks, **PLATE)
        for i, (mark, text, color) in enumerate(names)
    ]  # fmt: skip


def null(result: Result) -> Drawing:
    """The density of D without drift, with today's D and the one that alarms."""
    r = result
    x, y = r.law
    end = float(x[-1])
    top = float(y.max())
    here = min(r.gap.d, end)
    beyond = x >= r.gap.d
    data: list[dict[str, Any]] = [
        line(x, y, MUTED, "density of D without drift"),
        {
            **line(x[beyond], y[beyond], INK, "tail from your D on: the p-value", width=0),
            "fill": "tozeroy",
            "fillcolor": faded(POSITIVE, 0.45),
        },
        line(
            np.array([r.critical, r.critical]), np.array([0, 0.72 * top]), POSITIVE,
            "D that alarms", dash="dash",
        ),
        line(np.array([here, here]), np.array([0, 1.08 * top]), INK, "your D", width=3.5),
    ]  # fmt: skip
    said = f"D = {r.gap.d:#.3g}" + (" →" if r.gap.d > end else "")
    anchor = "left" if here < 0.6 * end else "right"
    notes = [
        label(here, 1.17 * top, said, xanchor=anchor),
        label(
            r.critical, 0.66 * top, f"alarm from {r.critical:.2g}", POSITIVE,
            xshift=5, **PLATE,
        ),
    ]  # fmt: skip
    return Drawing(
        data=data,
        layout=layout(
            "The distribution of D when nothing has drifted, with the D seen as a line, the D that "
            "raises an alarm as a dashed line, and the p-value as a filled tail.",
            axis("D without drift", range=[0, end], nticks=4),
            axis("", range=[0, 1.3 * top], visible=False),
            annotations=notes,
            margin={**SMALL_MARGIN, "l": 12},
        ),
    )


def power(result: Result) -> Drawing:
    """The chance of an alarm against the number of rows, and at yours."""
    r = result
    rows = r.rows
    order = np.log10(np.append(SIZES, rows))
    place = np.argsort(order, kind="stable")
    chances = np.append(r.chances, r.chance)[place]
    high = r.chance > 0.86
    left = rows < 3_000
    data = [
        line(
            np.array([1.4, 6.1]), np.full(2, r.params.alpha), MUTED, "level of the test",
            dash="dot", width=THIN,
        ),
        line(
            order[place], chances, POSITIVE, "chance of an alarm by log10 of rows",
            shape="spline", smoothing=0.5,
        ),
        _dot(np.log10(rows), r.chance, "chance at your number of rows"),
    ]  # fmt: skip
    notes = [
        label(
            np.log10(rows), r.chance, f"you: {r.chance:.0%}", xanchor="left" if left else "right",
            yanchor="top" if high else "bottom", xshift=8 if left else -8,
            yshift=-6 if high else 6, **PLATE,
        )
    ]  # fmt: skip
    if r.params.alpha < 0.4 and not (r.chance < 0.2 and rows > 20_000):
        notes.append(
            label(6.1, r.params.alpha, f"level {r.params.alpha:g}", MUTED, xanchor="right",
                  yanchor="bottom", **PLATE)
        )  # fmt: skip
    return Drawing(
        data=data,
        layout=layout(
            "The chance that the test alarms against the number of rows in each sample, on a log "
            "scale, with your number marked and the level as a dotted line.",
            axis(
                "rows in each sample", range=[1.4, 6.1], tickvals=np.array([2, 3, 4, 5, 6]),
                ticktext=np.array(["100", "1,000", "10,000", "10⁵", "10⁶"]),
            ),
            share_axis("chance of an alarm", nticks=4, range=[-0.03, 1.06]),
            annotations=notes,
            margin=SMALL_MARGIN,
        ),
    )  # fmt: skip


def over_time(result: Result) -> Drawing:
    """D of window after window against the one reference, and the D that alarms."""
    r, drawn = result, result.params.source == "drawn"
    top = float(r.path[:, 0].max()) + 1.5 * r.series_critical if drawn else float(r.gaps.max())
    top = max(1.12 * top, 1.8 * r.series_critical, 1.12 * float(r.gaps[: WINDOWS // 2].max()))
    top = min(top, 1.06)
    alarm = r.window_alarms
    ends = np.array([r.times[0], r.times[-1]], float)
    air = 0.03 * (ends[1] - ends[0] + 1)
    data: list[dict[str, Any]] = [
        line(r.times, r.gaps, FAINT, "line through the windows", width=THIN),
        line(
            ends, np.full(2, r.series_critical), POSITIVE, "D that alarms", dash="dash", width=THIN
        ),
        {
            "type": "scatter",
            "name": "D of each window",
            "mode": "markers",
            "x": r.times.astype(np.float32),
            "y": r.gaps.astype(np.float32),
            "marker": {
                "size": 6,
                "color": np.where(alarm, POSITIVE, PAPER),
                "line": {"width": 1.5, "color": np.where(alarm, POSITIVE, MUTED)},
            },
            "hovertemplate": "window %{x:,}: D = %{y:.3g}<extra></extra>",
        },
    ]
    notes = []
    if drawn:
        half, still = WINDOWS / 2 + 0.5, r.params.kind in STILL
        upright = np.array([half, half]), np.array([0, top])
        data.append(line(*upright, INK, "where it changes", dash="dot", width=THIN))
        then = "as before" if r.params.position == 0 else "changed" if still else "moved"
        for place, side, text in ((half, "right", "as before"), (half, "left", then)):
            shift = -6 if side == "right" else 6
            notes.append(
                label(place, top, text, xanchor=side, yanchor="top", xshift=shift, **PLATE)
            )
    else:
        here = 1.0 + round(r.params.position * (r.times[-1] - 1))
        data.append(_dot(here, r.gap.d, "D of the window shown"))
    return Drawing(
        data=data,
        layout=layout(
            "D of one window after another against the reference, in time; filled dots lie above "
            "the dashed line and alarm.",
            axis(
                "window" if drawn else "first row of the window", nticks=4,
                range=[float(ends[0] - air), float(ends[1] + air)],
            ),
            axis("D", range=[0, top], nticks=4),
            annotations=notes,
            margin=SMALL_MARGIN,
        ),
    )  # fmt: skip


def harm(result: Result) -> Drawing:
    """The frozen model's accuracy against D, over all positions, and here."""
    r = result
    d, right = r.path[:, 0], r.path[:, 1]
    known = ~np.isnan(right)
    notes = []
    if known.any():
        every = np.append(right, r.right_before)
        low, high = float(every.min()) - 0.08, float(every.max()) + 0.08
        low, high = max(min(low, float(every.max()) - 0.3), -0.02), min(max(high, low + 0.3), 1.02)
    else:
        low, high = -0.02, 1.02
        notes.append(
            label(0.5, 0.5, "no model here", MUTED, xref="paper", yref="paper", xanchor="center")
        )
    end = min(
        max(1.15 * float(d.max()), 1.5 * r.critical) + (0.15 if r.params.source == "drawn" else 0),
        1.05,
    )
    before = r.right_before if known.any() else np.nan
    real = r.params.source != "drawn"
    path = {
        "type": "scatter",
        "name": "accuracy of each window" if real else "accuracy with endless rows",
        "mode": "markers" if real else "lines",
        "x": np.where(known, d, np.nan).astype(np.float32),
        "y": right.astype(np.float32),
        "marker": {"size": 5, "color": MUTED},
        "line": {"color": MUTED, "dash": "dash", "width": 2},
        "hoverinfo": "skip",
    }
    here = (r.gap.d, r.right) if known.any() else (np.nan, np.nan)
    data: list[dict[str, Any]] = [
        line(
            np.array([0, end]), np.full(2, before), FAINT, "accuracy in the reference", width=THIN
        ),
        path,
        _dot(*here, "accuracy now"),
    ]
    if known.any():
        looks = {"xref": "paper", "yref": "paper", "xanchor": "right", "yanchor": "bottom"}
        text = "● each window" if real else "- - with endless rows"
        notes.append(label(1.0, 0.02, text, MUTED, **looks, **PLATE))
        expected = (
            float(np.interp(r.gap.d, *_rising(d, right))) if r.params.source == "drawn" else r.right
        )
        up = r.right > expected or (r.right == expected and r.right < (low + high) / 2)
        up = (up and r.right < high - 0.06) or r.right < low + 0.06
        right_half = r.gap.d > end / 2
        notes += [
            label(
                min(r.gap.d, end), r.right, f"now {r.right:.0%}",
                xanchor="right" if right_half else "left", xshift=-7 if right_half else 7,
                yanchor="bottom" if up else "top", yshift=7 if up else -7, **PLATE,
            ),
        ]  # fmt: skip
    return Drawing(
        data=data,
        layout=layout(
            "The accuracy of a model that stays as it was, against D, at every position, with the "
            "one you are at marked and the accuracy in the reference as a faint line.",
            axis("D of the feature shown", range=[-0.02, end], nticks=4),
            share_axis("model's accuracy", range=[low, high], nticks=4),
            annotations=notes,
            margin=SMALL_MARGIN,
        ),
    )


def pairs(result: Result) -> Drawing:
    """Two features against each other, reference left, current right, with the labels if any."""
    r = result
    across, up = (list(ends) for ends in r.pair_ends)
    data: list[dict[str, Any]] = []
    for dots, labels, where, name in (
        (r.dots_before, r.labels_before, ("x", "y"), "reference"),
        (r.dots_after, r.labels_after, ("x2", "y"), "current"),
    ):
        color = BEFORE if where[0] == "x" else AFTER
        for member, shade, symbol, kind in (
            (np.isnan(labels), color, "circle", "no label"),
            (labels == 1, POSITIVE, "circle", "label 1"),
            (labels == 0, NEGATIVE, "x-thin-open", "label 0"),
        ):
            data.append(
                {
                    "type": "scatter",
                    "name": f"{name}, {kind}",
                    "mode": "markers",
                    "x": dots[member, 0].astype(np.float32),
                    "y": dots[member, 1].astype(np.float32),
                    "xaxis": where[0],
                    "marker": {"size": 5, "color": shade, "symbol": symbol, "opacity": 0.75},
                    "hoverinfo": "skip",
                }
            )
    names = [
        label(x, 1.0, text, color, xref="paper", yref="paper", xanchor="left", yanchor="bottom")
        for x, text, color in ((0.0, "reference", BEFORE), (0.53, "current", AFTER))
    ]
    first, second = (_as_text(name) for name in r.pair)
    left = axis(first, range=across, domain=[0.0, 0.47], nticks=4)
    return Drawing(
        data=data,
        layout=layout(
            "A few rows of two features against each other, the reference on the left and the "
            "current sample on the right; dots are labels 1, crosses labels 0.",
            left,
            axis(second, range=up, nticks=4),
            xaxis2={**axis(first, range=across, domain=[0.53, 1.0], nticks=4), "anchor": "y"},
            annotations=names,
            margin={**SMALL_MARGIN, "t": 28},
        ),
    )


def yardsticks(result: Result) -> Drawing:
    """Each measure against its own alarm line: tests above, distances with fixed limits below."""
    found = result.strengths
    rows = np.arange(len(found))[::-1]
    values = np.clip(np.array([value for value, _ in found.values()]), *SPAN)
    moves = np.array([test for _, test in found.values()])
    floor = float(np.clip(result.measures.psi_floor / PSI_ALARM, *SPAN))
    psi_row = float(rows[list(found).index("PSI")])
    data: list[dict[str, Any]] = [
        line(
            np.zeros(2),
            np.array([-0.6, rows[0] + 0.6]),
            POSITIVE,
            "alarm line",
            dash="dash",
            width=THIN,
        ),
        line(
            np.log10([SPAN[0], SPAN[1]]),
            np.full(2, 2.5),
            FAINT,
            "tests above, distances below",
            width=1,
        ),
        {
            "type": "scatter",
            "name": "log10 of times its alarm line",
            "mode": "markers",
            "x": np.log10(values).astype(np.float32),
            "y": rows.astype(np.float32),
            "marker": {
                "size": MARKER + 1,
                "color": np.where(values >= 1, POSITIVE, PAPER),
                "symbol": np.where(moves, "circle", "diamond"),
                "line": {"width": 2, "color": np.where(values >= 1, POSITIVE, MUTED)},
            },
            "hoverinfo": "skip",
        },
        {
            "type": "scatter",
            "name": "PSI without drift",
            "mode": "markers",
            "x": np.log10([floor]),
            "y": np.array([psi_row]),
            "marker": {"size": 11, "color": INK, "symbol": "line-ns-open", "line": {"width": 2}},
            "hovertemplate": "PSI's mean without any drift<extra></extra>",
        },
    ]
    return Drawing(
        data=data,
        layout=layout(
            "One row for each measure of drift, its value in multiples of the line where it alarms, "
            "on a log scale: circles are tests, diamonds distances with a fixed limit; a tick on "
            "PSI's row is its mean without drift.",
            axis(
                "times its alarm line", range=list(np.log10(SPAN) + np.array([-0.15, 0.15])),
                tickvals=np.log10([0.1, 1, 10]), ticktext=np.array(["0.1", "1", "10"]),
            ),
            axis(
                "measure", range=[-0.7, float(rows[0]) + 0.7], tickvals=rows.astype(float),
                ticktext=np.array(list(found)), showgrid=False,
            ),
            annotations=[
                label(
                    float(np.log10(floor)), psi_row + 0.5, "by luck", MUTED, xanchor="center",
                    font={"size": 11, "color": MUTED}, **PLATE,
                )
            ],
            margin={**SMALL_MARGIN, "l": 130},
        ),
    )  # fmt: skip


def features(result: Result) -> Drawing:
    """Every feature's p-value against what it is held to."""
    named = result.params.source != "drawn" and len(result.names) <= NAMED
    return _by_name(result) if named else _by_rank(result)


def _by_rank(r: Result) -> Drawing:
    """p-values from the smallest up, with the line that the correction holds them to."""
    order = np.argsort(r.ps, kind="stable")
    rank = np.arange(1, r.ps.size + 1)
    ps = np.clip(r.ps[order], SMALLEST_P, 1.0)
    alarm = r.alarms[order]
    shown = order == 0 if r.params.source == "drawn" else np.zeros(order.size, bool)
    names = np.array([_as_text(name) for name in r.names])
    limit = np.clip(r.limits, SMALLEST_P, 1)
    data: list[dict[str, Any]] = [
        line(rank, np.log10(limit), POSITIVE, "log10 of the limit", dash="dash", width=THIN),
        {
            "type": "scatter",
            "name": "log10 of the p-value",
            "mode": "markers",
            "x": rank.astype(np.float32),
            "y": np.log10(ps).astype(np.float32),
            "marker": {
                "size": np.where(shown, MARKER + 3, 6),
                "color": np.where(alarm, POSITIVE, PAPER),
                "symbol": np.where(shown, "diamond", "circle"),
                "line": {"width": 1.5, "color": np.where(alarm, POSITIVE, MUTED)},
            },
            "customdata": names[order] if r.params.source != "drawn" else None,
            "hovertemplate": "%{customdata}<extra></extra>" if r.params.source != "drawn" else None,
            "hoverinfo": "x+y",  # no name beside the numbers, where features have none
        },
    ]
    if r.params.source == "drawn":
        place = int(np.argmax(shown))
        right = place > order.size / 2
        notes = [
            label(
                float(rank[place]), float(np.log10(ps[place])), "the one shown",
                xanchor="right" if right else "left", xshift=-9 if right else 9,
                yanchor="top", yshift=-4, **PLATE,
            )
        ]  # fmt: skip
    else:
        notes = []
    air = 0.04 * r.ps.size + 0.4
    return Drawing(
        data=data,
        layout=layout(
            "p-values of all features from the smallest up, on a log scale, with the line that "
            "each is held to; filled dots alarm, a diamond is the feature shown.",
            axis("rank of the p-value", range=[1 - air, r.ps.size + air], nticks=4),
            _p_axis(),
            annotations=notes,
            margin=SMALL_MARGIN,
        ),
    )


def _by_name(r: Result) -> Drawing:
    """Corrected p-values by feature, with the level."""
    ps = np.clip(np.nan_to_num(r.adjusted_ps, nan=1.0), SMALLEST_P, 1.0)
    rows = np.arange(ps.size)[::-1]
    shown = np.array([name == r.feature for name in r.names])
    level = np.log10(r.params.alpha)
    data: list[dict[str, Any]] = [
        line(
            np.array([level, level]),
            np.array([-0.6, ps.size - 0.4]),
            POSITIVE,
            "log10 of the level",
            dash="dash",
            width=THIN,
        ),
        {
            "type": "scatter",
            "name": "log10 of the corrected p-value",
            "mode": "markers",
            "x": np.log10(ps).astype(np.float32),
            "y": rows.astype(np.float32),
            "marker": {
                "size": np.where(shown, MARKER + 2, 7),
                "color": np.where(r.alarms, POSITIVE, PAPER),
                "symbol": np.where(shown, "diamond", "circle"),
                "line": {"width": 1.5, "color": np.where(r.alarms, POSITIVE, MUTED)},
            },
            "hoverinfo": "skip",
        },
    ]
    names = [name if len(name) < 18 else name[:16] + "…" for name in r.names]
    side = _p_axis()
    return Drawing(
        data=data,
        layout=layout(
            "The p-value of every feature after the correction, on a log scale, with the level as a "
            "dashed line; filled dots alarm, a diamond is the feature shown.",
            {**side, "title": {**side["title"], "text": "p-value after the correction"}},
            axis(
                "feature", range=[-0.8, ps.size - 0.2], tickvals=rows.astype(float),
                ticktext=np.array([_as_text(name) for name in names]), showgrid=False,
                tickfont={"size": SMALL if ps.size < 12 else 10},
            ),
            margin={**SMALL_MARGIN, "l": 130},
        ),
    )  # fmt: skip


def _as_text(name: str) -> str:
    """A feature's name, which may be a visitor's own, as it is: plotly.js reads some HTML in texts."""
    return escape(name, quote=False)


def _p_axis() -> dict[str, Any]:
    return axis(
        "p-value",
        range=[np.log10(SMALLEST_P) - 0.3, 0.3],
        tickvals=np.array([-6.0, -4.0, -2.0, 0.0]),
        ticktext=np.array(["≤ 10⁻⁶", "10⁻⁴", "0.01", "1"]),
    )


def miniature(result: Result) -> Drawing:
    """The two curves and the bar between them."""
    r = result
    levels = np.array([r.level_before, r.level_after])
    hidden = axis("", visible=False)
    return Drawing(
        data=[
            line(r.grid[::2], r.before[::2], BEFORE, shape="hv", dash="6px,3px"),
            line(r.grid[::2], r.after[::2], AFTER, shape="hv"),
            line(np.full(2, r.gap.at), levels, INK, width=6),
        ],
        layout=layout(
            "Two cumulative curves and the largest gap between them.",
            hidden,
            hidden,
            margin={"l": 4, "r": 4, "t": 4, "b": 4},
        ),
    )


def _hopping_label(
    x: float, y: float, text: str, side: str, color: str, size: int
) -> dict[str, Any]:
    """A moving label that stands to the `side` "left", "center" or "right" of x.

    The browser cannot move a text's position, so that all three are there, two of them empty.
    """
    sides = ("left", "center", "right")
    return moving_label(x, y, text, color, size, name="label: D") | {
        "x": np.full(3, x),
        "y": np.full(3, y),
        "text": np.array([text if each == side else "" for each in sides]),
        "textposition": np.array([f"middle {each}" for each in sides]),
    }


def _bars(edges: Floats, height: Floats, color: str, opacity: float, name: str) -> dict[str, Any]:
    """A histogram as steps, filled unless `opacity` is 0."""
    x, y = np.repeat(edges, 2), np.concatenate([[0.0], np.repeat(height, 2), [0.0]])
    steps = line(x, y, color, name, width=1 if opacity else 2)
    if opacity:
        steps |= {"fill": "tozeroy", "fillcolor": faded(color, opacity)}
    return steps


def _rising(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    order = np.argsort(x, kind="stable")
    return x[order], y[order]


def _dot(x: float, y: float, name: str) -> dict[str, Any]:
    """Where the visitor is."""
    return {
        "type": "scatter",
        "name": name,
        "mode": "markers",
        "x": np.array([x], np.float32),
        "y": np.array([y], np.float32),
        "marker": {"size": MARKER + 2, "color": INK, "line": {"color": PAPER, "width": 1.5}},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
