"""What the text cells of a visitor's file mean: numbers, moments, labels. Each has its own refusal."""

from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.own import BadFile, Cells, plain

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
# what spreadsheets, databases and pandas write for nothing
NOTHING = ("", "na", "n/a", "#n/a", "<na>", "nan", "null", "nat")
NO_NUMBER = (*NOTHING, "none")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def missing(cells: Cells, nothing: tuple[str, ...] = NOTHING) -> Bools:
    """Where a cell is empty or says that there is nothing, shape (n,)."""
    found = np.asarray(cells == "")
    short = np.flatnonzero(~found & (np.strings.str_len(cells) <= 4))
    low = np.strings.lower(cells[short])
    for word in nothing[1:]:
        found[short[low == word]] = True
    return found


def numbers(cells: Cells, name: str) -> Floats:
    """Cells as float64, shape (n,): nan where missing, infinities kept.

    BadFile names the first row of column `name` that is text.
    """
    try:
        return np.asarray(np.where(cells == "", "nan", cells).astype(float))
    except ValueError:
        nothing = missing(cells, NO_NUMBER)
    values = np.full(cells.size, np.nan)
    try:
        values[~nothing] = cells[~nothing].astype(float)
    except ValueError:
        row, text = next((r, c) for r in np.flatnonzero(~nothing) if not _is_number(c := cells[r]))
        raise BadFile(
            f"Column {plain(name)} must hold numbers; {row_name(row)} says {plain(text)}."
        ) from None
    return values


def moments(cells: Cells, name: str) -> Floats:
    """Numbers, or the seconds since 1970 of ISO dates; nan where missing. BadFile for all else."""
    nothing = missing(cells)
    try:
        return numbers(cells, name)
    except BadFile:
        found = np.full(cells.size, np.nan)
    for row in np.flatnonzero(~nothing):
        if (seconds := _seconds(cells[row])) is None:
            raise BadFile(
                f"Column {plain(name)} must hold times: numbers, or dates like 2024-12-31; "
                f"{row_name(row)} says {plain(cells[row])}."
            )
        found[row] = seconds
    return found


def coded(cells: Cells) -> tuple[list[str], NDArray[np.int_]]:
    """The different texts, the most frequent first, and for each cell which it is; missing is -1.

    Numbers written differently are one: 1 and 1.0.
    """
    seen: dict[str, int] = {}
    # a dictionary finds few texts in many cells sooner than sorting does
    code = np.array([seen.setdefault(text, len(seen)) for text in cells.tolist()], int)
    texts = np.array([*seen, ""], cells.dtype)[: len(seen)]
    words: dict[str, int] = {}
    place = np.full(texts.size, -1)
    for i in np.flatnonzero(~missing(texts)):
        place[i] = words.setdefault(_tidied(texts[i]), len(words))
    code = place[code]
    counts = np.bincount(code[code >= 0], minlength=len(words))
    order = np.argsort(-counts, kind="stable")
    rank = np.full(order.size + 1, -1)  # the last for what is missing
    rank[order] = np.arange(order.size)
    names = list(words)
    return [names[i] for i in order], rank[code]


def looks_numeric(cells: Cells) -> bool:
    """Whether all of these cells that are not missing are numbers, and some are."""
    return _holds(numbers, cells)


def looks_like_dates(cells: Cells) -> bool:
    """Whether all of these cells that are not missing are ISO dates, and some are."""
    return not looks_numeric(cells) and _holds(moments, cells)


def row_name(row: Any) -> str:
    """A row counted from 0 as a spreadsheet counts it: the names are row 1."""
    return f"row {int(row) + 2:,}"


def _holds(read: Any, cells: Cells) -> bool:
    try:
        return not np.isnan(read(cells, "")).all()
    except BadFile:
        return False


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _tidied(text: str) -> str:
    if not _is_number(text):
        return text
    number = float(text)
    return f"{number:.0f}" if number.is_integer() and abs(number) < 1e15 else repr(number)


def _seconds(text: str) -> float | None:
    try:
        when = datetime.fromisoformat(f"{text}-01" if len(text) == 7 else text)
    except ValueError:
        return None
    aware = when if when.tzinfo else when.replace(tzinfo=UTC)
    return (aware - EPOCH).total_seconds()
