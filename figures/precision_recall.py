"""Pictures of a thresholded score."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray
from scipy.special import logit, ndtri

from concepts.precision_recall import Result
from figures.theme import (
    BIAS,
    FAINT,
    FIFTH,
    GOOD,
    INK,
    LINE,
    MARKER,
    MUTED,
    NEGATIVE,
    PAPER,
    POSITIVE,
    TEXT,
    THIN,
    axis,
    label,
    layout,
    share_axis,
)

Floats = NDArray[np.float64]
EDGE = np.linspace(-7.6, 7.6, 65)  # log-odds: the ends of the threshold's slider
TICKS = np.array([0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999])
TICK_TEXT = np.array(["0.001", "0.01", "0.1", "0.5", "0.9", "0.99", "0.999"])
FEW = slice(1, None, 2)  # of the ticks, for a small figure
PLATE: dict[str, Any] = {"bgcolor": PAPER, "borderpad": 1}  # behind a label that a line may cross
RIVAL_LOOKS = ((FIFTH, "dash"), (BIAS, "dot"))


def scores(result: Result) -> go.Figure:
    """Both classes over the score in two rows; the line between cuts each into its two outcomes."""
    cut, data, notes = float(logit(result.params.threshold)), [], []
    rows = ((result.y, 1.2, POSITIVE, ("/", "")), (~result.y, 0.0, NEGATIVE, ("", "/")))
    for member, base, color, hatch in rows:
        height = np.histogram(result.log_odds[member], EDGE)[0]
        height = 0.85 * height / max(height.max(), 1)
        beyond = (
            (result.log_odds[member] < EDGE[0]).sum(),
            (result.log_odds[member] > EDGE[-1]).sum(),
        )
        for end, more, towards, many in (
            (float(EDGE[0]), f"← {beyond[0]:,} more", "left", beyond[0]),
            (float(EDGE[-1]), f"{beyond[1]:,} more →", "right", beyond[1]),
        ):
            if many:
                notes.append(
                    label(end, base + 0.06, more, color, xanchor=towards, yanchor="bottom", **PLATE)
                )
        for low, high, pattern in ((EDGE[0], cut, hatch[0]), (cut, EDGE[-1], hatch[1])):
            x, y = _steps(height, low, high)
            data.append(_area(x, base + y, base, color, pattern))
    for rival, (color, dash) in zip(result.rivals, RIVAL_LOOKS, strict=False):
        # the rival's positives on its own log-odds: normal, since those are linear in the raw score
        share = logit(float(result.never.prevalence))
        middle = result.params.distortion * (share + rival.separation**2 / 2)
        width = result.params.distortion * rival.separation * rival.spread
        x = np.linspace(EDGE[0], EDGE[-1], 200)
        bell = np.exp(-0.5 * ((x - middle) / width) ** 2)
        data.append(_line(x, 1.2 + 0.85 * bell, color, dash=dash))
        peak = float(np.clip(middle, EDGE[0] + 1, EDGE[-1] - 1))
        notes.append(label(peak, 2.1, f"spread {rival.spread:g}", color, xanchor="center", **PLATE))
    data.append(_line(np.array([cut, cut]), np.array([0, 2.38]), INK, width=3.5))
    chosen = result.chosen
    alarms = "false alarm" if chosen.fp == 1 else "false alarms"
    for side, anchor, top, bottom in (
        (0.0, "left", f"{chosen.fn:,} missed", f"{chosen.tn:,} left alone"),
        (1.0, "right", f"{chosen.tp:,} caught", f"{chosen.fp:,} {alarms}"),
    ):
        for level, text, color in ((2.24, top, POSITIVE), (1.03, bottom, NEGATIVE)):
            big = {"size": 19, "color": TEXT.get(color, color)}
            notes.append(
                label(
                    side, level, f"<b>{text}</b>", xref="paper", xanchor=anchor, font=big, **PLATE
                )
            )
    if result.best is not None and np.isfinite(result.best.threshold):
        best = float(logit(np.clip(result.best.threshold, 5e-4, 1 - 5e-4)))
        data.append(_line(np.array([best, best]), np.array([0, 2.38]), GOOD, dash="dot"))
        text = f"best {float(result.best.threshold):.3g}"
        notes.append(label(best, 2.46, text, GOOD, xanchor="center"))
    return go.Figure(
        data=data,
        layout=layout(
            "Two rows of filled steps over the score: positives above, negatives below, "
            "each scaled to its own height, cut by the threshold.",
            _threshold_axis("score: the model's probability, on a log-odds scale", slice(None)),
            axis("", range=[0, 2.53], visible=False),
            annotations=notes,
            margin={"l": 8, "r": 8, "t": 4, "b": 48},
        ),
    )


def pr(result: Result) -> go.Figure:
    """Precision against recall, in steps, with its band, its baseline and the population's curve."""
    share = float(result.never.prevalence)
    bands = result.bands
    low, high = bands.precision_at_recall
    data = [_band(bands.recall_grid, low, high, MUTED)]
    notes = [label(0.02, min(share, 0.4), "by chance", MUTED, yanchor="bottom", **PLATE)]
    data.append(_line(np.array([0.0, 1.0]), np.array([share, share]), MUTED, dash="dot"))
    for rival, (color, dash) in zip(result.rivals, RIVAL_LOOKS, strict=False):
        data.append(_line(rival.counts.recall[::8], rival.counts.precision[::8], color, dash=dash))
        shown = int(np.searchsorted(rival.counts.recall, 0.45))
        text = f"spread {rival.spread:g}"
        notes.append(
            label(0.45, float(rival.counts.precision[shown]), text, color, yanchor="bottom")
        )
    if result.population is not None:
        truth = result.population.counts[::8]
        data.append(_line(truth.recall, truth.precision, INK, dash="dash", width=THIN))
    curve = result.curve
    data.append(_line(curve.recall, curve.precision, POSITIVE, shape="vh"))
    data += _marks(result, lambda c: (c.recall, c.precision))
    return go.Figure(
        data=data,
        layout=layout(
            "Precision against recall at every threshold, with a bootstrap band, the share of "
            "positives as the level of chance, and your and the best threshold marked.",
            share_axis("recall: share of positives found"),
            share_axis("precision: share of alerts right"),
            annotations=notes,
        ),
    )


def roc(result: Result) -> go.Figure:
    """True against false positive rate, with the diagonal of chance."""
    data = [_line(np.array([0.0, 1.0]), np.array([0.0, 1.0]), MUTED, dash="dot")]
    for rival, (color, dash) in zip(result.rivals, RIVAL_LOOKS, strict=False):
        data.append(_line(rival.counts.fpr[::8], rival.counts.recall[::8], color, dash=dash))
    if result.population is not None:
        truth = result.population.counts[::8]
        data.append(_line(truth.fpr, truth.recall, INK, dash="dash", width=THIN))
    x, y = np.append(0.0, result.curve.fpr), np.append(0.0, result.curve.recall)
    data.append(_line(x, y, NEGATIVE))
    data += _marks(result, lambda c: (c.fpr, c.recall))
    return go.Figure(
        data=data,
        layout=layout(
            "True positive rate against false positive rate at every threshold, with the diagonal "
            "of chance and your threshold marked.",
            share_axis("false positive rate"),
            share_axis("recall: true positive rate"),
            annotations=[label(0.62, 0.54, "by chance", MUTED)],
        ),
    )


def cost(result: Result) -> go.Figure:
    """Cost in 1,000 cases by threshold, on a log scale, with the cost of never calling anything."""
    miss = result.params.cost_ratio
    each = 1e3 * result.grid.cost(miss)
    never = 1e3 * float(result.never.cost(miss))
    x = logit(result.grid.threshold)
    positive = each[each > 0]
    low, high = np.log10(positive.min()), np.log10(max(positive.max(), never))
    data = [
        _line(EDGE[[0, -1]], np.array([never, never]), MUTED, dash="dot"),
        _line(x, np.where(each > 0, each, np.nan), POSITIVE),
    ]
    data += _marks(
        result, lambda c: (logit(np.clip(c.threshold, 5e-4, 1 - 5e-4)), 1e3 * c.cost(miss))
    )
    return go.Figure(
        data=data,
        layout=layout(
            "Cost in 1,000 cases against the threshold, with the cost of never raising an alert, "
            "your threshold and the best one marked.",
            _threshold_axis("threshold"),
            axis(
                "cost in 1,000 cases",
                type="log",
                range=[low - 0.1, high + 0.15],
                tickvals=np.outer(10.0 ** np.arange(-3, 6), [1, 2, 5]).ravel(),
                tickformat=",",
            ),
            annotations=[label(EDGE[0], np.log10(never), "never call", MUTED, yanchor="bottom")],
        ),
    )


def metrics(result: Result) -> go.Figure:
    """Precision, recall and F1 by threshold, each with its bootstrap band."""
    x, grid, bands = logit(result.grid.threshold), result.grid, result.bands
    rows = (
        ("precision", grid.precision, bands.precision, POSITIVE, "solid"),
        ("recall", grid.recall, bands.recall, NEGATIVE, "dash"),
        ("F1", grid.f1, bands.f1, GOOD, "dashdot"),
    )
    data, notes = [], []
    for name, y, (low, high), color, dash in rows:
        data += [_band(x, low, high, color), _line(x, y, color, dash=dash)]
        known = np.flatnonzero(~np.isnan(y))
        at = known[{"precision": -1, "recall": 0, "F1": len(known) // 4}[name]]
        anchor = {"precision": "right", "recall": "left", "F1": "right"}[name]
        inside = float(np.clip(x[at], EDGE[0] + 0.2, EDGE[-1] - 0.2))
        notes.append(label(inside, float(y[at]), name, color, xanchor=anchor, yanchor="bottom"))
    cut = float(logit(result.params.threshold))
    data.append(_line(np.array([cut, cut]), np.array([0.0, 1.0]), INK))
    return go.Figure(
        data=data,
        layout=layout(
            "Precision, recall and F1 against the threshold with bootstrap bands, your threshold "
            "as a vertical line.",
            _threshold_axis("threshold"),
            share_axis("share", range=[-0.02, 1.12]),
            annotations=notes,
        ),
    )


def outcomes(result: Result) -> go.Figure:
    """Each class a column of its own, split by whether an alert was raised, per 10,000 cases."""
    c, total = result.chosen, float(result.chosen.total)
    data, notes = [], []
    columns = (
        (0.0, "positives", c.tp, c.fn, "caught", "missed", POSITIVE, ("", "/")),
        (1.1, "negatives", c.fp, c.tn, "false alarms", "left alone", NEGATIVE, ("/", "")),
    )
    for left, name, called, rest, word, other, color, hatch in columns:
        cut = float(called) / float(called + rest)
        ends = np.array([left, left + 1])
        for low, high, many, said, pattern in (
            (0.0, cut, called, word, hatch[0]),
            (cut, 1.0, rest, other, hatch[1]),
        ):
            if high > low:
                data.append(_area(ends, np.full(2, high), low, color, pattern))
            if high - low > 0.12:
                text = f"{1e4 * float(many) / total:,.0f} {said}"
                middle = {"xanchor": "center", "bgcolor": PAPER, "borderpad": 2}
                notes.append(label(left + 0.5, (low + high) / 2, text, color, **middle))
        notes.append(label(left + 0.5, 1.07, name, color, xanchor="center"))
    return go.Figure(
        data=data,
        layout=layout(
            "A column of positives and a column of negatives, each split by whether an alert was "
            "raised, with the numbers in 10,000 cases; mistakes are hatched.",
            axis("", range=[-0.02, 2.12], visible=False),
            share_axis("share of the class", range=[0, 1.14]),
            annotations=notes,
        ),
    )


def reliability(result: Result) -> go.Figure:
    """Observed share against mean predicted probability in ten bins, with Wilson intervals."""
    bins = result.reliability
    full = bins.n > 0
    y = bins.observed[full]
    return go.Figure(
        data=[
            _line(np.array([0.0, 1.0]), np.array([0.0, 1.0]), INK, dash="dash", width=THIN),
            {
                "type": "scatter",
                "mode": "lines+markers",
                "x": bins.predicted[full],
                "y": y,
                "error_y": {
                    "type": "data",
                    "array": bins.high[full] - y,
                    "arrayminus": y - bins.low[full],
                    "color": POSITIVE,
                    "thickness": THIN,
                },
                "marker": {"size": MARKER, "color": POSITIVE},
                "line": {"width": THIN, "color": POSITIVE},
                "customdata": bins.n[full],
                "hovertemplate": "%{customdata:,} cases told %{x:.1%}, of whom %{y:.1%} were "
                "positive<extra></extra>",
            },
        ],
        layout=layout(
            "Observed share of positives against mean predicted probability in ten bins with 95 % "
            "intervals, and the diagonal where the two agree.",
            share_axis("mean predicted probability"),
            share_axis("observed share"),
            annotations=[label(0.66, 0.6, "calibrated", MUTED)],
        ),
    )


def det(result: Result) -> go.Figure:
    """Miss rate against false alarm rate on probit axes."""
    ticks = np.array([0.001, 0.01, 0.05, 0.2, 0.5, 0.8, 0.95])
    texts = np.array(["0.1 %", "1 %", "5 %", "20 %", "50 %", "80 %", "95 %"])
    probit = {"tickvals": ndtri(ticks), "ticktext": texts, "range": ndtri([6e-4, 0.975])}
    data = []
    if result.population is not None:
        truth = result.population.counts[::8]
        data.append(_line(_probit(truth.fpr), _probit(truth.fnr), INK, dash="dash", width=THIN))
    data.append(_line(_probit(result.curve.fpr), _probit(result.curve.fnr), NEGATIVE))
    data += _marks(result, lambda c: (_probit(c.fpr), _probit(c.fnr)))
    return go.Figure(
        data=data,
        layout=layout(
            "Miss rate against false positive rate, both on probit axes, on which two equal "
            "normals make a straight line; your threshold marked.",
            axis("false positive rate", **probit),
            axis("miss rate", **probit),
        ),
    )


def decision_curve(result: Result) -> go.Figure:
    """Net benefit in 1,000 cases by threshold, against calling everyone and calling no one."""
    share = float(result.never.prevalence)
    t = result.grid.threshold
    x, every = logit(t), 1e3 * (share - (1 - share) * t / (1 - t))
    data = [
        _line(EDGE[[0, -1]], np.zeros(2), MUTED, dash="dot"),
        _line(x, np.where(every > -300 * share, every, np.nan), NEGATIVE, dash="dash"),
        _line(x, 1e3 * result.grid.net_benefit, POSITIVE),
        *_marks(
            result, lambda c: (logit(np.clip(c.threshold, 5e-4, 1 - 5e-4)), 1e3 * c.net_benefit)
        ),
    ]
    return go.Figure(
        data=data,
        layout=layout(
            "Net benefit in 1,000 cases against the threshold for the model, for calling everyone "
            "and for calling no one.",
            _threshold_axis("threshold"),
            axis("net benefit in 1,000 cases", range=[-300 * share, 1100 * share]),
            annotations=[
                label(EDGE[-1], 0, "call no one", MUTED, xanchor="right", yanchor="bottom"),
                label(EDGE[0], 1e3 * share, "call everyone", NEGATIVE, yanchor="bottom"),
            ],
        ),
    )


def miniature(result: Result) -> go.Figure:
    """The two rows and the line, without words."""
    figure = scores(result)
    figure.layout.annotations = ()
    figure.update_layout(margin={"l": 4, "r": 4, "t": 4, "b": 4})
    figure.update_xaxes(visible=False)
    return figure


def _threshold_axis(title: str, ticks: slice = FEW) -> dict[str, Any]:
    at, text = logit(TICKS[ticks]), TICK_TEXT[ticks]
    return axis(title, range=[float(EDGE[0]), float(EDGE[-1])], tickvals=at, ticktext=text)


def _steps(height: Floats, low: float, high: float) -> tuple[Floats, Floats]:
    """The outline of a histogram over EDGE between `low` and `high`, as steps."""
    low, high = np.clip([low, high], EDGE[0], EDGE[-1])
    inner = EDGE[(EDGE > low) & (EDGE < high)]
    x = np.repeat(np.concatenate([[low], inner, [high]]), 2)[1:-1]
    middle = (x[::2] + x[1::2]) / 2
    bar = np.clip(np.searchsorted(EDGE, middle) - 1, 0, height.size - 1)
    return x, np.repeat(height[bar], 2)


def _area(x: Floats, y: Floats, base: float, color: str, pattern: str) -> dict[str, Any]:
    """A filled area from `base` up to y; mistakes are hatched."""
    area: dict[str, Any] = {
        "type": "scatter",
        "mode": "lines",
        "x": np.concatenate([x[:1], x, x[-1:]]),
        "y": np.concatenate([[base], y, [base]]),
        "fill": "toself",
        "line": {"color": color, "width": 1},
        "fillcolor": color,
        "hoverinfo": "skip",
    }
    if pattern:
        area["fillpattern"] = {"shape": pattern, "fgcolor": color, "bgcolor": FAINT, "size": 7}
    return area


def _line(x: Floats, y: Floats, color: str, **looks: Any) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": np.asarray(x, np.float32),
        "y": np.asarray(y, np.float32),
        "line": {"color": color, "width": LINE, **looks},
        "hoverinfo": "skip",
    }


def _band(x: Floats, low: Floats, high: Floats, color: str) -> dict[str, Any]:
    known = ~np.isnan(low)
    x, low, high = x[known], low[known], high[known]
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return {
        "type": "scatter",
        "mode": "lines",
        "x": np.concatenate([x, x[::-1]]),
        "y": np.concatenate([high, low[::-1]]),
        "fill": "toself",
        "line": {"width": 0},
        "fillcolor": f"rgba({red},{green},{blue},0.22)",
        "hoverinfo": "skip",
    }


def _marks(result: Result, place: Any) -> list[dict[str, Any]]:
    """The visitor's threshold, a ringed dot, and the best one, a diamond."""
    looks = [(result.chosen, INK, "circle", MARKER + 4)]
    if result.best is not None:
        looks.insert(0, (result.best, GOOD, "diamond", MARKER + 3))
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": np.atleast_1d(place(at)[0]),
            "y": np.atleast_1d(place(at)[1]),
            "marker": {
                "size": size,
                "color": color,
                "symbol": symbol,
                "line": {"color": PAPER, "width": 2},
            },
            "hovertemplate": f"threshold {float(at.threshold):.3g}<extra></extra>",
        }
        for at, color, symbol, size in looks
    ]


def _probit(rate: Any) -> Floats:
    """Probits, nan where the rate is 0 or 1."""
    rate = np.asarray(rate, float)
    return np.asarray(ndtri(np.where((rate > 0) & (rate < 1), rate, np.nan)))
