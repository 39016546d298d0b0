"""A concept's result for some parameters, computed once for all visitors who ask for the same."""

from typing import Any

import streamlit as st

from data.read import TABLES


def computed(concept: Any, params: Any) -> Any:
    """`concept.compute(params, TABLES)`. Results are shared between visitors: nobody writes into them."""
    return _computed(concept.__name__, params, concept)


# 64 results of a few hundred kilobytes each: a class on the same presets, within tens of megabytes.
@st.cache_resource(max_entries=64, show_spinner="Computing")
def _computed(name: str, params: Any, _concept: Any) -> Any:
    return _concept.compute(params, TABLES)
