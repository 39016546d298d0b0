"""The home page: one mount, the same for everybody; static/home.js draws it, and what was done here."""

import streamlit as st

from ui.early import todays_idea
from ui.mount import PLOTLY, dark
from ui.static import LIVE

LOADER = f"""
const at = file => new URL(file, document.baseURI).href;
const home = import(at("{LIVE}/home.js"));
const files = {{ styles: at("{LIVE}/home.css"), next: [at("{LIVE}/live.js"), at("{PLOTLY}")] }};
export default part => {{ home.then(js => js.mount(part, files)); }}
"""
_HOME = st.components.v2.component(
    "sightglass_home",
    html='<div class="sightglass-home"></div>',
    js=LOADER,
    isolate_styles=False,  # its styles are a file of ours
)


def draw_home() -> None:
    """Today's idea, the doors, what there is to go on with, and the concepts."""
    _HOME(key="home", data={"idea": todays_idea(), "dark": dark()})
