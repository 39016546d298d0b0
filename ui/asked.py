"""The guess that stands: which question it is, what answers it, and where the controls are meanwhile."""

from dataclasses import replace
from types import ModuleType
from typing import Any

from concepts.controls import controls_of, stops
from content.read import Notes, Prediction
from ui.texts import state
from ui.view import View


def asked(concept: ModuleType, notes: Notes, view: View) -> tuple[Prediction, Any] | None:
    """The question that stands, and the Params of the picture that answers it; None if none does."""
    if not view.asks:
        return None
    if view.present and view.step:
        step = next(each for each in notes.steps if each.id == view.asks)
        found, then = step.predict, state(concept, step)
    else:
        found, then = notes.presets[view.asks].predict, concept.PRESETS[view.asks]
    assert found is not None
    return found, then


def begun(concept: ModuleType, prediction: Prediction, then: Any) -> Any:
    """The Params that are on the screen as the question comes: of its answer, but for what is asked.

    A place on the axis is guessed there; it begins in the middle, or it would stand at the answer.
    """
    if not prediction.on_axis:
        return then
    places = stops(controls_of(concept.Params)[concept.AXIS])
    return replace(then, **{concept.AXIS: places[len(places) // 2]})


def asking(concept: ModuleType, notes: Notes, params: Any, view: View) -> tuple[Any, View]:
    """What a link means that wants guesses: where its state has a question, that stands.

    The Params and the View, as they are then.
    """
    if not view.predict or view.challenge or view.question:
        return params, view
    if view.present and view.step:
        steps = {each.id: each.predict for each in notes.steps if each.id == view.step}
        found = {name: each for name, each in steps.items() if each}
    else:
        found = {
            name: words.predict
            for name, words in notes.presets.items()
            if words.predict and concept.PRESETS[name] == params
        }
    for name, prediction in found.items():
        return begun(concept, prediction, params), replace(view, asks=name)
    return params, view
