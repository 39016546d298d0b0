"""*Show me* carries its question along: it stands over the picture that proves the answer, and leads back."""

from importlib import import_module
from types import SimpleNamespace

import pytest

from content.read import GENERAL, fill, general, read_notes
from tests.house import computed
from tests.sample import SAMPLE
from tests.visits import opened, params_on_screen, say, sent, tell
from ui.proof import told
from ui.questions import UNFOLDED, facts_of
from ui.texts import link_texts, state


def strip(page):
    """What was sent of the question and its proof; None if nothing is asked."""
    return next(each["teach"] for each in sent(page) if "teach" in each)["proof"]


def moved_on(stem, question):
    """A preset that is not the picture of the question."""
    concept = import_module(f"concepts.{stem}")
    then = state(concept, question)
    return next(name for name, each in concept.PRESETS.items() if each != then)


@pytest.mark.parametrize("stem", SAMPLE)
def test_a_question_in_the_link_stands_over_the_picture_that_proves_it(stem):
    concept, sentences = (import_module(f"{folder}.{stem}") for folder in ("concepts", "sentences"))
    question = read_notes(stem).interview[0]
    then = state(concept, question)
    proof = fill(question.proof, sentences.facts(computed(stem, then)))
    page = opened(stem, question=question.id)
    found = strip(page)
    assert (found["ask"], found["said"], found["moved"]) == (question.ask, proof, False)
    assert found["numbers"] and all(number in proof for number in found["numbers"])
    on_screen = params_on_screen(page, stem)
    assert link_texts(stem, concept, on_screen, "") == link_texts(stem, concept, then, "")

    say(page, stem, "preset", moved_on(stem, question))
    found = strip(page)
    assert found["moved"] and found["said"] == proof, "what it proves is still said"
    assert found["numbers"] == [], "but the picture does not show it"
    say(page, stem, "prove", 1)
    assert not strip(page)["moved"]
    say(page, stem, "proved", 1)
    assert strip(page) is None and "question" not in page.query_params


def test_one_thing_at_a_time_stands_over_the_picture():
    stem = SAMPLE[0]
    notes = read_notes(stem)
    page = opened(stem, question=notes.interview[0].id, predict="true")
    assert strip(page)
    say(page, stem, "preset", list(notes.presets)[-1])
    assert strip(page) is None, "a guess is asked"
    say(page, stem, "skip", 1)
    say(page, stem, "close", 1)
    assert strip(page)
    say(page, stem, "try", notes.challenges[0].id)
    say(page, stem, "quit", 1)
    assert strip(page) is None, "a challenge was taken up"


def test_in_front_of_a_room_there_is_no_question():
    stem = SAMPLE[0]
    page = opened(stem, question=read_notes(stem).interview[0].id, present="true")
    assert all(each["teach"].get("proof") is None for each in sent(page) if "teach" in each)


def test_the_questions_below_carry_themselves_along_and_beliefs_do_not():
    stem = SAMPLE[0]
    notes = read_notes(stem)
    page = opened(stem, **{f"{stem}.read": "interview"})
    page.button(key=f"{stem}:interview1").click().run()
    assert strip(page)["ask"] == notes.interview[1].ask and strip(page)["below"]
    assert page.query_params["question"] == notes.interview[1].id
    page = opened(stem, **{f"{stem}.read": "wrong", "question": notes.interview[1].id})
    assert not strip(page)["below"]
    page.button(key=f"{stem}:wrong0").click().run()
    assert strip(page) is None


@pytest.fixture
def led(monkeypatch):
    """Where the visitor is led to: pages, each with its link."""
    found = []
    monkeypatch.setattr(
        "ui.proof.st.switch_page",
        lambda name, query_params=None: found.append((name, query_params)),
    )
    return found


@pytest.mark.parametrize("name", ["interview", "flashcards"])
def test_the_way_back_leads_to_the_page_that_asked(led, name):
    stem = SAMPLE[0]
    page = opened(name)
    page.switch_page(f"pages/{stem}.py")
    page.query_params["question"] = read_notes(stem).interview[1].id
    page.run()
    tell(page, stem, "question", 1)
    assert led == [(f"pages/{name}.py", None)], "as it was left"


def test_who_came_by_a_link_alone_finds_the_question_among_those_of_its_concept(led):
    stem = SAMPLE[0]
    question = read_notes(stem).interview[1]
    page = opened(stem, question=question.id)
    tell(page, stem, "question", 1)
    assert led == [("pages/interview.py", {"interview.concept": stem})]
    page.query_params.clear()
    page.query_params["interview.concept"] = stem
    page.switch_page("pages/interview.py").run()
    assert len(page.main.expander) == len(read_notes(stem).interview)
    assert page.session_state[UNFOLDED] == {f"interview:question.{stem}.{question.id}"}
    assert any("In 60 seconds" in each.value for each in page.markdown)


def test_who_came_by_a_link_to_a_general_question_finds_it_among_those(led):
    stem, question = general()[0]
    page = opened(stem, question=question.id)
    assert strip(page)["ask"] == question.ask and not strip(page)["moved"]
    tell(page, stem, "question", 1)
    assert led == [("pages/interview.py", {"interview.concept": GENERAL})]
    assert page.session_state[UNFOLDED] == {f"interview:question.{GENERAL}.{question.id}"}


def test_a_number_is_marked_that_is_known_again_where_it_stands():
    assert told(["10", "5 %", "0.1", "100", "1.0 %", "about 0", "degree 2", "sea level"]) == []
    assert told(["0.92", "71 %", "0.92", "1.53", "degree 15"]) == [
        "degree 15",
        "0.92",
        "1.53",
        "71 %",
    ]


def test_dollars_of_a_fact_are_no_formula():
    page = SimpleNamespace(
        concept=import_module(f"concepts.{SAMPLE[0]}"),
        sentences=SimpleNamespace(facts=lambda _: {"cost": "$5", "gain": "$7"}),
    )
    question = read_notes(SAMPLE[0]).interview[0]
    assert facts_of(page, question) == {"cost": r"\$5", "gain": r"\$7"}
