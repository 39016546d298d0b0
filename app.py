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
    from content.read import HERE, menu, read_notes, read_prose
    from ui.frame import NAME, begin, draw_search
    from ui.home import show_miniature
    from ui.process import warm_up
    from ui.session import Page

    begin(NAME)
    st.title(NAME, anchor=False)
    st.markdown(
        "See machine-learning concepts move: every curve is computed live, "
        "every sentence is read off it, every state is a link."
    )
    draw_search("field")
    contents = [(section, stem) for section, stems in menu().items() for stem in stems]
    places = (place for _ in contents[::3] for place in st.columns(3, gap="medium"))
    for place, (section, stem) in zip(places, contents, strict=False):
        notes = read_notes(stem)
        with place.container(border=True, height="stretch"):
            st.caption(section)
            show_miniature(Page.of(stem), height=170)
            st.page_link(f"pages/{stem}.py", label=f"**{notes.title}**")
            st.markdown(notes.question)

    uses = read_prose((HERE / "home.md").read_text(encoding="utf-8"))
    for place, (use, words) in zip(st.columns(len(uses), gap="medium"), uses.items(), strict=True):
        place.subheader(use, anchor=False)
        place.markdown(words)
    warm_up()


async def picture(request: Request) -> Response:
    """Answer with a page's main figure; see `ui/picture.py`, which is imported once it is needed."""
    from ui.picture import answer

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
        Route(f"{base_path()}/live/{{version}}/{{file}}", live),
    ]
    app = st.App(__file__, routes=routes, middleware=[Middleware(Guard)])
