"""A category's number is the mean of the target in it: plainly, without the row itself, or by folds.

`category` (n,) are whole numbers from 0 to K - 1, `y` (n,) the target. Means are pulled towards the
overall mean as if `smoothing` more rows had it (Micci-Barreca 2001); a category nobody has gets it whole.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int_]


def category_means(category: Ints, y: Floats, categories: int, smoothing: float = 0.0) -> Floats:
    """(K,) the smoothed mean of y in each category."""
    count = np.bincount(category, minlength=categories)
    total = np.bincount(category, y, minlength=categories)
    return _smoothed(total, count, y.mean(), smoothing)


def leave_one_out_codes(
    category: Ints, y: Floats, categories: int, smoothing: float = 0.0
) -> Floats:
    """(n,) for each row the smoothed mean of the others of its category.

    It leaks all the same: within a category a row's code is the lower the higher its target is.
    """
    count = np.bincount(category, minlength=categories)[category]
    total = np.bincount(category, y, minlength=categories)[category]
    return _smoothed(total - y, count - 1, y.mean(), smoothing)


def cross_fitted_codes(
    category: Ints, y: Floats, fold: Ints, categories: int, smoothing: float = 0.0
) -> Floats:
    """(n,) for each row the smoothed mean of its category over all folds but its own.

    `fold` (n,) are whole numbers from 0, none of which is empty. What a fold has not seen gets the mean
    of y outside the fold. scikit-learn's `TargetEncoder.fit_transform` does the same.
    """
    folds = int(fold.max()) + 1
    cell, size = category * folds + fold, categories * folds
    count = np.bincount(cell, minlength=size).reshape(categories, folds)
    total = np.bincount(cell, y, minlength=size).reshape(categories, folds)
    count, total = (each.sum(axis=1, keepdims=True) - each for each in (count, total))
    mean = total.sum(axis=0) / count.sum(axis=0)
    return np.asarray(_smoothed(total, count, mean, smoothing)[category, fold])


def line_r2(code: Floats, y: Floats, new_code: Floats, new_y: Floats) -> tuple[float, float]:
    """R^2 of a line of y on `code`, on the rows it is fitted to and on new ones.

    Where all codes are alike the line is the mean. On new rows R^2 compares with their own mean, and is
    negative where that would have been the better guess.
    """
    off = code - code.mean()
    square = off @ off
    slope = off @ y / square if square > 1e-18 else 0.0
    r2 = [
        1 - np.square(at - (y.mean() + slope * (x - code.mean()))).mean() / at.var()
        for x, at in ((code, y), (new_code, new_y))
    ]
    return float(r2[0]), float(r2[1])


def noise_r2(seen: int, n: int) -> float:
    """The mean R^2 of `seen` category means on their own n rows, if y has nothing to do with them."""
    return (seen - 1) / (n - 1)


def expected_seen(categories: Any, n: int) -> Any:
    """How many of K equally frequent categories n rows have on average: K (1 - (1 - 1/K)^n)."""
    k = np.asarray(categories, float)
    return k * (1 - (1 - 1 / k) ** n)


def _smoothed(total: Any, count: Any, mean: Any, smoothing: float) -> Floats:
    weight = count + smoothing
    empty = np.broadcast_to(np.asarray(mean, float), np.shape(weight)).copy()
    np.divide(total + smoothing * mean, weight, out=empty, where=weight > 0)
    return empty
