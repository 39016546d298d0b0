"""Tables from the files in this folder."""

import csv
import gzip
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.own_tables import SHAPES
from data.reading import read
from methods.tables import Table as Table  # for ui/

HERE = Path(__file__).parent
EXAMPLES = HERE / "examples"
OWN = tuple(SHAPES)


def files() -> list[Path]:
    """The data files of this folder, by name."""
    return sorted([*HERE.glob("*.csv*"), *HERE.glob("*.npz")])


@cache  # all there are: one that is read anew costs as much as a page
def read_table(name: str) -> Table:
    """The table in `<name>.csv`, `<name>.csv.gz` or `<name>.npz`; KeyError if there is none."""
    if (path := HERE / f"{name}.npz").exists():
        with np.load(path) as arrays:
            return Table(name, dict(arrays))
    for path in (HERE / f"{name}.csv", HERE / f"{name}.csv.gz"):
        if path.exists():
            opener = gzip.open if path.suffix == ".gz" else open
            with opener(path, "rt", encoding="utf-8", newline="") as lines:
                header, *rows = csv.reader(lines)
            return Table(
                name, {h: _column(c) for h, c in zip(header, zip(*rows, strict=True), strict=True)}
            )
    raise KeyError(name)


@cache
def read_example(shape: str) -> Table:
    """The example of a shape, as concepts receive it: what a visitor's table is until there is one.

    It is read, and its columns chosen, as theirs will be.
    """
    reading = read(example_file(shape))
    choice, _ = SHAPES[shape].choose(reading, {}, None)
    return SHAPES[shape].cast(reading, choice, None)[0]


def example_file(shape: str) -> bytes:
    """The example of a shape as a visitor may download it."""
    return (EXAMPLES / f"{shape}.csv").read_bytes()


def _column(cells: tuple[str, ...]) -> NDArray[Any]:
    """Numbers where every cell is one or empty (nan), else text."""
    try:
        return np.array([float(cell) if cell else np.nan for cell in cells])
    except ValueError:
        return np.array(cells)


class _Tables(Mapping[str, Table]):
    """Every table by name, read when first asked for; the examples too, which are not listed."""

    def __getitem__(self, name: str) -> Table:
        return read_example(name) if name in OWN else read_table(name)

    def __iter__(self) -> Iterator[str]:
        return iter(path.name.split(".")[0] for path in files())

    def __len__(self) -> int:
        return len(files())


TABLES: Mapping[str, Table] = _Tables()
