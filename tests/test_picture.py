"""A slider's picture by a link of its own: it is what the page itself would show."""

import asyncio
import json
from importlib import import_module
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.requests import Request

import app
from tests.sample import STEMS
from tests.visits import figures_on, opened, sheets_on, tell, texts
from ui import picture as pictures
from ui.picture import drawn, picture_link, scene_at
from ui.view import View


def link_on(page):
    return sheets_on(page)[0]["picture"]


def asked(link):
    """The stem and the texts of a picture's link."""
    path, query = urlsplit(link).path, urlsplit(link).query
    return path.removeprefix("picture/"), parse_qs(query, keep_blank_values=True)


def rows_at(link):
    return json.loads(texts(drawn(*asked(link)))[0])["rows"]


def answered(path, query, *headers):
    scope = {
        "type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": headers,
        "path_params": {"stem": path.removeprefix("/picture/")},
    }  # fmt: skip
    return asyncio.run(app.picture(Request(scope)))


@pytest.mark.parametrize("stem", STEMS)
def test_the_picture_is_what_the_stage_shows(stem):
    page = opened(stem)
    rows = rows_at(link_on(page))
    shown = sheets_on(page)[0]["rows"]
    assert len(rows) == len(shown) and rows.count(None) == 1
    for row, whole in zip(rows, shown, strict=True):
        assert row == whole if row else "axis" in whole


@pytest.mark.parametrize("stem", STEMS)
def test_a_slider_moved_by_the_link_is_the_slider_moved_on_the_page(stem):
    page, concept = opened(stem), import_module(f"concepts.{stem}")
    link = link_on(page)
    seed = (concept.Params().seed + 1) % 10_000
    moved = rows_at(f"{link}&{stem}.seed={seed}" if "?" in link else f"{link}?{stem}.seed={seed}")
    tell(page, stem, "set", {"seed": seed})
    page.run()
    assert [row for row in moved if row] == [
        row for row in sheets_on(page)[0]["rows"] if "cells" in row
    ]


@pytest.mark.parametrize("stem", STEMS)
def test_a_link_leads_to_the_scene_it_was_made_of(stem):
    opened(stem)
    scene = scene_at(stem, {})
    concept = scene.page.concept
    views = (
        View(),
        View(pinned=next(iter(concept.PRESETS.values())), lock=("seed",), hide=("seed",)),
    )
    scenes = [
        type(scene)(scene.page, scene.lay, params, started, view, dark)
        for params in (*concept.PRESETS.values(), concept.Params(seed=77))
        for started in (None, next(iter(concept.PRESETS)))
        for view, dark in zip(views, (True, False), strict=True)
    ]
    for each in scenes:
        link = picture_link(each)
        found = scene_at(*asked(link))
        assert (found.params, found.view, found.dark) == (each.params, each.view, each.dark), link
        assert found.started in (each.started, *concept.PRESETS)


def test_a_dark_page_has_a_dark_picture():
    stem = STEMS[0]
    link = link_on(opened(stem))
    light, dark = (drawn(*asked(each)) for each in (link, f"{link}&dark=true"))
    assert light != dark
    assert b"#f5f5f5" in texts(dark)[0] and b"#f5f5f5" not in texts(light)[0]


@pytest.mark.parametrize(
    "stem", [s for s in STEMS if hasattr(import_module(f"concepts.{s}"), "OWN")]
)
def test_what_visitors_bring_has_no_picture_for_all(stem):
    opened(stem)
    assert scene_at(stem, {f"{stem}.source": ["own"]}) is None
    assert scene_at(stem, {"a.source": ["own"]}) is None
    assert drawn(stem, {f"{stem}.source": ["own"]}) is None


def test_answers(monkeypatch):
    stem = STEMS[0]
    page = opened(stem)
    found = answered(f"/picture/{stem}", urlsplit(link_on(page)).query)
    assert found.status_code == 200 and found.headers["content-encoding"] == "deflate"
    assert found.headers["cache-control"] == "no-store"
    names = [
        part["part"]
        for row in json.loads(texts(found.body)[0])["rows"]
        if row
        for cell in row["cells"]
        for part in cell
    ]
    assert figures_on(page)[0]["part"] in names
    assert answered("/picture/nothing", "").status_code == 404
    hostile = f"{stem}.seed=x&{stem}.seed=-1e999&<b>=1&present=maybe&started=nobody&a.x=%00&dark=1"
    assert answered(f"/picture/{stem}", hostile).status_code == 200


def test_where_many_wait_what_is_foreseen_is_left(monkeypatch):
    class Clock:
        now = 100.0
        monotonic = staticmethod(lambda: Clock.now)

    monkeypatch.setattr(pictures, "time", Clock)
    monkeypatch.setattr(pictures, "_waited_for", pictures.deque(maxlen=pictures.FEW + 1))
    stem = STEMS[0]
    query, foreseen = urlsplit(link_on(opened(stem))).query, (b"sightglass-foreseen", b"1")

    def status(*headers):
        found = answered(f"/picture/{stem}", query, *headers)
        assert bool(found.body) == (found.status_code == 200)
        return found.status_code

    assert [status(foreseen) for _ in range(9)] == [200] * 9, "nobody waits for these"
    for _ in range(pictures.FEW):
        Clock.now += 0.1
        assert status() == status(foreseen) == 200
    assert status() == 200 and status(foreseen) == 204
    assert status() == 200, "who waits is always answered"
    Clock.now += 0.7  # the first of the five is 0.9 seconds old
    assert status(foreseen) == 204
    Clock.now += 0.4
    assert status(foreseen) == 200
