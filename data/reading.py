"""What the cells of a visitor's file mean: how each column is read, and what is in doubt.

A file goes three steps: text to `Sheet` (`data.own`), `Sheet` to `Reading` (here), `Reading` to a `Table`
by what columns are for (`data.own_tables`). Whatever is found out on the way can be said instead:
each finding is a `Decision` with its options, and `said`, a mapping of decisions by name to what a
visitor answered, comes with every step. Where two readings are possible, the decision says why, and
the page asks.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from data.cells import (
    BY_NAME,
    EITHER_WAY,
    FORMS,
    MARKS,
    NO_NUMBER,
    NOTHING,
    TEXT,
    Cells,
    Floats,
    coded,
    has_percent,
    moment,
    moments,
    number,
    numbers,
    spellings,
)
from data.names import WORDS, date_part, like_a_time, like_an_id, may_end_in_id
from data.own import DELIMITERS, ENCODINGS, MOST_CHARACTERS, BadFile, Sheet, cut, plain

SAMPLE = 2_000  # rows, evenly spread, that show what a column holds
CODES = frozenset(WORDS["codes"])
FEW = 5  # examples in a sentence
FIRST = {"names": "Names", "data": "Data"}
Said = Mapping[str, Any]
Kind = Literal["number", "date", "words", "nothing"]
T = TypeVar("T")


@dataclass(frozen=True)
class Decision:
    """Something that was found out about a file and may be said otherwise.

    Attributes
    ----------
    about : Its name; the key of the answer.
    label : Words for the control.
    options : Value to words.
    chosen : A value; several if `many`.
    why : What makes it doubtful, a sentence; "" if there is no doubt.
    many, ordered, free : Several may be chosen; the options are places in an order; other words
        than those in the options may be written.
    most : Of several, how many.
    """

    about: str
    label: str
    options: Mapping[str, str]
    chosen: Any
    why: str = ""
    many: bool = False
    ordered: bool = False
    free: bool = False
    most: int | None = None


@dataclass(frozen=True, eq=False)
class Column:
    """How a column is read.

    Attributes
    ----------
    cells : (n,) Text; where it means nothing, as it is in the file.
    kind, form : What it holds, and how that is written: "." or "," for numbers, a name of FORMS for
        dates, else "".
    percent : Whether its numbers have percent signs.
    unit : What stands behind every number, such as kg; it is left off.
    identifies : Whether it names rows, and says nothing about them.
    """

    name: str
    cells: Cells
    kind: Kind
    form: str
    percent: bool
    identifies: bool
    unit: str = ""


@dataclass(frozen=True, eq=False)
class Reading:
    """A file as it is read.

    Attributes
    ----------
    sheet : The cells it was read from.
    columns : Every column by name.
    decisions : What was found out, and may be said otherwise.
    nothing : The words that mean nothing, in lower case.
    dated : The column that was put together of columns for year, month and day; "" for none.
    """

    sheet: Sheet
    columns: dict[str, Column]
    decisions: tuple[Decision, ...]
    nothing: frozenset[str]
    dated: str
    _known: dict[Any, Any] = field(default_factory=dict, repr=False)

    @property
    def size(self) -> int:
        """Rows."""
        return int(self.sheet.rows.size)

    def _once(self, what: Any, find: Callable[[], T]) -> T:
        if what not in self._known:
            self._known[what] = find()
        found: T = self._known[what]
        return found

    def numbers(self, name: str) -> Floats:
        """The column as numbers, (n,), nan where it says none; BadFile if it is no column of numbers."""
        return self._once(("numbers", name), lambda: self._numbers(name))[0]

    def in_the_way(self, name: str) -> Counter[str]:
        """The words among a column's numbers or dates that mean no known nothing, and how often."""
        kind = "moments" if self.columns[name].kind == "date" else "numbers"
        find = self._moments if kind == "moments" else self._numbers
        return self._once((kind, name), lambda: find(name))[1]

    def moments(self, name: str) -> Floats:
        """Seconds since 1970, or numbers that stand for a time, (n,); BadFile for words."""
        if self.columns[name].kind == "date":
            return self._once(("moments", name), lambda: self._moments(name))[0]
        return self.numbers(name)

    def coded(self, name: str) -> tuple[list[str], NDArray[np.int_]]:
        """The different words, the most frequent first, and for each row which it is; nothing is -1."""
        cells = self.columns[name].cells
        return self._once(("coded", name), lambda: coded(cells, self.nothing))

    def spellings(self, name: str) -> list[list[str]]:
        """Words of a column that are one but for their case."""
        cells = self.columns[name].cells
        return self._once(("spellings", name), lambda: spellings(cells, self.nothing))

    def row(self, place: Any) -> str:
        """A row as a spreadsheet counts it."""
        return f"row {int(self.sheet.rows[int(place)]):,}"

    def _numbers(self, name: str) -> tuple[Floats, Counter[str]]:
        column = self.columns[name]
        self._too_long(name)
        if column.kind not in ("number", "nothing"):
            said = [i for i, t in enumerate(column.cells.tolist()) if t.lower() not in self.nothing]
            words = (i for i in said if number(column.cells[i], ".") is None)
            first = next(words, said[0] if said else 0)  # dates may be numbers, too
            raise BadFile(
                f"Column {plain(name)} must hold numbers; {self.row(first)} says "
                f"{plain(column.cells[first])}."
            )
        return numbers(column.cells, column.form or ".", self.nothing | NO_NUMBER)

    def _moments(self, name: str) -> tuple[Floats, Counter[str]]:
        return moments(self.columns[name].cells, self.columns[name].form, self.nothing)

    def _too_long(self, name: str) -> None:
        if name in self.sheet.too_long:
            row, length = self.sheet.too_long[name]
            raise BadFile(
                f"Column {plain(name)}, row {row:,}: a cell of {length:,} characters; at most "
                f"{MOST_CHARACTERS:,} are allowed in a column that is used."
            )


def answer(said: Said, about: str, options: Mapping[str, str], likely: Any) -> Any:
    """What was said of a decision, if it is one of its options; of several, those that are."""
    found = said.get(about, likely)
    if isinstance(likely, tuple):
        return (
            tuple(each for each in options if each in found) if isinstance(found, tuple) else likely
        )
    return found if isinstance(found, str) and found in options else likely


def read(content: bytes, said: Said | None = None) -> Reading:
    """Cut a file and find out what its cells mean; see `data.own.cut` for what is refused."""
    said = said or {}
    named = {"names": True, "data": False}.get(answer(said, "first", FIRST, ""))
    delimiter = answer(said, "delimiter", DELIMITERS, "")
    encoding = answer(said, "encoding", ENCODINGS, "")
    return understand(cut(content, delimiter, named, encoding), said)


def understand(sheet: Sheet, said: Said | None = None) -> Reading:
    """What the cells of a sheet mean."""
    said = said or {}
    samples = {name: _sample(cells) for name, cells in sheet.columns.items()}
    missing = _missing(samples, said)
    nothing = frozenset(word.lower() for word in missing.chosen) | (
        NOTHING - {word.lower() for word in missing.options}
    )
    looks, units, whole = {}, {}, dict(sheet.columns)
    for name, sample in samples.items():
        looks[name] = _Look(name, sample, whole[name], nothing)
        if looks[name].kind == "words" and (unit := _unit(looks[name].words)):
            bare = _without(whole[name], unit)
            if (look := _Look(name, _sample(bare), bare, nothing)).kind == "number":
                looks[name], units[name], whole[name] = look, unit, bare
    decimal, order = _decimal(looks, sheet, said), _order(looks, sheet, said)
    columns = {}
    for name, look in looks.items():
        form = look.form
        if look.kind == "number" and len(look.ways) > 1:
            form = decimal.chosen
        elif look.kind == "date" and order.chosen in look.ways:
            form = order.chosen
        columns[name] = Column(
            name=name,
            cells=whole[name],
            kind=look.kind,
            form=form,
            percent=look.percent,
            identifies=name not in units and _identifies(name, look, whole[name]),
            unit=units.get(name, ""),
        )
    dated = _dated(columns, sheet)
    first = Decision(
        "first",
        "The first line holds",
        FIRST,
        "names" if sheet.named else "data",
        sheet.doubt or _first_answered(sheet, said),
    )
    delimiter = Decision("delimiter", "Columns are separated by", DELIMITERS, sheet.delimiter)
    why = "The file does not say how its letters are written." if sheet.odd_letters else ""
    encoding = Decision("encoding", "Its letters are", sheet.letters, sheet.encoding, why)
    decisions = (encoding, delimiter, first, decimal, order, missing)
    return Reading(sheet, columns, tuple(d for d in decisions if d.options), nothing, dated)


def described(reading: Reading) -> str:
    """How a file was read, in a sentence or two."""
    chosen = {decision.about: decision for decision in reading.decisions}
    said = [f"columns separated by a {DELIMITERS[reading.sheet.delimiter]}"]
    if not reading.sheet.named:
        said.append("no line of names")
    if reading.sheet.letters:
        said.append(f"letters as {ENCODINGS[reading.sheet.encoding]}")
    marks = Counter(c.form for c in reading.columns.values() if c.kind == "number" and c.form)
    said += [f"decimal {MARKS[mark]}" for mark in marks]
    forms = dict.fromkeys(c.form for c in reading.columns.values() if c.kind == "date")
    said += [f"dates as {form}" for form in forms]
    said += [f"{plain(c.unit)} behind {plain(c.name)}" for c in reading.columns.values() if c.unit]
    if "missing" in chosen and chosen["missing"].chosen:
        said.append(f"{', '.join(map(plain, chosen['missing'].chosen[:FEW]))} as missing")
    notices = " ".join(reading.sheet.notices)
    return f"Read with {', '.join(said)}. {notices}".strip()


# --- one column --------------------------------------------------------------------------------


def _sample(cells: Cells) -> Cells:
    if cells.size <= SAMPLE:
        return cells
    some: Cells = cells[np.linspace(0, cells.size - 1, SAMPLE).astype(int)]
    return some


class _Look:
    """What a column looks like: its kind, and all ways in which it can be read as that."""

    def __init__(self, name: str, sample: Cells, cells: Cells, nothing: frozenset[str]) -> None:
        texts = Counter(sample.tolist())
        words = [text for text in texts if text.lower() not in nothing | NO_NUMBER]
        self.kind: Kind = "nothing"
        self.ways: list[str] = []
        self.form, self.example = "", ""
        self.words = words
        self.percent = bool(words) and sum(map(has_percent, words)) > len(words) / 2
        if not words:
            self.kind = "nothing" if not any(text.lower() == "none" for text in texts) else "words"
            return
        if forms := _dates(words, named=like_a_time(name)):
            self.kind, self.ways = "date", _settled(forms, cells, moments, nothing)
            self.example = _differing(words, self.ways, moment)
        else:
            many = {mark: sum(number(word, mark) is not None for word in words) for mark in MARKS}
            best = max(many.values())
            if best < len(words) / 2:
                self.kind = "words"
                return
            self.kind = "number"
            self.ways = [mark for mark in MARKS if many[mark] == best]
            self.example = _differing(words, self.ways, number)
            if len(self.ways) > 1:
                if self.example:
                    self.ways = _settled(self.ways, cells, numbers, nothing | NO_NUMBER)
                else:
                    self.ways = [""] if not any("." in w or "," in w for w in words) else ["."]
        self.form = self.ways[0]
        if len(self.ways) == 1:
            self.example = ""


def _dates(words: list[str], *, named: bool) -> list[str]:
    """The forms in which nearly all words are dates; of equally good ones the first, and both ways."""
    start = words[:20]
    able = [form for form in FORMS if named or form not in BY_NAME]
    likely = [f for f in able if sum(moment(w, f) is not None for w in start) >= 0.7 * len(start)]
    good = {f: sum(moment(word, f) is not None for word in words) for f in likely}
    if not good or max(good.values()) < 0.9 * len(words):
        return []
    best = max(good.values())
    found = [form for form in FORMS if good.get(form) == best]
    if found[0] in ("yearmonthday", "month.year") and (
        best < len(words) or not all(_plausible(word) for word in words)
    ):
        return []
    ways: Sequence[str] = next((pair for pair in EITHER_WAY if found[0] in pair), found[:1])
    if len({re.sub(r"\D", "", word) for word in words}) < 4:  # too few for the days of months
        ways = [form for form in ways if not form.endswith("of one year")] or ways
    return [form for form in ways if form in found]


def _plausible(word: str) -> bool:
    """Whether what is also a number lies in a year that files are about."""
    year = word[:4] if word[:4].isdecimal() else word[-4:]
    return "1900" <= year <= "2100"


def _unit(words: list[str]) -> str:
    """What stands behind a number in nearly all words, always the same; "" if nothing does."""
    found = Counter(
        m[1] for word in words if (m := re.fullmatch(r".*\d\s*([^\W\d_]{1,5}|°[CF]?|m[²³])", word))
    )
    unit, many = found.most_common(1)[0] if found else ("", 0)
    return unit if len(words) > 2 and many > 0.9 * len(words) else ""


def _without(cells: Cells, unit: str) -> Cells:
    return np.array([text.removesuffix(unit).rstrip() for text in cells.tolist()], TEXT)


def _settled(
    ways: list[str], cells: Cells, read_all: Callable[..., Any], nothing: frozenset[str]
) -> list[str]:
    """Of the ways to read a sample those that leave fewest of all cells unread."""
    if len(ways) < 2:
        return ways
    unread = {way: sum(read_all(cells, way, nothing)[1].values()) for way in ways}
    return [way for way in ways if unread[way] == min(unread.values())]


def _differing(words: list[str], ways: list[str], meaning: Callable[[str, str], Any]) -> str:
    """A word that means one thing in each way, but not the same; "" if there is none."""
    for word in words if len(ways) > 1 else ():
        meant = {meaning(word, way) for way in ways}
        if len(meant) > 1 and None not in meant:
            return word
    return ""


def _identifies(name: str, look: _Look, cells: Cells) -> bool:
    """Whether a column names rows: by its name, or because it counts them."""
    if look.kind == "number":
        whole = all(word.lstrip("-").isdecimal() for word in look.words[:200])
        if not whole:
            return False
        if like_an_id(name):
            return True
        if like_a_time(name):
            return False
        values = np.array([number(text, look.form or ".") for text in cells.tolist()], float)
        known = values[np.isfinite(values)]
        if known.size < 20 or np.unique(known).size < known.size:
            return False
        return may_end_in_id(name) or float(np.ptp(known)) < 1.2 * known.size
    if look.kind == "words" and len(look.words) > 1:
        return like_an_id(name) and len(look.words) > 0.5 * min(cells.size, SAMPLE)
    return False


def _dated(columns: dict[str, Column], sheet: Sheet) -> str:
    """Add a column of dates made of columns for year, month and perhaps day; its name, or ""."""
    parts = {date_part(name): name for name, c in columns.items() if c.kind == "number"}
    if "year" not in parts or "month" not in parts:
        return ""
    names = [parts[part] for part in ("year", "month", "day") if part in parts]
    read_parts = [numbers(columns[name].cells)[0] for name in names]
    whole = all(np.nanmax(values, initial=0) < 10_000 for values in read_parts)
    name = " ".join(names)
    if not whole or name in columns:
        return ""
    texts = [
        "" if any(v != v for v in row) else "-".join(f"{int(v):02d}" for v in row)
        for row in zip(*read_parts, strict=True)
    ]
    form = "year-month-day" if len(names) == 3 else "year-month"
    cells = np.array(texts, dtype=TEXT)
    if moments(cells, form)[1]:
        return ""
    columns[name] = Column(name, cells, "date", form, percent=False, identifies=False)
    return name


# --- the whole file ----------------------------------------------------------------------------


def _decimal(looks: dict[str, _Look], sheet: Sheet, said: Said) -> Decision:
    """Which mark stands before decimals where a column does not show it."""
    unclear = {n: look for n, look in looks.items() if look.kind == "number" and look.example}
    clear = Counter(
        look.form
        for look in looks.values()
        if look.kind == "number" and look.form and not look.example
    )
    if not unclear:
        return Decision("decimal", "", {}, ".")  # each column shows its own
    name, look = next(iter(unclear.items()))
    mark = "," if "," in look.example else "."
    other = {".": ",", ",": "."}[mark]
    if len(clear) == 1:
        likely = next(iter(clear))
    elif any(word.lstrip("-").isdecimal() for word in look.words):
        likely = other  # whole numbers beside it: what is set apart are thousands
    else:
        usual = "," if sheet.delimiter == ";" else "."
        likely = mark if mark == usual else other
    example = plain(look.example)
    as_decimal, as_thousands = number(look.example, mark), number(look.example, other)
    options = {
        mark: f"{as_decimal:g} (decimal {MARKS[mark]})",
        other: f"{as_thousands:,.0f} (thousands)",
    }
    more = f" and {len(unclear) - 1} more" if len(unclear) > 1 else ""
    why = "" if len(clear) == 1 else f"Column {plain(name)}{more} can be read in two ways."
    return Decision(
        "decimal",
        f"{example} in {plain(name)} is",
        options,
        answer(said, "decimal", options, likely),
        why,
    )


def _order(looks: dict[str, _Look], sheet: Sheet, said: Said) -> Decision:
    """Which part of a date comes first where a column does not show it."""
    unclear = {n: look for n, look in looks.items() if look.kind == "date" and look.example}
    if not unclear:
        return Decision("order", "", {}, "")
    name, look = next(iter(unclear.items()))
    ways = look.ways
    clear = {k.form for k in looks.values() if k.form in ways and not k.example}
    if len(clear) == 1:
        likely = next(iter(clear))
    else:  # files are mostly in the order of time
        sample = _sample(sheet.columns[name])
        falls = {way: int((np.diff(moments(sample, way, NOTHING)[0]) < 0).sum()) for way in ways}
        likely = min(ways, key=falls.__getitem__)
    options = {way: _day(moment(look.example, way), way) for way in ways}
    why = "" if len(clear) == 1 else f"Column {plain(name)} can be read in two ways."
    label = f"{plain(look.example)} in {plain(name)} is"
    return Decision("order", label, options, answer(said, "order", options, likely), why)


def _day(seconds: float | None, form: str) -> str:
    day = np.datetime64(0, "s") + np.timedelta64(int(seconds or 0), "s")
    year, month, date = str(day)[:10].split("-")
    names = "January February March April May June July August September October November December"
    said = [str(int(date)), names.split()[int(month) - 1], year]
    if form.endswith("of one year"):
        return " ".join(said[:2])
    return " ".join(said if "day" in form else said[1:])


def _missing(samples: dict[str, Cells], said: Said) -> Decision:
    """The words that are read as missing: those known to be, and codes far from all other numbers."""
    found: Counter[str] = Counter()
    codes: dict[str, str] = {}
    for name, sample in samples.items():
        texts = Counter(sample.tolist())
        found += Counter({t: n for t, n in texts.items() if t and t.lower() in NOTHING})
        for text in _codes(texts):
            codes.setdefault(text, name)
    options = dict.fromkeys([*[text for text, _ in found.most_common(20)], *codes])
    picked = said.get("missing")
    chosen = tuple(map(str, picked if isinstance(picked, tuple) else options))
    why = ""
    if codes:
        code, name = next(iter(codes.items()))
        why = f"Column {plain(name)} says {plain(code)}, far from all its other numbers."
    shown = {text: text for text in dict.fromkeys([*options, *chosen])}
    return Decision(
        "missing", "Read as missing", shown or {"NA": "NA"}, chosen, why, many=True, free=True
    )


def _codes(texts: Counter[str]) -> list[str]:
    """Numbers such as -999 that come several times and lie far from all others."""
    values: dict[str, float] = {}
    for text in texts:
        try:
            values[text] = float(text)
        except ValueError:
            continue
    suspects = [text for text, value in values.items() if value in CODES and texts[text] > 1]
    rest = [value for text, value in values.items() if text not in suspects and np.isfinite(value)]
    if not suspects or len(rest) < 5:
        return []
    low, high = min(rest), max(rest)
    far = high - low
    return [t for t in suspects if not low - far <= values[t] <= high + far]


def _first_answered(sheet: Sheet, said: Said) -> str:
    """A question that was answered stays on screen, so that the answer can be changed."""
    if "first" not in said:
        return ""
    return f"The first line begins with {plain(sheet.first[0])}."
