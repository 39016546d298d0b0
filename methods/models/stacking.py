"""Stacking: a second level that learns, from what the first level's models say, whom to believe."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]
Fit = Callable[[Floats, Floats, Floats], Floats]
"""Rows to train on, their targets, rows to predict for: what the model says of those."""


def in_sample(fits: Sequence[Fit], X: Floats, y: Floats) -> Floats:
    """(n, models) What each model says of the rows `X` (n, d) that it was trained on: a leak."""
    return np.column_stack([fit(X, y, X) for fit in fits])


def out_of_fold(fits: Sequence[Fit], X: Floats, y: Floats, fold: Ints) -> Floats:
    """(n, models) What each model says of each row, trained on the rows of the other folds.

    `fold` (n,) is the fold of each row. Wolpert, "Stacked generalization", 1992.
    """
    columns = np.empty((len(y), len(fits)))
    for each in np.unique(fold):
        out = fold == each
        columns[out] = np.column_stack([fit(X[~out], y[~out], X[out]) for fit in fits])
    return columns


def nonnegative_weights(columns: Floats, y: Floats) -> Floats:
    """(models,) Weights of 0 or more, without an intercept, of least squared error.

    Breiman, "Stacked regressions", 1996.
    """
    from scipy.optimize import nnls  # a visitor of another page need not wait for it

    return np.asarray(nnls(columns, y)[0])


def handed_votes(columns: Floats, y: Floats, votes: int) -> Ints:
    """(votes,) Which model gets each vote: the one whose vote lowers the mean's squared error most.

    A model may have many votes, and the mean is over votes; of equal models the first. Caruana and
    others, "Ensemble selection from libraries of models", 2004.
    """
    given = np.empty(votes, int)
    total = np.zeros(len(y))
    for b in range(votes):
        off = (total[:, None] + columns) / (b + 1) - y[:, None]
        given[b] = np.einsum("nm,nm->m", off, off).argmin()
        total += columns[:, given[b]]
    return given
