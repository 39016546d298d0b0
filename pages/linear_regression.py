"""Linear regression by least squares."""

from concepts import linear_regression as concept
from figures import linear_regression as figures
from sentences import linear_regression as sentences
from ui.page import show_page
from ui.scene import Layout


def lay(_result: concept.Result) -> Layout:
    """Where the figures stand."""
    # The line and its place in the bowl are one thing: they move together over the axis.
    return Layout(
        hero=["squares", "bowl"],
        widths=[3, 2],
        rows=[["residuals", "influence"], ["bands", "descent"]],
    )


show_page(concept, figures, sentences, lay)
