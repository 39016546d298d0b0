"""The glossary as a page: terms by concept, in the order of the menu."""

import streamlit as st

from content.read import Term, all_notes, terms

WIDTH = 820  # pixels: lines that can be read


def draw_glossary() -> None:
    """Each concept that teaches terms, and its terms from A to Z."""
    with st.container(width=WIDTH):
        for notes in all_notes():
            taught = [each for each in terms() if each.page == notes.stem]
            if not taught:
                continue
            st.page_link(f"pages/{notes.stem}.py", label=f"**{notes.title}**")
            taught.sort(key=lambda each: each.term.casefold())
            st.markdown("\n".join(f"- {line_of(each)}" for each in taught))


def line_of(term: Term) -> str:
    """A term, what else it is called, and what it means, as Markdown."""
    also = f" (also {', '.join(term.also)})" if term.also else ""
    return f"**{term.term}**{also}. {term.says}"
