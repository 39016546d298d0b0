"""What a room is asked over HTTP: small requests, and a stream of what is said in it.

The presenter says their key in a header, who joined their badge: neither is ever in an address. What is
said is JSON, so that no other site's page can say it, and it is checked by name and value.
"""

import asyncio
import json
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import partial
from ipaddress import IPv6Address, IPv6Network
from typing import Any
from weakref import WeakValueDictionary

from anyio import move_on_after
from redis.exceptions import RedisError
from sse_starlette import EventSourceResponse
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from room import rooms
from room.rooms import Limit, Question, Room
from room.store import CLOSED, OVER, Store, events, messages

KEY, BADGE = "sightglass-key", "sightglass-badge"  # headers
MOST_BYTES = 4096  # of what is said at once
COUNT_AGAIN = 0.4  # seconds between two looks at how many have answered
PATIENCE = 2.0  # seconds to note that somebody has left
STILL_HERE = 10.0  # seconds after which somebody who listens is still here
PING, DEAF = 15.0, 30.0  # seconds between two signs of life, and until one must have been read
MINUTE, TEN, HOUR = 60, 600, 3600  # seconds

# What is said to who is refused, by status.
GONE = "There is no such room any more, or it is not yours."
TOO_OFTEN = "Too much was asked for from here. Wait a minute."
WRONG = "That was not understood."
FULL = "The room is full."
AWAY = "Rooms cannot be reached just now."


@dataclass(frozen=True)
class Scene:
    """What a link shows.

    Attributes
    ----------
    link : What of it is passed on to those who follow.
    name : The page and its step or preset.
    question : What is asked there; None for nothing.
    answered : Its answer is shown.
    """

    link: str
    name: str
    question: Question | None
    answered: bool


@dataclass(frozen=True)
class Pages:
    """What a room needs to know of pages; both take their time.

    Attributes
    ----------
    scene : What a link shows; None if it is no link to a page.
    told : What guesses at the question of a link came to: of each round those that were made.
    """

    scene: Callable[[str], Scene | None]
    told: Callable[[str, Sequence[Sequence[float]]], dict[str, Any]]


class Refused(Exception):
    """What is asked is not done, and why."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status, self.why = status, why


Answer = Callable[[Request], Awaitable[ASGIApp]]
Say = Callable[[bytes], Awaitable[None]]


class Routes:
    """The requests that rooms answer, all under `base`.

    Rooms are opened and joined within limits by the address that asks, which all servers that share the
    rooms keep together; what is guessed and shown, by person and by room, at each server. A class comes
    from one address, so many may join from there; what is rare is a code that is none. Once there were
    too many of those, no room is told from none there.
    """

    def __init__(self, store: Store, pages: Pages) -> None:
        self.store, self.pages = store, pages
        self.acting: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self.opens = Limit("opens", 40, HOUR)
        self.joins = Limit("joins", 1500, MINUTE)
        self.wrong_codes = Limit("wrong codes", 30, TEN)
        self.guesses = Limit("guesses", 60, MINUTE)
        self.shows = Limit("shows", 1800, MINUTE)
        self.streams = Limit("streams", 60, MINUTE)

    def routes(self, base: str) -> list[Route]:
        """As starlette wants them."""

        def route(path: str, answer: Answer, method: str = "POST") -> Route:
            return Route(f"{base}/room{path}", _answering(answer), methods=[method])

        return [
            route("", self.open),
            route("/{code}/join", self.join),
            route("/{code}/events", self.events, "GET"),
            route("/{code}/show", self.show),
            route("/{code}/again", self.again),
            route("/{code}/reveal", self.reveal),
            route("/{code}/close", self.close),
            route("/{code}/guess", self.guess),
            route("/{code}/ready", self.ready),
        ]

    # ---- in and out -----------------------------------------------------------------------------

    async def open(self, request: Request) -> Response:
        """Open a room that shows `link`: its code, and the key that is told this once."""
        said = await _said(request)
        if not await self.store.spend(self.opens, _address(request)):
            raise Refused(429, TOO_OFTEN)
        scene = await self._scene(said.get("link"))
        key, secret = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        for _ in range(20):
            code = rooms.new_code(secrets.choice)
            bare = Room(code, rooms.locked(key), secret, scene.link)
            room = rooms.show(bare, scene.link, None, scene.name, scene.question, scene.answered)
            if await self.store.open(room):
                return JSONResponse({"code": code, "key": key})
        raise Refused(503, "There are too many rooms just now.")

    async def join(self, request: Request) -> Response:
        """Join a room: a badge, and what is shown. Who has a badge of it keeps that, so counts once."""
        await _said(request)
        address = _address(request)
        if not await self.store.spend(self.joins, address):
            raise Refused(429, TOO_OFTEN)
        code = rooms.read_code(str(request.path_params["code"]))
        room = await self.store.find(code) if code else None
        # Looked at after the code was: of many that are tried at once only so many are told.
        if room is None and await self.store.spend(self.wrong_codes, address):
            raise Refused(404, GONE)
        if room is None or await self.store.is_spent(self.wrong_codes, address):
            raise Refused(429, TOO_OFTEN)
        person = rooms.person_of(room, request.headers.get(BADGE, ""))
        if not person and (await self.store.counts(room)).here >= rooms.MOST_PEOPLE:
            raise Refused(409, FULL)
        badge = rooms.badge(room, person or secrets.token_urlsafe(9))
        return JSONResponse({"code": code, "badge": badge, **rooms.shown(room)})

    async def close(self, request: Request) -> Response:
        """Close the room."""
        await _said(request)
        room = await self._presented(request)
        await self.store.close(room.code)
        return JSONResponse({})

    # ---- the presenter --------------------------------------------------------------------------

    async def show(self, request: Request) -> Response:
        """Show `link`, its axis at `at` while it is moved."""
        said = await _said(request)
        room = await self._presented(request)
        if not self.shows.spend(room.code, time.monotonic()):
            raise Refused(429, TOO_OFTEN)
        at = said.get("at")
        if at is not None and not _is_number(at):
            raise Refused(400, WRONG)
        scene = await self._scene(said.get("link"))
        async with self._acting(room.code):
            room = await self._presented(request)
            now = room
            if scene.answered and rooms.is_open(room) and scene.question == room.question:
                now = await self._revealed(room)
            now = rooms.show(now, scene.link, at, scene.name, scene.question, scene.answered)
            await self.store.keep(room, now)
        return JSONResponse({"turn": now.turn})

    async def again(self, request: Request) -> Response:
        """Ask the question once more, after talking."""
        await _said(request)
        return await self._act(request, _again)

    async def reveal(self, request: Request) -> Response:
        """Take no more guesses, and tell what they came to."""
        await _said(request)
        return await self._act(request, self._revealed)

    async def _act(self, request: Request, act: Callable[[Room], Awaitable[Room]]) -> Response:
        room = await self._presented(request)
        async with self._acting(room.code):
            room = await self._presented(request)
            now = await act(room)
            await self.store.keep(room, now)
        return JSONResponse(rooms.asked(now))

    async def _revealed(self, room: Room) -> Room:
        if not rooms.is_open(room):
            return room
        rounds = await self.store.guesses(room)
        return rooms.reveal(room, await run_in_threadpool(self.pages.told, room.link, rounds))

    def _acting(self, code: str) -> asyncio.Lock:
        """One act of a presenter after the other: each begins where the last has ended."""
        lock = self.acting.get(code)
        if lock is None:
            self.acting[code] = lock = asyncio.Lock()
        return lock

    # ---- those who joined -----------------------------------------------------------------------

    async def guess(self, request: Request) -> Response:
        """Guess `value` in the round of that `turn`; until it is revealed it can be changed."""
        said = await _said(request)
        room, person = await self._joined(request)
        if not self.guesses.spend(person, time.monotonic()):
            raise Refused(429, TOO_OFTEN)
        if not rooms.is_open(room) or (said.get("turn"), said.get("round")) != (
            room.turn,
            room.round,
        ):
            raise Refused(409, "This question takes no guesses any more.")
        assert room.question is not None
        value = room.question.meant(said.get("value"))
        if value is None:
            raise Refused(400, WRONG)
        if not await self.store.guess(room, person, value):
            raise Refused(409, FULL)
        return JSONResponse({})

    async def ready(self, request: Request) -> Response:
        """Say that one is ready, or no longer."""
        said = await _said(request)
        room, person = await self._joined(request)
        if not self.guesses.spend(person, time.monotonic()):
            raise Refused(429, TOO_OFTEN)
        if said.get("turn") != room.turn:
            raise Refused(409, "The lesson has gone on.")
        await self.store.ready(room, person, said.get("ready") is True)
        return JSONResponse({})

    async def events(self, request: Request) -> ASGIApp:
        """A stream of what is said in the room; its presenter also hears how many do what."""
        if KEY in request.headers:
            room, person = await self._presented(request), ""
        else:
            room, person = await self._joined(request)
        if not self.streams.spend(person or room.code, time.monotonic()):
            raise Refused(429, TOO_OFTEN)
        if not person:
            return _stream(partial(self._for_presenter, room))
        if not await self.store.seen(room.code, person):
            raise Refused(409, FULL)
        return _stream(partial(self._for_person, room, person))

    async def _for_presenter(self, room: Room, say: Say) -> None:
        counted: dict[str, bytes] = {}
        with self.store.listen(room.code, "") as listener:
            found = await self.store.find(room.code)
            said = _all(found)
            while True:
                if found is not None:
                    counts = asdict(await self.store.counts(found))
                    before, counted = counted, events({"counts": json.dumps(counts)})
                    said |= counted if counted != before else {}
                await say(b"".join(said.values()))
                if CLOSED in said or OVER in said:
                    return
                said = {}
                with suppress(TimeoutError):
                    async with asyncio.timeout(COUNT_AGAIN):
                        said = await listener.next()
                found = await self.store.find(room.code)
                if found is None:
                    said = _all(None)

    async def _for_person(self, room: Room, person: str, say: Say) -> None:
        loop = asyncio.get_running_loop()
        with self.store.listen(room.code, person) as listener:
            wake = loop.call_later(STILL_HERE, listener.tell, {})
            try:
                said = _all(await self.store.find(room.code))
                while True:
                    await say(b"".join(said.values()))
                    if CLOSED in said or OVER in said:
                        return
                    said = await listener.next()
                    if loop.time() >= wake.when():
                        wake = loop.call_later(STILL_HERE, listener.tell, {})
                        if not await self.store.seen(room.code, person):
                            said = _all(None)
            finally:
                wake.cancel()
                # who hangs up cancels all that is awaited
                with move_on_after(PATIENCE, shield=True):
                    await self.store.left(room.code, person)

    # ---- who asks, and for what -----------------------------------------------------------------

    async def _found(self, request: Request) -> Room:
        code = rooms.read_code(str(request.path_params["code"]))
        room = await self.store.find(code) if code else None
        if room is None:
            raise Refused(404, GONE)
        return room

    async def _presented(self, request: Request) -> Room:
        """The room, if its presenter asks."""
        room = await self._found(request)
        if not rooms.opens(room, request.headers.get(KEY, "")):
            raise Refused(404, GONE)  # as of none: codes are tried out by nobody
        return room

    async def _joined(self, request: Request) -> tuple[Room, str]:
        """The room and who asks, if they have joined it."""
        room = await self._found(request)
        person = rooms.person_of(room, request.headers.get(BADGE, ""))
        if not person:
            raise Refused(404, GONE)
        return room, person

    async def _scene(self, link: Any) -> Scene:
        if not isinstance(link, str) or len(link) > rooms.LONGEST:
            raise Refused(400, WRONG)
        scene = await run_in_threadpool(self.pages.scene, link)
        if scene is None:
            raise Refused(400, WRONG)
        return scene


async def _again(room: Room) -> Room:
    return rooms.again(room)


def _answering(answer: Answer) -> Answer:
    """Who is refused is told why, in a sentence."""

    async def answered(request: Request) -> ASGIApp:
        try:
            return await answer(request)
        except Refused as refused:
            return JSONResponse({"why": refused.why}, refused.status)
        except (RedisError, OSError):
            return JSONResponse({"why": AWAY}, 503)

    return answered


async def _said(request: Request) -> dict[str, Any]:
    """What is said, an object of JSON."""
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        raise Refused(415, WRONG)
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise Refused(413, WRONG)
    try:
        said = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        raise Refused(400, WRONG) from None
    if not isinstance(said, dict):
        raise Refused(400, WRONG)
    return said


def _is_number(value: Any) -> bool:
    return type(value) in (int, float) and abs(value) < 1e300


def _address(request: Request) -> str:
    """Where a request comes from; behind nginx of this machine, what that says.

    Of IPv6 the network: in it everybody has as many addresses as they like.
    """
    host = request.client.host if request.client else ""
    with suppress(ValueError):
        address = IPv6Address(host)
        return str(address.ipv4_mapped or IPv6Network((int(address) >> 64 << 64, 64)))
    return host


def _all(room: Room | None) -> dict[str, bytes]:
    """All there is to say of a room, or that it is no more."""
    return events({CLOSED: "{}"} if room is None else messages(room))


def _stream(talk: Callable[[Say], Awaitable[None]]) -> ASGIApp:
    """A stream of what `talk` says.

    sse-starlette says the head, notices who hangs up or does not read, and lets the server end. What is
    said goes past it: its care of each chunk would cost more than all the rest.
    """

    async def stream(scope: Scope, receive: Receive, send: Send) -> None:
        async def say(said: bytes) -> None:
            if said:
                await send({"type": "http.response.body", "body": said, "more_body": True})

        async def begun() -> AsyncIterator[bytes]:
            yield b""  # the head is sent before it
            with suppress(RedisError, OSError):  # who listens asks again where the stream ends
                await talk(say)

        answer = EventSourceResponse(begun(), ping=PING, sep="\n", send_timeout=DEAF)
        await answer(scope, receive, send)

    return stream
