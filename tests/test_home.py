"""The home page: what it lists, its small pictures, and the paths through the pages."""

import asyncio
import json
import zlib
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.requests import Request
from streamlit.testing.v1 import AppTest

import app
from content.contents import contents
from content.read import menu, read_notes, stems, walks
from data.read import TABLES
from tests.house import ROOT
from tests.sample import SAMPLE
from ui import early
from ui.axis import axis_control, axis_stops
from ui.frame import REHEARSE
from ui.session import Page
from ui.texts import START, chosen_preset, read_link
from ui.tile import tile
from ui.view import read_view

PATHS = {walk.name: walk for walk in walks()}
STOPS = [(walk.name, i) for walk in walks() for i in range(len(walk.stops))]


def said(content):
    return json.loads(content if content.startswith(b"{") else zlib.decompress(content))


def asked(stem, query=""):
    scope = {
        "type": "http", "method": "GET", "path": f"/tile/{stem}", "query_string": query.encode(),
        "headers": [], "path_params": {"stem": stem},
    }  # fmt: skip
    return asyncio.run(app.tile(Request(scope)))


def test_home_is_one_mount_and_lists_every_concept():
    home = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    assert not home.exception
    listed = [tile["stem"] for section in contents()["sections"] for tile in section["tiles"]]
    assert listed == stems()
    assert [section["name"] for section in contents()["sections"]] == list(menu())


def test_each_concept_has_its_turn_as_todays_idea(monkeypatch):
    seen = set()
    for day in range(len(stems())):

        class Then(datetime):
            @classmethod
            def now(cls, zone=None, day=day):
                return datetime(2026, 1, 1, tzinfo=zone) + timedelta(days=day)

        monkeypatch.setattr(early, "datetime", Then)
        seen.add(early.todays_idea())
    assert seen == set(stems())


@pytest.mark.parametrize("stem", SAMPLE)
def test_a_sweep_is_the_small_picture_at_every_place_of_the_axis(stem):
    """Drawn anew at both ends and where it stands, with the claim of the page."""
    page = Page.of(stem)
    concept, found = page.concept, said(tile(stem, True, False))
    params = concept.PRESETS[START]
    stops = axis_stops(axis_control(concept), getattr(params, concept.AXIS))
    assert len(found["texts"]) == len(found["places"]) == len(stops)
    assert found["places"] == sorted(found["places"]) and found["places"][0] == 0
    for at in {0, found["at"], len(stops) - 1}:
        result = concept.compute(replace(params, **{concept.AXIS: stops[at]}), TABLES)
        there = {tuple(each["path"]): each["pool"][each["order"][at]] for each in found["tracks"]}
        if chosen_preset(concept.PRESETS, result.params) is None:
            assert there.get(("claim",), found["claim"]) == page.sentences.claim(result)
        assert there.get(("alt",), found["alt"]).endswith(page.sentences.miniature(result))
    assert said(tile(stem, False, False)) == {each: found[each] for each in ("claim", "figure", "alt")}  # fmt: skip


def test_the_link_of_a_tile():
    assert asked("none").status_code == 404
    still = asked(SAMPLE[0])
    assert still.status_code == 200 and "max-age" in still.headers["cache-control"]
    assert still.headers.get("content-encoding") in (None, "deflate")
    assert said(asked(SAMPLE[0], "dark=true").body) != said(still.body)
    assert "tracks" in said(asked(SAMPLE[0], "sweep=true").body)


def test_the_paths_fit_their_names():
    for walk in walks():
        assert 3 <= len(walk.stops) <= 30 and walk.title and walk.door and walk.says
        assert all(1 <= stop.minutes <= 240 and stop.say for stop in walk.stops)
    assert sum(stop.minutes for stop in PATHS["interview"].stops) == 90
    assert sum(stop.minutes for stop in PATHS["lesson"].stops) == 45
    assert 55 <= sum(stop.minutes for stop in PATHS["models"].stops) <= 65


@pytest.mark.parametrize(("name", "i"), STOPS)
def test_every_stop_opens_what_it_names(name, i):
    """A page of ours, and nothing in its link that the page would complain of or pass over."""
    address = urlsplit(PATHS[name].stops[i].link)
    if address.path in REHEARSE:
        assert address.query == ""
        return
    assert address.path in stems()
    page, texts = Page.of(address.path), parse_qs(address.query, strict_parsing=True)
    mine = {key: texts[key] for key in texts if key.startswith(f"{page.stem}.")}
    _, _, problems = read_link(page.stem, page.concept, mine)
    view, more = read_view(texts, page.concept, page.notes)
    assert list(problems) == [] and list(more) == []
    notes = read_notes(page.stem)
    known = {
        f"{page.stem}.preset": list(notes.presets),
        f"{page.stem}.read": ["code", "wrong", "interview", "why"],
        "question": [each.id for each in notes.interview],
        "challenge": [each.id for each in notes.challenges],
        "present": ["true"],
        "predict": ["true"],
    }
    for key, (value,) in texts.items():
        assert value in known[key], key
