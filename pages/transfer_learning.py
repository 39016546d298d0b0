"""Transfer learning."""

from concepts import transfer_learning as concept
from figures import transfer_learning as figures
from sentences import transfer_learning as sentences
from ui.page import show_page
from ui.scene import Layout


def lay(_result: concept.Result) -> Layout:
    """Where the figures stand."""
    # The year as both fits see it, and what that is worth at every number of days.
    return Layout(
        hero=["year", "errors"],
        widths=[3, 2],
        rows=[["trust", "distance"], ["digits", "layers", "forgetting"], ["features", "rank"]],
    )


show_page(concept, figures, sentences, lay)
