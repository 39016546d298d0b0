"""The list of katas: small functions that interviews have people write from scratch."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from content.read import HERE


@dataclass(frozen=True)
class Listed:
    """A kata as lists have it; `katas.read.read_kata` reads the rest.

    Attributes
    ----------
    name : Names it in a link, and in what a visitor's browser keeps: it never changes.
    minutes : How long an interview gives for it.
    section : What it is listed under.
    concept : The page that it belongs to, by its stem.
    also : Other names by which people look for it.
    """

    name: str
    title: str
    minutes: int
    section: str
    concept: str
    also: Sequence[str] = ()

    @property
    def link(self) -> str:
        """What opens it, as it follows the site's own address."""
        return f"coding?kata={self.name}"


@lru_cache(maxsize=1)
def katas() -> Mapping[str, Listed]:
    """Every kata by its name, in order. Read once a process."""
    written = tomllib.loads((HERE / "katas.toml").read_text(encoding="utf-8"))
    return {name: Listed(name, **each) for name, each in written.items()}
