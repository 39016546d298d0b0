"""The glossary: every term in a line, and the page that teaches it."""

import streamlit as st

from ui.frame import GLOSSARY, begin
from ui.glossary import draw_glossary
from ui.process import warm_up

begin(GLOSSARY)
st.title(GLOSSARY, anchor=False)
st.markdown(":gray[On the pages these words are dotted: point at one, tap it, or reach it by Tab.]")
draw_glossary()
warm_up()
