"""`make bench`: what a page costs on this machine, and what its peers cost on the same problem.

Times are medians; peers are compared as a ratio in the same run. Prints one table and writes it to
benchmarks/results.md with versions and machine.
"""

import os
import platform
import sys
import time
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

# As the app does (ui/process.py), ours and the peers alike: before numpy is loaded.
for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(threads, "1")

from concepts.controls import corners  # noqa: E402
from content.read import stems  # noqa: E402
from data.read import TABLES  # noqa: E402
from tests.house import drawings  # noqa: E402

HERE = Path(__file__).parent
RESULTS = HERE / "results.md"
DEFAULT_LIMIT, CORNER_LIMIT = 16.0, 200.0  # ms


def milliseconds(act: Callable[[], Any], rounds: int = 15) -> float:
    """The median time of `act`, after one call to warm it up."""
    act()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        act()
        times.append(1e3 * (time.perf_counter() - start))
    return median(times)


def afresh(concept: Any, params: Any) -> Any:
    """`compute` with nothing remembered, so that what is timed is the whole work."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("concepts.", "methods.")) and name != "concepts.controls":
            for thing in vars(module).values():
                if hasattr(thing, "cache_clear"):
                    thing.cache_clear()
    return concept.compute(params, TABLES)


def page_row(stem: str) -> str:
    concept = import_module(f"concepts.{stem}")
    default = concept.Params()
    usual = milliseconds(lambda: afresh(concept, default))
    slowest, worst = max(
        (milliseconds(lambda p=params: afresh(concept, p), 3), i, params)
        for i, params in enumerate([*corners(concept.Params), *concept.PRESETS.values()])
    )[::2]
    changed = [
        f"{name}={getattr(worst, name)}"
        for name in vars(worst)
        if getattr(worst, name) != getattr(default, name)
    ]
    result = concept.compute(default, TABLES)
    drawn = [draw for name, draw in drawings(stem).items() if name != "miniature"]
    figures = milliseconds(lambda: [draw(result).to_json() for draw in drawn], 7)
    payload = sum(len(draw(result).to_json()) for draw in drawn) / 1e3
    marks = [
        "" if usual <= DEFAULT_LIMIT else " (over)",
        "" if slowest <= CORNER_LIMIT else " (over)",
    ]
    return (
        f"| {stem} | {usual:.1f}{marks[0]} | {slowest:.1f}{marks[1]} | {', '.join(changed)} "
        f"| {len(drawn)} | {figures:.1f} | {payload:.0f} |"
    )


def peers() -> list[Any]:
    """The modules of this folder that name peers: `peers.py` and one for each later concept."""
    return [import_module(f"benchmarks.{path.stem}") for path in sorted(HERE.glob("peers*.py"))]


def peer_row(name: str, ours: Callable[[], Any], peer: Callable[[], Any] | str) -> str:
    mine = milliseconds(ours, 7)
    if isinstance(peer, str):
        return f"| {name} | not run: {peer} | {mine:.2f} | |"
    theirs = milliseconds(peer, 3)
    return f"| {name} | {theirs:.1f} | {mine:.2f} | {theirs / mine:.1f} |"


def main() -> None:
    packages = ("streamlit", "plotly", "numpy", "scipy", "scikit-learn", "imbalanced-learn")
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench`. " + ", ".join(f"{name} {version(name)}" for name in packages)
        + f"; Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}.",
        "",
        f"Limits: {DEFAULT_LIMIT:g} ms at the defaults, {CORNER_LIMIT:g} ms at the slowest corner of the controls or preset, nothing remembered from before.",
        "",
        "| page | compute, defaults (ms) | compute, slowest corner or preset (ms) | that one | figures | build and write all (ms) | payload (kB) |",
        "|---|---|---|---|---|---|---|",
        *map(page_row, stems()),
        "",
        "The same problem in a peer and here, in one run:",
        "",
        "| problem | peer (ms) | ours (ms) | ratio |",
        "|---|---|---|---|",
        *(peer_row(*peer) for module in peers() for peer in module.PEERS()),
    ]  # fmt: skip
    print("\n".join(lines))
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
