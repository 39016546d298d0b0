"""Missing values."""

import pandas as pd


def fit(column, how):
    """The "mean" or the "median" of what is there. ValueError if nothing is. Missing is nan."""
    there = pd.Series(column, dtype=float).dropna()
    if there.empty:
        raise ValueError("every value is missing")
    return there.mean() if how == "mean" else there.median()


def fill(column, value):
    """The column with `value` wherever one is missing, and an array that is True there."""
    column = pd.Series(column, dtype=float)
    return column.fillna(value).to_numpy(), column.isna().to_numpy()
