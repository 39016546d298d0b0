"""Precision, recall and thresholds."""

from concepts import precision_recall as concept
from figures import precision_recall as figures
from sentences import precision_recall as sentences
from ui.page import show_page
from ui.scene import Layout


def lay(_result: concept.Result) -> Layout:
    """Where the figures stand."""
    return Layout(
        hero=["scores"],
        rows=[
            ["pr", "roc", "cost"],
            ["outcomes", "metrics", "reliability"],
            ["det", "decision_curve"],
        ],
    )


show_page(concept, figures, sentences, lay)
