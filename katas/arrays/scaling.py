"""Scaling."""

import numpy as np


def fit(column):
    """The mean and the standard deviation of the training column, divided by n."""
    return column.mean(), column.std()


def transform(column, mean, sd):
    """The column, less the mean, in standard deviations; all 0 if the deviation is 0."""
    return (column - mean) / sd if sd else np.zeros(len(column))


def min_max(column, low, high):
    """The column with `low` at 0 and `high` at 1; all 0 if they are equal."""
    return (column - low) / (high - low) if high > low else np.zeros(len(column))
