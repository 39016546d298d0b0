"""What the tests of every concept begin with: the stems, their presets and corners, what is drawn and said."""

import ast
import inspect
import re
from dataclasses import fields
from functools import lru_cache
from importlib import import_module
from pathlib import Path

import numpy as np

from concepts.controls import corners
from data.read import TABLES
from tests.sample import STEMS

ROOT = Path(__file__).parent.parent
PRESETS = [(s, name) for s in STEMS for name in import_module(f"concepts.{s}").PRESETS]
CORNERS = [(s, p) for s in STEMS for p in corners(import_module(f"concepts.{s}").Params)]


def modules(stem):
    return (import_module(f"{folder}.{stem}") for folder in ("concepts", "figures", "sentences"))


@lru_cache(maxsize=64)  # as many as the presets, steps and challenges of a few pages
def computed(stem, params):
    """The Result of a state that several tests look at."""
    return import_module(f"concepts.{stem}").compute(params, TABLES)


def drawings(stem):
    """The figure functions of a concept by name."""
    figures = import_module(f"figures.{stem}")
    return {
        name: function
        for name, function in inspect.getmembers(figures, inspect.isfunction)
        if function.__module__ == figures.__name__ and not name.startswith("_")
    }


def handles(drawing):
    """What can be dragged in a figure, as it is sent."""
    return drawing.layout["meta"].get("handles", [])


def marked(drawing, name):
    """The mark of that name: there is one."""
    (mark,) = [mark for mark in drawing.data if mark["name"] == name]
    return mark


def said(sentence):
    """A sentence fit for the screen."""
    sentence = re.sub(r"\$[^$]*\$", "a formula", sentence)
    assert sentence and sentence[-1] in ".?)`*", sentence
    assert not re.search(r"\b(nan|inf|None)\b|array\(|\{\{|\}\}|\[\[", sentence), sentence


def alike(a, b):
    if hasattr(a, "__dataclass_fields__"):
        return all(alike(getattr(a, f.name), getattr(b, f.name)) for f in fields(a))
    if isinstance(a, np.ndarray):
        return a.tobytes() == b.tobytes()
    if isinstance(a, dict):
        return list(a) == list(b) and all(alike(a[k], b[k]) for k in a)
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(alike, a, b))
    return repr(a) == repr(b)


def own_shape(stem):
    """The shape of a visitor's own data that a page takes; "" if it takes none."""
    return getattr(import_module(f"concepts.{stem}"), "OWN", "")


def main_figures(stem):
    """The names that the page gives to `hero`, whichever way it chooses among them."""
    tree = ast.parse((ROOT / "pages" / f"{stem}.py").read_text(encoding="utf-8"))
    (hero,) = (
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg == "hero"
    )
    return [n.value for n in ast.walk(hero) if isinstance(n, ast.Constant)]
