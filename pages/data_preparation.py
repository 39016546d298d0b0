"""Preparing data."""

from concepts import data_preparation as concept
from figures import data_preparation as figures
from sentences import data_preparation as sentences
from ui.page import show_page
from ui.scene import Layout


def lay(result: concept.Result) -> Layout:
    """Where the figures stand; how often an interval holds the truth is not known of own data."""
    return Layout(
        hero=["holes"],
        rows=[
            ["along"] if result.own else ["along", "coverage"],
            ["flights", "birds"],
            ["encoding", "scaling"],
            ["twins", "by_time"],
            ["wines", "columns"],
        ],
    )


show_page(concept, figures, sentences, lay)
