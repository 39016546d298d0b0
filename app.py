"""Sightglass: the contents, by section, each concept with a small picture of its idea.

`streamlit run app.py` finds `app` in this file, imports the file and serves `app`; for a visitor of
the home page it runs the file.
"""

import os
from collections.abc import Sequence
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from room.routes import Pages, Routes, Scene
from room.store import store_at
from ui.guard import Guard, base_path

REDIS = "SIGHTGLASS_REDIS"  # in the environment: where several servers keep their rooms


def home() -> None:
    """Draw the home page. What it needs is imported here: the server can be reached before that."""
    from ui.frame import NAME, begin, draw_search
    from ui.home import draw_home
    from ui.process import warm_up

    begin(NAME)
    st.title(NAME, anchor=False)
    st.markdown(
        "See machine-learning concepts move: every curve is computed live, "
        "every sentence is read off it, every state is a link."
    )
    draw_search("field")
    draw_home()
    warm_up()


async def picture(request: Request) -> Response:
    """Answer with a page's main figure; see `ui/picture.py`, which is imported once it is needed."""
    from ui.picture import answer

    return await answer(request)


async def tile(request: Request) -> Response:
    """Answer with a concept's small picture; see `ui/tile.py`, which is imported once it is needed."""
    from ui.tile import answer

    return await answer(request)


async def card(request: Request) -> Response:
    """Answer with the picture of a link; see `ui/card.py`."""
    from ui.card import answer

    return await answer(request)


async def kata(request: Request) -> Response:
    """Answer with the picture that a kata draws on; see `ui/kata.py`."""
    from ui.kata import answer

    return await answer(request)


async def live(request: Request) -> Response:
    """Answer with a file of static/; see `ui/static.py`."""
    from ui.static import answer

    return await answer(request)


async def join(request: Request) -> Response:
    """Answer with the page at which a room is joined; see `ui/room.py`."""
    from ui.room import join_page

    return await join_page(request)


async def code(request: Request) -> Response:
    """Answer with the QR code of a room's address; see `ui/room.py`."""
    from ui.room import code_image

    return await code_image(request)


def scene(link: str) -> Scene | None:
    """What a link shows to a room; see `ui/room.py`."""
    from ui.room import scene_at

    return scene_at(link)


def told(link: str, rounds: Sequence[Sequence[float]]) -> dict[str, Any]:
    """What a room has guessed; see `ui/room.py`."""
    from ui.room import told

    return told(link, rounds)


if __name__ == "__main__":
    home()
else:
    routes = [
        Route(f"{base_path()}/picture/{{stem}}", picture),
        Route(f"{base_path()}/tile/{{stem}}", tile),
        Route(f"{base_path()}/card/{{file}}", card),
        Route(f"{base_path()}/kata/{{name}}", kata),
        *Routes(store_at(os.environ.get(REDIS, "")), Pages(scene, told)).routes(base_path()),
        Route(f"{base_path()}/room", join),
        Route(f"{base_path()}/room/{{code}}", join),
        Route(f"{base_path()}/room/{{code}}/qr.svg", code),
        Route(f"{base_path()}/live/{{version}}/{{file}}", live),
    ]
    app = st.App(__file__, routes=routes, middleware=[Middleware(Guard)])
