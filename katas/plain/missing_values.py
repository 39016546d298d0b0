"""Missing values."""


def fit(column, how):
    """The "mean" or the "median" of what is there. ValueError if nothing is. Missing is None or nan."""
    there = sorted(v for v in column if v is not None and v == v)
    if not there:
        raise ValueError("every value is missing")
    if how == "mean":
        return sum(there) / len(there)
    half = len(there) // 2
    return there[half] if len(there) % 2 else (there[half - 1] + there[half]) / 2


def fill(column, value):
    """The column with `value` wherever one is missing, and a list that is True there."""
    missing = [v is None or v != v for v in column]
    return [value if gone else v for v, gone in zip(column, missing)], missing
