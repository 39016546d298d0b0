"""The fixture's page: what is written, beside it what it costs, and what is drawn."""

from concepts import desk as concept
from figures import desk as figures
from sentences import desk as sentences
from ui.page import show_page
from ui.scene import Layout


def lay(result: concept.Result) -> Layout:
    """What is written, beside it what it costs."""
    return Layout(hero=["sentence", "budget"], widths=(3, 2), rows=[["digit"]])


show_page(concept, figures, sentences, lay)
