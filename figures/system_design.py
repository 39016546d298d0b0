"""Pictures of a design: the funnel over ranks, its budget, and what its parts cost."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from concepts.system_design import (
    BITS,
    BUSY,
    GOOD,
    SHARDS,
    SHOWN,
    SLOPES,
    STEPS,
    STOPS,
    Result,
)
from figures.diagram import DONE, NOW, Diagram, canvas, nodes, spread, text
from figures.diagram import budget as gauges_of
from figures.drawing import Drawing
from figures.marks import (
    area,
    dots,
    dotted_line,
    handle,
    here,
    hopping_label,
    key,
    level,
    line,
    log_axis,
    moving_label,
    round_ticks,
    upright,
)
from figures.theme import GOOD as GREEN
from figures.theme import (
    INK,
    MUTED,
    NEGATIVE,
    PAPER,
    POSITIVE,
    SMALL_MARGIN,
    THIN,
    axis,
    faded,
    layout,
    share_axis,
)
from sentences.numbers import amount, count, percent

Floats = NDArray[Any]
ITEMS = {
    "recommendation": "items", "search": "pages", "ads": "ads",
    "fraud": "payments a day", "moderation": "posts a day",
}  # fmt: skip
MARGIN = {**SMALL_MARGIN, "l": 58, "t": 30}
ENDS = STOPS[0], STOPS[-1]
LONGEST = 60.0  # mean works, where the queue's axis ends


def funnel(result: Result) -> Drawing:
    """The good items at their rank by the cheap score, the line at K, and the stages above."""
    p, at = result.params, result.line
    heights = result.values if result.ranked else np.log10(result.values)
    low, high = float(heights.min()), float(heights.max())
    span = high - low
    rows = high + span * np.array([0.66, 0.42, 0.18])
    top, edge, floor = high + 0.8 * span, high + 0.05 * span, low - 0.24 * span
    passed = result.ranks <= at
    decades = float(np.log10(p.corpus))
    said = f"{count(GOOD - result.reached)} lost"
    side = "right" if np.log10(at) < 0.75 * decades else "left"
    data = [
        area(
            [1, 1, at, at], [floor, edge, edge, floor], GREEN,
            "let through", faded(GREEN, 0.1), width=0,
        ),
        *_stages(result, rows),
        _acted(result, floor, edge),
        dots(
            result.ranks[~passed], heights[~passed], PAPER, "lost", edge=POSITIVE, width=1.5,
            hover="rank %{x:,.0f}: lost",
        ),
        dots(
            result.ranks[passed], heights[passed], POSITIVE, "gets through",
            hover="rank %{x:,.0f}: gets through",
        ),
        upright(at, floor, edge, INK, "your line"),
        hopping_label(at, low - 0.13 * span, said, side, POSITIVE, name="label: lost")
        | _beside(at, decades),
    ]  # fmt: skip
    who = "the ranker" if result.ranked else "people"
    good = "best items" if result.ranked else "bad cases"
    return Drawing(
        data,
        layout(
            f"A hundred {good} as dots at their rank by the cheap score, on a log axis, as high as "
            f"their value; left of a line {who} look at them, right of it they are lost. Above, bars to "
            "the same scale for the stages.",
            log_axis("rank by the cheap score", -0.08, decades + 0.08, dtick=1 if decades < 8 else 2),
            axis("value (sd)" if result.ranked else "amount ($)", range=[floor, top], **_values(result)),
            [handle("your line", "line")],
            margin={**SMALL_MARGIN, "l": 52},
        ),
    )  # fmt: skip


def budget(result: Result) -> Diagram:
    """What the design costs, each of what it may."""
    names, costs, limits, units = zip(*result.costs, strict=True)
    return gauges_of(
        names, costs, limits, units, shows="What the design costs, a gauge each, and its limit."
    )


def worth(result: Result) -> Drawing:
    """The final list's value and the share found, or the net worth of reviews, by K."""
    s, k = result.sweep, result.params.k
    x = np.array(STOPS, float)
    if result.ranked:
        data = [
            line(x, s.recall, POSITIVE, "recall: of 100 best", dash="dash"),
            line(x, s.worth, NEGATIVE, "worth of the list"),
            upright(k, 0, 1, INK, "your K", width=THIN),
            here(k, float(result.here.recall), "recall, at yours", POSITIVE),
            here(k, float(result.here.worth), "worth, at yours", NEGATIVE),
        ]
        keys = [("━", NEGATIVE, "worth of the list"), ("- -", POSITIVE, "recall")]
        y = share_axis("share", range=[-0.08, 1.05])
        shows = (
            "What the final list is worth, as a share of the ideal one, and the share of the hundred "
            "best items that reach the ranker, against K on a log axis."
        )
    else:
        saved, net = (s.worth + s.cost) / 1000, s.worth / 1000
        top = float(saved.max())
        low = max(float(net.min()), -top)  # where most are reviewed in vain the loss has no end
        drawn = np.where(net >= low, net, np.nan)
        at = float(result.here.worth) / 1000
        data = [
            level(0, *ENDS, MUTED, "nothing gained", dash="dot", width=THIN),
            line(x, saved, GREEN, "saved by reviews", dash="dash"),
            line(x, drawn, NEGATIVE, "net worth"),
            upright(k, min(low, 0), top, INK, "your K", width=THIN),
            here(k, at if at >= low else np.nan, "net worth, at yours", NEGATIVE),
        ]
        keys = [("━", NEGATIVE, "net of the reviews' cost"), ("- -", GREEN, "saved")]
        air = 0.05 * (top - min(low, 0))
        y = axis("thousand $ a day", range=[min(low, 0) - air, top + air])
        shows = (
            "What a day's reviews save, and what is left of that after their cost, against the number "
            "of reviews on a log axis."
        )
    return Drawing(
        data,
        layout(
            shows,
            log_axis("K", 0.95, 5.05),
            y,
            [handle("your K", "line")],
            annotations=key([keys], (0.0, 0.62)),
            margin=MARGIN,
        ),
    )


def queue(result: Result) -> Drawing:
    """The response time by how busy the servers are: one alone, and eight that share a queue."""
    one, eight, half = (np.where(each <= LONGEST, each, np.nan) for each in result.tails)
    p = result.params
    data = [
        line(BUSY, half, MUTED, "one server, median", dash="dot"),
        line(BUSY, eight, NEGATIVE, "eight, one queue, p99", dash="dash"),
        line(BUSY, one, POSITIVE, "one server, p99"),
        upright(p.busy, 0.5, LONGEST, INK, "busy at most", width=THIN),
    ]
    keys = [
        [("━", POSITIVE, "one server, p99"), ("· ·", MUTED, "median")],
        [("- -", NEGATIVE, "eight servers with one queue, p99")],
    ]
    ticks = np.array([1, 2, 5, 10, 20, 50])
    return Drawing(
        data,
        layout(
            "The response time in mean works, on a log axis, against the share of time that servers are "
            "busy: p99 and median of one server, and p99 of eight that share one queue.",
            axis("busy", range=[0.03, 1.0], tickformat=".0%"),
            log_axis("times the work", -0.3, 1.8, tickvals=ticks, ticktext=ticks.astype(str)),
            annotations=key(keys, (0.0, 0.6)),
            margin={**MARGIN, "t": 50},
        ),
    )


def shards(result: Result) -> Drawing:
    """The slowest of so many shards, without a second copy and with it."""
    p = result.params
    nowhere = np.zeros(0)
    there = SHARDS if result.slowest.size else nowhere  # only a search asks shards
    copied = SHARDS if result.hedged.size else nowhere
    top = float(result.slowest.max(initial=1.0))
    data = [
        line(there, result.slowest[0], MUTED, "median", dash="dot"),
        line(there, result.slowest[1], POSITIVE, "p99"),
        line(copied, result.hedged[1], NEGATIVE, "p99 with a second copy", dash="dash"),
        upright(p.shards, 0, 1.05 * top, INK, "your shards", width=THIN),
    ]  # fmt: skip
    keys = [("━", POSITIVE, "p99"), ("· ·", MUTED, "median")]
    second = [("- -", NEGATIVE, "p99 with a second copy")] if p.hedge else []
    return Drawing(
        data,
        layout(
            "The time until the slowest of so many shards has answered, median and p99"
            + (", and p99 with a second copy" if p.hedge else "")
            + ", against their number on a log axis.",
            log_axis("shards", -0.05, 3.05),
            axis("slowest shard (ms)", range=[0, 1.08 * top]),
            annotations=key([keys, second] if second else [keys], (0.0, 0.4)),
            margin={**MARGIN, "t": 50 if second else 30},
        ),
    )


def auction(result: Result) -> Drawing:
    """Revenue and value of the auctions by the slope of the predictions."""
    made, p = result.auctions, result.params
    top = 1.1
    if made is None:
        data = [dotted_line([], [], POSITIVE, "revenue"), line([], [], NEGATIVE, "value")]
    else:
        top = max(top, 1.05 * float(made.revenue.max()))
        data = [
            level(1, SLOPES[0], SLOPES[-1], INK, "right predictions", dash="dot", width=THIN),
            line(SLOPES, made.value, NEGATIVE, "value to advertisers", dash="dash"),
            line(SLOPES, made.revenue, POSITIVE, "revenue"),
            here(p.slope, made.here_revenue, "revenue, at yours", POSITIVE),
            here(p.slope, made.here_value, "value, at yours", NEGATIVE),
        ]
    keys = [("━", POSITIVE, "revenue"), ("- -", NEGATIVE, "value")]
    return Drawing(
        data,
        layout(
            "Revenue and value of second-price auctions, as shares of those of right predictions, "
            "against the slope of the predicted log-odds.",
            axis("slope of the predictions", range=[0.3, 2.6]),
            axis("of right predictions", range=[0, top], tickformat=".0%"),
            annotations=key([keys]),
            margin=MARGIN,
        ),
    )


def vectors(result: Result) -> Drawing:
    """Neighbours that vectors of fewer bits still find."""
    at = np.arange(len(BITS), dtype=float)
    names = np.array([*BITS])
    yours = [*BITS].index(result.params.bits)
    data = [
        dotted_line(at, result.fetched, NEGATIVE, "among 100 fetched", dash="dash", symbol="square"),
        dotted_line(at, result.found, POSITIVE, "at once"),
        upright(yours, 0, 1, INK, "yours", width=THIN),
    ]  # fmt: skip
    keys = [("●", POSITIVE, "at once"), ("■", NEGATIVE, "among 100 fetched")]
    return Drawing(
        data,
        layout(
            "The share of the ten nearest images that are found at once, and among a hundred that are "
            "fetched to be scored again, for 32, 16, 8, 4 and 1 bits a number.",
            axis("bits a number", range=[-0.3, 4.3], tickvals=at, ticktext=names, scale=list(names)),
            share_axis("of the 10 nearest"),
            annotations=key([keys], (0.0, 0.4)),
            margin=MARGIN,
        ),
    )  # fmt: skip


def steps(result: Result) -> Diagram:
    """The seven steps with the numbers that each decides, lit where they are not as at first."""
    many = len(STEPS)
    x = spread(many, 14)
    state = np.where(result.touched, NOW, DONE)
    names = [f"{i + 1} {name}" for i, name in enumerate(STEPS)]
    return Diagram(
        [
            nodes(
                x, np.full(many, 0.8), name="step", names=list(STEPS), text=names, size=1.86, high=0.8,
                shape="box", state=state,
            ),
            text(x, np.full(many, 1.75), _decided(result), name="decides", names=list(STEPS)),
        ],
        canvas(
            "The seven steps of a design in boxes, and under each a number it decides.", 14, 2.4,
            turns=900,
        ),
    )  # fmt: skip


def miniature(result: Result) -> Drawing:
    """The funnel, without words."""
    bare = funnel(result).without_words()
    return Drawing([mark for mark in bare.data if mark["mode"] != "text"], bare.layout)


# --- parts -----------------------------------------------------------------------------------


def _stages(result: Result, rows: Floats) -> list[dict[str, Any]]:
    """A bar for each stage, from 1 to how many it has, and what it says."""
    p, chosen = result.params, count(result.here.chosen)
    if result.ranked:
        kept = float(SHOWN), f"{SHOWN} shown"
        middle = result.line, f"{chosen} ranked"
    else:
        caught = float(result.here.recall) * p.rate * p.corpus
        kept = max(caught, 1.0), f"{count(caught)} caught"
        alone = f"{count(result.acted)} acted on, " if result.acted else ""
        middle = result.line, f"{alone}{chosen} reviewed"
    whole = float(p.corpus), f"{count(p.corpus)} {ITEMS[p.design]}"
    made = []
    named = zip(rows, ("corpus", "let through, K", "final"), (whole, middle, kept), strict=True)
    for y, name, (end, said) in named:
        made += [
            line([1, end], [y, y], faded(MUTED, 0.35), f"stage: {name}", width=20),
            moving_label(1, float(y), said, INK, position="middle right", name=f"label: {name}"),
        ]
    return made


def _acted(result: Result, low: float, high: float) -> dict[str, Any]:
    """Where the machine stops to act alone."""
    if not result.acted:
        return line([], [], MUTED, "acted on without review", dash="dash")
    return upright(
        result.acted, low, high, MUTED, "acted on without review", dash="dash", width=THIN
    )


def _beside(at: float, decades: float) -> dict[str, Any]:
    """A label beside a line on a log axis."""
    air = 10 ** (0.012 * decades)
    return {"x": at * np.array([1 / air, 1.0, air])}


def _values(result: Result) -> dict[str, Any]:
    """Ticks of the values: below the stages, and in $ where cases have amounts."""
    if result.ranked:
        low, high = np.ceil(2 * result.values.min()) / 2, result.values.max()
        ticks = np.arange(low, high + 0.01, 0.5)
        return {"tickvals": ticks, "ticktext": np.array([f"{each:.1f}" for each in ticks])}
    logs = np.log10(result.values)
    ticks = round_ticks(float(logs.min()), float(logs.max()), 5)
    said = np.array([amount(each) for each in ticks])
    return {"tickvals": np.log10(ticks), "ticktext": said, "scale": "decades"}


def _decided(result: Result) -> list[str]:
    """What each of STEPS decides here, in a few letters."""
    p = result.params
    name, _, limit, unit = result.costs[0]
    if result.ranked:
        features = f"age {amount(p.age)}"
        model = f"{amount(p.cheap)} → {amount(p.ranker)}"
        serving = f"{amount(float(result.here.servers))} cores"
        data = count(p.corpus)
    else:
        features = "scores"
        model = f"{amount(p.separation)} sd apart"
        serving = f"{amount(float(result.here.servers))} people"
        data = f"{percent(p.rate)} bad"
    training = f"slope {amount(p.slope)}" if p.design == "ads" else "from logs"
    watching = f"sure {percent(p.sure)}" if not result.ranked and p.sure < 1 else "drift"
    return [
        f"{name.split(' ')[0]} {amount(limit, unit)}", data, features, model, training, serving,
        watching,
    ]  # fmt: skip
