"""Which rows are held out together: folds of shuffled rows, of groups, and of blocks of time."""

from math import comb

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def shuffles(n: int, times: int, rng: np.random.Generator) -> Ints:
    """Orders of n rows, each drawn anew: (times, n)."""
    return np.asarray(rng.permuted(np.tile(np.arange(n), (times, 1)), axis=1))


def folds_of(order: Ints, k: int) -> Ints:
    """The fold, 0 to k - 1, of each row where rows in `order`, (..., n), are cut into k runs: (..., n).

    The first n mod k folds have one row more, as scikit-learn's KFold has it. ValueError for k
    below 1 or above n.
    """
    n = order.shape[-1]
    if not 1 <= k <= n:
        raise ValueError(f"{n} rows have no {k} folds")
    sizes = np.full(k, n // k)
    sizes[: n % k] += 1
    runs = np.broadcast_to(np.repeat(np.arange(k), sizes), order.shape)
    folds = np.empty_like(order)
    np.put_along_axis(folds, order, runs, axis=-1)
    return folds


def stratified_folds(order: Ints, y: NDArray[np.bool_] | Ints, k: int) -> Ints:
    """The fold, 0 to k - 1, of each row where each class is dealt out in turn: (..., n).

    Rows are dealt class by class, in `order`, (..., n), within each: of every class, as of all rows,
    two folds differ by at most one row, as scikit-learn's StratifiedKFold has it. `y` is (n,). A class
    of fewer than k rows is missing in some folds. ValueError for k below 1 or above n.
    """
    n = order.shape[-1]
    if not 1 <= k <= n:
        raise ValueError(f"{n} rows have no {k} folds")
    by_class = np.argsort(y[order], axis=-1, kind="stable")
    folds = np.empty_like(order)
    dealt = np.broadcast_to(np.arange(n) % k, order.shape)
    np.put_along_axis(folds, np.take_along_axis(order, by_class, axis=-1), dealt, axis=-1)
    return folds


def chance_of_a_fold_without(n: int, rare: int, k: int) -> float:
    """The probability that one or more of k shuffled folds of n rows have none of the `rare` rows.

    Exact, by inclusion and exclusion over the folds that have none. The first n mod k folds have one
    row more.
    """
    size, larger = divmod(n, k)
    ways = 0
    for i in range(larger + 1):
        for j in range(k - larger + 1):
            if i + j:
                rows = n - i * (size + 1) - j * size
                sign = 1 if (i + j) % 2 else -1
                ways += sign * comb(larger, i) * comb(k - larger, j) * comb(rows, rare)
    return ways / comb(n, rare)


def held_out(order: Ints, share: float) -> Bools:
    """Whether a row is among the first share of `order`, (..., n): (..., n), at least one row is."""
    n = order.shape[-1]
    first = np.zeros(order.shape, bool)
    np.put_along_axis(first, order[..., : max(1, round(share * n))], True, axis=-1)
    return first


def forward_blocks(n: int, start: int, length: int) -> list[tuple[int, int]]:
    """Blocks [from, to) of rows in the order of time, after the first `start`; the last may be shorter.

    What a block is predicted from is all that lies before it. Empty if nothing follows `start`.
    """
    return [(begin, min(begin + length, n)) for begin in range(start, n, length)]


def fold_means(values: NDArray[np.float64], folds: Ints, k: int) -> NDArray[np.float64]:
    """The mean of `values` (..., n) in each of k folds: (..., k); nan for a fold without rows.

    `folds` is (..., n), the fold of each row.
    """
    member = folds[..., None, :] == np.arange(k)[:, None]
    size = member.sum(axis=-1)
    total = np.matmul(member.astype(float), values[..., None])[..., 0]
    means = np.divide(total, size, out=np.full(total.shape, np.nan), where=size > 0)
    return np.asarray(means)
