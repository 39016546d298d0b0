"""A sentence, a drawing and a budget: what a visitor gives, and what it costs; a fixture, not a lesson."""

from dataclasses import dataclass

import numpy as np

from concepts.controls import (
    check,
    controls_of,
    drawing,
    pixels,
    ranged,
    seeded,
    text,
    words_of,
)

COSTS, UNITS = ("Time of an answer", "Memory", "Cost of 1,000 copies"), ("ms", "GB", "$")
WORD = "[^ .,!?]+|[.,!?]"
SEVEN = (
    "00000000"
    "0ffffff0"
    "00000fa0"
    "0000af00"
    "000af000"
    "000fa000"
    "00af0000"
    "00fa0000"
)  # fmt: skip
RING = (
    "00000000"
    "000ff000"
    "00f00f00"
    "0f0000f0"
    "0f0000f0"
    "00f00f00"
    "000ff000"
    "00000000"
)  # fmt: skip


@dataclass(frozen=True)
class Params:
    words: str = text(
        "the cat sat on the mat", "Sentence", word=WORD, words=(1, 12), main=True,
        help="Any words.",
    )  # fmt: skip
    digit: str = drawing(
        SEVEN, {"A seven": SEVEN, "A ring": RING}, "Digit", main=True, help="Any digit."
    )
    many: int = ranged(5, 0, 40, "Copies", help="How often it is read.")
    seed: int = seeded(0)

    def __post_init__(self) -> None:
        check(self)


AXIS = "many"
PRESETS = {
    "cat": Params(),
    "ring": Params(digit=RING),
    "empty": Params(words="a", digit="0" * 64),
    "long": Params(words="one two three four five six", many=30),
}


@dataclass(frozen=True, eq=False)
class Result:
    """What is known of the inputs.

    Attributes
    ----------
    words : Of the sentence. letters : Of each word, (words,).
    picture : Greys of the drawing, (8, 8). ink : Their sum.
    costs : Of COSTS in UNITS, (3,). limits : What each may be, (3,).
    """

    params: Params
    words: tuple[str, ...]
    letters: np.ndarray
    picture: np.ndarray
    ink: int
    costs: np.ndarray
    limits: np.ndarray


def compute(params, tables):
    """Words, greys, and what `many` copies of both cost."""
    words = words_of(controls_of(params)["words"], params.words)
    picture = np.array(pixels(params.digit), float)
    letters = np.array([len(word) for word in words], float)
    costs = params.many * np.array([0.2 * len(words), picture.sum() / 1000, 0.05])
    return Result(
        params, words, letters, picture, int(picture.sum()), costs, np.array([20, 12, 4.0])
    )
