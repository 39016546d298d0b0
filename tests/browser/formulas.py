"""The formulas that people wrote, and those that KaTeX has drawn."""

import re
from collections import Counter
from importlib import import_module

from content.read import fill
from data.read import TABLES
from ui.texts import state

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
