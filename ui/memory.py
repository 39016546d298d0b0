"""One pool of memory for all threads of the server."""

import ctypes
from contextlib import suppress

ARENAS = -8  # M_ARENA_MAX in malloc.h of the GNU C library


def share_memory() -> None:
    """Have all threads that begin from now on take memory from the pool of the first.

    Streamlit runs every change in a thread of its own, and the GNU C library has a pool for each of
    many threads: each grows to the largest results and keeps that, half of what a full class holds.
    Another C library stays as it is.
    """
    with suppress(AttributeError, TypeError):  # there is no such call, or no such library
        ctypes.CDLL(None).mallopt(ARENAS, 1)
