"""The first HTML of a concept's page: its face, title, claim and main figure, before any script is there.

Streamlit's own first HTML is empty, and on a slow line stays so until a megabyte of scripts has come.
What stands here is what the link asks for, as SVG in the text itself; `static/first.js` takes it away
once the page stands in its place, and the figure stays until plotly.js has drawn it.
"""

import asyncio
import runpy
import zlib
from collections.abc import AsyncIterator, Callable
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response, StreamingResponse

from content.read import read_notes
from figures.drawing import Drawing
from figures.still import still, swapped
from ui.face import NAME, headed, tags
from ui.meaning import at_first, face_of, texts_of
from ui.parts import Part
from ui.picture import is_offered, scene_at
from ui.process import ONE_AT_A_TIME
from ui.scene import Scene, rows_above
from ui.shared import shared
from ui.static import FILES
from ui.texts import renamed

T = TypeVar("T")
PATIENCE = 2.0  # seconds: who waits longer gets the title alone
# A browser that navigates says so, and waits that many seconds for what the head says of the link; then
# it is the question. Who does not say so is here for the head.
NAVIGATES, SHORT = "upgrade-insecure-requests", 0.5
PAGES = Path(__file__).parent.parent / "pages"
ROOT = '<div id="root"></div>'
GZIP = 31  # zlib's word for it
# Where scripts are off it is all there will be: it stays, can be scrolled, and has no empty places.
ALONE = (
    "noscript{color:var(--111418)}#first{position:static;overflow:visible;animation:none}"
    "#first.room{height:90vh}#first .seen,#first.room .seen{margin:16px 0}"
    "#first .cell:has(>.still:empty){display:none}"
)


async def first_page(stem: str, query: str, root: str, asked: Headers) -> Response:
    """The first HTML of a concept's page for a link with that query; a bad one shows what it can.

    `root` is the app's own address, as in `ui.face.root_of`. In front of a room it comes whole: until
    then the browser shows what was there, and nothing flashes.
    """
    said = {"Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    parts = written(stem, query, root, SHORT if NAVIGATES in asked else PATIENCE)
    if in_a_room(query):
        parts = _whole([part async for part in parts])
    if "gzip" in asked.get("accept-encoding", ""):
        said["Content-Encoding"] = "gzip"
        return StreamingResponse(packed(parts), media_type="text/html", headers=said)
    return StreamingResponse(parts, media_type="text/html", headers=said)


async def _whole(parts: list[str]) -> AsyncIterator[str]:
    yield "".join(parts)


async def written(stem: str, query: str, root: str, patience: float) -> AsyncIterator[str]:
    """The HTML in three parts: what is there at once, what is said of the link, and what is drawn."""
    notes = read_notes(stem)
    room, ground = (" room", "html{background:#fff}") if in_a_room(query) else ("", "")
    styles = f"<style>{_styles()}{ground}</style><noscript><style>{ALONE}</style></noscript>"
    begun, rest = headed(f"{notes.title} · {NAME}", styles)
    yield begun
    face = await _soon(patience, at_first(notes), face_of, stem, texts_of(query) or {})
    before, after = rest.split(ROOT)
    yield (
        f'{tags(face, root)}{before}<div id="first" class="still{room}" role="status" aria-busy="true">'
        f'<div class="title">{escape(notes.title)}</div>'
        f'<div class="question">{escape(notes.question)}</div>'
    )
    picture = await _soon(PATIENCE, "", seen, stem, query)
    yield f"{picture}</div>{ROOT}{after}"


async def _soon(patience: float, instead: T, work: Callable[..., T], *given: Any) -> T:
    """What comes of the work; that instead if it takes too long or fails, as the page itself will say."""
    working = asyncio.ensure_future(run_in_threadpool(work, *given))
    try:
        return await asyncio.wait_for(asyncio.shield(working), patience)
    except Exception:
        working.add_done_callback(lambda done: done.cancelled() or done.exception())
        return instead


async def packed(parts: AsyncIterator[str]) -> AsyncIterator[bytes]:
    """Compressed, each part as soon as it is there."""
    pack = zlib.compressobj(6, wbits=GZIP)
    async for part in parts:
        yield pack.compress(part.encode()) + pack.flush(zlib.Z_SYNC_FLUSH)
    yield pack.flush()


def in_a_room(query: str) -> bool:
    """Whether a link shows its page to a room."""
    return [each.lower() for each in (texts_of(query) or {}).get("present", ())][-1:] == ["true"]


def seen(stem: str, query: str) -> str:
    """Claim, numbers and main figures that a link asks for, as HTML; "" if they are not for everybody.

    In front of a room, what its step says and shows. A page within another stands otherwise.
    """
    said = texts_of(query)
    if said is None or ("embed" in said and not in_a_room(query)):
        return ""
    if not is_offered(stem):
        with ONE_AT_A_TIME:
            runpy.run_path(
                str(PAGES / f"{stem}.py")
            )  # outside of a visit it only says what is where
    scene = scene_at(stem, renamed(said, stem, read_notes(stem).aliases))
    return "" if scene is None else _seen_by_all(scene.state, scene)


@shared(megabytes=8, size=len)
def _seen_by_all(state: str, scene: Scene) -> str:
    claimed, placed, *_ = rows_above(scene)
    assert claimed is not None and placed is not None
    words = claimed.cells[0][0].described(scene.result)
    numbers = "".join(
        f"<span>{escape(name)}</span><b>{escape(value)}</b>"
        for name, value in words.get("numbers", {}).items()
    )
    told = f'<div class="numbers">{numbers}</div>' if numbers else ""
    shown = " preset" if words.get("preset") else ""
    bare = " bare" if scene.step and not scene.step.axis else ""
    said = words.get("claim") or words["said"].replace("**", "")
    columns = " ".join(f"minmax(0,{width}fr)" for width in placed.widths)
    heroes = "".join(_hero(scene, *stack) for stack in placed.cells)
    return (
        f'<div class="seen{bare}"><div class="claim{shown}">{escape(said)}</div>{told}'
        f'<div class="heroes" style="grid-template-columns:{columns}">{heroes}</div></div>'
    )


def _hero(scene: Scene, name: Part, part: Part) -> str:
    """A main figure under its name; of a diagram, which needs no plotly.js, only its place."""
    word, colon, rest = name.describe(scene.result)["said"].partition(": ")
    said = f'{escape(word)}<span class="rest">{escape(colon + rest)}</span>'
    drawing = part.describe(scene.result)["figure"]
    picture = still(drawing) if isinstance(drawing, Drawing) else ""
    place = f'<div class="still" data-part="{escape(part.name)}">{picture}</div>'
    return f'<div class="cell"><div class="name">{said}</div>{place}</div>'


@cache
def _styles() -> str:
    return FILES["first.css"].decode() + swapped()
