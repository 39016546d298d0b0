"""Importances against scikit-learn's and by hand."""

import numpy as np
from sklearn.datasets import make_moons
from sklearn.tree import DecisionTreeClassifier

from methods.models.decision_tree import grow, one_hot
from methods.models.feature_importance import impurity_importance, permutation_importance


def test_impurity_importance_is_scikit_learns():
    X, y = make_moons(100, noise=0.2, random_state=0)
    X = np.column_stack([X.astype(np.float32).astype(float), np.zeros(100)])
    tree = grow(X, one_hot(y, 2), least_rows=8)
    theirs = DecisionTreeClassifier(min_samples_leaf=8, random_state=0).fit(X, y)
    np.testing.assert_allclose(impurity_importance(tree, 3), theirs.feature_importances_)


def test_a_tree_without_a_gain_has_none():
    tree = grow(np.ones((2, 1)), one_hot(np.array([0, 1]), 2))
    assert np.isnan(impurity_importance(tree, 1)).all()


def test_a_feature_that_is_not_asked_costs_nothing():
    X = np.array([[0.0, 5.0], [1.0, 6.0], [0.0, 7.0], [1.0, 8.0]])
    rng = np.random.default_rng(0)
    found = permutation_importance(lambda rows: float((rows[:, 0] != X[:, 0]).mean()), X, rng, 200)
    assert found[1] == 0 and 0.4 < found[0] < 0.6  # half the labels stay, on average
