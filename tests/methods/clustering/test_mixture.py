"""A mixture of normals against scikit-learn from the same start."""

import numpy as np
import pytest
from scipy.stats import multivariate_normal
from sklearn.mixture import GaussianMixture

from methods.clustering.mixture import FLOOR, mixture


def two_groups(seed):
    rng = np.random.default_rng(seed)
    points = np.vstack([rng.normal(0, 2, (120, 2)), rng.normal([6, 0], 0.4, (30, 2))])
    return points, (np.arange(150) >= 120).astype(int)


@pytest.mark.parametrize("seed", range(3))
def test_it_comes_to_where_scikit_learn_does(seed):
    points, labels = two_groups(seed)
    found = mixture(points, labels[None], 2, tol=1e-9, most=2000)
    theirs = GaussianMixture(
        2, tol=1e-9, max_iter=2000, reg_covar=FLOOR,
        weights_init=[0.8, 0.2], means_init=[points[labels == c].mean(axis=0) for c in (0, 1)],
        precisions_init=[np.linalg.inv(np.cov(points[labels == c].T)) for c in (0, 1)],
    ).fit(points)  # fmt: skip
    np.testing.assert_allclose(found.means, theirs.means_, atol=1e-3)
    np.testing.assert_allclose(found.covariances, theirs.covariances_, atol=1e-3)
    np.testing.assert_allclose(found.weights, theirs.weights_, atol=1e-4)
    assert found.likelihood == pytest.approx(theirs.score(points), abs=1e-6)
    assert (found.labels == theirs.predict(points)).all()


def test_its_likelihood_is_that_of_its_components():
    points, labels = two_groups(0)
    found = mixture(points, labels[None], 2, tol=1e-12, most=3000)
    dense = sum(
        w * multivariate_normal(m, c).pdf(points)
        for w, m, c in zip(found.weights, found.means, found.covariances, strict=True)
    )
    assert found.likelihood == pytest.approx(np.log(dense).mean(), abs=1e-8)


def test_of_several_runs_the_likeliest_is_kept_and_one_may_be_cut_short():
    points, labels = two_groups(1)
    poor = np.random.default_rng(0).integers(2, size=150)
    both = mixture(points, np.array([poor, labels]), 2)
    alone = [mixture(points, each[None], 2) for each in (poor, labels)]
    assert both.likelihood == pytest.approx(max(each.likelihood for each in alone))
    assert mixture(points, labels[None], 2, tol=0.0, most=3).rounds == 3


def test_a_component_without_points_has_no_weight():
    points, _ = two_groups(0)
    found = mixture(points, np.zeros((1, 150), int), 2)
    assert found.weights[1] < 1e-12 and (found.labels == 0).all() and np.isfinite(found.likelihood)
