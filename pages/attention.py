"""Self-attention and the Transformer."""

from concepts import attention as concept
from figures import attention as figures
from sentences import attention as sentences
from ui.page import show_page
from ui.scene import Layout


def lay(_result: concept.Result) -> Layout:
    """Where the figures stand."""
    # Whom the asking word hears, and the same as one row of all.
    return Layout(
        hero=["sentence", "matrix"],
        widths=[11, 4],
        rows=[
            ["heads", "positions"],
            ["scaling", "memory"],
            ["learned", "depth"],
            ["block", "costs"],
        ],
    )


show_page(concept, figures, sentences, lay)
