import numpy as np
import pytest

from methods.networks.initialization import orthogonal
from methods.networks.recurrent import (
    echo_states,
    jacobian_sizes,
    scaled_to_radius,
    state_jacobians,
    states,
)
from tests.complex_activations import PLAIN

rng = np.random.default_rng(0)
W, INPUTS = rng.normal(size=(3, 4, 4)) / 2, rng.normal(size=(6, 3, 4))


def run(start, W, inputs, activation):
    h = start
    for x in inputs:
        h = PLAIN[activation](h @ W + x)
    return h


@pytest.mark.parametrize("activation", PLAIN)
def test_states_and_jacobians_are_those_of_complex_numbers(activation):
    found = states(W, INPUTS, activation)
    sizes = jacobian_sizes(W, INPUTS, activation)
    assert sizes.shape == (6, 3)
    for net in range(3):
        path = [
            run(np.zeros(4, complex), W[net], INPUTS[: t + 1, net], activation).real
            for t in range(6)
        ]
        np.testing.assert_allclose(found[:, net], path, rtol=1e-12, atol=1e-14)
        for back in range(6):
            jacobian = np.zeros((4, 4))
            for i in range(4):
                start = found[5 - back, net].astype(complex)
                start[i] += 1e-30j
                jacobian[i] = run(start, W[net], INPUTS[6 - back :, net], activation).imag / 1e-30
            singular = np.linalg.svd(jacobian, compute_uv=False)
            assert sizes[back, net] == pytest.approx(
                np.sqrt((singular**2).mean()), rel=1e-9, abs=1e-14
            )


def test_an_orthogonal_matrix_alone_keeps_all():
    Q = orthogonal(rng, (2, 8, 8))
    inputs = rng.normal(size=(51, 2, 8))
    np.testing.assert_allclose(jacobian_sizes(Q, inputs, "identity"), 1.0)
    np.testing.assert_allclose(jacobian_sizes(1.1 * Q, inputs, "identity")[50], 1.1**50)


def test_without_inputs_it_never_leaves_the_linear_regime():
    still = np.zeros((20, 3, 4))
    np.testing.assert_allclose(
        jacobian_sizes(W, still, "tanh"), jacobian_sizes(W, still, "identity")
    )
    assert (states(W, still, "tanh") == 0).all()


def test_one_network_needs_no_axis():
    alone = jacobian_sizes(W[0], INPUTS[:, 0], "tanh")
    np.testing.assert_allclose(alone, jacobian_sizes(W, INPUTS, "tanh")[:, 0])


@pytest.mark.parametrize("activation", PLAIN)
def test_derivatives_by_the_first_state_are_those_of_complex_numbers(activation):
    found = state_jacobians(W[0], INPUTS[:, 0], activation)
    np.testing.assert_array_equal(found[0], np.eye(4))
    for t in range(1, 7):
        for b in range(4):
            start = 1e-30j * np.eye(4)[b]
            want = run(start, W[0], INPUTS[:t, 0], activation).imag / 1e-30
            np.testing.assert_allclose(found[t, :, b], want, rtol=1e-9, atol=1e-14)


def test_a_linear_network_multiplies_by_the_matrix():
    found = state_jacobians(W[1], INPUTS[:, 1], "identity")
    np.testing.assert_allclose(found[6], np.linalg.matrix_power(W[1].T, 6), rtol=1e-12)


def test_the_radius_is_that_of_the_largest_eigenvalue_complex_or_not():
    turn = np.array([[0.0, -2.0], [2.0, 0.0]])
    np.testing.assert_allclose(scaled_to_radius(turn, 0.5), turn / 4)
    np.testing.assert_allclose(scaled_to_radius(np.diag([-3.0, 1.0]), 1.5), np.diag([-1.5, 0.5]))
    assert np.isnan(scaled_to_radius(np.zeros((2, 2)), 1.0)).all()


def test_echo_states_are_those_of_each_network_alone():
    radii = np.array([0.0, 0.7, 1.3])
    found = echo_states(W[2], INPUTS[:, 2], radii)
    for each, r in zip(found, radii, strict=True):
        np.testing.assert_allclose(each, states(r * W[2], INPUTS[:, 2], "tanh"), rtol=1e-12)
