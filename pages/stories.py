"""Stories: what to tell when they ask what you did."""

import streamlit as st

from ui.frame import begin
from ui.process import warm_up
from ui.stories import draw_stories

begin("Stories")
st.title("Stories", anchor=False)
st.markdown(
    ":gray[Situation, task, action, result: two minutes each. What is counted is a count, no grade.]"
)
draw_stories()
warm_up()
