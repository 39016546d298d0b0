"""The glossary as a page: terms by concept, in the order of the menu; terms that lead to their page."""

import re

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


# An everyday word may mean another thing elsewhere ("power", "nested"): these names do not.
_UNMISTAKABLE = re.compile(r"(?![Tt]he\b).*([ -]|[A-Z][A-Z0-9])")
# What in Markdown is no plain text: code, formulas, links, tags, headings.
_APART = re.compile(
    r"(`[^`]*`|\$\$.*?\$\$|\$[^$]*\$|\[[^]]*\]\([^)]*\)|<[^>]*>|^#[^\n]*$)", re.S | re.M
)


def linked(text: str, stem: str) -> str:
    """Markdown of that concept's page, in which each term that another page teaches leads there.

    Where it is first said, by a name of several words or capitals; of two that overlap the longer.
    """
    others = {
        name.casefold(): term
        for term in terms()
        if term.page != stem
        for name in (term.term, *term.also)
        if _UNMISTAKABLE.match(name)
    }
    names = "|".join(re.escape(name) for name in sorted(others, key=len, reverse=True))
    word = re.compile(rf"(?<![\w-])({names})(s?)(?![\w-])", re.I)
    met: set[str] = set()

    def link(found: re.Match[str]) -> str:
        term = others[found[1].casefold()]
        if term.term in met:
            return found[0]
        met.add(term.term)
        return f"[{found[0]}]({term.page})"

    pieces = _APART.split(text)
    return "".join(piece if i % 2 else word.sub(link, piece) for i, piece in enumerate(pieces))
