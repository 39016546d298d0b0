"""What the names of columns and the words in them say: which is a label, a score, a time, a yes.

The words are in `data/words.toml`.
"""

import re
import tomllib
from pathlib import Path

WORDS = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
_NAMES = {kind: frozenset(words) for kind, words in WORDS["names"].items()}
_VALUES = {kind: frozenset(words) for kind, words in WORDS["values"].items()}


def words_of(name: str) -> list[str]:
    """The words of a column's name in lower case: CustomerID is customer, id."""
    parts = re.findall(r"[A-Z]{2,}(?![a-z])|[A-ZÄÖÜÉ]?[^\W\d_A-ZÄÖÜÉ]+|[A-ZÄÖÜÉ]+|\d+|\+", name)
    return [part.lower() for part in parts]


def _has(name: str, *kinds: str) -> bool:
    return any(word in _NAMES[kind] for word in words_of(name) for kind in kinds)


def like_a_label(name: str) -> int:
    """How much a name is that of a label: 2 surely, 1 likely, 0 not, -1 it is made by a model."""
    if _has(name, "prediction", "decision"):
        return -1
    if _has(name, "surely_label"):
        return 2
    return int(_has(name, "label") or bool(re.match(r"(is|has|was|did|ist|hat|est)[_ A-Z]", name)))


def like_a_target(name: str) -> bool:
    """Whether a name is that of a number to predict."""
    return _has(name, "surely_label", "target")


def like_a_score(name: str) -> bool:
    """Whether a name is that of a score."""
    return _has(name, "score", "prediction") or name.lower().endswith(("score", "prob", "proba"))


def like_percent(name: str) -> bool:
    """Whether a name says that its numbers are percentages."""
    return _has(name, "percent") or "%" in name


def like_a_time(name: str) -> bool:
    """Whether a name is that of a time."""
    words = words_of(name)
    return bool(words) and not _NAMES["time"].isdisjoint((words[0], words[-1]))


def like_an_id(name: str) -> bool:
    """Whether a name is that of an identifier, or of row numbers."""
    words = words_of(name) or [""]
    counts = name == "column 1" or name.lower() == "unnamed: 0"  # as pandas writes them
    return counts or words[-1] in _NAMES["id"] or words[0] in ("id", "uuid")


def may_end_in_id(name: str) -> bool:
    """Whether a name ends in what may be an identifier: customerid, Kundennummer."""
    return bool(re.search(r"(id|nr|no|nummer|number|code|key)$", name.lower()))


def date_part(name: str) -> str:
    """Which part of a date a column is named like, "year", "month" or "day"; "" for none."""
    return next((part for part in ("year", "month", "day") if name.lower() in _NAMES[part]), "")


def says_yes(value: str) -> bool:
    """Whether a label's value says yes."""
    return value.casefold() in _VALUES["yes"]


def says_no(value: str) -> bool:
    """Whether a label's value says no."""
    low = value.casefold()
    return low in _VALUES["no"] or low.startswith(
        ("no ", "not ", "non-", "non ", "nicht ", "kein ")
    )


def is_unsure(value: str) -> bool:
    """Whether a label's value says that nobody knows."""
    return value.casefold() in _VALUES["unsure"]
