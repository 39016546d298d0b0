"""A page that is taken away as a file: its states, as the browser would be sent them.

static/take.js asks for one after the other and puts them into the file, and static/offline.js, which
is in the file, draws them as static/live.js draws what comes from a server.
"""

import zlib
from base64 import b64encode
from dataclasses import replace

from ui.axis import axis_row
from ui.panel import presets_data
from ui.parts import figure_part, name_part, step_part
from ui.reel import reel
from ui.scene import BESIDE, Placed, Scene, layout_of, rows_below
from ui.sheet import above, sheet, written_row
from ui.texts import state
from ui.view import View

HIGH = 320  # pixels: of a figure beside its words


def state_of(scene: Scene, name: str) -> dict[str, str]:
    """What is on screen, or the preset of that `name`, and how it differs along the axis.

    Returns `sheet`, all rows of the page, and `reel`, each as base64 of what the browser is sent of
    it. Of a visitor's own data that do not bear every place of the axis there is no reel.
    """
    looks = replace(scene.view, present=False, challenge="", question="")
    scene = replace(scene, view=looks)
    if name in scene.page.concept.PRESETS:
        looks = replace(looks, asks="")
        scene = replace(scene, params=scene.page.concept.PRESETS[name], started=name, view=looks)
    stage = [row or axis_row(scene) for row in above(scene)]
    gallery = [written_row(scene, row) for row in rows_below(scene)]
    presets = presets_data(scene.page, scene.params)
    found = sheet(scene, [*stage, *gallery], stands=len(stage), presets=presets)
    try:
        moves = reel(scene)
    except Exception:
        if not scene.own:
            raise
        moves = b""  # an error would quote their data in the log
    return {"sheet": _small(found), "reel": _small(moves)}


def step_of(scene: Scene, name: str) -> dict[str, str]:
    """The step of the lesson of that `name`: a row with its figure, and beside it what is said."""
    page = scene.page
    for step in page.notes.steps:
        if step.id == name:
            then = replace(scene, params=state(page.concept, step), started=None, view=View())
            figure = step.figure or layout_of(then).hero[0]
            drawn = [name_part(page, figure), figure_part(page, figure, HIGH, None)]
            row = Placed([drawn, [step_part(page, step)]], BESIDE)
            found = sheet(then, [written_row(then, row)], stands=0)
            return {"sheet": _small(found)}
    return {"sheet": ""}


def _small(content: bytes) -> str:
    """What the browser is sent, compressed as far as it can be, as base64."""
    if content[:1] not in (b"", b"{"):
        content = zlib.compress(zlib.decompress(content), 9)
    return b64encode(content).decode()
