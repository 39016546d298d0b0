"""Sharing and taking away, without a browser: what the server answers, and that old links still open."""

import ast
import json
import re
from base64 import b64decode
from dataclasses import fields, replace
from importlib import import_module
from urllib.parse import parse_qs, urlsplit

import pytest
import segno

from concepts.controls import controls_of
from content.read import read_notes
from data.read import example_file
from tests.old_links import OLD_LINKS, links_of
from tests.qr import modules
from tests.sample import FEW, PAGES, STEMS
from tests.visits import opened, problems_on, sheets_on, tell, texts, words_on
from ui.links import _of_page
from ui.notebook import notebook, sections
from ui.share import LONGEST, plain, plotly_js, qr_image, refusal
from ui.snippet import snippet
from ui.texts import read_link, renamed
from ui.view import read_view

# --- old links -----------------------------------------------------------------------------------


@pytest.mark.parametrize("old", OLD_LINKS, ids=lambda old: old["link"][:100])
def test_an_old_link_opens_what_it_opened_when_it_was_made(old):
    address = urlsplit(old["link"])
    stem = address.path.strip("/")
    concept, notes = import_module(f"concepts.{stem}"), read_notes(stem)
    said = renamed(parse_qs(address.query, keep_blank_values=True), stem, notes.aliases)
    params, _, problems = read_link(stem, concept, _of_page(stem, said))
    view, more = read_view(said, concept, notes)
    assert problems + more == []
    same_values(params, old["params"], notes.aliases)
    for name, value in old["view"].items():
        if name == "pinned" and value is not None:
            same_values(view.pinned, value, notes.aliases)
            continue
        if isinstance(value, list):  # names of controls
            value = tuple(notes.aliases.get(each, each) for each in value)
        assert getattr(view, name) == value


def same_values(params, old, aliases):
    """Controls that came since have no say in an old link."""
    for name, value in old.items():
        found = getattr(params, aliases.get(name, name))
        assert found == (tuple(value) if isinstance(value, list) else value), name


def test_there_are_old_links_of_every_kind():
    assert len({each["link"].split("?")[0] for each in OLD_LINKS}) >= 6
    queries = [each["link"].split("?")[1] for each in OLD_LINKS]
    for name in ("preset=", "seed=", "present=", "step=", "a.preset=", "lock=", "hide="):
        assert any(name in query for query in queries), name


@pytest.mark.parametrize("stem", STEMS)
def test_the_links_of_a_page_can_be_added_whatever_controls_it_has(stem):
    presets = {f"{stem}.preset={name}" for name in import_module(f"concepts.{stem}").PRESETS}
    links = [each["link"] for each in links_of(stem)]
    assert presets <= {part for link in links for part in re.split("[?&]", link)}


@pytest.mark.parametrize("stem", PAGES)
def test_a_link_with_names_that_were_changed_since_opens_the_same(stem, monkeypatch):
    concept, notes = import_module(f"concepts.{stem}"), read_notes(stem)
    name = list(concept.PRESETS)[-1]
    aliases = {"old_axis": concept.AXIS, "preset.old_name": name}
    monkeypatch.setattr("ui.session.read_notes", lambda _: replace(notes, aliases=aliases))
    value = str(controls_of(concept.Params)[concept.AXIS].high)
    old = opened(
        stem, **{f"{stem}.preset": "old_name", f"{stem}.old_axis": value, "a.old_axis": value}
    )
    now = opened(
        stem,
        **{f"{stem}.preset": name, f"{stem}.{concept.AXIS}": value, f"a.{concept.AXIS}": value},
    )
    assert problems_on(old) == [] and words_on(old) == words_on(now)
    for each in fields(concept.Params):
        key = f"{stem}.{each.name}"
        assert old.session_state[key] == now.session_state[key]
    assert old.session_state[f"{stem}:view"] == now.session_state[f"{stem}:view"]


# --- what the server is asked --------------------------------------------------------------------


def share_on(page):
    """What was sent for the buttons that share and download."""
    return sheets_on(page)[0]["share"]


def ask(page, stem, event, value):
    """The browser asks for something; what is sent back, and that it is sent once."""
    tell(page, stem, event, value)
    answers = share_on(page)["answers"]
    page.run()
    assert share_on(page)["answers"] == {}, "sent once, and kept nowhere"
    return answers


@pytest.mark.parametrize("stem", PAGES)
def test_a_page_can_be_shared_and_taken_away(stem):
    concept, notes = import_module(f"concepts.{stem}"), read_notes(stem)
    axis = controls_of(concept.Params)[concept.AXIS]
    page = opened(stem, **{f"{stem}.{concept.AXIS}": str(axis.high)})
    params = replace(concept.Params(), **{concept.AXIS: axis.high})
    sent = share_on(page)
    assert sent["title"] == notes.title and sent["answers"] == {} and sent["own"] is False
    assert sent["controls"] == {n: c.label for n, c in controls_of(concept.Params).items()}
    link = f"http://localhost:8501/{stem}?{stem}.{concept.AXIS}={axis.high}"
    answer = ask(page, stem, "script", {"number": 3, "link": link})["script"]
    assert answer["number"] == 3 and answer["script"] == snippet(stem, params)
    assert answer["notebook"] == notebook(notes.title, link, answer["script"])
    assert ask(page, stem, "code", {"number": 4, "link": link}) == {
        "code": {"number": 4, "image": qr_image(link)}
    }


def test_the_browser_is_told_when_the_link_has_changed():
    stem = STEMS[0]
    axis = import_module(f"concepts.{stem}").AXIS
    page = opened(stem)
    before = share_on(page)["state"]
    page.run()
    assert share_on(page)["state"] == before
    page.session_state[f"{stem}.{axis}"] = controls_of(import_module(f"concepts.{stem}").Params)[
        axis
    ].low
    page.run()
    assert share_on(page)["state"] != before


@pytest.mark.parametrize(
    "stem", [s for s in STEMS if hasattr(import_module(f"concepts.{s}"), "OWN")]
)
def test_it_is_said_that_own_data_are_not_in_the_link(stem):
    concept = import_module(f"concepts.{stem}")
    page = opened(stem, **{f"{stem}.source": "own"})
    assert share_on(page)["own"] is False, "it is the example so far"
    file = ("mine.csv", example_file(concept.OWN), "text/csv")
    page.file_uploader[0].set_value(file).run()
    assert share_on(page)["own"] is True
    assert "mine" not in json.dumps(share_on(page))


@pytest.mark.parametrize(
    "value", ["x", 7, None, [], {}, {"number": "<b>", "link": 5}, {"number": None}]
)
def test_whatever_the_browser_asks_is_no_more_than_a_question(value):
    stem = STEMS[0]
    page = opened(stem)
    for event in ("code", "script"):
        answer = ask(page, stem, event, value)
        if value is not None:  # nothing was said
            assert answer[event]["number"] == 0
            assert "<b>" not in json.dumps(answer)


def unpacked(text):
    """What is in a file of a state, as static/offline.js reads it."""
    return json.loads(texts(b64decode(text))[-1])


@pytest.mark.parametrize("stem", FEW)
def test_each_preset_is_told_for_a_file_as_its_own_link_shows_it(stem):
    concept = import_module(f"concepts.{stem}")
    first, *_, last = concept.PRESETS
    page = opened(stem, **{f"{stem}.preset": first}, challenge=read_notes(stem).challenges[0].id)
    for name, shown in (("", first), (last, last), ("no such preset", first)):
        told = ask(page, stem, "state", {"number": 1, "link": name})["state"]
        found, moves = unpacked(told["sheet"]), unpacked(told["reel"])
        link = opened(stem, **{f"{stem}.preset": shown})
        stage, gallery = sheets_on(link)
        assert found["rows"] == stage["rows"] + gallery["rows"]
        assert found["stands"] == len(stage["rows"]) and found["presets"] == stage["presets"]
        (axis,) = (row["axis"] for row in found["rows"] if "axis" in row)
        assert moves["key"] == axis["key"]
        drawn = {part["part"] for row in found["rows"] for s in row.get("cells", ()) for part in s}
        assert set(moves["parts"]) == drawn


def test_each_step_of_the_lesson_is_told_for_a_handout():
    stem = FEW[0]
    page = opened(stem)
    for step in read_notes(stem).steps:
        told = ask(page, stem, "lesson", {"number": 1, "link": step.id})["lesson"]
        [row] = unpacked(told["sheet"])["rows"]
        [[name, figure], [words]] = row["cells"]
        assert (name["role"], figure["role"], words["role"]) == ("name", "figure", "words")
        assert step.figure in ("", figure["part"])
        shown = opened(stem, present="true", step=step.id)
        assert [words["said"]] == words_on(shown)
    told = ask(page, stem, "lesson", {"number": 1, "link": "no such step"})["lesson"]
    assert told == {"number": 1, "sheet": ""}


def test_own_data_are_in_the_file_of_who_brought_them_and_an_error_of_theirs_is_quiet(monkeypatch):
    stem = next(s for s in STEMS if hasattr(import_module(f"concepts.{s}"), "OWN"))
    concept = import_module(f"concepts.{stem}")
    page = opened(stem, **{f"{stem}.source": "own"})
    page.file_uploader[0].set_value(("mine.csv", example_file(concept.OWN), "text/csv")).run()
    told = ask(page, stem, "state", {"number": 1, "link": ""})["state"]
    assert unpacked(told["sheet"])["rows"] == [
        row for sheet in sheets_on(page) for row in sheet["rows"]
    ]
    assert unpacked(told["reel"])["parts"]

    def fails(*_):
        raise ValueError("words of theirs")

    monkeypatch.setattr("ui.reel.compute_now", fails)
    told = ask(page, stem, "state", {"number": 1, "link": ""})["state"]
    assert told["reel"] == "" and unpacked(told["sheet"])["rows"]


def test_plotly_js_is_sent_to_who_asks_for_it():
    stem = STEMS[0]
    answer = ask(opened(stem), stem, "library", {"number": 1, "link": ""})
    assert answer["library"]["library"] == plotly_js()
    assert len(plotly_js()) < 3e6


@pytest.mark.parametrize(
    "link",
    [
        "",
        "javascript:alert(1)",
        "//x",
        "HTTP",
        "file:///etc/passwd",
        "data:text/html,x",
        " http://x",
    ],
)
def test_a_code_is_only_drawn_of_a_web_address(link):
    assert refusal(link).endswith("starts with http:// or https://.")


def test_a_code_is_only_drawn_of_a_link_that_is_not_too_long():
    link = "https://example.org/?" + "a" * (LONGEST - 21)
    assert len(link) == LONGEST and refusal(link) == ""
    assert qr_image(link).startswith("data:image/svg+xml;base64,")
    assert "longer than 2,000 characters" in refusal(link + "a")
    assert "longer than 2,000 characters" in refusal("http://x/" + "é" * 400), (
        "as it is written out"
    )


def test_what_an_address_may_not_hold_is_written_out():
    link = "http://localhost:8501/a_b?c.d=-0.5&lock=a%2Cb&e=x+y#f"
    assert plain(link) == link
    assert plain('http://x/> <img src="y">\ud800`é') == (
        "http://x/%3E%20%3Cimg%20src=%22y%22%3E?%60%C3%A9"
    )


@pytest.mark.parametrize("long", [0, 200, 900, 1900])
def test_a_code_has_the_squares_of_its_link_and_is_large(long):
    link = f"https://example.org/?{'x' * long}"
    matrix, side = modules(qr_image(link))
    assert matrix == {
        (x, y)
        for y, row in enumerate(segno.make_qr(link).matrix)
        for x, dark in enumerate(row)
        if dark
    }
    assert 280 <= side <= 400


# --- notebooks -----------------------------------------------------------------------------------

SCRIPT = '''"""What it is."""

import math

a = 1  # one
b = (2,

     3)

# a word
def f(x):
    y = x

    return y


print(f(a))
'''


def test_a_script_is_cut_between_statements():
    assert sections(SCRIPT) == [
        '"""What it is."""\n\nimport math',
        "a = 1  # one\nb = (2,\n\n     3)",
        "# a word\ndef f(x):\n    y = x\n\n    return y",
        "print(f(a))",
    ]
    assert sections("a = 1\n") == ["a = 1"]


@pytest.mark.parametrize("stem", STEMS)
def test_a_notebook_holds_the_script(stem):
    script = snippet(stem, import_module(f"concepts.{stem}").Params())
    made = json.loads(notebook("A title", "http://x/y", script))
    assert (made["nbformat"], made["nbformat_minor"]) == (4, 5)
    words, *code = made["cells"]
    assert "".join(words["source"]) == "# A title\n\nWith the values of <http://x/y>."
    assert words.keys() == {"cell_type", "id", "metadata", "source"}
    for cell in code:
        assert (
            cell["cell_type"] == "code"
            and cell["outputs"] == []
            and cell["execution_count"] is None
        )
        ast.parse("".join(cell["source"]))
    ids = [cell["id"] for cell in made["cells"]]
    assert len(set(ids)) == len(ids) and all(re.fullmatch(r"[a-zA-Z0-9-]{1,64}", i) for i in ids)
    joined = "\n\n".join("".join(cell["source"]) for cell in code)
    assert joined == re.sub(r"\n{3,}", "\n\n", script).strip() and len(code) >= 3


def test_a_notebook_without_a_link_has_its_title_alone():
    assert json.loads(notebook("T", "", "a = 1"))["cells"][0]["source"] == ["# T"]
