"""Cross-validation."""

from concepts import cross_validation as concept
from figures import cross_validation as figures
from sentences import cross_validation as sentences
from ui.page import show_page
from ui.scene import Layout

BELOW = {
    "classes": [["fold_scores", "repeated"], ["by_k", "paired"], ["cloud", "intervals"]],
    "regression": [["fold_scores", "by_k"], ["cloud", "intervals"]],
    "diabetes": [["fold_scores", "by_k"]],
    "candidates": [["fold_scores", "best"]],
    "seattle": [["fold_scores", "ahead"]],
    "digits": [["fold_scores", "empty"]],
}


def lay(result: concept.Result) -> Layout:
    """Where the figures stand."""
    # Which rows are held out, and what that does to the score, in one glance.
    rows = BELOW.get(result.params.kind, [["fold_scores", "repeated"]])
    return Layout(hero=["scores", "folds"], widths=[3, 2], rows=rows)


show_page(concept, figures, sentences, lay)
