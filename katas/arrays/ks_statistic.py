"""Kolmogorov–Smirnov statistic."""

import numpy as np


def ks(a, b):
    """The largest distance between the two empirical distribution functions. ValueError if one is empty."""
    if len(a) == 0 or len(b) == 0:
        raise ValueError("both samples need a value")
    every = np.concatenate([a, b])
    of_a = np.searchsorted(np.sort(a), every, side="right") / len(a)
    of_b = np.searchsorted(np.sort(b), every, side="right") / len(b)
    return np.abs(of_a - of_b).max()
