"""The mock round: which questions are drawn, how it went, and what to look at again."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

SIZE = 5  # questions
OF_LEVELS = (2, 2, 1)  # of each level, from easy to hard
LOOKS = 3  # things to look at after a round
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


def draw(
    names: Iterable[str], seed: int, level: Callable[[str], int] = lambda _: 0
) -> tuple[str, ...]:
    """SIZE of the names from easy to hard, or all if they are fewer; none twice.

    OF_LEVELS as many of each level, no two of one topic, which is the name up to its first point; as far
    as the names allow. The same seed and names give the same questions, in the same order, wherever it is
    drawn. Each name has its place by itself, so that a question that is added moves few out.
    """
    order = in_order(names, seed)
    chosen: list[str] = []

    def other(name: str) -> bool:
        return _topic(name) not in map(_topic, chosen)

    def wanted(name: str) -> bool:
        return [*map(level, chosen)].count(level(name)) < OF_LEVELS[level(name)]

    for fits in (lambda name: other(name) and wanted(name), other, lambda _: True):
        for name in order:
            if len(chosen) < SIZE and name not in chosen and fits(name):
                chosen.append(name)
    return tuple(sorted(chosen, key=lambda name: (level(name), order.index(name))))


def in_order(names: Iterable[str], seed: int) -> list[str]:
    """The names in an order of that seed: for each seed another, and the same for everybody."""
    return sorted(set(names), key=lambda name: sha256(f"{seed} {name}".encode()).hexdigest())


def _topic(name: str) -> str:
    return name.partition(".")[0]


def next_seed(
    names: Collection[str],
    seed: int,
    asked: Collection[str],
    level: Callable[[str], int] = lambda _: 0,
) -> int:
    """Of the hundred seeds after `seed`, the first that draws fewest of what was asked already.

    The same for everybody, so that a room that goes on stays together.
    """
    seeds = [(seed + step - 1) % MOST_SEED + 1 for step in range(1, 101)]
    return min(seeds, key=lambda each: len({*draw(names, each, level)} & {*asked}))


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


def look_again(round_: Round, allowed: Callable[[str], float] = lambda _: SECONDS) -> list[Turn]:
    """What to look at again: first what was missed, then what was half there, then what took long.

    `allowed` gives the seconds for a turn by its name.
    """
    ranks = [*RATINGS]
    again = [t for t in round_.turns if t.rating != ranks[-1] or overtime(t, allowed(t.name))]
    return sorted(again, key=lambda turn: ranks.index(turn.rating))


def overtime(turn: Turn, allowed: float = SECONDS) -> bool:
    """Whether the visitor spoke for more than the seconds that were allowed."""
    return turn.seconds is not None and round(turn.seconds) > allowed


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
