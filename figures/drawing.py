"""A Plotly figure as plain dicts and arrays.

`plotly.graph_objects.Figure` checks every attribute each time: some 4 ms a figure, twenty times what
drawing it costs. Here the tests check (`checked`), and the page only writes the figure down.
"""

import base64
import json
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.io.json import to_json_plotly

FEW = 4  # numbers: shorter as text than as bytes


@dataclass(frozen=True)
class Drawing:
    """Traces and layout in the words of plotly.js.

    Attributes
    ----------
    data : One dict a trace, its arrays as numpy arrays.
    layout : From `figures.theme.layout`.
    """

    data: list[dict[str, Any]]
    layout: dict[str, Any]

    def to_json(self) -> str:
        """The figure as JSON."""
        return write(self.parts())

    def parts(self) -> dict[str, Any]:
        """Traces and layout as one dict, as plotly.js takes them."""
        return {"data": self.data, "layout": self.layout}

    def checked(self) -> go.Figure:
        """The figure as plotly's own; ValueError names an attribute it does not know."""
        return go.Figure(self.data, self.layout)

    def without_words(self) -> "Drawing":
        """The same picture with no labels, no axes and next to no margin."""
        hidden = {
            name: {**looks, "visible": False}
            for name, looks in self.layout.items()
            if name.startswith(("xaxis", "yaxis"))
        }
        margin = {"l": 4, "r": 4, "t": 4, "b": 4}
        return Drawing(self.data, {**self.layout, **hidden, "annotations": [], "margin": margin})


def write(value: Any) -> str:
    """Nested dicts and lists as JSON; arrays of floats in single precision, as base64 of their bytes."""
    try:
        return json.dumps(value, default=_plain, allow_nan=False)
    except ValueError:  # nan outside an array: plotly's own writer makes it null
        return str(to_json_plotly(value))


def _plain(value: Any) -> Any:
    """What json cannot write itself: numpy's arrays and numbers."""
    if not isinstance(value, np.ndarray):
        return value.item()
    if value.dtype.kind not in "fi" or (value.size <= FEW and np.isfinite(value).all()):
        return value.tolist()
    value = value.astype("<f4" if value.dtype.kind == "f" else "<i4")
    written = {
        "dtype": value.dtype.str[1:],
        "bdata": base64.b64encode(value.tobytes()).decode("ascii"),
    }
    return written | ({"shape": ",".join(map(str, value.shape))} if value.ndim > 1 else {})
