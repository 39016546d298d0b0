"""Gradient descent and its variants."""

import streamlit as st

from concepts import gradient_descent as concept
from figures import gradient_descent as figures
from sentences import gradient_descent as sentences
from ui.compute import computed
from ui.controls import controls
from ui.figure import HERO, gallery, show
from ui.frame import open_page
from ui.learn import learn
from ui.words import claim

notes = open_page("gradient_descent")
top = st.container()
picture, panel = st.columns([3, 1], gap="medium")
with picture:
    words, hero, axis = st.container(), st.container(), st.container()
params = controls(concept, notes, top, panel, axis)
result = computed(concept, params)
with words:
    claim(concept, sentences, notes, result)
with hero:
    show(
        figures.contour(result),
        sentences.contour(result),
        key="gradient_descent.contour",
        height=HERO,
        caption=False,
    )
with picture:
    gallery(figures, sentences, result, "loss", "edge")
    st.markdown(sentences.update(result))
    gallery(figures, sentences, result, "evaluations", "data_space")
learn(concept, sentences, notes, params)
