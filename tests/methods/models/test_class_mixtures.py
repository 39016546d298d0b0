"""Classes with a known law against scipy, quadrature and Efron's table."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import multivariate_normal, norm

from methods.models.class_mixtures import (
    ClassMixtures,
    efficiency_of_logistic,
    normal_classes,
)

MEANS = np.array([[[0.0, 0], [0, 0]], [[2, 1], [6, -3]]])
COVARIANCES = np.array(
    [[[[1, 0.5], [0.5, 2]], [[1, 0], [0, 1]]], [[[1, 0], [0, 1]], [[0.5, 0.1], [0.1, 0.3]]]]
)
LAW = ClassMixtures(MEANS, np.linalg.cholesky(COVARIANCES), np.array([0.0, 0.25]))


def test_densities_are_those_of_scipy():
    X = np.random.default_rng(0).standard_normal((30, 2)) * 3
    parts = [
        [multivariate_normal(MEANS[c, i], COVARIANCES[c, i]).pdf(X) for i in (0, 1)] for c in (0, 1)
    ]
    zero, one = parts[0][0], 0.75 * parts[1][0] + 0.25 * parts[1][1]
    np.testing.assert_allclose(np.exp(LAW.log_densities(X)), [zero, one])
    np.testing.assert_allclose(LAW.log_ratio(X), np.log(one / zero))


def test_what_is_drawn_has_that_law():
    label = np.arange(4000) % 2
    X = LAW.draw(label, np.random.default_rng(1), 5)
    assert X.shape == (5, 4000, 2)
    for kind, (first, second) in enumerate(((1, 0), (0.75, 0.25))):
        some = X[:, label == kind].reshape(-1, 2)
        mean = first * MEANS[kind, 0] + second * MEANS[kind, 1]
        spread = sum(
            share * (COVARIANCES[kind, i] + np.outer(MEANS[kind, i], MEANS[kind, i]))
            for i, share in enumerate((first, second))
        ) - np.outer(mean, mean)
        error = 4 * np.sqrt(np.diag(spread) / len(some))
        assert (abs(some.mean(axis=0) - mean) < error).all()
        np.testing.assert_allclose(np.cov(some.T), spread, rtol=0.1, atol=0.1)


def test_one_normal_a_class():
    law = normal_classes(np.array([[0.0, 0], [1, 2]]), np.array([np.eye(2), 4 * np.eye(2)]))
    X = np.array([[0.5, -1.0], [3, 2]])
    np.testing.assert_allclose(
        law.log_densities(X),
        [
            multivariate_normal([0, 0], np.eye(2)).logpdf(X),
            multivariate_normal([1, 2], 4 * np.eye(2)).logpdf(X),
        ],
    )


@pytest.mark.parametrize(
    "distance, published", [(1, 0.995), (2, 0.899), (3, 0.641), (4, 0.343), (2.83, 0.693)]
)
def test_the_efficiency_of_logistic_regression_is_efrons(distance, published):
    assert efficiency_of_logistic(distance) == pytest.approx(published, abs=6e-4)


def test_the_integral_is_that_of_quadrature():
    for distance in (0.5, 3.0, 6.0):
        mean, _ = quad(lambda z, d=distance: norm.pdf(z) / np.cosh(d * z / 2), -12, 12)
        closed = (1 + distance**2 / 4) * np.exp(-(distance**2) / 8) * mean
        assert efficiency_of_logistic(distance) == pytest.approx(closed, rel=1e-8)
    assert efficiency_of_logistic(0.0) == pytest.approx(1)
