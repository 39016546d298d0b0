"""The parts of a page that move with its axis: drawn by static/live.js, which the server only feeds."""

import hashlib
from collections.abc import Callable
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
PLOTLY = next((STREAMLIT / "static" / "js").glob("PlotlyChart.*.js"))

# Streamlit sends this again with each part that changes: it is short, and only says where the rest is.
# A browser keeps what it has loaded: the version makes it ask again after an upgrade.
LOADER = f"""
const at = file => new URL("app/static/" + file + "?v={VERSION}", document.baseURI).href;
const live = import(at("live.js"));
export default part => {{
  live.then(js => js.mount(part, at("live.css")));
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


def begin_parts(stem: str) -> None:
    """Forget the parts of the page's last run."""
    st.session_state[f"{stem}:parts"] = {}


def parts(stem: str) -> dict[str, Describe]:
    """The parts drawn by this run, or by the last whole run: how each is described, by name."""
    drawn: dict[str, Describe] = st.session_state.get(f"{stem}:parts", {})
    return drawn


def live_part(stem: str, name: str, role: str, describe: Describe, result: Any) -> None:
    """Draw what `describe(result)` says, and remember how to say it for other places on the axis."""
    parts(stem)[name] = describe
    draw_part(stem, role, {"part": name, **describe(result)}, key=f"{stem}:{name}")


def draw_part(stem: str, role: str, data: dict[str, Any], *, key: str, **more: Any) -> Any:
    """Mount one part with its data; a drawing among them is written down for the page's colours."""
    if (drawing := data.get("figure")) is not None:
        spec = drawing.to_json()
        shown = for_dark(spec) if dark() else spec
        data = {**data, "figure": shown, "plotly": PLOTLY.relative_to(STREAMLIT).as_posix()}
        more = {"height": data["height"], **more}
    return _PART(key=key, data={"stage": stem, "role": role, **data}, **more)


def dark() -> bool:
    """Whether the visitor's page is dark."""
    return bool(st.context.theme.type == "dark")
