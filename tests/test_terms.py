"""The glossary: its form, that each page's own terms are in it and are used, and where it is found."""

import json
import re
from collections import Counter
from importlib import import_module

import pytest

from content.read import read_notes, terms
from tests.house import STEMS, computed
from tests.visits import opened
from ui.glossary import line_of
from ui.static import FILES


def names(term):
    return [term.term, *term.also]


def test_every_term_has_one_line_and_a_page():
    for term in terms():
        assert term.page in STEMS, term.term
        assert re.fullmatch(r"[A-Z][^\n!]{15,120}[.]", term.says), term.says
        assert "{{" not in term.says and "$" not in term.says
        assert not re.search(r"\b(orange|blue|red|green|grey)\b", term.says)


def test_no_name_stands_twice():
    found = Counter(name.casefold() for term in terms() for name in names(term))
    assert [name for name, times in found.items() if times > 1] == []
    assert all(name == name.strip() and len(name) <= 40 for name in found)


def said_on(stem):
    """The words of a page: those that people write, and those that are computed for its presets."""
    notes = read_notes(stem)
    concept, sentences = (import_module(f"{folder}.{stem}") for folder in ("concepts", "sentences"))
    yield from (notes.question, *notes.prose.values(), *notes.figures.values())
    yield from map(str, (*notes.presets.values(), *notes.wrong, *notes.steps, *notes.interview))
    for preset in concept.PRESETS.values():
        result = computed(stem, preset)
        yield from sentences.headline(result)
        yield sentences.claim(result)
        yield from (getattr(sentences, figure)(result) for figure in notes.figures)


@pytest.mark.parametrize("stem", STEMS)
def test_a_page_uses_the_terms_that_it_teaches(stem):
    own = [term for term in terms() if term.page == stem]
    assert len(own) >= 5, "what does the page teach?"
    words = " ".join(said_on(stem))
    for term in own:
        used = (
            re.search(rf"(?<![\w-]){re.escape(name)}s?(?![\w-])", words, re.I)
            for name in names(term)
        )
        assert any(used), f"{term.term} is not used on its own page"


def test_the_browser_is_sent_the_whole_glossary():
    sent = json.loads(FILES["terms.json"])
    assert [(each["term"], each["page"]) for each in sent] == [(t.term, t.page) for t in terms()]
    assert {each["title"] for each in sent} <= {read_notes(stem).title for stem in STEMS}


def test_the_page_has_every_term_and_the_menu_leads_to_it():
    page = opened("glossary")
    listed = "\n".join(each.value for each in page.markdown)
    assert [term.term for term in terms() if line_of(term) not in listed] == []
