"""Vanishing and exploding gradients."""

from concepts import vanishing_gradients as concept
from figures import vanishing_gradients as figures
from sentences import vanishing_gradients as sentences
from ui.page import show_page
from ui.scene import Layout


def lay(_result: concept.Result) -> Layout:
    """Where the figures stand."""
    # The stack at this weight scale, and where that is between vanishing and exploding.
    return Layout(
        hero=["pipes", "scales"],
        widths=[3, 2],
        rows=[["training", "norms"], ["depths", "slopes", "recurrent"]],
    )


show_page(concept, figures, sentences, lay)
