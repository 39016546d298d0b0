"""Noise through kernels against scipy, drawn noise and closed forms."""

import numpy as np
import pytest
from scipy.signal import correlate2d

from methods.convolution.kernel_noise import noise_gain, one_after_another
from methods.convolution.kernels import KERNELS


@pytest.mark.parametrize("name", KERNELS)
def test_the_gain_is_that_of_drawn_noise(name):
    noise = np.random.default_rng(0).standard_normal((602, 602))
    for first in ("box", "gauss"):
        both = one_after_another(KERNELS[first], KERNELS[name])
        for kernel in (KERNELS[name], both):
            spread = correlate2d(noise, kernel, mode="valid").std()
            assert noise_gain(kernel) == pytest.approx(spread, rel=0.02)


def test_closed_forms():
    # 4.47, 5.39 and 0.375 in the lesson
    assert noise_gain(KERNELS["laplacian"]) == pytest.approx(np.sqrt(20))
    assert noise_gain(KERNELS["sharpen"]) == pytest.approx(np.sqrt(29))
    assert noise_gain(KERNELS["gauss"]) == pytest.approx(0.375)
    assert noise_gain(KERNELS["box"]) == pytest.approx(1 / 3)
    assert noise_gain(np.zeros((3, 3))) == 0


def test_one_kernel_does_what_two_do():
    image = np.random.default_rng(1).standard_normal((9, 11))
    first, then = np.random.default_rng(2).standard_normal((2, 3, 3))
    twice = correlate2d(correlate2d(image, first, mode="valid"), then, mode="valid")
    once = correlate2d(image, one_after_another(first, then), mode="valid")
    np.testing.assert_allclose(once, twice, atol=1e-12)
