"""Pictures of one rare class treated six ways."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from concepts.class_imbalance import JUDGES, METHODS, SURE, Picture, Result
from figures.drawing import Drawing
from figures.marks import label, line, whiskers
from figures.shading import level_line, tinted
from figures.theme import (
    FAINT,
    GOOD,
    INK,
    MARKER,
    MUTED,
    NEGATIVE,
    NOISE,
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


PIXELS, FEW_PIXELS = 90, 24  # a side, of the shaded planes
PANELS = (("none", "weights", "threshold"), ("smote", "over", "under"))
PANEL = (0.31, 0.4)  # width and height of one of them, the picture being 1 by 1
PLAIN = "without balancing"
WIDEST = 7.0  # log-odds at the ends of the axis of thresholds


def plane(result: Result) -> Drawing:
    """Cases, synthetic ones with their segments, and the boundary of the method chosen."""
    pic, method = result.picture, result.params.method
    cut = _level(result.shown.threshold)
    images = []
    if pic.planar:
        odds = pic.log_odds
        plain = _level(result.outcomes["none"].threshold)
        images.append(_ground(pic, method, PIXELS))
        data = [
            line(*level_line(pic.grid_x, pic.grid_y, odds[method], cut), INK, "boundary", width=3),
            line(
                *level_line(pic.grid_x, pic.grid_y, odds["none"], plain),
                MUTED,
                "boundary of the plain model",
                dash="dash",
                width=2,
            ),
        ]
        x_axis = axis(_feature(result, 1), range=[*pic.box[:2]])
        y_axis = axis(_feature(result, 2), range=[*pic.box[2:]])
        words = "Cases to learn from on the plane of two features"
    else:
        low, high = pic.box[0], pic.box[1]
        top = pic.box[3]
        data = [
            line(
                np.array([low, top]),
                np.array([low, top]),
                MUTED,
                "no change",
                dash="dash",
                width=THIN,
            ),
            line(np.array([low, high]), np.array([cut, cut]), INK, "threshold", width=3),
        ]
        ticks = np.array([0.0001, 0.001, 0.01, 0.1, 0.5, 0.9, 0.99])
        probability = {
            "tickvals": logit(ticks),
            "ticktext": np.array([f"{t:g}" for t in ticks]),
        }
        x_axis = axis("probability without balancing", range=[low, high], **probability)
        y_axis = axis(f"probability, {_name(method)}", range=[low, top], **probability)
        words = "Cases not learned from, by their probability without balancing and with the method"
    rare = _said("positives", result)
    data = [  # what moves along the axis lies together: the browser draws all between anew
        _dots(pic.negatives, NEGATIVE, "circle", 5.5, 0.75, "negatives"),
        _dots(pic.dropped, NEGATIVE, "circle-open", 5.5, 0.3, "negatives dropped"),
        *data,
        _segments(pic.start, pic.end, "segments of synthetic points"),
        _dots(pic.synthetic, POSITIVE, "circle-open", 7.0, 1.0, "synthetic points"),
        _dots(pic.positives, POSITIVE, "diamond", np.minimum(6.5 * pic.size**0.2, 20), 0.9, rare),
    ]
    key = [(f"◆ {rare}", POSITIVE), ("● negatives", NEGATIVE)]
    if method == "smote":
        key.append(("○ synthetic", POSITIVE))
    if method == "under" and pic.planar:
        key.append(("○ dropped", NEGATIVE))
    if pic.planar:
        key += [("— boundary", INK), ("- - plain model", MUTED)]
    else:
        key += [("— threshold", INK), ("- - no change", MUTED)]
    return Drawing(
        data=data,
        layout=layout(
            f"{words}, with positives, negatives and synthetic points marked, the segment each "
            "synthetic point lies on, and the line from which a case is called positive.",
            x_axis,
            y_axis,
            images=images,
            annotations=_key(key),
            margin={"l": 54, "r": 8, "t": 48, "b": 46},
        ),
    )


def drift(result: Result) -> Drawing:
    """Along the strength: the mean probability leaves the true share, and the AUC stays."""
    x, here = result.strength, result.params.strength
    way, o = result.learned, result.outcomes[result.learned]
    balanced = np.array([mean for name, mean in result.mean.items() if name != "none"])
    level = np.array([0.0, 1.0]), np.full(2, result.share)
    others = np.pad(balanced, ((0, 0), (0, 1)), constant_values=np.nan)  # one line with gaps
    all_x = np.tile(np.append(x, np.nan), len(others))
    data = [
        line(*level, POSITIVE, "true share", dash="dot"),
        line(all_x, others.ravel(), NOISE, "mean probability, all balanced", width=THIN),
        line(x, result.auc[way], GOOD, "AUC", dash="dashdot"),
        line(x, result.mean[way], INK, "mean probability", width=3),
        line(np.array([here, here]), np.array([0.0, 1.0]), FAINT, "your strength", width=2),
        _marks(
            np.array([here, here]),
            np.array([o.auc, o.mean]),
            INK,
            "AUC and mean at your strength",
        ),
    ]
    auc, mean = float(result.auc[way][0]), float(result.mean[way][-1])
    top = max(mean, float(np.nanmax(balanced[:, -1])))
    notes = [
        label(0.03, auc + 0.05, "AUC", GOOD, yanchor="bottom"),
        label(0.97, top + 0.06, "mean probability", INK, xanchor="right", **PLATE),
        label(0.97, result.share - 0.05, "true share", POSITIVE, xanchor="right", **PLATE),
    ]
    if -0.05 < auc - top < 0.14:  # the AUC's line would run through the words
        notes[1] = label(0.03, top + 0.09, "mean probability", INK, **PLATE)
        notes[0]["y"] = auc + 0.13
    return Drawing(
        data=data,
        layout=layout(
            "AUC and mean probability against the strength of the balancing, with the true share "
            "of positives as a level line and your strength marked.",
            share_axis("strength", tickformat=".1f"),
            share_axis("share", range=[-0.09, 1.08], tickvals=np.array([0.0, 0.25, 0.5, 0.75, 1])),
            annotations=notes,
            margin={"l": 50, "r": 8, "t": 48, "b": 46},
        ),
    )


def roads(result: Result) -> Drawing:
    """All six methods, each on a plane of its own, with the same positives."""
    pic, notes, images = result.picture, [], []
    box = pic.box if pic.planar else (-0.04, 1.04, -SURE, SURE / 1.6)
    some = pic.positives[:20]
    # One pair of axes, the panels side by side on it: six pairs are slow to draw.
    edges, dots = [], []
    for i, name in enumerate(n for row in PANELS for n in row):
        left, bottom = (i % 3) * 0.345, 0.53 * (1 - i // 3)
        outcome = result.outcomes[name]
        cut = _level(outcome.threshold)
        if pic.planar:
            images.append(_ground(pic, name, FEW_PIXELS, left, bottom))
            edge = np.column_stack(level_line(pic.grid_x, pic.grid_y, pic.log_odds[name], cut))
        else:
            # a few cases in order of their plain probability, each at the share of all to its left
            few = result.by_plain_score(60)
            odds = np.clip(logit(np.clip(outcome.score[few], 1e-4, 1 - 1e-4)), -SURE, SURE)
            some = np.column_stack([np.linspace(0, 1, few.size), odds])
            edge = np.array([[0.0, cut], [1.0, cut]])
        edges += [_in_panel(edge, box, left, bottom), np.full((1, 2), np.nan)]
        dots.append(_in_panel(some, box, left, bottom))
        chosen = name == result.params.method
        words = f"<b>{METHODS[name]}</b>" if chosen else METHODS[name]
        notes.append(label(left, bottom + PANEL[1] + 0.005, words, INK, yanchor="bottom"))
    edge = np.concatenate(edges)
    planes = "a plane shaded by probability with its boundary and the positives"
    scatter = "cases in order of their plain probability, by the method's own, and its threshold"
    looks = (POSITIVE, "diamond") if pic.planar else (MUTED, "circle")
    names = ("boundaries", "positives") if pic.planar else ("thresholds", "cases")
    hidden = {"visible": False, "fixedrange": True, "range": [0.0, 1.0]}
    return Drawing(
        data=[
            line(edge[:, 0], edge[:, 1], INK, f"{names[0]} in all panels", width=2.5),
            _dots(np.concatenate(dots), *looks, 4.0, 0.9, f"{names[1]} in all panels"),
        ],
        layout=layout(
            f"Six small panels, one a method, each {planes if pic.planar else scatter}.",
            hidden,
            hidden,
            annotations=notes,
            images=images,
            margin={"l": 4, "r": 4, "t": 14, "b": 6},
        ),
    )


def reliability(result: Result) -> Drawing:
    """Observed share against mean probability in ten bins: without balancing, and the method."""
    ends = np.array([0.0, 1.0])
    data = [line(ends, ends, INK, "calibrated", dash="dash", width=THIN)]
    notes = [label(0.02, 0.88, "- - calibrated", INK)]
    chosen = result.balanced
    for name, said, color, symbol, shown in (
        ("none", PLAIN, MUTED, "circle-open", True),
        (result.params.method, _name(result.params.method), INK, "circle", chosen),
    ):
        bins = result.outcomes[name].reliability
        full = bins.n > (0 if shown else np.inf)
        x, y = bins.predicted[full], bins.observed[full]
        interval = f"{said}, 95 % interval"
        data.append(whiskers(x, bins.low[full], bins.high[full], color, interval))
        data.append({
            "type": "scatter",
            "name": said,
            "mode": "lines+markers",
            "x": x.astype(np.float32),
            "y": y.astype(np.float32),
            "marker": {"size": 7, "color": color, "symbol": symbol},
            "line": {"width": THIN + 0.5, "color": color, "dash": "dot" if name == "none" else "solid"},
            "customdata": bins.n[full],
            "hovertemplate": "%{customdata:,} cases told %{x:.2f}, of whom %{y:.1%} were positive"
            "<extra></extra>",
        })  # fmt: skip
    if chosen:
        notes.append(label(0.02, 0.79, f"● {_name(result.params.method)}", INK))
        notes.append(label(0.02, 0.97, "○ without balancing", MUTED))
    decimals = {"tickvals": np.array([0.0, 0.5, 1.0]), "tickformat": ".1f"}  # as scores are written
    return Drawing(
        data=data,
        layout=layout(
            "Observed share of positives against mean probability in ten bins with 95 % intervals, "
            "and the diagonal where the two agree.",
            axis("mean probability", range=[-0.02, 1.02], **decimals),
            axis("observed share", range=[-0.02, 1.04], **decimals),
            annotations=notes,
            margin=SMALL_MARGIN,
        ),
    )


def roc(result: Result) -> Drawing:
    """True against false positive rate of all methods, with the points they work at."""
    curves = [
        (np.append(0.0, o.curve.fpr), np.append(0.0, o.curve.recall))
        for o in (result.outcomes[n] for n in result.auc)
    ]
    ends = np.array([0.0, 1.0])
    data = [line(ends, ends, MUTED, "diagonal of chance", dash="dot", width=THIN)]
    data += _curves(result, curves)
    points = {n: (float(o.chosen.fpr), float(o.chosen.recall)) for n, o in result.outcomes.items()}
    return _with_points(
        result,
        data,
        points,
        "True positive rate against false positive rate for every way of learning, the curves "
        "nearly on top of each other, with the points at which they are cut.",
        share_axis("false positive rate", nticks=4),
        share_axis("recall", nticks=4),
        falling=False,
    )


def pr(result: Result) -> Drawing:
    """Precision against recall of all methods, with the points they work at."""
    curves = [(o.curve.recall, o.curve.precision) for o in (result.outcomes[n] for n in result.auc)]
    level = np.array([0.0, 1.0]), np.full(2, result.share)
    data = [line(*level, MUTED, "level of chance", dash="dot", width=THIN)]
    data += _curves(result, curves, shape="vh")
    points = {
        n: (float(o.chosen.recall), float(o.chosen.precision)) for n, o in result.outcomes.items()
    }
    return _with_points(
        result,
        data,
        points,
        "Precision against recall for every way of learning, with the points at which they are cut "
        "and the share of positives as the level of chance.",
        share_axis("recall", nticks=4),
        share_axis("precision", nticks=4),
        falling=True,
    )


def cost(result: Result) -> Drawing:
    """Cost in 1,000 cases by threshold, with the threshold that costs alone would choose."""
    p = result.params
    data, ends, notes = [], [], []
    unit = "$ in 1,000 cases" if p.source == "birds" else "cost in 1,000 cases"
    for name, said, color, dash, shown in (
        ("none", PLAIN, MUTED, "dash", True),
        (p.method, _name(p.method), INK, "solid", result.balanced),
    ):
        o = result.outcomes["none" if name == "threshold" else name]
        x = logit(np.clip(o.curve.threshold, expit(-9), expit(9)))
        y = 1000 * o.bill
        inside = np.abs(x) <= WIDEST
        if shown:
            ends += [float(y[inside].max()), float(y[inside].min())]
            low = int(np.argmin(np.where(inside, y, np.inf)))
            notes.append((float(x[low]), float(y[low]), name, color))
        x, y = (x[inside], y[inside]) if shown else (x[:0], y[:0])
        data.append(line(x, y, color, f"{unit}, {said}", dash=dash, shape="vh"))
    # the axis stands still while the curve moves a little
    low = np.floor(4 * (np.log10(max(min(ends), 1e-3)) - 0.28)) / 4
    high = np.ceil(4 * (np.log10(max(ends)) + 0.1)) / 4
    cut = float(np.clip(logit(result.fair_cut), -WIDEST, WIDEST))
    upright = np.array([cut, cut]), 10.0 ** np.array([low, high])
    data.append(line(*upright, GOOD, "threshold where costs say", dash="dot"))
    cheapest = np.array([n[0] for n in notes]), np.array([n[1] for n in notes])
    data.append(_marks(*cheapest, INK, "cheapest points"))
    words = []
    for left, height, name, color in notes:
        # names stand on the outer sides of two cheapest points, clear of each other
        outer = len(notes) == 2 and left == min(n[0] for n in notes)
        words.append(
            label(
                left,
                float(np.log10(height)) - 0.03,
                _name(name),
                color,
                yanchor="top",
                xanchor="right" if outer else "left",
                **PLATE,
            )
        )
    side = "left" if cut < 0 else "right"
    words.append(
        label(cut, high - 0.04, " where costs say ", GOOD, xanchor=side, yanchor="top", **PLATE)
    )
    ticks = np.array([0.01, 0.1, 0.5, 0.9, 0.99])
    return Drawing(
        data=data,
        layout=layout(
            "Cost in 1,000 cases against the threshold, without balancing and with the method, "
            "each with its cheapest point, and the threshold that follows from the costs.",
            axis(
                "threshold",
                range=[-WIDEST - 0.2, WIDEST + 0.2],
                tickvals=logit(ticks),
                ticktext=np.array([f"{t:g}" for t in ticks]),
            ),
            axis(unit, type="log", range=[low, high], tickvals=_rungs(low, high), tickformat="~s"),
            annotations=words,
            margin=SMALL_MARGIN,
        ),
    )


def leak(result: Result) -> Drawing:
    """AUC by cross-validation for three models: SMOTE before the folds against inside them."""
    rows = np.arange(len(JUDGES))[::-1].astype(float)
    found = result.leak
    none = np.empty(0)
    before = inside = none
    notes = [label(0.75, 1.0, "turn on “Check for a leak”", MUTED, xanchor="center")]
    if found is not None:
        before = np.array([found.auc_before[name] for name in JUDGES])
        inside = np.array([found.auc_inside[name] for name in JUDGES])
        notes = [
            *_key([("◆ SMOTE, then folds", POSITIVE), ("● SMOTE inside each fold", NEGATIVE)]),
            label(0.5, -0.55, "chance", MUTED, xshift=4),
            *(
                label(1.0, row + 0.3, JUDGES[name], INK, xanchor="right")
                for name, row in zip(JUDGES, rows, strict=True)
            ),
        ]
    shown = rows[: before.size]
    gaps = np.column_stack([before, inside, np.full(before.size, np.nan)]).ravel()
    data = [
        line(np.array([0.5, 0.5]), np.array([-0.8, 2.6]), MUTED, "chance", dash="dot"),
        line(gaps, np.repeat(shown, 3), FAINT, "gaps between the two", width=5),
        _dots(
            np.column_stack([before, shown]),
            POSITIVE,
            "diamond",
            13.0,
            1.0,
            "AUC with SMOTE before the folds",
        ),
        _dots(
            np.column_stack([inside, shown]),
            NEGATIVE,
            "circle",
            13.0,
            1.0,
            "AUC with SMOTE inside each fold",
        ),
    ]
    return Drawing(
        data=data,
        layout=layout(
            "Cross-validated AUC of three models, each with two marks: with SMOTE before the "
            "folds were made, and inside each fold.",
            axis("cross-validated AUC", range=[0.38, 1.02], tickformat=".1f"),
            axis("", range=[-0.8, 2.6], visible=False),
            annotations=notes,
            margin={"l": 14, "r": 12, "t": 48, "b": 46},
        ),
    )


def miniature(result: Result) -> Drawing:
    """The plane without words."""
    return plane(result).without_words()


# --- parts -----------------------------------------------------------------------------------


def _rungs(low: float, high: float) -> Floats:
    """Ticks of a log axis between two powers of ten: 1, 2, 5, or over a wide range powers only."""
    steps = np.array([1.0, 2.0, 5.0]) if high - low < 2.5 else np.ones(1)
    ticks = np.outer(10.0 ** np.arange(np.floor(low), np.ceil(high) + 1), steps).ravel()
    inside: Floats = ticks[(ticks >= 10**low) & (ticks <= 10**high)]
    return inside


def _level(threshold: float) -> float:
    """A threshold in log-odds, within what the shading tells apart."""
    return float(np.clip(logit(threshold), -SURE + 0.1, SURE - 0.1))


def _name(method: str) -> str:
    """A method's name within a picture."""
    return METHODS[method].lower().replace("smote", "SMOTE")


def _feature(result: Result, which: int) -> str:
    more = result.dimension > 2
    return f"feature {which}" + (", the others at 0" if more and which == 1 else "")


def _said(words: str, result: Result) -> str:
    return "rarer label" if result.flipped else words


def _ground(
    pic: Picture, method: str, pixels: int, left: float | None = None, bottom: float = 0.0
) -> dict[str, Any]:
    """Both classes' colours by probability, clear where it is a half; with `left`, as a panel."""
    x, y = pic.box[:2], pic.box[2:]
    if left is not None:
        x, y = (left, left + PANEL[0]), (bottom, bottom + PANEL[1])
    return tinted(expit(pic.log_odds[method]), x, y, (NEGATIVE, POSITIVE), 0.4, pixels)


def _in_panel(
    points: Floats, box: tuple[float, float, float, float], left: float, bottom: float
) -> Floats:
    """Points (.., 2) of the plane `box` in a small panel of it; nan for those outside."""
    low, high = np.array(box[::2]), np.array(box[1::2])
    share: Floats = (points - low) / (high - low)
    share[((share < 0) | (share > 1)).any(axis=1)] = np.nan
    placed: Floats = np.array([left, bottom]) + np.array(PANEL) * share
    return placed


def _dots(
    places: Floats, color: str, symbol: str, size: float | Floats, opacity: float, name: str
) -> dict[str, Any]:
    sizes = np.asarray(size, np.float32) if isinstance(size, np.ndarray) else size
    return {
        "type": "scatter",
        "name": name,
        "mode": "markers",
        "x": places[:, 0].astype(np.float32),
        "y": places[:, 1].astype(np.float32),
        "marker": {
            "color": color,
            "symbol": symbol,
            "size": sizes,
            "opacity": opacity,
            "line": {"color": PAPER if "open" not in symbol else color, "width": 0.8},
        },
        "hoverinfo": "skip",
    }


def _segments(start: Floats, end: Floats, name: str) -> dict[str, Any]:
    """All segments as one line with gaps."""
    gap = np.full(len(start), np.nan)
    x = np.column_stack([start[:, 0], end[:, 0], gap]).ravel()
    y = np.column_stack([start[:, 1], end[:, 1], gap]).ravel()
    return line(x, y, faded(POSITIVE, 0.45), name, width=1)


def _marks(x: Floats, y: Floats, color: str, name: str, symbol: str = "circle") -> dict[str, Any]:
    return {
        "type": "scatter",
        "name": name,
        "mode": "markers",
        "x": x,
        "y": y,
        "marker": {
            "size": MARKER,
            "color": color,
            "symbol": symbol,
            "line": {"color": PAPER, "width": 1.5},
        },
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _key(entries: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """Words in the colours of what they name, in two rows above the picture."""
    notes = []
    for i, (text, color) in enumerate(entries):
        across = (0.0, 0.34, 0.68)[i // 2]
        notes.append(
            label(across, 1.0, text, color, xref="paper", yref="paper",
                  yanchor="bottom", yshift=22 if i % 2 == 0 else 3)
        )  # fmt: skip
    return notes


def _curves(result: Result, curves: list[tuple[Floats, Floats]], **looks: Any) -> list[Any]:
    """One line a way of learning: the method chosen in ink, plain dashed.

    The others are thin, all in one trace, and every second row of them.
    """
    method = result.learned
    gap, others, drawn = np.array([np.nan]), [], []
    for name, (x, y) in zip(result.auc, curves, strict=True):
        if name == method:
            drawn.append(line(x, y, INK, PLAIN if name == "none" else _name(name), **looks))
        elif name == "none":
            drawn.append(line(x, y, MUTED, PLAIN, dash="dash", width=2, **looks))
        else:
            others.append(
                (np.concatenate([x[::2], x[-1:], gap]), np.concatenate([y[::2], y[-1:], gap]))
            )
    x, y = (np.concatenate(values) for values in zip(*others, strict=True))
    return [line(x, y, NOISE, "other methods", width=THIN, **looks), *drawn]


def _with_points(
    result: Result,
    data: list[Any],
    points: dict[str, tuple[float, float]],
    shows: str,
    x: dict[str, Any],
    y: dict[str, Any],
    falling: bool,
) -> Drawing:
    """The curves with a mark where each method is cut; plain and the method chosen are named."""
    method, notes = result.params.method, []
    places = np.array([points[name] for name in METHODS])
    data.append(_marks(places[1:, 0], places[1:, 1], NOISE, "points of the five methods"))
    data.append(_marks(places[:1, 0], places[:1, 1], MUTED, f"point {PLAIN}", "square"))
    x_at, y_at = (np.array([v]) for v in points[method])
    data.append(_marks(x_at, y_at, INK, "point of your method"))
    for name in dict.fromkeys(("none", method)):
        at = points[name]
        if np.isnan(at).any():
            continue
        side = "left" if at[0] < 0.6 else "right"
        # the free side of the curve: above a falling one, below a rising one; more so where the
        # words lie along it
        shift = (15 if falling else -15) * (1.0 if side == "left" else 1.5)
        notes.append(
            label(at[0], at[1], _name(name),
                  INK if name == method else MUTED, xanchor=side,
                  xshift=6 if side == "left" else 10, yshift=shift, **PLATE)
        )  # fmt: skip
    if len(notes) == 2 and max(abs(np.subtract(points["none"], points[method]))) < 0.15:
        notes[0]["yshift"] *= 2.2
    return Drawing(
        data=data,
        layout=layout(shows, x, y, annotations=notes, margin=SMALL_MARGIN),
    )
