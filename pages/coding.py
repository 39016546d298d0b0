"""Coding: small functions to write from scratch, run in the visitor's own browser."""

import streamlit as st

from ui.coding import draw_coding
from ui.frame import begin
from ui.process import warm_up

begin("Coding")
st.title("Coding", anchor=False)
draw_coding()
warm_up()
