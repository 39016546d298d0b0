"""Pictures of bias and variance: the fits themselves, and the error taken apart."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from concepts.bias_variance import DIALS, RUNGS, Result, rung_name, rung_text
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
    label,
    layout,
)

Floats = NDArray[Any]
RUNG = np.arange(RUNGS)
FEW = np.array([0, 3, 6, 9, 12, 15])  # rungs with a tick
MONTHS = np.array(["Jan", "Apr", "Jul", "Oct"])
MONTH_STARTS = np.array([0.0, 90.25, 181.25, 273.25]) / 365.25
PARTS = (("noise", NOISE, ""), ("bias²", BIAS, "/"), ("variance", VARIANCE, ""))


def fits(result: Result) -> go.Figure:
    """The truth, thirty fits to thirty data sets, the mean of all fits, one data set in full."""
    rung, grid, one = result.params.complexity, result.grid, result.shown
    few = result.fits[rung]
    # One trace with gaps: thirty traces take ten times as long to draw.
    gap = np.full((len(few), 1), np.nan, np.float32)
    x = np.tile(np.append(grid, np.nan).astype(np.float32), len(few))
    mean = result.mean_fit[rung]
    # A mean that is off by no more than chance shows no bias: nothing is filled.
    off = result.errors.bias2[rung] > 3 * result.errors.variance[rung] / result.datasets
    filled = grid if off else grid[:0]
    data = [
        _line(x, np.concatenate([few, gap], axis=1).ravel(), _clear(VARIANCE, 0.42), width=THIN),
        {
            "type": "scatter",
            "mode": "lines",
            "x": np.concatenate([filled, filled[::-1]]).astype(np.float32),
            "y": np.concatenate([mean, result.truth[::-1]])[: 2 * filled.size].astype(np.float32),
            "fill": "toself",
            "fillcolor": _clear(BIAS, 0.5),
            "line": {"width": 0},
            "hoverinfo": "skip",
        },
        _line(grid, mean, BIAS, width=5),
        _line(grid, few[one], MUTED, width=2),
        _line(grid, result.truth, INK, dash="dash"),
        {
            "type": "scatter",
            "mode": "markers",
            "x": result.x[one],
            "y": result.y[one],
            "marker": {"size": MARKER - 2, "color": MUTED, "line": {"color": PAPER, "width": 1}},
            "hovertemplate": "a point of the data set shown: x %{x:.2f}, y %{y:.2f}<extra></extra>",
        },
    ]
    two = result.params.model == "random_features" and result.params.truth != "seattle"
    notes = [
        _key(0.0, 1.13, "- - -", INK, "the truth"),
        _key(0.0, 1.05, "━", VARIANCE, f"{len(few)} fits: spread is variance"),
        _key(1.0, 1.13, "━", BIAS, f"mean of {result.datasets}: miss is bias"),
        _key(1.0, 1.05, "●", MUTED, f"data set {one + 1}"),
    ]
    if np.isnan(mean).all():
        notes.append(label(0.5, 0.5, "no such fit", xref="paper", yref="paper", xanchor="center"))
    return go.Figure(
        data=data,
        layout=layout(
            "The truth as a dashed line, thirty faint fits to thirty data sets, the mean of all "
            "fits as a bold line with its distance from the truth filled, and one data set.",
            _input_axis(result, "first input x₁, where x₂ = ½" if two else "input x"),
            axis(_target(result), range=_reach(result)),
            annotations=notes,
            margin={"l": 58, "r": 12, "t": 56, "b": 48},
        ),
    )


def stack(result: Result) -> go.Figure:
    """Noise, bias² and variance piled up at every complexity, the measured test error on top."""
    parts, chosen = result.errors, result.params.complexity
    noise = np.where(np.isnan(parts.total), np.nan, parts.noise)
    # Bias² of the size that chance gives is drawn with the variance; the top stays the exact sum.
    chance = (parts.bias2 < 3 * parts.variance / result.datasets) & (not result.params.log)
    bias2 = np.where(chance, 0.0, parts.bias2)
    pile = (noise, bias2, parts.total - noise - bias2)
    high = _top(parts.total[0], parts.total)
    span = _log_range(noise, parts.test) if result.params.log else [0.0, high]
    data, notes = _pile(RUNG, pile, result.params.log), _pile_key(result.params.log)
    data.append(_line(np.array([chosen, chosen]), _ends(span, result.params.log), INK, width=2))
    data.append(
        {
            "type": "scatter",
            "mode": "markers",
            "x": RUNG,
            "y": parts.test,
            "error_y": {
                "type": "data",
                "array": np.where(parts.test < span[1], 2 * parts.test_se, np.nan)
                if not result.params.log
                else 2 * parts.test_se,
                "color": INK,
                "thickness": 1,
            },
            "marker": {"size": MARKER - 2, "color": INK, "line": {"color": PAPER, "width": 1}},
            "customdata": _names(result),
            "hovertemplate": "%{customdata}: test error %{y:.3g}<extra></extra>",
        }
    )
    best = result.best
    data.append(_diamond(best, parts.test[best], f"best: {_names(result)[best]}"))
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
    return go.Figure(
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


def along_x(result: Result) -> go.Figure:
    """The same pile at every input, at the chosen complexity."""
    rung, log = result.params.complexity, result.params.log
    noise = np.full_like(result.bias2_x, result.errors.noise)
    total = noise + result.bias2_x + result.variance_x
    span = (
        _log_range(noise, total[rung])
        if log
        else [0.0, 1.1 * float(max(total[0].max(), total[result.best].max()))]
    )
    pile = (noise[rung], result.bias2_x[rung], result.variance_x[rung])
    data = _pile(result.grid, pile, log)
    data.append(
        {
            "type": "scatter",
            "mode": "markers",
            "x": result.grid,
            "y": result.test_x[rung],
            "marker": {"size": 4, "color": INK},
            "hovertemplate": "test error here %{y:.3g}<extra></extra>",
        }
    )
    return go.Figure(
        data=data,
        layout=layout(
            "Mean squared error at each input for your complexity: noise, bias² and variance piled "
            "up, and the measured test error as dots.",
            _input_axis(result, "input x"),
            axis(_error(result), **_scale(span, log)),
        ),
    )


def closing(result: Result) -> go.Figure:
    """Measured test error minus the sum of its parts, in standard errors, at every complexity."""
    gap = result.errors.gap_in_se
    chosen = result.params.complexity
    ends = np.array([-0.5, RUNGS - 0.5])
    data = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": np.concatenate([ends, ends[::-1]]),
            "y": np.array([2.0, 2.0, -2.0, -2.0]),
            "fill": "toself",
            "fillcolor": _clear(NOISE, 0.25),
            "line": {"width": 0},
            "hoverinfo": "skip",
        },
        _line(ends, np.zeros(2), MUTED, width=THIN),
        {
            "type": "scatter",
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
    return go.Figure(
        data=data,
        layout=layout(
            "Measured test error minus the sum of noise, bias² and variance, in standard errors, "
            "against complexity; a band from -2 to 2 is what chance alone gives.",
            _rung_axis(result),
            axis("gap in standard errors", range=[-4.4, 4.4]),
            annotations=[label(0, 2.0, "chance alone", MUTED, yanchor="bottom")],
        ),
    )


def typical(result: Result) -> go.Figure:
    """Mean and median test error over the data sets, on a log axis."""
    parts, chosen = result.errors, result.params.complexity
    span = _log_range(parts.test_median, parts.test, below=0.15)
    data = [
        _line(np.array([chosen, chosen]), _ends(span, True), INK, width=THIN),
        _line(RUNG, parts.test, FIFTH),
        _line(RUNG, parts.test_median, INK, dash="dot"),
        _diamond(
            result.best_median,
            parts.test_median[result.best_median],
            f"best median: {_names(result)[result.best_median]}",
        ),
    ]
    notes = [
        _key(0.0, 1.1, "━", FIFTH, "mean"),
        _key(0.35, 1.1, "· · ·", INK, "median", "left"),
    ]
    return go.Figure(
        data=data,
        layout=layout(
            "Mean and median test error over the data sets against complexity, on a log axis.",
            _rung_axis(result),
            axis(_error(result), **_scale(span, True)),
            annotations=notes,
            margin={"l": 58, "r": 12, "t": 34, "b": 48},
        ),
    )


def miniature(result: Result) -> go.Figure:
    """The fits, their mean and the truth, without words."""
    figure = fits(result)
    figure.layout.annotations = ()
    figure.update_layout(margin={"l": 4, "r": 4, "t": 4, "b": 4})
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    return figure


def _names(result: Result) -> Floats:
    return np.array([rung_name(result.params, float(value)) for value in result.ladder])


def _rung_axis(result: Result) -> dict[str, Any]:
    text = np.array([rung_text(float(value)) for value in result.ladder[FEW]])
    title = DIALS[result.params.model][0]
    return axis(title, range=[-0.6, RUNGS - 0.4], tickvals=FEW, ticktext=text)


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
    """The upper end of a linear error axis: room for the simplest model, not for an explosion."""
    return max(min(1.08 * float(np.nanmax(total)), 1.6 * first), 1e-6)


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
    decades = span[1] - span[0]
    step = "D2" if decades < 1.5 else max(1, round(decades / 4))
    return {"type": "log", "range": span, "dtick": step, "exponentformat": "power"}


def _ends(span: list[float], log: bool) -> Floats:
    return 10.0 ** np.array(span) if log else np.array(span)


def _pile(x: Floats, parts: tuple[Floats, ...], log: bool) -> list[dict[str, Any]]:
    """The parts piled up as areas; as lines side by side on a log axis, where piles would lie."""
    if log:
        return [
            _line(x, np.where(part > 0, part, np.nan), color, dash=dash)
            for part, (_, color, _), dash in zip(
                parts, PARTS, ("dot", "solid", "solid"), strict=True
            )
        ]
    known = np.isfinite(parts[2])
    x, low, data = x[known], np.zeros(int(known.sum())), []
    for part, (_, color, hatch) in zip(parts, PARTS, strict=True):
        high = low + part[known]
        data.append(
            {
                "type": "scatter",
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


def _line(x: Floats, y: Floats, color: str, **looks: Any) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": np.asarray(x, np.float32),
        "y": np.asarray(y, np.float32),
        "line": {"color": color, "width": LINE, **looks},
        "hoverinfo": "skip",
    }


def _diamond(rung: int, value: float, text: str) -> dict[str, Any]:
    return {
        "type": "scatter",
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


def _clear(color: str, share: float) -> str:
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{share})"
