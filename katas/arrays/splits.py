"""Train, validation and test."""

import numpy as np


def split(n, shares, seed, shuffle=True):
    """The indices 0 to n - 1 in as many arrays as there are shares.

    They are shuffled, unless the rows are in the order of time, and cut at the rounded cumulative
    shares times n.
    """
    order = np.random.default_rng(seed).permutation(n) if shuffle else np.arange(n)
    ends = np.round(np.cumsum(shares) * n).astype(int)
    return np.split(order, ends[:-1])


def folds(y, k, seed):
    """k arrays of indices, each class spread over them as evenly as can be.

    Class by class, in sorted order, the shuffled rows are dealt to the folds in turn; the next class
    goes on where the last one ended.
    """
    generator = np.random.default_rng(seed)
    dealt = np.concatenate(
        [generator.permutation(np.flatnonzero(y == label)) for label in np.unique(y)]
    )
    return [dealt[fold::k] for fold in range(k)]
