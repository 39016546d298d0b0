"""One-hot encoding."""

import numpy as np


def fit(column):
    """The categories of the training column, sorted, each once."""
    return np.unique(column)


def transform(column, categories):
    """A row for each value, 1 at its category; and the values that are no category, sorted, each once.

    The row of such a value is all zeros.
    """
    rows = (column[:, None] == categories[None, :]).astype(int)
    return rows, np.setdiff1d(column, categories)
