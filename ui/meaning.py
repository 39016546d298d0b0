"""What the link to a page means to who has not opened it, as a face (ui/face.py)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlencode

from concepts.controls import Drawing, Text, controls_of
from content.read import Notes, fill, proved_on
from ui.asked import asked
from ui.compute import computed, uses_own
from ui.face import OTHERS, Face
from ui.links import meant
from ui.process import ONE_AT_A_TIME
from ui.session import Page
from ui.texts import Texts, chosen_preset, link_texts, renamed, state
from ui.view import View, view_texts

MOST_FIELDS = 200  # of a link


def texts_of(query: str) -> Texts | None:
    """What the query of a link says; None if it says too much."""
    try:
        return parse_qs(query, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        return None


def face_of(name: str, texts: Mapping[str, Sequence[str]]) -> Face:
    """The face of a link to the page of that name."""
    if name in OTHERS:
        return Face(name, *OTHERS[name])
    page = page_at(name)
    concept, notes = page.concept, page.notes
    said = renamed({key: list(each) for key, each in texts.items()}, name, notes.aliases)
    params, _, view, _ = meant(said, name, concept, notes)
    if is_theirs(page, params) or is_theirs(page, view.pinned):
        return at_first(notes, concept.Params())
    guess = asked(concept, notes, view)
    params = params if guess is None else guess[1]
    view = View(view.present, view.step, guess is not None, view.challenge, view.question)
    query = urlencode(_texts(page, params, view), doseq=True)
    if guess is not None:
        return Face(name, notes.title, guess[0].ask, params, "", query)
    return replace(_shown(page, params, view), query=query)


@cache
def page_at(stem: str) -> Page:
    """The page of that stem; nothing is computed while its modules are imported."""
    with ONE_AT_A_TIME:
        return Page.of(stem)


def at_first(notes: Notes, params: Any = None) -> Face:
    """The face of a concept's page where nothing more is to be told."""
    return Face(notes.stem, notes.title, notes.question, params, "miniature")


def is_theirs(page: Page, params: Any) -> bool:
    """Whether there is something in `params` that a visitor brought or wrote."""
    if params is None:
        return False
    written = {n: c for n, c in controls_of(params).items() if isinstance(c, Text | Drawing)}
    for name, control in written.items():
        known = {getattr(each, name) for each in _ours(page)}
        known |= set(control.examples.values()) if isinstance(control, Drawing) else set()
        if getattr(params, name) not in known:
            return True
    return uses_own(params)


def _ours(page: Page) -> list[Any]:
    """Every Params that the page itself opens."""
    concept, notes = page.concept, page.notes
    told: list[Any] = [*notes.steps, *notes.challenges, *proved_on(notes), *notes.wrong]
    shown = (state(concept, each) for each in told)
    return [concept.Params(), *concept.PRESETS.values(), *shown]


def _shown(page: Page, params: Any, view: View) -> Face:
    """The face of that state: what the page itself says first."""
    concept, notes = page.concept, page.notes
    face = replace(at_first(notes), params=params)
    steps = (each for each in notes.steps if view.present and each.id == view.step)
    step = next((each for each in steps if state(concept, each) == params), None)
    chosen = chosen_preset(concept.PRESETS, params)
    preset = notes.presets[chosen] if chosen else None
    asks = [each.ask for each in notes.challenges if each.id == view.challenge]
    asks += [each.ask for each in proved_on(notes) if each.id == view.question]
    if asks and not view.present:
        return replace(face, says=asks[0])
    result = computed(concept, params)
    facts = page.sentences.facts(result)
    if step:
        return replace(face, says=fill(step.say, facts), figure=step.figure or face.figure)
    if view.present or not preset:
        return replace(face, says=page.sentences.claim(result))
    title, says = f"{notes.title}: {preset.title}", fill(preset.shows, facts)
    return replace(face, title=title, says=says, figure=preset.figure or face.figure)


def _texts(page: Page, params: Any, view: View) -> Texts:
    """What the link to the picture says: nothing that was not understood."""
    concept, looks = page.concept, view_texts(view, page.stem, page.concept)
    texts = link_texts(page.stem, concept, params, "")
    if looks and not texts:  # else it would mean the controls of what is asked, or of the step
        texts = {f"{page.stem}.{concept.AXIS}": [str(getattr(params, concept.AXIS))]}
    return texts | looks
