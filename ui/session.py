"""What a visit keeps of a page: the values of its controls, and which parts must follow a change.

Every control's value is in the session under `<stem>.<field>`, put there by the link before
anything is drawn; the widgets only show and move it.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import import_module
from types import ModuleType, SimpleNamespace
from typing import Any

import streamlit as st

from concepts.controls import applies, controls_of
from content.read import Notes, read_notes
from methods.once import once
from ui.compute import uses_own
from ui.keys import control_key, key_of, stem_of
from ui.links import follow_link, put, trust_controls, write_link
from ui.texts import TABS, chosen_preset
from ui.view import View

WHOLE = "whole page"


@dataclass(frozen=True)
class Page:
    """The modules of a concept, which a page is drawn from."""

    concept: ModuleType
    figures: ModuleType
    sentences: ModuleType

    @classmethod
    def of(cls, stem: str) -> "Page":
        """The page of that stem, whose modules are imported if they are not there yet."""
        folders = ("concepts", "figures", "sentences")
        return cls(*(import_module(f"{folder}.{stem}") for folder in folders))

    @once
    def stem(self) -> str:
        """The concept's name: of its files, its page and its controls in a link."""
        return stem_of(self.concept)

    @once
    def notes(self) -> Notes:
        """The concept's words."""
        return read_notes(self.stem)

    def key(self, name: str) -> str:
        """Where the session keeps what is no control's value."""
        return key_of(self.stem, name)


def follow(page: Page) -> None:
    """Take the link's word for the controls, where it is not our own; first thing of a run."""
    follow_link(page.stem, page.concept, page.notes)


def view_of(page: Page) -> View:
    """How the page is looked at."""
    view: View = st.session_state[page.key("view")]
    return view


def look(page: Page, **changes: Any) -> None:
    """Have the page looked at otherwise; see `View`."""
    st.session_state[page.key("view")] = replace(view_of(page), **changes)


def params_on_screen(page: Page) -> Any:
    """The Params that the controls say; those that have no say are at their defaults."""
    kind = page.concept.Params
    return _params(kind, *(st.session_state[control_key(page.stem, f)] for f in controls_of(kind)))


# Asked for several times in each run. As controls, 1 and 1.0 are two things.
@lru_cache(maxsize=1024, typed=True)
def _params(kind: type, *said: Any) -> Any:
    values = SimpleNamespace(**vars(kind()))
    for (name, control), value in zip(controls_of(kind).items(), said, strict=True):
        if applies(control, values):
            setattr(values, name, value)
    return kind(**vars(values))


def started_from(page: Page, params: Any) -> str | None:
    """The preset on screen, or else the last that was; None if there was none yet."""
    key = page.key("started")
    if (chosen := chosen_preset(page.concept.PRESETS, params)) is not None:
        st.session_state[key] = chosen
    started: str | None = st.session_state.get(key)
    return started


def show(page: Page, params: Any) -> None:
    """Move every control to `params`, and ask nothing of it; in a callback."""
    look(page, asks="")
    put(page.stem, params)
    redraw(page)


def redraw(page: Page) -> None:
    """Have what follows from the controls drawn anew; in a callback, which ends with `draw_due`."""
    before, now = st.session_state[page.key("drawn")], params_on_screen(page)
    if uses_own(now) or uses_own(before):
        draw_too(page, WHOLE)  # their own data stand above all
    if st.session_state.get(page.key("read")) == TABS["code"]:
        draw_too(page, page.key("learn"))


def draw_too(page: Page, *fragments: str) -> None:
    """Have more drawn anew than the stage; in a callback, which ends with `draw_due`."""
    st.session_state.setdefault(page.key("due"), []).extend(fragments)


def draw_due(page: Page) -> None:
    """Have drawn anew what follows from all that a callback did; at its end.

    A callback of the stage returns, and Streamlit runs the stage's fragment alone. Naming other
    fragments costs a second start of the run, so it is done only where something else follows.
    """
    due = st.session_state.pop(page.key("due"), [])
    if WHOLE in due:
        trust_controls(page.stem)
        st.rerun()
    if due:
        st.rerun([page.key("stage"), *dict.fromkeys(due)])


def write(page: Page, params: Any) -> None:
    """Have the link say `params`, and remember that they are drawn."""
    st.session_state[page.key("drawn")] = params
    write_link(page.stem, page.concept, params, page.notes)
