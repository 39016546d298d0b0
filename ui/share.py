"""The link to what is on screen, and what can be taken away of it.

The browser makes what it can of what is drawn: static/share.js and static/files.js. It asks the
server for the rest: a QR code of the link, the script, and for a page that works offline its states
and plotly.js. An answer is sent once and kept nowhere.
"""

import gzip
import os
from base64 import b64encode
from collections.abc import Callable
from functools import lru_cache, partial
from importlib.resources import files
from io import BytesIO
from typing import Any
from urllib.parse import quote
from zlib import crc32

import segno
import streamlit as st

from concepts.controls import controls_of
from ui.compute import own_table
from ui.headers import EMBEDDED_BY
from ui.notebook import notebook
from ui.panel import presets_data
from ui.scene import Scene
from ui.session import Page, view_of
from ui.snippet import snippet
from ui.travel import state_of, step_of
from ui.view import PARTS

LONGEST = 2_000  # characters of a link: with more, the squares of its code get too small
LEAST_SIDE, MOST_SIDE, BORDER = 280, 400, 4  # of a code: pixels, and squares of margin
EMBEDDING = f'{EMBEDDED_BY}="https://school.example" make run'  # lets another site frame the app
OF_A_LINK = "!#$%&'()*+,/:;=?@[]"  # besides letters, digits and -._~


def share_data(scene: Scene) -> dict[str, Any]:
    """What share.js needs to share and download what is on screen; and the answers to what it asked."""
    page, params = scene.page, scene.params
    notes, asked = page.notes, st.session_state.pop(page.key("asked to share"), {})
    return {
        "stage": page.stem,
        "title": notes.title,
        "question": notes.question,
        "controls": {name: c.label for name, c in controls_of(page.concept.Params).items()},
        "parts": PARTS,
        "presets": {each["name"]: each["title"] for each in presets_data(page, params)},
        "steps": [step.id for step in notes.steps],
        "embedding": "" if os.environ.get(EMBEDDED_BY) else EMBEDDING,
        "own": own_table(page.concept, params) is not None,
        "state": crc32(repr((params, view_of(page))).encode()),  # the link has changed if this has
        "answers": {
            event: {"number": number, **ANSWER[event](scene, said)}
            for event, (number, said) in asked.items()
        },
    }


def _note(event: str, page: Page, asked: Any) -> None:
    """The browser asks for something: have the answer sent with the next picture. A callback."""
    number, said = (asked.get("number"), asked.get("link")) if isinstance(asked, dict) else (0, "")
    st.session_state.setdefault(page.key("asked to share"), {})[event] = (
        number if isinstance(number, int) else 0,
        said[: LONGEST + 1] if isinstance(said, str) else "",
    )


def _code(_scene: Scene, link: str) -> dict[str, str]:
    return {"problem": problem} if (problem := refusal(link)) else {"image": qr_image(plain(link))}


def _script(scene: Scene, link: str) -> dict[str, str]:
    script = snippet(scene.page.stem, scene.params)
    address = "" if refusal(link) else plain(link)
    return {"script": script, "notebook": notebook(scene.page.notes.title, address, script)}


def _library(_scene: Scene, _said: str) -> dict[str, str]:
    return {"library": plotly_js()}


# What the browser may ask, each with a link, or the name of a preset or a step.
ANSWER: dict[str, Callable[[Scene, str], dict[str, Any]]] = {
    "code": _code,
    "script": _script,
    "library": _library,
    "state": state_of,
    "lesson": step_of,
}
ACTS: dict[str, Callable[[Page, Any], None]] = {event: partial(_note, event) for event in ANSWER}


def refusal(link: str) -> str:
    """Why no code is drawn for `link`, as a sentence; "" if one is."""
    if not link.startswith(("http://", "https://")):
        return "A code can only be drawn for a link that starts with http:// or https://."
    if len(plain(link)) > LONGEST:
        return f"This link is longer than {LONGEST:,} characters, too long for a code. Copy it."
    return ""


def plain(link: str) -> str:
    """`link` with all that an address may not hold written as %20 and the like."""
    return quote(link, safe=OF_A_LINK, errors="replace")


def qr_image(link: str) -> str:
    """A QR code of `link`, black on white, as the address of an SVG image."""
    return f"data:image/svg+xml;base64,{b64encode(qr_svg(link)).decode()}"


def qr_svg(link: str) -> bytes:
    """A QR code of `link`, black on white, as SVG."""
    code = segno.make_qr(link)
    side = code.symbol_size(border=BORDER)[0]
    scale = max(-(-LEAST_SIDE // side), MOST_SIDE // side)  # whole pixels: sharp edges
    drawn = BytesIO()
    code.save(drawn, kind="svg", scale=scale, border=BORDER, dark="#000", light="#fff")
    return drawn.getvalue()


@lru_cache(maxsize=1)
def plotly_js() -> str:
    """plotly.js, compressed by gzip, as base64: 2 MB.

    It is the copy of the plotly package. The one that the page draws with, Streamlit's, is a module
    that imports half of Streamlit: it cannot be put into a file.
    """
    source = (files("plotly") / "package_data" / "plotly.min.js").read_bytes()
    return b64encode(gzip.compress(source, mtime=0)).decode()
