"""Predictions for rows left out against scikit-learn, fold by fold, and against slow versions."""

import numpy as np
import pytest
from scipy.spatial.distance import cdist
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import LeaveOneOut, PredefinedSplit, cross_val_predict
from sklearn.neighbors import KNeighborsClassifier, NearestCentroid

from methods.validation.folds import folds_of, shuffles
from methods.validation.left_out_fits import (
    correlations_in,
    least_squares_left_one_out,
    least_squares_without_fold,
    mean_of_nearest_days,
    nearest_mean_scores,
    nearest_neighbour_without_fold,
)

RNG = np.random.default_rng(3)
X, Y = RNG.standard_normal((43, 4)), RNG.standard_normal(43)
WITH_ONE = np.column_stack([np.ones(43), X])
CLASSES = np.arange(43) % 2 == 0


@pytest.mark.parametrize("k", [2, 5, 43])
def test_least_squares_is_that_of_scikit_learn(k):
    folds = folds_of(shuffles(43, 3, np.random.default_rng(k)), k)
    ours = least_squares_without_fold(WITH_ONE, Y, folds, k)
    for fold, predicted in zip(folds, ours, strict=True):
        theirs = cross_val_predict(LinearRegression(), X, Y, cv=PredefinedSplit(fold))
        np.testing.assert_allclose(predicted, theirs, atol=1e-10)


def test_each_shuffle_may_have_rows_of_its_own_and_folds_of_any_size():
    folds = np.array([[0] * 30 + [2] * 13, [1, 0, 2, 2] * 10 + [2] * 3])
    x, y = np.stack([WITH_ONE, WITH_ONE[::-1] ** 2]), np.stack([Y, Y[::-1] + 1])
    together = least_squares_without_fold(x, y, folds, 3)
    for i in range(2):
        np.testing.assert_allclose(
            together[i], least_squares_without_fold(x[i], y[i], folds[i : i + 1], 3)[0]
        )
    theirs = cross_val_predict(LinearRegression(), x[1][:, 1:], y[1], cv=PredefinedSplit(folds[1]))
    np.testing.assert_allclose(together[1], theirs)


def test_fewer_rows_than_columns_leave_no_fit():
    folds = np.array([[0, 0, 0, 0, 0, 0, 1, 1]])
    found = least_squares_without_fold(WITH_ONE[:8], Y[:8], folds, 2)
    np.testing.assert_array_equal(np.isnan(found[0]), folds[0] == 0)


def test_one_fit_leaves_each_row_out():
    ours = least_squares_left_one_out(WITH_ONE, Y)
    np.testing.assert_allclose(ours, cross_val_predict(LinearRegression(), X, Y, cv=LeaveOneOut()))
    each = least_squares_without_fold(WITH_ONE, Y, np.arange(43)[None], 43)
    np.testing.assert_allclose(ours, each[0])


def test_a_row_that_alone_carries_a_column_cannot_be_left_out():
    x = np.column_stack([np.ones(43), np.arange(43) == 7])
    np.testing.assert_array_equal(np.isnan(least_squares_left_one_out(x, Y)), np.arange(43) == 7)


def test_the_nearest_mean_is_that_of_scikit_learn():
    folds = folds_of(shuffles(43, 2, np.random.default_rng(8)), 4)
    for fold in folds:
        train = fold != np.arange(4)[:, None]
        ours = nearest_mean_scores(X, CLASSES, train) > 0
        for i in range(4):
            theirs = NearestCentroid().fit(X[train[i]], CLASSES[train[i]]).predict(X)
            np.testing.assert_array_equal(ours[i], theirs)


def test_of_several_data_sets_each_has_its_own_scores_and_features_may_be_left_out():
    train, two = RNG.random((3, 43)) < 0.6, np.stack([X, X**2])
    ours = nearest_mean_scores(two, CLASSES, train)
    np.testing.assert_allclose(ours[1], nearest_mean_scores(X**2, CLASSES, train))
    keep = np.array([[True, False, True, False]] * 3)
    np.testing.assert_allclose(
        nearest_mean_scores(X, CLASSES, train, keep),
        nearest_mean_scores(X[:, ::2], CLASSES, train),
    )
    assert np.isnan(nearest_mean_scores(X, CLASSES, CLASSES[None])).all()


def test_correlations_are_those_of_numpy():
    train = RNG.random((5, 43)) < 0.5
    x = np.column_stack([X, np.full(43, 3.0)])
    ours = correlations_in(x, Y, train)
    for row, inside in zip(ours, train, strict=True):
        theirs = [np.corrcoef(x[inside, j], Y[inside])[0, 1] for j in range(4)]
        np.testing.assert_allclose(row, [*theirs, 0.0])


def test_the_nearest_neighbour_is_that_of_scikit_learn():
    folds = folds_of(shuffles(43, 3, np.random.default_rng(9)), 5)
    ours = CLASSES[nearest_neighbour_without_fold(cdist(X, X), folds)]
    for fold, predicted in zip(folds, ours, strict=True):
        model = KNeighborsClassifier(1)
        theirs = cross_val_predict(model, X, CLASSES, cv=PredefinedSplit(fold))
        np.testing.assert_array_equal(predicted, theirs)


def test_the_nearest_days_are_found_one_by_one():
    train = RNG.random(43) < 0.5
    ours = mean_of_nearest_days(Y, train, 3, np.arange(43))
    days = np.flatnonzero(train)
    for day in range(43):
        nearest = sorted(days, key=lambda d, day=day: (abs(d - day), d))[:3]
        assert ours[day] == pytest.approx(Y[nearest].mean())
    with pytest.raises(ValueError, match="training days"):
        mean_of_nearest_days(Y, np.arange(43) < 2, 3, np.arange(43))
