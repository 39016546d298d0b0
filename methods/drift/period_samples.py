"""Real data in two periods: a reference, what came after it, and how often a frozen model was right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from methods.tables import Table

Floats = NDArray[np.float64]

RAIN = {
    "temperature": "temperature",
    "dew_point": "dew point",
    "sea_level_pressure": "sea level pressure",
    "visibility": "visibility",
    "avg_wind": "mean wind",
    "max_wind": "strongest wind",
    "temp_min": "lowest temperature",
    "temp_max": "highest temperature",
}
CENSUS = {
    "AGEP": "age",
    "SCHL": "schooling",
    "MAR": "marital status",
    "DIS": "disability",
    "CIT": "citizenship",
    "MIG": "moved house",
    "MIL": "military service",
    "NATIVITY": "born abroad",
    "SEX": "sex",
    "RAC1P": "race",
}
FLIGHTS = {
    "temp": "temperature",
    "dewp": "dew point",
    "humid": "humidity",
    "wind_speed": "wind",
    "visib": "visibility",
    "hour": "hour of departure",
    "distance": "distance",
}
# Words for the code numbers of the census; a number in its own right has none.
CENSUS_WORDS = {
    "MAR": {1: "married", 2: "widowed", 3: "divorced", 4: "separated", 5: "never married"},
    "DIS": {1: "disabled", 2: "not disabled"},
    "CIT": {
        1: "born in a state",
        2: "born in a territory",
        3: "born abroad to citizens",
        4: "naturalised",
        5: "not a citizen",
    },
    "MIG": {0: "under 1 year old", 1: "same house", 2: "from abroad", 3: "from another house"},
    "MIL": {0: "under 17", 1: "on duty", 2: "in the past", 3: "training only", 4: "never"},
    "NATIVITY": {1: "born in the country", 2: "born abroad"},
    "SEX": {1: "male", 2: "female"},
    "RAC1P": {
        1: "White",
        2: "Black",
        3: "American Indian",
        4: "Alaska Native",
        5: "other native",
        6: "Asian",
        7: "Pacific Islander",
        8: "some other",
        9: "two or more",
    },
}
PLAIN = str.maketrans("<>&", "‹›+")  # a stranger's words are never markup in a picture
ROTATED_FROM = 12_000  # the row from which a package ships the weather's columns rotated by one
MOST_CELLS = 4_000_000  # of each of a visitor's own periods: of 20 features as many rows as may be


@dataclass(frozen=True, eq=False)
class Periods:
    """Features of two periods.

    Attributes
    ----------
    names : F feature names.
    reference, current : (n, F), (m, F), rows in time order. Categories are numbered, the most
        frequent of the reference first.
    in_order : (n, F) Each column of the reference, sorted.
    categories : For each column the words for its numbers; () if it holds no categories.
    right_before, right : Whether the frozen model was right on each row, (n,) and (m,); None
        without a model.
    rows : How many rows there are of each period, where those above are a part of them.
    ordered : Whether the rows have an order in time.
    """

    names: tuple[str, ...]
    reference: Floats
    current: Floats
    in_order: Floats
    categories: tuple[tuple[str, ...], ...]
    right_before: Floats | None
    right: Floats | None
    rows: tuple[int, int] = (0, 0)
    ordered: bool = True


def _split(
    names: Iterable[str],
    columns: Sequence[Floats],
    n: int,
    right: Floats | None,
    categories: Iterable[tuple[str, ...]] | None = None,
) -> Periods:
    x, names = np.stack(columns, axis=1), tuple(names)
    return Periods(
        names=names,
        reference=x[:n],
        current=x[n:],
        in_order=columns_in_order(x[:n]),
        categories=((),) * len(names) if categories is None else tuple(categories),
        right_before=None if right is None else right[:n],
        right=None if right is None else right[n:],
    )


def columns_in_order(x: Floats) -> Floats:
    """Each column of x (n, F) sorted; each lies in one piece of memory, to be searched fast."""
    return np.sort(np.ascontiguousarray(x.T), axis=1).T


def rain(table: Table, n: int, rotated: bool) -> Periods:
    """Daily weather: the first n days are the reference; a logistic regression learns rain from them.

    `rotated` moves every feature one column back from row 12,000 on, as happened to a published copy.
    """
    x = np.stack([table[name] for name in RAIN], axis=1)
    if rotated:
        x[ROTATED_FROM:] = np.roll(x[ROTATED_FROM:], -1, axis=1)
    y = table["rain"] == 1
    # Two days hold a code for a missing pressure, far off anything real.
    weights = logistic(np.clip(x[:n], -6, 6), y[:n])
    right = ((np.clip(x, -6, 6) @ weights[1:] + weights[0] > 0) == y).astype(float)
    return _split(RAIN.values(), list(x.T), n, right)


def census(table: Table, n: int) -> Periods:
    """People asked in 2015, then in 2016 to 2018, and whether a given model knew who is employed."""
    right = ((table["predicted_probability"] >= 0.5) == (table["employed"] == 1)).astype(float)
    columns, words = [], []
    for name in CENSUS:
        column, said = table[name], CENSUS_WORDS.get(name, {})
        numbers, kept = numbered(column, n) if said else (column, ())
        columns.append(numbers)
        words.append(tuple(said.get(int(code), f"{code:g}") for code in kept))
    return _split(CENSUS.values(), columns, n, right, words)


def flights(table: Table, n: int) -> Periods:
    """Flights of one year in order of month and day, with the weather at departure. No model."""
    x = np.stack([table[name] for name in FLIGHTS])
    return _split(FLIGHTS.values(), list(x[:, ~np.isnan(x).any(axis=0)]), n, None)


def own(table: Table) -> Periods:
    """A visitor's features "x:<name>", split by the column "current". No model.

    All rows of a period are used as long as they have at most MOST_CELLS cells; of more as many,
    evenly spread. Of two files the table names no time: their rows have no order.
    """
    now = table["current"].astype(bool)
    most = MOST_CELLS // sum(name.startswith("x:") for name in table.columns)
    whole = np.flatnonzero(~now), np.flatnonzero(now)
    before, after = (
        part[np.linspace(0, part.size - 1, min(part.size, most)).astype(int)] for part in whole
    )
    rows = np.concatenate([before, after])
    columns, names, words = [], [], []
    for name, values in table.columns.items():
        if name.startswith("x:"):
            picked = values[rows]
            text = values.dtype.kind not in "fiub"
            numbers, kept = numbered(picked, before.size) if text else (picked.astype(float), ())
            columns.append(numbers)
            names.append(name[2:].translate(PLAIN))
            words.append(tuple(str(word).translate(PLAIN) for word in kept))
    split = _split(names, columns, before.size, None, words)
    rows_of = whole[0].size, whole[1].size
    return replace(split, rows=rows_of, ordered=table.words.get("time") != "")


def numbered(values: NDArray[Any], n: int) -> tuple[Floats, NDArray[Any]]:
    """Categories (N,) by number, 0 the most frequent of the first n rows, (N,); what each is, (K,)."""
    kinds, code = np.unique(values, return_inverse=True)
    order = np.argsort(-np.bincount(code[:n], minlength=kinds.size), kind="stable")
    return np.argsort(order)[code].astype(float), kinds[order]


def logistic(x: Floats, y: NDArray[np.bool_]) -> Floats:
    """Intercept and weights (1 + d,) of a logistic regression, x (n, d), y (n,), by Newton's method.

    The penalty is half the squared weights, without the intercept, as scikit-learn's C = 1.
    """
    rows = np.concatenate([np.ones((len(x), 1)), x], axis=1)
    penalty = np.append(0.0, np.ones(x.shape[1]))
    weights = np.zeros(rows.shape[1])
    for _ in range(25):
        p = expit(rows @ weights)
        slope = rows.T @ (p - y) + penalty * weights
        bend = (rows * np.maximum(p * (1 - p), 1e-9)[:, None]).T @ rows + np.diag(penalty)
        step = np.linalg.solve(bend, slope)
        weights -= step
        if np.abs(step).max() < 1e-9:
            break
    return weights
