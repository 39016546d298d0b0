"""The one way a figure, and the words that go with it, reach the screen."""

from collections.abc import Sequence
from functools import partial
from types import ModuleType
from typing import Any

from ui.part import Part, draw_row

HERO, SMALL = 410, 270  # pixels


def gallery(figures: ModuleType, sentences: ModuleType, result: Any, *names: str) -> None:
    """Figures of those names side by side, each with the sentence of the same name under it."""
    cells = [[_figure(figures, sentences, name, SMALL), _words(sentences, name)] for name in names]
    draw_row(_stem(figures), result, cells)


def hero(
    figures: ModuleType,
    sentences: ModuleType,
    result: Any,
    *names: str,
    widths: Sequence[int] = (1,),
) -> None:
    """The main figure, large; its sentence is the claim above it. Or two, side by side."""
    cells = [[_figure(figures, sentences, name, HERO)] for name in names]
    draw_row(_stem(figures), result, cells, widths)


def say(sentences: ModuleType, result: Any, name: str, *, muted: bool = False) -> None:
    """The sentence of that name, which moves with the axis as the figures do."""
    draw_row(_stem(sentences), result, [[_words(sentences, name, muted)]])


def table(sentences: ModuleType, result: Any) -> None:
    """`sentences.table`: rows by name, each with the same columns by name, the first naming the row."""
    part = Part("table", "words", partial(_tabled, sentences))
    draw_row(_stem(sentences), result, [[part]])


def say_claim(sentences: ModuleType, result: Any) -> None:
    """The claim and the headline numbers, which stand above the main figure."""
    part = Part("claim", "words", partial(_claimed, sentences))
    draw_row(_stem(sentences), result, [[part]])


def show_miniature(figures: ModuleType, sentences: ModuleType, result: Any, height: int) -> None:
    """The small picture of a concept on the home page."""
    draw_row(_stem(figures), result, [[_figure(figures, sentences, "miniature", height)]])


def _figure(figures: ModuleType, sentences: ModuleType, name: str, height: int) -> Part:
    return Part(name, "figure", partial(_drawn, figures, sentences, name, height))


def _words(sentences: ModuleType, name: str, muted: bool = False) -> Part:
    return Part(f"said.{name}", "words", partial(_said, sentences, name, muted))


def _stem(module: ModuleType) -> str:
    return module.__name__.rpartition(".")[2]


def _drawn(
    figures: ModuleType, sentences: ModuleType, name: str, height: int, result: Any
) -> dict[str, Any]:
    """A figure, and for those who cannot see it what is drawn and its sentence."""
    drawing, sentence = getattr(figures, name)(result), getattr(sentences, name)(result)
    alt = f"{drawing.layout['meta']['shows']} {sentence}"
    return {"figure": drawing, "alt": alt, "height": height, "first": height != SMALL}


def _said(sentences: ModuleType, name: str, muted: bool, result: Any) -> dict[str, Any]:
    return {"said": getattr(sentences, name)(result), "muted": muted}


def _claimed(sentences: ModuleType, result: Any) -> dict[str, Any]:
    return {"claim": sentences.claim(result), "numbers": sentences.headline(result)}


def _tabled(sentences: ModuleType, result: Any) -> dict[str, Any]:
    return {"rows": sentences.table(result)}
