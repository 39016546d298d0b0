"""The fixture's page: a hero of each kind."""

from concepts import walk as concept
from figures import walk as figures
from sentences import walk as sentences
from ui.page import show_page
from ui.scene import Layout

FIGURES = {"window": "window_on", "curve": "loss"}


def lay(result: concept.Result) -> Layout:
    """The hero that is asked for."""
    hero = result.params.hero
    return Layout(hero=[FIGURES.get(hero, hero)], rows=[] if hero == "curve" else [["loss"]])


show_page(concept, figures, sentences, lay)
