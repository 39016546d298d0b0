"""SMOTE and class weights."""

from concepts import class_imbalance as concept
from figures import class_imbalance as figures
from sentences import class_imbalance as sentences
from ui.page import show_page
from ui.scene import Layout, Table


def lay(result: concept.Result) -> Layout:
    """Where the figures stand."""
    # What the method does to the line, and to the numbers, belong in one glance.
    leaking = result.leak is not None
    return Layout(
        hero=["plane", "leak" if leaking else "drift"],
        widths=[3, 2],
        under="leak" if leaking else "plane",
        rows=[
            ["roads", "cost", *(["drift"] if leaking else [])],
            Table(),
            ["reliability", "roc", "pr"],
        ],
    )


show_page(concept, figures, sentences, lay)
