"""Ensembles here and in scikit-learn. Numbers checked first."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from data.read import TABLES
from methods.models.adaboost import adaboost
from methods.models.tree_ensembles import bagged_members, boosting_fits, resampled
from methods.validation.training_sets import simulated

Peer = tuple[str, Callable[[], Any], Callable[[], Any] | str]


def same(ours: Any, theirs: Any) -> None:
    np.testing.assert_allclose(ours, theirs, rtol=1e-8, atol=1e-9)


def bagging(least_rows: int) -> Peer:
    """60 trees on each of 30 sets of 80 points, asked at 100 places."""
    from sklearn.tree import DecisionTreeRegressor

    sets = simulated("wave", "stratified", 80, 30, 0.3, 0, 1)
    resamples = np.random.default_rng(4).integers(80, size=(60, 30, 80))

    def ours() -> Any:
        given = resampled(sets.x, sets.at, resamples)
        return bagged_members(sets.x, sets.y, given, least_rows)

    def theirs() -> Any:
        at = sets.at[:, None]
        return np.array([
            [DecisionTreeRegressor(min_samples_leaf=least_rows).fit(x[i, None], y[i]).predict(at)
             for x, y, i in zip(sets.x, sets.y, rows, strict=True)]
            for rows in resamples
        ])  # fmt: skip

    same(ours(), theirs())
    leaf = "fully grown" if least_rows == 1 else f"{least_rows} rows in a leaf"
    return f"30 sets x 60 bagged trees, n = 80, {leaf} (DecisionTreeRegressor)", ours, theirs


def boosting() -> Peer:
    """300 boosted stumps on each of 30 sets of 80 points."""
    from sklearn.ensemble import GradientBoostingRegressor

    sets = simulated("wave", "stratified", 80, 30, 0.3, 0, 1)

    def ours() -> Any:
        return boosting_fits(sets.x, sets.y, sets.at, [300], 0.1)[0]

    def theirs() -> Any:
        model = GradientBoostingRegressor(n_estimators=300, learning_rate=0.1, max_depth=1)
        at = sets.at[:, None]
        return np.array([
            model.fit(x[:, None], y).predict(at) for x, y in zip(sets.x, sets.y, strict=True)
        ])  # fmt: skip

    same(ours(), theirs())
    return "30 sets x 300 boosted stumps, n = 80 (GradientBoostingRegressor)", ours, theirs


def reweighting() -> Peer:
    """200 rounds of AdaBoost on 285 lumps of 30 measurements."""
    from sklearn.ensemble import AdaBoostClassifier
    from sklearn.tree import DecisionTreeClassifier

    table = TABLES["breast_cancer"]
    columns = [column for name, column in table.columns.items() if name != "malignant"]
    X, y = np.column_stack(columns)[:285], np.where(table["malignant"][:285] == 1, 1.0, -1.0)

    def ours() -> Any:
        return adaboost(X, y, 200)

    def theirs() -> Any:
        return AdaBoostClassifier(DecisionTreeClassifier(max_depth=1), n_estimators=200).fit(X, y)

    # Its stumps are others: only the identity of the weights can be checked.
    np.testing.assert_allclose(ours().weights.sum(axis=1), 1)
    return "AdaBoost, 200 rounds, 285 x 30 (AdaBoostClassifier, Gini stumps)", ours, theirs


def PEERS() -> Iterator[Peer]:
    yield bagging(1)
    yield bagging(5)
    yield boosting()
    yield reweighting()
