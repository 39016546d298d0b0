"""Which questions are asked often: how many public lists of interview questions ask each of ours."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from content.read import HERE


@dataclass(frozen=True)
class Source:
    """A list of questions that others made, where it is, and when we read it."""

    title: str
    address: str
    read: date


@lru_cache(maxsize=1)
def sources() -> Mapping[str, Source]:
    """The lists that were read, by their names in content/asked.toml."""
    return {name: Source(**each) for name, each in _written()["sources"].items()}


@lru_cache(maxsize=1)
def asked_by() -> Mapping[str, tuple[str, ...]]:
    """For each question, as "stem.id", the names of the lists that ask it. A question may have none."""
    return {name: tuple(found) for name, found in _written()["asked"].items()}


def mentions(name: str) -> int:
    """How many lists ask that question."""
    return len(asked_by().get(name, ()))


@lru_cache(maxsize=1)
def _written() -> dict[str, Any]:
    return tomllib.loads((HERE / "asked.toml").read_text(encoding="utf-8"))
