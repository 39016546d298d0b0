"""The same figure for the last row of a room: larger type, thicker lines, larger marks."""

from dataclasses import replace
from typing import Any

import numpy as np

from figures.diagram import Figure

TYPE, LEAST = 1.55, 20.0  # how much larger the type is, and the least size in pixels
STROKE, MARK = 1.7, 1.5


def for_room(drawing: Figure) -> Figure:
    """`drawing` with type of at least 20 pixels, and margins, lines and marks to match."""
    layout: dict[str, Any] = _larger(drawing.layout, "")
    if "margin" in layout:
        layout["margin"] = {side: 1.5 * width for side, width in layout["margin"].items()}
    data = [_larger(trace, "") for trace in drawing.data]
    return replace(drawing, data=data, layout=layout)


def _larger(thing: Any, inside: str) -> Any:
    """A copy in which sizes are larger, by what they are the sizes of."""
    if isinstance(thing, list):
        return [_larger(each, inside) for each in thing]
    if not isinstance(thing, dict):
        return thing
    return {name: _scaled(name, inside, value) for name, value in thing.items()}


def _scaled(name: str, inside: str, value: Any) -> Any:
    if isinstance(value, dict | list):
        return _larger(value, name)
    if name == "size" and inside in ("font", "tickfont", "textfont"):
        return np.maximum(LEAST, TYPE * np.asarray(value)).tolist()
    if name == "least" and inside == "font":
        return LEAST
    if name in ("xshift", "yshift"):
        return TYPE * value  # labels that stand by so many pixels from a place, or from one another
    if name == "size" and inside == "marker":
        return MARK * value
    if name == "width" and inside in ("line", "error_x", "error_y"):
        return STROKE * value
    return value
