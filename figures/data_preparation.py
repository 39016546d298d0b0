"""Pictures of missing values and their cures, and of the other steps before a model."""

from html import escape
from typing import Any

import numpy as np
from numpy.typing import NDArray

from concepts.data_preparation import (
    AHEAD,
    CATEGORIES,
    CURES,
    DATED,
    DOUBLED,
    ENCODERS,
    INTERVALS,
    MEASURES,
    OUTLIERS,
    SCALERS,
    SHOWN,
    STOPS,
    Result,
)
from figures.drawing import Drawing
from figures.marks import (
    dots,
    dotted_line,
    handle,
    here,
    in_steps,
    key,
    label,
    level,
    line,
    log_axis,
    moving_label,
    segments,
    upright,
)
from figures.theme import (
    BIAS,
    FIFTH,
    GOOD,
    INK,
    MUTED,
    NEGATIVE,
    POSITIVE,
    SMALL_MARGIN,
    THIN,
    VARIANCE,
    axis,
    faded,
    layout,
    share_axis,
)
from sentences.numbers import percent

Floats = NDArray[Any]
KNOWN, FILLED = NEGATIVE, POSITIVE
REACH = 3.6  # of both standardised columns, as drawn
SPLIT = 0.74  # of the main figure's width: the scatter; beside it the incomes
MARGIN = {**SMALL_MARGIN, "l": 58, "t": 30}
TWO_ROWS = {**MARGIN, "t": 50}
LOOKS = {
    "drop": (NEGATIVE, "solid", "━", 2.5),
    "mean": (POSITIVE, "dash", "- -", 2.5),
    "median": (VARIANCE, "dashdot", "-·-", 2.0),
    "regression": (GOOD, "longdash", "— —", 2.5),
    "draw": (FIFTH, "solid", "━", 4.0),
    "nearest": (BIAS, "dot", "· ·", 3.0),
    "multiple": (INK, "solid", "━", 1.5),
}
SHORT = {
    "drop": "drop", "mean": "mean", "median": "median", "regression": "regression",
    "draw": "plus a draw", "nearest": "nearest 5", "multiple": "multiple",
}  # fmt: skip
SURVEY_SHOWS = (
    "Income against education, both standardised. Known incomes are filled dots; missing ones "
    "are rings at their true place, each with a thread to where the cure puts it. A dashed line "
    "is fitted to all people, a solid one after the cure. On the right the same incomes as "
    "a histogram, all as an outline and filled after the cure, with both means."
)
OWN_SHOWS = (
    "A column with missing values against one beside it. Known values are filled dots; missing ones are "
    "rings on the lower edge, as nobody knows their height, and hidden ones are rings where they were, "
    "each with a thread to where the cure puts it. A dashed line is fitted to all that is known, a solid "
    "one after the cure. On the right the same values as a histogram, all known as an outline and "
    "filled after the cure, with both means."
)
OF_OWN = {
    "line of all": "line of all known",
    "all incomes": "known values",
    "incomes after the cure": "values after the cure",
    "mean of all": "mean of all known",
}
RANGES = {"r": [-1.05, 1.05], "mean": [-1.9, 0.9], "sd": [0.0, 1.4], "slope": [-1.3, 1.3]}
CODED = {
    "plain": (POSITIVE, "solid", "━"),
    "leave_one_out": (VARIANCE, "dash", "- -"),
    "cross_fitted": (GOOD, "longdash", "— —"),
    "one_hot": (NEGATIVE, "dashdot", "-·-"),
    "ordinal": (FIFTH, "solid", "━"),
}
LANES = 2.0, 1.0, 0.0
LANE_NAMES = ["at random", "by time", "the future"]
SCALED = {
    "min_max": (POSITIVE, "solid", "━", "circle"),
    "standard": (NEGATIVE, "dash", "- -", "diamond"),
    "robust": (GOOD, "longdash", "— —", "square"),
}


def holes(result: Result) -> Drawing:
    """Education and income, with a thread from each lost income to where the cure puts it."""
    pairs, own = result.pairs, result.own
    never = pairs.never[:SHOWN]
    edge = 0.98 * pairs.up[0] + 0.02 * pairs.up[1]  # below all that is known
    x, y = pairs.x[:SHOWN], np.where(never, edge, pairs.y[:SHOWN])
    seen, cured = result.seen[:SHOWN], result.cured[:SHOWN]
    lost = ~seen

    def called(name: str) -> str:
        return OF_OWN[name] if own else name

    there = lost & ~np.isnan(cured)
    moved = there & ~never  # what was never known is moved from nowhere
    ends = _ends(result)
    most = 1.08 * max(
        result.counts_all.max(), len(pairs.x) * 0.55, result.never + result.counts_all.max()
    )
    edges = np.repeat(result.edges, 2)
    heights = [
        np.concatenate([[0.0], np.repeat(each, 2), [0.0]])
        for each in (result.counts_all, result.counts)
    ]
    data = [
        segments(
            np.column_stack([x, y])[moved], np.column_stack([x, cured])[moved], FILLED,
            "from the truth to what is filled in", width=THIN,
        ),
        dots(
            x[lost], y[lost], "rgba(0,0,0,0)",
            "missing, at the edge, or hidden" if own else "missing, where they truly are",
            size=8, edge=MUTED, width=1.5,
        ),
        dots(x[seen], y[seen], KNOWN, "known", size=7, opacity=0.75),
        dots(x[there], cured[there], FILLED, "filled in", size=7, symbol="diamond"),
        line(
            ends, result.truth[0] + result.truth[1] * ends, INK, called("line of all"), dash="dash",
            width=2,
        ),
        line(ends, result.line[0] + result.line[1] * ends, FILLED, "line after the cure", width=3),
        in_steps(line(heights[0], edges, MUTED, called("all incomes"), width=1.5)) | {"xaxis": "x2"},
        in_steps(line(heights[1], edges, FILLED, called("incomes after the cure"), width=1))
        | {"xaxis": "x2", "fill": "tozerox", "fillcolor": faded(FILLED, 0.35)},
        level(result.full.mean, 0, most, INK, called("mean of all"), dash="dash", width=2)
        | {"xaxis": "x2"},
        level(result.now.mean, 0, most, FILLED, "mean after the cure", width=3) | {"xaxis": "x2"},
        dots([most * 0.96], [result.now.mean], FILLED, "end of the mean", size=9, symbol="diamond")
        | {"xaxis": "x2"},
    ]  # fmt: skip
    ticks = {} if own else {"tickvals": np.array([-2, 0, 2])}
    shows = OWN_SHOWS if own else SURVEY_SHOWS
    return Drawing(
        data,
        layout(
            shows,
            axis(_title(result, 0), range=list(pairs.across), domain=[0, SPLIT], **ticks),
            axis(_title(result, 1), range=list(pairs.up), **ticks),
            [_dragged(result)],
            xaxis2=axis(
                "rows" if own else "people",
                range=[0, most],
                domain=[SPLIT + 0.03, 1],
                anchor="y",
                nticks=3,
            ),
            annotations=key(
                [
                    [("●", KNOWN, "known"), ("○", MUTED, "missing"), ("◆", FILLED, "filled in")],
                    [
                        ("- -", INK, "all known" if own else "all people"),
                        ("━", FILLED, "after the cure"),
                    ],
                ],
                (0.0, 0.3, 0.62),
            ),
            margin={"l": 56, "r": 12, "t": 50, "b": 46},
        ),
    )


def along(result: Result) -> Drawing:
    """What each cure makes of one measure, by the share missing, with closed forms dotted."""
    p = result.params
    truth = float(getattr(result.full, p.measure))
    of_all = "all that is known" if result.own else "all people"
    data = [level(truth, 0, 0.9, INK, of_all, dash="dash", width=THIN)]
    for cure in CURES:
        color, dash, _, width = LOOKS[cure]
        values = getattr(result.swept[cure], p.measure)
        data.append(line(STOPS, values, color, SHORT[cure], dash=dash, width=width))
    for cure in result.law:
        values = getattr(result.law[cure], p.measure)
        data.append(
            line(
                STOPS, values, LOOKS[cure][0], f"{SHORT[cure]}, closed form", dash="dot", width=THIN
            )
        )
    low, high = RANGES[p.measure]
    if result.own and p.measure != "r":
        low, high = _span(np.append([getattr(m, p.measure) for m in result.swept.values()], truth))
    elif not result.own and p.measure in ("r", "slope") and p.correlation >= 0.3:
        low = -0.2  # the lower half would be empty
    data += [
        upright(p.missing, low, high, INK, "share missing", width=THIN),
        here(p.missing, float(getattr(result.now, p.measure)), "your cure", LOOKS[p.cure][0]),
    ]
    return Drawing(
        data,
        layout(
            f"{MEASURES[p.measure]} after each cure, against the share of values missing; a dashed "
            f"line is that of {of_all}"
            + ("." if result.own else ", thin dotted lines are closed forms."),
            axis("values missing", range=[-0.02, 0.92], tickformat=".0%"),
            axis(_of(result), range=[low, high]),
            [handle("share missing", "line")],
            annotations=key(
                [
                    [(LOOKS[cure][2], LOOKS[cure][0], SHORT[cure]) for cure in list(CURES)[:3]],
                    [(LOOKS[cure][2], LOOKS[cure][0], SHORT[cure]) for cure in list(CURES)[3:]],
                ],
                (0.0, 0.36, 0.72),
            ),
            margin=TWO_ROWS,
        ),
    )


def coverage(result: Result) -> Drawing:
    """How often the 95 % interval for the mean holds the truth, by the share missing."""
    p = result.params
    data = [level(0.95, 0, 0.9, INK, "as promised", dash="dash", width=THIN)]
    for cure in result.coverage:
        color, dash, _, width = LOOKS[cure]
        data.append(line(STOPS, result.coverage[cure], color, SHORT[cure], dash=dash, width=width))
    data.append(upright(p.missing, 0, 1, INK, "share missing", width=THIN))
    return Drawing(
        data,
        layout(
            "How often the 95 % interval for the mean income, worked out after each cure, holds the true "
            "mean, against the share of incomes missing.",
            axis("incomes missing", range=[-0.02, 0.92], tickformat=".0%"),
            share_axis("intervals that hold the truth"),
            [handle("share missing", "line")],
            annotations=key(
                [
                    [(LOOKS[cure][2], LOOKS[cure][0], SHORT[cure]) for cure in INTERVALS[:3]],
                    [(LOOKS[cure][2], LOOKS[cure][0], SHORT[cure]) for cure in INTERVALS[3:]],
                ],
                (0.0, 0.36, 0.72),
            ),
            margin=TWO_ROWS,
        ),
    )


def flights(result: Result) -> Drawing:
    """Flights cancelled where the pressure is known and where it is missing."""
    found = result.flights
    names = ["pressure known", "pressure missing"]
    data = [
        segments(
            np.column_stack([[0, 1], [0, 0]]), np.column_stack([[0, 1], found.cancelled]), FILLED,
            "share cancelled, bars", width=28,
        ),
        dots([0, 1], found.cancelled, FILLED, "share cancelled", "%{y:.1%}", symbol="diamond"),
    ]  # fmt: skip
    annotations = [
        label(i, float(share), f"{100 * share:.1f} %", FILLED, xanchor="center", yshift=16)
        for i, share in enumerate(found.cancelled)
    ]
    return Drawing(
        data,
        layout(
            "The share of flights cancelled, where the air pressure at departure is known and where it "
            "is missing.",
            axis(
                "flights from New York, 2013", range=[-0.6, 1.6], tickvals=np.array([0, 1]),
                ticktext=np.array(names), scale=names,
            ),
            axis("cancelled", range=[0, 0.1], tickformat=".0%"),
            annotations=annotations,
            margin=MARGIN,
        ),
    )  # fmt: skip


def birds(result: Result) -> Drawing:
    """Speed and missing speeds of bird strikes, by phase of flight."""
    found, most = result.birds, float(result.birds.rows.max())
    data = [
        upright(found.dropped, 0.3, 1, NEGATIVE, "mean, dropped", dash="dash", width=2),
        upright(found.by_phase, 0.3, 1, FILLED, "mean, filled by phase", width=2),
        dots(
            found.speed, found.missing, MUTED, "phases of flight", "%{x:.0f} kt, %{y:.0%} missing",
            size=6 + 26 * np.sqrt(found.rows / most), opacity=0.7,
        ),
    ]  # fmt: skip
    # Where no line goes: below the largest, left of those slower than the mean, above the others.
    annotations = []
    for name, speed, share, rows in zip(
        found.phases, found.speed, found.missing, found.rows, strict=True
    ):
        away = 5 + 13 * float(np.sqrt(rows / most))
        if rows == most:
            place: dict[str, Any] = {"xanchor": "center", "yanchor": "top", "yshift": -away}
        elif speed < found.by_phase:
            place = {"xanchor": "right", "xshift": -away}
        else:
            place = {"xanchor": "center", "yanchor": "bottom", "yshift": away}
        annotations.append(label(float(speed), float(share), name.lower(), **place))
    return Drawing(
        data,
        layout(
            "Phases of flight in which birds were struck: the share of strikes whose speed is missing, "
            "against the mean speed where it is known; dots are larger with more strikes. Lines are the "
            "overall mean, dropped and filled in by phase.",
            axis("mean speed where known (knots)", range=[30, 280]),
            axis("speed missing", range=[0, 0.65], tickformat=".0%"),
            annotations=[
                *annotations,
                *key([[("- -", NEGATIVE, "mean, dropped"), ("━", FILLED, "filled by phase")]]),
            ],
            margin=MARGIN,
        ),
    )


def encoding(result: Result) -> Drawing:
    """R² of each encoder on the rows it was made of and on new ones, by the number of categories."""
    p, found = result.params, result.encoding
    chosen = list(ENCODERS).index(p.encoder)
    color, _, sign = CODED[p.encoder]
    data = [
        level(0, CATEGORIES[0], CATEGORIES[-1], INK, "nothing explained", dash="dot", width=THIN),
        line(CATEGORIES, found.expected, MUTED, "(K − 1)/(n − 1)", dash="dot", width=2),
        dotted_line(CATEGORIES, found.train[chosen], color, "rows that were encoded", size=6),
        dotted_line(
            CATEGORIES, found.fresh[chosen], color, "new rows", size=7, symbol="diamond", dash="dash",
        ),
        upright(p.categories, -1, 1, INK, "your categories", width=THIN),
        here(p.categories, _within(found.here_train[chosen]), "encoded rows, yours", color),
        here(p.categories, _within(found.here_fresh[chosen]), "new rows, yours", color, symbol="diamond"),
    ]  # fmt: skip
    return Drawing(
        data,
        layout(
            "R² of a line on the encoded category, on the rows that were encoded and on new ones, "
            "against the number of categories on a log axis, with what noise gives on average, dotted.",
            log_axis(
                "categories in 1,000 rows", -0.05, np.log10(560),
                tickvals=np.array([1, 10, 100, 500]), ticktext=np.array(["1", "10", "100", "500"]),
            ),
            axis("R²", range=[-1.05, 1.05]),
            annotations=key(
                [
                    [(f"{sign}●", color, "encoded rows"), ("- ◆", color, "new rows")],
                    [("· ·", MUTED, "plain on noise: (K − 1)/(n − 1)")],
                ]
            ),
            margin=TWO_ROWS,
        ),
    )  # fmt: skip


def scaling(result: Result) -> Drawing:
    """Accuracy of neighbours after each scaling, by how far out one value lies."""
    p, found = result.params, result.scaling
    data: list[dict[str, Any]] = [upright(p.outlier, 0.4, 1, INK, "your outlier", width=THIN)]
    for i, name in enumerate(SCALERS):
        color, dash, _, symbol = SCALED[name]
        called = SCALERS[name].lower()
        data += [
            dotted_line(
                OUTLIERS, found.accuracy[i], color, called, size=6, symbol=symbol, dash=dash
            ),
            here(p.outlier, found.here[i], f"{called}, yours", color, symbol=symbol),
        ]
    return Drawing(
        data,
        layout(
            "The accuracy on new rows of 15 nearest neighbours after min-max, standard and "
            "robust scaling, against the place of one outlier on a log axis.",
            log_axis(
                "the outlier, in standard deviations", np.log10(2.7), np.log10(340),
                tickvals=np.array([3, 10, 30, 100, 300]),
                ticktext=np.array(["3", "10", "30", "100", "300"]),
            ),
            axis("accuracy", range=[0.4, 1], tickformat=".0%"),
            annotations=key(
                [[(SCALED[name][2], SCALED[name][0], SCALERS[name].lower()) for name in SCALERS]],
                (0.0, 0.36, 0.7),
            ),
            margin=MARGIN,
        ),
    )  # fmt: skip


def wines(result: Result) -> Drawing:
    """Wines told right by their neighbours, raw and after each scaling."""
    found = result.wines
    names = ["raw", *(name.lower() for name in SCALERS.values())]
    at = np.arange(len(names), dtype=float)
    data = [
        segments(
            np.column_stack([at, 0 * at]), np.column_stack([at, found.accuracy]), FILLED,
            "share right, bars", width=28,
        ),
        dots(at, found.accuracy, FILLED, "share right", "%{y:.1%}", symbol="diamond"),
    ]  # fmt: skip
    annotations = [
        label(i, float(share), percent(share), FILLED, xanchor="center", yshift=16)
        for i, share in enumerate(found.accuracy)
    ]
    return Drawing(
        data,
        layout(
            "The share of wines whose cultivar five neighbours tell, by the raw measurements and after "
            "min-max, standard and robust scaling.",
            axis(
                "scaling", range=[-0.6, len(names) - 0.4], tickvals=at, ticktext=np.array(names),
                scale=names,
            ),
            share_axis("wines told right", range=[0, 1.12]),
            annotations=annotations,
            margin=MARGIN,
        ),
    )  # fmt: skip


def twins(result: Result) -> Drawing:
    """Accuracy on random labels by the share of rows there twice, split at random and by group."""
    found, i = result.twins, result.twin_place
    x = np.array(DOUBLED)
    data = [
        level(0.5, 0, 0.6, INK, "guessing", dash="dot", width=THIN),
        line(x, found.law, MUTED, "expected", dash="dot", width=2),
        dotted_line(x, found.random, POSITIVE, "split at random", symbol="diamond"),
        dotted_line(x, found.grouped, GOOD, "twins kept together", dash="dash"),
        upright(x[i], 0.3, 1, INK, "rows there twice", width=THIN),
    ]
    return Drawing(
        data,
        layout(
            "The accuracy on test rows of the nearest neighbour, on random labels, against "
            "the share of rows that are there twice, split at random and with twins kept together.",
            axis("rows there twice", range=[-0.02, 0.62], tickformat=".0%"),
            axis("accuracy on random labels", range=[0.3, 1], tickformat=".0%"),
            annotations=key(
                [
                    [("◆", POSITIVE, "split at random"), ("●", GOOD, "by group")],
                    [("· ·", MUTED, "expected, at random")],
                ]
            ),
            margin=TWO_ROWS,
        ),
    )


def by_time(result: Result) -> Drawing:
    """One table of days in time order, split at random and by time, and the days that come after it."""
    found = result.dated
    days = np.arange(1.0, DATED + AHEAD + 1)
    tested = ~found.train & (days <= DATED)
    tested[2] = days > DATED
    right = tested & (found.told == found.label)
    x, y = np.tile(days, (3, 1)), np.array(LANES)[:, None] + 0.3 * (found.label - 0.5)
    said = [
        f"{word} {percent(share)} right"
        for word, share in zip(("promises", "promises", "then gives"), found.promised, strict=True)
    ]
    data = [
        dots(x[found.train], y[found.train], MUTED, "days that train", size=4, width=0),
        dots(x[right], y[right], GOOD, "told right", size=7, symbol="diamond"),
        dots(
            x[tested & ~right], y[tested & ~right], POSITIVE, "told wrong", size=8,
            symbol="x-thin-open", width=2,
        ),
        upright(DATED + 0.5, -0.4, 2.75, INK, "today", width=THIN),
        moving_label(0, 0, "", INK, position="middle right", name="label: promised")
        | {"x": np.ones(3), "y": np.array(LANES) + 0.42, "text": np.array(said)},
    ]  # fmt: skip
    return Drawing(
        data,
        layout(
            "Days in time order in three rows, raised where the label is 1. Days that train are small "
            "dots; the others are told by the nearest of those, right or wrong: with a random split, "
            "with a split by time, and after today, where all days before train.",
            axis("day", range=[-1, DATED + AHEAD + 2], nticks=6, showgrid=False),
            axis(
                "split", range=[-0.4, 2.75], tickvals=np.array(LANES[::-1]), scale=LANE_NAMES[::-1],
                ticktext=np.array(LANE_NAMES[::-1]), showgrid=False,
            ),
            annotations=key(
                [
                    [
                        ("◆", GOOD, "told right"), ("×", POSITIVE, "told wrong"),
                        ("●", MUTED, "trains"),
                    ]
                ],
                (0.0, 0.36, 0.72),
            ),
            margin={**MARGIN, "l": 84},
        ),
    )  # fmt: skip


def columns(result: Result) -> Drawing:
    """The best correlation among so many columns of noise."""
    p = result.params
    # Where a new column is the best, and both ends: a line of a thousand places would say no more.
    rises = np.flatnonzero(np.diff(result.best, prepend=-1.0))
    at = np.unique(np.append(rises, len(result.best) - 1))
    many = np.unique(np.geomspace(1, len(result.best), 40).astype(int))
    data = [
        line(many, result.best_law[many - 1], MUTED, "median of all such tables", dash="dot", width=2),
        line(at + 1, result.best[at], POSITIVE, "best so far", shape="hv"),
        upright(p.columns, 0, 1, INK, "your columns", width=THIN),
        here(p.columns, result.best[p.columns - 1], "the best of yours", POSITIVE),
    ]  # fmt: skip
    return Drawing(
        data,
        layout(
            "The largest correlation, without its sign, of a target with columns of pure noise, against "
            "the number of columns looked at on a log axis, with its median as a dotted line.",
            log_axis("columns of noise looked at", -0.05, 3.05),
            axis("best |r|", range=[0, 1.02]),
            annotations=key(
                [[("━", POSITIVE, "this table"), ("· ·", MUTED, "median of such tables")]]
            ),
            margin=MARGIN,
        ),
    )


def miniature(result: Result) -> Drawing:
    """The main figure, without words."""
    return holes(result).without_words()


# --- parts -----------------------------------------------------------------------------------


def _dragged(result: Result) -> dict[str, Any]:
    """The handle of the main figure: what moves more along the axis, the line's end or the mean."""
    swept = result.swept[result.params.cure]
    rise = float(np.diff(_ends(result))[0]) / 2 * np.nan_to_num(swept.slope)
    if np.isfinite(result.line).all() and np.ptp(swept.mean + rise) > np.ptp(swept.mean):
        return handle("line after the cure", "end of the line", point=1)
    return handle("end of the mean", "mean", point=0)


def _ends(result: Result) -> Floats:
    """Where the lines of the main figure begin and end."""
    return np.array(result.pairs.across if result.own else [-REACH, REACH])


def _title(result: Result, which: int) -> str:
    """What an axis of the main figure is called."""
    name = result.pairs.names[which]
    return escape(name, quote=False) if result.own else f"{name}, standardised"


def _of(result: Result) -> str:
    """The measure followed, and of what."""
    measure = MEASURES[result.params.measure].lower()
    if result.own or result.params.measure == "r":
        return measure
    return f"{measure} of income" + " on education" * (result.params.measure == "slope")


def _span(values: Floats) -> list[float]:
    """A range with room around all values that are defined."""
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    air = 0.08 * (high - low) or 1.0
    return [low - air, high + air]


def _within(r2: float) -> float:
    """R² as it is drawn, and at the lower edge what lies below."""
    return max(float(r2), -1.0)
