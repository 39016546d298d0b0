"""A room: what its presenter shows, what is asked in it, and who may say what. No clock, no network.

A room goes the way of links: what is shown is the link of a page. While a question stands the people in
it guess, once or in two rounds; then all guesses are told. Nobody has a name: who joins gets a badge,
which tells the room's own people from others and each from the next, and nothing else.
"""

import hashlib
import hmac
import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

# Spelled aloud no two of them sound alike, in print none looks like another; and without vowels no
# code is a word.
LETTERS = "DFHKLMQRWXY"
LETTERS_OF_A_CODE = 5
MOST_ROOMS = 200
MOST_PEOPLE = 1500  # in a room
HOURS = 4  # after the last act a room is gone
ROUNDS = 2
LONGEST = 2000  # characters of a link
BADGE = re.compile(r"([A-Za-z0-9_-]{12})\.([0-9a-f]{32})")


@dataclass(frozen=True)
class Question:
    """What is asked in a room.

    Attributes
    ----------
    name : Tells it from every other question of the site.
    options : How many there are to choose from; 0 where a number is asked.
    low, high : The ends of that number.
    whole : It is a whole one.
    """

    name: str
    options: int = 0
    low: float = 0.0
    high: float = 0.0
    whole: bool = False

    def meant(self, said: Any) -> float | None:
        """The guess that somebody's words stand for: an option's place, or a number; None for none."""
        if type(said) not in (int, float) or not math.isfinite(said):
            return None
        if self.options:
            return float(said) if said in range(self.options) else None
        fits = self.low <= said <= self.high and (not self.whole or said == int(said))
        return float(said) if fits else None


@dataclass(frozen=True)
class Room:
    """A room as it stands; guesses and who is here are kept beside it (room/store.py).

    Attributes
    ----------
    lock : What the presenter's key is checked by. The key itself is kept by the presenter alone.
    secret : What badges are signed with.
    link : What is shown: a page's name and its query.
    at : Where on the axis it is shown, while it is moved; None for where the link says.
    turn : Rises with each question, step and page: guesses and Ready are of a turn.
    scene : What of the link a turn lasts for.
    question : The one that stands, or whose answer is shown.
    round : Which round of guesses it is in, from 1.
    told : What the guesses came to, once they are revealed; see ui/room.py.
    """

    code: str
    lock: str
    secret: str
    link: str
    at: float | None = None
    turn: int = 1
    scene: str = ""
    question: Question | None = None
    round: int = 1
    told: dict[str, Any] | None = None


@dataclass(frozen=True)
class Counts:
    """How many people are in a room, how many of them have guessed in this round, and are ready."""

    here: int = 0
    answered: int = 0
    ready: int = 0


# ---- what happens in a room ---------------------------------------------------------------------


def show(
    room: Room, link: str, at: float | None, scene: str, question: Question | None, answered: bool
) -> Room:
    """The room as its presenter shows something else.

    `scene` is the page and its step or preset. `question` is what is asked there; `answered`, its answer
    is shown. What the guesses came to stays for as long as the scene does.
    """
    moved = replace(room, link=link, at=at)
    if scene == room.scene and (question == room.question or (answered and room.question is None)):
        return moved
    asked = None if answered else question
    return replace(moved, turn=room.turn + 1, scene=scene, question=asked, round=1, told=None)


def is_open(room: Room) -> bool:
    """Whether a question stands, and guesses are taken."""
    return room.question is not None and room.told is None


def again(room: Room) -> Room:
    """The room in the second round of its question, after talking; where there is none, as it was."""
    if not is_open(room) or room.round == ROUNDS:
        return room
    return replace(room, round=room.round + 1)


def reveal(room: Room, told: dict[str, Any]) -> Room:
    """The room in which no guess is taken any more, and what they came to is told."""
    return replace(room, told=told) if is_open(room) else room


def counted(guesses: Iterable[float]) -> list[tuple[float, int]]:
    """Each guess that was made, rising, and how many made it."""
    return sorted(Counter(guesses).items())


# ---- what is said to those in it ----------------------------------------------------------------


def shown(room: Room) -> dict[str, Any]:
    """What is shown, for those who follow."""
    return {"link": room.link, "at": room.at, "turn": room.turn}


def asked(room: Room) -> dict[str, Any]:
    """The question that stands, and what its guesses came to."""
    name = room.question.name if room.question else ""
    open_ = is_open(room)
    return {"turn": room.turn, "name": name, "open": open_, "round": room.round, "told": room.told}


def written(room: Room) -> str:
    """A room as JSON."""
    return json.dumps(asdict(room))


def read(text: str) -> Room:
    """The room that `written` wrote."""
    said = json.loads(text)
    question = said.pop("question")
    return Room(**said, question=Question(**question) if question else None)


# ---- codes, keys and badges ---------------------------------------------------------------------


def new_code(choose: Callable[[str], str]) -> str:
    """A code of letters that `choose` takes."""
    return "".join(choose(LETTERS) for _ in range(LETTERS_OF_A_CODE))


def read_code(said: str) -> str:
    """The code that somebody typed, however they wrote it; "" if it is none."""
    code = re.sub(r"[\s-]", "", said[:40]).upper()
    fits = len(code) == LETTERS_OF_A_CODE and set(code) <= set(LETTERS)
    return code if fits else ""


def locked(key: str) -> str:
    """What a key is checked by: it does not tell the key."""
    return hashlib.sha256(key.encode()).hexdigest()


def opens(room: Room, key: str) -> bool:
    """Whether that is the presenter's key."""
    return hmac.compare_digest(room.lock, locked(key))


def badge(room: Room, person: str) -> str:
    """The badge of a person, who is called by twelve letters: it shows that they joined this room."""
    return f"{person}.{_signature(room, person)}"


def person_of(room: Room, said: str) -> str:
    """Whom a badge belongs to; "" if it is not one of this room."""
    found = BADGE.fullmatch(said)
    if not found or not hmac.compare_digest(found[2], _signature(room, found[1])):
        return ""
    return found[1]


def _signature(room: Room, person: str) -> str:
    said = f"{room.code} {person}".encode()
    return hmac.new(room.secret.encode(), said, hashlib.sha256).hexdigest()[:32]


# ---- how often ----------------------------------------------------------------------------------


class Limit:
    """How often somebody may do something within some seconds. Only whom it saw last is remembered.

    Servers that share rooms keep some limits together, by their name (room/store.py).
    """

    MOST = 20_000  # whom it remembers

    def __init__(self, name: str, times: int, seconds: int) -> None:
        self.name, self.times, self.seconds = name, times, seconds
        self.seen: dict[str, tuple[float, int]] = {}

    def spend(self, who: str, now: float) -> bool:
        """Note that it is done now; False if that is once too often."""
        since, times = self._since(who, now)
        self.seen.pop(who, None)
        self.seen[who] = since, times + 1  # the last of them
        while len(self.seen) > self.MOST:
            del self.seen[next(iter(self.seen))]
        return times < self.times

    def is_spent(self, who: str, now: float) -> bool:
        """Whether it may not be done now."""
        return self._since(who, now)[1] >= self.times

    def _since(self, who: str, now: float) -> tuple[float, int]:
        since, times = self.seen.get(who, (now, 0))
        return (since, times) if now - since < self.seconds else (now, 0)
