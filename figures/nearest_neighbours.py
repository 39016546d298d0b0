"""Pictures of a vote of the nearest: the plane, digits, days, errors by k, and what rules distance."""

from html import escape
from typing import Any

import numpy as np
from numpy.typing import NDArray

from concepts.nearest_neighbours import (
    CELLS,
    DIMENSIONS,
    DRAWN,
    MOST,
    PLANE,
    SHOWN,
    SIZES,
    UNITS,
    Asked,
    Plane,
    Result,
)
from figures.diagram import DONE, NOW, Diagram, bars, canvas, image, nodes, text
from figures.drawing import Drawing
from figures.marks import (
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
from figures.shading import level_line, tinted_winners
from figures.theme import (
    CLASS_LOOKS,
    FIFTH,
    GOOD,
    INK,
    MUTED,
    NEGATIVE,
    PAPER,
    THIN,
    VARIANCE,
    axis,
    layout,
    share_axis,
)
from sentences.numbers import count, percent

Floats = NDArray[np.float64]

PIXELS, DEEPEST = 160, 0.45
MONTHS = np.array(["January", "April", "July", "October"])
K = [handle("your k", "line")]
LONGEST = 14  # letters of a label in the key
MARGIN = {"l": 58, "r": 12, "b": 46}


def plane(result: Result) -> Drawing:
    """Known cases, the query with its neighbours, how all places would be voted for, and the edge."""
    p, seen = result.params, result.plane
    (left, right), (low, high) = seen.x[[0, -1]].tolist(), seen.y[[0, -1]].tolist()
    wide, tall = right - left, high - low
    asked, query = seen.asked, seen.query
    near = seen.points[asked.row[: p.k]]
    k = len(near)
    best: Any = np.empty((2, 0))
    if np.isfinite(seen.chance).all():
        best = level_line(seen.x, seen.y, seen.chance, 0.5)
    names, size = _marked(result), 8 if len(seen.points) <= CELLS else 6
    bar = right + 0.07 * wide
    data = [
        segments(seen.cells[0], seen.cells[1], PAPER, "edges of cells", width=THIN),
        line(best[0], best[1], INK, "best possible boundary", dash="dash", width=THIN),
        _edge(seen),
        segments(np.broadcast_to(query, near.shape), near, MUTED, "to the neighbours", width=1),
        line(seen.ring[0], seen.ring[1], INK, "as far as the k-th", dash="dot", width=2),
    ]
    ends = low + tall * np.concatenate([[0.0], np.cumsum(asked.share)])
    for c, name in enumerate(names):
        bottom, top = float(ends[c]), float(ends[c + 1])
        data.append(upright(bar, bottom, top, CLASS_LOOKS[c][0], f"votes, {name}", width=18))
    vote = f"<b>{_vote(k, asked, p.weights)}</b>"
    data.append(moving_label(bar, low, vote, position="bottom center", name="label: vote"))
    for c, name in enumerate(names):
        color, symbol, _ = CLASS_LOOKS[c]
        some = seen.points[seen.label == c]
        data.append(dots(some[:, 0], some[:, 1], color, name, size=size, symbol=symbol))
    wrong = seen.points[seen.flipped]
    data += [
        dots(
            wrong[:, 0], wrong[:, 1], INK, "wrong label", size=12, symbol="circle-open", width=1.5
        ),
        here(float(query[0]), float(query[1]), "query", symbol="star"),
    ]
    data[-1]["marker"]["size"] = 19
    known = [(CLASS_LOOKS[c][2], CLASS_LOOKS[c][0], name) for c, name in enumerate(_names(result))]
    if seen.flipped.any():
        known.append(("○", INK, "wrong label"))
    if best[0].size:
        known.append(("- -", INK, "Bayes"))
    first, second = _columns(result)
    alike: dict[str, Any] = {"constrain": "domain"} if p.source in DRAWN else {}
    scaled = (
        {"scaleanchor": "x", "scaleratio": 1 / p.unit, "constraintoward": "top"} if alike else {}
    )
    tints = tuple(CLASS_LOOKS[c][0] for c in range(len(names)))
    across, up = (
        _round(left, right - 0.12 * wide),
        _round(low, high),
    )  # beside the word for the vote
    return Drawing(
        data,
        layout(
            "Known cases in the plane with the ground tinted by the vote of the k nearest, darker the "
            "clearer it is, the boundary between classes, the query with lines to its neighbours, all "
            "places as far away as the last of them, and the vote as a bar.",
            axis(first, range=[left, right + 0.12 * wide], showgrid=False, tickvals=across, **alike),
            axis(second, range=[low, high], showgrid=False, tickvals=up, **alike, **scaled),
            _handles(result, wide, tall),
            images=[tinted_winners(seen.share, (left, right), (low, high), tints, DEEPEST, PIXELS)],
            annotations=key([known], (0.0, 0.2, 0.4, 0.68) if alike else (0.0, 0.26, 0.58)),
            margin={"l": 52, "r": 12, "t": 28, "b": 44},
        ),
    )  # fmt: skip


def picture(result: Result) -> Diagram:
    """The digit asked about, its nearest known ones, and how they vote."""
    seen, k = result.pictures, result.params.k
    digits = [str(i) for i in range(10)]
    at = np.array([(5.0 + 1.48 * (i % 5), 2.75 * (i // 5) + 0.1) for i in range(SHOWN)])
    marks = [image(0.3, 0.6, 3.9, 3.9, seen.query, name="digit asked about", high=16)]
    marks += [
        image(x, y, 1.36, 1.36, seen.images[i], name=f"neighbour {i + 1}", high=16)
        for i, (x, y) in enumerate(at.tolist())
    ]
    marks += [
        nodes(
            at[:, 0] + 0.68, at[:, 1] + 1.86, name="label", size=1.36, high=0.84, shape="box",
            names=[f"neighbour {i + 1}" for i in range(SHOWN)],
            text=[f"{target:.0f}" for target in seen.asked.target[:SHOWN]],
            state=np.where(np.arange(SHOWN) < k, NOW, DONE),
        ),
        text([2.25], [5.0], ["asked about"], name="label: query"),
        text([8.7], [5.75], [f"and {k - SHOWN} more" if k > SHOWN else " "], name="label: more"),
    ]  # fmt: skip
    across = 0.35 + 1.2 * np.arange(10)
    marks += [
        bars(
            across, np.full(10, 6.6), 0.7, 1.6, seen.asked.share[:, None], [NEGATIVE],
            name="share of the votes", names=digits, kinds=["votes"], upright=True,
            state=np.full(10, DONE),
        ),
        text(across + 0.35, np.full(10, 8.6), digits, name="digit"),
    ]  # fmt: skip
    return Diagram(
        marks,
        canvas(
            "The digit that was drawn, the nearest known ones with their labels, boxed where they vote, "
            "and the share of the votes of each digit as bars.",
            12.4, 9.0, square=True,
        ),
    )  # fmt: skip


def days(result: Result) -> Drawing:
    """Known days with their temperatures, the mean of the k nearest, and the day asked about."""
    seen, p = result.days, result.params
    near = seen.asked.row[: p.k] if len(seen.day) else np.empty(0, int)
    at = float(p.day)
    data = [
        dots(seen.day, seen.temperature, MUTED, "known days", size=6, opacity=0.6, width=0),
        dots(
            seen.day[near], seen.temperature[near], VARIANCE, "neighbours", size=9, symbol="diamond"
        ),
        line(
            np.arange(float(len(seen.mean))), seen.mean, NEGATIVE, "mean of the k nearest", width=3
        ),
        upright(at, -6, 40, INK, "day asked about", width=THIN, dash="dot"),
        dots([at], [seen.asked.mean], INK, "query", size=19, symbol="star", width=2),
    ]
    keys = [
        [
            ("●", MUTED, "known"),
            ("◆", VARIANCE, "neighbour"),
            ("━", NEGATIVE, "mean"),
            ("★", INK, "query"),
        ]
    ]
    starts = np.cumsum([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30])[::3]
    return Drawing(
        data,
        layout(
            "The highest temperature of known days by the day of the year, with the mean of the k "
            "nearest days for each, and the neighbours of the day asked about.",
            axis("day of the year", range=[-4, 370], tickvals=starts, ticktext=MONTHS, scale="days"),
            axis("highest temperature (°C)", range=[-6, 40]),
            [handle("query", "star", day=(1.0, 0.0))] if len(seen.day) else [],
            annotations=key(keys, (0.0, 0.24, 0.52, 0.76)),
            margin={**MARGIN, "t": 30},
        ),
    )  # fmt: skip


def errors(result: Result) -> Drawing:
    """Errors by k: of the known cases, of each left out, and of fresh ones."""
    c, unit = result.curves, result.params.source == "seattle"
    top = 1.12 * float(max(c.train.max(), c.loo.max(), c.fresh.max()))
    curves = [
        (c.train, MUTED, "dash", "training"),
        (c.loo, FIFTH, "dot", "leave-one-out"),
        (c.fresh, NEGATIVE, "solid", "test"),
    ]
    data = [
        line(result.ks, y, color, f"{name} error", dash=dash) for y, color, dash, name in curves
    ]
    data += [
        level(result.bayes, 1, MOST, INK, "Bayes error", dash="dashdot", width=2)
        if np.isfinite(result.bayes)
        else line([], [], INK, "Bayes error", dash="dashdot", width=2),
        upright(float(result.params.k), 0, top, INK, "your k", width=THIN),
        *(
            dots(
                float(result.params.k), float(y[result.at]), color, f"{name}, your k", size=10,
                symbol=symbol,
            )
            for (y, color, _, name), symbol in zip(curves, ("square", "diamond", "circle"), strict=True)
        ),
    ]  # fmt: skip
    keys = [
        [("━", NEGATIVE, "test"), ("· ·", FIFTH, "leave-one-out")],
        [("- -", MUTED, "training")],
    ]
    if np.isfinite(result.bayes):
        keys[1].append(("-·-", INK, "Bayes"))
    y = (
        axis("mean squared error (°C²)", range=[0, top])
        if unit
        else share_axis("error", range=[0, top])
    )
    return _by_k(
        data,
        "Training error, leave-one-out error and test error against k.",
        y,
        keys,
    )


def distances(result: Result) -> Drawing:
    """The distances of the query's nearest, the nearest first, cut at k."""
    asked, k = result.asked, result.params.k
    rank = np.arange(1.0, len(asked.distance) + 1)
    top = 1.08 * float(asked.distance.max()) or 1.0
    data = [
        level(
            float(asked.distance[:k][-1]),
            1,
            MOST,
            INK,
            "distance to the k-th",
            dash="dot",
            width=THIN,
        ),
        upright(float(k), 0, top, INK, "your k", width=THIN),
    ]
    keys = []
    if result.params.source in PLANE:
        for c, (name, said) in enumerate(zip(_marked(result), _names(result), strict=True)):
            color, symbol, mark = CLASS_LOOKS[c]
            some = asked.target == c
            data.append(
                dots(rank[some], asked.distance[some], color, name, size=6, symbol=symbol, width=0)
            )
            keys.append((mark, color, said))
    else:
        data.append(dots(rank, asked.distance, NEGATIVE, "neighbours", size=6, width=0))
    return _by_k(
        data,
        "The distances from the query to its nearest known cases, the nearest first, cut at k.",
        axis("distance", range=[0, top]),
        [keys] if keys else [],
        (0.0, 0.34, 0.7),
        "neighbour, the nearest first",
    )


def rare(result: Result) -> Drawing:
    """The recall of class 1 by k: by vote, with weights, and with a threshold at its share."""
    seen, at = result.rare, result.at
    looks = (NEGATIVE, "solid"), (FIFTH, "dot"), (GOOD, "dash")
    names = "majority", "1 / distance", "threshold at its share"
    data = [
        line(result.ks, y, color, name, dash=dash)
        for y, (color, dash), name in zip(seen.recall, looks, names, strict=True)
    ]
    never = 2 * seen.count + 1
    data.append(
        upright(never, 0, 1, MUTED, "no majority from here on", dash="dashdot", width=THIN)
        if never <= MOST
        else line([], [], MUTED, "no majority from here on", dash="dashdot", width=THIN)
    )
    data.append(upright(float(result.params.k), -0.02, 1.02, INK, "your k", width=THIN))
    for y, (color, _), name, symbol in zip(
        seen.recall, looks, names, ("circle", "diamond", "square"), strict=True
    ):
        data.append(
            dots(
                float(result.params.k),
                float(y[at]),
                color,
                f"{name}, your k",
                size=10,
                symbol=symbol,
            )
        )
    return _by_k(
        data,
        "The recall of class 1 among fresh cases against k: by majority, by votes weighted by "
        "1 / distance, "
        "and by a threshold at the class's share.",
        share_axis("recall of class 1"),
        [
            [("━", NEGATIVE, "majority"), ("· ·", FIFTH, "1 / distance")],
            [("- -", GOOD, "threshold at its share")],
        ],
    )  # fmt: skip


def units(result: Result) -> Drawing:
    """The error against the factor of the second column."""
    p = result.params
    mine = p.unit if p.source in PLANE else 1.0
    ticks = np.array([0.001, 0.1, 10, 1000])
    word = "factor of body mass in kg" if p.source == "penguins" else "factor of the second column"
    return Drawing(
        [
            dotted_line(UNITS, result.units, NEGATIVE, "leave-one-out error"),
            upright(mine, 0, 0.75, INK, "your factor", width=THIN),
        ],
        layout(
            "The leave-one-out error, columns not standardised, against the factor of "
            "the second column, on a logarithmic axis.",
            log_axis(word, -3.4, 3.2, tickvals=ticks, ticktext=np.array(["0.001", "0.1", "10", "1,000"])),
            share_axis("leave-one-out error", range=[0, 0.75]),
            margin={**MARGIN, "t": 12},
        ),
    )  # fmt: skip


def large_sample(result: Result) -> Drawing:
    """Errors of one neighbour and of the root of n against n, with what they come to."""
    seen = result.sample
    x = np.array(SIZES, float)
    ends = (SIZES[0] / 1.15, SIZES[-1] * 1.15)
    top = 1.25 * float(max(seen.one.max(), seen.bound))
    data = [
        level(seen.bayes, *ends, INK, "Bayes error", dash="dashdot", width=2),
        level(seen.bound, *ends, MUTED, "Cover and Hart's bound", dash="dash", width=2),
        level(seen.limit, *ends, INK, "limit of one neighbour", dash="dot", width=2),
        dotted_line(x, seen.one, FIFTH, "1 neighbour", symbol="diamond", size=8),
        dotted_line(x, seen.root, NEGATIVE, "√n neighbours", size=8),
    ]
    keys = [
        [("◆", FIFTH, "1"), ("· ·", INK, "its limit"), ("- -", MUTED, "bound")],
        [("●", NEGATIVE, "√n"), ("-·-", INK, "Bayes")],
    ]
    return Drawing(
        data,
        layout(
            "The error of one nearest neighbour and of as many as the root of n, against the number n of "
            "known cases on a logarithmic axis, with the Bayes error, the limit of one "
            "neighbour and Cover and Hart's bound.",
            log_axis(
                "known cases n", *np.log10(ends).tolist(), tickvals=x[::2],
                ticktext=np.array([count(n) for n in SIZES[::2]]),
            ),
            share_axis("error", range=[0, top]),
            annotations=key(keys, (0.0, 0.22, 0.62)),
            margin={**MARGIN, "t": 50},
        ),
    )  # fmt: skip


def cost(result: Result) -> Drawing:
    """How many of the points a k-d tree looks at, by dimension."""
    x = np.array(DIMENSIONS, float)
    return Drawing(
        [dotted_line(x, result.examined, NEGATIVE, "points looked at")],
        layout(
            "The share of the points that a k-d tree looks at to find the nearest ten, against the "
            "number of dimensions, on a logarithmic axis.",
            log_axis(
                "dimensions", -0.06, 1.57, tickvals=x, ticktext=np.array([str(d) for d in DIMENSIONS])
            ),
            share_axis("points looked at"),
            margin={**MARGIN, "t": 12},
        ),
    )  # fmt: skip


def miniature(result: Result) -> Drawing:
    """The plane, small."""
    drawn = plane(result)
    data = [mark for mark in drawn.data if mark["mode"] != "text"]
    return Drawing(data, drawn.layout).without_words()


# --- parts -----------------------------------------------------------------------------------


def _edge(seen: Plane) -> dict[str, Any]:
    """Where the class that is said changes: along cells where these are known, else where leads are 0."""
    if seen.edge.size:
        return segments(seen.edge[0], seen.edge[1], INK, "boundary", width=3)
    edges = [level_line(seen.x, seen.y, each, 0.0) for each in seen.lead]
    both = np.concatenate([np.column_stack(each) for each in _parted(edges)])
    return line(both[:, 0], both[:, 1], INK, "boundary", width=3)


def _round(low: float, high: float) -> Floats:
    """Two to five round numbers within an axis."""
    half = (high - low) / 2
    decade = 10.0 ** np.floor(np.log10(half))
    step = decade * max(times for times in (1, 2, 5) if times * decade <= half)
    return np.asarray(np.arange(np.ceil(low / step), np.floor(high / step) + 1) * step)


def _handles(result: Result, wide: float, tall: float) -> list[dict[str, Any]]:
    """The star, and the ring for k; none where other data are on the screen."""
    if result.params.source not in PLANE:
        return []
    star = handle("query", "star", query_x=(wide, 0.0), query_y=(0.0, tall))
    ring = [handle("as far as the k-th", "ring")] if result.plane.ring.size else []
    return [star, *ring]


def _parted(edges: list[Any]) -> list[Any]:
    """Lines with a gap after each."""
    gap = np.array([np.nan])
    return [(np.concatenate([x, gap]), np.concatenate([y, gap])) for x, y in edges]


def _marked(result: Result) -> tuple[str, ...]:
    """What the marks of the classes are called; a visitor's own labels do not name marks."""
    return result.names if result.params.source in (*DRAWN, "penguins") else ("class 0", "class 1")


def _names(result: Result) -> tuple[str, ...]:
    """The classes as the key has them: a visitor's own are cut, and plotly.js reads HTML."""
    if result.params.source != "own":
        return _marked(result)
    return tuple(
        escape(name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…", quote=False)
        for name in result.names
    )


def _columns(result: Result) -> tuple[str, str]:
    p = result.params
    if p.source == "own":
        first, second = (escape(name, quote=False) for name in result.columns)
        return first, second if p.unit == 1 else f"{second}, times {p.unit:g}"
    if p.source != "penguins":
        more = ", the noise at 0" if p.source in DRAWN and p.noise else ""
        factor = f", times {p.unit:g}" if p.source in DRAWN and p.unit != 1 else ""
        return f"first column{more}", f"second column{factor}"
    unit = {1.0: "kg", 1000.0: "g"}.get(p.unit, f"kg times {p.unit:g}")
    return "bill length (mm)", f"body mass ({unit})"


def _vote(k: int, asked: Asked, weights: str) -> str:
    """How many of k voted for the winner: a share where votes are weighted."""
    share = float(asked.share.max())
    return f"{round(share * k)} of {k}" if weights == "equal" else percent(share)


def _by_k(
    data: list[Any],
    shows: str,
    y: dict[str, Any],
    keys: list[Any],
    places: tuple[float, ...] = (0.0, 0.5),
    across: str = "neighbours k",
) -> Drawing:
    """Curves over the axis of the page."""
    ticks = np.array([1, 31, 61, 91, 121])
    return Drawing(
        data,
        layout(
            shows,
            axis(across, range=[-2, MOST + 3], tickvals=ticks, ticktext=ticks.astype(str)),
            y,
            K,
            annotations=key(keys, places),
            margin={**MARGIN, "t": 12 + 20 * len(keys)},
        ),
    )
