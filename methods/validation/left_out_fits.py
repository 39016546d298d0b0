"""Predictions for rows by models that have not seen them: all folds of all shuffles at once."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def least_squares_without_fold(x: Floats, y: Floats, folds: Ints, k: int) -> Floats:
    """For each row the prediction of least squares on all rows outside its fold: (S, n).

    The fit without a fold has the inner products of all rows less those of the fold, so that no row
    is looked at twice, and all are solved together.

    Parameters
    ----------
    x : (n, q) Columns, the constant among them; (S, n, q) if each shuffle has rows of its own.
    y : (n,) Targets; or (S, n).
    folds : (S, n) The fold of each row, 0 to k - 1, in each of S shuffles.

    nan where a fold leaves fewer rows than columns. numpy.linalg.LinAlgError if columns outside a
    fold depend on each other.
    """
    shuffles, n = folds.shape
    q = x.shape[-1]
    sizes = np.bincount((folds + k * np.arange(shuffles)[:, None]).ravel(), minlength=shuffles * k)
    sizes = sizes.reshape(shuffles, k)
    most = int(sizes.max())
    # the rows fold by fold, each filled up to `most` with rows of zeros, which add to no product
    order = np.argsort(folds, axis=1, kind="stable")
    first = np.cumsum(sizes, axis=1) - sizes
    sorted_folds = np.take_along_axis(folds, order, axis=1)
    at = sorted_folds * most + np.arange(n) - np.take_along_axis(first, sorted_folds, axis=1)
    rows = np.full((shuffles, k * most), n)
    np.put_along_axis(rows, at, order, axis=1)
    both = np.concatenate([x, y[..., None]], axis=-1)
    both = np.concatenate([both, np.zeros_like(both[..., :1, :])], axis=-2)
    shuffle = np.arange(shuffles)[:, None]
    parts = (both[rows] if x.ndim == 2 else both[shuffle, rows]).reshape(shuffles, k, most, q + 1)
    inner = np.swapaxes(parts[..., :q], -1, -2) @ parts
    left = inner.sum(axis=1, keepdims=True) - inner
    enough = n - sizes >= q
    left[~enough] = np.eye(q, q + 1)
    weights = np.linalg.solve(left[..., :q], left[..., q:])
    weights[~enough] = np.nan
    predicted = np.empty((shuffles, n))
    of_rows = (parts[..., :q] @ weights).reshape(shuffles, k * most)
    np.put_along_axis(predicted, order, np.take_along_axis(of_rows, at, axis=1), axis=1)
    return predicted


def least_squares_left_one_out(x: Floats, y: Floats) -> Floats:
    """For each row the prediction of least squares on all others, from one fit: (n,).

    The error is r / (1 - h), with r the residual and h the leverage of the row (Allen 1974). nan
    for a row of leverage 1, without which there is no fit. `x` is (n, q) with its constant.
    """
    q, _ = np.linalg.qr(x)
    leverage = (q**2).sum(axis=1)
    residual = y - q @ (q.T @ y)
    alone = leverage > 1 - 1e-10
    return np.asarray(y - np.where(alone, np.nan, residual / np.where(alone, 1.0, 1 - leverage)))


def nearest_mean_scores(x: Floats, y: Bools, train: Bools, keep: Bools | None = None) -> Floats:
    """How much nearer each row is to the mean of the class True than to that of False: (..., T, n).

    Half the difference of the squared distances: above 0 where the mean of True is nearer.

    Parameters
    ----------
    x : (..., n, p) Features, of several data sets with the same rows if there are more axes.
    y : (n,) Classes.
    train : (T, n) Which rows each of T models learns from; nan where these lack a class.
    keep : (T, p) Which features each model uses; all by default.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        one, other = (
            (train & c).astype(float) @ x / (train & c).sum(axis=1)[:, None] for c in (y, ~y)
        )
    apart = one - other if keep is None else (one - other) * keep
    middle = ((one + other) / 2 * apart).sum(axis=-1)
    return np.asarray(apart @ np.swapaxes(x, -1, -2) - middle[..., None])


def correlations_in(x: Floats, y: Floats, train: Bools) -> Floats:
    """The correlation of each feature with y in the rows of each training set: (T, p).

    `x` is (n, p), `y` (n,), `train` (T, n). 0 for a feature, or a y, that is constant there.
    """
    inside = train.astype(float)
    size = inside.sum(axis=1)[:, None]
    x, y = x - x.mean(axis=0), y - y.mean()
    mean_x, mean_y = inside @ x / size, (inside @ y)[:, None] / size
    both = inside @ (x * y[:, None]) / size - mean_x * mean_y
    spread = (inside @ x**2 / size - mean_x**2) * ((inside @ y**2)[:, None] / size - mean_y**2)
    root = np.sqrt(np.maximum(spread, 0))
    return np.asarray(np.divide(both, root, out=np.zeros_like(both), where=spread > 1e-20))


def nearest_neighbour_without_fold(distance: Floats, folds: Ints) -> Ints:
    """For each row the nearest row outside its fold: (S, n); 0 if there is none.

    `distance` is (n, n), sorted once for all shuffles; `folds` (S, n). Of ties the first.
    """
    order = np.argsort(distance, axis=1, kind="stable")
    chosen = [
        np.take_along_axis(order, (fold[order] != fold[:, None]).argmax(axis=1)[:, None], 1)[:, 0]
        for fold in folds
    ]
    return np.array(chosen)


def mean_of_nearest_days(y: Floats, train: Bools, near: int, at: Ints) -> Floats:
    """For each day `at`, (a,), the mean of y on the `near` training days nearest in time: (a,).

    Days are numbered by their place; a training day counts itself. Of two as near the earlier one is
    taken. `y` and `train` are (n,). ValueError with fewer training days than `near`.
    """
    days = np.flatnonzero(train)
    if days.size < near:
        raise ValueError(f"{days.size} training days, {near} asked for")
    first = np.searchsorted(days, at)[:, None] + np.arange(-near, near + 1)
    there = (first >= 0) & (first < days.size)
    candidates = days[first.clip(0, days.size - 1)]
    away = np.where(there, np.abs(candidates - at[:, None]), y.size + 1)
    best = np.argsort(away, axis=1, kind="stable")[:, :near]
    return np.asarray(y[np.take_along_axis(candidates, best, axis=1)].mean(axis=1))
