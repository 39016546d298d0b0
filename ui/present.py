"""The lesson for a room: one large figure, a sentence above it, and steps by key or clicker."""

import streamlit as st

from ui.kept import Page, look, show
from ui.texts import state


def go_to(page: Page) -> None:
    """Show another step of the lesson. A callback."""
    wanted = st.session_state[page.key("stage")]["step"]
    for step in page.notes.steps:
        if step.id == wanted:
            look(page, step=step.id, pinned=None)
            show(page, state(page.concept, step))


def leave(page: Page) -> None:
    """Back to the page, in the state that is shown. A callback."""
    look(page, present=False, step="")
    st.rerun()
