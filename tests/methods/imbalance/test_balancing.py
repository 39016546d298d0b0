"""The sweep against scikit-learn and imbalanced-learn, one strength at a time."""

import numpy as np
import pytest
from scipy.special import expit, logit
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.neighbors import KNeighborsClassifier
from sklearn.tree import DecisionTreeClassifier

from methods.imbalance.balancing import CELLS, LEARNED, sweep, without_smote
from methods.imbalance.imbalanced_cases import drawn_cases
from methods.models.logistic import log_odds

STRENGTHS = (0.0, 0.4, 1.0)
BOX = (-3.0, 4.0, -2.0, 3.0)


@pytest.fixture(params=range(3))
def cases(request):
    return drawn_cases(0.06, 1.5, 2, 3, 300, request.param)


def learned_from(name, cases, s, i):
    """Rows, labels and weights of a method, written out."""
    X, y, ones = cases.X, cases.y, np.ones(cases.y.size)
    m, kept = s.added[i], s.kept[i]
    if name == "weights":
        return X, y, np.where(y, s.weight[i], 1.0)
    if name == "under":
        stay = y.copy()
        stay[np.flatnonzero(~y)[s.rank < kept]] = True
        assert stay.sum() == y.sum() + kept
        return X[stay], y[stay], np.ones(stay.sum())
    more = {"none": X[:0], "smote": s.synthetic.X[:m], "over": X[y][s.copied[:m]]}[name]
    return np.concatenate([X, more]), np.r_[y, np.ones(len(more), bool)], np.r_[ones, np.ones(len(more))]  # fmt: skip


def test_logistic_fits_are_those_of_scikit_learn(cases):
    s = sweep(cases, "logistic", 5, STRENGTHS, 4, BOX)
    for row, name in enumerate(LEARNED):
        for i in range(len(STRENGTHS)):
            X, y, w = learned_from(name, cases, s, i)
            model = LogisticRegression(tol=1e-12, solver="newton-cholesky").fit(X, y, w)
            np.testing.assert_allclose(s.beta[row, i], np.r_[model.intercept_, model.coef_[0]], rtol=1e-6, atol=1e-8)  # fmt: skip
            score = model.predict_proba(cases.X_test)[:, 1]
            np.testing.assert_allclose(s.score[row, i], score, rtol=1e-6)
            assert s.auc[row, i] == pytest.approx(roc_auc_score(cases.y_test, score))
            assert s.mean[row, i] == pytest.approx(score.mean())
            assert s.base[row, i] == pytest.approx((w * y).sum() / w.sum())


def test_what_is_learned_without_smote_serves_every_number_of_its_neighbours(cases):
    others = without_smote(cases, STRENGTHS, 4)
    for k in (1, 5):
        alone = sweep(cases, "logistic", k, STRENGTHS, 4, BOX)
        s = sweep(cases, "logistic", k, STRENGTHS, 4, BOX, others)
        for row, name in enumerate(LEARNED):
            for what in ("beta", "score", "auc", "mean"):
                found = getattr(s, what)[row]
                np.testing.assert_array_equal(found, getattr(alone, what)[row])
                if name != "smote":
                    i = [each for each in LEARNED if each != "smote"].index(name)
                    np.testing.assert_array_equal(found, getattr(others, what)[i])


@pytest.mark.parametrize("model", ["knn", "tree"])
def test_other_models_start_from_the_same_and_fill_the_plane(cases, model):
    s = sweep(cases, model, 5, STRENGTHS, 4, BOX)
    assert s.beta is None and s.plane.shape == (5, 3, CELLS, CELLS)
    for row in range(5):
        np.testing.assert_allclose(s.score[row, 0], s.score[0, 0])
        for i in range(3):
            assert s.auc[row, i] == pytest.approx(roc_auc_score(cases.y_test, s.score[row, i]))
    assert (s.mean[1:, -1] > s.mean[0, -1]).all()
    without = sweep(cases, model, 5, STRENGTHS, 4, None)
    np.testing.assert_array_equal(without.score, s.score)
    assert without.plane is None


@pytest.mark.parametrize("model", ["knn", "tree"])
def test_without_balancing_other_models_are_those_of_scikit_learn_on_the_plane_too(cases, model):
    learner = KNeighborsClassifier(5) if model == "knn" else DecisionTreeClassifier(max_depth=4, random_state=0)  # fmt: skip
    learner.fit(cases.X, cases.y)
    s = sweep(cases, model, 5, STRENGTHS, 4, BOX)
    np.testing.assert_allclose(s.score[0, 1], learner.predict_proba(cases.X_test)[:, 1])
    x, y = np.meshgrid(np.linspace(*BOX[:2], CELLS), np.linspace(*BOX[2:], CELLS))
    share = learner.predict_proba(np.stack([x, y, 0 * x], axis=-1).reshape(-1, 3))[:, 1]
    odds = np.clip(logit(share), -8, 8).reshape(CELLS, CELLS)
    np.testing.assert_allclose(s.plane[0, 2], odds, rtol=1e-6)
    assert s.plane.dtype == np.float32
    falling = sweep(cases, model, 5, STRENGTHS[::-1], 4, BOX)
    np.testing.assert_array_equal(falling.score, s.score[:, ::-1])


def test_the_plane_is_the_model_with_the_other_features_at_zero(cases):
    s = sweep(cases, "logistic", 5, STRENGTHS, 4, BOX)
    plane = s.plane_at(0.4)
    for row, column in ((0, 0), (5, 20), (CELLS - 1, 3)):
        at = np.array([[s.x[column], s.y[row], 0.0]])
        odds = np.clip(log_odds(at, s.beta[:, 1])[:, 0], -8, 8)
        np.testing.assert_allclose(plane[:, row, column], odds, rtol=1e-5, atol=1e-5)
    assert s.at(0.4) == 1
    np.testing.assert_allclose([s.x[0], s.x[-1], s.y[0], s.y[-1]], BOX)
    far = sweep(cases, "logistic", 5, STRENGTHS, 4, (-90.0, 90.0, -90.0, 90.0)).plane_at(1.0)
    assert (far.min(), far.max()) == (-8, 8) and far.dtype == np.float32
    without = sweep(cases, "logistic", 5, STRENGTHS, 4, None)
    assert without.x.size == without.y.size == 0 and without.plane_at(0.4).shape == (5, 0, 0)


def test_weights_move_the_log_odds_by_about_their_logarithm():
    cases = drawn_cases(0.05, 1.7, 1, 2, 5_000, 0)
    s = sweep(cases, "logistic", 5, STRENGTHS, 0, BOX)
    moved = logit(s.score[1, -1]) - logit(s.score[0, -1])
    assert np.median(moved) == pytest.approx(np.log(19), abs=0.2)
    assert expit(0) == 0.5
