"""The Interview page and the Flashcards page, as a visitor meets them."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from concepts.controls import applies, controls_of
from content.asked import mentions
from content.katas import katas
from content.read import GENERAL, KINDS, LEVELS, all_notes, general, menu, stems
from content.rounds import design_page, design_steps, designs, tips
from content.stories import behavioural
from rehearsal.deck import Choices, Deck, Rating, answer, choose, dump, load, start_over, waiting
from rehearsal.round import RATINGS, SIZE, begin, draw, follows, timed
from tests.sample import SAMPLE
from ui import flashcards as flashcards_page
from ui import questions
from ui.learn import state
from ui.mock import ROUND
from ui.overview import overview_data
from ui.questions import PAGE, Choice, bank, choice_texts, matching, question_level, read_choice
from ui.storage import KEPT, Kept, keep, take
from ui.texts import read_link
from ui.turns import item, looks, turns_of
from ui.view import View, is_view, read_view

ROOT = Path(__file__).parent.parent
NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def opened(page, session=None, **query):
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    for key, value in query.items():
        app.query_params[key.replace("__", ".")] = value
    for key, value in (session or {}).items():
        app.session_state[key] = value
    app.switch_page(f"pages/{page}.py")
    return ran(app)


def ran(app):
    app.run()
    assert not app.exception, app.exception[0].stack_trace
    return app


def clicked(app, key):
    app.button(key=key).click()
    return ran(app)


def link(app):
    """What the link says, each value in a list."""
    said = dict(app.query_params)
    return {key: [value] if isinstance(value, str) else value for key, value in said.items()}


def asks(app):
    """The questions that are listed."""
    return [re.sub(r" :gray\[.*", "", each.label) for each in app.main.expander]


def words(app):
    return " ".join(each.value for each in app.markdown)


# --- the questions


def test_every_question_has_a_name_of_its_own():
    assert len(bank()) == sum(len(notes.interview) for notes in all_notes()) + len(general())
    assert [each.topic for each in bank().values()].count(GENERAL) == len(general()) > 0
    assert all(re.fullmatch(r"[a-z0-9_]+\.[a-z0-9_]+", name) for name in bank())


@pytest.mark.parametrize(
    "choice",
    [
        Choice(), Choice(concept=(stems()[1],)), Choice(level=("beginner", "advanced"), kind=("derive",)), Choice(find="recall auc"),
        Choice(view="mock", round=77), Choice(view="design", design=next(iter(designs()))), Choice(view="overview"), Choice(tuple(stems()[:2]), ("intermediate",), ("explain", "design"), "a &= b", "mock", 9999),
    ],
)  # fmt: skip
def test_a_link_gives_back_the_choice_it_was_made_from(choice):
    assert read_choice(choice_texts(choice)) == (choice, [])


def test_the_bare_link_is_the_whole_bank():
    assert choice_texts(Choice()) == {}
    assert choice_texts(Choice(level=("advanced",), round=1)) == {"interview.level": ["advanced"]}


@pytest.mark.parametrize(
    ("key", "values", "says", "choice"),
    [
        ("level", ["hard"], "There is no difficulty `hard`; it is left out.", Choice()),
        ("level", ["Beginner", "advanced"], "There is no difficulty `Beginner`; it is left out.", Choice(level=("advanced",))),
        ("concept", ["<b>`x"], "There is no concept `<b>x`; it is left out.", Choice()),
        ("kind", ["guess"], "There is no kind of question `guess`; it is left out.", Choice()),
        ("view", ["list"], "There is no view `list`; it is left out.", Choice()),
        ("round", ["0"], "There is no round `0`, only 1 to 9999; it is left out.", Choice()),
        ("round", ["1e3"], "There is no round `1e3`, only 1 to 9999; it is left out.", Choice()),
        ("round", ["٣"], "There is no round `٣`, only 1 to 9999; it is left out.", Choice()),
        ("design", ["moon"], "There is no design `moon`; it is left out.", Choice()),
        ("page", ["2"], "The link sets `page`, which this page does not have.", Choice()),
    ],
)  # fmt: skip
def test_what_a_link_says_in_vain_is_said_in_one_sentence(key, values, says, choice):
    assert read_choice({f"interview.{key}": values}) == (choice, [says])


def test_a_search_in_a_link_is_one_short_line():
    found, problems = read_choice({"interview.find": ["  two\nlines\x00 " + "x" * 200]})
    assert found.find.startswith("two lines x") and len(found.find) == 80 and problems == []


def test_the_filters_take_what_they_say():
    for level in LEVELS:
        assert {each.question.level for each in matching(Choice(level=(level.lower(),)))} == {level}
    for kind in KINDS:
        assert {each.question.kind for each in matching(Choice(kind=(kind,)))} <= {kind}
    assert [each.notes.stem for each in matching(Choice(concept=(*stems(), GENERAL)))] == [
        each.notes.stem for each in bank().values()
    ]
    both = matching(Choice(level=("beginner",), kind=("explain",)))
    assert both and all(
        (each.question.level, each.question.kind) == ("Beginner", "explain") for each in both
    )


def test_the_search_wants_every_word_anywhere_in_the_question():
    found = matching(Choice(find="MANN whitney"))
    assert found and all("mann-whitney" in each.text for each in found)
    assert matching(Choice(find="mann wildebeest")) == []
    assert len(matching(Choice(find="  "))) == len(bank())
    assert matching(Choice(find="{{auc}}")) == [], "the places of computed numbers are not words"


def test_every_show_me_opens_the_state_that_proves_the_answer(monkeypatch):
    links = {}
    monkeypatch.setattr(
        questions.st, "page_link", lambda page, **said: links.update({page: said["query_params"]})
    )
    for each in bank().values():
        questions.show_me(each)
        stem = each.notes.stem
        concept, texts = import_module(f"concepts.{stem}"), links.pop(f"pages/{stem}.py")
        wanted = state(concept, each.question)
        controls = controls_of(concept.Params)
        no_say = [name for name, control in controls.items() if not applies(control, wanted)]
        wanted = replace(wanted, **{name: getattr(concept.Params(), name) for name in no_say})
        assert read_view(texts, concept, each.notes) == (View(question=each.question.id), [])
        of_page = {key: said for key, said in texts.items() if not is_view(key)}
        assert read_link(stem, concept, of_page) == (wanted, "why", [])


# --- the Interview page


def test_the_page_lists_twenty_questions_and_more_at_each_wish():
    app = opened("interview")
    everything = [each.question.ask for each in bank().values()]
    assert asks(app) == everything[:PAGE]
    assert link(app) == {} and not app.warning
    for many in range(2 * PAGE, len(everything) + PAGE, PAGE):
        assert asks(clicked(app, "interview:more questions")) == everything[:many]
    assert not [each for each in app.button if each.label.startswith("Show")]
    app.multiselect(key="interview.level").set_value(["advanced"])
    advanced = [each.question.ask for each in bank().values() if each.question.level == "Advanced"]
    assert asks(ran(app)) == advanced[:PAGE], "another list begins from its top"


def test_an_answer_is_computed_when_it_is_asked_for(monkeypatch):
    asked = []
    real = questions.computed
    monkeypatch.setattr(
        questions, "computed", lambda concept, params: asked.append(params) or real(concept, params)
    )
    app = opened("interview")
    assert asked == [] and "In 60 seconds" not in words(app)
    name, first = next(iter(bank().items()))
    app.session_state[f"interview:question.{name}"] = True
    assert "In 60 seconds" in words(ran(app)) and len(asked) == 1
    assert "Then they ask" in words(app) and "The common wrong answer" in words(app)
    assert "{{" not in words(app)
    way = app.main.expander[0].get("page_link")[0].proto
    assert (
        way.label == "Show me"
        and way.page == first.notes.stem
        and f"{first.notes.stem}." in way.query_string
    )


def test_filters_and_search_are_in_the_link():
    app = opened("interview")
    app.multiselect(key="interview.concept").set_value([SAMPLE[0]])
    app.multiselect(key="interview.kind").set_value(["derive", "explain"])
    app.text_input(key="interview.find").set_value(" the  ")
    ran(app)
    assert link(app) == {
        "interview.concept": [SAMPLE[0]],
        "interview.kind": ["explain", "derive"],
        "interview.find": ["the"],
    }
    again = opened("interview", **dict(app.query_params))
    assert asks(again) == asks(app) and not again.warning
    assert again.multiselect(key="interview.concept").value == [SAMPLE[0]]


def test_a_search_that_finds_nothing_says_so_and_offers_a_way_out():
    app = opened("interview", interview__find="<i>wilde*beest*`", interview__level="beginner")
    assert asks(app) == [] and "There is no such question with `<i>wilde*beest*`." in words(app)
    clear = next(button for button in app.button if button.label == "Clear the filters")
    clear.click()
    ran(app)
    assert len(asks(app)) == PAGE and dict(app.query_params) == {}
    assert (
        app.text_input(key="interview.find").value == ""
        and app.multiselect(key="interview.level").value == []
    )


def test_a_link_that_says_too_much_opens_with_notices_until_something_is_done():
    app = opened(
        "interview", interview__level=["advanced", "nope"], interview__x="1", utm_source="mail"
    )
    assert [each.value for each in app.warning] == [
        "There is no difficulty `nope`; it is left out.", "The link sets `x`, which this page does not have.",
    ]  # fmt: skip
    assert app.multiselect(key="interview.level").value == ["advanced"]
    app.multiselect(key="interview.kind").set_value(["derive"])
    assert not ran(app).warning
    assert link(app) == {
        "interview.level": ["advanced"],
        "interview.kind": ["derive"],
        "utm_source": ["mail"],
    }


# --- the mock round


def test_a_mock_round_from_the_start_to_the_summary():
    app = opened("interview")
    app.segmented_control(key="interview.view").set_value("mock")
    ran(app)
    seed = int(link(app).get("interview.round", ["1"])[0])
    assert link(app)["interview.view"] == ["mock"] and 1 <= seed <= 9999
    assert "5 questions from easy to hard, 60 seconds each" in words(app)
    clicked(app, "interview:start")
    names = draw(bank(), seed, question_level)
    for number, (name, rating) in enumerate(
        zip(names, ["missed", "nailed", "partly", "nailed", "missed"], strict=True), 1
    ):
        assert app.subheader[0].value == bank()[name].question.ask
        captions = [each.value for each in app.caption]
        assert f"{number} of 6 · {bank()[name].about}" in captions
        assert "In 60 seconds" not in words(app)
        clicked(app, "interview:show")
        assert "In 60 seconds" in words(app) and app.subheader[0].value == bank()[name].question.ask
        assert ("Then they ask" in words(app)) == (number < 5), "which is yet to be asked"
        clicked(app, f"interview:{rating}")
    then = bank()[names[-1]].question.follow_up
    assert app.subheader[0].value == then.ask and then.answer not in words(app)
    assert then.answer in words(clicked(app, "interview:show"))
    clicked(app, "interview:nailed")
    assert app.subheader[0].value == "You nailed 3 of 6."
    order = [names[0], names[4], names[2], names[1], names[3]]
    assert asks(app) == [bank()[name].question.ask for name in order]
    looks = [way.proto.label for way in app.main.get("page_link")]
    assert looks[:3] == [bank()[name].question.ask for name in order[:3]], "three to look at"
    assert "**Missed it · not timed**" in app.main.expander[0].label
    clicked(app, "interview:more")
    following = app.session_state[ROUND]
    assert following.at == 0 and not {turn.name for turn in following.turns} & {*names}
    assert link(app)["interview.round"] != [str(seed)]
    clicked(app, "interview:leave")
    assert app.button(key="interview:start")


def test_the_rating_that_follows_from_the_points_ticked_stands_out():
    app = opened("interview", interview__view="mock", interview__round="42")
    clicked(app, "interview:start")
    points = bank()[draw(bank(), 42, question_level)[0]].question.points
    clicked(app, "interview:show")

    def likely():
        kinds = {rating: app.button(key=f"interview:{rating}").proto.type for rating in RATINGS}
        return [rating for rating, kind in kinds.items() if kind == "primary"]

    assert [each.label for each in app.checkbox] == list(points)
    assert likely() == [], "who has ticked nothing may not have begun"
    for number in range(len(points)):
        app.checkbox[number].check()
        ran(app)
        assert likely() == [follows(number + 1, len(points))]
    assert likely() == ["nailed"]


def test_a_room_with_one_link_does_the_same_round():
    rooms = [
        opened(
            "interview", interview__view="mock", interview__round="42", interview__level="advanced"
        )
        for _ in range(2)
    ]
    shown = [clicked(app, "interview:start").subheader[0].value for app in rooms]
    advanced = [name for name, each in bank().items() if each.question.level == "Advanced"]
    assert shown == [bank()[draw(advanced, 42, question_level)[0]].question.ask] * 2


def test_fewer_questions_than_five_are_said_and_none_cannot_be_started(monkeypatch):
    few = dict(list(bank().items())[:3])
    for module in (questions, import_module("ui.mock")):
        monkeypatch.setattr(module, "bank", lambda: few)
    app = opened("interview", interview__view="mock")
    assert "There are only 3 such questions" in words(app)
    clicked(app, "interview:start")
    assert len(app.session_state[ROUND].turns) == 3 + 1
    few.clear()
    assert opened("interview", interview__view="mock").button(key="interview:start").disabled


def test_times_are_in_the_summary():
    round_ = begin(turns_of(Choice(view="mock", round=5))["mock"])
    for turn, seconds in enumerate([30.0, 61.0, 59.0, 45.2, 300.0, 31.0]):
        round_ = timed(round_, turn, seconds)
    round_ = replace(
        round_, turns=tuple(replace(turn, shown=True, rating="nailed") for turn in round_.turns)
    )
    session = {ROUND: round_, "interview:run": "x"}
    app = opened("interview", session, interview__view="mock", interview__round="5")
    assert app.subheader[0].value == "You nailed 6 of 6."
    assert "Nailed it · 0:31, over time" in words(app), "half a minute for what they ask then"
    assert [label for each in app.main.expander for label in re.findall(r"\*\*(.*?)\*\*", each.label)] == [
        "Nailed it · 1:01, over time", "Nailed it · 5:00, over time", "Nailed it · 0:30", "Nailed it · 0:59", "Nailed it · 0:45",
    ]  # fmt: skip


def test_another_round_in_the_link_ends_the_one_that_runs():
    app = opened("interview", interview__view="mock", interview__round="5")
    clicked(app, "interview:start")
    app.query_params["interview.round"] = "6"
    assert ran(app).button(key="interview:start")
    assert app.number_input(key="interview.round").value == 6


def test_a_round_waits_while_the_visitor_looks_at_the_questions():
    app = opened(
        "interview", interview__view="mock", interview__round="5", interview__level="beginner"
    )
    clicked(app, "interview:start")
    clicked(app, "interview:show")
    app.segmented_control(key="interview.view").set_value("questions")
    assert link(ran(app)) == {"interview.level": ["beginner"]}
    app.segmented_control(key="interview.view").set_value("mock")
    assert ran(app).button(key="interview:nailed")
    assert link(app)["interview.round"] == ["5"]


def test_what_is_missed_in_a_round_is_a_card_of_today():
    app = opened(
        "interview",
        {KEPT: Kept(deck=Deck(), over="")},
        interview__view="mock",
        interview__round="5",
    )
    clicked(app, "interview:start")
    names = [turn.name for turn in app.session_state[ROUND].turns]
    for rating in ["missed", "partly", "nailed", "missed", "nailed", "missed"]:
        clicked(clicked(app, "interview:show"), f"interview:{rating}")
    assert {*kept_by(app).entries} == {names[0], names[3]}
    assert "The questions you missed are among today's flashcards." in words(app)
    zone = UTC
    tonight = waiting(kept_by(app), list(bank()), datetime.now(UTC), zone)
    assert {names[0], names[3]} <= {*tonight.names}


@pytest.mark.parametrize("view", ["mock", "design", "loop"])
def test_the_same_number_is_the_same_round_for_two_people_and_other_numbers_are_others(view):
    rounds = [turns_of(Choice(view=view, round=seed))[view] for seed in range(1, 30)]
    assert rounds == [turns_of(Choice(view=view, round=seed))[view] for seed in range(1, 30)]
    assert len({*rounds}) > (3 if view == "design" else 25)
    for names in rounds:
        assert len({*names}) == len(names)
        for name in names:
            asked = item(name)
            assert asked.ask.endswith(("?", ".")) or name.startswith("step:")
            assert asked.seconds > 0 and asked.about and {*looks(name)} <= {*bank()}


def test_a_round_goes_from_easy_to_hard_through_other_concepts():
    for seed in range(1, 60):
        names = turns_of(Choice(view="mock", round=seed))["mock"]
        assert [question_level(name) for name in names[:-1]] == [0, 0, 1, 1, 2]
        assert len({bank()[name].topic for name in names[:-1]}) == 5
        assert names[-1] == f"then:{names[-2]}"
        loop = turns_of(Choice(view="loop", round=seed))["loop"]
        assert [question_level(name) for name in loop[:3]] == [0, 1, 2]
        assert [name.partition(":")[0] for name in loop[3:]] == ["kata", "design", "story"]
        assert sum(item(name).seconds for name in loop) <= 60 * 60


def test_a_design_round_has_a_clock_for_each_step_and_looks_at_what_was_left_out():
    system = next(iter(designs()))
    app = opened("interview", interview__view="design", interview__design=system)
    assert "seven steps and 45 minutes" in words(app)
    clicked(app, "interview:start")
    for number, step in enumerate(design_steps()):
        assert app.subheader[0].value == step.title and step.title not in words(app)
        captions = " ".join(each.value for each in app.caption)
        assert designs()[system].ask in captions and f"{step.minutes} min" in captions
        assert designs()[system].listen in captions and not app.checkbox
        clicked(app, "interview:show")
        assert [each.label for each in app.checkbox] == list(step.points)
        assert app.main.get("page_link")[0].proto.page == design_page()
        app.checkbox[0].check()
        ran(app)
        clicked(app, "interview:missed" if number == 0 else "interview:nailed")
    assert app.subheader[0].value == "You nailed 6 of 7."
    labels = [way.proto.label for way in app.main.get("page_link")]
    assert labels == [bank()[name].question.ask for name in designs()[system].looks]
    assert link(app)["interview.design"] == [system]
    clicked(app, "interview:more")
    assert "interview.design" not in link(app)


def test_all_four_parts_in_one_round():
    app = opened("interview", interview__view="loop", interview__round="3")
    clicked(app, "interview:start")
    names = [turn.name for turn in app.session_state[ROUND].turns]
    for name in names:
        assert app.subheader[0].value == item(name).ask
        clicked(app, "interview:show")
        assert len(app.checkbox) == len(item(name).points) > 0
        of = name.partition(":")[2]
        if name.startswith("design:"):
            assert designs()[of].follow_up.answer in words(app)
        if name.startswith("story:"):
            assert behavioural()[of].listens in words(app)
        clicked(app, "interview:partly")
    assert app.subheader[0].value == f"You nailed 0 of {len(names)}."
    assert len(app.main.get("page_link")) == 3, "three things to look at, no more"


# --- the overview


def test_the_overview_counts_the_bank_and_every_number_opens_what_it_counts():
    data = overview_data()
    for row in data["rows"]:
        for number, said in row["cells"]:
            choice, problems = read_choice(parse_qs(said.partition("?")[2]))
            assert len(matching(choice)) == number and problems == []
    for i, (number, said) in enumerate(data["total"]):
        assert number == sum(row["cells"][i][0] for row in data["rows"])
        assert len(matching(read_choice(parse_qs(said.partition("?")[2]))[0])) == number
    often = [each["lists"] for each in data["asked"]]
    assert often == sorted(often, reverse=True) and often[data["most"]] > 0
    assert [each["name"] for each in data["asked"]] != list(bank()) and len(often) == len(bank())
    assert all(mentions(each["name"]) == each["lists"] for each in data["asked"])


def test_what_is_asked_most_and_every_tip_open_what_they_speak_of():
    data = overview_data()
    said = [each["link"] for each in data["asked"]] + [tip.link for tip in tips()]
    for each in said:
        stem, _, query = each.partition("?")
        if stem == "coding":
            assert each in [kata.link for kata in katas().values()]
            continue
        concept, texts = import_module(f"concepts.{stem}"), parse_qs(query)
        notes = next(notes for notes in all_notes() if notes.stem == stem)
        view = {key: value for key, value in texts.items() if is_view(key)}
        rest = {key: value for key, value in texts.items() if not is_view(key)}
        assert read_view(view, concept, notes)[1] == [] == read_link(stem, concept, rest)[2], each
    assert all(tip.say.endswith(".") and tip.does for tip in tips())


def test_the_overview_is_a_view_of_the_page(monkeypatch):
    drawn = []
    monkeypatch.setattr("ui.overview._OVERVIEW", lambda key, data: drawn.append(data))
    opened("interview", interview__view="overview")
    assert drawn == [overview_data()]


# --- the flashcards


@pytest.fixture
def clock(monkeypatch):
    """A clock that the test sets."""

    class Clock:
        now = NOW

    monkeypatch.setattr(flashcards_page, "_now", lambda: Clock.now)
    return Clock


def table(deck=None, **known):
    """The page in a browser that keeps that deck."""
    return opened("flashcards", {KEPT: Kept(deck=deck or Deck(), over="", **known)})


def kept_by(app):
    return app.session_state[KEPT].deck


def card_shown(app):
    return app.session_state["flashcards:table"].name


def test_nothing_is_dealt_before_the_browser_has_said_what_it_keeps(clock):
    app = opened("flashcards")
    assert not app.button and app.title[0].value == "Flashcards"


def test_a_card_is_shown_answered_and_kept(clock):
    app = table()
    name = card_shown(app)
    assert app.subheader[0].value == bank()[name].question.ask and "In 60 seconds" not in words(app)
    clicked(app, "flashcards:show")
    assert "In 60 seconds" in words(app)
    assert [app.button(key=f"flashcards:{rating.name}").label for rating in Rating] == [
        "Again :gray[1 min]", "Hard :gray[6 min]", "Good :gray[10 min]", "Easy :gray[8 days]",
    ]  # fmt: skip
    clicked(app, "flashcards:Good")
    assert kept_by(app) == answer(Deck(), name, Rating.Good, NOW)
    item = app.session_state[KEPT].item
    assert load(item.partition("\n")[2]) == kept_by(app), "the browser is handed it"
    assert card_shown(app) != name


def test_ten_new_cards_a_day_one_of_each_concept_first_then_what_is_learned_again(clock):
    app = table()
    dealt = []
    for _ in range(10):
        dealt.append(card_shown(app))
        clock.now += timedelta(seconds=10)
        clicked(clicked(app, "flashcards:show"), "flashcards:Good")
    assert len(set(dealt)) == 10
    assert [name.partition(".")[0] for name in dealt[: len(stems())]] == stems()[:10]
    assert card_shown(app) == dealt[0], "within ten minutes, as no other waits"
    clock.now += timedelta(minutes=11)
    for name in dealt:
        assert card_shown(app) == name
        clock.now += timedelta(seconds=10)
        clicked(clicked(app, "flashcards:show"), "flashcards:Good")
    assert app.subheader[
        0
    ].value == "That is all for today." and "New cards come tomorrow." in words(app)
    clock.now += timedelta(days=2)
    assert card_shown(ran(app)) == dealt[0]


def test_a_card_missed_does_not_come_at_once_while_others_wait(clock):
    app = table(choose(Deck(), Choices(new_a_day=2), NOW))
    first = card_shown(app)
    clicked(clicked(app, "flashcards:show"), "flashcards:Again")
    second = card_shown(app)
    clock.now += timedelta(minutes=2)
    clicked(clicked(app, "flashcards:show"), "flashcards:Again")
    assert second != first == card_shown(app)


def test_undo(clock):
    app = table()
    assert app.button(key="flashcards:undo").disabled
    name = card_shown(app)
    clicked(clicked(app, "flashcards:show"), "flashcards:Easy")
    clicked(app, "flashcards:undo")
    assert card_shown(app) == name and app.button(key="flashcards:Good"), (
        "with its answer, to be rated again"
    )
    assert kept_by(app).entries[name].card is None
    assert app.button(key="flashcards:undo").disabled
    clicked(app, "flashcards:Hard")
    assert kept_by(app).entries[name].first == NOW


def test_undo_leaves_alone_what_another_tab_has_answered_since(clock):
    app = table()
    name = card_shown(app)
    clicked(clicked(app, "flashcards:show"), "flashcards:Easy")
    elsewhere = answer(kept_by(app), name, Rating.Again, NOW + timedelta(minutes=5))
    take(app.session_state[KEPT], f"r\n{dump(elsewhere)}")
    clicked(app, "flashcards:undo")
    assert kept_by(app) == elsewhere


def test_a_card_that_another_tab_has_answered_is_put_away(clock):
    app = table()
    name = card_shown(app)
    clicked(app, "flashcards:show")
    take(app.session_state[KEPT], f"r\n{dump(answer(Deck(), name, Rating.Easy, NOW))}")
    assert card_shown(ran(app)) != name and app.button(key="flashcards:show")


def test_what_is_said_when_nothing_is_left(clock):
    assert "You chose no new cards a day" in words(table(choose(Deck(), Choices(new_a_day=0), NOW)))
    known = Deck()
    for name in bank():
        known = answer(known, name, Rating.Easy, NOW)
    assert "The next card comes in 8 days." in words(table(known))
    clock.now += timedelta(days=7)
    assert "The next card comes tomorrow." in words(table(known))


def progress(app):
    app.segmented_control(key="flashcards.view").set_value("progress")
    return ran(app)


def test_progress_says_what_is_known_and_what_is_shaky(clock):
    app = progress(table())
    assert "No card is answered yet." in words(app)
    section, stems_ = next(iter(menu().items()))
    mine = [name for name in bank() if name.partition(".")[0] in stems_]
    deck = answer(Deck(), mine[0], Rating.Good, NOW)
    deck = answer(answer(deck, mine[1], Rating.Easy, NOW), mine[2], Rating.Easy, NOW - 9 * DAY)
    app = progress(table(deck))
    said = next(each.proto.body for each in app.get("html") if "<dl" in each.proto.body)
    assert re.findall(r"<dt>(.*?)</dt>.*?</span>(.*?)</dd>", said) == [
        (section, f"1 known, 2 shaky, {len(mine) - 3} new")
    ]
    assert said.count("<dt>") == 2 and ", ".join([*menu()][1:]) in said, "the others in one line"
    assert asks(app) == [bank()[name].question.ask for name in (mine[2], mine[0])]


def test_what_is_chosen_is_kept_and_followed(clock):
    deck = answer(Deck(), next(iter(bank())), Rating.Good, NOW)
    app = progress(table(deck))
    app.number_input(key="flashcards.new").set_value(25)
    ran(app)
    assert kept_by(app).choices == Choices(new_a_day=25) and kept_by(app).entries == deck.entries
    section, stems_ = list(menu().items())[1]
    app.multiselect(key="flashcards.sections").set_value([section])
    app.number_input(key="flashcards.a_day").set_value(7)
    day = (NOW + 12 * DAY).date()
    app.date_input(key="flashcards.interview").set_value(day)
    ran(app)
    assert kept_by(app).choices == Choices(25, 7, stems_, day)
    of_section = [name for name in bank() if name.partition(".")[0] in stems_]
    assert f"{-(-len(of_section) // 10)} new cards a day bring all" in words(app)
    app.multiselect(key="flashcards.sections").set_value([])
    assert "you would recall about 1 of 1 begun cards on 22 March 2026." in words(ran(app))
    app.segmented_control(key="flashcards.view").set_value("cards")
    assert "Interview in 12 days" in " ".join(each.value for each in ran(app).caption)


def test_a_day_that_is_over_gets_a_sentence_and_changes_nothing(clock):
    day = (NOW + 3 * DAY).date()
    app = progress(table(choose(Deck(), Choices(interview=day), NOW)))
    app.date_input(key="flashcards.interview").set_value((NOW - DAY).date())
    assert [each.value for each in ran(app).error] == [
        "9 March 2026 is over. Choose today or a day to come."
    ]
    assert kept_by(app).choices.interview == day
    assert app.date_input(key="flashcards.interview").value == day
    clock.now += 4 * DAY
    app.number_input(key="flashcards.new").set_value(3)
    assert not ran(app).error, "a day that has gone by is no mistake"
    assert "The day of the interview is over: cards come as without one." in words(app)


def test_the_button_says_no_day_beyond_the_interview(clock):
    app = table(choose(Deck(), Choices(interview=(NOW + 5 * DAY).date()), NOW))
    clicked(app, "flashcards:show")
    assert app.button(key="flashcards:Easy").label == "Easy :gray[3 days]", "two days before it"
    app = table(choose(Deck(), Choices(interview=(NOW + DAY).date()), NOW))
    assert "No new cards so near to the interview." in words(app)


def test_a_full_day_says_that_more_is_due(clock):
    deck = choose(Deck(), Choices(a_day=1), NOW)
    for name in list(bank())[:3]:
        deck = answer(deck, name, Rating.Easy, NOW - 9 * DAY)
    app = table(deck)
    clicked(clicked(app, "flashcards:show"), "flashcards:Good")
    assert "More are due" in words(app)


def test_a_card_missed_six_times_is_sent_to_its_page(clock):
    deck = choose(Deck(), Choices(new_a_day=1), NOW)
    name = next(iter(bank()))
    for _ in range(5):
        deck = answer(deck, name, Rating.Again, NOW - DAY)
    app = table(deck)
    assert card_shown(app) == name
    clicked(clicked(app, "flashcards:show"), "flashcards:Again")
    assert bank()[name].question.ask in next(
        w.value for w in app.markdown if "set aside" in w.value
    )
    assert app.main.get("page_link")[0].proto.page == bank()[name].notes.stem
    assert card_shown(app) != name
    clicked(app, "flashcards:undo")
    assert card_shown(app) == name and "set aside" not in words(app)
    clicked(app, "flashcards:Again")
    progress(app)
    clicked(app, f"flashcards:back.{name}")
    assert kept_by(app).entries[name].misses == 0 and "Set aside" not in words(app)


def test_starting_over_asks_first(clock):
    deck = answer(Deck(), next(iter(bank())), Rating.Good, NOW)
    app = progress(table(deck))
    clicked(app, "flashcards:over")
    assert "Do you want that?" in words(app) and kept_by(app) == deck
    clicked(app, "flashcards:no")
    assert kept_by(app) == deck and "Do you want that?" not in words(app)
    clicked(clicked(app, "flashcards:over"), "flashcards:yes")
    assert (
        kept_by(app) == start_over(deck, NOW) and app.success[0].value == "All cards are new again."
    )


def restored(app, content, name="mine.json"):
    key = f"flashcards:file {app.session_state['flashcards:table'].files}"
    app.file_uploader(key=key).upload(name, content, "application/json")
    return ran(app)


def test_a_file_is_restored(clock):
    names = list(bank())
    file = answer(answer(Deck(), names[0], Rating.Good, NOW), "gone.question", Rating.Good, NOW)
    app = progress(table(answer(Deck(), names[1], Rating.Easy, NOW)))
    restored(app, dump(file).encode(), "*b*`<i>.json")
    assert app.success[0].value == "`*b*<i>.json` is restored: 2 cards."
    assert set(kept_by(app).entries) == {names[0], names[1], "gone.question"}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"a,b\n1,2\n", "it is not JSON"), (b"[]", "it is not progress with these flashcards"),
        (dump(Deck()).replace('"cards":{}', '"cards":{"a":{}}').encode(), "it is damaged: in the card `a`, changed cannot be read"),
    ],
)  # fmt: skip
def test_a_bad_file_changes_nothing(clock, content, why):
    deck = answer(Deck(), next(iter(bank())), Rating.Good, NOW)
    app = restored(progress(table(deck)), content)
    assert [each.value for each in app.error] == [
        f"`mine.json` was not restored: {why}. Nothing has changed."
    ]
    assert kept_by(app) == deck and app.session_state[KEPT].item is None
    restored(app, dump(deck).encode())
    assert not app.error and app.success


@pytest.mark.parametrize(
    ("problem", "says"), [("off", "does not let pages keep"), ("full", "has no room left")]
)
def test_a_browser_that_keeps_nothing_is_no_obstacle(clock, problem, says):
    app = table(problem=problem)
    assert len(app.warning) == 1 and says in app.warning[0].value
    clicked(clicked(app, "flashcards:show"), "flashcards:Good")
    assert len(kept_by(app).entries) == 1


def test_what_is_kept_but_cannot_be_read_is_left_as_it_is_until_the_visitor_starts_over(clock):
    known = Kept()
    take(known, "r\n{broken")
    assert (known.deck, known.over, known.item, known.unreadable) == (
        Deck(),
        "r",
        None,
        "it is not JSON",
    )
    app = opened("flashcards", {KEPT: known})
    assert len(app.warning) == 1 and "left as it is: it is not JSON." in app.warning[0].value
    clicked(clicked(app, "flashcards:show"), "flashcards:Good")
    assert app.session_state[KEPT].item is None and len(kept_by(app).entries) == 1
    clicked(clicked(progress(app), "flashcards:over"), "flashcards:yes")
    assert app.session_state[KEPT].item is not None and not app.warning
    assert app.session_state[KEPT].over == "r", "written over what could not be read"


# --- what the browser keeps


def test_what_the_browser_keeps_is_merged_and_handed_back_if_it_lacks_something(monkeypatch):
    a, b = answer(Deck(), "c.a", Rating.Good, NOW), answer(Deck(), "c.b", Rating.Easy, NOW)
    known = Kept()
    take(known, None)
    assert (known.deck, known.over, known.item) == (Deck(), "", None), (
        "an empty storage is not written to"
    )
    take(known, f"r1\n{dump(a)}")
    assert (known.deck, known.over, known.item) == (a, "r1", None)
    monkeypatch.setattr("ui.storage.kept", lambda: known)
    keep(answer(a, "c.c", Rating.Good, NOW))
    mine, revision = known.deck, known.item.partition("\n")[0]
    assert known.over == "r1" and load(known.item.partition("\n")[2]) == mine
    take(known, f"r2\n{dump(b)}")
    assert set(known.deck.entries) == {"c.a", "c.b", "c.c"}
    assert known.over == "r2" and known.item.partition("\n")[0] not in ("r1", "r2", revision)
    before = known.item.partition("\n")[0]
    keep(known.deck)
    assert known.over == before, "the next is to be written over the last"


def test_after_a_write_that_failed_the_next_goes_over_what_is_there(monkeypatch):
    known = Kept(deck=Deck(), over="r1")
    monkeypatch.setattr("ui.storage.kept", lambda: known)
    keep(answer(Deck(), "c.a", Rating.Good, NOW))
    known.problem = "full"
    keep(answer(Deck(), "c.a", Rating.Good, NOW))
    assert known.over == "r1"


def test_the_pages_shout_nothing():
    texts = [
        path.read_text(encoding="utf-8")
        for path in (
            ROOT / "ui" / "questions.py",
            ROOT / "ui" / "mock.py",
            ROOT / "ui" / "flashcards.py",
            ROOT / "rehearsal" / "deck.py",
        )
    ]
    assert not any("—" in text for text in texts)
    assert SIZE == 5
