import numpy as np
import pytest
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from methods.models.forests import forest, out_of_bag_means, running_means, vote_errors


def drawn(n=50, m=20, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n + m, 4)).astype(np.float32).astype(float)
    return X[:n], X[:n, 0] + rng.normal(size=n), X[n:]


@pytest.mark.parametrize("classes", [False, True])
def test_trees_are_those_of_the_rows_repeated(classes):
    X, y, others = drawn()
    y = (y > 0).astype(float) if classes else y
    grown = forest(X, y, others, 3, 4, np.random.default_rng(1), classes)
    rng = np.random.default_rng(1)
    for t in range(3):
        rows = rng.integers(50, size=50)
        np.testing.assert_array_equal(grown.copies[t], np.bincount(rows, minlength=50))
        kind = DecisionTreeClassifier if classes else DecisionTreeRegressor
        tree = kind(max_features=4, random_state=int(rng.integers(2**31)))
        tree.fit(X, y, sample_weight=grown.copies[t].astype(float))
        np.testing.assert_array_equal(grown.answers[t], tree.predict(others))
        np.testing.assert_array_equal(grown.own[t], tree.predict(X))
        assert grown.feature[t] == tree.tree_.feature[0]
        assert grown.threshold[t] == tree.tree_.threshold[0]
        drawn_rows = grown.copies[t] > 0
        np.testing.assert_allclose(grown.own[t][drawn_rows], y[drawn_rows])  # fully grown


@pytest.mark.parametrize("answer", [0.0, 1.0])
def test_of_one_class_alone_a_tree_says_that_class(answer):
    X, _, others = drawn()
    grown = forest(X, np.full(50, answer), others, 2, 2, np.random.default_rng(0), classes=True)
    assert (grown.answers == answer).all() and (grown.feature == -1).all()
    assert np.isnan(grown.threshold).all()


def test_out_of_bag_means_by_hand():
    own = np.array([[1.0, 0, 1], [0, 1, 1], [1, 1, 0]])
    copies = np.array([[2, 0, 1], [0, 1, 1], [0, 0, 1]])
    want = [[np.nan, 0, np.nan], [0, 0, np.nan], [0.5, 0.5, np.nan]]
    np.testing.assert_array_equal(out_of_bag_means(own, copies), want)
    np.testing.assert_allclose(running_means(own)[-1], own.mean(axis=0))


def test_errors_of_votes_by_hand():
    share = np.array([[0.2, 0.5, 0.9, np.nan], [np.nan] * 4])
    np.testing.assert_array_equal(
        vote_errors(share, np.array([1, 1, 1, 0])), [(1 + 0.5 + 0) / 3, np.nan]
    )
    np.testing.assert_array_equal(
        vote_errors(share[:1], np.array([False, False, True, True])), [0.5 / 3]
    )


def test_a_row_has_no_vote_while_all_trees_drew_it():
    """1 - 1/e to the power of the trees."""
    rng = np.random.default_rng(0)
    copies = np.array(
        [np.bincount(rng.integers(4000, size=4000), minlength=4000) for _ in range(5)]
    )
    unvoted = np.isnan(out_of_bag_means(np.zeros((5, 4000)), copies)).mean(axis=1)
    np.testing.assert_allclose(unvoted, (1 - np.exp(-1)) ** np.arange(1, 6), atol=0.03)
