"""The Plan page: its link, its words, its calendar, and what it says to nonsense."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from icalendar import Calendar
from streamlit.testing.v1 import AppTest

from content.asked import asked_by, mentions, sources
from content.read import all_notes, menu, read_notes, stems
from content.rounds import design_page, design_steps, designs
from rehearsal.calendar import calendar_file
from rehearsal.deck import Deck, Rating, answer
from rehearsal.plan import BLOCKS, ROLES
from ui import clock
from ui import plan as page
from ui.frame import REHEARSE
from ui.plan import (
    BLOCK_OF,
    ROLE_WORDS,
    Wish,
    plan_data,
    plan_entries,
    planned,
    read_wish,
    topics,
    wish_texts,
)
from ui.questions import bank
from ui.storage import KEPT, Kept

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 30)
WISH = Wish(TODAY, TODAY + timedelta(14))


# --- what is planned


def test_topics_are_all_that_there_is_and_what_is_asked_more_weighs_more():
    found = {(topic.kind, topic.name): topic for topic in topics(())}
    assert {name for kind, name in found if kind == "concept"} == {*stems()}
    assert {name for kind, name in found if kind == "design"} == {*designs()}
    assert {topic.block for topic in found.values()} == {*BLOCKS[:-1]}
    assert {*BLOCK_OF} <= {*menu()} and {*BLOCK_OF.values()} <= {*BLOCKS}
    assert {*ROLE_WORDS} == {*ROLES}
    often = {
        notes.stem: sum(mentions(f"{notes.stem}.{each.id}") for each in notes.interview)
        for notes in all_notes()
    }
    ranked = sorted(often, key=lambda stem: found["concept", stem].weight)
    assert [often[stem] for stem in ranked] == sorted(often.values())
    stem = ranked[0]
    weak = {topic.name: topic for topic in topics([stem]) if topic.kind == "concept"}
    assert weak[stem].weight == 2 * found["concept", stem].weight
    assert sum(topic.cards for topic in found.values()) == sum(
        len(notes.interview) for notes in all_notes()
    )


@pytest.mark.parametrize("days", [1, 2, 7, 56])
def test_every_task_has_words_a_way_and_a_sign_of_being_done(days):
    wish = Wish(TODAY, TODAY + timedelta(days), 20)
    data = plan_data(planned(wish, TODAY), wish)
    tasks = [task for day in data["days"] for task in day["tasks"]]
    assert len({task["id"] for task in tasks}) == len(tasks)
    for task in tasks:
        assert task["title"] and task["minutes"] > 0
        assert task["link"].partition("?")[0] in {*stems(), *REHEARSE}
        assert task["when"][0] in {"guessed", "solved", "answered", "seen", "kata", "round", "stories", "due"}  # fmt: skip
        if task["when"][0] in ("guessed", "answered"):
            assert task["when"][2] > 0, "nothing to do is no task"
    for kind in ("concept", "kata", "design"):
        ranks = {task["rank"]: task["id"].split(".")[1] for task in tasks if task["kind"] == kind}
        assert not ranks or (min(ranks) == 0 and max(ranks) < 1)
    assert all(
        (task["rank"] is None) == (task["kind"] in ("first", "round", "loop", "story", "cards"))
        for task in tasks
    )
    rounds = [task["when"] for task in tasks if task["kind"] in ("first", "round")]
    assert [when[2] for when in rounds] == [*range(1, len(rounds) + 1)]
    assert parse_qs(data["link"]) == wish_texts(wish)


def test_a_guess_opens_its_page_and_a_challenge_is_one_of_its_own():
    wish = Wish(TODAY, TODAY + timedelta(56), 40)
    tasks = [task for day in plan_data(planned(wish, TODAY), wish)["days"] for task in day["tasks"]]
    links = {
        task["link"]
        for task in tasks
        if task["kind"] == "concept" and task["when"][0] in ("guessed", "solved")
    }
    assert {link.partition("?")[0] for link in links} <= {*stems()}
    challenges = [link for link in links if "?challenge=" in link]
    assert challenges
    for link in challenges:
        stem, _, said = link.partition("?")
        assert said.removeprefix("challenge=") in [c.id for c in read_notes(stem).challenges]


def test_the_plan_goes_on_from_the_day_it_was_begun_and_is_over_after_the_interview():
    begun = replace(WISH, begin=TODAY - timedelta(3))
    assert planned(begun, TODAY).days[0].date == begun.begin
    for day in (WISH.date, WISH.date + timedelta(1)):
        with pytest.raises(page.Unplannable):
            planned(begun, day)
    late = replace(WISH, begin=WISH.date + timedelta(9))
    assert planned(late, TODAY).days[0].date == TODAY, "one that begins after it begins now"
    old = replace(WISH, begin=date(2001, 1, 1))
    assert planned(old, TODAY).days[0].date == TODAY, "and one of another century"


# --- the calendar


def test_a_calendar_reads_the_file():
    plan = planned(WISH, TODAY)
    now = datetime(2026, 11, 30, 9, tzinfo=UTC)
    entries = plan_entries(plan, WISH, "http://localhost:8501/plan")
    written = calendar_file(entries, "Sightglass", now)
    assert max(map(len, written.splitlines())) <= 75, "RFC 5545: longer lines are folded"
    events = Calendar.from_ical(written).walk("VEVENT")
    busy = [day for day in plan.days if day.tasks]
    assert [event["DTSTART"].dt for event in events] == [*(d.date for d in busy), WISH.date]
    for event, day in zip(events, busy, strict=False):
        assert str(event["SUMMARY"]) == f"Sightglass: {day.minutes} min"
        assert event["DTEND"].dt == day.date + timedelta(1) and event["TRANSP"] == "TRANSPARENT"
        lines = str(event["DESCRIPTION"]).splitlines()
        assert len(lines) == len(day.tasks) + (day.new_cards > 0)
        link = str(event["URL"])
        assert link.startswith("http://localhost:8501/plan?")
        assert read_wish(parse_qs(link.partition("?")[2]), TODAY) == (WISH, [])
    again = Calendar.from_ical(calendar_file(entries, "Sightglass", now + timedelta(1)))
    ids = [str(event["UID"]) for event in events]
    assert len({*ids}) == len(ids) == len(events)
    assert [str(event["UID"]) for event in again.walk("VEVENT")] == ids, "it moves what it has"


# --- a link


def test_a_link_gives_back_the_wish_it_was_made_from():
    for wish in (
        WISH,
        Wish(TODAY - timedelta(2), TODAY + timedelta(1), 0.5, "deep", tuple(stems()[1:3])),
        Wish(TODAY, TODAY, 0, "theory"),
    ):
        assert read_wish(wish_texts(wish), TODAY + timedelta(99)) == (wish, [])


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("date", "soon", "The link says `soon`, and a day is said as 2026-11-30."),
        ("date", "2026-02-30", "The link says `2026-02-30`, and a day is said as 2026-11-30."),
        ("begin", "0001-01-01", "The link says `0001-01-01`, and a day is said as 2026-11-30."),
        ("hours", "many", "The link says `many` hours a week. It is a number from 0 to 60."),
        ("hours", "nan", "The link says `nan` hours a week. It is a number from 0 to 60."),
        ("hours", "1e9", "The link says `1e9` hours a week. It is a number from 0 to 60."),
        ("role", "boss", "There is no role `boss`; it is left out."),
        ("weak", "magic", "There is no concept `magic`; it is left out."),
        ("x", "1", "The link sets `x`, which this page does not have."),
    ],
)
def test_what_a_link_says_in_vain_is_said_in_one_sentence(key, value, says):
    assert read_wish({f"plan.{key}": [value]}, TODAY) == (WISH, [says])


def test_a_link_that_says_nothing_is_no_fault():
    assert read_wish({"plan.date": [], "plan.weak": []}, TODAY) == (WISH, [])


# --- the page


@pytest.fixture
def opened(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: TODAY)

    def open_page(**query):
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
        for key, value in query.items():
            app.query_params[f"plan.{key}"] = value
        app.switch_page("pages/plan.py").run()
        assert not app.exception, app.exception[0].stack_trace
        return app

    return open_page


@pytest.fixture
def drawn(monkeypatch):
    """What the browser was sent last."""
    found = []
    monkeypatch.setattr(page, "_PLAN", lambda key, data, on_kept_change: found.append(data))
    return found


def test_a_date_hours_and_a_role_make_the_plan_and_are_in_the_link(opened, drawn):
    app = opened()
    assert drawn[-1]["asks"] and len(drawn[-1]["plan"]["days"]) == 14 and not app.query_params
    app.date_input(key="plan.date").set_value(TODAY + timedelta(7))
    app.number_input(key="plan.hours").set_value(3.5)
    app.segmented_control(key="plan.role").set_value("deep")
    app.multiselect(key="plan.weak").set_value([stems()[0]])
    app.run()
    wish = Wish(TODAY, TODAY + timedelta(7), 3.5, "deep", (stems()[0],))
    assert {key: [*value] for key, value in wish_texts(wish).items()} == {
        key: [value] if isinstance(value, str) else value
        for key, value in dict(app.query_params).items()
    }
    assert drawn[-1] == {"plan": plan_data(planned(wish, TODAY), wish), "asks": False}
    again = opened(begin="2026-11-28", date="2026-12-07", hours="3.5")
    assert drawn[-1]["plan"]["days"][0]["date"] == "2026-11-28" and not drawn[-1]["asks"]
    again.button(key="plan:anew").click().run()
    assert drawn[-1]["plan"]["days"][0]["date"] == TODAY.isoformat()


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({"date": "2026-11-01"}, "The date of the interview has passed. Choose a day to come."),
        ({"date": "2026-11-30"}, "The interview is today: there is no day left to plan. A mock round takes 15 minutes."),
        ({"date": "2029-01-01"}, "The interview is more than a year away. Choose a day within a year."),
        ({"date": "2026-12-14", "hours": "0"}, "With no time in the week there is nothing to plan. Give it half an hour at least."),
    ],
)  # fmt: skip
def test_what_cannot_be_planned_is_said_and_no_plan_drawn(opened, drawn, query, says):
    app = opened(**query)
    assert [each.value for each in app.error] == [says] and drawn[-1]["plan"] is None
    app.date_input(key="plan.date").set_value(TODAY + timedelta(1))
    app.run()
    if "hours" not in query:
        assert not app.error and len(drawn[-1]["plan"]["days"]) == 1


def test_what_was_missed_gets_twice_the_time_and_cards_follow_the_plan(opened, drawn):
    deck = answer(Deck(), next(iter(bank())), Rating.Again, datetime(2026, 11, 29, tzinfo=UTC))
    app = opened()
    assert not [each for each in app.button if each.key in ("plan:missed", "plan:cards")]
    app.session_state[KEPT] = Kept(deck=deck, over="")
    app.run()
    app.button(key="plan:missed").click().run()
    assert app.multiselect(key="plan.weak").value == [next(iter(bank())).partition(".")[0]]
    assert not [each for each in app.button if each.key == "plan:missed"]
    app.button(key="plan:cards").click().run()
    choices = app.session_state[KEPT].deck.choices
    assert choices.interview == WISH.date
    assert choices.new_a_day == drawn[-1]["plan"]["days"][0]["fresh"] > 0
    assert not [each for each in app.button if each.key == "plan:cards"]


# --- what it rests on


def test_what_is_asked_often_is_said_of_questions_that_there_are_by_lists_that_were_read():
    assert {*asked_by()} <= {*bank()}
    assert {source for found in asked_by().values() for source in found} == {*sources()}
    assert all(len({*found}) == len(found) > 0 for found in asked_by().values())
    for source in sources().values():
        assert (
            source.address.startswith("https://") and source.title and source.read <= date.today()
        )  # noqa: DTZ011
    assert mentions(next(iter(asked_by()))) > 0 == mentions("no.question")


def test_a_design_round_has_seven_steps_in_45_minutes():
    steps = design_steps()
    assert len(steps) == 7 and sum(step.minutes for step in steps) == 45
    assert len({step.id for step in steps}) == 7
    assert {step.id for step in steps} <= {step.id for step in read_notes(design_page()).steps}
    for step in steps:
        assert 2 <= len(step.points) <= 4
        assert all(len(point.split()) <= 18 and not point.endswith(".") for point in step.points)
    for design in designs().values():
        assert design.ask.endswith(".") and design.listen.endswith(".")
        assert design.follow_up.ask.endswith("?") and design.follow_up.answer.endswith(".")
        assert len({*design.looks}) == 3 and {*design.looks} <= {*bank()}
