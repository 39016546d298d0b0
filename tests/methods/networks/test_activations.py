import numpy as np
import pytest
from scipy.integrate import quad
from scipy.optimize import minimize_scalar
from scipy.stats import norm

from methods.networks.activations import ACTIVATIONS, LEAK, slope

Z = np.array([-30.0, -3.0, -0.752, -1e-3, 0.0, 1e-3, 0.5, 2.0, 30.0])


@pytest.mark.parametrize("kind", ACTIVATIONS)
def test_an_activation_is_the_integral_of_its_slope(kind):
    phi = ACTIVATIONS[kind]
    for z in Z:
        area, _ = quad(lambda t: slope(kind, np.array(t), phi(np.array(t))), 0, z, epsabs=1e-12)
        assert phi(np.array(z)) - phi(np.array(0.0)) == pytest.approx(area, abs=1e-9)


def test_values_by_hand():
    np.testing.assert_allclose(ACTIVATIONS["tanh"](Z), 2 / (1 + np.exp(-2 * Z)) - 1, atol=1e-15)
    np.testing.assert_allclose(ACTIVATIONS["sigmoid"](Z), 1 / (1 + np.exp(-Z)), rtol=1e-14)
    np.testing.assert_allclose(ACTIVATIONS["gelu"](Z), Z * norm.cdf(Z), rtol=1e-13)
    np.testing.assert_array_equal(ACTIVATIONS["relu"](Z), [max(0, z) for z in Z])
    np.testing.assert_array_equal(ACTIVATIONS["leaky"](Z), [z if z > 0 else LEAK * z for z in Z])
    assert ACTIVATIONS["identity"](Z) is Z


def test_nothing_overflows():
    far = np.array([-1e4, 1e4])
    assert ACTIVATIONS["sigmoid"](far).tolist() == [0.0, 1.0]
    assert ACTIVATIONS["gelu"](far).tolist() == [0.0, 1e4]


def test_the_slope_at_a_kink_is_that_of_the_side_below():
    zero = np.zeros(1)
    assert slope("relu", zero, zero).item() == 0.0
    assert slope("leaky", zero, zero).item() == LEAK


def steepest(kind):
    found = minimize_scalar(
        lambda z: -slope(kind, np.array(z), ACTIVATIONS[kind](np.array(z))),
        bounds=(-1, 3),
        options={"xatol": 1e-9},
    )
    return found.x, -found.fun


def test_the_steepest_slopes_are_those_of_the_textbooks():
    assert steepest("sigmoid")[1] == pytest.approx(1 / 4)
    assert steepest("tanh")[1] == pytest.approx(1)
    place, most = steepest("gelu")
    assert place == pytest.approx(np.sqrt(2), abs=1e-5)
    assert most == pytest.approx(norm.cdf(np.sqrt(2)) + np.sqrt(2) * norm.pdf(np.sqrt(2)))
