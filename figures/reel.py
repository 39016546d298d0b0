"""What differs between pictures: one drawing and its changes, instead of sixty drawings."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

Path = tuple[str | int, ...]


def tracks(frames: Sequence[Any]) -> list[dict[str, Any]]:
    """How nested dicts and lists of one shape, one a stop, differ.

    Returns one dict for each place that is not the same in all `frames`: `path`, the keys that lead
    there; `pool`, the distinct values; `order`, which of them each frame takes. A place where dicts
    have other keys or lists another length is taken whole.
    """
    found = []
    for path, values in _varying(frames, ()):
        pool: dict[Any, int] = {}
        order = [pool.setdefault(_identity(value), len(pool)) for value in values]
        firsts = [order.index(i) for i in range(len(pool))]
        found.append(
            {"path": list(path), "pool": [values[first] for first in firsts], "order": order}
        )
    return found


def _varying(values: Sequence[Any], path: Path) -> Iterator[tuple[Path, Sequence[Any]]]:
    first = values[0]
    if all(value is first for value in values):
        return
    if _all(values, Mapping) and all(value.keys() == first.keys() for value in values):
        for key in first:
            yield from _varying([value[key] for value in values], (*path, key))
    elif _all(values, list) and all(len(value) == len(first) for value in values):
        for i in range(len(first)):
            yield from _varying([value[i] for value in values], (*path, i))
    elif len({_identity(value) for value in values}) > 1:
        yield path, values


def _all(values: Sequence[Any], kind: Any) -> bool:
    return all(isinstance(value, kind) for value in values)


def _identity(value: Any) -> Any:
    """Something hashable that is the same for equal values, nan and all."""
    if isinstance(value, np.ndarray) and value.dtype.kind != "O":
        return value.dtype.str, value.shape, value.tobytes()
    return repr(value)
