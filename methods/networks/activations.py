"""Activation functions and their slopes, each for an array of any shape."""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, ndtr

Floats = NDArray[np.float64]

LEAK = 0.01  # the slope of a leaky ReLU below 0: PyTorch's and JAX's; Keras's layer has 0.3


def identity(z: Floats) -> Floats:
    """z itself: a unit without an activation."""
    return z


def relu(z: Floats) -> Floats:
    """max(0, z) (Nair & Hinton 2010)."""
    return np.maximum(z, 0.0)


def leaky(z: Floats) -> Floats:
    """z above 0, `LEAK` z below (Maas, Hannun & Ng 2013)."""
    return np.maximum(z, LEAK * z)


def sigmoid(z: Floats) -> Floats:
    """1 / (1 + exp(-z)), without overflow."""
    return np.asarray(expit(z))


def tanh(z: Floats) -> Floats:
    """The hyperbolic tangent: 2 sigmoid(2 z) - 1."""
    return np.tanh(z)


def gelu(z: Floats) -> Floats:
    """z times the standard normal's distribution function at z (Hendrycks & Gimpel 2016).

    The exact one, PyTorch's default; JAX's is an approximation by a tanh.
    """
    return np.asarray(z * ndtr(z))


ACTIVATIONS: dict[str, Callable[[Floats], Floats]] = {
    "identity": identity,
    "relu": relu,
    "leaky": leaky,
    "sigmoid": sigmoid,
    "tanh": tanh,
    "gelu": gelu,
}


def slope(kind: str, z: Floats, a: Floats) -> Floats:
    """The derivative at `z` of the activation `kind` of `ACTIVATIONS`; `a` is its value there.

    Sigmoid and tanh have theirs from `a` alone. At 0 that of ReLU is 0 and that of leaky is `LEAK`, by
    convention, as in PyTorch. KeyError for another kind.
    """
    return _SLOPES[kind](z, a)


def _gelu_slope(z: Floats, a: Floats) -> Floats:
    density = np.exp(-0.5 * z * z) / math.sqrt(2 * math.pi)
    return np.asarray(ndtr(z) + z * density)


_SLOPES: dict[str, Callable[[Floats, Floats], Floats]] = {
    "identity": lambda z, a: np.ones_like(z),
    "relu": lambda z, a: (z > 0).astype(np.float64),
    "leaky": lambda z, a: np.where(z > 0, 1.0, LEAK),
    "sigmoid": lambda z, a: a * (1 - a),
    "tanh": lambda z, a: 1 - a * a,
    "gelu": _gelu_slope,
}
