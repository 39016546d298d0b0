"""Ridge regression that is pulled to given coefficients: a source's, in place of 0.

    |y - X w|² + penalty |w - start|²

is least where w = start + (X'X + penalty I)^-1 X'(y - X start): ridge on what the start leaves over. It
is the mean of w given the data where w is normal about the start (Lindley & Smith 1972).
A penalty of 0 forgets the start, one without end keeps it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Moments:
    """All that squared errors need to know of n rows, with any leading axes.

    Attributes
    ----------
    n : (...) how many rows.
    gram : (..., p, p) X'X.
    cross : (..., p) X'y.
    square : (...) y'y.
    """

    n: Any
    gram: Floats
    cross: Floats
    square: Floats

    def __getitem__(self, i: Any) -> "Moments":
        """The same at an index of the leading axes: a number, a slice, None, or a tuple of them."""
        i = i if isinstance(i, tuple) else (i,)
        i = i if Ellipsis in i else (*i, Ellipsis)
        one, both = (*i, slice(None)), (*i, slice(None), slice(None))
        return Moments(self.n[i], self.gram[both], self.cross[one], self.square[i])

    def less(self, part: "Moments") -> "Moments":
        """Those of the rows that are not in `part`."""
        return Moments(
            self.n - part.n,
            self.gram - part.gram,
            self.cross - part.cross,
            self.square - part.square,
        )


def moments(X: Floats, y: Floats) -> Moments:
    """Of all rows of X (..., n, p), y (..., n)."""
    return growing_moments(X, y, (X.shape[-2],))[..., 0]


def growing_moments(X: Floats, y: Floats, sizes: Sequence[int]) -> Moments:
    """Of the first rows of X (..., n, p), y (..., n), for each of K rising `sizes`: (..., K)."""
    lead, p = X.shape[:-2], X.shape[-1]
    gram, cross, square = (np.empty((*lead, len(sizes), *shape)) for shape in ((p, p), (p,), ()))
    sums: list[Any] = [0.0, 0.0, 0.0]
    before = 0
    for k, size in enumerate(sizes):
        rows, target = X[..., before:size, :], y[..., before:size]
        turned = np.swapaxes(rows, -1, -2)
        sums[0] = gram[..., k, :, :] = sums[0] + turned @ rows
        sums[1] = cross[..., k, :] = sums[1] + (turned @ target[..., None])[..., 0]
        sums[2] = square[..., k] = sums[2] + (target**2).sum(axis=-1)
        before = size
    n = np.broadcast_to(np.asarray(sizes), (*lead, len(sizes)))
    return Moments(n, gram, cross, square)


def pulled_ridge(seen: Moments, start: Floats, penalty: Any) -> Floats:
    """(..., p) The coefficients that fit the rows of `seen` and are pulled to `start`.

    `start` (..., p) and `penalty` (...), above 0, broadcast with the leading axes of `seen`.
    """
    p = seen.gram.shape[-1]
    pull = np.asarray(penalty, float)[..., None, None] * np.eye(p)
    left = seen.cross - (seen.gram @ start[..., None])[..., 0]
    return np.asarray(start + np.linalg.solve(seen.gram + pull, left[..., None])[..., 0])


def pulled_ridge_of_many(X: Floats, Y: Floats, start: Floats, penalty: float) -> Floats:
    """(..., p, k) The same for each of k targets, from rows X (..., n, p), Y (n, k), start (p, k).

    Where rows are fewer than columns it solves for n unknowns and not p, by
    w = start + X'(XX' + penalty I)^-1 (Y - X start).
    """
    n, p = X.shape[-2:]
    turned, left = np.swapaxes(X, -1, -2), Y - X @ start
    if n < p:
        inner = X @ turned + penalty * np.eye(n)
        return np.asarray(start + turned @ np.linalg.solve(inner, left))
    return np.asarray(start + np.linalg.solve(turned @ X + penalty * np.eye(p), turned @ left))


def mean_squared_error(of: Moments, w: Floats) -> Floats:
    """(...) The mean squared error of coefficients w (..., p) on the rows of `of`; nan without rows."""
    through = (of.gram @ w[..., None])[..., 0]
    total = of.square - 2 * (w * of.cross).sum(axis=-1) + (w * through).sum(axis=-1)
    n = np.asarray(of.n, float)
    found = np.divide(total, n, out=np.full(np.broadcast(total, n).shape, np.nan), where=n > 0)
    return np.asarray(np.maximum(found, 0.0))  # a perfect fit is rounded to either side


def expected_error(n: Any, p: int, noise: float, distance: Any, penalty: Any) -> Any:
    """E|w - w*|² where X'X = n I: (penalty / (n + penalty))² distance² + p noise n / (n + penalty)².

    `noise` is the variance of y about X w*, `distance` is |start - w*|; `n` + `penalty` is above 0.
    """
    weight = n + penalty
    return (penalty / weight) ** 2 * distance**2 + p * noise * n / weight**2


def best_penalty(p: int, noise: float, distance: float) -> float:
    """The penalty of the least expected error, p noise / distance², at any n; infinite at distance 0."""
    return p * noise / distance**2 if distance else float("inf")


def worth_in_examples(p: int, noise: float, distance: float, other: float) -> float:
    """How many rows a start at `distance` is ahead of one at `other`, each with its `best_penalty`.

    The error is then 1 / (n / (p noise) + 1 / distance²), so a start is worth p noise / distance² rows
    from the first on, at any n. Below 0 it costs rows. Distances are above 0.
    """
    return p * noise * (1 / distance**2 - 1 / other**2)
