"""One row of numbers normalised with the others of its batch, and by itself."""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from concepts.controls import check, one_of, ranged, seeded
from methods.networks.batch_statistics import growing_statistics, running_average, unbiased
from methods.networks.deep_stack import stack_sizes
from methods.networks.initialization import HE, fan_in_normal
from methods.networks.norm_place import last_gradients
from methods.networks.normalization import normalize, normalize_backward
from methods.networks.rms_norm import rms_norm
from methods.networks.scale_invariance import Path, normalized_path
from methods.once import once
from methods.tables import Table, Tables, remembered

Floats = NDArray[np.float64]

RULE = {"layer": "Layer norm", "rms": "RMS norm"}
BY_ROW = {"layer": "layer norm", "rms": "RMS norm"}  # within a sentence
MODE = {"train": "In training: the batch's own", "use": "In use: running averages"}
REGIME = {
    "shuffled": "Shuffled batches, by size",
    "sorted": "One class a batch, by size",
    "scale": "Starting scale of the weights",
}
NORMS = ("none", "batch", "layer")
BODIES = ("plain", "batch_norm", "layer_norm")
WINES = ("raw", "columns", "rows")
MOST, SHOWN = 61, 6  # rows of the table, and those whose numbers are shown
CENTER, SPREAD = 3.0, 2.0  # of the distribution the others are drawn from
YOURS = (5.0, 1.6, 3.8, 6.4, 0.2, 2.6)  # your row
WIDTH, ROWS, CLASSES = 32, 64, 10  # of the deep networks whose gradient is followed
PATH_INPUTS, PATH_RATE, UPDATES = 8, 1.0, 40  # of the layer whose weights are made larger
BLOCKS, NETS = (1, 3, 9, 27), 4  # of the residual networks with a norm in two places
RUNNING, TRAINED, DEPTH, SCALE = "Running averages", "Trained networks", "Depth", "Scale of weights"


@dataclass(frozen=True)
class Params:
    """Who sits beside your row, how it is normalised, and which networks are looked at."""

    batch: int = ranged(
        8, 1, MOST, "Batch size", unit="examples",
        help="How many rows are normalised together. Yours is the first; others join one by one.",
    )  # fmt: skip
    mode: str = one_of(
        "train", MODE, "Batch norm's statistics", main=True,
        help="In training they are those of the batch; afterwards averages of many stand in.",
    )  # fmt: skip
    neighbour: float = ranged(
        1.0, 0.1, 100.0, "Your neighbour, times", scale="log", main=True,
        help="What the second row is multiplied by.",
    )  # fmt: skip
    rule: str = one_of(
        "layer", RULE, "By row", main=True,
        help="What normalises each row by itself. RMS norm takes no mean off.",
    )  # fmt: skip
    features: int = ranged(
        4, 2, len(YOURS), "Features", main=True,
        help="How many numbers a row has. With two, layer norm leaves only +1 and −1.",
    )  # fmt: skip
    shift: float = ranged(
        0.0, -5.0, 5.0, "Added to every number", step=0.1,
        help="Moves the whole table up or down.",
    )  # fmt: skip
    epsilon: float = ranged(
        1e-5, 1e-8, 0.1, "Epsilon", scale="log",
        help="Added to the variance under the root. PyTorch has 0.00001, Keras 0.001.",
    )  # fmt: skip
    new: float = ranged(
        0.1, 0.01, 1.0, "Share of the new batch", scale="log", group=RUNNING,
        help="How much of each batch goes into the running averages: PyTorch's momentum.",
    )  # fmt: skip
    seen: int = ranged(
        50, 1, 200, "Batches seen", group=RUNNING,
        help="Over how many batches of training the averages have run. They begin at 0 and 1.",
    )  # fmt: skip
    regime: str = one_of(
        "shuffled", REGIME, "Trainings", group=TRAINED,
        help="Which trainings of a network that reads digits are compared: 20 seeds each.",
    )  # fmt: skip
    depth: int = ranged(
        20, 2, 50, "Layers", group=DEPTH,
        help="How many ReLU layers the gradient comes back through, before any training.",
    )  # fmt: skip
    gain: float = ranged(
        1.0, 0.5, 2.0, "Weights, times He's", step=0.1, group=DEPTH,
        help="The standard deviation of their weights over He's, the root of two over the inputs.",
    )  # fmt: skip
    times: float = ranged(
        2.0, 0.1, 10.0, "Weights, times", scale="log", group=SCALE,
        help="How many times as large the weights before a batch norm start.",
    )  # fmt: skip
    rate_times: float = ranged(
        1.0, 0.1, 100.0, "Their learning rate, times", scale="log", group=SCALE,
        help="By how much their learning rate is multiplied.",
    )  # fmt: skip
    seed: int = seeded(0)

    def __post_init__(self) -> None:
        check(self)


AXIS = "batch"

# Each differs from the defaults in more than the axis, so that no drag ends at a preset by chance.
PRESETS = {
    "start": Params(batch=32, features=3),
    "two": Params(batch=2, epsilon=1e-8),
    "loud": Params(neighbour=10.0),
    "in_use": Params(neighbour=10.0, mode="use"),
    "tiny": Params(batch=2, features=5),
    "sorted": Params(batch=32, regime="sorted"),
    "scales": Params(batch=32, regime="scale"),
    "wine": Params(batch=MOST, features=6),
}


@dataclass(frozen=True, eq=False)
class Running:
    """The first feature over the batches of a training.

    Attributes
    ----------
    batch_mean, mean : (K,) each batch's mean, and the running average after it.
    batch_variance, variance : The same of variances with divisor n - 1; nan for batches of one row.
    """

    batch_mean: Floats
    mean: Floats
    batch_variance: Floats
    variance: Floats


@dataclass(frozen=True, eq=False)
class Result:
    """All that is shown for `params`.

    Attributes
    ----------
    table : (MOST, F) all rows, yours the first; of them `batch` are in the batch.
    mean, scale : (F,) what batch norm takes off each column, and what it divides by.
    by_batch : (MOST, F) your row under batch norm in training, by batch size.
    yours : (F,) your row under batch norm, as `mode` has it.
    endless : (F,) the same if its statistics were those the rows are drawn from.
    quiet : (F,) `yours` if the neighbour were multiplied by 1.
    own_mean, own_scale : (MOST,) what the norm by row takes off each, and divides by.
    own : (F,) your row under the norm by row.
    own_quiet : (F,) `own` if the neighbour were multiplied by 1.
    own_gap : Root mean square of what layer norm and RMS norm of your row differ by.
    slope : Your first number after batch norm, differentiated by itself before.
    running : How running averages went.
    places : Batch sizes, or scales of the weights, of the trainings.
    accuracy : (NORMS, places, seeds) of trained networks.
    delta : (NORMS, layers) root mean squares of delta, over that of the last layer.
    last : (2, 4) of residual blocks with layer norm in the branch and after the sum, the length of
        the last block's gradient at the start, by how many blocks there are.
    path : Of a layer before a batch norm: as it is, and with weights and rate multiplied, (.., 2).
    wine : (WINES, seeds) accuracy on wines left raw, with columns and with rows standardised.
    wine_low, wine_middle, wine_high : (2, 13) of each measurement, columns and rows standardised.
    """

    params: Params
    table: Floats
    mean: Floats
    scale: Floats
    by_batch: Floats
    yours: Floats
    endless: Floats
    quiet: Floats
    own_mean: Floats
    own_scale: Floats
    own: Floats
    own_quiet: Floats
    own_gap: float
    slope: float
    running: Running
    places: Floats
    accuracy: Floats
    delta: Floats
    last: Floats
    path: Path
    wine: Floats
    wine_low: Floats
    wine_middle: Floats
    wine_high: Floats

    @once
    def distance(self) -> float:
        """Root mean square of how far `yours` is from `endless`."""
        return root_mean_square(self.yours - self.endless)

    @once
    def moved(self) -> float:
        """Root mean square of how far the neighbour moves your row under batch norm."""
        return root_mean_square(self.yours - self.quiet)

    @once
    def own_moved(self) -> float:
        """The same under the norm by row."""
        return root_mean_square(self.own - self.own_quiet)

    @property
    def apart(self) -> float:
        """The largest difference of the two losses on their paths."""
        return float(np.abs(self.path.loss[:, 0] - self.path.loss[:, 1]).max())

    @property
    def place(self) -> int:
        """Which of `places` is nearest to the batch size, by its ratio; of scales that of 1."""
        aim = 1.0 if self.params.regime == "scale" else float(self.params.batch)
        return int(np.abs(np.log(self.places / aim)).argmin())


def compute(params: Params, tables: Tables) -> Result:
    """Normalise your row, and look at networks that normalise.

    `tables["normalization_runs"]` and `tables["wine"]` are read.
    """
    p = params
    table, quiet = (_table(p.features, p.shift, times, p.seed) for times in (p.neighbour, 1.0))
    running = _running(p)
    by_batch = _by_batch(table, p.epsilon)
    if p.mode == "use":
        means, variances = _averages(p)
        mean, scale = means[-1], np.sqrt(variances[-1] + p.epsilon)
        yours = calm = (table[0] - mean) / scale
    else:
        mean, scale = _statistics(table[: p.batch], p.epsilon)
        yours = by_batch[p.batch - 1]
        calm = _by_batch(quiet, p.epsilon)[p.batch - 1]
    own_mean = table.mean(axis=1) if p.rule == "layer" else np.zeros(MOST)
    own_scale = np.sqrt(np.square(table - own_mean[:, None]).mean(axis=1) + p.epsilon)
    runs = _runs(tables["normalization_runs"])
    wines = _wines(tables["wine"])
    return Result(
        params=p,
        table=table,
        mean=mean,
        scale=scale,
        by_batch=by_batch,
        yours=yours,
        endless=(table[0] - CENTER - p.shift) / math.sqrt(SPREAD**2 + p.epsilon),
        quiet=calm,
        own_mean=own_mean,
        own_scale=own_scale,
        own=_by_row(table[: p.batch], p)[0],
        own_quiet=_by_row(quiet[: p.batch], p)[0],
        own_gap=root_mean_square(
            normalize(table[0], -1, p.epsilon).y - rms_norm(table[0], p.epsilon)
        ),
        slope=_slope(table[: p.batch], p, float(scale[0])),
        running=running,
        places=runs[p.regime][0],
        accuracy=runs[p.regime][1],
        delta=_deltas(p.depth, p.gain, p.seed),
        last=_last(p.seed),
        path=_path(p.times, p.rate_times, p.seed),
        wine=runs["wine"][1][:, 0],
        wine_low=wines[0],
        wine_middle=wines[1],
        wine_high=wines[2],
    )


def root_mean_square(x: Floats) -> float:
    """The root of the mean of x squared."""
    return float(np.sqrt(np.square(x).mean()))


# --- the table -----------------------------------------------------------------------------------


@lru_cache(maxsize=16)
def _table(features: int, shift: float, neighbour: float, seed: int) -> Floats:
    """Your row, and others from a normal distribution; the first of them times `neighbour`."""
    rng = np.random.default_rng(seed)
    others = CENTER + SPREAD * rng.standard_normal((MOST - 1, len(YOURS)))
    table = np.vstack([YOURS, others])[:, :features] + shift
    table[1] *= neighbour
    return table


def _statistics(rows: Floats, epsilon: float) -> tuple[Floats, Floats]:
    mean, variance = growing_statistics(rows)
    return mean[-1], np.sqrt(variance[-1] + epsilon)


def _by_batch(table: Floats, epsilon: float) -> Floats:
    mean, variance = growing_statistics(table)
    return np.asarray((table[0] - mean) / np.sqrt(variance + epsilon))


def _by_row(rows: Floats, p: Params) -> Floats:
    return normalize(rows, -1, p.epsilon).y if p.rule == "layer" else rms_norm(rows, p.epsilon)


def _slope(rows: Floats, p: Params, scale: float) -> float:
    """d y / d x of your first number under batch norm."""
    if p.mode == "use":
        return 1 / scale
    gradient = np.zeros_like(rows)
    gradient[0, 0] = 1.0
    return float(normalize_backward(normalize(rows, -2, p.epsilon), gradient)[0, 0])


@lru_cache(maxsize=2)
def _past(seed: int, seen: int) -> Floats:
    """(K, MOST, F) the rows of the batches of a training, before any shift."""
    rng = np.random.default_rng([seed, 1])
    return CENTER + SPREAD * rng.standard_normal((seen, MOST, len(YOURS)))


def _batches(p: Params) -> tuple[Floats, Floats]:
    """(K, F) means and variances, divisor n - 1, of the batches of a training."""
    past = _past(p.seed, p.seen)[:, : p.batch, : p.features]
    return past.mean(axis=1) + p.shift, unbiased(past.var(axis=1), p.batch)


def _averages(p: Params) -> tuple[Floats, Floats]:
    """(K, F) running averages of means and variances."""
    mean, variance = _batches(p)
    return running_average(mean, p.new, 0.0), running_average(variance, p.new, 1.0)


def _running(p: Params) -> Running:
    (mean, variance), (means, variances) = _batches(p), _averages(p)
    return Running(
        mean[:, 0].copy(), means[:, 0].copy(), variance[:, 0].copy(), variances[:, 0].copy()
    )


# --- networks, and wines -------------------------------------------------------------------------


@lru_cache(maxsize=8)
def _deltas(depth: int, gain: float, seed: int) -> Floats:
    """(NORMS, depth) delta by layer of ReLU networks at their start, over that of the last."""
    rng = np.random.default_rng([seed, depth])
    X, label = rng.standard_normal((ROWS, WIDTH)), rng.integers(CLASSES, size=ROWS)
    layers = fan_in_normal(rng, (depth, WIDTH, WIDTH), HE)
    read = fan_in_normal(rng, (WIDTH, CLASSES))
    found = []
    for body in BODIES:
        sizes, _ = stack_sizes(X, np.eye(CLASSES)[label], list(layers), read, "relu", body, gain)
        found.append(sizes.delta / sizes.delta[-1])
    return np.array(found)


@lru_cache(maxsize=8)
def _last(seed: int) -> Floats:
    """(2, 4) gradients of the last of so many residual blocks, pre-norm and post-norm."""
    return np.array([last_gradients(seed, blocks, NETS) for blocks in BLOCKS]).T


@lru_cache(maxsize=8)
def _path(times: float, rate_times: float, seed: int) -> Path:
    """Two layers side by side, the second with its weights and its learning rate multiplied."""
    rng = np.random.default_rng([seed, 2])
    X, label = rng.standard_normal((ROWS, PATH_INPUTS)), rng.integers(CLASSES, size=ROWS)
    W = fan_in_normal(rng, (PATH_INPUTS, WIDTH))
    read = fan_in_normal(rng, (WIDTH, CLASSES))
    rates = PATH_RATE * np.array([1.0, rate_times])[:, None, None]
    return normalized_path(
        np.stack([W, times * W]), X, np.eye(CLASSES)[label], read, rates, UPDATES
    )


@remembered
def _runs(table: Table) -> dict[str, tuple[Floats, Floats]]:
    """By regime: the places (P,) and the accuracies (norms, P, seeds)."""
    found = {}
    for regime in (*REGIME, "wine"):
        mine = table["regime"] == regime
        places = np.unique(table["x"][mine])
        norms = WINES if regime == "wine" else NORMS
        found[regime] = (
            places,
            np.array(
                [
                    [
                        table["accuracy"][mine & (table["norm"] == norm) & (table["x"] == x)]
                        for x in places
                    ]
                    for norm in norms
                ]
            ),
        )
    return found


@remembered
def _wines(table: Table) -> Floats:
    """(3, 2, 13) lowest, median and highest of each measurement, columns and rows standardised."""
    X = np.column_stack([table[name] for name in table.columns if name != "cultivar"])
    both = np.stack([(X - X.mean(axis=0)) / X.std(axis=0), normalize(X, -1).y])
    return np.stack([both.min(axis=1), np.median(both, axis=1), both.max(axis=1)])
