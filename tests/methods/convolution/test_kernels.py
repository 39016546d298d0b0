"""Kernels by what they do to pictures that are known."""

import numpy as np
import pytest
from scipy.ndimage import laplace, sobel

from methods.convolution.correlation import correlate, turned
from methods.convolution.kernels import KERNELS

RNG = np.random.default_rng(1)


def test_flat_ground_and_slopes():
    flat, slope = np.full((3, 3), 7.0), np.tile([0.0, 1, 2], (3, 1))
    at = {name: (float((flat * K).sum()), float((slope * K).sum())) for name, K in KERNELS.items()}
    for name in ("sobel_x", "sobel_y", "laplacian"):
        assert at[name][0] == 0
    for name in ("box", "gauss", "sharpen", "emboss"):
        assert at[name][0] == pytest.approx(7)
    assert at["sobel_x"][1] == 8 and at["sobel_y"][1] == at["laplacian"][1] == 0


def test_they_are_those_of_ndimage():
    x = RNG.normal(size=(8, 8))
    inner = (slice(1, -1),) * 2
    np.testing.assert_allclose(correlate(x, KERNELS["sobel_x"]), sobel(x, axis=1)[inner])
    np.testing.assert_allclose(correlate(x, KERNELS["sobel_y"]), sobel(x, axis=0)[inner])
    np.testing.assert_allclose(correlate(x, KERNELS["laplacian"]), laplace(x)[inner])
    np.testing.assert_allclose(correlate(x, KERNELS["sharpen"]), (x - laplace(x))[inner])


def test_turning():
    for name, sign in (
        ("sobel_x", -1),
        ("sobel_y", -1),
        ("gauss", 1),
        ("laplacian", 1),
        ("box", 1),
    ):
        np.testing.assert_array_equal(turned(KERNELS[name]), sign * KERNELS[name])
