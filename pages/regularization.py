"""Regularization: lasso, ridge, elastic net."""

from concepts import regularization as concept
from figures import regularization as figures
from sentences import regularization as sentences
from ui.page import show_page
from ui.scene import Layout, Table


def lay(result: concept.Result) -> Layout:
    """Where the figures stand: of real rows the truth is not known, of many no others are drawn."""
    match result.params.source:
        case "many":
            rows = [["cv", "risk", "estimates"]]
        case "two":
            rows = [["cv", "redraws"], ["estimates", "risk"]]
        case "wrong":
            rows = [["cv", "survivors"], ["redraws", "risk"]]
        case _:
            rows = [["cv", "survivors"], ["redraws", "estimates"]]
    # The zone reaches the dot where a line reaches zero: they move together over the axis.
    return Layout(hero=["plane", "paths"], widths=[1, 1], rows=[*rows, Table()])


show_page(concept, figures, sentences, lay)
