"""Flashcards: which one comes next, what an answer does to it, and how all of it is written down.

The fsrs package does the scheduling. A Deck is never changed: every function returns another.
`now` is a time in UTC, `zone` where the visitor is: it says when their day ends.
"""

import json
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Any

from fsrs import Card, Scheduler, State
from fsrs import Rating as Rating

# Without fsrs's random fuzz, so that the interval on a button is the one it gives.
SCHEDULER = Scheduler(enable_fuzzing=False)
FORMAT, VERSION = "sightglass flashcards", 1
NEW_A_DAY, MOST_NEW_A_DAY = 10, 100
AHEAD = timedelta(minutes=20)  # a card that is learned may come so much early when no other waits
SKEW = timedelta(days=1)  # two clocks may differ by that; by more, one of them was wrong
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
MOST_STABLE = 1e6  # days: far beyond fsrs's longest interval, and far from where it would overflow
TICK = timedelta(microseconds=1)


class Unreadable(ValueError):
    """What was to be a deck is none. The message says why, as the second half of a sentence."""


@dataclass(frozen=True)
class Entry:
    """What is known of one card.

    Attributes
    ----------
    card : As fsrs left it at the last answer. None: its only answer was taken back.
    first : When it was answered for the first time. None: it was not.
    changed : When this was written. It only ever grows, also where the clock was set back: of two
        entries for one card, the one with the later `changed` counts.
    """

    card: Card | None
    first: datetime | None
    changed: datetime


@dataclass(frozen=True)
class Deck:
    """A visitor's progress.

    Attributes
    ----------
    entries : By the name of the card. A card without an entry is new; a name that is no question
        any more stays.
    new_a_day : How many new cards a day brings.
    set_at : When that number was chosen.
    begun : When the visitor last started over: what was written up to then is forgotten.
    """

    entries: Mapping[str, Entry] = field(default_factory=dict)
    new_a_day: int = NEW_A_DAY
    set_at: datetime = NEVER
    begun: datetime = NEVER


@dataclass(frozen=True)
class Waiting:
    """The cards of today in the order they come.

    Attributes
    ----------
    learning : Within their learning steps, and due.
    due : Due before the end of the day.
    new : As many as the day still brings.
    later : Within their learning steps, due within AHEAD.
    """

    learning: tuple[str, ...]
    due: tuple[str, ...]
    new: tuple[str, ...]
    later: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """All of them."""
        return self.learning + self.due + self.new + self.later


@dataclass(frozen=True)
class Counts:
    """How many cards are new, within their learning steps, due today, and known beyond today."""

    new: int
    learning: int
    due: int
    known: int


# --- answering -----------------------------------------------------------------------------------


def answer(deck: Deck, name: str, rating: Rating, now: datetime) -> Deck:
    """The deck after that answer."""
    card, _ = SCHEDULER.review_card(_card(deck, name, now), rating, now)
    before = deck.entries.get(name)
    first = now if before is None or before.first is None else before.first
    return _with(deck, name, Entry(card, first, _later(deck, name, now)))


def intervals(deck: Deck, name: str, now: datetime) -> dict[Rating, timedelta]:
    """How long until the card comes back, for each answer that could be given now."""
    card = _card(deck, name, now)
    return {each: SCHEDULER.review_card(card, each, now)[0].due - now for each in Rating}


def take_back(deck: Deck, name: str, before: Entry | None, now: datetime) -> Deck:
    """The deck with that card as it was `before` its last answer; None: it was new."""
    changed = _later(deck, name, now)
    entry = Entry(None, None, changed) if before is None else replace(before, changed=changed)
    return _with(deck, name, entry)


def choose_new_a_day(deck: Deck, number: int, now: datetime) -> Deck:
    """The deck with that many new cards a day."""
    return replace(deck, new_a_day=number, set_at=max(now, deck.set_at + TICK))


def start_over(deck: Deck, now: datetime) -> Deck:
    """The deck with every card new; the number of new cards a day stays."""
    written = [entry.changed for entry in deck.entries.values()]
    return replace(deck, entries={}, begun=max(now, deck.begun + TICK, *written))


def _card(deck: Deck, name: str, now: datetime) -> Card:
    """The card as fsrs knows it. (Left to itself, fsrs numbers a new one by the clock.)"""
    entry = deck.entries.get(name)
    return Card(card_id=0, due=now) if entry is None or entry.card is None else entry.card


def _with(deck: Deck, name: str, entry: Entry) -> Deck:
    return replace(deck, entries={**deck.entries, name: entry})


def _later(deck: Deck, name: str, now: datetime) -> datetime:
    """Now, or just after what is written already, if the clock was set back since."""
    entry = deck.entries.get(name)
    return max(now, deck.begun + TICK, NEVER if entry is None else entry.changed + TICK)


# --- what comes next -----------------------------------------------------------------------------


def waiting(deck: Deck, bank: Sequence[str], now: datetime, zone: tzinfo) -> Waiting:
    """What waits today of the cards in `bank`, whose order is that in which new ones come."""
    tonight = end_of_day(now, zone)
    begun = [(name, card) for name in bank if (card := _begun(deck, name)) is not None]
    begun.sort(key=lambda each: (_due(each[1], now), each[0]))
    learning = [(name, _due(card, now)) for name, card in begun if card.state != State.Review]
    return Waiting(
        learning=tuple(name for name, due in learning if due <= now),
        due=tuple(n for n, c in begun if c.state == State.Review and _due(c, now) < tonight),
        new=_new_today(deck, bank, tonight, zone),
        later=tuple(name for name, due in learning if now < due <= now + AHEAD),
    )


def counts(deck: Deck, bank: Iterable[str], now: datetime, zone: tzinfo) -> Counts:
    """How the cards in `bank` stand."""
    tonight = end_of_day(now, zone)
    cards = [_begun(deck, name) for name in bank]
    review = [card for card in cards if card is not None and card.state == State.Review]
    new, due = cards.count(None), sum(_due(card, now) < tonight for card in review)
    return Counts(new, len(cards) - new - len(review), due, len(review) - due)


def next_due(deck: Deck, bank: Iterable[str], now: datetime) -> datetime | None:
    """When the next card in `bank` that was ever answered comes back; None if there is none."""
    cards = (_begun(deck, name) for name in bank)
    return min((_due(card, now) for card in cards if card is not None), default=None)


def end_of_day(now: datetime, zone: tzinfo) -> datetime:
    """The next midnight where the visitor is, in UTC."""
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), zone).astimezone(UTC)


def say_interval(interval: timedelta) -> str:
    """A span of time in a word or two, as on a button: "6 min", "1 day", "4 months"."""
    for unit, seconds in (("year", 365.25 * 86400), ("month", 30.44 * 86400), ("day", 86400)):
        if (number := interval.total_seconds() / seconds) >= (1 if unit == "day" else 2):
            return f"{number:.0f} {unit}{'' if round(number) == 1 else 's'}"
    minutes = math.ceil(interval.total_seconds() / 60)
    return f"{max(minutes, 1)} min" if minutes < 60 else f"{minutes / 60:.0f} h"


def _begun(deck: Deck, name: str) -> Card | None:
    entry = deck.entries.get(name)
    return None if entry is None else entry.card


def _due(card: Card, now: datetime) -> datetime:
    """When the card is due. If it was answered in the future, the clock was wrong then: now."""
    wrong = card.last_review is not None and card.last_review > now + SKEW
    return now if wrong else card.due


def _new_today(deck: Deck, bank: Sequence[str], tonight: datetime, zone: tzinfo) -> tuple[str, ...]:
    """The new cards that today still brings."""
    today = (tonight - TICK).astimezone(zone).date()
    firsts = (entry.first for entry in deck.entries.values() if entry.first is not None)
    begun = sum(first.astimezone(zone).date() == today for first in firsts)
    new = [name for name in bank if _begun(deck, name) is None]
    return tuple(new[: max(0, deck.new_a_day - begun)])


# --- two decks -----------------------------------------------------------------------------------


def merge(one: Deck, other: Deck) -> Deck:
    """One visitor's two decks made one: of each card the later entry.

    The order of the two does not matter, and merging again changes nothing.
    """
    begun = max(one.begun, other.begun)
    set_at, new_a_day = max((deck.set_at, deck.new_a_day) for deck in (one, other))
    entries = {}
    for name in sorted({*one.entries, *other.entries}):
        found = (deck.entries[name] for deck in (one, other) if name in deck.entries)
        latest = max(found, key=_rank)
        if latest.changed > begun:
            entries[name] = latest
    return Deck(entries, new_a_day, set_at, begun)


def restore(deck: Deck, file: Deck) -> Deck:
    """The deck with what a file holds: of each card the later entry.

    The visitor wants the file's cards, so starting over, here or there, forgets none of them.
    """
    just_after = deck.begun + TICK
    entries = {
        name: replace(entry, changed=max(entry.changed, just_after))
        for name, entry in file.entries.items()
    }
    return merge(deck, replace(file, entries=entries, begun=deck.begun))


def _rank(entry: Entry) -> tuple[datetime, datetime, str]:
    """Of two entries for one card, the one with the greater rank counts."""
    reviewed = entry.card.last_review if entry.card is not None else None
    return entry.changed, reviewed or NEVER, json.dumps(_entry_said(entry), sort_keys=True)


# --- written down --------------------------------------------------------------------------------


def dump(deck: Deck) -> str:
    """The deck as JSON; `load` gives it back."""
    said = {
        "format": FORMAT,
        "version": VERSION,
        "begun": deck.begun.isoformat(),
        "new_a_day": deck.new_a_day,
        "new_a_day_set": deck.set_at.isoformat(),
        "cards": {name: _entry_said(entry) for name, entry in sorted(deck.entries.items())},
    }
    return json.dumps(said, separators=(",", ":"))


def load(written: str | bytes) -> Deck:
    """The deck that was written down; Unreadable says what is wrong with it."""
    try:
        said = json.loads(written, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise Unreadable("it is not JSON") from None
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise Unreadable("it is not progress with these flashcards")
    version = said.get("version")
    if type(version) is int and version > VERSION:
        raise Unreadable("it was written by a newer version of Sightglass")
    if type(version) is not int or version != VERSION or not isinstance(said.get("cards"), dict):
        raise Unreadable("it is damaged: it has no cards that can be read")
    return Deck(
        entries=dict(map(_entry, said["cards"].items())),
        new_a_day=_read(said, "new_a_day", _whole(0, MOST_NEW_A_DAY), "it is damaged"),
        set_at=_read(said, "new_a_day_set", _time, "it is damaged"),
        begun=_read(said, "begun", _time, "it is damaged"),
    )


def _entry_said(entry: Entry) -> dict[str, Any]:
    said: dict[str, Any] = {"changed": entry.changed.isoformat()}
    if entry.card is not None and entry.first is not None:
        card = entry.card.to_dict()
        said["first"] = entry.first.isoformat()
        said["card"] = {key: value for key, value in card.items() if key != "card_id"}
    return said


def _entry(item: tuple[str, Any]) -> tuple[str, Entry]:
    name, said = item
    if re.fullmatch(r"[\w.:-]{1,200}", name, re.ASCII) is None:
        raise Unreadable("it is damaged: a card in it has no proper name")
    damage = f"it is damaged: in the card `{name}`"
    if not isinstance(said, dict):
        raise Unreadable(f"{damage} nothing can be read")
    changed = _read(said, "changed", _time, damage)
    if "card" not in said:
        return name, Entry(None, None, changed)
    card = _read(said, "card", lambda each: each if isinstance(each, dict) else None, damage)
    state = State(_read(card, "state", _whole(1, 3), damage))
    return name, Entry(
        Card(
            card_id=0,
            state=state,
            step=None if state == State.Review else _read(card, "step", _whole(0, 9), damage),
            stability=min(_read(card, "stability", _number(0.001, math.inf), damage), MOST_STABLE),
            difficulty=_read(card, "difficulty", _number(1, 10), damage),
            due=_read(card, "due", _time, damage),
            last_review=_read(card, "last_review", _time, damage),
        ),
        _read(said, "first", _time, damage),
        changed,
    )


def _read(said: dict[str, Any], key: str, read: Callable[[Any], Any], damage: str) -> Any:
    """The value of that key; Unreadable names it if it is missing, or `read` makes nothing of it."""
    if (value := read(said.get(key))) is None:
        raise Unreadable(f"{damage}, {key} cannot be read")
    return value


def _whole(low: int, high: int) -> Callable[[Any], int | None]:
    return lambda said: said if type(said) is int and low <= said <= high else None


def _number(low: float, high: float) -> Callable[[Any], float | None]:
    return lambda said: said if type(said) in (int, float) and low <= said <= high else None


def _time(said: Any) -> datetime | None:
    """A time that names its zone, in UTC; not so near the end of time that fsrs would pass it."""
    try:
        read = datetime.fromisoformat(said)
        known = read.tzinfo is not None and 1970 <= read.year < 9000
        return read.astimezone(UTC) if known else None
    except (TypeError, ValueError):
        return None


def _refuse(constant: str) -> None:
    """JSON has no NaN and no Infinity, though Python's reader would take them."""
    raise ValueError(constant)
