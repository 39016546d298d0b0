"""Figures of a sentence, a drawing and a budget."""

from html import escape

import numpy as np

from concepts import desk as concept
from figures import diagram
from figures.diagram import Diagram, canvas, grid_of_numbers, image
from figures.drawing import Drawing
from figures.marks import label
from figures.theme import INK, axis, layout


def sentence(result):
    """The letters of each word, by plotly.js: the words are escaped, since it reads HTML."""
    x = np.arange(1.0, 13.0)
    high = np.zeros(12)
    high[: len(result.words)] = result.letters
    said = [escape(word, quote=False) for word in result.words] + [""] * (12 - len(result.words))
    bars = {
        "type": "bar", "name": "letters", "x": x, "y": high, "text": said, "textposition": "outside", "cliponaxis": False,
        "marker": {"color": INK}, "hoverinfo": "skip",
    }  # fmt: skip
    head = label(6.5, 92, escape(result.params.words, quote=False), INK)
    return Drawing(
        [bars],
        {
            **layout(
                "How long each word is, a bar a word.",
                axis("Word", range=[0, 13]),
                axis("Letters", range=[0, 100]),
            ),
            "annotations": [head],
        },
    )


def digit(result):
    """The drawing in numbers, and small."""
    return Diagram(
        [
            grid_of_numbers(0, 0, result.picture, name="digit", limit=15, decimals=0, longest=2),
            image(8.4, 0, 2, 2, result.picture, name="digit, small", high=15),
        ],
        canvas("The drawing, a number a square.", 10.4, 8, square=True),
    )


def budget(result):
    """What the copies cost."""
    return diagram.budget(
        concept.COSTS,
        result.costs,
        result.limits,
        concept.UNITS,
        shows="Three gauges, each with its limit.",
    )


def miniature(result):
    """The drawing, small."""
    return digit(result).without_words()
