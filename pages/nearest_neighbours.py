"""Nearest neighbours."""

from concepts import nearest_neighbours as concept
from figures import nearest_neighbours as figures
from sentences import nearest_neighbours as sentences
from ui.page import show_page
from ui.scene import Layout


def lay(result: concept.Result) -> Layout:
    """Where the figures stand."""
    source = result.params.source
    main = {"digits": "picture", "seattle": "days"}.get(source, "plane")
    return Layout(
        hero=[main, "errors"],
        widths=[2, 1],
        rows=[["distances", "rare"], ["units", "large_sample", "cost"]],
    )


show_page(concept, figures, sentences, lay)
