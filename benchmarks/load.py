"""`make bench-load`: a class opens the same link and then moves a control about once a second.

Speaks Streamlit's own protocol over websockets to a server on this machine: every visitor is a
session. Bounded in time and in visitors. Prints one table and puts it into benchmarks/load.md.
"""

import argparse
import asyncio
import json
import os
import platform
import random
import re
import time
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from importlib import import_module
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import websockets
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.server import cpu_seconds, megabytes, rested, served
from concepts.controls import Range, applies, controls_of, stops
from content.read import stems
from ui.axis import axis_control, axis_stops
from ui.picture import FORESEEN

RESULTS = Path(__file__).parent / "load.md"
PERIOD = 1.0  # seconds between two changes of one visitor
LIMIT = 200  # visitors at most
SPREAD = 10  # pages at most that one class is spread over


class Visitor:
    """One session: opens a page, lets go of its axis, presses presets, moves a control."""

    def __init__(self, address: str, stem: str) -> None:
        self.address, self.stem = address, stem
        self.ids: dict[str, str] = {}  # of the widgets, by their keys
        self.fragments: dict[str, str] = {}  # that the widgets stand in
        self.page = ""
        self.errors = 0
        self.bytes = 0
        self.link = ""  # of the picture on screen

    async def open(self) -> None:
        self.socket = await websockets.connect(
            f"ws://{self.address}/_stcore/stream",
            subprotocols=[websockets.Subprotocol("streamlit")],
            max_size=None,
            compression=None,
        )
        message = BackMsg()
        message.rerun_script.page_name = self.stem
        await self.socket.send(message.SerializeToString())
        await self._finished()
        await self._connect()

    async def picture(self, name: str, value: Any, *, foreseen: bool = False) -> None:
        """Ask for the picture of a slider that was moved, as static/picture.js does; read it whole.

        `foreseen`: of one that might be moved next, which the server may decline.
        """
        link = f"/{self.link}&{self.stem}.{name}={value}"
        more = f"{FORESEEN}: 1\r\n" if foreseen else ""
        asked = f"GET {link} HTTP/1.1\r\nHost: {self.address}\r\n{more}\r\n".encode()
        try:
            head = await self._head(asked)
        except (asyncio.IncompleteReadError, ConnectionError):  # idle for 5 seconds: hung up on
            await self._connect()
            head = await self._head(asked)
        if foreseen and " 204 " in head.splitlines()[0]:
            return
        reader = self.pictures[0]
        length = re.search(r"content-length: (\d+)", head)
        if " 200 " not in head.splitlines()[0] or length is None:
            self.errors += 1
            return
        self.bytes += len(await reader.readexactly(int(length[1])))

    async def _connect(self) -> None:
        host, port = self.address.split(":")
        self.pictures = await asyncio.open_connection(host, int(port))

    async def _head(self, asked: bytes) -> str:
        reader, writer = self.pictures
        writer.write(asked)
        return (await reader.readuntil(b"\r\n\r\n")).decode().lower()

    async def close(self) -> None:
        self.pictures[1].close()
        await self.socket.close()

    async def say(self, event: str, value: Any) -> float:
        """Say something on the stage: milliseconds until the page's run has finished.

        "moved": the axis was let go of there; "preset": it was pressed; "set": a slider by its name,
        whose picture is asked for first.
        """
        key = f"{self.stem}:stage"
        start = time.perf_counter()
        self.bytes = 0
        if event == "set" and self.link:
            await self.picture(*next(iter(value.items())))
        message = BackMsg()
        message.rerun_script.page_script_hash = self.page
        message.rerun_script.fragment_id = self.fragments[key]
        state = message.rerun_script.widget_states.widgets.add()
        state.id = _make_trigger_id(self.ids[key], "events")
        said = [[time.monotonic_ns(), event, value]]
        state.json_trigger_value = json.dumps([{"event": "said", "value": said}])
        await self.socket.send(message.SerializeToString())
        await self._finished()
        return 1e3 * (time.perf_counter() - start)

    async def _finished(self) -> None:
        while True:
            data = await self.socket.recv()
            assert isinstance(data, bytes)
            self.bytes += len(data)
            message = ForwardMsg.FromString(data)
            kind = message.WhichOneof("type")
            if kind == "navigation":
                self.page = message.navigation.page_script_hash
            elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                element = message.delta.new_element
                name = element.WhichOneof("type")
                self.errors += name == "exception"
                widget: str = getattr(getattr(element, name), "id", "")
                if widget:
                    key = widget.rpartition("-")[2]
                    self.ids[key] = widget
                    self.fragments[key] = message.delta.fragment_id
                    if key == f"{self.stem}:stage":
                        self.link = link_in(element.bidi_component.bytes)
            elif kind == "script_finished":
                if message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    return


def link_in(content: bytes) -> str:
    """The picture's link in what was sent for the stage: a line for this visitor, and the rest packed."""
    rest = content.partition(b"\n")[2]
    said = json.loads(zlib.decompress(rest) if rest[:1] == b"\x78" else rest)
    link: str = said["picture"]
    return link if "?" in link or not link else f"{link}?"


@cache
def places(stem: str) -> list[float]:
    concept = import_module(f"concepts.{stem}")
    return axis_stops(axis_control(concept), getattr(concept.Params(), concept.AXIS))


@cache
def panel_control(stem: str) -> tuple[str, Range]:
    """The first number of the panel."""
    concept = import_module(f"concepts.{stem}")
    default = concept.Params()
    for name, control in controls_of(default).items():
        if isinstance(control, Range) and name != concept.AXIS and applies(control, default):
            return name, control
    raise LookupError(f"{stem} has no number beside its axis")


def followed(stem: str, turn: int) -> tuple[str, Any]:
    """What the whole class does in that second: three moves of the axis, and then a preset."""
    presets, stops = list(import_module(f"concepts.{stem}").PRESETS), places(stem)
    if turn % 4 == 3:
        return "preset", presets[turn // 4 % len(presets)]
    return "moved", stops[turn % len(stops)]


def chosen(stem: str, own: random.Random) -> tuple[str, Any]:
    """A slider of the panel, moved anywhere: to a value between two of its stops."""
    name, control = panel_control(stem)
    low, high = own.choice(list(pairwise(stops(control))))
    value = own.uniform(low, high)
    return "set", {name: round(value) if control.whole else value}


async def work(
    visitor: Visitor,
    following: bool,
    own: random.Random,
    begin: float,
    end: float,
    times: list[float],
) -> None:
    """Change something once a second until `end`; the milliseconds of each change go to `times`.

    Following: what all do in that second since `begin`, see `followed`; else see `chosen`.
    """
    while (now := time.perf_counter()) < end:
        stem = visitor.stem
        asked = followed(stem, int(now - begin)) if following else chosen(stem, own)
        times.append(await asyncio.wait_for(visitor.say(*asked), 60))
        if asked[0] == "set" and visitor.link:
            # a guess, and a wrong one: who goes their own way goes anywhere
            ((name, value),) = chosen(stem, own)[1].items()
            await asyncio.wait_for(visitor.picture(name, value, foreseen=True), 60)
        await asyncio.sleep(max(0.0, now + PERIOD - time.perf_counter()))


async def lesson(
    address: str, pages: Sequence[str], n: int, seconds: float, following: bool
) -> dict[str, Any]:
    """`n` visitors, spread over the pages, for so many seconds; each changes something once a second.

    Following: all of a page do the same, see `followed`; else each goes their own way, see `chosen`.
    """
    visitors = [Visitor(address, pages[i % len(pages)]) for i in range(n)]
    for visitor in visitors:
        await visitor.open()
    times: list[float] = []
    begin = time.perf_counter()

    async def attend(visitor: Visitor, seed: int) -> None:
        own = random.Random(seed)
        await asyncio.sleep(own.random() * PERIOD)
        with suppress(TimeoutError, websockets.WebSocketException):
            return await work(visitor, following, own, begin, begin + seconds, times)
        visitor.errors += 1

    await asyncio.gather(*(attend(visitor, i) for i, visitor in enumerate(visitors)))
    for visitor in visitors:
        await visitor.close()
    ranked = sorted(times)
    return {
        "reruns/s": len(times) / (time.perf_counter() - begin),
        "p50": median(ranked),
        "p95": ranked[int(0.95 * (len(ranked) - 1))],
        "max": ranked[-1],
        "errors": sum(visitor.errors for visitor in visitors),
        "kB": median(visitor.bytes for visitor in visitors) / 1e3,
    }


def rows(
    pages: Sequence[str], classes: Iterable[tuple[int, bool]], seconds: float, plain: bool
) -> Iterator[str]:
    """A line for each class of so many visitors that follow or do not, one after the other on a server of its own."""
    with served(plain=plain) as (address, pid):
        for stem in pages:
            asyncio.run(lesson(address, [stem], 1, 5, True))  # what is imported and read once
        for n, following in classes:
            rested(pid)
            before, used, start = megabytes(pid), cpu_seconds(pid), time.perf_counter()
            found = asyncio.run(lesson(address, pages, n, seconds, following))
            busy = (cpu_seconds(pid) - used) / (time.perf_counter() - start)
            after = megabytes(pid)
            yield (
                f"| {pages[0] if len(pages) == 1 else f'{len(pages)} pages'} "
                f"| {n} {'following' if following else 'on their own'} | {'plain' if plain else 'tuned'} "
                f"| {found['reruns/s']:.0f} | {found['p50']:.0f} | {found['p95']:.0f} | {found['max']:.0f} "
                f"| {100 * busy:.0f} % | {(after - before) / n:.2f} | {after:.0f} | {found['kB']:.0f} | {found['errors']} |"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=8, help="that each class stays")
    parser.add_argument(
        "--visitors", type=int, default=0, help="instead of 100 following, 30 alone"
    )
    parser.add_argument("--stems", nargs="*", default=stems())
    parser.add_argument(
        "--plain", action="store_true", help="beside a server without our settings: slow"
    )
    asked = parser.parse_args()
    classes = [(min(asked.visitors or 100, LIMIT), True), (min(asked.visitors or 30, LIMIT), False)]
    lines = [
        "# A class at once",
        "",
        f"Written by `make bench-load`. streamlit {version('streamlit')}; Python "
        f"{platform.python_version()}, {os.cpu_count()} cores, shared with the load itself. Each "
        f"visitor changes something once a second for {asked.seconds:g} seconds. Times are "
        "milliseconds from the change to the end of the run, a slider's picture before it included. "
        "Who goes their own way also asks for a picture that is then not wanted, as a page does that foresees. "
        f"The last lines are one class whose visitors are on {SPREAD} pages.",
        "",
        "| page | visitors | server | reruns/s | p50 | p95 | max | CPU | MB a visitor | MB in all | kB a rerun | errors |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]  # fmt: skip
    print("\n".join(lines), flush=True)
    for pages in [
        *([stem] for stem in asked.stems),
        asked.stems[:: -(-len(asked.stems) // SPREAD)],
    ]:
        for plain in (True, False) if asked.plain else (False,):
            for line in rows(pages, classes, asked.seconds, plain):
                lines.append(line)
                print(line, flush=True)
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
