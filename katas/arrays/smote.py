"""One step of SMOTE."""

import numpy as np


def neighbours(X, y, i, k):
    """The indices of the k rows nearest to row i among the others of its class, nearest first.

    Of equal distances the earlier. If there are fewer, all of them.
    """
    own = np.flatnonzero((y == y[i]) & (np.arange(len(y)) != i))
    squares = ((X[own] - X[i]) ** 2).sum(axis=1)
    return own[np.argsort(squares, kind="stable")[:k]]


def new(row, neighbour, u):
    """The point that lies the share u, from 0 to 1, of the way from the row to its neighbour."""
    return row + u * (neighbour - row)
