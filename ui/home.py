"""The small pictures on the home page."""

from dataclasses import replace

from ui.mount import dark, mount
from ui.parts import figure_part
from ui.scene import Layout, Placed, Scene
from ui.session import Page
from ui.sheet import sheet, written_row
from ui.view import View


def show_miniature(page: Page, height: int) -> None:
    """The small picture of a concept, as it is at first."""
    scene = Scene(page, lambda _: Layout([], []), page.concept.Params(), None, View(), dark())
    miniature = replace(figure_part(page, "miniature", height, None), role="sketch")
    row = Placed([[miniature]])
    mount(sheet(scene, [written_row(scene, row)]), key=page.key("miniature"))
