"""Mini-batches, and gradient descent on them."""

import numpy as np


def batches(n, size, epochs, seed):
    """For each epoch a list of batches, each an array of at most `size` of the indices 0 to n - 1.

    Each index comes once an epoch, in an order that is drawn anew for each epoch. The last batch has
    what is left over.
    """
    generator = np.random.default_rng(seed)
    every = []
    for _ in range(epochs):
        order = generator.permutation(n)
        every.append([order[i : i + size] for i in range(0, n, size)])
    return every


def fit(X, y, rate, size, epochs, seed):
    """Weights w (p,), without an intercept, from 0: one step down the batch's mean squared error each."""
    w = np.zeros(X.shape[1])
    for epoch in batches(len(X), size, epochs, seed):
        for batch in epoch:
            errors = X[batch] @ w - y[batch]
            w = w - rate * 2 * (X[batch].T @ errors) / len(batch)
    return w
