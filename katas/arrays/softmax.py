"""Softmax and cross-entropy."""

import numpy as np


def softmax(z):
    """The probabilities of the scores z (c,)."""
    each = np.exp(z - z.max())
    return each / each.sum()


def loss(z, k):
    """The cross-entropy where class k is true: minus the logarithm of its probability."""
    top = z.max()
    return top + np.log(np.exp(z - top).sum()) - z[k]


def gradient(z, k):
    """The derivative of that loss by each score, (c,)."""
    p = softmax(z)
    p[k] -= 1
    return p
