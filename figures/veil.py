"""A figure without what is asked of it: hidden until the visitor has made a guess."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from figures.diagram import Figure

GROUND = "ground"  # what the shaded ground is called, which is no mark
TOLD = ("hovertemplate", "hovertext", "customdata")


def veiled(figure: Figure, name: str, hides: Sequence[str]) -> Figure:
    """The figure of that `name` without the marks and labels whose names begin with one of `hides`.

    A label of the layout is named by its words, and "ground" is what shades the plane. With the
    figure's own name nothing is left but its axes. Nor is anything said under the pointer.
    """
    if name in hides:
        bare: dict[str, Any] = {"annotations": [], "images": [], "shapes": []}
        kept = {key: [] if key in bare else each for key, each in figure.layout.items()}
        return replace(figure, data=[], layout=_held(kept, []))
    data = [_silent(mark) for mark in figure.data if not _is_hidden(mark["name"], hides)]
    layout = dict(figure.layout)
    if "annotations" in layout:
        layout["annotations"] = [
            each for each in layout["annotations"] if not _is_hidden(_words(each["text"]), hides)
        ]
    if GROUND in hides and "images" in layout:
        layout["images"] = []
    return replace(figure, data=data, layout=_held(layout, data))


def _is_hidden(name: str, hides: Sequence[str]) -> bool:
    return name.startswith(tuple(hides))


def _words(text: str) -> str:
    """A label's words, without its markup."""
    return re.sub(r"<[^>]*>", "", text).strip()


def _silent(mark: dict[str, Any]) -> dict[str, Any]:
    """A mark that says nothing under the pointer."""
    if not any(name in mark for name in TOLD):
        return mark
    return {name: each for name, each in mark.items() if name not in TOLD} | {"hoverinfo": "skip"}


def _held(layout: dict[str, Any], data: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The layout with the handles and picks of those marks that are still there."""
    meta, there = layout["meta"], {mark["name"] for mark in data}
    held = {
        name: [each for each in meta[name] if each["mark"] in there]
        for name in ("handles", "picks")
        if name in meta
    }
    return {**layout, "meta": {**meta, **held}}
