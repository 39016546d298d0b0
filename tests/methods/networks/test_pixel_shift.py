import numpy as np
from scipy.ndimage import shift

from methods.networks.pixel_shift import pixel_shifts

MOVES = [(0, 0), (-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1)]


def test_every_move_is_scipys():
    images = np.random.default_rng(0).normal(size=(3, 5, 4))
    found = pixel_shifts(images, paper=-2.0)
    assert found.shape == (9, 3, 5, 4)
    for moved, (down, right) in zip(found, MOVES, strict=True):
        for image, want in zip(moved, images, strict=True):
            np.testing.assert_array_equal(
                image, shift(want, (down, right), order=0, mode="constant", cval=-2.0)
            )


def test_single_precision_stays():
    assert pixel_shifts(np.ones((1, 2, 2), np.float32)).dtype == np.float32
