"""The picture of a link by a link of its own (ui/face.py), drawn here: a messenger runs no script."""

from collections.abc import Mapping, Sequence
from threading import Lock
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from content.read import stems
from figures.card import card
from ui.compute import computed
from ui.face import HOME, NAME, OTHERS, Face, plain
from ui.meaning import face_of, page_at, texts_of
from ui.shared import shared
from ui.static import font

KEPT = "public, max-age=86400"  # a day: who posts a link is read by many
FEW = 6  # small pictures on that of the home page
ONE_CARD = Lock()  # each takes ten megabytes while it is drawn


async def answer(request: Request) -> Response:
    """Answer with the picture of a link as PNG; in words where there is none to draw."""
    name, _, kind = str(request.path_params["file"]).rpartition(".")
    if kind != "png" or not (name in OTHERS or name in stems()):
        return PlainTextResponse("There is no such picture.", 404)
    texts = texts_of(request.url.query)
    if texts is None:
        return PlainTextResponse("This link says too much to be drawn.", 400)
    content = await run_in_threadpool(picture_of, name, texts)
    return Response(content, media_type="image/png", headers={"Cache-Control": KEPT})


def picture_of(name: str, texts: Mapping[str, Sequence[str]]) -> bytes:
    """The picture of a link to the page of that name, as PNG."""
    face = face_of(name, texts)
    return _drawn_for_all(repr(face), face)


@shared(megabytes=4, size=len)
def _drawn_for_all(state: str, face: Face) -> bytes:
    figures = figures_of(face)
    with ONE_CARD:
        return card(face.title, plain(face.says), figures, site=NAME, font=font())


def figures_of(face: Face) -> list[Any]:
    """The figures on the picture, without words; on that of the home page the first of all concepts."""
    if face.stem == HOME:
        return [
            _figure(stem, page_at(stem).concept.Params(), "miniature") for stem in stems()[:FEW]
        ]
    return [_figure(face.stem, face.params, face.figure)] if face.figure else []


def _figure(stem: str, params: Any, name: str) -> Any:
    page = page_at(stem)
    return getattr(page.figures, name)(computed(page.concept, params)).without_words()
