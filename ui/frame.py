"""What stands around every page: browser tab, menu by section, and title."""

from pathlib import Path
from typing import Literal

import streamlit as st

from content.read import menu, read_notes
from ui.face import NAME
from ui.process import tune_process
from ui.static import LIVE

# A file of our own: Streamlit would fetch its Material page icons from the network.
ICON = str(Path(__file__).parent / "icon.svg")
MENU_WIDTH = 300  # pixels
GLOSSARY = "Glossary"
REHEARSE = {
    "interview": "Interview",
    "flashcards": "Flashcards",
    "coding": "Coding",
    "stories": "Stories",
    "plan": "Plan",
}
# What opens the search: static/menu.js draws it, hears its keys, and loads the rest once it is asked for.
LOADER = f"""
const at = file => new URL("{LIVE}/" + file, document.baseURI).href;
const menu = import(at("menu.js"));
export default part => {{ menu.then(js => js.mount(part, at("search.css"))); }}
"""
_TO_SEARCH = st.components.v2.component(
    "sightglass_to_search",
    html='<div class="sightglass-to-search"></div>',
    js=LOADER,
    isolate_styles=False,  # what is found stands over the page
)


def begin(title: str, *, menu: bool = True) -> None:
    """Set the browser tab, note where the visitor is, and draw the menu."""
    tune_process()
    before = st.session_state.get("where")
    st.session_state["arrived"] = before != title  # from another page
    if before != title:
        st.session_state["before"] = before
    st.session_state["where"] = title
    st.set_page_config(
        title if title == NAME else f"{title} · {NAME}",
        page_icon=ICON,
        layout="wide",
        initial_sidebar_state=MENU_WIDTH,
    )
    if menu:
        draw_menu()


def draw_menu() -> None:
    """The sidebar: search and what rehearses, always in sight; the contents, the present section open."""
    with st.sidebar:
        with st.container(key="menu", gap="xsmall"):
            st.page_link("app.py", label=f"**{NAME}**")
            draw_search("menu")
            with st.container(horizontal=True, gap="xsmall"):
                for name, words in REHEARSE.items():
                    st.page_link(f"pages/{name}.py", label=words)
                st.page_link("pages/glossary.py", label=GLOSSARY)
        for section, stems in menu().items():
            titles = {stem: read_notes(stem).title for stem in stems}
            with st.expander(section, expanded=st.session_state["where"] in titles.values()):
                for stem, title in titles.items():
                    st.page_link(f"pages/{stem}.py", label=title)


def draw_search(place: Literal["menu", "field"]) -> None:
    """A button in the menu, or what looks like a field, that opens the search."""
    _TO_SEARCH(key=f"search:{place}", data=place)
