"""Reads the words of a concept: `<stem>.toml` for what has a shape, `<stem>.md` for prose."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
LEVELS = ("Beginner", "Intermediate", "Advanced")
KINDS = ("explain", "compare", "derive", "diagnose", "design")
HEADINGS = ("The idea", "The mathematics", "In practice", "Sources")


@dataclass(frozen=True)
class Preset:
    """The words of a named situation: its title, and a sentence that says what it shows."""

    title: str
    shows: str


@dataclass(frozen=True)
class Belief:
    """Something people get wrong, why it is wrong, and the state of the page that shows it."""

    belief: str
    truth: str
    preset: str
    set: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """An interview question with a 60-second answer, and the state of the page that proves it."""

    ask: str
    level: str
    kind: str
    answer: str
    follow_up: str
    wrong: str
    preset: str
    set: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Notes:
    """All the words of one concept.

    `prose` maps each of HEADINGS to its Markdown; `code` names the concept's functions to show.
    """

    stem: str
    title: str
    question: str
    section: str
    order: int
    code: tuple[str, ...]
    presets: Mapping[str, Preset]
    wrong: tuple[Belief, ...]
    interview: tuple[Question, ...]
    prose: Mapping[str, str]


@lru_cache(maxsize=64)
def read_notes(stem: str) -> Notes:
    """The words of that concept; TypeError names a missing or unknown key. Read once a process."""
    shaped = tomllib.loads((HERE / f"{stem}.toml").read_text(encoding="utf-8"))
    presets = {name: Preset(**words) for name, words in shaped.pop("presets").items()}
    wrong = tuple(Belief(**each) for each in shaped.pop("wrong"))
    interview = tuple(Question(**each) for each in shaped.pop("interview"))
    code = tuple(shaped.pop("code"))
    prose = read_prose((HERE / f"{stem}.md").read_text(encoding="utf-8"))
    return Notes(
        stem=stem,
        presets=presets,
        wrong=wrong,
        interview=interview,
        code=code,
        prose=prose,
        **shaped,
    )


def read_prose(text: str) -> dict[str, str]:
    """Markdown by its second-level headings."""
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return {head.strip(): body.strip() for head, body in zip(parts[1::2], parts[2::2], strict=True)}


def stems() -> list[str]:
    """Every concept, in the order of the menu: a concept is there when its `.toml` is."""
    found = (path.stem for path in HERE.glob("*.toml"))
    return [notes.stem for notes in sorted(map(read_notes, found), key=lambda n: (n.order, n.stem))]


def all_notes() -> list[Notes]:
    """The words of every concept, in the order of the menu."""
    return [read_notes(stem) for stem in stems()]


def fill(text: str, facts: Mapping[str, str]) -> str:
    """`text` with each {{name}} replaced by that fact; KeyError names one that does not exist."""
    return re.sub(r"\{\{(\w+)\}\}", lambda found: facts[found.group(1)], text)
