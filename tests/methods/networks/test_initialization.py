import numpy as np
import pytest
from scipy.stats import kstest

from methods.networks.initialization import (
    HE,
    fan_in_normal,
    fan_in_uniform,
    glorot_normal,
    glorot_uniform,
    orthogonal,
)

SHAPE = (30, 40, 10)


def drawn(start, *gain):
    return start(np.random.default_rng(0), SHAPE, *gain)


@pytest.mark.parametrize(
    "start, gain, law, deviation",
    [
        (fan_in_normal, (), "norm", 1 / np.sqrt(40)),
        (fan_in_normal, (HE,), "norm", np.sqrt(2 / 40)),
        (fan_in_uniform, (), "uniform", 1 / np.sqrt(40)),
        (fan_in_uniform, (1 / np.sqrt(3),), "uniform", 1 / np.sqrt(3 * 40)),
        (glorot_normal, (), "norm", np.sqrt(2 / 50)),
        (glorot_uniform, (), "uniform", np.sqrt(2 / 50)),
    ],
)
def test_draws_have_their_law_and_deviation(start, gain, law, deviation):
    W = drawn(start, *gain)
    assert W.shape == SHAPE
    end = np.sqrt(3) * deviation
    arguments = (0, deviation) if law == "norm" else (-end, 2 * end)
    assert kstest(W.ravel(), law, arguments).pvalue > 0.01


def test_pytorchs_default_lies_between_one_over_the_root_of_fan_in():
    assert abs(drawn(fan_in_uniform, 1 / np.sqrt(3))).max() <= 1 / np.sqrt(40)


@pytest.mark.parametrize("shape", [(7, 4), (4, 7), (5, 5), (3, 6, 6)])
def test_orthogonal_keeps_lengths_on_its_shorter_side(shape):
    W = orthogonal(np.random.default_rng(1), shape, 1.5)
    assert W.shape == shape
    swapped = np.swapaxes(W, -1, -2)
    product = swapped @ W if shape[-2] >= shape[-1] else W @ swapped
    np.testing.assert_allclose(
        product, np.broadcast_to(2.25 * np.eye(min(shape[-2:])), product.shape), atol=1e-14
    )


def test_an_orthogonal_matrix_turns_either_way_as_often():
    W = orthogonal(np.random.default_rng(2), (4000, 2, 2))
    assert kstest(np.arctan2(W[:, 0, 1], W[:, 0, 0]), "uniform", (-np.pi, 2 * np.pi)).pvalue > 0.01
    assert abs((np.linalg.det(W) > 0).mean() - 0.5) < 4 * 0.5 / np.sqrt(4000)
