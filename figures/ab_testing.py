"""Pictures of a hundred A/B tests: their paths, one of them, what looks cost, and what it takes."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from concepts.ab_testing import ALPHA, DAY, DAYS, LIFTS, ONE_LOOK, Result
from figures import diagram
from figures.diagram import Diagram
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
    moving_label,
    round_ticks,
    segments,
    upright,
    whiskers,
)
from figures.theme import (
    INK,
    MUTED,
    NEGATIVE,
    NOISE,
    PAPER,
    POSITIVE,
    SMALL_MARGIN,
    THIN,
    axis,
    faded,
    layout,
    share_axis,
)

Floats = NDArray[np.float64]
START, END = 0.5, DAYS + 0.5
LEAST = 4.0  # of |z|, which the main picture always shows


def paths(result: Result) -> Drawing:
    """z of every experiment up to the day; those that were declared are lit for good."""
    top = _reach(result)
    room = 1.32 * top  # for the two counts above
    data = [
        *_ground(result, top),
        moving_label(
            1, 1.2 * top, f"<b>{int(result.declared.sum())}</b> declared so far", POSITIVE, 16,
            "middle right", "label: declared",
        ),
        moving_label(
            DAYS, 1.2 * top, f"<b>{result.today}</b> on this day", MUTED, 14, "middle left",
            "label: today",
        ),
    ]  # fmt: skip
    shows = (
        "z of a hundred experiments by day, up to the day on the axis; fences at the looks are what z "
        "must reach, and an experiment that did is lit, with a diamond where. Yours is the thick line."
    )
    rows = [[("━", INK, "yours"), ("━", POSITIVE, "declared"), ("┃", NEGATIVE, "limit at a look")]]
    return Drawing(
        data,
        layout(
            shows,
            axis("day", range=[START, END], tickvals=np.arange(7, DAYS + 1, 7), showgrid=False),
            axis("z of B against A", range=[-1.04 * top, room], tickvals=_ticks(top)),
            [handle("your day", "day")],
            annotations=key(rows, (0.0, 0.3, 0.62)),
            margin={"l": 62, "r": 16, "t": 30, "b": 52},
        ),
    )


def _ground(result: Result, top: float) -> list[dict[str, Any]]:
    """Paths, what hides their future, fences and the day."""
    run, day = result.run, result.params.day
    z = np.clip(run.z, -top, top)
    data = [
        lines(DAY, z[1:], NOISE, "experiments", width=1) | {"opacity": 0.55},
        *_declared(z, run.stopped, day),
        line(DAY, z[0], INK, "yours", width=3),
        # The future is there and covered: what changes along the axis is four numbers.
        area(
            np.array([day, END, END, day]), 1.03 * top * np.array([-1, -1, 1, 1]), PAPER,
            "days to come", PAPER, width=0,
        ),
    ]  # fmt: skip
    edge = run.boundary[result.looked - 1]
    seen = edge < top
    at, edge = result.looked[seen].astype(float), edge[seen]
    low = np.concatenate([edge, np.full(len(at), -top)])
    high = np.concatenate([np.full(len(at), top), -edge])
    data += [
        whiskers(np.tile(at, 2), low, high, NEGATIVE, "limits", width=1.5) | {"opacity": 0.5},
        upright(day, -top, top, INK, "your day", width=2, dash="dot"),
    ]
    return data


def _declared(z: Floats, stopped: NDArray[np.int64], day: int) -> list[dict[str, Any]]:
    """The paths up to the day of those declared by then, and where they were."""
    are = stopped <= day
    at = stopped[are]
    return [
        lines(DAY[:day], z[are, :day], POSITIVE, "declared", width=1.5),
        dots(
            at.astype(float), z[are, at - 1], POSITIVE, "where declared", size=7, symbol="diamond"
        ),
    ]


def _reach(result: Result) -> float:
    """How far z is drawn: beyond, paths run along the edge."""
    seen = float(np.quantile(abs(result.run.z), 0.995))
    return float(np.ceil(max(LEAST, min(seen, 1e4))))


def _ticks(top: float) -> Floats:
    """Five whole numbers, 0 in the middle."""
    step = max(1, int(top // 2))
    return step * np.arange(-2.0, 3.0)


def estimate(result: Result) -> Drawing:
    """The lift that your experiment sees, with its interval, up to the day."""
    run, day, worth = result.run, result.params.day, result.params.worth
    seen = 100 * np.stack(
        [run.lift[0], run.lift[0] - ONE_LOOK * run.error, run.lift[0] + ONE_LOOK * run.error]
    )
    top = _lift_reach(result)
    strip = min(float(worth), top)
    middle, low, high = np.clip(seen, -top, top)[:, : result.params.day]
    data = [
        band(
            [START, END],
            [-strip, -strip],
            [strip, strip],
            MUTED,
            "not worth it",
            faded(NOISE, 0.1),
            {"shape": "/", "fgcolor": faded(MUTED, 0.35)},
        ),
        band(DAY[:day], low, high, INK, "95 % interval", faded(NEGATIVE, 0.25)),
        level(0, START, END, MUTED, "no difference", width=THIN),
        level(100 * run.truth, START, END, INK, "truth", dash="dash", width=2),
        line(DAY[:day], middle, INK, "yours", width=3),
        here(day, middle[-1], "your day"),
    ]
    shows = (
        "The lift of your experiment by day with its 95 % interval; the true one is dashed, and lifts "
        "in the hatched band are smaller than is worth having."
    )
    rows = [[("━", INK, "yours, 95 %"), ("╌", INK, "truth"), ("▨", MUTED, "too small")]]
    return Drawing(
        data,
        layout(
            shows,
            axis("day", range=[START, END], tickvals=np.arange(7, DAYS + 1, 7)),
            axis("lift of B (%)", range=[-1.04 * top, 1.04 * top]),
            [handle("your day", "day")],
            annotations=key(rows, (0.0, 0.42, 0.68)),
            margin={"l": 62, "r": 16, "t": 30, "b": 52},
        ),
    )


def _lift_reach(result: Result) -> float:
    """How far lifts are drawn, in percent: what is sure after three days, and all that is named."""
    p, run = result.params, result.run
    wide = 100 * ONE_LOOK * run.spread / run.inflation / np.sqrt(3)
    named = 1.3 * max(p.worth, 100 * abs(run.truth), 100 * float(abs(run.expected).max()))
    return float(np.clip(max(wide, named), 1, 400))


def power(result: Result) -> Drawing:
    """By day, the chance to have found a lift worth having, and to have found what is not there."""
    run, day = result.run, result.params.day
    at = result.at
    data = [
        level(ALPHA, START, END, MUTED, "level", width=THIN, dash="dot"),
        line(DAY, run.single, MUTED, "found by one look on that day", dash="dash", width=2),
        line(DAY, run.found, NEGATIVE, "found by then"),
        line(DAY, run.false, POSITIVE, "false alarm by then", dash="longdash"),
        here(day, run.found[at], "found, your day", NEGATIVE),
        here(day, run.false[at], "false alarm, your day", POSITIVE, symbol="diamond"),
    ]
    shows = (
        "By day, the chance that your looks have found a lift worth having, that one look on that day "
        "would, and that there has been a false alarm."
    )
    rows = [
        [("━", NEGATIVE, "your looks"), ("╌", MUTED, "one look")],
        [("━ ━", POSITIVE, "false alarms")],
    ]
    return Drawing(
        data,
        layout(
            shows,
            axis("day", range=[START, END], tickvals=np.arange(7, DAYS + 1, 7)),
            share_axis("chance by then"),
            annotations=key(rows),
            margin=SMALL_MARGIN | {"t": 48},
        ),
    )


def looks(result: Result) -> Drawing:
    """The chance of a false alarm by how often one looks."""
    fixed, bayes = result.by_looks
    many = result.looks_so_far
    at = min(many, DAYS)
    false = result.run.false[result.at]
    data = [
        level(ALPHA, 0, DAYS, MUTED, "level", width=THIN, dash="dot"),
        line(DAY[::2], bayes[::2], MUTED, "P(B better) above 95 %", dash="dash", width=2),
        line(DAY[::2], fixed[::2], POSITIVE, "|z| above 1.96"),
        here(
            at if at else np.nan,
            false if at else np.nan,
            "your rule so far",
            INK,
            "%{x} looks: %{y:.1%}",
        ),
    ]
    shows = (
        "The chance of a false alarm without any difference, by the number of looks, for two rules."
    )
    return Drawing(
        data,
        layout(
            shows,
            axis("looks so far", range=[0, DAYS + 0.5]),
            share_axis("ever declared", range=[-0.02, 1.02]),
            annotations=key(
                [
                    [("━", POSITIVE, "|z| > 1.96"), ("╌", MUTED, "P(B better) > 95 %")],
                    [("●", INK, "your rule")],
                ],
                (0.0, 0.4),
            ),
            margin=SMALL_MARGIN | {"t": 48},
        ),
    )


def winners(result: Result) -> Drawing:
    """The lift that each experiment saw when it was declared."""
    run = result.run
    is_in = result.declared
    lift = 100 * np.where(is_in, result.declared_lift, np.nan)
    top = _declared_reach(result)
    # Without a difference both signs are as likely: their mean says nothing.
    mean = float(np.nanmean(lift)) if is_in.any() and not result.nothing else np.nan
    day = np.where(is_in, run.stopped, np.nan).astype(float)
    data = [
        level(0, START, END, MUTED, "no difference", width=THIN),
        level(100 * run.truth, START, END, INK, "truth", dash="dash", width=2),
        level(np.clip(mean, -top, top), START, END, POSITIVE, "mean of those declared", width=2),
        dots(day, np.clip(lift, -top, top), POSITIVE, "declared", "day %{x}: %{y:.3g} %", opacity=0.75,
             symbol="diamond"),
    ]  # fmt: skip
    shows = (
        "For each experiment declared so far the lift it saw on that day, against the day; the truth is "
        "dashed."
    )
    return Drawing(
        data,
        layout(
            shows,
            axis("day it was declared", range=[START, END], tickvals=np.arange(7, DAYS + 1, 7)),
            axis("lift it saw (%)", range=[-1.06 * top, 1.06 * top]),
            annotations=key(
                [[("◆", POSITIVE, "declared"), ("━", POSITIVE, "their mean"), ("╌", INK, "truth")]],
                (0.0, 0.36, 0.72),
            ),
            margin=SMALL_MARGIN | {"t": 28},
        ),
    )


def _declared_reach(result: Result) -> float:
    """How far the lifts of those declared on any day are drawn, in percent."""
    known = result.declared_lift[np.isfinite(result.declared_lift)]
    seen = 100 * float(abs(known).max()) if known.size else 0.0
    return float(np.clip(max(seen, 130 * abs(result.run.truth), 1), 1, 1000))


def sample_size(result: Result) -> Drawing:
    """How many days one look at the end needs, by the size of the lift."""
    run, p = result.run, result.params
    ends = np.log10(np.array([run.needed, run.plain]).ravel())
    low, high = min(float(np.floor(ends.min())), 0.0), max(float(np.ceil(ends.max())), 2.0)
    data = [
        line(
            100 * LIFTS,
            run.plain,
            MUTED,
            "plain",
            "%{x:.3g} %: %{y:.3g} days",
            dash="dash",
            width=2,
        ),
        line(100 * LIFTS, run.needed, NEGATIVE, "needed", "%{x:.3g} %: %{y:.3g} days"),
        level(p.planned, 1, 50, INK, "planned", width=2, dash="dot"),
        here(p.worth, run.needed_for, "lift worth having, yours"),
    ]
    keys = [[("━", NEGATIVE, "this test"), ("·····", INK, "planned")]]
    if not np.allclose(run.needed, run.plain):
        keys.append([("╌", MUTED, "independent, no CUPED")])
    shows = (
        "Days that a test needs to find a lift in four of five cases, against the lift, both on log "
        "axes; the dotted line is the planned end, the dot the lift worth having."
    )
    return Drawing(
        data,
        layout(
            shows,
            log_axis(
                "lift to be found (%)",
                0,
                np.log10(50),
                dtick=None,
                tickvals=np.array([1, 2, 5, 10, 20, 50]),
            ),
            log_axis(
                "days",
                low - 0.25,  # its lowest number stands clear of the first of the other axis
                high,
                dtick=None,
                tickvals=round_ticks(low, high, 7),
            ),
            annotations=key(keys),
            margin=SMALL_MARGIN | {"t": 48},
        ),
    )


def budget(result: Result) -> Diagram:
    """What the design costs of what it may."""
    names, costs, limits, units = result.budget
    shows = "Gauges, each with its limit: false alarms, lifts missed, mean days, lift overstated."
    return diagram.budget(names, costs, limits, units, shows=shows)


ROWS = ("replayed", "weighted", "online")


def offline(result: Result) -> Drawing:
    """Ranker B's gain over A: on A's log, on the log with weights, and online."""
    found = result.run.judged
    seen = (
        np.full(3, np.nan)
        if found is None
        else 100 * np.array([found.replayed, found.weighted, found.online / found.clicks])
    )
    place = np.array([2.0, 1.0, 0.0])
    data = [
        upright(0, -0.5, 2.5, MUTED, "as good as A", width=THIN),
        segments(
            np.column_stack([0 * seen, place]),
            np.column_stack([seen, place]),
            NEGATIVE,
            "gain",
            width=3,
        ),
        dots(seen, place, NEGATIVE, "B against A", "%{x:.3g} %", size=13),
        *(
            moving_label(
                x + (3.5 if x > 0 else -3.5),
                y,
                f"{x:+.1f} %".replace("-", "−"),
                INK,
                15,
                "middle right" if x > 0 else "middle left",
                f"label: {name}",
            )
            for x, y, name in zip(seen, place, ROWS, strict=True)
            if np.isfinite(x)
        ),
    ]
    shows = "B's gain over A in percent: replayed on A's log, the same with weights, and online."
    return Drawing(
        data,
        layout(
            shows,
            axis("B better than A by (%)", range=[-50, 24]),
            axis(
                "judged",
                range=[-0.6, 2.7],
                tickvals=place,
                ticktext=np.array(["A's log, replayed", "A's log, weighted", "online"]),
                scale=["online", "A's log, weighted", "A's log, replayed"],
                showgrid=False,
            ),
            margin=SMALL_MARGIN,
        ),
    )


def miniature(result: Result) -> Drawing:
    """The paths, small."""
    top = _reach(result)
    shows = "z of a hundred experiments by day; those declared are lit."
    return Drawing(
        _ground(result, top),
        layout(shows, axis("day", range=[START, END]), axis("z", range=[-1.04 * top, 1.04 * top])),
    ).without_words()
