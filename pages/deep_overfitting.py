"""Overfitting in deep networks."""

from concepts import deep_overfitting as concept
from figures import deep_overfitting as figures
from sentences import deep_overfitting as sentences
from ui.page import show_page
from ui.scene import Layout


def lay(result: concept.Result) -> Layout:
    """Where the figures stand."""
    rows = [["shares", "patience"], ["cures", "norms"]]
    rows.append(["masks", "ridge", "widths"] if result.params.dropout else ["widths"])
    # The digits and what the network says of them, and the curves from which nobody would see that.
    return Layout(hero=["digits", "curves"], widths=[1, 1], rows=rows)


show_page(concept, figures, sentences, lay)
