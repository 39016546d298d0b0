"""What a room is asked over HTTP: the whole lesson, whose room it is, limits, and what is hostile.

All of it with rooms in the process and in Redis.
"""

import asyncio
import json
import random
import tempfile
from contextlib import AsyncExitStack
from itertools import product
from pathlib import Path

import pytest

from room import rooms, routes, store
from room.rooms import HOURS, Limit
from room.routes import BADGE, KEY, MOST_BYTES
from room.store import Memory, Redis, store_at
from tests.room.line import LINK, Person, Presenter, app_of, ask, listening
from tests.room.redis import MISSING, SERVER, redis_server
from tests.strangers import HOSTILE


@pytest.fixture(scope="module")
def redis():
    if SERVER is None:
        pytest.skip(MISSING)
    with tempfile.TemporaryDirectory() as folder, redis_server(Path(folder)) as address:
        yield address


@pytest.fixture(params=["", "redis"], ids=["memory", "redis"])
def address(request):
    """Where rooms are kept."""
    return request.getfixturevalue("redis") if request.param else ""


def lesson(address, walk, servers=1):
    """Run what a test does with so many servers that share their rooms."""

    async def run():
        kept = [store_at(address) for _ in range(servers)]
        try:
            await walk(*map(app_of, kept))
        finally:
            for each in kept:
                if isinstance(each, Redis):
                    await each.client.flushall()
                    if each.relay:
                        each.relay.cancel()
                        _, pending = await asyncio.wait([each.relay], timeout=5)
                        assert not pending, "a server could not end"
                    await each.client.aclose(close_connection_pool=True)

    asyncio.run(run())


def test_a_class_follows_guesses_twice_and_is_told(address):
    async def walk(app):
        lead = await Presenter.open(app)
        people = [await Person.join(app, lead.code.lower()) for _ in range(3)]
        assert len({each.badge for each in people}) == 3
        async with AsyncExitStack() as stack:
            front = await stack.enter_async_context(lead.listen())
            heard = [await stack.enter_async_context(each.listen()) for each in people]
            await front.until(
                lambda said: said["counts"]["here"] == 3 if "counts" in said else False
            )
            for each in heard:
                await each.until(lambda said: said.get("shown", {}).get("link") == LINK)
            for place in (0.1, 0.2, 0.3):
                assert (await lead.show(LINK, place))[0] == 200
                for each in heard:
                    await each.until(lambda said, at=place: said["shown"]["at"] == at)
            # only what has changed is told; and once all, as a server begins to hear from Redis
            assert max(each.times["asked"] for each in heard) <= 2

            turn = (await lead.show("coin?step=fair"))[1]["turn"]
            for each in heard:
                await each.until(lambda said: said["asked"]["open"])
                assert each.last["asked"] == {
                    "turn": turn,
                    "name": "coin fair",
                    "open": True,
                    "round": 1,
                    "told": None,
                }
            assert [
                await each.guess(value, turn)
                for each, value in zip(people, (10, 50, 90), strict=True)
            ] == [200] * 3
            assert await people[0].guess(20, turn) == 200, "it is changed until it is revealed"
            await front.until(lambda said: said["counts"]["answered"] == 3)
            assert heard[0].last["asked"]["told"] is None and "counts" not in heard[0].last

            await lead.act("again")
            await heard[0].until(lambda said: said["asked"]["round"] == 2)
            await front.until(lambda said: said["counts"]["answered"] == 0)
            assert await people[1].guess(55, turn) == 409, (
                "a guess of the first round comes too late"
            )
            assert await people[1].guess(55, turn, 2) == 200
            assert (await lead.act("again"))[1]["round"] == 2

            said = (await lead.act("reveal"))[1]
            assert (
                said["told"] == {"link": "coin?step=fair", "rounds": [[20, 50, 90], [55]]}
                and not said["open"]
            )
            for each in heard:
                await each.until(lambda said: said["asked"]["told"])
                assert each.last["asked"] == said
            assert await people[2].guess(1, turn, 2) == 409, "no guess after that"
            await lead.show("coin?step=fair&told=true")
            await heard[0].until(lambda said: "told=true" in said["shown"]["link"])
            assert heard[0].last["asked"]["told"], "the truth stands beside them"

            late = await Person.join(app, lead.code)
            async with late.listen() as heard_late:
                await heard_late.until(lambda said: "shown" in said and "asked" in said)
                assert heard_late.last["asked"]["told"] == said["told"], (
                    "who comes late sees what stands"
                )

            turn = (await lead.show("coin?step=next"))[1]["turn"]
            assert [
                (await each.act("ready", {"turn": turn, "ready": True}))[0] for each in people
            ] == [200] * 3
            assert (await people[0].act("ready", {"turn": turn, "ready": False}))[0] == 200
            assert (await people[0].act("ready", {"turn": turn - 1, "ready": True}))[0] == 409
            await front.until(
                lambda said: (said["counts"]["ready"], said["counts"]["answered"]) == (2, 0)
            )
            assert (await lead.act("close"))[0] == 200
            for each in (front, *heard):
                await each.until(lambda said: "closed" in said)
        assert [(await each.act("ready", {}))[0] for each in people] == [404] * 3
        assert (await ask(app, f"/room/{lead.code}/join"))[0] == 404

    lesson(address, walk)


def test_who_joins_again_with_a_badge_is_who_they_were_and_guesses_once(address):
    async def walk(app):
        lead = await Presenter.open(app, "coin?step=fair")
        person = await Person.join(app, lead.code)
        assert await person.guess(10, 2) == 200
        again = await Person.join(app, lead.code, **{BADGE: person.badge})
        assert again.badge == person.badge and await again.guess(20, 2) == 200
        other = await Presenter.open(app)
        elsewhere = await Person.join(app, other.code, **{BADGE: person.badge})
        forged = await Person.join(app, lead.code, **{BADGE: elsewhere.badge})
        assert len({each.badge for each in (person, elsewhere, forged)}) == 3
        assert (await lead.act("reveal"))[1]["told"]["rounds"] == [[20]]

    lesson(address, walk)


def test_a_link_that_shows_the_truth_takes_no_guess_any_more(address):
    """However the presenter came there: by a card of the page, by a key, by Back."""

    async def walk(app):
        lead = await Presenter.open(app)
        person = await Person.join(app, lead.code)
        turn = (await lead.show("coin?step=side"))[1]["turn"]
        assert await person.guess(1, turn) == 200
        assert (await lead.show("coin?step=side&told=true"))[1]["turn"] == turn
        assert await person.guess(2, turn) == 409
        async with person.listen() as heard:
            said = await heard.until(lambda said: "asked" in said)
            assert said["asked"]["told"]["rounds"] == [[1]]

    lesson(address, walk)


def test_nobody_moves_reads_or_closes_anothers_room(address):
    async def walk(app):
        mine, other = await Presenter.open(app), await Presenter.open(app, "coin?step=fair")
        person = await Person.join(app, mine.code)
        stranger = await Person.join(app, other.code)
        keys = [other.key, "", "x", mine.key[:-1], person.badge, "ключ".encode().decode("latin-1")]
        for key in keys:
            for act in ("show", "again", "reveal", "close"):
                status, said = await ask(
                    app, f"/room/{mine.code}/{act}", {"link": LINK}, **{KEY: key}
                )
                assert (status, list(said)) == (404, ["why"]), (act, key)
        for act in ("show", "again", "reveal", "close"):
            for badge in (person.badge, stranger.badge, other.key):
                said = await ask(app, f"/room/{mine.code}/{act}", {"link": LINK}, **{BADGE: badge})
                assert said[0] == 404, "who has joined follows, and does no more"
        for act in ("guess", "ready"):
            assert (await ask(app, f"/room/{mine.code}/{act}", {}, **{BADGE: stranger.badge}))[
                0
            ] == 404
            assert (await ask(app, f"/room/{mine.code}/{act}", {}, **{KEY: mine.key}))[0] == 404
        for headers in (
            {},
            {KEY: other.key},
            {BADGE: stranger.badge},
            {BADGE: person.badge, KEY: "x"},
        ):
            async with listening(app, mine.code, **headers) as heard:
                await asyncio.sleep(0.05)
                assert heard.status == 404 and heard.last == {}
        assert "counts" not in json.dumps((await ask(app, f"/room/{mine.code}/join"))[1])
        assert (await mine.show("coin?step=side"))[0] == 200, "it stands as it was"

    lesson(address, walk)


def test_a_room_that_is_none_answers_as_one_that_is_anothers(address):
    """So codes cannot be told from none beside the one way in, which is limited."""

    async def walk(app):
        mine = await Presenter.open(app)
        none = next(code for code in ("DFHKL", "DFHKM") if code != mine.code)
        for act in ("show", "again", "reveal", "close", "guess", "ready"):
            said = [
                await ask(app, f"/room/{code}/{act}", {"link": LINK}, **{KEY: "x", BADGE: "x"})
                for code in (mine.code, none)
            ]
            assert said[0] == said[1], act
        app.state.rooms.wrong_codes = Limit("wrong", 3, 60)
        tried = [(await ask(app, f"/room/{none}/join"))[0] for _ in range(4)]
        assert tried == [404, 404, 404, 429]
        assert (await ask(app, f"/room/{mine.code}/join"))[0] == 429, (
            "nor is a right code told from there"
        )
        assert (await ask(app, f"/room/{mine.code}/join", address="10.0.0.2"))[0] == 200
        app.state.rooms.joins = Limit("few", 1, 60)
        assert [
            (await ask(app, f"/room/{mine.code}/join", address="10.0.0.3"))[0] for _ in range(2)
        ] == [200, 429]
        app.state.rooms.opens = Limit("fewer", 1, 60)
        assert [(await ask(app, "/room", {"link": LINK}))[0] for _ in range(2)] == [200, 429]

    lesson(address, walk)


def test_a_flood_is_bounded(address, monkeypatch):
    monkeypatch.setattr(store, "MOST_PEOPLE", 2)
    monkeypatch.setattr(rooms, "MOST_PEOPLE", 2)
    monkeypatch.setattr(store, "MOST_ROOMS", 2)

    async def walk(app):
        lead = await Presenter.open(app, "coin?step=fair")
        await Presenter.open(app)
        assert (await ask(app, "/room", {"link": LINK}))[0] == 503, "a server has so many rooms"
        people = [await Person.join(app, lead.code) for _ in range(3)]
        assert [await each.guess(5, 2) for each in people] == [200, 200, 409], (
            "and a room so many people"
        )
        assert await people[0].guess(6, 2) == 200
        async with people[0].listen(), people[1].listen():
            await asyncio.sleep(0.1)
            async with people[2].listen() as third:
                await asyncio.sleep(0.1)
                assert third.status == 409
            assert (await ask(app, f"/room/{lead.code}/join"))[0] == 409
            again = await Person.join(app, lead.code, **{BADGE: people[0].badge})
            assert again.badge == people[0].badge, "but who is in it may come again"
        app.state.rooms.guesses = Limit("guesses", 2, 60)
        assert [await people[0].guess(7, 2) for _ in range(3)] == [200, 200, 429]
        app.state.rooms.shows = Limit("shows", 1, 60)
        assert [(await lead.show(LINK))[0] for _ in range(2)] == [200, 429]
        app.state.rooms.streams = Limit("streams", 1, 60)
        for each in (lead, people[0]):
            for status in (200, 429):
                async with each.listen() as heard:
                    await asyncio.sleep(0.1)
                    assert heard.status == status
        async with people[1].listen() as heard:
            await asyncio.sleep(0.1)
            assert heard.status == 200, "each has their own"

    lesson(address, walk)


def test_who_hangs_up_is_no_longer_here(address):
    async def walk(app):
        lead = await Presenter.open(app)
        one, other = await Person.join(app, lead.code), await Person.join(app, lead.code)
        async with lead.listen() as front:
            async with one.listen():
                async with other.listen(), other.listen():  # two tabs, one person
                    await front.until(lambda said: said.get("counts", {}).get("here") == 2)
                await front.until(lambda said: said["counts"]["here"] == 1)
            await front.until(lambda said: said["counts"]["here"] == 0)

    lesson(address, walk)


def test_who_listens_while_nothing_is_said_stays_here(address, monkeypatch):
    monkeypatch.setattr(routes, "STILL_HERE", 0.1)
    monkeypatch.setattr(store, "GONE", 0.5)

    async def walk(app):
        lead = await Presenter.open(app)
        person = await Person.join(app, lead.code)
        async with person.listen() as heard:
            await heard.until(lambda said: "asked" in said)
            await asyncio.sleep(1)
            room = await app.state.rooms.store.find(lead.code)
            assert (await app.state.rooms.store.counts(room)).here == 1 and not heard.ended

    lesson(address, walk)


def test_one_badge_holds_few_streams_and_the_newest_of_them(address):
    async def walk(app):
        lead = await Presenter.open(app)
        greedy, person = await Person.join(app, lead.code), await Person.join(app, lead.code)
        async with AsyncExitStack() as stack:
            other = await stack.enter_async_context(person.listen())
            await other.until(lambda said: "asked" in said)
            streams = []
            for _ in range(store.LINES + 4):
                streams.append(await stack.enter_async_context(greedy.listen()))
                await streams[-1].until(lambda said: "asked" in said)
            await lead.show(LINK, 7)
            for each in (other, *streams[-store.LINES :]):
                await each.until(lambda said: said["shown"]["at"] == 7)
            assert [each.ended for each in streams] == [True] * 4 + [False] * store.LINES
            assert not any("closed" in each.last for each in streams) and not other.ended

    lesson(address, walk)


def test_who_does_not_read_holds_nobody_up_and_is_hung_up_on(address, monkeypatch):
    monkeypatch.setattr(routes, "PING", 0.1)
    monkeypatch.setattr(routes, "DEAF", 0.2)

    async def walk(app):
        lead = await Presenter.open(app)
        deaf, person = await Person.join(app, lead.code), await Person.join(app, lead.code)
        async with deaf.listen() as unread, person.listen() as heard:
            await unread.until(lambda said: "asked" in said)
            unread.reads.clear()
            for step in range(20):
                await lead.show(LINK, step)
            await heard.until(lambda said: said["shown"]["at"] == 19)
            assert unread.last["shown"]["at"] is None
            async with asyncio.timeout(5):
                while not unread.ended:
                    await asyncio.sleep(0.01)
            assert not heard.ended
            counts = await app.state.rooms.store.counts(await app.state.rooms.store.find(lead.code))
            assert counts.here == 1, "of the deaf one nothing is left"

    lesson(address, walk)


def test_what_is_newer_takes_the_place_of_what_was_not_yet_read(address):
    async def walk(app):
        lead = await Presenter.open(app)
        person = await Person.join(app, lead.code)
        async with person.listen() as heard:
            await heard.until(lambda said: "asked" in said)
            heard.reads.clear()
            before = heard.times["shown"]
            for step in range(20):
                await lead.show(LINK, step)
            heard.reads.set()
            await heard.until(lambda said: said["shown"]["at"] == 19)
            assert heard.times["shown"] <= before + 3, "one that was on its way, and the newest"

    lesson(address, walk)


def test_two_presenters_of_one_room_take_turns_and_nothing_is_lost(address):
    """One key in two tabs: what was shown last is shown, and a reveal is not undone by what comes beside it."""

    async def walk(app):
        lead = await Presenter.open(app)
        twin = Presenter(app, lead.code, lead.key)
        person = await Person.join(app, lead.code)
        async with person.listen() as heard, lead.listen() as front, twin.listen() as other:
            for turn in range(4):
                asked = (await lead.show(f"coin?step=fair&no={turn}"))[1]["turn"]
                assert await person.guess(turn, asked) == 200
                await asyncio.gather(
                    *(twin.show(f"coin?step=fair&no={turn}", at) for at in (1, 2, 3)),
                    lead.act("reveal"),
                )
                await heard.until(
                    lambda said, n=turn: (
                        said["asked"]["told"] and said["asked"]["told"]["rounds"] == [[n]]
                    )
                )
                await twin.show("coin?step=")
            await front.until(lambda said: said["shown"]["link"] == "coin?step=")
            await other.until(lambda said: said["shown"]["link"] == "coin?step=")

    lesson(address, walk)


NOT_UNDERSTOOD = [
    b"", b"[]", b"7", b"null", b"{", b"\xff\xfe", b"[" * 4000, b'{"link": null}', b'{"link": []}', b'{"at": 1}',
    json.dumps({"link": "x" * 2001}).encode(), b'{"link": "//evil.example/"}', b'{"link": "javascript:alert(1)"}',
    b'{"link": "https://evil.example/coin"}', b'{"link": "coin/../home"}', b'{"link": "coin", "at": "1"}',
    b'{"link": "coin", "at": 1e999}', b'{"link": "coin", "at": true}', b'{"link": "coin", "at": {}}',
]  # fmt: skip


def test_what_is_not_understood_is_refused_and_changes_nothing(address):
    async def walk(app):
        lead = await Presenter.open(app, "coin?step=fair")
        person = await Person.join(app, lead.code)
        before = await app.state.rooms.store.find(lead.code)
        for raw in NOT_UNDERSTOOD:
            for key in ({KEY: lead.key}, {}):
                if not key and b"at" in raw:
                    continue  # a room begins where its link says
                path = f"/room/{lead.code}/show" if key else "/room"
                status, said = await ask(app, path, raw=raw, **key)
                assert (status, list(said)) == (400, ["why"]), raw
        assert (await ask(app, "/room", raw=b" " * (MOST_BYTES + 1)))[0] == 413
        for kind in ("", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
            said = await ask(app, "/room", {"link": LINK}, content_type=kind)
            assert said[0] == 415, "another site's page could say that"
        for value in (None, "5", [], {}, -1, 101, 1e308, True, float("nan")):
            assert await person.guess(value, before.turn) == 400, value
        for turn in (None, "2", 1, 3, True, 2.5):
            assert await person.guess(5, turn) == 409, turn
        assert await app.state.rooms.store.find(lead.code) == before
        assert await app.state.rooms.store.guesses(before) == [[]]

    lesson(address, walk)


def test_hostile_messages_break_nothing(address):
    """Whatever is said, by whom and to which act: an answer under 500, and the class goes on."""
    drawn = random.Random(5)
    values = [
        *HOSTILE,
        None,
        True,
        -1,
        0,
        1e308,
        [],
        {},
        [[]],
        {"a": {}},
        "coin?step=fair",
        "coin",
        2,
        3,
    ]
    names = ["link", "at", "turn", "round", "value", "ready", "__class__", ""]

    async def walk(app):
        app.state.rooms.wrong_codes = app.state.rooms.joins = app.state.rooms.opens = Limit(
            "many", 10**6, 60
        )
        lead = await Presenter.open(app, "coin?step=fair")
        person = await Person.join(app, lead.code)
        async with person.listen() as heard:
            for _ in range(300):
                said = {
                    drawn.choice(names): drawn.choice(values) for _ in range(drawn.randint(0, 5))
                }
                act = drawn.choice(["show", "again", "reveal", "guess", "ready", "join", "nothing"])
                code = drawn.choice([lead.code, lead.code, "DFHKL", "x" * 50, "..", "%00", "*"])
                who = drawn.choice(
                    [{KEY: lead.key}, {BADGE: person.badge}, {KEY: "*", BADGE: "a.b"}, {}]
                )
                status, _ = await ask(app, f"/room/{code}/{act}", said, **who)
                assert status < 500, (act, said, who)
            turn = (await lead.show("coin?step=side&no=last"))[1]["turn"]
            await heard.until(lambda said: said["asked"]["turn"] == turn)
            assert await person.guess(2, turn, heard.last["asked"]["round"]) in (200, 409, 429)

    lesson(address, walk)


def test_a_room_is_gone_four_hours_after_the_last_act():
    async def walk():
        now = [0.0]
        app = app_of(Memory(lambda: now[0]))
        lead = await Presenter.open(app, "coin?step=fair")
        person = await Person.join(app, lead.code)
        now[0] = HOURS * 3600 - 1
        assert await person.guess(5, 2) == 200, "an act"
        now[0] *= 2
        async with person.listen() as heard:
            await heard.until(lambda said: "asked" in said)
            now[0] += 2
            assert (await lead.show(LINK))[0] == 404
            await heard.until(lambda said: "closed" in said)
        assert app.state.rooms.store.rooms == {}

    asyncio.run(walk())


def test_in_redis_every_key_goes_by_itself(redis):
    async def walk(app):
        lead = await Presenter.open(app, "coin?step=fair")
        person = await Person.join(app, lead.code)
        async with person.listen() as heard:
            await heard.until(lambda said: "asked" in said)
            await person.guess(5, 2)
            await person.act("ready", {"turn": 2, "ready": True})
            client = app.state.rooms.store.client
            keys = [key async for key in client.scan_iter("*") if key != "sightglass:rooms"]
            assert len(keys) == 7, "of the room, of two limits, and their secret"
            for key in keys:
                assert "10.0.0.1" not in key, "whose limit it is, is not told"
                assert 0 < await client.ttl(key) <= HOURS * 3600, key

    lesson(redis, walk)


def test_servers_share_a_room_and_one_may_end_in_the_middle_of_a_question(redis):
    async def walk(app, other):
        lead = await Presenter.open(app, "coin?step=fair")
        people = [await Person.join(other, lead.code) for _ in range(2)]
        async with people[0].listen() as heard:
            await heard.until(lambda said: "asked" in said)
            await lead.show("coin?step=side")
            await heard.until(lambda said: said["asked"]["name"] == "coin side")
            assert await people[0].guess(1, heard.last["asked"]["turn"]) == 200
            moved = Presenter(other, lead.code, lead.key)  # theirs is gone
            assert await people[1].guess(0, heard.last["asked"]["turn"]) == 200
            assert (await moved.act("reveal"))[1]["told"]["rounds"] == [[0, 1]]
            await heard.until(lambda said: said["asked"]["told"])

    lesson(redis, walk, servers=2)


def test_servers_that_share_rooms_share_the_limits_of_who_joins(redis):
    async def walk(app, other):
        for each in (app, other):
            each.state.rooms.wrong_codes = Limit("wrong", 3, 60)
            each.state.rooms.opens = Limit("opens", 2, 60)
        lead = await Presenter.open(app)
        none = next(code for code in ("DFHKL", "DFHKM") if code != lead.code)
        tried = [await ask(each, f"/room/{none}/join") for each in (app, other, app, other, app)]
        assert [status for status, _ in tried] == [404, 404, 404, 429, 429]
        for each in (app, other):
            assert (await ask(each, f"/room/{lead.code}/join"))[0] == 429
        near, far = "2001:db8::2", "2001:db8:0:1::1"
        for status, address in ((404, near), (404, "2001:db8::3"), (404, near), (429, near)):
            assert (await ask(other, f"/room/{none}/join", address=address))[0] == status
        for status, address in ((429, near), (429, "2001:db8::4"), (200, far)):
            assert (await ask(app, f"/room/{lead.code}/join", address=address))[0] == status
        assert (await ask(app, f"/room/{lead.code}/join", address="::ffff:10.0.0.1"))[0] == 429
        assert (await ask(other, "/room", {"link": LINK}))[0] == 200
        assert (await ask(app, "/room", {"link": LINK}))[0] == 429

    lesson(redis, walk, servers=2)


def test_of_many_codes_that_are_tried_at_once_no_more_are_told(address):
    async def walk(app):
        lead = await Presenter.open(app)
        app.state.rooms.wrong_codes = Limit("wrong", 3, 60)
        codes = [code for code in map("".join, product("DF", repeat=5)) if code != lead.code]
        said = await asyncio.gather(
            *(ask(app, f"/room/{code}/join") for code in [*codes, lead.code])
        )
        assert [status for status, _ in said].count(404) == 3
        assert said[-1][0] == 429, "nor which of them was right"

    lesson(address, walk)


def test_a_line_to_redis_that_was_cut_is_taken_up_and_what_was_said_meanwhile_is_heard(redis):
    async def walk(app, other):
        app.state.rooms.store.RETRY = 0.05
        lead = await Presenter.open(other, "coin?step=fair")
        person = await Person.join(app, lead.code)
        async with person.listen() as heard:
            await heard.until(lambda said: "asked" in said)
            await asyncio.sleep(0.1)
            await other.state.rooms.store.client.client_kill_filter(_type="pubsub")
            await lead.show("coin?step=side")
            await heard.until(lambda said: said["asked"]["name"] == "coin side")

    lesson(redis, walk, servers=2)


@pytest.mark.skipif(SERVER is None, reason=MISSING)
def test_a_redis_that_is_killed_and_comes_back_empty_leaves_one_sentence(tmp_path):
    """In the middle of a question: who listens is told that the room is no more, who asks why."""

    async def walk():
        app = app_of(Redis(f"unix://{tmp_path}/redis.sock"))
        kept = app.state.rooms.store
        kept.RETRY = 0.05
        with redis_server(tmp_path):
            lead = await Presenter.open(app, "coin?step=fair")
            person = await Person.join(app, lead.code)
            stack = AsyncExitStack()
            heard = await stack.enter_async_context(person.listen())
            await heard.until(lambda said: said.get("asked", {}).get("open"))
            assert await person.guess(10, 2) == 200
        said = await person.act("guess", {"value": 20, "turn": 2, "round": 1})
        assert said == (503, {"why": "Rooms cannot be reached just now."})
        assert not heard.ended, "the line is held meanwhile"
        with redis_server(tmp_path):
            await heard.until(lambda said: "closed" in said)
            assert await person.guess(20, 2) == 404
            assert (await Presenter.open(app)).code, "the next lesson has a room again"
            await stack.aclose()
        kept.relay.cancel()
        await asyncio.wait([kept.relay], timeout=5)
        await kept.client.aclose(close_connection_pool=True)

    asyncio.run(walk())


def test_without_its_redis_a_server_says_so():
    async def walk():
        kept = Redis("unix:///nowhere/redis.sock")
        said = await ask(app_of(kept), "/room", {"link": LINK})
        assert said == (503, {"why": "Rooms cannot be reached just now."})
        await kept.client.aclose(close_connection_pool=True)

    asyncio.run(walk())
