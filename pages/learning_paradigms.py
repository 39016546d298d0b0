"""Learning paradigms: supervised, unsupervised, reinforcement."""

from concepts import learning_paradigms as concept
from figures import learning_paradigms as figures
from sentences import learning_paradigms as sentences
from ui.page import show_page
from ui.scene import Layout, Table


def lay(result: concept.Result) -> Layout:
    """Where the figures stand: three kinds of feedback, a grid world, or few labels."""
    grid, labels = (result.params.world in each for each in (concept.GRID, concept.LABELS))
    return Layout(
        hero=["grid", "exact"]
        if grid
        else ["few_labels", "label_curve"]
        if labels
        else ["feedback", "scores"],
        widths=[1, 1] if grid else [3, 2],
        rows=[
            *([["returns", "error"]] if grid else []),
            *([["feedback", "scores"]] if grid or labels else []),
            ["purse", "agreement"],
            Table(),
        ],
    )


show_page(concept, figures, sentences, lay)
