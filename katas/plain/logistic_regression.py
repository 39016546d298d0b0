"""Logistic regression."""

from math import exp, log1p


def predict(X, w, b):
    """The probability of class 1 for each row, (n,)."""
    found = []
    for row in X:
        z = sum(wj * xj for wj, xj in zip(w, row)) + b
        small = exp(-abs(z))
        found.append(1 / (1 + small) if z >= 0 else small / (1 + small))
    return found


def loss(X, y, w, b):
    """The mean cross-entropy, in natural logarithms."""
    total = 0.0
    for row, t in zip(X, y):
        z = sum(wj * xj for wj, xj in zip(w, row)) + b
        total += max(z, 0.0) - z * t + log1p(exp(-abs(z)))
    return total / len(X)


def fit(X, y, rate, steps):
    """Weights w (p,) and intercept b after so many steps down that loss, from 0."""
    n, p = len(X), len(X[0])
    w, b = [0.0] * p, 0.0
    for _ in range(steps):
        errors = [q - t for q, t in zip(predict(X, w, b), y)]
        w = [wj - rate / n * sum(e * row[j] for e, row in zip(errors, X)) for j, wj in enumerate(w)]
        b -= rate / n * sum(errors)
    return w, b
