"""The answer to an address that is no page's: in plain words, with the search and all pages there are."""

import re
from difflib import get_close_matches
from functools import cache
from html import escape
from pathlib import PurePosixPath

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, Response
from starlette.types import Message

from content.read import menu, read_notes
from ui.bare import bare_page
from ui.face import HOME, OTHERS, page_of

ROOM = re.compile(r"/room(/[^/]*)?")  # where rooms are joined: ui/room.py
ALIKE = 0.5  # of 1: how near a name must be to what was asked for


def is_lost(path: str, begun: Message) -> bool:
    """Whether an answer that begins so is the HTML of a page, and there is no page at that path."""
    if ROOM.fullmatch(path):
        return False
    html = Headers(raw=begun["headers"]).get("content-type", "").startswith("text/html")
    return html and begun["status"] == 200 and not page_of(path)


def lost_page(path: str, base: str) -> Response:
    """The page that says so, with status 404; `base` is what every address of the app begins with."""
    return HTMLResponse(_html(nearest(path), base), 404, {"Cache-Control": "no-cache"})


def nearest(path: str) -> str:
    """The name of the page that was perhaps meant; "" if none is like it."""
    named = {stem: stem for stems in menu().values() for stem in stems}
    named |= {read_notes(stem).title.lower().replace(" ", "_"): stem for stem in [*named]}
    named |= {name: name for name in OTHERS if name != HOME}
    asked = PurePosixPath(path[:200]).name.lower().replace("-", "_")
    found = get_close_matches(asked, named, n=1, cutoff=ALIKE)
    return named[found[0]] if found else ""


@cache
def _html(meant: str, base: str) -> str:
    """Nothing of the address that was asked for is in it."""

    def link(name: str) -> str:
        title = OTHERS[name][0].split(" · ")[0] if name in OTHERS else read_notes(name).title
        return f'<a href="{base}/{"" if name == HOME else name}">{escape(title)}</a>'

    pages = {**menu(), "Rehearse": [name for name in OTHERS if name != HOME]}
    main = MAIN.format(
        home=link(HOME),
        perhaps=f"<p>Do you mean {link(meant)}?</p>" if meant else "",
        sections="".join(
            f"<section><h2>{escape(section)}</h2><ul>"
            + "".join(f"<li>{link(name)}</li>" for name in names)
            + "</ul></section>"
            for section, names in pages.items()
        ),
    )
    return bare_page("No such page", main, "lost.js", ["search.css", "lost.css"], base)


MAIN = """<p>{home}</p>
<h1>There is no page at this address</h1>
<p>It may be misspelt, or the page may have moved. Search for what you want, or choose a page.</p>
{perhaps}
<div class="sightglass-to-search"></div>
<nav>{sections}</nav>"""
