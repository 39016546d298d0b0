"""Probabilities of a logistic regression on a table's held-out rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from methods.tables import Table

Floats = NDArray[np.float64]

# late60 is known only once a flight has flown: a cancelled one never is late
FLIGHT_NUMBERS = (
    "month", "dow", "hour", "distance", "temp", "dewp", "humid",
    "wind_speed", "precip", "pressure", "visib",
)  # fmt: skip
FLIGHT_TEXTS = ("origin", "carrier")
# cost_total, damage and any_damage are known only after the strike: they would leak the answer
BIRD_NUMBERS = ("speed_ias_kt",)
BIRD_TEXTS = ("state", "phase", "wildlife_size", "time_of_day")


@dataclass(frozen=True, eq=False)
class Scored:
    """Held-out cases: y (n,), score (n,) in (0, 1); and how many rows the model learned from."""

    y: NDArray[np.bool_]
    score: Floats
    n_train: int


@lru_cache(maxsize=8)
def flight_scores(table: Table, seed: int) -> Scored:
    """Chance that a flight is cancelled, on the 30 % of flights the model has not seen."""
    return held_out_scores(table, "cancelled", FLIGHT_NUMBERS, FLIGHT_TEXTS, seed)


@lru_cache(maxsize=8)
def bird_scores(table: Table, seed: int) -> Scored:
    """Chance that a bird strike does substantial damage, on the 30 % of strikes not seen."""
    return held_out_scores(table, "substantial", BIRD_NUMBERS, BIRD_TEXTS, seed)


def held_out_scores(
    table: Table, target: str, numbers: Sequence[str], texts: Sequence[str], seed: int
) -> Scored:
    """Fit on a random 70 % of each class, score the other 30 %, in the table's order.

    Ridge-penalised logistic regression (C = 1) on `design`.
    """
    from sklearn.linear_model import LogisticRegression

    y = table[target] == 1
    train = stratified_train(y, np.random.default_rng(seed))
    X = design(table, numbers, texts, train)
    model = LogisticRegression(solver="newton-cholesky").fit(X[train], y[train])
    score = expit(X[~train] @ model.coef_[0] + model.intercept_[0])
    return Scored(y[~train], score, int(train.sum()))


def stratified_train(y: NDArray[np.bool_], rng: np.random.Generator) -> NDArray[np.bool_]:
    """True for a random 70 % (rounded) of the negatives and of the positives, shape (n,)."""
    train = np.zeros(y.size, dtype=bool)
    for label in (False, True):
        rows = rng.permutation(np.flatnonzero(y == label))
        train[rows[: round(0.7 * rows.size)]] = True
    return train


def design(
    table: Table, numbers: Sequence[str], texts: Sequence[str], train: NDArray[np.bool_]
) -> Floats:
    """Design matrix (n, d): standardised numbers, a flag where one was missing, a column per word.

    Medians, means, deviations and words come from the rows in `train`. Missing numbers take the
    median; words not met in training are all zeros.
    """
    columns: list[NDArray[Any]] = []
    for name in numbers:
        value = table[name]
        missing = np.isnan(value)
        filled = np.where(missing, np.median(value[train & ~missing]), value)
        columns.append((filled - filled[train].mean()) / filled[train].std())
        if missing[train].any():
            columns.append(missing)
    for name in texts:
        word = table[name]
        columns += [word == each for each in np.unique(word[train])]
    return np.column_stack(columns).astype(float)
