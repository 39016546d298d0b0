"""Brings the picture back into view after a button far below it has changed the controls."""

import json

import streamlit as st

from ui.part import mount


def top_of_page(stem: str) -> None:
    """Stand here, and scroll back here whenever `ask_for_top` was called."""

    def draw() -> None:
        said = {"stage": stem, "role": "top", "asked": st.session_state.get(_key(stem), 0)}
        mount(json.dumps(said).encode(), key=f"{stem}:top")

    st.fragment(draw, key=f"{stem}:top")()


def ask_for_top(stem: str) -> str:
    """Have the top of the page shown by the fragment whose key is returned; for a callback."""
    st.session_state[_key(stem)] = st.session_state.get(_key(stem), 0) + 1
    return f"{stem}:top"


def _key(stem: str) -> str:
    return f"{stem}:asked top"
