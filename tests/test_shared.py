"""What is worked out once for all: who waits for it, what goes, and how much it takes."""

import gc
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier, Lock
from time import sleep
from typing import Any

import numpy as np
import pytest
import streamlit as st

from concepts import precision_recall
from data.read import TABLES
from ui import compute, reel, stage
from ui.compute import held_bytes
from ui.shared import shared

MEGABYTE = 2**20


def test_a_class_that_asks_together_has_it_worked_out_once():
    together, asked = Barrier(8), []

    @shared(megabytes=1, size=len)
    def slowly(state: str, answer: bytes) -> bytes:
        asked.append(state)
        sleep(0.2)  # time for all to ask
        return answer

    def visit(i: int) -> bytes:
        together.wait()
        return slowly("same", bytes([i]))

    with ThreadPoolExecutor(8) as pool:
        said = set(pool.map(visit, range(8)))
    assert asked == ["same"] and len(said) == 1


def test_what_fails_is_tried_again_by_those_who_wait():
    tries = []

    @shared(megabytes=1, size=len)
    def failing(state: str) -> bytes:
        tries.append(state)
        if len(tries) == 1:
            raise RuntimeError(state)
        return b"there"

    with pytest.raises(RuntimeError):
        failing("x")
    assert failing("x") == b"there" == failing("x") and len(tries) == 2


def test_the_one_longest_unused_goes_when_there_are_too_many_bytes():
    asked = []

    @shared(megabytes=1, size=len)
    def long(state: str) -> bytes:
        asked.append(state)
        return bytes(MEGABYTE // 3)

    for state in "abcadab":  # d takes the place of b, and b that of c
        long(state)
    assert "".join(asked) == "abcdb"


def test_what_is_too_long_to_be_kept_is_said_all_the_same():
    @shared(megabytes=1, size=len)
    def long(state: str) -> bytes:
        return bytes(2 * MEGABYTE)

    assert len(long("a")) == len(long("a")) == 2 * MEGABYTE


def test_a_result_is_as_large_as_its_arrays():
    @dataclass
    class Result:
        x: Any
        rest: Any

    whole = np.zeros(1000)
    nested = Result(whole, [Result(np.zeros(10, np.float32), "words"), {"a": np.ones(3)}])
    assert held_bytes(nested) == pytest.approx(8_000 + 40 + 24, abs=1_100)
    views = Result(whole[:10], [whole.reshape(10, 100)[::2], whole[3:]])
    assert held_bytes(views) == pytest.approx(8_000, abs=600), "the whole array is kept, and once"
    result = precision_recall.compute(precision_recall.Params(), TABLES)
    arrays = [each for each in _reached(result) if isinstance(each, np.ndarray)]
    assert held_bytes(result) >= 0.9 * sum(each.nbytes for each in arrays)


def _reached(root: Any) -> list[Any]:
    """Every object that a result holds, found by the garbage collector's own means."""
    found, new = {id(root): root}, [root]
    while new:
        new = [each for each in gc.get_referents(*new) if id(each) not in found]
        new = [each for each in new if not isinstance(each, type) and not callable(each)]
        found |= {id(each): each for each in new}
    return list(found.values())


def test_streamlit_still_keeps_a_lock_for_every_state():
    locks = type(Lock())

    def kept() -> int:
        return sum(isinstance(each, locks) for each in gc.get_objects())

    @st.cache_resource(max_entries=1)
    def cached(state: int) -> int:
        return state

    gc.collect()  # what others have left
    before = kept()
    for state in range(500):
        cached(state)
    gc.collect()
    assert kept() - before >= 400, (  # locks of others may go meanwhile
        "ui/shared.py could be st.cache_resource again, but for the bytes"
    )


def test_all_that_is_kept_for_everybody_takes_at_most_128_megabytes():
    """Every cache says how much it may hold, and the sum is what a server needs."""
    said = {
        (path.name, int(megabytes))
        for path in (Path(__file__).parent.parent / "ui").glob("*.py")
        for megabytes in re.findall(r"^@shared\(megabytes=(\d+)", path.read_text("utf-8"), re.M)
    }
    assert len(said) >= 5 and sum(megabytes for _, megabytes in said) == 128
    for function in (compute._computed, reel._reel_for_all, stage._written_for_all):
        assert function.cache.maxsize in {megabytes * MEGABYTE for _, megabytes in said}
