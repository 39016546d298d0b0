"""What the tests of every concept begin with: the stems, their presets and corners, what is drawn and said."""

import inspect
import re
from dataclasses import fields
from importlib import import_module
from pathlib import Path

import numpy as np

from concepts.controls import corners
from content.read import stems

ROOT = Path(__file__).parent.parent
STEMS = stems()
PRESETS = [(s, name) for s in STEMS for name in import_module(f"concepts.{s}").PRESETS]
CORNERS = [(s, p) for s in STEMS for p in corners(import_module(f"concepts.{s}").Params)]


def modules(stem):
    return (import_module(f"{folder}.{stem}") for folder in ("concepts", "figures", "sentences"))


def drawings(stem):
    """The figure functions of a concept by name."""
    figures = import_module(f"figures.{stem}")
    return {
        name: function
        for name, function in inspect.getmembers(figures, inspect.isfunction)
        if function.__module__ == figures.__name__ and not name.startswith("_")
    }


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
