"""What a unit sees, against pixels that are poked one by one."""

import numpy as np
import pytest

from methods.convolution.correlation import correlate
from methods.convolution.pooling import average_pool
from methods.convolution.receptive_field import (
    effective_deviation,
    effective_weights,
    receptive_fields,
)


@pytest.mark.parametrize("dilations", [(1,), (1, 1, 1), (1, 2, 4), (3, 1)])
def test_weights_are_what_a_poked_pixel_does(dilations):
    sizes = [3] * len(dilations)
    field = receptive_fields(sizes, [1] * len(sizes), dilations)[-1]
    found = []
    for pixel in range(field):
        x = np.zeros((field, field))
        x[:, pixel] = 1.0
        for d in dilations:
            x = correlate(x, np.full((3, 3), 1 / 9), dilation=d)
        found.append(x.item())  # one unit is left: it sees this field and no more
    weights = effective_weights(sizes, dilations)
    np.testing.assert_allclose(weights, found, atol=1e-15)
    assert weights.sum() == pytest.approx(1)
    at = np.arange(field) - (field - 1) / 2
    assert effective_deviation(sizes, dilations) == pytest.approx(np.sqrt(weights @ at**2))


def test_strides_multiply_what_comes_after():
    # 3 x 3, pool, 3 x 3, pool, 3 x 3: 18 by hand, and by poking
    assert receptive_fields([3, 2, 3, 2, 3], [1, 2, 1, 2, 1], [1] * 5).tolist() == [3, 4, 8, 10, 18]
    sees = 0
    for pixel in range(18):
        x = np.zeros((18, 18))
        x[:, pixel] = 1.0
        for layer in range(3):
            x = correlate(x, np.ones((3, 3)))
            x = average_pool(x) if layer < 2 else x
        sees += int(x.size == 1 and x.item() > 0)
    assert sees == 18


def test_twenty_layers_and_doubling():
    assert receptive_fields([3] * 20, [1] * 20, [1] * 20)[[0, 4, 9, 19]].tolist() == [3, 11, 21, 41]
    assert receptive_fields([3] * 4, [1] * 4, [1, 2, 4, 8])[-1] == 31
    for layers in (1, 5, 10, 20):
        deviation = effective_deviation([3] * layers, [1] * layers)
        assert deviation == pytest.approx(np.sqrt(2 * layers / 3))
