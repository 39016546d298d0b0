"""Pictures of a thresholded score."""

from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from scipy.special import expit, logit, ndtr, ndtri

from concepts.precision_recall import Result, Rival
from figures.drawing import Drawing
from figures.marks import label, line, moving_label, whiskers
from figures.theme import (
    BIAS,
    FAINT,
    FIFTH,
    GOOD,
    INK,
    MARKER,
    MUTED,
    NEGATIVE,
    PAPER,
    PLATE,
    POSITIVE,
    SMALL_MARGIN,
    THIN,
    axis,
    faded,
    layout,
    share_axis,
)

Floats = NDArray[np.float64]
EDGE = np.linspace(logit(0.0005), logit(0.9995), 65)  # log-odds: the ends of the threshold's slider
TICKS = np.array([0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999])
FEW = TICKS[1::2]  # for a small figure

ENOUGH = 400  # points, for a curve some 300 pixels wide
FINE = np.linspace(EDGE[0], EDGE[-1], 200)
SPARSE = slice(None, None, 16)  # of a population's rows: some 250

ENDLESS = "with endless cases"  # the population's curve
RIVAL_LOOKS = ((FIFTH, "dash"), (BIAS, "dot"))


def scores(result: Result) -> Drawing:
    """Both classes over the score in two rows; the line between cuts each into its two outcomes."""
    cut, data, notes = float(logit(result.params.threshold)), [], []
    every = result.counts
    rows = (
        (every.tp, 1.2, POSITIVE, (("/", "missed"), ("", "caught"))),
        (every.fp, 0.0, NEGATIVE, (("", "left alone"), ("/", "false alarms"))),
    )
    for called, base, color, outcomes in rows:
        height, beyond = _heights(every.threshold, called)
        height = 0.85 * height / max(height.max(), 1)
        for end, more, towards, many in (
            (float(EDGE[0]), f"← {beyond[0]:,} more", "left", beyond[0]),
            (float(EDGE[-1]), f"{beyond[1]:,} more →", "right", beyond[1]),
        ):
            if many:
                notes.append(
                    label(end, base + 0.06, more, color, xanchor=towards, yanchor="bottom", **PLATE)
                )
        for ends, (pattern, name) in zip(((EDGE[0], cut), (cut, EDGE[-1])), outcomes, strict=True):
            x, y = _steps(height, *ends)
            data.append(_area(x, base + y, base, color, pattern, name))
    for (bell, at, anchor), rival, (color, dash) in zip(
        _outlines(result), result.rivals, RIVAL_LOOKS, strict=False
    ):
        data.append(line(FINE, 1.2 + 0.85 * bell, color, _rival(rival), dash=dash))
        level, name = (
            1.2 + 0.85 * float(np.interp(at, FINE, bell)),
            f"spread {rival.spread:g}",
        )
        notes.append(label(at, level, name, color, xanchor=anchor, yanchor="bottom", **PLATE))
    data.append(line(np.array([cut, cut]), np.array([0, 2.38]), INK, "your threshold", width=3.5))
    chosen = result.chosen
    alarms = "false alarm" if chosen.fp == 1 else "false alarms"
    left, right = float(EDGE[0]), float(EDGE[-1])
    tallies = [
        moving_label(x, level, f"<b>{text}</b>", color, 19, position, f"label: {name}")
        for x, position, level, color, text, name in (
            (left, "middle right", 2.24, POSITIVE, f"{chosen.fn:,} missed", "missed"),
            (left, "middle right", 1.03, NEGATIVE, f"{chosen.tn:,} left alone", "left alone"),
            (right, "middle left", 2.24, POSITIVE, f"{chosen.tp:,} caught", "caught"),
            (right, "middle left", 1.03, NEGATIVE, f"{chosen.fp:,} {alarms}", "false alarms"),
        )
    ]
    if result.best is not None and np.isfinite(result.best.threshold):
        best = float(logit(np.clip(result.best.threshold, 5e-4, 1 - 5e-4)))
        upright = np.array([best, best]), np.array([0, 2.38])
        data.append(line(*upright, GOOD, "best threshold", dash="dot"))
        text = f"best {float(result.best.threshold):.3g}"
        anchor = "left" if best < EDGE[4] else "right" if best > EDGE[-5] else "center"
        notes.append(label(best, 2.46, text, GOOD, xanchor=anchor))
    data += tallies
    shows = (
        "Two rows of filled steps over the score: positives above, negatives below, each scaled to "
        "its own height, cut by the threshold."
    )
    if result.rivals:
        shows += (
            " Outlines in the upper row are the positives of two rivals, placed so that all three "
            "models have the negatives below."
        )
    return Drawing(
        data=data,
        layout=layout(
            shows,
            # The slider below is this axis, inset by 6 pixels: 4 of margin, and 2 of air, so that
            # the line is whole at its ends.
            _threshold_axis("score: the model's probability, on a log-odds scale", TICKS, 0.044),
            axis("", range=[0, 2.53], visible=False),
            annotations=notes,
            margin={"l": 4, "r": 4, "t": 4, "b": 48},
        ),
    )


def pr(result: Result) -> Drawing:
    """Precision against recall, in steps, with its band, its baseline and the population's curve."""
    share = float(result.never.prevalence)
    bands = result.bands
    low, high = bands.precision_at_recall
    data = [_band(bands.recall_grid, low, high, MUTED, "95 % band of precision")]
    # the curve lies above chance: where there is room, the word stands below
    side = "top" if share > 0.12 else "bottom"
    notes = [label(0.02, share, "by chance", MUTED, yanchor=side, **PLATE)]
    chance = np.array([0.0, 1.0]), np.array([share, share])
    data.append(line(*chance, MUTED, "level of chance", dash="dot"))
    for rival, (color, dash) in zip(result.rivals, RIVAL_LOOKS, strict=False):
        drawn = rival.counts[SPARSE]
        data.append(line(drawn.recall, drawn.precision, color, _rival(rival), dash=dash))
    if result.rivals:
        # the narrow rival is named on the left, where the others are high, clear of "by chance"
        for rival, (color, _), recall in zip(result.rivals, RIVAL_LOOKS, (0.5, 0.02), strict=True):
            level = float(np.interp(max(recall, 0.2), rival.counts.recall, rival.counts.precision))
            level = min(level, 0.9) if recall == 0.5 else min(max(level, share + 0.11), 0.78)
            name = f"spread {rival.spread:g}"
            notes.append(label(recall, level, name, color, yanchor="bottom", **PLATE))
    if result.population is not None:
        truth = result.population.counts[SPARSE]
        data.append(line(truth.recall, truth.precision, INK, ENDLESS, dash="dash", width=THIN))
    curve = result.counts.thinned(ENOUGH)
    data.append(line(curve.recall, curve.precision, POSITIVE, "precision by recall", shape="vh"))
    data += _marks(result, lambda c: (c.recall, c.precision), cliponaxis=False)
    return Drawing(
        data=data,
        layout=layout(
            "Precision against recall at every threshold, with a bootstrap band, the share of "
            "positives as the level of chance, and your and the best threshold marked.",
            share_axis("recall", nticks=4),
            share_axis("precision", nticks=4),
            annotations=notes,
            margin=SMALL_MARGIN,
        ),
    )


def roc(result: Result) -> Drawing:
    """True against false positive rate, with the diagonal of chance."""
    ends = np.array([0.0, 1.0])
    data = [line(ends, ends, MUTED, "diagonal of chance", dash="dot")]
    for rival, (color, dash) in zip(result.rivals, RIVAL_LOOKS, strict=False):
        drawn = rival.counts[SPARSE]
        data.append(line(drawn.fpr, drawn.recall, color, _rival(rival), dash=dash))
    if result.population is not None:
        truth = result.population.counts[SPARSE]
        data.append(line(truth.fpr, truth.recall, INK, ENDLESS, dash="dash", width=THIN))
    curve = result.counts.thinned(ENOUGH)
    x, y = np.append(0.0, curve.fpr), np.append(0.0, curve.recall)
    data.append(line(x, y, NEGATIVE, "recall by false positive rate"))
    data += _marks(result, lambda c: (c.fpr, c.recall), cliponaxis=False)
    return Drawing(
        data=data,
        layout=layout(
            "True positive rate against false positive rate at every threshold, with the diagonal "
            "of chance and your threshold marked.",
            share_axis("false positive rate", nticks=4),
            share_axis("recall", nticks=4),
            annotations=[label(1.0, 0.45, "by chance", MUTED, xanchor="right")],
            margin=SMALL_MARGIN,
        ),
    )


def cost(result: Result) -> Drawing:
    """Cost in 1,000 cases by threshold, on a log scale, with the cost of never calling anything."""
    miss = result.params.cost_ratio
    each = 1e3 * result.grid.cost(miss)
    never = 1e3 * float(result.never.cost(miss))
    x = logit(result.grid.threshold)
    drawn = np.append(each[each > 0], never)  # scores that never err cost nothing anywhere
    low, high = np.log10(drawn.min()) - 0.1, np.log10(drawn.max()) + 0.15
    ticks = 10.0 ** np.arange(-3, 7)
    if high - low < 1.5:
        ticks = np.outer(ticks, [1, 2, 5] if high - low < 1 else [1, 3]).ravel()
    # the level of never calling is named where the curve keeps farthest off, on the other side
    gaps = sliding_window_view(np.log(np.maximum(each, 1e-9) / never), 35)
    off = np.maximum(gaps.min(axis=1), -gaps.max(axis=1))
    clear = int(np.argmax(off))
    place = float(x[clear + 17])
    side = "top" if gaps[clear].mean() > 0 else "bottom"
    data = [
        line(EDGE[[0, -1]], np.array([never, never]), MUTED, "never call", dash="dot"),
        line(x, np.where(each > 0, each, np.nan), POSITIVE, "cost in 1,000 cases"),
    ]
    data += _marks(
        result, lambda c: (logit(np.clip(c.threshold, 5e-4, 1 - 5e-4)), 1e3 * c.cost(miss))
    )
    return Drawing(
        data=data,
        layout=layout(
            "Cost in 1,000 cases, counted in false alarms, against the threshold, with the cost of "
            "never raising an alert, your threshold and the best one marked.",
            _threshold_axis("threshold"),
            axis(
                "cost in 1,000 cases",
                type="log",
                range=[low, high],
                tickvals=ticks,
                tickformat=",",
            ),
            annotations=[
                label(place, np.log10(never), "never call", MUTED, xanchor="center", yanchor=side)
            ],
            margin=SMALL_MARGIN,
        ),
    )


def metrics(result: Result) -> Drawing:
    """Precision, recall and F1 by threshold, each with its bootstrap band."""
    x, grid, bands = logit(result.grid.threshold), result.grid, result.bands
    rows = (
        ("precision", grid.precision, bands.precision, POSITIVE, "solid"),
        ("recall", grid.recall, bands.recall, NEGATIVE, "dash"),
        ("F1", grid.f1, bands.f1, GOOD, "dashdot"),
    )
    data, notes = [], []
    for name, y, (low, high), color, dash in rows:
        band = _band(x, low, high, color, f"95 % band of {name}")
        data += [band, line(x, y, color, name, dash=dash)]
        known = np.flatnonzero(~np.isnan(y))
        if known.size == 0:  # no score reaches any threshold: precision is undefined
            continue
        at = known[{"precision": -1, "recall": 0, "F1": len(known) // 4}[name]]
        anchor = "left" if name == "recall" or (name == "precision" and x[at] < 2.5) else "right"
        notes.append(
            label(float(x[at]), float(y[at]), name, color, xanchor=anchor, yanchor="bottom")
        )
    cut = float(logit(result.params.threshold))
    data.append(line(np.array([cut, cut]), np.array([0.0, 1.0]), INK, "your threshold"))
    return Drawing(
        data=data,
        layout=layout(
            "Precision, recall and F1 against the threshold with bootstrap bands, your threshold "
            "as a vertical line.",
            _threshold_axis("threshold"),
            share_axis("share", range=[-0.02, 1.14], tickvals=np.array([0.0, 0.5, 1.0])),
            annotations=notes,
            margin=SMALL_MARGIN,
        ),
    )


def outcomes(result: Result) -> Drawing:
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
                data.append(_area(ends, np.full(2, high), low, color, pattern, said))
            text = f"{1e4 * float(many) / total:,.0f} {said}"
            middle = float(np.clip((low + high) / 2, 0.07, 0.93))
            notes.append(label(left + 0.5, middle, text, color, xanchor="center", **PLATE))
        notes.append(label(left + 0.5, 1.07, name, color, xanchor="center"))
    return Drawing(
        data=data,
        layout=layout(
            "A column of positives and a column of negatives, equally wide, each split by whether an "
            "alert was raised, with the numbers in 10,000 cases; mistakes are hatched.",
            axis("numbers in 10,000 cases", range=[-0.02, 2.12], showticklabels=False, nticks=1),
            share_axis("share of class", range=[0, 1.14], tickvals=np.array([0.0, 0.5, 1.0])),
            annotations=notes,
            margin=SMALL_MARGIN,
        ),
    )


def reliability(result: Result) -> Drawing:
    """Observed share against mean predicted probability in ten bins, with Wilson intervals."""
    bins = result.reliability
    full = bins.n > 0
    y, ends = bins.observed[full], np.array([0.0, 1.0])
    decimals = {"tickvals": np.array([0.0, 0.5, 1.0]), "tickformat": ".1f"}  # as scores are written
    return Drawing(
        data=[
            line(ends, ends, INK, "calibrated", dash="dash", width=THIN),
            whiskers(
                bins.predicted[full], bins.low[full], bins.high[full], POSITIVE, "95 % interval"
            ),
            {
                "type": "scatter",
                "name": "observed share by mean predicted",
                "mode": "lines+markers",
                "x": bins.predicted[full],
                "y": y,
                "marker": {"size": MARKER, "color": POSITIVE},
                "line": {"width": THIN, "color": POSITIVE},
                "customdata": bins.n[full],
                "hovertemplate": "%{customdata:,} cases told %{x:.3f}, of whom %{y:.1%} were "
                "positive<extra></extra>",
            },
        ],
        layout=layout(
            "Observed share of positives against mean predicted probability in ten bins with 95 % "
            "intervals, and the diagonal where the two agree.",
            axis("mean predicted", range=[-0.02, 1.02], **decimals),
            axis("observed", range=[-0.02, 1.14], **decimals),
            annotations=[label(1.0, 1.08, "calibrated", MUTED, xanchor="right")],
            margin=SMALL_MARGIN,
        ),
    )


def det(result: Result) -> Drawing:
    """Miss rate against false alarm rate on probit axes."""
    ticks = np.array([0.001, 0.05, 0.5, 0.95])
    texts = np.array(["0.1%", "5%", "50%", "95%"])
    probit = {"tickvals": ndtri(ticks), "ticktext": texts, "range": ndtri([6e-4, 0.975])}
    data = []
    if result.population is not None:
        truth = result.population.counts[SPARSE]
        x, y = _probit(truth.fpr), _probit(truth.fnr)
        data.append(line(x, y, INK, f"{ENDLESS}, in probits", dash="dash", width=THIN))
    # thinned evenly in probits: a step that is small elsewhere is long near a rate of 0 or 1
    rates, counts = ndtr(np.linspace(-3.3, 3.3, ENOUGH // 2)), result.counts
    near = [np.searchsorted(rate, rates) for rate in (counts.fpr, counts.recall)]
    curve = counts[np.unique(np.minimum(np.concatenate(near), len(counts) - 1))]
    data.append(line(_probit(curve.fpr), _probit(curve.fnr), NEGATIVE, "miss rate, in probits"))
    data += _marks(result, lambda c: (_probit(c.fpr), _probit(c.fnr)))
    return Drawing(
        data=data,
        layout=layout(
            "Miss rate against false positive rate, both on probit axes, on which two equal "
            "normals make a straight line; your threshold marked.",
            axis("false positive rate", **probit),
            axis("miss rate", **probit),
            margin=SMALL_MARGIN,
        ),
    )


def decision_curve(result: Result) -> Drawing:
    """Net benefit in 1,000 cases by threshold, against calling everyone and calling no one."""
    share = float(result.never.prevalence)
    t = result.grid.threshold
    x, every = logit(t), 1e3 * (share - (1 - share) * t / (1 - t))
    data = [
        line(EDGE[[0, -1]], np.zeros(2), MUTED, "call no one", dash="dot"),
        line(
            x, np.where(every > -300 * share, every, np.nan), NEGATIVE, "call everyone", dash="dash"
        ),
        line(x, 1e3 * result.grid.net_benefit, POSITIVE, "net benefit in 1,000"),
        *_marks(
            result, lambda c: (logit(np.clip(c.threshold, 5e-4, 1 - 5e-4)), 1e3 * c.net_benefit)
        ),
    ]
    return Drawing(
        data=data,
        layout=layout(
            "Net benefit in 1,000 cases against the threshold for the model, for calling everyone "
            "and for calling no one.",
            _threshold_axis("threshold"),
            axis("net benefit in 1,000", range=[-300 * share, 1180 * share], nticks=4),
            margin=SMALL_MARGIN,
            annotations=[
                label(EDGE[-1], 0, "call no one", MUTED, xanchor="right", yanchor="top"),
                label(EDGE[0], 1e3 * share, "call everyone", NEGATIVE, yanchor="bottom"),
            ],
        ),
    )


def miniature(result: Result) -> Drawing:
    """The two rows and the line, without words."""
    figure = scores(result)
    return Drawing(figure.data[:-4], figure.layout).without_words()


def _threshold_axis(title: str, ticks: Floats = FEW, air: float = 0.4) -> dict[str, Any]:
    ends = [float(EDGE[0]) - air, float(EDGE[-1]) + air]
    text = np.array([f"{tick:g}" for tick in ticks])
    return axis(title, range=ends, tickvals=logit(ticks), ticktext=text)


def _outlines(result: Result) -> list[tuple[Floats, float, str]]:
    """For each rival: its positives over FINE with peak 1, where its name stands, at which end.

    A rival ranks on a scale of its own, and its negatives are not those drawn. Ranks are all that
    an AUC sees, so it is put on the model's scale: the one that turns N(0, 1) into the negatives
    drawn, on which log-odds are linear in the raw value. At separation 0 there is no such scale.
    """
    p, share = result.params, logit(float(result.never.prevalence))
    slope, found = p.distortion * p.separation, []
    if slope == 0:
        return []
    # the wider rival lies further right: names on the outer flanks do not meet
    for rival, flank, side in zip(result.rivals, (0.8, -0.8), ("left", "right"), strict=False):
        middle = p.distortion * (share - p.separation**2 / 2) + slope * rival.separation
        width = slope * rival.spread
        bell = np.exp(-0.5 * ((FINE - middle) / width) ** 2)
        at = float(np.clip(middle + flank * width, EDGE[11], EDGE[-12]))
        found.append((bell, at, side))
    return found


def _heights(threshold: Floats, called: Floats) -> tuple[Floats, tuple[int, int]]:
    """How many cases lie between neighbours of EDGE, and how many beyond each end.

    `called` counts the cases at or above each of the falling thresholds: the histogram is read off
    it, which for many cases is a thousand times faster than sorting them in.
    """
    upto = np.searchsorted(-threshold, -expit(EDGE), "right")
    upto[-1] = np.searchsorted(-threshold, -expit(EDGE[-1]), "left")  # the last bar has both ends
    over = np.append(0, called)[upto]
    return -np.diff(over), (int(called[-1] - over[0]), int(over[-1]))


def _steps(height: Floats, low: float, high: float) -> tuple[Floats, Floats]:
    """The outline of a histogram over EDGE between `low` and `high`, as steps."""
    low, high = np.clip([low, high], EDGE[0], EDGE[-1])
    inner = EDGE[(EDGE > low) & (EDGE < high)]
    x = np.repeat(np.concatenate([[low], inner, [high]]), 2)[1:-1]
    middle = (x[::2] + x[1::2]) / 2
    bar = np.clip(np.searchsorted(EDGE, middle) - 1, 0, height.size - 1)
    return x, np.repeat(height[bar], 2)


def _area(x: Floats, y: Floats, base: float, color: str, pattern: str, name: str) -> dict[str, Any]:
    """A filled area from `base` up to y; mistakes are hatched."""
    area: dict[str, Any] = {
        "type": "scatter",
        "name": name,
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


def _band(x: Floats, low: Floats, high: Floats, color: str, name: str) -> dict[str, Any]:
    known = ~np.isnan(low)
    x, low, high = x[known], low[known], high[known]
    return {
        "type": "scatter",
        "name": name,
        "mode": "lines",
        "x": np.concatenate([x, x[::-1]]),
        "y": np.concatenate([high, low[::-1]]),
        "fill": "toself",
        "line": {"width": 0},
        "fillcolor": faded(color, 0.22),
        "hoverinfo": "skip",
    }


def _marks(result: Result, place: Any, **more: Any) -> list[dict[str, Any]]:
    """The visitor's threshold, a ringed dot, and the best one, a diamond."""
    looks = [(result.chosen, INK, "circle", MARKER + 4, "your threshold")]
    if result.best is not None:
        looks.insert(0, (result.best, GOOD, "diamond", MARKER + 3, "best threshold"))
    return [
        {
            "type": "scatter",
            "name": name,
            "mode": "markers",
            "x": np.atleast_1d(place(at)[0]),
            "y": np.atleast_1d(place(at)[1]),
            "marker": {
                "size": size,
                "color": color,
                "symbol": symbol,
                "line": {"color": PAPER, "width": 2},
            },
            "hovertemplate": f"{_said(float(at.threshold))}<extra></extra>",
            **more,
        }
        for at, color, symbol, size, name in looks
    ]


def _said(threshold: float) -> str:
    """A threshold in words; an infinite one calls no case."""
    return f"threshold {threshold:.3g}" if np.isfinite(threshold) else "above every score"


def _rival(rival: Rival) -> str:
    return f"rival with spread {rival.spread:g}"


def _probit(rate: Any) -> Floats:
    """Probits, nan where the rate is 0 or 1."""
    rate = np.asarray(rate, float)
    return np.asarray(ndtri(np.where((rate > 0) & (rate < 1), rate, np.nan)))
