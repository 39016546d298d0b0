"""All katas as the page has them, for static/coding.js."""

from typing import Any

from content.katas import katas
from content.read import read_notes
from katas.read import PLAIN, read_kata
from katas.take import as_file, as_notebook


def listed() -> list[dict[str, Any]]:
    """Every kata with its words, its checks, where it begins, how it is solved, and its files."""
    return [_row(name) for name in katas()]


def searched() -> list[dict[str, Any]]:
    """Every kata as the search has it, in rows like those of `content.index`.

    It is found by its title, by the functions it asks for, and by what people call any kata.
    """
    return [
        {
            "group": "Kata",
            "says": kata.title,
            "also": [
                name.replace("_", " "),
                *kata.also,
                "code to write or implement from scratch in Python",
            ],
            "more": [read_kata(name).statement, " ".join(read_kata(name).names())],
            "page": "coding",
            "query": kata.link.partition("?")[2],
        }
        for name, kata in katas().items()
    ]


def _row(name: str) -> dict[str, Any]:
    listed, kata = katas()[name], read_kata(name)
    return vars(listed) | {
        "page": read_notes(listed.concept).title,
        "statement": kata.statement,
        "edges": kata.edges,
        "cost": kata.cost,
        "checks": kata.checks,
        "bugs": [bug.says for bug in kata.bugs],
        "follow_ups": [vars(each) for each in kata.follow_ups],
        "starter": kata.starter(PLAIN),
        "solution": kata.solution(PLAIN),
        "file": as_file(kata),
        "notebook": as_notebook(kata),
        "picture": kata.picture,
    }
