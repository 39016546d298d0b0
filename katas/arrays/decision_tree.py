"""A decision tree."""

import numpy as np


def gini(y):
    """The Gini impurity: 1 less the sum of the squared shares of the classes; 0 if y is pure."""
    _, counts = np.unique(y, return_counts=True)
    return 1 - ((counts / len(y)) ** 2).sum()


def best_split(X, y):
    """The feature, the cut and the gain of the split that leaves the least impurity; None without one.

    A cut lies halfway between two neighbouring different values. The gain is the impurity less that
    of the two sides, weighted by their rows. Of equal gains the first feature, then the lowest cut.
    """
    n, best = len(y), None
    for j in range(X.shape[1]):
        values = np.unique(X[:, j])
        for cut in (values[:-1] + values[1:]) / 2:
            low = X[:, j] <= cut
            gain = gini(y) - (low.sum() * gini(y[low]) + (~low).sum() * gini(y[~low])) / n
            if best is None or gain > best[2] + 1e-12:
                best = (j, cut, gain)
    return best


def grow(X, y, depth):
    """A leaf, which is the commonest class (of equal ones the lowest), or (feature, cut, low, high).

    `low` is the tree of the rows at or below the cut. It splits on, even where nothing is gained,
    until a node is pure, no split is left, or the depth is used up.
    """
    split = best_split(X, y) if depth > 0 and gini(y) > 0 else None
    if split is None:
        classes, counts = np.unique(y, return_counts=True)
        return classes[np.argmax(counts)]
    j, cut, _ = split
    low = X[:, j] <= cut
    return (j, cut, grow(X[low], y[low], depth - 1), grow(X[~low], y[~low], depth - 1))


def predict(tree, row):
    """The class of the leaf that the row falls into."""
    while isinstance(tree, tuple):
        j, cut, low, high = tree
        tree = low if row[j] <= cut else high
    return tree
