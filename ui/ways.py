"""The end of a page: what it builds on, and where to go on to."""

import streamlit as st

from content.read import Notes, read_notes


def draw_ways(notes: Notes) -> None:
    """A tile for each concept that this one needs or leads to: title, question, and the whole a link."""
    with st.container(key="ways"):
        for words, stems in (("Comes from", notes.needs), ("Goes on to", notes.next)):
            if not stems:
                continue
            with st.container():
                st.subheader(words, anchor=False)
                for stem in stems:
                    other = read_notes(stem)
                    label = f"**{other.title}** {other.question}"
                    st.page_link(f"pages/{stem}.py", label=label, width="stretch")
