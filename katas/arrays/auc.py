"""Area under the ROC curve."""

import numpy as np


def auc(y, scores):
    """The chance that a positive has a higher score than a negative, ties counted half.

    y is 0s and 1s. None if there is only one class.
    """
    _, place, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    ranks = ((ends - counts + 1 + ends) / 2)[place]
    positive = y.sum()
    pairs = positive * (len(y) - positive)
    return (ranks[y == 1].sum() - positive * (positive + 1) / 2) / pairs if pairs else None
