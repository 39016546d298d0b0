"""Surfaces against finite differences, scipy's minimiser and numbers by hand."""

from functools import partial

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import expit

from methods.optimization import surfaces

RNG = np.random.default_rng(5)
X = np.round(RNG.uniform(-3, 3, 200), 1)
LINE = 1 + 2 * X + RNG.standard_normal(200)
CLASS = (RNG.random(200) < expit(0.5 + X)).astype(float)

SURFACES = {
    "bowl": partial(surfaces.bowl, 30.0, 20.0),
    "rosenbrock": surfaces.rosenbrock,
    "saddle": surfaces.saddle,
    "two_minima": surfaces.two_minima,
    "least_squares": partial(surfaces.least_squares, X, LINE),
    "logistic": partial(surfaces.logistic, X, CLASS),
}
PLAIN = {
    "bowl": lambda x, y: 0.5 * np.array([x, y]) @ surfaces.bowl_hessian(30.0, 20.0) @ [x, y],
    "rosenbrock": lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2,
    "saddle": lambda x, y: x**2 - y**2 + 0.05 * y**4,
    "two_minima": lambda x, y: 0.1 * (x**2 - 4) ** 2 + 0.3 * x + y**2 / 2,
    "least_squares": lambda a, b: np.mean((a + b * X - LINE) ** 2) / 2,
    "logistic": lambda a, b: (
        -np.mean(CLASS * np.log(expit(a + b * X)) + (1 - CLASS) * np.log(expit(-a - b * X)))
    ),
}
each = pytest.mark.parametrize("name", SURFACES)


@each
def test_excess_is_the_loss_above_its_minimum(name):
    surface = SURFACES[name]()
    points = np.random.default_rng(1).uniform(-2, 2, (5, 3, 2))
    plain = np.vectorize(PLAIN[name])(points[..., 0], points[..., 1])
    np.testing.assert_allclose(surface.excess(points), plain - surface.lowest, rtol=1e-9, atol=1e-9)


@each
def test_gradient_is_the_slope_by_finite_differences(name):
    for x, y in np.random.default_rng(2).uniform(-2, 2, (10, 2)).tolist():
        e = 1e-5
        f = PLAIN[name]
        slope = [(f(x + e, y) - f(x - e, y)) / 2 / e, (f(x, y + e) - f(x, y - e)) / 2 / e]
        np.testing.assert_allclose(SURFACES[name]().gradient(x, y), slope, rtol=1e-5, atol=1e-5)


@each
def test_hessian_at_the_minimum_is_the_slope_of_the_gradient(name):
    surface, e = SURFACES[name](), 1e-5
    x, y = surface.minima[0].tolist()
    columns = [
        (np.array(surface.gradient(x + e * a, y + e * b)) - surface.gradient(x - e * a, y - e * b))
        / (2 * e)
        for a, b in ((1, 0), (0, 1))
    ]
    np.testing.assert_allclose(surface.hessian, np.array(columns), rtol=1e-4, atol=1e-5)


@each
def test_minima_are_minima_and_the_first_is_the_lowest(name):
    surface = SURFACES[name]()
    for point in surface.minima:
        np.testing.assert_allclose(surface.gradient(*point.tolist()), 0, atol=1e-9)
        found = minimize(lambda p: PLAIN[name](*p), point + 0.05, method="Nelder-Mead").x
        np.testing.assert_allclose(found, point, atol=1e-3)
    apart = np.linalg.norm(surface.minima[0] - surface.minima[-1])
    assert len(surface.minima) == 1 + (name in ("saddle", "two_minima")) and (apart > 1) == (
        len(surface.minima) > 1
    )
    values = [PLAIN[name](*point) for point in surface.minima]
    assert values[0] == pytest.approx(surface.lowest)
    assert values[0] <= min(values) + 1e-12
    assert surface.excess(surface.minima[:1])[0] == pytest.approx(0, abs=1e-12)


def test_bowl_curvatures_and_rotation():
    h = surfaces.bowl_hessian(50.0, 30.0)
    values, vectors = np.linalg.eigh(h)
    np.testing.assert_allclose(values, [1, 50])
    assert abs(vectors[:, 0] @ [np.cos(np.pi / 6), 0.5]) == pytest.approx(1)
    np.testing.assert_array_equal(surfaces.bowl_hessian(10.0, 90.0), np.diag([10.0, 1.0]))
    np.testing.assert_array_equal(surfaces.bowl_hessian(10.0, 0.0), np.diag([1.0, 10.0]))
    np.testing.assert_array_equal(surfaces.rotation(90.0), [[0, -1], [1, 0]])
    np.testing.assert_allclose(
        surfaces.rotation(30.0), surfaces.rotation(90.0) @ surfaces.rotation(-60.0)
    )


def test_smoothness_is_the_largest_curvature():
    assert SURFACES["bowl"]().smoothness == pytest.approx(30)
    design = np.column_stack([np.ones_like(X), X])
    top = np.linalg.eigvalsh(design.T @ design / len(X))[-1]
    assert SURFACES["least_squares"]().smoothness == pytest.approx(top)
    assert SURFACES["logistic"]().smoothness == pytest.approx(top / 4)
    for a, b in np.random.default_rng(3).uniform(-3, 3, (50, 2)):
        p = expit(design @ [a, b])
        curvature = np.linalg.eigvalsh((design.T * (p * (1 - p))) @ design / len(X))[-1]
        assert curvature <= SURFACES["logistic"]().smoothness + 1e-12


def test_least_squares_minimum_is_numpys_line():
    slope, intercept = np.polyfit(X, LINE, 1)
    np.testing.assert_allclose(SURFACES["least_squares"]().minima[0], [intercept, slope])


def test_logistic_minimum_is_sklearns():
    from sklearn.linear_model import LogisticRegression

    fit = LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000).fit(X[:, None], CLASS)
    expected = [fit.intercept_[0], fit.coef_[0, 0]]
    np.testing.assert_allclose(SURFACES["logistic"]().minima[0], expected, atol=1e-5)


def test_logistic_is_found_from_afar_where_the_classes_hardly_mix():
    """61 whole numbers from 20 on, parted at the middle but for two: the intercept is near -38."""
    x = np.arange(20.0, 81)
    y = (x > 50).astype(float)
    y[[29, 32]] = 1, 0
    surface = surfaces.logistic(x, y)
    np.testing.assert_allclose(surface.gradient(*surface.minima[0].tolist()), 0, atol=1e-9)
    assert surface.minima[0][0] / surface.minima[0][1] == pytest.approx(-50.5, abs=0.01)


def test_logistic_without_a_minimum_says_so():
    with pytest.raises(ValueError, match="parts the classes"):
        surfaces.logistic(np.arange(10.0) - 4.5, (np.arange(10) > 4).astype(float))


def test_logistic_far_out_neither_overflows_nor_loses_its_slope():
    surface = SURFACES["logistic"]()
    assert np.isfinite(surface.excess(np.array([5_000.0, -5_000.0])))
    assert np.isfinite(surface.gradient(5_000.0, -5_000.0)).all()


def test_saddle_point_is_flat_but_no_minimum():
    surface = surfaces.saddle()
    assert surface.gradient(0.0, 0.0) == (0.0, 0.0)
    at = np.array([[0.0, 0.0], [0.0, 0.1], [0.1, 0.0]])
    middle, along, across = surface.excess(at)
    assert middle == 5.0 and along < middle < across
