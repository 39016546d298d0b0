"""What every answer says to the browser: what a page may load, and who may frame it.

`ui.guard.Guard` says it for one server, and deploy/nginx.py for several; it imports nothing, so
that what starts those need not import Streamlit.
"""

import base64
import hashlib
import os
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

EMBEDDED_BY = "SIGHTGLASS_EMBEDDED_BY"  # in the environment: origins that may frame the app
# What runs a visitor's code may make code of text, and load or reach nothing, ourselves not excepted.
WORKER_POLICY = "default-src 'none'; script-src 'unsafe-eval'"
ORIGIN = re.compile(r"https?://(\*\.)?[a-z0-9.-]+(:\d{1,5})?")

# What no page of ours uses.
UNUSED = (
    "accelerometer", "autoplay", "camera", "display-capture", "geolocation",
    "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment", "serial", "usb",
)  # fmt: skip


def headers(index: str, embedded_by: str = "") -> dict[str, str]:
    """The headers of every answer.

    Parameters
    ----------
    index : Streamlit's index.html. The scripts written into it are let in by their hashes.
    embedded_by : Origins whose pages may frame the app, separated by spaces.
    """
    written = re.findall(r"<script>(.*?)</script>", index, re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in written]
    policy = {
        "default-src": "'none'",
        # blob: Streamlit makes a file of a component's loader and imports it
        "script-src": " ".join(["'self'", *(f"'sha256-{each}'" for each in hashes), "blob:"]),
        # Streamlit, plotly.js and our own parts write styles from scripts
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",  # the websocket too
        "worker-src": "'self'",  # static/kata_worker.js, which has a policy of its own
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": " ".join(["'self'", *origins(embedded_by)]),
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {said}" for name, said in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": ", ".join(f"{name}=()" for name in UNUSED),
    }


def origins(text: str) -> list[str]:
    """The origins that a text names; ValueError for anything else."""
    for each in (found := text.split()):
        if not ORIGIN.fullmatch(each):
            raise ValueError(
                f"{EMBEDDED_BY}: {each!r} is not an origin such as https://school.example"
            )
    return found


def headers_here() -> dict[str, str]:
    """The headers for the Streamlit that is installed, and who may frame the app on this machine."""
    return headers(index_html(), os.environ.get(EMBEDDED_BY, ""))


@cache
def index_html() -> str:
    """The HTML that Streamlit begins every page with."""
    streamlit = find_spec("streamlit")
    assert streamlit is not None and streamlit.origin is not None
    index = Path(streamlit.origin).parent / "static" / "index.html"
    return index.read_text(encoding="utf-8")
