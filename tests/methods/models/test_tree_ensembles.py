import numpy as np
import pytest
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.tree import DecisionTreeRegressor

from methods.models.regressors import knn_fits
from methods.models.tree_ensembles import (
    bagged_members,
    bagged_weights,
    bagging_fits,
    boosting_fits,
    resampled,
    tree_fits,
)

AT = np.linspace(0.003, 0.997, 53)


def drawn(sets=5, n=24, seed=0):
    rng = np.random.default_rng(seed)
    x = np.sort(rng.random((sets, n)), axis=1)
    return x, np.sin(6 * x) + 0.3 * rng.standard_normal((sets, n))


@pytest.mark.parametrize("depth", [0, 1, 2, 3, 5, 15])
def test_trees_agree_with_sklearn(depth):
    x, y = drawn()
    fits = tree_fits(x, y, AT, [depth])[0]
    for xs, ys, fit in zip(x, y, fits, strict=True):
        want = ys.mean()
        if depth:
            want = DecisionTreeRegressor(max_depth=depth).fit(xs[:, None], ys).predict(AT[:, None])
        np.testing.assert_allclose(fit, want, atol=1e-9)


def test_a_fully_grown_tree_copies_the_nearest_target():
    x, y = drawn()
    np.testing.assert_allclose(tree_fits(x, y, AT, [23])[0], knn_fits(x, y, AT, [1])[0], atol=1e-9)


def test_equal_inputs_stay_in_one_leaf():
    x, y = np.array([[0.2, 0.2, 0.8]]), np.array([[0.0, 2.0, 7.0]])
    fits = tree_fits(x, y, np.array([0.1, 0.9]), [0, 1, 9])
    np.testing.assert_allclose(fits, [[[3, 3]], [[1, 7]], [[1, 7]]])


def test_of_equally_good_splits_the_first_is_taken():
    x, y = np.arange(1.0, 9).reshape(2, 4), np.array([[1.0, 0, 0, 1], [0.0, 4, 4, 0]])
    fits = tree_fits(x, y, x, [1])[0]
    np.testing.assert_allclose(fits, [[1, 1 / 3, 1 / 3, 1 / 3], [0, 8 / 3, 8 / 3, 8 / 3]])


def test_bagging_agrees_with_sklearn_trees_on_the_same_resamples():
    x, y = drawn()
    fits = bagging_fits(x, y, AT, [1, 4], np.random.default_rng(3))
    rng, trees = np.random.default_rng(3), []
    for _ in range(4):
        resamples = rng.integers(24, size=(5, 24))
        trees.append(
            [
                DecisionTreeRegressor().fit(xs[i, None], ys[i]).predict(AT[:, None])
                for xs, ys, i in zip(x, y, resamples, strict=True)
            ]
        )
    np.testing.assert_allclose(fits[0], trees[0], atol=1e-12)
    np.testing.assert_allclose(fits[1], np.mean(trees, axis=0), atol=1e-12)


def test_endless_bagging_is_a_weighted_mean_of_the_nearest():
    x, y = drawn(sets=1, n=15)
    many = bagging_fits(x, y, AT, [20_000], np.random.default_rng(0))[0, 0]
    order = np.abs(AT[:, None] - x[0]).argsort(axis=1)
    weights = bagged_weights(15)
    assert weights.sum() == pytest.approx(1) and weights[0] == pytest.approx(1 - (14 / 15) ** 15)
    np.testing.assert_allclose(many, y[0][order] @ weights, atol=0.02)


@pytest.mark.parametrize("rounds", [1, 10, 100])
@pytest.mark.parametrize("rate", [0.4, 1.0])
def test_boosting_agrees_with_sklearn(rounds, rate):
    x, y = drawn()
    fits = boosting_fits(x, y, AT, [0, rounds], rate)
    np.testing.assert_allclose(fits[0], np.repeat(y.mean(axis=1)[:, None], AT.size, axis=1))
    for xs, ys, fit in zip(x, y, fits[1], strict=True):
        peer = GradientBoostingRegressor(n_estimators=rounds, learning_rate=rate, max_depth=1)
        peer.fit(xs[:, None], ys)
        np.testing.assert_allclose(fit, peer.predict(AT[:, None]), atol=1e-8)


@pytest.mark.parametrize("least_rows", [1, 2, 5])
def test_members_of_a_bagging_are_scikit_learns_trees_on_the_same_rows(least_rows):
    x, y = drawn()
    resamples = np.random.default_rng(4).integers(24, size=(10, 5, 24))  # more than grow at once
    fits = bagged_members(x, y, resampled(x, AT, resamples), least_rows)
    for b, given in enumerate(resamples):
        for m, i in enumerate(given):
            tree = DecisionTreeRegressor(min_samples_leaf=least_rows).fit(x[m, i, None], y[m, i])
            np.testing.assert_allclose(fits[b, m], tree.predict(AT[:, None]), atol=1e-9)


def test_members_of_a_bagging_average_to_it():
    x, y = drawn()
    resamples = np.random.default_rng(3).integers(24, size=(4, 5, 24))
    together = bagging_fits(x, y, AT, [4], np.random.default_rng(3))[0]
    np.testing.assert_allclose(
        bagged_members(x, y, resampled(x, AT, resamples)).mean(axis=0), together, atol=1e-12
    )


def test_depths_beyond_the_last_split_are_the_same():
    x, y = drawn()
    fits = tree_fits(x, y, AT, [3, 15, 24], 4)
    np.testing.assert_array_equal(fits[1], fits[2])
    tree = DecisionTreeRegressor(min_samples_leaf=4).fit(x[0][:, None], y[0])
    np.testing.assert_allclose(fits[1, 0], tree.predict(AT[:, None]), atol=1e-9)
