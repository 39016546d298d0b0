"""The files that draw a page: ours under a path that names their version, and Streamlit's own.

A browser keeps what it has loaded for good, and after an upgrade everything has another path. So our
scripts import each other in plain words, and all that a page has loaded are of one version.

What is sent often is compressed once. Streamlit sends its files as they are, three times as long.
"""

import asyncio
import gzip
import hashlib
import json
from collections.abc import Callable
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response

from content.contents import contents
from content.index import index
from content.read import read_notes, terms
from katas.listed import listed, searched
from ui.worker import IMPORTS, WORKER, worker

# What is sent compressed; fonts and pictures are so already.
TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}
LONG = 200_000  # bytes: the server has other things to do meanwhile
FOREVER = "public, max-age=31536000, immutable"

# Read once: a server that is being replaced still sends what its version names.
STATIC = Path(__file__).parent.parent / "static"
FILES = {path.name: path.read_bytes() for path in sorted(STATIC.iterdir()) if path.suffix in TYPES}
# The glossary, for static/terms.js.
FILES["terms.json"] = json.dumps(
    [vars(term) | {"title": read_notes(term.page).title} for term in terms()]
).encode()
FILES["index.json"] = json.dumps([*index(), *searched()]).encode()  # for static/search.js
FILES["contents.json"] = json.dumps(contents()).encode()  # for static/home.js
FILES["katas.json"] = json.dumps(
    {"imports": IMPORTS, "katas": listed()}
).encode()  # for static/coding.js
FILES[WORKER] = worker()
VERSION = hashlib.sha256(repr(FILES).encode()).hexdigest()[:12]
LIVE = f"live/{VERSION}"  # where they are, as seen from the app's own address
STYLES = ("live.css", "head.css", "teach.css", "share.css", "room.css")  # of a concept's page


async def answer(request: Request) -> Response:
    """Answer with a file of ours; under another version's path there is none."""
    name = request.path_params["file"]
    if request.path_params["version"] != VERSION or name not in FILES:
        return Response(status_code=404)
    return await _sent(name, lambda: FILES[name], request.headers)


async def streamlits(address: str, asked: Headers) -> Response | None:
    """Streamlit's file of that address, compressed; None if it is to answer itself."""
    path = _streamlits().get(address)
    if path is None or not _takes_gzip(asked) or "range" in asked:
        return None
    return await _sent(address, partial(_on_demand, path), asked)


# Streamlit fetches its type of signs for a space, whether or not a sign is shown, and it is a third as
# large as plotly.js. The names of signs are all that it is needed for.
SIGNS = b"font-family:Material Symbols Rounded;"
NAMES = SIGNS + b"unicode-range:U+30-39,U+5F,U+61-7A;"


def _on_demand(path: Path) -> bytes:
    content = path.read_bytes()
    return content.replace(SIGNS, NAMES) if path.suffix == ".css" else content


def streamlit_folder() -> Path:
    """What Streamlit serves. It need not be imported for that."""
    streamlit = find_spec("streamlit")
    assert streamlit is not None and streamlit.origin is not None
    return Path(streamlit.origin).parent / "static"


@cache
def font() -> Path:
    """The type of the pages, which Streamlit brings along."""
    return next((streamlit_folder() / "static" / "media").glob("SourceSansVF-Upright.*"))


@cache
def _streamlits() -> dict[str, Path]:
    """Those of Streamlit's files whose names hold a hash of what is in them, by address."""
    folder = streamlit_folder()
    every = (path for path in (folder / "static").rglob("*") if path.suffix in TYPES)
    return {f"/{path.relative_to(folder).as_posix()}": path for path in every}


async def _sent(name: str, read: Callable[[], bytes], asked: Headers) -> Response:
    said = {"Cache-Control": FOREVER, "Vary": "Accept-Encoding"}
    if _takes_gzip(asked):
        said["Content-Encoding"] = "gzip"
        content = await _packed(name, read)
    else:
        content = read()
    return Response(content, media_type=TYPES[Path(name).suffix], headers=said)


def _takes_gzip(asked: Headers) -> bool:
    return "gzip" in asked.get("accept-encoding", "")


_PACKED: dict[str, asyncio.Task[bytes]] = {}


async def _packed(name: str, read: Callable[[], bytes]) -> bytes:
    """The file, compressed; who asks while it is being compressed waits for it, as a class does."""
    if name not in _PACKED:
        _PACKED[name] = asyncio.create_task(_pack(read))
    return await asyncio.shield(_PACKED[name])  # a visitor may leave meanwhile


async def _pack(read: Callable[[], bytes]) -> bytes:
    pack = partial(gzip.compress, read(), 6, mtime=0)
    return pack() if len(pack.args[0]) < LONG else await run_in_threadpool(pack)
