"""The lesson for a room: one large figure, a sentence above it, and steps by key or clicker."""

from typing import Any

from ui.session import Page, look, show
from ui.teach import ask, reveal
from ui.texts import state


def go_to(page: Page, wanted: Any) -> None:
    """Show another step of the lesson, after a guess if one is asked. A callback.

    On or back while the question stands shows what was asked about.
    """
    if reveal(page):
        return
    for step in page.notes.steps:
        if step.id == wanted:
            then = state(page.concept, step)
            if not ask(page, step.predict, then, "", step=step.id, pinned=None):
                look(page, step=step.id, pinned=None)
                show(page, then)
