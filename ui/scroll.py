"""Brings the picture back into view after a button far below it has changed the controls."""

import json

import streamlit as st

from ui.keys import key_of
from ui.mount import mount


def top_of_page(stem: str) -> None:
    """Stand here, and scroll back here whenever `ask_for_top` was called."""

    def draw() -> None:
        said = {"stage": stem, "role": "top", "asked": st.session_state.get(_key(stem), 0)}
        mount(json.dumps(said).encode(), key=key_of(stem, "top"))

    st.fragment(draw, key=key_of(stem, "top"))()


def ask_for_top(stem: str) -> str:
    """Have the top of the page shown by the fragment whose key is returned; for a callback."""
    st.session_state[_key(stem)] = st.session_state.get(_key(stem), 0) + 1
    return key_of(stem, "top")


def _key(stem: str) -> str:
    return key_of(stem, "asked top")
