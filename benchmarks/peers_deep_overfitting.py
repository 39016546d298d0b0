"""A network on digits with wrong labels, with its curves, here and in scikit-learn. Numbers checked first."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np

from data.read import read_table
from methods.networks.network import layers
from methods.networks.noise_experiment import BATCH, EPOCHS, curves, draw_noisy_rows, train_on
from methods.networks.training import epoch_batches
from methods.optimization.optimizers import EPSILON, adam

Peer = tuple[str, Callable[[], Any], Callable[[], Any] | str]

WIDTH, RATE, N = 64, 0.003, 300
SIZES = (64, WIDTH, 10)


def learning_curves() -> Peer:
    """60 epochs, and after each what all rows are answered: `partial_fit` has to be asked for that."""
    from sklearn.neural_network import MLPClassifier

    digits = read_table("digits")
    rows = draw_noisy_rows(digits["X"], digits["y"], N, 0.3, False, False, 0)
    rule = partial(adam, beta1=0.9, beta2=0.999)
    start = train_on(rows, WIDTH, rule, RATE, 0, epochs=0)[0]

    def ours() -> Any:
        found = curves(rows, train_on(rows, WIDTH, rule, RATE, 0))
        return found.loss, found.watched_loss, found.test

    def theirs() -> Any:
        model = MLPClassifier(
            (WIDTH,), alpha=0.0, batch_size=BATCH, learning_rate_init=RATE, shuffle=False
        )
        model.partial_fit(rows.X[:BATCH], rows.label[:BATCH], classes=np.arange(10))
        for i, (W, b) in enumerate(layers(start.copy(), SIZES)):
            model.coefs_[i][...], model.intercepts_[i][...] = W, b
        model._optimizer.t = 0
        for memory in (*model._optimizer.ms, *model._optimizer.vs):
            memory[...] = 0
        rng = np.random.default_rng([0, 1])
        rng.standard_normal(64 * WIDTH + WIDTH * 10)  # the start
        found = [said(model)]
        batches = epoch_batches(rng, N, BATCH, EPOCHS * N // BATCH)
        for t, some in enumerate(batches, start=1):
            # its epsilon stands beside a root that is not yet corrected
            model._optimizer.epsilon = EPSILON * np.sqrt(1 - 0.999**t)
            model.partial_fit(rows.X[some], rows.label[some])
            if t % (N // BATCH) == 0:
                found.append(said(model))
        return tuple(np.array(found).T)

    def said(model: Any) -> tuple[float, float, float]:
        own, watched, test = (
            model.predict_proba(X) for X in (rows.X, rows.watched, rows.test)
        )  # fmt: skip
        return (
            -np.log(own[np.arange(N), rows.label]).mean(),
            -np.log(watched[np.arange(len(watched)), rows.watched_label]).mean(),
            (test.argmax(axis=1) == rows.test_true).mean(),
        )

    for one, other in zip(ours(), theirs(), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4)
    return "300 digits, 60 epochs of batches of 25, curves of 1,100 rows (MLPClassifier.partial_fit)", ours, theirs  # fmt: skip


def PEERS() -> Iterator[Peer]:
    yield learning_curves()
