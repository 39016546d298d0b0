"""RNN, LSTM and GRU."""

from concepts import recurrent as concept
from figures import recurrent as figures
from sentences import recurrent as sentences
from ui.page import show_page
from ui.scene import Layout


def lay(_result: concept.Result) -> Layout:
    """Where the figures stand."""
    # Gates, states and what is left of the first step, over the same time.
    return Layout(
        hero=["valves"],
        rows=[["forgetting", "trained"], ["gradients", "windows"], ["births", "attention"]],
    )


show_page(concept, figures, sentences, lay)
