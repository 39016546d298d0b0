"""Flashcards: the same questions with spaced repetition."""

import streamlit as st

from ui.flashcards import draw_cards
from ui.frame import begin
from ui.process import warm_up
from ui.questions import dress, keep_place
from ui.storage import listen

begin("Flashcards")
dress()
with st.container(gap=None):
    listen()
    st.title("Flashcards", anchor=False)
st.markdown(":gray[A few questions a day. Each comes back just before you would forget it.]")
draw_cards()
keep_place("flashcards")
warm_up()
