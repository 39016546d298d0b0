"""RMS norm: layer norm that takes no mean off."""

import numpy as np
from numpy.typing import NDArray

from methods.networks.normalization import EPSILON

Floats = NDArray[np.float64]


def rms_norm(z: Floats, epsilon: float = EPSILON) -> Floats:
    """z (..., units) over sqrt(mean z^2 + epsilon), along the last axis (Zhang & Sennrich 2019).

    Of numbers whose mean is 0 it is layer norm.
    """
    return np.asarray(z / np.sqrt(np.square(z).mean(axis=-1, keepdims=True) + epsilon))
