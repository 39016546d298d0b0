"""What is searched: all that people write about the concepts, in short rows, for static/search.js."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from content.read import Belief, Notes, all_notes, proved_on, terms

Row = dict[str, Any]


def index() -> list[Row]:
    """All that can be found, in the order of the menu.

    Each row has its `group`; `says`, its words as they are shown; `page` and `query`, the link that
    opens it; and perhaps `also`, other names of the same, and `more`, lines that are searched too.
    """
    rows = [row for notes in all_notes() for row in _rows(notes)]
    rows += [
        {"group": "Word", "says": t.term, "also": list(t.also), "more": [t.says], "page": t.page}
        for t in terms()
    ]
    return [{name: value for name, value in row.items() if value} for row in rows]


def _rows(notes: Notes) -> Iterator[Row]:
    """The concept itself, its situations, what people get wrong of it, and questions it proves."""
    stem = notes.stem
    yield {
        "group": "Concept",
        "says": notes.title,
        "also": list(notes.also),
        "more": [notes.question, *notes.figures.values()],
        "page": stem,
    }
    for name, preset in notes.presets.items():
        yield {
            "group": "Situation",
            "says": preset.title,
            "more": [_plain(preset.shows)],
            "page": stem,
            "query": urlencode({f"{stem}.preset": name}),
        }
    for belief in notes.wrong:
        yield {
            "group": "Situation",
            "says": f"“{belief.belief}”",
            "page": stem,
            "query": _shown(stem, belief),
        }
    for question in proved_on(notes):
        yield {
            "group": "Question",
            "says": question.ask,
            "more": list(question.points),
            "page": stem,
            "query": urlencode({"question": question.id}),
        }


def _shown(stem: str, belief: Belief) -> str:
    """The link to the picture that shows it, with the truth below."""
    said: dict[str, Any] = {f"{stem}.preset": belief.preset}
    for name, value in belief.set.items():
        said[f"{stem}.{name}"] = str(value).lower() if isinstance(value, bool) else value
    return urlencode(said | {f"{stem}.read": "wrong"}, doseq=True)


def _plain(text: str) -> str:
    """A sentence without the numbers that are computed."""
    return re.sub(r"\{\{\w+\}\}", "", text)
