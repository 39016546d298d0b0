"""Interview: the bank of questions, and a timed round of five of them."""

import streamlit as st

from ui.frame import begin
from ui.mock import draw_mock
from ui.process import warm_up
from ui.questions import chosen, draw_bank, draw_view, dress, follow, keep_place, write

begin("Interview")
dress()
follow()
choice = chosen()
write(choice)
st.title("Interview", anchor=False)
st.markdown(":gray[Say your answer aloud first. You have 60 seconds.]")
draw_view()
if choice.view == "mock":
    draw_mock(choice)
else:
    draw_bank(choice)
keep_place("interview")
warm_up()
