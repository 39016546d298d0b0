"""Real data in two periods: a reference, what came after it, and how often a frozen model was right."""

from dataclasses import dataclass
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
PLAIN = str.maketrans("<>&", "‹›+")  # a stranger's words are never markup in a picture
ROTATED_FROM = 12_000  # the row from which a package ships the weather's columns rotated by one
PERIOD_ROWS = 10_000  # at most, of each of a visitor's own periods


@dataclass(frozen=True, eq=False)
class Periods:
    """Features of two periods.

    Attributes
    ----------
    names : F feature names.
    reference, current : (n, F), (m, F), rows in time order. Texts are numbered, the most frequent
        first.
    in_order : (n, F) Each column of the reference, sorted.
    texts : (F,) Whether the column holds categories.
    right_before, right : Whether the frozen model was right on each row, (n,) and (m,); None
        without a model.
    """

    names: tuple[str, ...]
    reference: Floats
    current: Floats
    in_order: Floats
    texts: NDArray[np.bool_]
    right_before: Floats | None
    right: Floats | None


def _split(
    names: tuple[str, ...], x: Floats, n: int, right: Floats | None, texts: Any = None
) -> Periods:
    return Periods(
        names=names,
        reference=x[:n],
        current=x[n:],
        in_order=columns_in_order(x[:n]),
        texts=np.zeros(len(names), bool) if texts is None else texts,
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
    return _split(tuple(RAIN.values()), x, n, right)


def census(table: Table, n: int) -> Periods:
    """People asked in 2015, then in 2016 to 2018, and whether a given model knew who is employed."""
    x = np.stack([table[name] for name in CENSUS], axis=1)
    right = ((table["predicted_probability"] >= 0.5) == (table["employed"] == 1)).astype(float)
    return _split(tuple(CENSUS.values()), x, n, right)


def flights(table: Table, n: int) -> Periods:
    """Flights of one year in order of month and day, with the weather at departure. No model."""
    x = np.stack([table[name] for name in FLIGHTS], axis=1)
    return _split(tuple(FLIGHTS.values()), x[~np.isnan(x).any(axis=1)], n, None)


def own(table: Table) -> Periods:
    """A visitor's features "x:<name>", split by the column "current". No model.

    Of a longer period 10,000 rows are kept, evenly spread.
    """
    now = table["current"].astype(bool)
    before, after = (
        part[np.linspace(0, part.size - 1, min(part.size, PERIOD_ROWS)).astype(int)]
        for part in (np.flatnonzero(~now), np.flatnonzero(now))
    )
    rows = np.concatenate([before, after])
    columns, names, texts = [], [], []
    for name, values in table.columns.items():
        if name.startswith("x:"):
            text = values.dtype.kind not in "fiub"
            picked = values[rows]
            columns.append(numbered(picked, before.size) if text else picked.astype(float))
            names.append(name[2:].translate(PLAIN))
            texts.append(text)
    return _split(tuple(names), np.stack(columns, axis=1), before.size, None, np.array(texts))


def numbered(texts: NDArray[Any], n: int) -> Floats:
    """Texts (N,) as numbers: 0 for the most frequent in the first n rows; (N,)."""
    words, code = np.unique(texts, return_inverse=True)
    frequency = np.bincount(code[:n], minlength=words.size)
    place = np.empty(words.size)
    place[np.argsort(-frequency, kind="stable")] = np.arange(words.size)
    return np.asarray(place[code])


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
