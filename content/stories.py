"""The questions of an interview that are answered with a story."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from content.read import HERE


@dataclass(frozen=True)
class Behavioural:
    """A question about what somebody did.

    Attributes
    ----------
    ask : The question.
    listens : What the interviewer listens for.
    then : What they ask next.
    """

    ask: str
    listens: str
    then: tuple[str, ...]


@lru_cache(maxsize=1)
def behavioural() -> Mapping[str, Behavioural]:
    """Every such question by its name, which a visitor's browser keeps: it never changes."""
    tables = {name: said for name, said in _written().items() if name != "then"}
    return {
        name: Behavioural(**said | {"then": tuple(said["then"])}) for name, said in tables.items()
    }


def then() -> tuple[str, ...]:
    """What is asked after every story."""
    return tuple(_written()["then"])


@lru_cache(maxsize=1)
def _written() -> dict[str, Any]:
    return tomllib.loads((HERE / "stories.toml").read_text(encoding="utf-8"))
