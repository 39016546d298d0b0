"""What concepts remember beside their Results, which no cache counts in bytes: a few parts of each, and small."""

import gc
from functools import lru_cache
from importlib import import_module
from weakref import WeakKeyDictionary

import numpy as np
import pytest

from data.read import TABLES
from tests.sample import STEMS

MOST = 50e6  # bytes that one function may come to keep
MORE = 0.1e6  # bytes that may hang on to each thing kept: it is a part of something larger


def caches(module):
    """Name and cache of every function of the module that remembers; for a function of tables one each."""
    for name, function in vars(module).items():
        if getattr(function, "__module__", None) != module.__name__:
            continue
        if hasattr(function, "cache_info"):
            yield name, function
        elif hasattr(function, "cache_clear"):  # methods.tables.remembered
            for cell in function.__closure__:
                if isinstance(cell.cell_contents, WeakKeyDictionary):
                    yield from ((name, each) for each in cell.cell_contents.values())


def forget(module):
    """What other tests of this process have had remembered is gone."""
    for function in vars(module).values():
        if getattr(function, "__module__", None) == module.__name__ and hasattr(
            function, "cache_clear"
        ):
            function.cache_clear()


def sizes(cache):
    """Bytes of the arrays in it, and of those that they are parts of and so keep."""
    own, whole, seen, left = 0, {}, set(), gc.get_referents(cache)
    while left:
        each = left.pop()
        if id(each) in seen or isinstance(each, type) or hasattr(each, "__globals__"):
            continue
        seen.add(id(each))
        if isinstance(each, np.ndarray):
            own += each.nbytes
            while isinstance(each.base, np.ndarray):
                each = each.base
            whole[id(each)] = each.nbytes
        else:
            left += gc.get_referents(each)
    return own, sum(whole.values())


@pytest.mark.parametrize("stem", STEMS)
def test_what_is_remembered_is_small_and_no_part_of_something_larger(stem):
    concept = import_module(f"concepts.{stem}")
    forget(concept)
    for preset in concept.PRESETS.values():
        concept.compute(preset, TABLES)
    for name, cache in caches(concept):
        info = cache.cache_info()
        if info.currsize:
            own, whole = sizes(cache)
            assert whole <= 1.3 * own + MORE * info.currsize, name
            assert whole * (info.maxsize or info.currsize) / info.currsize <= MOST, name


def test_a_part_of_an_array_counts_as_all_of_it():
    held = lru_cache(maxsize=2)(lambda n: np.zeros((n, 1000))[0])
    held(50)
    assert sizes(held) == (8_000, 400_000)


def test_modules_are_found_whose_functions_remember():
    assert {name for name, _ in caches(import_module("methods.metrics.fitted_scores"))}
