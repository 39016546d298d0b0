"""A decision tree, cut by cut."""

from concepts import decision_tree as concept
from figures import decision_tree as figures
from sentences import decision_tree as sentences
from ui.page import show_page
from ui.scene import Layout, Table


def lay(_result: concept.Result) -> Layout:
    """Where the figures stand."""
    # The plane and the tree are one thing: every cut is a line in one and a fork in the other.
    return Layout(
        hero=["plane", "tree"],
        widths=[1, 1],
        # The table grows with the tree: last, it moves nothing.
        rows=[["gains", "errors"], ["pruning", "roots"], ["importances"], Table()],
    )


show_page(concept, figures, sentences, lay)
