"""Figures, and the words that go with them, as the parts that static/live.js draws."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from types import ModuleType
from typing import Any

from content.read import Prediction, Step, fill
from figures.room import for_room
from figures.veil import veiled
from ui.compare import behind, beside
from ui.compute import computed
from ui.session import Page
from ui.texts import START, chosen_preset, starts, state

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


def figure_part(page: Page, name: str, height: int, pinned: Any) -> Part:
    """A figure of that name, in front of what it is for the `pinned` result, if any."""
    looks = {"height": height}
    return Part(name, "figure", partial(_drawn, page, name, pinned, None, False, looks))


def hero_part(
    page: Page, name: str, pinned: Any, guess: Prediction | None, *, room: bool = False
) -> Part:
    """A figure that is looked at first: drawn before the others, and as high as there is place.

    Without what a `guess` is asked of. For the last row of a `room` in large type.
    """
    return Part(name, "figure", partial(_drawn, page, name, pinned, guess, room, {"first": True}))


def proof_part(page: Page, name: str, pinned: Any) -> Part:
    """The figure beside the main one that proves a preset: as high as that, and drawn after it."""
    return Part(name, "figure", partial(_drawn, page, name, pinned, None, False, {}))


def name_part(page: Page, name: str) -> Part:
    """The name that stands above the figure."""
    said = {"said": page.notes.figures[name]}
    return Part(f"named.{name}", "name", lambda _: said)


def words_part(page: Page, name: str, *, muted: bool = False, figures: Sequence[str] = ()) -> Part:
    """The sentence of that name, and under it the numbers of those figures on demand."""
    looks = {"muted": muted, "figures": list(figures)}
    return Part(f"said.{name}", "words", partial(_said, page.sentences, name, looks))


def claim_part(page: Page, pinned: Any) -> Part:
    """The claim and the headline numbers, which stand above the main figure.

    While a preset is on screen, what it shows stands in the claim's place; and the sentences of
    Start here while they are told (static/start.js). Beside each number that is another for the
    `pinned` result, what it is there, and by how much it differs.
    """
    return Part("claim", "words", partial(_claimed, page, pinned))


def asked_part(name: str, guess: Prediction) -> Part:
    """What is asked, in the place of what will be said: the part of that name."""
    said: dict[str, Any]
    said = (
        {"claim": guess.ask, "preset": True, "numbers": {}}
        if name == "claim"
        else {"said": guess.ask}
    )
    return Part(name, "words", lambda _: said)


def step_part(page: Page, step: Step) -> Part:
    """What is said at that step of the lesson; while the axis moves, the claim."""
    return Part("step", "words", partial(_stepped, page, step))


def table_part(page: Page) -> Part:
    """`sentences.table`: rows by name, each with the same columns by name."""
    return Part("table", "words", partial(_tabled, page.sentences))


def situation_part(page: Page, started: str | None, figures: Sequence[str]) -> Part:
    """The claim, while the preset on screen has its place; once the controls moved on, what that showed.

    It stands under the main figure, so that nothing jumps when it comes.
    """
    return Part("situation", "words", partial(_situated, page, started, list(figures)))


def _drawn(
    page: Page,
    name: str,
    pinned: Any,
    guess: Prediction | None,
    room: bool,
    looks: dict[str, Any],
    result: Any,
) -> dict[str, Any]:
    """A figure, and for those who cannot see it what is drawn and its sentence."""
    draw, sentence = getattr(page.figures, name), getattr(page.sentences, name)(result)
    drawing = draw(result) if pinned is None else behind(draw(result), draw(pinned))
    alt = f"{drawing.layout['meta']['shows']} {sentence}"
    if guess is not None:
        drawing = veiled(drawing, name, guess.hides)
        alt = f"{drawing.layout['meta']['shows']} What would tell the answer is hidden."
    return {"figure": for_room(drawing) if room else drawing, "alt": alt, **looks}


def _said(sentences: ModuleType, name: str, looks: dict[str, Any], result: Any) -> dict[str, Any]:
    return {"said": getattr(sentences, name)(result), **looks}


def _claimed(page: Page, pinned: Any, result: Any) -> dict[str, Any]:
    numbers = page.sentences.headline(result)
    chosen = chosen_preset(page.concept.PRESETS, result.params)
    claim = _shows(page, chosen, result) if chosen else page.sentences.claim(result)
    found: dict[str, Any] = {"claim": claim, "preset": chosen is not None, "numbers": numbers}
    if page.notes.start and starts(page.concept, result.params):
        facts = page.sentences.facts(result)
        says = (*(each.say for each in page.notes.start.say), page.notes.presets[START].shows)
        found["start"] = [fill(say, facts) for say in says]
    if pinned is None:
        return found
    return {**found, "was": beside(page.sentences.headline(pinned), numbers)}


def _stepped(page: Page, step: Step, result: Any) -> dict[str, Any]:
    if result.params != state(page.concept, step):
        return {"said": page.sentences.claim(result)}
    return {"said": fill(step.say, page.sentences.facts(result))}


def _tabled(sentences: ModuleType, result: Any) -> dict[str, Any]:
    return {"rows": sentences.table(result)}


def _situated(page: Page, started: str | None, figures: list[str], result: Any) -> dict[str, Any]:
    found = {"said": "", "muted": False, "figures": figures}
    chosen = chosen_preset(page.concept.PRESETS, result.params)
    if (name := chosen or started) is None:
        return found
    if chosen:
        return {**found, "said": page.sentences.claim(result)}
    preset = replace(page.concept.PRESETS[name], seed=result.params.seed)
    shows = _shows(page, name, computed(page.concept, preset))
    title = page.notes.presets[name].title
    return {**found, "said": f"You started from **{title}**. {shows}", "muted": True}


def _shows(page: Page, name: str, result: Any) -> str:
    """What the preset of that name shows, with the numbers of its result."""
    return fill(page.notes.presets[name].shows, page.sentences.facts(result))
