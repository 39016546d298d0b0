"""A network trained on pictures of which some labels are wrong, and what it answers after each epoch."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from methods.networks.initialization import HE, fan_in_normal
from methods.networks.label_noise import mislabelled, random_labels
from methods.networks.losses import cross_entropy
from methods.networks.network import flatten, layers, weight_mask
from methods.networks.pixel_shift import pixel_shifts
from methods.networks.regularized_training import train_regularized
from methods.optimization.optimizers import Rule

Floats = NDArray[np.float64]
Singles = NDArray[Any]  # np.float32
Ints = NDArray[np.int64]

CLASSES, BATCH, EPOCHS = 10, 25, 60
VALIDATION, TEST = 300, 500


@dataclass(frozen=True, eq=False)
class NoisyRows:
    """Rows to learn from, to watch and to test on; no row is two of these.

    Attributes
    ----------
    rows : (n,) which rows of the table are learnt from.
    X : (n, d) their pixels, standardised by one mean and one deviation of all of them: pixel by pixel
        would blow up those that hardly vary.
    true, label : (n,) their classes, and what they are called.
    watched, watched_label : (300, d), (300,) the rows of validation. test, test_true : (500, d), (500,).
    paper : What a pixel of 0 has become.
    """

    rows: Ints
    X: Floats
    true: Ints
    label: Ints
    watched: Floats
    watched_label: Ints
    test: Floats
    test_true: Ints
    paper: float

    @property
    def wrong(self) -> NDArray[np.bool_]:
        """(n,) Whether a row to learn from has a label that is not its class."""
        return np.asarray(self.label != self.true)


@dataclass(frozen=True, eq=False)
class Curves:
    """What a network says after each of e epochs, the start first, (e + 1,).

    Attributes
    ----------
    loss, watched_loss : Mean cross-entropy with the labels, of the rows learnt from and of validation.
    error : Standard error of `watched_loss`.
    right, watched : Shares of either that are answered with their labels.
    test : Share of test rows answered with their class.
    clean : Share of rightly labelled rows answered with their label; nan if there are none.
    true, memorised : Shares of wrongly labelled rows answered with their class, and with their label;
        nan if there are none.
    norm : Root of the sum of squares of all weights, without biases.
    answers : (e + 1, n) what is answered to each row learnt from.
    """

    loss: Floats
    watched_loss: Floats
    error: Floats
    right: Floats
    watched: Floats
    test: Floats
    clean: Floats
    true: Floats
    memorised: Floats
    norm: Floats
    answers: NDArray[np.int8]


def draw_noisy_rows(
    X: Floats, y: Ints, n: int, wrong: float, random: bool, noisy: bool, seed: int
) -> NoisyRows:
    """n of the rows X (N, d), y (N,), a share `wrong` of their labels replaced, or all drawn at random.

    The first 300 of a random order are for validation, its labels as wrong if `noisy`; the next 500 are
    the test; those after are learnt from, so that more of them begin with the same. ValueError if there
    are not so many rows.
    """
    if VALIDATION + TEST + n > len(X):
        raise ValueError(f"{len(X)} rows are too few")
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(X))
    watched, test, rows = np.split(order[: VALIDATION + TEST + n], [VALIDATION, VALIDATION + TEST])
    own = X[rows].astype(float)
    centre, unit = own.mean(), own.std()
    label = random_labels(rng, n, CLASSES) if random else mislabelled(rng, y[rows], wrong, CLASSES)
    watched_label = y[watched]
    if noisy:
        chance = np.random.default_rng([seed, 2])
        watched_label = mislabelled(chance, watched_label, wrong, CLASSES)
    return NoisyRows(
        rows, (own - centre) / unit, y[rows], label, (X[watched] - centre) / unit, watched_label,
        (X[test] - centre) / unit, y[test], float(-centre / unit),
    )  # fmt: skip


def train_on(
    rows: NoisyRows,
    width: int,
    rule: Rule,
    rate: float,
    seed: int,
    *,
    l2: float = 0.0,
    decay: float = 0.0,
    dropout: float = 0.0,
    shift: bool = False,
    batch: int = BATCH,
    epochs: int = EPOCHS,
) -> Floats:
    """(epochs + 1, P) A network of one hidden layer of `width` ReLUs, at the start and after each epoch.

    He's start in both layers, biases 0. With `shift` each row is moved by up to a pixel,
    anew at each update; pictures are square. The rest is as in `train_regularized`.
    """
    rng = np.random.default_rng([seed, 1])
    sizes = (rows.X.shape[1], width, CLASSES)
    start = [
        (fan_in_normal(rng, (a, b), HE), np.zeros(b))
        for a, b in zip(sizes[:-1], sizes[1:], strict=True)
    ]
    versions = rows.X[None]
    if shift:
        side = round(rows.X.shape[1] ** 0.5)
        moved = pixel_shifts(rows.X.reshape(-1, side, side), rows.paper)
        versions = moved.reshape(len(moved), *rows.X.shape)
    y = np.eye(CLASSES)[rows.label]
    return train_regularized(
        rng, flatten(start), versions, y, sizes, rule, rate, batch, epochs,
        l2=l2, decay=decay, dropout=dropout,
    )  # fmt: skip


def curves(rows: NoisyRows, thetas: Floats) -> Curves:
    """What networks thetas (e + 1, P) of one hidden layer say of all rows, in single precision."""
    n, inputs = rows.X.shape
    sizes = (inputs, (thetas.shape[1] - CLASSES) // (inputs + CLASSES + 1), CLASSES)
    every = np.concatenate([rows.X, rows.watched, rows.test]).astype(np.float32)
    output: Singles = np.stack([_output(every, each, sizes) for each in thetas.astype(np.float32)])
    own, watched, test = np.split(output, [n, n + VALIDATION], axis=1)
    answers = own.argmax(axis=-1)
    one_hot: Singles = np.eye(CLASSES, dtype=np.float32)
    losses = cross_entropy(watched, one_hot[rows.watched_label])
    own_losses = cross_entropy(own, one_hot[rows.label])
    wrong = rows.wrong
    as_labelled = answers == rows.label
    return Curves(
        loss=own_losses.mean(axis=1, dtype=float),
        watched_loss=losses.mean(axis=1, dtype=float),
        error=losses.std(axis=1, ddof=1, dtype=float) / np.sqrt(VALIDATION),
        right=as_labelled.mean(axis=1),
        watched=(watched.argmax(axis=-1) == rows.watched_label).mean(axis=1),
        test=(test.argmax(axis=-1) == rows.test_true).mean(axis=1),
        clean=_share(as_labelled[:, ~wrong]),
        true=_share(answers[:, wrong] == rows.true[wrong]),
        memorised=_share(as_labelled[:, wrong]),
        norm=np.sqrt(np.square(thetas) @ weight_mask(sizes)),
        answers=answers.astype(np.int8),
    )


def _output(X: Singles, theta: Singles, sizes: tuple[int, int, int]) -> Singles:
    (W, b), (V, c) = layers(theta, sizes)
    return np.asarray(np.maximum(X @ W + b, 0) @ V + c)


def _share(found: NDArray[np.bool_]) -> Floats:
    """The mean along the last axis; nan over nothing."""
    if found.shape[1] == 0:
        return np.full(len(found), np.nan)
    return np.asarray(found.mean(axis=1))
