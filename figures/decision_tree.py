"""Pictures of a decision tree: the plane in boxes, the tree, and what each cut gains and costs."""

from html import escape
from typing import Any

import numpy as np
from numpy.typing import NDArray

from concepts.decision_tree import (
    RESAMPLES,
    Result,
    Tree,
)
from figures.diagram import DONE, NOW, TO_COME, Diagram, canvas, edges, nodes, text
from figures.drawing import Drawing
from figures.marks import (
    area,
    bars,
    dots,
    handle,
    here,
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
    CLASS_LOOKS,
    FAINT,
    FIFTH,
    GOOD,
    INK,
    MUTED,
    NEGATIVE,
    POSITIVE,
    THIN,
    axis,
    faded,
    layout,
    share_axis,
)
from sentences.numbers import count, number

Floats = NDArray[np.float64]

TITLES = {
    "penguins": ("flipper length (mm)", "bill length (mm)"),
    "identifier": ("identifier", "complaint (0 or 1)"),
    "seattle": ("day of the year",),
}
NONE = np.empty((0, 2))
STRIP = 1.1  # as wide as a row's place is where its first feature is missing
WIDE, HIGH = 16.0, 9.0  # of the tree, in its own units
LONGEST = 14  # letters of a name in the tree
SPOKEN = 3  # levels of the tree that have words
LEVELS = 6, 9, 13, 18, 24  # that there is room for: seldom more, so that a cut moves little
TOP_SHARE = 0.62  # of the tree's height that these have in a deep one
ROOM = 0.35  # of all leaves: as many as a node with words is wide at least
FOOT = 0.75  # below the tree, for the newest question
PRICES = [1e-3, 1e-2, 0.1, 1]
FEWEST = 1e-4  # alpha, as a share of the root's impurity
JITTER = 0.6180339887
UNDER, EITHER = {"tickvals": [-2, 0, 2]}, {"tickvals": [0, 1]}  # ticks where there are values
TICKS: dict[tuple[str, int], dict[str, Any]] = {
    ("xor", 0): {"tickvals": [-0.5, 0, 0.5]},  # none in the corner
    ("xor", 1): {"tickvals": [-0.5, 0, 0.5]},
    ("identifier", 1): EITHER,
}


def plane(result: Result) -> Drawing:
    """The rows, and the boxes that the cuts have made; the newest cut is heavy."""
    return _steps(result) if not result.grown.classes else _boxes(result)


def _boxes(result: Result) -> Drawing:
    g, p = result.grown, result.params
    names, looks = [escape(_short(name), quote=False) for name in g.labels], CLASS_LOOKS
    says, tied = g.answers.astype(int), result.tied
    leaves = result.leaves
    data = []
    for i, (color, _, _) in enumerate(looks):
        some = leaves[(says[leaves] == i) & ~tied[leaves]]
        data.append(
            area(*_outlines(result, some), color, f"boxes of class {i}", faded(color, 0.2), width=1)
        )
    data.append(
        area(*_outlines(result, leaves[tied[leaves]]), MUTED, "boxes of a tie", faded(MUTED, 0.1),
             {"shape": "/"}, width=1)
    )  # fmt: skip
    spread = np.arange(len(g.X)) * JITTER % 1 - 0.5  # apart where rows would lie on a line
    points = g.X
    strip = STRIP if _has_strip(result) else 0
    if strip:
        places = g.ends[0, 0] - STRIP * (0.5 + 0.6 * spread)
        points = np.column_stack([np.where(np.isnan(g.X[:, 0]), places, g.X[:, 0]), g.X[:, 1]])
    if p.source == "identifier":
        points = points + np.column_stack([np.zeros(len(points)), 0.7 * spread])
    size = 8 if len(points) <= 200 else 6
    for i, (color, symbol, _) in enumerate(looks):
        some = points[g.y == i]
        data.append(
            dots(some[:, 0], some[:, 1], color, f"rows of class {i}", size=size, symbol=symbol,
                 opacity=0.85, width=0.5)
        )  # fmt: skip
    rows = [[(mark, color, name) for (color, _, mark), name in zip(looks, names, strict=False)]]
    if p.source == "slanted":
        x, y = _truth(result)
        data.append(line(x, y, INK, "true boundary", dash="dot", width=2))
        rows[0].append(("· ·", INK, "true boundary"))
    data += _cuts(result)
    left = g.ends[0, 0] - strip
    across, up = _titles(result)
    notes = key(rows, (0.0, 0.3, 0.64))
    if strip:
        notes.append(
            label(left + STRIP / 2, g.ends[1, 1], "missing", MUTED, xanchor="center", yanchor="top")
        )
    return Drawing(
        data,
        layout(
            "The rows in the plane of two features, their class by colour and symbol, and the boxes of "
            "the tree in the colour of the class that each says; the newest cut is heavy.",
            axis(across, range=[left, g.ends[0, 1]], **(UNDER if strip else {})),
            axis(up, range=g.ends[1].tolist(), **(EITHER if p.source == "identifier" else {})),
            [handle("newest cut", "cut")],
            annotations=notes,
            margin={"l": 56, "r": 12, "t": 28, "b": 46},
        ),
    )


def _truth(result: Result) -> Floats:
    """The ends of the line that parts the classes, x and y, along the axes that the tree is given."""
    p = result.params
    along = np.radians(p.angle - p.turned)
    way = np.array([-np.sin(along), np.cos(along)])
    return np.asarray(np.outer(way, [-1, 1]) * result.grown.ends[0, 1] / np.abs(way).max())


def _steps(result: Result) -> Drawing:
    """A number against one feature: the mean of each box is a step."""
    g = result.grown
    leaves = result.leaves[np.argsort(g.bounds[result.leaves, 0, 0])]
    low, high = np.clip(g.bounds[leaves, 0], *g.ends[0]).T
    x = np.column_stack([low, high]).ravel()
    data = [
        dots(g.X[:, 0], g.y, NEGATIVE, "rows", size=6, opacity=0.7, width=0.5),
        line(x, np.repeat(g.answers[leaves], 2), POSITIVE, "what the tree says", width=4),
        *_cuts(result),
    ]
    rows = [[("●", NEGATIVE, "days"), ("━", POSITIVE, "mean of a box")]]
    return Drawing(
        data,
        layout(
            "The day's highest temperature against the day of the year, and the tree's answer, a "
            "step for each box; the newest cut is heavy.",
            axis(TITLES["seattle"][0], range=g.ends[0].tolist()),
            axis("highest temperature (°C)", range=_temperatures(result)),
            [handle("newest cut", "cut")],
            annotations=key(rows, (0.0, 0.3)),
            margin={"l": 56, "r": 12, "t": 28, "b": 46},
        ),
    )


def _temperatures(result: Result) -> list[float]:
    low, high = float(result.grown.y.min()), float(result.grown.y.max())
    return [low - 0.05 * (high - low), high + 0.05 * (high - low)]


def _cuts(result: Result) -> list[dict[str, Any]]:
    """The lines of all cuts, and the newest once more, heavy."""
    made = np.flatnonzero(result.made)
    newest = made[result.grown.ranks[made] == result.grown.ranks[result.newest]]
    return [
        segments(*_ends(result, made), INK, "cuts", width=THIN),
        segments(*_ends(result, newest), INK, "newest cut", width=4.5),
    ]


def _ends(result: Result, cut: Any) -> tuple[Floats, Floats]:
    """Both ends of the line of each cut, (n, 2) each."""
    g = result.grown
    if not g.classes:
        low, high = _temperatures(result)
        at = g.tree.threshold[cut]
        return np.column_stack([at, np.full(at.size, low)]), np.column_stack(
            [at, np.full(at.size, high)]
        )
    feature, at = g.tree.feature[cut], g.tree.threshold[cut]
    at = np.where(np.isinf(at), g.ends[0, 0], at)  # between what is known and what is not
    start, end = (np.clip(g.bounds[cut, :, i], *g.ends.T) for i in (0, 1))
    rows = np.arange(len(cut))
    start[rows, feature] = end[rows, feature] = at
    if _has_strip(result):  # what parts the second feature parts those rows, too
        across = at[(feature == 1) & g.holes[cut]]
        edge = np.full(across.size, g.ends[0, 0])
        start = np.concatenate([start, np.column_stack([edge - STRIP, across])])
        end = np.concatenate([end, np.column_stack([edge, across])])
    return start, end


def _outlines(result: Result, some: Any) -> tuple[Floats, Floats]:
    """The outlines of boxes, with gaps: of what is missing, too."""
    g = result.grown
    low, high = (np.clip(g.bounds[some, :, i], *g.ends.T) for i in (0, 1))
    if _has_strip(result):
        lost = g.holes[some]
        edge = g.ends[0, 0]
        strip = np.column_stack([np.full(lost.sum(), edge - STRIP), low[lost, 1]])
        end = np.column_stack([np.full(lost.sum(), edge), high[lost, 1]])
        low, high = np.concatenate([low, strip]), np.concatenate([high, end])
    (left, bottom), (right, top) = low.T, high.T
    gap = np.full(left.size, np.nan)
    x = np.column_stack([left, right, right, left, left, gap]).ravel()
    y = np.column_stack([bottom, bottom, top, top, bottom, gap]).ravel()
    return x, y


def _titles(result: Result) -> tuple[str, ...]:
    """What stands at the axes of the features."""
    own = tuple(escape(name, quote=False) for name in result.grown.features)  # plotly.js reads HTML
    return TITLES.get(result.params.source, own)


def _short(name: str) -> str:
    """A name, cut where it is a visitor's long one."""
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"


def _has_strip(result: Result) -> bool:
    return bool(np.isnan(result.grown.X).any())


# --- the tree --------------------------------------------------------------------------------


def tree(result: Result) -> Diagram:
    """The same cuts as a tree: words on the first levels, below them boxes as large as their rows.

    Each node stands where it does in the whole tree, so that little moves as the tree grows.
    """
    t = result.grown.tree
    drawn = np.flatnonzero(_kept(result))[::-1]  # the root on top
    there, made, newest = result.there, result.made, result.newest
    x, y, gap, tall = _places(result)
    spoken = t.depth < SPOKEN
    small = 0.3 + 0.6 * np.sqrt(t.rows / t.rows[0])
    size = np.where(there, np.where(spoken, np.minimum(gap, 3.4), np.minimum(gap, small)), 0.01)
    high = np.where(there, np.where(spoken, np.minimum(0.8 * tall, 1.75), 0.62 * tall), 0.01)
    path = np.zeros(len(t.feature), bool)
    if made[newest]:
        path[[*result.path(newest), t.left[newest], t.right[newest]]] = True
    lit = path & (~made | (np.arange(len(made)) == newest))
    state = np.where(~there, TO_COME, np.where(lit, NOW, DONE))
    color = [_color(result, i) for i in range(len(made))]
    child = drawn[t.parent[drawn] >= 0]
    above = t.parent[child]
    marks = [
        edges(
            x[above], y[above], x[child], y[child], name="branch", color=INK,
            names=[f"node {i + 1}" for i in child], state=np.where(path[child], NOW, DONE),
        ),
    ]  # fmt: skip
    for name, some in (("deeper node", drawn[~spoken[drawn]]), ("node", drawn[spoken[drawn]])):
        marks.append(
            nodes(
                x[some],
                y[some],
                name=name,
                names=[f"node {i + 1}" for i in some],
                shape="box",
                size=size[some],
                high=high[some],
                text=[_words(result, int(i)) for i in some],
                color=[color[i] for i in some],
                state=state[some],
            )  # fmt: skip
        )
    sides = t.left[0], t.right[0]
    answers = ["yes", "no"] if made[0] else [" ", " "]
    marks += [
        text(
            [x[i] for i in sides], [y[0]] * 2,  # over the boxes they lead to, where nothing else stands
            answers, name="answer", names=["yes", "no"],
        ),
        text(
            [WIDE / 2], [HIGH - 0.35], [_newest(result)], name="newest question", bold=True,
        ),
    ]  # fmt: skip
    shows = (
        "The tree of questions, the first on top; yes goes to the left, no to the right. What was cut "
        "last is lit."
    )
    return Diagram(marks, canvas(shows, WIDE, HIGH))


def _named(tree: Tree, node: int) -> str:
    """A node in the table of the figure, from which the whole tree can be read."""
    above = int(tree.parent[node])
    if above < 0:
        return "node 1"
    return f"node {node + 1}, {'yes' if tree.left[above] == node else 'no'} at node {above + 1}"


def _kept(result: Result) -> NDArray[np.bool_]:
    """(m,) The nodes that come anywhere on the axis."""
    g = result.grown
    parent = g.tree.parent
    return np.asarray((parent < 0) | (g.ranks[parent] <= g.most))


def _color(result: Result, node: int) -> str:
    """A box has the colour of the plane's; a question has none."""
    g = result.grown
    if result.made[node] or not result.there[node] or result.tied[node]:
        return MUTED
    return CLASS_LOOKS[int(g.answers[node])][0] if g.classes else POSITIVE


def _newest(result: Result) -> str:
    if not result.cuts:
        return " "
    name, asks = result.question(result.newest)
    return f"newest: {_short(name)} {asks}"


def _places(result: Result) -> tuple[Floats, Floats, Floats, Floats]:
    """x and y of each node, the width that is free there, and the height of its level.

    Leaves of the whole tree stand side by side; below each node that ends the levels with words there
    is room for words, too. A node that is not there yet waits in its parent.
    """
    g, t, there, kept = result.grown, result.grown.tree, result.there, _kept(result)
    cut = kept & (g.ranks <= g.most)
    many = len(t.feature)
    leaves = np.where(cut, 0.0, 1.0)
    for node in np.flatnonzero(kept)[:0:-1]:
        if cut[t.parent[node]]:
            leaves[t.parent[node]] += leaves[node]
    wide = leaves.copy()  # of each node and all below it
    ends = kept & ((t.depth == SPOKEN - 1) | (~cut & (t.depth < SPOKEN)))
    wide[ends] = np.maximum(leaves[ends], ROOM * leaves[0])
    for node in np.flatnonzero(cut & (t.depth < SPOKEN - 1))[::-1]:
        wide[node] = wide[t.left[node]] + wide[t.right[node]]
    unit, start, x = WIDE / wide[0], np.zeros(many), np.zeros(many)
    for node in np.flatnonzero(kept):  # a parent stands before its children
        room = wide[node] * unit
        x[node] = start[node] + room / 2
        if cut[node]:
            left, right = t.left[node], t.right[node]
            part = room / (wide[left] + wide[right])
            wide[[left, right]] *= part / unit
            start[left], start[right] = start[node], start[node] + wide[left] * unit
    for node in np.flatnonzero(cut & (t.depth != SPOKEN - 1))[::-1]:
        x[node] = (x[t.left[node]] + x[t.right[node]]) / 2
    full, now = int(t.depth[kept].max()) + 1, int(t.depth[there].max()) + 1
    levels = max(SPOKEN, min([full, *(each for each in LEVELS if each >= now)]))
    share = np.full(levels, 1 / levels)
    if levels > SPOKEN + 1:
        share[:SPOKEN] = TOP_SHARE / SPOKEN
        share[SPOKEN:] = (1 - TOP_SHARE) / (levels - SPOKEN)
    tree_high = HIGH - FOOT
    middle = tree_high * (np.cumsum(share) - share / 2)
    level_of = np.minimum(t.depth, levels - 1)
    y, tall = middle[level_of], tree_high * share[level_of]
    gap = np.zeros(many)
    for depth in range(full):
        some = np.flatnonzero(kept & (t.depth == depth))
        some = some[np.argsort(x[some])]
        apart = np.diff(x[some], prepend=-x[some[:1]], append=2 * WIDE - x[some[-1:]])
        gap[some] = 0.94 * np.minimum(apart[:-1], apart[1:])
    for node in np.flatnonzero(~there):
        x[node], y[node] = x[t.parent[node]], y[t.parent[node]]
    return x, y, gap, tall


def _words(result: Result, node: int) -> str:
    """What a node asks or says, and its rows; where there is no room the first lines are seen."""
    g = result.grown
    if not result.there[node]:
        return ""
    rows = count(g.tree.rows[node])
    if result.made[node]:
        name, asks = result.question(node)
        lines = [_short(name), *asks.replace(" or", "\nor").split("\n"), rows]
    elif not g.classes:
        lines = [f"{g.answers[node]:.1f} °C", rows]
    else:
        name = _short(g.labels[int(g.answers[node])])
        lines = ["tie" if result.tied[node] else name, rows]
    # Of a small box a part would say nothing; the table of the figure has it all.
    return ("\n" if g.tree.depth[node] < SPOKEN else ", ").join(lines)


# --- below -----------------------------------------------------------------------------------


def gains(result: Result) -> Drawing:
    """What every cut of the newest box would have gained."""
    g, t, p = result.grown, result.grown.tree, result.params
    made = g.ranks <= max(g.most, 1)
    top = 1.12 * max(float(t.gain[made].max()) if made.any() else 0.0, 1e-9)
    node = result.newest
    data, axes = [], dict[str, Any]()
    titles = _titles(result)
    wide = 0.46 if len(titles) == 2 else 1.0
    for i, (threshold, gain) in enumerate(result.candidates):
        n = str(i + 1) if i else ""
        on = {"xaxis": f"x{n}", "yaxis": f"y{n}"} if i else {}
        best = t.feature[node] == i
        shown = best and np.isfinite(t.threshold[node])
        chosen_at, chosen = (t.threshold[node], t.gain[node]) if shown else (np.nan, np.nan)
        name = f"feature {i + 1}"
        data += [
            line(threshold, gain, NEGATIVE, f"gain, {name}", width=1.5) | on,
            dots(threshold, gain, NEGATIVE, f"gain at each threshold, {name}", size=4, width=0) | on,
            here(float(chosen_at), float(chosen), f"the cut, {name}", POSITIVE, symbol="diamond") | on,
            moving_label(
                float(chosen_at), float(chosen) + 0.03 * top, number(chosen) if shown else "", INK,
                name=f"gain of the cut, {name}",
            ) | on,
        ]  # fmt: skip
        x0 = i * (1 - wide)
        axes[f"xaxis{n}"] = axis(
            titles[i], range=g.ends[i].tolist(), domain=[x0, x0 + wide], anchor=f"y{n}",
            **TICKS.get((p.source, i), {}),
        )  # fmt: skip
        axes[f"yaxis{n}"] = axis("gain", range=[0, top], anchor=f"x{n}", visible=not i)
    shows = (
        "The gain of a cut against its threshold, for every threshold of each feature, in the box that "
        "was cut last; a diamond marks the cut that was made."
    )
    x, y = axes.pop("xaxis"), axes.pop("yaxis")
    return Drawing(data, layout(shows, x, y, margin={"l": 58, "r": 12, "t": 12, "b": 46}, **axes))


def errors(result: Result) -> Drawing:
    """The loss on its own rows and on fresh ones, by the number of cuts."""
    g = result.grown
    cuts = np.arange(g.most + 1.0)
    top = 1.06 * float(max(g.train.max(), g.fresh.max(), 1e-9))
    now, best = float(result.place), min(g.chosen, g.most)
    data = [
        line(cuts, g.train, FIFTH, "training rows", dash="dot"),
        line(cuts, g.fresh, FIFTH, "fresh rows"),
        upright(now, 0, top, INK, "cuts so far", width=THIN),
        here(best, g.fresh[best], "cross-validation's choice", GOOD, symbol="star"),
        here(now, g.train[result.place], "own, so far", FIFTH, symbol="square"),
        here(now, g.fresh[result.place], "fresh, so far", FIFTH),
    ]
    names = [
        [("· ·", FIFTH, "training rows"), ("━", FIFTH, "fresh rows")],
        [("★", GOOD, "CV's choice")],
    ]
    y = (
        share_axis("error", range=[0, top], nticks=4)
        if g.classes
        else axis("mean squared error (°C²)", range=[0, top])
    )
    return Drawing(
        data,
        layout(
            "The error on the rows that the tree learned from, and on fresh ones, against the number of "
            "cuts; a star is at the number that cross-validation chooses.",
            axis("cuts", range=[-0.02 * max(g.most, 1), 1.02 * max(g.most, 1)]),
            y,
            [handle("cuts so far", "line")],
            annotations=key(names, (0.0, 0.48)),
            margin={"l": 58, "r": 12, "t": 52, "b": 46},
        ),
    )


def roots(result: Result) -> Drawing:
    """The first cut of each of many resamples of the rows."""
    g = result.grown
    feature, threshold = g.roots
    titles = _titles(result)
    wide = 0.46 if len(titles) == 2 else 1.0
    data, axes, notes = [], dict[str, Any](), []
    for i, title in enumerate(titles):
        name = f"feature {i + 1}"
        n = str(i + 1) if i else ""
        on = {"xaxis": f"x{n}", "yaxis": f"y{n}"} if i else {}
        places = np.linspace(g.ends[i, 0], g.ends[i, 1], 31)
        heights = np.histogram(threshold[(feature == i) & np.isfinite(threshold)], places)[0]
        own = g.tree.threshold[0] if g.tree.feature[0] == i else np.nan
        own = own if np.isfinite(own) else np.nan
        data += [
            bars(places, heights, NEGATIVE, f"resamples, {name}", 0.4) | on,
            upright(float(own), 0, RESAMPLES, INK, f"this tree, {name}", dash="dash", width=2) | on,
        ]
        x0 = i * (1 - wide)
        axes[f"xaxis{n}"] = axis(
            title,
            range=g.ends[i].tolist(),
            domain=[x0, x0 + wide],
            anchor=f"y{n}",
            **TICKS.get((result.params.source, i), {}),
        )
        axes[f"yaxis{n}"] = axis("resamples", range=[0, RESAMPLES], anchor=f"x{n}", visible=not i)
        words = f"{count((feature == i).sum())} of {RESAMPLES}"
        notes.append(
            label(x0, 1, words, INK, xref="paper", yref="paper", yanchor="bottom", yshift=4)
        )
    shows = (
        "How many bootstrap resamples of the rows have their first cut at a threshold, for each "
        "feature; a dashed line is this tree's own first cut."
    )
    x, y = axes.pop("xaxis"), axes.pop("yaxis")
    return Drawing(
        data,
        layout(shows, x, y, annotations=notes, margin={"l": 58, "r": 12, "t": 30, "b": 46}, **axes),
    )


def importances(result: Result) -> Drawing:
    """Each feature's share of the impurity saved, and what shuffling it costs."""
    g = result.grown
    features = [escape(_short(name), quote=False) for name in g.features]
    at = np.arange(len(features), dtype=float)
    looks = (
        ("impurity saved, share", NEGATIVE, "square", "■", 0.22),
        ("permuted, training rows", FIFTH, "circle-open", "○", 0.0),
        ("permuted, fresh rows", GOOD, "diamond", "◆", -0.22),
    )
    data = [level(each, 0, 0, FAINT, f"place of feature {i + 1}") for i, each in enumerate(at)]
    ends = np.array([-0.05, 1.05])
    known = g.importance[np.isfinite(g.importance)]
    if known.size:
        ends = np.array([min(-0.05, 1.1 * known.min()), max(1.05, 1.1 * known.max())])
    for values, (name, color, symbol, _, up) in zip(g.importance, looks, strict=True):
        start = np.column_stack([np.zeros(at.size), at + up])
        data += [
            segments(start, np.column_stack([values, at + up]), color, f"bar, {name}", width=3),
            dots(values, at + up, color, name, size=12, symbol=symbol, width=2),
        ]
    names = [[(mark, color, name)] for name, color, _, mark, _ in looks]
    return Drawing(
        data,
        layout(
            "For each feature its share of all impurity that the whole tree saves, and by how much the "
            "error rises when the feature is permuted, on the training rows and on fresh ones.",
            axis("share, or rise of the error", range=ends.tolist()),
            axis(
                "feature",
                range=[-0.6, at.size - 0.4],
                tickvals=at,
                ticktext=np.array(features),
                scale=list(features),
            ),
            annotations=key(names),
            margin={"l": 80, "r": 12, "t": 72, "b": 46},
        ),
    )


def pruning(result: Result) -> Drawing:
    """How many boxes are left at each price of a box."""
    g = result.grown
    whole = float(g.tree.impurity[0]) or 1.0
    ends = np.sort(g.alphas[np.isfinite(g.alphas)]) / whole
    alphas = np.concatenate([[FEWEST], np.unique(ends[ends > FEWEST]), [1.0]])
    boxes = 1 + (ends > alphas[:, None] * (1 + 1e-9)).sum(axis=1)
    top = 1.1 * max(float(boxes[0]), 2.0)
    data = [
        line(alphas, boxes, NEGATIVE, "boxes", shape="hv"),
        level(float(result.leaves.size), FEWEST, 1, INK, "boxes so far", width=THIN),
        level(g.chosen + 1.0, FEWEST, 1, GOOD, "cross-validation's choice", dash="dash"),
    ]
    names = [[("━", INK, "boxes so far"), ("- -", GOOD, "cross-validation's choice")]]
    return Drawing(
        data,
        layout(
            "The number of boxes left by cost-complexity pruning, against the price alpha of a box, on a "
            "logarithmic axis.",
            log_axis(
                "alpha, as a share of the root's impurity", np.log10(FEWEST), 0, tickvals=PRICES
            ),
            axis("boxes", range=[0, max(top, 1.05 * (g.most + 1.0))]),
            annotations=key(names, (0.0, 0.34)),
            margin={"l": 58, "r": 12, "t": 32, "b": 46},
        ),
    )


def miniature(result: Result) -> Drawing:
    """The plane in boxes, small."""
    return plane(result).without_words()
