"""The small pictures on the home page."""

from typing import Any

from ui.figure import figure_part
from ui.kept import Page
from ui.part import dark, mount
from ui.scene import Placed, sheet, written_row


def show_miniature(page: Page, result: Any, height: int) -> None:
    """The small picture of a concept."""
    row = Placed([[figure_part(page, "miniature", height)]], [1])
    mount(sheet(page, [written_row(result, row)], dark()), key=page.key("miniature"))
