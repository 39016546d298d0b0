"""The first HTML of a concept's page says and shows what its link asks for, before any script is run."""

import asyncio
import gzip
import re
from html import escape
from urllib.parse import urlencode

import pytest

from content.read import read_notes, stems
from figures.drawing import Drawing
from figures.room import LEAST
from figures.still import still
from tests.asgi import GUARDED, asked
from tests.sample import SAMPLE
from ui import first
from ui.face import UNSCRIPTED
from ui.headers import index_html
from ui.meaning import texts_of
from ui.parts import claim_part
from ui.picture import scene_at
from ui.scene import rows_above
from ui.session import Page
from ui.texts import link_texts

STEM = SAMPLE[0]
BAD = '"><script>alert(1)</script>'


def html_of(stem, query=""):
    async def whole():
        return "".join([part async for part in first.written(stem, query, "", first.PATIENCE)])

    return asyncio.run(whole())


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    monkeypatch.setattr(first, "PATIENCE", 60)


@pytest.mark.parametrize("stem", stems())
def test_it_says_and_draws_what_the_link_asks_for(stem):
    page, notes = Page.of(stem), read_notes(stem)
    preset = list(page.concept.PRESETS.values())[-1]
    for params in (page.concept.Params(), preset):
        texts = link_texts(stem, page.concept, params, "")
        html = html_of(stem, urlencode(texts, doseq=True))
        scene = scene_at(stem, texts)
        assert scene.params == params
        words = claim_part(page, None).described(scene.result)
        assert f'<div class="title">{escape(notes.title)}</div>' in html
        shown = " preset" if words["preset"] else ""
        assert f'<div class="claim{shown}">{escape(words["claim"])}</div>' in html
        for name, value in words["numbers"].items():
            assert f"<span>{escape(name)}</span><b>{escape(value)}</b>" in html
        for _, part in list(rows_above(scene))[1].cells:
            figure = part.describe(scene.result)["figure"]
            picture = still(figure) if isinstance(figure, Drawing) else ""
            assert f'<div class="still" data-part="{part.name}">{picture}</div>' in html
        assert html.index('id="first"') < html.index(first.ROOT)


def test_streamlits_own_is_all_there():
    html = html_of(STEM)
    said = re.sub(
        "<noscript>.*?</noscript>", "", index_html(), flags=re.DOTALL
    )  # ours has its place
    kept = [line for line in said.splitlines() if line.strip() and "<title>" not in line]
    assert [line for line in kept if line.strip() not in html] == []


def test_where_scripts_are_off_one_sentence_says_so_and_the_picture_stays():
    head, body = html_of(STEM).split("</head>")
    assert f"<noscript><style>{first.ALONE}</style></noscript>" in head
    assert re.findall("<noscript>.*?</noscript>", body, re.DOTALL) == [UNSCRIPTED]


@pytest.mark.parametrize(
    "query",
    [
        f"{STEM}.preset={BAD}", f"{STEM}.seed=x&{STEM}.seed=y", f"{BAD}={BAD}", "%ff%fe", "&&==", "a=1&" * 500,
        f"lock={BAD}&step={BAD}", f"{STEM}.{STEM}=" + "9" * 4000,
    ],
)  # fmt: skip
def test_a_bad_link_is_answered_and_nothing_of_it_is_markup(query):
    html = html_of(STEM, query)
    assert escape(read_notes(STEM).title) in html and first.ROOT in html
    assert "<script>alert" not in html


def test_what_is_not_for_everybody_or_stands_otherwise_is_not_drawn():
    for query in ("embed=true", f"{STEM}.source=own"):
        html = html_of(STEM, query)
        assert "data-part" not in html and 'class="title"' in html, query


@pytest.mark.parametrize("link", ["present=true", f"present=true&embed=true&{STEM}.seed=3"])
def test_a_room_sees_its_step_or_its_picture_in_large_type_and_light(link):
    html, notes = html_of(STEM, link), read_notes(STEM)
    scene = scene_at(STEM, texts_of(link))
    assert (scene.view.step or None) == (None if "seed" in link else notes.steps[0].id)
    said, placed, _ = rows_above(scene)
    words = said.cells[0][0].described(scene.result)
    assert f">{escape(words.get('said') or words['claim'])}</div>" in html
    for _, part in placed.cells:
        figure = part.describe(scene.result)["figure"]
        assert f'data-part="{part.name}">{still(figure)}</div>' in html
        assert figure.layout["font"]["size"] >= LEAST
    assert 'id="first" class="still room"' in html


def test_in_front_of_a_room_it_comes_whole_so_that_nothing_blank_is_seen_between():
    for query, whole in (("", False), ("?present=true", True)):
        start, *parts = asked(GUARDED, f"/{STEM}{query}")
        sent = [part["body"].decode() for part in parts if part["body"]]
        assert start["status"] == 200 and (len(sent) == 1) == whole
        assert ("html{background:#fff}" in sent[0]) == whole, "light, whatever the visitor's system"


def test_who_would_wait_too_long_gets_the_title(monkeypatch):
    monkeypatch.setattr(first, "PATIENCE", 0)
    html = html_of(STEM)
    assert "data-part" not in html and 'class="title"' in html and first.ROOT in html


def test_a_page_that_fails_is_begun_all_the_same(monkeypatch):
    def fails(stem, query):
        raise ValueError("words")

    monkeypatch.setattr(first, "seen", fails)
    html = html_of(STEM)
    assert "words" not in html and first.ROOT in html


@pytest.mark.parametrize("stem", stems())
def test_all_that_is_drawn_is_svg_without_a_script_or_an_address(stem):
    html = html_of(stem)
    drawn = html[html.index('id="first"') : html.index(first.ROOT)]
    assert set(re.findall(r"<([a-z]+)", drawn)) <= {
        "div",
        "svg",
        "path",
        "text",
        "image",
        "span",
        "b",
    }
    assert all(each.startswith("data:image/png") for each in re.findall(r'href="([^"]*)', drawn))
    assert not re.search(r"\bon[a-z]+=|nan|inf\b", re.sub(r'href="[^"]*"|>[^<]*<', "", drawn))


def test_it_is_sent_compressed_to_who_takes_that_and_only_for_a_page():
    for accept in ("gzip", ""):
        start, *parts = asked(GUARDED, f"/{STEM}", **{"accept-encoding": accept})
        said = dict(start["headers"])
        body = b"".join(part["body"] for part in parts)
        content = gzip.decompress(body) if accept else body
        assert said.get(b"content-encoding", b"").decode() == accept
        assert content.decode() == html_of(STEM) and b'id="first"' in content
        assert said[b"content-security-policy"] and said[b"link"] and start["status"] == 200
