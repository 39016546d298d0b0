"""Reads the design round, its steps and the systems that are asked for; and tips."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from content.read import HERE, FollowUp


@dataclass(frozen=True)
class DesignStep:
    """A part of the round: its minutes, and what should have been said in it."""

    id: str
    title: str
    minutes: int
    points: tuple[str, ...]


@dataclass(frozen=True)
class Design:
    """A system to be designed aloud.

    Attributes
    ----------
    title : What it is called in a list.
    listen : What the interviewer says when asked: sizes, times, what is known.
    looks : Questions of the bank that go on from it, as "stem.id".
    """

    id: str
    title: str
    ask: str
    listen: str
    follow_up: FollowUp
    looks: tuple[str, ...]


@lru_cache(maxsize=1)
def design_steps() -> tuple[DesignStep, ...]:
    """The steps of every design round, in order."""
    written = tomllib.loads((HERE / "rounds.toml").read_text(encoding="utf-8"))["step"]
    return tuple(DesignStep(**each | {"points": tuple(each["points"])}) for each in written)


@lru_cache(maxsize=1)
def design_page() -> str:
    """The stem of the page whose lesson shows each of the steps, under the same id."""
    page: str = tomllib.loads((HERE / "rounds.toml").read_text(encoding="utf-8"))["page"]
    return page


@lru_cache(maxsize=1)
def designs() -> Mapping[str, Design]:
    """The systems that are asked for, by their ids."""
    written = tomllib.loads((HERE / "rounds.toml").read_text(encoding="utf-8"))["design"]
    made = (
        Design(**each | {"looks": tuple(each["looks"]), "follow_up": FollowUp(**each["follow_up"])})
        for each in written
    )
    return {each.id: each for each in made}


@dataclass(frozen=True)
class Tip:
    """Something to keep in mind, what to do about it, and the link that does it."""

    say: str
    does: str
    link: str


@lru_cache(maxsize=1)
def tips() -> tuple[Tip, ...]:
    """The tips, in order."""
    written = tomllib.loads((HERE / "rounds.toml").read_text(encoding="utf-8"))["tip"]
    return tuple(Tip(**each) for each in written)
