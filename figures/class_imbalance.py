"""Pictures of one rare class treated six ways."""

from html import escape
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from concepts.class_imbalance import JUDGES, METHODS, SURE, Picture, Result
from figures.drawing import Drawing
from figures.marks import (
    dots,
    dotted_line,
    handle,
    key,
    label,
    level,
    line,
    lines,
    log_axis,
    log_odds_axis,
    round_ticks,
    segments,
    upright,
    whiskers,
)
from figures.shading import level_line, tinted
from figures.theme import (
    FAINT,
    GOOD,
    INK,
    MUTED,
    NEGATIVE,
    NOISE,
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
PANELS = ("none", "weights", "threshold", "smote", "over", "under")  # three in a row
PANEL = (0.31, 0.4)  # width and height of one of them, the picture being 1 by 1
PLAIN = "without balancing"
WIDEST = 7.0  # log-odds at the ends of the axis of thresholds
COLUMNS = (0.0, 0.34, 0.68)  # of the key
TALL = {"r": 8, "t": 48, "b": 46}  # margin of a figure with a key in two rows


def plane(result: Result) -> Drawing:
    """Cases, synthetic ones with their segments, and the boundary of the method chosen."""
    pic, method = result.picture, result.params.method
    cut = _level(result.shown.threshold)
    rare = "rarer label" if result.flipped else "positives"
    names = [("◆", POSITIVE, rare), ("●", NEGATIVE, "negatives")]
    if method == "smote":
        names.append(("○", POSITIVE, "synthetic"))
    left, right, bottom, top = pic.box
    if pic.planar:
        if method == "under":
            names.append(("○", NEGATIVE, "dropped"))
        names += [("—", INK, "boundary"), ("- -", MUTED, "plain model")]
        plain = _level(result.outcomes["none"].threshold)
        edges = [
            line(*_edge(pic, method, cut), INK, "boundary", width=3),
            line(*_edge(pic, "none", plain), MUTED, "boundary of the plain model",
                 dash="dash", width=2),
        ]  # fmt: skip
        first, second = (escape(name, quote=False) for name in result.pair)  # plotly.js reads HTML
        first += ", the others at 0" if result.dimension > 2 else ""
        axes = axis(first, range=[left, right]), axis(second, range=[bottom, top])
        words = "Cases to learn from on the plane of two features"
        handles = [handle("boundary", "line")] if method != "none" else []
    else:
        names += [("—", INK, "threshold"), ("- -", MUTED, "no change")]
        edges = [
            line([left, top], [left, top], MUTED, "no change", dash="dash", width=THIN),
            level(cut, left, right, INK, "threshold", width=3),
        ]
        ticks = np.array([0.0001, 0.001, 0.01, 0.1, 0.5, 0.9, 0.99])
        axes = (
            log_odds_axis("probability without balancing", left, right, ticks),
            log_odds_axis(f"probability, {_name(method)}", left, top, ticks),
        )
        words = "Cases not learned from, by their probability without balancing and with the method"
        handles = []
        if method == "threshold":
            handles = [handle("threshold", "line")]
        elif result.params.cut == "fixed":
            handles = [handle("threshold", "line", threshold=(0.0, 1.0))]
    often = np.minimum(6.5 * pic.size**0.2, 20)
    segment = faded(POSITIVE, 0.45)
    data = [  # what moves along the axis lies together: the browser draws all between anew
        _cases(pic.negatives, NEGATIVE, "negatives", 5.5, "circle", 0.75),
        _cases(pic.dropped, NEGATIVE, "negatives dropped", 5.5, "circle-open", 0.3),
        *edges,
        segments(pic.start, pic.end, segment, "segments of synthetic points", width=1),
        _cases(pic.synthetic, POSITIVE, "synthetic points", 7.0, "circle-open"),
        _cases(pic.positives, POSITIVE, rare, often, "diamond", 0.9),
    ]
    return Drawing(
        data,
        layout(
            f"{words}, with positives, negatives and synthetic points marked, the segment each "
            "synthetic point lies on, and the line from which a case is called positive.",
            *axes,
            handles,
            images=[_ground(pic, method, PIXELS, pic.box)] if pic.planar else [],
            annotations=_key(names),
            margin={"l": 54, **TALL},
        ),
    )


def drift(result: Result) -> Drawing:
    """Along the strength: the mean probability leaves the true share, and the AUC stays."""
    x, here, share = result.strength, result.params.strength, result.share
    way, o = result.learned, result.outcomes[result.learned]
    balanced = np.array([mean for name, mean in result.mean.items() if name != "none"])
    data = [
        level(share, 0, 1, POSITIVE, "true share", dash="dot"),
        lines(x, balanced, NOISE, "mean probability, all balanced", width=THIN),
        line(x, result.auc[way], GOOD, "AUC", dash="dashdot"),
        line(x, result.mean[way], INK, "mean probability", width=3),
        upright(here, 0, 1, FAINT, "your strength", width=2),
        _points([(here, o.auc), (here, o.mean)], INK, "AUC and mean at your strength"),
    ]
    auc = float(result.auc[way][0])
    top = float(np.nanmax([result.mean[way][-1], *balanced[:, -1]]))
    notes = [
        label(0.03, auc + 0.05, "AUC", GOOD, yanchor="bottom"),
        label(0.97, top + 0.06, "mean probability", INK, xanchor="right", **PLATE),
        label(0.97, share - 0.05, "true share", POSITIVE, xanchor="right", **PLATE),
    ]
    if -0.05 < auc - top < 0.14:  # the AUC's line would run through the words
        notes[1] = label(0.03, top + 0.09, "mean probability", INK, **PLATE)
        notes[0]["y"] = auc + 0.13
    return Drawing(
        data,
        layout(
            "AUC and mean probability against the strength of the balancing, with the true share "
            "of positives as a level line and your strength marked.",
            share_axis("strength", tickformat=".1f"),
            share_axis("share", range=[-0.09, 1.08], tickvals=np.array([0.0, 0.25, 0.5, 0.75, 1])),
            [handle("your strength", "line")],
            annotations=notes,
            margin={"l": 50, **TALL},
        ),
    )


def roads(result: Result) -> Drawing:
    """All six methods, each on a plane of its own, with the same positives."""
    pic, notes, images = result.picture, [], []
    few = result.by_plain_score(60)
    # One pair of axes, the panels side by side on it: six pairs are slow to draw.
    edges, cases = [], []
    for i, name in enumerate(PANELS):
        left, bottom = (i % 3) * 0.345, 0.53 * (1 - i // 3)
        panel = (left, left + PANEL[0], bottom, bottom + PANEL[1])
        o = result.outcomes[name]
        cut = _level(o.threshold)
        if pic.planar:
            images.append(_ground(pic, name, FEW_PIXELS, panel))
            box, some = pic.box, pic.positives[:20]
            edge = np.column_stack(_edge(pic, name, cut))
        else:
            # each case at the share of all to its left, by their plain probability
            box = (-0.04, 1.04, -SURE, SURE / 1.6)
            odds = np.clip(logit(np.clip(o.score[few], 1e-4, 1 - 1e-4)), -SURE, SURE)
            some = np.column_stack([np.linspace(0, 1, few.size), odds])
            edge = np.array([[0.0, cut], [1.0, cut]])
        edges += [_in_panel(edge, box, panel), np.full((1, 2), np.nan)]
        cases.append(_in_panel(some, box, panel))
        words = f"<b>{METHODS[name]}</b>" if name == result.params.method else METHODS[name]
        notes.append(label(left, panel[3] + 0.005, words, INK, yanchor="bottom"))
    if pic.planar:
        shows = "a plane shaded by probability with its boundary and the positives"
        edge_name, name, color, symbol = "boundaries", "positives", POSITIVE, "diamond"
    else:
        shows = "cases in order of their plain probability, by the method's own, and its threshold"
        edge_name, name, color, symbol = "thresholds", "cases", MUTED, "circle"
    x, y = np.concatenate(edges).T
    hidden = {"visible": False, "fixedrange": True, "range": [0.0, 1.0]}
    return Drawing(
        [
            line(x, y, INK, f"{edge_name} in all panels", width=2.5),
            _cases(np.concatenate(cases), color, f"{name} in all panels", 4.0, symbol, 0.9),
        ],
        layout(
            f"Six small panels, one a method, each {shows}.",
            hidden,
            hidden,
            annotations=notes,
            images=images,
            margin={"l": 4, "r": 4, "t": 14, "b": 6},
        ),
    )


def reliability(result: Result) -> Drawing:
    """Observed share against mean probability in ten bins: without balancing, and the method."""
    data = [line([0, 1], [0, 1], INK, "calibrated", dash="dash", width=THIN)]
    notes = [label(0.02, 0.88, "- - calibrated", INK)]
    said = _name(result.params.method)
    if result.balanced:
        notes += [label(0.02, 0.79, f"● {said}", INK), label(0.02, 0.97, f"○ {PLAIN}", MUTED)]
    hover = "%{customdata:,} cases told %{x:.2f}, of whom %{y:.1%} were positive"
    for name, called, color, symbol, dash, shown in (
        ("none", PLAIN, MUTED, "circle-open", "dot", True),
        (result.params.method, said, INK, "circle", "solid", result.balanced),
    ):
        bins = result.outcomes[name].reliability
        full = bins.n > (0 if shown else np.inf)
        x, y, low, high = (v[full] for v in (bins.predicted, bins.observed, bins.low, bins.high))
        looks = {"dash": dash, "width": THIN + 0.5}
        data += [
            whiskers(x, low, high, color, f"{called}, 95 % interval"),
            dotted_line(x, y, color, called, hover, 7, symbol, **looks)
            | {"customdata": bins.n[full]},
        ]
    decimals = {"tickvals": np.array([0.0, 0.5, 1.0]), "tickformat": ".1f"}  # as scores are written
    return Drawing(
        data,
        layout(
            "Observed share of positives against mean probability in ten bins with 95 % intervals, "
            "and the diagonal where the two agree.",
            axis("predicted probability", range=[-0.02, 1.02], **decimals),
            axis("observed share", range=[-0.02, 1.04], **decimals),
            annotations=notes,
            margin=SMALL_MARGIN,
        ),
    )


def roc(result: Result) -> Drawing:
    """True against false positive rate of all methods, with the points they work at."""
    outcomes = result.outcomes.items()
    curves = {n: (np.append(0.0, o.curve.fpr), np.append(0.0, o.curve.recall)) for n, o in outcomes}
    points = {n: (float(o.chosen.fpr), float(o.chosen.recall)) for n, o in outcomes}
    marks, notes = _points_of_methods(result, points, falling=False)
    return Drawing(
        [
            line([0, 1], [0, 1], MUTED, "diagonal of chance", dash="dot", width=THIN),
            *_curves(result, curves),
            *marks,
        ],
        layout(
            "True positive rate against false positive rate for every way of learning, the curves "
            "nearly on top of each other, with the points at which they are cut.",
            share_axis("false positive rate", nticks=4),
            share_axis("recall", nticks=4),
            annotations=notes,
            margin=SMALL_MARGIN,
        ),
    )


def pr(result: Result) -> Drawing:
    """Precision against recall of all methods, with the points they work at."""
    outcomes = result.outcomes.items()
    curves = {n: (o.curve.recall, o.curve.precision) for n, o in outcomes}
    points = {n: (float(o.chosen.recall), float(o.chosen.precision)) for n, o in outcomes}
    marks, notes = _points_of_methods(result, points, falling=True)
    return Drawing(
        [
            level(result.share, 0, 1, MUTED, "level of chance", dash="dot", width=THIN),
            *_curves(result, curves, shape="vh"),
            *marks,
        ],
        layout(
            "Precision against recall for every way of learning, with the points at which they are "
            "cut and the share of positives as the level of chance.",
            share_axis("recall", nticks=4),
            share_axis("precision", nticks=4),
            annotations=notes,
            margin=SMALL_MARGIN,
        ),
    )


def cost(result: Result) -> Drawing:
    """Cost in 1,000 cases by threshold, with the threshold that costs alone would choose."""
    method, birds = result.params.method, result.params.source == "birds"
    unit = "$ in 1,000 cases" if birds else "cost in 1,000 cases"
    curves, ends, cheapest = [], [], []
    for name, said, color, dash, shown in (
        ("none", PLAIN, MUTED, "dash", True),
        (method, _name(method), INK, "solid", result.balanced),
    ):
        o = result.outcomes[name]
        x, y = logit(np.clip(o.curve.threshold, expit(-9), expit(9))), 1000 * o.bill
        inside = (np.abs(x) <= WIDEST) & shown
        x, y = x[inside], y[inside]
        curves.append(line(x, y, color, f"{unit}, {said}", dash=dash, shape="vh"))
        if shown:
            ends += [float(y.max()), float(y.min())]
            cheapest.append((float(x[y.argmin()]), float(y.min()), name, color))
    # the axis stands still while the curve moves a little
    low = np.floor(4 * (np.log10(max(min(ends), 1e-3)) - 0.28)) / 4
    high = np.ceil(4 * (np.log10(max(ends)) + 0.1)) / 4
    # a model that errs nowhere costs nothing, which a logarithmic axis has no place for
    cheapest = [(x, max(y, 10.0**low), name, color) for x, y, name, color in cheapest]
    cut = float(np.clip(logit(result.fair_cut), -WIDEST, WIDEST))
    side = "left" if cut < 0 else "right"
    # names stand on the outer sides of two cheapest points, clear of each other and of the axis
    first, *other = sorted(x for x, *_ in cheapest)
    between = max(first, -0.28 * WIDEST)  # left of it there is room for a name
    notes = [
        label(
            between if other and x == first else max(x, between) if other else x,
            float(np.log10(y)) - 0.03, _name(name), color, yanchor="top",
            xanchor="right" if other and x == first else "left", **PLATE,
        )
        for x, y, name, color in cheapest
    ]  # fmt: skip
    notes.append(
        label(cut, high - 0.04, " where costs say ", GOOD, xanchor=side, yanchor="top", **PLATE)
    )
    return Drawing(
        [
            *curves,
            upright(cut, 10**low, 10**high, GOOD, "threshold where costs say", dash="dot"),
            _points([(x, y) for x, y, *_ in cheapest], INK, "cheapest points"),
        ],
        layout(
            "Cost in 1,000 cases against the threshold, without balancing and with the method, "
            "each with its cheapest point, and the threshold that follows from the costs.",
            log_odds_axis(
                "threshold", -WIDEST - 0.2, WIDEST + 0.2, np.array([0.01, 0.1, 0.5, 0.9, 0.99])
            ),
            log_axis(unit, low, high, tickvals=round_ticks(low, high, 5), tickformat="~s"),
            annotations=notes,
            margin=SMALL_MARGIN,
        ),
    )


def leak(result: Result) -> Drawing:
    """AUC by cross-validation for three models: SMOTE before the folds against inside them."""
    found, names = result.leak, list(JUDGES)
    if found is None:
        before = inside = rows = np.empty(0)
        notes = [label(0.75, 1.0, "turn on “Check for a leak”", MUTED, xanchor="center")]
    else:
        before = np.array([found.auc_before[name] for name in names])
        inside = np.array([found.auc_inside[name] for name in names])
        rows = np.arange(len(names))[::-1].astype(float)
        notes = [
            *_key(
                [("◆", POSITIVE, "SMOTE, then folds"), ("●", NEGATIVE, "SMOTE inside each fold")]
            ),
            label(0.5, -0.55, "chance", MUTED, xshift=4),
            *(
                label(1.0, row + 0.3, JUDGES[name], INK, xanchor="right")
                for name, row in zip(names, rows, strict=True)
            ),
        ]
    start, end = (np.column_stack([x, rows]) for x in (before, inside))
    data = [
        upright(0.5, -0.8, 2.6, MUTED, "chance", dash="dot"),
        segments(start, end, FAINT, "gaps between the two", width=5),
        dots(before, rows, POSITIVE, "AUC with SMOTE before the folds", "", 13, "diamond"),
        dots(inside, rows, NEGATIVE, "AUC with SMOTE inside each fold", "", 13),
    ]
    return Drawing(
        data,
        layout(
            "Cross-validated AUC of three models, each with two marks: with SMOTE before the "
            "folds were made, and inside each fold.",
            axis("cross-validated AUC", range=[0.38, 1.02], tickformat=".1f"),
            axis(
                "model",
                range=[-0.8, 2.6],
                visible=False,
                scale=[JUDGES[name] for name in names[::-1]],
            ),
            annotations=notes,
            margin={**TALL, "l": 14, "r": 12},
        ),
    )


def miniature(result: Result) -> Drawing:
    """The plane without words."""
    return plane(result).without_words()


# --- parts -----------------------------------------------------------------------------------


def _level(threshold: float) -> float:
    """A threshold in log-odds, within what the shading tells apart."""
    return float(np.clip(logit(threshold), -SURE + 0.1, SURE - 0.1))


def _edge(pic: Picture, method: str, cut: float) -> tuple[Floats, Floats]:
    """Where the plane's log-odds by that method are `cut`."""
    return level_line(pic.grid_x, pic.grid_y, pic.log_odds[method], cut)


def _name(method: str) -> str:
    """A method's name within a picture."""
    return METHODS[method].lower().replace("smote", "SMOTE")


def _ground(
    pic: Picture, method: str, pixels: int, box: tuple[float, float, float, float]
) -> dict[str, Any]:
    """Both classes' colours by probability over `box`, clear where it is a half."""
    tints = (NEGATIVE, POSITIVE)
    return tinted(expit(pic.log_odds[method]), box[:2], box[2:], tints, 0.4, pixels)


def _in_panel(
    points: Floats, box: tuple[float, float, float, float], panel: tuple[float, float, float, float]
) -> Floats:
    """Points (.., 2) of the plane `box` in a small panel of it; nan for those outside."""
    low, high, left, right = (np.array(ends[i::2]) for ends in (box, panel) for i in (0, 1))
    share = (points - low) / (high - low)
    share[((share < 0) | (share > 1)).any(axis=1)] = np.nan
    placed: Floats = left + (right - left) * share
    return placed


def _cases(
    places: Floats, color: str, name: str, size: float | Floats, symbol: str, opacity: float = 1.0
) -> dict[str, Any]:
    """A small mark at each of `places` (.., 2)."""
    x, y = places.T
    return dots(x, y, color, name, "", size, symbol, opacity, width=0.8)


def _points(places: Any, color: str, name: str, symbol: str = "circle") -> dict[str, Any]:
    """Marked `places` (.., 2) on curves, whole at the edge of the picture too."""
    x, y = np.array(places).T
    return dots(x, y, color, name, symbol=symbol, width=1.5, cliponaxis=False)


def _key(names: list[tuple[str, str, str]]) -> list[dict[str, Any]]:
    """Two rows of what stands for what, filled column by column."""
    return key([names[::2], names[1::2]], COLUMNS)


def _curves(result: Result, curves: dict[str, tuple[Floats, Floats]], **looks: Any) -> list[Any]:
    """One line a way of learning: the method chosen in ink, plain dashed.

    The others are thin, all in one trace, and every second row of them.
    """
    others, drawn = [], []
    for name in result.auc:
        x, y = curves[name]
        if name == result.learned:
            drawn.append(line(x, y, INK, PLAIN if name == "none" else _name(name), **looks))
        elif name == "none":
            drawn.append(line(x, y, MUTED, PLAIN, dash="dash", width=2, **looks))
        else:
            others.append([np.concatenate([v[::2], v[-1:], [np.nan]]) for v in (x, y)])
    x, y = np.concatenate(others, axis=1)
    return [line(x, y, NOISE, "other methods", width=THIN, **looks), *drawn]


def _points_of_methods(
    result: Result, points: dict[str, tuple[float, float]], falling: bool
) -> tuple[list[Any], list[Any]]:
    """Marks where each method's curve, rising or falling, is cut; plain and the chosen one named."""
    method, notes = result.params.method, []
    plain, *others = (points[name] for name in METHODS)
    data = [
        _points(others, NOISE, "points of the five methods"),
        _points([plain], MUTED, f"point {PLAIN}", "square"),
        _points([points[method]], INK, "point of your method"),
    ]
    for name in dict.fromkeys(("none", method)):
        x, y = points[name]
        if np.isnan([x, y]).any():
            continue
        left = x < 0.6
        # the free side of the curve: above a falling one, below a rising one; more so where the
        # words lie along it
        shift = (15 if falling else -15) * (1.0 if left else 1.5)
        looks = {"xanchor": "left" if left else "right", "xshift": 6 if left else 10}
        color = INK if name == method else MUTED
        notes.append(label(x, y, _name(name), color, yshift=shift, **looks, **PLATE))
    if len(notes) == 2 and max(abs(np.subtract(points["none"], points[method]))) < 0.15:
        notes[0]["yshift"] *= 2.2
    return data, notes
