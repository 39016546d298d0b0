"""Rooms asked without a server: one request after the other, and streams that are listened to."""

import asyncio
import json
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from starlette.applications import Starlette

from room.rooms import Question
from room.routes import BADGE, KEY, Pages, Routes, Scene

LINK = "coin?present=true"
ASKS = Question("coin fair", low=0, high=100)


def scene(link):
    """Pages of one concept, whose steps are said by the link: some ask, `told` has answered."""
    path, _, query = link.partition("?")
    if path != "coin":
        return None
    step = query.partition("step=")[2].partition("&")[0]
    question = {"fair": ASKS, "side": Question("coin side", options=3)}.get(step)
    return Scene(link, f"coin {step}", question, "told=true" in query)


def told(link, rounds):
    return {"link": link, "rounds": [sorted(each) for each in rounds]}


def app_of(store):
    """An application with the routes of rooms alone; `app.state.rooms` are the routes."""
    rooms = Routes(store, Pages(scene, told))
    app = Starlette(routes=rooms.routes(""))
    app.state.rooms = rooms
    return app


@dataclass
class Heard:
    """What a stream has said: the last of each kind, and how often; while `reads` is clear nothing is read."""

    last: dict = field(default_factory=dict)
    times: dict = field(default_factory=dict)
    status: int = 0
    ended: bool = False
    reads: asyncio.Event = field(default_factory=asyncio.Event)

    async def until(self, holds, patience=5.0):
        """Wait until that holds of what was heard last."""
        async with asyncio.timeout(patience):
            while not holds(self.last):
                await asyncio.sleep(0.005)
        return self.last


def scope_of(method, path, address, headers):
    return {
        "type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": b"",
        "root_path": "", "scheme": "http", "http_version": "1.1", "client": (address, 1), "server": ("x", 80),
        "headers": [(name.lower().encode(), text.encode("latin-1")) for name, text in headers.items()],
    }  # fmt: skip


async def ask(app, path, said=None, *, method="POST", address="10.0.0.1", raw=None, **headers):
    """One request: its status and what the answer says."""
    kind = {"content-type": "application/json"} | {
        k.replace("_", "-"): v for k, v in headers.items()
    }
    body = raw if raw is not None else json.dumps(said or {}).encode()
    queue, sent = [{"type": "http.request", "body": body}], []

    async def receive():
        return queue.pop(0) if queue else await asyncio.Event().wait()

    async def send(message):
        sent.append(message)

    await app(scope_of(method, path, address, kind), receive, send)
    content = b"".join(each.get("body", b"") for each in sent[1:])
    try:
        return sent[0]["status"], json.loads(content)
    except ValueError:
        return sent[0]["status"], content


@asynccontextmanager
async def listening(app, code, address="10.0.0.1", **headers):
    """Listen to the room's stream; who leaves hangs up."""
    heard, hung_up = Heard(), asyncio.Event()
    heard.reads.set()

    async def receive():
        await hung_up.wait()
        return {"type": "http.disconnect"}

    async def send(message):
        await heard.reads.wait()
        if message["type"] == "http.response.start":
            heard.status = message["status"]
        for each in message.get("body", b"").decode().split("\n\n"):
            lines = dict(line.split(": ", 1) for line in each.splitlines() if ": " in line)
            if "event" in lines:
                kind = lines["event"]
                heard.last[kind] = json.loads(lines["data"])
                heard.times[kind] = heard.times.get(kind, 0) + 1

    async def run():
        try:
            await app(scope_of("GET", f"/room/{code}/events", address, headers), receive, send)
        finally:
            heard.ended = True

    listening = asyncio.create_task(run())
    try:
        yield heard
    finally:
        hung_up.set()
        await asyncio.wait([listening], timeout=5)


class Presenter:
    """Who has opened a room."""

    def __init__(self, app, code, key):
        self.app, self.code, self.key = app, code, key

    @classmethod
    async def open(cls, app, link=LINK, **more):
        status, said = await ask(app, "/room", {"link": link}, **more)
        assert status == 200, said
        return cls(app, said["code"], said["key"])

    async def act(self, act, said=None):
        return await ask(self.app, f"/room/{self.code}/{act}", said, **{KEY: self.key})

    async def show(self, link, at=None):
        return await self.act("show", {"link": link, "at": at})

    def listen(self):
        return listening(self.app, self.code, **{KEY: self.key})


class Person:
    """Who has joined it."""

    def __init__(self, app, code, badge):
        self.app, self.code, self.badge = app, code, badge

    @classmethod
    async def join(cls, app, code, **more):
        status, said = await ask(app, f"/room/{code}/join", {}, **more)
        assert status == 200, said
        return cls(app, code, said["badge"])

    async def act(self, act, said):
        return await ask(self.app, f"/room/{self.code}/{act}", said, **{BADGE: self.badge})

    async def guess(self, value, turn, round_=1):
        return (await self.act("guess", {"value": value, "turn": turn, "round": round_}))[0]

    def listen(self):
        return listening(self.app, self.code, **{BADGE: self.badge})
