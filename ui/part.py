"""The parts of a page that move with its axis: drawn by static/live.js, which the server only feeds."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from figures.theme import for_dark

STATIC = Path(__file__).parent.parent / "static"
FILES = [STATIC / "live.js", STATIC / "live.css"]
VERSION = hashlib.sha256(b"".join(file.read_bytes() for file in FILES)).hexdigest()[:12]

# st.plotly_chart builds the chart anew at every change of its data (Streamlit 1.67); live.js redraws
# it in place. Both draw with the plotly.js that comes with Streamlit: its file's name holds a hash,
# so it is looked up.
STREAMLIT = Path(st.__file__).parent / "static"
FOUND = next((STREAMLIT / "static" / "js").glob("PlotlyChart.*.js"))
PLOTLY = FOUND.relative_to(STREAMLIT).as_posix()

# Streamlit sends this again with each part that changes: it is short, and only says where the rest is.
# A browser keeps what it has loaded: the version makes it ask again after an upgrade.
LOADER = f"""
const at = file => new URL(file, document.baseURI).href;
const live = import(at("app/static/live.js?v={VERSION}"));
const files = {{ styles: at("app/static/live.css?v={VERSION}"), plotly: at("{PLOTLY}") }};
export default part => {{
  live.then(js => js.mount(part, files));
  return () => live.then(js => js.unmount(part));
}}
"""

_PART = st.components.v2.component(
    "sightglass",
    html='<div class="sightglass"></div>',
    js=LOADER,
    isolate_styles=False,  # plotly.js puts its styles in the page's head
)

Describe = Callable[[Any], dict[str, Any]]


@dataclass(frozen=True)
class Part:
    """A figure or some words: what `role` of live.js draws them, and how they are described.

    `describe` takes a Result; it is asked again for every other place on the axis.
    """

    name: str
    role: str
    describe: Describe


def begin_parts(stem: str) -> None:
    """Forget the parts of the page's last run."""
    st.session_state[f"{stem}:parts"] = {}


def parts(stem: str) -> dict[str, Describe]:
    """The parts drawn by this run, or by the last whole run: how each is described, by name."""
    drawn: dict[str, Describe] = st.session_state.get(f"{stem}:parts", {})
    return drawn


def draw_row(
    stem: str, result: Any, cells: Sequence[Sequence[Part]], widths: Sequence[int] = ()
) -> None:
    """Draw stacks of parts side by side, and remember how they are described.

    One mount for all: what Streamlit does for each grows with the number of the others.
    """
    parts(stem).update({part.name: part.describe for stack in cells for part in stack})
    written = [
        [
            {"part": part.name, "role": part.role, **_written(part.describe(result))}
            for part in stack
        ]
        for stack in cells
    ]
    data = {"cells": written, "widths": list(widths or [1] * len(cells))}
    mount(stem, "row", data, key=f"{stem}:{cells[0][0].name}")


def mount(stem: str, role: str, data: dict[str, Any], *, key: str, **more: Any) -> None:
    """Mount what plays `role` in live.js, with its data."""
    _PART(key=key, data={"stage": stem, "role": role, **data}, **more)


def _written(described: dict[str, Any]) -> dict[str, Any]:
    """A description with the drawing in it, if any, written down in the page's colours."""
    if (drawing := described.get("figure")) is None:
        return described
    spec = drawing.to_json()
    shown = for_dark(spec) if dark() else spec
    return {**described, "figure": shown}


def dark() -> bool:
    """Whether the visitor's page is dark."""
    return bool(st.context.theme.type == "dark")
