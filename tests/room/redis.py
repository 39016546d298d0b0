"""A Redis server of the tests' own, which keeps nothing."""

import shutil
import socket
import subprocess
import time
from contextlib import contextmanager, suppress

SERVER = shutil.which("redis-server") or shutil.which("valkey-server")
MISSING = "no redis-server on this machine: tests/install_browser.sh installs it"


@contextmanager
def redis_server(folder):
    """The address of a server that ends with the block, and its process."""
    path = folder / "redis.sock"
    process = subprocess.Popen(
        [SERVER, "--port", "0", "--unixsocket", str(path), "--save", "", "--appendonly", "no", "--dir", str(folder)],
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    begun = time.monotonic()
    while True:
        with suppress(OSError), socket.socket(socket.AF_UNIX) as probe:
            probe.connect(str(path))
            break
        assert process.poll() is None and time.monotonic() - begun < 20, (
            "redis-server did not start"
        )
        time.sleep(0.02)
    try:
        yield f"unix://{path}"
    finally:
        process.terminate()
        process.wait(10)
