"""Reads a kata: its words, its solutions in both dialects, and its checks with what they expect."""

import ast
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from content.read import FollowUp
from katas.judge import given, plain

HERE = Path(__file__).parent
PLAIN, ARRAYS = "plain", "arrays"
DIALECTS = (PLAIN, ARRAYS)  # plain Python; NumPy and pandas


@dataclass(frozen=True)
class Bug:
    """A usual bug, and for each dialect what it is made of: a text of the solution, and what stands in its place."""

    says: str
    plain: tuple[str, ...]
    arrays: tuple[str, ...]


@dataclass(frozen=True)
class Kata:
    """All of a kata but what `content.katas` lists.

    Attributes
    ----------
    statement : What is to be written. `Code` stands between backticks.
    edges : What to think of before writing.
    cost : Time and memory of the solution.
    checks : Each has what it `says`, the values that are `given`, as Python, the `call`, perhaps what of
        the result to `take`, and what is `expected`, as Python, or the error that it `raises`.
    picture : Whether the visitor's function draws on the concept's figure (`katas.pictures`).
    """

    name: str
    statement: str
    edges: tuple[str, ...]
    cost: str
    checks: tuple[Mapping[str, str], ...]
    bugs: tuple[Bug, ...]
    follow_ups: tuple[FollowUp, ...]
    picture: bool = False

    def solution(self, dialect: str) -> str:
        """The source of a solution in that dialect."""
        return (HERE / dialect / f"{self.name}.py").read_text(encoding="utf-8")

    def broken(self, bug: Bug, dialect: str) -> str:
        """The solution with that bug; ValueError if the text that it stands in for is not there once."""
        source, parts = self.solution(dialect), getattr(bug, dialect)
        for right, wrong in zip(parts[::2], parts[1::2], strict=True):
            if source.count(right) != 1:
                raise ValueError(
                    f"{self.name}, {dialect}: {right!r} is there {source.count(right)} times"
                )
            source = source.replace(right, wrong)
        return source

    def names(self) -> list[str]:
        """The functions that are to be written."""
        every = (node for node in ast.parse(self.solution(PLAIN)).body)
        functions = (node.name for node in every if isinstance(node, ast.FunctionDef))
        return [name for name in functions if not name.startswith("_")]

    def starter(self, dialect: str) -> str:
        """What is there to begin with: imports, and the signature of each function with what it returns."""
        source = self.solution(dialect)
        lines, parts = source.splitlines(), []
        for node in ast.parse(source).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                says = node.body[0].end_lineno
                parts.append("\n".join([*lines[node.lineno - 1 : says], "    ..."]))
        imports = {PLAIN: "", ARRAYS: "import numpy as np\n"}[dialect]
        imports += "import pandas as pd\n" if "import pandas" in source else ""
        return "\n\n".join([imports, *parts]).lstrip() + "\n"


@lru_cache(maxsize=64)
def read_kata(name: str) -> Kata:
    """The kata of that name. A check that says nothing of what it expects gets what the solution finds."""
    try:
        written = tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))
        made: dict[str, Any] = {
            "edges": tuple(written.pop("edges")),
            "bugs": tuple(
                Bug(b["says"], tuple(b["plain"]), tuple(b["arrays"])) for b in written.pop("bugs")
            ),
            "follow_ups": tuple(FollowUp(**each) for each in written.pop("follow_ups")),
            "checks": tuple(_whole(name, check) for check in written.pop("checks")),
        }
        return Kata(name=name, **made, **written)
    except (TypeError, KeyError) as wrong:
        wrong.add_note(f"in katas/{name}.toml")
        raise


def _whole(name: str, check: dict[str, str]) -> dict[str, str]:
    if "expected" in check or "raises" in check:
        return check
    scope = functions((HERE / PLAIN / f"{name}.py").read_text(encoding="utf-8"))
    return check | {"expected": repr(plain(eval(check["call"], scope | given(check))))}


def functions(source: str) -> dict[str, Any]:
    """What a source defines. It is run: only for sources of our own."""
    scope: dict[str, Any] = {}
    exec(compile(source, "<kata>", "exec"), scope)
    return scope
