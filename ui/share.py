"""The link to what is on screen, and what can be taken away of it."""

from ui.kept import Page


def draw_share(page: Page) -> None:
    """Draw the buttons that share and download."""
