"""Whole days in arms: against direct sums, least squares, and many draws."""

import numpy as np
import pytest

from methods.experiments.day_units import adjusted_difference, drawn_days, ratio_variance


def test_days_are_drawn_without_putting_back():
    a, b = drawn_days(30, 12, 50, 0)
    assert a.shape == b.shape == (50, 12)
    for one, other in zip(a, b, strict=True):
        assert len({*one, *other}) == 24
    np.testing.assert_array_equal(drawn_days(30, 12, 50, 0), (a, b))
    with pytest.raises(ValueError, match="too few"):
        drawn_days(30, 16, 1, 0)


def test_the_variance_of_a_ratio_is_that_of_its_residuals():
    rng = np.random.default_rng(0)
    n = rng.integers(20, 80, (1, 15)).astype(float)
    x = rng.binomial(n.astype(int), 0.2).astype(float)
    found = ratio_variance(x, n)
    assert np.isnan(found[0, 0])
    for k in (2, 9, 15):
        r = x[0, :k].sum() / n[0, :k].sum()
        want = k / (k - 1) * np.square(x[0, :k] - r * n[0, :k]).sum() / n[0, :k].sum() ** 2
        assert found[0, k - 1] == pytest.approx(want)
    alike = ratio_variance(2.0 * n, n)
    np.testing.assert_allclose(alike[0, 1:], 0, atol=1e-15)


def test_with_as_many_in_each_unit_it_is_the_variance_of_a_mean():
    x = np.random.default_rng(1).standard_normal((2, 3, 8))
    found = ratio_variance(x, np.ones((2, 3, 8)))
    np.testing.assert_allclose(found[..., -1], x.var(axis=-1, ddof=1) / 8)


def test_the_adjusted_difference_is_that_of_least_squares():
    """Regression of y on the arm and x has the same slope within arms."""
    rng = np.random.default_rng(2)
    x = rng.standard_normal((2, 1, 20)) + 100
    y = 3 * x + rng.standard_normal(x.shape) + np.array([0.0, 1.0])[:, None, None]
    difference, error = adjusted_difference(y[0], x[0], y[1], x[1])
    design = np.column_stack([np.ones(40), np.repeat([0.0, 1.0], 20), x.ravel()])
    beta = np.linalg.lstsq(design, y.ravel())[0]
    assert difference[0, -1] == pytest.approx(beta[1])
    left = np.square(y.ravel() - design @ beta).sum()
    assert error[0, -1] == pytest.approx(np.sqrt(left / 19 / 20))
    assert np.isnan(error[0, 0])


def test_a_constant_control_is_no_control():
    rng = np.random.default_rng(3)
    a, b = rng.standard_normal((2, 4, 10)) + 50
    difference, error = adjusted_difference(a, np.zeros((4, 10)), b, np.zeros((4, 10)))
    np.testing.assert_allclose(difference[:, -1], b.mean(axis=1) - a.mean(axis=1))
    want = np.sqrt((a.var(axis=1, ddof=1) + b.var(axis=1, ddof=1)) / 10)
    np.testing.assert_allclose(error[:, -1], want)
