"""Pictures of a convolution: the window and its map, what is shared, moved, pooled, seen and trained."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from concepts.convolution import CLOTH, LEARNED, MOST, SHIFTS, SIDE, UPDATES, K, Result
from figures.diagram import (
    DONE,
    NOW,
    TO_COME,
    Diagram,
    canvas,
    grid_of_numbers,
    image,
    nodes,
    text,
    window,
)
from figures.drawing import Drawing
from figures.marks import (
    area,
    dotted_line,
    handle,
    here,
    key,
    line,
    log_axis,
    measured,
    under,
    upright,
)
from figures.theme import (
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

Floats = NDArray[np.float64]
CHANNELS = ("to the right", "to the left", "down", "up", "1 × 1 layer: all added")
NOISY = ("as it is", "with noise", "smoothed")
LABEL = 1.0  # units of a row of words
GAP = 1.0  # between the picture and what stands beside it
MARGIN = {"l": 62, "r": 14, "t": 28, "b": 46}
TWO_ROWS = {**MARGIN, "t": 48}
SHARES = np.array([0.001, 0.01, 0.1, 1.0])
SHARE_TEXTS = np.array(["0.001", "0.01", "0.1", "1"])
LOSSES = np.array([1e-6, 1e-3, 1.0])
LOSS_TEXTS = np.array(["10<sup>−6</sup>", "0.001", "1"])
LEAST_LOSS = 1e-8
SHOWN = slice(6, 16), slice(5, 21)  # of the wide canvas, where the picture is


def scan(result: Result) -> Diagram:
    """The window on the picture, nine products and their sum, and the map as far as it is filled."""
    p = result.params
    laid, side = len(result.laid_on), result.side
    beside = laid + GAP
    map_top = LABEL + K + LABEL + 0.3
    width, height = beside + max(side, 2 * K + 1), max(LABEL + laid, map_top + side)
    row, column = divmod(result.index, side)
    places = np.arange(side**2)
    filled = np.where(places < result.index, DONE, np.where(places == result.index, NOW, TO_COME))
    decimals, limit = (0 if result.whole else 1), float(np.abs(result.kernel).max())
    marks = [_words(0, LABEL / 2, "picture", "label: picture")]
    if p.padding:  # where the picture itself ends
        middle = p.padding + SIDE / 2
        marks.append(
            nodes(
                [middle], [LABEL + middle], name="frame", size=SIDE, high=SIDE, shape="box",
                color=INK,
            )
        )  # fmt: skip
    marks += [
        grid_of_numbers(
            0, LABEL, result.laid_on, name="picture", limit=2.5 * MOST, decimals=0, longest=2
        ),
        _window(result, row, column),
        _words(beside, LABEL / 2, "kernel", "label: kernel"),
        grid_of_numbers(
            beside, LABEL, result.kernel, name="kernel", limit=limit, decimals=0 if result.whole else 2,
            longest=2 if result.whole else 4,
        ),
        _words(beside + K + 1, LABEL / 2, "products", "label: products"),
        grid_of_numbers(
            beside + K + 1, LABEL, result.products, name="products", limit=limit * MOST,
            decimals=decimals, longest=3,
        ),
        _words(beside, map_top - 0.65, "map", "label: map"),
        _words(beside + K, map_top - 0.65, "sum", "label: sum"),
        text(
            [width], [map_top - 0.65], [result.sum], name="sum", side="left", decimals=decimals,
            bold=True,
        ),
        grid_of_numbers(
            beside, map_top, result.response, name="map", decimals=decimals,
            limit=max(float(np.abs(result.response).max()), 1.0), longest=3 if result.whole else 4,
            state=filled,
        ),
    ]  # fmt: skip
    return Diagram(
        marks,
        canvas(
            "On the left the picture in numbers with a window on it. On the right the kernel, the "
            "products of the two, and below them the map, which holds the sum of the products for "
            "each place that the window has passed.",
            width,
            height,
            square=True,
            handles=[handle("window", "window")],
        ),
    )


def _window(result: Result, row: int, column: int) -> dict[str, Any]:
    """One frame around what the window sees, or one around each pixel where they lie apart."""
    p = result.params
    x, y = column * p.stride, LABEL + row * p.stride
    if p.dilation == 1:
        return window([x], [y], K, K, name="window")
    each = p.dilation * np.arange(K)
    down, across = (np.ravel(part) for part in np.meshgrid(each, each, indexing="ij"))
    return window(x + across, y + down, 1, 1, name="window")


def _words(x: float, y: float, said: str, name: str) -> dict[str, Any]:
    return text([x], [y], [said], name=name, side="right")


def pooled(result: Result) -> Diagram:
    """The picture and its pooled map, and both when it has moved; what changed is lit."""
    found, by = result.pooled, result.params.shift
    rows, columns = found.before.shape
    wide = 6.0
    beside, each = wide + 0.6, LABEL + rows
    exact = result.whole and result.params.pool == "max"
    limit = max(float(found.before.max()), 1.0)
    changed = np.where(found.before != found.after, NOW, DONE)
    marks = []
    for i, (name, picture, cells, state) in enumerate(
        (
            ("picture", found.picture[SHOWN], found.before, np.full(rows * columns, DONE)),
            (f"moved by {by}", found.moved[SHOWN], found.after, changed),
        )
    ):
        top = i * each + LABEL
        high = wide * picture.shape[0] / picture.shape[1]
        marks += [
            _words(0, top - LABEL / 2, name, f"label: {name}"),
            image(0, top, wide, high, picture, name=f"{name}, small", high=MOST),
            _words(beside, top - LABEL / 2, "pooled map", f"label: map, {name}"),
            grid_of_numbers(
                beside, top, cells, name=f"pooled map, {name}", limit=limit, decimals=0 if exact else 1,
                longest=2 if exact else 4, state=state,
            ),
        ]  # fmt: skip
    return Diagram(
        marks,
        canvas(
            "The picture and, beside it, its rectified and pooled map; below the same of the picture "
            "moved to the right, with a frame around each cell of the map that has changed.",
            beside + columns,
            2 * each,
            square=True,
        ),
    )


def noisy(result: Result) -> Diagram:
    """A picture as it is, with noise, and smoothed, and below each the kernel's map of it."""
    found, each, gap = result.noisy, 5.0, 0.8
    x = (each + gap) * np.arange(3)
    below = 2 * LABEL + each
    limit = 3 * float(found.signal[0]) or 1.0
    marks = []
    for at, name, picture, map_ in zip(x, NOISY, found.pictures, found.maps, strict=True):
        cut = (each - each * len(picture) / CLOTH) / 2  # a pixel is as large in all of them
        kept = each - each * len(map_) / CLOTH
        marks += [
            image(
                at + cut, LABEL + cut, each - 2 * cut, each - 2 * cut, picture,
                name=f"picture {name}", high=1.0,
            ),
            image(
                at + kept / 2, below + kept / 2, each - kept, each - kept, map_,
                name=f"map {name}", low=-limit, high=limit,
            ),
        ]  # fmt: skip
    marks += [
        text(x, np.full(3, 0.4 * LABEL), NOISY, name="labels", side="right"),
        text(x, np.full(3, below - 0.5 * LABEL), ["its map"] * 3, name="labels of maps", side="right"),
    ]  # fmt: skip
    return Diagram(
        marks,
        canvas(
            "A picture of clothes as it is, with noise, and with noise but smoothed; below each the "
            "kernel's map of it, what is negative and what is positive in two hues.",
            3 * each + 2 * gap,
            below + each,
            square=True,
        ),
    )


def channels(result: Result) -> Diagram:
    """Four maps and the one that a 1 x 1 layer makes of them; the same place is framed in each."""
    side, each, gap = result.side, 5.0, 1.0
    row, column = divmod(result.index, side)
    cell, limit = each / side, max(float(result.channels.max()), 1.0)
    wide = 4 * each + 3 * gap
    x = np.array([0, each + gap, 2 * (each + gap), 3 * (each + gap), (wide - each) / 2])
    y = np.array([LABEL] * 4 + [3.4 * LABEL + each])
    marks = [
        image(x[i], y[i], each, each, found, name=CHANNELS[i], high=limit)
        for i, found in enumerate(result.channels)
    ]
    marks += [
        text(x, y - 0.65 * LABEL, CHANNELS, name="labels", side="right"),
        window(x + column * cell, y + row * cell, cell, cell, name="place"),
        text(
            x + each / 2, y + each + LABEL / 2, result.channels[:, row, column], name="reads", decimals=0,
        ),
    ]  # fmt: skip
    return Diagram(
        marks,
        canvas(
            "Four maps of the picture side by side, of edges to the right, left, down and up, and below "
            "them their sum, which a 1 by 1 layer makes; one place is framed in all five, and what they "
            "read there stands below.",
            wide,
            4.4 * LABEL + 2 * each,
            square=True,
        ),
    )


def moves(result: Result) -> Drawing:
    """How many digits are right, by how far they were moved."""
    m, s = result.moves, result.params.shift
    lines = (
        (m.everywhere, GOOD, "largest of each map", "solid", "diamond", "◆"),
        (m.pooled, POSITIVE, "pooled maps", "dash", "square", "■"),
        (m.dense, NEGATIVE, "pixels", "dot", "circle", "●"),
    )
    data = [
        dotted_line(
            SHIFTS, each, color, f"right, {name}", "%{x} pixels: %{y:.1%}", symbol=symbol, dash=dash
        )
        for each, color, name, dash, symbol, _ in lines
    ]  # fmt: skip
    data.append(upright(s, 0, 1, INK, "your shift", width=THIN))
    keys = [(mark, color, name) for _, color, name, _, _, mark in lines]
    return Drawing(
        data,
        layout(
            "The share of digits that are right against how far they were moved to the right, for a "
            "reader of the pixels and for two readers of maps.",
            axis("shift (pixels)", range=[-0.15, 4.15], tickvals=SHIFTS),
            share_axis("accuracy"),
            [handle("your shift", "line", shift=(1, 0))],
            annotations=key([keys[:1], keys[1:]], (0.0, 0.52)),
            margin=TWO_ROWS,
        ),
    )


def shared(result: Result) -> Drawing:
    """The error of a map that is learned, by the number of digits."""
    s = result.shared
    data = [
        dotted_line(LEARNED, s.dense, NEGATIVE, "error, dense", "%{x} digits: %{y:.1%}", dash="dash"),
        dotted_line(
            LEARNED, s.nine, POSITIVE, "error, nine weights", "%{x} digits: %{y:.2%}", symbol="diamond"
        ),
    ]  # fmt: skip
    keys = [[("◆", POSITIVE, "nine weights"), ("●", NEGATIVE, "dense")]]
    return Drawing(
        data,
        layout(
            "The error on digits held out, as a share of the map's standard deviation, against the "
            "number of digits learned from, both on log axes, for nine shared weights and for a dense "
            "layer.",
            log_axis("digits learned from", -0.1, 2.4),
            log_axis(
                "error, deviations of the map", -3.5, 0.2, tickvals=SHARES, ticktext=SHARE_TEXTS
            ),
            annotations=key(keys),
            margin=MARGIN,
        ),
    )


def field(result: Result) -> Drawing:
    """The cone of what the last unit sees, layer by layer down to the pixels, and their weights."""
    f, layers = result.field, result.params.layers
    down = layers - np.arange(layers + 1.0)
    wide, near = f.widths / 2, np.minimum(2 * f.deviations, f.widths / 2)
    pixels = np.arange(f.pixels) - (f.pixels - 1) / 2
    tall = 0.35 * layers
    floor = -1.25 * tall
    data = [
        _cone(wide, down, MUTED, "receptive field", 0.18),
        _cone(near, down, POSITIVE, "two deviations of its weight", 0.5),
        measured(
            under(
                np.concatenate([pixels[:1], pixels, pixels[-1:]]),
                floor + tall * np.concatenate([[0], f.weights / f.weights.max(), [0]]),
                INK, "weight of a pixel", faded(INK, 0.0), width=2,
            )
            | {"fill": "none"},
            "weight of a pixel", floor, tall / float(f.weights.max()),
        ),
    ]  # fmt: skip
    half = 1.08 * f.pixels / 2
    keys = [
        [("█", MUTED, "receptive field"), ("█", POSITIVE, "± 2 deviations")],
        [("━", INK, "weight of each pixel")],
    ]
    ticks = np.unique(np.rint(np.linspace(0, layers, 5)))
    return Drawing(
        data,
        layout(
            "A cone from one unit of the last layer down to the pixels: what it depends on in each "
            "layer, and within it two standard deviations of its weight; under it the weight of each "
            "pixel.",
            axis("pixels from the middle", range=[-half, half]),
            axis(
                "layer", range=[floor - 0.1 * tall, 1.06 * layers], tickvals=ticks, showgrid=False
            ),
            annotations=key(keys),
            margin=TWO_ROWS,
        ),
    )


def _cone(half: Floats, y: Floats, color: str, name: str, share: float) -> dict[str, Any]:
    around = np.concatenate([-half, half[::-1]]), np.concatenate([y, y[::-1]])
    return area(*around, color, name, faded(color, share), width=1)


def training(result: Result) -> Drawing:
    """The loss by update, with skips and without."""
    updates = np.arange(UPDATES + 1.0)
    data = [
        line(updates, np.maximum(result.plain.loss, LEAST_LOSS), NEGATIVE, "loss, plain", dash="dash"),
        line(updates, np.maximum(result.skip.loss, LEAST_LOSS), POSITIVE, "loss, with skips"),
        here(UPDATES, max(result.plain.loss[-1], LEAST_LOSS), "loss at the end, plain", NEGATIVE),
        here(
            UPDATES, max(result.skip.loss[-1], LEAST_LOSS), "loss at the end, with skips", POSITIVE,
            symbol="diamond",
        ),
    ]  # fmt: skip
    keys = [[("- -", NEGATIVE, "plain"), ("━", POSITIVE, "with skips")]]
    return Drawing(
        data,
        layout(
            "The loss on the training digits against the number of updates, on a log axis, for a deep "
            "stack of dense layers without skips and with them.",
            axis("updates", range=[-1, UPDATES + 2]),
            log_axis("training loss", -8.2, 1.2, tickvals=LOSSES, ticktext=LOSS_TEXTS),
            annotations=key(keys),
            margin=MARGIN,
        ),
    )


def miniature(result: Result) -> Diagram:
    """The picture, the window and the map, without words."""
    bare = scan(result).without_words()
    return Diagram(bare.data, bare.layout)
