"""What a visit keeps of a page: the values of its controls, and which parts must follow a change.

Every control's value is in the session under `<stem>.<field>`, put there by the link before
anything is drawn; the widgets only show and move it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from types import ModuleType, SimpleNamespace
from typing import Any, NoReturn

import streamlit as st

from concepts.controls import Range, Several, applies, controls_of
from content.read import Notes, read_notes
from ui.links import TABS, chosen_preset, follow_link, put, write_link


@dataclass(frozen=True)
class Page:
    """The modules of a concept, which a page is drawn from."""

    concept: ModuleType
    figures: ModuleType
    sentences: ModuleType

    @cached_property
    def stem(self) -> str:
        """The concept's name: of its files, its page and its controls in a link."""
        return self.concept.__name__.rpartition(".")[2]

    @cached_property
    def notes(self) -> Notes:
        """The concept's words."""
        return read_notes(self.stem)

    def key(self, name: str) -> str:
        """Where the session keeps what is no control's value."""
        return f"{self.stem}:{name}"


def follow(page: Page) -> None:
    """Take the link's word for the controls, where it is not our own; first thing of a run."""
    follow_link(page.stem, page.concept)


def params_on_screen(page: Page) -> Any:
    """The Params that the controls say; those that have no say are at their defaults."""
    values = SimpleNamespace(**vars(page.concept.Params()))
    for name, control in controls_of(page.concept.Params).items():
        if applies(control, values):
            value = st.session_state[f"{page.stem}.{name}"]
            if isinstance(control, Several):  # in the order of the options, not of the presses
                value = tuple(option for option in control.options if option in value)
            setattr(values, name, value)
    return page.concept.Params(**vars(values))


def started_from(page: Page, params: Any) -> str | None:
    """The preset on screen, or else the last that was; None if there was none yet."""
    key = page.key("started")
    if (chosen := chosen_preset(page.concept.PRESETS, params)) is not None:
        st.session_state[key] = chosen
    started: str | None = st.session_state.get(key)
    return started


def show(page: Page, params: Any, *also: str) -> NoReturn:
    """Move every control to `params`; for the end of a callback. `also`: more fragments to draw."""
    put(page.stem, params)
    redraw(page, also=also)


def redraw(page: Page, *moved: str, also: Sequence[str] = ()) -> NoReturn:
    """Have what follows from the controls drawn anew, and nothing else; for the end of a callback.

    `moved` names the controls that were moved by their own widgets: no other need follow them.
    """
    before, now = st.session_state[page.key("drawn")], params_on_screen(page)
    if "own" in (getattr(now, "source", ""), getattr(before, "source", "")):
        st.rerun()  # their own data stand above all
    names = [f.name for f in fields(now) if getattr(now, f.name) != getattr(before, f.name)]
    controls = controls_of(now)
    again = [page.key("stage"), page.key("gallery"), *also]
    if set(names) - {*moved, page.concept.AXIS} or any(
        applies(c, now) != applies(c, before) for c in controls.values()
    ):
        again.append(page.key("panel"))
    else:
        again += [page.key(f"pair {n}") for n in moved if isinstance(controls[n], Range)]
    presets = page.concept.PRESETS
    if chosen_preset(presets, now) != chosen_preset(presets, before) or st.session_state.get(
        page.key("problems")
    ):
        again.append(page.key("presets"))
    if st.session_state.get(page.key("read")) == TABS["code"]:
        again.append(page.key("learn"))
    st.rerun(list(dict.fromkeys(again)))


def write(page: Page, params: Any) -> None:
    """Have the link say `params`, and remember that they are drawn."""
    st.session_state[page.key("drawn")] = params
    write_link(page.stem, page.concept, params)
