"""A table of real data, as a concept receives it. Reading files is the caller's work (`data.read`)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, wraps
from typing import Any, TypeVar
from weakref import WeakKeyDictionary, ref

from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Table:
    """Named columns of equal length.

    Compared and hashed by identity, so that a costly fit on it can be remembered.

    Attributes
    ----------
    name : The file's stem, e.g. "seattle_weather".
    columns : Column name to array of shape (n_rows,): float64 (missing cells are nan) or text. A
        file of images has X of shape (n_rows, n_pixels) and y.
    words : What a visitor's own table calls things, by what they are: see `data.own_tables`.
    """

    name: str
    columns: Mapping[str, NDArray[Any]]
    words: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, column: str) -> NDArray[Any]:
        """The column of that name, shape (n_rows,)."""
        return self.columns[column]


Tables = Mapping[str, Table]

F = TypeVar("F", bound=Callable[..., Any])


def remembered(function: F) -> F:
    """Remember the last 8 results of `function(table, ...)` for each table, as long as the table lives.

    `lru_cache` would keep the table itself: a visitor's own data must go when the visitor does. So
    what the function returns may not hold on to the table. The other arguments are hashable. What was
    made of a table may stand in its place: what comes of that goes with it.
    """
    kept: WeakKeyDictionary[Table, Callable[..., Any]] = WeakKeyDictionary()

    @wraps(function)
    def remembering(table: Table, *rest: Any) -> Any:
        if table not in kept:
            weakly = ref(table)
            kept[table] = lru_cache(maxsize=8)(lambda *rest: function(weakly(), *rest))
        return kept[table](*rest)

    remembering.cache_clear = kept.clear  # type: ignore[attr-defined]
    return remembering  # type: ignore[return-value]
