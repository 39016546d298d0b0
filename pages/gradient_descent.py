"""Gradient descent and its variants."""

from concepts import gradient_descent as concept
from figures import gradient_descent as figures
from sentences import gradient_descent as sentences
from ui.page import show_page
from ui.scene import Layout, Said


def lay(_result: concept.Result) -> Layout:
    """Where the figures stand."""
    return Layout(
        hero=["contour"],
        rows=[["loss", "edge"], Said("update"), ["evaluations", "data_space"]],
    )


show_page(concept, figures, sentences, lay)
