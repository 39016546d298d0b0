"""ML system design."""

from concepts import system_design as concept
from figures import system_design as figures
from sentences import system_design as sentences
from ui.page import show_page
from ui.scene import Layout


def lay(result: concept.Result) -> Layout:
    """Where the figures stand."""
    p = result.params
    own = {"search": ["shards"], "ads": ["auction"]}.get(p.design, [])
    vectors = ["vectors"] if result.ranked and p.bits != "32" else []
    # What the line lets through, and whether that can be paid for, belong in one glance.
    return Layout(
        hero=["funnel", "budget"],
        widths=[5, 2],
        rows=[["worth", "queue"], *([own + vectors] if own + vectors else []), ["steps"]],
    )


show_page(concept, figures, sentences, lay)
