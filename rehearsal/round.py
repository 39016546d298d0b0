"""The mock round: which questions are drawn, how it went, and what to look at again."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

SIZE = 5  # questions
SECONDS = 60  # for an answer
MOST_SEED = 9999  # the first is 1
RATINGS = {"missed": "Missed it", "partly": "Partly", "nailed": "Nailed it"}


@dataclass(frozen=True)
class Turn:
    """One question of a round.

    Attributes
    ----------
    name : The question.
    shown : Whether its answer is on screen.
    seconds : How long the visitor spoke. None: the browser has not said.
    rating : One of RATINGS; "" until the visitor has rated themselves.
    """

    name: str
    shown: bool = False
    seconds: float | None = None
    rating: str = ""


@dataclass(frozen=True)
class Round:
    """The turns of a round, done and to come."""

    turns: tuple[Turn, ...]

    @property
    def at(self) -> int:
        """The number of the turn it is, from 0; that of the turns once all are rated."""
        return next((i for i, turn in enumerate(self.turns) if not turn.rating), len(self.turns))

    @property
    def over(self) -> bool:
        """Whether every question has been rated."""
        return self.at == len(self.turns)


def draw(names: Iterable[str], seed: int) -> tuple[str, ...]:
    """SIZE of the names, or all if they are fewer; none twice.

    The same seed and names give the same questions, in the same order, wherever it is drawn. Each
    name has its place by itself, so that a question that is added moves no more than one out.
    """

    def place(name: str) -> str:
        return sha256(f"{seed} {name}".encode()).hexdigest()

    return tuple(sorted(set(names), key=place)[:SIZE])


def next_seed(names: Collection[str], seed: int, asked: Collection[str]) -> int:
    """Of the hundred seeds after `seed`, the first that draws fewest of what was asked already.

    The same for everybody, so that a room that goes on stays together.
    """
    seeds = [(seed + step - 1) % MOST_SEED + 1 for step in range(1, 101)]
    return min(seeds, key=lambda each: len({*draw(names, each)} & {*asked}))


def begin(names: Sequence[str]) -> Round:
    """A round of those questions, none answered."""
    return Round(tuple(map(Turn, names)))


def show(round_: Round) -> Round:
    """The round with the answer of the turn it is on screen."""
    return _with(round_, round_.at, shown=True)


def timed(round_: Round, turn: int, seconds: float) -> Round:
    """The round with the time that turn took; as it was if there is no such turn."""
    return _with(round_, turn, seconds=seconds)


def rate(round_: Round, rating: str) -> Round:
    """The round with the turn it is rated; ValueError if that is none of RATINGS.

    As it was if that turn's answer is not on screen: the second of two quick clicks counts for nothing.
    """
    if rating not in RATINGS:
        raise ValueError(f"{rating} is not a rating")
    shown = not round_.over and round_.turns[round_.at].shown
    return _with(round_, round_.at, rating=rating) if shown else round_


def follows(ticked: int, points: int) -> str:
    """The rating that follows from how many of an answer's points were said."""
    missed, partly, nailed = RATINGS
    return nailed if ticked == points else partly if 2 * ticked >= points else missed


def look_again(round_: Round) -> list[Turn]:
    """What to look at again: first what was missed, then what was half there, then what took long."""
    ranks = [*RATINGS]
    again = [turn for turn in round_.turns if turn.rating != ranks[-1] or overtime(turn)]
    return sorted(again, key=lambda turn: ranks.index(turn.rating))


def overtime(turn: Turn) -> bool:
    """Whether the visitor spoke for more than SECONDS."""
    return turn.seconds is not None and round(turn.seconds) > SECONDS


def say_time(seconds: float | None) -> str:
    """Minutes and seconds, as 1:05; without a time, that it was not timed."""
    if seconds is None:
        return "not timed"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"


def _with(round_: Round, turn: int, **changes: object) -> Round:
    if turn not in range(len(round_.turns)):
        return round_
    turns = list(round_.turns)
    turns[turn] = replace(turns[turn], **changes)  # type: ignore[arg-type]
    return Round(tuple(turns))
