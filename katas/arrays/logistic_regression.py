"""Logistic regression."""

import numpy as np


def predict(X, w, b):
    """The probability of class 1 for each row, (n,)."""
    z = X @ w + b
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, small) / (1 + small)


def loss(X, y, w, b):
    """The mean cross-entropy, in natural logarithms."""
    z = X @ w + b
    return np.mean(np.logaddexp(0, z) - z * y)


def fit(X, y, rate, steps):
    """Weights w (p,) and intercept b after so many steps down that loss, from 0."""
    n, p = X.shape
    w, b = np.zeros(p), 0.0
    for _ in range(steps):
        errors = predict(X, w, b) - y
        w = w - rate / n * (X.T @ errors)
        b -= rate / n * errors.sum()
    return w, b
