"""Linear regression by gradient descent."""

import numpy as np


def fit(X, y, rate, steps):
    """Weights w (p,) and intercept b after so many steps down the mean squared error, from 0.

    X is (n, p), y is (n,). The mean squared error is sum((Xw + b - y)**2) / n.
    """
    n, p = X.shape
    w, b = np.zeros(p), 0.0
    for _ in range(steps):
        errors = X @ w + b - y
        w = w - rate * 2 / n * (X.T @ errors)
        b -= rate * 2 / n * errors.sum()
    return w, b
