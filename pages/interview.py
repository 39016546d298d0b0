"""Interview: the bank of questions, and rounds against the clock."""

import streamlit as st

from ui.frame import begin
from ui.mock import draw_mock
from ui.overview import draw_overview
from ui.process import warm_up
from ui.questions import ROUNDS, chosen, draw_bank, draw_view, dress, follow, keep_place, write
from ui.storage import listen

begin("Interview")
dress()
follow()
choice = chosen()
write(choice)
with st.container(gap=None):
    listen()
    st.title("Interview", anchor=False)
has = "Each part has its clock." if choice.view in ("design", "loop") else "You have 60 seconds."
st.markdown(f":gray[Say your answer aloud first. {has}]")
draw_view()
if choice.view in ROUNDS:
    draw_mock(choice)
elif choice.view == "overview":
    draw_overview()
else:
    draw_bank(choice)
keep_place("interview")
warm_up()
