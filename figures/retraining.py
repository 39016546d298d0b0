"""Pictures of a model that ages: its error as a saw, rule and model as two hands, what waiting costs."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from concepts.retraining import ALL, FRAUD_WEEKS, PREDICTIONS, Result
from figures.drawing import Drawing
from figures.marks import (
    area,
    band,
    dots,
    dotted_line,
    handle,
    here,
    key,
    level,
    line,
    log_axis,
    moving_label,
    segments,
    upright,
)
from figures.theme import (
    FAINT,
    INK,
    MUTED,
    POSITIVE,
    SMALL_MARGIN,
    THIN,
    VARIANCE,
    axis,
    faded,
    layout,
    share_axis,
)
from sentences.numbers import number, percent, percent_set

STALE, COIN = POSITIVE, VARIANCE
HIGHEST = 0.8  # mean errors that are drawn, of drawn data
POLICIES = (
    "never",
    "by schedule",
    "alarm, first reference",
    "alarm, newest reference",
    "by schedule, guarded",
)
MARGIN = {**SMALL_MARGIN, "l": 58, "t": 30}
TWO_ROWS = {**MARGIN, "t": 50}
BAR = -1.55, -1.35  # below the dial, whose circle ends at -1


def saw(result: Result) -> Drawing:
    """The error of the model in use, step by step, over the floor; a coin for every retraining."""
    r, p, x = result, result.params, result.times
    error, floor = r.drawn_error, r.drawn_floor
    top = 1.1 * r.costs.highest
    low = -0.1 * top
    kept = r.trained[1:]
    refused = np.setdiff1d(r.tried, r.trained)
    first, step = float(x[0]), float(x[1] - x[0])
    next_coin = first + step * min(p.pause, r.steps)
    data = [
        band(x, floor, np.maximum(error, floor), STALE, "staleness", faded(STALE, 0.25)),
        line([], [], INK, "least") if r.real
        else level(r.least, first, float(x[-1]), INK, "a model that knows today", dash="dot", width=THIN),
        line(x, floor, MUTED, "floor, retrained at every step", dash="dash", width=2),
        line(
            x, error, INK, "error of the model in use",
            f"{_when(r)} %{{x:.3~f}}: {_under_pointer(r, 'y')}",
        ),
        dots(x[kept], np.full(len(kept), low / 2), COIN, "retrainings", size=9, edge=INK, width=1),
        dots(
            x[refused], np.full(len(refused), low / 2), MUTED, "refused", size=9,
            symbol="x-thin-open", width=2,
        ),
        here(next_coin, low / 2, "the first retraining", COIN, symbol="diamond"),
    ]  # fmt: skip
    keys = [
        [("━", INK, "model in use"), ("- -", MUTED, f"retrained every {_step(r)}")],
        [("█", STALE, "staleness"), ("●", COIN, "retraining")],
    ]
    return Drawing(
        data,
        layout(
            f"The {_error_name(r)} of the model in use against time, over a dashed line for one that "
            "is retrained at every step; the ground between them is what staleness costs. Below, a "
            "dot at each retraining.",
            axis(_time_title(r), range=[first - 6 * step, float(x[-1]) + 8 * step]),
            _error_axis(r, _error_name(r), low, top),
            [handle("the first retraining", "coin")],
            annotations=key(keys),
            margin=TWO_ROWS,
        ),
    )


def dial(result: Result) -> Drawing:
    """The rule and the oldest model as two hands; below, what retraining and staleness cost."""
    r = result
    around = np.linspace(0, 2 * np.pi, 73)
    data = [line(np.cos(around), np.sin(around), FAINT, "all directions", width=2)]
    if r.real:
        data += [line([], [], INK, name) for name in ("angle", "the rule", "the model")]
        text = "the rule is not known"
    else:
        sweep = np.linspace(r.truth, r.model, 25)
        wedge = np.append(0, 0.8 * np.cos(sweep)), np.append(0, 0.8 * np.sin(sweep))
        data += [
            area(*wedge, STALE, "angle", faded(STALE, 0.35), width=0),
            line([0, np.cos(r.truth)], [0, np.sin(r.truth)], INK, "the rule", dash="dash", width=3),
            line([0, 0.9 * np.cos(r.model)], [0, 0.9 * np.sin(r.model)], INK, "the model", width=5),
        ]
        apart = np.degrees(abs(r.model - r.truth))
        text = f"{apart:.0f}° apart: error {percent(r.error[r.worst])}"
    data.append(moving_label(0, 1.08, text, INK, 14, name="label: angle"))
    stale, coins = max(r.stale, 0.0), r.coins
    share = coins / (stale + coins) if stale + coins else 0.5
    cut = -1.3 + 2.6 * share
    for name, left, right, color, fill in (
        ("retraining", -1.3, cut, COIN, 0.85), ("staleness", cut, 1.3, STALE, 0.35),
    ):  # fmt: skip
        x = np.array([left, right, right, left])
        data.append(
            area(x, np.repeat(BAR, 2), color, f"{name}, its share", faded(color, fill), width=0)
        )
    data += [
        upright(0, *BAR, INK, "half", width=THIN),
        moving_label(
            -1.3,
            BAR[1],
            f"● retraining {number(coins, 2)}",
            COIN,
            13,
            "top right",
            "label: retraining",
        ),
        moving_label(
            1.3,
            BAR[0],
            f"staleness {number(stale, 2)} █",
            STALE,
            13,
            "bottom left",
            "label: staleness",
        ),
    ]
    return Drawing(
        data,
        layout(
            "Two hands in a circle: dashed the true direction of the rule, solid that of the model, on "
            "the day of the greatest error; their angle is shaded. Below, a bar divided into what "
            "retraining and what staleness cost.",
            axis("", range=[-1.45, 1.45], visible=False, constrain="domain"),
            axis("", range=[-1.95, 1.35], visible=False, scaleanchor="x", constrain="domain"),
            annotations=key([[("- -", INK, "the rule"), ("━", INK, "the model")]]),
            margin={"l": 4, "r": 4, "t": 28, "b": 4},
        ),
    )


def cost(result: Result) -> Drawing:
    """What a day costs by pause: retraining, wrong predictions, both, and the square-root formula."""
    r, c = result, result.costs
    top = r.highest_cost
    wrong = PREDICTIONS * c.error
    pauses = c.pauses.astype(float)

    data = [
        line(pauses, _within(c.coins, top), COIN, "retraining", dash="dash"),
        line(pauses, _within(wrong, top), STALE, "wrong predictions", dash="dashdot"),
        line(pauses, _within(c.law, top), MUTED, "square-root formula", dash="dot", width=2),
        line(pauses, _within(c.total, top), INK, "together"),
        here(
            float(min(r.params.pause, r.steps)),
            0.96 * top if r.costs_more else r.cost,
            "yours",
            symbol="triangle-up" if r.costs_more else "circle",
        ),
    ]
    formula = [("· ·", MUTED, "square-root formula")] if np.isfinite(c.law).any() else []
    keys = [
        [("━", INK, "together"), *formula],
        [("- -", COIN, "retraining"), ("-·-", STALE, "wrong predictions")],
    ]
    return Drawing(
        data,
        layout(
            "What a day costs, in errors, against the pause between retrainings on a log axis: the "
            "price of retraining, the wrong predictions, and both"
            + ("; dotted the square-root formula." if formula else "."),
            log_axis(
                f"pause ({_unit(r)})", -0.1, 2.65, tickvals=np.array([1, 3, 10, 30, 100, 300])
            ),
            axis("errors a day", range=[0, top], nticks=5),
            [handle("yours", "dot")],
            annotations=key(keys),
            margin=TWO_ROWS,
        ),
    )


def windows(result: Result) -> Drawing:
    """Mean error by how far back the training data go."""
    r = result
    low, high = {"rain": (0.15, 0.4), "flights": (0.06, 0.12)}.get(r.params.drift, (0.0, HIGHEST))
    x = r.windows.astype(float)
    data = [
        line(x, _within(r.still, high), MUTED, "if nothing drifted", dash="dash"),
        dotted_line(x, _within(r.by_window, high), INK, "mean error", size=6),
        here(float(r.params.window), float(_within(r.plain, high)), "your window", STALE),
    ]
    keys = [("━", INK, "as it is")] + ([] if r.real else [("- -", MUTED, "if nothing drifted")])
    return Drawing(
        data,
        layout(
            "Mean error against the length of the window that models are trained on, on a log axis; "
            "dashed the same if nothing drifted. The last place is all data so far.",
            log_axis(
                f"trained on the last ({_unit(r)}; {ALL} are all)", -0.1, 2.75,
                tickvals=np.array([1, 3, 10, 30, 100, 300]),
            ),
            _error_axis(r, f"mean {_error_name(r)}", low, high),
            annotations=key([keys]),
            margin=MARGIN,
        ),
    )  # fmt: skip


def delays(result: Result) -> Drawing:
    """Mean error by how late labels arrive."""
    r = result
    high = 0.4 if r.real else HIGHEST
    data = [
        dotted_line(r.delays.astype(float), _within(r.by_delay, high), INK, "mean error", size=6),
        here(float(r.params.delay), float(_within(r.plain, high)), "your delay", STALE),
    ]
    return Drawing(
        data,
        layout(
            "Mean error against the time after which labels arrive; your delay is marked.",
            axis(f"labels arrive after ({_unit(r)})", range=[-1, 31]),
            _error_axis(r, f"mean {_error_name(r)}", 0.0, high),
            margin=MARGIN,
        ),
    )


def policies(result: Result) -> Drawing:
    """Mean error of five policies with this pause, and how often each retrains."""
    r = result
    rows = np.arange(len(POLICIES), dtype=float)[::-1]
    high = 0.4 if r.real else HIGHEST
    error = np.minimum(r.policies, high)
    said = np.isfinite(error)
    words = [f"{n} retraining{'' if n == 1 else 's'}" for n in r.trainings[said]]
    data = [
        segments(
            np.column_stack([0 * error[said], rows[said]]),
            np.column_stack([error[said], rows[said]]),
            FAINT,
            "from 0",
            width=3,
        ),
        dots(
            error[said], rows[said], INK, "mean error", f"%{{y}}: {_under_pointer(r, 'x')}", size=12
        ),
        moving_label(0, 0, "", MUTED, name="label: retrainings", position="middle right")
        | {"x": error[said] + 0.14 * high, "y": rows[said], "text": np.array(words)},
    ]
    return Drawing(
        data,
        layout(
            "One row for each policy, its mean error as a dot, with the number of retrainings beside it.",
            _error_axis(r, f"mean {_error_name(r)}", 0.0, 1.8 * high, nticks=4),
            axis(
                "policy", range=[-0.6, 4.6], tickvals=rows, ticktext=np.array(POLICIES),
                scale=list(POLICIES[::-1]), showgrid=False,
            ),
            margin={**SMALL_MARGIN, "l": 160},
        ),
    )  # fmt: skip


def feedback(result: Result) -> Drawing:
    """The share of fraud that passes a filter which learns from what passed, week by week."""
    r = result
    weeks = np.arange(1.0, FRAUD_WEEKS + 1)
    data = [
        line(weeks, r.passed, MUTED, "all that is blocked stays unseen", dash="dash", width=2),
        dotted_line(weeks, r.explored, POSITIVE, "as set", size=5),
    ]
    keys = [
        ("- -", MUTED, "nothing let through"),
        ("━", POSITIVE, f"{percent_set(r.params.explore)} let through"),
    ]
    return Drawing(
        data,
        layout(
            "The share of all fraud that passes the filter against the week: dashed if nothing blocked "
            "is let through, solid as it is set.",
            axis("week", range=[0, FRAUD_WEEKS + 1]),
            share_axis("fraud that passes"),
            annotations=key([keys]),
            margin=MARGIN,
        ),
    )


def miniature(result: Result) -> Drawing:
    """The saw, without words."""
    return saw(result).without_words()


# --- parts -----------------------------------------------------------------------------------


def _within(y: ArrayLike, top: float) -> NDArray[np.float64]:
    """Values, and nan where they lie above what the axis holds: there nothing is drawn."""
    y = np.asarray(y, float)
    return np.where(y <= top, y, np.nan)


def _unit(r: Result) -> str:
    if r.params.drift == "rain":
        return "times 40 days"
    return "hours" if r.params.drift in ("six", "new") else "days"


def _step(r: Result) -> str:
    return {"rain": "40 days", "six": "hour", "new": "hour"}.get(r.params.drift, "day")


def _when(r: Result) -> str:
    return {"rain": "year", "six": "hour", "new": "hour"}.get(r.params.drift, "day")


def _time_title(r: Result) -> str:
    return {"rain": "year of the data", "flights": "day of 2013"}.get(r.params.drift, _when(r))


def _error_name(r: Result) -> str:
    return "Brier score" if r.brier else "error"


def _error_axis(r: Result, title: str, low: float, high: float, nticks: int = 5) -> dict[str, Any]:
    """For a share of errors, in percent; for a Brier score, which is none."""
    kind = axis if r.brier else share_axis
    return kind(title, range=[low, high], nticks=nticks)


def _under_pointer(r: Result, along: str) -> str:
    """What is said there of an error, drawn `along` x or y."""
    return f"%{{{along}:.3f}}" if r.brier else f"%{{{along}:.1%}}"
