"""The leak against the same audit written with scikit-learn and imbalanced-learn."""

import numpy as np
import pytest
from imblearn.over_sampling import SMOTE
from imblearn.pipeline import make_pipeline
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, make_scorer
from sklearn.model_selection import PredefinedSplit, cross_validate
from sklearn.neighbors import KNeighborsClassifier
from sklearn.tree import DecisionTreeClassifier

from methods.imbalance.resampling_leak import FOLDS, folds_of, resampling_leak, with_smote

MODELS = {
    "nearest": KNeighborsClassifier(1),
    "tree": DecisionTreeClassifier(max_depth=8, random_state=0),
    "logistic": LogisticRegression(tol=1e-10),
}

# scikit-learn's own F1 takes a probability of just one half for negative
SCORING = {
    "auc": "roc_auc",
    "f1": make_scorer(lambda y, p: f1_score(y, p >= 0.5), response_method="predict_proba"),
}


def noise(seed, n=400, d=10, share=0.05):
    return np.random.default_rng(seed).standard_normal((n, d)), np.arange(n) < share * n


@pytest.mark.parametrize("seed", range(3))
def test_both_orders_against_imbalanced_learn(seed):
    X, y = noise(seed)
    found = resampling_leak(X, y, 5, seed)
    rng = np.random.default_rng((seed, 2))
    sampler = SMOTE(random_state=seed)
    whole = sampler.fit_resample(X, y)
    before, inside = folds_of(whole[1], FOLDS, rng), folds_of(y, FOLDS, rng)
    for name, model in MODELS.items():
        leaked = cross_validate(model, *whole, cv=PredefinedSplit(before), scoring=SCORING)  # fmt: skip
        honest = cross_validate(make_pipeline(sampler, model), X, y, cv=PredefinedSplit(inside), scoring=SCORING)  # fmt: skip
        for ours, theirs in (
            (found.auc_before[name], leaked["test_auc"]),
            (found.f1_before[name], leaked["test_f1"]),
            (found.auc_inside[name], honest["test_auc"]),
            (found.f1_inside[name], honest["test_f1"]),
        ):
            assert ours == pytest.approx(theirs.mean(), abs=1e-6), name


def test_folds_share_out_each_class():
    y = np.arange(103) < 11
    fold = folds_of(y, 5, np.random.default_rng(0))
    for label in (True, False):
        sizes = np.bincount(fold[y == label], minlength=5)
        assert sizes.max() - sizes.min() <= 1


def test_resampling_makes_the_classes_even():
    X, y = with_smote(*noise(0), 5, 0)
    assert y.sum() == (~y).sum() == 380 and len(X) == 760


def test_too_few_positives_for_every_fold():
    X, y = noise(0, share=0.005)  # two positives
    found = resampling_leak(X, y, 5, 0)
    assert (found.rows, found.positives) == (400, 2)
    assert 0 <= found.auc_inside["nearest"] <= 1
    few_negatives = resampling_leak(X, ~noise(0, share=0.0075)[1], 5, 0)
    assert 0 <= few_negatives.auc_inside["tree"] <= 1, "two folds have none and do not count"
    X, y = noise(0, share=0.0025)  # one: no fold has it on both sides
    assert np.isnan(resampling_leak(X, y, 5, 0).auc_inside["nearest"])
