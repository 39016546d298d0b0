"""Heads, and layers of them with residual connections: how alike the words of a sequence become."""

import math

import numpy as np
from numpy.typing import NDArray

from methods.attention.dot_product import scaled_dot_product
from methods.networks.normalization import normalize

Floats = NDArray[np.float64]


def multi_head(
    x: Floats,
    W_q: Floats,
    W_k: Floats,
    W_v: Floats,
    W_o: Floats,
    heads: int,
    mask: NDArray[np.bool_] | None = None,
) -> Floats:
    """(..., n, d) Self-attention of x (..., n, d) with so many heads, all W (d, d).

    Each head has d / heads columns of the projections; what they find stands side by side, and goes
    through W_o (Vaswani et al. 2017, section 3.2.2). ValueError if `heads` does not divide d.
    """
    d = x.shape[-1]
    if d % heads:
        raise ValueError(f"{heads} heads do not divide {d}")
    q, k, v = (_split(x @ W, heads) for W in (W_q, W_k, W_v))
    found, _ = scaled_dot_product(q, k, v, mask)
    return np.asarray(np.swapaxes(found, -3, -2).reshape(x.shape) @ W_o)


def spread_by_layer(x: Floats, weights: Floats, residual: bool) -> Floats:
    """(L + 1,) |X - mean over words| / |X| before and after each layer of one-headed pre-norm attention.

    x is (n, d); `weights` (L, 4, d, d) are W_q, W_k, W_v and W_o of each. Without the residual connection
    all words become one, twice exponentially (Dong, Cordonnier & Loukas 2021).
    """
    found = [_spread(x)]
    for W_q, W_k, W_v, W_o in weights:
        heard = multi_head(normalize(x, -1).y, W_q, W_k, W_v, W_o, 1)
        x = x + heard if residual else heard
        found.append(_spread(x))
    return np.array(found)


def _split(x: Floats, heads: int) -> Floats:
    """(..., n, d) to (..., heads, n, d / heads)."""
    return np.swapaxes(x.reshape(*x.shape[:-1], heads, -1), -3, -2)


def _spread(x: Floats) -> float:
    return math.sqrt(np.square(x - x.mean(axis=0)).sum() / np.square(x).sum())
