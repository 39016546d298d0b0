"""What `make fuzz` tries, in pieces. Not in `__main__`: running the app puts its own module there."""

import os
import sys
from dataclasses import dataclass
from importlib import import_module
from math import ceil

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from concepts.controls import Drawing, Text, controls_of
from content.read import stems
from tests.fuzz.beside import asks, deck, decks, given_by, kata, room, wish, wishes
from tests.fuzz.walks import PLACES, bringing, queries, sends, walk, walks, written

LINKS, MESSAGES, ACTS = 1_000, 500, 11_000  # cases; a walk has some 12 acts
WRITTEN, BROUGHT = 1_600, 1_600  # acts, of some 4 each
BESIDE = {
    "rooms": 300,
    "decks": 2_000,
    "wishes": 1_000,
    "katas": 1_000,
}  # a room has some 5 requests


@dataclass(frozen=True)
class Task:
    """So many examples of one kind on one page."""

    kind: str
    place: str
    seed: int
    examples: int


def tried(task: Task) -> tuple[int, str]:
    """How many cases held; and what did not, as a line of Python after what went wrong, or ""."""
    cases, last = 0, ("", "")
    act, what = TRIED[task.kind](task.place)
    does = {"walk": walk, "room": room, "deck": deck, "wish": wish, "kata": kata}[act]

    def attempt(*said):
        nonlocal cases, last
        try:
            cases += does(*said)
        except Exception as problem:
            last = (
                f"{type(problem).__name__}: {problem}",
                f"{act}({', '.join(map(repr, said))})",
            )
            raise

    @seed(task.seed)
    @settings(
        max_examples=task.examples, deadline=None, database=None, report_multiple_bugs=False,
        phases=[Phase.generate, Phase.shrink], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(what)
    def run(said):
        attempt(*said)

    try:
        run()
    except Exception:
        said = "\n".join(f"# {line}" for line in last[0].splitlines())
        return cases, f"{said}\n{last[1]}"
    return cases, ""


# By kind: what is called, and what with, on that page.
TRIED = {
    "walks": lambda place: ("walk", st.tuples(st.just(place), walks(place))),
    "links": lambda place: ("walk", st.tuples(st.just(place), st.just([]), queries(place))),
    "messages": lambda place: ("walk", st.tuples(st.just(place), st.lists(sends, min_size=1, max_size=5))),
    "written": lambda place: ("walk", st.tuples(st.just(place), written(place))),
    "brought": lambda place: (
        "walk", st.tuples(st.just(place), bringing(place), st.just({f"{place}.source": ["own"]})),
    ),
    "rooms": lambda _: ("room", st.tuples(st.lists(asks, min_size=1, max_size=8))),
    "decks": lambda _: ("deck", st.tuples(decks)),
    "wishes": lambda _: ("wish", st.tuples(wishes)),
    "katas": lambda _: ("kata", given_by),
}  # fmt: skip


def tasks(start: int) -> list[Task]:
    """Everything to be tried, in pieces small enough for one failure not to hide much."""
    found = []
    for place in PLACES:
        share = len(PLACES)
        found += [Task("links", place, start + i, ceil(LINKS / share / 5)) for i in range(5)]
        found += [Task("messages", place, start + i, ceil(MESSAGES / share / 6)) for i in range(2)]
        found += [Task("walks", place, start + i, ceil(ACTS / share / 12 / 10)) for i in range(10)]
    concepts = {stem: import_module(f"concepts.{stem}") for stem in stems()}
    words = [s for s, c in concepts.items() if any(isinstance(each, Text | Drawing) for each in controls_of(c.Params).values())]  # fmt: skip
    own = [stem for stem, concept in concepts.items() if hasattr(concept, "OWN")]
    for kind, places, acts in (("written", words, WRITTEN), ("brought", own, BROUGHT)):
        found += [Task(kind, place, start + i, ceil(acts / len(places) / 16)) for place in places for i in range(4)]  # fmt: skip
    for kind, cases in BESIDE.items():
        found += [Task(kind, "", start + i, cases // 5) for i in range(5)]
    return sorted(found, key=lambda task: (task.seed, task.kind))  # a bit of everything first


def quiet() -> None:
    """What the app logs of its errors is found out otherwise."""
    sys.stderr = open(os.devnull, "w")  # noqa: SIM115
