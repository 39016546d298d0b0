"""How large signal and gradient are in each layer of a deep network, by the scale of its weights."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from concepts.controls import check, controls_of, one_of, ranged, seeded
from methods.networks.activations import ACTIVATIONS, slope
from methods.networks.deep_stack import (
    Sizes,
    Stack,
    sizes_in,
    stack_deltas,
    stack_forward,
    stack_sizes,
)
from methods.networks.initialization import HE, fan_in_normal, fan_in_uniform, orthogonal
from methods.networks.mean_field import mean_field
from methods.networks.recurrent import jacobian_sizes
from methods.networks.stack_training import Training, train_stack
from methods.networks.training import clip_by_norm, clip_by_value, epoch_batches
from methods.once import once
from methods.optimization.optimizers import Rule, adam, gd
from methods.tables import Table, Tables, remembered

Floats = NDArray[np.float64]
Start = Callable[..., Floats]

ACTIVATION = {
    "relu": "ReLU",
    "sigmoid": "Sigmoid",
    "tanh": "tanh",
    "leaky": "Leaky ReLU",
    "gelu": "GELU",
    "identity": "Identity (none)",
}
BODY = {
    "plain": "Plain: φ(hW)",
    "batch_norm": "Batch norm: φ(norm(hW))",
    "layer_norm": "Layer norm: φ(norm(hW))",
    "skip": "Skip: h + φ(hW)",
    "scaled_skip": "Skip: h + φ(hW)/√L",
}
START = {"normal": "Normal", "uniform": "Uniform", "orthogonal": "Orthogonal"}
STARTS: dict[str, Start] = {
    "normal": fan_in_normal,
    "uniform": fan_in_uniform,
    "orthogonal": orthogonal,
}
RULE = {"gd": "Gradient descent", "adam": "Adam"}
RULES: dict[str, Rule] = {"gd": gd, "adam": partial(adam, beta1=0.9, beta2=0.999)}
CLIP = {"none": "None", "norm": "By norm", "value": "By value"}
CLIPS = {"norm": clip_by_norm, "value": clip_by_value}
CLASSES = 10
DEAD_LOSS = math.log(CLASSES)  # of a network that says the same of every digit: all ten alike
# gains that people start with; PyTorch's linear layers draw between -+ 1 / sqrt(fan in)
USUAL = {"He": HE, "Glorot": 1.0, "PyTorch's own": 1 / math.sqrt(3)}
SWEPT = np.round(np.arange(1, 21) * 0.2, 1)  # gains of the curve: every second stop
TRAINED = (0.2, 0.5, 0.7, 1.0, 1.4, 1.8, 2.5, 4.0)  # gains of trainings, which take long
TRAINED_WIDTH, ROWS, BATCH, SHALLOW = 32, 500, 50, 2
STALLED = 0.02  # nats below which nothing was learned
MOST_SHAPES, BINS = 12, 24
DEEPEST = 50
Z = np.linspace(-6, 6, 121)  # where slopes are drawn
Z_BINS = np.linspace(-6, 6, 49)
STACK, TRAINING, TIME = "Stack", "Training", "Recurrent"


@dataclass(frozen=True)
class Params:
    """Which stack, how its weights start, and how one like it is trained."""

    gain: float = ranged(
        1.4, 0.2, 4.0, "Weight scale", step=0.1,
        help="The standard deviation of the weights, times the root of the inputs of a unit.",
    )  # fmt: skip
    activation: str = one_of(
        "relu", ACTIVATION, "Activation", group=STACK, main=True,
        help="What a unit makes of its sum.",
    )  # fmt: skip
    depth: int = ranged(
        20, 2, DEEPEST, "Hidden layers", group=STACK, main=True,
        help="How many layers lie between the pixels and the read-out.",
    )  # fmt: skip
    body: str = one_of(
        "plain", BODY, "Layer", group=STACK, main=True,
        help="How a layer makes the next h. Skips begin at the second layer.",
    )  # fmt: skip
    width: int = ranged(
        32, 16, 80, "Units in a layer", scale="log", group=STACK,
        help="Narrow layers differ more from seed to seed.",
    )  # fmt: skip
    start: str = one_of(
        "normal", START, "Initialisation", group=STACK,
        help="How the weights are drawn; all with the same standard deviation.",
    )  # fmt: skip
    nets: int = ranged(
        5, 1, 10, "Networks drawn", group=STACK,
        help="Each has weights of its own. The middle one is told, the band spans all.",
    )  # fmt: skip
    batch: int = ranged(
        16, 8, 32, "Batch size", group=STACK,
        help="How many digits flow through at once. Batch norm compares them.",
    )  # fmt: skip
    trained_depth: int = ranged(
        10, 2, 20, "Hidden layers of the trained network", group=TRAINING,
        help="The network that is trained has 32 units in a layer.",
    )  # fmt: skip
    rate: float = ranged(
        0.1, 0.003, 1.0, "Learning rate", scale="log", group=TRAINING,
        help="How far an update goes along the gradient.",
    )  # fmt: skip
    updates: int = ranged(
        100, 20, 200, "Updates", step=20, group=TRAINING,
        help="Each takes its gradient from 50 of 500 digits.",
    )  # fmt: skip
    rule: str = one_of(
        "gd", RULE, "Optimizer", group=TRAINING,
        help="Adam divides each gradient by the size it usually has.",
    )  # fmt: skip
    clip: str = one_of(
        "none", CLIP, "Gradient clipping", group=TRAINING,
        help="By norm: the whole gradient is made shorter. By value: each entry is cut off.",
    )  # fmt: skip
    most: float = ranged(
        1.0, 0.1, 10.0, "Clipped at", scale="log", group=TRAINING, when=("clip", ("norm", "value")),
        help="The longest gradient, or the largest entry, that is let through.",
    )  # fmt: skip
    steps: int = ranged(
        50, 10, 60, "Steps back in time", group=TIME,
        help="A recurrent network takes one step for each word or measurement.",
    )  # fmt: skip
    input: float = ranged(
        0.5, 0.0, 1.0, "Size of its inputs", step=0.1, group=TIME,
        help="The standard deviation of what each unit is given from outside at each step.",
    )  # fmt: skip
    seed: int = seeded(0, group=STACK)

    def __post_init__(self) -> None:
        check(self)


AXIS = "gain"

PRESETS = {
    "start": Params(width=64),  # steadier than narrow layers: a story that holds at any seed
    "sigmoid": Params(activation="sigmoid", gain=1.0, rate=0.3),
    "half_variance": Params(gain=1.0),
    "saturated": Params(activation="tanh", gain=4.0),
    "explosion": Params(gain=2.5),
    "norm": Params(body="batch_norm", depth=50, nets=3),
    "time": Params(activation="tanh", gain=1.0, start="orthogonal"),
}


@dataclass(frozen=True, eq=False)
class Shapes:
    """Of some layers, at most MOST_SHAPES, how their numbers are spread over all networks and digits.

    Attributes
    ----------
    layers : (K,) which, from 1: one in so many, the last among them.
    ends : (K, 2) what the lowest and the highest bin reach to: of sigmoid and tanh all they can be.
    counts : (K, BINS) activations in equal bins between the ends.
    z : (2, len(Z_BINS) - 1) shares of what went into the activation, in the first and last layer.
    """

    layers: NDArray[np.int64]
    ends: Floats
    counts: Floats
    z: Floats


@dataclass(frozen=True, eq=False)
class Sweep:
    """What is left at the gains SWEPT, (G, nets): first over last, of the signal last over first."""

    delta: Floats
    signal: Floats
    weight: Floats


@dataclass(frozen=True, eq=False)
class Wide:
    """The same stack of endless width, (L,): signal over that of layer 1, delta over that of the last."""

    signal: Floats
    delta: Floats


@dataclass(frozen=True, eq=False)
class Result:
    """All that is shown for `params`.

    Attributes
    ----------
    signal, delta, weight : (L, nets) root mean squares in each layer: see `Sizes`.
    shapes : How activations are spread.
    sweep : What is left, by gain.
    balance : The gain from which on delta is not smaller at the first layer than at the last; nan if it
        is never, or always.
    wide : Of endless width; None but for a plain body.
    by_depth : (activations, DEEPEST) delta's first over last in plain stacks of endless width, by depth.
    slopes : (len(Z),) of the activation.
    trained_gain : The one of TRAINED nearest to the gain.
    training, shallow : Of a network with so many layers, and with SHALLOW; perhaps nan and inf.
    memory : (steps + 1, nets) root mean square singular value of dh_T / dh_(T-k), k from 0.
    linear : The same without an activation.
    """

    params: Params
    signal: Floats
    delta: Floats
    weight: Floats
    shapes: Shapes
    sweep: Sweep
    balance: float
    wide: Wide | None
    by_depth: Floats
    slopes: Floats
    trained_gain: float
    training: Training
    shallow: Training
    memory: Floats
    linear: Floats

    @once
    def delta_left(self) -> Floats:
        """(nets,) delta in the first layer over that in the last; nan where that is 0."""
        return _over(self.delta[0], self.delta[-1])

    @once
    def signal_left(self) -> Floats:
        """(nets,) the signal that leaves the last layer over that of the first."""
        return _over(self.signal[-1], self.signal[0])

    @once
    def weight_left(self) -> Floats:
        """(nets,) the weight gradient in the first layer over that in the last."""
        return _over(self.weight[0], self.weight[-1])

    @property
    def factor(self) -> float:
        """What a layer multiplies delta by, in the geometric mean of the middle network."""
        return math.pow(np.median(self.delta_left), 1 / (self.params.depth - 1))

    @property
    def saturated(self) -> float:
        """The share of the last layer's slopes below a tenth of the steepest, by its z in bins."""
        middle = (Z_BINS[:-1] + Z_BINS[1:]) / 2
        flat = np.interp(middle, Z, self.slopes) < self.slopes.max() / 10
        return float(self.shapes.z[1][flat].sum())

    @property
    def lost(self) -> bool:
        """Whether the training overflowed."""
        return not math.isfinite(self.training.loss[-1])

    @property
    def stalled(self) -> bool:
        """Whether the trained network still knows no more than that there are ten digits."""
        return not self.lost and abs(self.training.loss[-1] - DEAD_LOSS) < STALLED


def compute(params: Params, tables: Tables) -> Result:
    """Send digits through stacks of this kind, and back; train one; look back in time with another.

    `tables["digits"]["X"]` and `["y"]` are read.
    """
    p, table = params, tables["digits"]
    plain = replace(p, gain=Params.gain)
    sizes, passed = _looked(table, p)
    sweep = _swept(table, _stack_alone(plain))
    nearest = min(TRAINED, key=lambda gain: abs(math.log(gain / p.gain)))
    trained = _training_alone(replace(p, gain=nearest))
    wide = None
    if p.body == "plain":
        found = mean_field(p.activation, p.gain, _input_size(table, p), p.depth)
        wide = Wide(found.signal / found.signal[0], found.delta)
    memory, linear = _memory(_time_alone(p))
    return Result(
        params=p,
        signal=sizes.signal,
        delta=sizes.delta,
        weight=sizes.weight,
        shapes=_shapes(passed, p),
        sweep=sweep,
        balance=_balance(sweep),
        wide=wide,
        by_depth=_by_depth(p.gain),
        slopes=slope(p.activation, Z, ACTIVATIONS[p.activation](Z)),
        trained_gain=nearest,
        training=_trained(table, trained, p.trained_depth),
        shallow=_trained(table, replace(trained, trained_depth=SHALLOW), SHALLOW),
        memory=memory,
        linear=linear,
    )


# --- the stack at its start ----------------------------------------------------------------------


def _stack_alone(p: Params) -> Params:
    """The same, with all that has no say in the stack at its default."""
    return _with_defaults(p, TRAINING, TIME)


def _training_alone(p: Params) -> Params:
    """The same, with all that has no say in the training at its default."""
    others = ("depth", "width", "nets", "batch")
    return _with_defaults(p, TIME, names=others)


def _time_alone(p: Params) -> Params:
    """The same, with all that has no say in the recurrent network at its default."""
    return _with_defaults(p, TRAINING, names=("depth", "body", "batch"))


def _with_defaults(p: Params, *groups: str, names: tuple[str, ...] = ()) -> Params:
    plain = [name for name, control in controls_of(p).items() if control.group in groups]
    return replace(p, **{name: getattr(Params, name) for name in (*plain, *names)})


@remembered
def _digits(table: Table) -> tuple[Floats, Floats]:
    """Each pixel standardised over all digits, those that never differ 0; and the classes, one-hot."""
    X = np.asarray(table["X"], float)
    spread = X.std(axis=0)
    return (X - X.mean(axis=0)) / np.where(spread > 0, spread, 1.0), np.eye(CLASSES)[table["y"]]


def _batch(table: Table, p: Params) -> tuple[Floats, Floats]:
    X, y = _digits(table)
    rows = np.random.default_rng(p.seed).permutation(len(X))[: p.batch]
    return X[rows], y[rows]


def _input_size(table: Table, p: Params) -> float:
    """The root mean square of the batch's pixels."""
    return float(np.sqrt(np.square(_batch(table, p)[0]).mean()))


@lru_cache(maxsize=2)
def _weights(
    start: str, pixels: int, width: int, depth: int, seed: int, nets: int
) -> tuple[list[Floats], Floats]:
    """The layers of so many networks with gain 1, (nets, fan in, N) each, and their read-outs.

    Each network is drawn for itself, the read-out always normal.
    """
    layers, reads = [], []
    for net in range(nets):
        rng = np.random.default_rng([seed, net])
        draw = STARTS[start]
        layers.append([draw(rng, (pixels, width)), *draw(rng, (depth - 1, width, width))])
        reads.append(fan_in_normal(rng, (width, CLASSES)))
    return [np.stack(each) for each in zip(*layers, strict=True)], np.stack(reads)


def _looked(table: Table, p: Params) -> tuple[Sizes, Stack]:
    """Sizes (L, nets) at the gain asked for, and what flowed through all the networks."""
    X, y = _batch(table, p)
    layers, read = _weights(p.start, X.shape[1], p.width, p.depth, p.seed, p.nets)
    return stack_sizes(X, y, layers, read, p.activation, p.body, p.gain)


@remembered
def _swept(table: Table, p: Params) -> Sweep:
    X, y = _batch(table, p)
    layers, read = _weights(p.start, X.shape[1], p.width, p.depth, p.seed, p.nets)
    gain, kind = SWEPT[:, None, None], (p.activation, p.body)
    left = []
    for net in range(p.nets):
        own = [W[net] for W in layers]
        passed = stack_forward(X[None], own, *kind, gain)
        delta = stack_deltas(passed, y, own, read[net], *kind, gain)
        ends = sizes_in(passed, delta, (0, p.depth - 1))
        left.append((_over(*ends.delta), _over(*ends.signal[::-1]), _over(*ends.weight)))
    return Sweep(*(np.stack(each, axis=1) for each in zip(*left, strict=True)))


def _balance(sweep: Sweep) -> float:
    """Where the middle of delta's ratio last rises through 1, between the gains swept; nan if nowhere."""
    with np.errstate(divide="ignore"):
        logs = np.log(np.median(sweep.delta, axis=1))
    up = np.flatnonzero((logs[:-1] < 0) & (logs[1:] >= 0) & np.isfinite(logs[:-1]))
    if up.size == 0:
        return math.nan
    i = up[-1]
    share = -logs[i] / (logs[i + 1] - logs[i])
    return float(math.exp(np.log(SWEPT[i]) + share * np.log(SWEPT[i + 1] / SWEPT[i])))


def _shapes(passed: Stack, p: Params) -> Shapes:
    layers = np.arange(p.depth, 0, -math.ceil(p.depth / MOST_SHAPES))[::-1]
    ends, counts = [], []
    for layer in layers:
        a = passed.signal[layer].ravel()
        low, high = _ends(p, a)
        ends.append((low, high))
        counts.append(np.histogram(a, BINS, (low, high))[0])
    z = [passed.z[i].ravel() for i in (0, -1)]
    inside = [np.histogram(np.clip(each, Z[0], Z[-1]), Z_BINS)[0] / each.size for each in z]
    return Shapes(layers, np.array(ends), np.array(counts, float), np.array(inside))


def _ends(p: Params, a: Floats) -> tuple[float, float]:
    """Of what has an end that end; else three root mean squares either way, 1 if all are 0."""
    if "skip" not in p.body and p.activation in ("sigmoid", "tanh"):
        return (0.0, 1.0) if p.activation == "sigmoid" else (-1.0, 1.0)
    reach = 3 * float(np.sqrt(np.square(a).mean())) or 1.0
    return (0.0 if p.activation == "relu" and "skip" not in p.body else -reach), reach


@lru_cache(maxsize=64)  # every stop of the axis: it depends on nothing else
def _by_depth(gain: float) -> Floats:
    """First over last, by depth, of inputs with variance 1.

    A stack of l layers multiplies delta by what its first l - 1 do.
    """
    rows = []
    for activation in ACTIVATION:
        factors = mean_field(activation, gain, 1.0, DEEPEST).factor
        rows.append(np.cumprod(np.concatenate([[1.0], factors[:-1]])))
    return np.array(rows)


def _over(a: Any, b: Any) -> Floats:
    """a / b; nan where b is 0."""
    ratio: Floats = np.divide(a, b, out=np.full(np.shape(a), np.nan), where=np.asarray(b) > 0)
    return ratio


# --- training, and time --------------------------------------------------------------------------


@remembered
def _trained(table: Table, p: Params, depth: int) -> Training:
    """A network on ROWS digits, all pixels standardised by one mean and one standard deviation."""
    every = np.asarray(table["X"], float)
    rng = np.random.default_rng([p.seed, ROWS])
    rows = rng.permutation(len(every))[:ROWS]
    X, y = (every[rows] - every.mean()) / every.std(), np.eye(CLASSES)[table["y"][rows]]
    draw, N = STARTS[p.start], TRAINED_WIDTH
    layers = [draw(rng, (X.shape[1], N)), *draw(rng, (depth - 1, N, N))]
    weights = [p.gain * W for W in (*layers, fan_in_normal(rng, (N, CLASSES)))]
    batches = epoch_batches(rng, ROWS, BATCH, p.updates)
    clip = None if p.clip == "none" else partial(CLIPS[p.clip], most=p.most)
    return train_stack(weights, X, y, p.activation, p.body, RULES[p.rule], p.rate, batches, clip)


@lru_cache(maxsize=8)
def _recurrent(p: Params) -> tuple[Floats, Floats, Floats]:
    """W (nets, N, N) with gain 1, inputs (steps + 1, nets, N), and the Jacobians' sizes without phi."""
    rng = np.random.default_rng([p.seed, p.steps])
    W = STARTS[p.start](rng, (p.nets, p.width, p.width))
    inputs = p.input * rng.standard_normal((p.steps + 1, p.nets, p.width))
    return W, inputs, jacobian_sizes(W, inputs, "identity")


@lru_cache(maxsize=64)  # every stop of the axis
def _memory(p: Params) -> tuple[Floats, Floats]:
    W, inputs, linear = _recurrent(replace(p, gain=Params.gain, activation=Params.activation))
    back = np.arange(p.steps + 1)[:, None]
    return jacobian_sizes(p.gain * W, inputs, p.activation), linear * p.gain**back
