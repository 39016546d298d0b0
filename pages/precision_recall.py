"""Precision, recall and thresholds."""

import streamlit as st

from concepts import precision_recall as concept
from figures import precision_recall as figures
from sentences import precision_recall as sentences
from ui.compute import computed
from ui.controls import controls
from ui.figure import HERO, gallery, show
from ui.frame import open_page
from ui.learn import learn
from ui.words import claim

notes = open_page("precision_recall")
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
        figures.scores(result),
        sentences.scores(result),
        key="precision_recall.scores",
        height=HERO,
        caption=False,
    )
with picture:
    gallery(figures, sentences, result, "pr", "roc", "cost")
    gallery(figures, sentences, result, "outcomes", "metrics", "reliability")
    gallery(figures, sentences, result, "det", "decision_curve")
learn(concept, sentences, notes, params)
