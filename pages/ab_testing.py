"""A/B tests."""

from concepts import ab_testing as concept
from figures import ab_testing as figures
from sentences import ab_testing as sentences
from ui.page import show_page
from ui.scene import Layout


def lay(result: concept.Result) -> Layout:
    """Where the figures stand; what rankers are judged by, where there are some."""
    ranking = [["offline"]] if result.run.judged else []
    return Layout(
        hero=["paths", "estimate"],
        widths=[3, 2],
        rows=[["budget", "power", "looks"], ["winners", "sample_size"], *ranking],
    )


show_page(concept, figures, sentences, lay)
