"""A page with one slider and one line: how fast any Streamlit page can answer.

The link says how large the chart is, so that it is as large as the figure it is compared with.
"""

import numpy as np
import streamlit as st

from ui.process import tune_process
from ui.sockets import send_at_once

tune_process()
send_at_once()
st.set_page_config(layout="wide")
width, height = (int(st.query_params.get(name, 400)) for name in ("width", "height"))
k = st.slider("k", 0, 100, 0, key="k")
x = np.linspace(0, 10, 200)
line = {"type": "scatter", "mode": "lines", "x": x, "y": np.sin(x + 0.1 * k)}
layout = {
    "xaxis": {"range": [0, 10]},
    "yaxis": {"range": [-1, 1]},
    "width": width,
    "height": height,
}
with st.container(key="chart"):
    st.plotly_chart({"data": [line], "layout": layout}, key="line", width="content")
