"""Principal component analysis."""

from concepts import pca as concept
from figures import pca as figures
from sentences import pca as sentences
from ui.page import show_page
from ui.scene import Layout


def lay(result: concept.Result) -> Layout:
    """Where the figures stand."""
    plane = result.is_plane
    # The line or the images now, and where that is among all lines, or numbers of components.
    return Layout(
        hero=["projection" if plane else "rebuilt", "kept"],
        widths=[3, 2],
        rows=[["scores", "loadings", "bootstrap"] if plane else ["scree", "components", "scores"]],
    )


show_page(concept, figures, sentences, lay)
