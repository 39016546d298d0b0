"""k-means."""

import numpy as np


def kmeans(X, start, rounds=100):
    """Labels (n,), centres (k, p) and inertia after at most so many rounds from the centres `start`.

    A round gives each row the label of its nearest centre (of equal ones the first) and moves each
    centre to the mean of its rows; a centre without rows stays. It ends early once no centre moves.
    Labels and inertia, the sum of squared distances, are those of the centres that are returned.
    """

    def assign(centres):
        squares = ((X[:, None] - centres[None]) ** 2).sum(axis=2)
        return squares.argmin(axis=1), squares.min(axis=1).sum()

    centres = np.array(start, float)
    labels, inertia = assign(centres)
    for _ in range(rounds):
        before = centres.copy()
        for c in range(len(centres)):
            if (labels == c).any():
                centres[c] = X[labels == c].mean(axis=0)
        labels, inertia = assign(centres)
        if (centres == before).all():
            break
    return labels, centres, inertia
