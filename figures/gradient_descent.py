"""The pictures of gradient descent and its variants."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from concepts.gradient_descent import METHODS, MOMENTA, RATES, SCALED, Points, Result, Run, thinned
from figures.drawing import Drawing
from figures.marks import arrow, dots, handle, here, label, line, log_axis, upright
from figures.shading import shaded
from figures.theme import (
    BIAS,
    FIFTH,
    GOOD,
    INK,
    LINE,
    MARKER,
    MUTED,
    NEGATIVE,
    NOISE,
    PLATE,
    POSITIVE,
    SMALL,
    THIN,
    VARIANCE,
    axis,
    layout,
)

Floats = NDArray[np.float64]
Marks = list[dict[str, Any]]

LOOK = {  # colour, marker, dash: any one tells the methods apart
    "gd": (NEGATIVE, "circle", "solid"),
    "momentum": (POSITIVE, "square", "dash"),
    "nesterov": (VARIANCE, "diamond", "dot"),
    "adagrad": (NOISE, "triangle-up", "dashdot"),
    "rmsprop": (MUTED, "x", "longdash"),
    "adam": (FIFTH, "triangle-down", "longdashdot"),
    "adamw": (BIAS, "cross", "dot"),
}
SYMBOL = {
    "circle": "●", "square": "■", "diamond": "◆", "triangle-up": "▲", "x": "✖",
    "triangle-down": "▼", "cross": "✚",
}  # fmt: skip
SHORT = {"gd": "GD"}
SLOWEST = 1e5  # top of the picture of rates, in updates
AIR = 1.28  # room for names at the right of the curves of loss
LAST = 30  # points of a path that have a marker: with more, no point could be told from the next
PAGE = {"xref": "paper", "yref": "paper"}


def contour(result: Result) -> Drawing:
    """The loss seen from above, every path up to now, and the update about to be taken."""
    left, right, low, high = result.window
    data = _ends(result)
    for run in result.runs:  # zigzags below, smooth ways above
        data += [*_path(result, run), *_arrows(result, run)]
    names = ("intercept", "slope") if result.data else ("first parameter", "second parameter")
    looks = {"yanchor": "top", **PAGE, **PLATE}
    notes = [
        label(0.012, 0.98, _key(result, run), LOOK[run.method][0], yshift=-18 * i, **looks)
        for i, run in enumerate(result.runs)
    ]
    notes += [_left(result, run) for run in result.runs if _gone(result, run)]
    across, up = result.turn.T
    return Drawing(
        data=data,
        layout=layout(
            "The loss over two parameters in shaded bands, with the path of each method, an arrow "
            "for its next update and a star at the minimum.",
            axis(names[0], range=[left, right], showgrid=False),
            axis(names[1], range=[low, high], showgrid=False),
            [
                handle("start", "start", start_x=across, start_y=up),
                *(handle(_last(run), "path", -1) for run in result.runs),
            ],
            annotations=notes,
            images=_ground(result),
        ),
    )


def loss(result: Result) -> Drawing:
    """Loss above the minimum by updates, with the noise floor and the update shown."""
    low, high = 10.0 ** np.array(_decades(result))
    data = [mark for run in result.runs for mark in _curve(result, run, np.arange(len(run.excess)))]
    data += [
        line([0, result.horizon], [run.floor] * 2, INK, f"{METHODS[run.method]}, noise floor",
             "noise floor: %{y:.3g}", width=THIN, dash="dash")
        for run in result.runs
        if 0 < run.floor < np.inf
    ]  # fmt: skip
    middle = np.linspace(0, result.horizon, 3)
    return Drawing(
        data=[*data, upright(result.shown, low, high, INK, "update shown", width=THIN)],
        layout=layout(
            "Loss above its minimum on a logarithmic axis, by updates, one curve a method.",
            axis("updates", range=[0, result.horizon * AIR], tickvals=middle),
            _excess_axis(result),
            [handle("update shown", "line")],
            annotations=_names(result),
        ),
    )


def evaluations(result: Result) -> Drawing:
    """The same loss by how many gradients it cost, with the first method on all the data."""
    data = [mark for run in result.runs for mark in _curve(result, run, run.evaluations)]
    top, notes, full = float(result.batch * result.horizon), [], result.reference
    if full is not None:
        seen = thinned(np.arange(1, len(full.excess)))
        said = "%{x:,} gradients on all the data: %{y:.3g} above"
        x, y, name = (
            full.evaluations[seen],
            _shown(full.excess[seen]),
            "all the data in each update",
        )
        whole = line(x, y, INK, name, said, dash="dash")
        if len(seen) < 60:
            whole |= {"mode": "lines+markers", "marker": {"size": 5, "color": INK}}
        data.append(whole)
        top = max(top, float(full.evaluations[-1]))
        notes = [label(0.98, 0.97, "dashed: all the data in each update", xanchor="right", **PAGE)]
    first = np.log10(max(result.batch, 1))
    title = "gradients of single data points" if result.data else "gradients of the whole loss"
    return Drawing(
        data=data,
        layout=layout(
            "Loss above its minimum by gradients computed, both axes logarithmic.",
            log_axis(title, first, np.log10(top) + 0.05, dtick=1, tickformat="~s"),
            _excess_axis(result),
            annotations=notes,
        ),
    )


def edge(result: Result) -> Drawing:
    """How many updates bring the slower direction ten times nearer, for every rate; the limit."""
    x_low, x_high = np.log10(RATES[[0, -1]])
    alone = list(zip(result.tenfold_alone, ("flattest", "steepest"), strict=True))
    data = [_by_rate(time, MUTED, f"{name} direction", THIN, "dot") for time, name in alone]
    for run in result.runs:
        if np.isnan(run.factor).any():
            continue  # no fixed factor, and a rate of another kind
        colour, symbol, dash = LOOK[run.method]
        method = METHODS[run.method]
        # Beyond its limit a method stands at the top.
        height = SLOWEST if np.isnan(run.tenfold) else run.tenfold
        data += [
            _by_rate(result.tenfold[run.method], colour, method, LINE, dash),
            here(run.rate * result.smoothness, height, f"{method} at your rate", colour,
                 _key(result, run), symbol),
        ]  # fmt: skip
    notes = [
        label(0.0, -0.25, "1/L ", xanchor="right"),
        label(np.log10(2.0), -0.25, " 2/L"),
    ]
    if np.isclose(*result.eigenvalues):
        alone = [(alone[0][0], "both directions")]
    for time, name in alone:
        at = int(np.argmax(time < SLOWEST / 2))
        right = at > len(RATES) / 2
        below = name == "steepest" or right  # where no other curve is
        notes.append(
            label(np.log10(RATES[at]), float(np.log10(time[at])), name, MUTED,
                  yanchor="top" if below else "bottom", xanchor="right" if right else "left",
                  xshift=0 if below else 10, yshift=-14 if name == "steepest" else 0)
        )  # fmt: skip
    return Drawing(
        data=data,
        layout=layout(
            "Updates that bring the slower direction ten times nearer to the minimum, against the "
            "rate, both logarithmic. A curve ends where its method diverges.",
            log_axis("learning rate (1/L)", x_low - 0.05, x_high + 0.15,
                     tickvals=np.array([0.01, 0.1, 1.0])),
            log_axis("updates to get 10 times nearer", -0.5, np.log10(SLOWEST) + 0.3, dtick=1,
                     exponentformat="power"),
            annotations=notes,
            shapes=[
                {"type": "line", "x0": rate, "x1": rate, "y0": 0, "y1": 1, "yref": "paper",
                 "layer": "below", "line": {"color": INK, "width": THIN, "dash": dash}}
                for rate, dash in ((1, "dot"), (2, "solid"))
            ],
        ),
    )  # fmt: skip


def data_space(result: Result) -> Drawing:
    """The model on its data now; without data, how far each direction has come."""
    return _on_data(result, result.data) if result.data else _modes(result)


def miniature(result: Result) -> Drawing:
    """The paths alone, small."""
    left, right, low, high = result.window
    bare = {"visible": False, "fixedrange": True}
    return Drawing(
        data=[mark for run in result.runs for mark in _path(result, run)],
        layout=layout(
            "Paths of gradient descent and its variants down a ravine.",
            {**bare, "range": [left, right]},
            {**bare, "range": [low, high]},
            margin={"l": 0, "r": 0, "t": 0, "b": 0},
            images=_ground(result),
        ),
    )


# --- seen from above -------------------------------------------------------------------------


def _ground(result: Result) -> Marks:
    """The loss in bands, evenly spread in its fourth root, which shows steep and flat ground alike."""
    left, right, low, high = result.window
    return [shaded(result.grid**0.25, (left, right), (low, high))]


def _ends(result: Result) -> Marks:
    """The start, and a star at every minimum (hollow if it is not the lowest)."""
    best = np.arange(len(result.minima)) == 0
    if result.params.surface == "saddle":  # its two are equally low
        best[:] = True
    (x, y), (start_x, start_y) = result.minima.T, result.start
    stars = np.where(best, "star", "star-open")
    climbs = result.runs[0].descent.path[1, 1] > start_y
    words = {
        "mode": "markers+text",
        "text": np.array(["start"]),
        "textposition": "bottom center" if climbs else "top center",
        "textfont": {"size": SMALL, "color": INK},
    }
    return [
        dots(x, y, GOOD, "minimum", "minimum", 16, stars, edge=GOOD, width=1.5),
        dots(start_x, start_y, INK, "start", symbol="circle-open", width=2) | words,
    ]


def _path(result: Result, run: Run) -> Marks:
    """The way up to the update shown: a line, and a marker at each of the last points.

    Of a path that leaves for good only the part before is drawn; it ends on the frame.
    """
    colour, symbol, _ = LOOK[run.method]
    method, gone = METHODS[run.method], _gone(result, run)
    way = run.descent.path[: run.left_at if gone else result.shown]
    if gone:
        way = np.vstack([way, _rim(result, run)])
    x, y = way.T
    some = slice(-LAST - gone, None)
    size = np.full(len(x[some]), 6)
    size[-1] = MARKER + 3
    said = f"{method} after %{{customdata}} updates"
    return [
        line(x, y, colour, method, said) | {"customdata": np.arange(len(way))},
        dots(x[some], y[some], colour, _last(run), size=size, symbol=symbol, width=0.5),
    ]


def _last(run: Run) -> str:
    return f"{METHODS[run.method]}: last updates"


def _gone(result: Result, run: Run) -> bool:
    """Whether the path has left the picture for good before the update shown."""
    return run.left_at is not None and 0 < run.left_at < result.shown


def _rim(result: Result, run: Run) -> Floats:
    """Where a path that leaves crosses the frame."""
    assert run.left_at
    before, after = run.descent.path[run.left_at - 1 : run.left_at + 1]
    return _within(result, before, after)


def _left(result: Result, run: Run) -> dict[str, Any]:
    """The note where a path left, set inwards from the frame."""
    left, right, low, high = result.window
    x, y = _rim(result, run)
    across, up = (x - left) / (right - left), (y - low) / (high - low)
    return label(
        x, y, f" left at update {run.left_at:,} ", LOOK[run.method][0], **PLATE,
        xanchor="left" if across < 0.75 else "right",
        yanchor="bottom" if up < 0.08 else "top" if up > 0.92 else "middle",
        xshift=10 if across < 0.75 else -10,
    )  # fmt: skip


def _within(result: Result, start: Floats, end: Floats) -> Floats:
    """`end`, or where the way there from `start`, which is inside, crosses the frame."""
    left, right, low, high = result.window
    way = end - start
    room = np.where(way > 0, np.array([right, high]) - start, np.array([left, low]) - start)
    share = np.divide(room, way, out=np.ones(2), where=way != 0)
    part: Floats = start + min(1.0, float(share.min())) * way
    return part


def _arrows(result: Result, run: Run) -> Marks:
    """The update about to be taken; with momentum, its velocity and its gradient part."""
    k, d = result.shown, run.descent
    if _gone(result, run) or k > len(d.gradient):
        return []
    colour, start, end, slope = LOOK[run.method][0], d.path[k - 1], d.path[k], d.gradient[k - 1]
    parts: list[tuple[Floats, Floats, str, str]] = []
    if run.method in MOMENTA:
        corner = end + run.rates[k - 1] * slope
        parts = [
            (start, corner, colour, "velocity's part"),
            (corner, end, MUTED, "gradient's part"),
        ]
    elif run.method != "gd" and slope.any():
        downhill = start - float(np.hypot(*(end - start)) / np.hypot(*slope)) * slope
        parts = [(start, downhill, MUTED, "straight downhill")]
    method = METHODS[run.method]
    drawn = [
        (tail, head, color, f"{method}: {words}", words, {"width": THIN + 0.5, "dash": "dot"})
        for tail, head, color, words in parts
    ]
    whole = f"{method}: next update"
    drawn.append((start, end, INK, whole, whole, {"width": LINE + 0.5, "dash": "solid"}))
    left, right, low, high = result.window
    return [
        arrow(tail, _within(result, tail, head), color, name, words, **looks)
        for tail, head, color, name, words, looks in drawn
        if left <= tail[0] <= right and low <= tail[1] <= high
    ]


def _key(result: Result, run: Run) -> str:
    words = f"{SYMBOL[LOOK[run.method][1]]} {METHODS[run.method]}, rate {run.rate:.3g}"
    if run.method not in SCALED:
        return words
    return f"{words} = {run.rate * result.smoothness:.3g}/L"


# --- curves of loss --------------------------------------------------------------------------


def _shown(excess: Floats) -> Floats:
    """Fit for a logarithmic axis: an exact 0 goes far below the picture."""
    return np.maximum(excess, 1e-30)


def _curve(result: Result, run: Run, x: NDArray[np.int64]) -> Marks:
    """Loss above the minimum over `x`, with a marker at the update shown; noise is drawn faint."""
    colour, symbol, dash = LOOK[run.method]
    method, drawn = METHODS[run.method], min(len(run.excess), result.horizon + 1)
    at, kept, said = (
        min(result.shown, drawn - 1),
        thinned(np.arange(drawn)),
        f"{method}: %{{y:.3g}} above",
    )
    excess = _shown(run.smoothed if result.noisy else run.excess)
    name = f"{method}, smoothed" if result.noisy else method
    marks = [
        line(x[kept], excess[kept], colour, name, said, dash=dash),
        dots(x[at], excess[at], colour, f"{method}, at the update shown", said, MARKER + 1, symbol,
             width=0),
    ]  # fmt: skip
    if not result.noisy:
        return marks
    faint = line(x[kept], _shown(run.excess[kept]), colour, f"{method}, each update", width=1)
    return [faint | {"opacity": 0.3}, *marks]


def _decades(result: Result) -> tuple[float, float]:
    """Ends of the loss axis, in powers of ten; they do not move while the update does."""
    drawn = [run.excess[: result.horizon + 1] for run in result.runs]
    top = max(float(excess.max()) for excess in drawn)
    if result.noisy:
        rest = [r.floor if 0 < r.floor < np.inf else r.tail for r in result.runs]
        bottom = min([result.tolerance, *(each / 3 for each in rest if each > 0)])
    else:
        bottom = max(result.tolerance, min(float(excess.min()) for excess in drawn))
    high = np.log10(max(top, 10 * bottom)) + 0.4
    return min(np.log10(bottom) - 0.5, high - 2.5), high


def _excess_axis(result: Result) -> dict[str, Any]:
    low, high = _decades(result)
    every = max(1, round((high - low) / 4))
    return log_axis("loss above minimum", low, high, dtick=every, exponentformat="power")


def _names(result: Result) -> Marks:
    """Each method's name where its curve leaves the picture or ends, none upon another."""
    low, high = _decades(result)
    wide, gap = result.horizon * AIR, (high - low) * 0.11
    placed: list[tuple[float, float, float]] = []  # left end, right end, height of each name
    notes = []
    for run in result.runs:
        levels = np.log10(
            _shown(run.smoothed if result.noisy else run.excess)[: result.horizon + 1]
        )
        x = float(np.flatnonzero((levels >= low) & (levels <= high))[-1])
        aim = float(levels[int(x)])
        if int(x) + 1 < len(levels):  # it leaves here, for good
            aim = low if levels[int(x) + 1] < low else high
            x += 0.5
        name = SHORT.get(run.method, METHODS[run.method])
        length = 0.017 * wide * (len(name) + 1)  # in a picture half the page wide
        begin = min(x + 0.015 * wide, wide - length)
        height = float(np.clip(aim, low + gap / 2, high - gap / 2))
        up = gap / 4 if height < (low + high) / 2 else -gap / 4
        while any(
            begin < right and left < begin + length and abs(height - taken) < gap
            for left, right, taken in placed
        ):
            height += up
        placed.append((begin, begin + length, height))
        notes.append(label(begin, height, name, LOOK[run.method][0]))
    return notes


def _by_rate(time: Floats, color: str, words: str, width: float, dash: str) -> dict[str, Any]:
    return line(RATES, time, color, words, f"{words}: %{{y:.3g}}", width=width, dash=dash)


# --- the model on its data, or how far it has come -------------------------------------------


def _on_data(result: Result, data: Points) -> Drawing:
    """The data, the batch of the update shown, and every method's line or curve now."""
    classes = result.params.surface == "logistic"
    rng = np.random.default_rng(0)  # apart, so that points of one class do not hide each other
    lift = rng.uniform(-0.05, 0.05, result.n) if classes else np.zeros(result.n)
    marks = [dots(data.x, data.y + lift[data.some], NOISE, "data", size=4, opacity=0.55, width=0)]
    if data.batch.size:
        y = data.batch_y + lift[data.batch]
        marks.append(
            dots(data.batch_x, y, INK, "data of this batch", "in this batch", 10, "circle-open", width=2)
        )  # fmt: skip
    x = np.linspace(20, 80, 61)
    for run in reversed(result.runs):
        a, b = run.descent.path[-1]
        score = a + b * (x - data.shift) / data.scale
        # tanh form of the logistic function: no overflow, however far the path has run off
        y = (1 + np.tanh(score / 2)) / 2 if classes else score
        colour, _, dash = LOOK[run.method]
        method = METHODS[run.method]
        marks.append(line(x, y, colour, method, f"{method}: %{{y:.3g}}", dash=dash))
    reach = [-0.12, 1.12] if classes else [-6.5, 8.5]
    return Drawing(
        data=marks,
        layout=layout(
            "The data with each method's model after the update shown; the batch is ringed.",
            axis("x", range=[19, 81]),
            axis("chance that y is 1" if classes else "y", range=reach),
        ),
    )


def _modes(result: Result) -> Drawing:
    """The first method's distance to the minimum, along the flattest and the steepest direction."""
    method = result.runs[0].method
    colour, rows = (
        LOOK[method][0],
        ((0.95, "dash", "– –", "flattest"), (0.83, "solid", "——", "steepest")),
    )
    return Drawing(
        data=[
            line(result.away_at, _shown(away), colour, f"distance along the {words} direction",
                 f"{words}: %{{y:.3g}}", dash=dash)
            for away, (_, dash, _, words) in zip(result.away, rows, strict=True)
        ],
        layout=layout(
            f"Distance of {METHODS[method].lower()} to the minimum along the flattest and the "
            "steepest direction, logarithmic, by updates.",
            axis("updates", range=[0, result.horizon], tickformat="~s"),
            log_axis("distance to minimum", -5, 1.5, dtick=2, exponentformat="power"),
            annotations=[
                label(0.98, y, f"{mark} {words} direction", colour, xanchor="right", **PAGE)
                for y, _, mark, words in rows
            ],
        ),
    )  # fmt: skip
