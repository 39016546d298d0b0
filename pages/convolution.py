"""Convolution."""

from concepts import convolution as concept
from figures import convolution as figures
from sentences import convolution as sentences
from ui.page import show_page
from ui.scene import Layout


def lay(_result: concept.Result) -> Layout:
    """Where the figures stand."""
    return Layout(
        hero=["scan"],
        rows=[["pooled", "moves"], ["channels", "noisy"], ["shared", "field"], ["training"]],
    )


show_page(concept, figures, sentences, lay)
