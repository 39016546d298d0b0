"""Batch norm and layer norm."""

from concepts import normalization as concept
from figures import normalization as figures
from sentences import normalization as sentences
from ui.page import show_page
from ui.scene import Layout


def lay(_result: concept.Result) -> Layout:
    """Where the figures stand."""
    # One table lit two ways, and what that makes of your first number as the batch grows.
    return Layout(
        hero=["tables", "wobble"],
        widths=[3, 2],
        rows=[["training", "running"], ["gradients", "place"], ["scale", "wine"]],
    )


show_page(concept, figures, sentences, lay)
