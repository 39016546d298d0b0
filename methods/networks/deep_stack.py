"""A deep stack of layers of one width, without biases: how large the signal and delta are in each."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from methods.networks.activations import ACTIVATIONS, slope
from methods.networks.losses import output_delta
from methods.networks.normalization import Normalized, normalize, normalize_backward

Floats = NDArray[np.float64]

NORM_AXES = {"batch_norm": -2, "layer_norm": -1}


@dataclass(frozen=True, eq=False)
class Stack:
    """What flowed through L layers, the first first.

    Attributes
    ----------
    signal : L + 1 arrays (..., n, fan in): the input, then what left each layer.
    z : L of (..., n, N), what went into each activation: after the norm, where there is one.
    a : L of (..., n, N), the activations: what leaves a layer, or what a skip adds.
    normalized : L, of a body with a norm; else empty.
    """

    signal: list[Floats]
    z: list[Floats]
    a: list[Floats]
    normalized: list[Normalized]


def stack_forward(
    X: Floats,
    weights: Sequence[Floats],
    activation: str,
    body: str = "plain",
    gain: Floats | float = 1.0,
) -> Stack:
    """X (..., n, d) through layers with weights (..., d, N), then (..., N, N), all times `gain`.

    Where X has more axes than the weights, theirs are the first of its own; `gain`, a number or
    (..., 1, 1), scales the weights of many stacks without a copy of them for each.

    `body` is how a layer makes the next h: phi(h W) (plain); phi(norm(h W)) (batch_norm, layer_norm);
    h + phi(h W) (skip), the added part divided by sqrt(L) (scaled_skip), both from the second layer on
    (He et al. 2016). ValueError for another body.
    """
    if body not in {"plain", "skip", "scaled_skip", *NORM_AXES}:
        raise ValueError(f"no body is called {body!r}")
    signal, z, a, normalized = [X], [], [], []
    for i, W in enumerate(weights):
        product = gain * _times(signal[-1], W)
        if body in NORM_AXES:
            normalized.append(normalize(product, NORM_AXES[body]))
            product = normalized[-1].y
        z.append(product)
        a.append(ACTIVATIONS[activation](product))
        signal.append(a[-1] if not _added(body, i) else signal[-1] + _share(body, weights) * a[-1])
    return Stack(signal, z, a, normalized)


def stack_backward(
    passed: Stack,
    weights: Sequence[Floats],
    activation: str,
    gradient: Floats,
    body: str = "plain",
    gain: Floats | float = 1.0,
) -> list[Floats]:
    """L of (..., n, N): the loss differentiated by what each layer's h W gave, before any norm.

    `gradient` (..., n, N) is the loss differentiated by what left the last layer.
    """
    found: list[Floats] = []
    for i in range(len(weights) - 1, -1, -1):
        added = _added(body, i)
        branch = gradient * _share(body, weights) if added else gradient
        delta = branch * slope(activation, passed.z[i], passed.a[i])
        if body in NORM_AXES:
            delta = normalize_backward(passed.normalized[i], delta)
        found.insert(0, delta)
        if i:
            back = gain * _times(delta, np.swapaxes(weights[i], -1, -2))
            gradient = gradient + back if added else back
    return found


def weight_gradient_norm(signal: Floats, delta: Floats) -> Floats:
    """(...) The Frobenius norm of signal' delta / n, (..., n, N) each, which is never formed.

    |sum_i s_i d_i'|^2 = sum_ij (s_i s_j)(d_i d_j): n x n numbers instead of N x N.
    """
    n = signal.shape[-2]
    of_signal = signal @ np.swapaxes(signal, -1, -2)
    of_delta = delta @ np.swapaxes(delta, -1, -2)
    return np.asarray(np.sqrt(np.maximum((of_signal * of_delta).sum(axis=(-2, -1)), 0.0)) / n)


@dataclass(frozen=True, eq=False)
class Sizes:
    """How large things are in each of some layers, the first first.

    Attributes
    ----------
    signal : (layers, ...) root mean square of what leaves a layer.
    delta : (layers, ...) the same of each example's loss differentiated by what h W gave there.
    weight : (layers, ...) the same of the mean loss differentiated by each weight there.
    """

    signal: Floats
    delta: Floats
    weight: Floats


def stack_deltas(
    passed: Stack,
    y: Floats,
    weights: Sequence[Floats],
    read: Floats,
    activation: str,
    body: str = "plain",
    gain: Floats | float = 1.0,
) -> list[Floats]:
    """`stack_backward` of the cross-entropy of a read-out (..., N, k), times `gain` as the weights.

    y (n, k) is one-hot.
    """
    logits = gain * _times(passed.signal[-1], read)
    back = gain * _times(output_delta("cross_entropy", logits, y), np.swapaxes(read, -1, -2))
    return stack_backward(passed, weights, activation, back, body, gain)


def sizes_in(passed: Stack, delta: Sequence[Floats], layers: Sequence[int]) -> Sizes:
    """Sizes in these of the L layers, from 0, of what `stack_forward` and `stack_deltas` found."""
    each = [(passed.signal[i], passed.signal[i + 1], delta[i]) for i in layers]
    weight = [weight_gradient_norm(h, d) / math.sqrt(h.shape[-1] * d.shape[-1]) for h, _, d in each]
    return Sizes(
        np.array([_root_mean_square(left) for _, left, _ in each]),
        np.array([_root_mean_square(d) for _, _, d in each]),
        np.array(weight),
    )


def stack_sizes(
    X: Floats,
    y: Floats,
    weights: Sequence[Floats],
    read: Floats,
    activation: str,
    body: str = "plain",
    gain: Floats | float = 1.0,
) -> tuple[Sizes, Stack]:
    """Sizes in all layers, and the pass; for the arguments see `stack_forward` and `stack_deltas`."""
    passed = stack_forward(X, weights, activation, body, gain)
    delta = stack_deltas(passed, y, weights, read, activation, body, gain)
    return sizes_in(passed, delta, range(len(weights))), passed


def _root_mean_square(x: Floats) -> Floats:
    return np.asarray(np.sqrt(np.square(x).mean(axis=(-2, -1))))


def _added(body: str, i: int) -> bool:
    return i > 0 and body in {"skip", "scaled_skip"}


def _share(body: str, weights: Sequence[Floats]) -> float:
    return 1 / math.sqrt(len(weights)) if body == "scaled_skip" else 1.0


def _times(h: Floats, W: Floats) -> Floats:
    """The matrix product h W; as one large product where axes of h share W, which is quicker."""
    if W.ndim >= h.ndim:
        return h @ W
    product: Floats = h.reshape(*W.shape[:-2], -1, h.shape[-1]) @ W
    return product.reshape(*h.shape[:-1], W.shape[-1])
