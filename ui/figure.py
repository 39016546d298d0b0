"""Figures, and the words that go with them, as the parts that static/live.js draws."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from types import ModuleType
from typing import Any

from content.read import fill
from ui.compute import computed
from ui.kept import Page
from ui.texts import chosen_preset

Describe = Callable[[Any], dict[str, Any]]


@dataclass(frozen=True)
class Part:
    """A figure or some words: what `role` of live.js draws them, and how they are described.

    `describe` takes a Result; it is asked again for every other place on the axis.
    """

    name: str
    role: str
    describe: Describe

    def described(self, result: Any) -> dict[str, Any]:
        """What there is to draw for `result`, with figures as plain dicts and arrays."""
        found = self.describe(result)
        drawing = found.get("figure")
        return found if drawing is None else {**found, "figure": drawing.parts()}


def figure_part(page: Page, name: str, height: int, *, first: bool = False) -> Part:
    """A figure of that name; drawn before the others if it is the `first` thing to look at."""
    return Part(name, "figure", partial(_drawn, page.figures, page.sentences, name, height, first))


def words_part(page: Page, name: str, *, muted: bool = False) -> Part:
    """The sentence of that name."""
    return Part(f"said.{name}", "words", partial(_said, page.sentences, name, muted))


def claim_part(page: Page) -> Part:
    """The claim and the headline numbers, which stand above the main figure."""
    return Part("claim", "words", partial(_claimed, page.sentences))


def table_part(page: Page) -> Part:
    """`sentences.table`: rows by name, each with the same columns by name."""
    return Part("table", "words", partial(_tabled, page.sentences))


def situation_part(page: Page, started: str | None) -> Part:
    """What the preset on screen shows; once the controls have moved on, what it showed.

    It stands under the main figure, so that nothing jumps when it comes.
    """
    return Part("situation", "words", partial(_situated, page, started))


def _drawn(
    figures: ModuleType, sentences: ModuleType, name: str, height: int, first: bool, result: Any
) -> dict[str, Any]:
    """A figure, and for those who cannot see it what is drawn and its sentence."""
    drawing, sentence = getattr(figures, name)(result), getattr(sentences, name)(result)
    alt = f"{drawing.layout['meta']['shows']} {sentence}"
    return {"figure": drawing, "alt": alt, "height": height, "first": first}


def _said(sentences: ModuleType, name: str, muted: bool, result: Any) -> dict[str, Any]:
    return {"said": getattr(sentences, name)(result), "muted": muted}


def _claimed(sentences: ModuleType, result: Any) -> dict[str, Any]:
    return {"claim": sentences.claim(result), "numbers": sentences.headline(result)}


def _tabled(sentences: ModuleType, result: Any) -> dict[str, Any]:
    return {"rows": sentences.table(result)}


def _situated(page: Page, started: str | None, result: Any) -> dict[str, Any]:
    chosen = chosen_preset(page.concept.PRESETS, result.params)
    if (name := chosen or started) is None:
        return {"said": "", "muted": False}
    words = page.notes.presets[name]
    preset = replace(page.concept.PRESETS[name], seed=result.params.seed)
    shows = fill(words.shows, page.sentences.facts(computed(page.concept, preset)))
    if chosen:
        return {"said": shows, "muted": False}
    return {"said": f"You started from **{words.title}**. {shows}", "muted": True}
