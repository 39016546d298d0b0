"""Turned images: scipy's rotation, and right angles."""

import numpy as np
import pytest
from scipy.ndimage import rotate

from methods.geometry.turned_images import turning


@pytest.mark.parametrize("side", [5, 8])
@pytest.mark.parametrize("degrees", [0, 10, 45, 90, 133, 180, 270, -30])
def test_it_is_scipys_rotation(side, degrees):
    X = np.random.default_rng(0).random((3, side * side))
    want = rotate(X.reshape(-1, side, side), degrees, axes=(2, 1), reshape=False, order=1)
    np.testing.assert_allclose(X @ turning(side, degrees), want.reshape(3, -1), atol=1e-8)


def test_right_angles_only_move_pixels():
    image = np.arange(16.0)
    np.testing.assert_array_equal(image @ turning(4, 90), np.rot90(image.reshape(4, 4)).ravel())
    np.testing.assert_array_equal(turning(4, 0), np.eye(16))
    np.testing.assert_array_equal(image @ turning(4, 180), image[::-1])
