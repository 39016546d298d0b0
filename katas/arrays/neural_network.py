"""A network, forward and backward."""

import numpy as np


def forward(X, W1, w2):
    """The hidden layer relu(W1 x), (n, h), and the probability sigmoid(w2 · h), (n,). No intercepts.

    X is (n, p), W1 is (h, p), w2 is (h,).
    """
    H = np.maximum(X @ W1.T, 0)
    return H, 1 / (1 + np.exp(-(H @ w2)))


def loss(X, y, W1, w2):
    """The mean cross-entropy over the rows."""
    _, p = forward(X, W1, w2)
    return -np.mean(np.log(np.where(y == 1, p, 1 - p)))


def backward(X, y, W1, w2):
    """The derivatives of that loss by W1, (h, p), and by w2, (h,). relu's slope at 0 is 0."""
    H, p = forward(X, W1, w2)
    errors = (p - y) / len(y)
    dw2 = H.T @ errors
    dW1 = (errors[:, None] * w2 * (H > 0)).T @ X
    return dW1, dw2
