import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from methods.networks.deep_stack import stack_sizes
from methods.networks.initialization import fan_in_normal
from methods.networks.mean_field import mean_field
from tests.complex_activations import PLAIN

GAINS = np.array([0.5, 1.0, 2.0])


def expected(square, q):
    """E[square(sqrt(q) x)] by an adaptive rule, cut at the kink."""
    parts = [
        quad(lambda x: square(np.sqrt(q) * x) * norm.pdf(x), *ends) for ends in ((-9, 0), (0, 9))
    ]
    return sum(value for value, _ in parts)


@pytest.mark.parametrize("gain", [1.3, 4.0])
@pytest.mark.parametrize("activation", PLAIN)
def test_each_layer_is_an_integral(activation, gain):
    phi, close = PLAIN[activation], 1e-6
    found = mean_field(activation, gain, 0.8, 4)
    q = (gain * 0.8) ** 2
    for layer in range(4):
        square = expected(lambda z: phi(complex(z)).real ** 2, q)
        steep = expected(lambda z: (phi(z + 1e-30j).imag / 1e-30) ** 2, q)
        assert found.signal[layer] == pytest.approx(np.sqrt(square), rel=close)
        assert found.factor[layer] == pytest.approx(gain * np.sqrt(steep), rel=close)
        q = gain**2 * square


def test_relus_factor_is_the_gain_over_root_two_at_any_size():
    for size in (1e-3, 1.0, 1e3):
        np.testing.assert_allclose(
            mean_field("relu", GAINS, size, 6).factor, np.tile(GAINS / np.sqrt(2), (6, 1))
        )


def test_delta_is_the_product_of_the_factors_below_the_last():
    found = mean_field("tanh", GAINS, 1.0, 7)
    assert found.delta.shape == (7, 3) and (found.delta[-1] == 1).all()
    for layer in range(7):
        np.testing.assert_allclose(found.delta[layer], found.factor[layer:-1].prod(axis=0))


def test_one_layer_has_nothing_to_multiply():
    assert mean_field("sigmoid", 1.0, 1.0, 1).delta.tolist() == [1.0]


@pytest.mark.parametrize(
    "activation, gain, factor",
    [("sigmoid", 1.0, 0.236), ("sigmoid", 2.0, 0.41), ("sigmoid", 4.0, 0.63), ("tanh", 2**0.5, 1.051), ("tanh", 4.0, 1.542)],
)  # fmt: skip
def test_factors_deep_down(activation, gain, factor):
    assert mean_field(activation, gain, 1.0, 60).factor[-1] == pytest.approx(factor, abs=0.006)


def test_a_critical_tanh_shrinks_like_the_root_of_its_depth():
    q = 1 / (2 * np.array([400, 800]))
    signal = mean_field("tanh", 1.0, 1.0, 800).signal[[399, 799]]
    np.testing.assert_allclose(signal**2, q, rtol=0.03)


def test_wide_stacks_come_near():
    rng = np.random.default_rng(0)
    X, y = rng.standard_normal((4, 200)), np.eye(3)[[0, 1, 2, 0]]
    weights = [fan_in_normal(rng, (200, 400)), *fan_in_normal(rng, (5, 400, 400))]
    size = np.sqrt((X**2).mean())
    for activation in ("tanh", "relu", "sigmoid"):
        found = mean_field(activation, 1.5, size, 6)
        sizes, _ = stack_sizes(X, y, weights, fan_in_normal(rng, (400, 3)), activation, gain=1.5)
        np.testing.assert_allclose(sizes.signal, found.signal, rtol=0.12)
        np.testing.assert_allclose(sizes.delta / sizes.delta[-1], found.delta, rtol=0.3)
