"""Linear regression by gradient descent."""


def fit(X, y, rate, steps):
    """Weights w (p,) and intercept b after so many steps down the mean squared error, from 0.

    X is (n, p), y is (n,). The mean squared error is sum((Xw + b - y)**2) / n.
    """
    n, p = len(X), len(X[0])
    w, b = [0.0] * p, 0.0
    for _ in range(steps):
        errors = [sum(wj * xj for wj, xj in zip(w, row)) + b - t for row, t in zip(X, y)]
        slopes = [2 / n * sum(e * row[j] for e, row in zip(errors, X)) for j in range(p)]
        w = [wj - rate * slope for wj, slope in zip(w, slopes)]
        b -= rate * 2 / n * sum(errors)
    return w, b
