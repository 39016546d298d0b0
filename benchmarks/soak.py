"""`make soak`: a full class for ten minutes. Nothing may fail, and memory must not grow.

Of 100 visitors on all pages at once two thirds follow along and a third goes its own way, each changes
something about once a second, and about every two minutes one leaves and comes anew. Prints a line a
minute and puts the table into benchmarks/soak.md.
"""

import argparse
import asyncio
import os
import platform
import random
import sys
import time
from importlib.metadata import version
from pathlib import Path
from statistics import median

import websockets

from benchmarks.load import LIMIT, PERIOD, Visitor, lesson, work
from benchmarks.server import cpu_seconds, megabytes, rested, served
from content.read import stems

RESULTS = Path(__file__).parent / "soak.md"
STAY = 120  # seconds until a visitor leaves, about
FLAT = 0.05  # growth of the highest memory from the first half to the second, as a share
HEAD = [
    "| minute | changes | changes/s | p50 ms | p95 ms | max ms | came anew | errors | MB |",
    "|---|---|---|---|---|---|---|---|---|",
]


class Soak:
    """What has happened in the minute that runs."""

    def __init__(self) -> None:
        self.times: list[float] = []  # one list throughout: every visitor keeps adding to it
        self.came = self.errors = 0

    def clear(self) -> None:
        self.times.clear()
        self.came = 0

    async def attend(self, address: str, seed: int, end: float) -> None:
        """One place in the class, taken by one visitor after another."""
        own = random.Random(seed)
        stem = stems()[seed % len(stems())]
        begin = time.perf_counter()
        await asyncio.sleep(own.random() * 10 * PERIOD)  # a class does not come in one second
        while time.perf_counter() < end:
            visitor = Visitor(address, stem)
            try:
                await asyncio.wait_for(visitor.open(), 60)
                self.came += 1
                leaves = min(end, time.perf_counter() + STAY * own.uniform(0.5, 1.5))
                await work(visitor, seed % 3 != 0, own, begin, leaves, self.times)
                await visitor.close()
            except (TimeoutError, OSError, websockets.WebSocketException) as problem:
                print(f"{type(problem).__name__}: {problem}", file=sys.stderr)
                self.errors += 1
            self.errors += visitor.errors


async def soak(address: str, pid: int, n: int, minutes: int) -> tuple[list[str], list[float], int]:
    """A line of the table a minute, the memory at its end, and how many errors there were."""
    now = Soak()
    end = time.perf_counter() + 60 * minutes
    class_ = asyncio.gather(*(now.attend(address, seed, end) for seed in range(n)))
    lines, memory = [], []
    for minute in range(1, minutes + 1):
        await asyncio.sleep(end - 60 * (minutes - minute) - time.perf_counter())
        ranked = sorted(now.times)
        memory.append(megabytes(pid))
        lines.append(
            f"| {minute} | {len(ranked)} | {len(ranked) / 60:.0f} | {median(ranked):.0f} "
            f"| {ranked[int(0.95 * (len(ranked) - 1))]:.0f} | {ranked[-1]:.0f} | {now.came} | {now.errors} "
            f"| {memory[-1]:.0f} |"
        )
        print(lines[-1], flush=True)
        now.clear()
    await class_
    return lines, memory, now.errors


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=int, default=10, help="two at least")
    parser.add_argument("--visitors", type=int, default=100)
    asked = parser.parse_args()
    n = min(asked.visitors, LIMIT)
    with served() as (address, pid):
        for stem in stems():
            asyncio.run(lesson(address, [stem], 1, 3, True))  # what is imported and read once
        rested(pid)
        used, start = cpu_seconds(pid), time.perf_counter()
        print("\n".join(HEAD), flush=True)
        lines, memory, errors = asyncio.run(soak(address, pid, n, asked.minutes))
        busy = (cpu_seconds(pid) - used) / (time.perf_counter() - start)
    half = len(memory) // 2
    first, second = max(memory[:half]), max(memory[half:])
    growth = second / first - 1
    flat = growth <= FLAT
    said = (
        f"{n} visitors, {asked.minutes} minutes: {errors} errors; memory {'flat' if flat else 'NOT flat'} "
        f"(at most {first:.0f} MB in the first half, {second:.0f} in the second, {growth:+.1%}); "
        f"the server used {busy:.0%} of one core."
    )
    print(said)
    head = (
        f"Written by `make soak`. streamlit {version('streamlit')}; Python {platform.python_version()}, "
        f"{os.cpu_count()} cores, shared with the visitors themselves. All pages at once."
    )
    RESULTS.write_text("\n".join(["# A full class for ten minutes", "", head, "", *HEAD, *lines, "", said, ""]), encoding="utf-8")  # fmt: skip
    sys.exit(0 if flat and not errors else 1)


if __name__ == "__main__":
    main()
