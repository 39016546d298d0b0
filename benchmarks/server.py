"""A server of the app for the benchmarks, as shipped or as plain `streamlit run` would serve it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent

# Plain: what ui/process.py, ui/sockets.py and .streamlit/config.toml tune is left as Streamlit has it, and a slider
# waits for Streamlit's own run, not for its picture.
PLAIN = """
import sys
import ui.guard
import ui.process
ui.guard.send_at_once = lambda: None
ui.process.tune_process = ui.process.warm_up = lambda: True
import ui.picture
ui.picture.picture_link = lambda scene: ""
from streamlit.web.cli import main
sys.argv = ["streamlit", *sys.argv[1:]]
main()
"""


@contextmanager
def served(
    script: str = "app.py", *, plain: bool = False, folder: Path = ROOT
) -> Iterator[tuple[str, int]]:
    """Serve `script` on a free port of this machine: its address without scheme, and its process id.

    `folder` is where it is: the app's own, or that of a copy.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    start = ["-c", PLAIN] if plain else ["-m", "streamlit"]
    command = [sys.executable, *start, "run", script, "--server.port", str(port)]
    if plain:
        command += ["--runner.postScriptGC", "true"]
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"http://localhost:{port}/_stcore/health", timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield f"localhost:{port}", process.pid
    finally:
        process.terminate()
        process.wait(10)


def rested(pid: int) -> None:
    """Wait until a server has imported what it imports behind the first visitor's back."""
    while True:
        before = cpu_seconds(pid)
        time.sleep(2)
        if cpu_seconds(pid) - before < 0.1:
            return


def cpu_seconds(pid: int) -> float:
    """User and system time of a process so far; Linux."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def megabytes(pid: int) -> float:
    """Memory of a process that is in use now; Linux."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024
