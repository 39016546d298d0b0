"""Numbers in rows and columns, as a table that a screen reader can walk through."""

from collections.abc import Mapping

import streamlit as st


def table(rows: Mapping[str, Mapping[str, str]]) -> None:
    """Draw rows by name, each with the same columns by name, the first column naming the row."""
    columns = list(next(iter(rows.values())))
    lines = [["", *columns], [":---", *["---:"] * len(columns)]]
    lines += [[f"**{name}**", *row.values()] for name, row in rows.items()]
    st.markdown("\n".join(f"| {' | '.join(line)} |" for line in lines))
