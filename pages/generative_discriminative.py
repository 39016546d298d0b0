"""Generative and discriminative classifiers."""

from concepts import generative_discriminative as concept
from figures import generative_discriminative as figures
from sentences import generative_discriminative as sentences
from ui.page import show_page
from ui.scene import Layout


def lay(result: concept.Result) -> Layout:
    """Where the figures stand."""
    # The same examples twice, and which of the two models errs less.
    return Layout(
        hero=["panels", "curve"],
        widths=[3, 2],
        rows=[["ratio", "reliability"], ["weights", "holes"], ["drawn"]],
    )


show_page(concept, figures, sentences, lay)
