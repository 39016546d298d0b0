"""Pages on which everything is tried that does not depend on the page; `PAGES=all` tries it on every page.

`tests/test_sample.py` sees to it that they have every kind of thing that any page has.
"""

import os

from content.read import stems

SAMPLE = [
    "precision_recall",
    "linear_regression",
    "gradient_descent",
    "data_drift",
    "pca",
    "decision_tree",
    "attention",
    "system_design",
    "data_preparation",
]
# All, whatever is first in the menu.
STEMS = [*SAMPLE, *(stem for stem in stems() if stem not in SAMPLE)]
PAGES = STEMS if os.environ.get("PAGES") == "all" else SAMPLE
# For what depends on no kind: a page with two main figures, as the first of the sample has one.
FEW = PAGES if PAGES != SAMPLE else ["class_imbalance"]


def turn(stem: str, turns: int = 2) -> int | None:
    """Which of so many turns a page out of the sample has: it is tried then, and not in the others. None: in all."""
    return None if stem in PAGES else STEMS.index(stem) % turns
