"""Model decay and retraining."""

from concepts import retraining as concept
from figures import retraining as figures
from sentences import retraining as sentences
from ui.page import show_page
from ui.scene import Layout


def lay(result: concept.Result) -> Layout:
    """Where the figures stand: real data have no rule to be drawn, and no labels that come late."""
    drift = result.params.drift
    if drift in concept.REAL:
        return Layout(hero=["saw", "windows"], rows=[["cost", "feedback"]])
    if drift in concept.HOURLY:
        return Layout(hero=["saw", "dial"], rows=[["windows", "delays"], ["cost", "feedback"]])
    return Layout(
        hero=["saw", "dial"], rows=[["cost", "windows"], ["policies", "delays"], ["feedback"]]
    )


show_page(concept, figures, sentences, lay)
