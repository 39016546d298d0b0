"""Folds against scikit-learn's and against counting."""

from itertools import combinations

import numpy as np
import pytest
from sklearn.model_selection import KFold, StratifiedKFold, TimeSeriesSplit

from methods.validation.folds import (
    chance_of_a_fold_without,
    fold_means,
    folds_of,
    forward_blocks,
    held_out,
    shuffles,
    stratified_folds,
)


def test_each_shuffle_is_an_order_of_the_rows():
    orders = shuffles(13, 40, np.random.default_rng(0))
    np.testing.assert_array_equal(np.sort(orders, axis=1), np.tile(np.arange(13), (40, 1)))
    assert len(np.unique(orders, axis=0)) == 40


@pytest.mark.parametrize(("n", "k"), [(10, 5), (11, 5), (13, 4), (7, 7), (9, 1)])
def test_rows_in_order_have_the_folds_of_scikit_learn(n, k):
    ours = folds_of(np.arange(n), k)
    if k > 1:
        for i, (_, test) in enumerate(KFold(k).split(np.zeros(n))):
            np.testing.assert_array_equal(np.flatnonzero(ours == i), test)
    sizes = np.bincount(ours, minlength=k)
    assert sizes.sum() == n and sizes.max() - sizes.min() <= 1


def test_a_shuffled_row_is_in_the_fold_of_its_place():
    orders = shuffles(11, 6, np.random.default_rng(1))
    folds = folds_of(orders, 3)
    for order, fold in zip(orders, folds, strict=True):
        np.testing.assert_array_equal(fold[order], [0] * 4 + [1] * 4 + [2] * 3)


@pytest.mark.parametrize("k", [0, 4])
def test_there_are_no_more_folds_than_rows(k):
    with pytest.raises(ValueError, match="folds"):
        folds_of(np.arange(3), k)
    with pytest.raises(ValueError, match="folds"):
        stratified_folds(np.arange(3), np.arange(3) > 1, k)


@pytest.mark.parametrize(("rare", "k"), [(5, 5), (13, 4), (9, 7)])
def test_a_class_is_dealt_out_as_by_scikit_learn(rare, k):
    y = np.random.default_rng(rare).permutation(np.arange(41) < rare)
    orders = shuffles(41, 6, np.random.default_rng(3))
    ours = stratified_folds(orders, y, k)
    theirs = [
        (y[test].sum(), (~y[test]).sum()) for _, test in StratifiedKFold(k).split(np.zeros(41), y)
    ]
    for folds in ours:
        counts = [(y[folds == i].sum(), (~y[folds == i]).sum()) for i in range(k)]
        assert sorted(counts) == sorted(theirs)
    assert len(np.unique(ours, axis=0)) == 6


def test_a_class_smaller_than_the_folds_is_missing_in_some():
    folds = stratified_folds(np.arange(10), np.arange(10) < 2, 5)
    assert len(np.unique(folds[:2])) == 2
    np.testing.assert_array_equal(np.bincount(folds), [2] * 5)


@pytest.mark.parametrize(("n", "rare", "k"), [(9, 3, 2), (10, 3, 4), (11, 5, 3), (8, 2, 3)])
def test_the_chance_of_a_fold_without_is_counted_over_all_choices(n, rare, k):
    folds = folds_of(np.arange(n), k)
    lacks = [len(set(folds[list(rows)])) < k for rows in combinations(range(n), rare)]
    assert chance_of_a_fold_without(n, rare, k) == pytest.approx(np.mean(lacks))


def test_many_shuffles_lack_as_often_as_the_chance_says():
    """95.7 % for 5 rows among 100 and 5 folds in the lesson."""
    chance = chance_of_a_fold_without(100, 5, 5)
    assert chance == pytest.approx(0.957, abs=0.0006)
    folds = folds_of(shuffles(100, 4000, np.random.default_rng(7)), 5)[:, :5]
    share = np.mean([len(set(five)) < 5 for five in folds.tolist()])
    assert abs(share - chance) < 4 * np.sqrt(chance * (1 - chance) / 4000)


def test_a_fifth_held_out_is_the_first_of_five_folds():
    orders = shuffles(100, 5, np.random.default_rng(2))
    np.testing.assert_array_equal(held_out(orders, 0.2), folds_of(orders, 5) == 0)
    assert held_out(np.arange(3), 0.01).tolist() == [True, False, False]


def test_forward_blocks_are_those_of_time_series_split():
    ours = forward_blocks(100, 40, 20)
    theirs = TimeSeriesSplit(3, test_size=20).split(np.zeros(100))
    assert ours == [(test[0], test[-1] + 1) for _, test in theirs]
    assert forward_blocks(45, 40, 20) == [(40, 45)]
    assert forward_blocks(40, 40, 20) == []


def test_means_of_folds_are_counted():
    values, folds = (
        np.array([[1.0, 2, 3, 10], [0, 0, 4, 4]]),
        np.array([[0, 0, 1, 1], [1, 0, 0, 1]]),
    )
    np.testing.assert_allclose(fold_means(values, folds, 3), [[1.5, 6.5, np.nan], [2, 2, np.nan]])
