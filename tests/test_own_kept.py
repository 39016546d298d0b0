"""What a tab brought is found again by its word alone, for an hour, and never once it is forgotten."""

import json

import pytest
from cachetools import TTLCache
from streamlit.components.v2.bidi_component.main import _make_trigger_id

from tests.own_visits import (
    FILE,
    STEM,
    control,
    lines,
    mine,
    opened,
    press_forget,
    reset,
    uploaded,
)
from ui import own_kept


class Clock:
    """The time that the store goes by."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    time = Clock()
    store = TTLCache(own_kept.MOST, own_kept.HOUR, timer=time, getsizeof=lambda held: held[1])
    monkeypatch.setattr(own_kept, "_kept", store)
    return time


def word(page):
    return page.session_state[own_kept.TOKEN]


def found(page, token):
    """Have the browser say which word its tab has, as static/own.js does."""
    mount = next(e.proto.id for e in page.get("bidi_component") if e.proto.id.endswith(own_kept.COMPONENT))  # fmt: skip
    states = page._tree.get_widget_states()
    said = json.dumps([{"event": "found", "value": token}])
    states.widgets.add(id=_make_trigger_id(mount, "events"), json_trigger_value=said)
    page._run(states)
    assert not page.exception, page.exception[0].stack_trace
    return page


def test_a_reload_finds_what_was_brought_and_what_was_answered(clock):
    before = uploaded(opened())
    control(before, "Positive is").set_value("no").run()
    after = found(opened(), word(before))
    assert mine(after)["label"].tolist() == mine(before)["label"].tolist() == [False, True, False, True]  # fmt: skip
    assert any(FILE[0] in line for line in lines(after)) and word(after) == word(before)


def test_words_are_long_random_and_each_tabs_own(clock):
    words = {word(uploaded(opened())) for _ in range(3)}
    assert len(words) == 3 and all(len(each) >= 43 for each in words)


def test_another_word_finds_nothing_and_is_taken_back(clock):
    uploaded(opened())
    for said in ("", "x" * 43, 7, None, ["a"]):
        page = found(opened(), said)
        assert mine(page) is None
    assert word(found(opened(), "x" * 43)) == "", "the tab is told to forget its word"


@pytest.mark.parametrize("how", [press_forget, reset])
def test_what_is_forgotten_is_found_no_more(clock, how):
    page = uploaded(opened())
    token = word(page)
    how(page)
    assert own_kept.kept(token) == {}
    assert mine(found(opened(), token)) is None


def test_after_an_hour_it_is_gone_and_what_is_on_screen_stays(clock):
    page = uploaded(opened())
    token = word(page)
    clock.now += own_kept.HOUR - 1
    page.run()
    clock.now += own_kept.HOUR - 1
    assert set(own_kept.kept(token)) == {STEM}, "an hour after it was last on screen"
    clock.now += 2
    own_kept.sweep()
    assert not own_kept._kept and mine(found(opened(), token)) is None


def test_who_needs_more_room_than_there_is_pushes_out_the_oldest(clock):
    for name in "abc":
        own_kept._kept[name, STEM] = name, own_kept.MOST // 2
    assert not own_kept.kept("a") and own_kept.kept("c") == {STEM: "c"}
