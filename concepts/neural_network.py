"""A small neural network: forward, backward, and how its bends come to lie as it is trained."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from concepts.controls import check, one_of, ranged, seeded
from methods.geometry.clipping import line_within
from methods.networks.activations import ACTIVATIONS, slope
from methods.networks.gradient_check import (
    central_differences,
    forward_differences,
    relative_error,
)
from methods.networks.initialization import HE, LECUN, fan_in_normal
from methods.networks.losses import LOSSES, output_delta, predicted
from methods.networks.network import (
    Layer,
    backward,
    flatten,
    forward,
    layers,
    loss_gradient,
    parameter_count,
)
from methods.networks.training import epoch_batches, train
from methods.once import once
from methods.optimization.optimizers import Rule, adam, gd, momentum
from methods.semi_supervised.drawn_classes import half_moons
from methods.tables import Table, Tables, remembered

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

DATA = {
    "xor": "XOR: four quadrants",
    "circles": "A disc in a ring",
    "moons": "Half-moons",
    "spiral": "Two spirals",
    "iris": "Iris, versicolor or not (real)",
    "penguins": "Penguins, three species (real)",
}
DRAWN, NOISY = ("xor", "circles", "moons", "spiral"), ("circles", "moons", "spiral")
CLASSES = {
    "iris": ("another iris", "versicolor"),
    "penguins": ("Adelie", "Chinstrap", "Gentoo"),
}
FEATURES = {
    "iris": ("petal_length_cm", "petal_width_cm"),
    "penguins": ("bill_length_mm", "bill_depth_mm"),
}
KINDS = {
    "relu": "ReLU",
    "sigmoid": "Sigmoid",
    "tanh": "tanh",
    "leaky": "Leaky ReLU",
    "gelu": "GELU",
    "identity": "Identity (none)",
}
STARTS = {"random": "Random", "equal": "All equal", "zero": "All zero"}
BATCHES = {"all": "All rows", "50": "50 rows", "10": "10 rows", "1": "1 row"}
RULES: dict[str, Rule] = {
    "gd": gd,
    "momentum": partial(momentum, beta=0.9),
    "adam": partial(adam, beta1=0.9, beta2=0.999),
}
WEIGHTS = {"x1": "From the first input", "x2": "From the second input", "out": "To the next layer"}
PLACES = 60  # of the axis, beside the start
MOST_UNITS, IN_TWO = 16, 8  # of a layer, and of each of two
EQUAL = 0.5  # every weight, where all are equal
FRESH = 1000
LINE_UPDATES = 300  # of logistic regression, from all zero
IRISES, PENGUINS = 34, 200  # to learn from: of each species, and in all
GRID, TILE = 41, 17  # places a side of the plane, and of a unit's own picture
MANY = 0.9  # of the rows: the place on the axis where so many are first right
SAME = 1e-9  # weights that differ by less are equal
CHECKED, CHECK_ROWS = 10, 60  # parameters and rows that the gradient check takes
BOUNDED = ("sigmoid", "tanh")
SPACE_ENDS = np.array([[-1.1, 1.1], [-1.1, 1.1]])  # of the plane of two activations
HUGE = 1e150  # its square can still be said
STEPS = 10.0 ** np.arange(-13, 0)
SWEEP = np.linspace(-4, 4, 161)  # where activations are drawn
MODEL, TRAINING, SHOWN = "Network", "Training", "Shown"


def said_of(place: int, params: "Params") -> str:
    """What a stop of the axis is called: "240 updates"."""
    done = update_at(place, params)
    return f"{done:,} update{'' if done == 1 else 's'}"


def update_at(place: int, params: "Params") -> int:
    """How many updates are done at a place of the axis."""
    return round(place * params.updates / PLACES)


@dataclass(frozen=True)
class Params:
    """Which rows, which network, how it is trained, and what of it is looked at."""

    data: str = one_of(
        "xor", DATA, "Data", main=True,
        help="Rows with two inputs. The fresh rows are others, drawn or held out.",
    )  # fmt: skip
    step: int = ranged(
        PLACES, 0, PLACES, "Update", names=said_of,
        help="How far the training has come. It goes back as well as on.",
    )  # fmt: skip
    depth: int = ranged(
        1, 0, 2, "Hidden layers", group=MODEL, main=True,
        help="Without one the network is logistic regression.",
    )  # fmt: skip
    units: int = ranged(
        8, 1, MOST_UNITS, "Units in a hidden layer", group=MODEL, when=("depth", (1, 2)), main=True,
        help="Each bends the plane once. Two hidden layers have at most 8 each.",
    )  # fmt: skip
    activation: str = one_of(
        "tanh", KINDS, "Activation", group=MODEL, when=("depth", (1, 2)), main=True,
        help="What a unit makes of its sum. Without one all layers together are one matrix.",
    )  # fmt: skip
    start: str = one_of(
        "random", STARTS, "Initialisation", group=MODEL,
        help="The weights before the first update: drawn, each 0.5, or each 0. Biases are 0.",
    )  # fmt: skip
    scale: float = ranged(
        1.0, 0.01, 20.0, "Initial weight scale", scale="log", group=MODEL, when=("start", ("random",)),
        help="Times the usual standard deviation: 1/√fan-in, or √2 of it for ReLU and its like.",
    )  # fmt: skip
    rate: float = ranged(
        1.0, 0.003, 100.0, "Learning rate", scale="log", group=TRAINING,
        help="How far an update goes along the gradient.",
    )  # fmt: skip
    updates: int = ranged(
        600, 60, 1500, "Updates in all", step=60, group=TRAINING,
        help="How long the training is.",
    )  # fmt: skip
    batch: str = one_of(
        "all", BATCHES, "Batch size", group=TRAINING,
        help="The rows that one update takes its gradient from. Every epoch has them in a new order.",
    )  # fmt: skip
    rule: str = one_of(
        "gd", {"gd": "Gradient descent", "momentum": "Momentum, 0.9", "adam": "Adam"}, "Optimizer",
        group=TRAINING, help="What an update makes of the gradient. Adam wants a smaller rate.",
    )  # fmt: skip
    n: int = ranged(
        100, 40, 300, "Training rows n", step=20, group=TRAINING, when=("data", DRAWN),
        help="Drawn anew for each seed.",
    )  # fmt: skip
    noise: float = ranged(
        0.1, 0.0, 0.4, "Noise, standard deviation", step=0.01, group=TRAINING, when=("data", NOISY),
        help="Standard deviation of what is added to both inputs.",
    )  # fmt: skip
    example: int = ranged(
        1, 1, 40, "Ringed row", group=SHOWN,
        help="Whose numbers stand in the network. The first has a row of another class nearest to it.",
    )  # fmt: skip
    unit: int = ranged(
        2, 1, MOST_UNITS, "Unit looked at", group=SHOWN, when=("depth", (1, 2)),
        help="Of the first hidden layer. Its bend is heavy, and its weight is taken apart below.",
    )  # fmt: skip
    weight: str = one_of(
        "x1", WEIGHTS, "Weight looked at", group=SHOWN, when=("depth", (1, 2)),
        help="Whose chain rule is written out. Or press a line in the network.",
    )  # fmt: skip
    onto: int = ranged(
        1, 1, IN_TWO, "Unit it goes to", group=SHOWN, when=("weight", ("out",)),
        help="Of the next layer, where the weight looked at ends.",
    )  # fmt: skip
    seed: int = seeded(0, group=TRAINING)

    def __post_init__(self) -> None:
        check(self)


AXIS = "step"
PRESETS = {
    "start": Params(data="iris", units=3),
    "xor": Params(),
    "no_activation": Params(depth=2, activation="identity", rule="adam", rate=0.05, updates=300),
    "all_equal": Params(data="circles", noise=0.08, start="equal"),
    "bends": Params(data="circles", noise=0.08, units=2),
    "dead": Params(data="moons", noise=0.15, units=16, activation="relu", rate=10.0, updates=300),
    "small_batches": Params(data="moons", noise=0.15, rate=0.3, batch="10"),
    "penguins": Params(data="penguins", rate=0.5),
}


@dataclass(frozen=True, eq=False)
class Rows:
    """Inputs and classes, as the network gets them.

    Attributes
    ----------
    X, label : (n, 2) and (n,) To learn from. X is centred on its means; real measurements are divided
        by their standard deviations, too. fresh, fresh_label : (m, 2), (m,) Others, treated alike.
    k : Units of the output: 1 for two classes, else one a class.
    centre, unit : (2,) What was taken off each input, and what it was divided by.
    order : (n,) The rows to learn from by how near a row of another class lies, the nearest first.
    """

    X: Floats
    label: Ints
    fresh: Floats
    fresh_label: Ints
    k: int
    centre: Floats
    unit: Floats
    order: Ints

    @property
    def y(self) -> Floats:
        """(n, k) The classes as targets of the output."""
        return _targets(self.label, self.k)


@dataclass(frozen=True, eq=False)
class Curves:
    """The training at each place of the axis, (61,); nan from where the weights have overflowed.

    Attributes
    ----------
    loss, fresh_loss : Mean loss of the rows, and of fresh ones. Infinite where it is too large to say.
    right, fresh : Shares on the right side.
    gradient : Norm of the gradient of the mean loss over all rows; infinite where it is too large to say.
    epochs : How often each row has been used.
    rival : Share of fresh rows right after as many epochs with all rows a batch; nan if all are.
    rival_last : The same after as many updates; nan.
    reach : The largest weight, with any sign, from the start to the end.
    straight : Share of fresh rows right by logistic regression: the same output without a hidden layer,
        after 300 updates at rate 1.
    """

    loss: Floats
    fresh_loss: Floats
    right: Floats
    fresh: Floats
    gradient: Floats
    epochs: Floats
    rival: Floats
    rival_last: float
    reach: float
    straight: float


@dataclass(frozen=True, eq=False)
class Training:
    """What is kept of one training: its rows, its curves, and theta (61, P) at each place.

    `pair` are the two units of the last hidden layer whose part in the output varies most over the rows
    at the end; the same twice where there is one, none without a hidden layer.
    """

    rows: Rows
    curves: Curves
    theta: Floats
    pair: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Chain:
    """The derivative of the ringed row's loss by one weight, as its factors; nan where overflowed.

    Attributes
    ----------
    layer, source, target : The weight is that from unit `source` of a layer to `target` of the next, all
        counted from 0; layer 0 are the inputs.
    signal : What comes through it, x or a. slope : Of the activation at the target; 1 at the output.
    onward, behind : Of the target, its weights into the next layer and the deltas there, (k,); empty at
        the output, whose delta is p - y.
    back : Their sum of products, or p - y. delta : slope times back.
    w, mean : The weight, and the derivative of the mean loss over all rows.
    """

    layer: int
    source: int
    target: int
    signal: float
    slope: float
    onward: Floats
    behind: Floats
    back: float
    delta: float
    w: float
    mean: float


@dataclass(frozen=True, eq=False)
class Space:
    """The rows as the output sees them, by two units of the last hidden layer.

    Attributes
    ----------
    points : (n, 2) Their activations; where these have no bounds as shares of the unit's largest. What
        there is no unit for is 0.
    split : (2, 2) Ends of the line where the output is 1/2, other units held at their means; nan where
        it does not cross, or there are more than two classes.
    right : Share of the rows on the right side of that line; nan with more than two classes.
    """

    points: Floats
    split: Floats
    right: float


@dataclass(frozen=True, eq=False)
class Result:
    """All that is shown for `params`; nan where the weights have overflowed.

    Attributes
    ----------
    sizes : Units of each layer, the inputs first. rows, curves : See there.
    theta, gradient : (P,) The parameters now, and the gradient of the mean loss over all rows.
    signal : Of the ringed row, what goes into each layer: x, then activations.
    z, delta : Of the ringed row, the sums in each layer, the output last, and the loss's derivative by
        them.
    chance : (k,) What the output says of the ringed row. loss : Its loss.
    chain : One weight's derivative.
    surface : (k, 41, 41) What the output says over the plane, rows of the second input, both rising.
    pictures : Of each hidden layer, (units, 17, 17): each unit's activation over the plane.
    bends : (units, 2, 2) Ends of the line where the sum of each unit of the first layer is 0; nan where
        it does not cross the plane, or nothing is bent.
    distinct, dead : Hidden units that differ; those that are off for every row (ReLU alone).
    pair : As in Training.
    """

    params: Params
    sizes: tuple[int, ...]
    rows: Rows
    curves: Curves
    theta: Floats
    gradient: Floats
    signal: list[Floats]
    z: list[Floats]
    delta: list[Floats]
    chance: Floats
    loss: float
    chain: Chain
    surface: NDArray[np.float32]
    pictures: list[NDArray[np.float32]]
    bends: Floats
    distinct: int
    dead: int
    pair: tuple[int, ...]

    @property
    def ringed(self) -> int:
        """Which row is ringed."""
        return int(self.rows.order[self.params.example - 1])

    @property
    def broken(self) -> bool:
        """Whether the weights have overflowed."""
        return not bool(np.isfinite(self.theta).all())

    @property
    def parts(self) -> list[Layer]:
        """Weights and biases of each layer."""
        return layers(self.theta, self.sizes)

    @property
    def names(self) -> tuple[str, ...]:
        """What the classes are called."""
        return CLASSES.get(self.params.data, ("class 0", "class 1"))

    @property
    def batched(self) -> bool:
        """Whether an update takes its gradient from fewer rows than there are."""
        return bool(self.curves.epochs[-1] != self.params.updates)

    @property
    def width(self) -> int:
        """Units of each hidden layer; 0 without one."""
        return self.sizes[1] if self.params.depth else 0

    @once
    def many_right(self) -> int:
        """The first place at which so many of the rows are right; -1 if there is none."""
        there = np.flatnonzero(self.curves.right >= MANY)
        return int(there[0]) if there.size else -1

    @once
    def matrix(self) -> Layer:
        """Without an activation: all weights multiplied, (2, k), and the bias that is left, (k,)."""
        (W, b), *rest = self.parts
        for V, c in rest:
            W, b = W @ V, b @ V + c
        return W, b

    @once
    def space(self) -> Space:
        """The rows by the activations of `pair`."""
        rows, p, none = self.rows, self.params, np.full((2, 2), np.nan)
        if not self.pair or self.broken:
            return Space(np.full((len(rows.X), 2), np.nan), none, math.nan)
        with np.errstate(over="ignore", invalid="ignore"):
            a = forward(rows.X, self.parts, p.activation).signal[-1]
        V, c = self.parts[-1]
        two = list(dict.fromkeys(self.pair))
        unit = np.ones(len(two)) if p.activation in BOUNDED else np.abs(a[:, two]).max(axis=0)
        unit = np.where(unit > 0, unit, 1.0)
        points = np.zeros((len(a), 2))
        points[:, : len(two)] = a[:, two] / unit
        if rows.k > 1 or not np.isfinite(points).all():
            return Space(points, none, math.nan)
        w = np.zeros(2)
        w[: len(two)] = V[two, 0] * unit
        others = np.delete(np.arange(len(V)), two)
        offset = float(c[0] + a[:, others].mean(axis=0) @ V[others, 0])
        right = float(((points @ w + offset > 0) == rows.label).mean())
        return Space(points, line_within(w, offset, *SPACE_ENDS.T), right)

    @once
    def checked(self) -> tuple[Floats, Floats]:
        """Relative error of gradients by central and by forward differences, for each of STEPS, (13,).

        Of at most 10 parameters, on the first 60 rows; nan where backpropagation finds all of them 0,
        or one too large to square.
        """
        rows, sizes, p = self.rows, self.sizes, self.params
        X, y = rows.X[:CHECK_ROWS], rows.y[:CHECK_ROWS]
        which = np.unique(np.linspace(0, len(self.theta) - 1, CHECKED).astype(np.intp))
        none = np.full(len(STEPS), np.nan)

        def loss(theta: Floats) -> Floats:
            return np.asarray(_losses(theta, X, y, p, sizes).mean(axis=-1))

        with np.errstate(over="ignore", invalid="ignore"):
            exact = _gradient(self.theta, X, y, p, sizes)[which]
            if not np.abs(exact).max() < HUGE or not exact.any():
                return none, none
            found = [
                [relative_error(exact, by(loss, self.theta, float(step), which)) for step in STEPS]
                for by in (central_differences, forward_differences)
            ]
        return np.array(found[0]), np.array(found[1])


def compute(params: Params, tables: Tables) -> Result:
    """The network after so many updates, and what of it is looked at."""
    trained = train_of(params, tables)
    p, rows, sizes = params, trained.rows, sizes_of(params)
    theta = trained.theta[p.step].copy()
    parts = layers(theta, sizes)
    with np.errstate(over="ignore", invalid="ignore"):
        ringed = rows.order[p.example - 1]
        one, target = rows.X[ringed][None], rows.y[ringed][None]
        passed = forward(one, parts, p.activation)
        delta = backward(
            passed, parts, p.activation, output_delta(loss_of(rows.k), passed.output, target)
        )
        gradient = _gradient(theta, rows.X, rows.y, p, sizes)
        chain = _chain(p, sizes, parts, passed.signal, passed.z, delta, gradient)
        surface = _surface(rows, parts, p)
        pictures, bends = _pictures(rows, parts, p), _bends(rows, parts, p)
        loss = float(LOSSES[loss_of(rows.k)](passed.output, target)[0])
        dead = _dead(rows, parts, p)
    return Result(
        params=p,
        sizes=sizes,
        rows=rows,
        curves=trained.curves,
        theta=theta,
        gradient=gradient,
        signal=[each[0] for each in passed.signal],
        z=[each[0] for each in passed.z],
        delta=[each[0] for each in delta],
        chance=predicted(loss_of(rows.k), passed.output)[0],
        loss=loss,
        chain=chain,
        surface=surface,
        pictures=pictures,
        bends=bends,
        distinct=sum(_distinct(parts[i]) for i in range(p.depth)),
        dead=dead,
        pair=trained.pair,
    )


def sizes_of(params: Params) -> tuple[int, ...]:
    """Units of each layer, the inputs first and the output last."""
    hidden = min(params.units, IN_TWO) if params.depth == 2 else params.units
    return (
        2,
        *[hidden] * params.depth,
        len(CLASSES["penguins"]) if params.data == "penguins" else 1,
    )


def loss_of(k: int) -> str:
    """The loss for `k` units of the output."""
    return "binary_cross_entropy" if k == 1 else "cross_entropy"


def ends_of(rows: Rows) -> Floats:
    """(2, 2) From where to where the plane is drawn along each input."""
    low, high = rows.X.min(axis=0), rows.X.max(axis=0)
    air = 0.08 * (high - low)
    return np.column_stack([low - air, high + air])


# --- training ----------------------------------------------------------------------------------


def train_of(params: Params, tables: Tables) -> Training:
    """The training that a network's pictures are of, which the axis and what is looked at leave alone."""
    plain = replace(params, step=0, example=1, unit=2, weight="x1")
    if params.data in FEATURES:
        return _on_measured(tables[params.data], plain)
    return _on_drawn(plain)


@lru_cache(maxsize=8)
def _on_drawn(params: Params) -> Training:
    return _trained(params, _drawn(params))


@remembered
def _on_measured(table: Table, params: Params) -> Training:
    return _trained(params, _measured(table, params))


@np.errstate(over="ignore", invalid="ignore")  # what overflows is told, not hidden
def _trained(params: Params, rows: Rows) -> Training:
    p, sizes, n = params, sizes_of(params), len(rows.X)
    start = _start(p, sizes)
    size = n if p.batch == "all" else min(int(p.batch), n)
    done = [update_at(place, p) for place in range(PLACES + 1)]
    theta = train(start, _batch_gradient(p, rows, sizes, size), RULES[p.rule], p.rate, done)
    theta[~np.isfinite(theta).all(axis=1)] = np.nan
    rival, last = np.full(PLACES + 1, np.nan), math.nan
    if size < n:
        # what all rows at once reach in as many epochs, and in as many updates
        epochs = [place * p.updates * size // (n * PLACES) for place in range(PLACES + 1)]
        full = train(
            start, _batch_gradient(p, rows, sizes, n), RULES[p.rule], p.rate, [*epochs, p.updates]
        )
        right = _right(full, rows.fresh, rows.fresh_label, p, sizes)
        rival, last = right[:-1], float(right[-1])
    losses = [
        _losses(theta, X, _targets(label, rows.k), p, sizes).mean(axis=-1)
        for X, label in ((rows.X, rows.label), (rows.fresh, rows.fresh_label))
    ]
    curves = Curves(
        loss=losses[0],
        fresh_loss=losses[1],
        right=_right(theta, rows.X, rows.label, p, sizes),
        fresh=_right(theta, rows.fresh, rows.fresh_label, p, sizes),
        gradient=np.linalg.norm(_gradient(theta, rows.X, rows.y, p, sizes), axis=-1),
        epochs=np.array(done) * size / n,
        rival=rival,
        rival_last=last,
        reach=_reach(theta, sizes),
        straight=_straight(p, rows),
    )
    return Training(rows, curves, theta, _pair(theta[-1], rows, p, sizes))


def _pair(theta: Floats, rows: Rows, params: Params, sizes: tuple[int, ...]) -> tuple[int, ...]:
    if not params.depth:
        return ()
    parts = layers(theta, sizes)
    a = forward(rows.X, parts, params.activation).signal[-1]
    part = np.nan_to_num(a.std(axis=0) * np.abs(parts[-1][0]).max(axis=1))
    most = np.sort(np.argsort(-part, kind="stable")[:2])
    return int(most[0]), int(most[-1])


def _batch_gradient(
    params: Params, rows: Rows, sizes: tuple[int, ...], size: int
) -> Callable[[Floats, int], Floats]:
    """The gradient that an update is given: of all rows, or of the next batch."""
    X, y, loss = rows.X, rows.y, loss_of(rows.k)
    if size == len(X):
        return lambda theta, i: loss_gradient(theta, X, y, sizes, params.activation, loss)
    some = epoch_batches(np.random.default_rng([params.seed, 4]), len(X), size, params.updates)
    return lambda theta, i: loss_gradient(
        theta, X[some[i]], y[some[i]], sizes, params.activation, loss
    )


def _start(params: Params, sizes: tuple[int, ...]) -> Floats:
    p = params
    if p.start == "zero":
        return np.zeros(parameter_count(sizes))
    shapes = list(pairwise(sizes))
    if p.start == "equal":
        return flatten([(np.full(shape, EQUAL), np.zeros(shape[1])) for shape in shapes])
    rng = np.random.default_rng([p.seed, 3])
    gain = p.scale * (HE if p.activation in ("relu", "leaky", "gelu") else LECUN)
    return flatten([(fan_in_normal(rng, shape, gain), np.zeros(shape[1])) for shape in shapes])


def _straight(params: Params, rows: Rows) -> float:
    sizes, y, loss = (2, rows.k), rows.y, loss_of(rows.k)

    def gradient(theta: Floats, _: int) -> Floats:
        return loss_gradient(theta, rows.X, y, sizes, "identity", loss)

    theta = train(np.zeros(parameter_count(sizes)), gradient, gd, 1.0, [LINE_UPDATES])
    return float(_right(theta, rows.fresh, rows.fresh_label, params, sizes)[0])


def _reach(theta: Floats, sizes: tuple[int, ...]) -> float:
    known = theta[np.isfinite(theta).all(axis=1)]
    return float(max(np.abs(W).max() for W, _ in layers(known, sizes)))


def _losses(theta: Floats, X: Floats, y: Floats, params: Params, sizes: tuple[int, ...]) -> Floats:
    """(..., n) Each row's loss."""
    output = forward(X, layers(theta, sizes), params.activation).output
    return LOSSES[loss_of(sizes[-1])](output, y)


def _gradient(
    theta: Floats, X: Floats, y: Floats, params: Params, sizes: tuple[int, ...]
) -> Floats:
    return loss_gradient(theta, X, y, sizes, params.activation, loss_of(sizes[-1]))


def _right(theta: Floats, X: Floats, label: Ints, params: Params, sizes: tuple[int, ...]) -> Floats:
    """(...) The share of rows on the right side; a logit of exactly 0 says class 0."""
    output = forward(X, layers(theta, sizes), params.activation).output
    says = output.argmax(axis=-1) if sizes[-1] > 1 else output[..., 0] > 0
    right = np.asarray((says == label).mean(axis=-1))
    return np.where(np.isfinite(theta).all(axis=-1), right, np.nan)


def _targets(label: Ints, k: int) -> Floats:
    return np.asarray(np.eye(k)[label] if k > 1 else label[:, None], float)


# --- what is looked at -------------------------------------------------------------------------


def _chain(
    params: Params,
    sizes: tuple[int, ...],
    parts: list[Layer],
    signal: list[Floats],
    z: list[Floats],
    delta: list[Floats],
    gradient: Floats,
) -> Chain:
    p = params
    unit = min(p.unit, sizes[1]) - 1 if p.depth else 0
    if p.weight == "out" and p.depth:
        layer, source, target = 1, unit, min(p.onto, sizes[2]) - 1
    else:
        layer, source, target = 0, 0 if p.weight == "x1" else 1, unit
    W = parts[layer][0]
    if layer < len(parts) - 1:
        onward, behind = parts[layer + 1][0][target].copy(), delta[layer + 1][0].copy()
        bend = slope(p.activation, z[layer][0], signal[layer + 1][0])[target]
        back = float(onward @ behind)
    else:
        onward, behind, bend = np.empty(0), np.empty(0), 1.0
        back = float(delta[layer][0, target])
    return Chain(
        layer=layer,
        source=source,
        target=target,
        signal=float(signal[layer][0, source]),
        slope=float(bend),
        onward=onward,
        behind=behind,
        back=back,
        delta=float(delta[layer][0, target]),
        w=float(W[source, target]),
        mean=float(layers(gradient, sizes)[layer][0][source, target]),
    )


def _plane(rows: Rows, side: int) -> Floats:
    """(side * side, 2) Places in rows of the second input, both rising."""
    x, y = (np.linspace(low, high, side) for low, high in ends_of(rows))
    across, up = np.meshgrid(x, y)
    return np.column_stack([across.ravel(), up.ravel()])


def _surface(rows: Rows, parts: list[Layer], params: Params) -> NDArray[np.float32]:
    output = forward(_plane(rows, GRID), parts, params.activation).output
    says = predicted(loss_of(rows.k), output)
    return says.T.reshape(-1, GRID, GRID).astype(np.float32)


def _pictures(rows: Rows, parts: list[Layer], params: Params) -> list[NDArray[np.float32]]:
    passed = forward(_plane(rows, TILE), parts, params.activation)
    return [a.T.reshape(-1, TILE, TILE).astype(np.float32) for a in passed.signal[1:]]


def _bends(rows: Rows, parts: list[Layer], params: Params) -> Floats:
    """(units, 2, 2) Where w·x + b = 0 enters and leaves the plane."""
    W, b = parts[0]
    bends = np.full((W.shape[1] if params.depth else 0, 2, 2), np.nan)
    if not params.depth or params.activation == "identity":
        return bends
    for j in range(len(bends)):
        bends[j] = line_within(W[:, j], float(b[j]), *ends_of(rows).T)
    return bends


def _distinct(part: Layer) -> int:
    """How many units of a layer differ in a weight or the bias."""
    units = np.column_stack([part[0].T, part[1]])
    apart = np.abs(units[:, None] - units[None]).max(axis=2) > SAME
    return int((np.tril(~apart, -1).sum(axis=1) == 0).sum())


def _dead(rows: Rows, parts: list[Layer], params: Params) -> int:
    """How many hidden units are off for every row."""
    if params.activation != "relu":
        return 0
    passed = forward(rows.X, parts, params.activation)
    return int(sum((z <= 0).all(axis=0).sum() for z in passed.z[:-1]))


def curves_of(kind: str) -> tuple[Floats, Floats]:
    """(161,), (161,) An activation over SWEEP, and its slope."""
    a = ACTIVATIONS[kind](SWEEP)
    return a, slope(kind, SWEEP, a)


# --- rows --------------------------------------------------------------------------------------


def _drawn(params: Params) -> Rows:
    rngs = [np.random.default_rng([params.seed, stream]) for stream in (1, 2)]
    (X, label), (fresh, fresh_label) = (
        _points(params, n, rng) for n, rng in zip((params.n, FRESH), rngs, strict=True)
    )
    centre = X.mean(axis=0)
    X = X - centre
    order = _nearest_first(X, label)
    return Rows(X, label, fresh - centre, fresh_label, 1, centre, np.ones(2), order)


def _nearest_first(X: Floats, label: Ints) -> Ints:
    """(n,) Rows by their distance from the nearest one of another class."""
    apart = np.square(X[:, None] - X[None]).sum(axis=2)
    apart[label[:, None] == label] = np.inf
    return np.argsort(apart.min(axis=1), kind="stable")


def _points(params: Params, n: int, rng: np.random.Generator) -> tuple[Floats, Ints]:
    """n rows in a random order, half of them of each class."""
    order = rng.permutation(n)
    if params.data == "moons":
        X, label = half_moons(n, params.noise, rng)
        return X[order], label.astype(np.int64)[order]
    label = np.arange(n) % 2
    if params.data == "xor":
        quadrant = np.arange(n) % 4
        sides = rng.uniform(0.15, 1.0, (n, 2))
        signs = np.column_stack([1 - 2 * (quadrant // 2), 1 - 2 * (quadrant % 2)])
        return (sides * signs)[order], (signs.prod(axis=1) < 0).astype(np.int64)[order]
    if params.data == "circles":
        radius, angle = np.where(label == 1, 0.4, 1.0), rng.uniform(0, 2 * np.pi, n)
    else:
        radius = rng.uniform(0.05, 1.0, n)
        angle = np.pi * (2.6 * radius + label)  # 1.3 turns
    X = radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    return (X + params.noise * rng.standard_normal((n, 2)))[order], label[order]


def _measured(table: Table, params: Params) -> Rows:
    columns = FEATURES[params.data]
    X = np.column_stack([table[name] for name in columns])
    known = np.flatnonzero(~np.isnan(X).any(axis=1))
    species = np.unique(table["species"], return_inverse=True)[1].astype(np.int64)
    rng = np.random.default_rng([params.seed, 1])
    order = rng.permutation(known)
    if params.data == "iris":
        learned = np.zeros(len(species), bool)
        for kind in range(3):
            learned[order[species[order] == kind][:IRISES]] = True
        own, other = order[learned[order]], order[~learned[order]]
        label = (species == 1).astype(np.int64)
    else:
        own, other, label = order[:PENGUINS], order[PENGUINS:], species
    centre, unit = X[own].mean(axis=0), X[own].std(axis=0)
    learned_from, k = (X[own] - centre) / unit, 1 if params.data == "iris" else 3
    return Rows(
        learned_from, label[own], (X[other] - centre) / unit, label[other], k, centre, unit,
        _nearest_first(learned_from, label[own]),
    )  # fmt: skip
