"""A simple recurrent network: one layer again and again, and how much of the past reaches the end."""

import math

import numpy as np
from numpy.typing import NDArray

from methods.networks.activations import ACTIVATIONS, slope

Floats = NDArray[np.float64]


def states(W: Floats, inputs: Floats, activation: str) -> Floats:
    """(T, ..., N) h_t = phi(h_(t-1) W + x_t), t = 1, ..., T, from h_0 = 0 (Elman 1990).

    W is (..., N, N), `inputs` (T, ..., N): what reaches each unit from outside.
    """
    h, found = np.zeros(inputs.shape[1:]), []
    for x in inputs:
        h = ACTIVATIONS[activation]((h[..., None, :] @ W)[..., 0, :] + x)
        found.append(h)
    return np.array(found)


def jacobian_sizes(W: Floats, inputs: Floats, activation: str) -> Floats:
    """(T, ...) Root mean square singular value of dh_T / dh_(T-k), k = 0, ..., T - 1; the first is 1.

    It is the Frobenius norm over sqrt(N): what a small change of the state k steps ago, in a random
    direction, is multiplied by (Pascanu, Mikolov & Bengio 2013, eq. 5).
    """
    h, N = np.zeros(inputs.shape[1:]), W.shape[-1]
    slopes = []
    for x in inputs:
        z = (h[..., None, :] @ W)[..., 0, :] + x
        h = ACTIVATIONS[activation](z)
        slopes.append(slope(activation, z, h))
    product = np.broadcast_to(np.eye(N), (*inputs.shape[1:-1], N, N))
    found = [np.ones(inputs.shape[1:-1])]
    for each in slopes[:0:-1]:
        product = W @ (each[..., None] * product)
        found.append(np.linalg.norm(product, axis=(-2, -1)) / math.sqrt(N))
    return np.array(found)
