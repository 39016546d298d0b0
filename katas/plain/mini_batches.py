"""Mini-batches, and gradient descent on them."""

import random


def batches(n, size, epochs, seed):
    """For each epoch a list of batches, each a list of at most `size` of the indices 0 to n - 1.

    Each index comes once an epoch, in an order that is drawn anew for each epoch. The last batch has
    what is left over.
    """
    generator = random.Random(seed)
    order, every = list(range(n)), []
    for _ in range(epochs):
        generator.shuffle(order)
        every.append([order[i : i + size] for i in range(0, n, size)])
    return every


def fit(X, y, rate, size, epochs, seed):
    """Weights w (p,), without an intercept, from 0: one step down the batch's mean squared error each."""
    w = [0.0] * len(X[0])
    for epoch in batches(len(X), size, epochs, seed):
        for batch in epoch:
            errors = [sum(wj * xj for wj, xj in zip(w, X[i])) - y[i] for i in batch]
            w = [
                wj - rate * 2 * sum(e * X[i][j] for e, i in zip(errors, batch)) / len(batch)
                for j, wj in enumerate(w)
            ]
    return w
