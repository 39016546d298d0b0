"""Cross-validation of least squares over many shuffles, here and in scikit-learn. Numbers checked first."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from methods.validation.folds import fold_means, folds_of, shuffles
from methods.validation.left_out_fits import least_squares_left_one_out, least_squares_without_fold

Peer = tuple[str, Callable[[], Any], Callable[[], Any] | str]


def all_shuffles(n: int, p: int, k: int) -> Peer:
    """The mean squared error of each fold of 61 shuffles."""
    from sklearn.linear_model import LinearRegression
    from sklearn.model_selection import PredefinedSplit, cross_val_score

    rng = np.random.default_rng(0)
    x, y, folds = (
        rng.standard_normal((n, p)),
        rng.standard_normal(n),
        folds_of(shuffles(n, 61, rng), k),
    )
    columns = np.column_stack([np.ones(n), x])

    def ours() -> Any:
        return fold_means((y - least_squares_without_fold(columns, y, folds, k)) ** 2, folds, k)

    def theirs() -> Any:
        model, score = LinearRegression(), "neg_mean_squared_error"
        return -np.array(
            [
                cross_val_score(model, x, y, cv=PredefinedSplit(fold), scoring=score)
                for fold in folds
            ]
        )

    np.testing.assert_allclose(ours(), theirs())
    return f"61 shuffles of {k} folds, least squares, n = {n}, p = {p} (scikit-learn)", ours, theirs


def left_one_out(n: int) -> Peer:
    """Every row predicted by the fit without it."""
    from sklearn.linear_model import LinearRegression
    from sklearn.model_selection import LeaveOneOut, cross_val_predict

    rng = np.random.default_rng(1)
    x, y = rng.standard_normal((n, 5)), rng.standard_normal(n)
    columns = np.column_stack([np.ones(n), x])

    def ours() -> Any:
        return least_squares_left_one_out(columns, y)

    def theirs() -> Any:
        return cross_val_predict(LinearRegression(), x, y, cv=LeaveOneOut())

    np.testing.assert_allclose(ours(), theirs())
    return f"leave-one-out of least squares, n = {n} (scikit-learn)", ours, theirs


def PEERS() -> Iterator[Peer]:
    yield all_shuffles(100, 5, 5)
    yield all_shuffles(442, 10, 10)
    yield left_one_out(100)
