"""Flashcards: which one comes next, what an answer does to it, and how all of it is written down.

The fsrs package does the scheduling. A Deck is never changed: every function returns another.
`now` is a time in UTC, `zone` where the visitor is: it says when their day ends.

With the date of an interview no card comes later than the LAST_DAYS before it, in which all of them
come, those first that would be recalled least on that day. fsrs's own schedule is kept as it is, so
that another date, or none, finds it again.
"""

import json
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from fsrs import Card, Scheduler, State
from fsrs import Rating as Rating

# Without fsrs's random fuzz, so that the interval on a button is the one it gives.
SCHEDULER = Scheduler(enable_fuzzing=False)
FORMAT, VERSION = "sightglass flashcards", 1
NEW_A_DAY, MOST_NEW_A_DAY = 10, 100
A_DAY, MOST_A_DAY = 40, 500  # cards
LAST_DAYS = 2  # before an interview: no new cards, and once more through all
LEECH = 6  # misses, after which a card is set aside: its picture helps more than the next miss
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
    misses : How often it was answered Again, since it was last brought back.
    """

    card: Card | None
    first: datetime | None
    changed: datetime
    misses: int = 0


@dataclass(frozen=True)
class Choices:
    """What a visitor chose.

    Attributes
    ----------
    new_a_day, a_day : How many new cards a day brings at most, and how many cards at all.
    concepts : The concepts whose cards come, by stem; none: all.
    interview : The day of the interview, where the visitor is.
    """

    new_a_day: int = NEW_A_DAY
    a_day: int = A_DAY
    concepts: tuple[str, ...] = ()
    interview: date | None = None


@dataclass(frozen=True)
class Deck:
    """A visitor's progress.

    Attributes
    ----------
    entries : By the name of the card. A card without an entry is new; a name that is no question
        any more stays.
    choices : What was chosen for all cards.
    set_at : When that was chosen.
    begun : When the visitor last started over: what was written up to then is forgotten.
    """

    entries: Mapping[str, Entry] = field(default_factory=dict)
    choices: Choices = Choices()
    set_at: datetime = NEVER
    begun: datetime = NEVER


@dataclass(frozen=True)
class Waiting:
    """The cards of today in the order they come.

    Attributes
    ----------
    learning : Within their learning steps since today, and due.
    due : The others that are due before the end of the day, those first that are recalled least,
        as many as the day still takes.
    new : As many as the day still brings.
    later : Within their learning steps since today, due within AHEAD.
    over : How many more are due than the day takes.
    """

    learning: tuple[str, ...]
    due: tuple[str, ...]
    new: tuple[str, ...]
    later: tuple[str, ...]
    over: int = 0

    @property
    def names(self) -> tuple[str, ...]:
        """All of them."""
        return self.learning + self.due + self.new + self.later


@dataclass(frozen=True)
class Standing:
    """Cards by how they stand.

    Attributes
    ----------
    known : Learned, and by fsrs not due before tomorrow, which is when the chance to recall it has
        come down to nine in ten.
    shaky : Within their learning steps or due, those first that are recalled least.
    aside : Missed LEECH times.
    new : Never answered.
    """

    known: tuple[str, ...]
    shaky: tuple[str, ...]
    aside: tuple[str, ...]
    new: tuple[str, ...]


# --- answering -----------------------------------------------------------------------------------


def answer(deck: Deck, name: str, rating: Rating, now: datetime) -> Deck:
    """The deck after that answer."""
    card, _ = SCHEDULER.review_card(_card(deck, name, now), rating, now)
    before = deck.entries.get(name)
    first = now if before is None or before.first is None else before.first
    misses = (before.misses if before else 0) + (rating == Rating.Again)
    return _with(deck, name, Entry(card, first, _later(deck, name, now), misses))


def intervals(deck: Deck, name: str, now: datetime, zone: tzinfo) -> dict[Rating, timedelta]:
    """How long until the card comes back, for each answer that could be given now."""
    card = _card(deck, name, now)
    after = {each: SCHEDULER.review_card(card, each, now)[0] for each in Rating}
    return {each: _due(deck, card, now, zone) - now for each, card in after.items()}


def take_back(deck: Deck, name: str, before: Entry | None, now: datetime) -> Deck:
    """The deck with that card as it was `before` its last answer; None: it was new."""
    changed = _later(deck, name, now)
    entry = Entry(None, None, changed) if before is None else replace(before, changed=changed)
    return _with(deck, name, entry)


def choose(deck: Deck, choices: Choices, now: datetime) -> Deck:
    """The deck with those choices."""
    return replace(deck, choices=choices, set_at=max(now, deck.set_at + TICK))


def bring_back(deck: Deck, name: str, now: datetime) -> Deck:
    """The deck with a card that was set aside coming again; as it was if it has no such card."""
    if (entry := deck.entries.get(name)) is None:
        return deck
    return _with(deck, name, replace(entry, misses=0, changed=_later(deck, name, now)))


def start_over(deck: Deck, now: datetime) -> Deck:
    """The deck with every card new; what was chosen stays."""
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
    """What waits today of the cards in `bank`, whose order is that in which new ones come.

    What is left over when the day is full is not lost: it comes tomorrow, in the same order.
    """
    tonight = end_of_day(now, zone)
    begun = {
        name: card
        for name in chosen(deck, bank)
        if (card := _begun(deck, name)) is not None and not is_leech(deck, name)
    }
    by_due = sorted((_due(deck, card, now, zone), name) for name, card in begun.items())
    steps = {
        name
        for name, card in begun.items()
        if card.state != State.Review and _is_today(card.last_review, now, zone)
    }
    learning = [(name, due) for due, name in by_due if name in steps]
    due = [name for due, name in by_due if name not in steps and due < tonight]
    due.sort(key=lambda name: recall(begun[name], _day_that_counts(deck, now, zone)))
    left = max(0, deck.choices.a_day - _answered_today(deck, now, zone))
    return Waiting(
        learning=tuple(name for name, due in learning if due <= now),
        due=tuple(due[:left]),
        new=_new_today(deck, bank, now, zone)[: max(0, left - len(due))],
        later=tuple(name for name, due in learning if now < due <= now + AHEAD),
        over=max(0, len(due) - left),
    )


def chosen(deck: Deck, bank: Iterable[str]) -> list[str]:
    """Those of the cards that belong to the concepts the visitor chose."""
    concepts = deck.choices.concepts
    return [name for name in bank if not concepts or name.partition(".")[0] in concepts]


def is_leech(deck: Deck, name: str) -> bool:
    """Whether the card was missed so often that it is set aside."""
    return name in deck.entries and deck.entries[name].misses >= LEECH


def recall(card: Card, when: datetime) -> float:
    """The chance to recall it then, by fsrs: the power law of whole days since the last answer."""
    return float(SCHEDULER.get_card_retrievability(card, when))


def recalled(deck: Deck, bank: Iterable[str], when: datetime) -> float:
    """How many of the cards in `bank` that were ever answered would be recalled then: a mean."""
    cards = (_begun(deck, name) for name in bank)
    return sum(recall(card, when) for card in cards if card is not None)


def standing(deck: Deck, bank: Iterable[str], now: datetime, zone: tzinfo) -> Standing:
    """How the cards in `bank` stand."""
    tonight = end_of_day(now, zone)
    cards = {name: _begun(deck, name) for name in bank}
    begun = {name: card for name, card in cards.items() if card is not None}
    met = {name: card for name, card in begun.items() if not is_leech(deck, name)}
    known = [n for n, c in met.items() if c.state == State.Review and _settled(c, now) >= tonight]
    return Standing(
        known=tuple(known),
        shaky=tuple(sorted({*met} - {*known}, key=lambda name: (recall(met[name], now), name))),
        aside=tuple(name for name in begun if name not in met),
        new=tuple(name for name in cards if name not in begun),
    )


def next_due(deck: Deck, bank: Iterable[str], now: datetime, zone: tzinfo) -> datetime | None:
    """When the next card in `bank` that was ever answered comes back; None if there is none."""
    names = (name for name in chosen(deck, bank) if not is_leech(deck, name))
    cards = (_begun(deck, name) for name in names)
    return min((_due(deck, card, now, zone) for card in cards if card is not None), default=None)


def days_left(deck: Deck, now: datetime, zone: tzinfo) -> int | None:
    """Days until the interview: 0 on the day itself, less than 0 after it; None without a date."""
    interview = deck.choices.interview
    return None if interview is None else (interview - now.astimezone(zone).date()).days


def new_a_day_needed(deck: Deck, bank: Iterable[str], now: datetime, zone: tzinfo) -> int | None:
    """How many new cards a day bring all that are new before the last days; None if none can."""
    left = days_left(deck, now, zone)
    if left is None or left <= LAST_DAYS:
        return None
    new = sum(_begun(deck, name) is None for name in chosen(deck, bank))
    return math.ceil(new / (left - LAST_DAYS))


def end_of_day(now: datetime, zone: tzinfo) -> datetime:
    """The next midnight where the visitor is, in UTC."""
    return _midnight(now.astimezone(zone).date() + timedelta(days=1), zone)


def say_interval(interval: timedelta) -> str:
    """A span of time in a word or two, as on a button: "6 min", "1 day", "4 months"."""
    for unit, seconds in (("year", 365.25 * 86400), ("month", 30.44 * 86400), ("day", 86400)):
        if (number := interval.total_seconds() / seconds) >= (1 if unit == "day" else 2):
            return f"{number:.0f} {unit}{'' if round(number) == 1 else 's'}"
    minutes = math.ceil(interval.total_seconds() / 60)
    return f"{max(minutes, 1)} min" if minutes < 60 else f"{minutes / 60:.0f} h"


def _midnight(day: date, zone: tzinfo) -> datetime:
    """When that day begins where the visitor is, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _begun(deck: Deck, name: str) -> Card | None:
    entry = deck.entries.get(name)
    return None if entry is None else entry.card


def _due(deck: Deck, card: Card, now: datetime, zone: tzinfo) -> datetime:
    """When the card comes: as fsrs says, but within the last days before an interview to come.

    What is answered in those days comes no later than the day itself begins.
    """
    due, left = _settled(card, now), days_left(deck, now, zone)
    if left is None or left <= 0 or deck.choices.interview is None:
        return due
    day = _midnight(deck.choices.interview, zone)
    last_days = _midnight(deck.choices.interview - timedelta(days=LAST_DAYS), zone)
    early = card.last_review is None or card.last_review < last_days
    return min(due, last_days if early else day)


def _settled(card: Card, now: datetime) -> datetime:
    """When fsrs has it due. If it was answered in the future, the clock was wrong then: now."""
    wrong = card.last_review is not None and card.last_review > now + SKEW
    return now if wrong else card.due


def _day_that_counts(deck: Deck, now: datetime, zone: tzinfo) -> datetime:
    """In the last days before an interview the end of that day; else now."""
    left, interview = days_left(deck, now, zone), deck.choices.interview
    if left is None or interview is None or not 0 <= left <= LAST_DAYS:
        return now
    return _midnight(interview + timedelta(days=1), zone)


def _is_today(when: datetime | None, now: datetime, zone: tzinfo) -> bool:
    return when is not None and when.astimezone(zone).date() == now.astimezone(zone).date()


def _answered_today(deck: Deck, now: datetime, zone: tzinfo) -> int:
    """How many cards were answered today."""
    cards = (entry.card for entry in deck.entries.values())
    return sum(card is not None and _is_today(card.last_review, now, zone) for card in cards)


def _new_today(deck: Deck, bank: Sequence[str], now: datetime, zone: tzinfo) -> tuple[str, ...]:
    """The new cards that today still brings; none in the last days before an interview."""
    left = days_left(deck, now, zone)
    if left is not None and 0 <= left <= LAST_DAYS:
        return ()
    begun = sum(_is_today(entry.first, now, zone) for entry in deck.entries.values())
    new = [name for name in chosen(deck, bank) if _begun(deck, name) is None]
    return tuple(new[: max(0, deck.choices.new_a_day - begun)])


# --- two decks -----------------------------------------------------------------------------------


def merge(one: Deck, other: Deck) -> Deck:
    """One visitor's two decks made one: of each card the later entry.

    The order of the two does not matter, and merging again changes nothing.
    """
    begun = max(one.begun, other.begun)
    latest_choice = max((one, other), key=_choice_rank)
    entries = {}
    for name in sorted({*one.entries, *other.entries}):
        found = (deck.entries[name] for deck in (one, other) if name in deck.entries)
        latest = max(found, key=_rank)
        if latest.changed > begun:
            entries[name] = latest
    return Deck(entries, latest_choice.choices, latest_choice.set_at, begun)


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


def _choice_rank(deck: Deck) -> tuple[datetime, str]:
    return deck.set_at, json.dumps(_choices_said(deck.choices), sort_keys=True)


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
        **_choices_said(deck.choices),
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
        choices=_choices(said),
        set_at=_read(said, "new_a_day_set", _time, "it is damaged"),
        begun=_read(said, "begun", _time, "it is damaged"),
    )


def _choices_said(choices: Choices) -> dict[str, Any]:
    day = choices.interview
    return {
        "new_a_day": choices.new_a_day,
        "a_day": choices.a_day,
        "concepts": list(choices.concepts),
        "interview": None if day is None else day.isoformat(),
    }


def _choices(said: dict[str, Any]) -> Choices:
    """What was chosen; an older version could choose nothing but `new_a_day`."""
    said, damage = {"a_day": A_DAY, "concepts": [], "interview": None} | said, "it is damaged"
    day = said["interview"]
    return Choices(
        new_a_day=_read(said, "new_a_day", _whole(0, MOST_NEW_A_DAY), damage),
        a_day=_read(said, "a_day", _whole(1, MOST_A_DAY), damage),
        concepts=_read(said, "concepts", _stems, damage),
        interview=None if day is None else _read(said, "interview", _day, damage),
    )


def _entry_said(entry: Entry) -> dict[str, Any]:
    said: dict[str, Any] = {"changed": entry.changed.isoformat()}
    if entry.card is not None and entry.first is not None:
        card = entry.card.to_dict()
        said["first"] = entry.first.isoformat()
        said["card"] = {key: value for key, value in card.items() if key != "card_id"}
    if entry.misses:
        said["misses"] = entry.misses
    return said


def _entry(item: tuple[str, Any]) -> tuple[str, Entry]:
    name, said = item
    if re.fullmatch(r"[\w.:-]{1,200}", name, re.ASCII) is None:
        raise Unreadable("it is damaged: a card in it has no proper name")
    damage = f"it is damaged: in the card `{name}`"
    if not isinstance(said, dict):
        raise Unreadable(f"{damage} nothing can be read")
    changed = _read(said, "changed", _time, damage)
    misses = _read({"misses": 0} | said, "misses", _whole(0, 10**6), damage)
    if "card" not in said:
        return name, Entry(None, None, changed, misses)
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
        misses,
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


def _stems(said: Any) -> tuple[str, ...] | None:
    known = isinstance(said, list) and all(
        isinstance(each, str) and re.fullmatch(r"[a-z0-9_]{1,60}", each) for each in said
    )
    return tuple(said) if known else None


def _day(said: Any) -> date | None:
    try:
        read = date.fromisoformat(said)
    except (TypeError, ValueError):
        return None
    return read if 1970 <= read.year < 9000 else None


def _time(said: Any) -> datetime | None:
    """A time that names its zone, in UTC; not so near the end of time that fsrs would pass it."""
    try:
        read = datetime.fromisoformat(said)
        known = None if read.tzinfo is None else read.astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        return None
    return known if known and 1970 <= known.year < 9000 else None


def _refuse(constant: str) -> None:
    """JSON has no NaN and no Infinity, though Python's reader would take them."""
    raise ValueError(constant)
