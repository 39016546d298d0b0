"""Pictures of one set of cases under three kinds of feedback, of a grid world, and of few labels."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from concepts.learning_paradigms import KNOWN, RECENT, STOPS, Result
from figures.diagram import DONE, NOW, Diagram, arrows, canvas, grid_of_numbers, nodes, text
from figures.drawing import Drawing
from figures.marks import (
    dots,
    handle,
    key,
    label,
    level,
    line,
    log_axis,
    moving_label,
    round_ticks,
    upright,
)
from figures.theme import (
    BIAS,
    FAINT,
    FIFTH,
    GOOD,
    INK,
    MUTED,
    NEGATIVE,
    NOISE,
    POSITIVE,
    THIN,
    VARIANCE,
    axis,
    layout,
    share_axis,
)
from sentences.numbers import percent

Floats = NDArray[np.float64]
AT = np.array(STOPS)
PANELS = (
    ("Supervised", "told each answer"),
    ("Unsupervised", "told nothing"),
    ("Reinforcement", "told if it tries"),
)
GAP = 0.02  # between panels, of the whole width
LOOKS = (FIFTH, "square"), (VARIANCE, "triangle-up"), (BIAS, "cross"), (NOISE, "x")  # of groups
SERIES = (NEGATIVE, "solid", "━"), (FIFTH, "dot", "· ·"), (GOOD, "dash", "- -")
WAYS = np.array([[0, -1], [1, 0], [0, 1], [-1, 0]])  # up, right, down, left, as a screen counts
NONE = np.empty((0, 2))


def feedback(result: Result) -> Drawing:
    """The same cases three times: told the class, told nothing, told only of those tried."""
    left, right, low, high = _box(result)
    foot = low - 0.14 * (high - low)  # room for the score
    three, at, many = result.three, result.at, result.params.met
    points, male = result.cases.points[:many], result.cases.label[:many] > 0
    middles = three.centres[at]
    tried, middle = result.by_trying[:many], (left + right) / 2
    yes, no = _classes(result)
    box = (left, right, low, high)
    data = [
        _cases(points[male], 0, POSITIVE, f"{yes}, told", "diamond"),
        _cases(points[~male], 0, NEGATIVE, f"{no}, told", "circle"),
        line(*_edge(three.told[at], box), INK, "boundary, told", width=3),
    ]
    for i, (color, symbol) in enumerate(LOOKS):
        some = points[three.groups[at, :many] == i]
        data.append(_cases(some, 1, color, f"group {i + 1}", symbol))
    data += [
        dots(middles[:, 0], middles[:, 1], INK, "centre", size=15, symbol="star") | _on(1),
        _cases(points[tried & male], 2, POSITIVE, f"{yes}, tried", "diamond"),
        _cases(points[tried & ~male], 2, NEGATIVE, f"{no}, tried", "circle"),
        _cases(points[~tried], 2, MUTED, "not tried", "circle-open"),
        line(*_edge(three.tried_by[at], box), INK, "boundary, tried", width=3) | _on(2),
    ]  # fmt: skip
    said = (
        f"{percent(three.right[at])} right",
        f"{percent(three.right_named[at])} if named",
        f"{percent(three.right_tried[at])} right",
    )
    for i, words in enumerate(said):
        ring = dots(
            points[-1:, 0],
            points[-1:, 1],
            INK,
            f"newest, {i + 1}",
            size=17,
            symbol="circle-open",
            width=2,
        )
        data += [
            ring | _on(i),
            moving_label(middle, (foot + low) / 2, f"<b>{words}</b>", size=15, position="middle center",
                         name=f"label: {PANELS[i][0]}") | _on(i),
        ]  # fmt: skip
    notes, frames, axes = [], [], dict[str, Any]()
    first, second = _features(result)
    wide, paper = (1 - 2 * GAP) / 3, {"xref": "paper", "yref": "paper"}
    for i, (kind, told) in enumerate(PANELS):
        x0, n, hidden = i * (wide + GAP), _panel(i), {"visible": False, "fixedrange": True}
        words = f"<b>{kind}</b><br>{told}"
        notes.append(label(x0 + wide / 2, 1, words, xanchor="center", yanchor="bottom", **paper))
        edge = {"type": "rect", "layer": "below", "line": {"color": FAINT, "width": THIN}, **paper}
        frames.append({**edge, "x0": x0, "x1": x0 + wide, "y0": 0, "y1": 1})
        across = {**hidden, "range": [left, right], "domain": [x0, x0 + wide], "anchor": f"y{n}"}
        axes[f"xaxis{n}"] = across | {"title": {"text": first}}
        up = {**hidden, "range": [foot, high], "anchor": f"x{n}"}
        axes[f"yaxis{n}"] = up | {"title": {"text": second}}
    below = (
        (0.0, f"◆ {yes}", POSITIVE),
        (0.15, f"● {no}", NEGATIVE),
        (wide + GAP, "★ centre", INK),
        (2 * (wide + GAP), "○ not tried", MUTED),
    )
    for place, words, color in below:
        notes.append(label(place, 0, words, color, yanchor="top", yshift=-4, **paper))
    return Drawing(
        data,
        layout(
            f"The same cases three times, {_axes(result)}: with the class of each and a boundary, in "
            "groups with their centres, and those that the agent tried with its boundary; the newest "
            "case is ringed.",
            axes.pop("xaxis"),
            axes.pop("yaxis"),
            **axes,
            annotations=notes,
            shapes=frames,
            margin={"l": 6, "r": 6, "t": 44, "b": 28},
        ),
    )  # fmt: skip


def scores(result: Result) -> Drawing:
    """What share of the cases held out each of the three is right about."""
    three = result.three
    curves = [three.right, three.right_named, three.right_tried]
    names = ["supervised", "unsupervised, named", "reinforcement"]
    return _by_met(
        result,
        "cases met",
        [level(0.5, AT[0], AT[-1], MUTED, "one half", width=THIN), *_curves(result, curves, names)],
        "The share of held-out cases whose class is right, for each of the three learners, against the "
        "cases met, on a logarithmic axis.",
        share_axis("accuracy on cases held out", nticks=4),
        _keys(names),
    )


def purse(result: Result) -> Drawing:
    """What the agent earned, and what it would have earned had it known every class."""
    met = np.arange(KNOWN) + 1
    best = np.cumsum(result.cases.label[:KNOWN] > 0)
    y = result.three.purse
    data = [
        line(met, best, MUTED, "knew every class", dash="dash"),
        line(met, y, GOOD, "earned by the agent"),
        _you(result, y[result.params.met - 1], "earned"),
    ]
    lowest = min(float(y.min()), 0.0)
    high = float(best[-1])
    return _by_met(
        result,
        "cases met",
        data,
        "The rewards that the agent earned, added up, against the cases met on a logarithmic axis, "
        "beside those of one who knew every class.",
        axis("rewards so far", range=[lowest - 0.05 * high, 1.05 * high], nticks=5),
        [[("━", GOOD, "the agent"), ("- -", MUTED, "knew every class")]],
    )


def agreement(result: Result) -> Drawing:
    """How far the groups agree with the classes, and with the groups that nature made."""
    three, (kind, other) = result.three, _kinds(result)
    data = [
        level(0, AT[0], AT[-1], MUTED, "by chance", width=THIN),
        line(result.stops, three.with_other, FIFTH, f"ARI with {other}"),
        line(result.stops, three.with_class, INK, f"ARI with {kind}", dash="dot"),
        _you(result, three.with_other[result.at], f"ARI with {other}", FIFTH),
        _you(result, three.with_class[result.at], f"ARI with {kind}", INK),
    ]
    return _by_met(
        result,
        "cases met",
        data,
        "The adjusted Rand index of the groups with the classes and with the groups that nature made, "
        "against the cases met on a logarithmic axis.",
        axis("adjusted Rand index", range=[-0.4, 1.05], nticks=5),
        [[("━", FIFTH, other), ("· ·", INK, kind)]],
    )


def grid(result: Result) -> Diagram:
    """The values learned so far, and the best move of each cell by them."""
    g, at = result.grid, result.at
    return _world(
        result, g.values[at], g.actions[at], g.paths[at],
        "A grid world: in each cell the value that Q-learning has learned, with an arrow for its best "
        "move; cells on the way from the start are outlined.",
    )  # fmt: skip


def exact(result: Result) -> Diagram:
    """The exact values by value iteration, and the best moves."""
    g = result.grid
    return _world(
        result, g.exact, g.exact_actions, g.exact_path,
        "The same grid world with the exact value of each cell, by value iteration, and its best move.",
    )  # fmt: skip


def returns(result: Result) -> Drawing:
    """What each episode paid, and the mean of the last few."""
    g, episode = result.grid, np.arange(STOPS[-1]) + 1
    small = result.params.small
    data = [
        level(1, 1, AT[-1], MUTED, "far prize", dash="dash", width=THIN),
        level(small, 1, AT[-1], MUTED, "near prize", dash="dot", width=THIN),
        dots(episode, g.returns, NOISE, "return of an episode", size=5, width=0),
        line(episode, g.recent, GOOD, f"mean of the last {RECENT}"),
        _you(result, g.recent[result.params.met - 1], f"mean of the last {RECENT}"),
    ]
    return _by_met(
        result,
        "episodes played",
        data,
        "What each episode paid, with the mean of the last ones, against the episodes played on a "
        "logarithmic axis; the two prizes are marked.",
        axis("return of an episode", range=[-0.05, 1.1], nticks=5),
        [[("━", GOOD, f"mean of last {RECENT}"), ("●", NOISE, "each")]],
        first=1,
    )


def error(result: Result) -> Drawing:
    """How far the values learned are from the exact ones."""
    g = result.grid
    data = [
        line(result.stops, g.error, NEGATIVE, "largest error of a value"),
        _you(result, g.error[result.at], "largest error", NEGATIVE),
    ]
    return _by_met(
        result,
        "episodes played",
        data,
        "The largest distance of a learned value to the exact one, against the episodes played on a "
        "logarithmic axis.",
        axis("largest error of a value", range=[-0.03, 1.1], nticks=5),
        [],
    )


def few_labels(result: Result) -> Drawing:
    """All points, the few that have a label, and the class that the others come to."""
    many = result.labels
    given, found = many.order[: result.params.met], many.found[result.at]
    points, rest = many.points, np.ones(len(many.points), bool)
    rest[given] = False
    wrong = rest & (found != many.label)
    data = [
        _cases(points[rest & (found == 1)], 0, POSITIVE, "found to be class 1", "diamond"),
        _cases(points[rest & (found == 0)], 0, NEGATIVE, "found to be class 0", "circle"),
        dots(
            points[wrong, 0], points[wrong, 1], INK, "wrong", size=10, symbol="x-thin-open", width=2
        ),
    ]
    for kind, color, symbol in ((1, POSITIVE, "diamond"), (0, NEGATIVE, "circle")):
        some = points[given[many.label[given] == kind]]
        data.append(
            dots(
                some[:, 0],
                some[:, 1],
                color,
                f"labelled class {kind}",
                size=17,
                symbol=symbol,
                edge=INK,
                width=2.5,
            )
        )
    (left, low), (right, high) = points.min(axis=0) - 0.3, points.max(axis=0) + 0.3
    names = [[("◆", POSITIVE, "class 1"), ("●", NEGATIVE, "class 0"), ("×", INK, "wrong")]]
    return Drawing(
        data,
        layout(
            "Points in the plane, the labelled ones large and ringed, the others with the class that "
            "spreading gives them; wrong ones are crossed.",
            axis("first feature", range=[left, right], visible=False),
            axis("second feature", range=[low, high], visible=False),
            annotations=key(names, (0.02, 0.36, 0.7)),
            margin={"l": 6, "r": 6, "t": 28, "b": 6},
        ),
    )  # fmt: skip


def label_curve(result: Result) -> Drawing:
    """How many of the points without a label each learner is right about, by labels given."""
    many = result.labels
    curves = [each.mean(axis=1) for each in (many.spread, many.nearest, many.linear)]
    names = ["spreading", "1 nearest", "straight line"]
    looks = [SERIES[2], SERIES[1], SERIES[0]]
    return _by_met(
        result,
        "labels given",
        _curves(result, curves, names, looks),
        "The share of points without a label whose class is right, on average over draws of the labels: "
        "spreading, the nearest labelled point and a straight line, against the number of labels.",
        share_axis("accuracy without labels", range=[0.45, 1.02], nticks=4),
        _keys(names, looks),
    )


def miniature(result: Result) -> Drawing:
    """The three planes, small."""
    drawn = feedback(result)
    data = [mark for mark in drawn.data if mark["mode"] != "text"]
    return Drawing(data, drawn.layout).without_words()


# --- parts -----------------------------------------------------------------------------------


def _box(result: Result) -> tuple[float, float, float, float]:
    """Left, right, low, high of all cases, with a little air."""
    low, high = result.cases.points.min(axis=0), result.cases.points.max(axis=0)
    air = 0.05 * (high - low)
    (left, bottom), (right, top) = (low - air).tolist(), (high + air).tolist()
    return left, right, bottom, top


def _panel(i: int) -> str:
    return str(i + 1) if i else ""


def _on(i: int) -> dict[str, str]:
    """The axes of panel i."""
    return {"xaxis": f"x{_panel(i)}", "yaxis": f"y{_panel(i)}"} if i else {}


def _cases(points: Any, panel: int, color: str, name: str, symbol: str) -> dict[str, Any]:
    x, y = points.T
    width = 1.5 if symbol.endswith("open") else 0.5
    return dots(x, y, color, name, size=7, symbol=symbol, opacity=0.85, width=width) | _on(panel)


def _edge(weights: Floats, box: tuple[float, float, float, float]) -> tuple[Any, Any]:
    """x and y, (2,), of the line w0 + w1 x + w2 y = 0 within the box; (0,) where it does not cross it."""
    left, right, low, high = box
    a, b, c = weights
    found = []
    for x in (left, right):
        if c and low <= (y := -(a + b * x) / c) <= high:
            found.append((x, y))
    for y in (low, high):
        if b and left <= (x := -(a + c * y) / b) <= right:
            found.append((x, y))
    across, up = (np.array(found[:2]) if len(found) > 1 else NONE).T
    return across, up


def _classes(result: Result) -> tuple[str, str]:
    return ("male", "female") if result.params.world != "crossed" else ("class 1", "class 0")


def _kinds(result: Result) -> tuple[str, str]:
    """What the classes and the groups that nature made are called."""
    return ("sex", "Gentoo or not") if result.params.world != "crossed" else ("class", "side")


def _axes(result: Result) -> str:
    if result.params.world == "crossed":
        return "two features across and up"
    return "bill depth across and body mass up"


def _features(result: Result) -> tuple[str, str]:
    if result.params.world == "crossed":
        return "first feature", "second feature"
    return "standardised bill depth", "standardised body mass"


def _you(result: Result, y: float, name: str, color: str = INK) -> dict[str, Any]:
    return dots(float(result.params.met), float(y), color, f"{name}, so far", size=11, width=2)


def _curves(result: Result, curves: Any, names: Any, looks: Any = SERIES) -> list[dict[str, Any]]:
    drawn = [
        line(result.stops, y, color, name, dash=dash)
        for y, name, (color, dash, _) in zip(curves, names, looks, strict=True)
    ]
    marked = [
        _you(result, y[result.at], name, color)
        for y, name, (color, *_) in zip(curves, names, looks, strict=True)
    ]
    for mark, symbol in zip(marked, ("circle", "diamond", "square"), strict=True):
        mark["marker"]["symbol"] = symbol
    return [*drawn, *marked]


def _keys(names: Any, looks: Any = SERIES) -> Any:
    found = [(mark, color, name) for name, (color, _, mark) in zip(names, looks, strict=True)]
    return [[found[0], found[2]], [found[1]]]  # the longest has a row of its own


def _by_met(
    result: Result,
    unit: str,
    data: list[Any],
    shows: str,
    y: dict[str, Any],
    keys: list[Any],
    first: int = STOPS[0],
) -> Drawing:
    """Curves over the axis of the page, in its `unit`, from `first`, with a line where it stands."""
    low, high = y["range"]
    ends = np.log10(first * 0.93), np.log10(AT[-1] * 1.07)
    ticks = round_ticks(*ends, 6)
    now = upright(float(result.params.met), low, high, INK, "so far", width=THIN)
    return Drawing(
        [*data, now],
        layout(
            shows,
            log_axis(unit, *ends, tickvals=ticks, ticktext=np.array([f"{t:g}" for t in ticks])),
            y,
            [handle("so far", "line")],
            annotations=key(keys),
            margin={"l": 58, "r": 12, "t": 12 + 20 * len(keys), "b": 46},
        ),
    )  # fmt: skip


def _world(result: Result, values: Any, actions: Any, path: Any, shows: str) -> Diagram:
    """The cells with their values and the best moves; walls, start and prizes."""
    g = result.grid
    row, column = (g.cells - 1).T
    high, wide = int(row.max()) + 1, int(column.max()) + 1
    table = np.full((high, wide), np.nan)
    table[row, column] = values
    table[row[[g.near, g.far]], column[[g.near, g.far]]] = np.nan
    state = np.full((high, wide), DONE)
    state[row, column] = np.where(path, NOW, DONE)
    walls = np.argwhere(~np.isin(np.arange(high * wide), row * wide + column).reshape(high, wide))
    open_ = np.flatnonzero(~np.isin(np.arange(len(row)), (g.near, g.far)))
    centre = np.column_stack([column, row])[open_] + 0.5
    way = np.where(actions[open_, None] >= 0, WAYS[actions[open_]], 0)
    prizes = np.array([g.near, g.far])
    return Diagram(
        [
            grid_of_numbers(0, 0, table, name="value", limit=1.0, longest=4, state=state),
            nodes(
                walls[:, 1] + 0.5, walls[:, 0] + 0.5, name="wall", size=1.0, high=1.0, shape="box",
                color=MUTED, text=[""] * len(walls), names=_places(walls),
            ),
            nodes(
                column[prizes] + 0.5, row[prizes] + 0.5, name="prize", size=0.92, high=0.92, shape="box",
                color=GOOD, text=[f"prize\n{result.params.small:g}", "prize\n1"],
                names=["near prize", "far prize"],
            ),
            text([column[g.start] + 0.5], [high + 0.34], ["start"], name="start"),
            arrows(
                *(centre + 0.32 * way).T, *(centre + 0.66 * way).T, name="best move",
                names=_places(g.cells[open_] - 1),
            ),
        ],
        canvas(shows, wide, high + 0.55, square=True),
    )  # fmt: skip


def _places(cells: Any) -> list[str]:
    return [f"row {row + 1}, column {column + 1}" for row, column in cells.tolist()]
