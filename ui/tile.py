"""The small picture of a concept by a link of its own, still or along its axis, for the home page.

It shows the situation in which the page tells its idea (Start here): nothing of a visitor is in it.
"""

from dataclasses import replace
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from concepts.controls import label_of, name_of, position
from content.read import stems
from figures.drawing import write
from figures.reel import tracks
from figures.theme import for_dark
from ui.axis import axis_control, axis_stops
from ui.compute import compute_now, computed
from ui.meaning import page_at
from ui.mount import packed
from ui.parts import claim_part, figure_part
from ui.picture import as_json
from ui.session import Page
from ui.shared import shared
from ui.texts import START

KEPT = "public, max-age=600"


async def answer(request: Request) -> Response:
    """Answer with the picture as JSON; there is none of what is no concept."""
    stem = str(request.path_params["stem"])
    if stem not in stems():
        return Response(status_code=404)
    sweep, dark = (request.query_params.get(name) == "true" for name in ("sweep", "dark"))
    return as_json(await run_in_threadpool(tile, stem, sweep, dark), KEPT)


def tile(stem: str, sweep: bool, dark: bool) -> bytes:
    """`claim`, `figure` and `alt`; with the `sweep` also how they differ along the axis.

    Its stops have `texts` and `places` from 0 to 1; the picture stands `at` one of them.
    """
    return _tile(f"{stem} {sweep} {dark}", stem, sweep, dark)


@shared(megabytes=8, size=len)
def _tile(_state: str, stem: str, sweep: bool, dark: bool) -> bytes:
    page = page_at(stem)
    concept = page.concept
    params = concept.PRESETS.get(START, concept.Params())
    said = _described(page, computed(concept, params))
    if sweep:
        control, value = axis_control(concept), getattr(params, concept.AXIS)
        stops = axis_stops(control, value)
        frames = []
        for stop in stops:  # who waits for a result of their own comes between
            at_it = replace(params, **{concept.AXIS: stop})
            frames.append(_described(page, compute_now(concept, at_it)))
        said |= {
            "label": label_of(control),
            "texts": [name_of(control, stop, params) for stop in stops],
            "places": [round(position(control, stop), 5) for stop in stops],
            "at": stops.index(value),
            "tracks": tracks(frames),
        }
    text = write(said)
    return packed((for_dark(text) if dark else text).encode())


def _described(page: Page, result: Any) -> dict[str, Any]:
    """The claim, and the small picture with what it shows in words."""
    drawn = figure_part(page, "miniature", 0, None).described(result)
    claim = claim_part(page, None).described(result)["claim"]
    return {"claim": claim, "figure": drawn["figure"], "alt": drawn["alt"]}
