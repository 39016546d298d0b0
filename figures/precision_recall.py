"""Pictures of a thresholded score."""

from collections.abc import Callable
from html import escape
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from scipy.special import logit, ndtri

from concepts.precision_recall import BIN_EDGES, Counts, Population, Result
from figures.drawing import Drawing
from figures.marks import (
    area,
    band,
    dotted_line,
    handle,
    here,
    in_steps,
    label,
    level,
    line,
    log_axis,
    log_odds_axis,
    measured,
    moving_label,
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
    PLATE,
    POSITIVE,
    SMALL_MARGIN,
    THIN,
    axis,
    layout,
    share_axis,
)

Floats = NDArray[np.float64]
LEFT, RIGHT = float(BIN_EDGES[0]), float(BIN_EDGES[-1])  # in log-odds: the threshold's slider
TICKS = np.array([0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999])
FINE = np.linspace(LEFT, RIGHT, 200)
UPPER, TALL = 1.2, 0.85  # of the two rows of scores: where the upper one stands, how tall each is
MISTAKES = {"shape": "/", "bgcolor": FAINT}
RIVAL_LOOKS = ((FIFTH, "dash"), (BIAS, "dot"))
HALVES = np.array([0.0, 0.5, 1.0])
LINE = [handle("your threshold", "line")]
DOT = [handle("your threshold", "dot")]


def scores(result: Result) -> Drawing:
    """Both classes over the score in two rows; the line between cuts each into its two outcomes."""
    sample, cut, best = result.sample, float(logit(result.params.threshold)), result.best
    data, notes = [], []
    for bins, base, color, left, right in (
        (sample.positives, UPPER, POSITIVE, ("missed", True), ("caught", False)),
        (sample.negatives, 0.0, NEGATIVE, ("left alone", False), ("false alarms", True)),
    ):
        most = max(bins.inside.max(), 1)
        height = TALL * bins.inside / most
        for x, more, side, many in (
            (LEFT, f"← {bins.below:,} more", "left", bins.below),
            (RIGHT, f"{bins.above:,} more →", "right", bins.above),
        ):
            if many:
                looks = {"xanchor": side, "yanchor": "bottom"}
                notes.append(label(x, base + 0.06, more, color, **looks, **PLATE))
        for ends, (name, mistake) in (((LEFT, cut), left), ((cut, RIGHT), right)):
            standing = _standing(*_steps(height, *ends), base, color, name, mistake)
            data.append(measured(standing, "cases in a bin", base, TALL / most))
    for (bell, at, anchor), rival, (color, dash) in zip(
        _outlines(result), result.rivals, RIVAL_LOOKS, strict=False
    ):
        data.append(line(FINE, UPPER + TALL * bell, color, _rival(rival), dash=dash))
        top, name = UPPER + TALL * float(np.interp(at, FINE, bell)), f"spread {rival.spread:g}"
        notes.append(label(at, top, name, color, xanchor=anchor, yanchor="bottom", **PLATE))
    data.append(_through_both(cut, INK, "your threshold", width=3.5))
    if best is not None and np.isfinite(best.threshold):
        at = _log_odds(best)
        data.append(_through_both(at, GOOD, "best threshold", dash="dot"))
        side = "left" if at < BIN_EDGES[4] else "right" if at > BIN_EDGES[-5] else "center"
        notes.append(label(at, 2.46, f"best {float(best.threshold):.3g}", GOOD, xanchor=side))
    shows = (
        "Two rows of filled steps over the score: positives above, negatives below, each scaled to "
        "its own height, cut by the threshold."
    )
    if result.rivals:
        shows += (
            " Outlines in the upper row are the positives of two rivals, placed so that all three "
            "models have the negatives below."
        )
    # a visitor's own name as it is: plotly.js reads some HTML in texts
    score = escape(result.score, quote=False) or "score: the model's probability"
    return Drawing(
        data=data + _tallies(result.chosen),
        layout=layout(
            shows,
            # The slider below is this axis, inset by 6 pixels: 4 of margin, and 2 of air, so that
            # the line is whole at its ends.
            _threshold_axis(f"{score}, on a log-odds scale", TICKS, 0.044),
            axis("", range=[0, 2.53], visible=False),
            LINE,
            annotations=notes,
            margin={"l": 4, "r": 4, "t": 4, "b": 48},
        ),
    )


def pr(result: Result) -> Drawing:
    """Precision against recall, in steps, with its band, its baseline and the population's curve."""
    share, bands, curve = float(result.chosen.prevalence), result.sample.bands, result.sample.curve
    low, high = bands.precision_at_recall
    # the curve lies above chance: where there is room, the word stands below
    side = "top" if share > 0.12 else "bottom"
    notes = [label(0.02, share, "by chance", MUTED, yanchor=side, **PLATE)]
    # the narrow rival is named on the left, where the others are high, clear of "by chance"
    for rival, (color, _), recall in zip(result.rivals, RIVAL_LOOKS, (0.5, 0.02), strict=False):
        top = float(np.interp(max(recall, 0.2), rival.counts.recall, rival.counts.precision))
        top = min(top, 0.9) if recall == 0.5 else min(max(top, share + 0.11), 0.78)
        notes.append(
            label(recall, top, f"spread {rival.spread:g}", color, yanchor="bottom", **PLATE)
        )
    return Drawing(
        data=[
            band(bands.recall_grid, low, high, MUTED, "95 % band of precision"),
            level(share, 0, 1, MUTED, "level of chance", dash="dot"),
            *_rivals(result, lambda c: (c.recall, c.precision)),
            *_endless(result, lambda c: (c.recall, c.precision), "with endless cases"),
            line(curve.recall, curve.precision, POSITIVE, "precision by recall", shape="vh"),
            *_marks(result, lambda c: (c.recall, c.precision), cliponaxis=False),
        ],
        layout=layout(
            "Precision against recall at every threshold, with a bootstrap band, the share of "
            "positives as the level of chance, and your and the best threshold marked.",
            share_axis("recall", nticks=4),
            share_axis("precision", nticks=4),
            DOT,
            annotations=notes,
            margin=SMALL_MARGIN,
        ),
    )


def roc(result: Result) -> Drawing:
    """True against false positive rate, with the diagonal of chance."""
    curve = result.sample.curve
    x, y = np.append(0.0, curve.fpr), np.append(0.0, curve.recall)
    return Drawing(
        data=[
            line([0, 1], [0, 1], MUTED, "diagonal of chance", dash="dot"),
            *_rivals(result, lambda c: (c.fpr, c.recall)),
            *_endless(result, lambda c: (c.fpr, c.recall), "with endless cases"),
            line(x, y, NEGATIVE, "recall by false positive rate"),
            *_marks(result, lambda c: (c.fpr, c.recall), cliponaxis=False),
        ],
        layout=layout(
            "True positive rate against false positive rate at every threshold, with the diagonal "
            "of chance and your threshold marked.",
            share_axis("false positive rate", nticks=4),
            share_axis("recall", nticks=4),
            DOT,
            annotations=[label(1.0, 0.45, "by chance", MUTED, xanchor="right")],
            margin=SMALL_MARGIN,
        ),
    )


def cost(result: Result) -> Drawing:
    """Cost in 1,000 cases by threshold, on a log scale, with the cost of never calling anything."""
    miss, grid = result.params.cost_ratio, result.sample.grid
    x, each = logit(grid.threshold), 1e3 * grid.cost(miss)
    never = 1e3 * float(result.sample.never.cost(miss))
    drawn = np.append(each[each > 0], never)  # scores that never err cost nothing anywhere
    low, high = np.log10(drawn.min()) - 0.1, np.log10(drawn.max()) + 0.15
    ticks = 10.0 ** np.arange(-3, 7)
    if high - low < 1.5:
        ticks = np.outer(ticks, [1, 2, 5] if high - low < 1 else [1, 3]).ravel()
    # the level of never calling is named where the curve keeps farthest off, on the other side
    gaps = sliding_window_view(np.log(np.maximum(each, 1e-9) / never), 35)
    clear = int(np.argmax(np.maximum(gaps.min(axis=1), -gaps.max(axis=1))))
    side = "top" if gaps[clear].mean() > 0 else "bottom"
    place = float(x[clear + 17]), np.log10(never)
    return Drawing(
        data=[
            level(never, LEFT, RIGHT, MUTED, "never call", dash="dot"),
            line(x, np.where(each > 0, each, np.nan), POSITIVE, "cost in 1,000 cases"),
            *_marks(result, lambda c: (_log_odds(c), 1e3 * c.cost(miss))),
        ],
        layout=layout(
            "Cost in 1,000 cases, counted in false alarms, against the threshold, with the cost of "
            "never raising an alert, your threshold and the best one marked.",
            _threshold_axis("threshold"),
            log_axis("cost in 1,000 cases", low, high, tickvals=ticks, tickformat=","),
            DOT,
            annotations=[label(*place, "never call", MUTED, xanchor="center", yanchor=side)],
            margin=SMALL_MARGIN,
        ),
    )


def metrics(result: Result) -> Drawing:
    """Precision, recall and F1 by threshold, each with its bootstrap band."""
    grid, bands = result.sample.grid, result.sample.bands
    x, cut = logit(grid.threshold), float(logit(result.params.threshold))
    data, notes = [], []
    for name, y, (low, high), color, dash in (
        ("precision", grid.precision, bands.precision, POSITIVE, "solid"),
        ("recall", grid.recall, bands.recall, NEGATIVE, "dash"),
        ("F1", grid.f1, bands.f1, GOOD, "dashdot"),
    ):
        data += [
            band(x, low, high, color, f"95 % band of {name}"),
            line(x, y, color, name, dash=dash),
        ]
        known = np.flatnonzero(~np.isnan(y))
        if known.size == 0:  # no score reaches any threshold: precision is undefined
            continue
        at = known[{"precision": -1, "recall": 0, "F1": len(known) // 4}[name]]
        side = "left" if name == "recall" or (name == "precision" and x[at] < 2.5) else "right"
        place = float(x[at]), float(y[at])
        notes.append(label(*place, name, color, xanchor=side, yanchor="bottom"))
    return Drawing(
        data=[*data, upright(cut, 0, 1, INK, "your threshold")],
        layout=layout(
            "Precision, recall and F1 against the threshold with bootstrap bands, your threshold "
            "as a vertical line.",
            _threshold_axis("threshold"),
            share_axis("share", range=[-0.02, 1.14], tickvals=HALVES),
            LINE,
            annotations=notes,
            margin=SMALL_MARGIN,
        ),
    )


def outcomes(result: Result) -> Drawing:
    """Each class a column of its own, split by whether an alert was raised, per 10,000 cases."""
    c, data, notes = result.chosen, [], []
    for left, name, color, (called, word, wrong), (rest, other, missed) in (
        (0.0, "positives", POSITIVE, (c.tp, "caught", False), (c.fn, "missed", True)),
        (1.1, "negatives", NEGATIVE, (c.fp, "false alarms", True), (c.tn, "left alone", False)),
    ):
        ends, cut = [left, left + 1], float(called) / float(called + rest)
        for low, high, many, said, mistake in (
            (0.0, cut, called, word, wrong),
            (cut, 1.0, rest, other, missed),
        ):
            if high > low:
                standing = _standing(ends, [high - low] * 2, low, color, said, mistake)
                data.append(measured(standing, "share of class", low))
            text = f"{1e4 * float(many) / float(c.total):,.0f} {said}"
            middle = float(np.clip((low + high) / 2, 0.07, 0.93))
            notes.append(label(left + 0.5, middle, text, color, xanchor="center", **PLATE))
        notes.append(label(left + 0.5, 1.07, name, color, xanchor="center"))
    return Drawing(
        data=data,
        layout=layout(
            "A column of positives and a column of negatives, equally wide, each split by whether an "
            "alert was raised, with the numbers in 10,000 cases; mistakes are hatched.",
            axis(
                "numbers in 10,000 cases",
                range=[-0.02, 2.12],
                showticklabels=False,
                nticks=1,
                scale="none",
            ),
            share_axis("share of class", range=[0, 1.14], tickvals=HALVES),
            annotations=notes,
            margin=SMALL_MARGIN,
        ),
    )


def reliability(result: Result) -> Drawing:
    """Observed share against mean predicted probability in ten bins, with Wilson intervals."""
    bins = result.sample.reliability
    full = bins.n > 0
    x, decimals = bins.predicted[full], {"tickvals": HALVES, "tickformat": ".1f"}
    said = "%{customdata:,} cases told %{x:.3f}, of whom %{y:.1%} were positive"
    name = "observed share by mean predicted"
    return Drawing(
        data=[
            line([0, 1], [0, 1], INK, "calibrated", dash="dash", width=THIN),
            whiskers(x, bins.low[full], bins.high[full], POSITIVE, "95 % interval"),
            dotted_line(x, bins.observed[full], POSITIVE, name, said, width=THIN)
            | {"customdata": bins.n[full]},
        ],
        layout=layout(
            "Observed share of positives against mean predicted probability in ten bins with 95 % "
            "intervals, and the diagonal where the two agree.",
            axis("predicted probability", range=[-0.02, 1.02], **decimals),
            axis("observed share", range=[-0.02, 1.14], **decimals),
            annotations=[label(1.0, 1.08, "calibrated", MUTED, xanchor="right")],
            margin=SMALL_MARGIN,
        ),
    )


def det(result: Result) -> Drawing:
    """Miss rate against false alarm rate on probit axes."""
    ticks, texts = np.array([0.001, 0.05, 0.5, 0.95]), np.array(["0.1%", "5%", "50%", "95%"])
    probit = {"tickvals": ndtri(ticks), "ticktext": texts, "range": ndtri([6e-4, 0.975])}
    probit["scale"] = "probit"
    return Drawing(
        data=[
            *_endless(result, _probits, "with endless cases"),
            line(
                *_probits(result.sample.probit_curve), NEGATIVE, "miss rate by false positive rate"
            ),
            *_marks(result, _probits),
        ],
        layout=layout(
            "Miss rate against false positive rate, both on probit axes, on which two equal "
            "normals make a straight line; your threshold marked.",
            axis("false positive rate", **probit),
            axis("miss rate", **probit),
            DOT,
            margin=SMALL_MARGIN,
        ),
    )


def decision_curve(result: Result) -> Drawing:
    """Net benefit in 1,000 cases by threshold, against calling everyone and calling no one."""
    share, grid = float(result.chosen.prevalence), result.sample.grid
    x, every = logit(grid.threshold), 1e3 * result.benefit_of_all(grid.threshold)
    every[every <= -300 * share] = np.nan
    return Drawing(
        data=[
            level(0, LEFT, RIGHT, MUTED, "call no one", dash="dot"),
            line(x, every, NEGATIVE, "call everyone", dash="dash"),
            line(x, 1e3 * grid.net_benefit, POSITIVE, "net benefit in 1,000"),
            *_marks(result, lambda c: (_log_odds(c), 1e3 * c.net_benefit)),
        ],
        layout=layout(
            "Net benefit in 1,000 cases against the threshold for the model, for calling everyone "
            "and for calling no one.",
            _threshold_axis("threshold"),
            axis("net benefit in 1,000", range=[-300 * share, 1180 * share], nticks=4),
            DOT,
            margin=SMALL_MARGIN,
            annotations=[
                label(RIGHT, 0, "call no one", MUTED, xanchor="right", yanchor="top"),
                label(LEFT, 1e3 * share, "call everyone", NEGATIVE, yanchor="bottom"),
            ],
        ),
    )


def miniature(result: Result) -> Drawing:
    """The two rows and the line, without words."""
    figure = scores(result)
    return Drawing(figure.data[:-4], figure.layout).without_words()


# --- parts -----------------------------------------------------------------------------------

Place = Callable[[Counts], tuple[Any, Any]]


def _threshold_axis(title: str, ticks: Floats = TICKS[1::2], air: float = 0.4) -> dict[str, Any]:
    return log_odds_axis(title, LEFT - air, RIGHT + air, ticks)


def _outlines(result: Result) -> list[tuple[Floats, float, str]]:
    """For each rival: its positives over FINE with peak 1, where its name stands, at which end.

    A rival ranks on a scale of its own, and its negatives are not those drawn. Ranks are all that
    an AUC sees, so it is put on the model's scale: the one that turns N(0, 1) into the negatives
    drawn, on which log-odds are linear in the raw value. At separation 0 there is no such scale.
    """
    p, share = result.params, logit(float(result.chosen.prevalence))
    slope, found = p.distortion * p.separation, []
    if slope == 0:
        return []
    # the wider rival lies further right: names on the outer flanks do not meet
    for rival, flank, side in zip(result.rivals, (0.8, -0.8), ("left", "right"), strict=False):
        middle = p.distortion * (share - p.separation**2 / 2) + slope * rival.separation
        width = slope * rival.spread
        bell = np.exp(-0.5 * ((FINE - middle) / width) ** 2)
        at = float(np.clip(middle + flank * width, BIN_EDGES[11], BIN_EDGES[-12]))
        found.append((bell, at, side))
    return found


def _steps(height: Floats, low: float, high: float) -> tuple[Floats, Floats]:
    """The outline of a histogram over BIN_EDGES between `low` and `high`, as steps."""
    low, high = np.clip([low, high], LEFT, RIGHT)
    inner = BIN_EDGES[(BIN_EDGES > low) & (BIN_EDGES < high)]
    x = np.repeat(np.concatenate([[low], inner, [high]]), 2)[1:-1]
    middle = (x[::2] + x[1::2]) / 2
    bar = np.clip(np.searchsorted(BIN_EDGES, middle) - 1, 0, height.size - 1)
    return x, np.repeat(height[bar], 2)


def _standing(
    x: Any, height: Any, base: float, color: str, name: str, mistake: bool
) -> dict[str, Any]:
    """An area of that height that stands on `base`; mistakes are hatched."""
    x = np.concatenate([x[:1], x, x[-1:]])
    y = np.concatenate([[base], base + np.asarray(height), [base]])
    return in_steps(area(x, y, color, name, color, MISTAKES if mistake else None, width=1))


def _through_both(x: float, color: str, name: str, **looks: Any) -> dict[str, Any]:
    """An upright line through both rows, but not through the large words above each."""
    y = np.array([0, 0.9, np.nan, UPPER, UPPER + 0.9])
    return line(np.full(y.size, x), y, color, name, **looks)


def _tallies(c: Counts) -> list[dict[str, Any]]:
    """The four outcomes, large, in the corners of the two rows."""
    alarms = "false alarm" if c.fp == 1 else "false alarms"
    return [
        moving_label(x, y, f"<b>{text}</b>", color, 19, position, f"label: {name}")
        for x, position, y, color, text, name in (
            (LEFT, "middle right", 2.24, POSITIVE, f"{c.fn:,} missed", "missed"),
            (LEFT, "middle right", 1.03, NEGATIVE, f"{c.tn:,} left alone", "left alone"),
            (RIGHT, "middle left", 2.24, POSITIVE, f"{c.tp:,} caught", "caught"),
            (RIGHT, "middle left", 1.03, NEGATIVE, f"{c.fp:,} {alarms}", "false alarms"),
        )
    ]


def _rivals(result: Result, place: Place) -> list[dict[str, Any]]:
    return [
        line(*place(rival.counts), color, _rival(rival), dash=dash)
        for rival, (color, dash) in zip(result.rivals, RIVAL_LOOKS, strict=False)
    ]


def _endless(result: Result, place: Place, name: str) -> list[dict[str, Any]]:
    """The population's curve, where there is one."""
    if result.population is None:
        return []
    return [line(*place(result.population.counts), INK, name, dash="dash", width=THIN)]


def _marks(result: Result, place: Place, **more: Any) -> list[dict[str, Any]]:
    """The visitor's threshold, a ringed dot, and the best one, a diamond."""
    chosen, best = result.chosen, result.best
    marks = [here(*place(chosen), "your threshold", INK, _said(chosen), **more)]
    if best is not None:
        looks = {"symbol": "diamond", **more}
        marks.insert(0, here(*place(best), "best threshold", GOOD, _said(best), **looks))
    return marks


def _said(at: Counts) -> str:
    """A threshold in words; an infinite one calls no case."""
    return f"threshold {at.threshold:.3g}" if np.isfinite(at.threshold) else "above every score"


def _rival(rival: Population) -> str:
    return f"rival with spread {rival.spread:g}"


def _log_odds(at: Counts) -> float:
    """A threshold's place on its slider."""
    return float(logit(np.clip(at.threshold, 5e-4, 1 - 5e-4)))


def _probits(counts: Counts) -> tuple[Floats, Floats]:
    """False positive rate and miss rate in probits, nan where a rate is 0 or 1."""
    rates = np.asarray(counts.fpr, float), np.asarray(counts.fnr, float)
    x, y = (ndtri(np.where((rate > 0) & (rate < 1), rate, np.nan)) for rate in rates)
    return x, y
