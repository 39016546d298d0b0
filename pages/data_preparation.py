"""Preparing data."""

from concepts import data_preparation as concept
from figures import data_preparation as figures
from sentences import data_preparation as sentences
from ui.page import show_page
from ui.scene import Layout


def lay(_result: concept.Result) -> Layout:
    """Where the figures stand."""
    return Layout(
        hero=["holes"],
        rows=[
            ["along", "coverage"],
            ["flights", "birds"],
            ["encoding", "scaling"],
            ["twins", "columns"],
        ],
    )


show_page(concept, figures, sentences, lay)
