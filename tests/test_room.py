"""Rooms as pages know them: what a link shows and asks, and what guesses came to in words."""

import re

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route

from content.read import read_notes
from tests.asgi import asked
from tests.sample import STEMS
from ui.guard import Guard
from ui.room import code_image, guessed, join_page, scene_at, told

QUESTIONS = [
    (stem, step) for stem in STEMS for step in read_notes(stem).steps if step.predict is not None
]


@pytest.mark.parametrize(("stem", "step"), QUESTIONS, ids=lambda each: getattr(each, "id", each))
def test_what_a_lesson_asks_a_room_is_asked_and_told(stem, step):
    """One walk for each question: the link that asks, those that do not, and what is told of guesses."""
    bare = f"{stem}?present=true&step={step.id}"
    link = f"{bare}&predict=true"
    scene, answered = scene_at(link), scene_at(f"{link}&told=true")
    assert scene.name == answered.name == scene_at(bare).name == f"{stem} {step.id}"
    assert scene.question == answered.question and (scene.answered, answered.answered) == (
        False,
        True,
    )
    assert scene_at(bare).question is None, "nothing is asked of who has not switched it on"
    question = scene.question
    if question.options:
        guesses = [float(at) for at in range(question.options) for _ in range(at + 1)]
        found = told(link, [guesses])
        assert found["options"] == [option.say for option in step.predict.options]
        (correct,) = found["right"]
        assert found["rounds"] == [[[at, at, at + 1] for at in range(question.options)]]
        assert found["sentence"] == f"{correct + 1} of {len(guesses)} chose right."
    else:
        guesses = [question.low, question.low, question.high]
        found = told(link, [guesses])
        assert found["rounds"] == [[[question.low, 0, 2], [question.high, 1, 1]]]
        assert 0 <= found["truth"]["place"] <= 1 and found["truth"]["text"] in found["sentence"]
        assert found["ends"][0] in found["sentence"], "the middle guess is one that was made"
    assert found["ask"] == step.predict.ask
    second = told(link, [guesses, guesses[:1]])
    assert second["sentence"].startswith("First ") and len(second["rounds"]) == 2
    assert told(link, [[]])["sentence"].startswith("Nobody has guessed.")
    said = " ".join([found["sentence"], second["sentence"]])
    assert not re.search(r"\b(nan|inf)\b", said)


def test_a_preset_of_a_page_asks_a_room_too():
    stem = STEMS[0]
    name = next(name for name, preset in read_notes(stem).presets.items() if preset.predict)
    scene = scene_at(f"{stem}?{stem}.preset={name}&predict=true")
    assert scene.name == f"{stem} {name}" and scene.question is not None and not scene.answered


def test_only_what_a_page_reads_is_passed_on():
    stem = STEMS[0]
    kept = f"{stem}?{stem}.seed=7&present=true"
    assert scene_at(f"{kept}&embed=true&utm=x&room=y&other.seed=1").link == kept
    for link in (
        "",
        "home",
        "glossary",
        f"/{stem}",
        f"//{stem}",
        f"{stem}/",
        f"https://a.example/{stem}",
        f"{stem}?" + "a&" * 300,
    ):
        assert scene_at(link) is None, link


def percent(value):
    return f"{value:.0f} %" if value == value else "undefined"


@pytest.mark.parametrize(
    ("rounds", "truth", "sentence"),
    [
        ([[60.0] * 41 + [10.0] * 17], 24.0, "41 of 58 guessed too high; the middle guess was 60 %, it is 24 %."),
        ([[10.0, 20.0, 60.0]], 24.0, "2 of 3 guessed too low; the middle guess was 20 %, it is 24 %."),
        ([[24.2, 23.9]], 24.0, "all 2 guessed it; the middle guess was 24 %, it is 24 %."),
        ([[24.0]], 24.0, "1 of 1 guessed it; the middle guess was 24 %, it is 24 %."),
        ([[24.0, 60.0]], 24.0, "1 of 2 guessed too high; the middle guess was 24 %, it is 24 %."),
        ([[], []], 24.0, "Nobody has guessed. It is 24 %."),
        ([[60.0], []], 24.0, "1 of 1 guessed too high; the middle guess was 60 %, it is 24 %."),
        ([[60.0], [20.0]], 24.0,
         "First 1 of 1 guessed too high; the middle guess was 60 %. Then 1 of 1 guessed too low; the middle guess was 20 %, it is 24 %."),
        ([[60.0]], float("nan"), "The middle guess was 60 %; it is undefined."),
    ],
)  # fmt: skip
def test_what_guesses_came_to_is_said(rounds, truth, sentence):
    assert guessed(rounds, truth, percent) == sentence


APP = Starlette(
    routes=[
        Route("/room", join_page),
        Route("/room/{code}", join_page),
        Route("/room/{code}/qr.svg", code_image),
    ],
    middleware=[Middleware(Guard)],
)


def test_where_a_room_is_joined_every_code_has_the_same_page_and_its_own_image():
    pages = [asked(APP, path) for path in ("/room", "/room/DFHKL", "/room/nonsense")]
    assert [start["status"] for start, *_ in pages] == [200] * 3
    assert len({b"".join(each.get("body", b"") for each in rest) for _, *rest in pages}) == 1
    image, other = (
        asked(APP, f"/room/{code}/qr.svg", host="school.example") for code in ("DFHKL", "DFHKM")
    )
    assert (
        image[0]["status"] == 200
        and image[1]["body"].startswith(b"<?xml")
        and image[1]["body"] != other[1]["body"]
    )
    assert asked(APP, "/room/nonsense/qr.svg", host="school.example")[0]["status"] == 404
    assert asked(APP, "/room/DFHKL/qr.svg", host="no host")[0]["status"] == 404
