import numpy as np
from scipy.optimize import lsq_linear
from sklearn.linear_model import Ridge
from sklearn.model_selection import PredefinedSplit, cross_val_predict

from methods.models.stacking import handed_votes, in_sample, nonnegative_weights, out_of_fold


def drawn(n=40, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, 3))
    return X, X @ [1.0, -1, 0] + rng.normal(size=n)


def ridge(X, y, at):
    return Ridge(1.0).fit(X, y).predict(at)


def mean(X, y, at):
    return np.full(len(at), y.mean())


def test_columns_in_sample_and_out_of_fold():
    X, y = drawn()
    fold = np.random.default_rng(1).permutation(40) % 5
    want = cross_val_predict(Ridge(1.0), X, y, cv=PredefinedSplit(fold))
    held_out = out_of_fold([mean, ridge], X, y, fold)
    np.testing.assert_allclose(held_out[:, 1], want)
    np.testing.assert_allclose(held_out[fold == 2, 0], y[fold != 2].mean())
    np.testing.assert_allclose(
        in_sample([mean, ridge], X, y), np.column_stack([mean(X, y, X), ridge(X, y, X)])
    )


def test_weights_are_the_least_squares_ones_of_0_or_more():
    X, y = drawn()
    weights = nonnegative_weights(X, y)
    np.testing.assert_allclose(weights, lsq_linear(X, y, (0, np.inf)).x, atol=1e-6)
    assert weights[1] == 0


def test_each_vote_goes_where_it_lowers_the_error_most():
    rng = np.random.default_rng(2)
    columns, y = rng.normal(size=(30, 4)) + rng.normal(size=(30, 1)), rng.normal(size=30)
    given = handed_votes(columns, y, 20)
    for b in range(20):
        before = columns[:, given[:b]].sum(axis=1)
        errors = [
            (((before + columns[:, j]) / (b + 1) - y) ** 2).sum() for j in range(columns.shape[1])
        ]
        assert given[b] == np.argmin(errors)


def test_who_knows_the_answers_has_all_votes_and_of_equals_the_first():
    X, y = drawn()
    columns = np.column_stack([X[:, 0], y, y])
    assert (handed_votes(columns, y, 9) == 1).all()
