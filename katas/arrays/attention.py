"""Scaled dot-product attention."""

import numpy as np


def attend(Q, K, V, mask=None):
    """The output (n, v) and the weights (n, m) of softmax(Q Kᵀ / √d) V.

    Q is (n, d), K is (m, d), V is (m, v). `mask` (n, m) is 1 where a query may look. A row that may
    look nowhere has weights and output 0.
    """
    scores = Q @ K.T / np.sqrt(K.shape[1])
    seen = np.ones(scores.shape, bool) if mask is None else np.asarray(mask, bool)
    top = np.where(seen, scores, -np.inf).max(axis=1, keepdims=True)
    top = np.where(np.isfinite(top), top, 0.0)
    each = np.exp(np.where(seen, scores - top, -np.inf))
    total = each.sum(axis=1, keepdims=True)
    weights = each / np.where(total > 0, total, 1.0)
    return weights @ V, weights
