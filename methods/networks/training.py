"""Training by gradients: updates of one vector of parameters, and the batches they are taken from."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from methods.optimization.optimizers import Rule

Floats = NDArray[np.float64]


def train(
    theta: Floats,
    gradient: Callable[[Floats, int], Floats],
    rule: Rule,
    rate: Floats | float,
    keep: Sequence[int],
) -> Floats:
    """(len(keep), ..., P) theta after each number of updates in `keep`, which rises; 0 is the start.

    `gradient(theta, i)` is asked before update i = 0, 1, ...: over all rows or over a batch, with a
    penalty, clipped, as it likes. `rule` is one of `methods.optimization.optimizers`, with its betas
    bound; `rate` may be (..., 1), one for each network. What overflows goes on as inf and nan, without a
    warning.
    """
    first, second = np.zeros_like(theta), np.zeros_like(theta)
    kept, done = [], 0
    with np.errstate(over="ignore", invalid="ignore"):
        for until in keep:
            for i in range(done, until):
                theta, first, second = rule(theta, gradient(theta, i), first, second, i + 1, rate)
            done = max(done, until)
            kept.append(theta)
    return np.array(kept)


def epoch_batches(
    rng: np.random.Generator, n: int, batch: int, updates: int
) -> list[NDArray[np.intp]]:
    """The rows of each update: all n in a new order every epoch, cut in pieces of `batch`.

    Where `batch` does not divide n the last of an epoch is smaller.
    """
    rows: list[NDArray[np.intp]] = []
    while len(rows) < updates:
        order = rng.permutation(n)
        rows += [order[at : at + batch] for at in range(0, n, batch)]
    return rows[:updates]


def clip_by_norm(gradient: Floats, most: float) -> Floats:
    """gradient (..., P) made shorter where its norm is above `most`; its direction stays.

    Pascanu, Mikolov & Bengio 2013, algorithm 1. The norm is that of all parameters together, as in
    PyTorch's `clip_grad_norm_`; Keras's `clipnorm` takes that of each array.
    """
    norm = np.linalg.norm(gradient, axis=-1, keepdims=True)
    return np.asarray(gradient * (most / np.maximum(norm, most)))


def clip_by_value(gradient: Floats, most: float) -> Floats:
    """Each entry kept between -+ `most`, which may turn the direction."""
    return np.clip(gradient, -most, most)


def dropout_mask(rng: np.random.Generator, shape: tuple[int, ...], rate: float) -> Floats:
    """0 with chance `rate`, else 1 / (1 - rate), so that the mean is 1: inverted dropout, rate below 1.

    What is multiplied by it in training is left as it is afterwards (Srivastava et al. 2014, section 10).
    """
    return (rng.random(shape) >= rate) / (1.0 - rate)
