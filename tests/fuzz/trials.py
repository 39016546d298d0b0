"""What `make fuzz` tries, in pieces. Not in `__main__`: running the app puts its own module there."""

import os
import sys
from dataclasses import dataclass

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.fuzz.walks import PLACES, queries, sends, walk, walks

LINKS, MESSAGES, ACTS = 1_000, 500, 11_000  # cases; a walk has some 12 acts


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

    def attempt(acts, query=None):
        nonlocal cases, last
        try:
            cases += walk(task.place, acts, query)
        except Exception as problem:
            given_ = [repr(task.place), repr(acts), *([repr(query)] if query else [])]
            last = (f"{type(problem).__name__}: {problem}", f"walk({', '.join(given_)})")
            raise

    what = {
        "walks": walks(task.place).map(lambda acts: (acts,)),
        "links": queries(task.place).map(lambda query: ([], query)),
        "messages": st.lists(sends, min_size=1, max_size=5).map(lambda acts: (acts,)),
    }[task.kind]

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


def tasks(start: int) -> list[Task]:
    """Everything to be tried, in pieces small enough for one failure not to hide much."""
    found = []
    for place in PLACES:
        share = len(PLACES)
        found += [Task("links", place, start + i, LINKS // share // 5) for i in range(5)]
        found += [Task("messages", place, start + i, MESSAGES // share // 6) for i in range(2)]
        found += [Task("walks", place, start + i, ACTS // share // 12 // 10) for i in range(10)]
    return sorted(found, key=lambda task: (task.seed, task.kind))  # a bit of everything first


def quiet() -> None:
    """What the app logs of its errors is found out otherwise."""
    sys.stderr = open(os.devnull, "w")  # noqa: SIM115
