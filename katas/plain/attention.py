"""Scaled dot-product attention."""

from math import exp, sqrt


def attend(Q, K, V, mask=None):
    """The output (n, v) and the weights (n, m) of softmax(Q Kᵀ / √d) V.

    Q is (n, d), K is (m, d), V is (m, v). `mask` (n, m) is 1 where a query may look. A row that may
    look nowhere has weights and output 0.
    """
    scale = sqrt(len(K[0]))
    outputs, weights = [], []
    for i, query in enumerate(Q):
        open_ = [j for j in range(len(K)) if mask is None or mask[i][j]]
        scores = {j: sum(q * k for q, k in zip(query, K[j])) / scale for j in open_}
        top = max(scores.values(), default=0.0)
        each = [exp(scores[j] - top) if j in scores else 0.0 for j in range(len(K))]
        total = sum(each) or 1.0
        row = [e / total for e in each]
        weights.append(row)
        outputs.append([sum(w * v for w, v in zip(row, column)) for column in zip(*V)])
    return outputs, weights
