"""Model decay and retraining."""

from concepts import retraining as concept
from figures import retraining as figures
from sentences import retraining as sentences
from ui.page import show_page
from ui.scene import Layout


def lay(result: concept.Result) -> Layout:
    """Where the figures stand: real data have no rule to be drawn, and no labels that come late."""
    rows = [["cost", "windows"], ["policies", "delays"], ["feedback"]]
    if result.params.drift in concept.HOURLY:
        rows = [["windows", "delays"], ["cost", "feedback"]]
    if result.real:
        rows = [["cost", "feedback"]]
    return Layout(hero=["saw", "windows" if result.real else "dial"], widths=[3, 2], rows=rows)


show_page(concept, figures, sentences, lay)
