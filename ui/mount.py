"""How what moves on a page gets to the browser: one component, drawn by static/live.js."""

import json
import zlib
from collections.abc import Mapping
from typing import Any

import streamlit as st

from ui.static import LIVE, STYLES, streamlit_folder

# st.plotly_chart builds the chart anew at every change of its data (Streamlit 1.67); live.js redraws
# it in place. Both draw with the plotly.js that comes with Streamlit: its file's name holds a hash,
# so it is looked up.
STREAMLIT = streamlit_folder()
FOUND = next((STREAMLIT / "static" / "js").glob("PlotlyChart.*.js"))
PLOTLY = FOUND.relative_to(STREAMLIT).as_posix()

# Streamlit sends this again with each part that changes: it is short, and only says where the rest is.
LOADER = f"""
const at = file => new URL(file, document.baseURI).href;
const live = import(at("{LIVE}/live.js"));
const styles = {list(STYLES)}.map(file => at("{LIVE}/" + file));
const plotly = at("{PLOTLY}");
export default part => {{
  live.then(js => js.mount(part, {{ styles, plotly }}));
  return () => live.then(js => js.unmount(part));
}}
"""

_PART = st.components.v2.component(
    "sightglass",
    html='<div class="sightglass"></div>',
    js=LOADER,
    isolate_styles=False,  # plotly.js puts its styles in the page's head
)


SHORT = 2000  # bytes


def packed(content: bytes) -> bytes:
    """The content, compressed if it is long: a third of the bytes for a millisecond.

    For what is written once for all visitors, so that a class pays once. Streamlit's own compression
    would compress every message to everyone.
    """
    return zlib.compress(content, 1) if len(content) > SHORT else content


def mount(
    content: bytes, *, key: str, theirs: Mapping[str, Any] | None = None, **more: Any
) -> None:
    """Mount what live.js draws: JSON that names its `stage` and `role`, perhaps packed.

    `theirs` is what only this visitor is sent with it, on a line before the rest.
    """
    first = f"{json.dumps(theirs)}\n".encode() if theirs else b""
    _PART(key=key, data=first + content, **more)


def dark() -> bool:
    """Whether the visitor's page is dark."""
    return bool(st.context.theme.type == "dark")
