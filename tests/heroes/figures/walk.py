"""A diagram of each kind, from a Result of the fixture."""

import numpy as np

from concepts import walk as concept
from figures.diagram import (
    DONE,
    NOW,
    TO_COME,
    Diagram,
    arrows,
    bars,
    canvas,
    cells,
    edges,
    gauges,
    grid_of_numbers,
    image,
    nodes,
    spread,
    text,
    window,
    words_in_a_row,
)
from figures.drawing import Drawing
from figures.marks import handle, line
from figures.theme import INK, MUTED, NEGATIVE, POSITIVE, axis, layout


def network(result):
    """The network, forward and backward."""
    return Diagram(
        _network(result, 9, 8, 0),
        canvas("A network of 2, 6, 4 and 1 units, its weights as lines.", 9, 8),
    )


def _network(result, width, height, top):
    step = result.params.step % 6
    layers = concept.LAYERS
    x = np.repeat(spread(len(layers), width), layers)
    y = top + np.concatenate([spread(n, height) for n in layers])
    first = np.cumsum([0, *layers])
    ends = [
        (first[k] + a, first[k + 1] + b)
        for k in range(3)
        for b in range(layers[k + 1])
        for a in range(layers[k])
    ]
    start, end = np.array(ends).T
    layer = np.repeat(range(3), [a * b for a, b in zip(layers, layers[1:], strict=False)])
    at = step if step < 3 else 5 - step
    unit = np.repeat(range(4), layers) - 1
    forward = np.where(unit < min(step, 3), DONE, np.where(unit == step, NOW, TO_COME))
    backward = np.where(unit > at, DONE, np.where(unit == at, NOW, TO_COME))
    called = [f"unit {i + 1} of layer {k}" for k, n in enumerate(layers) for i in range(n)]
    made = [
        edges(
            x[start], y[start], x[end], y[end], name="weight", limit=2,
            names=[f"{called[a]} to {called[b]}" for a, b in ends],
            weights=np.concatenate([w.ravel() for w in result.weights]),
            state=np.where(layer == at, NOW, np.where((layer > step) & (step < 3), TO_COME, DONE)),
        ),
        nodes(
            x, y, name="signal", names=called, values=np.concatenate(result.signals), size=0.95,
            state=np.where(unit < 0, DONE, forward),
        ),
    ]  # fmt: skip
    hidden = unit >= 0
    delta = np.concatenate(result.deltas)
    made.append(
        text(
            x[hidden], y[hidden], delta, name="delta", names=np.array(called)[hidden], side="below",
            gap=0.48, state=np.full(len(delta), TO_COME) if step < 3 else backward[hidden],
        )
    )  # fmt: skip
    return made


def tree(result):
    """The tree as far as it has grown."""
    return Diagram(
        _tree(result, 16, 5, 0), canvas("A tree of yes and no questions, grown cut by cut.", 16, 5)
    )


def _tree(result, width, height, top):
    cuts = min(result.params.step // 4, concept.SPLITS)
    i = np.arange(31)
    level = np.floor(np.log2(i + 1)).astype(int)
    place = (i + 1 - 2**level + 0.5) / 2**level * width
    y = top + (level + 0.5) * height / 5
    parent = (i[1:] - 1) // 2
    newest = (i == cuts - 1) | ((i > 0) & ((i - 1) // 2 == cuts - 1))
    there = (i == 0) | ((i - 1) // 2 < cuts)
    state = np.where(there, np.where(newest, NOW, DONE), TO_COME)
    wide = np.minimum(0.9 * width / 2**level, width / 5)
    leaf = ~((2 * i + 1 < 31) & (i < cuts))
    said = [
        ""
        if not there[k] or level[k] > 3
        else f"{result.rows[k]} rows"
        if leaf[k]
        else f"x{k % 2 + 1} ≤ {k + 3}\n{result.rows[k]} rows"
        for k in i
    ]
    share = np.column_stack([result.shares, 1 - result.shares])
    tall = 0.6 * height / 5
    called = [f"node {k + 1}" for k in i]
    return [
        edges(place[parent], y[parent], place[1:], y[1:], name="branch", names=called[1:], state=state[1:]),
        nodes(place, y, name="node", names=called, text=said, size=wide, high=tall, shape="box", foot=0.22 * tall, state=state),
        bars(
            place - wide / 2 + 0.03 * wide, y + 0.28 * tall, 0.94 * wide, np.full(31, 0.16 * tall), share,
            [POSITIVE, NEGATIVE], name="share of a class", names=called, kinds=["class 1", "class 0"],
            state=np.where(there, DONE, TO_COME),
        ),
        text(
            (place[parent] + place[1:]) / 2, (y[parent] + y[1:]) / 2,
            [("yes" if k % 2 else "no") if there[k] and level[k] < 3 else "" for k in i[1:]], name="answer", names=called[1:],
        ),
    ]  # fmt: skip


def window_on(result):
    """The picture, the window, and the map as far as it is filled."""
    place = min(result.params.step, 35)
    row, column = divmod(place, 6)
    done = np.arange(36).reshape(6, 6)
    state = np.where(done < place, DONE, np.where(done == place, NOW, TO_COME))
    return Diagram(
        [
            grid_of_numbers(
                0, 0.4, result.picture, name="picture", limit=40, decimals=0, longest=2
            ),
            window(column, row + 0.4, 3, 3, name="window"),
            arrows([8.3], [4.4], [9.2], [4.4], name="to the map"),
            image(8.3, 0.4, 1, 1, result.picture, name="picture, small", high=16),
            image(8.3, 1.6, 1, 1, concept.SOBEL, name="kernel, small", low=-2, high=2),
            grid_of_numbers(
                9.5, 1.4, result.response, name="map", limit=64, decimals=0, longest=3, state=state
            ),
        ],
        canvas(
            "A picture of 8 by 8 numbers, a window of 3 by 3 on it, and its map.",
            15.5,
            8.8,
            square=True,
            handles=[handle("window", "window")],
        ),
    )


def words(result):
    """The sentence twice, askers below, and the lines of the word that asks."""
    many = len(concept.WORDS)
    asks = result.params.step % many
    share = result.attention[asks]
    x = spread(many, 16)
    lit = np.where(np.arange(many) == asks, NOW, TO_COME)
    return Diagram(
        [
            edges(np.full(many, x[asks]), np.full(many, 4.0), x, np.full(many, 1.6), name="share", names=concept.WORDS, weights=share, color=INK),
            words_in_a_row(concept.WORDS, 1.3, 16, name="answers"),
            words_in_a_row(concept.WORDS, 4.3, 16, name="asks", state=lit),
            text(x, np.full(many, 1.3), [f"{s:.0%}" if s >= 0.05 else "" for s in share], name="heard", names=concept.WORDS, side="above", gap=0.5),
        ],
        canvas("A sentence twice, and lines from the word that asks to those that answer.", 16, 5.5, turns=True),
    )  # fmt: skip


def budget(result):
    """Four gauges with limits, and a strip of rows by fold."""
    limits = np.array([200, 60, 16, 2.0])
    units = ["ms", "cores", "GB", "$"]
    said = [f"{v:,.3g} of {m:g} {u}" for v, m, u in zip(result.load, limits, units, strict=True)]
    fold = np.arange(40) % 5
    return Diagram(
        [
            gauges(
                [0, 0, 0, 0], [0, 1, 2, 3], 16, 0.75, result.load, limits, text=said,
                names=["p99 of the response time", "Cores", "Memory", "Cost of 1,000 requests"],
            ),
            cells(
                0, 4.2, (np.arange(40) * 7 % 3 == 0).astype(int), [NEGATIVE, POSITIVE], name="rows", kinds=["class 0", "class 1"],
                cell=(0.4, 0.6), state=np.where(fold == result.params.step % 5, NOW, DONE),
            ),
        ],
        canvas("Four gauges, each with its limit, and a strip of rows, those held out lit.", 16, 5),
    )  # fmt: skip


def everything(result):
    """A network of 40 edges, a grid of 64 numbers and a tree of 31 nodes, all moving at once."""
    grown = _tree(result, 12, 4, 0)
    for mark in grown:
        for name in ("x", "x0", "x1"):
            if name in mark:
                mark[name] = mark[name] + np.float32(8)
    weights = np.tanh(np.concatenate([w.ravel() for w in result.weights]))
    numbers = np.outer(np.sin(weights[:8] * (1 + result.params.step)), weights[-8:]).reshape(8, 8)
    return Diagram(
        [
            *_network(result, 8, 8, 0), *grown,
            grid_of_numbers(10, 4.2, numbers, name="numbers", cell=(1, 0.47), decimals=2, limit=1),
        ],
        canvas("A network, a tree and a grid of numbers.", 20, 8),
    )  # fmt: skip


def loss(result):
    """The loss by update, drawn by plotly.js beside a diagram."""
    x = np.arange(11.0)
    now = result.params.step / 6
    return Drawing(
        [line(x, result.losses, INK, "loss"), line([now, now], [0, 1], MUTED, "now")],
        layout("Loss by update.", axis("Update", range=[0, 10]), axis("Loss", range=[0, 0.6])),
    )


def miniature(result):
    """The network, small."""
    return network(result).without_words()
