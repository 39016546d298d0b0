"""Where rooms are kept for four hours after the last act: in this process, or in Redis.

Both keep the same and have the same functions. Nothing is written to a disk by either; what a Redis
server does with its memory is its own setting.
"""

import asyncio
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field

from redis.asyncio import BlockingConnectionPool
from redis.asyncio import Redis as Client
from redis.exceptions import RedisError

from room.rooms import (
    HOURS,
    MOST_PEOPLE,
    MOST_ROOMS,
    Counts,
    Limit,
    Room,
    asked,
    read,
    shown,
    written,
)

KEPT = HOURS * 3600  # seconds
GONE = 25.0  # seconds: of whom nothing was seen for so long, they have left
CLOSED = "closed"
OVER = "over"  # said to one alone, whose stream ends without a word
LINES = 3  # streams of one person in a room at a server: of more the oldest ends
Messages = Mapping[str, str]  # JSON by its kind
Events = Mapping[str, bytes]  # the same as it goes over the line


def messages(room: Room) -> dict[str, str]:
    """All that is said to those in a room."""
    return {"shown": json.dumps(shown(room)), "asked": json.dumps(asked(room))}


def news(before: Room | None, now: Room) -> dict[str, str]:
    """Of that, what has changed."""
    known = {} if before is None else messages(before)
    return {kind: text for kind, text in messages(now).items() if known.get(kind) != text}


def events(said: Messages) -> dict[str, bytes]:
    """Messages as server-sent events."""
    return {kind: f"event: {kind}\ndata: {text}\n\n".encode() for kind, text in said.items()}


class Listener:
    """One who listens: of each kind of message the newest that they have not been sent."""

    def __init__(self, who: str) -> None:
        self.who = who
        self.waiting: dict[str, bytes] = {}
        self.woken = asyncio.Event()

    def tell(self, said: Events) -> None:
        """Have them sent that; of nothing they wake, too."""
        self.waiting |= said
        self.woken.set()

    async def next(self) -> dict[str, bytes]:
        """What is to be sent, once they were told of anything or nothing."""
        await self.woken.wait()
        self.woken.clear()
        said, self.waiting = self.waiting, {}
        return said


class Listeners:
    """Who listens to which room at this server."""

    def __init__(self) -> None:
        self.of: dict[str, list[Listener]] = {}

    @contextmanager
    def one(self, code: str, who: str) -> Iterator[Listener]:
        """Somebody who listens; "" is the presenter."""
        listener = Listener(who)
        here = self.of.setdefault(code, [])
        lines = [each for each in here if each.who == who]
        for each in lines[: 1 - LINES]:
            each.tell({OVER: b""})
        here.append(listener)
        try:
            yield listener
        finally:
            here.remove(listener)
            if not here:
                del self.of[code]

    def tell(self, code: str, said: Messages) -> None:
        """Tell all in that room: what is said is put into bytes once, however many there are."""
        put = events(said)
        for listener in self.of.get(code, ()):
            listener.tell(put)


# ---- in this process ----------------------------------------------------------------------------


@dataclass
class _Kept:
    """A room and what is kept beside it."""

    room: Room
    touched: float
    guesses: dict[tuple[int, int], dict[str, float]] = field(default_factory=dict)
    ready: set[str] = field(default_factory=set)
    here: dict[str, float] = field(default_factory=dict)


class Memory:
    """Rooms of one server: they go when it ends. `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.rooms: dict[str, _Kept] = {}
        self.listeners = Listeners()

    async def open(self, room: Room) -> bool:
        """Keep a new room; False if its code is taken, or there are too many."""
        old = [code for code, kept in self.rooms.items() if self.clock() - kept.touched > KEPT]
        for code in old:
            await self.close(code)
        if room.code in self.rooms or len(self.rooms) >= MOST_ROOMS:
            return False
        self.rooms[room.code] = _Kept(room, self.clock())
        return True

    async def find(self, code: str) -> Room | None:
        """The room of that code; None if there is none."""
        kept = self.rooms.get(code)
        if kept is not None and self.clock() - kept.touched > KEPT:
            await self.close(code)
            return None
        return None if kept is None else kept.room

    async def keep(self, before: Room, room: Room) -> None:
        """Keep the room as it is now, and tell those in it what has changed."""
        kept = self.rooms.get(room.code)
        if kept is None:
            return
        if room.turn != before.turn:
            kept.guesses.clear()
            kept.ready.clear()
        kept.room, kept.touched = room, self.clock()
        self.listeners.tell(room.code, news(before, room))

    async def close(self, code: str) -> None:
        """Forget the room, and tell those in it."""
        self.rooms.pop(code, None)
        self.listeners.tell(code, {CLOSED: "{}"})

    def listen(self, code: str, who: str) -> AbstractContextManager[Listener]:
        """Listen to what is said in that room."""
        return self.listeners.one(code, who)

    async def guess(self, room: Room, person: str, value: float) -> bool:
        """Keep what a person guesses in the present round; False if too many have."""
        kept = self.rooms[room.code]
        guesses = kept.guesses.setdefault((room.turn, room.round), {})
        if person not in guesses and len(guesses) >= MOST_PEOPLE:
            return False
        guesses[person], kept.touched = value, self.clock()
        return True

    async def guesses(self, room: Room) -> list[list[float]]:
        """What was guessed in each round of the present question, without who."""
        kept = self.rooms[room.code].guesses
        rounds = (kept.get((room.turn, each), {}) for each in range(1, room.round + 1))
        return [list(each.values()) for each in rounds]

    async def ready(self, room: Room, person: str, whether: bool) -> None:
        """Note whether a person is ready."""
        kept = self.rooms[room.code]
        if whether and len(kept.ready) < MOST_PEOPLE:
            kept.ready.add(person)
        elif not whether:
            kept.ready.discard(person)

    async def counts(self, room: Room) -> Counts:
        """How many are here, have answered and are ready."""
        kept = self.rooms.get(room.code)
        if kept is None:
            return Counts()
        now = self.clock()
        here = sum(now - seen < GONE for seen in kept.here.values())
        answered = len(kept.guesses.get((room.turn, room.round), ()))
        return Counts(here, answered, len(kept.ready))

    async def seen(self, code: str, person: str) -> bool:
        """A person is here; False if the room is full."""
        kept = self.rooms.get(code)
        if kept is None:
            return False
        now = self.clock()
        if person not in kept.here and len(kept.here) >= MOST_PEOPLE:
            kept.here = {each: seen for each, seen in kept.here.items() if now - seen < GONE}
            if len(kept.here) >= MOST_PEOPLE:
                return False
        kept.here[person] = now
        return True

    async def left(self, code: str, person: str) -> None:
        """A person has left."""
        if code in self.rooms:
            self.rooms[code].here.pop(person, None)

    async def spend(self, limit: Limit, who: str) -> bool:
        """Note that somebody does what is limited; False if that is once too often."""
        return limit.spend(who, self.clock())

    async def is_spent(self, limit: Limit, who: str) -> bool:
        """Whether somebody may not do it now."""
        return limit.is_spent(who, self.clock())


# ---- for several servers ------------------------------------------------------------------------


class Redis:
    """Rooms in a Redis server, or one that speaks its protocol: several servers share them.

    Every key goes by itself four hours after the last act. What is said is published, and each server
    tells those who listen to it.
    """

    POOL = 16  # lines to the server, at most
    RETRY = 0.5  # seconds until a line that was cut is tried again

    def __init__(self, address: str) -> None:
        pool = BlockingConnectionPool.from_url(
            address, decode_responses=True, max_connections=self.POOL, timeout=5
        )
        self.client = Client(connection_pool=pool)
        self.listeners = Listeners()
        self.relay: asyncio.Task[None] | None = None

    def _key(self, code: str, *more: object) -> str:
        return ":".join(["sightglass", code, *map(str, more)])

    def _guesses(self, room: Room, round_: int) -> str:
        return self._key(room.code, "guesses", room.turn, round_)

    async def open(self, room: Room) -> bool:
        """Keep a new room; False if its code is taken, or there are too many."""
        now = time.time()
        await self.client.zremrangebyscore("sightglass:rooms", 0, now)
        if await self.client.zcard("sightglass:rooms") >= MOST_ROOMS:
            return False
        if not await self.client.set(self._key(room.code), written(room), ex=KEPT, nx=True):
            return False
        await self.client.zadd("sightglass:rooms", {room.code: now + KEPT})
        return True

    async def find(self, code: str) -> Room | None:
        """The room of that code; None if there is none."""
        text = await self.client.get(self._key(code))
        return None if text is None else read(str(text))

    async def keep(self, before: Room, room: Room) -> None:
        """Keep the room as it is now, and tell those in it what has changed."""
        if not await self.client.set(self._key(room.code), written(room), ex=KEPT, xx=True):
            return
        pipe = self.client.pipeline(transaction=False)
        pipe.zadd("sightglass:rooms", {room.code: time.time() + KEPT})
        pipe.publish(self._key("told", room.code), json.dumps(news(before, room)))
        await pipe.execute()

    async def close(self, code: str) -> None:
        """Forget the room, and tell those in it."""
        pipe = self.client.pipeline(transaction=False)
        pipe.delete(self._key(code), self._key(code, "here"))
        pipe.zrem("sightglass:rooms", code)
        pipe.publish(self._key("told", code), json.dumps({CLOSED: "{}"}))
        await pipe.execute()

    async def guess(self, room: Room, person: str, value: float) -> bool:
        """Keep what a person guesses in the present round; False if too many have."""
        key = self._guesses(room, room.round)
        if await self.client.hlen(key) >= MOST_PEOPLE and not await self.client.hexists(
            key, person
        ):
            return False
        pipe = self.client.pipeline(transaction=False)
        pipe.hset(key, person, repr(value))
        for each in (key, self._key(room.code)):
            pipe.expire(each, KEPT)
        await pipe.execute()
        return True

    async def guesses(self, room: Room) -> list[list[float]]:
        """What was guessed in each round of the present question, without who."""
        pipe = self.client.pipeline(transaction=False)
        for each in range(1, room.round + 1):
            pipe.hvals(self._guesses(room, each))
        return [[float(value) for value in values] for values in await pipe.execute()]

    async def ready(self, room: Room, person: str, whether: bool) -> None:
        """Note whether a person is ready."""
        key = self._key(room.code, "ready", room.turn)
        pipe = self.client.pipeline(transaction=False)
        if whether:
            if await self.client.scard(key) < MOST_PEOPLE:
                pipe.sadd(key, person)
        else:
            pipe.srem(key, person)
        pipe.expire(key, KEPT)
        await pipe.execute()

    async def counts(self, room: Room) -> Counts:
        """How many are here, have answered and are ready."""
        pipe = self.client.pipeline(transaction=False)
        pipe.zcount(self._key(room.code, "here"), time.time() - GONE, "+inf")
        pipe.hlen(self._guesses(room, room.round))
        pipe.scard(self._key(room.code, "ready", room.turn))
        return Counts(*await pipe.execute())

    async def seen(self, code: str, person: str) -> bool:
        """A person is here; False if the room is full."""
        key, now = self._key(code, "here"), time.time()
        pipe = self.client.pipeline(transaction=False)
        pipe.zremrangebyscore(key, 0, now - GONE)
        pipe.zscore(key, person)
        pipe.zcard(key)
        _, known, people = await pipe.execute()
        if known is None and people >= MOST_PEOPLE:
            return False
        pipe.zadd(key, {person: now})
        pipe.expire(key, KEPT)
        await pipe.execute()
        return True

    async def left(self, code: str, person: str) -> None:
        """A person has left."""
        await self.client.zrem(self._key(code, "here"), person)

    async def spend(self, limit: Limit, who: str) -> bool:
        """Note that somebody does what is limited; False if that is once too often."""
        key = await self._limited(limit, who)
        pipe = self.client.pipeline()
        pipe.set(key, 0, ex=limit.seconds, nx=True)
        pipe.incr(key)
        return int((await pipe.execute())[1]) <= limit.times

    async def is_spent(self, limit: Limit, who: str) -> bool:
        """Whether somebody may not do it now."""
        return int(await self.client.get(await self._limited(limit, who)) or 0) >= limit.times

    async def _limited(self, limit: Limit, who: str) -> str:
        """Where it is counted, without who it is: by a secret that all servers share for some hours."""
        pipe = self.client.pipeline()
        pipe.set("sightglass:secret", secrets.token_urlsafe(32), ex=KEPT, nx=True)
        pipe.get("sightglass:secret")
        secret = str((await pipe.execute())[1]).encode()
        said = f"{limit.name} {who}".encode()
        return f"sightglass:limit:{hmac.new(secret, said, hashlib.sha256).hexdigest()[:32]}"

    def listen(self, code: str, who: str) -> AbstractContextManager[Listener]:
        """Listen to what is said in that room, at whichever server."""
        if self.relay is None or self.relay.done():
            self.relay = asyncio.get_running_loop().create_task(self._relay())
        return self.listeners.one(code, who)

    async def _relay(self) -> None:
        """Until it is cancelled; what redis-py makes of that may be another error, or none."""
        task = asyncio.current_task()
        assert task is not None
        while not task.cancelling():
            with suppress(RedisError, OSError):
                async with self.client.pubsub(ignore_subscribe_messages=True) as line:
                    await line.psubscribe(self._key("told", "*"))
                    await self._catch_up()
                    while not task.cancelling():
                        message = await line.get_message(timeout=self.RETRY)
                        if message is not None:
                            code = message["channel"].rpartition(":")[2]
                            self.listeners.tell(code, json.loads(message["data"]))
            await asyncio.sleep(self.RETRY)

    async def _catch_up(self) -> None:
        """What was said while the line was cut is told now."""
        for code in [*self.listeners.of]:
            room = await self.find(code)
            self.listeners.tell(code, {CLOSED: "{}"} if room is None else messages(room))


Store = Memory | Redis


def store_at(address: str) -> Store:
    """The store that an address names: "redis://...", or "" for this process."""
    return Redis(address) if address else Memory()
