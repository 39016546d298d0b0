"""What stands around every page: browser tab, menu by section, title and question."""

from itertools import groupby
from pathlib import Path

import streamlit as st

from content.read import Notes, all_notes, read_notes
from ui.process import tune_process
from ui.scroll import top_of_page

NAME = "Sightglass"
# A file of our own: Streamlit would fetch its Material page icons from the network.
ICON = str(Path(__file__).parent / "icon.svg")
MENU_WIDTH = 285  # pixels


def open_page(stem: str) -> Notes:
    """Begin a concept's page: set the tab, draw menu, title and question; return its words."""
    notes = read_notes(stem)
    begin(notes.title)
    with st.container(gap=None):
        top_of_page(stem)
        st.title(notes.title, anchor=False)
        st.markdown(f":gray[{notes.question}]")
    return notes


def begin(title: str) -> None:
    """Set the browser tab and draw the menu: the contents, by section, in the sidebar."""
    tune_process()
    st.session_state["arrived"] = st.session_state.get("where") != title  # from another page
    st.session_state["where"] = title
    st.set_page_config(
        title if title == NAME else f"{title} · {NAME}",
        page_icon=ICON,
        layout="wide",
        initial_sidebar_state=MENU_WIDTH,
    )
    with st.sidebar:
        st.page_link("app.py", label=f"**{NAME}**")
        for section, group in groupby(all_notes(), key=lambda notes: notes.section):
            st.caption(section)
            for notes in group:
                st.page_link(f"pages/{notes.stem}.py", label=notes.title)
