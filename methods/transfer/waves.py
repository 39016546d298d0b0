"""A periodic curve as a sum of waves: Fourier features, and the same curve some time later."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def waves(t: Floats, harmonics: int, period: float) -> Floats:
    """(..., 1 + 2 J) 1, then sqrt 2 sin and sqrt 2 cos of harmonics 1 to J of the `period`, at t (...).

    Over whole periods their mean squares are 1 and their mean products 0: so X'X is about n I.
    """
    angle = 2 * np.pi / period * np.asarray(t, float)[..., None] * np.arange(1, harmonics + 1)
    both = np.sqrt(2) * np.stack([np.sin(angle), np.cos(angle)], axis=-1)
    both = both.reshape(*angle.shape[:-1], 2 * harmonics)
    return np.concatenate([np.ones((*angle.shape[:-1], 1)), both], axis=-1)


def later(w: Floats, by: Floats | float, period: float) -> Floats:
    """(..., 1 + 2 J) The coefficients w (1 + 2 J,) of the same curve `by` (...) later: pairs are turned.

    A wave that comes a share of its period late is 2 sin(pi share) of its length away.
    """
    angle = 2 * np.pi / period * np.asarray(by, float)[..., None] * np.arange(1, len(w) // 2 + 1)
    a, b, cos, sin = w[1::2], w[2::2], np.cos(angle), np.sin(angle)
    turned = np.empty((*angle.shape[:-1], len(w)))
    turned[..., 0] = w[0]
    turned[..., 1::2], turned[..., 2::2] = a * cos + b * sin, b * cos - a * sin
    return turned
