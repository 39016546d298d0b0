"""The k nearest neighbours."""

import numpy as np


def neighbours(X, query, k):
    """The indices of the k rows of X nearest to `query`, nearest first; of equal ones the earlier.

    The distance is Euclidean. ValueError if k is not from 1 to n.
    """
    if not 1 <= k <= len(X):
        raise ValueError("k must be from 1 to the number of rows")
    squares = ((X - query) ** 2).sum(axis=1)
    return np.argsort(squares, kind="stable")[:k]


def predict(X, y, query, k):
    """The class that most of the k nearest have; at a tie that of the nearest among those tied."""
    votes = y[neighbours(X, query, k)]
    counts = (votes[:, None] == votes[None, :]).sum(axis=1)
    return votes[np.argmax(counts)]
