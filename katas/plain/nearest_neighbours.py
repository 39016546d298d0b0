"""The k nearest neighbours."""

from math import dist


def neighbours(X, query, k):
    """The indices of the k rows of X nearest to `query`, nearest first; of equal ones the earlier.

    The distance is Euclidean. ValueError if k is not from 1 to n.
    """
    if not 1 <= k <= len(X):
        raise ValueError("k must be from 1 to the number of rows")
    return sorted(range(len(X)), key=lambda i: dist(X[i], query))[:k]


def predict(X, y, query, k):
    """The class that most of the k nearest have; at a tie that of the nearest among those tied."""
    votes = [y[i] for i in neighbours(X, query, k)]
    return max(votes, key=votes.count)
