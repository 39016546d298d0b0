"""Softmax and cross-entropy."""

from math import exp, log


def softmax(z):
    """The probabilities of the scores z (c,)."""
    top = max(z)
    each = [exp(v - top) for v in z]
    return [v / sum(each) for v in each]


def loss(z, k):
    """The cross-entropy where class k is true: minus the logarithm of its probability."""
    top = max(z)
    return top + log(sum(exp(v - top) for v in z)) - z[k]


def gradient(z, k):
    """The derivative of that loss by each score, (c,)."""
    return [p - (i == k) for i, p in enumerate(softmax(z))]
