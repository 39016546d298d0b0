"""The curse of dimensionality."""

from concepts import curse_of_dimensionality as concept
from figures import curse_of_dimensionality as figures
from sentences import curse_of_dimensionality as sentences
from ui.page import show_page
from ui.scene import Layout


def lay(_result: concept.Result) -> Layout:
    """Where the figures stand."""
    # What happens at d, and where that is on the way from 1 to 1,000, in one glance.
    return Layout(
        hero=["distances", "contrast"],
        widths=[3, 2],
        rows=[["neighbours", "intrinsic", "hubs"], ["volume", "sample_size"], ["angles", "luck"]],
    )


show_page(concept, figures, sentences, lay)
