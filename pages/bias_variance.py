"""Bias, variance and noise."""

import streamlit as st

from concepts import bias_variance as concept
from figures import bias_variance as figures
from sentences import bias_variance as sentences
from ui.compute import computed
from ui.controls import controls
from ui.figure import HERO, gallery, show
from ui.frame import open_page
from ui.learn import learn
from ui.words import claim

notes = open_page("bias_variance")
top = st.container()
picture, panel = st.columns([3, 1], gap="medium")
with picture:
    words, hero, axis = st.container(), st.container(), st.container()
params = controls(concept, notes, top, panel, axis)
result = computed(concept, params)
with words:
    claim(concept, sentences, notes, result)
with hero:
    # The fits and what they cost belong in one glance: they stand side by side over the axis.
    for name, place in zip(("fits", "stack"), st.columns([3, 2], gap="small"), strict=True):
        with place:
            show(
                getattr(figures, name)(result),
                getattr(sentences, name)(result),
                key=f"bias_variance.{name}",
                height=HERO,
                caption=False,
            )
with axis:
    st.caption(sentences.ladder(result))
with picture:
    gallery(figures, sentences, result, "along_x", "closing", "typical")
learn(concept, sentences, notes, params)
