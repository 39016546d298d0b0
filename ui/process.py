"""Settings of the server process that are left, by default, where they cost every visitor time."""

import gc
import os
import socket
from importlib import import_module
from threading import Timer

import streamlit as st
from threadpoolctl import threadpool_limits

# Read when scikit-learn's own threads start.
os.environ.setdefault("OMP_NUM_THREADS", "1")


SECONDS_TO_DRAW = 3.0


@st.cache_resource(show_spinner=False)
def tune_process() -> bool:
    """Send small messages at once, and spare the garbage collector what was imported; once a process.

    Streamlit's listening socket waits for more to send (Nagle's algorithm), which with a browser's
    delayed acknowledgement holds every update back by 40 ms; connections inherit the setting from
    it. What is imported by now stays for good, so the collector need not walk through it. And a
    small product of matrices is slower on many threads than on one, most of all in a full class.
    Where there is no /proc (macOS, Windows) the sockets stay as they are.
    """
    for socket_ in _sockets():
        with socket_:
            socket_.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    import scipy.linalg  # noqa: F401  its threads can be limited once it is there

    threadpool_limits(1)
    gc.collect()
    gc.freeze()
    return True


def _sockets() -> list[socket.socket]:
    """A duplicate of each TCP socket of this process; the sockets themselves stay open."""
    if not os.path.isdir("/proc/self/fd"):
        return []
    found = []
    for name in os.listdir("/proc/self/fd"):
        try:
            one = socket.socket(fileno=os.dup(int(name)))
        except OSError:  # a file, a pipe, or closed meanwhile
            continue
        if one.family in (socket.AF_INET, socket.AF_INET6) and one.type == socket.SOCK_STREAM:
            found.append(one)
        else:
            one.close()
    return found


@st.cache_resource(show_spinner=False)
def warm_up() -> bool:
    """Import what only some pages need, once the first page has been drawn and nobody waits for it."""
    timer = Timer(SECONDS_TO_DRAW, _import_the_rest)
    timer.daemon = True
    timer.start()
    return True


def _import_the_rest() -> None:
    for name in ("scipy.stats", "sklearn.linear_model", "sklearn.neighbors", "sklearn.tree"):
        import_module(name)
