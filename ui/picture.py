"""The main figure of a page and its words by a link of their own: what a slider moves is seen first.

A move is told to Streamlit too, which keeps the visit, its link and the rest of the page. But its own
work on both sides, a run here and a new tree of elements there, takes longer than the picture does.
So the browser asks for the picture first, by a plain link that says all that the picture depends on.

Once the page has come to rest it also asks for what a visitor who goes on in the same direction will
want next. That is a guess, and who needs an answer goes first: a server that has much to do declines.
"""

import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from ui.asked import asking
from ui.compute import uses_own
from ui.links import meant
from ui.scene import Lay, Scene
from ui.session import Page
from ui.shared import shared
from ui.sheet import above, in_colours
from ui.texts import chosen_preset, link_texts, read_link
from ui.view import STARTED, TOLD, read_view, view_texts

DARK = "dark"
FORESEEN = "sightglass-foreseen"  # a header: nobody waits for this picture yet
FEW = 4  # pictures a second: beyond, this is no longer one visitor who tries things

_shown: dict[str, tuple[Page, Lay]] = {}  # what this process has drawn, by stem


def offer(page: Page, lay: Lay) -> None:
    """From now on there are pictures of this page."""
    _shown[page.stem] = page, lay


def is_offered(stem: str) -> bool:
    """Whether there are pictures of that page yet."""
    return stem in _shown


def picture_link(scene: Scene) -> str:
    """Where the picture of `scene` is; "" if it is not for everybody."""
    if scene.own or scene.asked:
        return ""
    page, view = scene.page, scene.view
    texts = link_texts(page.stem, page.concept, scene.params, "")
    texts |= view_texts(replace(view, predict=False, question="", beat=0), page.stem, page.concept)
    texts |= {STARTED: [scene.started]} if scene.started else {}
    texts |= {DARK: ["true"]} if scene.dark else {}
    return f"picture/{page.stem}?{urlencode(texts, doseq=True)}"


def scene_at(stem: str, texts: Mapping[str, Sequence[str]]) -> Scene | None:
    """The scene that a link to a picture means; None if there is none, or none for everybody."""
    if stem not in _shown:
        return None
    page, lay = _shown[stem]
    said = {name: list(each) for name, each in texts.items()}
    mine = {name: each for name, each in said.items() if name.startswith(f"{stem}.")}
    params, _, _ = read_link(stem, page.concept, mine)
    view, _ = read_view(said, page.concept, page.notes)
    if view.present:  # a link to the lesson may leave the controls to its step
        params, _, view, _ = meant(said, stem, page.concept, page.notes)
    elif said.get(TOLD) != ["true"]:
        params, view = asking(page.concept, page.notes, params, view)
    if uses_own(params) or uses_own(view.pinned):
        return None
    known = [name for name in said.get(STARTED, ()) if name in page.concept.PRESETS]
    started = chosen_preset(page.concept.PRESETS, params) or next(iter(known), None)
    return Scene(page, lay, params, started, view, said.get(DARK) == ["true"])


_waited_for: deque[float] = deque(maxlen=FEW + 1)  # when the last pictures were asked for


def is_busy() -> bool:
    """Whether more than FEW pictures that somebody waits for were asked for within the last second."""
    return len(_waited_for) > FEW and time.monotonic() - _waited_for[0] < 1.0


async def answer(request: Request) -> Response:
    """Answer with the rows of the picture as JSON, in place of the axis null: the browser has it.

    A busy server has no content (204) for who only thinks that it will be wanted.
    """
    if FORESEEN not in request.headers:
        _waited_for.append(time.monotonic())
    elif is_busy():
        return Response(status_code=204)
    asked = request.query_params
    texts = {name: asked.getlist(name) for name in asked}
    content = await run_in_threadpool(drawn, str(request.path_params["stem"]), texts)
    if content is None:
        return Response(status_code=404)
    return as_json(content, "no-store")


def as_json(content: bytes, kept: str) -> Response:
    """An answer of JSON, perhaps packed; `kept` is what its Cache-Control says."""
    said = {"Cache-Control": kept}
    if not content.startswith(b"{"):
        said["Content-Encoding"] = "deflate"
    return Response(content, media_type="application/json", headers=said)


def drawn(stem: str, texts: Mapping[str, Sequence[str]]) -> bytes | None:
    """The rows of the picture that a link means, as JSON, perhaps packed; None if there is none."""
    scene = scene_at(stem, texts)
    return None if scene is None else _drawn_for_all(scene.state, scene)


@shared(megabytes=8, size=len)
def _drawn_for_all(state: str, _scene: Scene) -> bytes:
    rows = ", ".join(row or "null" for row in above(_scene))
    return in_colours(_scene, f'{{"rows": [{rows}]}}')
