"""Pooling against loops, and what it does to maps that move."""

import math

import numpy as np
import pytest
from scipy.ndimage import maximum_filter
from scipy.signal import correlate2d

from methods.convolution.pooling import (
    average_pool,
    blocks,
    blurred_max_pool,
    changed_share,
    max_pool,
)

RNG = np.random.default_rng(2)
MAPS = RNG.normal(size=(3, 7, 9))


@pytest.mark.parametrize("size", [1, 2, 3])
@pytest.mark.parametrize(("pool", "of"), [(max_pool, np.max), (average_pool, np.mean)])
def test_each_block_by_itself(pool, of, size):
    found = pool(MAPS, size)
    assert found.shape == (3, 7 // size, 9 // size)
    for n, i, j in np.ndindex(found.shape):
        block = MAPS[n, i * size : (i + 1) * size, j * size : (j + 1) * size]
        assert found[n, i, j] == pytest.approx(of(block))
        np.testing.assert_array_equal(blocks(MAPS, size)[n, i, j], block.ravel())


def test_the_largest_goes_with_what_rises():
    np.testing.assert_array_equal(max_pool(np.exp(MAPS)), np.exp(max_pool(MAPS)))


def test_blur_before_every_second():
    x = np.abs(RNG.normal(size=(6, 8)))
    found = blurred_max_pool(x)
    wide = np.pad(x, 2)
    largest = maximum_filter(wide, size=2, origin=-1)[2:-2, 2:-2]
    blur = np.outer([1, 2, 1], [1, 2, 1]) / 16
    np.testing.assert_allclose(found, correlate2d(largest, blur, mode="same")[::2, ::2])
    assert found.shape == max_pool(x).shape
    each = [blurred_max_pool(one) for one in MAPS]
    np.testing.assert_array_equal(blurred_max_pool(MAPS), each)  # maps know nothing of each other


def test_moved_by_a_whole_cell_all_move_along():
    x = np.zeros((8, 16))
    x[2:6, 4:8] = RNG.integers(1, 9, (4, 4))
    for pool in (max_pool, average_pool, blurred_max_pool):
        moved = pool(np.roll(x, 2, axis=1))
        np.testing.assert_array_equal(moved, np.roll(pool(x), 1, axis=1))
    assert (max_pool(np.roll(x, 1, axis=1)) != max_pool(x)).any()


def test_what_changed():
    before, after = np.array([0, 0, 1, 2, 3.0]), np.array([0, 4, 1, 5, 0.0])
    assert changed_share(before, after) == 0.75  # of four that are not 0 in both
    assert math.isnan(changed_share(np.zeros(3), np.zeros(3)))
