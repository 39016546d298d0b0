"""What a page will need, begun when its address is asked for: the browser takes a second to come back."""

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from threading import Thread
from typing import Any

from content.read import stems
from ui.static import FILES, LIVE, STYLES

ELSEWHERE = (
    "search.js",
    "home.js",
    "lost.js",
    "plan.js",
    "overview.js",
    "stories.js",
    "counts.js",
    "join.js",
    "code.js",
    "coding.js",
    "editor.js",
    "round.js",
    "beside.js",
    "runner.js",
    "kata_worker.js",
    "python.js",
)  # what a concept's page does not need at first


def stem_of(path: str) -> str:
    """The concept whose page has that path; "" if it is not one's."""
    stem = path.strip("/")
    return stem if stem in stems() else ""


@cache
def prepare(stem: str) -> None:
    """Import what the page is made of, behind the scenes; once."""
    Thread(target=_prepare, args=[stem], daemon=True).start()


def _prepare(stem: str) -> None:
    with suppress(RuntimeError):  # the server is being stopped
        _import(stem)
        import_module("ui.page")


@cache
def prepare_home() -> None:
    """Draw what the home page shows first, today's idea; once."""
    Thread(target=_prepare_home, daemon=True).start()


def todays_idea() -> str:
    """The concept whose idea the home page shows today: each has its turn."""
    every = stems()
    return every[datetime.now(UTC).date().toordinal() % len(every)]


def _prepare_home() -> None:
    with suppress(RuntimeError):
        _import(todays_idea())
        import_module("ui.tile").tile(todays_idea(), False, False)


def _import(stem: str) -> Any:
    """A concept, its figures and its sentences: the concept."""
    from ui.process import ONE_AT_A_TIME
    from ui.session import Page

    with ONE_AT_A_TIME:
        return Page.of(stem).concept


@cache
def link_header() -> str:
    """Has the browser load what draws the page while Streamlit's own scripts are still starting."""
    from ui.mount import PLOTLY

    ours = (name for name in FILES if name.endswith(".js") and name not in ELSEWHERE)
    return _links([PLOTLY, *(f"{LIVE}/{name}" for name in ours)], STYLES)


@cache
def home_link_header() -> str:
    """The same for the home page: home.js with all that it imports."""
    needed = ["home.js"]
    for name in needed:  # which grows meanwhile
        imported = re.findall(
            r'^import .* from "\./(.+\.js)";$', FILES[name].decode(), re.MULTILINE
        )
        needed += [each for each in dict.fromkeys(imported) if each not in needed]
    return _links([f"{LIVE}/{name}" for name in needed], ("home.css",))


def _links(scripts: Iterable[str], styles: Iterable[str]) -> str:
    begun = [f"<{each}>; rel=modulepreload" for each in scripts]
    return ", ".join(begun + [f"<{LIVE}/{name}>; rel=preload; as=style" for name in styles])
