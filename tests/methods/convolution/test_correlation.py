"""Correlation against scipy's, loops and central differences."""

import numpy as np
import pytest
from scipy.ndimage import correlate as ndimage_correlate
from scipy.signal import convolve2d, correlate2d

from methods.convolution.correlation import (
    as_matrix,
    correlate,
    correlate_gradients,
    correlate_many,
    kernel_weights,
    output_size,
    padded,
    separable_weights,
    turned,
    windows,
)

RNG = np.random.default_rng(0)
IMAGE, KERNEL = RNG.normal(size=(9, 8)), RNG.normal(size=(3, 3))


def by_hand(image, kernel, s, p, d):
    """The definition, pixel by pixel, with zeros around."""
    k = len(kernel)
    rows, columns = (output_size(n, k, s, p, d) for n in image.shape)
    y = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            for a in range(k):
                for b in range(k):
                    u, v = i * s + a * d - p, j * s + b * d - p
                    if 0 <= u < image.shape[0] and 0 <= v < image.shape[1]:
                        y[i, j] += kernel[a, b] * image[u, v]
    return y


@pytest.mark.parametrize("k", [1, 2, 3])
@pytest.mark.parametrize(
    ("s", "p", "d"), [(1, 0, 1), (2, 0, 1), (3, 1, 1), (1, 2, 2), (2, 1, 3), (1, 1, 4)]
)
def test_a_map_is_the_definition(k, s, p, d):
    kernel = RNG.normal(size=(k, k))
    found = correlate(IMAGE, kernel, s, p, d)
    np.testing.assert_allclose(found, by_hand(IMAGE, kernel, s, p, d), atol=1e-12)
    laid = padded(IMAGE, p)
    np.testing.assert_allclose(
        (windows(laid, k, s, d) * kernel).sum(axis=(-2, -1)), found, atol=1e-12
    )


def test_it_is_scipys_and_turned_it_is_a_convolution():
    for mode, padding in (("valid", 0), ("same", 1), ("full", 2)):
        np.testing.assert_allclose(
            correlate(IMAGE, KERNEL, padding=padding),
            correlate2d(IMAGE, KERNEL, mode=mode),
            atol=1e-12,
        )
    np.testing.assert_allclose(
        correlate(IMAGE, turned(KERNEL)), convolve2d(IMAGE, KERNEL, mode="valid"), atol=1e-12
    )


@pytest.mark.parametrize(
    ("border", "mode"), [("zero", "constant"), ("edge", "nearest"), ("wrap", "wrap")]
)
def test_borders_are_those_of_ndimage(border, mode):
    np.testing.assert_allclose(
        correlate(IMAGE, KERNEL, padding=1, border=border),
        ndimage_correlate(IMAGE, KERNEL, mode=mode, cval=0.0), atol=1e-12,
    )  # fmt: skip


def test_what_holds_of_every_correlation():
    box = np.full((3, 3), 1 / 9)
    assert correlate(IMAGE, box, padding=1, border="wrap").mean() == pytest.approx(IMAGE.mean())
    other = RNG.normal(size=(3, 3))
    twice = convolve2d(convolve2d(IMAGE, KERNEL), other)
    np.testing.assert_allclose(twice, convolve2d(IMAGE, convolve2d(KERNEL, other)))
    np.testing.assert_array_equal(correlate(IMAGE, KERNEL, 2), correlate(IMAGE, KERNEL)[::2, ::2])
    np.testing.assert_allclose(correlate(IMAGE, turned(turned(KERNEL))), correlate(IMAGE, KERNEL))


def test_a_moved_picture_has_the_moved_map():
    wide = np.zeros((12, 20))
    wide[2:10, 3:11] = RNG.integers(0, 17, (8, 8))
    kernel = np.array([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    moved = np.roll(wide, 4, axis=1)
    np.testing.assert_array_equal(
        correlate(moved, kernel), np.roll(correlate(wide, kernel), 4, axis=1)
    )


def test_a_stride_of_two_is_every_second_patch():
    image = RNG.integers(0, 4, (7, 7)).astype(float)
    kernel = RNG.integers(0, 3, (3, 3)).astype(float)
    found = correlate(image, kernel, stride=2)
    assert found.shape == (3, 3)
    for i in range(3):
        for j in range(3):
            assert found[i, j] == (image[2 * i : 2 * i + 3, 2 * j : 2 * j + 3] * kernel).sum()


def test_sizes():
    assert output_size(224, 7, stride=2, padding=3) == 112  # the first layer of ResNet
    assert (
        output_size(8, 3) == 6 and output_size(8, 3, 2) == 3 and output_size(8, 3, dilation=3) == 2
    )
    assert output_size(2, 3) == 0
    for n in range(3, 12):
        for s in (1, 2, 3):
            for d in (1, 2):
                if (many := output_size(n, 2, s, 1, d)) > 0:
                    assert correlate(np.ones((n, n)), np.ones((2, 2)), s, 1, d).shape == (
                        many,
                        many,
                    )


def test_many_kernels_at_once():
    images, kernels = RNG.normal(size=(4, 7, 6)), RNG.normal(size=(5, 3, 3))
    found = correlate_many(images, kernels)
    assert found.shape == (4, 5, 4, 5)
    for i in range(4):
        for m in range(5):
            np.testing.assert_allclose(
                found[i, ..., m], correlate(images[i], kernels[m]), atol=1e-12
            )
    single = correlate_many(images.astype(np.float32), kernels.astype(np.float32))
    assert single.dtype == np.float32


def test_gradients_are_central_differences():
    upstream = RNG.normal(size=(7, 6))
    by_kernel, by_image = correlate_gradients(IMAGE, KERNEL, upstream)
    step = 1e-5
    for of, gradient in ((KERNEL, by_kernel), (IMAGE, by_image)):
        assert gradient.shape == of.shape
        for place in np.ndindex(of.shape):
            ends = []
            for sign in (1, -1):
                nudged = of.copy()
                nudged[place] += sign * step
                pair = (IMAGE, nudged) if of is KERNEL else (nudged, KERNEL)
                ends.append((correlate(*pair) * upstream).sum())
            assert gradient[place] == pytest.approx((ends[0] - ends[1]) / (2 * step), abs=1e-7)


def test_it_is_a_dense_layer_with_few_numbers():
    M = as_matrix(KERNEL, 9, 8)
    assert M.shape == (42, 72)
    np.testing.assert_allclose(
        (M @ IMAGE.ravel()).reshape(7, 6), correlate(IMAGE, KERNEL), atol=1e-12
    )
    assert set(np.unique(M)) == {0.0, *KERNEL.ravel()}


def test_weights():
    assert kernel_weights(3, 3, 64) == 1792 - 64  # with a bias for each output: 1,792
    assert kernel_weights(3, 128, 256) == 294_912 and separable_weights(3, 128, 256) == 33_920
    bottleneck = kernel_weights(1, 256, 64) + kernel_weights(3, 64, 64) + kernel_weights(1, 64, 256)
    assert bottleneck == 69_632


def test_what_has_no_place_is_refused():
    for refused in (
        lambda: windows(np.ones((2, 5)), 3),
        lambda: correlate(np.ones((5, 5)), np.ones((3, 3)), dilation=3),
        lambda: padded(np.ones((2, 2)), 3, "wrap"),
    ):
        with pytest.raises(ValueError, match="cannot wrap|no place"):
            refused()
