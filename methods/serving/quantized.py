"""Vectors in fewer bits: what they take in memory, and which neighbours they still find."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
FULL = 32  # bits of a number that is not rounded


def index_bytes(vectors: float, dimensions: float, bits: float) -> float:
    """Memory of so many vectors, without what an index adds to them; a GB is 10^9 bytes."""
    return vectors * dimensions * bits / 8


def quantize(X: Floats, bits: int) -> Floats:
    """X (n, d) rounded to 2^bits levels, even between each column's least and largest, as values.

    With 1 bit to its sign, -1 or 1, as X is centred on 0; with FULL bits it stays. A column of one
    value stays too.
    """
    if bits >= FULL:
        return X
    if bits == 1:
        return np.where(X > 0, 1.0, -1.0)
    low, high = X.min(axis=0), X.max(axis=0)
    step = np.where(high > low, high - low, 1.0) / (2**bits - 1)
    return np.asarray(low + step * np.round((X - low) / step))


def nearest_rows(queries: Floats, X: Floats, *k: int) -> NDArray[np.intp]:
    """The rows of X nearest to each query by Euclidean distance, (queries, largest k).

    For each of `k` the first k columns are the k nearest, in no order.
    """
    squared = (X**2).sum(axis=1) - 2 * queries @ X.T
    return np.argpartition(squared, [each - 1 for each in k], axis=1)[:, : max(k)]


def neighbours_found(
    true: NDArray[np.intp], queries: Floats, rounded: Floats, *fetched: int
) -> Floats:
    """The share of true neighbours, (queries, k), among the nearest rounded rows, for each of `fetched`.

    Queries stay as they are, but where rows are signs: then their signs are compared.
    """
    asks = np.sign(queries) if np.isin(rounded, (-1.0, 1.0)).all() else queries
    found = true[:, :, None] == nearest_rows(asks, rounded, *fetched)[:, None, :]
    return np.array([found[:, :, :many].any(axis=2).mean() for many in fetched])
