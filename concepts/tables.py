"""A table of real data, as a concept receives it. Reading files is the caller's work (`data.read`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Table:
    """Named columns of equal length.

    Compared and hashed by identity, so that a costly fit on it can be remembered.

    Attributes
    ----------
    name : The file's stem, e.g. "seattle_weather".
    columns : Column name to array of shape (n_rows,): float64 (missing cells are nan) or text.
    """

    name: str
    columns: Mapping[str, NDArray[Any]]

    def __getitem__(self, column: str) -> NDArray[Any]:
        """The column of that name, shape (n_rows,)."""
        return self.columns[column]


Tables = Mapping[str, Table]
