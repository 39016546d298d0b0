"""Correlation."""

import numpy as np
import pandas as pd


def corr(a, b):
    """Pearson's correlation of the pairs in which neither is missing (nan).

    None if fewer than two pairs are left or one of the two is constant.
    """
    a, b = np.asarray(a, float), np.asarray(b, float)
    there = ~(np.isnan(a) | np.isnan(b))
    a, b = a[there], b[there]
    if len(a) < 2:
        return None
    a, b = a - a.mean(), b - b.mean()
    squares = (a @ a) * (b @ b)
    return (a @ b) / np.sqrt(squares) if squares > 0 else None


def rank_corr(a, b):
    """Spearman's: the correlation of the ranks. Ties share the mean of their ranks. None missing."""
    return corr(pd.Series(a).rank(), pd.Series(b).rank())
