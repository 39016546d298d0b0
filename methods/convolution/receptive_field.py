"""How many pixels a unit sees through a stack of convolutions, and with what weight."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def receptive_fields(
    sizes: Sequence[int], strides: Sequence[int], dilations: Sequence[int]
) -> NDArray[np.int64]:
    """Pixels along one axis that a unit of each layer depends on, (L,).

    r_l = r_(l-1) + (k_l - 1) d_l times the product of the strides before (Araujo et al. 2019). A pooling
    is a layer of its own.
    """
    steps = np.cumprod([1, *strides[:-1]])
    grown = (np.array(sizes) - 1) * np.array(dilations) * steps
    return np.asarray(1 + np.cumsum(grown), np.int64)


def effective_weights(sizes: Sequence[int], dilations: Sequence[int]) -> Floats:
    """The share of each pixel, along one axis, in a unit above layers of equal weights and stride 1.

    The convolution of all their kernels (Luo et al. 2016), (r,), which sums to 1.
    """
    weights = np.ones(1)
    for k, d in zip(sizes, dilations, strict=True):
        spread = np.zeros(d * (k - 1) + 1)
        spread[::d] = 1 / k
        weights = np.convolve(weights, spread)
    return weights


def effective_deviation(sizes: Sequence[int], dilations: Sequence[int]) -> float:
    """The standard deviation of `effective_weights` in pixels: variances (k^2 - 1) d^2 / 12 add up."""
    k, d = np.array(sizes), np.array(dilations)
    return float(np.sqrt(((k**2 - 1) * d**2 / 12).sum()))
