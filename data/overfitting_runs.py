"""Writes data/overfitting_runs.csv and data/overfitting_widths.csv: trainings too many for a page.

Run as `python -m data.overfitting_runs`, which takes two minutes; a test holds that some of it is what
is there. The trainings are those of the page on overfitting, 300 digits with 30 % wrong labels.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np

from data.read import HERE, read_table
from methods.networks.early_stopping import early_stopping
from methods.networks.losses import cross_entropy
from methods.networks.network import forward, layers
from methods.networks.noise_experiment import (
    CLASSES,
    Curves,
    curves,
    draw_noisy_rows,
    train_on,
)
from methods.optimization.optimizers import adam

SEEDS, WIDTH_SEEDS = 20, 6
WRONG, RATE, PATIENCE = 0.3, 0.003, 5
ADAM = partial(adam, beta1=0.9, beta2=0.999)
RECIPES: dict[str, dict[str, Any]] = {
    "plain": {},
    "l2": {"l2": 0.03},
    "decay_small": {"decay": 0.03},
    "decay": {"decay": 1.0},
    "dropout": {"dropout": 0.5},
    "shift": {"shift": True},
    "narrow": {"width": 8},
    "wide": {"width": 256},
    "few": {"n": 100},
    "many": {"n": 900},
}
TENTHS = range(0, 61, 10)
WIDTHS, UPDATES = (2, 4, 6, 8, 10, 16, 32, 64, 256), 1500
ALL, ALL_WRONG = 200, 0.2  # digits, all of them a batch


def trained(seed: int, n: int = 300, width: int = 64, **held: Any) -> Curves:
    """What a network says that is trained with some of what holds it back."""
    digits = read_table("digits")
    rows = draw_noisy_rows(digits["X"], digits["y"], n, WRONG, False, False, seed)
    return curves(rows, train_on(rows, width, ADAM, RATE, seed, **held))


def runs(recipe: str, seed: int) -> list[str]:
    """A line of overfitting_runs.csv."""
    found = trained(seed, **RECIPES[recipe])
    best, kept = int(found.watched_loss.argmin()), early_stopping(found.watched_loss, PATIENCE).best
    shares = (found.test[best], found.test[kept], found.test[-1], found.memorised[-1])
    return [
        recipe, str(seed), str(best), *(f"{each:.4f}" for each in shares),
        *(f"{found.norm[epoch]:.3f}" for epoch in TENTHS),
    ]  # fmt: skip


def widths(width: int, seed: int) -> list[str]:
    """A line of overfitting_widths.csv: 200 digits, 20 % wrong, all of them a batch."""
    digits = read_table("digits")
    rows = draw_noisy_rows(digits["X"], digits["y"], ALL, ALL_WRONG, False, False, seed)
    theta = train_on(rows, width, ADAM, 0.01, seed, batch=ALL, epochs=UPDATES)[-1]
    right = (_said(rows.X, theta, width).argmax(axis=1) == rows.label).mean()
    output, y = _said(rows.test, theta, width), np.eye(CLASSES)[rows.test_true]
    error = (output.argmax(axis=1) != rows.test_true).mean()
    loss = cross_entropy(output, y).mean()
    return [str(width), str(seed), f"{right:.4f}", f"{error:.4f}", f"{loss:.3f}"]


def _said(X: Any, theta: Any, width: int) -> Any:
    return forward(X, layers(theta, (X.shape[1], width, CLASSES)), "relu").output


def _lines() -> Iterator[tuple[str, list[list[str]]]]:
    head = ["recipe", "seed", "best", "at_best", "kept", "at_end", "memorised"]
    made = [runs(recipe, seed) for recipe in RECIPES for seed in range(SEEDS)]
    yield "overfitting_runs", [[*head, *(f"norm_{epoch}" for epoch in TENTHS)], *made]
    made = [widths(width, seed) for width in WIDTHS for seed in range(WIDTH_SEEDS)]
    yield "overfitting_widths", [["width", "seed", "right", "error", "loss"], *made]


if __name__ == "__main__":
    for name, lines in _lines():
        text = "".join(",".join(line) + "\n" for line in lines)
        (HERE / f"{name}.csv").write_text(text, encoding="utf-8", newline="\n")
