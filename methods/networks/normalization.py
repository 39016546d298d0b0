"""Batch norm and layer norm, forward and backward."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

EPSILON = 1e-5  # added to the variance: PyTorch's; Keras's is 1e-3


@dataclass(frozen=True, eq=False)
class Normalized:
    """Numbers with mean 0 and variance 1 along an axis.

    Attributes
    ----------
    y : the numbers, the shape of what was normalized.
    scale : what they were divided by, that axis 1 long: sqrt(variance + epsilon).
    axis : along which.
    """

    y: Floats
    scale: Floats
    axis: int


def normalize(z: Floats, axis: int, epsilon: float = EPSILON) -> Normalized:
    """(z - mean) / sqrt(variance + epsilon) along an axis, the variance with divisor n.

    z is (..., examples, units): axis -2 is batch norm (Ioffe & Szegedy 2015), -1 layer norm (Ba, Kiros &
    Hinton 2016). Where all are equal, as with one example in a batch, the outcome is 0.
    """
    apart = z - z.mean(axis=axis, keepdims=True)
    scale = np.sqrt(np.square(apart).mean(axis=axis, keepdims=True) + epsilon)
    return Normalized(apart / scale, scale, axis)


def normalize_backward(found: Normalized, gradient: Floats) -> Floats:
    """The derivative by z, where `gradient` is that by y: (g - mean g - y mean(g y)) / scale.

    It sums to 0 along the axis, and is orthogonal to y but for epsilon.
    """
    mean = gradient.mean(axis=found.axis, keepdims=True)
    along = (gradient * found.y).mean(axis=found.axis, keepdims=True)
    return np.asarray((gradient - mean - found.y * along) / found.scale)
