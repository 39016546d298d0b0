"""Pictures of bias and variance: the fits themselves, and the error taken apart."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from concepts.bias_variance import DIALS, NOTHING, RUNGS, Result, rung_name, rung_text
from figures.drawing import Drawing
from figures.marks import label, line, moving_label, whiskers
from figures.theme import (
    BIAS,
    FIFTH,
    GOOD,
    INK,
    LINE,
    MARKER,
    MUTED,
    NOISE,
    PAPER,
    SMALL,
    THIN,
    VARIANCE,
    axis,
    faded,
    layout,
)

Floats = NDArray[Any]
RUNG = np.arange(RUNGS)
FEW = np.array([0, 5, 10, 15])  # rungs with a tick
POINTS = np.array([10, 20, 50, 100, 200, 500])  # numbers of points with a tick
MONTHS = np.array(["Jan", "Apr", "Jul", "Oct"])
MONTH_STARTS = np.array([0.0, 90.25, 181.25, 273.25]) / 365.25
PARTS = (("noise", NOISE, ""), ("bias²", BIAS, "/"), ("variance", VARIANCE, ""))


def fits(result: Result) -> Drawing:
    """The truth, thirty fits to thirty data sets, the mean of all fits, one data set in full."""
    rung, grid, one = result.params.complexity, result.grid, result.shown
    few = result.fits[rung]
    # One trace with gaps: thirty traces take ten times as long to draw.
    gap = np.full((len(few), 1), np.nan, np.float32)
    x = np.tile(np.append(grid, np.nan).astype(np.float32), len(few))
    mean = result.mean_fit[rung]
    # A mean that is off by no more than chance shows no bias: nothing is filled.
    chance = bool(result.chance[rung])
    filled = grid[:0] if chance or np.isnan(mean).any() else grid
    two = result.two_inputs
    data = [
        line(
            x,
            np.concatenate([few, gap], axis=1).ravel(),
            faded(VARIANCE, 0.42),
            f"{len(few)} fits, one after another",
            width=THIN,
        ),
        {
            "type": "scatter",
            "name": "area between mean and truth",
            "mode": "lines",
            "x": np.concatenate([filled, filled[::-1]]).astype(np.float32),
            "y": np.concatenate([mean, result.truth[::-1]])[: 2 * filled.size].astype(np.float32),
            "fill": "toself",
            "fillcolor": faded(BIAS, 0.5),
            "line": {"width": 0},
            "hoverinfo": "skip",
        },
        line(grid, mean, BIAS, "mean of all fits", width=5),
        line(grid, few[one], MUTED, "fit to the data set shown", width=2),
    ]
    still = [
        line(grid, result.truth, INK, "truth", dash="dash"),
        {  # with two inputs the points lie off the slice that is drawn
            "type": "scatter",
            "name": "data set shown",
            "mode": "markers",
            "x": result.x[: 0 if two else None],
            "y": result.y[: 0 if two else None],
            "marker": {"size": MARKER - 2, "color": MUTED, "line": {"color": PAPER, "width": 1}},
            "hovertemplate": "a point of the data set shown: x %{x:.2f}, y %{y:.2f}<extra></extra>",
        },
    ]
    notes = [
        _key(0.0, 1.13, "- - -", INK, "the truth"),
        _key(0.0, 1.05, "━", VARIANCE, f"{len(few)} fits: spread is variance"),
        _key(1.0, 1.05, "━" if two else "●", MUTED, f"data set {one + 1}"),
    ]
    # What changes along the axis is a trace, so that the browser moves it without a new layout.
    across, (bottom, top) = _input_axis(result, "")["range"], _reach(result)
    miss = "chance" if chance else "bias"
    said = f'<span style="color:{BIAS}">━</span> mean of {result.datasets}: miss is {miss}'
    under = top - 0.04 * (top - bottom)  # plotly hides a text that lies beyond the range
    data.append(
        moving_label(
            float(across[1]), under, said, position="middle left", name="label: mean of all fits"
        )
    )
    missing = "no such fit" if np.isnan(mean).all() else ""
    middle = (bottom + top) / 2
    data.append(moving_label(float(np.mean(across)), middle, missing, name="label: no such fit"))
    data += still  # last: the browser draws all that lies between what moves anew
    return Drawing(
        data=data,
        layout=layout(
            "The truth as a dashed line, thirty faint fits to thirty data sets, the mean of all "
            "fits as a bold line with its distance from the truth filled, and one data set.",
            _input_axis(result, "x₁, slice at x₂ = ½" if two else "input x"),
            axis(_target(result), range=_reach(result)),
            annotations=notes,
            margin={"l": 58, "r": 12, "t": 56, "b": 48},
        ),
    )


def stack(result: Result) -> Drawing:
    """Noise, bias² and variance piled up at every complexity, the measured test error on top."""
    parts, chosen = result.errors, result.params.complexity
    noise = np.where(np.isnan(parts.total), np.nan, parts.noise)
    # Bias² of the size that chance gives is drawn with the variance; the top stays the exact sum.
    bias2 = parts.bias2 if result.params.log else result.seen_bias2
    pile = (noise, bias2, parts.total - noise - bias2)
    high = _top(parts.total[0], parts.total)
    span = _log_range(noise, parts.test) if result.params.log else [0.0, high]
    data, notes = _pile(RUNG, pile, result.params.log), _pile_key(result.params.log)
    ends = _ends(span, result.params.log)
    data.append(line(np.array([chosen, chosen]), ends, INK, "your complexity", width=2))
    in_sight = parts.test < ends[1]
    off_by = np.where(in_sight, 2 * parts.test_se, np.nan)
    data.append(
        whiskers(
            RUNG,
            np.maximum(parts.test - off_by, ends[0]),
            parts.test + off_by,
            INK,
            "two standard errors of the test error",
            width=1,
        )
    )
    data.append(
        {
            "type": "scatter",
            "name": "test error",
            "mode": "markers",
            "x": RUNG,
            "y": parts.test,
            "marker": {"size": MARKER - 2, "color": INK, "line": {"color": PAPER, "width": 1}},
            "customdata": _names(result),
            "hovertemplate": "%{customdata}: test error %{y:.3g}<extra></extra>",
        }
    )
    best = result.best
    data.append(
        _diamond(best, parts.test[best], f"best: {_names(result)[best]}", "best complexity")
    )
    off = np.flatnonzero(parts.total > high)
    if off.size and not result.params.log:
        most = float(np.nanmax(parts.total))
        text = (
            f"off the top:<br>up to {most:,.0f}"
            if most > 100
            else f"off the top:<br>up to {most:.3g}"
        )
        anchor = "right" if off[0] > 5 else "left"
        x = float(off[0] - 0.6 if anchor == "right" else off[-1] + 0.6)
        looks = {"xanchor": anchor, "yanchor": "top", "align": anchor, "bgcolor": PAPER}
        notes.append(label(x, high, text, **looks))
    return Drawing(
        data=data,
        layout=layout(
            "Mean squared error against complexity: noise, bias² and variance piled up, and the "
            "measured test error as dots with bars of two standard errors. A line marks your "
            "complexity, a diamond the best.",
            _rung_axis(result),
            axis(_error(result), **_scale(span, result.params.log)),
            annotations=notes,
            margin={"l": 58, "r": 12, "t": 56, "b": 48},
        ),
    )


def along_x(result: Result) -> Drawing:
    """The same pile at every input, at the chosen complexity."""
    rung, log = result.params.complexity, result.params.log
    noise = np.full_like(result.bias2_x, result.errors.noise)
    total = noise + result.bias2_x + result.variance_x
    span = (
        _log_range(noise, total[rung])
        if log
        else [0.0, 1.1 * float(max(total[0].max(), total[result.best].max()))]
    )
    # Bias² of the size that chance gives is drawn with the variance, as in `stack`.
    bias2 = result.seen_bias2_x[rung]
    pile = (noise[rung], bias2, total[rung] - noise[rung] - bias2)
    data = _pile(result.grid, pile, log)
    data.append(
        {
            "type": "scatter",
            "name": "test error",
            "mode": "markers",
            "x": result.grid,
            "y": result.test_x[rung],
            "marker": {"size": 4, "color": INK},
            "hovertemplate": "test error here %{y:.3g}<extra></extra>",
        }
    )
    return Drawing(
        data=data,
        layout=layout(
            "Mean squared error at each input for your complexity: noise, bias² and variance piled "
            "up, and the measured test error as dots.",
            _input_axis(result, "x₁, slice at x₂ = ½" if result.two_inputs else "input x"),
            axis(_error(result), **_scale(span, log)),
        ),
    )


def closing(result: Result) -> Drawing:
    """Measured test error minus the sum of its parts, in standard errors, at every complexity."""
    gap = result.errors.gap_in_se
    chosen = result.params.complexity
    ends = np.array([-0.5, RUNGS - 0.5])
    data = [
        {
            "type": "scatter",
            "name": "band that chance gives",
            "mode": "lines",
            "x": np.concatenate([ends, ends[::-1]]),
            "y": np.array([2.0, 2.0, -2.0, -2.0]),
            "fill": "toself",
            "fillcolor": faded(NOISE, 0.25),
            "line": {"width": 0},
            "hoverinfo": "skip",
        },
        line(ends, np.zeros(2), MUTED, "no gap", width=THIN),
        {
            "type": "scatter",
            "name": "gap in standard errors",
            "mode": "markers",
            "x": RUNG,
            "y": gap,
            "marker": {
                "size": np.where(chosen == RUNG, MARKER + 5, MARKER - 1),
                "color": INK,
                "line": {"color": PAPER, "width": 1},
            },
            "customdata": _names(result),
            "hovertemplate": "%{customdata}: %{y:.2f} standard errors<extra></extra>",
        },
    ]
    return Drawing(
        data=data,
        layout=layout(
            "Measured test error minus the sum of noise, bias² and variance, in standard errors, "
            "against complexity; a band from −2 to 2 is what chance alone gives.",
            _rung_axis(result),
            axis("gap in standard errors", range=[-4.4, 4.4]),
            annotations=[label(0, 2.0, "chance alone", MUTED, yanchor="bottom")],
        ),
    )


def typical(result: Result) -> Drawing:
    """Mean and median test error over the data sets, on a log axis."""
    parts, chosen = result.errors, result.params.complexity
    span = _log_range(parts.test_median, parts.test, below=0.15)
    data = [
        line(np.array([chosen, chosen]), _ends(span, True), INK, "your complexity", width=THIN),
        line(RUNG, parts.test, FIFTH, "mean test error"),
        line(RUNG, parts.test_median, INK, "median test error", dash="dot"),
        _diamond(
            result.best_median,
            parts.test_median[result.best_median],
            f"best median: {_names(result)[result.best_median]}",
            "best complexity by the median",
        ),
    ]
    notes = [
        _key(0.0, 1.1, "━", FIFTH, "mean"),
        _key(0.35, 1.1, "· · ·", INK, "median", "left"),
    ]
    return Drawing(
        data=data,
        layout=layout(
            "Mean and median test error over the data sets against complexity, on a log axis.",
            _rung_axis(result),
            axis(_error(result), **_scale(span, True)),
            annotations=notes,
            margin={"l": 58, "r": 12, "t": 34, "b": 48},
        ),
    )


def learning(result: Result) -> Drawing:
    """Training and test error of the chosen model against the number of training points."""
    curve, log, noise = result.learning, result.params.log, result.errors.noise
    # The range is that of the whole ladder: it stays put along the axis.
    span = (
        _log_range(np.array([noise]), result.errors.test, below=1.0)
        if log
        else [0.0, _top(result.errors.total[0], result.errors.total)]
    )
    low, high = _ends(span, log)
    ends = np.array([0.9 * curve.sizes[0], 1.1 * curve.sizes[-1]])
    data = [
        line(ends, np.full(2, noise), NOISE, "noise", dash="dot"),
        line(np.full(2, result.n), np.array([low, high]), INK, "your number of points", width=THIN),
    ]
    notes = [
        _key(1.0, 1.1, "· ·", NOISE, "noise"),
        label(float(np.log10(result.n)), 1.1, f"n = {result.n}", yref="paper", xanchor="center"),
    ]
    lines = (
        ("training", curve.train, curve.train_se, MUTED, "dash", "top"),
        ("test", curve.test, curve.test_se, INK, "solid", "bottom"),
    )
    for name, mean, spread, color, dash, anchor in lines:
        drawn = np.where(mean > NOTHING, mean, np.nan) if log else mean
        data.append(
            {
                "type": "scatter",
                "name": f"{name} error",
                "mode": "lines+markers",
                "x": curve.sizes,
                "y": drawn,
                "line": {"color": color, "width": LINE, "dash": dash},
                "marker": {"size": MARKER - 3, "color": color},
                "customdata": np.stack([2 * spread, curve.datasets], axis=1),
                "hovertemplate": f"{name} error with %{{x}} points: %{{y:.3g}} "
                "± %{customdata[0]:.2g}, %{customdata[1]} data sets<extra></extra>",
            }
        )
        if np.isfinite(mean[-1]):
            end = float(np.clip(mean[-1], low, high))
            x, y = float(np.log10(ends[1])), float(np.log10(end)) if log else end
            anchor = "bottom" if end == low else "top" if end == high else anchor
            # A log axis has no place for 0: it is said.
            said = f"{name}: 0" if log and mean[-1] < NOTHING else name
            notes.append(label(x, y, said, color, yanchor=anchor))
    off = np.flatnonzero(curve.test > high)
    if off.size:
        # Beside the line where it leaves the picture, on the side of the end that is still in it.
        left = off[-1] + 1 < curve.sizes.size
        x = curve.sizes[off[-1] + 1 if left else max(off[0] - 1, 0)]
        most = float(np.nanmax(curve.test))
        power = int(np.log10(most))
        peak = f"{most:.3g}" if most < 1000 else f"{most:,.0f}"
        text = f"off the top:<br>{f'over 10<sup>{power}</sup>' if power > 5 else f'up to {peak}'}"
        side = "left" if left else "right"
        looks = {"xanchor": side, "yanchor": "top", "align": side, "bgcolor": PAPER}
        notes.append(label(float(np.log10(x)), span[1], text, **looks))
    if np.isnan(curve.test).any():
        few = int(curve.sizes[np.isnan(curve.test)].max())
        looks = {"xref": "paper", "yref": "paper", "bgcolor": PAPER}
        notes.append(label(0.02, 0.5, f"undefined<br>up to {few}", align="left", **looks))
    return Drawing(
        data=data,
        layout=layout(
            "Mean training error as a dashed line and mean test error as a solid one against the "
            "number of training points, on a log axis, for your complexity. A dotted line marks "
            "the noise, an upright one your number of points.",
            axis(
                "training points",
                type="log",
                # The labels at the ends of the lines need room.
                range=np.log10([ends[0], ends[0] * (ends[1] / ends[0]) ** 1.3]),
                tickvals=POINTS,
                ticktext=POINTS.astype(str),
            ),
            axis(_error(result), **_scale(span, log)),
            annotations=notes,
            margin={"l": 58, "r": 12, "t": 34, "b": 48},
        ),
    )


def miniature(result: Result) -> Drawing:
    """The fits, their mean and the truth, without words."""
    return fits(result).without_words()


def _names(result: Result) -> Floats:
    return np.array([rung_name(result.params, float(value)) for value in result.ladder])


def _rung_axis(result: Result) -> dict[str, Any]:
    # A long number at the very end would stick out of a narrow figure, and not be drawn.
    few = FEW - (len(rung_text(float(result.ladder[-1]))) > 5) * (FEW == RUNGS - 1)
    text = np.array([rung_text(float(value)) for value in result.ladder[few]])
    title = DIALS[result.params.model][0]
    span = [-0.6, RUNGS - 0.4]
    looks = {"tickangle": 0, "ticklabelstandoff": 4}  # clear of the 0 of the upright axis
    return axis(title, range=span, tickvals=few, ticktext=text, **looks)


def _input_axis(result: Result, title: str) -> dict[str, Any]:
    if result.params.truth == "seattle":
        return axis("time of the year", range=[0, 1], tickvals=MONTH_STARTS, ticktext=MONTHS)
    return axis(title, range=[0, 1])


def _target(result: Result) -> str:
    return "daily high (°C)" if result.params.truth == "seattle" else "target y"


def _error(result: Result) -> str:
    unit = " (°C²)" if result.params.truth == "seattle" else ""
    return f"mean squared error{unit}"


def _reach(result: Result) -> list[float]:
    """A range for targets that stays put along the axis: the truth and what noise adds to it."""
    low, high = float(result.truth.min()), float(result.truth.max())
    room = max(2.6 * result.errors.noise**0.5, 0.3 * (high - low), 0.1)
    return [low - room, high + room]


def _top(first: float, total: Floats) -> float:
    """The upper end of a linear error axis: room for the simplest model, not for an explosion.

    In coarse steps, so that the axis stands still while a control moves a little.
    """
    top = max(min(1.08 * float(np.nanmax(total)), 1.6 * first), 1e-6)
    step = 10.0 ** np.floor(np.log10(top)) / 4
    return float(step * np.ceil(top / step))


def _log_range(*series: Floats, below: float = 1.6) -> list[float]:
    """Decades that hold every positive value, and so many below for its parts; at most nine."""
    every = np.concatenate([np.ravel(each) for each in series])
    every = every[np.isfinite(every) & (every > 0)]
    if every.size == 0:
        return [-3.0, 0.0]
    high = float(np.log10(every.max())) + 0.15
    low = float(np.log10(every.min())) - below
    return [max(low, high - 9), high]


def _scale(span: list[float], log: bool) -> dict[str, Any]:
    if not log:
        return {"range": span}
    values = _log_ticks(span)
    text = np.array([_log_text(float(value)) for value in values])
    return {"type": "log", "range": span, "tickvals": values, "ticktext": text}


def _log_ticks(span: list[float]) -> Floats:
    """At most eight round numbers within these powers of ten; 1, 2 and 5 of each decade if few."""
    decades = np.arange(np.floor(span[0]), np.ceil(span[1]) + 1)
    for each in ((1, 1.5, 2, 3, 4, 5, 7), (1, 2, 5), (1,)):
        values = np.sort(np.outer(10.0**decades, each).ravel())
        values = values[(values >= 10 ** span[0]) & (values <= 10 ** span[1])]
        if values.size <= 8:
            return values
    return values[:: -(-values.size // 8)]


def _log_text(value: float) -> str:
    """A tick as a person writes it: "0.05", "2,000"; a power of ten if that is long."""
    power = int(np.floor(np.log10(value) + 1e-9))
    if 1 <= power < 5:
        return f"{value:,.0f}"
    if -4 < power < 1:
        return f"{value:.{1 - power}f}".rstrip("0").rstrip(".")
    first = round(value / 10.0**power, 1)
    raised = f"10<sup>{power}</sup>".replace("-", "−")
    return raised if first == 1 else f"{first:g}·{raised}"


def _ends(span: list[float], log: bool) -> Floats:
    return 10.0 ** np.array(span) if log else np.array(span)


def _pile(x: Floats, parts: tuple[Floats, ...], log: bool) -> list[dict[str, Any]]:
    """The parts piled up as areas; as lines side by side on a log axis, where piles would lie."""
    if log:
        return [
            line(x, np.where(part > 0, part, np.nan), color, name, dash=dash)
            for part, (name, color, _), dash in zip(
                parts, PARTS, ("dot", "solid", "solid"), strict=True
            )
        ]
    known = np.isfinite(parts[2])
    x, low, data = x[known], np.zeros(int(known.sum())), []
    for part, (name, color, hatch), under in zip(
        parts, PARTS, ("", ", on top of noise", ", on top of both"), strict=True
    ):
        high = low + part[known]
        data.append(
            {
                "type": "scatter",
                "name": f"{name}{under}",
                "mode": "lines",
                "x": np.concatenate([x, x[::-1]]).astype(np.float32),
                "y": np.concatenate([high, low[::-1]]).astype(np.float32),
                "fill": "toself",
                "fillcolor": color,
                "line": {"width": 0},
                "hoverinfo": "skip",
            }
        )
        if hatch:
            data[-1]["fillpattern"] = {
                "shape": hatch, "fgcolor": PAPER, "bgcolor": color, "size": 9, "solidity": 0.12
            }  # fmt: skip
        low = high
    return data


def _pile_key(log: bool) -> list[dict[str, Any]]:
    mark = "━" if log else "■"
    return [
        _key(0.0, 1.13, mark, VARIANCE, "variance"),
        _key(0.36, 1.13, mark, BIAS, "bias²", "left"),
        _key(0.64, 1.13, mark, NOISE, "noise", "left"),
        _key(0.0, 1.05, "●", INK, "test error"),
        _key(0.64, 1.05, "◆", GOOD, "best", "left"),
    ]


def _key(x: float, y: float, mark: str, color: str, text: str, anchor: str = "") -> dict[str, Any]:
    """A line of the key: the mark in its colour, the words in ink, for contrast."""
    anchor = anchor or ("right" if x > 0.5 else "left")
    shown = text if color == INK else f'<span style="color:{color}">{mark}</span> {text}'
    shown = f"{mark} {text}" if color == INK else shown
    return label(
        x, y, shown, xref="paper", yref="paper", xanchor=anchor, font={"size": SMALL, "color": INK}
    )


def _diamond(rung: int, value: float, text: str, name: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "name": name,
        "mode": "markers",
        "x": np.array([rung]),
        "y": np.array([value]),
        "marker": {
            "size": MARKER + 4,
            "color": GOOD,
            "symbol": "diamond",
            "line": {"color": PAPER, "width": 2},
        },
        "hovertemplate": f"{text}<extra></extra>",
    }
