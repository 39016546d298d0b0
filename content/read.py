"""Reads what people write: the menu; of a concept `<stem>.toml` (what has a shape) and `<stem>.md`."""

import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
LEVELS = ("Beginner", "Intermediate", "Advanced")
KINDS = ("explain", "compare", "derive", "diagnose", "design", "code")
GENERAL = "general"  # in place of a stem, of what belongs to no page
HEADINGS = ("The idea", "The mathematics", "In practice", "Sources")
TABLE = "Side by side"  # the heading of a table as wide as the page, where there is one


@dataclass(frozen=True)
class Bound:
    """What a measure, a number that `sentences.measures` names, must be: both ends included."""

    measure: str
    at_least: float = -math.inf
    at_most: float = math.inf

    def holds(self, measures: Mapping[str, float]) -> bool:
        """Whether the measure is within; False if it is undefined (nan)."""
        return self.at_least <= measures[self.measure] <= self.at_most


@dataclass(frozen=True)
class Goal(Bound):
    """What a challenge asks of a measure, and how that is said.

    Attributes
    ----------
    say : What the measure is called.
    unit, times : Of the number that is told, and by what the measure is multiplied for it.
    of : What it is a share of: "of the stability limit".
    missing : What is said where the measure is undefined.
    names : What its values 0, 1, 2 are called, where they are no quantities.
    aim : What is said of what is wanted, where the number would be the answer.
    after : The measure of another goal of the challenge, while which holds this one counts; "" for none.
    """

    say: str = ""
    unit: str = ""
    times: float = 1.0
    of: str = ""
    missing: str = "undefined"
    names: tuple[str, ...] = ()
    aim: str = ""
    after: str = ""


@dataclass(frozen=True)
class Option:
    """One of the answers to choose from; right if all of its `when` hold."""

    say: str
    when: tuple[Bound, ...]


@dataclass(frozen=True)
class Prediction:
    """A guess to commit to before the picture is shown.

    Attributes
    ----------
    ask : The question.
    why : What is said after the guess, with facts of the picture.
    answer : The measure that is the truth; "" where one of `options` is to be chosen.
    low, high, step, unit : The slider the number is guessed on.
    on_axis : The guess is a place on the page's axis, whose ends and stops it has.
    options : At least two, of which exactly one is right.
    hides : What of the main figures would give it away: marks and labels by how their names begin,
        "ground" for the shaded one, or the name of a figure for all that is in it.
    """

    ask: str
    why: str
    answer: str = ""
    low: float = 0.0
    high: float = 1.0
    step: float = 0.01
    unit: str = ""
    on_axis: bool = False
    options: tuple[Option, ...] = ()
    hides: tuple[str, ...] = ()


@dataclass(frozen=True)
class Preset:
    """The words of a named situation.

    Attributes
    ----------
    title, shows : What it is called, and a sentence that says what it shows.
    predict : The guess that is asked for before it is shown; of Start here none.
    figure : The one that proves it, which then stands beside the main one; "" if that does it alone.
    """

    title: str
    shows: str
    predict: Prediction | None = None
    figure: str = ""


@dataclass(frozen=True)
class Told:
    """A sentence of Start here, with facts of the picture, and the place of the axis it leads to."""

    at: float
    say: str


@dataclass(frozen=True)
class Start:
    """What plays when Start here is pressed; the last of its sentences is what that preset shows."""

    say: tuple[Told, ...]
    turn: str


@dataclass(frozen=True)
class Step:
    """One step of the lesson that is presented: a state of the page, a figure, and what is said.

    `figure` names the one shown large; "" is the page's main figure. `beside` names one that stands
    beside it where there is room. `axis` says whether the step uses the axis; else it is not shown.
    """

    id: str
    say: str
    preset: str
    set: Mapping[str, Any] = field(default_factory=dict)
    figure: str = ""
    beside: str = ""
    axis: bool = True
    predict: Prediction | None = None


@dataclass(frozen=True)
class Challenge:
    """A goal to be reached with the controls.

    Attributes
    ----------
    preset, set : The state it starts from, where the goal is not reached.
    goal : Reached when all of it holds.
    held : The controls that may not be moved.
    hint : A nudge, shown on demand.
    solved : What is said once it is reached, with facts of the picture.
    example : Values of controls that reach the goal from the start; for the tests, never shown.
    """

    id: str
    ask: str
    hint: str
    solved: str
    preset: str
    goal: tuple[Goal, ...]
    example: Mapping[str, Any]
    set: Mapping[str, Any] = field(default_factory=dict)
    held: tuple[str, ...] = ()


@dataclass(frozen=True)
class Belief:
    """Something people get wrong, why it is wrong, and the state of the page that shows it."""

    belief: str
    truth: str
    preset: str
    set: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class FollowUp:
    """What they ask next, and a one-sentence answer."""

    ask: str
    answer: str


@dataclass(frozen=True)
class Mistake:
    """The common wrong answer, and why it is wrong."""

    say: str
    why: str


@dataclass(frozen=True)
class Question:
    """An interview question, what to say, and the state of the page that proves it.

    Attributes
    ----------
    id : Names it in a visitor's flashcards: it never changes, whatever becomes of the words.
    points : The parts of a good answer, to be ticked.
    say : The answer as it is said aloud in a minute, with no number of the picture in it.
    proof : What the picture shows of it, with facts of `preset` and `set`.
    """

    id: str
    ask: str
    level: str
    kind: str
    points: tuple[str, ...]
    say: str
    proof: str
    follow_up: FollowUp
    wrong: Mistake
    preset: str
    set: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Notes:
    """All the words of one concept.

    `figures` maps each figure to the name that stands above it; `prose` maps each of HEADINGS, and
    perhaps TABLE, to its Markdown; `code` names the concept's functions to show; `start` is what the
    preset of that name plays. `aliases` keeps old links working: it maps an old name of a control, or
    "preset." and the old name of a preset, to the new name. `also` is what people call it who search
    for it; `needs` and `next` are the concepts it builds on, and those to go on to, by their stems.
    """

    stem: str
    title: str
    question: str
    code: tuple[str, ...]
    figures: Mapping[str, str]
    presets: Mapping[str, Preset]
    wrong: tuple[Belief, ...]
    interview: tuple[Question, ...]
    steps: tuple[Step, ...]
    challenges: tuple[Challenge, ...]
    prose: Mapping[str, str]
    aliases: Mapping[str, str] = field(default_factory=dict)
    start: Start | None = None
    also: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    next: tuple[str, ...] = ()


@lru_cache(maxsize=64)
def read_notes(stem: str) -> Notes:
    """The words of that concept, read once a process; an error names a missing or unknown key."""
    try:
        return _notes(stem)
    except (TypeError, KeyError) as wrong:
        wrong.add_note(f"in content/{stem}.toml")
        raise


def _notes(stem: str) -> Notes:
    shaped = tomllib.loads((HERE / f"{stem}.toml").read_text(encoding="utf-8"))
    prose = read_prose((HERE / f"{stem}.md").read_text(encoding="utf-8"))
    words: dict[str, Any] = {
        "presets": {name: Preset(**_whole(each)) for name, each in shaped.pop("presets").items()},
        "wrong": tuple(Belief(**each) for each in shaped.pop("wrong")),
        "interview": tuple(Question(**_whole(each)) for each in shaped.pop("interview")),
        "steps": tuple(Step(**_whole(each)) for each in shaped.pop("steps")),
        "challenges": tuple(Challenge(**_whole(each)) for each in shaped.pop("challenges")),
        "code": tuple(shaped.pop("code")),
    }
    words |= {name: tuple(shaped.pop(name, ())) for name in ("also", "needs", "next")}
    if start := shaped.pop("start", None):
        told = tuple(Told(**each) for each in start.pop("say"))
        words["start"] = Start(say=told, **start)
    return Notes(stem=stem, prose=prose, **words, **shaped)


def _whole(table: dict[str, Any]) -> dict[str, Any]:
    """A table of the file, with the tables in it made what they stand for."""
    made = dict(table)
    if "predict" in made:
        made["predict"] = Prediction(**_whole(made["predict"]))
    if "options" in made:
        made["options"] = tuple(Option(**_whole(each)) for each in made["options"])
    if "when" in made:
        made["when"] = tuple(Bound(**each) for each in made["when"])
    if "goal" in made:
        made["goal"] = tuple(Goal(**_whole(each)) for each in made["goal"])
    for name in {"held", "points", "hides", "names"} & set(made):
        made[name] = tuple(made[name])
    if "follow_up" in made:
        made["follow_up"] = FollowUp(**made["follow_up"])
    if "wrong" in made:
        made["wrong"] = Mistake(**made["wrong"])
    return made


def read_prose(text: str) -> dict[str, str]:
    """Markdown by its second-level headings."""
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return {head.strip(): body.strip() for head, body in zip(parts[1::2], parts[2::2], strict=True)}


@dataclass(frozen=True)
class Term:
    """A word of the glossary: what it is called, too, what it means, and the page that teaches it."""

    term: str
    says: str
    page: str
    also: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def terms() -> tuple[Term, ...]:
    """The glossary, by page. Read once a process."""
    written = tomllib.loads((HERE / "terms.toml").read_text(encoding="utf-8"))["terms"]
    return tuple(Term(**each | {"also": tuple(each.get("also", ()))}) for each in written)


@dataclass(frozen=True)
class Stop:
    """A stop of a path: a link, as it follows the site's own address, its minutes, what is to be seen."""

    link: str
    minutes: int
    say: str


@dataclass(frozen=True)
class Walk:
    """A path through the pages: its name in a link, its title, for whom, what it is, its stops."""

    name: str
    title: str
    door: str
    says: str
    stops: tuple[Stop, ...]


@lru_cache(maxsize=1)
def walks() -> tuple[Walk, ...]:
    """The paths, those with a door of their own first. Read once a process."""
    written = tomllib.loads((HERE / "paths.toml").read_text(encoding="utf-8"))["path"]
    return tuple(
        Walk(**each | {"stops": tuple(Stop(**stop) for stop in each["stops"])}) for each in written
    )


@lru_cache(maxsize=1)
def menu() -> Mapping[str, tuple[str, ...]]:
    """The sections of the menu, from the top, each with its concepts by stem. Read once a process."""
    written = tomllib.loads((HERE / "menu.toml").read_text(encoding="utf-8"))
    return {section: tuple(stems) for section, stems in written.items()}


@lru_cache(maxsize=1)
def general() -> tuple[tuple[str, Question], ...]:
    """The questions that belong to no page, each after the stem of the page whose picture proves it."""
    written = tomllib.loads((HERE / f"{GENERAL}.toml").read_text(encoding="utf-8"))["interview"]
    return tuple((each.pop("page"), Question(**_whole(each))) for each in written)


def proved_on(notes: Notes) -> tuple[Question, ...]:
    """All questions whose proof is on that page: its own, then those that belong to none."""
    return notes.interview + tuple(each for page, each in general() if page == notes.stem)


def stems() -> list[str]:
    """Every concept, in the order of the menu."""
    return [stem for section in menu().values() for stem in section]


def all_notes() -> list[Notes]:
    """The words of every concept, in the order of the menu."""
    return [read_notes(stem) for stem in stems()]


def fill(text: str, facts: Mapping[str, str]) -> str:
    """`text` with each {{name}} replaced by that fact; KeyError names one that does not exist."""
    return re.sub(r"\{\{(\w+)\}\}", lambda found: facts[found.group(1)], text)
