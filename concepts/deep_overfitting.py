"""A network that reads digits, some of them wrongly labelled: what it learns first, what it memorises."""

from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from concepts.controls import check, one_of, ranged, seeded, switch
from methods.networks.dropout import (
    dropout_least_squares,
    expected_dropout_loss,
    masked_chances,
    running_log_loss,
)
from methods.networks.early_stopping import Stop, early_stopping
from methods.networks.losses import softmax
from methods.networks.network import forward, layers
from methods.networks.noise_experiment import (
    CLASSES,
    EPOCHS,
    VALIDATION,
    Curves,
    NoisyRows,
    curves,
    draw_noisy_rows,
    train_on,
)
from methods.networks.training import dropout_mask
from methods.once import once
from methods.optimization.optimizers import Rule, adam, gd, momentum
from methods.tables import Table, Tables, remembered

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LABELS = {"some": "A share is wrong", "random": "All drawn at random"}
RULES: dict[str, Rule] = {
    "adam": partial(adam, beta1=0.9, beta2=0.999),
    "momentum": partial(momentum, beta=0.9),
    "gd": gd,
}
WATCH = {"loss": "Validation loss", "accuracy": "Validation accuracy"}
SHOWN, SIDE, DARKEST = 18, 8, 16.0  # pictures in the main figure, pixels a side, the darkest
MOST_PATIENCE = 20
MANY = 0.9  # of the wrong labels: the place on the axis where so many are first memorised
MASKS = 50
RUN_DIGITS, RUN_WRONG = 300, 0.3  # of the trainings in data/overfitting_runs.csv
WIDTH_DIGITS, WIDTH_WRONG, WIDTH_UPDATES = 200, 0.2, 1500  # of those in data/overfitting_widths.csv
RECIPES = {  # of data/overfitting_runs.csv, in the order they are drawn
    "plain": "Nothing",
    "kept": "Early stopping, patience 5",
    "l2": "L2 0.03",
    "decay": "AdamW 1",
    "decay_small": "AdamW 0.03",
    "dropout": "Dropout 0.5",
    "shift": "Shifted by a pixel",
    "many": "900 digits, not 300",
    "few": "100 digits, not 300",
    "narrow": "8 units, not 64",
    "wide": "256 units, not 64",
}
HELD = ("plain", "decay_small", "decay", "l2")  # of them, those whose norms are drawn
DATA, NETWORK, CURES, STOPPING = "Digits", "Network", "Held back by", "Early stopping"


def said_of(epoch: int, _params: "Params") -> str:
    """What a stop of the axis is called."""
    return f"epoch {epoch}"


@dataclass(frozen=True)
class Params:
    """Which digits, which network, and what keeps it from learning them by heart."""

    epoch: int = ranged(
        EPOCHS, 0, EPOCHS, "Epoch", names=said_of,
        help="How often all digits have been used. Labels and weights are those after it.",
    )  # fmt: skip
    labels: str = one_of(
        "some", LABELS, "Labels", group=DATA,
        help="A share of them wrong, or all drawn at random, without a look at the digits.",
    )  # fmt: skip
    wrong: float = ranged(
        0.3, 0.0, 0.6, "Wrong labels", step=0.05, group=DATA, when=("labels", ("some",)), main=True,
        help="The share of the digits to learn from whose label is another digit.",
    )  # fmt: skip
    l2: float = ranged(
        0.0, 0.0, 0.1, "L2 penalty λ", step=0.005, group=CURES, main=True,
        help="λ: half of it times the sum of squared weights is added to the loss.",
    )  # fmt: skip
    dropout: float = ranged(
        0.0, 0.0, 0.8, "Dropout", step=0.1, group=CURES, main=True,
        help="The chance with which a hidden unit is left out, anew for each digit of an update.",
    )  # fmt: skip
    decay: float = ranged(
        0.0, 0.0, 3.0, "Decoupled weight decay", step=0.01, group=CURES,
        help="Each update makes the weights smaller by this share times the rate, whatever the gradient.",
    )  # fmt: skip
    shift: bool = switch(
        False, "Shifted by a pixel", group=CURES,
        help="Each digit is moved by up to a pixel, in a direction drawn anew at each update.",
    )  # fmt: skip
    patience: int = ranged(
        5, 1, MOST_PATIENCE, "Patience", unit="epochs", group=STOPPING, main=True,
        help="Stop when so many epochs in a row brought nothing better; keep the best.",
    )  # fmt: skip
    watch: str = one_of(
        "loss", WATCH, "Watched", group=STOPPING,
        help="What has to become better on the validation digits.",
    )  # fmt: skip
    noisy: bool = switch(
        False, "Wrong labels in validation too", group=STOPPING, when=("labels", ("some",)),
        help="The same share of the validation digits gets a wrong label.",
    )  # fmt: skip
    n: int = ranged(
        300, 100, 400, "Training digits n", step=50, group=DATA,
        help="Beside them stand 300 for validation and 500 to test.",
    )  # fmt: skip
    width: int = ranged(
        64, 8, 120, "Hidden units", scale="log", group=NETWORK,
        help="All in one layer of ReLUs.",
    )  # fmt: skip
    rule: str = one_of(
        "adam", {"gd": "Gradient descent", "momentum": "Momentum, 0.9", "adam": "Adam"}, "Optimizer",
        group=NETWORK, help="Updates take their gradient from 25 digits. Adam wants a small rate.",
    )  # fmt: skip
    rate: float = ranged(
        0.003, 0.0005, 0.1, "Learning rate", scale="log", group=NETWORK,
        help="How far an update goes along the gradient.",
    )  # fmt: skip
    seed: int = seeded(0, group=DATA)

    def __post_init__(self) -> None:
        check(self)


AXIS = "epoch"
PRESETS = {
    "start": Params(n=200, epoch=14),
    "memorised": Params(),
    "patience": Params(patience=1, epoch=8),
    "clean": Params(n=200, wrong=0.0, rate=0.01, seed=1),
    "random": Params(labels="random", width=120, rate=0.005),
    "decay": Params(l2=0.03),
    "dropout": Params(dropout=0.5),
    "shift": Params(shift=True),
}


@dataclass(frozen=True, eq=False)
class Pictures:
    """Some of the digits to learn from.

    Wrongly labelled ones, in the order in which they come to be memorised for good; where no label is
    wrong, rightly labelled ones.

    Attributes
    ----------
    image : (k, 8, 8) from 0, paper, to 16. true, label : (k,).
    answers : (61, k) what the network says after each epoch.
    """

    image: Floats
    true: Ints
    label: Ints
    answers: Ints


@dataclass(frozen=True, eq=False)
class Masks:
    """The trained network under dropout's masks, on the validation digits with their labels.

    Attributes
    ----------
    loss : (50,) log loss of the mean answer of the first 1, 2, ... masks; (1,) without dropout.
    one_right : Share answered with their labels with one mask, the mean over masks.
    mean_right : The same of the mean of all masks.
    whole_loss, whole_right : Of the network without a mask.
    """

    loss: Floats
    one_right: float
    mean_right: float
    whole_loss: float
    whole_right: float


@dataclass(frozen=True, eq=False)
class Linear:
    """Least squares of the diabetes table, all standardised, with inputs dropped and without.

    Attributes
    ----------
    names : Its inputs.
    plain, dropped : (10,) coefficients without dropout, and those least in the mean over all masks.
    loss, penalty : Of `dropped`, what the mean over all masks is made of: squares left, and the rest.
    """

    names: tuple[str, ...]
    plain: Floats
    dropped: Floats
    loss: float
    penalty: float


@dataclass(frozen=True, eq=False)
class Run:
    """One of the trainings kept in a file, over its seeds (S,).

    Attributes
    ----------
    test : Share of test digits read right, at the end, or at what early stopping kept.
    memorised : Share of the wrong labels memorised by then; nan for early stopping.
    norm : (S, 7) of the weights, every tenth epoch.
    """

    test: Floats
    memorised: Floats
    norm: Floats


@dataclass(frozen=True, eq=False)
class Result:
    """All that is shown for `params`.

    Attributes
    ----------
    wrong : How many of the digits to learn from are labelled wrongly.
    curves : After each epoch; nan where there is nothing to count.
    pictures : Of the main figure.
    stop : Where early stopping stops. by_patience : (20,) what it keeps with each patience, and
    ended : (20,) where it stops.
    best : Where what is watched is best of all.
    masks : Of the network at the end.
    linear : With the dropout rate.
    runs : By recipe.
    widths : (9, 4) width, and medians of training accuracy, test error and test loss.
    """

    params: Params
    wrong: int
    curves: Curves
    pictures: Pictures
    stop: Stop
    by_patience: Ints
    ended: Ints
    best: int
    masks: Masks
    linear: Linear
    runs: dict[str, Run]
    widths: Floats

    @property
    def gap(self) -> Floats:
        """(61,) Validation loss less training loss."""
        return self.curves.watched_loss - self.curves.loss

    @property
    def watched(self) -> Floats:
        """(61,) What early stopping watches."""
        return _watched(self.curves, self.params.watch)

    @once
    def counts(self) -> tuple[int, int, int]:
        """Of the wrong labels now: answered with the class, memorised, anything else."""
        now, m = self.params.epoch, self.wrong
        if not m:
            return 0, 0, 0
        true, memorised = (
            round(float(share[now]) * m) for share in (self.curves.true, self.curves.memorised)
        )
        return true, memorised, m - true - memorised

    @property
    def peak(self) -> int:
        """The epoch at which most of the wrong labels are answered with the class; -1 without any."""
        return int(self.curves.true.argmax()) if self.wrong else -1

    @property
    def learned(self) -> int:
        """The first epoch at which MANY of the wrong labels are memorised; -1 if there is none."""
        return _first(self.curves.memorised >= MANY) if self.wrong else -1

    @property
    def perfect(self) -> int:
        """The first epoch at which all digits are answered as they are labelled; -1 if there is none."""
        return _first(self.curves.right == 1)


def compute(params: Params, tables: Tables) -> Result:
    """Train a network on digits with wrong labels, and look at it after every epoch.

    `tables["digits"]`, `["diabetes"]`, `["overfitting_runs"]` and `["overfitting_widths"]` are read.
    """
    p = params
    digits, trained = tables["digits"], replace(p, epoch=0, patience=1, watch="loss")
    rows, found, _ = _trained(digits, trained)
    watched = _watched(found, p.watch)
    sign = -1.0 if p.watch == "accuracy" else 1.0
    stops = [early_stopping(sign * watched, each) for each in range(1, MOST_PATIENCE + 1)]
    return Result(
        params=p,
        wrong=int(rows.wrong.sum()),
        curves=found,
        pictures=_pictures(digits, rows, found),
        stop=stops[p.patience - 1],
        by_patience=np.array([stop.best for stop in stops]),
        ended=np.array([stop.stopped for stop in stops]),
        best=int((sign * watched).argmin()),
        masks=_masked(digits, trained),
        linear=_linear(tables["diabetes"], p.dropout),
        runs=_runs(tables["overfitting_runs"]),
        widths=_widths(tables["overfitting_widths"]),
    )


def _watched(found: Curves, watch: str) -> Floats:
    return found.watched if watch == "accuracy" else found.watched_loss


def _first(there: NDArray[np.bool_]) -> int:
    return int(there.argmax()) if there.any() else -1


@remembered
def _trained(table: Table, p: Params) -> tuple[NoisyRows, Curves, Floats]:
    """The rows, what the network says after each epoch, and its parameters at the end."""
    random = p.labels == "random"
    rows = draw_noisy_rows(table["X"], table["y"], p.n, p.wrong, random, p.noisy, p.seed)
    thetas = train_on(
        rows, p.width, RULES[p.rule], p.rate, p.seed,
        l2=p.l2, decay=p.decay, dropout=p.dropout, shift=p.shift,
    )  # fmt: skip
    return rows, curves(rows, thetas), thetas[-1].copy()


def _pictures(table: Table, rows: NoisyRows, found: Curves) -> Pictures:
    wrong = rows.wrong
    some = np.flatnonzero(wrong if wrong.any() else ~wrong)[:SHOWN]
    as_labelled = found.answers[:, some] == rows.label[some]
    # the last epoch at which a label was not yet answered
    late = len(as_labelled) - 1 - (~as_labelled)[::-1].argmax(axis=0)
    late[as_labelled.all(axis=0)] = -1
    some = some[np.argsort(late, kind="stable")]
    return Pictures(
        np.asarray(table["X"][rows.rows[some]], float).reshape(-1, SIDE, SIDE),
        rows.true[some], rows.label[some], found.answers[:, some].astype(np.int64),
    )  # fmt: skip


@remembered
def _masked(table: Table, p: Params) -> Masks:
    rows, _, theta = _trained(table, p)
    parts = layers(theta, (rows.X.shape[1], p.width, CLASSES))
    hidden = forward(rows.watched, parts, "relu").signal[1]
    rng = np.random.default_rng([p.seed, 3])
    W, b = parts[1]
    y, each = rows.watched_label, np.arange(VALIDATION)
    many = MASKS if p.dropout else 1  # without it all are alike
    chances = masked_chances(hidden, W, b, dropout_mask(rng, (many, p.width), p.dropout))
    whole = softmax(hidden @ W + b)
    with np.errstate(divide="ignore"):
        whole_loss = float(-np.log(whole[each, y]).mean())
    return Masks(
        running_log_loss(chances, y),
        float((chances.argmax(axis=2) == y).mean()),
        float((chances.mean(axis=0).argmax(axis=1) == y).mean()),
        whole_loss,
        float((whole.argmax(axis=1) == y).mean()),
    )


@remembered
def _linear(table: Table, rate: float) -> Linear:
    names = tuple(name for name in table.columns if name != "progression")
    X = np.column_stack([table[name] for name in names])
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    y = table["progression"] - table["progression"].mean()
    w = dropout_least_squares(X, y, rate)
    loss = float(np.square(y - X @ w).sum())
    total = expected_dropout_loss(X, y, w, rate)
    return Linear(names, dropout_least_squares(X, y, 0.0), w, loss, total - loss)


@remembered
def _runs(table: Table) -> dict[str, Run]:
    norms = [name for name in table.columns if name.startswith("norm_")]
    found = {}
    for recipe in RECIPES:
        some = table["recipe"] == ("plain" if recipe == "kept" else recipe)
        norm = np.column_stack([table[name][some] for name in norms])
        test = table["kept" if recipe == "kept" else "at_end"][some]
        memorised = np.full(len(test), np.nan) if recipe == "kept" else table["memorised"][some]
        found[recipe] = Run(test, memorised, norm)
    return found


@remembered
def _widths(table: Table) -> Floats:
    each = np.unique(table["width"])
    columns = ("right", "error", "loss")
    middle = [[np.median(table[name][table["width"] == w]) for name in columns] for w in each]
    return np.column_stack([each, middle])
