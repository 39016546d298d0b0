"""The Coding page: one mount, the same for everybody; static/coding.js draws it.

What a visitor writes is run by their browser and kept there. Nothing of it is said to the server.
"""

import streamlit as st

from ui.mount import PLOTLY, dark
from ui.static import LIVE

LOADER = f"""
const at = file => new URL(file, document.baseURI).href;
const coding = import(at("{LIVE}/coding.js"));
const files = {{ styles: at("{LIVE}/coding.css"), plotly: at("{PLOTLY}") }};
export default part => {{
  coding.then(js => js.mount(part, files));
  return () => coding.then(js => js.unmount(part));
}}
"""
_CODING = st.components.v2.component(
    "sightglass_coding",
    html='<div class="sightglass-coding"></div>',
    js=LOADER,
    isolate_styles=False,  # its styles are a file of ours
)


def draw_coding() -> None:
    """The list of katas, or the one that the link names."""
    _CODING(key="coding", data={"dark": dark()})
