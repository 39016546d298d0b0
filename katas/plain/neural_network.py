"""A network, forward and backward."""

from math import exp, log


def forward(X, W1, w2):
    """The hidden layer relu(W1 x), (n, h), and the probability sigmoid(w2 · h), (n,). No intercepts.

    X is (n, p), W1 is (h, p), w2 is (h,).
    """
    H = [[max(sum(w * x for w, x in zip(row, x_)), 0.0) for row in W1] for x_ in X]
    return H, [1 / (1 + exp(-sum(w * h for w, h in zip(w2, h_)))) for h_ in H]


def loss(X, y, W1, w2):
    """The mean cross-entropy over the rows."""
    _, p = forward(X, W1, w2)
    return -sum(log(q if t else 1 - q) for q, t in zip(p, y)) / len(y)


def backward(X, y, W1, w2):
    """The derivatives of that loss by W1, (h, p), and by w2, (h,). relu's slope at 0 is 0."""
    n = len(y)
    H, p = forward(X, W1, w2)
    errors = [(q - t) / n for q, t in zip(p, y)]
    dw2 = [sum(e * h[j] for e, h in zip(errors, H)) for j in range(len(w2))]
    dW1 = [
        [sum(e * w * (h[j] > 0) * x[i] for e, h, x in zip(errors, H, X)) for i in range(len(X[0]))]
        for j, w in enumerate(w2)
    ]
    return dW1, dw2
