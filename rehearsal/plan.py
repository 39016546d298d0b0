"""The plan: what to do on which day until the interview. Days are given; there is no clock.

One rule for any number of hours over any number of days. A first mock round takes 5 % of the time, a
quarter at the end goes to rounds, stories and cards, and the rest to topics, by how often they are asked
and how much of them was missed. Who has one night gets a night that is written down.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

BLOCKS = ("theory", "deep", "design", "rounds")  # from the first day to the last
# Of the days before the rounds, the shares of theory, deep learning and design.
ROLES = {"any": (1, 1, 1), "theory": (2, 1, 1), "deep": (1, 2, 1), "production": (1, 1, 2)}
NIGHT = 180  # minutes of the only night
LEAST, SITTING, SITTINGS = (
    20,
    60,
    3,
)  # minutes of a topic, of one sitting with it; how often at most
FIRST, ROUND, STORY, LOOP = 0.05, 15, 10, 60  # a share of all, and minutes
MOST_STORIES = 6
MOST_HOURS, MOST_DAYS = 60, 366  # a week; until the interview
QUIET = 2  # days before the interview without a new card


class Unplannable(ValueError):
    """There is no such plan. The message is a sentence for the visitor."""


@dataclass(frozen=True)
class Topic:
    """What can be learned: a "concept", a "kata" or a "design", by its name.

    `block` is one of BLOCKS but the last; `weight`, above 0, is how often it is asked times how much
    of it was missed; `cards` is how many cards are about it, `least` how many minutes it needs.
    """

    kind: str
    name: str
    block: str
    weight: float
    cards: int = 0
    least: int = LEAST


@dataclass(frozen=True)
class Task:
    """What is done in one sitting.

    Attributes
    ----------
    kind : That of the topic, or "first" (a mock round before anything is learned, and its misses),
        "round", "loop" (all four parts), "story", "cards".
    name : The topic's; "" where there is none.
    part : Which sitting with it this is, or which of the kind, from 1.
    minutes : Whole minutes.
    weight : The topic's. What is no topic has infinity: it is not dropped.
    """

    kind: str
    name: str
    part: int
    minutes: int
    weight: float = math.inf

    @property
    def id(self) -> str:
        """Names it within its plan."""
        return ".".join((self.kind, *([self.name] if self.name else []), str(self.part)))


@dataclass(frozen=True)
class Day:
    """A day, what is done on it in order, and how many cards are new."""

    date: date
    tasks: tuple[Task, ...]
    new_cards: int

    @property
    def minutes(self) -> int:
        """Of all its tasks."""
        return sum(task.minutes for task in self.tasks)


@dataclass(frozen=True)
class Plan:
    """Every day before the interview, and the topics for which there is no time, in order."""

    days: tuple[Day, ...]
    dropped: tuple[Topic, ...]

    @property
    def minutes(self) -> int:
        """Of all days."""
        return sum(day.minutes for day in self.days)

    @cached_property
    def firsts(self) -> int:
        """How many sittings the first mock round takes."""
        return sum(task.kind == "first" for day in self.days for task in day.tasks)


def make_plan(
    begin: date, interview: date, hours: float, role: str, topics: Sequence[Topic]
) -> Plan:
    """The plan from the day `begin` to the day before the interview, `hours` a week.

    `topics` are all that could be learned. The minutes of all tasks add up to the time there is, to the
    minute; with one day left that is NIGHT, whatever `hours`. New are the cards of what is learned.

    Raises
    ------
    Unplannable : The interview is not after `begin`, or too far; hours are none, or more than a week
        leaves; or there is less time than one round takes.
    """
    number = (interview - begin).days
    if number <= 0:
        raise Unplannable(
            "The interview is today: there is no day left to plan. A mock round takes 15 minutes."
            if number == 0
            else "The date of the interview has passed. Choose a day to come."
        )
    if number > MOST_DAYS:
        raise Unplannable("The interview is more than a year away. Choose a day within a year.")
    if not 0 < hours <= MOST_HOURS:
        raise Unplannable(
            "With no time in the week there is nothing to plan. Give it half an hour at least."
            if hours <= 0
            else f"A week has no room for that. Give it at most {MOST_HOURS} hours."
        )
    shares = ROLES[role]
    weighed = sorted(topics, key=lambda topic: (-topic.weight, topic.kind, topic.name))
    if number == 1:
        tasks = _night(weighed)
        learned = {(task.kind, task.name) for task in tasks}
        dropped = tuple(topic for topic in weighed if (topic.kind, topic.name) not in learned)
        return Plan((Day(begin, tuple(tasks), 0),), dropped)
    minutes = round(hours * 60 * number / 7)
    if minutes < ROUND:
        raise Unplannable(
            f"That is {minutes} {'minute' if minutes == 1 else 'minutes'} in all, "
            f"and one mock round takes {ROUND}. Give it more hours."
        )
    if number < len(BLOCKS):
        bounds, by_block = [0, number], [_shared(weighed, shares)]
    else:
        bounds = _bounds(number, shares)
        by_block = [[t for t in weighed if t.block == block] for block in BLOCKS[:-1]]
    first = max(ROUND, round(FIRST * minutes))
    end = min(round(minutes / 4), minutes - first)
    blocks, over = _learned(by_block, bounds, minutes - end, first)
    last = _last(end + over, number - bounds[-2])
    if number < len(BLOCKS):
        blocks[0] += last
    else:
        blocks.append(last)
    placed = [
        each
        for block, since, until in zip(blocks, bounds, bounds[1:], strict=False)
        for each in pour(block, begin + timedelta(since), until - since)
    ]
    learned = {(task.kind, task.name) for _, task in placed}
    new = new_a_day(sum(t.cards for t in weighed if (t.kind, t.name) in learned), number)
    days = tuple(
        Day(
            day := begin + timedelta(i),
            tuple(task for at, task in placed if at == day),
            new if i < number - QUIET else 0,
        )
        for i in range(number)
    )
    dropped = tuple(topic for topic in weighed if (topic.kind, topic.name) not in learned)
    return Plan(days, dropped)


def fitting(topics: Sequence[Topic], minutes: int) -> list[tuple[Topic, int]]:
    """Topics among which `minutes` are shared by weight; `topics` come heaviest first.

    As many as can be without one getting less than it needs: what does not fit is dropped, not thinned.
    The shares are whole and add up to `minutes`; without a topic that fits there are none.
    """
    chosen: list[Topic] = []
    for topic in topics:
        more = [*chosen, topic]
        weight = math.fsum(each.weight for each in more)
        if all(minutes * each.weight >= each.least * weight for each in more):
            chosen = more
    return list(zip(chosen, shared(minutes, [topic.weight for topic in chosen]), strict=True))


def shared(minutes: int, weights: Sequence[float]) -> list[int]:
    """Whole minutes by weight, which add up; what rounding leaves goes to the largest remainders."""
    if not weights:
        return []
    exact = [minutes * weight / math.fsum(weights) for weight in weights]
    found = [math.floor(each) for each in exact]
    order = sorted(range(len(exact)), key=lambda i: (found[i] - exact[i], i))
    for i in order[: minutes - sum(found)]:
        found[i] += 1
    return found


def pour(tasks: Sequence[Task], begin: date, days: int) -> list[tuple[date, Task]]:
    """Each task with its day: the one on which its first minute falls, if all days are equally long."""
    total, before = sum(task.minutes for task in tasks), 0
    placed = []
    for task in tasks:
        placed.append((begin + timedelta(before * days // max(total, 1)), task))
        before += task.minutes
    return placed


def new_a_day(cards: int, days: int) -> int:
    """How many new cards a day, so that all have come QUIET days before the interview; else none."""
    return 0 if days <= QUIET else math.ceil(cards / (days - QUIET))


def _bounds(days: int, shares: Sequence[int]) -> list[int]:
    """The days on which the blocks begin, from 0, and `days`: the last block has a quarter of them.

    Each has one at least; of seven days they have two, one, two and two.
    """
    whole = 4 * sum(shares)
    found = [0]
    for i in range(1, len(BLOCKS)):
        twice = 2 * days * 3 * sum(shares[:i]) - whole  # ceil(days * share - 1/2) in whole numbers
        bound = -(-twice // (2 * whole))
        found.append(min(max(bound, found[-1] + 1), days - len(BLOCKS) + i))
    return [*found, days]


def _shared(topics: Iterable[Topic], shares: Sequence[int]) -> list[Topic]:
    """All topics as of one block, those of the role weighed by it; heaviest first."""
    role = dict(zip(BLOCKS, shares, strict=False))
    return sorted(
        (replace(topic, weight=topic.weight * role[topic.block]) for topic in topics),
        key=lambda topic: (-topic.weight, topic.kind, topic.name),
    )


def _learned(
    by_block: Sequence[Sequence[Topic]], bounds: Sequence[int], minutes: int, first: int
) -> tuple[list[list[Task]], int]:
    """The tasks of the blocks before the last, the first round ahead; and the minutes left over.

    Blocks have minutes as they have days. What no topic of one takes goes to the next.
    """
    days = [until - since for since, until in zip(bounds, bounds[1:], strict=False)]
    times = shared(minutes, days[: len(by_block)])
    blocks: list[list[Task]] = []
    over = -first
    for topics, time in zip(by_block, times, strict=True):
        over += time
        found = fitting(topics, over)
        over -= sum(share for _, share in found)
        blocks.append(_sittings(found))
    rounds = [
        Task("first", "", part, share)
        for part, share in enumerate(shared(first, [1] * math.ceil(first / SITTING)), 1)
    ]
    return [[*rounds, *blocks[0]], *blocks[1:]], over


def _sittings(found: Iterable[tuple[Topic, int]]) -> list[Task]:
    """Topics in sittings of about SITTING at most: each once, then those again that take longer."""
    tasks = []
    for topic, minutes in found:
        many = min(SITTINGS, math.ceil(minutes / SITTING))
        for part, share in enumerate(shared(minutes, [1] * many), 1):
            tasks.append(Task(topic.kind, topic.name, part, share, topic.weight))
    return sorted(tasks, key=lambda task: task.part)


def _last(minutes: int, days: int) -> list[Task]:
    """The end: stories for half of it at most, rounds and loops, cards for what is left; mixed."""
    stories = min(MOST_STORIES, minutes // (2 * STORY))
    spare = minutes - stories * STORY
    play = spare * 3 // 4
    loops = play // (2 * LOOP)
    rounds = (play - loops * LOOP) // ROUND
    cards = spare - loops * LOOP - rounds * ROUND
    tasks = [Task("round", "", part + 1, ROUND) for part in range(rounds)]
    tasks += [Task("story", "", part + 1, STORY) for part in range(stories)]
    tasks += [Task("loop", "", part + 1, LOOP) for part in range(loops)]
    sittings = max(1, min(days, cards // STORY)) if cards else 0
    tasks += [
        Task("cards", "", part, share)
        for part, share in enumerate(shared(cards, [1] * sittings), 1)
    ]
    many = Counter(task.kind for task in tasks)
    return sorted(tasks, key=lambda task: (task.part - 0.5) / many[task.kind])


def _night(weighed: Sequence[Topic]) -> list[Task]:
    """One night: a round, the three worst pages, two katas aloud, a design, stories, cards, a round."""

    def best(kind: str, many: int, minutes: int) -> list[Task]:
        found = [topic for topic in weighed if topic.kind == kind][:many]
        return [Task(kind, topic.name, 1, minutes, topic.weight) for topic in found]

    tasks = [
        Task("first", "", 1, ROUND),
        *best("concept", 3, 20),
        *best("kata", 2, 15),
        *best("design", 1, 30),
        Task("story", "", 1, STORY),
        Task("story", "", 2, STORY),
    ]
    rest = NIGHT - ROUND - sum(task.minutes for task in tasks)
    return [*tasks, Task("cards", "", 1, rest), Task("round", "", 1, ROUND)]
