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


def state_jacobians(W: Floats, inputs: Floats, activation: str) -> Floats:
    """(T + 1, N, N) dh_t / dh_0, t = 0, ..., T, of one network, W (N, N), `inputs` (T, N).

    The first is the identity; [a, b] is of h_t's a by h_0's b.
    """
    h, product = np.zeros(len(W)), np.eye(len(W))
    found = [product]
    for x in inputs:
        z = h @ W + x
        h = ACTIVATIONS[activation](z)
        product = slope(activation, z, h)[:, None] * (W.T @ product)
        found.append(product)
    return np.array(found)


def scaled_to_radius(W: Floats, radius: float) -> Floats:
    """W times what makes its spectral radius, the largest |eigenvalue|, complex ones too, `radius`.

    nan if all eigenvalues are 0.
    """
    largest = float(np.abs(np.linalg.eigvals(W)).max())
    return W * (radius / largest) if largest else np.full_like(W, np.nan)


def echo_states(W: Floats, inputs: Floats, radii: Floats) -> Floats:
    """(R, T, N) states of R tanh networks that share W but for a factor: h_t = tanh(r h_(t-1) W + x_t).

    `inputs` (T, N), from h_0 = 0; nothing in it is trained (Jaeger 2001, echo state network).
    """
    h = np.zeros((len(radii), len(W)))
    found = np.empty((len(inputs), *h.shape))
    for t, x in enumerate(inputs):
        h = np.tanh(radii[:, None] * (h @ W) + x)
        found[t] = h
    return found.swapaxes(0, 1)
