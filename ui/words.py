"""The words above the main figure."""

from types import ModuleType
from typing import Any

import streamlit as st

from content.read import Notes, fill
from ui.links import chosen_preset


def claim(concept: ModuleType, sentences: ModuleType, notes: Notes, result: Any) -> None:
    """What the picture shows now: the claim, the chosen preset's sentence, the headline numbers."""
    st.header(sentences.claim(result), anchor=False)
    chosen = chosen_preset(concept.PRESETS, result.params)
    if chosen is not None:
        st.markdown(fill(notes.presets[chosen].shows, sentences.facts(result)))
    numbers = (f":gray[{label}] **{value}**" for label, value in sentences.headline(result).items())
    st.markdown(" &emsp; ".join(numbers))
