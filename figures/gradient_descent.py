"""The pictures of gradient descent and its variants."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from concepts.gradient_descent import METHODS, MOMENTA, RATES, SCALED, Result, Run
from figures.drawing import Drawing
from figures.marks import label
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
    PAPER,
    POSITIVE,
    SMALL,
    THIN,
    VARIANCE,
    axis,
    layout,
)
from methods.optimization.convergence import mode_factor

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
POINTS = 500  # a curve of more points looks the same
LAST = 30  # points of a path that have a marker: with more, no point could be told from the next


def contour(result: Result) -> Drawing:
    """The loss seen from above, every path up to now, and the update about to be taken."""
    left, right, low, high = result.window
    traces = _ends(result)
    for run in result.runs:  # zigzags below, smooth ways above
        traces += [*_path(result, run), *_arrows(result, run)]
    gone = [run for run in result.runs if _gone(result, run)]
    names = ("intercept", "slope") if result.data else ("first parameter", "second parameter")
    keys = [
        label(0.012, 0.98 - 0.068 * i, _key(result, run), LOOK[run.method][0], xref="paper", yref="paper",
              yanchor="top", bgcolor=PAPER, borderpad=1)
        for i, run in enumerate(result.runs)
    ]  # fmt: skip
    return Drawing(
        data=traces,
        layout=layout(
            "The loss over two parameters in shaded bands, with the path of each method, an arrow "
            "for its next update and a star at the minimum.",
            axis(names[0], range=[left, right], showgrid=False),
            axis(names[1], range=[low, high], showgrid=False),
            annotations=[*keys, *(_left(result, run) for run in gone)],
            images=_ground(result),
        ),
    )


def loss(result: Result) -> Drawing:
    """Loss above the minimum by updates, with the noise floor and the update shown."""
    traces = [
        trace for run in result.runs for trace in _curve(result, run, np.arange(len(run.excess)))
    ]
    traces += _floors(result, np.array([0.0, result.horizon]))
    now = np.array([result.shown, result.shown], dtype=float)
    traces.append(
        dict(
            type="scatter", name="update shown", x=now, y=10.0 ** np.array(_decades(result)),
            mode="lines", line=dict(color=INK, width=THIN), hoverinfo="skip",
        )
    )  # fmt: skip
    return Drawing(
        data=traces,
        layout=layout(
            "Loss above its minimum on a logarithmic axis, by updates, one curve a method.",
            axis(
                "updates",
                range=[0, result.horizon * AIR],
                tickvals=np.linspace(0, result.horizon, 3),
            ),
            _excess_axis(result),
            annotations=_names(result),
        ),
    )


def evaluations(result: Result) -> Drawing:
    """The same loss by how many gradients it cost, with the first method on all the data."""
    traces = [trace for run in result.runs for trace in _curve(result, run, run.evaluations)]
    top = float(result.batch * result.horizon)
    notes = []
    if result.reference is not None:
        full = result.reference
        seen = _thinned(np.arange(1, len(full.excess)))
        traces.append(
            dict(
                type="scatter", name="all the data in each update",
                x=full.evaluations[seen].astype(float), y=_shown(full.excess[seen]),
                mode="lines+markers" if len(seen) < 60 else "lines",
                line=dict(color=INK, width=LINE, dash="dash"), marker=dict(size=5, color=INK),
                hovertemplate="%{x:,} gradients on all the data: %{y:.3g} above<extra></extra>",
            )
        )  # fmt: skip
        top = max(top, float(full.evaluations[-1]))
        notes.append(
            label(0.98, 0.97, "dashed: all the data in each update", INK,
                  xref="paper", yref="paper", xanchor="right")
        )  # fmt: skip
    first = np.log10(max(result.batch, 1))
    title = "gradients of single data points" if result.data else "gradients of the whole loss"
    return Drawing(
        data=traces,
        layout=layout(
            "Loss above its minimum by gradients computed, both axes logarithmic.",
            axis(title, type="log", range=[first, np.log10(top) + 0.05], dtick=1, tickformat="~s"),
            _excess_axis(result),
            annotations=notes,
        ),
    )


def edge(result: Result) -> Drawing:
    """How many updates bring the slower direction ten times nearer, for every rate; the cliff."""
    x_low, x_high = np.log10(RATES[[0, -1]])
    alone = [
        _tenfold(mode_factor("gd", RATES / result.smoothness, value, 0.0))
        for value in result.eigenvalues
    ]
    traces = [
        _line(RATES, time, MUTED, THIN, "dot", f"{name} direction")
        for time, name in zip(alone, ("flattest", "steepest"), strict=True)
    ]
    for run in result.runs:
        if np.isnan(run.factor).any():
            continue  # no fixed factor, and a rate of another kind
        colour, symbol, dash = LOOK[run.method]
        time = _tenfold(result.factors[run.method])
        # Beyond its cliff a method stands at the top.
        height = np.nan_to_num(_tenfold(run.factor.max(keepdims=True)), nan=SLOWEST)
        traces += [
            _line(RATES, time, colour, LINE, dash, METHODS[run.method]),
            dict(
                type="scatter", name=f"{METHODS[run.method]} at your rate",
                x=np.array([run.rate * result.smoothness]), y=height,
                mode="markers", marker=dict(size=MARKER + 3, color=colour, symbol=symbol,
                                            line=dict(color=PAPER, width=1)),
                hovertemplate=f"{_key(result, run)}<extra></extra>",
            ),
        ]  # fmt: skip
    notes = [
        label(0.0, -0.25, "1/L ", INK, xanchor="right"),
        label(np.log10(2.0), -0.25, " 2/L", INK),
    ]
    names: tuple[str, ...] = ("flattest", "steepest")
    if np.isclose(*result.eigenvalues):
        alone, names = alone[:1], ("both directions",)
    for time, name in zip(alone, names, strict=True):
        at = int(np.argmax(time < SLOWEST / 2))
        below = name == "steepest" or at > len(RATES) / 2  # where no other curve is
        notes.append(
            label(np.log10(RATES[at]), float(np.log10(time[at])), name, MUTED,
                  yanchor="top" if below else "bottom",
                  xanchor="right" if at > len(RATES) / 2 else "left",
                  xshift=0 if below else 10, yshift=-14 if name == "steepest" else 0)
        )  # fmt: skip
    return Drawing(
        data=traces,
        layout=layout(
            "Updates that bring the slower direction ten times nearer to the minimum, against the "
            "rate, both logarithmic. A curve ends where its method diverges.",
            axis("rate, in units of 1/L", type="log", range=[x_low - 0.05, x_high + 0.15],
                 tickvals=np.array([0.01, 0.1, 1.0])),
            axis("updates to get 10 times nearer", type="log", dtick=1, exponentformat="power",
                 range=[-0.5, np.log10(SLOWEST) + 0.3]),
            annotations=notes,
            shapes=[
                dict(type="line", x0=rate, x1=rate, y0=0, y1=1, yref="paper", layer="below",
                     line=dict(color=INK, width=THIN, dash=dash))
                for rate, dash in ((1, "dot"), (2, "solid"))
            ],
        ),
    )  # fmt: skip


def _tenfold(factor: NDArray[np.float64]) -> NDArray[np.float64]:
    """Updates for a tenfold gain at that factor per update; nan if it does not shrink."""
    gain = -np.log10(np.clip(factor, 1e-9, 1.0))
    return np.where(gain > 1e-9, 1 / np.maximum(gain, 1e-9), np.nan)


def data_space(result: Result) -> Drawing:
    """The model on its data now; without data, how far each direction has come."""
    return _on_data(result) if result.data else _modes(result)


def miniature(result: Result) -> Drawing:
    """The paths alone, small."""
    left, right, low, high = result.window
    traces = [trace for run in result.runs for trace in _path(result, run)]
    bare = dict(visible=False, fixedrange=True)
    return Drawing(
        data=traces,
        layout=layout(
            "Paths of gradient descent and its variants down a ravine.",
            bare | dict(range=[left, right]),
            bare | dict(range=[low, high]),
            margin=dict(l=0, r=0, t=0, b=0),
            images=_ground(result),
        ),
    )


def _ground(result: Result) -> list[dict[str, Any]]:
    """The loss in bands, evenly spread in its fourth root, which shows steep and flat ground alike."""
    left, right, low, high = result.window
    return [shaded(result.grid**0.25, (left, right), (low, high))]


def _ends(result: Result) -> list[dict[str, Any]]:
    """The start, and a star at every minimum (hollow if it is not the lowest)."""
    best = np.arange(len(result.minima)) == 0
    if result.params.surface == "saddle":  # its two are equally low
        best[:] = True
    climbs = result.runs[0].descent.path[1, 1] > result.start[1]
    return [
        dict(
            type="scatter", name="minimum", x=result.minima[:, 0], y=result.minima[:, 1], mode="markers",
            marker=dict(size=16, color=GOOD, symbol=np.where(best, "star", "star-open"),
                        line=dict(color=GOOD, width=1.5)),
            hovertemplate="minimum<extra></extra>",
        ),
        dict(
            type="scatter", name="start", x=result.start[:1], y=result.start[1:], mode="markers+text",
            marker=dict(size=MARKER, color=INK, symbol="circle-open", line=dict(width=2)),
            text=np.array(["start"]), textposition="bottom center" if climbs else "top center",
            textfont=dict(size=SMALL, color=INK), hoverinfo="skip",
        ),
    ]  # fmt: skip


def _path(result: Result, run: Run) -> list[dict[str, Any]]:
    """The way up to the update shown: a line, and a marker at each of the last points.

    Of a path that leaves for good only the part before is drawn; it ends on the frame.
    """
    colour, symbol, _ = LOOK[run.method]
    gone = _gone(result, run)
    way = run.descent.path[: run.left_at if gone else result.shown]
    if gone:
        way = np.vstack([way, _rim(result, run)])
    last = way[-LAST - gone :]
    size = np.full(len(last), 6)
    size[-1] = MARKER + 3
    return [
        dict(
            type="scatter", name=METHODS[run.method], x=way[:, 0], y=way[:, 1], mode="lines",
            line=dict(color=colour, width=LINE), customdata=np.arange(len(way)),
            hovertemplate=f"{METHODS[run.method]} after %{{customdata}} updates<extra></extra>",
        ),
        dict(
            type="scatter", name=f"{METHODS[run.method]}: last updates",
            x=last[:, 0], y=last[:, 1], mode="markers", hoverinfo="skip",
            marker=dict(color=colour, size=size, symbol=symbol, opacity=1,
                        line=dict(color=PAPER, width=0.5)),
        ),
    ]  # fmt: skip


def _gone(result: Result, run: Run) -> bool:
    """Whether the path has left the picture for good before the update shown."""
    return run.left_at is not None and 0 < run.left_at < result.shown


def _rim(result: Result, run: Run) -> NDArray[np.float64]:
    """Where a path that leaves crosses the frame."""
    assert run.left_at
    before, after = run.descent.path[run.left_at - 1 : run.left_at + 1]
    return _within(result, before, after)


def _left(result: Result, run: Run) -> dict[str, Any]:
    """The note where a path left, set inwards from the frame."""
    left, right, low, high = result.window
    x, y = _rim(result, run)
    across, up = (x - left) / (right - left), (y - low) / (high - low)
    words = f" left at update {run.left_at:,} "
    return label(
        x, y, words, LOOK[run.method][0], bgcolor=PAPER, borderpad=1,
        xanchor="left" if across < 0.75 else "right",
        yanchor="bottom" if up < 0.08 else "top" if up > 0.92 else "middle",
        xshift=10 if across < 0.75 else -10,
    )  # fmt: skip


def _within(
    result: Result, start: NDArray[np.float64], end: NDArray[np.float64]
) -> NDArray[np.float64]:
    """`end`, or where the way there from `start`, which is inside, crosses the frame."""
    left, right, low, high = result.window
    way = end - start
    room = np.where(way > 0, np.array([right, high]) - start, np.array([left, low]) - start)
    share = np.divide(room, way, out=np.ones(2), where=way != 0)
    part: NDArray[np.float64] = start + min(1.0, float(share.min())) * way
    return part


def _arrows(result: Result, run: Run) -> list[dict[str, Any]]:
    """The update about to be taken; with momentum, its velocity and its gradient part."""
    k, d = result.shown, run.descent
    if _gone(result, run) or k > len(d.gradient):
        return []
    colour, start, end = LOOK[run.method][0], d.path[k - 1], d.path[k]
    method = METHODS[run.method]
    whole = (start, end, INK, LINE + 0.5, "solid", f"{method}: next update")
    arrows = [whole]
    if run.method in MOMENTA:
        corner = end + run.rates[k - 1] * d.gradient[k - 1]
        arrows = [
            (start, corner, colour, THIN + 0.5, "dot", "velocity's part"),
            (corner, end, MUTED, THIN + 0.5, "dot", "gradient's part"),
            whole,
        ]
    elif run.method != "gd":
        steepness = float(np.hypot(*d.gradient[k - 1]))
        if steepness > 0:
            length = float(np.hypot(*(end - start)))
            downhill = start - length / steepness * d.gradient[k - 1]
            arrows = [(start, downhill, MUTED, THIN + 0.5, "dot", "straight downhill"), whole]
    left, right, low, high = result.window
    return [
        _arrow(tail, _within(result, tail, head), colour, width, dash, words)
        | {"name": words if words.startswith(method) else f"{method}: {words}"}
        for tail, head, colour, width, dash, words in arrows
        if left <= tail[0] <= right and low <= tail[1] <= high
    ]


def _arrow(
    start: NDArray[np.float64],
    end: NDArray[np.float64],
    colour: str,
    width: float,
    dash: str,
    words: str,
) -> dict[str, Any]:
    return dict(
        type="scatter", x=np.array([start[0], end[0]]), y=np.array([start[1], end[1]]),
        mode="lines+markers", line=dict(color=colour, width=width, dash=dash),
        marker=dict(color=colour, size=np.array([0, 11]), symbol=np.array(["circle", "arrow"]),
                    angleref="previous", opacity=1),
        hovertemplate=f"{words}<extra></extra>",
    )  # fmt: skip


def _key(result: Result, run: Run) -> str:
    words = f"{SYMBOL[LOOK[run.method][1]]} {METHODS[run.method]}, rate {run.rate:.3g}"
    if run.method not in SCALED:
        return words
    return f"{words} = {run.rate * result.smoothness:.3g}/L"


def _line(
    x: NDArray[np.float64], y: NDArray[np.float64], colour: str, width: float, dash: str, words: str
) -> dict[str, Any]:
    return dict(
        type="scatter", name=words, x=x, y=y, mode="lines",
        line=dict(color=colour, width=width, dash=dash),
        hovertemplate=f"{words}: %{{y:.3g}}<extra></extra>",
    )  # fmt: skip


def _thinned(index: NDArray[np.int64]) -> NDArray[np.int64]:
    """At most about twice POINTS of them, evenly and, for logarithmic axes, more at the beginning."""
    if len(index) <= POINTS:
        return index
    even = np.linspace(0, len(index) - 1, POINTS)
    early = np.geomspace(1, len(index) - 1, POINTS)
    kept: NDArray[np.int64] = index[np.union1d(even.astype(int), early.astype(int))]
    return kept


def _shown(excess: NDArray[np.float64]) -> NDArray[np.float64]:
    """Fit for a logarithmic axis: an exact 0 goes far below the picture."""
    return np.maximum(excess, 1e-30)


def _curve(result: Result, run: Run, x: NDArray[np.int64]) -> list[dict[str, Any]]:
    """Loss above the minimum over `x`, with a marker at the update shown; noise is drawn faint."""
    colour, symbol, dash = LOOK[run.method]
    drawn = min(len(run.excess), result.horizon + 1)
    at = min(result.shown, drawn - 1)
    kept = _thinned(np.arange(drawn))
    noisy = _noisy(result)
    method = METHODS[run.method]
    excess = _smoothed(run.excess) if noisy else run.excess
    main = dict(
        type="scatter", name=f"{method}, smoothed" if noisy else method,
        x=x[kept].astype(float), y=_shown(excess[kept]), mode="lines",
        line=dict(color=colour, width=LINE, dash=dash),
        hovertemplate=f"{method}: %{{y:.3g}} above<extra></extra>",
    )  # fmt: skip
    here = dict(
        type="scatter", name=f"{method}, at the update shown",
        x=x[[at]].astype(float), y=_shown(excess[[at]]), mode="markers",
        marker=dict(size=MARKER + 1, color=colour, symbol=symbol, opacity=1),
        hovertemplate=f"{method}: %{{y:.3g}} above<extra></extra>",
    )  # fmt: skip
    if not noisy:
        return [main, here]
    faint = dict(
        type="scatter", name=f"{method}, each update",
        x=x[kept].astype(float), y=_shown(run.excess[kept]), mode="lines",
        line=dict(color=colour, width=1), opacity=0.3, hoverinfo="skip",
    )  # fmt: skip
    return [faint, main, here]


def _smoothed(excess: NDArray[np.float64]) -> NDArray[np.float64]:
    """Means over windows from 0.8 k to 1.25 k: narrow where the curve falls, wide where it is flat."""
    k = np.arange(len(excess))
    low, high = (0.8 * k).astype(int), np.minimum((1.25 * k).astype(int) + 1, len(excess))
    total = np.concatenate([[0.0], np.cumsum(excess)])
    mean: NDArray[np.float64] = (total[high] - total[low]) / (high - low)
    return mean


def _floors(result: Result, x: NDArray[np.float64]) -> list[dict[str, Any]]:
    """Dashed lines where theory says that noise stops a method."""
    return [
        _line(x, np.full(2, run.floor), INK, THIN, "dash", "noise floor")
        | {"name": f"{METHODS[run.method]}, noise floor"}
        for run in result.runs
        if np.isfinite(run.floor) and run.floor > 0
    ]


def _noisy(result: Result) -> bool:
    return result.batch < result.n or (result.data is None and result.params.noise > 0)


def _decades(result: Result) -> tuple[float, float]:
    """Ends of the loss axis, in powers of ten; they do not move while the update does."""
    drawn = [run.excess[: result.horizon + 1] for run in result.runs]
    top = max(float(excess.max()) for excess in drawn)
    if _noisy(result):
        rest = [r.floor if 0 < r.floor < np.inf else r.tail for r in result.runs]
        bottom = min([result.tolerance, *(each / 3 for each in rest if each > 0)])
    else:
        bottom = max(result.tolerance, min(float(excess.min()) for excess in drawn))
    high = np.log10(max(top, 10 * bottom)) + 0.4
    return min(np.log10(bottom) - 0.5, high - 2.5), high


def _excess_axis(result: Result) -> dict[str, Any]:
    low, high = _decades(result)
    every = max(1, round((high - low) / 4))
    return axis(
        "loss above minimum", type="log", range=[low, high], dtick=every, exponentformat="power"
    )


def _names(result: Result) -> list[dict[str, Any]]:
    """Each method's name where its curve leaves the picture or ends, none upon another."""
    low, high = _decades(result)
    wide, gap = result.horizon * AIR, (high - low) * 0.11
    placed: list[tuple[float, float, float]] = []  # left end, right end, height of each name
    notes = []
    for run in result.runs:
        excess = run.excess[: result.horizon + 1]
        levels = np.log10(_shown(_smoothed(excess) if _noisy(result) else excess))
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


def _on_data(result: Result) -> Drawing:
    """The data, the batch of the update shown, and every method's line or curve now."""
    assert result.data is not None
    data, params = result.data, result.params
    some = _thinned(np.arange(result.n))
    classes = params.surface == "logistic"
    rng = np.random.default_rng(0)  # apart, so that points of one class do not hide each other
    lift = rng.uniform(-0.05, 0.05, result.n) if classes else np.zeros(result.n)
    traces: list[dict[str, Any]] = [
        dict(
            type="scatter", name="data", x=data.x[some], y=(data.y + lift)[some], mode="markers",
            marker=dict(size=4, color=NOISE, opacity=0.55), hoverinfo="skip",
        )
    ]  # fmt: skip
    if data.rows.size:
        rows = _thinned(data.rows[result.shown - 1].astype(np.int64))
        traces.append(
            dict(
                type="scatter", name="data of this batch",
                x=data.x[rows], y=(data.y + lift)[rows], mode="markers",
                marker=dict(size=10, color=INK, symbol="circle-open", line=dict(width=2)),
                hovertemplate="in this batch<extra></extra>",
            )
        )  # fmt: skip
    x = np.linspace(20, 80, 61)
    seen = x if data.fitted_x is data.x else (x - data.x.mean()) / data.x.std()
    for run in reversed(result.runs):
        a, b = run.descent.path[min(result.shown, len(run.descent.path) - 1)]
        score = a + b * seen
        # tanh form of the logistic function: no overflow, however far the path has run off
        y = (1 + np.tanh(score / 2)) / 2 if classes else score
        colour, _, dash = LOOK[run.method]
        traces.append(_line(x, y, colour, LINE, dash, METHODS[run.method]))
    reach = [-0.12, 1.12] if classes else [-6.5, 8.5]
    return Drawing(
        data=traces,
        layout=layout(
            "The data with each method's model after the update shown; the batch is ringed.",
            axis("x", range=[19, 81]),
            axis("chance that y is 1" if classes else "y", range=reach),
        ),
    )


def _modes(result: Result) -> Drawing:
    """The first method's distance to the minimum, along the flattest and the steepest direction."""
    run = result.runs[0]
    _, directions = np.linalg.eigh(result.hessian)
    nearest = np.argmin(np.abs(result.minima - run.descent.path[-1]).sum(axis=1))
    away = np.abs((run.descent.path - result.minima[nearest]) @ directions)
    kept = _thinned(np.arange(min(len(away), result.horizon + 1)))
    colour = LOOK[run.method][0]
    traces = [
        _line(kept.astype(float), _shown(away[kept, j]), colour, LINE, dash, words)
        | {"name": f"distance along the {words} direction"}
        for j, (dash, words) in enumerate((("dash", "flattest"), ("solid", "steepest")))
    ]
    return Drawing(
        data=traces,
        layout=layout(
            f"Distance of {METHODS[run.method].lower()} to the minimum along the flattest and the "
            "steepest direction, logarithmic, by updates.",
            axis("updates", range=[0, result.horizon], tickformat="~s"),
            axis("distance to minimum", type="log", range=[-5, 1.5], dtick=2, exponentformat="power"),
            annotations=[
                label(0.98, 0.95, "– – flattest direction", colour, xref="paper", yref="paper",
                      xanchor="right"),
                label(0.98, 0.83, "—— steepest direction", colour, xref="paper", yref="paper",
                      xanchor="right"),
            ],
        ),
    )  # fmt: skip
