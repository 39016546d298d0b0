"""Cases of which few are positive, split for learning and judging: drawn, or from a table."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from methods.metrics.binormal import positives_in
from methods.metrics.fitted_scores import BIRD_NUMBERS, FLIGHT_NUMBERS, design, stratified_train
from methods.tables import Table

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

TESTED = 2_000  # drawn cases to judge on
MOST_ROWS = 3_000  # of a table, to learn from and to judge on
CLUMP_SPREAD = 0.5  # of each of several clumps; a single one is as wide as the negatives


@dataclass(frozen=True, eq=False)
class Cases:
    """Rows to learn from and rows to judge on; features are standardised if they are real.

    Attributes
    ----------
    X, y : Shapes (n, d) and (n,), to learn from.
    X_test, y_test : The same, to judge on.
    clump : Shape (n,), which clump a drawn positive is in; 0 elsewhere.
    names : The d features.
    cost : Shape (n_test,), dollars a case cost if nobody acted; nan where unknown.
    mean_cost : Dollars, mean over the positives learned from; nan where unknown.
    rows : Rows the table has; 0 when drawn.
    flipped : Whether the table's false rows are the rare ones, here called positive.
    rarer : What a visitor's own table calls these; "false" where it has no word for them.
    """

    X: Floats
    y: Bools
    X_test: Floats
    y_test: Bools
    clump: NDArray[np.int_]
    names: tuple[str, ...]
    cost: Floats
    mean_cost: float
    rows: int
    flipped: bool
    rarer: str = "false"


def clump_centres(clumps: int, separation: float, d: int) -> Floats:
    """Where the positives' clumps lie, shape (clumps, d): around the origin, in two features.

    One lies on the diagonal; two lie on opposite sides; three make an even triangle.
    """
    turn = (np.pi / 4 if clumps == 1 else 0.0) + 2 * np.pi * np.arange(clumps) / clumps
    centres = np.zeros((clumps, d))
    centres[:, 0], centres[:, 1] = separation * np.cos(turn), separation * np.sin(turn)
    return centres


def drawn_cases(
    prevalence: float, separation: float, clumps: int, d: int, n: int, seed: int
) -> Cases:
    """n cases to learn from and 2,000 to judge on, d >= 2 features of which two matter.

    Negatives are standard normal. Positives lie in clumps at `separation` from their middle. Both
    sets have the same share of positives, rounded to whole cases, and at least two.
    """
    rng = np.random.default_rng(seed)
    centres = clump_centres(clumps, separation, d)
    drawn = []
    for size in (n, TESTED):
        n_pos = positives_in(prevalence, size)
        y = np.arange(size) < n_pos
        clump = np.where(y, np.arange(size) % clumps, 0)
        X = rng.standard_normal((size, d))
        spread = 1.0 if clumps == 1 else CLUMP_SPREAD
        X[:n_pos] = centres[clump[:n_pos]] + spread * X[:n_pos]
        drawn.append((X, y, clump))
    (X, y, clump), (X_test, y_test, _) = drawn
    names = tuple(f"x{i + 1}" for i in range(d))
    return Cases(
        X, y, X_test, y_test, clump, names, np.full(TESTED, np.nan), float("nan"), 0, False
    )


def rows_for(d: int) -> int:
    """How many rows of d features can be learned from while a slider moves."""
    return int(np.clip(3_500_000 // (d + 1) ** 2, 300, MOST_ROWS))


def table_cases(table: Table, source: str, seed: int) -> Cases:
    """Rows of the flights, of the bird strikes or of a visitor's own table, split at random 70 : 30.

    At most `rows_for` of them on each side, drawn within each class so that the share stays.
    ValueError if a class has fewer than two rows.
    """
    cost = np.full(0, np.nan)
    if source == "own":
        names = tuple(key[2:] for key in table.columns if key.startswith("x:"))
        y = np.asarray(table["label"], bool)
        columns = np.column_stack([table[f"x:{name}"] for name in names]).astype(float)
    else:
        y = table["cancelled" if source == "flights" else "substantial"] == 1
    flipped = bool(y.mean() > 0.5)
    y = ~y if flipped else y
    if y.sum() < 2:
        raise ValueError("Both labels are needed, and at least two rows of each.")
    train = stratified_train(y, np.random.default_rng(seed))
    if source == "own":
        middle, spread = columns[train].mean(axis=0), columns[train].std(axis=0)
        X = (columns - middle) / np.where(spread > 0, spread, 1.0)
    elif source == "flights":
        X = design(table, FLIGHT_NUMBERS, ("origin",), train)
        names = tuple(f"feature {i + 1}" for i in range(X.shape[1]))
    else:
        X = design(table, BIRD_NUMBERS, ("phase", "wildlife_size", "time_of_day"), train)
        names = tuple(f"feature {i + 1}" for i in range(X.shape[1]))
        cost = table["cost_total"]
    rng = np.random.default_rng((seed, 1))
    learn = share_of_each(y, np.flatnonzero(train), rows_for(X.shape[1]), rng)
    judge = share_of_each(y, np.flatnonzero(~train), rows_for(X.shape[1]), rng)
    known = cost.size > 0
    return Cases(
        X=X[learn],
        y=y[learn],
        X_test=X[judge],
        y_test=y[judge],
        clump=np.zeros(learn.size, dtype=int),
        names=names,
        cost=cost[judge] if known else np.full(judge.size, np.nan),
        mean_cost=float(cost[learn][y[learn]].mean()) if known else float("nan"),
        rows=y.size,
        flipped=flipped,
        rarer=table.words.get("negative", "false"),
    )


def share_of_each(
    y: Bools, rows: NDArray[np.int_], most: int, rng: np.random.Generator
) -> NDArray[np.int_]:
    """At most about `most` of `rows` (r,), rising, each class in its share and with at least one.

    `rows` are places in y (N,); so is what is returned, (about most,).
    """
    if rows.size <= most:
        return rows
    kept = []
    for label in (False, True):
        own = rows[y[rows] == label]
        kept.append(rng.permutation(own)[: max(1, round(most * own.size / rows.size))])
    return np.sort(np.concatenate(kept))
