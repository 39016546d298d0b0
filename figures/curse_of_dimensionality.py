"""Pictures of points in many dimensions: how far apart, how near whom, how much room."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from concepts.curse_of_dimensionality import (
    LABELLED,
    NEAR,
    REAL,
    SHELL,
    STOPS,
    Result,
    Sweep,
)
from figures.drawing import Drawing
from figures.marks import label, line, moving_label
from figures.theme import (
    FAINT,
    FIFTH,
    GOOD,
    INK,
    MARKER,
    MUTED,
    NEGATIVE,
    PAPER,
    POSITIVE,
    SMALL,
    TEXT,
    THIN,
    axis,
    faded,
    layout,
    share_axis,
)

Floats = NDArray[Any]
D = np.array(STOPS)
DECADES = np.array([1, 10, 100, 1000])
FARTHEST = 2.6  # times the mean: the end of the main figure
HALVES = np.array([0.0, 0.5, 1.0, 1.5, 2.0, 2.5])
HALF_TEXTS = np.array(["0", "0.5", "mean = 1", "1.5", "2", "2.5"])
BIG = 17
MARGIN = {"l": 56, "r": 12, "t": 50, "b": 46}
POWERS = np.array([1e0, 1e3, 1e6, 1e9, 1e12])
POWER_TEXTS = np.array(["1", "1,000", "10<sup>6</sup>", "10<sup>9</sup>", "10<sup>12</sup>"])
MOST_POWER = 12.5


def distances(result: Result) -> Drawing:
    """Distances from a typical point to all others, its mean distance being 1."""
    here, split = result.here, result.params.kind in LABELLED + REAL
    data, notes = [], []
    looks: dict[str, Any]
    if split:
        data.append(_hump(here, here.same, 1, GOOD, "", "distances within a class"))
        data.append(
            _hump(here, here.every - here.same, -1, FIFTH, "/", "distances to another class")
        )
        for level, text, color in ((0.62, "same class", GOOD), (-0.62, "another class", FIFTH)):
            big = {"size": 16, "color": TEXT[color]}
            looks = {"xref": "paper", "xanchor": "right", "xshift": -8, "bgcolor": PAPER}
            notes.append(label(1, level, text, font=big, **looks))
    else:
        data.append(_hump(here, here.every, 1, NEGATIVE, "", "distances"))
    bottom, top = (-1.08 if split else 0.0), 1.14
    near, far = float(here.near), float(here.far)
    data.append(_upright(1.0, bottom, 1.06, MUTED, "mean distance", dash="dot"))
    # one above the other, the left one on top, so that no label meets another's line
    marks = (
        ("nearest", near, near > 0.75, top + 0.15),
        ("farthest", far, far > 1.75, top),
    )
    for name, at, leftwards, height in marks:
        known = bool(np.isfinite(at))
        place = min(at, FARTHEST - 0.02) if known else np.nan
        data.append(_upright(place, bottom, height + 0.06, INK, f"{name} of a typical point"))
        text = f"<b>{name} {_ratio(at)}{' →' if place < at else ''}</b>" if known else ""
        around = place if known else 1.0
        data.append(_sided_label(around, height + 0.03, text, leftwards, f"label: {name}"))
    return Drawing(
        data=data,
        layout=layout(
            "The distribution of distances between points, each divided by its point's mean "
            "distance, smoothed and scaled to its own height, with the nearest, the mean and the "
            "farthest of a typical point marked."
            + (" Distances within a class lie above the line, others below." if split else ""),
            axis(
                "distance, in units of the mean distance",
                range=[0, FARTHEST],
                tickvals=HALVES,
                ticktext=HALF_TEXTS,
                showgrid=False,
                ticks="outside",
                tickcolor=FAINT,
            ),
            axis("", range=[bottom - 0.02, top + 0.27], visible=False),
            annotations=notes,
            margin={"l": 4, "r": 4, "t": 4, "b": 48},
        ),
    )


def contrast(result: Result) -> Drawing:
    """Relative contrast by dimension on log axes, with what it is compared with."""
    other, word = result.other, _other_name(result)
    compared = f"relative contrast, {word or 'compared'}"
    data = [
        line(_curve(other, "dims"), _curve(other, "contrast"), MUTED, compared, dash="dash"),
        line(result.sweep.dims, result.sweep.contrast, NEGATIVE, "relative contrast"),
        *_here(result.d, result.here.contrast, "relative contrast"),
    ]
    ticks = np.array([0.1, 1, 10, 100, 1000])
    return Drawing(
        data=data,
        layout=layout(
            "Relative contrast, farthest minus nearest over nearest, against the number of "
            "dimensions, on log axes; your number of dimensions is marked.",
            _d_axis(),
            axis(
                "relative contrast",
                type="log",
                range=[-1.6, 3.6],
                tickvals=ticks,
                ticktext=np.array(["0.1", "1", "10", "100", "1,000"]),
            ),
            annotations=_keys((("━", NEGATIVE, "these points"), ("- -", MUTED, word))),
            margin=MARGIN,
        ),
    )


def neighbours(result: Result) -> Drawing:
    """Accuracy of nearest neighbours by dimension, with the remedies tried and the level of guessing."""
    remedies = result.remedies
    none = np.empty(0)
    dims = none if remedies is None else remedies.dims
    nearest = f"{result.params.k} nearest"
    data = [
        line(
            np.array([1, 1000]),
            np.full(2, result.chance),
            MUTED,
            "accuracy of guessing",
            dash="dot",
        ),
        line(
            dims,
            none if remedies is None else remedies.pca,
            FIFTH,
            "accuracy of PCA, then nearest",
            dash="dash",
        ),
        line(
            dims,
            none if remedies is None else remedies.l1,
            GOOD,
            "accuracy of L1 logistic",
            dash="dashdot",
        ),
        line(result.sweep.dims, result.sweep.accuracy, NEGATIVE, f"accuracy of {nearest}"),
        *_here(result.d, result.here.accuracy, "accuracy"),
    ]
    keys = [("━", NEGATIVE, nearest), ("· ·", MUTED, "guessing")]
    if remedies is not None:
        keys += [("- -", FIFTH, "PCA, then nearest"), ("-·-", GOOD, "L1 logistic")]
    return Drawing(
        data=data,
        layout=layout(
            "Leave-one-out accuracy of nearest neighbours against the number of dimensions, with "
            "the level of guessing, and remedies if they are tried.",
            _d_axis(),
            share_axis("accuracy", nticks=4),
            annotations=_keys(keys),
            margin=MARGIN,
        ),
    )


def hubs(result: Result) -> Drawing:
    """How often each point is among the neighbours of another, most popular point first."""
    popular = result.here.popularity
    share = (np.arange(popular.size) + 0.5) / popular.size
    # all of the steep start, then one in some
    few = np.unique(np.round(np.geomspace(1, popular.size, 90)).astype(int) - 1)
    top = 1.08 * float(result.sweep.popularity.max())
    k = result.params.k
    curve = line(share[few], popular[few], POSITIVE, "times chosen by share of points")
    return Drawing(
        data=[
            {**curve, "fill": "tozeroy", "fillcolor": faded(POSITIVE, 0.25)},
            line(np.array([0.0, 1.0]), np.full(2, k), INK, "mean", dash="dot", width=THIN),
        ],
        layout=layout(
            "How often each point is among the nearest neighbours of another, sorted from the most "
            "popular point to the least, with the mean as a dotted line.",
            share_axis("points, most popular first", nticks=4),
            axis("times chosen", range=[0, top], nticks=4),
            annotations=[
                label(1.0, k, f"mean {k}", xanchor="right", yanchor="bottom"),
                label(
                    1.0,
                    1.0,
                    f"most popular: {popular[0]:,.0f}",
                    POSITIVE,
                    xref="paper",
                    yref="paper",
                    xanchor="right",
                    yanchor="top",
                ),
            ],
            margin={**MARGIN, "t": 14},
        ),
    )


def intrinsic(result: Result) -> Drawing:
    """Estimated dimensions of the data against the number of features, on log axes."""
    other, word = result.other, _other_name(result)
    sweep, compared = result.sweep, f"TwoNN, {word or 'compared'}"
    data = [
        line(
            np.array([1, 1000]),
            np.array([1, 1000]),
            INK,
            "all d dimensions",
            dash="dot",
            width=THIN,
        ),
        line(_curve(other, "dims"), _curve(other, "two_nn"), MUTED, compared, dash="dash"),
        line(sweep.dims, sweep.likelihood, GOOD, "maximum likelihood", dash="dashdot"),
        line(sweep.dims, sweep.two_nn, NEGATIVE, "TwoNN"),
        *_here(result.d, result.here.two_nn, "TwoNN"),
    ]
    keys = [
        ("━", NEGATIVE, "TwoNN"),
        ("-·-", GOOD, "maximum likelihood"),
        ("· ·", INK, "all d"),
        ("- -", MUTED, word),
    ]
    return Drawing(
        data=data,
        layout=layout(
            "Two estimates of the intrinsic dimension against the number of dimensions, on log "
            "axes, with a dotted line where the two are equal.",
            _d_axis(),
            axis(
                "intrinsic dimension",
                type="log",
                range=[-0.35, 3.05],
                tickvals=DECADES,
                ticktext=_texts(DECADES),
            ),
            annotations=_keys(keys),
            margin=MARGIN,
        ),
    )


def volume(result: Result) -> Drawing:
    """Ball in cube, outer shell and edge of a small cube by dimension, in closed form."""
    all_d, now, d = result.volumes, result.volumes_here, result.params.d
    rows = (
        (all_d.edge, now.edge, POSITIVE, "solid", "━", f"edge for {result.params.share:.2g}"),
        (all_d.shell, now.shell, NEGATIVE, "dash", "- -", f"outer {SHELL:.0%} shell"),
        (all_d.ball, now.ball, GOOD, "dashdot", "-·-", "ball in cube"),
    )
    data = [line(D, curve, color, name, dash=dash) for curve, _, color, dash, _, name in rows]
    data.append(_upright(d, 0, 1, INK, "your d", width=THIN))
    data += [
        _dot(np.array([d]), at, color, f"{name}, at your d") for _, at, color, _, _, name in rows
    ]
    return Drawing(
        data=data,
        layout=layout(
            "Three shares against the number of dimensions: the edge of a cube that holds the share "
            "you set, the volume in a ball's outer shell, and a ball's part of the cube around it.",
            _d_axis(),
            share_axis("share", nticks=4),
            annotations=_keys([(dash, color, name) for _, _, color, _, dash, name in rows]),
            margin=MARGIN,
        ),
    )


def angles(result: Result) -> Drawing:
    """The middle nine tenths of the angles between two points, measured and for random directions."""
    sweep, all_d = result.sweep, result.volumes
    known = np.isfinite(sweep.angle_low)
    x = sweep.dims[known]
    x = np.concatenate([x, x[::-1]]).astype(np.float32)
    y = np.concatenate([sweep.angle_low[known], sweep.angle_high[known][::-1]]).astype(np.float32)
    band = {
        "type": "scatter",
        "name": "angles of 90% of pairs, in degrees",
        "mode": "lines",
        "x": x,
        "y": y,
        "fill": "toself",
        "fillcolor": faded(NEGATIVE, 0.3),
        "line": {"width": 1, "color": NEGATIVE},
        "hoverinfo": "skip",
    }
    both = np.concatenate([all_d.angle_low, [np.nan], all_d.angle_high])
    ends = float(result.here.angle_low), float(result.here.angle_high)
    data = [
        band,
        line(
            np.concatenate([D, [np.nan], D]), both, INK, "random directions, in degrees",
            dash="dash", width=THIN,
        ),
        _upright(result.d, *ends, INK, "angles at your d, in degrees"),
    ]  # fmt: skip
    keys = (("█", NEGATIVE, "90% of pairs"), ("- -", INK, "random directions"))
    return Drawing(
        data=data,
        layout=layout(
            "A band with nine tenths of the angles between two points, seen from their mean, "
            "against the number of dimensions; dashed, the same for random directions.",
            _d_axis(),
            axis("angle (degrees)", range=[-4, 184], tickvals=np.array([0, 45, 90, 135, 180])),
            annotations=_keys(keys),
            margin=MARGIN,
        ),
    )


def sample_size(result: Result) -> Drawing:
    """Points needed so that the nearest one is near, by dimension, on log axes."""
    needed, d = result.volumes.needed, result.params.d
    looks = ((NEGATIVE, "solid", "━"), (POSITIVE, "dash", "- -"))
    ends = np.array([1, 1000])
    data = [line(ends, np.full(2, result.n), INK, "your number of points", dash="dot", width=THIN)]
    keys = []
    for near, power, (color, dash, shown) in zip(NEAR, needed, looks, strict=True):
        kept = power <= 20  # beyond the picture, and within single precision
        name = f"nearest within {near:.0%} of radius"
        data.append(line(D[kept], 10 ** power[kept], color, f"points, {name}", dash=dash))
        keys.append((shown, color, name))
    data.append(_upright(d, 0.5, 10**MOST_POWER, INK, "your d", width=THIN))
    return Drawing(
        data=data,
        layout=layout(
            "Points needed in a ball so that the one nearest to the centre lies near, against the "
            "number of dimensions, on log axes, with your number of points as a dotted line.",
            _d_axis(),
            axis(
                "points needed",
                type="log",
                range=[-0.2, MOST_POWER],
                tickvals=POWERS,
                ticktext=POWER_TEXTS,
            ),
            annotations=[
                *_keys(keys, columns=1),
                label(3.0, np.log10(result.n), f"yours: {result.n:,}", xanchor="right",
                      yanchor="bottom", bgcolor=PAPER),
            ],
            margin=MARGIN,
        ),
    )  # fmt: skip


def luck(result: Result) -> Drawing:
    """What pure noise gives: the best correlation, and the chance to part random labels."""
    all_d, now, d = result.volumes, result.volumes_here, result.params.d
    best = "best |r| of d noise features"
    data = [
        line(D, all_d.correlation, POSITIVE, best),
        line(D, all_d.separable, NEGATIVE, "labels separable", dash="dash"),
        _upright(d, 0, 1, INK, "your d", width=THIN),
        _dot(np.array([d]), now.correlation, POSITIVE, f"{best}, at your d"),
        _dot(np.array([d]), now.separable, NEGATIVE, "labels separable, at your d"),
    ]
    keys = (("━", POSITIVE, best), ("- -", NEGATIVE, "labels separable"))
    return Drawing(
        data=data,
        layout=layout(
            "For noise features and random labels, against the number of features: the largest "
            "correlation found, and the chance that a plane parts the labels without a mistake.",
            _d_axis(),
            share_axis("|r|, chance", nticks=4, tickformat=".1f"),
            annotations=_keys(keys, columns=1),
            margin=MARGIN,
        ),
    )


def miniature(result: Result) -> Drawing:
    """The distribution with its three marks, without words."""
    bare = distances(result).without_words()
    return Drawing([trace for trace in bare.data if trace["mode"] != "text"], bare.layout)


def _hump(
    here: Sweep, counts: Floats, side: int, color: str, pattern: str, name: str
) -> dict[str, Any]:
    """Counts in equal bins between `here.ends` as a filled shape above (1) or below (-1) the line."""
    low, high = here.ends
    smooth = np.convolve(np.concatenate([[0, 0], counts, [0, 0]]), [0.25, 0.5, 0.25], "valid")
    step = (high - low) / counts.size
    x = low + step * (np.arange(smooth.size) - 0.5)
    x = np.concatenate([[x[0] - step / 2], np.clip(x, 0, None), [x[-1] + step / 2]])
    y = side * np.concatenate([[0], smooth / max(smooth.max(), 1), [0]])
    shape = {
        **line(np.clip(x, 0, None), y, color, name, width=1.5),
        "fill": "toself",
        "fillcolor": faded(color, 0.55),
    }
    if pattern:
        shape["fillpattern"] = {
            "shape": pattern,
            "fgcolor": color,
            "size": 7,
            "fillmode": "overlay",
        }
    return shape


def _ratio(value: float) -> str:
    """Two decimals; three near 1, where they matter."""
    return f"{value:.3f}" if 0.9 < value < 1.1 else f"{value:.2f}"


def _sided_label(x: float, y: float, text: str, leftwards: bool, name: str) -> dict[str, Any]:
    """A moving label that ends at x or begins there, with a little air.

    The browser cannot move a text's position, so that both are there, one of them empty.
    """
    return moving_label(x, y, text, INK, BIG, name=name) | {
        "x": np.array([x - 0.03, x + 0.03]),
        "y": np.array([y, y]),
        "text": np.array([text, ""] if leftwards else ["", text]),
        "textposition": np.array(["middle left", "middle right"]),
    }


def _upright(
    x: float, low: float, high: float, color: str, name: str, **looks: Any
) -> dict[str, Any]:
    return line(np.array([x, x]), np.array([low, high]), color, name, **looks)


def _dot(x: Floats, y: Any, color: str, name: str, **more: Any) -> dict[str, Any]:
    return {
        "type": "scatter",
        "name": name,
        "mode": "markers",
        "x": x,
        "y": np.atleast_1d(np.asarray(y, np.float32)),
        "marker": {
            "size": MARKER + 3,
            "color": color,
            "line": {"color": PAPER, "width": 2},
        },
        "hoverinfo": "skip",
        **more,
    }


def _here(d: int, value: Any, name: str) -> list[dict[str, Any]]:
    """The visitor's place on a curve."""
    hover = {"hoverinfo": "all", "hovertemplate": f"d %{{x}}: {name} %{{y:.3g}}<extra></extra>"}
    return [_dot(np.array([d]), value, INK, f"{name} at your d", **hover)]


def _d_axis() -> dict[str, Any]:
    looks = {"tickvals": DECADES, "ticktext": _texts(DECADES)}
    return axis("dimensions d", type="log", range=[-0.08, 3.08], **looks)


def _texts(values: Floats) -> Floats:
    return np.array([f"{value:,}" for value in values])


def _curve(sweep: Sweep | None, name: str) -> Floats:
    return np.empty(0) if sweep is None else getattr(sweep, name)


def _other_name(result: Result) -> str:
    if result.other is None:
        return ""
    if result.params.kind in REAL:
        return "as they are" if result.params.shuffled else "pixels shuffled"
    return "independent"


def _keys(keys: Any, columns: int = 2) -> list[dict[str, Any]]:
    """Names of the lines above the plot, in rows of two, each with its dash in its colour."""
    notes = []
    for i, (shown, color, text) in enumerate(key for key in keys if key[2]):
        notes.append(
            label(
                (0.0, 0.5)[i % columns],
                1.0,
                f"<b>{shown}</b> {text}",
                color,
                xref="paper",
                yref="paper",
                yanchor="bottom",
                yshift=24 - 20 * (i // columns),
                font={"size": SMALL, "color": TEXT.get(color, color)},
            )
        )
    return notes
