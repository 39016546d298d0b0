"""Resampling against imbalanced-learn, point for point, and against numbers by hand."""

import numpy as np
import pytest
from imblearn.over_sampling import SMOTE, RandomOverSampler
from imblearn.under_sampling import RandomUnderSampler
from sklearn.neighbors import NearestNeighbors

from methods.imbalance.smote import (
    FEW,
    class_weight,
    copies,
    nearest_neighbours,
    order_of_keeping,
    rows_to_add,
    rows_to_keep,
    smote,
)
from tests.seeds import SEEDS


def problem(seed, n_pos=25, n_neg=175, d=3):
    rng = np.random.default_rng(seed)
    return rng.standard_normal((n_pos + n_neg, d)), np.arange(n_pos + n_neg) < n_pos


def on_a_segment(result, X):
    """How far each synthetic point is from the segment between its two ends."""
    start, end = X[result.parent], X[result.neighbour]
    way = end - start
    step = ((result.X - start) * way).sum(axis=1) / (way**2).sum(axis=1)
    assert ((step >= -1e-12) & (step <= 1 + 1e-12)).all()
    return np.linalg.norm(start + step[:, None] * way - result.X, axis=1)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("k", "d"), [(1, 2), (5, 2), (20, 20)])
def test_every_synthetic_point_lies_between_a_point_and_one_of_its_k_neighbours(seed, k, d):
    X, y = problem(seed, d=d)
    made = smote(X[y], k, 150, seed)
    assert on_a_segment(made, X[y]).max() < 1e-12
    distance = np.linalg.norm(X[y][:, None] - X[y], axis=2)
    np.fill_diagonal(distance, np.inf)
    rank = np.argsort(np.argsort(distance, axis=1), axis=1)
    assert (rank[made.parent, made.neighbour] < k).all()
    np.testing.assert_array_equal(made.X, SMOTE(k_neighbors=k, random_state=seed).fit_resample(X, y)[0][200:])  # fmt: skip


@pytest.mark.parametrize("strength", np.linspace(0, 1, 11))
@pytest.mark.parametrize(("n_pos", "n_neg"), [(25, 175), (2, 98), (30, 570), (13, 14), (50, 50)])
def test_counts_are_those_of_imbalanced_learn(strength, n_pos, n_neg):
    weight = class_weight(n_pos, n_neg, strength)
    ratio = weight * n_pos / n_neg
    assert rows_to_add(n_pos, n_neg, weight) == int(ratio * n_neg - n_pos + 1e-9)
    assert rows_to_keep(n_neg, weight) == int(n_pos / ratio + 1e-9)
    if n_pos > 2 and n_pos < n_neg and int(ratio * n_neg) > n_pos and strength < 0.99:
        X, y = problem(0, n_pos, n_neg)
        grown = SMOTE(sampling_strategy=ratio, random_state=0).fit_resample(X, y)[1]
        assert grown.sum() - n_pos == rows_to_add(n_pos, n_neg, weight)
        copied = RandomOverSampler(sampling_strategy=ratio, random_state=0).fit_resample(X, y)[1]
        assert copied.sum() - n_pos == rows_to_add(n_pos, n_neg, weight)
        left = RandomUnderSampler(sampling_strategy=ratio, random_state=0).fit_resample(X, y)[1]
        assert (~left).sum() == rows_to_keep(n_neg, weight)


@pytest.mark.parametrize("seed", SEEDS)
def test_copies_and_kept_rows_are_those_of_imbalanced_learn(seed):
    X, y = problem(seed)
    sampler = RandomOverSampler(random_state=seed)
    sampler.fit_resample(X, y)
    np.testing.assert_array_equal(copies(25, 150, seed), sampler.sample_indices_[200:])
    np.testing.assert_array_equal(copies(25, 40, seed), copies(25, 150, seed)[:40])
    for keep in (25, 60):
        under = RandomUnderSampler(sampling_strategy={False: keep, True: 25}, random_state=seed)
        under.fit_resample(X, y)
        kept = under.sample_indices_[~y[under.sample_indices_]] - 25
        np.testing.assert_array_equal(order_of_keeping(175, seed)[:keep], kept)


def test_neighbours_by_hand_and_k_is_lowered():
    X = np.array([[0.0], [1.0], [3.0], [3.5]])
    np.testing.assert_array_equal(nearest_neighbours(X, 1), [[1], [0], [3], [2]])
    np.testing.assert_array_equal(nearest_neighbours(X, 2), [[1, 2], [0, 2], [3, 1], [2, 1]])
    assert nearest_neighbours(X, 9).shape == (4, 3)
    alone = nearest_neighbours(X[:1], 5)
    assert alone.shape == (1, 0) and alone.dtype.kind == "i", "rows, though there are none"
    assert smote(X, 9, 5, 0).k == 3


@pytest.mark.parametrize("d", [1, 2, 7])
def test_few_rows_and_many_are_searched_with_one_result(d):
    X = np.random.default_rng(d).standard_normal((FEW + 40, d))
    for n in (FEW, FEW + 1, FEW + 40):  # all distances for the first, a tree for the others
        theirs = NearestNeighbors(n_neighbors=6).fit(X[:n]).kneighbors(return_distance=False)
        np.testing.assert_array_equal(nearest_neighbours(X[:n], 6), theirs)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("k", [1, 3, 5])
def test_of_equally_far_neighbours_the_same_come_first_as_in_imbalanced_learn(seed, k):
    grid = 0.75 * np.array([[i % 5, i // 5] for i in range(25)])
    X, y = np.concatenate([grid, problem(seed, 0, 60, 2)[0]]), np.arange(85) < 25
    theirs = SMOTE(k_neighbors=k, random_state=seed).fit_resample(X, y)[0][85:]
    np.testing.assert_array_equal(smote(grid, k, 35, seed).X, theirs)


def test_at_least_one_row_of_the_majority_is_kept():
    assert rows_to_keep(5, 100.0) == 1 and rows_to_keep(5, 2.5) == 2


def test_a_lone_positive_is_copied():
    made = smote(np.array([[2.0, 5.0]]), 5, 4, 0)
    assert made.k == 0
    np.testing.assert_array_equal([made.parent, made.neighbour], np.zeros((2, 4)))
    np.testing.assert_array_equal(made.X, [[2.0, 5.0]] * 4)


def test_nothing_to_add():
    assert smote(np.zeros((3, 2)), 2, 0, 0).X.shape == (0, 2)


def test_the_mean_moves_with_few_neighbours():
    """{0, 1, 3} with k = 1: segments 0-1, 1-0, 3-1 have mean 1, the points 4/3 (Elreedy & Atiya)."""
    X = np.array([[0.0], [1.0], [3.0]])
    assert smote(X, 1, 200_000, 0).X.mean() == pytest.approx(1.0, abs=0.01)


def test_the_variance_shrinks_as_the_formula_says_when_all_are_neighbours():
    X = np.random.default_rng(0).standard_normal((10, 1))
    made = smote(X, 9, 400_000, 0).X
    assert made.mean() == pytest.approx(X.mean(), abs=0.01)
    assert made.var() / X.var() == pytest.approx(2 / 3 - 1 / (3 * 9), rel=0.01)


@pytest.mark.parametrize("strength", [0.0, 0.3, 1.0])
def test_even_classes_change_nothing(strength):
    weight = class_weight(50, 50, strength)
    assert (weight, rows_to_add(50, 50, weight), rows_to_keep(50, weight)) == (1.0, 0, 50)
