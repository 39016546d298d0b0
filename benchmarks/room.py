"""`make bench-room`: how long a room takes from its presenter's step to the last phone that is told.

Speaks the routes as a browser does: each phone has joined and holds a stream open, the presenter shows
another place of the axis five times a second. A phone is told of a step with it, or with a later one in
its place: then it is counted as passed over. What it is told in neither way is lost. The last rows are of
a real browser: from the key that is pressed in front to the words and the picture on three phones. Puts
its table into benchmarks/room.md.
"""

import argparse
import asyncio
import json
import os
import platform
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.server import cpu_seconds, megabytes, rested, served
from content.read import read_notes, stems
from deploy.serve import REDIS, redis_at
from room.routes import BADGE, KEY
from tests.browser.visitors import ARGS, CHROMIUM

RESULTS = Path(__file__).parent / "room.md"
PERIOD = 0.2  # seconds between two steps
AT = re.compile(rb'"at": (\d+)')
HEAD = [
    "| rooms | people in each | servers | steps | half told in | 95 of 100 in | longest | passed over | lost | CPU of a step | of the phones | MB |",
    "|---|---|---|---|---|---|---|---|---|---|---|---|",
]


@dataclass
class Phone(asyncio.Protocol):
    """A phone's stream: when it was told each step."""

    asked: bytes
    told: dict[int, float] = field(default_factory=dict)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        assert isinstance(transport, asyncio.Transport)
        transport.write(self.asked)

    def data_received(self, data: bytes) -> None:
        now = time.perf_counter()
        for found in AT.findall(data):
            self.told.setdefault(int(found), now)


class Presenter:
    """Who opened a room, over one line to a server."""

    def __init__(self, address: str) -> None:
        self.address, self.key, self.code = address, "", ""

    async def say(self, path: str, said: Any) -> Any:
        """Say something: the answer."""
        if not hasattr(self, "line"):
            self.line = await asyncio.open_connection(*self.address.split(":"))
        body = json.dumps(said).encode()
        key = f"{KEY}: {self.key}\r\n" if self.key else ""
        head = f"POST {path} HTTP/1.1\r\nHost: {self.address}\r\nContent-Type: application/json\r\n{key}Content-Length: {len(body)}\r\n\r\n"
        try:
            begun = await self.heard(head.encode() + body)
        except (asyncio.IncompleteReadError, ConnectionError):  # idle for 5 seconds: hung up on
            self.line = await asyncio.open_connection(*self.address.split(":"))
            begun = await self.heard(head.encode() + body)
        found = re.search(r"content-length: (\d+)", begun)
        assert found is not None and " 200 " in begun.splitlines()[0], begun
        return json.loads(await self.line[0].readexactly(int(found[1])))

    async def heard(self, said: bytes) -> str:
        """The head of the answer."""
        reader, writer = self.line
        writer.write(said)
        return (await reader.readuntil(b"\r\n\r\n")).decode().lower()

    async def open(self, stem: str) -> None:
        """Open a room."""
        opened = await self.say("/room", {"link": stem})
        self.code, self.key = opened["code"], opened["key"]


async def joined(address: str, code: str) -> Phone:
    """A phone that has joined, and listens."""
    line = Presenter(address)
    badge = (await line.say(f"/room/{code}/join", {}))["badge"]
    line.line[1].close()
    asked = f"GET /room/{code}/events HTTP/1.1\r\nHost: {address}\r\n{BADGE}: {badge}\r\n\r\n"
    host, port = address.split(":")
    loop = asyncio.get_running_loop()
    _, phone = await loop.create_connection(lambda: Phone(asked.encode()), host, int(port))
    return phone


async def lesson(
    addresses: list[str], pids: list[int], rooms: int, people: int, steps: int
) -> dict[str, float]:
    """Milliseconds from each step to the last phone of its room, and how many were told nothing of it.

    And of a step what time of the processor the servers take, and the phones.
    """
    stem = stems()[0]
    presenters = [Presenter(addresses[i % len(addresses)]) for i in range(rooms)]
    phones: list[list[Phone]] = []
    for presenter in presenters:
        await presenter.open(stem)
        phones.append(
            [await joined(addresses[i % len(addresses)], presenter.code) for i in range(people)]
        )
    await asyncio.sleep(2)
    begun: list[dict[int, float]] = [{} for _ in presenters]

    async def present(which: int) -> None:
        await asyncio.sleep(which * PERIOD / rooms)
        for step in range(1, steps + 1):
            start = begun[which][step] = time.perf_counter()
            await presenters[which].say(
                f"/room/{presenters[which].code}/show", {"link": stem, "at": step}
            )
            await asyncio.sleep(max(0.0, start + PERIOD - time.perf_counter()))

    used, ours = sum(map(cpu_seconds, pids)), time.process_time()
    await asyncio.gather(*map(present, range(rooms)))
    await asyncio.sleep(1)
    used, ours = sum(map(cpu_seconds, pids)) - used, time.process_time() - ours
    last, lost, passed = [], 0, 0
    for group, times in zip(phones, begun, strict=True):
        newest = [float("inf")] * len(group)  # when each phone was told of this step or a later one
        for step, start in reversed(times.items()):
            newest = [
                min(at, phone.told.get(step, at)) for phone, at in zip(group, newest, strict=True)
            ]
            told = [at for at in newest if at < float("inf")]
            lost += len(group) - len(told)
            passed += len(told) - sum(step in phone.told for phone in group)
            last.append(1e3 * (max(told) - start) if told else float("inf"))
    for group in phones:
        for phone in group:
            phone.transport.close()
    ranked = sorted(last)
    return {
        "p50": median(ranked), "p95": ranked[int(0.95 * (len(ranked) - 1))], "max": ranked[-1],
        "lost": lost, "passed": passed, "steps": len(ranked),
        "cpu": 1e3 * used / len(ranked), "ours": 1e3 * ours / len(ranked),
    }  # fmt: skip


@contextmanager
def serving(servers: int) -> Iterator[tuple[list[str], list[int]]]:
    """So many servers, which share their rooms in Redis if they are several: addresses, process ids."""
    with ExitStack() as stack:
        if servers > 1:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            redis = redis_at(folder)
            assert redis is not None, "redis-server was not found"
            redis.start()
            stack.callback(redis.stop)
            stack.callback(redis.process.terminate)
            os.environ[REDIS] = f"unix://{folder}/redis.sock"
            stack.callback(os.environ.pop, REDIS)
            while not (folder / "redis.sock").exists():
                time.sleep(0.05)
        found = [stack.enter_context(served()) for _ in range(servers)]
        yield [address for address, _ in found], [pid for _, pid in found]


def row(rooms: int, people: int, servers: int, steps: int) -> str:
    with serving(servers) as (addresses, pids):
        asyncio.run(lesson(addresses, pids, 1, 1, 5))  # what is imported and read once
        for pid in pids:
            rested(pid)
        found = asyncio.run(lesson(addresses, pids, rooms, people, steps))
        memory = sum(map(megabytes, pids))
    return (
        f"| {rooms} | {people} | {servers} | {found['steps']:.0f} | {found['p50']:.0f} ms | {found['p95']:.0f} ms "
        f"| {found['max']:.0f} ms | {found['passed']:.0f} | {found['lost']:.0f} "
        f"| {found['cpu']:.1f} ms | {found['ours']:.1f} ms | {memory:.0f} |"
    )


# Notes when the step's words are there, and when its picture is drawn.
WATCH = """() => {
    const words = document.querySelector(".room > .rows p"), figure = document.querySelector(".sightglass-figure");
    window.seen = {};
    addEventListener("keydown", () => (window.seen.key = Date.now()), { capture: true });
    new MutationObserver(() => (window.seen.words = Date.now())).observe(words.parentElement, { subtree: true, childList: true, characterData: true });
    new MutationObserver(() => (window.seen.picture ??= Date.now())).observe(figure, { subtree: true, childList: true, attributes: true });
}"""


def in_a_browser(steps: int) -> list[str]:
    """Rows of the lesson of the first page, as a presenter and three phones see it."""
    stem = stems()[0]
    with served() as (address, pid), sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        front = page_of(chromium, address, 1280, 720)
        front.goto(f"/{stem}")
        front.get_by_role("button", name="Present", exact=True).click(timeout=60_000)
        front.get_by_role("button", name="Open a room").click()
        front.get_by_role("dialog", name="Room").wait_for()
        code = front.locator(".sightglass-invite .letters").inner_text()
        lesson = f"/{stem}?present=true&embed=true&embed_options=light_theme"
        front.goto(lesson)
        phones = [page_of(chromium, address, 390, 664) for _ in range(3)]
        for phone in phones:
            phone.goto(f"/room/{code}")
        for page in (front, *phones):
            page.locator(".room > .rows p").first.wait_for(timeout=60_000)
            page.wait_for_timeout(4000)
            page.evaluate(WATCH)
        rested(pid)
        times: dict[str, list[float]] = {"in front": [], "on the last phone": []}
        asks = [step for step in read_notes(stem).steps if not step.predict][:steps]
        for _ in asks[1:]:
            for page in (front, *phones):
                page.evaluate("() => { window.seen = {} }")
            front.keyboard.press("PageDown")
            front.wait_for_timeout(2500)
            seen = [page.evaluate("() => window.seen") for page in (front, *phones)]
            key = seen[0]["key"]
            times["in front"].append(seen[0].get("picture", float("inf")) - key)
            times["on the last phone"].append(
                max(each.get("picture", float("inf")) for each in seen[1:]) - key
            )
        chromium.close()
    return [
        f"| the picture {where} | {len(found)} | {median(found):.0f} ms | {max(found):.0f} ms |"
        for where, found in times.items()
    ]


def page_of(chromium: Browser, address: str, wide: int, high: int) -> Page:
    viewport = {"width": wide, "height": high}
    return chromium.new_context(viewport=viewport, base_url=f"http://{address}").new_page()  # type: ignore[arg-type]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=100)
    parser.add_argument("--small", action="store_true", help="a tenth of the people")
    asked = parser.parse_args()
    by = 10 if asked.small else 1
    lines = [
        "# A room at once",
        "",
        f"Written by `make bench-room`. streamlit {version('streamlit')}, sse-starlette {version('sse-starlette')}; Python "
        f"{platform.python_version()}, {os.cpu_count()} cores, shared with the phones themselves. Five steps a second; "
        "times are from the presenter's step to the last phone of the room that is told.",
        "",
        *HEAD,
    ]  # fmt: skip
    print("\n".join(lines), flush=True)
    for rooms, people, servers in ((1, 300, 1), (1, 1000, 1), (1, 1000, 2), (10, 30, 1)):
        lines.append(row(rooms, max(people // by, 1), servers, asked.steps))
        print(lines[-1], flush=True)
    lines += ["", "With a browser, from the key that is pressed in front, with three phones:", ""]
    lines += ["| | steps | half in | longest |", "|---|---|---|---|", *in_a_browser(6)]
    print("\n".join(lines[-5:]), flush=True)
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
