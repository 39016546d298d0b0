"""A short form of `make fuzz`: the same walks, links and messages, the same few each time."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from tests.fuzz import beside
from tests.fuzz import walks as names_of_acts
from tests.fuzz.trials import BESIDE, Task, tasks, tried
from tests.fuzz.walks import (
    PLACES,
    Bring,
    Go,
    Link,
    Send,
    Tell,
    Use,
    events,
    queries,
    sends,
    walk,
    walks,
)
from tests.visits import ROOT, opened
from ui import clock

SHORT = settings(
    derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)
anywhere = st.sampled_from(PLACES)


@settings(SHORT, max_examples=10)
@given(anywhere.flatmap(lambda place: st.tuples(st.just(place), walks(place))))
def test_walks(said):
    walk(*said)


@settings(SHORT, max_examples=40)
@given(anywhere.flatmap(lambda place: st.tuples(st.just(place), queries(place))))
def test_links(said):
    place, query = said
    walk(place, [], query)


@settings(SHORT, max_examples=20)
@given(anywhere, st.lists(sends, min_size=1, max_size=3))
def test_messages_that_no_script_of_ours_sends(place, acts):
    walk(place, acts)


@pytest.mark.parametrize("kind", BESIDE)
def test_what_is_read_beside_pages(kind):
    cases, found = tried(Task(kind, "", 1, 20))
    assert found == "" and cases >= 20


@pytest.mark.parametrize(("kind", "place"), [("written", "attention"), ("brought", "kmeans")])
def test_what_is_written_painted_and_brought(kind, place):
    cases, found = tried(Task(kind, place, 1, 3))
    assert found == "" and cases >= 6


def test_some_twenty_thousand_are_tried_and_each_kind_at_every_place_that_has_it():
    every = tasks(1)
    assert {task.place for task in every if task.kind == "written"} >= {"attention", "pca", "convolution"}  # fmt: skip
    assert {task.place for task in every if task.kind == "brought"} >= {
        "kmeans",
        "data_preparation",
    }
    assert {task.place for task in every if task.kind == "walks"} == set(PLACES)
    acts = {"walks": 9, "messages": 3, "written": 4.6, "brought": 4.8, "rooms": 5}  # as was counted
    assert sum(task.examples * acts.get(task.kind, 1) for task in every) >= 19_000


def test_a_room_and_a_file_are_asked_as_it_is_said():
    acts = [
        beside.Ask("presenter", "show", {"link": "kmeans?predict=true"}),
        beside.Ask("person", "guess", {"turn": "now", "round": 1, "value": 2}),
        beside.Ask("stranger", "reveal", {}), beside.Ask("presenter", "reveal", b"{"),
    ]  # fmt: skip
    assert beside.room(acts) == 5
    mine = b"a,b\n" + b"".join(b"%d,%d\n" % (i, i % 7) for i in range(40))
    assert walk("kmeans", [Bring("x.csv", mine)], {"kmeans.source": ["own"]}) == 2


def test_every_event_of_the_page_is_among_those_tried():
    found = set(events("precision_recall"))
    assert {("stage", "moved"), ("stage", "set"), ("stage", "preset"), ("stage", "reset")} <= found
    assert {("stage", "guess"), ("stage", "pin"), ("stage", "step"), ("stage", "code")} <= found


def test_a_walk_does_what_it_says():
    acts = [
        Tell("stage", "set", {"source": "own"}), Use(3, 0, "mine"), Tell("stage", "pin", None), Go("flashcards"),
        Link({"flashcards.view": ["x"]}), Go("precision_recall"), Send(0, "x"), Tell("nowhere", "x", 1),
    ]  # fmt: skip
    assert walk("precision_recall", acts, {"present": ["true"]}) == 9


@pytest.mark.parametrize("kind", ["walks", "links", "messages"])
def test_what_is_found_is_printed_as_a_test(kind, monkeypatch):
    def fails(*_):
        raise AssertionError("found")

    monkeypatch.setattr("tests.fuzz.trials.walk", fails)
    cases, found = tried(Task(kind, "precision_recall", 1, 3))
    assert cases == 0 and found.startswith("# AssertionError: found\n")
    (line,) = [line for line in found.splitlines() if line.startswith("walk(")]
    with pytest.raises(AssertionError):
        eval(line, {**vars(names_of_acts), "walk": fails})


@pytest.mark.parametrize("name", ["role", "date"])
def test_a_control_that_has_no_empty_state_is_as_at_first_where_a_browser_says_none(name):
    link = {"plan.role": ["deep"], "plan.date": ["2099-12-01"], "plan.begin": ["2099-11-01"]}
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    page.query_params.update(link)
    page.switch_page("pages/plan.py").run()
    known = sorted(map(str, page._session_state._state._new_widget_state.widget_metadata))
    (place,) = [i for i, each in enumerate(known) if each.endswith(f"-plan.{name}")]
    Send(place, []).on(page)
    assert not page.exception
    first = {"role": "any", "date": (clock.today() + timedelta(14)).isoformat()}
    others = {"role": "deep", "date": "2099-12-01"}
    for each in others:
        said = first if each == name else others
        assert page.query_params[f"plan.{each}"] == said[each]


def test_a_forged_message_ends_in_a_plain_error_for_who_forged_it():
    """Streamlit itself cannot read it. It says nothing of what it was, and others go on."""
    page = opened("precision_recall")
    known = page._session_state._state._new_widget_state.widget_metadata
    states = page._tree.get_widget_states()
    states.widgets.add(id=next(iter(known)), json_value="{ no JSON 4711")
    page._run(states)
    (error,) = page.exception
    assert "4711" not in str(error.proto) and "JSON" not in str(error.proto)
    assert error.message.startswith("This app has encountered an error.")
    opened("precision_recall")
