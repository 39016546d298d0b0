"""A text and a drawing, by a page of their own (tests/heroes), and the same of every page that has one.

What a visitor writes is in links, figures, sentences, scripts and files, and is markup in none.
"""

import json
import tomllib
from dataclasses import replace
from importlib import import_module
from urllib.parse import parse_qs, urlencode

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from concepts.controls import Drawing, Text, check, controls_of, corners, parse, refusal
from data.read import TABLES
from figures.diagram import Diagram
from tests.fuzz import walks
from tests.heroes import DESK, added, fallen, standing
from tests.house import STEMS, drawings
from tests.visits import figures_on, params_on_screen, problems_on, say, sheets_on, tell, words_on
from ui.notebook import notebook
from ui.snippet import snippet
from ui.texts import link_texts, read_link
from ui.view import View, read_view, view_texts

CONCEPT, FIGURES, SENTENCES = added(DESK)
SAME = settings(
    derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)
STRANGE = "<b>x</b> &amp; **y** `z` $q$ {{facts}} '\" \\ # שלום\u200f é 👩\u200d👧"
# Texts that would be something else where they are not escaped.
MARKUP = (
    "<b>x</b> y", "<a href='https://x.org'>x</a> y", "&lt;i&gt; y", "**x** y", "$x$ y", "{{facts}} y", "=1+1 y", "%{x} y", "`x` y",
    "' + x + ' y", '""" y', "\\n y", "שלום עולם",
)  # fmt: skip
INPUTS = [
    (stem, name)
    for stem in (*STEMS, DESK)
    for name, control in controls_of(import_module(f"concepts.{stem}").Params).items()
    if isinstance(control, Text)
]


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """The file of an app that has the fixture's page."""
    with pytest.MonkeyPatch.context() as patch:
        path = standing(tmp_path_factory.mktemp("desk"), patch)
        patch.setattr(walks, "ROOT", path.parent)
        yield path
    fallen()


@pytest.fixture
def page(app):
    return opened(app)


def opened(app, **query):
    page = AppTest.from_file(str(app), default_timeout=30)
    page.query_params.update(query)
    page.switch_page(f"pages/{DESK}.py").run()
    assert not page.exception, page.exception[0].stack_trace
    return page


# --- links


written = st.text(st.sampled_from(walks.WRITTEN) | st.characters(), max_size=90)
painted = st.text(st.sampled_from("0123456789abcdef"), min_size=64, max_size=64)


def carried(params, view=None):
    """What a link to `params` says once it has been through an address."""
    texts = link_texts(DESK, CONCEPT, params, "")
    if view is not None:
        texts |= view_texts(view, DESK, CONCEPT)
    address = urlencode(texts, doseq=True)
    assert address.isascii() and not set(address) & set("<>\"' {}")
    return parse_qs(address, keep_blank_values=True)


@SAME
@given(written, painted)
def test_whatever_is_taken_comes_back_from_a_link(said, digit):
    value, meant = parse(controls_of(CONCEPT.Params)["words"], [said])
    if not meant:
        return
    params = CONCEPT.Params(words=value, digit=digit)
    assert read_link(DESK, CONCEPT, carried(params)) == (params, "why", [])


@SAME
@given(written, written)
def test_whatever_a_link_says_is_allowed_or_said_to_be_wrong(said, digit):
    texts = {f"{DESK}.words": [said], f"{DESK}.digit": [digit]}
    params, _, problems = read_link(DESK, CONCEPT, texts)
    check(params)
    refused = [parse(c, [t]) == (None, False) for c, t in zip(list(controls_of(params).values())[:2], (said, digit), strict=True)]  # fmt: skip
    assert len(problems) == sum(refused)
    for problem in problems:
        assert problem.count("`") % 2 == 0 and problem.endswith("is used.")
        assert not set("<>*$[") & set("".join(problem.split("`")[::2])), problem


def test_what_is_pinned_is_in_the_link_too(app):
    pinned = CONCEPT.Params(words=STRANGE, digit="a" * 64)
    texts = carried(CONCEPT.Params(), View(pinned=pinned))
    view, problems = read_view(texts, CONCEPT, import_module("content.read").read_notes(DESK))
    assert (view.pinned, problems) == (pinned, [])


# --- the page


def test_what_is_written_and_painted_is_on_the_page_and_in_its_link(page, app):
    tell(page, DESK, "set", {"words": "  two \u00a0 words ", "digit": "F" * 64})
    page.run()
    assert params_on_screen(page, DESK) == CONCEPT.Params(words="two words", digit="f" * 64)
    assert page.query_params == {f"{DESK}.words": "two words", f"{DESK}.digit": "f" * 64}
    (sentence,) = (f for f in figures_on(page) if "two words" in f["alt"])
    assert sentence["figure"]["layout"]["annotations"][0]["text"] == "two words"
    again = opened(app, **page.query_params)
    assert params_on_screen(again, DESK) == params_on_screen(page, DESK)
    assert figures_on(again) == figures_on(page)


@pytest.mark.parametrize(
    "said", [None, 1, True, {"a": 1}, ["a", "b"], "", "a\nb", "w " * 13, "a" * 81]
)
def test_what_is_no_text_changes_nothing(page, said):
    tell(page, DESK, "set", {"words": said, "digit": said})
    assert params_on_screen(page, DESK) == CONCEPT.Params()


def test_a_link_with_what_is_not_taken_opens_the_page_and_says_so(app):
    page = opened(app, **{f"{DESK}.words": "a\nb", f"{DESK}.digit": "f"})
    assert params_on_screen(page, DESK) == CONCEPT.Params()
    words, digit = problems_on(page)
    assert words == (
        "The link sets sentence to `ab`. It is one line of at most 80 characters, 1 to 12 words; "
        "`the cat sat on the mat` is used."
    )
    assert digit == (
        "The link sets digit to `f`. It is 64 digits from 0 to f, row by row; A seven is used."
    )


def test_what_is_locked_stays(app):
    page = opened(app, lock="words,digit")
    tell(page, DESK, "set", {"words": "other words", "digit": "0" * 64})
    assert params_on_screen(page, DESK) == CONCEPT.Params()


def test_a_challenge_holds_a_drawing_and_is_solved_by_words(page):
    say(page, DESK, "try", "three")
    say(page, DESK, "set", {"words": "three **bold** words", "digit": "0" * 64})
    assert params_on_screen(page, DESK) == CONCEPT.Params(words="three **bold** words")
    challenge = sheets_on(page)[0]["teach"]["challenge"]
    assert "bold" in challenge["solved"] and "**" not in challenge["solved"]


def test_a_step_of_the_lesson_may_set_both(app):
    page = opened(app, present="true", step="cat")
    found = params_on_screen(page, DESK)
    assert (found.words, found.digit) == ("a step of its own", "f" * 64)
    assert any("a step of its own" in said for said in words_on(page))


@settings(SAME, max_examples=8)
@given(said=st.deferred(lambda: walks.walks(DESK)), query=st.deferred(lambda: walks.queries(DESK)))
def test_walks(app, said, query):
    mine = [act for act in said if not isinstance(act, walks.Go)]
    assert walks.walk(DESK, mine, query) >= 1


# --- as markup nowhere


@pytest.mark.parametrize(("stem", "name"), INPUTS)
def test_a_text_is_no_markup_in_figures_and_sentences(stem, name):
    """plotly.js reads HTML in every text; sentences have bold words between two asterisks."""
    concept, sentences = (import_module(f"{folder}.{stem}") for folder in ("concepts", "sentences"))
    control = controls_of(concept.Params)[name]
    texts = [each for each in MARKUP if refusal(control, each) is None]
    assert texts, "none of the strange texts fits: make them fit"
    for text in texts:
        result = concept.compute(replace(concept.Params(), **{name: text}), TABLES)
        for called, draw in drawings_of(stem).items():
            drawn = draw(result)
            if not isinstance(drawn, Diagram):  # a diagram's letters are letters
                for said in strings(drawn.parts()):
                    assert "<b>x" not in said and "<a " not in said, (called, said)
                    assert "&lt;i" not in said.replace("&amp;lt;i", ""), (called, said)
            sentence = getattr(sentences, called)(result)
            assert "**x**" not in sentence, called
        said = [sentences.claim(result), *sentences.headline(result).values(), *sentences.facts(result).values()]  # fmt: skip
        assert "**x**" not in "".join(said)


def drawings_of(stem):
    return (
        drawings(stem)
        if stem != DESK
        else {n: getattr(FIGURES, n) for n in ("sentence", "digit", "budget")}
    )


def strings(value):
    match value:
        case str():
            yield value
        case dict():
            for each in value.values():
                yield from strings(each)
        case list() | tuple():
            for each in value:
                yield from strings(each)
        case np.ndarray() if value.dtype.kind in "UO":
            yield from map(str, value.ravel())


# --- scripts and files


@SAME
@given(written.map(str.strip), painted)
def test_the_script_has_them_as_literals_and_finds_the_same(said, digit):
    value, meant = parse(controls_of(CONCEPT.Params)["words"], [said])
    if not meant:
        return
    with pytest.MonkeyPatch.context() as patch:
        folder = import_module("tests.heroes").HERE / "snippets"
        patch.setattr("ui.snippet.FOLDER", folder)
        script = snippet(DESK, CONCEPT.Params(words=value, digit=digit))
    known = {}
    exec(compile(script, "script", "exec"), known)  # the page's own script
    assert (known["words"], known["digit"]) == (value, digit)
    result = CONCEPT.compute(CONCEPT.Params(words=value, digit=digit), TABLES)
    assert known["answer"] == SENTENCES.answer(result)
    cells = json.loads(notebook("A desk", "", script))["cells"]
    assert repr(value) in "".join("".join(cell["source"]) for cell in cells)


def test_both_can_be_set_in_the_files_that_people_write():
    said = json.dumps(STRANGE, ensure_ascii=False)
    found = tomllib.loads(f"set = {{ words = {said}, digit = '{'3' * 64}' }}")["set"]
    assert replace(CONCEPT.Params(), **found) == CONCEPT.Params(words=STRANGE, digit="3" * 64)


def test_an_example_and_a_default_are_allowed_on_every_page():
    for stem in (*STEMS, DESK):
        for name, control in controls_of(import_module(f"concepts.{stem}").Params).items():
            if isinstance(control, Drawing):
                assert control.examples, f"{stem}: {name} has nothing to start from"
                for words, value in control.examples.items():
                    assert refusal(control, value) is None, (stem, name, words)


def test_corners_are_allowed():
    for params in corners(CONCEPT.Params):
        check(params)
        result = CONCEPT.compute(params, TABLES)
        assert len(result.words) >= 1 and result.picture.shape == (8, 8)
