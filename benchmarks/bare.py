"""A page with one slider and one line, drawn as the app draws: how fast any page can answer.

The link says how large the chart is, so that it is as large as the figure it is compared with.
"""

import numpy as np
import streamlit as st

from figures.drawing import Drawing
from ui.part import draw_part
from ui.process import tune_process

tune_process()
st.set_page_config(layout="wide")
width, height = (int(st.query_params.get(name, 400)) for name in ("width", "height"))
k = st.slider("k", 0, 100, 0, key="k")
x = np.linspace(0, 10, 200)
layout = {"xaxis": {"range": [0, 10]}, "yaxis": {"range": [-1, 1]}}
line = Drawing([{"type": "scatter", "mode": "lines", "x": x, "y": np.sin(x + 0.1 * k)}], layout)
draw_part(
    "bare", "figure", {"figure": line, "alt": "A line", "height": height}, key="line", width=width
)
