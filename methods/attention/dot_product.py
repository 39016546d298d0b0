"""Scaled dot-product attention: every query becomes a mix of the values whose keys fit it."""

import math

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv

Floats = NDArray[np.float64]


def attention_weights(scores: Floats, mask: NDArray[np.bool_] | None = None) -> Floats:
    """(..., q, k) The softmax of each row of `scores` (..., q, k), over the keys it may look at.

    `mask`, of a shape that goes with `scores`, is True where a query MAY look, as in PyTorch's
    scaled_dot_product_attention (its MultiheadAttention means the opposite). The largest score is taken
    off first, so nothing overflows. A row that may look nowhere is nan: there is nothing to hear.
    """
    if mask is not None:
        scores = np.where(mask, scores, -np.inf)
    most = scores.max(axis=-1, keepdims=True)
    weights = np.exp(scores - np.where(np.isfinite(most), most, 0.0))
    total = weights.sum(axis=-1, keepdims=True)
    return np.asarray(np.divide(weights, total, out=np.full_like(weights, np.nan), where=total > 0))


def scaled_dot_product(
    q: Floats, k: Floats, v: Floats, mask: NDArray[np.bool_] | None = None
) -> tuple[Floats, Floats]:
    """softmax(Q K' / sqrt(d)) V and the weights, of q (..., m, d), k (..., n, d) and v (..., n, e).

    Returns the outputs (..., m, e) and the weights (..., m, n), whose rows sum to 1 (Vaswani et al.
    2017, eq. 1). `mask` is as in `attention_weights`.
    """
    scores = q @ np.swapaxes(k, -1, -2) / math.sqrt(q.shape[-1])
    weights = attention_weights(scores, mask)
    return weights @ v, weights


def causal_mask(n: int) -> NDArray[np.bool_]:
    """(n, n) True on and below the diagonal: each place may look at itself and at what came before."""
    return np.tri(n, dtype=bool)


def words_heard(weights: Floats) -> Floats:
    """(...) How many places a row of `weights` (..., n) is spread over: exp of its entropy.

    From 1, all on one, to n, all alike; 0 log 0 is 0. nan where a row is.
    """
    logs = np.log(weights, out=np.zeros_like(weights), where=weights > 0)
    return np.asarray(np.exp(-(weights * logs).sum(axis=-1)))


def softmax_jacobian(weights: Floats) -> Floats:
    """(..., n, n) diag(w) - w w': how weights (..., n) move as their scores do. Its rows sum to 0."""
    return np.asarray(np.eye(weights.shape[-1]) * weights[..., None] - _outer(weights))


def slope_left(weights: Floats) -> Floats:
    """(...) The sum of w (1 - w) of weights (..., n), the trace of `softmax_jacobian`: 0 on one place."""
    return np.asarray((weights * (1 - weights)).sum(axis=-1))


def random_key_scores(
    d: NDArray[np.int64], keys: int, draws: int, rng: np.random.Generator
) -> Floats:
    """(len(d), draws, keys) Products q'k of standard normal queries and keys, both of d entries.

    Given q they are normal with the variance |q|², which is chi-square, so that no vector has to be
    drawn. Their variance is d (Vaswani et al. 2017, section 3.2.1). All sizes
    have the same luck, so that curves over d are smooth.
    """
    z = rng.standard_normal((draws, keys))
    length = np.sqrt(2 * gammaincinv(d[:, None] / 2, rng.random(draws)))
    return np.asarray(length[..., None] * z)


def _outer(weights: Floats) -> Floats:
    return np.asarray(weights[..., :, None] * weights[..., None, :])
