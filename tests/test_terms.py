"""The glossary: its form, that each page's own terms are in it and are used, and where it is found."""

import json
import re
from collections import Counter
from importlib import import_module

import pytest

from content.read import proved_on, read_notes, terms
from tests.house import STEMS, computed
from tests.visits import opened
from ui.glossary import line_of, linked
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
    yield from map(str, (*notes.presets.values(), *notes.wrong, *notes.steps, *proved_on(notes)))
    for preset in concept.PRESETS.values():
        result = computed(stem, preset)
        yield from sentences.headline(result)
        yield sentences.claim(result)
        yield from (getattr(sentences, figure)(result) for figure in notes.figures)


@pytest.mark.parametrize("stem", STEMS)
def test_no_page_has_a_hyphen_where_the_glossary_has_none(stem):
    words = " ".join(said_on(stem)).casefold()
    other = ["log-loss"]
    assert [each for each in other if each in words] == []


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


@pytest.mark.parametrize("stem", STEMS)
def test_terms_of_other_pages_lead_there_once_and_the_words_stay(stem):
    taught = {name.casefold(): term for term in terms() for name in names(term)}
    for prose in read_notes(stem).prose.values():
        found = re.findall(r"\[([^]]*)\]\(([a-z_]+)\)", linked(prose, stem))
        led = [taught.get(said.casefold()) or taught[said.casefold().removesuffix("s")] for said, _ in found]  # fmt: skip
        assert [page for _, page in found] == [term.page for term in led]
        assert stem not in [term.page for term in led]
        assert len({term.term for term in led}) == len(led)
        assert re.sub(r"\[([^]]*)\]\([a-z_]+\)", r"\1", linked(prose, stem)) == prose


def test_code_formulas_links_and_headings_are_left_alone():
    term = next(term for term in terms() if term.page != STEMS[0] and " " in term.term)
    word = term.term
    apart = (
        f"# {word}\n`{word}` ${word}$ $${word}$$ [{word}](https://there.example) <b title='{word}'>"
    )
    assert linked(apart, STEMS[0]) == apart
    assert linked(f"{apart}\nof {word}, {word}", STEMS[0]) == f"{apart}\nof [{word}]({term.page}), {word}"  # fmt: skip


def test_a_word_that_may_mean_another_thing_leads_nowhere():
    assert linked("With power the nested folds of the noise.", "decision_tree") == "With power the nested folds of the noise."  # fmt: skip
