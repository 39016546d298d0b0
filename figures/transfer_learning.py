"""Pictures of a start from another task: two cities' years, turned digits, a change of low rank."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from concepts.transfer_learning import (
    ANGLES,
    EXAMPLES,
    GRID,
    RATES,
    SHIFTS,
    STOPS,
    TRUSTS,
    TUNED,
    Result,
)
from figures.drawing import Drawing
from figures.marks import (
    band,
    dots,
    dotted_line,
    handle,
    here,
    key,
    level,
    line,
    log_axis,
    segments,
    upright,
)
from figures.theme import (
    GOOD,
    INK,
    MARKER,
    MUTED,
    NEGATIVE,
    NOISE,
    POSITIVE,
    SMALL_MARGIN,
    THIN,
    axis,
    faded,
    layout,
    share_axis,
)

Floats = NDArray[Any]
STARTED, SCRATCH, SOURCE = POSITIVE, NEGATIVE, MUTED
MONTHS = np.array(["Jan", "Apr", "Jul", "Oct"])
MONTH_STARTS = np.array([0.0, 90.0, 181.0, 273.0])
TWO_ROWS = {**SMALL_MARGIN, "l": 58, "t": 50}
COLD, HOT = -10.0, 40.0  # °C
POWERS = np.array([0.001, 0.01, 0.1])
DAYS = np.array([1, 3, 10, 30, 100, 300])
LEAST, MOST = 3.0, 24.0  # °C, where errors begin, and where their axis ends at the latest
FARTHEST = 18.0  # °C, of errors by shift
STOPS_X = np.array(STOPS, float)
KEYS = [("━", STARTED, "from Seattle"), ("-·-", SCRATCH, "from scratch")]


def year(result: Result) -> Drawing:
    """The days seen, the two fits to them, Seattle's curve and that of all days."""
    r = result
    data = [
        dots(r.source_days, r.source_highs, faded(NOISE, 0.4), "Seattle's days", size=4, width=0),
        line(GRID, r.source, SOURCE, "Seattle's curve", width=1.5),
        here(r.january[0], r.january[1], "Seattle's January", SOURCE),
        line(GRID, r.truth, INK, "fitted to all days", dash="dash"),
        line(GRID, r.scratch, SCRATCH, "from scratch", dash="dashdot"),
        line(GRID, r.started, STARTED, "from Seattle", width=4.5),
        dots(r.days, r.highs, INK, "days seen", "a day seen: %{y:.1f} °C", MARKER, width=1.5),
    ]
    keys = [
        [*KEYS, ("●", INK, "days seen")],
        [("━", SOURCE, "Seattle"), ("- -", INK, "all days fitted")],
    ]
    moved = handle("Seattle's January", "grey dot", shift=(1, 0))
    return Drawing(
        data,
        layout(
            "The highest temperature of a day in New York against the day of the year: the days seen as "
            "dots, a curve fitted to them from scratch, one that started from Seattle's, Seattle's own "
            "among its days, and a dashed one fitted to all days of New York.",
            axis(
                "day of the year", range=[-3, 368], tickvals=MONTH_STARTS, ticktext=MONTHS, scale="days"
            ),
            axis("highest of the day (°C)", range=[COLD, HOT]),
            [moved],
            annotations=key(keys, (0.0, 0.36, 0.72)),
            margin=TWO_ROWS,
        ),
    )  # fmt: skip


def errors(result: Result) -> Drawing:
    """Both errors on the days not seen, by the number of days seen."""
    r, sweep = result, result.sweep
    top = _top(r)
    n, at = r.params.n, r.here
    data = [
        _spread(sweep.scratch_ends, SCRATCH, "single draws, from scratch"),
        _spread(sweep.started_ends, STARTED, "single draws, from Seattle"),
        level(r.noise, 1, 300, INK, "curve of all days", dash="dash", width=THIN),
        line(STOPS_X, sweep.as_is, SOURCE, "Seattle as it is", width=1.5),
        line(STOPS_X, sweep.best_scratch, SCRATCH, "from scratch, best trust", dash="dot", width=1.5),
        line(STOPS_X, sweep.scratch, SCRATCH, "error from scratch", dash="dashdot"),
        line(STOPS_X, sweep.started, STARTED, "error from Seattle", width=4),
        upright(n, LEAST, top, INK, "your days", width=THIN),
        here(n, at.scratch, "from scratch, at yours", SCRATCH, symbol="square"),
        here(n, at.started, "from Seattle, at yours", STARTED),
    ]  # fmt: skip
    keys = [
        KEYS,
        [("· ·", SCRATCH, "scratch, best λ"), ("━", SOURCE, "Seattle as it is")],
    ]
    return Drawing(
        data,
        layout(
            "The error on the days not seen against the number of days seen, on a log axis: from "
            "scratch, started from Seattle, and Seattle's curve as it is, with bands for single "
            "draws; dotted, scratch with its best trust; a dashed line for the curve of all days.",
            log_axis("days seen", -0.06, 2.54, tickvals=DAYS, ticktext=DAYS.astype(str)),
            axis("error on other days (°C)", range=[LEAST, top]),
            [handle("your days", "line"), handle("from Seattle, at yours", "dot")],
            annotations=key(keys),
            margin=TWO_ROWS,
        ),
    )  # fmt: skip


def trust(result: Result) -> Drawing:
    """Both errors at n, by trust."""
    r, top = result, _top(result)
    data = [
        level(r.here.as_is, 0.1, 1000, SOURCE, "Seattle as it is", width=1.5),
        line(TRUSTS, r.trust_scratch, SCRATCH, "error from scratch", dash="dashdot"),
        line(TRUSTS, r.trust_started, STARTED, "error from Seattle", width=4),
        upright(r.params.trust, LEAST, top, INK, "your trust", width=THIN),
        here(r.best_trust, r.trust_started.min(), "least from Seattle", GOOD, symbol="diamond"),
        here(r.params.trust, r.here.started, "from Seattle, at your trust", STARTED),
    ]
    return Drawing(
        data,
        layout(
            "The error on the days not seen against the trust in the start, on a log axis, from Seattle "
            "and from scratch; a level for Seattle's curve as it is, a diamond where the start from "
            "Seattle errs least.",
            log_axis("trust λ, in days", -1.05, 3.05),
            axis("error on other days (°C)", range=[LEAST, top]),
            [handle("your trust", "line", trust=(1, 0))],
            annotations=key([KEYS, [("━", SOURCE, "Seattle as it is"), ("◆", GOOD, "least")]]),
            margin=TWO_ROWS,
        ),
    )


def distance(result: Result) -> Drawing:
    """Both errors at n, by how far the source is moved."""
    r = result
    data = [
        level(r.here.scratch, 0, 182, SCRATCH, "error from scratch", dash="dashdot"),
        line(SHIFTS, r.shift_started, STARTED, "error from Seattle", width=4),
        upright(r.params.shift, LEAST, FARTHEST, INK, "your shift", width=THIN),
        here(r.harm_from, r.here.scratch, "from here on it harms", GOOD, symbol="diamond"),
        here(r.params.shift, r.here.started, "from Seattle, at your shift", STARTED),
    ]
    return Drawing(
        data,
        layout(
            "The error on the days not seen of a start from Seattle, against how many days its year is "
            "moved; a level for scratch, and a diamond where the two cross.",
            axis("source moved by (days)", range=[-4, 186], tickvals=np.array([0, 60, 120, 180])),
            axis("error on other days (°C)", range=[LEAST, FARTHEST]),
            [handle("your shift", "line", shift=(1, 0))],
            annotations=key([KEYS, [("◆", GOOD, "from here on it harms")]]),
            margin=TWO_ROWS,
        ),
    )


def digits(result: Result) -> Drawing:
    """How often linear classifiers are right about turned digits, by angle."""
    found, angle = result.digits, result.params.angle
    data = [
        line(
            np.array(ANGLES), found.linear_scratch, SCRATCH, "accuracy from scratch", dash="dashdot"
        ),
        line(np.array(ANGLES), found.linear_started, STARTED, "accuracy from upright", width=4),
        upright(angle, 0, 1, INK, "your angle", width=THIN),
    ]
    keys = [[("━", STARTED, "from upright digits")], [("-·-", SCRATCH, "from scratch")]]
    return Drawing(
        data,
        layout(
            "Accuracy on turned digits not seen against their angle, of a linear classifier that is "
            "pulled to the one of upright digits, and of one from scratch.",
            axis("digits turned by (°)", range=[-4, 184], tickvals=np.array([0, 45, 90, 135, 180])),
            share_axis("accuracy", nticks=4),
            [handle("your angle", "line", angle=(1, 0))],
            annotations=key(keys),
            margin=TWO_ROWS,
        ),
    )


def layers(result: Result) -> Drawing:
    """How often the network is right about the target, by what of it is trained."""
    found = result.digits
    right, names = found.tuned, list(TUNED.values())
    y = np.arange(len(names), dtype=float)
    off = 2 * np.sqrt(right * (1 - right) / found.tested)
    colors = np.array([SOURCE, *[STARTED] * 4, SCRATCH])
    bars = [
        segments(
            np.column_stack([np.zeros(len(each)), each]), np.column_stack([right[rows], each]),
            color, name, width=7,
        )
        for rows, color, name in (
            (slice(0, 1), SOURCE, "right as it is"),
            (slice(1, 5), STARTED, "right after training"),
            (slice(5, 6), SCRATCH, "right from scratch"),
        )
        for each in [y[rows]]
    ]  # fmt: skip
    ends = np.column_stack([right - off, y]), np.column_stack([right + off, y])
    data = [
        *bars,
        segments(*ends, INK, "two standard errors", width=2),
        dots(right, y, colors, "share right", "right: %{x:.0%}", 7),
    ]
    ticks = {"tickvals": y, "ticktext": np.array(names), "scale": names}
    return Drawing(
        data,
        layout(
            "How often the network is right about the target's digits, by what of it is trained on the "
            "few images: a bar each, with whiskers of two standard errors.",
            share_axis("accuracy on the target", range=[0, 1.02], nticks=4),
            axis("what is trained", range=[len(names) - 0.4, -0.6], **ticks),
            margin={**SMALL_MARGIN, "l": 8, "r": 22},
        ),
    )


def forgetting(result: Result) -> Drawing:
    """How often the network is right about the new task and the old, by learning rate."""
    found, p = result.digits, result.params
    tuned = found.tuned[list(TUNED).index("all")]
    data = [
        level(found.upright, 0.0001, 0.1, SOURCE, "old task, before", dash="dot", width=THIN),
        dotted_line(RATES, found.rate_upright, SOURCE, "old task, after", dash="dash", size=6),
        dotted_line(RATES, found.rate_target, STARTED, "new task, after", size=6),
        upright(p.rate, 0, 1, INK, "your rate", width=THIN),
        here(p.rate, found.kept, "old task, at your rate", SOURCE, symbol="square"),
        here(p.rate, tuned, "new task, at your rate", STARTED),
    ]
    keys = [
        [("━", STARTED, "turned, new"), ("- -", SOURCE, "upright, old")],
        [("· ·", SOURCE, "upright, before")],
    ]
    return Drawing(
        data,
        layout(
            "Accuracy of the network on the target and on upright digits after all its layers were "
            "trained on the few images, against the learning rate, on a log axis; a dotted level for "
            "upright digits before.",
            log_axis(
                "learning rate",
                -4.05,
                -0.95,
                tickvals=POWERS,
                ticktext=np.array([f"{power:g}" for power in POWERS]),
            ),
            share_axis("accuracy", nticks=4),
            [handle("your rate", "line", rate=(1, 0))],
            annotations=key(keys),
            margin=TWO_ROWS,
        ),
    )


def features(result: Result) -> Drawing:
    """The error by examples, with features of other tasks and without."""
    found, n = result.learned, np.array(EXAMPLES, float)
    data = [
        line(n, found.scratch, SCRATCH, "error from scratch", dash="dashdot"),
        line(n, found.frozen, SOURCE, "error with frozen features", dash="dash"),
        line(n, found.tuned, STARTED, "error of head first, then all", width=4),
    ]
    keys = [
        [("- -", SOURCE, "frozen features"), ("-·-", SCRATCH, "from scratch")],
        [("━", STARTED, "head first, then all")],
    ]
    return Drawing(
        data,
        layout(
            "The squared error of a curve against the number of examples, both on log axes: a mixture of "
            "features that other tasks taught, the same and then all coefficients, and from scratch.",
            log_axis("examples of the target", 0.2, 2.8),
            log_axis("squared error", -2.5, 1.2),
            annotations=key(keys),
            margin=TWO_ROWS,
        ),
    )


def rank(result: Result) -> Drawing:
    """The error of the learned change, by its rank."""
    found, r = result.rank_errors, result.params.rank
    each = np.arange(len(found), dtype=float)
    last = each[-1]
    data = [
        level(result.rank_scratch, 0, last, SCRATCH, "error from scratch", dash="dashdot"),
        dotted_line(each, found, STARTED, "error by rank", "rank %{x}: %{y:.3g}", size=6),
        upright(r, 0.1, 100, INK, "your rank", width=THIN),
        here(r, found[r], "error at your rank", STARTED),
    ]
    keys = [[("━", STARTED, "W₀ + change of rank r")], [("-·-", SCRATCH, "from scratch")]]
    return Drawing(
        data,
        layout(
            "The squared error of the coefficients of a target against the rank of the change that is "
            "learned, the error on a log axis; a level for scratch.",
            axis("rank of what is learned, r", range=[-0.5, last + 0.5]),
            log_axis("squared error", -1.0, 2.0),
            [handle("your rank", "line", rank=(1, 0))],
            annotations=key(keys),
            margin=TWO_ROWS,
        ),
    )


def miniature(result: Result) -> Drawing:
    """The two cities' year, without words."""
    return year(result).without_words()


# --- parts -----------------------------------------------------------------------------------


def _top(result: Result) -> float:
    """Where the axis of errors ends: whole degrees, the same along the axis of days."""
    sweep = result.sweep
    return float(min(np.ceil(max(sweep.scratch.max(), sweep.started.max(), 12.0)) + 1, MOST))


def _spread(ends: Floats, color: str, name: str) -> dict[str, Any]:
    return band(STOPS_X, ends[:, 0], ends[:, 1], color, name, faded(color, 0.14))
