"""The head of a page: title, question and row of actions. The page comes back to it on demand."""

import json

import streamlit as st

from content.read import Notes
from ui.keys import key_of
from ui.mount import mount


def draw_head(notes: Notes, *, titled: bool) -> None:
    """Draw the head; `titled`: with title and question, else the actions alone.

    A button far below may change the controls: then the head is scrolled to, see `ask_for_head`.
    """

    def draw() -> None:
        said: dict[str, object] = {"stage": notes.stem, "role": "head"}
        said["asked"] = st.session_state.get(_key(notes.stem), 0)
        if titled:
            said |= {"title": notes.title, "question": notes.question}
        mount(json.dumps(said).encode(), key=key_of(notes.stem, "head"))

    st.fragment(draw, key=key_of(notes.stem, "head"))()


def ask_for_head(stem: str) -> str:
    """Have the head scrolled to by the fragment whose key is returned; for a callback."""
    st.session_state[_key(stem)] = st.session_state.get(_key(stem), 0) + 1
    return key_of(stem, "head")


def _key(stem: str) -> str:
    return key_of(stem, "asked head")
