"""Correlation."""

from math import sqrt


def corr(a, b):
    """Pearson's correlation of the pairs in which neither is missing (None or nan).

    None if fewer than two pairs are left or one of the two is constant.
    """
    pairs = [(x, y) for x, y in zip(a, b) if None not in (x, y) and x == x and y == y]
    if len(pairs) < 2:
        return None
    mean_a, mean_b = (sum(each) / len(pairs) for each in zip(*pairs))
    both = sum((x - mean_a) * (y - mean_b) for x, y in pairs)
    squares = sum((x - mean_a) ** 2 for x, _ in pairs) * sum((y - mean_b) ** 2 for _, y in pairs)
    return both / sqrt(squares) if squares > 0 else None


def rank_corr(a, b):
    """Spearman's: the correlation of the ranks. Ties share the mean of their ranks. None missing."""
    return corr(_ranks(a), _ranks(b))


def _ranks(a):
    below = [sum(other < x for other in a) for x in a]
    equal = [sum(other == x for other in a) for x in a]
    return [low + (same + 1) / 2 for low, same in zip(below, equal)]
