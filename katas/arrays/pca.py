"""Principal components."""

import numpy as np


def pca(X, k):
    """The first k directions (k, p), their variances (k,) and the scores (n, k).

    Variances are those of the centred rows, divided by n - 1, the largest first. Each direction has
    length 1, and its largest entry by size (of equal ones the first) is positive. Scores are the
    centred rows along the directions.
    """
    rows = X - X.mean(axis=0)
    _, lengths, directions = np.linalg.svd(rows, full_matrices=True)
    variances = np.zeros(X.shape[1])
    variances[: len(lengths)] = lengths**2 / (len(X) - 1)
    directions, variances = directions[:k], variances[:k]
    largest = np.argmax(np.round(np.abs(directions), 9), axis=1)
    signs = np.sign(directions[np.arange(len(directions)), largest])
    directions = directions * signs[:, None]
    return directions, variances, rows @ directions.T
