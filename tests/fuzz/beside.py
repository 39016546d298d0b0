"""What is read beside pages: a room's requests, flashcards' progress, a plan's wishes, what a kata's function gives.

Each is a function of what somebody says, and raises Found if what must hold does not. What is printed of
one that failed is Python, and can be saved as a test: `wish({"plan.date": ["x"]})`.
"""

import asyncio
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from starlette.applications import Starlette

from content.katas import katas
from content.read import stems
from katas.judge import judge
from katas.read import read_kata
from rehearsal.deck import FORMAT, Unreadable, dump, load, restore, standing, waiting
from rehearsal.plan import ROLES, Unplannable
from room.routes import BADGE, KEY, Pages, Routes
from room.store import Memory
from tests.fuzz.walks import Found, junk, queries, text
from tests.room.line import ask
from ui.plan import planned, read_wish, task_data, wish_texts
from ui.room import scene_at, told

NOW, TODAY = datetime(2026, 11, 30, 12, tzinfo=UTC), date(2026, 11, 30)
ANSWERS = {200, 400, 404, 409, 413, 415, 429, 503}


# ---- rooms --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ask:
    """One request of a room: by its presenter, by one who joined, or by a stranger; bytes as they are."""

    who: str
    path: str
    said: Any


def room(acts: list[Ask]) -> int:
    """A room is opened and joined, and all that is asked of it; the room is there to the end."""
    return asyncio.run(_room(acts))


async def _room(acts: list[Ask]) -> int:
    app = Starlette(routes=Routes(Memory(), Pages(scene_at, told)).routes(""))
    _, opened = await ask(app, "/room", {"link": stems()[0]})
    here = f"/room/{opened['code']}"
    _, joined = await ask(app, f"{here}/join")
    keys = {"presenter": {KEY: opened["key"]}, "person": {BADGE: joined["badge"]}, "stranger": {}}
    for act in acts:
        said = act.said
        if isinstance(said, dict) and said.get("turn") == "now":
            said = said | {
                "turn": (await ask(app, f"{here}/again", **keys["presenter"]))[1]["turn"]
            }
        raw = said if isinstance(said, bytes) else json.dumps(said).encode()
        path = f"{here}/{act.path}" if act.path else "/room"
        status, answer = await ask(app, path, raw=raw, **keys[act.who])
        if status not in ANSWERS or not isinstance(answer, dict):
            raise Found(f"{status}: {answer}")
        if status != 200 and not answer.get("why", "").endswith("."):
            raise Found(f"{status} without a sentence")
        if act.who == "stranger" and act.path and act.path != "join" and status == 200:
            raise Found("a stranger was let in")
        json.dumps(answer, allow_nan=False)
    return 1 + len(acts)


links = st.sampled_from(stems()).flatmap(
    lambda stem: queries(stem).map(
        lambda query: "&".join(
            [f"{stem}?predict=true", *(f"{n}={v}" for n, vs in query.items() for v in vs)]
        )[:4000]  # fmt: skip
    )
)
guesses = st.fixed_dictionaries(
    {
        "turn": st.just("now") | junk,
        "round": st.integers(1, 2) | junk,
        "value": st.floats(-1e3, 1e3) | st.integers(0, 5) | junk,
    }  # fmt: skip
)
asks = st.builds(
    Ask,
    st.sampled_from(["presenter", "person", "stranger"]),
    st.sampled_from(["", "join", "show", "show", "again", "reveal", "guess", "guess", "ready"]),
    st.one_of(
        guesses,
        st.fixed_dictionaries({"link": links | text, "at": st.floats(0, 1) | junk}),
        junk,
        st.binary(max_size=40),
        text.map(str.encode),  # fmt: skip
    ),
)


# ---- flashcards and plans -----------------------------------------------------------------------


def deck(written: str) -> int:
    """Progress that is brought back is refused in a sentence, or it is a deck that goes on."""
    try:
        found = load(written)
    except Unreadable as problem:
        if "`" in str(problem).replace("`", "", 2):
            raise Found(f"a name ends its code span: {problem}") from None
        return 1
    if load(dump(found)) != found:
        raise Found("it is not read back as it was written")
    bank = [*found.entries, "kmeans.1"]
    both = restore(load(dump(found)), found)
    for each in (found, both):
        waiting(each, bank, NOW, UTC)
        standing(each, bank, NOW, UTC)
    return 1


times = st.sampled_from(["2026-11-01T10:00:00+00:00", "1970-01-01T00:00:00+23:59", "8999-12-31T23:59:59-12:00", "2026-11-01"]) | text  # fmt: skip
numbers_ = st.integers(-1, 12) | st.floats() | junk
cards = st.fixed_dictionaries(
    {"changed": times},
    optional={
        "first": times, "misses": numbers_,
        "card": st.fixed_dictionaries(
            {"state": st.integers(1, 3) | numbers_, "step": st.integers(0, 9) | numbers_, "stability": st.floats(0.01, 1e308) | numbers_, "difficulty": st.floats(1, 10) | numbers_, "due": times, "last_review": times}
        ) | junk,
    },
)  # fmt: skip
decks = st.fixed_dictionaries(
    {
        "format": st.just(FORMAT), "version": st.sampled_from([1, 1, 2, True]), "begun": times, "new_a_day": st.integers(0, 20) | junk, "new_a_day_set": times,
        "cards": st.dictionaries(st.sampled_from(["kmeans.1", "pca:2", "a b", "x" * 300]) | text, cards, max_size=3) | junk,
    },
    optional={"a_day": st.integers(0, 200) | junk, "concepts": st.lists(st.sampled_from(stems()) | junk, max_size=3), "interview": st.dates().map(str) | junk},
).map(json.dumps) | text | junk.map(json.dumps)  # fmt: skip


def wish(said: dict[str, list[str]]) -> int:
    """A link's wish is read, with a sentence for each part that is not followed; a plan of it adds up."""
    read, problems = read_wish(said, TODAY)
    for each in problems:
        if not each.endswith((".", "?")) or "<" in each.replace("`", "\0").split("\0")[0]:
            raise Found(f"it is not said plainly: {each}")
    if read_wish(wish_texts(read), TODAY) != (read, []):
        raise Found("it is not read back as it was written")
    try:
        plan = planned(read, TODAY)
    except Unplannable:
        return 1
    days = [day.date for day in plan.days]
    if days != sorted(days) or any(task.minutes <= 0 for day in plan.days for task in day.tasks):
        raise Found("its days are not in order, or a task takes no time")
    for day in plan.days:
        for task in day.tasks:
            json.dumps(task_data(task, plan, {}), allow_nan=False)
    return 1


days = st.integers(-3, 400).map(lambda n: str(TODAY + timedelta(n))) | st.dates().map(str) | text
wishes = st.fixed_dictionaries(
    {},
    optional={
        "plan.date": st.lists(days, max_size=2), "plan.begin": st.lists(days, max_size=2),
        "plan.hours": st.lists(st.floats(-1, 80).map(str) | text, max_size=2), "plan.role": st.lists(st.sampled_from([*ROLES]) | text, max_size=2),
        "plan.weak": st.lists(st.sampled_from(stems()) | text, max_size=4), "plan.x": st.lists(text, max_size=1),
    },
)  # fmt: skip


# ---- katas --------------------------------------------------------------------------------------


class Odd:
    """What cannot be compared, counted, said or turned."""

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError(name)

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("eq")

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        raise RuntimeError("repr")


def within_itself() -> list[Any]:
    """A list that is its own item."""
    made: list[Any] = []
    made.append(made)
    return made


ODD = {"odd": Odd, "endless": within_itself, "nested": lambda: [Odd()], "long": lambda: 10**5000}


def kata(name: str, gives: Any) -> int:
    """Each check of a kata says what came, whatever somebody's function gives; `gives`: or one of ODD."""
    given = ODD[gives]() if isinstance(gives, str) and gives in ODD else gives
    mine = dict.fromkeys(read_kata(name).names(), lambda *_, **__: given)
    for check in read_kata(name).checks:
        said = judge(check, mine)
        if len(said["got"]) > 500 or (said["passed"] and "raises" in check):
            raise Found(f"{check['says']}: {said['passed']}: {said['got'][:80]}")
    return 1


gives = st.sampled_from([*ODD]) | junk | st.lists(st.lists(st.floats(), max_size=3), max_size=4)
given_by = st.tuples(st.sampled_from(sorted(katas())), gives)
