"""The lesson for a room: one large figure, a sentence above it, and steps by key or clicker."""

import streamlit as st

from ui.kept import Page, look, show
from ui.teach import ask, reveal
from ui.texts import state


def go_to(page: Page) -> None:
    """Show another step of the lesson, after a guess if one is asked. A callback.

    On or back while the question stands shows what was asked about.
    """
    if reveal(page):
        return
    wanted = st.session_state[page.key("stage")]["step"]
    for step in page.notes.steps:
        if step.id == wanted:
            then = state(page.concept, step)
            if not ask(page, step.predict, then, "", step=step.id, pinned=None):
                look(page, step=step.id, pinned=None)
                show(page, then)


def leave(page: Page) -> None:
    """Back to the page, in the state that is shown. A callback."""
    look(page, present=False, step="")
    st.rerun()
