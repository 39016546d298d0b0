"""How two groupings of the same cases agree, whatever their groups are called."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ints = NDArray[np.int64]


def contingency(a: ArrayLike, b: ArrayLike) -> Ints:
    """How many cases are in each group of `a` and of `b`, both (n,): rows and columns in sorted order."""
    _, rows = np.unique(np.asarray(a), return_inverse=True)
    _, columns = np.unique(np.asarray(b), return_inverse=True)
    table = np.zeros((rows.max() + 1, columns.max() + 1), int)
    np.add.at(table, (rows, columns), 1)
    return table


def adjusted_rand_index(table: ArrayLike) -> float:
    """Agreement of two groupings by their `contingency` table: 1 if they are the same, 0 by chance.

    (index - expected) / (largest - expected), the index being the pairs of cases that are together in
    both. It may be negative. Two groupings that are alike in having one group, or none with two cases,
    agree: 1. Hubert and Arabie, Comparing partitions, 1985.
    """
    counts = np.asarray(table, float)
    together, rows, columns = (
        float((each * (each - 1) / 2).sum())
        for each in (counts, counts.sum(axis=1), counts.sum(axis=0))
    )
    n = float(counts.sum())
    pairs = n * (n - 1) / 2
    expected = rows * columns / pairs if pairs else 0.0
    largest = (rows + columns) / 2
    return (together - expected) / (largest - expected) if largest != expected else 1.0
