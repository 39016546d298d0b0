from functools import partial

import numpy as np
import pytest

from methods.networks.gradient_check import central_differences
from methods.networks.weight_decay import decoupled, l2_gradient
from methods.optimization.optimizers import adam, adamw, gd, momentum

ADAM = partial(adam, beta1=0.9, beta2=0.999)
MASK = np.array([1.0, 1.0, 0.0])
CURVED = np.diag([1.0, 10.0, 0.1])


def path(rule, penalty=0.0, updates=50, rate=0.05):
    """theta on its way down a parabola."""
    theta, first, second = np.array([1.0, -2.0, 3.0]), np.zeros(3), np.zeros(3)
    for t in range(1, updates + 1):
        g = l2_gradient(CURVED @ theta, theta, penalty)
        theta, first, second = rule(theta, g, first, second, t, rate)
    return theta


def test_the_penalty_is_the_derivative_of_half_the_sum_of_squares():
    theta = np.array([1.0, -2.0, 3.0])

    def loss(t):
        return t @ CURVED @ t / 2 + 0.3 / 2 * (MASK * t**2).sum()

    losses = np.vectorize(loss, signature="(p)->()")
    wanted = central_differences(losses, theta, 1e-5, np.arange(3))
    np.testing.assert_allclose(l2_gradient(CURVED @ theta, theta, 0.3 * MASK), wanted, atol=1e-8)


def test_with_adam_the_decay_is_adamw():
    with_decay = partial(adamw, beta1=0.9, beta2=0.999, weight_decay=0.7)
    np.testing.assert_allclose(path(decoupled(ADAM, 0.7)), path(with_decay), rtol=1e-13)


def test_without_a_gradient_it_is_a_power():
    rule, theta = decoupled(ADAM, 0.5 * MASK), np.array([1.0, -2.0, 3.0])
    first = second = np.zeros(3)
    for t in range(1, 11):
        theta, first, second = rule(theta, np.zeros(3), first, second, t, 0.1)
    np.testing.assert_allclose(theta, [0.95**10, -2 * 0.95**10, 3.0], rtol=1e-12)


@pytest.mark.parametrize(
    "rule, alike", [(gd, True), (partial(momentum, beta=0.9), False), (ADAM, False)]
)
def test_penalty_and_decay_are_one_for_plain_descent_alone(rule, alike):
    apart = np.abs(path(rule, penalty=0.4) - path(decoupled(rule, 0.4))).max()
    assert (apart < 1e-12) == alike


def test_adam_divides_the_penalty_out():
    # a weight whose gradient is the penalty alone moves by the rate, however small the penalty is
    first = second = np.zeros(1)
    for penalty in (1e-3, 1.0):
        theta, *_ = ADAM(
            np.ones(1), l2_gradient(np.zeros(1), np.ones(1), penalty), first, second, 1, 0.1
        )
        assert theta[0] == pytest.approx(0.9, abs=1e-5)
