"""Normal classes against scikit-learn, scipy and numbers by hand."""

import numpy as np
import pytest
from scipy.stats import multivariate_normal
from sklearn.covariance import shrunk_covariance
from sklearn.discriminant_analysis import (
    LinearDiscriminantAnalysis,
    QuadraticDiscriminantAnalysis,
)
from sklearn.naive_bayes import GaussianNB

from methods.models.gaussian_classes import (
    KINDS,
    GaussianClasses,
    fit_gaussian_classes,
    parameters,
)


def classes(n=40, p=3, seed=0, sets=()):
    rng = np.random.default_rng(seed)
    y = np.arange(n) % 2
    X = rng.standard_normal((*sets, n, p)) @ rng.standard_normal((p, p)) + 3.0
    return X + 1.5 * y[:, None] * rng.random(p), y


def weights(y, sets=()):
    both = np.array([y == 0, y == 1], float)
    return np.broadcast_to(both, (*sets, *both.shape))


@pytest.mark.parametrize("kind", KINDS)
def test_log_densities_are_those_of_scipy(kind):
    X, y = classes()
    fit = fit_gaussian_classes(X, weights(y), kind)
    own = [np.cov(X[y == c].T, ddof=0) for c in (0, 1)]
    if kind in ("nb", "nbs"):
        own = [np.diag(np.diag(S)) for S in own]
    if kind in ("nbs", "lda"):
        own = [(own[0] + own[1]) / 2] * 2
    np.testing.assert_allclose(fit.full(), own, rtol=1e-6, atol=1e-7)
    theirs = [multivariate_normal(X[y == c].mean(axis=0), own[c]).logpdf(X) for c in (0, 1)]
    np.testing.assert_allclose(fit.log_densities(X), theirs, rtol=1e-6)
    np.testing.assert_allclose(fit.log_ratio(X), theirs[1] - theirs[0], rtol=1e-5, atol=1e-6)
    assert fit.is_diagonal == (kind in ("nb", "nbs"))


@pytest.mark.parametrize("kind", KINDS)
def test_densities_of_known_features_are_those_of_the_features_alone(kind):
    rng = np.random.default_rng(3)
    X, weight = rng.standard_normal((40, 3)) @ rng.standard_normal((3, 3)), np.zeros((2, 40))
    weight[0, ::2], weight[1, 1::2] = 1.0, 1.0
    fit = fit_gaussian_classes(X, weight, kind)
    cases, known = rng.standard_normal((8, 3)), (np.arange(8)[:, None] >> np.arange(3)) % 2 == 1
    found = fit.log_densities_of_known(cases, known)
    assert (found[:, 0] == 0).all(), "nothing is known"
    for i in range(1, 8):
        own = known[i]
        for each in (0, 1):
            law = multivariate_normal(fit.means[each, own], fit.full()[each][np.ix_(own, own)])
            assert found[each, i] == pytest.approx(law.logpdf(cases[i, own]))
    np.testing.assert_allclose(found[:, 7], fit.log_densities(cases[7:])[:, 0])


def test_the_four_kinds_are_those_of_scikit_learn():
    X, y = classes(60)
    y = np.where(np.arange(60) < 20, 0, 1)  # the classes are not as large as each other
    prior = np.log(40 / 20)
    naive = GaussianNB(var_smoothing=1e-9).fit(X, y).predict_log_proba(X)
    found = fit_gaussian_classes(X, weights(y), "nb").log_ratio(X) + prior
    np.testing.assert_allclose(found, naive[:, 1] - naive[:, 0], rtol=1e-9)
    for shrinkage in (0.0, 0.3):
        lda = LinearDiscriminantAnalysis(solver="lsqr", shrinkage=shrinkage or None).fit(X, y)
        found = fit_gaussian_classes(X, weights(y), "lda", shrinkage).log_ratio(X) + prior
        np.testing.assert_allclose(found, lda.decision_function(X), rtol=1e-5, atol=1e-6)
    theirs = QuadraticDiscriminantAnalysis().fit(X, y)
    scale = [
        np.sum(y == c) / (np.sum(y == c) - 1) for c in (0, 1)
    ]  # of its divisor, if it is n - 1
    ours = fit_gaussian_classes(X, weights(y), "qda")
    rotated = [
        r @ np.diag(s) @ r.T for r, s in zip(theirs.rotations_, theirs.scalings_, strict=True)
    ]
    for c in (0, 1):
        ratio = rotated[c] / ours.covariances[c]
        assert np.allclose(ratio, 1, rtol=1e-5) or np.allclose(ratio, scale[c], rtol=1e-5)


def test_shrinkage_is_that_of_scikit_learn():
    X, y = classes(11, 4)
    for kind in ("qda", "lda"):
        plain, shrunk = (fit_gaussian_classes(X, weights(y), kind, s).full() for s in (0.0, 0.4))
        for c in (0, 1):
            np.testing.assert_allclose(shrunk[c], shrunk_covariance(plain[c], 0.4), rtol=1e-6)
    for kind in ("nb", "nbs"):
        plain, shrunk = (fit_gaussian_classes(X, weights(y), kind, s) for s in (0.0, 1.0))
        middle = np.repeat(plain.covariances.mean(axis=1)[:, None], 4, axis=1)
        np.testing.assert_allclose(shrunk.covariances, middle, rtol=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_many_fits_are_as_each_alone(kind):
    X, y = classes(sets=(3,))
    many = fit_gaussian_classes(X, weights(y, (3,)), kind, 0.2)
    ratios = many.log_ratio(X[0])
    own = many.log_ratio(X)
    for s in range(3):
        alone = fit_gaussian_classes(X[s], weights(y), kind, 0.2)
        np.testing.assert_allclose(ratios[s], alone.log_ratio(X[0]), rtol=1e-9)
        np.testing.assert_allclose(own[s], alone.log_ratio(X[s]), rtol=1e-9)


@pytest.mark.parametrize("kind", KINDS)
def test_a_weight_of_two_is_a_point_twice(kind):
    X, y = classes(20)
    heavy = weights(y).copy()
    heavy[:, :5] *= 2
    twice, label = np.vstack([X, X[:5]]), np.append(y, y[:5])
    one, two = (
        fit_gaussian_classes(X, heavy, kind),
        fit_gaussian_classes(twice, weights(label), kind),
    )
    np.testing.assert_allclose(one.log_ratio(X), two.log_ratio(X), rtol=1e-6, atol=1e-8)


def test_a_linear_map_does_not_move_the_border_of_lda_but_that_of_naive_bayes():
    X, y = classes()
    turn = np.array([[1.0, 2, 0], [0, 1, 1], [1, 0, 3]])
    for kind, same in (("lda", True), ("qda", True), ("nb", False), ("nbs", False)):
        one = fit_gaussian_classes(X, weights(y), kind).log_ratio(X)
        two = fit_gaussian_classes(X @ turn, weights(y), kind).log_ratio(X @ turn)
        assert np.allclose(one, two, rtol=1e-4, atol=1e-4) == same


def test_of_too_few_points_there_is_a_floor():
    X = np.array([[0.0, 1.0], [2.0, 1.0], [1.0, 1.0], [3.0, 1.0]])
    fit = fit_gaussian_classes(X, weights(np.array([0, 1, 0, 1])), "nb", floor=0.01)
    assert fit.covariances[:, 1] == pytest.approx(0.01 * X[:, 0].var())
    assert fit.covariances[:, 0] == pytest.approx(0.25 + 0.01 * X[:, 0].var())
    for kind in KINDS:
        assert np.isfinite(
            fit_gaussian_classes(X, weights(np.array([0, 1, 0, 1])), kind).log_ratio(X)
        ).all()


def test_two_unit_normals_by_hand():
    """Means -1 and 1, variance 1: the log-odds at x are 2 x."""
    for covariances in (np.ones((2, 1)), np.ones((2, 1, 1))):
        fit = GaussianClasses(np.array([[-1.0], [1.0]]), covariances)
        np.testing.assert_allclose(fit.log_ratio(np.array([[0.0], [3.0]])), [0, 6])
        A, w, b = fit.discriminant()
        assert not A.any() and w == pytest.approx(2) and b == pytest.approx(0)


def test_parameters_are_counted():
    for p in (1, 2, 7):
        pairs = np.triu_indices(p)[0].size
        assert parameters("nbs", p) == 2 * p + p + 1
        assert parameters("nb", p) == 2 * p + 2 * p + 1
        assert parameters("lda", p) == 2 * p + pairs + 1
        assert parameters("qda", p) == 2 * p + 2 * pairs + 1
