"""Pictures of a deep network: the signal on its way forward, the gradient on its way back."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from concepts.vanishing_gradients import (
    ACTIVATION,
    DEAD_LOSS,
    DEEPEST,
    SHALLOW,
    SWEPT,
    Z_BINS,
    Result,
    Z,
)
from figures.drawing import Drawing
from figures.marks import (
    area,
    band,
    bars,
    dotted_line,
    handle,
    here,
    key,
    label,
    level,
    line,
    log_axis,
    measured,
    moving_label,
    upright,
)
from figures.theme import (
    FIFTH,
    INK,
    MUTED,
    NEGATIVE,
    POSITIVE,
    SMALL_MARGIN,
    THIN,
    axis,
    faded,
    layout,
)
from sentences.numbers import number

Floats = NDArray[Any]
SIGNAL, DELTA, WEIGHT = NEGATIVE, FIFTH, MUTED
# Rows of the main figure, from the top: where the middle of each stands, and half its height at 1.
SIGNAL_ROW, SHAPE_ROW, DELTA_ROW, WEIGHT_ROW = 7.3, 5.2, 2.8, 0.35
HALF, SHAPE_HALF, WEIGHT_HALF = 0.5, 0.45, 0.3
DECADES = 2.6  # a pipe goes from one and a half times its width to half of it in so many, twice
LOOKS = {  # of the lines by activation
    "relu": (POSITIVE, "solid", "━"),
    "sigmoid": (NEGATIVE, "dash", "- -"),
    "tanh": (FIFTH, "dashdot", "-·-"),
    "gelu": (INK, "dot", "· ·"),
    "identity": (MUTED, "longdash", "– –"),
}
DRAWN = [name for name in ACTIVATION if name in LOOKS]  # leaky ReLU lies on ReLU
MARGIN = {**SMALL_MARGIN, "l": 58, "t": 30}
TWO_ROWS = {**MARGIN, "t": 50}
LOSSES = np.array([0.1, 1.0, 10.0, 100.0, 1000.0])
LOSS_TEXTS = np.array(["0.1", "1", "10", "100", "1,000"])
NORMS = -8, 8  # powers of ten
SMALLEST, LARGEST = -17, 13  # powers of ten, where a figure's axis ends at the latest


def pipes(result: Result) -> Drawing:
    """Signal and delta as pipes through the layers, what activations look like, weight gradients."""
    depth = result.params.depth
    layers = np.arange(1.0, depth + 1)
    signal, delta = result.signal / result.signal[0], _relative(result.delta)
    wide = result.wide
    data = [
        *_pipe(layers, signal, SIGNAL_ROW, SIGNAL, "signal"),
        _dashed(layers, None if wide is None else wide.signal, SIGNAL_ROW, "signal"),
        _violins(result),
        *_pipe(layers, delta, DELTA_ROW, DELTA, "δ"),
        _dashed(layers, None if wide is None else wide.delta, DELTA_ROW, "δ"),
        _weights(layers, _relative(result.weight)),
        moving_label(
            depth, SIGNAL_ROW + 1.0, f"<b>× {number(np.median(signal[-1]), 2)}</b>", SIGNAL, 16,
            "top left", "label: signal",
        ),
        moving_label(
            1, DELTA_ROW + 1.0, f"<b>× {number(np.median(delta[0]), 2)}</b>", DELTA, 16,
            "top right", "label: delta",
        ),
        moving_label(
            1, WEIGHT_ROW + 0.55, f"× {number(np.median(result.weight_left), 2)}", WEIGHT, 13,
            "top right", "label: weight gradient",
        ),
    ]  # fmt: skip
    right = {"xref": "paper", "xanchor": "right", "yanchor": "bottom"}
    notes = [
        label(0, SIGNAL_ROW + 1.05, "signal, forward →", SIGNAL, **right | {"xanchor": "left"}),
        label(0, SHAPE_ROW + 0.5, "activations", MUTED, **right | {"xanchor": "left"}),
        label(1, DELTA_ROW + 1.05, "← δ, gradient coming back", DELTA, **right),
        label(1, WEIGHT_ROW + 0.55, "weight gradient", WEIGHT, **right),
    ]
    return Drawing(
        data,
        layout(
            "The layers of a network from left to right. Above, a pipe as thick as the signal is large "
            "in each, below one for delta, which comes back from the right; both on a log scale, "
            "with a band over all networks"
            + ("" if wide is None else " and a dashed outline for endless width")
            + ". Between them how the activations of some layers are spread, under them bars for "
            "the weight gradients.",
            axis("layer", range=[1 - _air(depth), depth + _air(depth)], showgrid=False, nticks=8),
            axis("", range=[-0.3, 9.15], visible=False),
            [handle("δ at the first layer", "pipe"), handle("signal at the last layer", "pipe")],
            annotations=notes,
            margin={"l": 8, "r": 8, "t": 4, "b": 46},
        ),
    )  # fmt: skip


def scales(result: Result) -> Drawing:
    """What is left of delta and the signal after all layers, by weight scale."""
    p, sweep = result.params, result.sweep
    low, high = _span(sweep.delta, sweep.signal)
    data = [
        level(1.0, 0.1, 4.1, INK, "nothing lost", dash="dot", width=THIN),
        band(SWEPT, *_limits(sweep.delta), DELTA, "δ, first over last, all networks"),
        line(
            SWEPT, _positive(_middle(sweep.signal)), SIGNAL, "signal, last over first", dash="dash"
        ),
        line(SWEPT, _positive(_middle(sweep.delta)), DELTA, "δ, first over last"),
        upright(p.gain, 10.0**low, 10.0**high, INK, "your weight scale", width=THIN),
        here(p.gain, _at_least(np.median(result.signal_left), low), "signal, at yours", SIGNAL),
        here(p.gain, _at_least(np.median(result.delta_left), low), "δ, at yours", DELTA),
    ]
    return Drawing(
        data,
        layout(
            "What is left of delta at the first layer, with a band over all networks, and of the signal "
            "at the last, against the weight scale, on a log axis; a dotted line where nothing is lost.",
            axis("weight scale", range=[0.1, 4.1], tickvals=np.array([1.0, 2.0, 3.0, 4.0])),
            _powers("what is left", low, high),
            [handle("your weight scale", "line"), handle("δ, at yours", "dot")],
            annotations=key([[("━", DELTA, "δ at layer 1"), ("- -", SIGNAL, "signal at the last")]]),
            margin=MARGIN,
        ),
    )  # fmt: skip


def depths(result: Result) -> Drawing:
    """Delta's ratio by depth for each activation, in closed form."""
    p = result.params
    each, names = np.arange(1.0, DEEPEST + 1), list(ACTIVATION)
    data = [level(1.0, 1, DEEPEST, INK, "nothing lost", dash="dot", width=THIN)]
    for name in DRAWN:
        color, dash, _ = LOOKS[name]
        y = _within(result.by_depth[names.index(name)])
        data.append(line(each, y, color, f"δ left, {ACTIVATION[name]}", dash=dash))
    data.append(upright(p.depth, 10.0**SMALLEST, 10.0**LARGEST, INK, "your depth", width=THIN))
    keys = [(LOOKS[name][2], LOOKS[name][0], ACTIVATION[name].split(" ")[0]) for name in DRAWN]
    places = (0.0, 0.34, 0.68)
    return Drawing(
        data,
        layout(
            "What is left of delta at the first of so many plain layers of endless width, against "
            "their number, on a log axis, a line for each activation; your depth is marked.",
            axis("hidden layers", range=[0, DEEPEST + 1]),
            _powers("δ, first over last", SMALLEST, LARGEST),
            annotations=key([keys[:3], keys[3:]], places),
            margin=TWO_ROWS,
        ),
    )


def slopes(result: Result) -> Drawing:
    """The activation's slope, and where z lies in the first and the last layer."""
    top = max(float(result.slopes.max()), 1.0)
    data = []
    for i, (name, color, fill) in enumerate((("first", MUTED, 0.3), ("last", NEGATIVE, 0.0))):
        share = result.shapes.z[i]
        histogram = bars(
            Z_BINS, share / share.max() * 0.9 * top, color, f"z in the {name} layer", fill
        )
        data.append(measured(histogram, "share of z", one=0.9 * top / share.max()))
    data.append(line(Z, result.slopes, POSITIVE, "slope of the activation"))
    keys = [
        [("━", POSITIVE, f"slope of {ACTIVATION[result.params.activation].split(' (')[0]}")],
        [("█", MUTED, "z, first layer"), ("━", NEGATIVE, "z, last layer")],
    ]
    return Drawing(
        data,
        layout(
            "The slope of the activation against what goes into it, z, and how z is spread in the first "
            "layer and in the last, each scaled to its own height; the outermost bars hold all beyond.",
            axis("z, what goes into the activation", range=[-6.1, 6.1]),
            axis("slope", range=[-0.15, 1.1 * top]),
            annotations=key(keys),
            margin=TWO_ROWS,
        ),
    )


def training(result: Result) -> Drawing:
    """The loss by update, of the network trained and of one with few layers."""
    run, few, p = result.training, result.shallow, result.params
    data = [
        level(DEAD_LOSS, 0, p.updates, INK, "nothing learned, ln 10", dash="dot", width=THIN),
        line(few.updates, _positive(few.loss), MUTED, f"loss, {SHALLOW} layers", dash="dash"),
        dotted_line(
            run.updates, _positive(run.loss), POSITIVE, f"loss, {p.trained_depth} layers deep",
        ),
    ]  # fmt: skip
    keys = [[("━", POSITIVE, f"{p.trained_depth} layers"), ("- -", MUTED, f"{SHALLOW} layers")]]
    return Drawing(
        data,
        layout(
            "The loss on all 500 digits against the number of updates, on a log axis, for the network "
            "trained and for one of two layers; a dotted line where nothing is learned.",
            axis("updates", range=[-0.02 * p.updates, 1.04 * p.updates]),
            log_axis("loss", -1.6, 3.2, tickvals=LOSSES, ticktext=LOSS_TEXTS),
            annotations=[
                *key(keys),
                label(1, np.log10(DEAD_LOSS), "ln 10", xref="paper", xanchor="right", yanchor="bottom"),
            ],
            margin=MARGIN,
        ),
    )  # fmt: skip


def norms(result: Result) -> Drawing:
    """The length of the gradient at each update, and what clipping lets through."""
    run, p = result.training, result.params
    x = np.arange(1.0, len(run.norm) + 1)
    clipped = p.clip == "norm"
    data = [
        line(x, _within(run.norm, *NORMS), POSITIVE, "norm of the gradient"),
        level(p.most, 1, p.updates, INK, "clipped at", dash="dash")
        if clipped
        else _none("clipped at"),
    ]
    keys = [("━", POSITIVE, "its norm"), *([("- -", INK, "clipped at")] if clipped else [])]
    return Drawing(
        data,
        layout(
            "The norm of the gradient of all weights against the number of the update, on a log axis"
            + (", and the norm at which it is clipped." if clipped else "."),
            axis("update", range=[0, p.updates + 1]),
            _powers("norm of the gradient", *NORMS),
            annotations=key([keys]),
            margin=MARGIN,
        ),
    )


def recurrent(result: Result) -> Drawing:
    """How much of a change some steps ago reaches the last state of a recurrent network."""
    p = result.params
    back, (low, high) = np.arange(p.steps + 1.0), _limits(result.memory)
    with_name = f"with {ACTIVATION[p.activation].split(' (')[0]}"
    data = [
        level(1.0, 0, p.steps, INK, "nothing lost", dash="dot", width=THIN),
        line(back, _within(_middle(result.linear)), MUTED, "without activation", dash="dash"),
        band(back, _within(low), _within(high), DELTA, "all networks"),
        line(back, _within(_middle(result.memory)), DELTA, "with activation"),
    ]
    return Drawing(
        data,
        layout(
            "How much of a small change of the state so many steps ago reaches the last state of a "
            "recurrent network, on a log axis, with its activation and without.",
            axis("steps back in time", range=[0, p.steps + 1]),
            _powers("change that arrives", SMALLEST, LARGEST),
            annotations=key([[("━", DELTA, with_name), ("- -", MUTED, "without activation")]]),
            margin=MARGIN,
        ),
    )


def miniature(result: Result) -> Drawing:
    """The two pipes, without words."""
    bare = pipes(result).without_words()
    return Drawing([trace for trace in bare.data if trace["mode"] != "text"], bare.layout)


# --- parts -----------------------------------------------------------------------------------


def _pipe(layers: Floats, sizes: Floats, row: float, color: str, name: str) -> list[dict[str, Any]]:
    """The outline of the smallest, the middle and the largest of the networks, and a dot at its end."""
    made = []
    for opacity, which, each in zip(
        (0.16, 0.3, 0.6), ("largest", "middle", "smallest"), _three(sizes), strict=True
    ):
        half = HALF * _thick(each)
        ends = np.concatenate([layers, layers[::-1]])
        outline = np.concatenate([row + half, (row - half)[::-1]])
        made.append(area(ends, outline, color, f"{name}, {which}", faded(color, opacity), width=0))
    middle = _middle(sizes)
    at = -1 if name == "signal" else 0
    hover = f"layer %{{x}}: {name} × %{{text}}"
    words = np.array([number(each, 2) for each in middle])
    edge = line(layers, row + HALF * _thick(middle), color, f"{name}, by layer", hover, width=1.5)
    where = "last" if at else "first"
    end = here(layers[at], row + HALF * _thick(middle)[at], f"{name} at the {where} layer", color)
    return [*made, edge | {"text": words}, end]


def _dashed(layers: Floats, sizes: Floats | None, row: float, name: str) -> dict[str, Any]:
    """Both edges of the pipe of endless width."""
    if sizes is None:
        return _none(f"{name}, endless width")
    half = HALF * _thick(sizes)
    x = np.concatenate([layers, [np.nan], layers])
    y = np.concatenate([row + half, [np.nan], row - half])
    return line(x, y, INK, f"{name}, endless width", dash="dash", width=THIN)


def _weights(layers: Floats, sizes: Floats) -> dict[str, Any]:
    """A bar for each layer, as thick as its weight gradient."""
    half = WEIGHT_HALF * _thick(_middle(sizes))
    wide = 0.32
    x = layers[:, None] + wide * np.array([-1, 1, 1, -1, -1, np.nan])
    y = WEIGHT_ROW + half[:, None] * np.array([-1, -1, 1, 1, -1, np.nan])
    return area(x.ravel(), y.ravel(), WEIGHT, "weight gradients", faded(WEIGHT, 0.45), width=1)


def _violins(result: Result) -> dict[str, Any]:
    """How the activations of some layers are spread, from low to high; widths go by roots of counts."""
    shapes = result.shapes
    # Of a ReLU half are exactly 0: next to them all others would be a thread.
    counts = np.sqrt(shapes.counts / np.maximum(shapes.counts.max(axis=1, keepdims=True), 1))
    between = result.params.depth / len(shapes.layers)
    half = min(0.42 * between, _air(result.params.depth)) * counts
    up = SHAPE_ROW + SHAPE_HALF * np.linspace(-1, 1, counts.shape[1])
    gap = np.full((len(counts), 1), np.nan)
    middle = shapes.layers[:, None].astype(float)
    x = np.concatenate([middle - half, (middle + half)[:, ::-1], gap], axis=1)
    y = np.tile(np.concatenate([up, up[::-1], [np.nan]]), len(counts))
    return area(x.ravel(), y, INK, "activations", faded(MUTED, 0.55), width=0)


def _air(depth: int) -> float:
    """Layers' worth of room beside the first and the last."""
    return 0.6 + 0.02 * depth


def _thick(sizes: Floats) -> Floats:
    """How thick a pipe is: 1 at 1, towards 0 and 2 as the logarithm goes on."""
    with np.errstate(divide="ignore"):
        decades = np.log10(np.asarray(sizes, float))
    known = np.nan_to_num(decades, nan=-400, neginf=-400)
    return np.asarray(2 / (1 + np.exp(-known / DECADES)))


def _relative(sizes: Floats) -> Floats:
    """(L, nets) Over that of the last layer; nan where that is 0."""
    last = sizes[-1]
    return np.asarray(
        np.divide(sizes, last, out=np.full(sizes.shape, np.nan), where=last > 0), float
    )


def _middle(each: Floats) -> Floats:
    return np.asarray(np.median(each, axis=1))


def _three(each: Floats) -> tuple[Floats, Floats, Floats]:
    return each.max(axis=1), _middle(each), each.min(axis=1)


def _limits(each: Floats) -> tuple[Floats, Floats]:
    """The smallest and the largest over all networks, on a log axis."""
    return _positive(each.min(axis=1)), _positive(each.max(axis=1))


def _positive(values: Floats) -> Floats:
    """What has a place on a log axis; the rest is a gap."""
    values = np.asarray(values, float)
    return np.where((values > 1e-37) & (values < 1e37), values, np.nan)


def _within(values: Floats, low: int = SMALLEST, high: int = LARGEST) -> Floats:
    """What lies between powers of ten, by default those of the widest picture; beyond them a gap."""
    with np.errstate(invalid="ignore"):
        inside = (values > 10.0**low) & (values < 10.0**high)
    return np.where(inside, values, np.nan)


def _at_least(value: float, low: int) -> float:
    return value if value > 10.0**low else np.nan


def _span(*many: Floats) -> tuple[int, int]:
    """Powers of ten that hold them all, from 1e-2 to 1e2 at least."""
    known = np.concatenate([_positive(each).ravel() for each in many])
    logs = np.log10(known[~np.isnan(known)])
    return int(np.floor(min(logs.min(), -1.5))), int(np.ceil(max(logs.max(), 1.5)))


def _powers(title: str, low: int, high: int) -> dict[str, Any]:
    """A log axis with ticks at few powers of ten, 1 among them."""
    stride = max(1, -(-(high - low) // 6))
    powers = np.arange(-(-low // stride) * stride, high + 1, stride)
    texts = np.array(["1" if each == 0 else f"10<sup>{_minus(int(each))}</sup>" for each in powers])
    return log_axis(title, low - 0.2, high + 0.2, tickvals=10.0**powers, ticktext=texts)


def _minus(power: int) -> str:
    return f"{power}".replace("-", "−")


def _none(name: str) -> dict[str, Any]:
    return line(np.empty(0), np.empty(0), INK, name, dash="dash", width=THIN)
