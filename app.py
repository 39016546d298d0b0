"""Sightglass: the contents, by section, each concept with a small picture of its idea."""

from importlib import import_module
from itertools import cycle, groupby

import streamlit as st

from content.read import all_notes
from ui.compute import computed
from ui.figure import show
from ui.frame import NAME, begin

begin(NAME)
st.title(NAME, anchor=False)
st.markdown(
    "See machine-learning concepts move: every curve is computed live, "
    "every sentence is read off it, every state is a link."
)
for section, group in groupby(all_notes(), key=lambda notes: notes.section):
    st.header(section, anchor=False)
    places = st.columns(3, gap="medium")
    for place, notes in zip(cycle(places), group, strict=False):
        with place.container(border=True):
            concept = import_module(f"concepts.{notes.stem}")
            figures = import_module(f"figures.{notes.stem}")
            sentences = import_module(f"sentences.{notes.stem}")
            result = computed(concept, concept.Params())
            show(
                figures.miniature(result),
                sentences.miniature(result),
                key=notes.stem,
                height=170,
                caption=False,
            )
            st.page_link(f"pages/{notes.stem}.py", label=f"**{notes.title}**")
            st.markdown(notes.question)
