"""Bias, variance and noise."""

from concepts import bias_variance as concept
from figures import bias_variance as figures
from sentences import bias_variance as sentences
from ui.page import show_page
from ui.scene import Layout


def lay(_result: concept.Result) -> Layout:
    """Where the figures stand."""
    # The fits and what they cost belong in one glance: they stand side by side over the axis.
    return Layout(
        hero=["fits", "stack"],
        widths=[3, 2],
        under="ladder",
        rows=[["along_x", "closing"], ["learning", "typical"]],
    )


show_page(concept, figures, sentences, lay)
