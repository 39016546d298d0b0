"""Pictures of a line that turns, of its shadows, and of images rebuilt from few components."""

from html import escape
from typing import Any

import numpy as np
from numpy.typing import NDArray

from concepts.pca import (
    BINS,
    LEVEL,
    MOST,
    PICTURED,
    PLANE,
    SHOWN,
    TILTED,
    Plane,
    Points,
    Result,
)
from figures.diagram import DONE, NOW, Diagram, bars, canvas, image, nodes, text, window
from figures.drawing import Drawing
from figures.marks import (
    bars as histogram,
)
from figures.marks import (
    dots,
    dotted_line,
    handle,
    here,
    key,
    level,
    line,
    log_axis,
    measured,
    moving_label,
    segments,
    upright,
)
from figures.theme import (
    FIFTH,
    GOOD,
    INK,
    MUTED,
    NEGATIVE,
    POSITIVE,
    THIN,
    axis,
    faded,
    layout,
    share_axis,
)
from sentences.numbers import percent

Floats = NDArray[np.float64]
SHADOWS = 100  # points whose perpendiculars are drawn
COLUMNS, LONGEST = 8, 16  # of a table whose loadings are drawn; letters of a name
FLOOR = 1e-3  # of the largest variance: what the scree plot reaches down to
LEAST = 0.0005  # of the variance: what is said of less
KEPT, LOST = GOOD, FIFTH
CLASSES = (NEGATIVE, "circle", "●"), (POSITIVE, "diamond", "◆")
MARGIN = {"l": 56, "r": 12, "t": 30, "b": 46}


def projection(result: Result) -> Drawing:
    """The points, the line, a perpendicular from each to its shadow, and one bar: kept and lost."""
    p, seen = result.params, result.plane
    xy, reach = seen.points.xy, _reach(seen.points)
    way = _way(seen.angle)
    shadows = seen.scores[:SHADOWS, None] * way
    data = [*_regression(result, reach), *_dots(result)]
    if p.source == "outlier":
        data.append(here(float(xy[-1, 0]), float(xy[-1, 1]), "outlier", POSITIVE, symbol="star"))
        data[-1]["marker"]["size"] = 17
    left, width, foot = -1.4 * reach, 2.8 * reach, -1.42 * reach
    end = left + width * (0.0 if np.isnan(seen.kept) else seen.kept)
    data += [
        segments(xy[:SHADOWS], shadows, LOST, "perpendiculars", width=1),
        _across(way, reach, INK, "your line", width=3),
        dots(shadows[:, 0], shadows[:, 1], KEPT, "shadows", size=6, width=0.5),
        level(foot, left, end, KEPT, "kept", width=18),
        level(foot, end, left + width, LOST, "lost", width=18),
        _said("kept", seen.kept, left, foot + 0.14 * reach, KEPT, "top right"),
        _said("lost", 1 - seen.kept, left + width, foot + 0.14 * reach, LOST, "top left"),
    ]  # fmt: skip
    first, second = _titles(result)
    ticks = _ticks(reach)
    return Drawing(
        data,
        layout(
            "Points around their mean on two axes of one scale, a line through it with a perpendicular "
            "from each point to its shadow, and under them a bar of fixed length: kept and lost.",
            axis(first, range=[-1.45 * reach, 1.45 * reach], constrain="domain", tickvals=ticks),
            axis(
                second, range=[-1.55 * reach, 1.05 * reach], constrain="domain", scaleanchor="x",
                constraintoward="top", tickvals=ticks,
            ),
            _handles(result),
            annotations=key([_known(result)], (0.0, 0.24, 0.6, 0.82)),
            margin={**MARGIN, "t": 28},
        ),
    )  # fmt: skip


def rebuilt(result: Result) -> Diagram:
    """Images that the fit has not seen, below each what m components make of it, and one bar."""
    seen, yours = result.images, result.params.source == "digits"
    left, gap, band = 1.35, 1.1, 2.5
    marks, places = [], [(left + gap * (i % 5), band * (i // 5)) for i in range(SHOWN)]
    for i, (x, y) in enumerate(places):
        for below, kind, values in (
            (0.0, "new", seen.shown[i]),
            (1.04, "rebuilt", seen.rebuilt[i]),
        ):
            marks.append(
                image(
                    x, y + below, 1, 1, values, name=f"{kind} image {i + 1}", low=seen.low,
                    high=seen.high,
                )
            )  # fmt: skip
    if yours:
        marks.append(window([left - 0.04], [-0.04], 1.08, 2.12, name="yours"))
    rows = [y + below for y in (0.0, band) for below in (0.5, 1.54)]
    foot, width, share = 2 * band + 0.15, 5 * gap - 0.1, float(seen.fresh[seen.m])
    marks += [
        text(np.full(4, left - 0.15), rows, ["new", "rebuilt"] * 2, name="row", side="left"),
        bars(
            [left], [foot], width, 0.5, [[share, 1 - share]], [KEPT, LOST], name="share of the variance",
            names=["fresh images"], kinds=["kept", "lost"],
        ),
        nodes(
            [left + width * share], [foot + 0.25], name="end of kept", size=0.09, high=0.72, shape="box",
            color=INK, state=[DONE],
        ),
        text(
            [left], [foot + 0.95], [f"kept {percent(share, 3)}"], name="label: kept", side="right",
            color=KEPT, bold=True,
        ),
        text(
            [left + width], [foot + 0.95], [f"lost {percent(1 - share, 3)}"], name="label: lost",
            side="left", color=LOST, bold=True,
        ),
    ]  # fmt: skip
    return Diagram(
        marks,
        canvas(
            "Ten images that the components were not fitted to, below each what is rebuilt of it, and a "
            "bar of fixed length: the share of their variance that is kept, and lost.",
            left + width + 0.1, foot + 1.25, square=True, handles=[handle("end of kept", "bar")],
        ),
    )  # fmt: skip


def kept(result: Result) -> Drawing:
    """What is kept by the angle of the line; or by the number of components, training and fresh."""
    if not result.is_plane:
        return _by_components(result)
    seen, points = result.plane, result.plane.points
    angles = np.linspace(0, 180, 121)
    data = [line(angles, points.kept(angles), KEPT, "share by angle", width=3)]
    keys = [("━", KEPT, "kept")]
    for name, angle, color, dash in (
        ("PC1", points.best, NEGATIVE, "dash"),
        ("worst", points.worst, MUTED, "dot"),
        ("y on x", points.on_x if result.params.lines else np.nan, POSITIVE, "dashdot"),
    ):
        if np.isfinite(angle):
            data.append(upright(angle, 0, 1, color, name, dash=dash, width=2))
            keys.append(({"dash": "- -", "dot": "· ·", "dashdot": "-·-"}[dash], color, name))
    data += [
        upright(seen.angle, 0, 1, INK, "your angle", width=THIN),
        here(seen.angle, seen.kept, "share on your line", hover="%{x:.1f}°: %{y:.1%} kept"),
    ]
    ticks = np.array([0, 45, 90, 135, 180])
    return Drawing(
        data,
        layout(
            "The share of the variance that the shadow keeps against the angle of the line, with the "
            "best and the worst line, and yours.",
            axis("angle of the line (°)", range=[-4, 184], tickvals=ticks),
            share_axis("share kept"),
            [handle("share on your line", "dot")],
            annotations=key([keys], (0.0, 0.26, 0.5, 0.76)),
            margin=MARGIN,
        ),
    )


def scores(result: Result) -> Drawing:
    """Where the shadows lie on the line; or images on the first two components."""
    return _shadows(result) if result.is_plane else _two_scores(result)


def scree(result: Result) -> Drawing:
    """The variance along each component, with what noise alone would have."""
    seen = result.images
    k = np.arange(1.0, len(seen.variances) + 1)
    top = float(seen.variances[0])
    data = [
        level(seen.total / seen.p, 1, MOST, MUTED, "average pixel", dash="dot", width=2),
        _noise_level(seen.edge),
        line(
            k[: len(seen.permuted)], seen.permuted, POSITIVE, "columns permuted", dash="dashdot", width=2
        ),
        dotted_line(k, seen.variances, NEGATIVE, "variance", size=6),
        upright(float(seen.m), FLOOR * top, 2 * top, INK, "your components", width=THIN),
    ]  # fmt: skip
    keys = [[("●", NEGATIVE, "images"), ("· ·", MUTED, "average pixel")], []]
    if np.isfinite(seen.edge):
        keys[1].append(("- -", INK, "noise edge"))
    if seen.permuted.size:
        keys[1].append(("-·-", POSITIVE, "columns permuted"))
    return Drawing(
        data,
        layout(
            "The variance along each component on a logarithmic axis, with that of an average pixel and, "
            f"where they are known, the noise edge and the {LEVEL:.0%} point with permuted columns.",
            axis("component", range=[-1, MOST + 1], tickvals=np.array([1, 20, 40, 60])),
            log_axis("variance", np.log10(FLOOR * top), np.log10(2 * top)),
            [handle("your components", "line")],
            annotations=key([each for each in keys if each]),
            margin={**MARGIN, "t": 50},
        ),
    )  # fmt: skip


def loadings(result: Result) -> Drawing:
    """The first component of all columns, as they are and standardised."""
    seen = result.plane.points.loadings
    most = np.sort(np.argsort(-np.abs(seen.standardised), kind="stable")[:COLUMNS])
    names = [_short(seen.names[i]) for i in most] if result.is_plane else ["x", "y"]
    rows = np.arange(float(len(most)))[::-1]
    zero = np.zeros(len(most))
    raw, standardised = seen.raw[most], seen.standardised[most]
    data = [
        upright(0.0, -0.6, len(most) - 0.4, MUTED, "no weight", width=THIN),
        segments(
            np.column_stack([zero, rows + 0.12]), np.column_stack([standardised, rows + 0.12]), NEGATIVE,
            "from 0, standardised",
        ),
        segments(
            np.column_stack([zero, rows - 0.12]), np.column_stack([raw, rows - 0.12]), POSITIVE,
            "from 0, as they are",
        ),
        dots(standardised, rows + 0.12, NEGATIVE, "standardised"),
        dots(raw, rows - 0.12, POSITIVE, "as they are", symbol="diamond"),
    ]  # fmt: skip
    return Drawing(
        data,
        layout(
            "The weight of each column in the first component, as the columns are and standardised.",
            axis(
                "weight in the first component", range=[-1.08, 1.08],
                tickvals=np.array([-1, -0.5, 0, 0.5, 1]),
            ),
            axis(
                "column", range=[-0.6, len(most) - 0.4], tickvals=rows, ticktext=np.array(names),
                scale=names[::-1], showgrid=False,
            ),
            annotations=key([[("●", NEGATIVE, "standardised"), ("◆", POSITIVE, "as they are")]]),
            margin=MARGIN,
        ),
    )  # fmt: skip


def components(result: Result) -> Diagram:
    """The first components as pictures, and what share each keeps."""
    seen = result.images
    marks, share = [], seen.variances / seen.total
    x, y = 1.2 * (np.arange(PICTURED) % 3), 1.75 * (np.arange(PICTURED) // 3)
    for i, picture in enumerate(seen.pictures):
        marks.append(
            image(
                float(x[i]), float(y[i]), 1, 1, picture / (np.abs(picture).max() or 1.0),
                name=f"component {i + 1}", low=-1, high=1,
            )
        )  # fmt: skip
    said = [percent(share[i]) if i < len(share) else "none" for i in range(PICTURED)]
    marks.append(
        nodes(
            x + 0.5, y + 1.27, name="share of the variance", size=1.0, high=0.36, shape="box", text=said,
            names=[f"component {i + 1}" for i in range(PICTURED)],
            state=np.where(np.arange(PICTURED) < seen.m, NOW, DONE),
        )
    )  # fmt: skip
    return Diagram(
        marks,
        canvas(
            "The first six components as pictures, what is negative in another hue, each with the share "
            "of the training variance along it; those that are used are lit.",
            3.4, 3.3, square=True,
        ),
    )  # fmt: skip


def bootstrap(result: Result) -> Drawing:
    """The first components of samples drawn from these points."""
    p, points = result.params, result.plane.points
    reach = _reach(points)
    ways = np.moveaxis(_way(points.resampled[~np.isnan(points.resampled)]), 0, -1) * reach
    known = p.source in TILTED and p.scaling == "none"
    data = [
        *_dots(result, 5),
        segments(-ways, ways, faded(MUTED, 0.35), "first components of samples", width=1),
        _across(_way(points.best), reach, NEGATIVE, "first component", dash="dash"),
        _across(_way(p.tilt if known else np.nan), reach, INK, "true long axis", dash="dot"),
    ]
    keys = [("━", MUTED, "samples"), ("- -", NEGATIVE, "PC1")]
    if known:
        keys.append(("· ·", INK, "truth"))
    first, second = _titles(result)
    ticks = _ticks(reach)
    return Drawing(
        data,
        layout(
            "The first components of 200 samples that were drawn from these points with replacement, as "
            "lines through the mean.",
            axis(first, range=[-1.3 * reach, 1.3 * reach], constrain="domain", tickvals=ticks),
            axis(
                second, range=[-reach, reach], constrain="domain", scaleanchor="x", tickvals=ticks
            ),
            annotations=key([keys], (0.0, 0.35, 0.65)),
            margin=MARGIN,
        ),
    )


def miniature(result: Result) -> Drawing | Diagram:
    """The main figure, small."""
    if not result.is_plane:
        return rebuilt(result).without_words()
    drawn = projection(result)
    data = [mark for mark in drawn.data if mark["mode"] != "text"]
    return Drawing(data, drawn.layout).without_words()


# --- parts -----------------------------------------------------------------------------------


def _way(angle: Floats | float) -> Floats:
    """Unit vectors at angles in degrees, (2, ...)."""
    return np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])


def _across(way: Floats, reach: float, color: str, name: str, **looks: Any) -> dict[str, Any]:
    """A line through the mean; none where there is no direction."""
    ends = np.array([-way, way]) * reach
    known = np.isfinite(ends).all()
    return line(ends[:, 0] if known else [], ends[:, 1] if known else [], color, name, **looks)


def _reach(points: Points) -> float:
    """How far the axes go: beyond the farthest point, to the next of twenty steps a decade.

    So they mostly stay where they are while points come.
    """
    return float(10 ** (np.ceil(20 * np.log10(1.04 * points.reach)) / 20))


def _ticks(reach: float) -> Floats:
    """Three or five round numbers about 0, none beyond `reach`: at the corner two axes would meet."""
    decade = 10.0 ** np.floor(np.log10(reach))
    step = decade * max(times for times in (1, 2, 5) if times * decade <= reach)
    return np.asarray(step * np.arange(-(reach // step), reach // step + 1))


def _regression(result: Result, reach: float) -> list[dict[str, Any]]:
    """Least squares either way, if asked for."""
    points, asked = result.plane.points, result.params.lines
    both = ("y on x", points.on_x, "dashdot"), ("x on y", points.on_y, "dot")
    return [
        _across(_way(angle if asked else np.nan), reach, POSITIVE, name, dash=dash)
        for name, angle, dash in both
    ]


def _dots(result: Result, size: int = 7) -> list[dict[str, Any]]:
    points = result.plane.points
    size = size if len(points.xy) <= 300 else 5
    if not points.label.any():
        return [dots(points.xy[:, 0], points.xy[:, 1], NEGATIVE, "points", size=size, opacity=0.75)]
    return [
        dots(
            points.xy[points.label == c, 0], points.xy[points.label == c, 1], color, f"class {c}",
            size=size, symbol=symbol, opacity=0.75,
        )
        for c, (color, symbol, _) in enumerate(CLASSES)
    ]  # fmt: skip


def _said(what: str, share: float, x: float, y: float, color: str, side: str) -> dict[str, Any]:
    """How much is kept, or lost, over an end of the bar; nothing of what is too little to be seen."""
    said = "" if share < LEAST else f"<b>{what} {percent(share, 3)}</b>"
    return moving_label(x, y, said, color, 15, side, f"label: {what}")


def _known(result: Result) -> list[tuple[str, str, str]]:
    points, p = result.plane.points, result.params
    found = [("●", KEPT, "shadow"), ("━", LOST, "perpendicular")]
    if points.label.any():
        found += [(mark, color, f"class {c}") for c, (color, _, mark) in enumerate(CLASSES)]
    if p.lines and p.source in PLANE:
        found += [("-·-", POSITIVE, "y on x"), ("· ·", POSITIVE, "x on y")][: 4 - len(found)]
    return found


def _handles(result: Result) -> list[dict[str, Any]]:
    p = result.params
    found = [handle("your line", "line")]
    if p.source == "outlier" and p.scaling == "none":
        across = _way(p.tilt + 90) * p.n / (p.n + 1)  # the mean follows
        found.append(handle("outlier", "star", far=across))
    return found


def _titles(result: Result) -> tuple[str, str]:
    """The axes of the plane, with their units."""
    p = result.params if result.is_plane else None
    names = [_short(name) for name in result.columns] if p else ["x", "y"]
    if p and p.scaling == "standardised":
        return f"{names[0]}, standard deviations", f"{names[1]}, sd"
    units = ("mm", p.unit) if p and p.source == "penguins" else ("", "")
    first, second = (
        f"{name} − mean ({unit})" if unit else f"{name} − mean"
        for name, unit in zip(names, units, strict=True)
    )
    return first, second


def _short(name: str) -> str:
    """A column's name, which a visitor may have written; plotly.js reads HTML."""
    return escape(name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…", quote=False)


def _by_components(result: Result) -> Drawing:
    seen = result.images
    m = np.arange(float(len(seen.fresh)))
    most = min(MOST, seen.p)
    data = [
        line([0, most], [0, most / seen.p], MUTED, "m of all pixels", dash="dot", width=2),
        line(m, seen.training, KEPT, "training images", dash="dash"),
        line(m, seen.fresh, KEPT, "fresh images", width=3),
        upright(float(seen.m), 0, 1, INK, "your components", width=THIN),
        dots(
            float(seen.m), float(seen.training[seen.m]), KEPT, "training images, yours", symbol="square"
        ),
        here(float(seen.m), float(seen.fresh[seen.m]), "fresh images, yours", hover="m %{x}: %{y:.1%}"),
    ]  # fmt: skip
    keys = [("━", KEPT, "fresh"), ("- -", KEPT, "training"), ("· ·", MUTED, "m of p pixels")]
    return Drawing(
        data,
        layout(
            "The share of the variance that m components keep against m, of the images they were fitted "
            "to and of fresh ones, with the share of the pixels that m is.",
            axis("components m", range=[-1, MOST + 1], tickvals=np.array([0, 20, 40, 60])),
            share_axis("share kept"),
            [handle("fresh images, yours", "dot")],
            annotations=key([keys], (0.0, 0.25, 0.58)),
            margin=MARGIN,
        ),
    )


def _noise_level(edge: float) -> dict[str, Any]:
    known = np.isfinite(edge)
    ends = ([1, MOST], [edge, edge]) if known else ([], [])
    return line(*ends, INK, "noise edge", dash="dash", width=2)


def _shadows(result: Result) -> Drawing:
    """Histograms of the shadows, by class, and the cut halfway between the means."""
    seen: Plane = result.plane
    points, classes = seen.points, seen.points.label.any()
    edges = np.linspace(-points.reach, points.reach, BINS + 1)
    counts = points.counts(seen.angle)
    most = float(counts.max())
    names = ("shadows of class 0", "shadows of class 1") if classes else ("shadows",)
    looks = (NEGATIVE, 0.4), (POSITIVE, 0.0)
    data = [
        measured(histogram(edges, many / most, color, name, opacity), "points", one=1 / most)
        for many, name, (color, opacity) in zip(counts, names, looks, strict=False)
    ]
    keys = [("█", NEGATIVE, "class 0" if classes else "shadows")]
    if classes:
        middles = [float(seen.scores[points.label == c].mean()) for c in (0, 1)]
        cut = float(np.mean(middles))
        data += [
            upright(cut, 0, 1.1, INK, "cut", dash="dash", width=2),
            moving_label(
                0.0, 1.18, f"<b>{percent(seen.accuracy)} right</b>", INK, 16, "middle center",
                "label: right",
            ),
        ]  # fmt: skip
        keys += [("━", POSITIVE, "class 1"), ("- -", INK, "cut")]
    return Drawing(
        data,
        layout(
            "How many shadows lie where on the line, by distance from the mean, the highest bar alike"
            + (", by class, with a cut halfway between the class means." if classes else "."),
            axis("score: place on the line, from the mean", range=[-points.reach, points.reach]),
            axis("", range=[0, 1.3], visible=False),
            annotations=key([keys], (0.0, 0.35, 0.7)),
            margin=MARGIN,
        ),
    )


def _two_scores(result: Result) -> Drawing:
    """Images on the first two components; of digits the mean of each class, and the drawing."""
    seen, digits = result.images, result.params.source == "digits"
    places = np.zeros((len(seen.scores), 2))
    places[:, : seen.scores.shape[1]] = seen.scores
    yours = seen.yours_scores if digits else np.empty((0,))
    every = np.vstack([places, yours]) if digits else places
    ends = [1.08 * float(np.abs(every[:, i]).max()) for i in (0, 1)]
    data = [dots(places[:, 0], places[:, 1], MUTED, "fitted images", size=6, opacity=0.4, width=0)]
    keys = [("●", MUTED, "fitted images")]
    if digits:
        said = np.unique(seen.label)
        middle = np.array([places[seen.label == c].mean(axis=0) for c in said])
        data.append(
            moving_label(0, 0, "", NEGATIVE, 18, "middle center", "mean of a digit")
            | {
                "x": middle[:, 0],
                "y": middle[:, 1],
                "text": np.array([f"<b>{c}</b>" for c in said]),
            }
        )
        data.append(here(float(yours[0]), float(yours[1]), "your drawing", symbol="star"))
        data[-1]["marker"]["size"] = 19
        keys += [("1", NEGATIVE, "mean of a digit"), ("★", INK, "yours")]
    return Drawing(
        data,
        layout(
            "Fitted images by their scores on the first two components"
            + (", the mean of each digit, and the drawing." if digits else "."),
            axis("score on component 1", range=[-ends[0], ends[0]]),
            axis("score on component 2", range=[-ends[1], ends[1]]),
            annotations=key([keys], (0.0, 0.36, 0.76)),
            margin=MARGIN,
        ),
    )
