"""The picture that a kata draws on, by a link of its own: the same for everybody.

What a visitor's code gives is drawn over it by their browser, which says nothing of it here.
"""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from figures.drawing import write
from figures.theme import for_dark
from katas.pictures import PICTURES
from ui.compute import computed
from ui.mount import packed
from ui.picture import as_json
from ui.shared import shared

KEPT = "public, max-age=600"


async def answer(request: Request) -> Response:
    """Answer with the picture as JSON; there is none of most katas."""
    name = str(request.path_params["name"])
    if name not in PICTURES:
        return Response(status_code=404)
    dark = request.query_params.get("dark") == "true"
    return as_json(await run_in_threadpool(drawn, f"{name} {dark}", name, dark), KEPT)


@shared(megabytes=2, size=len)
def drawn(_state: str, name: str, dark: bool) -> bytes:
    """The picture as JSON, perhaps packed."""
    picture = PICTURES[name](computed)
    said = vars(picture) | {
        "frames": [vars(frame) | {"figure": frame.figure.parts()} for frame in picture.frames]
    }
    text = write(said)
    return packed((for_dark(text) if dark else text).encode())
