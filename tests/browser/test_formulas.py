"""Every formula that people wrote is drawn as one, on every page that has any; names no concept."""

import json
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from playwright.sync_api import expect

from content.read import fill, read_notes, stems
from data.read import TABLES
from rehearsal.deck import Deck, Rating, answer, dump
from tests.browser.conftest import settle
from tests.browser.test_rehearsal import KEY, press, rest
from tests.browser.test_smoke import errors
from ui.questions import Choice, bank, matching
from ui.texts import TABS, state

FORMULA = re.compile(r"\$\$(.+?)\$\$|\$(.+?)\$", re.DOTALL)
DRAWN = """() => {
    const main = document.querySelector("[data-testid=stMain]");
    const rest = main.cloneNode(true);
    for (const each of rest.querySelectorAll(".katex, code, style, .sightglass-figure")) each.remove();
    const drawn = [...main.querySelectorAll(".katex")];
    const shown = drawn.filter((each) => each.checkVisibility());
    return {
        sources: drawn.map((each) => each.querySelector("annotation")?.textContent ?? "no source"),
        wrong: [...main.querySelectorAll(".katex-error, .katex [mathcolor='#cc0000']")].map((each) => each.textContent),
        flat: shown.filter((each) => each.getBoundingClientRect().width < 3).length,
        words: rest.textContent,
    };
}"""


def formulas(*texts, facts=None):
    """The LaTeX between the dollars of these texts, each with how often it occurs.

    It is sought before the `facts` are filled in: an amount of money is no formula.
    """
    found = (a or b for text in texts for a, b in FORMULA.findall(text))
    return Counter(" ".join((fill(each, facts) if facts else each).split()) for each in found)


def shown_with(stem, shown, *texts):
    """The formulas of texts that speak of the picture that `shown` points to."""
    if not formulas(*texts):
        return Counter()  # and nothing is computed
    concept, sentences = (import_module(f"{folder}.{stem}") for folder in ("concepts", "sentences"))
    facts = sentences.facts(concept.compute(state(concept, shown), TABLES))
    return formulas(*texts, facts=facts)


def answered(stem, question):
    return shown_with(stem, question, question.proof, question.follow_up.answer, question.wrong.why)


def has(page, wanted):
    """Wait until the page has the formulas that are wanted; they are whole, and no dollar is left."""
    for _ in range(150):
        found = page.evaluate(DRAWN)
        sources = Counter(" ".join(each.split()) for each in found["sources"])
        if sources == wanted:
            break
        page.wait_for_timeout(100)
    assert sources == wanted
    assert found["wrong"] == [], "KaTeX writes in red what it does not know"
    assert found["flat"] == 0
    left = re.findall(r".{0,20}(?:\$(?!\d)|\\[a-z]+).{0,20}", found["words"])
    assert left == [], "an amount alone has a dollar"


def test_formulas_of_a_text():
    assert formulas("a $x$, $x$ and\n$$\ny^2\n$$\n", "no") == {"x": 2, "y^2": 1}
    assert formulas("{{cost}} now, {{cost}} then, $n = {{n}}$", facts={"cost": "$5", "n": "7"}) == {
        "n = 7": 1
    }


@pytest.mark.parametrize("stem", stems())
def test_the_formulas_of_a_page(page, stem):
    notes = read_notes(stem)
    written = {
        "wrong": sum((shown_with(stem, each, each.truth) for each in notes.wrong), Counter()),
        "interview": sum((answered(stem, each) for each in notes.interview), Counter()),
        "why": formulas(*notes.prose.values()),
    }
    assert set(written) == set(TABS) - {"code"} and written["why"]
    page.goto(f"/{stem}?{stem}.read=wrong")
    settle(page)
    for tab, wanted in written.items():
        page.get_by_role("tab", name=TABS[tab], exact=True).click()
        has(page, wanted)
    assert errors(page) == []


def test_the_formulas_of_the_interview_page(page):
    asked = matching(Choice(find="$"))
    assert asked
    page.goto("/interview?interview.find=%24")
    rest(page)
    for count, each in enumerate(asked, 1):
        page.get_by_text(each.question.ask).click()
        expect(page.get_by_text("In 60 seconds")).to_have_count(count)
    has(page, sum((answered(each.notes.stem, each.question) for each in asked), Counter()))
    assert errors(page) == []


def test_the_formulas_of_a_flashcard(page):
    card = next(each for each in bank().values() if "$" in each.question.follow_up.answer)
    deck = answer(Deck(), card.name, Rating.Again, datetime.now(UTC) - timedelta(hours=1))
    kept = json.dumps(f"r1\n{dump(deck)}")
    page.add_init_script(f"localStorage.setItem({json.dumps(KEY)}, {kept})")
    page.goto("/flashcards")
    rest(page)
    press(page, "Show the answer")
    has(page, answered(card.notes.stem, card.question))
    assert errors(page) == []
