"""The words of content/ and of the controls, read by a program that knows the field's words and who found what."""

import re
from importlib import import_module

import pytest

from concepts.controls import controls_of
from content.read import fill, proved_on, read_notes
from tests.bits import leaves
from tests.house import STEMS, computed
from tests.words import faults, in_house
from ui.learn import state


def written(stem):
    """All that people wrote for a page: its notes, its prose, the labels and help of its controls."""
    controls = controls_of(import_module(f"concepts.{stem}").Params).values()
    notes = read_notes(stem)
    every = (leaf for each in (notes, *proved_on(notes)) for leaf in leaves(each))
    words = [text for *_, text in every if isinstance(text, str)]
    words += [text for each in controls for text in (each.label, each.help)]
    return words


@pytest.mark.parametrize("stem", STEMS)
def test_the_words_are_those_of_the_field(stem):
    found = {text[:80]: house for text in written(stem) if (house := in_house(text))}
    assert found == {}


@pytest.mark.parametrize("stem", STEMS)
def test_what_stands_below_a_letter_is_no_operator_alone(stem):
    r"""Of `\min` there KaTeX writes MathML that Firefox refuses: `\mathrm{min}` it is."""
    alone = re.compile(r"[_^]\{?\\(?:arg|det|dim|exp|inf|ker|lim|ln|log|max|min|Pr|sup)\b")
    assert [text[:80] for text in written(stem) if alone.search(text)] == []
    assert alone.search(r"w_{\max}") and alone.search(r"w_\min") and not alone.search(r"\min_{w}")


def test_house_words_are_found():
    for text in (
        "beyond the cliff at 2", "even points in a cube", "the classes are even", "the law of D",
        "SMOTE says 29 %, where {{share}} is true", "so few, so that precision is undefined",
        "the misses were the dear part", "probabilities that hold", "when 69.6 was to be had",
    ):  # fmt: skip
        assert in_house(text), text
    for text in (
        "{{cliff_share}} of the limit", "Bayes' law", "I lower it so that nobody waits",
        "even the highest score", "There are formulas, so that is a check",
    ):  # fmt: skip
        assert not in_house(text), text


def filled(stem):
    """Every text that names numbers, with the numbers of the state it points to; by where it stands."""
    concept, sentences = (import_module(f"{folder}.{stem}") for folder in ("concepts", "sentences"))
    notes = read_notes(stem)
    shown = {name: (concept.PRESETS[name], preset) for name, preset in notes.presets.items()}
    for each in (*notes.wrong, *proved_on(notes), *notes.steps):
        name = getattr(each, "id", None) or each.belief
        shown[name] = (state(concept, each), each)
    for name, (params, words) in shown.items():
        facts = sentences.facts(computed(stem, params))
        for _, field, text in leaves(words):
            if isinstance(text, str) and "{{" in text:
                yield f"{name}: {field}", fill(text, facts)


@pytest.mark.parametrize("stem", STEMS)
def test_words_with_their_numbers_are_as_right_as_sentences(stem):
    """One is no plural, a minus is a minus, undefined is no number, 100 % is all."""
    assert faults(dict(filled(stem))) == []


@pytest.mark.parametrize("stem", STEMS)
def test_what_asks_names_no_number_of_the_picture(stem):
    """It is shown as it is written: facts would be those of the answer."""
    notes = read_notes(stem)
    guesses = [each.predict for each in (*notes.presets.values(), *notes.steps) if each.predict]
    asked = [each.ask for each in (*guesses, *proved_on(notes), *notes.challenges)]
    asked += [option.say for guess in guesses for option in guess.options]
    assert [ask for ask in asked if "{{" in ask] == []


# What is said of the world and not shown by the page, and who found it.
FOUND_BY = {
    r"saddles? .*(common|everywhere)|thin set of starts": "Lee",
    r"add up to infinity": "Robbins",
    r"range test": "Smith",
    r"clip(ping|ped|s)? .*(norm|gradient)": "Pascanu",
    r"generalise[sd]? (as well or )?better": "Wilson",
    r"Adam a square root|square root for Adam": "Malladi",
    r"[Ee]xpected calibration error": "Naeini",
    r"Platt scaling|isotonic regression": "Niculescu-Mizil",
    r"McNemar": "McNemar",
    r"zero-one loss|0-1 loss": "Friedman, .On bias",
    r"[Rr]andom features": "Rahimi",
    r"mutual proximity": "Schnitzer",
    r"classifier .*tells? the periods apart": "Lopez-Paz",
    r"[Ll]abel shift": "Lipton",
    r"Borderline-SMOTE": "Han",
    r"ADASYN": "He",
    r"AdamW": "Loshchilov",
    r"[Ff]ocal loss": "Lin",
    r"double descent": "Belkin",
    r"F-?1? .*half of the best F1|half of the best F1": "Lipton",
    r"net benefit|[Nn]et benefit": "Vickers",
    r"PSI is (about|near)|Without drift its mean": "Yurdakul",
}


@pytest.mark.parametrize("stem", STEMS)
def test_what_the_page_does_not_show_has_a_source(stem):
    sources = read_notes(stem).prose["Sources"]
    words = "\n".join(written(stem)).replace(sources, "")
    unsourced = {
        found[0]: who
        for what, who in FOUND_BY.items()
        if (found := re.search(what, words)) and not re.search(rf"\b{who}\b", sources)
    }
    assert unsourced == {}


@pytest.mark.parametrize("stem", STEMS)
def test_a_draw_is_explained_where_chances_are_told_in_draws(stem):
    prose = read_notes(stem).prose
    words = "\n".join(written(stem))
    if re.search(r"\b(in|of) (all |half of all )?draws\b", words):
        assert "**draw**" in prose["The idea"]
