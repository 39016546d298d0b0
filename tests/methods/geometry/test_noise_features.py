"""Principal components and L1 weights against scikit-learn."""

import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression

from methods.geometry.noise_features import (
    l1_logistic_accuracy,
    principal_scores,
    universal_penalty,
)
from methods.geometry.point_clouds import two_classes
from tests.seeds import MANY_SEEDS


@pytest.mark.parametrize("unit", [1.0, 0.01])
@pytest.mark.parametrize(("n", "d"), [(40, 6), (20, 90), (12, 12), (5, 3)])
def test_scores_are_those_of_pca_but_for_signs(n, d, unit):
    x = unit * np.random.default_rng(0).standard_normal((n, d)) * np.linspace(3, 1, d)
    ours, theirs = principal_scores(x, 3), PCA(3).fit_transform(x)
    np.testing.assert_allclose(np.abs(ours), np.abs(theirs), atol=1e-8)


def test_penalty_keeps_noise_out():
    n, d = 200, 500
    out = []
    for seed in MANY_SEEDS:
        rng = np.random.default_rng(seed)
        x, y = rng.standard_normal((n, d)), np.arange(n) % 2
        steepest = np.abs(x.T @ (y - 0.5)).max() / n  # the gradient at weights of 0
        out.append(steepest < universal_penalty(n, d))
    assert sum(out) >= 10  # sqrt(2 ln d) is the middle of where the largest of d lies, or above
    half = 0.5 * np.sqrt(2 * np.log(2) / 100)
    assert universal_penalty(100, 1) == universal_penalty(100, 2) == pytest.approx(half)


@pytest.mark.parametrize("seed", range(8))
def test_accuracy_is_that_of_the_slow_way_in_any_units(seed):
    cloud = two_classes(80, 0.9, 3, np.random.default_rng(seed))
    x, y = cloud.points[:, :12] * np.logspace(-2, 2, 12) + np.arange(12), cloud.y
    right = 0
    for fold in (0, 1):
        test = [i for i in range(80) if (i // 2) % 2 == fold]
        train = [i for i in range(80) if (i // 2) % 2 != fold]
        m, s = x[train].mean(axis=0), x[train].std(axis=0)
        strength = 1 / (40 * 0.5 * np.sqrt(2 * np.log(12) / 40))
        model = LogisticRegression(
            C=strength, l1_ratio=1.0, solver="liblinear", tol=1e-3, random_state=0
        )
        model.fit((x[train] - m) / s, y[train])
        right += (model.predict((x[test] - m) / s) == y[test]).sum()
    assert l1_logistic_accuracy(x, y) == right / 80


def test_a_constant_feature_does_no_harm():
    cloud = two_classes(60, 3.0, 1, np.random.default_rng(2))
    x = np.column_stack([cloud.points[:, 0], np.full(60, 7.0)])
    assert l1_logistic_accuracy(x, cloud.y) > 0.85
