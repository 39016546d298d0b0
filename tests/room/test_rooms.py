"""A room as pure functions: turns, rounds, what is told, codes, badges, limits."""

import math
import random

import pytest

from room import rooms
from room.rooms import (
    LETTERS,
    Limit,
    Question,
    Room,
    again,
    asked,
    read,
    reveal,
    show,
    shown,
    written,
)

BARE = Room("DFHKL", rooms.locked("key"), "secret", "coin")
NUMBER = Question("coin fair", low=0, high=100)
CHOICE = Question("coin side", options=3)


def at(room, scene, question=None, answered=False, place=None):
    return show(
        room, f"coin?{scene}{'&told' if answered else ''}", place, scene, question, answered
    )


def test_a_turn_lasts_for_its_scene_and_its_answer():
    room = at(BARE, "one")
    assert room.turn == BARE.turn + 1 and not rooms.is_open(room)
    assert at(room, "one", place=0.3) == Room(**{**vars(room), "at": 0.3}), (
        "the axis begins no turn"
    )
    open_ = at(room, "two", NUMBER)
    assert open_.turn == room.turn + 1 and rooms.is_open(open_) and open_.round == 1
    told = reveal(open_, {"sentence": "so"})
    assert not rooms.is_open(told) and asked(told)["told"] == {"sentence": "so"}
    assert at(told, "two", NUMBER) == told, "its link still asks"
    truth = at(told, "two", NUMBER, answered=True)
    assert (truth.turn, truth.told) == (told.turn, told.told), "the truth stands beside the guesses"
    later = at(truth, "three")
    assert later.turn == truth.turn + 1 and later.told is None and later.question is None
    back = at(later, "two", NUMBER)
    assert rooms.is_open(back) and back.turn == later.turn + 1, "whoever comes back asks anew"


def test_an_answer_that_nobody_was_asked_for_is_no_question():
    room = at(BARE, "two", NUMBER, answered=True)
    assert room.question is None and not rooms.is_open(room)
    assert at(room, "two", NUMBER, answered=True).turn == room.turn
    assert rooms.is_open(at(room, "two", NUMBER)), "until it is asked"


def test_there_are_two_rounds_before_it_is_revealed_and_none_after():
    room = at(BARE, "two", NUMBER)
    second = again(room)
    assert (second.round, second.turn, rooms.is_open(second)) == (2, room.turn, True)
    assert again(second) == second
    told = reveal(second, {})
    assert again(told) == told and reveal(told, {"other": 1}) == told
    assert again(BARE) == BARE and reveal(BARE, {}) == BARE


def test_what_is_said_holds_no_secret():
    room = reveal(at(BARE, "two", NUMBER), {"sentence": "so"})
    said = f"{shown(room)} {asked(room)}"
    assert room.secret not in said and room.lock not in said


@pytest.mark.parametrize(
    "room", [BARE, at(BARE, "two", CHOICE), reveal(at(BARE, "two", NUMBER), {"a": [1]})]
)
def test_a_room_is_read_as_it_was_written(room):
    assert read(written(room)) == room


@pytest.mark.parametrize(
    ("question", "said", "meant"),
    [
        (NUMBER, 0, 0.0), (NUMBER, 100, 100.0), (NUMBER, 62.5, 62.5), (NUMBER, 100.1, None), (NUMBER, -1, None),
        (NUMBER, math.nan, None), (NUMBER, math.inf, None), (NUMBER, "50", None), (NUMBER, True, None),
        (NUMBER, None, None), (NUMBER, [50], None), (CHOICE, 2, 2.0), (CHOICE, 3, None), (CHOICE, -1, None),
        (CHOICE, 1.5, None), (CHOICE, {}, None), (Question("n", low=1, high=9, whole=True), 3, 3.0),
        (Question("n", low=1, high=9, whole=True), 3.5, None),
    ],
)  # fmt: skip
def test_a_guess_is_checked_like_a_control(question, said, meant):
    assert question.meant(said) == meant


def test_guesses_are_counted_without_who():
    assert rooms.counted([3.0, 1.0, 3.0, 3.0]) == [(1.0, 1), (3.0, 3)] and rooms.counted([]) == []


def test_a_code_can_be_said_and_is_read_however_it_is_typed():
    drawn = random.Random(1)
    codes = {rooms.new_code(drawn.choice) for _ in range(200)}
    assert len(codes) > 190, "of 161,051"
    for code in codes:
        assert set(code) <= set(LETTERS) and len(code) == 5
        for typed in (code, code.lower(), f" {code[:2]} {code[2:]} ", "-".join(code.lower())):
            assert rooms.read_code(typed) == code
    assert not set(LETTERS) & set("AEIOU0123456789"), "no word, and nothing like a digit"
    for sounds_alike in ("BCDEGPTVZ", "FS", "MN", "AJK", "IY", "QU"):
        assert len(set(LETTERS) & set(sounds_alike)) <= 1, sounds_alike


@pytest.mark.parametrize(
    "said", ["", "DFHK", "DFHKLM", "DFHKA", "D" * 10_000, "../..", "DFHK\x00", "ДФХКЛ"]
)
def test_what_is_no_code_is_none(said):
    assert rooms.read_code(said) == ""


def test_a_key_opens_its_own_room_and_a_badge_is_of_its_own_room():
    assert rooms.opens(BARE, "key") and not rooms.opens(BARE, "Key") and not rooms.opens(BARE, "")
    badge = rooms.badge(BARE, "abcdefghijkl")
    assert rooms.person_of(BARE, badge) == "abcdefghijkl"
    other = Room("DFHKM", BARE.lock, BARE.secret, "coin")
    third = Room("DFHKL", BARE.lock, "another secret", "coin")
    assert rooms.person_of(other, badge) == rooms.person_of(third, badge) == ""
    forged = [
        f"abcdefghijkm{badge[12:]}",
        badge[:-1],
        badge + "0",
        "",
        ".",
        "a" * 12,
        f"{'a' * 12}.{'0' * 32}",
    ]
    assert [rooms.person_of(BARE, each) for each in forged] == [""] * len(forged)


def test_a_limit_is_of_each_and_passes():
    limit = Limit("it", 2, 10)
    assert [limit.spend("a", now) for now in (0, 1, 2)] == [True, True, False]
    assert limit.is_spent("a", 9.9) and not limit.is_spent("b", 9.9)
    assert limit.spend("b", 5) and limit.spend("a", 10.1), "a new ten seconds"


def test_a_limit_forgets_the_oldest_and_does_not_grow():
    limit = Limit("it", 1, 10**9)
    limit.MOST = 3
    for who in "abcd":
        assert limit.spend(who, 0)
    assert list(limit.seen) == ["b", "c", "d"] and not limit.spend("d", 1)
