"""KS drift tests."""

from concepts import data_drift as concept
from figures import data_drift as figures
from sentences import data_drift as sentences
from ui.page import show_page
from ui.scene import Layout


def lay(_result: concept.Result) -> Layout:
    """Where the figures stand."""
    return Layout(
        hero=["ecdfs"],
        rows=[["null", "power", "over_time"], ["harm", "pairs"], ["yardsticks", "features"]],
    )


show_page(concept, figures, sentences, lay)
