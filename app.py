"""Sightglass: the contents, by section, each concept with a small picture of its idea.

`streamlit run app.py` finds `app` in this file, imports the file and serves `app`; for a visitor of
the home page it runs the file.
"""

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ui.guard import Guard, base_path


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


async def live(request: Request) -> Response:
    """Answer with a file of static/; see `ui/static.py`."""
    from ui.static import answer

    return await answer(request)


if __name__ == "__main__":
    home()
else:
    routes = [
        Route(f"{base_path()}/picture/{{stem}}", picture),
        Route(f"{base_path()}/tile/{{stem}}", tile),
        Route(f"{base_path()}/card/{{file}}", card),
        Route(f"{base_path()}/live/{{version}}/{{file}}", live),
    ]
    app = st.App(__file__, routes=routes, middleware=[Middleware(Guard)])
