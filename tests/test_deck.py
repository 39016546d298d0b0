"""The deck of flashcards: fsrs schedules, and nothing a visitor has learned is lost."""

import json
import os
import random
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from fsrs import Card, Scheduler, State
from hypothesis import given, settings
from hypothesis import strategies as st

from rehearsal.deck import (
    A_DAY,
    AHEAD,
    LEECH,
    NEVER,
    Choices,
    Deck,
    Entry,
    Rating,
    Unreadable,
    answer,
    bring_back,
    choose,
    days_left,
    dump,
    end_of_day,
    intervals,
    is_leech,
    load,
    merge,
    new_a_day_needed,
    next_due,
    recall,
    recalled,
    restore,
    say_interval,
    standing,
    start_over,
    take_back,
    waiting,
)

ROOT = Path(__file__).parent.parent
NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
BANK = [f"concept.q{i}" for i in range(30)]
A, B, C = BANK[:3]
AGAIN, HARD, GOOD, EASY = Rating


def today(deck, now=NOW, zone=UTC, bank=BANK):
    return waiting(deck, bank, now, zone)


def answered(*answers, deck=None):
    """A deck after those answers: name, rating, time."""
    deck = deck or Deck()
    for name, rating, now in answers:
        deck = answer(deck, name, rating, now)
    return deck


def new_a_day(deck, number, now):
    return choose(deck, replace(deck.choices, new_a_day=number), now)


# --- answering


def test_fsrs_schedules():
    """Our deck and fsrs by itself, side by side, over a long and bumpy history."""
    scheduler, card, deck, now = (
        Scheduler(enable_fuzzing=False),
        Card(card_id=0, due=NOW),
        Deck(),
        NOW,
    )
    for rating in [GOOD, GOOD, GOOD, AGAIN, HARD, GOOD, EASY, HARD, GOOD, AGAIN, AGAIN, GOOD] * 3:
        foreseen = intervals(deck, A, now, UTC)
        card, _ = scheduler.review_card(card, rating, now)
        deck = answer(deck, A, rating, now)
        assert deck.entries[A].card == card
        assert now + foreseen[rating] == card.due, "the button said what happened"
        now = card.due + HOUR
    assert deck.entries[A].first == NOW


def test_the_first_intervals_are_the_learning_steps():
    """One minute and ten are fsrs's steps; Hard lies between them; Easy is its first stability."""
    said = {
        rating.name: say_interval(each) for rating, each in intervals(Deck(), A, NOW, UTC).items()
    }
    assert said == {"Again": "1 min", "Hard": "6 min", "Good": "10 min", "Easy": "8 days"}


@pytest.mark.parametrize(
    ("interval", "says"),
    [
        (timedelta(0), "1 min"), (MINUTE, "1 min"), (5.5 * MINUTE, "6 min"), (15 * MINUTE, "15 min"), (90 * MINUTE, "2 h"),
        (DAY, "1 day"), (8 * DAY, "8 days"), (60 * DAY, "60 days"), (61 * DAY, "2 months"), (100 * DAY, "3 months"),
        (729 * DAY, "24 months"), (731 * DAY, "2 years"), (36500 * DAY, "100 years"), (-HOUR, "1 min"),
    ],
)  # fmt: skip
def test_an_interval_is_said_in_a_word_or_two(interval, says):
    assert say_interval(interval) == says


def test_a_deck_is_never_changed():
    deck = answered((A, GOOD, NOW))
    before = dump(deck)
    for later in (
        answer(deck, A, AGAIN, NOW + DAY), answer(deck, B, EASY, NOW), take_back(deck, A, None, NOW),
        start_over(deck, NOW), new_a_day(deck, 3, NOW), merge(deck, Deck()), restore(deck, deck),
    ):  # fmt: skip
        assert later is not deck
    intervals(deck, A, NOW, UTC)
    assert dump(deck) == before


def test_an_answer_can_be_taken_back():
    one = answered((A, GOOD, NOW))
    two = answer(one, A, EASY, NOW + 10 * MINUTE)
    back = take_back(two, A, one.entries[A], NOW + 11 * MINUTE)
    assert back.entries[A].card == one.entries[A].card and back.entries[A].first == NOW
    new = take_back(back, A, None, NOW + 12 * MINUTE)
    assert standing(new, [A], NOW, UTC) == standing(Deck(), [A], NOW, UTC)
    assert A in today(new).new
    assert merge(new, two) == new, "and stays so when another tab still has the answer"


def test_a_card_that_was_taken_back_begins_again():
    new = take_back(answered((A, GOOD, NOW)), A, None, NOW + MINUTE)
    assert intervals(new, A, NOW, UTC) == intervals(Deck(), A, NOW, UTC)
    assert answer(new, A, GOOD, NOW + HOUR).entries[A].first == NOW + HOUR


# --- what comes next


def test_new_cards_come_in_the_bank_s_order_a_number_a_day():
    deck = Deck()
    assert today(deck).new == tuple(BANK[:10])
    deck = new_a_day(deck, 3, NOW)
    assert today(deck).names == tuple(BANK[:3])
    deck = answered((A, GOOD, NOW), (B, AGAIN, NOW), deck=deck)
    assert today(deck).new == (C,)
    deck = answer(deck, C, EASY, NOW)
    assert today(deck).new == ()
    assert today(deck, NOW + DAY).new == tuple(BANK[3:6])
    assert today(new_a_day(deck, 5, NOW)).new == tuple(BANK[3:5])
    assert today(new_a_day(deck, 0, NOW)).new == ()
    assert today(deck, NOW + DAY, bank=[]).names == ()


def test_an_answer_taken_back_gives_the_day_its_new_card_back():
    deck = new_a_day(Deck(), 1, NOW)
    deck = answer(deck, A, GOOD, NOW)
    assert today(deck).new == ()
    assert today(take_back(deck, A, None, NOW)).new == (A,)


def test_the_day_ends_where_the_visitor_is():
    kiritimati, honolulu = ZoneInfo("Pacific/Kiritimati"), ZoneInfo("Pacific/Honolulu")
    assert end_of_day(NOW, UTC) == datetime(2026, 3, 11, tzinfo=UTC)
    assert end_of_day(NOW, kiritimati) == datetime(2026, 3, 10, 10, tzinfo=UTC)
    assert end_of_day(NOW, honolulu) == datetime(2026, 3, 10, 10, tzinfo=UTC)
    deck = new_a_day(answered((A, EASY, NOW)), 1, NOW)
    assert today(deck, NOW + 2 * HOUR, UTC).new == ()
    assert today(deck, NOW + 2 * HOUR, kiritimati).new == (B,), "it is tomorrow there"
    berlin = ZoneInfo("Europe/Berlin")
    long = end_of_day(datetime(2026, 10, 25, 12, tzinfo=UTC), berlin) - end_of_day(
        datetime(2026, 10, 24, 12, tzinfo=UTC), berlin
    )
    assert long == 25 * HOUR, "the clocks go back that night"


def test_the_order_is_learning_then_due_then_new_then_what_is_learned_early():
    deck = new_a_day(Deck(), 5, NOW)
    deck = answered(
        (BANK[9], EASY, NOW - 8 * DAY + 6 * HOUR), (BANK[8], EASY, NOW - 9 * DAY), deck=deck
    )
    deck = answered(
        (A, GOOD, NOW - 9 * MINUTE),
        (B, AGAIN, NOW - 3 * MINUTE),
        (C, AGAIN, NOW - 5 * MINUTE),
        deck=deck,
    )
    found = today(deck)
    assert found.learning == (C, B), "the one that waits longest first"
    assert found.due == (BANK[8], BANK[9]), "the one due this evening comes this morning"
    assert found.new == tuple(BANK[3:5]), "three were begun today"
    assert found.later == (A,)
    assert found.names == (C, B, BANK[8], BANK[9], BANK[3], BANK[4], A)


def test_a_card_missed_comes_back_in_this_sitting():
    deck = answer(new_a_day(Deck(), 1, NOW), A, AGAIN, NOW)
    assert today(deck).names == (A,) and today(deck).later == (A,)
    assert today(deck, NOW + MINUTE).learning == (A,)
    deck = answered((A, GOOD, NOW + MINUTE), (A, GOOD, NOW + 11 * MINUTE), deck=deck)
    assert today(deck, NOW + 11 * MINUTE).names == ()
    assert next_due(deck, BANK, NOW, UTC) == deck.entries[A].card.due > NOW + DAY


def test_what_lies_further_ahead_does_not_come():
    deck = answered((A, GOOD, NOW))
    deck = replace(deck, entries={A: replace(deck.entries[A])})
    deck.entries[A].card.due = NOW + AHEAD + MINUTE
    assert A not in today(deck).names
    assert next_due(deck, BANK, NOW, UTC) == NOW + AHEAD + MINUTE
    assert next_due(Deck(), BANK, NOW, UTC) is None


def test_how_cards_stand():
    deck = answered(
        (A, GOOD, NOW), (B, EASY, NOW), (C, EASY, NOW - 8 * DAY), (BANK[3], EASY, NOW - 9 * DAY)
    )
    deck = answer(deck, BANK[3], AGAIN, NOW)  # forgotten: it is learned anew
    found = standing(deck, BANK, NOW, UTC)
    assert (found.known, found.aside, found.new) == ((B,), (), tuple(BANK[4:]))
    assert found.shaky == (C, A, BANK[3]), "least recalled first; two were answered just now"
    assert deck.entries[BANK[3]].card.state == State.Relearning
    assert standing(deck, [], NOW, UTC) == standing(Deck(), [], NOW, UTC)


# --- what was chosen


def chose(deck, **choices):
    return choose(deck, replace(deck.choices, **choices), NOW)


def test_without_a_date_the_intervals_are_fsrs_s():
    """Its defaults, all Good, each on the day it is due."""
    deck, now, said = Deck(), NOW, []
    for _ in range(5):
        said.append(intervals(deck, A, now, UTC)[GOOD])
        deck, now = answer(deck, A, GOOD, now), now + said[-1]
    assert said == [10 * MINUTE, 2 * DAY, 11 * DAY, 46 * DAY, 163 * DAY]


def test_the_recall_of_a_card_is_fsrs_s():
    deck = answered((A, GOOD, NOW), (A, GOOD, NOW + 10 * MINUTE), (B, AGAIN, NOW))
    card = deck.entries[A].card
    found = [recall(card, card.last_review + days * DAY) for days in (3, 7, 14)]
    assert [round(each, 2) for each in found] == [0.88, 0.81, 0.74]
    days = 7 * DAY + 10 * MINUTE
    both = Scheduler().get_card_retrievability
    want = both(card, NOW + days) + both(deck.entries[B].card, NOW + days)
    assert recalled(deck, BANK, NOW + days) == pytest.approx(want, rel=1e-12)
    assert recalled(Deck(), BANK, NOW) == 0


@pytest.mark.parametrize(
    "zone", [UTC, ZoneInfo("Pacific/Kiritimati"), ZoneInfo("Pacific/Honolulu")]
)
@pytest.mark.parametrize("days", [1, 2, 3, 5, 14, 60])
def test_no_card_comes_later_than_the_interview_and_the_button_says_so(days, zone):
    """All Good at each coming until the day: with and without the date fsrs has the same card."""
    day = NOW.astimezone(zone).date() + days * DAY
    plain, now = answered((A, GOOD, NOW - HOUR)), NOW
    deck = chose(plain, interview=day)
    begins = end_of_day(NOW, zone) + (days - 1) * DAY
    last_days = begins - 2 * DAY
    while now < begins:
        assert waiting(deck, [A], now, zone).names == (A,)
        said = intervals(deck, A, now, zone)
        deck, plain = answer(deck, A, GOOD, now), answer(plain, A, GOOD, now)
        assert deck.entries == plain.entries, "what fsrs knows is kept as it is"
        due = next_due(deck, [A], now, zone)
        assert due == now + said[GOOD] <= (last_days if now < last_days else begins)
        assert due == min(plain.entries[A].card.due, last_days if now < last_days else begins)
        now = due
    assert intervals(deck, A, now, zone) == intervals(plain, A, now, zone), "on the day it is over"
    without = chose(deck, interview=None)
    assert next_due(without, [A], now, zone) == plain.entries[A].card.due, "nothing was lost"


def test_in_the_last_two_days_all_come_by_the_recall_on_the_day_and_no_new_ones():
    deck = Deck()
    for i, name in enumerate(BANK[:6]):  # begun on six evenings, each recalled a while
        for minutes in (0, 10, 20):
            deck = answer(deck, name, GOOD, NOW - (20 - 3 * i) * DAY + minutes * MINUTE)
    day = (NOW + 2 * DAY).date()
    ready = chose(deck, interview=day)
    on_the_day = {
        name: recall(deck.entries[name].card, NOW + 3 * DAY - 9 * HOUR) for name in BANK[:6]
    }
    found = waiting(ready, BANK, NOW, UTC)
    assert found.due == tuple(sorted(BANK[:6], key=on_the_day.__getitem__)) == tuple(BANK[:6])
    assert found.new == () and waiting(chose(deck, interview=day + DAY), BANK, NOW, UTC).new
    assert days_left(ready, NOW, UTC) == 2
    for name in found.due[:4]:
        ready = answer(ready, name, GOOD, NOW)
    assert waiting(ready, BANK, NOW + DAY, UTC).due == tuple(BANK[4:6]), "once, not twice"
    assert waiting(ready, BANK, NOW + 2 * DAY, UTC).new == (), "nor on the day itself"
    assert waiting(ready, BANK, NOW + 3 * DAY, UTC).new, "life goes on"


def test_after_a_break_there_is_no_pile():
    """Forty due cards and a limit of ten: the worst first, the rest tomorrow, new ones once all are met."""
    bank = [f"concept.q{i:02}" for i in range(60)]
    deck = Deck()
    for i, name in enumerate(bank[:40]):
        deck = answer(deck, name, EASY, NOW - (60 + i % 7) * DAY)
    deck = chose(deck, a_day=10)
    met, now = [], NOW
    for _ in range(4):
        found = waiting(deck, bank, now, UTC)
        assert len(found.due) == 10 and found.new == () and found.over == 30 - len(met)
        chances = [recall(deck.entries[name].card, now) for name in found.due]
        left = [recall(deck.entries[n].card, now) for n in bank[:40] if n not in (*met, *found.due)]
        assert chances == sorted(chances) and max(chances) <= min(left, default=1)
        for i, name in enumerate(found.due, 1):
            deck = answer(deck, name, GOOD, now)
            assert len(waiting(deck, bank, now, UTC).due) == 10 - i
        met += found.due
        now += DAY
    assert sorted(met) == bank[:40]
    found = waiting(deck, bank, now, UTC)
    assert found.over == 0 and len(found.new) == 10 - len(found.due) > 0
    assert len(waiting(chose(deck, a_day=A_DAY), bank, now, UTC).new) == Choices().new_a_day


def test_what_was_left_half_learned_before_a_break_is_due_like_the_rest():
    deck = answered((A, GOOD, NOW - 9 * DAY), (B, EASY, NOW - 30 * DAY), (C, AGAIN, NOW - 9 * DAY))
    chances = {name: recall(deck.entries[name].card, NOW) for name in (A, B, C)}
    found = today(chose(deck, a_day=2))
    assert (found.learning, found.later, found.over) == ((), (), 1)
    assert found.due == tuple(sorted(chances, key=chances.__getitem__)[:2])
    assert today(answer(deck, C, AGAIN, NOW), NOW + MINUTE).learning == (C,)


def test_cards_come_of_the_concepts_that_were_chosen():
    bank = ["one.a", "two.a", "two.b", "three.a"]
    deck = chose(answered(("one.a", AGAIN, NOW), ("two.a", AGAIN, NOW)), concepts=("two", "gone"))
    assert today(deck, NOW + HOUR, bank=bank).names == ("two.a", "two.b")
    assert next_due(deck, ["one.a"], NOW, UTC) is None
    assert today(chose(deck, concepts=()), NOW + HOUR, bank=bank).new == ("two.b", "three.a")


def test_a_card_missed_six_times_is_set_aside_until_it_is_brought_back():
    deck, now = Deck(), NOW
    for _ in range(LEECH):
        assert not is_leech(deck, A)
        deck, now = answer(answer(deck, A, AGAIN, now), A, HARD, now), now + MINUTE
    before = answered((A, AGAIN, NOW), deck=Deck())
    assert LEECH == 6 and is_leech(deck, A) and load(dump(deck)) == deck
    assert A not in today(deck, now + DAY).names and next_due(deck, [A], now, UTC) is None
    assert standing(deck, BANK, now, UTC).aside == (A,)
    back = bring_back(deck, A, now)
    assert A in today(back, now + DAY).names and merge(back, deck) == back
    assert back.entries[A].card == deck.entries[A].card
    assert bring_back(deck, B, now) == deck
    undone = take_back(deck, A, before.entries[A], now)
    assert not is_leech(undone, A) and undone.entries[A].misses == 1


def test_how_many_new_cards_a_day_bring_all_before_the_last_days():
    deck = chose(answered((A, GOOD, NOW)), interview=(NOW + 12 * DAY).date())
    assert new_a_day_needed(deck, BANK, NOW, UTC) == 3, "29 cards, 10 days"
    deck, now = new_a_day(deck, 3, NOW), NOW
    while days_left(deck, now, UTC) > 2:
        for name in today(deck, now).new:
            deck = answer(deck, name, EASY, now)
        now += DAY
    assert standing(deck, BANK, now, UTC).new == ()
    for days in (2, 1, 0, -1):
        near = chose(deck, interview=(NOW + days * DAY).date())
        assert new_a_day_needed(near, BANK, NOW, UTC) is None and days_left(near, NOW, UTC) == days
    assert new_a_day_needed(Deck(), BANK, NOW, UTC) is None is days_left(Deck(), NOW, UTC)


def test_after_the_day_cards_come_as_without_one():
    plain = answered((A, GOOD, NOW), (A, GOOD, NOW + 10 * MINUTE))
    over = chose(plain, interview=(NOW - DAY).date())
    assert intervals(over, A, NOW + DAY, UTC) == intervals(plain, A, NOW + DAY, UTC)
    assert waiting(over, BANK, NOW, UTC) == waiting(plain, BANK, NOW, UTC)


# --- clocks


@pytest.mark.parametrize("back", [MINUTE, HOUR, 40 * DAY, 8000 * DAY])
@pytest.mark.parametrize("history", [(GOOD,), (GOOD, GOOD), (EASY, AGAIN)])
def test_a_clock_set_back_breaks_nothing(back, history):
    deck = answered(*((A, rating, NOW + i * MINUTE) for i, rating in enumerate(history)))
    then = NOW - back
    for rating, interval in intervals(deck, A, then, UTC).items():
        assert interval >= MINUTE
        after = answer(deck, A, rating, then)
        assert after.entries[A].card.due == then + interval
        assert merge(after, deck) == after, "the later answer counts, whatever the clock said"
        assert load(dump(after)) == after
    assert merge(take_back(deck, A, None, then), deck).entries[A].card is None
    over = start_over(deck, then)
    assert merge(over, deck).entries == {}
    assert merge(answer(over, A, GOOD, then), deck).entries[A].first == then
    assert new_a_day(new_a_day(deck, 3, NOW), 7, then) == merge(
        new_a_day(new_a_day(deck, 3, NOW), 7, then), new_a_day(deck, 3, NOW)
    )


def test_a_card_answered_while_the_clock_was_wrong_need_not_wait_for_it():
    deck = answered((A, EASY, NOW + 4000 * DAY))
    assert today(deck).due == (A,)
    assert today(answered((A, EASY, NOW + HOUR))).due == (), "a few hours: another server, perhaps"
    assert today(answer(deck, A, EASY, NOW)).due == ()


@pytest.mark.parametrize("year", [1970, 2100, 2500])
def test_a_clock_that_is_plainly_wrong_breaks_nothing(year):
    then = NOW.replace(year=year)
    deck = answered(
        (A, GOOD, NOW), (A, GOOD, then), (A, EASY, then + DAY), (B, EASY, then), (A, HARD, NOW)
    )
    assert load(dump(deck)) == deck
    assert min(intervals(deck, A, NOW, UTC).values()) >= MINUTE


def test_fsrs_wants_utc():
    with pytest.raises(ValueError, match="UTC"):
        answer(Deck(), A, GOOD, NOW.replace(tzinfo=None))


# --- two decks


def test_two_tabs_lose_nothing():
    start = answered((A, GOOD, NOW))
    left = answered((A, GOOD, NOW + 10 * MINUTE), (B, EASY, NOW + 11 * MINUTE), deck=start)
    right = answered((C, AGAIN, NOW + 12 * MINUTE), (A, AGAIN, NOW + 13 * MINUTE), deck=start)
    both = merge(left, right)
    assert both.entries == {A: right.entries[A], B: left.entries[B], C: right.entries[C]}


TIMES = st.integers(0, 6).map(lambda minutes: NOW + minutes * MINUTE)
ENTRIES = st.one_of(
    TIMES.map(lambda when: Entry(None, None, when)),
    st.tuples(TIMES, st.sampled_from(list(Rating))).map(
        lambda a: answer(Deck(), A, a[1], a[0]).entries[A]
    ),
)
CHOICES = st.builds(
    Choices, st.integers(0, 3), st.integers(1, 2), st.sampled_from([(), ("one", "two")]), st.sampled_from([None, NOW.date()]),
)  # fmt: skip
DECKS = st.builds(
    Deck, st.dictionaries(st.sampled_from(BANK[:4]), ENTRIES), CHOICES, TIMES, st.sampled_from([NEVER, NOW + 2 * MINUTE]),
).map(lambda deck: merge(deck, deck))  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(DECKS, DECKS, DECKS)
def test_merging_knows_no_order_and_needs_no_second_time(a, b, c):
    assert merge(a, b) == merge(b, a)
    assert merge(merge(a, b), c) == merge(a, merge(b, c))
    assert merge(merge(a, b), b) == merge(a, b)
    assert merge(a, a) == a == merge(a, Deck(Deck().entries, Choices(new_a_day=0)))
    assert load(dump(a)) == a


def test_the_number_chosen_last_counts():
    one, other = new_a_day(Deck(), 3, NOW), new_a_day(Deck(), 30, NOW - DAY)
    assert merge(one, other).choices.new_a_day == merge(other, one).choices.new_a_day == 3


def test_starting_over_is_not_undone_by_a_tab_that_knows_nothing_of_it():
    deck = answered((A, GOOD, NOW), (B, GOOD, NOW))
    over = start_over(deck, NOW + MINUTE)
    assert over.entries == {} == merge(deck, over).entries
    other = answer(deck, B, GOOD, NOW + 2 * MINUTE)
    assert list(merge(other, over).entries) == [B], "what was answered since stays"


def test_a_file_brings_back_what_it_holds():
    file = answered((A, GOOD, NOW), (B, GOOD, NOW), (B, GOOD, NOW + 2 * MINUTE))
    assert restore(Deck(), file).entries == file.entries
    here = answered((B, AGAIN, NOW + MINUTE), (C, EASY, NOW))
    both = restore(here, file)
    assert both.entries == {A: file.entries[A], B: file.entries[B], C: here.entries[C]}
    over = restore(start_over(here, NOW + DAY), file)
    assert {name: entry.card for name, entry in over.entries.items()} == {
        name: entry.card for name, entry in file.entries.items()
    }
    assert merge(over, here).entries == over.entries, "the old ones stay forgotten"
    begun_elsewhere = answer(start_over(file, NOW + DAY), A, GOOD, NOW + 2 * DAY)
    assert set(restore(here, begun_elsewhere).entries) == {A, B, C}, "what is here stays"


def test_of_two_files_restored_after_a_start_over_the_later_review_counts():
    old, new = answered((A, GOOD, NOW)), answered((A, GOOD, NOW), (A, GOOD, NOW + 10 * MINUTE))
    over = start_over(Deck(), NOW + DAY)
    for first, second in ((old, new), (new, old)):
        assert restore(restore(over, first), second).entries[A].card == new.entries[A].card


# --- written down


def test_what_is_written_is_read_again():
    deck = answered(
        (A, GOOD, NOW), (B, EASY, NOW + timedelta(microseconds=7)), ("gone.question", HARD, NOW)
    )
    deck = take_back(answer(deck, C, AGAIN, NOW), C, None, NOW + MINUTE)
    deck = choose(deck, Choices(7, 20, ("pca", "kmeans"), NOW.date()), NOW)
    assert load(dump(deck)) == deck == load(dump(deck).encode())
    assert dump(load(dump(deck))) == dump(deck)
    assert load(b"\xef\xbb\xbf" + json.dumps(json.loads(dump(deck)), indent=2).encode()) == deck
    assert load(dump(Deck())) == Deck()


def test_what_an_older_version_has_written_is_read():
    deck = answered((A, GOOD, NOW))
    said = json.loads(dump(deck))
    for key in ("a_day", "concepts", "interview"):
        del said[key]
    assert load(json.dumps(said)) == deck


def test_a_question_that_is_gone_is_kept_but_never_asked():
    deck = load(dump(answered(("gone.question", AGAIN, NOW))))
    assert today(deck, NOW + HOUR).names == tuple(BANK[:9]), "it was one of today's ten"
    assert "gone.question" in restore(Deck(), deck).entries
    assert "gone.question" in answer(deck, A, GOOD, NOW).entries


def test_times_are_read_from_any_zone_and_kept_in_utc():
    said = json.loads(dump(answered((A, GOOD, NOW))))
    said["cards"][A]["card"]["due"] = "2026-03-10T14:40:00+05:30"
    said["cards"][A]["first"] = "2026-03-10T09:00:00Z"
    deck = load(json.dumps(said))
    assert deck.entries[A].card.due == NOW + 10 * MINUTE and deck.entries[A].card.due.tzinfo is UTC
    assert answer(deck, A, GOOD, NOW + DAY).entries[A].first.tzinfo is UTC


@pytest.mark.parametrize("written", ["1e7", "1e300", "1e999", "1" * 400])
def test_a_card_too_stable_to_be_true_is_one_that_fsrs_can_count_with(written):
    said = changed((*CARD, "stability"), "X").replace('"X"', written)
    deck = answer(load(said), A, EASY, NOW + DAY)
    assert deck.entries[A].card.due - NOW == 36501 * DAY, "the longest interval, a hundred years"
    assert load(dump(deck)).entries[A].card.due == deck.entries[A].card.due


def changed(path, value):
    said = json.loads(dump(answered((A, GOOD, NOW), (B, EASY, NOW))))
    *way, last = path
    place = said
    for key in way:
        place = place[key]
    if value is KeyError:
        del place[last]
    else:
        place[last] = value
    return json.dumps(said)


CARD = ("cards", A, "card")


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("", "it is not JSON"), (b"\xff\x00\x13", "it is not JSON"), ("{", "it is not JSON"), ('{"a": NaN}', "it is not JSON"),
        ("[" * 100_000, "it is not JSON"), ("1" * 5000, "it is not JSON"), ("null", "it is not progress with these flashcards"),
        ("[1, 2]", "it is not progress with these flashcards"), ('{"cards": {}}', "it is not progress with these flashcards"),
        (changed(("format",), "anki"), "it is not progress with these flashcards"),
        (changed(("version",), 2), "it was written by a newer version of Sightglass"),
        (changed(("version",), 0), "it is damaged: it has no cards that can be read"), (changed(("version",), True), "it is damaged: it has no cards that can be read"),
        (changed(("version",), "1"), "it is damaged: it has no cards that can be read"), (changed(("cards",), []), "it is damaged: it has no cards that can be read"),
        (changed(("cards",), KeyError), "it is damaged: it has no cards that can be read"),
        (changed(("new_a_day",), -1), "it is damaged, new_a_day cannot be read"), (changed(("new_a_day",), 1.5), "it is damaged, new_a_day cannot be read"),
        (changed(("new_a_day",), 10**30), "it is damaged, new_a_day cannot be read"), (changed(("new_a_day",), False), "it is damaged, new_a_day cannot be read"),
        (changed(("a_day",), 0), "it is damaged, a_day cannot be read"), (changed(("concepts",), "pca"), "it is damaged, concepts cannot be read"),
        (changed(("concepts",), ["<b>"]), "it is damaged, concepts cannot be read"), (changed(("interview",), "2026-02-30"), "it is damaged, interview cannot be read"),
        (changed(("interview",), "0001-01-01"), "it is damaged, interview cannot be read"), (changed(("interview",), 7), "it is damaged, interview cannot be read"),
        (changed(("cards", A, "misses"), -1), f"it is damaged: in the card `{A}`, misses cannot be read"),
        (changed(("begun",), None), "it is damaged, begun cannot be read"), (changed(("begun",), "yesterday"), "it is damaged, begun cannot be read"),
        (changed(("new_a_day_set",), 5), "it is damaged, new_a_day_set cannot be read"),
        (changed(("cards", "<b>"), {}), "it is damaged: a card in it has no proper name"), (changed(("cards", "\ud800"), {}), "it is damaged: a card in it has no proper name"),
        (changed(("cards", "x" * 201), {}), "it is damaged: a card in it has no proper name"), (changed(("cards", "a\n"), {}), "it is damaged: a card in it has no proper name"),
        (changed(("cards", A), 3), f"it is damaged: in the card `{A}` nothing can be read"),
        (changed(("cards", A, "changed"), KeyError), f"it is damaged: in the card `{A}`, changed cannot be read"),
        (changed(("cards", A, "first"), "2026-03-10T09:00:00"), f"it is damaged: in the card `{A}`, first cannot be read"),
        (changed(("cards", A, "first"), "0001-01-01T00:00:00+14:00"), f"it is damaged: in the card `{A}`, first cannot be read"),
        (changed(CARD, []), f"it is damaged: in the card `{A}`, card cannot be read"), (changed((*CARD, "state"), 4), f"it is damaged: in the card `{A}`, state cannot be read"),
        (changed((*CARD, "state"), 1.0), f"it is damaged: in the card `{A}`, state cannot be read"), (changed((*CARD, "step"), None), f"it is damaged: in the card `{A}`, step cannot be read"),
        (changed((*CARD, "step"), -1), f"it is damaged: in the card `{A}`, step cannot be read"),
        (changed((*CARD, "stability"), 0), f"it is damaged: in the card `{A}`, stability cannot be read"), (changed((*CARD, "stability"), None), f"it is damaged: in the card `{A}`, stability cannot be read"),
        (changed((*CARD, "stability"), "2"), f"it is damaged: in the card `{A}`, stability cannot be read"), (changed((*CARD, "difficulty"), 11), f"it is damaged: in the card `{A}`, difficulty cannot be read"),
        (changed((*CARD, "difficulty"), True), f"it is damaged: in the card `{A}`, difficulty cannot be read"), (changed((*CARD, "due"), "9999-12-31T00:00:00+00:00"), f"it is damaged: in the card `{A}`, due cannot be read"),
        (changed((*CARD, "last_review"), KeyError), f"it is damaged: in the card `{A}`, last_review cannot be read"),
    ],
)  # fmt: skip
def test_what_is_damaged_or_foreign_is_refused_with_the_reason(written, says):
    with pytest.raises(Unreadable) as refused:
        load(written)
    assert str(refused.value) == says


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from([1, 2, 3]), st.integers(0, 9), st.floats(0.001, 1e300), st.floats(1, 10),
    st.integers(-20_000, 90_000), st.integers(-20_000, 90_000),
)  # fmt: skip
def test_whatever_is_read_can_be_answered(state, step, stability, difficulty, due, last):
    """No card that `load` lets through makes fsrs stumble, now or ever after."""
    written = changed(("cards", A), {
        "changed": NOW.isoformat(), "first": NOW.isoformat(),
        "card": {"state": state, "step": step, "stability": stability, "difficulty": difficulty,
                 "due": (NOW + due * DAY).isoformat(), "last_review": (NOW + last * DAY).isoformat()},
    })  # fmt: skip
    deck = load(written)
    for rating, interval in intervals(deck, A, NOW, UTC).items():
        assert interval >= MINUTE
        after = load(dump(answer(deck, A, rating, NOW)))
        assert min(intervals(after, A, NOW + HOUR, UTC).values()) >= MINUTE
    waiting(deck, BANK, NOW, UTC)
    standing(deck, BANK, NOW, UTC)


# --- what the browser counts without asking

COUNT = """
import { readFileSync } from "node:fs";
import { dueOf } from "./static/done.js";
const { decks, now } = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(decks.map((deck) => dueOf("r\\n" + deck, new Date(now)))));
"""


def test_the_browser_counts_what_the_page_deals():
    """The home page says how many cards are due without asking: static/done.js counts by the same rules."""
    rng = random.Random(7)
    concepts, decks = ["one", "two"], []
    for _ in range(60):
        deck = Deck()
        for i in range(25):
            name, when = f"{rng.choice(concepts)}.q{i}", NOW - rng.randint(0, 20) * DAY - HOUR
            for _ in range(rng.choice([1, 1, 2, 7])):
                deck = answer(deck, name, rng.choice([AGAIN, *Rating]), when)
        days = rng.choice([None, -1, 0, 1, 2, 3, 9])
        decks.append(
            choose(
                deck,
                Choices(
                    a_day=rng.choice([3, 10, 40]),
                    concepts=rng.choice([(), ("one",), ("gone",)]),
                    interview=None if days is None else (NOW + days * DAY).date(),
                ),
                NOW,
            )
        )
    node = shutil.which("node")
    assert node, "see README.md: what the tests need"
    ran = subprocess.run(
        [node, "--input-type=module", "-e", COUNT], cwd=ROOT, capture_output=True, text=True,
        check=True, env=os.environ | {"TZ": "UTC"},
        input=json.dumps({"decks": [dump(deck) for deck in decks], "now": NOW.isoformat()}),
    )  # fmt: skip
    bank = [f"{concept}.q{i}" for concept in concepts for i in range(25)]
    dealt = [waiting(deck, bank, NOW, UTC) for deck in decks]
    wanted = [len(each.learning + each.due) for each in dealt]
    assert json.loads(ran.stdout) == wanted and len(set(wanted)) > 9
