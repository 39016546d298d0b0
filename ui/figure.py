"""The one way a figure reaches the screen."""

from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import streamlit as st

from figures.theme import for_dark

HERO, SMALL = 410, 270  # pixels

# st.plotly_chart builds the chart anew at every change of its data (Streamlit 1.67); this component
# redraws it in place. Both draw with the plotly.js that comes with Streamlit: its file's name holds
# a hash, so it is looked up.
STATIC = Path(st.__file__).parent / "static"
PLOTLY = next((STATIC / "static" / "js").glob("PlotlyChart.*.js")).relative_to(STATIC).as_posix()

# Streamlit fades what stands around an element while a long run has not yet reached it.
STEADY = ".stElementContainer:has(.sightglass-figure) { opacity: 1 !important; transition: none; }"

_FIGURE = st.components.v2.component(
    "sightglass_figure",
    html='<div class="sightglass-figure"></div>',
    css=STEADY + "\n",  # without a line break it would be taken for a path
    js=(Path(__file__).parent / "figure.js").read_text(encoding="utf-8"),
    isolate_styles=False,  # plotly.js puts its styles in the page's head
)


def show(
    figure: Any, sentence: str, *, key: str, height: int = SMALL, caption: bool = True
) -> None:
    """Draw a Plotly figure, `height` pixels high, with its sentence under it.

    Those who cannot see it hear what is drawn (the figure's own `meta.shows`) and the sentence.
    """
    spec = figure.to_json()
    if st.context.theme.type == "dark":
        spec = for_dark(spec)
    alt = f"{figure.layout['meta']['shows']} {sentence}"
    data = {"plotly": PLOTLY, "figure": spec, "alt": alt, "height": height}
    _FIGURE(key=key, data=data, height=height)


def gallery(figures: ModuleType, sentences: ModuleType, result: Any, *names: str) -> None:
    """Figures of those names side by side, each with the sentence of the same name under it."""
    for place, name in zip(st.columns(len(names), gap="medium"), names, strict=True):
        with place:
            _show(figures, sentences, result, name, SMALL)
            st.markdown(getattr(sentences, name)(result))


def hero(
    figures: ModuleType,
    sentences: ModuleType,
    result: Any,
    *names: str,
    widths: Sequence[int] = (1,),
) -> None:
    """The main figure, large; its sentence is the claim above it. Or two, side by side."""
    for place, name in zip(st.columns(widths, gap="small"), names, strict=True):
        with place:
            _show(figures, sentences, result, name, HERO)


def _show(figures: ModuleType, sentences: ModuleType, result: Any, name: str, height: int) -> None:
    drawn, said = getattr(figures, name)(result), getattr(sentences, name)(result)
    show(drawn, said, key=f"{figures.__name__}.{name}", height=height)
