"""Where things stand on a concept's page: the main figure and its axis left, the controls right."""

from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from content.read import Notes, fill
from ui.compute import computed
from ui.controls import controls
from ui.figure import say_claim
from ui.links import chosen_preset, put
from ui.own import forget
from ui.part import begin_parts

PANEL = 640  # pixels: the controls scroll beside the main figure, so that it stays in sight


@dataclass(frozen=True)
class Stage:
    """Places to draw in: the main figure, and right under it its axis; the rest of a page follows."""

    hero: DeltaGenerator
    axis: DeltaGenerator


def set_stage(concept: ModuleType, sentences: ModuleType, notes: Notes) -> tuple[Stage, Any]:
    """Draw presets, controls and the words above the main figure; return places and the Result."""
    begin_parts(notes.stem)
    top, own = st.container(), st.container()
    left, right = st.columns([11, 4], gap="medium")
    words, hero, axis, situation = (left.container() for _ in range(4))
    panel = right.container(height=PANEL, border=False)
    params = controls(concept, notes, top, own, panel, axis)
    right.button("Reset", key=f"{notes.stem}:reset", on_click=_reset, args=(notes.stem, concept))
    result = computed(concept, params)
    with words:
        say_claim(sentences, result)
    with situation:
        _situation(concept, sentences, notes, params)
    return Stage(hero, axis), result


def _situation(concept: ModuleType, sentences: ModuleType, notes: Notes, params: Any) -> None:
    """What the preset on screen shows; once the controls have moved on, what it showed.

    It stands under the main figure, so that nothing jumps when it comes.
    """
    chosen = chosen_preset(concept.PRESETS, params)
    started = f"{notes.stem}:started"
    if chosen is not None:
        st.session_state[started] = chosen
    if (name := st.session_state.get(started)) is None:
        return
    words = notes.presets[name]
    preset = replace(concept.PRESETS[name], seed=params.seed)
    shows = fill(words.shows, sentences.facts(computed(concept, preset)))
    st.markdown(shows if chosen else f":gray[You started from **{words.title}**. {shows}]")


def _reset(stem: str, concept: ModuleType) -> None:
    put(stem, concept.Params())
    st.session_state.pop(f"{stem}:started", None)
    if hasattr(concept, "OWN"):
        forget(stem)
