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
from figures.marks import (
    area,
    band,
    handle,
    here,
    hopping_label,
    key,
    label,
    level,
    line,
    log_axis,
    measured,
    under,
    upright,
)
from figures.theme import (
    FAINT,
    FIFTH,
    GOOD,
    INK,
    MUTED,
    NEGATIVE,
    PAPER,
    PLATE,
    POSITIVE,
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
MARGIN = {"l": 56, "r": 12, "t": 50, "b": 46}
POWERS = np.array([1e0, 1e3, 1e6, 1e9, 1e12])
POWER_TEXTS = np.array(["1", "1,000", "10<sup>6</sup>", "10<sup>9</sup>", "10<sup>12</sup>"])
MOST_POWER = 12.5
NONE = np.empty(0)
HEIGHT = "density, its peak being 1"


def distances(result: Result) -> Drawing:
    """Distances from a typical point to all others, its mean distance being 1."""
    at, split = result.here, result.params.kind in LABELLED + REAL
    bottom, top, notes = (-1.08 if split else 0.0), 1.14, []
    if split:
        data = [
            _hump(at, at.same, 1, GOOD, "distances within a class"),
            _hump(at, at.every - at.same, -1, FIFTH, "distances to another class", {"shape": "/"}),
        ]
        notes = [
            label(
                1, side * 0.62, text, color, xref="paper", xanchor="right", xshift=-8,
                bgcolor=PAPER, font={"size": 16, "color": TEXT[color]},
            )
            for side, text, color in ((1, "same class", GOOD), (-1, "another class", FIFTH))
        ]  # fmt: skip
    else:
        data = [_hump(at, at.every, 1, NEGATIVE, "distances")]
    data.append(_law_of(result))
    data.append(upright(1.0, bottom, 1.06, MUTED, "mean distance", dash="dot"))
    # one above the other, the left one on top, so that no label meets another's line
    for name, ratio, turn, height in (
        ("nearest", float(at.near), 0.75, top + 0.15),
        ("farthest", float(at.far), 1.75, top),
    ):
        place = float(np.minimum(ratio, FARTHEST - 0.02))
        data.append(upright(place, bottom, height + 0.06, INK, f"{name} of a typical point"))
        text = f"<b>{name} {_ratio(ratio)}{' →' if place < ratio else ''}</b>"
        side, known = "left" if ratio > turn else "right", bool(np.isfinite(ratio))
        where = (place, height + 0.03, text) if known else (1.0, height + 0.03, "")
        data.append(hopping_label(*where, side, INK, 17, 0.03, f"label: {name}"))
    return Drawing(
        data,
        layout(
            "The distribution of distances between points, each divided by its point's mean "
            "distance, smoothed and scaled to its own height, with the nearest, the mean and the "
            "farthest of a typical point marked."
            + (" A dotted outline is that of normal points without luck." if result.law else "")
            + (" Distances within a class lie above the line, others below." if split else ""),
            axis(
                "distance, in units of the mean distance", range=[0, FARTHEST], tickvals=HALVES,
                ticktext=HALF_TEXTS, showgrid=False, ticks="outside", tickcolor=FAINT,
            ),
            axis("", range=[bottom - 0.02, top + 0.27], visible=False),
            [handle(f"{name} of a typical point", "line") for name in ("nearest", "farthest")],
            annotations=notes,
            margin={"l": 7, "r": 4, "t": 4, "b": 48},  # room for the 0 at the end
        ),
    )  # fmt: skip


def contrast(result: Result) -> Drawing:
    """Relative contrast by dimension on log axes, with what it is compared with."""
    sweep, other, word = result.sweep, result.other, _other_name(result)
    name, law = "relative contrast", result.law
    x, y = (NONE, NONE) if law is None else (D, law.contrast)
    beside = _compared(word) if law is None else [("· ·", INK, "without luck")]
    data = [
        line(*_curve(other, "contrast"), MUTED, f"{name}, {word or 'compared'}", dash="dash"),
        line(sweep.dims, sweep.contrast, NEGATIVE, name),
        line(x, y, INK, "without luck", dash="dot", width=THIN),
        _you(result.d, result.here.contrast, name),
    ]
    ticks = np.array([0.1, 1, 10, 100, 1000])
    texts = np.array(["0.1", "1", "10", "100", "1,000"])
    return _over_d(
        data,
        "Relative contrast, farthest minus nearest over nearest, against the number of "
        "dimensions, on log axes; your number of dimensions is marked.",
        log_axis(name, -1.6, 3.6, tickvals=ticks, ticktext=texts),
        [[("━", NEGATIVE, "these points"), *beside]],
    )


def neighbours(result: Result) -> Drawing:
    """Accuracy of nearest neighbours by dimension, with the remedies tried and the level of guessing."""
    sweep, tried, nearest = result.sweep, result.remedies, f"{result.params.k} nearest"
    dims, pca, l1 = (NONE, NONE, NONE) if tried is None else (tried.dims, tried.pca, tried.l1)
    data = [
        level(result.chance, 1, 1000, MUTED, "accuracy of guessing", dash="dot"),
        line(dims, pca, FIFTH, "accuracy of PCA, then nearest", dash="dash"),
        line(dims, l1, GOOD, "accuracy of L1 logistic", dash="dashdot"),
        line(sweep.dims, sweep.accuracy, NEGATIVE, f"accuracy of {nearest}"),
        _you(result.d, result.here.accuracy, "accuracy"),
    ]
    keys = [[("━", NEGATIVE, nearest), ("· ·", MUTED, "guessing")]]
    if tried is not None:
        keys.append([("- -", FIFTH, "PCA, then nearest"), ("-·-", GOOD, "L1 logistic")])
    return _over_d(
        data,
        "Leave-one-out accuracy of nearest neighbours against the number of dimensions, with "
        "the level of guessing, and remedies if they are tried.",
        share_axis("accuracy", nticks=4),
        keys,
    )


def hubs(result: Result) -> Drawing:
    """How often each point is among the neighbours of another, most popular point first."""
    popular, k = result.here.popularity, result.params.k
    share = (np.arange(popular.size) + 0.5) / popular.size
    # all of the steep start, then one in some
    few = np.unique(np.round(np.geomspace(1, popular.size, 90)).astype(int) - 1)
    name, fill = "times chosen by share of points", faded(POSITIVE, 0.25)
    data = [
        under(share[few], popular[few], POSITIVE, name, fill),
        level(k, 0.0, 1.0, INK, "mean", dash="dot", width=THIN),
    ]
    corner = {"xref": "paper", "yref": "paper", "xanchor": "right", "yanchor": "top"}
    top = 1.08 * float(result.sweep.popularity.max())
    return Drawing(
        data,
        layout(
            "How often each point is among the nearest neighbours of another, sorted from the most "
            "popular point to the least, with the mean as a dotted line.",
            share_axis("points, most popular first", nticks=4, ticklabelstandoff=5),
            axis("times chosen", range=[0, top], nticks=4),
            annotations=[
                label(1.0, k, f"mean {k}", xanchor="right", yanchor="bottom"),
                label(1.0, 1.0, f"most popular: {popular[0]:,.0f}", POSITIVE, **corner),
            ],
            margin={**MARGIN, "t": 14},
        ),
    )


def intrinsic(result: Result) -> Drawing:
    """Estimated dimensions of the data against the number of features, on log axes."""
    sweep, other, word = result.sweep, result.other, _other_name(result)
    ends = np.array([1, 1000])
    data = [
        line(ends, ends, INK, "all d dimensions", dash="dot", width=THIN),
        line(*_curve(other, "two_nn"), MUTED, f"TwoNN, {word or 'compared'}", dash="dash"),
        line(sweep.dims, sweep.likelihood, GOOD, "maximum likelihood", dash="dashdot"),
        line(sweep.dims, sweep.two_nn, NEGATIVE, "TwoNN"),
        _you(result.d, result.here.two_nn, "TwoNN"),
    ]
    return _over_d(
        data,
        "Two estimates of the intrinsic dimension against the number of dimensions, on log "
        "axes, with a dotted line where the two are equal.",
        log_axis("intrinsic dimension", -0.35, 3.05, tickvals=DECADES, ticktext=_texts(DECADES)),
        [
            [("━", NEGATIVE, "TwoNN"), ("-·-", GOOD, "maximum likelihood")],
            [("· ·", INK, "all d"), *_compared(word)],
        ],
    )


def volume(result: Result) -> Drawing:
    """Ball in cube, outer shell and edge of a small cube by dimension, in closed form."""
    every, now, d = result.volumes, result.volumes_here, result.d
    edge, shell = f"edge for {result.params.share:.2g}", f"outer {100 * SHELL:.0f} % shell"
    data = [
        line(D, every.edge, POSITIVE, edge),
        line(D, every.shell, NEGATIVE, shell, dash="dash"),
        line(D, every.ball, GOOD, "ball in cube", dash="dashdot"),
        upright(d, 0, 1, INK, "your d", width=THIN),
        here(d, now.edge[0], f"{edge}, at your d", POSITIVE),
        here(d, now.shell[0], f"{shell}, at your d", NEGATIVE),
        here(d, now.ball[0], "ball in cube, at your d", GOOD),
    ]
    return _over_d(
        data,
        "Three shares against the number of dimensions: the edge of a cube that holds the share "
        "you set, the volume in a ball's outer shell, and a ball's part of the cube around it.",
        share_axis("share", nticks=4),
        [
            [("━", POSITIVE, edge), ("- -", NEGATIVE, shell)],
            [("-·-", GOOD, "ball in cube")],
        ],
    )


def angles(result: Result) -> Drawing:
    """The middle nine tenths of the angles between two points, measured and for random directions."""
    sweep, every, at = result.sweep, result.volumes, result.here
    both = np.concatenate([every.angle_low, [np.nan], every.angle_high])
    twice = np.concatenate([D, [np.nan], D])
    data = [
        band(
            sweep.dims, sweep.angle_low, sweep.angle_high, NEGATIVE,
            "angles of 90 % of pairs, in degrees", faded(NEGATIVE, 0.3), width=1,
        ),
        line(twice, both, INK, "random directions, in degrees", dash="dash", width=THIN),
        upright(result.d, at.angle_low, at.angle_high, INK, "angles at your d, in degrees"),
    ]  # fmt: skip
    return _over_d(
        data,
        "A band with nine tenths of the angles between two points, seen from their mean, "
        "against the number of dimensions; dashed, the same for random directions.",
        axis("angle (°)", range=[-4, 184], tickvals=np.array([0, 45, 90, 135, 180])),
        [[("█", NEGATIVE, "90\u00a0% of pairs"), ("- -", INK, "random directions")]],
    )


def sample_size(result: Result) -> Drawing:
    """Points needed so that the nearest one is near, by dimension, on log axes."""
    n, d = result.n, result.d
    data = [level(n, 1, 1000, INK, "your number of points", dash="dot", width=THIN)]
    keys = []
    for near, power, color, dash, mark in zip(
        NEAR, result.volumes.needed, (NEGATIVE, POSITIVE), ("solid", "dash"), ("━", "- -"),
        strict=True,
    ):  # fmt: skip
        kept, name = (
            power <= 20,
            f"nearest within {100 * near:.0f} % of radius",
        )  # beyond: off the picture
        data.append(line(D[kept], 10 ** power[kept], color, f"points, {name}", dash=dash))
        keys.append([(mark, color, name)])
    data.append(upright(d, 0.5, 10**MOST_POWER, INK, "your d", width=THIN))
    yours = {"xanchor": "right", "yanchor": "bottom", **PLATE}
    return _over_d(
        data,
        "Points needed in a ball so that the one nearest to the centre lies near, against the "
        "number of dimensions, on log axes, with your number of points as a dotted line.",
        log_axis("points needed", -0.2, MOST_POWER, tickvals=POWERS, ticktext=POWER_TEXTS),
        keys,
        label(3.0, np.log10(n), f"yours: {n:,}", **yours),
    )


def luck(result: Result) -> Drawing:
    """What pure noise gives: the best correlation, and the chance to part random labels."""
    every, now, d = result.volumes, result.volumes_here, result.d
    best, parted = "best |r| of d noise features", "labels separable"
    data = [
        line(D, every.correlation, POSITIVE, best),
        line(D, every.separable, NEGATIVE, parted, dash="dash"),
        upright(d, 0, 1, INK, "your d", width=THIN),
        here(d, now.correlation[0], f"{best}, at your d", POSITIVE),
        here(d, now.separable[0], f"{parted}, at your d", NEGATIVE),
    ]
    return _over_d(
        data,
        "For noise features and random labels, against the number of features: the largest "
        "correlation found, and the chance that a plane parts the labels without a mistake.",
        share_axis("|r|, chance", nticks=4, tickformat=".1f"),
        [[("━", POSITIVE, best)], [("- -", NEGATIVE, parted)]],
    )


def miniature(result: Result) -> Drawing:
    """The distribution with its three marks, without words."""
    bare = distances(result).without_words()
    return Drawing([trace for trace in bare.data if trace["mode"] != "text"], bare.layout)


# --- parts -----------------------------------------------------------------------------------


def _over_d(
    data: list[dict[str, Any]],
    shows: str,
    y: dict[str, Any],
    keys: list[list[tuple[str, str, str]]],
    *notes: dict[str, Any],
) -> Drawing:
    """A picture over the number of dimensions, its `keys` in rows above it."""
    texts = {"tickvals": DECADES, "ticktext": _texts(DECADES)}
    x = log_axis("dimensions d", -0.08, 3.08, **texts)
    handles = [handle(mark["name"], "dot") for mark in data if mark["name"].endswith("your d")]
    looks = {"annotations": [*key(keys), *notes], "margin": MARGIN}
    return Drawing(data, layout(shows, x, y, handles, **looks))


def _hump(
    at: Sweep,
    counts: Floats,
    side: int,
    color: str,
    name: str,
    hatch: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Counts in equal bins between `at.ends` as a filled shape above (1) or below (-1) the line."""
    x, y = _outline(at, counts)
    hump = area(x, side * y, color, name, faded(color, 0.55), hatch, width=1.5)
    return measured(hump, HEIGHT, one=side)


def _law_of(result: Result) -> dict[str, Any]:
    """The outline of the distances without luck, empty if there is no law for them."""
    x, y = (NONE, NONE) if result.law is None else _outline(result.here, result.law_counts)
    return measured(line(x, y, INK, "without luck", dash="dot", width=THIN), HEIGHT)


def _outline(at: Sweep, counts: Floats) -> tuple[Floats, Floats]:
    low, high = at.ends
    smooth = np.convolve(np.concatenate([[0, 0], counts, [0, 0]]), [0.25, 0.5, 0.25], "valid")
    step = (high - low) / counts.size
    x = low + step * (np.arange(smooth.size) - 0.5)
    x = np.concatenate([[x[0] - step / 2], x, [x[-1] + step / 2]])
    return np.clip(x, 0, None), np.concatenate([[0], smooth / max(smooth.max(), 1), [0]])


def _ratio(value: float) -> str:
    """Two decimals; three near 1, where they matter."""
    return f"{value:.3f}" if 0.9 < value < 1.1 else f"{value:.2f}"


def _you(d: int, value: Any, name: str) -> dict[str, Any]:
    """The visitor's place on a curve."""
    hover = f"d %{{x}}: {name} %{{y:.3g}}"
    return here(d, float(value), f"{name} at your d", hover=hover)


def _texts(values: Floats) -> Floats:
    return np.array([f"{value:,}" for value in values])


def _curve(sweep: Sweep | None, name: str) -> tuple[Floats, Floats]:
    return (NONE, NONE) if sweep is None else (sweep.dims, getattr(sweep, name))


def _compared(word: str) -> list[tuple[str, str, str]]:
    return [("- -", MUTED, word)] if word else []


def _other_name(result: Result) -> str:
    if result.other is None:
        return ""
    if result.params.kind in REAL:
        return "as they are" if result.params.shuffled else "pixels shuffled"
    return "independent"
