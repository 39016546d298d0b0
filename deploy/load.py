"""`python -m deploy.load`: how many visitors one server holds, and several behind nginx.

Every visitor is a session of Streamlit's own protocol that changes the axis once a second, as in
benchmarks/load.py. Other programs on the machine make the times worse, never better: of several
runs the best one is shown.
"""

import argparse
import asyncio
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from benchmarks.load import lesson
from benchmarks.server import cpu_seconds, megabytes, served
from deploy.nginx import ROOT


@contextmanager
def behind_nginx(workers: int) -> Iterator[tuple[str, list[int]]]:
    """So many servers behind nginx: the address, and the process ids of the servers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "deploy.serve", "--workers", str(workers), "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        for line in process.stderr:
            if line.startswith("Ctrl-C"):
                break
        else:
            sys.exit("The servers did not start: try make serve-many")
        yield f"127.0.0.1:{port}", servers(process.pid)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)


def servers(supervisor: int) -> list[int]:
    """The process ids of the supervisor's servers of the app; Linux."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it ended meanwhile
            parent = int((path / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == supervisor and "streamlit" in (path / "cmdline").read_text():
                found.append(int(path.name))
    return found


def held(
    address: str, pids: list[int], asked: argparse.Namespace, visitors: int, following: bool
) -> dict[str, Any]:
    """What the best of the runs found; the best has the lowest 95th percentile."""
    runs = []
    for _ in range(asked.runs):
        used = sum(map(cpu_seconds, pids))
        found = asyncio.run(lesson(address, asked.stem, visitors, asked.seconds, following))
        busy = sum(map(cpu_seconds, pids)) - used
        # opening a page is a run too
        done = found["reruns/s"] * asked.seconds + visitors
        runs.append(found | {"cpu": 1e3 * busy / done, "MB": sum(map(megabytes, pids))})
    return min(runs, key=lambda run: (run["errors"], run["p95"]))


def main() -> None:
    """Print a table as it grows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2], help="1 is make run")
    parser.add_argument("--visitors", type=int, nargs="+", default=[10, 30, 60])
    parser.add_argument("--stem", default="precision_recall")
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()

    def row(*cells: object) -> None:
        sys.stdout.write("| " + " | ".join(map(str, cells)) + " |\n")
        sys.stdout.flush()

    columns = {"reruns/s": "reruns/s", "p50": "p50 ms", "p95": "p95 ms", "max": "max ms"}
    columns |= {"cpu": "CPU ms a run", "MB": "MB in all", "errors": "errors"}
    row("servers", "visitors", *columns.values())
    row(*["---"] * (2 + len(columns)))
    for workers in asked.workers:
        with served() if workers == 1 else behind_nginx(workers) as (address, found):
            pids = [found] if isinstance(found, int) else found
            for _ in range(workers):  # what is imported and read once, in each server
                asyncio.run(lesson(address, asked.stem, 2, 3, True))
            for visitors in asked.visitors:
                for following in (True, False):
                    best = held(address, pids, asked, visitors, following)
                    who = f"{visitors} {'following' if following else 'on their own'}"
                    row(workers, who, *(f"{best[key]:.0f}" for key in columns))


if __name__ == "__main__":
    main()
