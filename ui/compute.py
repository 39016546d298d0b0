"""A concept's result for some parameters, computed once for all visitors who ask for the same."""

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import is_dataclass
from sys import getsizeof
from threading import Timer
from time import sleep
from typing import Any
from uuid import uuid4

import numpy as np
import streamlit as st

from data.read import TABLES, Table
from ui.keys import key_of, stem_of
from ui.process import ONE_AT_A_TIME, SECONDS_TO_DRAW
from ui.shared import shared

PAUSE = 0.2  # seconds
UNFIT = "This page cannot work with these columns as they are; choose others. An example is shown."


def computed(concept: Any, params: Any) -> Any:
    """`concept.compute(params, tables)`. Results are shared between visitors: nobody writes into them.

    What comes of a visitor's own table is theirs alone: only the last such result is kept, in
    their session.
    """
    if (table := own_table(concept, params)) is None:
        return _computed(f"{concept.__name__} {params!r}", concept, params)
    last = key_of(stem_of(concept), "own result")
    found = st.session_state.get(last)
    if found is None or found[0] is not table or found[1] != params:
        try:
            result = compute_now(concept, params)
        except Exception:  # not to be logged: its message might quote what the visitor brought
            result = None
        found = st.session_state[last] = (table, params, result)
    return (
        _computed(f"{concept.__name__} {params!r}", concept, params)
        if found[2] is None
        else found[2]
    )


def compute_now(concept: Any, params: Any) -> Any:
    """The result for `params` and this visitor's table, if they ask for it; it is kept nowhere."""
    tables = tables_for(concept, params)
    with ONE_AT_A_TIME:
        return concept.compute(params, tables)


def unfit(concept: Any, params: Any) -> bool:
    """Whether the visitor's own table could not be worked with, so that an example is computed."""
    if own_table(concept, params) is None:
        return False
    return bool(st.session_state[key_of(stem_of(concept), "own result")][2] is None)


def uses_own(params: Any) -> bool:
    """Whether `params` ask for a visitor's own table, brought or not."""
    return getattr(params, "source", "") == "own"


def own_table(concept: Any, params: Any) -> Table | None:
    """The table that this visitor brought for the page and `params` ask for; None if there is none."""
    if not uses_own(params):
        return None
    table: Table | None = st.session_state.get(key_of(stem_of(concept), "own table"))
    return table


def tables_for(concept: Any, params: Any) -> Mapping[str, Table]:
    """Every table by name, with this visitor's own among them if `params` ask for it."""
    table = own_table(concept, params)
    return TABLES if table is None else ChainMap({concept.OWN: table}, TABLES)  # type: ignore[arg-type]


def own_mark(concept: Any, params: Any) -> str:
    """What tells a visitor's own table, if `params` ask for it, from every other; else ""."""
    if own_table(concept, params) is None:
        return ""
    mark: str = st.session_state.setdefault(key_of(stem_of(concept), "own mark"), uuid4().hex)
    return mark


def forget_own(stem: str) -> None:
    """Let go of the visitor's table and of what was computed from it."""
    for what in ("table", "mark", "result"):
        st.session_state.pop(key_of(stem, f"own {what}"), None)


@st.cache_resource(show_spinner=False)
def compute_ahead(name: str, _concept: Any) -> bool:
    """Compute a concept's presets once its first page has been drawn; once a process.

    A class presses the same one in the same second: none of them then waits for it.
    """
    timer = Timer(SECONDS_TO_DRAW, compute_presets, [_concept])
    timer.daemon = True
    timer.start()
    return True


def compute_presets(concept: Any) -> None:
    """Compute them one after the other, with pauses for those who ask for something else; see above."""
    for preset in concept.PRESETS.values():
        sleep(PAUSE)
        _computed(f"{concept.__name__} {preset!r}", concept, preset)


def held_bytes(result: Any) -> int:
    """Bytes of the arrays that a result keeps in memory, worked out by now, and a little for the rest.

    A view keeps the whole array that it looks into, and each array counts once.
    """
    arrays, rest, left = {}, 0, [result]
    while left:
        match left.pop():
            case np.ndarray() as array:
                while isinstance(array.base, np.ndarray):
                    array = array.base
                arrays[id(array)] = array.nbytes
            case tuple() | list() as several:
                left += several
            case dict() as named:
                left += named.values()
            case each if is_dataclass(each):
                rest += 500
                left += vars(each).values()
            case each:
                rest += getsizeof(each)
    return rest + sum(arrays.values())


# Room for seven presets of thirty pages, of 200 kilobytes each; most are smaller.
@shared(megabytes=42, size=held_bytes)
def _computed(state: str, _concept: Any, _params: Any) -> Any:
    with ONE_AT_A_TIME:
        return _concept.compute(_params, TABLES)
