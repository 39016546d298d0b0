"""Every Result as bits, so that two computations can be compared. Names no concept.

`python -m tests.bits` computes each preset in two threads at once, with nothing remembered, and
prints what came out; `tests/test_common.py` compares that with its own process.
"""

import json
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, is_dataclass
from hashlib import sha256
from importlib import import_module

import numpy as np

from content.read import stems
from data.read import TABLES
from tests.sample import PAGES, SAMPLE

# Every other one of a page of the sample, every fourth of the others; each with `PAGES=all`.
PRESETS = [
    (stem, name)
    for stem in stems()
    for apart in (1 if PAGES != SAMPLE else 2 if stem in SAMPLE else 4,)
    for name in list(import_module(f"concepts.{stem}").PRESETS)[::apart]
]


def leaves(thing, owner=None, field=""):
    """Every array, number and text in a Result, with the class and the field that hold it."""
    if is_dataclass(thing):
        for each in fields(thing):
            yield from leaves(getattr(thing, each.name), type(thing), each.name)
    elif isinstance(thing, Mapping):
        for key, value in thing.items():
            yield owner, field, key
            yield from leaves(value, owner, field)
    elif isinstance(thing, list | tuple):
        yield owner, field, len(thing)
        for value in thing:
            yield from leaves(value, owner, field)
    else:
        yield owner, field, thing


def digest(thing):
    """A text that is the same for the same bits only."""
    found = sha256()
    for owner, field, value in leaves(thing):
        where = f"{getattr(owner, '__name__', owner)}.{field}"
        if isinstance(value, np.ndarray):
            assert value.dtype.kind in "biufUT", f"{where} is an array of {value.dtype}"
            whole = value.tobytes() if value.dtype.kind in "biuf" else repr(value.tolist()).encode()
            found.update(f"{where} {value.dtype} {value.shape}".encode() + whole)
        else:
            plain = value is None or isinstance(value, bool | int | float | str | np.generic)
            assert plain, f"{where} is a {type(value).__name__}"
            found.update(f"{where} {type(value).__name__} {value!r}".encode())
    return found.hexdigest()


def forget():
    """Let go of all that concepts and methods have remembered."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("concepts.", "methods.")):
            for value in list(vars(module).values()):
                if hasattr(value, "cache_clear"):
                    value.cache_clear()


def bits(preset):
    stem, name = preset
    concept = import_module(f"concepts.{stem}")
    return digest(concept.compute(concept.PRESETS[name], TABLES))


def main():
    sys.setswitchinterval(1e-4)  # fifty times as often as usual, so that the two do meet
    found = []
    with ThreadPoolExecutor(2) as pool:
        for preset in reversed(PRESETS):  # the other way round: no order may matter
            forget()
            found.append([*preset, *pool.map(bits, [preset] * 2)])
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
