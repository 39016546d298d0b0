"""Training of a network that tells classes apart, with what holds it back from learning rows by heart."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from methods.networks.network import loss_gradient, weight_mask
from methods.networks.training import dropout_mask, epoch_batches, train
from methods.networks.weight_decay import decoupled, l2_gradient
from methods.optimization.optimizers import Rule

Floats = NDArray[np.float64]


def train_regularized(
    rng: np.random.Generator,
    theta: Floats,
    X: Floats,
    y: Floats,
    sizes: Sequence[int],
    rule: Rule,
    rate: float,
    batch: int,
    epochs: int,
    *,
    l2: float = 0.0,
    decay: float = 0.0,
    dropout: float = 0.0,
) -> Floats:
    """(epochs + 1, P) theta, weights and biases of ReLU layers, at the start and after each epoch.

    Softmax cross-entropy on X (c, n, d) and one-hot y (n, k): c versions of each row, of which every
    update draws one for each of its rows. Weights, not biases, have the penalty `l2` in the loss and the
    `decay` apart from it; hidden units are dropped with chance `dropout`. Drawn in this order: the
    batches of all epochs, then at each update versions, if there are several, and masks, if any.
    """
    per_epoch = -(-X.shape[1] // batch)
    rows = epoch_batches(rng, X.shape[1], batch, epochs * per_epoch)
    weights = weight_mask(sizes)

    def gradient(theta: Floats, i: int) -> Floats:
        some = rows[i]
        which = rng.integers(0, len(X), len(some)) if len(X) > 1 else 0
        masks = None
        if dropout:
            masks = [dropout_mask(rng, (len(some), units), dropout) for units in sizes[1:-1]]
        g = loss_gradient(theta, X[which, some], y[some], sizes, "relu", "cross_entropy", masks)
        return l2_gradient(g, theta, l2 * weights) if l2 else g

    rule = decoupled(rule, decay * weights) if decay else rule
    return train(theta, gradient, rule, rate, range(0, len(rows) + 1, per_epoch))
