"""Regression trees of one input, bagged and boosted, fitted to many training sets at once.

Shapes as in `methods.models.regressors`, but `x` is (M, n), each row sorted. A tree splits midway between
two neighbouring inputs, so wherever it is asked it answers as at the nearest training input: fits
are worked out on the training inputs alone and then looked up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from methods.models.regressors import F64, TIE, run_starts

Ints = NDArray[np.signedinteger[Any]]
TOGETHER = 8  # trees of a bagging grown at once, while what is added up still lies near at hand


def tree_fits(x: F64, y: F64, at: F64, depths: Sequence[int], least_rows: int = 1) -> F64:
    """Least-squares trees (CART, Breiman et al. 1984, chapter 8) of every depth in `depths`.

    All sets are laid end to end and grown together, a level at a time; every leaf splits that can
    be split into two of at least `least_rows` rows. Equal inputs stay together.
    Returns (len(depths), M, G).
    """
    return _tree_fits(x, y, run_starts(x, at, 1), depths, least_rows)


def _tree_fits(x: F64, y: F64, nearest: Ints, depths: Sequence[int], least_rows: int) -> F64:
    """The same, asked at the places of which `nearest` (M, G) are the nearest inputs."""
    sets, n = x.shape
    total = sets * n
    centre = y.mean(axis=1, keepdims=True)
    sums = np.concatenate([[0.0], np.cumsum((y - centre).ravel())])
    apart = np.append(np.diff(x.ravel()) > 0, False)
    first = np.arange(total) % n == 0  # whether a leaf begins here
    begin = n * np.arange(sets)  # of the leaves that may yet be split
    end = begin + n
    levels: dict[int, F64] = {}
    for depth in range(max(depths) + 1):
        begin, cut, end = _splits(sums, apart, begin, end, least_rows)
        if depth in depths or cut.size == 0:
            edges = np.append(np.flatnonzero(first), total)
            size = np.diff(edges)
            level = np.repeat(np.diff(sums[edges]) / size, size).reshape(sets, n)
            levels[depth] = np.take_along_axis(level, nearest, axis=1) + centre
        if cut.size == 0:  # deeper trees are the same
            break
        first[cut] = True
        begin, end = np.concatenate([begin, cut]), np.concatenate([cut, end])
    return np.stack([levels[min(depth, max(levels))] for depth in depths])


def _splits(
    sums: F64, apart: NDArray[np.bool_], begin: Ints, end: Ints, least_rows: int
) -> tuple[Ints, Ints, Ints]:
    """Of leaves [begin, end) those that can be split: where each begins, its second part begins, it ends.

    `sums` are those of the targets before each item; `apart` is whether an item differs from the next.
    """
    many = end - begin - 2 * least_rows + 1  # places to split a leaf at
    begin, end, many = (each[many > 0] for each in (begin, end, many))
    if begin.size == 0:
        return begin, begin, end
    after = np.cumsum(many)
    leaf = np.repeat(np.arange(many.size), many)
    size = np.arange(leaf.size) - (after - many - least_rows)[leaf]  # of the first part
    place = begin[leaf] + size
    left = sums[place] - sums[begin][leaf]
    right = sums[end][leaf] - sums[place]
    gain = left * left / size + right * right / (end[leaf] - place)
    gain[~apart[place - 1]] = -np.inf
    best = np.maximum.reduceat(gain, after - many)
    hits = np.flatnonzero((gain == best[leaf]) & (gain > -np.inf))
    hits = hits[np.diff(leaf[hits], prepend=-1) > 0]  # the first of equals
    found = leaf[hits]
    return begin[found], place[hits], end[found]


@dataclass(frozen=True, eq=False)
class Resamples:
    """What trees of a bagging are given, whatever the targets and the size of leaves.

    Attributes
    ----------
    rows : (B, M, n) The rows of each set, rising, with repeats.
    nearest : (B, M, G) Which of these is nearest to each place where the tree is asked.
    """

    rows: NDArray[np.int16]
    nearest: NDArray[np.int16]


def resampled(x: F64, at: F64, rows: NDArray[np.integer]) -> Resamples:
    """`rows` (B, M, n), in any order, of sets x (M, n), for trees that are asked at `at` (G,) or (M, G).

    Fewer than 30,000 rows.
    """
    rising = np.sort(rows.astype(np.int16), axis=2)
    nearest = [run_starts(np.take_along_axis(x, each, axis=1), at, 1) for each in rising]
    return Resamples(rising, np.array(nearest, np.int16))


def bagged_members(x: F64, y: F64, resamples: Resamples, least_rows: int = 1) -> F64:
    """What each tree of a bagging answers: trees grown until leaves of `least_rows` cannot be split.

    Inputs of a row must differ. Returns (B, M, G).
    """
    (sets, n), fits = x.shape, np.empty(resamples.nearest.shape)
    for start in range(0, len(fits), TOGETHER):
        some = slice(start, start + TOGETHER)
        rows, nearest = resamples.rows[some], resamples.nearest[some]
        given, targets = (
            np.take_along_axis(each[None], rows, axis=2).reshape(-1, n) for each in (x, y)
        )
        nearest = nearest.reshape(len(given), -1)
        if least_rows == 1:  # grown out, a tree answers as the nearest of the rows it was given
            found = np.take_along_axis(targets, nearest, axis=1)
        else:
            found = _tree_fits(given, targets, nearest, (n,), least_rows)[0]
        fits[some] = found.reshape(len(rows), sets, -1)
    return fits


def bagging_fits(x: F64, y: F64, at: F64, counts: Sequence[int], rng: np.random.Generator) -> F64:
    """Averages of the first B fully grown trees, each on a bootstrap resample, for B in `counts`.

    Inputs of a row must differ. A fully grown tree gives each input a leaf of its own, and then it
    answers with the target of the nearest input in its resample. Rising counts.
    Returns (len(counts), M, G). Breiman, "Bagging predictors", Machine Learning 1996.
    """
    sets, n = x.shape
    rows = np.arange(sets)[:, None]
    index = np.arange(n)
    cell = run_starts(x, at, 1)
    # `cell` is the nearest input; the neighbours below and above the query itself are wanted.
    below = np.where(np.take_along_axis(x, cell, axis=1) <= at, cell, cell - 1)
    flat = rows * (n + 2) + below + 1  # index into rows padded by one on either side
    x_wide = np.pad(x, ((0, 0), (1, 1)), constant_values=((0, 0), (-np.inf, np.inf))).ravel()
    y_wide = np.pad(y, ((0, 0), (1, 1))).ravel()
    last = np.zeros((sets, n + 2), dtype=np.intp)
    next_ = np.full((sets, n + 2), n + 1, dtype=np.intp)
    base = rows * (n + 2)
    total, fits, done = np.zeros(cell.shape), [], 0
    for count in counts:
        for _ in range(done, count):
            present = np.zeros((sets, n), dtype=bool)
            present[rows, rng.integers(n, size=(sets, n))] = True
            np.maximum.accumulate(np.where(present, index + 1, 0), axis=1, out=last[:, 1:-1])
            backwards = np.where(present, index + 1, n + 1)[:, ::-1]
            next_[:, 1:-1] = np.minimum.accumulate(backwards, axis=1)[:, ::-1]
            lower = last.ravel()[flat] + base
            upper = next_.ravel()[flat + 1] + base
            near = np.where(at - x_wide[lower] <= x_wide[upper] - at + 2 * TIE, lower, upper)
            total += y_wide[near]
        done = count
        fits.append(total / count)
    return np.stack(fits)


def boosting_fits(x: F64, y: F64, at: F64, rounds: Sequence[int], rate: float) -> F64:
    """The mean, plus `rate` times a stump fitted to what is left, so many rounds, for every count.

    Least-squares boosting (Friedman 2001, algorithm 2). Rising `rounds`. Inputs of a row must
    differ. Returns (len(rounds), M, G).
    """
    sets, n = x.shape
    nearest = run_starts(x, at, 1)
    rest = y - y.mean(axis=1, keepdims=True)
    size = np.arange(1.0, n)
    # The residuals sum to 0 and a stump keeps it so: the gain S^2/m + S^2/(n-m) is S^2 times this.
    worth = np.sqrt(n / (size * (n - size)))
    index, row = np.arange(n), np.arange(sets)
    fits, done = [], 0
    for count in rounds:
        for _ in range(done, count):
            sums = np.cumsum(rest, axis=1)[:, :-1]
            split = np.abs(sums * worth).argmax(axis=1)
            taken = sums[row, split] * rate
            left, right = taken / (split + 1), -taken / (n - split - 1)
            rest -= np.where(index <= split[:, None], left[:, None], right[:, None])
        done = count
        fits.append(np.take_along_axis(y - rest, nearest, axis=1))
    return np.stack(fits)


def bagged_weights(n: int) -> NDArray[np.float64]:
    """Weight of the j-th nearest target in an endless bagging of nearest-neighbour fits, (n,).

    P(j-th nearest is in a resample of n, and none nearer) = (1 - (j-1)/n)^n - (1 - j/n)^n;
    Biau, Cérou & Guyader, JMLR 2010.
    """
    rank = np.arange(n + 1)
    return np.asarray(-np.diff((1 - rank / n) ** n))
