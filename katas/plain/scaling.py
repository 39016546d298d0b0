"""Scaling."""

from math import sqrt


def fit(column):
    """The mean and the standard deviation of the training column, divided by n."""
    mean = sum(column) / len(column)
    return mean, sqrt(sum((v - mean) ** 2 for v in column) / len(column))


def transform(column, mean, sd):
    """The column, less the mean, in standard deviations; all 0 if the deviation is 0."""
    return [(v - mean) / sd if sd else 0.0 for v in column]


def min_max(column, low, high):
    """The column with `low` at 0 and `high` at 1; all 0 if they are equal."""
    return [(v - low) / (high - low) if high > low else 0.0 for v in column]
