"""One pool of memory for all threads of the server, and what is free in it given back."""

import ctypes
from contextlib import suppress
from functools import cache
from threading import Thread
from time import sleep

ARENAS = -8  # M_ARENA_MAX in malloc.h of the GNU C library
MINUTE = 60.0  # seconds


def share_memory() -> None:
    """Have all threads that begin from now on take memory from the pool of the first.

    Streamlit runs every change in a thread of its own, and the GNU C library has a pool for each of
    many threads: each grows to the largest results and keeps that, half of what a full class holds.
    Another C library stays as it is.
    """
    with suppress(AttributeError, TypeError):  # there is no such call, or no such library
        ctypes.CDLL(None).mallopt(ARENAS, 1)


@cache
def give_back_memory() -> None:
    """Give what is free in the pool back to the system once a minute from now on; once a process."""
    Thread(target=_give_back_forever, name="memory", daemon=True).start()


def _give_back_forever() -> None:
    while True:
        sleep(MINUTE)
        give_back()


def give_back() -> None:
    """Give it back now, which takes some 10 ms.

    By itself the GNU C library gives back only what lies above all that is in use, and a result that
    is kept may lie at the very top.
    """
    with suppress(AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
