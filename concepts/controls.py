"""What a visitor can set: each control is declared once, as a field of a concept's frozen Params.

The slider, the number box, the URL, the presets, the checks and the tests all read that one line.
"""

import math
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cache, lru_cache
from itertools import cycle
from typing import Any, Literal, TypeVar

P = TypeVar("P")
Scale = Literal["linear", "log", "logit"]
When = tuple[str, tuple[Any, ...]]
Names = Callable[[Any, Any], str] | tuple[str, ...]

LETTERS = 80  # characters of a text
WORD = "[^ ]+"  # what stands between spaces
# In no text: control characters, ends of lines, what turns the words around it, what no file may hold.
# Python and JavaScript both read it.
UNSEEN = r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
MARKS = 4  # accents and the like on one letter
SIDE, DARKEST = 8, 15  # of a drawing: squares across and down, and the grey that is ink

STOPS_PER_DECADE = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0)


@dataclass(frozen=True)
class Range:
    """A number between two ends, both included; shown as a slider with a number box beside it.

    Attributes
    ----------
    label, unit, help : Words for the visitor; unit is "" for a pure number.
    low, high, step : Ends, and the slider's stride. `step` does not bind the number box,
        but whole numbers (`whole`) stay whole.
    scale : How the slider's stops are spread: "linear"; "log" for what multiplies; "logit" for a
        probability that matters near 0 and near 1. `step` is not used by the last two.
    group : The heading the control stands under.
    when : Shown only if the control named first has one of these values; else it keeps its default.
    main : One of the two to four of the page that matter most; the others are folded under *More*.
    names : What its stops are called where a bare number would say little ("row 3, column 2", "50
        trees"): one for each, rising; or a function of a value and of the Params around it.
    """

    label: str
    low: float
    high: float
    step: float
    whole: bool
    unit: str = ""
    help: str = ""
    scale: Scale = "linear"
    group: str = ""
    when: When | None = None
    main: bool = False
    names: Names | None = None


@dataclass(frozen=True)
class Choice:
    """One of a few named options: `options` maps the stable id (as in the URL) to the words shown."""

    label: str
    options: Mapping[str, str]
    help: str = ""
    group: str = ""
    when: When | None = None
    main: bool = False


@dataclass(frozen=True)
class Several:
    """Some of a few named options, at least one and at most `most`; the value is a tuple of ids."""

    label: str
    options: Mapping[str, str]
    most: int
    help: str = ""
    group: str = ""
    when: When | None = None
    main: bool = False


@dataclass(frozen=True)
class Switch:
    """On or off."""

    label: str
    help: str = ""
    group: str = ""
    when: When | None = None
    main: bool = False


@dataclass(frozen=True)
class Seed:
    """The whole number that every random draw starts from."""

    label: str = "Seed"
    low: int = 0
    high: int = 9_999
    help: str = "The same seed draws the same numbers. A new one shows what is luck."
    group: str = ""
    when: When | None = None
    main: bool = False


@dataclass(frozen=True)
class Text:
    """A line of words that the visitor writes; `words_of` splits it.

    The value has single spaces and composed letters (Unicode's NFC), and is never markup: figures
    escape it, as plotly.js reads HTML, and sentences say it `quoted`.

    Attributes
    ----------
    most : Characters it may have.
    word : A regular expression, the same to Python and JavaScript: what a word is.
    words : How many words it has at least and at most; with 0 it may be empty.
    """

    label: str
    most: int = LETTERS
    word: str = WORD
    words: tuple[int, int] = (1, LETTERS)
    help: str = ""
    group: str = ""
    when: When | None = None
    main: bool = False


@dataclass(frozen=True)
class Drawing:
    """Eight rows of eight squares in greys from 0, paper, to 15, ink, that the visitor paints.

    The value is 64 digits from 0 to f, row by row; `pixels` makes them numbers. `examples` are
    drawings to start from, each by the words it is chosen by.
    """

    label: str
    examples: Mapping[str, str]
    help: str = ""
    group: str = ""
    when: When | None = None
    main: bool = False


Control = Range | Choice | Several | Switch | Seed | Text | Drawing


def ranged(
    default: Any,
    low: Any,
    high: Any,
    label: str,
    *,
    step: Any = 1,
    unit: str = "",
    help: str = "",
    scale: Scale = "linear",
    group: str = "",
    when: When | None = None,
    main: bool = False,
    names: Names | None = None,
) -> Any:
    """A Params field for a number; whole if `default` is an int. See `Range`."""
    whole = isinstance(default, int)
    control = Range(label, low, high, step, whole, unit, help, scale, group, when, main, names)
    return field(default=default, metadata={"control": control})


def one_of(
    default: str,
    options: Mapping[str, str],
    label: str,
    *,
    help: str = "",
    group: str = "",
    when: When | None = None,
    main: bool = False,
) -> Any:
    """A Params field for one of a few options. See `Choice`."""
    control = Choice(label, options, help, group, when, main)
    return field(default=default, metadata={"control": control})


def some_of(
    default: tuple[str, ...],
    options: Mapping[str, str],
    label: str,
    *,
    most: int,
    help: str = "",
    group: str = "",
    when: When | None = None,
    main: bool = False,
) -> Any:
    """A Params field for some of a few options. See `Several`."""
    control = Several(label, options, most, help, group, when, main)
    return field(default=default, metadata={"control": control})


def switch(
    default: bool, label: str, *, help: str = "", group: str = "", when: When | None = None
) -> Any:
    """A Params field that is on or off. See `Switch`."""
    return field(default=default, metadata={"control": Switch(label, help, group, when)})


def seeded(default: int, *, group: str = "") -> Any:
    """A Params field for the seed. See `Seed`."""
    return field(default=default, metadata={"control": Seed(group=group)})


def text(
    default: str,
    label: str,
    *,
    most: int = LETTERS,
    word: str = WORD,
    words: tuple[int, int] = (1, LETTERS),
    help: str = "",
    group: str = "",
    when: When | None = None,
    main: bool = False,
) -> Any:
    """A Params field for a line of words, a str. See `Text`."""
    control = Text(label, most, word, words, help, group, when, main)
    return field(default=default, metadata={"control": control})


def drawing(
    default: str,
    examples: Mapping[str, str],
    label: str,
    *,
    help: str = "",
    group: str = "",
    when: When | None = None,
    main: bool = False,
) -> Any:
    """A Params field for a drawing, a str of 64 digits from 0 to f. See `Drawing`."""
    control = Drawing(label, examples, help, group, when, main)
    return field(default=default, metadata={"control": control})


def words_of(control: Text, value: str) -> tuple[str, ...]:
    """The words of a text, as its control splits it."""
    return tuple(found[0] for found in re.finditer(control.word, value))


def pixels(value: str) -> tuple[tuple[int, ...], ...]:
    """The greys of a drawing, from 0 to 15: eight rows of eight."""
    greys = [int(digit, 16) for digit in value]
    return tuple(tuple(greys[i : i + SIDE]) for i in range(0, SIDE * SIDE, SIDE))


def controls_of(params: Any) -> dict[str, Control]:
    """The controls of a Params class or instance, by field name, in the order written."""
    return dict(_controls_of(params if isinstance(params, type) else type(params)))


@cache
def _controls_of(kind: Any) -> dict[str, Control]:
    return {f.name: f.metadata["control"] for f in fields(kind)}


def applies(control: Control, params: Any) -> bool:
    """Whether the control has a say, given the other values of `params`."""
    if control.when is None:
        return True
    name, allowed = control.when
    value = getattr(params, name)
    return any(each in allowed for each in (value if isinstance(value, tuple) else (value,)))


def check(params: Any) -> None:
    """Raise ValueError, naming the value and what is allowed, if any field of `params` is not allowed."""
    for name, control in controls_of(params).items():
        if problem := refusal(control, getattr(params, name)):
            raise ValueError(f"{name}: {problem}")


def refusal(control: Control, value: Any) -> str | None:
    """Why `value` is not allowed, as a sentence; None if it is allowed."""
    match control:
        case Range(whole=whole, low=low, high=high):
            good = type(value) is (int if whole else float) and low <= value <= high
        case Seed(low=low, high=high):
            good = type(value) is int and low <= value <= high
        case Choice(options=options):
            good = value in options
        case Several(options=options, most=most):
            good = (
                isinstance(value, tuple)
                and 1 <= len(value) <= most
                and len(set(value)) == len(value)
                and all(each in options for each in value)
            )
        case Switch():
            good = type(value) is bool
        case Text():
            good = isinstance(value, str) and _written(control, value) == value
        case Drawing():
            good = isinstance(value, str) and bool(DIGITS.fullmatch(value))
    return None if good else f"{value!r} is not allowed; {control.label} is {describe(control)}."


def describe(control: Control) -> str:
    """What values the control allows, as words that follow "is"."""
    match control:
        case Range(whole=whole, low=low, high=high):
            said = f"a {'whole ' if whole else ''}number from {low:g} to {high:g}"
            return said.replace("-", "−")
        case Seed(low=low, high=high):
            return f"a whole number from {low} to {high}"
        case Choice(options=options):
            return "one of " + ", ".join(options)
        case Several(options=options, most=most):
            return f"one to {most} of " + ", ".join(options)
        case Switch():
            return "true or false"
        case Text(most=most, words=(fewest, many)):
            few = f"{fewest} to {many} words" if many < most else "a word or more" if fewest else ""
            return f"one line of at most {most} characters{few and f', {few}'}"
        case Drawing():
            return f"{SIDE * SIDE} digits from 0 to f, row by row"


def label_of(control: Control) -> str:
    """The control's label with its unit, if it has one."""
    unit = control.unit if isinstance(control, Range) else ""
    return f"{control.label} ({unit})" if unit else control.label


def text_of(value: Any) -> str:
    """A number as it stands beside a slider: four significant figures."""
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def name_of(control: Range, value: Any, params: Any) -> str:
    """A stop as it is said: by its name, if stops have names, else as a number with its unit."""
    match control.names:
        case tuple(names):
            return names[stops(control).index(value)]
        case None:
            said = text_of(value) if isinstance(value, float) else f"{value:,}"
            return f"{said.replace('-', '−')} {control.unit}".rstrip()
        case function:
            return function(value, params)


def parse(control: Control, texts: Sequence[str]) -> tuple[Any, bool]:
    """The value that the texts of a link stand for, and whether it is just what they say.

    A number out of range gives the nearest end, a broken one to a whole control the nearest whole.
    None, and False, where the texts stand for nothing the control allows. Of repeated texts the
    last counts, but for `Several`, which takes those it knows, in its own order. Spaces too many in
    a text are what it says all the same, as is a letter written in parts.
    """
    text = texts[-1] if texts else ""
    match control:
        case Range(whole=whole, low=low, high=high):
            number = _number(text)
            if number is None:
                return None, False
            value: Any = min(max(number, low), high)
            value = round(value) if whole else float(value)
            return value, value == number
        case Seed(low=low, high=high):
            number = _number(text)
            if number is None:
                return None, False
            value = round(min(max(number, low), high))
            return value, value == number
        case Choice(options=options):
            return (text, True) if text in options else (None, False)
        case Several(options=options, most=most):
            known = tuple(name for name in options if name in texts)[:most]
            return known or None, set(known) == set(texts)
        case Switch():
            value = {"true": True, "false": False}.get(text.lower())
            return value, value is not None
        case Text():
            value = _written(control, text)
            return value, value is not None
        case Drawing():
            value = text.lower()
            return (value, True) if DIGITS.fullmatch(value) else (None, False)


DIGITS = re.compile(f"[0-9a-f]{{{SIDE * SIDE}}}")


def _written(control: Text, said: str) -> str | None:
    """The text as it is kept; None if it is too long, has too few or many words, or what is not seen."""
    if re.search(UNSEEN, said):
        return None
    value = unicodedata.normalize("NFC", " ".join(said.split()))
    kinds = "".join(unicodedata.category(each)[0] for each in value)
    fewest, many = control.words
    fits = len(value) <= control.most and "M" * (MARKS + 1) not in kinds
    return value if fits and fewest <= len(words_of(control, value)) <= many else None


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


@lru_cache(maxsize=256)
def stops(control: Range) -> tuple[float, ...]:
    """The values at which the control's slider can stand, rising, both ends included.

    Linear: low, low + step, ... Log: preferred numbers, ten a decade, so that they read well and
    lie nearly even. Logit: 0.1 apart in log-odds, so that a slider over a figure with a log-odds
    axis lines up with it; said to two figures of p or, above 1/2, of 1 - p.
    """
    match control.scale:
        case "linear":
            count = math.floor((control.high - control.low) / control.step + 1e-9)
            inner = [round(control.low + i * control.step, 10) for i in range(count + 1)]
        case "log":
            inner = [float(f"{m}e{decade}") for decade in range(-9, 10) for m in STOPS_PER_DECADE]
        case "logit":
            small = [float(f"{1 / (1 + math.exp(i / 10)):.1e}") for i in range(150, 0, -1)]
            inner = [*small, 0.5, *(round(1 - p, 9) for p in reversed(small))]
    kept = {v for v in inner if control.low < v < control.high} | {control.low, control.high}
    return tuple(sorted({round(v) if control.whole else float(v) for v in kept}))


def position(control: Range, value: float) -> float:
    """How far along its slider a value stands, from 0 at the low end to 1 at the high end."""

    def place(number: float) -> float:
        match control.scale:
            case "log":
                return math.log(number)
            case "logit":
                return math.log(number / (1 - number))
        return number

    low, high = place(control.low), place(control.high)
    return (place(value) - low) / (high - low)


def corners(params_type: type[P]) -> Iterator[P]:
    """The defaults, then each control alone at each end or option: 2k + 1 points, not 2^k.

    A control that applies only `when` another has some value is taken together with that value.
    """
    base = params_type()
    yield base
    for name, control in controls_of(params_type).items():
        start = base
        if control.when is not None and not applies(control, base):
            other, allowed = control.when
            several = isinstance(getattr(base, other), tuple)
            start = replace(base, **{other: (allowed[0],) if several else allowed[0]})  # type: ignore[type-var]
        match control:
            case Range(low=low, high=high) | Seed(low=low, high=high):
                ends: list[Any] = [low, high]
            case Choice(options=options):
                ends = list(options)
            case Several(options=options, most=most):
                ids = tuple(options)
                ends = [*((each,) for each in ids), ids[:most]]
            case Switch():
                ends = [False, True]
            case Text():
                ends = [
                    _shortest(control, getattr(base, name)),
                    _longest(control, getattr(base, name)),
                ]
            case Drawing(examples=examples):
                ends = [digit * SIDE * SIDE for digit in "0f"] + list(examples.values())
        for end in ends:
            yield replace(start, **{name: end})  # type: ignore[type-var]


def _shortest(control: Text, usual: str) -> str:
    """The first of the usual words, as few as there may be."""
    return " ".join(words_of(control, usual)[: control.words[0]])


def _longest(control: Text, usual: str) -> str:
    """The usual words over and over, as many as there may be."""
    best, line = usual, ""
    for word in cycle(words_of(control, usual) or ("a",)):
        line = f"{line} {word}".lstrip()
        if len(line) > control.most or len(words_of(control, line)) > control.words[1]:
            break
        best = line if _written(control, line) == line else best
    return best
