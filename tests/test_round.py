"""The mock round: drawn the same for a whole room, rated turn by turn."""

import pytest

from rehearsal.round import (
    MOST_SEED,
    RATINGS,
    SIZE,
    Round,
    Turn,
    begin,
    draw,
    follows,
    look_again,
    next_seed,
    overtime,
    rate,
    say_time,
    show,
    timed,
)

NAMES = [f"q{i}" for i in range(60)]


def test_a_seed_draws_the_same_questions_for_everybody():
    assert draw(NAMES, 7) == draw(reversed(NAMES), 7) == draw(iter(NAMES), 7)
    # by another program: sha256 of "7 q…" ranks these lowest; links in use must go on meaning the same
    assert draw(NAMES, 7) == ("q44", "q10", "q35", "q30", "q16")
    assert len({draw(NAMES, seed) for seed in range(1, 200)}) == 199


def test_a_round_goes_from_easy_to_hard_and_through_other_topics():
    """Two easy, two middling, one hard, of five topics; of what there is too little of, others come."""
    level = {f"t{i % 9}.q{i}": i % 3 for i in range(90)}
    for seed in range(1, 50):
        drawn = draw(level, seed, level.__getitem__)
        assert [level[name] for name in drawn] == [0, 0, 1, 1, 2]
        assert len({name.partition(".")[0] for name in drawn}) == SIZE
    hard = {name: each for name, each in level.items() if each == 2}
    assert len(draw(hard, 3, hard.__getitem__)) == SIZE, "all of one level"
    one = {name: each for name, each in level.items() if name.startswith("t4.")}
    assert len(draw(one, 3, one.__getitem__)) == SIZE, "all of one topic"
    assert draw(level, 3, level.__getitem__) != draw(level, 4, level.__getitem__)


@pytest.mark.parametrize("seed", range(1, 30))
def test_none_comes_twice(seed):
    assert len(set(draw(NAMES * 2, seed))) == SIZE


@pytest.mark.parametrize("number", range(SIZE))
def test_fewer_than_five_are_all_asked(number):
    assert sorted(draw(NAMES[:number], 3)) == NAMES[:number]


def test_every_question_has_its_turn():
    """Each of 60 is drawn 5/60 of the time: 250 of 3,000; its standard deviation is 15."""
    drawn = [name for seed in range(1, 3001) for name in draw(NAMES, seed)]
    assert all(abs(drawn.count(name) - 250) < 5 * 15 for name in NAMES)


def test_a_question_that_is_added_moves_one_out_at_most():
    for seed in range(1, 200):
        assert len({*draw(NAMES, seed)} - {*draw([*NAMES, "new"], seed)}) <= 1


def test_the_next_round_is_new():
    for seed in (1, 7, MOST_SEED):
        asked = draw(NAMES, seed)
        following = next_seed(NAMES, seed, asked)
        assert 1 <= following <= MOST_SEED and following != seed
        assert not {*draw(NAMES, following)} & {*asked}
    assert next_seed(NAMES, 7, draw(NAMES, 7)) == next_seed(NAMES[::-1], 7, draw(NAMES, 7))
    few = NAMES[:7]
    assert len({*draw(few, next_seed(few, 7, draw(few, 7)))} & {*draw(few, 7)}) == 3, (
        "no fewer can be"
    )
    assert next_seed(NAMES[:3], 7, NAMES[:3]) == 8


def test_a_round_goes_from_question_to_question():
    round_ = begin(["a", "b"])
    assert round_.at == 0 and not round_.over
    assert rate(round_, "nailed") == round_, "an answer that nobody has seen is not rated"
    round_ = timed(show(round_), 0, 48.2)
    assert round_.turns[0] == Turn("a", True, 48.2) and round_.at == 0
    round_ = rate(round_, "nailed")
    assert round_.at == 1 and round_.turns[1] == Turn("b")
    assert rate(round_, "missed") == round_, "nor is the next, by the second of two quick clicks"
    round_ = rate(show(round_), "missed")
    assert round_.over and round_.at == 2
    assert (
        show(round_)
        == rate(round_, "partly")
        == timed(round_, 2, 1.0)
        == timed(round_, -1, 1.0)
        == round_
    )
    with pytest.raises(ValueError, match="great is not a rating"):
        rate(round_, "great")
    assert begin([]).over


@pytest.mark.parametrize(
    ("ticked", "points", "rating"),
    [(0, 3, "missed"), (1, 3, "missed"), (2, 3, "partly"), (3, 3, "nailed"), (2, 4, "partly"), (2, 5, "missed"), (4, 5, "partly"), (5, 5, "nailed")],
)  # fmt: skip
def test_a_rating_follows_from_the_points_that_were_said(ticked, points, rating):
    assert follows(ticked, points) == rating


def test_what_to_look_at_again():
    turns = [
        Turn("good", True, 59.0, "nailed"), Turn("long", True, 75.0, "nailed"), Turn("half", True, 30.0, "partly"),
        Turn("missed", True, None, "missed"), Turn("untimed", True, None, "nailed"), Turn("half and long", True, 90.0, "partly"),
    ]  # fmt: skip
    assert [turn.name for turn in look_again(Round(tuple(turns)))] == [
        "missed",
        "half",
        "half and long",
        "long",
    ]
    assert list(RATINGS) == ["missed", "partly", "nailed"]
    slow = look_again(Round(tuple(turns)), lambda name: 80.0)
    assert [turn.name for turn in slow] == ["missed", "half", "half and long"]


@pytest.mark.parametrize(
    ("seconds", "says", "over"),
    [
        (0.0, "0:00", False), (7.4, "0:07", False), (59.6, "1:00", False), (60.4, "1:00", False),
        (60.6, "1:01", True), (125.0, "2:05", True), (None, "not timed", False),
    ],
)  # fmt: skip
def test_a_time_is_said_in_minutes_and_seconds(seconds, says, over):
    assert say_time(seconds) == says
    assert overtime(Turn("a", True, seconds, "nailed")) == over
