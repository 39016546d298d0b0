"""A small neural network, forward and backward."""

from concepts import neural_network as concept
from figures import neural_network as figures
from sentences import neural_network as sentences
from ui.page import show_page
from ui.scene import Layout


def lay(result: concept.Result) -> Layout:
    """Where the figures stand."""
    p = result.params
    rows = [["loss", "chain"]]
    if p.batch != "all":
        rows.append(["epochs"])
    if p.depth:
        rows.append(["activations", "space"])
    rows.append(["check", "matrix"] if p.depth and p.activation == "identity" else ["check"])
    return Layout(hero=["plane", "network"], widths=[1, 1], rows=rows)


show_page(concept, figures, sentences, lay)
