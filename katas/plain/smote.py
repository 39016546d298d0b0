"""One step of SMOTE."""

from math import dist


def neighbours(X, y, i, k):
    """The indices of the k rows nearest to row i among the others of its class, nearest first.

    Of equal distances the earlier. If there are fewer, all of them.
    """
    own = [j for j in range(len(X)) if j != i and y[j] == y[i]]
    return sorted(own, key=lambda j: dist(X[i], X[j]))[:k]


def new(row, neighbour, u):
    """The point that lies the share u, from 0 to 1, of the way from the row to its neighbour."""
    return [a + u * (b - a) for a, b in zip(row, neighbour)]
