"""The controls of a page as data: static/panel.js draws them and says what was moved."""

from typing import Any

import streamlit as st

from concepts.controls import (
    MARKS,
    UNSEEN,
    Choice,
    Control,
    Drawing,
    Range,
    Seed,
    Several,
    Switch,
    Text,
    applies,
    controls_of,
    describe,
    label_of,
    name_of,
    parse,
    stops,
)
from ui.challenge import challenge_of, count_move, locked
from ui.keys import control_key
from ui.own import forget
from ui.session import Page, params_on_screen, redraw, show, view_of
from ui.teach import ask
from ui.texts import START, chosen_preset


def panel_data(page: Page, params: Any, started: str | None) -> list[dict[str, Any]]:
    """Every control but the axis that has a say, with its value, in the order written.

    `main`: it stands open, for it matters most, may be moved in a challenge, or is held by the link.
    `aside`: the challenge holds it, so it is folded away. `moved`: it is not where the page, or the
    preset `started` from, has it.
    """
    concept, view, held = page.concept, view_of(page), locked(page)
    hidden = {concept.AXIS, *view.hide}
    challenge = challenge_of(page)
    aside = {*challenge.held} - {*view.lock} if challenge else set()
    base = concept.PRESETS[started] if started else concept.Params()
    return [
        {
            "name": name,
            "locked": name in held,
            "main": control.main or challenge is not None or name in view.lock,
            "aside": name in aside,
            "moved": getattr(params, name) != getattr(base, name),
            **control_data(control, getattr(params, name), params),
        }
        for name, control in controls_of(params).items()
        if name not in hidden and applies(control, params)
    ]


def presets_data(page: Page, params: Any) -> list[dict[str, Any]]:
    """The presets by their titles, and what is asked of them; the one on the screen is marked.

    None where the link hides them. With Start here, where its sentences lead to on the axis, and how
    it ends.
    """
    if "presets" in view_of(page).hide:
        return []
    chosen = view_of(page).asks or chosen_preset(page.concept.PRESETS, params)
    found: list[dict[str, Any]] = [
        {
            "name": name,
            "title": words.title,
            "asks": words.predict.ask if words.predict else "",
            "chosen": name == chosen,
        }
        for name, words in page.notes.presets.items()
    ]
    if start := page.notes.start:
        last = getattr(page.concept.PRESETS[START], page.concept.AXIS)
        said = {"places": [*(each.at for each in start.say), last], "turn": start.turn}
        found = [each | said if each["name"] == START else each for each in found]
    return found


def control_data(control: Control, value: Any, params: Any) -> dict[str, Any]:
    """What panel.js needs to draw a control that stands at `value`, the others as in `params`."""
    said = {
        "label": label_of(control),
        "help": control.help,
        "group": control.group,
        "value": list(value) if isinstance(value, tuple) else value,
    }
    match control:
        case Range(low=low, high=high, whole=whole, scale=scale, step=step):
            said |= {"kind": "range", "low": low, "high": high, "whole": whole, "scale": scale}
            said |= {"step": step} if scale == "linear" else {"stops": stops(control)}
            said["allowed"] = describe(control)
            if control.names is not None:
                said["stops"] = stops(control)
                said["names"] = [name_of(control, stop, params) for stop in said["stops"]]
        case Choice(options=options):
            said |= {"kind": "choice", "options": dict(options)}
        case Several(options=options, most=most):
            said |= {"kind": "several", "options": dict(options), "most": most}
        case Switch():
            said["kind"] = "switch"
        case Seed(low=low, high=high):
            said |= {"kind": "seed", "low": low, "high": high, "allowed": describe(control)}
        case Text(most=most, word=word, words=words):
            said |= {"kind": "text", "most": most, "word": word, "words": words}
            said |= {"unseen": UNSEEN, "marks": MARKS}
        case Drawing(examples=examples):
            said |= {"kind": "drawing", "options": dict(examples)}
    return said


def set_controls(page: Page, moved: Any) -> None:
    """The visitor moved controls: take their values. A callback."""
    controls, before = controls_of(page.concept.Params), params_on_screen(page)
    for name, said in moved.items() if isinstance(moved, dict) else ():
        if name in controls and name not in locked(page):
            if isinstance(controls[name], Text) and not isinstance(said, str):
                continue
            texts = [str(each) for each in said] if isinstance(said, list) else [str(said)]
            value, _ = parse(controls[name], texts)
            if value is not None:
                st.session_state[control_key(page.stem, name)] = value
    if params_on_screen(page) != before:
        count_move(page)
    redraw(page)


def press_preset(page: Page, name: Any) -> None:
    """The visitor pressed a preset: move to it, after a guess if one is asked. A callback."""
    if isinstance(name, str) and name in page.concept.PRESETS:
        words, preset = page.notes.presets[name], page.concept.PRESETS[name]
        if not ask(page, words.predict, preset, name):
            show(page, preset)


def show_preset(page: Page, name: Any) -> None:
    """The visitor pressed a preset of which they have made their guess: move to it. A callback."""
    if isinstance(name, str) and name in page.concept.PRESETS:
        show(page, page.concept.PRESETS[name])


def reset(page: Page, _: Any) -> None:
    """Back to the page as shipped. A callback."""
    st.session_state.pop(page.key("started"), None)
    if hasattr(page.concept, "OWN"):
        forget(page.stem)
    show(page, page.concept.Params())
