"""The one way a figure, and the words that go with it, reach the screen."""

from collections.abc import Sequence
from functools import partial
from types import ModuleType
from typing import Any

import streamlit as st

from ui.part import draw_part, live_part

HERO, SMALL = 410, 270  # pixels


def gallery(figures: ModuleType, sentences: ModuleType, result: Any, *names: str) -> None:
    """Figures of those names side by side, each with the sentence of the same name under it."""
    for place, name in zip(st.columns(len(names), gap="medium"), names, strict=True):
        with place:
            _show(figures, sentences, result, name, SMALL)
            say(sentences, result, name)


def hero(
    figures: ModuleType,
    sentences: ModuleType,
    result: Any,
    *names: str,
    widths: Sequence[int] = (1,),
) -> None:
    """The main figure, large; its sentence is the claim above it. Or two, side by side."""
    for place, name in zip(st.columns(widths, gap="small"), names, strict=True):
        with place:
            _show(figures, sentences, result, name, HERO)


def say(sentences: ModuleType, result: Any, name: str, *, muted: bool = False) -> None:
    """The sentence of that name, which moves with the axis as the figures do."""
    live_part(
        _stem(sentences), f"said.{name}", "words", partial(_said, sentences, name, muted), result
    )


def table(sentences: ModuleType, result: Any) -> None:
    """`sentences.table`: rows by name, each with the same columns by name, the first naming the row."""
    live_part(_stem(sentences), "table", "words", partial(_tabled, sentences), result)


def say_claim(sentences: ModuleType, result: Any) -> None:
    """The claim and the headline numbers, which stand above the main figure."""
    live_part(_stem(sentences), "claim", "words", partial(_claimed, sentences), result)


def show_miniature(figures: ModuleType, sentences: ModuleType, result: Any, height: int) -> None:
    """The small picture of a concept on the home page."""
    stem = _stem(figures)
    described = _drawn(figures, sentences, "miniature", height, result)
    draw_part(stem, "figure", described, key=f"{stem}:miniature")


def _show(figures: ModuleType, sentences: ModuleType, result: Any, name: str, height: int) -> None:
    describe = partial(_drawn, figures, sentences, name, height)
    live_part(_stem(figures), name, "figure", describe, result)


def _stem(module: ModuleType) -> str:
    return module.__name__.rpartition(".")[2]


def _drawn(
    figures: ModuleType, sentences: ModuleType, name: str, height: int, result: Any
) -> dict[str, Any]:
    """A figure, and for those who cannot see it what is drawn and its sentence."""
    drawing, sentence = getattr(figures, name)(result), getattr(sentences, name)(result)
    alt = f"{drawing.layout['meta']['shows']} {sentence}"
    return {"figure": drawing, "alt": alt, "height": height}


def _said(sentences: ModuleType, name: str, muted: bool, result: Any) -> dict[str, Any]:
    return {"said": getattr(sentences, name)(result), "muted": muted}


def _claimed(sentences: ModuleType, result: Any) -> dict[str, Any]:
    return {"claim": sentences.claim(result), "numbers": sentences.headline(result)}


def _tabled(sentences: ModuleType, result: Any) -> dict[str, Any]:
    return {"rows": sentences.table(result)}
