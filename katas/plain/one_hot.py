"""One-hot encoding."""


def fit(column):
    """The categories of the training column, sorted, each once."""
    return sorted(set(column))


def transform(column, categories):
    """A row for each value, 1 at its category; and the values that are no category, sorted, each once.

    The row of such a value is all zeros.
    """
    rows = [[int(value == category) for category in categories] for value in column]
    return rows, sorted(set(column) - set(categories))
