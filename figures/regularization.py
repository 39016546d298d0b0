"""Pictures of penalised coefficients: the zero zone, the paths, what to choose, and other data."""

from html import escape
from typing import Any

import numpy as np
from numpy.typing import NDArray

from concepts.regularization import Result
from figures.drawing import Drawing
from figures.marks import (
    area,
    band,
    dots,
    handle,
    here,
    key,
    level,
    line,
    lines,
    log_axis,
    round_ticks,
    segments,
    upright,
)
from figures.theme import (
    BIAS,
    FIFTH,
    GOOD,
    INK,
    MARKER,
    MUTED,
    NEGATIVE,
    POSITIVE,
    THIN,
    VARIANCE,
    axis,
    faded,
    layout,
    share_axis,
)

Floats = NDArray[Any]

MARGIN = {"l": 52, "r": 12, "t": 30, "b": 46}
RINGS = (1 / 3, 2 / 3, 1.0)  # of the least-squares point's own distance from the origin
BEYOND = 3.0  # of the largest coefficient: a least-squares point farther out leaves the picture
BELOW, ABOVE = 0.55, 0.4  # air about the points, of their span
LETTERS = 18  # of a feature's name
NONE = np.empty(0)
RULES = {"lasso": "lasso", "net": "elastic net", "ridge": "ridge"}


def plane(result: Result) -> Drawing:
    """Two coefficients: lines of equal loss and of equal penalty, the solution and the zero zone."""
    one, two = result.pair
    (left, right), (low, high) = _ends(result)
    away = _distance(result)
    rings = np.concatenate([np.vstack([result.rings * away * r, [[np.nan] * 2]]) for r in RINGS])
    rings = rings + result.middle
    touching = result.rings * result.touching + result.middle
    path, at = result.path[:, [one, two]], result.now[[one, two]]
    data = [
        area(
            result.zone[:, 0], result.zone[:, 1], FIFTH, "zero zone", faded(FIFTH, 0.28), width=1.5
        ),
        level(0.0, left, right, MUTED, "none upwards", width=THIN, dash="dash"),
        upright(0.0, low, high, MUTED, "none to the right", width=THIN, dash="dash"),
        line(rings[:, 0], rings[:, 1], MUTED, "lines of equal loss", width=1, dash="dot"),
        line(touching[:, 0], touching[:, 1], GOOD, "equal loss, through the solution", width=1.75),
        area(
            result.level[:, 0],
            result.level[:, 1],
            BIAS,
            "equal penalty",
            faded(BIAS, 0.25),
            width=1.75,
        ),
        line(path[:, 0], path[:, 1], INK, "path of the solution", width=1.75),
        dots(
            result.middle[0],
            result.middle[1],
            GOOD,
            "least squares",
            size=MARKER + 6,
            symbol="star",
            width=2,
        ),
        here(at[0], at[1], "solution"),
    ]
    held = ", the others held" if result.p > 2 else ""
    keys = [[("★", GOOD, "least squares"), ("■", FIFTH, "zero zone"), ("●", INK, "solution")]]
    return Drawing(
        data,
        layout(
            "Two coefficients as a plane: lines of equal loss about the least-squares point, the line "
            "of equal penalty through the solution, and shaded all least-squares points whose "
            f"solution has a zero{held}.",
            axis(f"coefficient of {_name(result, one)}", range=[left, right]),
            axis(f"of {_name(result, two)}", range=[low, high]),
            [handle("solution", "dot")],
            annotations=key(keys, (0.0, 0.36, 0.69)),
            margin=MARGIN,
        ),
    )


def paths(result: Result) -> Drawing:
    """All coefficients against the strength, with those of the plane, and ridge beside the penalty."""
    one, two = result.pair
    x, p = result.shares, result.params
    others = np.delete(result.path, [one, two], axis=1).T
    drawn = np.concatenate([result.path, result.ridge_path[:, [two]]], axis=1)
    low, high = min(float(drawn.min()), 0.0), max(float(drawn.max()), 0.0)
    air = 0.06 * (high - low) or 1.0
    ends = [low - air, high + air]
    watched_x, watched = x, result.path[:, two]
    knows = np.isfinite(result.leaves)
    if knows:  # the line bends there, between two stops
        before = int(np.searchsorted(x, result.leaves))
        watched_x = np.insert(x, before, result.leaves)
        watched = np.insert(watched, before, 0.0)
    other = p.penalty != "ridge"
    data = [
        level(0.0, x[0], x[-1], MUTED, "zero", width=THIN),
        lines(x, others, MUTED, "other features", width=THIN),
        line(x if other else NONE, result.ridge_path[:, two] if other else NONE, POSITIVE,
             "ridge, feature upwards", dash="dot", width=1.75),
        line(x, result.path[:, one], NEGATIVE, "feature to the right"),
        line(watched_x, watched, POSITIVE, "feature upwards", dash="dash"),
        dots(result.leaves if knows else NONE, 0.0 if knows else NONE, POSITIVE,
             "feature upwards leaves", symbol="x"),
        upright(p.strength, ends[0], ends[1], INK, "your strength", width=1.75),
        here(p.strength, result.now[one], "now, feature to the right", NEGATIVE),
        here(p.strength, result.now[two], "now, feature upwards", POSITIVE, symbol="diamond"),
    ]  # fmt: skip
    names = [
        ("━", NEGATIVE, _name(result, one)),
        ("- -", POSITIVE, _name(result, two)),
    ]
    names += [("· ·", POSITIVE, "the same by ridge")] if other else []
    return Drawing(
        data,
        layout(
            "Coefficients against the strength of the penalty as a share of the largest, on a "
            "logarithmic axis; a dashed line is the feature upwards in the plane, a dotted one the "
            "same by ridge, a cross where it becomes zero.",
            log_axis("penalty λ, share of λmax", -3.05, 0.05),
            axis("coefficient", range=ends),
            [handle("your strength", "line")],
            annotations=key([names], (0.0, 0.32, 0.64)),
            margin=MARGIN,
        ),
    )


def cv(result: Result) -> Drawing:
    """The cross-validated error against the strength, with the best and the one within an error of it."""
    x, mean, error = result.shares, result.cv, result.cv_error
    low, high = float((mean - error).min()), float((mean + error).max())
    air = 0.06 * (high - low) or 1.0
    best, one_se = result.best, result.one_se
    limit = float(mean[best] + error[best])
    data = [
        band(x, mean - error, mean + error, NEGATIVE, "standard error"),
        line(x, mean, NEGATIVE, "error over the folds"),
        level(limit, x[0], x[-1], MUTED, "one error above the best", dash="dot", width=THIN),
        here(x[best], mean[best], "best", GOOD, symbol="star"),
        here(x[one_se], mean[one_se], "within one error", GOOD, symbol="square"),
        here(result.params.strength, result.cv_now, "your strength"),
    ]
    keys = [[("★", GOOD, "best"), ("■", GOOD, "one standard error"), ("●", INK, "yours")]]
    return Drawing(
        data,
        layout(
            "Mean squared error over the folds against the strength, with a band of one standard "
            "error; a star is the least, a square the strongest penalty within one error of it.",
            log_axis("penalty λ, share of λmax", -3.05, 0.05),
            axis("mean squared error", range=[low - air, high + air]),
            annotations=key(keys, (0.0, 0.25, 0.75)),
            margin=MARGIN,
        ),
    )


def redraws(result: Result) -> Drawing:
    """Where the two coefficients land on other data of the same kind."""
    pair = list(result.pair)
    along = result.path[:, pair], result.ridge_path[:, pair]  # so that the ends stay
    every = np.concatenate([result.redrawn_least, *along, [[0, 0]]])
    (left, right), (low, high) = (_padded(side) for side in every.T)
    data = [
        level(0.0, left, right, MUTED, "zero upwards", width=THIN),
        upright(0.0, low, high, MUTED, "zero to the right", width=THIN),
        dots(
            result.redrawn_least[:, 0],
            result.redrawn_least[:, 1],
            GOOD,
            "least squares",
            symbol="star",
            size=7,
            opacity=0.6,
        ),
        dots(
            result.redrawn_ridge[:, 0],
            result.redrawn_ridge[:, 1],
            VARIANCE,
            "ridge",
            symbol="square",
            size=6,
        ),
        dots(result.redrawn[:, 0], result.redrawn[:, 1], INK, "this penalty", size=7),
    ]
    one, two = result.pair
    keys = [[("★", GOOD, "least squares"), ("■", VARIANCE, "ridge")]]
    if result.params.penalty != "ridge":
        keys[0].append(("●", INK, RULES[result.params.penalty]))
    return Drawing(
        data,
        layout(
            "The two coefficients on other data sets of the same kind: by least squares, by ridge of "
            "the same strength, and by this penalty.",
            axis(f"coefficient of {_name(result, one)}", range=[left, right]),
            axis(f"of {_name(result, two)}", range=[low, high]),
            annotations=key(keys, (0.0, 0.38, 0.65)),
            margin=MARGIN,
        ),
    )


def survivors(result: Result) -> Drawing:
    """How often each feature is kept on other data of the same kind."""
    known = np.isfinite(result.kept)
    kept, at = result.kept[known], np.flatnonzero(known).astype(float)
    watched = np.isin(at, result.pair)
    starts, ends = np.column_stack([np.zeros(at.size), at]), np.column_stack([kept, at])
    names = np.array([_name(result, j) for j in range(result.p)])
    ticks = (
        {"tickvals": at, "ticktext": names} if known.any() else {"visible": False, "tickvals": NONE}
    )
    data = [
        segments(starts, ends, MUTED, "stems", width=THIN),
        dots(kept[~watched], at[~watched], MUTED, "kept"),
        dots(kept[watched], at[watched], POSITIVE, "kept, in the plane", symbol="diamond",
             size=MARKER + 2),
    ]  # fmt: skip
    return Drawing(
        data,
        layout(
            "For each feature the share of other data sets of the same kind in which its coefficient "
            "is not zero; diamonds are the two of the plane.",
            share_axis("kept in other data sets"),
            axis("feature", range=[result.p - 0.4, -0.6], scale=names.tolist(), **ticks),
            annotations=key([[("◆", POSITIVE, "in the plane"), ("●", MUTED, "others")]]),
            margin=MARGIN,
        ),
    )


def estimates(result: Result) -> Drawing:
    """Penalised against least-squares coefficients, with the rule for independent features."""
    known = bool(np.isfinite(result.least).all())
    x = result.least if known else NONE
    y = result.now if known else NONE
    most = 1.1 * max(
        float(np.abs(x).max()) if known else 0.0, float(np.abs(result.path).max()), 1e-9
    )
    lam, mix = result.lam, result.mix
    at = np.linspace(-most, most, 201)
    rule = np.sign(at) * np.maximum(np.abs(at) - lam * mix, 0.0) / (1 + lam * (1 - mix))
    ruled = result.params.scaled
    zero = y == 0
    data = [
        line([-most, most], [-most, most], GOOD, "no penalty", dash="dot", width=THIN),
        line(at if ruled else NONE, rule if ruled else NONE, BIAS, "rule for independent features",
             width=1.75),
        dots(x[~zero], y[~zero], INK, "kept"),
        dots(x[zero], y[zero], POSITIVE, "exactly zero", symbol="x"),
    ]  # fmt: skip
    keys = [[("● ", INK, "kept"), ("✕", POSITIVE, "exactly 0")]]
    keys[0] += [("━", BIAS, "if independent")] if ruled else []
    return Drawing(
        data,
        layout(
            "Each feature's coefficient with the penalty against its least-squares coefficient; "
            "crosses are exactly zero, and a line is what independent features would get.",
            axis("by least squares", range=[-most, most]),
            axis("with the penalty", range=[-most, most]),
            annotations=key(keys, (0.0, 0.25, 0.55)),
            margin=MARGIN,
        ),
    )


def risk(result: Result) -> Drawing:
    """The excess error on new rows against the strength: this penalty, ridge and least squares."""
    known = result.risk.size > 0
    x = result.shares if known else NONE
    limit = known and np.isfinite(result.least_risk)
    every = np.concatenate([result.risk, result.ridge_risk, [result.least_risk] if limit else NONE])
    low, high = (np.log10(every.min()), np.log10(every.max())) if known else (-1.0, 1.0)
    air = 0.06 * (high - low) or 0.1
    ends, penalised = [0.001, 1.0], result.params.penalty != "ridge"
    data = [
        line(ends if limit else NONE, [result.least_risk] * 2 if limit else NONE, GOOD,
             "least squares", dash="dash", width=1.75),
        line(x, result.ridge_risk, VARIANCE, "ridge", dash="dot"),
        line(x if penalised else NONE, result.risk if penalised else NONE, NEGATIVE, "this penalty"),
        dots(result.params.strength if known else NONE, result.risk_now if known else NONE, INK,
             "your strength", size=MARKER + 4, width=2),
    ]  # fmt: skip
    keys = [[("- -", GOOD, "least squares"), ("· ·", VARIANCE, "ridge")]]
    keys[0] += [("━", NEGATIVE, RULES[result.params.penalty])] if penalised else []
    ticks = round_ticks(float(low - air), float(high + air), 5)
    return Drawing(
        data,
        layout(
            "By how much the expected squared error on new rows is above the noise, against the "
            "strength, both logarithmic: of this penalty, of ridge and of least squares.",
            log_axis("penalty λ, share of λmax", -3.05, 0.05),
            log_axis("excess error", float(low - air), float(high + air), tickvals=ticks,
                     ticktext=np.array([f"{tick:g}" for tick in ticks])),
            annotations=key(keys, (0.0, 0.38, 0.65)),
            margin=MARGIN,
        ),
    )  # fmt: skip


def miniature(result: Result) -> Drawing:
    """The plane, small."""
    return plane(result).without_words()


def _plain(result: Result, j: int) -> str:
    name = result.names[j]
    return name if len(name) <= LETTERS else name[: LETTERS - 1] + "…"


def _name(result: Result, j: int) -> str:
    return escape(_plain(result, j), quote=False)


def _distance(result: Result) -> float:
    """How far least-squares points lie from the origin, in the units of `rings`; the farthest."""
    return float(
        np.sqrt(np.einsum("li,ij,lj->l", result.middles, result.gram, result.middles).max())
    )


def _ends(result: Result) -> list[tuple[float, float]]:
    """The ends of the plane, the same along the axis; of equal span where features are standardised."""
    pair = list(result.pair)
    sides = []
    for i in (0, 1):
        path = result.path[:, pair[i]]
        compared = result.path[:, pair] if result.params.scaled else path
        most = BEYOND * float(np.abs(compared).max())
        every = np.concatenate([path, np.clip(result.middles[:, i], -most, most), [0.0]])
        sides.append((float(every.min()), float(every.max())))
    spans = [high - low or 1.0 for low, high in sides]
    if result.params.scaled:
        spans = [max(spans)] * 2
    ends = []
    for (low, high), span in zip(sides, spans, strict=True):
        more = span - (high - low)  # what the other side needs, shared
        ends.append(
            (
                low - span * (BELOW if low == 0 else ABOVE) - more / 2,
                high + span * (BELOW if high == 0 else ABOVE) + more / 2,
            )
        )
    return ends


def _padded(values: Floats) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    air = 0.08 * (high - low) or 1.0
    return low - air, high + air
