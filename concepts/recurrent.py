"""One unit that has to remember: gates set by hand, what is left of the first step, random networks."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit

from concepts.controls import check, one_of, ranged, seeded
from methods.attention.costs import attention_flops, recurrent_flops
from methods.networks.gated_recurrent import (
    Gates,
    draw_gates,
    gru,
    gru_jacobians,
    half_life,
    lstm,
    lstm_jacobians,
    recurrent_weights,
)
from methods.networks.recurrent import echo_states, scaled_to_radius, state_jacobians
from methods.tables import Table, Tables, remembered

Floats = NDArray[np.float64]

TASK = {"bit": "Keep a bit", "count": "Count the marks"}
CELL = {"plain": "Simple (Elman)", "lstm": "LSTM", "gru": "GRU"}
ACTIVATION = {"tanh": "tanh", "identity": "Identity (none)"}
GATES = {"plain": 1, "lstm": 4, "gru": 3}
STEPS = 60  # of the unit in the main figure
REACH = 50  # steps of the random network
MOST = 100  # steps over which a constant gate is drawn
STRONG = 3.0  # the candidate is tanh of so many times the input
SHARE_MARKED = 0.5  # of the steps that are to be counted
QUIET = 0.1  # deviation of what each unit of a simple network is given at each step
LENGTHS = np.geomspace(1, 1000, 61)  # of the texts that attention reads as well
RADII = np.round(np.arange(1, 16) * 0.1, 1)
UNITS, RIDGE, DROPPED, TRAINED_DAYS, WEEK = 30, 1e-3, 100, 3000, 7
EXAMPLE = 100, 128  # inputs and units of the layer whose weights are counted
LEARNED = 20  # steps of the sequences that layers are trained on
OPEN = 3  # the forget bias at which windows differ
HAND, RANDOM, CONSTANT = "Unit set by hand", "Random network", "Constant gate"


def step_name(value: int, _params: "Params") -> str:
    """What a stop of the axis is called."""
    return f"step {value}"


@dataclass(frozen=True)
class Params:
    """What the unit is to remember, how its gates are set, and what random networks are like."""

    step: int = ranged(
        30, 1, STEPS, "Time step", names=step_name,
        help="How much of the sequence has been read.",
    )  # fmt: skip
    task: str = one_of(
        "bit", TASK, "Task", group=HAND, main=True,
        help="Keep what the first, marked step says; or count how often a mark comes.",
    )  # fmt: skip
    k: float = ranged(
        8.0, 1.0, 12.0, "Sharpness of the gates", step=0.5, group=HAND, main=True,
        help="An open gate is σ(k), a shut one σ(−k).",
    )  # fmt: skip
    w: float = ranged(
        0.9, 0.5, 3.0, "Weight of the simple unit", step=0.1, group=HAND, main=True,
        help="h = tanh(w h + x): how much of its state it hands on.",
    )  # fmt: skip
    noise: float = ranged(
        1.0, 0.0, 2.0, "Noise, standard deviation", step=0.1, group=HAND, when=("task", ("bit",)),
        help="Standard deviation of the inputs that are not marked.",
    )  # fmt: skip
    cell: str = one_of(
        "plain", CELL, "Kind", group=RANDOM,
        help="Its weights are drawn and stay so. The births are foretold by a simple one.",
    )  # fmt: skip
    radius: float = ranged(
        0.9, 0.1, 1.5, "Spectral radius", step=0.1, group=RANDOM,
        help="Largest eigenvalue of a simple network's matrix, without its sign; also for the births.",
    )  # fmt: skip
    hidden: int = ranged(
        32, 2, 48, "Units", scale="log", group=RANDOM,
        help="How many units the random network has.",
    )  # fmt: skip
    activation: str = one_of(
        "tanh", ACTIVATION, "Activation of the simple network", group=RANDOM,
        when=("cell", ("plain",)), help="Without one the network is linear.",
    )  # fmt: skip
    clip: float = ranged(
        10.0, 0.1, 1000.0, "Clipped at", scale="log", group=RANDOM,
        help="A gradient with a larger norm is made this long.",
    )  # fmt: skip
    window: int = ranged(
        REACH, 1, REACH, "Truncated after", unit="steps", group=RANDOM,
        help="How many steps backpropagation goes back; further back than that no gradient goes.",
    )  # fmt: skip
    bias: float = ranged(
        0.0, -2.0, 8.0, "Forget bias", step=0.5, group=CONSTANT, main=True,
        help="Without any other input the gate keeps σ(bias). Also that of a random LSTM or GRU.",
    )  # fmt: skip
    seed: int = seeded(0)

    def __post_init__(self) -> None:
        check(self)


AXIS = "step"
PRESETS = {
    "start": Params(step=60),
    "half_open": Params(k=3.0, step=60),
    "latch": Params(w=2.0, noise=0.3, step=60),
    "count": Params(task="count", k=10.0, step=60),
    "forget": Params(bias=1.0, step=60),
    "radius": Params(radius=1.5, step=60),
    "explode": Params(cell="lstm", bias=3.0, step=60),
    "births": Params(radius=0.1, step=60),
}


@dataclass(frozen=True, eq=False)
class Unit:
    """One unit of each kind on the same sequence, its weights set by hand; all (60,).

    Attributes
    ----------
    marked : Whether the step is. inputs : What it says. wanted : What there is to be remembered.
    write, keep, show : Gates of the LSTM.
    cell, plain, gru : States.
    cell_left, plain_left, gru_left : Each state differentiated by that after step 1.
    """

    marked: NDArray[np.bool_]
    inputs: Floats
    wanted: Floats
    write: Floats
    keep: Floats
    show: Floats
    cell: Floats
    plain: Floats
    gru: Floats
    cell_left: Floats
    plain_left: Floats
    gru_left: Floats


@dataclass(frozen=True, eq=False)
class Network:
    """A random network: how its state depends on the one it began with.

    Attributes
    ----------
    norm : (51,) spectral norm of the derivative after 0, 1, ... steps.
    direct : (51,) the radius to the power of the steps; of an LSTM and a GRU the largest product of the
    keeping gates of any unit.
    """

    norm: Floats
    direct: Floats


@dataclass(frozen=True, eq=False)
class Births:
    """Births of a day foretold from all days before: root mean squared errors in standard deviations.

    Attributes
    ----------
    error : (15,) of a random network with each of RADII, its read-out trained.
    yesterday, last_week : Of saying what was then.
    """

    error: Floats
    yesterday: float
    last_week: float


@dataclass(frozen=True, eq=False)
class Trained:
    """Layers of 6 units trained to recall how a sequence began: shares of new ones told right, by seed.

    Attributes
    ----------
    biases : (B,) forget biases tried. by_bias : (2, B, 20) of an LSTM and a GRU that started so.
    windows : (K,) steps that gradients go back, of LEARNED. by_window : (2, K, 20) at a bias of OPEN.
    simple : (2, 20) of simple layers, drawn as the others and with an orthogonal matrix.
    """

    biases: Floats
    by_bias: Floats
    windows: Floats
    by_window: Floats
    simple: Floats

    def usual(self, cell: int, bias: float) -> float:
        """The median of an LSTM (0) or a GRU (1) that started with that bias, one of `biases`."""
        return float(np.median(self.by_bias[cell, self.biases == bias]))

    def cut(self, cell: int, window: float) -> float:
        """The same with a bias of OPEN, its gradients cut after so many of the steps tried."""
        return float(np.median(self.by_window[cell, self.windows == window]))


@dataclass(frozen=True, eq=False)
class Result:
    """All that is shown for `params`.

    Attributes
    ----------
    unit : The main figure's.
    keep : What a constant gate keeps. half_life : Of it, in steps.
    network : Random.
    births : Of the United States.
    trained : From the file of trained layers, the same for all params.
    weights : Of a layer of EXAMPLE inputs and units: simple, GRU, LSTM.
    """

    params: Params
    unit: Unit
    keep: float
    half_life: float
    network: Network
    births: Births
    trained: Trained
    weights: tuple[int, int, int]

    @property
    def now(self) -> int:
        """The step's place in arrays."""
        return self.params.step - 1

    @property
    def left(self) -> Floats:
        """(101,) of a state after 0, 1, ... steps with the constant gate."""
        return np.asarray(self.keep ** np.arange(MOST + 1.0))

    @property
    def clipped(self) -> Floats:
        """(51,) norms after clipping."""
        return np.minimum(self.network.norm, self.params.clip)

    @property
    def taught(self) -> Floats:
        """(51,) what is left of them after truncation: 0 beyond the window."""
        return np.where(np.arange(REACH + 1) <= self.params.window, self.clipped, 0.0)

    def work(self, n: ArrayLike) -> tuple[Floats, Floats]:
        """Operations over n steps of a simple layer, and of the scores and the mix of attention."""
        n, d = np.asarray(n, float), self.params.hidden
        return recurrent_flops(n, d), attention_flops(n, d)

    @property
    def error(self) -> float:
        """Of the births, at the radius chosen."""
        return float(self.births.error[int(np.argmin(abs(RADII - self.params.radius)))])


def compute(params: Params, tables: Tables) -> Result:
    """What a unit remembers, and what random networks do to their states.

    `tables["us_births_daily"]` and `tables["recurrent_runs"]` are read.
    """
    p = params
    keep = float(expit(p.bias))
    return Result(
        params=p,
        unit=_unit(p.task, p.k, p.w, p.noise, p.seed),
        keep=keep,
        half_life=half_life(keep),
        network=_network(p.cell, p.radius, p.hidden, p.activation, p.bias, p.seed),
        births=_births(tables["us_births_daily"], p.seed),
        trained=_trained(tables["recurrent_runs"]),
        weights=tuple(recurrent_weights(g, *EXAMPLE) for g in (1, 3, 4)),  # type: ignore[arg-type]
    )


# --- one unit, set by hand -----------------------------------------------------------------------


@lru_cache(maxsize=8)
def _unit(task: str, k: float, w: float, noise: float, seed: int) -> Unit:
    rng = np.random.default_rng(seed)
    if task == "bit":
        marked = np.arange(STEPS) == 0
        bit = rng.choice([-1.0, 1.0])
        inputs = np.where(marked, bit, noise * rng.standard_normal(STEPS))
        wanted = np.full(STEPS, bit)
    else:
        marked = rng.random(STEPS) < SHARE_MARKED
        marked[0] = True
        inputs = marked.astype(float)
        wanted = inputs.cumsum()
    pair = np.column_stack([marked, inputs])
    ours, gated = by_hand(task, k)
    run, other = lstm(ours, pair), gru(gated, pair)
    plain, slopes, h = np.empty(STEPS), np.empty(STEPS), 0.0
    for t, x in enumerate(inputs):
        h = float(np.tanh(w * h + x))
        plain[t], slopes[t] = h, w * (1 - h * h)
    return Unit(
        marked=marked, inputs=inputs, wanted=wanted,
        write=run.write[:, 0], keep=run.keep[:, 0], show=run.show[:, 0],
        cell=run.cell[:, 0], plain=plain, gru=other.state[:, 0],
        cell_left=_since_first(run.keep[:, 0]),
        plain_left=_since_first(slopes),
        gru_left=_since_first(other.update[:, 0]),
    )  # fmt: skip


def by_hand(task: str, k: float) -> tuple[Gates, Gates]:
    """An LSTM and a GRU of one unit, whose inputs are the mark, 0 or 1, and what the step says.

    Both write where there is a mark. To keep a bit they forget what was before; to count, the LSTM
    forgets nothing and adds 1. A GRU has one gate for both, so that to write is to forget.
    """
    keep = -2 * k if task == "bit" else 0.0
    says = STRONG if task == "bit" else 0.0
    adds = 0.0 if task == "bit" else k
    none = np.zeros((1, 4))
    ours = Gates(np.array([[2 * k, keep, 0, 0], [0, 0, says, 0]]), none, np.array([-k, k, adds, k]))
    gated = Gates(np.array([[0, -2 * k, 0], [0, 0, says]]), none[:, :3], np.array([0.0, k, adds]))
    return ours, gated


def _since_first(factors: Floats) -> Floats:
    """Products of the factors after the first."""
    return np.cumprod(np.append(1.0, factors[1:]))


# --- random networks -----------------------------------------------------------------------------


@lru_cache(maxsize=8)
def _network(
    cell: str, radius: float, hidden: int, activation: str, bias: float, seed: int
) -> Network:
    rng = np.random.default_rng(seed)
    if cell == "plain":
        W = scaled_to_radius(rng.standard_normal((hidden, hidden)), radius)
        found = state_jacobians(W, QUIET * rng.standard_normal((REACH, hidden)), activation)
        return Network(_norms(found), radius ** np.arange(REACH + 1.0))
    gates = draw_gates(rng, GATES[cell], 1, hidden)
    gates.b[hidden : 2 * hidden] = bias  # forget gate of an LSTM, update gate of a GRU
    inputs = rng.standard_normal((REACH, 1))
    if cell == "lstm":
        run = lstm(gates, inputs)
        return Network(_norms(lstm_jacobians(gates, run)), _products(run.keep))
    other = gru(gates, inputs)
    return Network(_norms(gru_jacobians(gates, other)), _products(other.update))


def _norms(jacobians: Floats) -> Floats:
    return np.asarray(np.linalg.norm(jacobians, 2, axis=(1, 2)))


def _products(kept: Floats) -> Floats:
    """(T + 1,) the largest product of any unit's gates over 0, 1, ... steps."""
    return np.append(1.0, kept.cumprod(axis=0).max(axis=1))


@remembered
def _births(table: Table, seed: int) -> Births:
    births = np.asarray(table["births"], float)
    known = births[:TRAINED_DAYS]
    z = (births - known.mean()) / known.std()
    rng = np.random.default_rng([seed, 1])
    W = scaled_to_radius(rng.standard_normal((UNITS, UNITS)), 1.0)
    into, bias = rng.uniform(-0.5, 0.5, UNITS), rng.uniform(-0.2, 0.2, UNITS)
    states = echo_states(W, z[:-1, None] * into + bias, RADII)
    X = np.concatenate([states, np.ones((*states.shape[:2], 1))], axis=2)
    y, train = z[1:], slice(DROPPED, TRAINED_DAYS - 1)
    A = X[:, train]
    square = A.swapaxes(1, 2) @ A + RIDGE * np.eye(UNITS + 1)
    w = np.linalg.solve(square, A.swapaxes(1, 2) @ y[train, None])
    test = z[TRAINED_DAYS:]
    return Births(
        _rms((X[:, TRAINED_DAYS - 1 :] @ w)[..., 0] - test),
        float(_rms(z[TRAINED_DAYS - 1 : -1] - test)),
        float(_rms(z[TRAINED_DAYS - WEEK : -WEEK] - test)),
    )


@remembered
def _trained(table: Table) -> Trained:
    start, bias, window = table["start"], table["bias"], table["window"]
    recalled = np.asarray(table["recalled"], float)
    gated = (start == "lstm") | (start == "gru")
    biases, windows = np.unique(bias[gated]), np.unique(window)

    def of(kind: str, at_bias: float, at_window: float) -> Floats:
        return np.asarray(recalled[(start == kind) & (bias == at_bias) & (window == at_window)])

    return Trained(
        biases=biases,
        by_bias=np.array([[of(kind, b, LEARNED) for b in biases] for kind in ("lstm", "gru")]),
        windows=windows,
        by_window=np.array([[of(kind, OPEN, k) for k in windows] for kind in ("lstm", "gru")]),
        simple=np.array([of(kind, 0, LEARNED) for kind in ("plain", "orthogonal")]),
    )


def _rms(error: Floats) -> Floats:
    return np.asarray(np.sqrt(np.square(error).mean(axis=-1)))
