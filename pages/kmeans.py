"""k-means."""

from concepts import kmeans as concept
from figures import kmeans as figures
from sentences import kmeans as sentences
from ui.page import show_page
from ui.scene import Layout


def lay(_result: concept.Result) -> Layout:
    """Where the figures stand."""
    return Layout(
        hero=["plane", "inertia"],
        widths=[5, 3],
        rows=[["starts", "groups"], ["elbow", "silhouette", "gaps"]],
    )


show_page(concept, figures, sentences, lay)
