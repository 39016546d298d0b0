"""What one cell of a stranger's file may mean: nothing, a number, a moment, a word."""

import re
from collections import Counter
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.names import WORDS

Floats = NDArray[np.float64]
Cells = NDArray[Any]
# Texts of any length: 16 bytes a cell for short ones, where str objects would need 60.
TEXT = np.dtypes.StringDType()

NOTHING = frozenset(WORDS["nothing"])
NO_NUMBER = NOTHING | {"none"}  # a word that may be meant, beside other words
TOO_FAR = 1e100  # beyond, squares and sums of numbers overflow
MARKS = {".": "point", ",": "comma"}

_MONEY = rf"US\$|R\$|[$€£¥₹₩₽₺₪]|(?:{'|'.join(WORDS['money'])})\.?"
_ENDLESS = {
    f"{sign}{word}": np.inf if sign != "-" else -np.inf
    for sign in ("", "+", "-")
    for word in ("inf", "infinity")
}
_SPACES = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u202f\u2009\u2007", " "),
        **dict.fromkeys("’ʼ´`", "'"),
        **dict.fromkeys("−‒", "-"),
        **{chr(zero + i): str(i) for zero in (0x660, 0x6F0, 0xFF10) for i in range(10)},
    }
)


def _pattern(decimal: str, thousands: str, grouped: str = "") -> re.Pattern[str]:
    whole = rf"[1-9]\d{{0,2}}(?P<by>[{thousands} '_٬])\d{{3}}(?:(?P=by)\d{{3}})*{grouped}|\d+"
    body = rf"(?P<whole>{whole})?(?:[{decimal}٫](?P<part>\d*))?(?P<ten>e[+-]?\d+)?"
    return re.compile(
        rf"(?P<open>\()?\s*(?P<sign>[+-])?\s*(?:{_MONEY})?\s*(?P<more>[+-])?\s*{body}\s*"
        rf"(?:{_MONEY})?\s*(?P<percent>%)?\s*(?P<after>-)?\s*(?P<close>\))?",
        re.IGNORECASE,
    )


_NUMBER = {
    ".": _pattern(".", ",", r"|[1-9]\d?(?:,\d\d)+,\d{3}"),  # and in lakhs: 1,23,456
    ",": _pattern(",", "."),
}


def number(text: str, decimal: str = ".") -> float | None:
    """The number a cell says, with "." or "," for its decimals; None if it says none.

    Read are thousands set apart by the other mark, a space, an apostrophe or an underscore,
    currencies, percent signs (87 % is 87), (5) and 5- for what is negative, and other digits.
    """
    said = text.translate(_SPACES).strip()
    if not (found := _NUMBER[decimal].fullmatch(said)):
        return _ENDLESS.get(said.lower())
    whole = re.sub(r"\D", "", found["whole"] or "")
    part = found["part"] or ""
    if not whole and not part:
        return None
    below = [found["sign"] == "-", found["more"] == "-", found["after"] == "-", found["open"]]
    if sum(map(bool, below)) > 1 or bool(found["open"]) != bool(found["close"]):
        return None
    value = float(f"{whole or '0'}.{part or '0'}{found['ten'] or ''}")
    return -value if any(below) else value


def has_percent(text: str) -> bool:
    """Whether a number is followed by a percent sign."""
    return text.rstrip().endswith("%")


def numbers(
    cells: Cells, decimal: str = ".", nothing: frozenset[str] = NO_NUMBER
) -> tuple[Floats, Counter[str]]:
    """Cells as float64, (n,), nan where they say no number; and how often which word was in the way.

    What means nothing, in lower case, is in nobody's way, nor is it a number. Infinities stay.
    """
    codes = any(word.lstrip("-").isdecimal() for word in nothing)
    if not codes and (decimal == "." or not (np.strings.find(cells, ".") >= 0).any()):
        try:  # what is written plainly, which is most
            return np.asarray(np.where(cells == "", "nan", cells).astype(float)), Counter()
        except ValueError:
            pass
    known: dict[str, float] = {}
    words: Counter[str] = Counter()
    values = np.empty(cells.size)
    for i, text in enumerate(cells.tolist()):
        value = known.get(text)
        if value is None:
            found = None if text.lower() in nothing else number(text, decimal)
            value = known[text] = np.nan if found is None else found
        if value != value and text.lower() not in nothing:
            words[text] += 1
        values[i] = value
    return values, words


def is_nothing(text: str, nothing: frozenset[str] = NOTHING) -> bool:
    """Whether a cell is empty or says that there is nothing."""
    return text.lower() in nothing


# --- moments -----------------------------------------------------------------------------------

_MONTH = {start: int(month) for month, starts in WORDS["months"].items() for start in starts}
_D, _M, _Y4, _Y = r"(?P<d>\d{1,2})", r"(?P<m>\d{1,2})", r"(?P<y>\d{4})", r"(?P<y>\d{4}|\d{2})"
_NAMED = r"(?P<name>[^\W\d_]{3,})\.?"
_CLOCK = (
    r"(?P<H>\d{1,2}):(?P<M>\d{2})(?::(?P<S>\d{2})(?:[.,](?P<f>\d+))?)?(?:\s*(?P<half>[ap])\.?m\.?)?"
)
_ZONE = r"(?:\s*(?:(?P<zone>[+-]\d{2}:?\d{2}|[+-]\d{2})|[A-Z]{1,4}))?"  # letters are passed over
_DAY = {
    "year-month-day": rf"{_Y4}(?P<s>[-/.])(?P<m>\d{{1,2}})(?P=s){_D}",
    "yearmonthday": r"(?P<y>(?:19|20)\d{2})(?P<m>0[1-9]|1[0-2])(?P<d>[0-3]\d)"
    r"(?:T(?P<H2>\d{2})(?P<M2>\d{2})(?P<S2>\d{2}))?",
    "day.month.year": rf"{_D}\.\s?{_M}\.\s?{_Y}",
    "day/month/year": rf"{_D}(?P<s>[-/ ]){_M}(?P=s){_Y}",
    "month/day/year": rf"{_M}(?P<s>[-/ ]){_D}(?P=s){_Y}",
    "day month year": rf"{_D}(?:st|nd|rd|th|\.)?[-/ ]\s*(?:de )?{_NAMED}[-/ ,]\s*(?:de )?{_Y}",
    "month day, year": rf"{_NAMED}[-/ ]\s*{_D}(?:st|nd|rd|th)?(?:,\s*|[-/ ]\s*){_Y4}",
}
_COARSE = {
    "year-month": rf"{_Y4}[-/M](?P<m>\d{{1,2}})-?",
    "month.year": rf"{_M}\.{_Y4}",
    "month/year": rf"{_M}[-/]{_Y4}",
    "month/year in short": rf"{_M}[-/](?P<y>\d{{2}})",
    "month name and year": rf"{_NAMED}(?: de| del)?[-/ .']*{_Y}",
    "month name and day of one year": rf"{_NAMED}[-/ .]*{_D}",
    "year and month name": rf"{_Y4}[-/ ]*{_NAMED}",
    "year in short and month name": rf"(?P<y>\d{{2}})[-/ ']*{_NAMED}",
    "day and month name of one year": rf"{_D}\.?[-/ ]*{_NAMED}",
    "year and quarter": rf"{_Y4}[-/. ]*[QT](?P<q>[1-4])",
    "quarter and year": rf"(?:[QT](?P<q>[1-4])|(?P<q2>[1-4])[QT]|(?P<q3>[1-4])\. Quartal)[-/. ']*{_Y}",
    "year and half": rf"{_Y4}[-/. ]*H(?P<h>[12])",
    "half and year": rf"H(?P<h>[12])[-/. ']*{_Y}",
    "fiscal year": rf"(?:FY|GJ) ?{_Y}",
    "year and week": rf"{_Y4}[-/ ]?(?:W|KW ?)(?P<w>\d{{1,2}})",
    "week and year": rf"(?:W|KW|CW|week) ?(?P<w>\d{{1,2}})[-/ ]+{_Y4}",
    "week": r"(?:W|KW|CW|week|woche) ?(?P<w>\d{1,2})",
    "time of day": _CLOCK,
}
_WEEKDAY = r"(?:[^\W\d_]{2,10}\.?,\s*)?"
FORMS = {
    name: re.compile(
        rf"{_WEEKDAY}{day}(?:(?:\s*T\s*|,?\s+|\s+-\s+){_CLOCK}{_ZONE}|\s*Z)?", re.IGNORECASE
    )
    for name, day in _DAY.items()
} | {name: re.compile(form, re.IGNORECASE) for name, form in _COARSE.items()}
BY_NAME = (
    "month/year in short",
)  # 01/24 is also something else where no name says that it is a time
EITHER_WAY = (
    ("day/month/year", "month/day/year"),
    ("month name and year", "month name and day of one year"),
    ("year in short and month name", "day and month name of one year"),
)
_CHINESE = str.maketrans({"年": "-", "月": "-", "日": ""})
_EPOCH = datetime(1970, 1, 1)


def moment(text: str, form: str) -> float | None:
    """Seconds since 1970 of a date in that form of FORMS; None if it is not in it, or is no date.

    A month, a quarter or a week is its first day; years of two digits lie in 1970 to 2069, and what
    has none is of 1972. What names no zone is taken to be UTC.
    """
    found = FORMS[form].fullmatch(text.strip().translate(_CHINESE))
    if not found:
        return None
    said = found.groupdict()
    try:
        if "name" in said:
            said["m"] = _month(said["name"])
        if any(quarter := [said.get(q) for q in ("q", "q2", "q3")]):
            said["m"] = 3 * int(next(filter(None, quarter)) or 1) - 2
        if said.get("h"):
            said["m"] = 6 * int(said["h"]) - 5
        if said.get("H2"):
            said |= {part: said[f"{part}2"] for part in "HMS"}
        year = 1972 if said.get("name") else 1970  # one with a 29 February
        if written := said.get("y"):
            year = int(written) + (0 if len(written) > 2 else 2000 if int(written) < 70 else 1900)
        if said.get("w"):
            when = datetime.strptime(f"{year} {said['w']} 1", "%G %V %u")
        else:
            when = datetime(year, int(said.get("m") or 1), int(said.get("d") or 1))
        if said.get("H"):
            when += _clock(said)
        return (when - _EPOCH).total_seconds()
    except ValueError:
        return None


def _month(name: str) -> int:
    known = _MONTH.get(name[:4].lower()) or _MONTH.get(name[:3].lower())
    if known is None:
        raise ValueError(name)
    return known


def _clock(said: dict[str, Any]) -> timedelta:
    hour, minute, second = (int(said[part] or 0) for part in "HMS")
    if said["half"]:
        if not 1 <= hour <= 12:
            raise ValueError(hour)
        hour = hour % 12 + 12 * (said["half"].lower() == "p")
    if hour > 24 or minute > 59 or second > 60:
        raise ValueError(hour)
    away = 0
    if zone := said.get("zone"):
        digits = zone[1:].replace(":", "").ljust(4, "0")
        away = (60 * int(digits[:2]) + int(digits[2:])) * (-1 if zone[0] == "-" else 1)
    part = float(f"0.{said['f']}") if said["f"] else 0.0
    return timedelta(hours=hour, minutes=minute - away, seconds=second + part)


def moments(
    cells: Cells, form: str, nothing: frozenset[str] = NOTHING
) -> tuple[Floats, Counter[str]]:
    """Cells as seconds since 1970, (n,), nan where they are no date; and the words in the way."""
    known: dict[str, float] = {}
    words: Counter[str] = Counter()
    values = np.empty(cells.size)
    for i, text in enumerate(cells.tolist()):
        if text not in known:
            found = moment(text, form)
            known[text] = np.nan if found is None else found
        values[i] = known[text]
        if values[i] != values[i] and text.lower() not in nothing:
            words[text] += 1
    return values, words


# --- words -------------------------------------------------------------------------------------


def coded(cells: Cells, nothing: frozenset[str] = NOTHING) -> tuple[list[str], NDArray[np.int_]]:
    """The different words, the most frequent first, and for each cell which it is; nothing is -1.

    Words that differ in case alone are one, said as most often; so are numbers written differently,
    1 and 1.0. Beside a +, or beside one word alone, a - is no sign for nothing.
    """
    seen: dict[str, int] = {}
    # a dictionary finds few texts in many cells sooner than sorting does
    code = np.array([seen.setdefault(text, len(seen)) for text in cells.tolist()], int)
    counts = np.bincount(code, minlength=len(seen))
    meant = [text for text in seen if text.lower() not in nothing]
    if "+" in seen or len({text.casefold() for text in meant}) == 1:  # + and -, yes and -
        nothing = nothing - {"-", "–"}
    words: dict[str, int] = {}
    spelt: list[Counter[str]] = []
    place = np.full(len(seen), -1)
    for i, text in enumerate(seen):
        if text.lower() in nothing:
            continue
        tidy = _tidied(text)
        place[i] = words.setdefault(tidy.casefold(), len(words))
        if place[i] == len(spelt):
            spelt.append(Counter())
        spelt[place[i]][tidy] += int(counts[i])
    code = place[code] if len(seen) else code
    many = np.bincount(code[code >= 0], minlength=len(words))
    order = np.argsort(-many, kind="stable")
    rank = np.full(order.size + 1, -1)  # the last for nothing
    rank[order] = np.arange(order.size)
    return [spelt[i].most_common(1)[0][0] for i in order], rank[code]


def spellings(cells: Cells, nothing: frozenset[str] = NOTHING) -> list[list[str]]:
    """Words that are one though they are written in several ways, each as its ways to be written."""
    ways: dict[str, dict[str, None]] = {}
    for text in dict.fromkeys(cells.tolist()):
        if text.lower() not in nothing and _tidied(text) == text:
            ways.setdefault(text.casefold(), {})[text] = None
    return [list(each) for each in ways.values() if len(each) > 1]


@lru_cache(maxsize=4096)
def _tidied(text: str) -> str:
    try:
        value = float(text)
    except ValueError:
        return text
    return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else repr(value)
