"""A decision tree."""


def gini(y):
    """The Gini impurity: 1 less the sum of the squared shares of the classes; 0 if y is pure."""
    n = len(y)
    return 1 - sum((y.count(c) / n) ** 2 for c in set(y))


def best_split(X, y):
    """The feature, the cut and the gain of the split that leaves the least impurity; None without one.

    A cut lies halfway between two neighbouring different values. The gain is the impurity less that
    of the two sides, weighted by their rows. Of equal gains the first feature, then the lowest cut.
    """
    n, best = len(y), None
    for j in range(len(X[0])):
        values = sorted(set(row[j] for row in X))
        for low, high in zip(values, values[1:]):
            cut = (low + high) / 2
            left = [t for row, t in zip(X, y) if row[j] <= cut]
            right = [t for row, t in zip(X, y) if row[j] > cut]
            gain = gini(y) - (len(left) * gini(left) + len(right) * gini(right)) / n
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
        return max(sorted(set(y)), key=y.count)
    j, cut, _ = split
    sides = []
    for is_low in (True, False):
        of_side = [i for i in range(len(y)) if (X[i][j] <= cut) == is_low]
        sides.append(grow([X[i] for i in of_side], [y[i] for i in of_side], depth - 1))
    return (j, cut, *sides)


def predict(tree, row):
    """The class of the leaf that the row falls into."""
    while isinstance(tree, tuple):
        j, cut, low, high = tree
        tree = low if row[j] <= cut else high
    return tree
