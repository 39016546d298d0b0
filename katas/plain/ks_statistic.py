"""Kolmogorov–Smirnov statistic."""


def ks(a, b):
    """The largest distance between the two empirical distribution functions. ValueError if one is empty."""
    if not a or not b:
        raise ValueError("both samples need a value")
    a, b = sorted(a), sorted(b)
    i = j = 0
    largest = 0.0
    while i < len(a) and j < len(b):
        value = min(a[i], b[j])
        while i < len(a) and a[i] == value:
            i += 1
        while j < len(b) and b[j] == value:
            j += 1
        largest = max(largest, abs(i / len(a) - j / len(b)))
    return largest
