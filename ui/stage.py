"""A page as the browser is sent it: written down once for all visitors who look at the same."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from ui import compare, room, share, teach
from ui.axis import asked, axis_row, greet, moved
from ui.compare import compare_data
from ui.compute import UNFIT, unfit
from ui.mount import mount
from ui.panel import panel_data, presets_data, press_preset, reset, set_controls, show_preset
from ui.picture import picture_link
from ui.present import go_to, large_link, lesson_data
from ui.scene import Lay, Scene, rows_below, scene_of
from ui.session import Page, draw_due, write
from ui.share import share_data
from ui.shared import shared
from ui.sheet import above, sheet, written_row
from ui.teach import teach_data


def draw_stage(page: Page, lay: Lay) -> None:
    """Presets, the claim, the main figure and the axis, the controls; figures below.

    All that moves with a control, in one fragment and two mounts: what is in the first is on its
    way before the second is written. Each mount costs Streamlit time at every change.
    """

    def draw() -> None:
        scene = scene_of(page, lay)
        write(page, scene.params)
        whole = not (scene.view.present or st.context.is_embedded)
        theirs = {"done": _done(page), "teach": teach_data(page, scene.params)}
        if whole:
            theirs["share"] = share_data(scene)
            theirs["compare"] = compare_data(page, scene.params)
        mount(
            _written(scene, "stage"),
            theirs=theirs,
            key=page.key("stage"),
            on_said_change=partial(_hear, page),
            on_hello_change=partial(greet, page),
        )
        if unfit(page.concept, scene.params):
            st.error(UNFIT)
        if whole:
            mount(_written(scene, "gallery"), key=page.key("gallery"))

    st.fragment(draw, key=page.key("stage"))()


def again(_page: Page, _: Any) -> None:
    """Draw the stage as it is, in the colours that the browser has now. A callback."""


# What the browser may say of the page, and what then is to be done.
ACTS: Mapping[str, Callable[[Page, Any], None]] = {
    "moved": moved,
    "asked": asked,
    "set": set_controls,
    "preset": press_preset,
    "known": show_preset,
    "reset": reset,
    "step": go_to,
    "again": again,
    **compare.ACTS,
    **teach.ACTS,
    **share.ACTS,
    **room.ACTS,
}


def _hear(page: Page) -> None:
    """Do what the browser says was done, in order and each once: number, event, value. A callback.

    It says again what it has had no answer to (static/said.js): of two messages that come while a run
    lasts Streamlit hands on the second alone.
    """
    said = st.session_state[page.key("stage")]["said"]
    for each in said if isinstance(said, list) else ():
        match each:
            case [int(number), str(event), value] if event in ACTS and number > _done(page):
                st.session_state[page.key("done")] = number
                ACTS[event](page, value)
    draw_due(page)


def _done(page: Page) -> int:
    """The number of what was done last."""
    number: int = st.session_state.get(page.key("done"), 0)
    return number


def _written(scene: Scene, where: str) -> bytes:
    """The stage or the gallery, as the browser is sent it."""
    problems = tuple(st.session_state.get(scene.page.key("problems"), ()))
    # what comes of a visitor's own words and data is theirs alone; the rest is the same for everybody
    if problems or scene.own:
        return _write(scene, where, problems)
    return _written_for_all(f"{where} {scene.state}", scene, where)


def _write(scene: Scene, where: str, problems: Sequence[str]) -> bytes:
    if where == "gallery":
        return sheet(scene, [written_row(scene, row) for row in rows_below(scene)])
    rows = [row or axis_row(scene) for row in above(scene)]
    page = scene.page
    if scene.view.present:
        return sheet(scene, rows, lesson=lesson_data(scene))
    return sheet(
        scene,
        rows,
        picture=picture_link(scene),
        presets=presets_data(page, scene.params),
        controls=panel_data(page, scene.params, scene.started),
        problems=problems,
        large=large_link(scene),
    )


# Some thousand states of 10 to 60 kilobytes each.
@shared(megabytes=24, size=len)
def _written_for_all(state: str, _scene: Scene, _where: str) -> bytes:
    return _write(_scene, _where, ())
