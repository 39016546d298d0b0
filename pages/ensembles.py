"""Ensembles: bagging, forests, boosting, stacking."""

from concepts import ensembles as concept
from figures import ensembles as figures
from sentences import ensembles as sentences
from ui.page import show_page
from ui.scene import Layout

BELOW = {
    "bagging": ["parts", "errors"],
    "boosting": ["parts", "errors", "rates"],
    "features": ["parts", "errors"],
    "adaboost": ["errors", "flipped"],
    "stack": ["weights", "errors"],
}


def lay(result: concept.Result) -> Layout:
    """Where the figures stand: together on the left, the last member on the right, errors below."""
    return Layout(
        hero=["ensemble", "member"],
        widths=[1, 1],
        rows=[BELOW.get(result.params.kind, ["errors"])],
    )


show_page(concept, figures, sentences, lay)
