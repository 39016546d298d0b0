"""Pictures of a small network: the plane with its bends, the network with its numbers, its training."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from concepts.neural_network import (
    KINDS,
    SPACE_ENDS,
    STEPS,
    SWEEP,
    Result,
    curves_of,
    ends_of,
)
from figures.diagram import (
    DONE,
    NOW,
    Diagram,
    canvas,
    edges,
    grid_of_numbers,
    image,
    nodes,
    spread,
    text,
)
from figures.drawing import Drawing
from figures.marks import (
    dots,
    handle,
    here,
    key,
    line,
    lines,
    log_axis,
    pick,
    segments,
    upright,
)
from figures.shading import level_line, tinted, tinted_winners
from figures.theme import (
    CLASS_LOOKS,
    FIFTH,
    INK,
    MUTED,
    NEGATIVE,
    POSITIVE,
    THIN,
    axis,
    layout,
    share_axis,
)
from sentences.numbers import amount, count, number

Floats = NDArray[np.float64]

TITLES = {
    "iris": ("petal length, standardised", "petal width, standardised"),
    "penguins": ("bill length, standardised", "bill depth, standardised"),
}
SHORT = {"iris": ("length", "width"), "penguins": ("length", "depth")}
PIXELS, DEEPEST = 160, 0.4
WIDE, HIGH = 13.0, 9.2  # of the network, in its own units
TOP, LOW = 0.65, 8.5  # between which its units stand
NODE, PICTURE = 1.3, 1.4  # their widths
AIR, FRAME = 0.7, 0.16  # of a label its distance; how much larger than a picture its frame is
SHOWS = (
    "The network from left to right: the ringed row's inputs, hidden units as pictures of what each says "
    "over the plane, the output. Lines are weights, as thick as they are large, dashed where negative. "
    "To the right of a unit stands its activation, to the left its delta."
)
SPOKEN = 8  # units of one hidden layer that have numbers
LEAST_LOSS, MOST_LOSS = 1e-4, 1e3  # of the axis
LEAST_ERROR = 1e-12
LARGEST = 1e30  # that single precision can hold
NOTHING = np.empty(0)


def plane(result: Result) -> Drawing:
    """The rows, what the network says all over the plane, its boundary, and the bends of its units."""
    rows, p = result.rows, result.params
    x, y = ends_of(rows).tolist()
    side = result.surface.shape[1]
    at_x, at_y = np.linspace(x[0], x[1], side), np.linspace(y[0], y[1], side)
    share = np.nan_to_num(result.surface, nan=0.5)
    chosen = result.chain.target if result.chain.layer == 0 else result.chain.source
    bends = result.bends if p.depth else np.empty((0, 2, 2))
    heavy = np.arange(len(bends)) == chosen
    edge = _boundary(at_x, at_y, result.surface)
    data = [
        segments(*_ends(bends[~heavy]), INK, "bends", width=THIN),
        segments(*_ends(bends[heavy]), INK, "bend looked at", width=4),
        line(*edge, INK, "boundary", dash="dot", width=3),
    ]
    size = 9 if len(rows.X) <= 150 else 7
    for c, name in enumerate(result.names):
        color, symbol, _ = CLASS_LOOKS[c]
        some = rows.X[rows.label == c]
        data.append(dots(some[:, 0], some[:, 1], color, f"rows, {name}", size=size, symbol=symbol))
    ringed = rows.X[result.ringed]
    data.append(
        dots(ringed[0], ringed[1], INK, "ringed row", size=20, symbol="circle-open", width=3)
    )
    if rows.k == 1:
        shade = tinted(share[0], tuple(x), tuple(y), (NEGATIVE, POSITIVE), DEEPEST, PIXELS)
    else:
        tints = tuple(color for color, _, _ in CLASS_LOOKS)
        shade = tinted_winners(share, tuple(x), tuple(y), tints, DEEPEST, PIXELS)
    names = [[(CLASS_LOOKS[c][2], CLASS_LOOKS[c][0], name) for c, name in enumerate(result.names)]]
    names[0].append(("· ·", INK, "boundary"))
    if p.depth and p.activation != "identity":
        names[0].append(("━", INK, "bend"))
    across, up = TITLES.get(p.data, ("first input, x₁", "second input, x₂"))
    return Drawing(
        data,
        layout(
            "The rows in the plane of the two inputs, their class by colour and symbol, on ground tinted "
            "by what the network says there; its boundary dotted, and a line where each unit of the "
            "first layer bends the plane.",
            axis(across, range=x, showgrid=False),
            axis(up, range=y, showgrid=False),
            [handle("bend looked at", "heavy bend"), handle("boundary", "boundary")],
            images=[shade],
            annotations=key(
                names, (0.0, 0.21, 0.43, 0.64, 0.87) if rows.k > 1 else (0.0, 0.29, 0.57, 0.83)
            ),
            margin={"l": 56, "r": 12, "t": 28, "b": 46},
        ),
    )


def _ends(bends: Floats) -> tuple[Floats, Floats]:
    known = bends[np.isfinite(bends).all(axis=(1, 2))]
    return known[:, 0], known[:, 1]


def _boundary(x: Floats, y: Floats, share: NDArray[np.float32]) -> tuple[Floats, Floats]:
    """Where the answer changes: x and y of a line with gaps."""
    if not np.isfinite(share).all():
        return NOTHING, NOTHING
    if len(share) == 1:
        return level_line(x, y, share[0], 0.5)
    pieces = []
    for c in range(len(share)):
        lead = share[c] - np.delete(share, c, axis=0).max(axis=0)
        pieces.append(np.array(level_line(x, y, lead, 0.0)))
        pieces.append(np.full((2, 1), np.nan))
    run = np.concatenate(pieces[:-1], axis=1)
    return run[0], run[1]


# --- the network -------------------------------------------------------------------------------


def network(result: Result) -> Diagram:
    """The ringed row's numbers forward, and delta back; each hidden unit is its own picture."""
    sizes, chain, depth = result.sizes, result.chain, result.params.depth
    across = np.linspace(1.2, WIDE - 1.2, len(sizes))
    slot = (LOW - TOP) / max(sizes[1:-1], default=1)
    places = [TOP + spread(many, LOW - TOP) for many in sizes]
    places[0] = TOP + (LOW - TOP) * np.array([0.28, 0.72])
    tile = np.array([PICTURE, min(1.4, 0.84 * slot)])
    marks = _weights(result, across, places)
    if depth:  # a frame around the picture of one, under it
        at = places[1][chain.target if chain.layer == 0 else chain.source]
        marks.append(
            nodes(
                [across[1]], [at], name="unit looked at", shape="box", size=tile[0] + FRAME,
                high=tile[1] + FRAME, state=[NOW],
            )
        )  # fmt: skip
    for layer, pictures in enumerate(result.pictures, start=1):
        for j, picture in enumerate(pictures):
            corner = np.array([across[layer], places[layer][j]]) - tile / 2
            marks.append(_picture(result, corner, tile, picture, f"unit {j + 1} of layer {layer}"))
    inputs, outputs = SHORT.get(result.params.data, ("x₁", "x₂")), list(result.names)
    if result.rows.k == 1:
        outputs = ["p"]
    left, right = np.full(2, across[0]), np.full(len(outputs), across[-1])
    named: dict[str, Any] = {"names": outputs}
    marks += [
        nodes(
            left, places[0], name="input", names=inputs, size=NODE, values=result.signal[0], limit=3
        ),
        text(left, places[0], inputs, name="label: input", names=inputs, side="above", gap=AIR),
        nodes(right, places[-1], name="output", size=NODE, values=result.chance, limit=1, **named),
        text(right, places[-1], outputs, name="label: output", side="above", gap=AIR, **named),
        text(
            right, places[-1], _drawable(result.delta[-1]), name="delta, output", side="below", gap=AIR,
            color=FIFTH, **named,
        ),
        text([WIDE / 2], [HIGH - 0.3], [_said(result)], name="gradient", bold=True),
    ]  # fmt: skip
    if not depth:
        return Diagram(marks, canvas(SHOWS, WIDE, HIGH))
    if depth == 1 and sizes[1] <= SPOKEN:
        marks += _unit_numbers(result, across[1], places[1])
    handles = [handle("unit looked at", "frame", unit=(0, slot))] if sizes[1] > 1 else []
    return Diagram(marks, canvas(SHOWS, WIDE, HIGH, handles=handles, picks=_picks(result)))


def _picks(result: Result) -> list[dict[str, Any]]:
    """Each weight into and out of the first hidden layer is chosen by a press."""
    into, onward = (np.indices(W.shape).reshape(2, -1) for W, _ in result.parts[:2])
    return [
        pick("weight into layer 1", unit=into[1] + 1, weight=np.array(["x1", "x2"])[into[0]]),
        pick(
            "weight into layer 2",
            unit=onward[0] + 1,
            weight=np.full(onward.shape[1], "out"),
            onto=onward[1] + 1,
        ),
    ]


def _weights(result: Result, across: Floats, places: list[Floats]) -> list[dict[str, Any]]:
    marks, chain = [], result.chain
    half = np.full(len(across), PICTURE / 2)
    half[[0, -1]] = 0  # under the nodes
    for layer, (W, _) in enumerate(result.parts):
        source, target = (each.ravel() for each in np.indices(W.shape))
        lit = (layer == chain.layer) & (source == chain.source) & (target == chain.target)
        marks.append(
            edges(
                np.full(W.size, across[layer] + half[layer]), places[layer][source],
                np.full(W.size, across[layer + 1] - half[layer + 1]), places[layer + 1][target],
                name=f"weight into layer {layer + 1}", weights=_drawable(W.ravel()),
                limit=min(result.curves.reach, LARGEST) or 1.0, state=np.where(lit, NOW, DONE),
                names=[f"{a + 1} to {b + 1}" for a, b in zip(source, target, strict=True)],
            )
        )  # fmt: skip
    return marks


def _picture(
    result: Result, corner: Floats, size: Floats, picture: NDArray[np.float32], name: str
) -> dict[str, Any]:
    """A unit's picture; of an activation without bounds it is darkest where that is largest."""
    values = np.nan_to_num(picture, nan=0.0, posinf=0.0, neginf=0.0)
    most = max(float(np.abs(values).max()), 1e-12)
    if result.params.activation in ("sigmoid", "tanh"):
        most = 1.0
    if result.params.activation == "sigmoid":
        values = 2 * values - 1
    x, y = corner.tolist()
    return image(x, y, size[0], size[1], values[::-1], name=name, low=-most, high=most)


def _unit_numbers(result: Result, x: float, y: Floats) -> list[dict[str, Any]]:
    """Of each unit its delta on the left, where it goes on to, and its activation on the right."""
    made = []
    for name, values, side, color, head in (
        ("delta", _drawable(result.delta[0]), "left", FIFTH, "δ back"),
        ("activation", _drawable(result.signal[1]), "right", INK, "a forward"),
    ):
        looks: dict[str, Any] = {"side": side, "color": color}
        beside = x + (PICTURE / 2 + 0.12) * (1 if side == "right" else -1)
        units = [f"unit {j + 1}" for j in range(len(y))]
        made += [
            text(np.full(len(y), beside), y, values, name=name, names=units, **looks),
            text([x], [0.3], [head], name=f"label: {name}", gap=0.15, **looks),
        ]
    return made


def _drawable(values: Floats) -> Floats:
    return np.clip(values, -LARGEST, LARGEST)


def _said(result: Result) -> str:
    """The gradient of the weight looked at, as the product it is."""
    c = result.chain
    signal, delta, product = (number(each, 2) for each in (c.signal, c.delta, c.signal * c.delta))
    return f"∂L/∂w = {signal} · {delta} = {product}"


# --- below -------------------------------------------------------------------------------------


def chain(result: Result) -> Diagram:
    """One weight's derivative as its factors, and the update that the mean of all rows makes."""
    c, p = result.chain, result.params
    sent = "x" if c.layer == 0 else "a"
    factors = [(f"signal {sent}", c.signal)]
    if c.onward.size:
        factors.append(("slope φ′(z)", c.slope))
    if c.onward.size == 1:
        factors += [("weight on", float(c.onward[0])), ("δ behind", float(c.behind[0]))]
    else:
        factors.append(("Σ weight · δ", c.back) if c.onward.size else ("δ = p − y", c.back))
    boxes = [*factors, ("∂L/∂w", c.signal * c.delta)]
    new = c.w - p.rate * c.mean
    below = [
        ("weight w", c.w),
        ("rate η", p.rate),
        (f"mean of {count(len(result.rows.X))} rows", c.mean),
        ("new w", new),
    ]
    marks = []
    for row, (each, signs) in enumerate(
        ((boxes, ["×"] * (len(factors) - 1) + ["="]), (below, ["−", "×", "="]))
    ):
        x = spread(len(each), 15.0)
        y = 1.0 + 2.2 * row
        names = [name for name, _ in each]
        marks += [
            nodes(
                x,
                np.full(len(each), y),
                name=f"factor, row {row + 1}",
                names=names,
                shape="box",
                size=15.0 / len(each) * 0.78,
                high=1.5,
                text=[f"{name}\n{amount(value, figures=4)}" for name, value in each],
                state=np.where(np.arange(len(each)) == len(each) - 1, NOW, DONE),
            ),
            text(
                (x[1:] + x[:-1]) / 2, np.full(len(each) - 1, y), signs, name=f"sign, row {row + 1}"
            ),
        ]
    return Diagram(
        marks,
        canvas(
            "The factors of one weight's derivative in a row of boxes, their product last; below, the "
            "mean over all rows, the learning rate, the weight, and the weight after one update.",
            15.0,
            4.2,
        ),
    )


def loss(result: Result) -> Drawing:
    """The loss by update, of the rows and of fresh ones."""
    c, p = result.curves, result.params
    done = np.arange(len(c.loss)) * p.updates / (len(c.loss) - 1)
    own, fresh = (np.clip(each, LEAST_LOSS, MOST_LOSS) for each in (c.loss, c.fresh_loss))
    both = np.log10(np.concatenate([own, fresh]))
    low, high = np.floor(np.nanmin(both)), np.ceil(np.nanmax(both))
    low, high = float(low), float(max(high, low + 1))
    now = done[p.step]
    data = [
        line(done, own, NEGATIVE, "training rows", dash="dash"),
        line(done, fresh, NEGATIVE, "fresh rows"),
        upright(now, 10**low, 10**high, INK, "now", width=THIN),
        here(now, float(own[p.step]), "loss now"),
    ]
    names = [[("- -", NEGATIVE, "training rows"), ("━", NEGATIVE, "fresh rows")]]
    return Drawing(
        data,
        layout(
            "The mean loss by update on a logarithmic axis, of training rows and of fresh ones, "
            "with a line at the update shown.",
            axis("updates", range=[0, p.updates]),
            log_axis("mean loss", low, high),
            [handle("now", "line")],
            annotations=key(names, (0.0, 0.42)),
            margin={"l": 62, "r": 14, "t": 30, "b": 46},
        ),
    )


def epochs(result: Result) -> Drawing:
    """Accuracy on fresh rows by epoch, in batches and with all rows at once."""
    c, p = result.curves, result.params
    last = float(c.epochs[-1])
    data = [
        line(c.epochs, c.fresh, NEGATIVE, "in batches"),
        line(c.epochs, c.rival, MUTED, "all rows at once", dash="dash"),
        here(float(c.epochs[p.step]), float(c.fresh[p.step]), "now"),
        dots(
            [last],
            [c.rival_last],
            MUTED,
            "all rows, as many updates",
            symbol="diamond",
            size=12,
            cliponaxis=False,
        ),
    ]
    names = [
        [("━", NEGATIVE, "in batches"), ("- -", MUTED, "all rows at once")],
        [("◆", MUTED, "all rows at once, after as many updates")],
    ]
    return Drawing(
        data,
        layout(
            "The share of fresh rows on the right side by epoch, for batches and for all rows at once; a "
            "diamond is what all rows at once reach in as many updates.",
            axis("epochs", range=[0, 1.03 * last]),
            share_axis("test accuracy", tickvals=[0.25, 0.5, 0.75, 1]),
            annotations=key(names, (0.0, 0.4)),
            margin={"l": 62, "r": 14, "t": 50, "b": 46},
        ),
    )


def activations(result: Result) -> Drawing:
    """The activation and its slope, with the sums of the ringed row on them; the others faintly."""
    p = result.params
    value, bend = curves_of(p.activation)
    others = [curves_of(kind)[0] for kind in KINDS if kind != p.activation]
    data = [lines(SWEEP, others, MUTED, "other activations", width=1, dash="dot")]
    sums = np.concatenate([*result.z[:-1], NOTHING])
    acts = np.concatenate([*result.signal[1:], NOTHING])
    near = np.abs(sums) <= SWEEP[-1]
    data += [
        line(SWEEP, value, INK, "activation"),
        line(SWEEP, bend, POSITIVE, "slope", dash="dash"),
        dots(sums[near], acts[near], INK, "sums of the ringed row", size=10),
    ]
    names = [
        [("━", INK, KINDS[p.activation]), ("- -", POSITIVE, "its slope"), ("· ·", MUTED, "others")]
    ]
    return Drawing(
        data,
        layout(
            "The activation against its input z, and its slope dashed; dots are the hidden units' sums "
            "for the ringed row; other activations are dotted.",
            axis("sum z of a unit", range=[-4, 4]),
            axis("activation, slope", range=[-1.3, 3]),
            annotations=key(names, (0.0, 0.36, 0.68)),
            margin={"l": 56, "r": 12, "t": 30, "b": 46},
        ),
    )


def space(result: Result) -> Drawing:
    """The rows by the activations of two hidden units, and where the output splits them."""
    seen, rows = result.space, result.rows
    data = [
        line(seen.split[:, 0], seen.split[:, 1], INK, "split of the output", dash="dot", width=3)
    ]
    for c, name in enumerate(result.names):
        color, symbol, _ = CLASS_LOOKS[c]
        some = seen.points[rows.label == c]
        data.append(dots(some[:, 0], some[:, 1], color, f"rows, {name}", size=8, symbol=symbol))
    ringed = seen.points[result.ringed]
    data.append(
        dots(ringed[0], ringed[1], INK, "ringed row", size=18, symbol="circle-open", width=3)
    )
    names = [[(CLASS_LOOKS[c][2], CLASS_LOOKS[c][0], name) for c, name in enumerate(result.names)]]
    if rows.k == 1:
        names[0].append(("· ·", INK, "split"))
    layer = f" of layer {result.params.depth}" if result.params.depth > 1 else ""
    first, second = [f"unit {j + 1}{layer}" for j in result.pair] or ["no unit", "no unit"]
    if first == second:
        second = "no second unit"
    ends = [float(end) for end in SPACE_ENDS[0]]
    return Drawing(
        data,
        layout(
            "The rows in the plane of the activations of two hidden units, their class by colour and "
            "symbol, and the straight line at which the output splits them.",
            axis(f"activation of {first}", range=ends, tickvals=[-0.5, 0, 0.5, 1]),
            axis(f"activation of {second}", range=ends),
            annotations=key(names, (0.0, 0.3, 0.6)),
            margin={"l": 56, "r": 12, "t": 30, "b": 46},
        ),
    )


def check(result: Result) -> Drawing:
    """How far differences of the loss are from backpropagation, by the step they take."""
    central, forward = (np.clip(each, LEAST_ERROR, 1) for each in result.checked)
    data = [
        line(STEPS, central, NEGATIVE, "central differences"),
        line(STEPS, forward, POSITIVE, "forward differences", dash="dash"),
    ]
    names = [[("━", NEGATIVE, "central"), ("- -", POSITIVE, "forward")]]
    return Drawing(
        data,
        layout(
            "The relative error between gradients by backpropagation and by differences of the loss, "
            "against the step h, both axes logarithmic: a V for each kind of difference.",
            log_axis("step h", -13, -1, dtick=3, exponentformat="power"),
            log_axis("relative error", -12, 0.3, dtick=3, exponentformat="power"),
            annotations=key(names, (0.0, 0.3)),
            margin={"l": 66, "r": 12, "t": 30, "b": 46},
        ),
    )


def matrix(result: Result) -> Diagram:
    """Without an activation: the weights of all layers, and their product."""
    marks: list[dict[str, Any]] = []
    x, high = 0.0, 8.0
    limit = min(result.curves.reach, LARGEST) or 1.0
    for depth, (W, _) in enumerate(result.parts):
        rows, columns = W.shape
        marks.append(
            grid_of_numbers(
                x,
                (high - rows) / 2,
                _drawable(W),
                name=f"weights of layer {depth + 1}",
                limit=limit,
            )
        )
        x += columns + 0.5
        marks.append(
            text(
                [x],
                [high / 2],
                ["=" if depth == len(result.parts) - 1 else "·"],
                name=f"sign {depth + 1}",
            )
        )
        x += 0.5
    product = _drawable(result.matrix[0])
    most = max(float(np.nanmax(np.abs(product), initial=0)), 1e-9)
    marks.append(
        grid_of_numbers(
            x,
            high / 2 - 2,
            product,
            name="product",
            cell=(4.5, 2),
            limit=most,
        )
    )
    shows = "The matrices of weights of all layers in a row of grids, and their product last."
    return Diagram(marks, canvas(shows, x + 4.5 * product.shape[1], high))


def miniature(result: Result) -> Drawing:
    """The plane with its bends, small."""
    return plane(result).without_words()
