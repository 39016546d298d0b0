"""Brings the picture back into view after a button far below it has changed the controls."""

import streamlit as st

from ui.part import mount


def top_of_page(stem: str) -> None:
    """Stand here, and scroll back here whenever `ask_for_top` was called."""
    asked = st.session_state.get(f"{stem}:asked", 0)
    mount(stem, "top", {"asked": asked}, key=f"{stem}:top")


def ask_for_top(stem: str) -> None:
    """Have the next run show the top of the page; for use in a callback."""
    st.session_state[f"{stem}:asked"] = st.session_state.get(f"{stem}:asked", 0) + 1
