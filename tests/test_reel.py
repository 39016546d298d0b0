"""The reel of a page: made once for all who ask for it, and in nobody's way while it is made."""

from types import SimpleNamespace

import pytest

from tests.sample import SAMPLE
from tests.visits import opened, sent, sheets_on, tell
from ui import compute, reel
from ui.axis import axis_control, axis_stops
from ui.keys import key_of, stem_of
from ui.process import ONE_AT_A_TIME
from ui.session import Page
from ui.view import View

STEM = SAMPLE[0]


def axis_on(page):
    return next(row["axis"] for row in sheets_on(page)[0]["rows"] if "axis" in row)


def reel_on(page):
    return next(mount for mount in sent(page) if mount["role"] == "reel")


def bytes_of_the_reel(page):
    """What is sent to everybody: all but the line before it."""
    contents = [each.proto.bytes for each in page.get("bidi_component")]
    return next(each.partition(b"\n")[2] for each in contents if b'"heard"' in each)


def test_a_reel_is_made_and_packed_once_for_all_visitors(monkeypatch):
    made = []

    def packing(scene, text):
        made.append(text)
        return in_colours(scene, text)

    in_colours = reel.in_colours
    monkeypatch.setattr(reel, "in_colours", packing)
    seed = Page.of(STEM).concept.Params().seed + 1
    visits = [opened(STEM, **{f"{STEM}.seed": str(seed)}) for _ in range(2)]
    for number, visit in enumerate(visits):
        assert "parts" not in reel_on(visit), "it is sent to who asks for it"
        tell(visit, STEM, "hello", f"greeting {number}")
        tell(visit, STEM, "asked", axis_on(visit)["key"])
    assert len(made) == 1
    first, second = map(bytes_of_the_reel, visits)
    assert first == second and len(first) < len(made[0]) / 2
    for number, visit in enumerate(visits):
        found = reel_on(visit)
        assert found["heard"] == f"greeting {number}" and found["key"] == axis_on(visit)["key"]
        assert {"claim", *visit_figures(visit)} <= set(found["parts"])


def visit_figures(page):
    parts = (part for row in sheets_on(page)[0]["rows"] for cell in row.get("cells", ()) for part in cell)  # fmt: skip
    return [part["part"] for part in parts if part["role"] == "figure"]


def test_one_who_waits_for_a_result_comes_between_two_places_of_a_reel(monkeypatch):
    """Computing holds the lock, drawing does not; so nobody waits for a whole reel."""
    page, held = Page.of(STEM), []

    def computing(params, tables):
        held.append(("computing", ONE_AT_A_TIME._is_owned()))
        return params

    def described(result):
        held.append(("drawing", ONE_AT_A_TIME._is_owned()))
        return {"at": getattr(result, page.concept.AXIS)}

    concept = SimpleNamespace(**vars(page.concept) | {"compute": computing})
    params = concept.Params()
    of_page = SimpleNamespace(
        concept=concept, sentences=SimpleNamespace(), stem=STEM, notes=page.notes
    )
    parts = [SimpleNamespace(name="figure", described=described)]
    monkeypatch.setattr(reel, "parts_of", lambda scene: parts)
    reel._reel("key", SimpleNamespace(page=of_page, params=params, dark=False, view=View()))
    places = axis_stops(axis_control(concept), getattr(params, concept.AXIS))
    assert held == [("computing", True), ("drawing", False)] * len(places)


@pytest.mark.parametrize("source", ["example", "own"])
def test_every_result_is_computed_under_the_lock(source, monkeypatch):
    found = []
    concept = SimpleNamespace(
        __name__=f"concepts.of_this_test_of_{source}",
        OWN="table",
        compute=lambda params, tables: (
            found.append((ONE_AT_A_TIME._is_owned(), tables["table"])) or "a result"
        ),
    )
    monkeypatch.setattr(compute, "TABLES", {"table": "an example"})
    session = {key_of(stem_of(concept), "own table"): "their own"}
    monkeypatch.setattr(compute.st, "session_state", session)
    compute.computed(concept, SimpleNamespace(source=source))
    assert found == [(True, "their own" if source == "own" else "an example")]
