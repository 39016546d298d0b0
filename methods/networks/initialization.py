"""Where the weights of a layer start: draws of (..., fan in, fan out)."""

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Gains that keep the size of what flows forward: LeCun's, for tanh and none, and He's, since a ReLU
# has half of its units off.
LECUN, HE = 1.0, math.sqrt(2.0)


def fan_in_normal(rng: np.random.Generator, shape: tuple[int, ...], gain: float = LECUN) -> Floats:
    """Normal with standard deviation gain / sqrt(fan in); `shape` ends in fan in, fan out.

    LeCun et al. 1998 with gain 1, He et al. 2015 with gain sqrt(2).
    """
    return rng.standard_normal(shape) * (gain / math.sqrt(shape[-2]))


def fan_in_uniform(rng: np.random.Generator, shape: tuple[int, ...], gain: float = LECUN) -> Floats:
    """Uniform with the mean 0 and the standard deviation of `fan_in_normal`.

    PyTorch's default for a linear layer is gain 1 / sqrt(3): uniform between -+ 1 / sqrt(fan in).
    """
    end = gain * math.sqrt(3.0 / shape[-2])
    return rng.uniform(-end, end, shape)


def glorot_normal(rng: np.random.Generator, shape: tuple[int, ...]) -> Floats:
    """Normal with variance 2 / (fan in + fan out) (Glorot & Bengio 2010, eq. 12), also Xavier's."""
    return rng.standard_normal(shape) * math.sqrt(2.0 / (shape[-2] + shape[-1]))


def glorot_uniform(rng: np.random.Generator, shape: tuple[int, ...]) -> Floats:
    """Uniform with variance 2 / (fan in + fan out) (eq. 16): Keras's default."""
    end = math.sqrt(6.0 / (shape[-2] + shape[-1]))
    return rng.uniform(-end, end, shape)


def orthogonal(rng: np.random.Generator, shape: tuple[int, ...], gain: float = 1.0) -> Floats:
    """gain times a matrix of orthonormal rows or columns, whichever are fewer (Saxe et al. 2014).

    Evenly likely among all of them: Q of a normal matrix, with the signs of R's diagonal (Mezzadri 2007).
    """
    tall = max(shape[-2:]), min(shape[-2:])
    q, r = np.linalg.qr(rng.standard_normal((*shape[:-2], *tall)))
    signed = q * np.where(np.diagonal(r, axis1=-2, axis2=-1) < 0, -1.0, 1.0)[..., None, :]
    return np.asarray(gain * (signed if shape[-2] >= shape[-1] else np.swapaxes(signed, -1, -2)))
