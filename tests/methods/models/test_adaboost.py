import numpy as np
import pytest
from sklearn.ensemble import AdaBoostClassifier
from sklearn.tree import DecisionTreeClassifier

from methods.models.adaboost import SURE, adaboost, staged_scores, stump_answers


def drawn(n=60, d=3, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, d)).round(1)  # with ties
    return X, np.where(X[:, 0] + X[:, 1] + 0.8 * rng.normal(size=n) > 0, 1.0, -1.0)


def slow(X, y, rounds):
    """Every stump tried on every row."""
    w, found = np.full(len(y), 1 / len(y)), []
    for _ in range(rounds):
        best = None
        for j in range(X.shape[1]):
            values = np.unique(X[:, j])
            for cut in (values[1:] + values[:-1]) / 2:
                for sign in (1, -1):
                    says = np.where(X[:, j] > cut, sign, -sign)
                    error = w[says != y].sum()
                    if best is None or error < best[0] - 1e-12:
                        best = error, j, cut, sign, says
        error, j, cut, sign, says = best
        alpha = np.log((1 - error) / error) / 2
        found.append((j, cut, sign, error, alpha, w))
        w = w * np.exp(-alpha * y * says)
        w = w / w.sum()
    return [np.array(part) for part in zip(*found, strict=True)]


def test_each_round_is_the_best_of_all_stumps():
    X, y = drawn()
    stumps, want = adaboost(X, y, 12), slow(X, y, 12)
    names = "feature", "threshold", "sign", "error", "alpha", "weights"
    for name, each in zip(names, want, strict=True):
        np.testing.assert_allclose(getattr(stumps, name), each, atol=1e-12)


def test_the_identities_of_the_boosting_theorem():
    """Weights add up to 1; after each round its stump errs on half; the error is at most the product of Z."""
    X, y = drawn()
    stumps = adaboost(X, y, 40)
    np.testing.assert_allclose(stumps.weights.sum(axis=1), 1)
    wrong = stump_answers(stumps, X) != y
    np.testing.assert_allclose((stumps.weights * wrong).sum(axis=1), stumps.error)
    np.testing.assert_allclose((stumps.weights[1:] * wrong[:-1]).sum(axis=1), 0.5)
    z = 2 * np.sqrt(stumps.error * (1 - stumps.error))
    loss = np.exp(-y * staged_scores(stumps, X)).mean(axis=1)
    np.testing.assert_allclose(loss, np.cumprod(z))
    training = (np.sign(staged_scores(stumps, X)) != y).mean(axis=1)
    assert (training <= np.cumprod(z)).all()


def test_scores_are_weighted_sums_of_the_answers():
    X, y = drawn()
    stumps = adaboost(X, y, 5)
    want = sum(a * says for a, says in zip(stumps.alpha, stump_answers(stumps, X), strict=True))
    np.testing.assert_allclose(staged_scores(stumps, X)[-1], want)
    assert set(np.unique(stump_answers(stumps, X))) == {-1.0, 1.0}
    on = np.where(np.arange(3) == stumps.feature[:, None], stumps.threshold[:, None], 0.0)
    np.testing.assert_array_equal(np.diag(stump_answers(stumps, on)), -stumps.sign)  # not above


def test_alpha_is_half_of_scikit_learns():
    X, y = drawn()
    theirs = AdaBoostClassifier(DecisionTreeClassifier(max_depth=1), n_estimators=1).fit(X, y)
    says = theirs.estimators_[0].predict(X)
    ours = adaboost(X, y, 1)
    if np.array_equal(says, stump_answers(ours, X)[0]):
        assert ours.alpha[0] == pytest.approx(theirs.estimator_weights_[0] / 2)
    assert ours.error[0] <= theirs.estimator_errors_[0] + 1e-12


def test_a_stump_that_is_never_wrong_is_the_last():
    X, y = np.array([[0.0], [1.0], [2.0], [3.0]]), np.array([1.0, 1, -1, -1])
    stumps = adaboost(X, y, 9)
    assert stumps.error.tolist() == [0] and stumps.threshold.tolist() == [1.5]
    assert stumps.sign.tolist() == [-1] and stumps.weights.shape == (1, 4)
    assert stumps.alpha[0] == pytest.approx(np.log((1 - SURE) / SURE) / 2)


@pytest.mark.parametrize("y", [[1.0, -1, -1, 1], [1.0, 1, -1, -1]])
def test_without_a_stump_better_than_chance_there_is_no_round(y):
    X = np.array([[0.0], [0], [1], [1]]) if y[1] < 0 else np.zeros((4, 1))
    stumps = adaboost(X, np.array(y), 9)
    assert stumps.alpha.size == 0 and stumps.weights.shape == (0, 4)
    assert staged_scores(stumps, X).shape == (0, 4)
