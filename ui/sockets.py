"""Everything the server sends is sent at once."""

import os
import socket
from functools import cache


@cache
def send_at_once() -> None:
    """Have every TCP socket of this process, and what connects to it, send at once; once a process.

    Streamlit's listening socket waits for more to send (Nagle's algorithm), and connections inherit
    that from it. With a browser's delayed acknowledgement it holds back by 40 ms every update and
    every file: of the sixty that draw the first page a browser asks for six at a time.

    Where there is no /proc (macOS, Windows) the sockets stay as they are.
    """
    for each in _sockets():
        with each:
            each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


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
