import numpy as np
import pytest
from numpy.polynomial import legendre
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.neighbors import KNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PolynomialFeatures

from methods.models.regressors import (
    cosine_features,
    feature_fits,
    knn_fits,
    polynomial_fits,
    ridge_fits,
    run_starts,
)

AT = np.linspace(0.003, 0.997, 41)


def drawn(sets=6, n=20, seed=0):
    rng = np.random.default_rng(seed)
    x = np.sort(rng.random((sets, n)), axis=1)
    return x, np.sin(6 * x) + 0.3 * rng.standard_normal((sets, n))


def midpoints(n):
    return ((np.arange(n) + 0.5) / n)[None]


@pytest.mark.parametrize("degree", [0, 1, 2, 4, 6])
def test_polynomials_agree_with_sklearn(degree):
    x, y = drawn()
    fits = polynomial_fits(x, y, AT, 6)[degree]
    for xs, ys, fit in zip(x, y, fits, strict=True):
        peer = make_pipeline(PolynomialFeatures(degree), LinearRegression())
        peer.fit(xs[:, None], ys)
        np.testing.assert_allclose(fit, peer.predict(AT[:, None]), atol=1e-7)


@pytest.mark.parametrize("degree", [9, 15])
def test_high_degrees_agree_with_orthogonal_least_squares(degree):
    x, y = drawn(n=30)
    fits = polynomial_fits(x, y, AT, 15)[degree]
    for xs, ys, fit in zip(x, y, fits, strict=True):
        weights = np.linalg.lstsq(legendre.legvander(2 * xs - 1, degree), ys)[0]
        np.testing.assert_allclose(fit, legendre.legval(2 * AT - 1, weights), rtol=1e-6, atol=1e-7)


def test_best_polynomials_of_a_sine_have_the_errors_of_theory():
    x = midpoints(4000)
    fits = polynomial_fits(x, np.sin(2 * np.pi * x), x[0], 5)[:, 0]
    errors = ((fits - np.sin(2 * np.pi * x)) ** 2).mean(axis=1)
    third = 0.0043901
    theory = [1 / 2, 1 / 2 - 3 / np.pi**2, 1 / 2 - 3 / np.pi**2, third, third, 1.85e-5]
    np.testing.assert_allclose(errors, theory, rtol=2e-3)


def test_least_squares_spends_one_over_n_of_the_noise_on_each_coefficient():
    x = midpoints(25)
    hat = polynomial_fits(x, np.eye(25), x[0], 15)
    trace = np.einsum("dij,dij->d", hat, hat)
    np.testing.assert_allclose(trace, np.arange(1, 17), rtol=1e-9)


def test_leave_one_out_shortcut_holds_for_the_hat_matrix():
    x, y = drawn(sets=1, n=15)
    hat = polynomial_fits(x, np.eye(15), x[0], 3)[3].T
    short = (y[0] - hat @ y[0]) / (1 - np.diag(hat))
    for i in range(15):
        rest = np.arange(15) != i
        fit = polynomial_fits(x[:, rest], y[:, rest], x[0, i : i + 1], 3)[3, 0, 0]
        assert short[i] == pytest.approx(y[0, i] - fit, abs=1e-9)


def test_a_degree_that_the_points_do_not_fix_is_undefined():
    x, y = drawn(n=10)
    fits = polynomial_fits(x, y, AT, 12)
    assert np.isfinite(fits[:10]).all() and np.isnan(fits[10:]).all()
    through = polynomial_fits(x[:1], y[:1], x[0], 9)[9, 0]
    np.testing.assert_allclose(through, y[0], atol=1e-6)
    x[:, 1] = x[:, 0]
    assert np.isnan(polynomial_fits(x, y, AT, 9)[9]).all()


def test_shared_inputs_give_the_same_as_repeated_ones():
    x = midpoints(20)
    y = drawn()[1]
    repeated = np.repeat(x, len(y), axis=0)
    for fit in (
        lambda x: polynomial_fits(x, y, AT, 8),
        lambda x: knn_fits(x, y, AT, [1, 3, 20]),
        lambda x: ridge_fits(x, y, AT, [0.1, 10.0], 7),
    ):
        np.testing.assert_allclose(fit(x), fit(repeated), atol=1e-10)


@pytest.mark.parametrize("k", [1, 2, 7, 20])
def test_neighbours_agree_with_sklearn(k):
    x, y = drawn()
    fits = knn_fits(x, y, AT, [k])[0]
    for xs, ys, fit in zip(x, y, fits, strict=True):
        peer = KNeighborsRegressor(k).fit(xs[:, None], ys)
        np.testing.assert_allclose(fit, peer.predict(AT[:, None]), atol=1e-12)


def test_the_run_of_the_nearest_by_hand():
    x = np.array([[0.0, 0.1, 0.5, 0.9]])
    np.testing.assert_array_equal(
        run_starts(x, np.array([0.0, 0.29, 0.31, 1.0]), 1), [[0, 1, 2, 3]]
    )
    np.testing.assert_array_equal(run_starts(x, np.array([0.0, 0.26, 1.0]), 2), [[0, 1, 2]])
    halves = np.array([[0.0, 0.5, 1.0]])
    ties = run_starts(halves, np.array([0.25, 0.75]), 1)
    np.testing.assert_array_equal(ties, [[0, 1]], err_msg="ties stay left")
    for k in (0, 5):
        with pytest.raises(ValueError, match=str(k)):
            run_starts(x, AT, k)


@pytest.mark.parametrize("low", [-7.0, 0.0, 30.0])
def test_the_run_of_the_nearest_wherever_the_inputs_lie(low):
    x = low + np.sort(np.random.default_rng(0).random((4, 9)) * 5, axis=1)
    at = low + np.linspace(-1, 6, 50)
    for k in (1, 3, 8):
        far = np.abs(at[:, None] - x[:, None])
        first = np.sort(np.argsort(far, axis=2)[..., :k], axis=2)[..., 0]
        np.testing.assert_array_equal(run_starts(x, at, k), first)


@pytest.mark.parametrize("penalty", [1e-4, 0.3, 50.0])
def test_ridge_agrees_with_sklearn(penalty):
    x, y = drawn()
    fits = ridge_fits(x, y, AT, [penalty], 9)[0]
    columns = legendre.legvander(2 * x - 1, 9)[..., 1:]
    for zs, ys, fit in zip(columns, y, fits, strict=True):
        peer = Ridge(penalty, solver="svd").fit(zs, ys)
        want = peer.predict(legendre.legvander(2 * AT - 1, 9)[:, 1:])
        np.testing.assert_allclose(fit, want, atol=1e-8)


def test_ridge_ends_at_least_squares_and_at_the_mean():
    x, y = drawn()
    weak, strong = ridge_fits(x, y, AT, [1e-10, 1e12], 5)
    np.testing.assert_allclose(weak, polynomial_fits(x, y, AT, 5)[5], atol=1e-6)
    np.testing.assert_allclose(
        strong, np.repeat(y.mean(axis=1)[:, None], AT.size, axis=1), atol=1e-9
    )


def features(sets, n, p, seed=1):
    rng = np.random.default_rng(seed)
    return rng.standard_normal((sets, n, p)), rng.standard_normal((sets, n)), rng


@pytest.mark.parametrize(("sets", "many"), [(1, 5), (5, 5), (2, 2), (1, 1)])
def test_feature_fits_are_the_shortest_least_squares_fits(sets, many):
    train, _, rng = features(sets, 12, 40)
    y, at = rng.standard_normal((many, 12)), rng.standard_normal((9, 40))
    counts = [3, 11, 12, 13, 40]
    fits = feature_fits(train, y, at, counts)
    for p, fit in zip(counts, fits, strict=True):
        for m in range(many):
            weights = np.linalg.lstsq(train[m % sets, :, :p], y[m])[0]
            np.testing.assert_allclose(fit[m], at[:, :p] @ weights, atol=1e-6)


@pytest.mark.parametrize("sets", [1, 5])
def test_penalised_feature_fits_agree_with_sklearn(sets):
    train, _, rng = features(sets, 12, 40)
    y, at = rng.standard_normal((5, 12)), rng.standard_normal((9, 40))
    for p, fit in zip([5, 12, 40], feature_fits(train, y, at, [5, 12, 40], 0.1), strict=True):
        for m in range(5):
            peer = Ridge(0.1, fit_intercept=False).fit(
                np.sqrt(2 / p) * train[m % sets, :, :p], y[m]
            )
            np.testing.assert_allclose(fit[m], np.sqrt(2 / p) * at[:, :p] @ peer.coef_, atol=1e-8)


def test_dependent_features_are_undefined_without_a_penalty():
    train, y, rng = features(2, 6, 4)
    train[..., 3] = train[..., 2]
    at = rng.standard_normal((3, 4))
    fits = feature_fits(train, y, at, [3, 4])
    assert np.isfinite(fits[0]).all() and np.isnan(fits[1]).all()
    assert np.isfinite(feature_fits(train, y, at, [4], 0.1)).all()
    # in one set alone, and in whatever units
    train[1, :, 3] = rng.standard_normal(6)
    for unit in (1e-4, 1.0, 1e6):
        first, second = feature_fits(np.array([1.0, unit])[:, None, None] * train, y, at, [4])[0]
        assert np.isnan(first).all() and np.isfinite(second).all()
        first, second = feature_fits(np.array([unit, 1.0])[:, None, None] * train, y, at, [4])[0]
        assert np.isnan(first).all() and np.isfinite(second).all()


@pytest.mark.parametrize("p", [5, 60])
def test_gaussian_features_have_the_risk_of_theory_on_either_side_of_the_peak(p):
    # p < n: Anderson's sigma^2 p/(n-p-1); p > n: Hastie et al. 2022, section 3.
    n, sigma, sets = 20, 0.5, 4000
    train, noise, rng = features(sets, n, p)
    truth = np.zeros(p)
    truth[0] = 1.0
    weights = feature_fits(train, train @ truth + sigma * noise, np.eye(p), [p])[0]
    risk = ((weights - truth) ** 2).sum(axis=1).mean()
    below = sigma**2 * p / (n - p - 1) if p < n else 0.0
    theory = below or 1 - n / p + sigma**2 * n / (p - n - 1)
    assert risk == pytest.approx(theory, rel=0.04)


def test_cosine_features_are_cosines():
    rng = np.random.default_rng(1)
    x, frequency, phase = rng.random((7, 2)), rng.standard_normal((2, 5)), rng.random(5)
    expected = [[np.cos(row @ frequency[:, j] + phase[j]) for j in range(5)] for row in x]
    np.testing.assert_allclose(cosine_features(x, frequency, phase), expected, atol=1e-6)


def test_cosine_features_approach_a_gaussian_kernel():
    rng = np.random.default_rng(0)
    x = rng.random((5, 2))
    z = cosine_features(x, 3 * rng.standard_normal((2, 40_000)), rng.uniform(0, 2 * np.pi, 40_000))
    apart = ((x[:, None] - x) ** 2).sum(axis=-1)
    np.testing.assert_allclose(2 / 40_000 * z @ z.T, np.exp(-9 * apart / 2), atol=0.03)
