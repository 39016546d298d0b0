"""Plan: what to do on which day until the interview."""

import streamlit as st

from ui.frame import begin
from ui.plan import draw_plan
from ui.process import warm_up
from ui.questions import dress
from ui.storage import listen

begin("Plan")
dress()
with st.container(gap=None):
    listen()
    st.title("Plan", anchor=False)
st.markdown(
    ":gray[What is asked most and what you missed comes first. What does not fit is left out.]"
)
draw_plan()
warm_up()
