"""The one way a figure reaches the screen."""

import json
from types import ModuleType
from typing import Any

import streamlit as st

from figures.theme import for_dark

HERO, SMALL = 410, 270
CONFIG = {"displaylogo": False, "displayModeBar": False, "responsive": True}


def show(
    figure: Any, sentence: str, *, key: str, height: int = SMALL, caption: bool = True
) -> None:
    """Draw a Plotly figure with its sentence under it.

    Those who cannot see it hear what is drawn (the figure's own `meta.shows`) and the sentence.
    """
    spec = figure.to_json()
    if st.context.theme.type == "dark":
        spec = for_dark(spec)
    st.plotly_chart(
        json.loads(spec),
        key=key,
        height=height,
        theme=None,
        config=CONFIG,
        alt=f"{figure.layout.meta['shows']} {sentence}",
    )
    if caption:
        st.markdown(sentence)


def gallery(figures: ModuleType, sentences: ModuleType, result: Any, *names: str) -> None:
    """Figures of that name side by side, each with its sentence."""
    for place, name in zip(st.columns(len(names), gap="medium"), names, strict=True):
        with place:
            drawn, said = getattr(figures, name)(result), getattr(sentences, name)(result)
            show(drawn, said, key=f"{figures.__name__}.{name}")
