"""A visitor's own CSV file: read in memory, or refused with one clear sentence."""

import codecs
import csv
import math
from collections.abc import Iterator
from io import BytesIO, TextIOWrapper
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from methods.tables import Table as Table  # for ui/

MOST_BYTES = 20 * 2**20
MOST_ROWS = 200_000
MOST_COLUMNS = 200
MOST_CHARACTERS = 1_000  # in a cell
MOST_IN_A_NAME = 100  # characters
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}
AT_ONCE = 5_000  # rows held as Python text; all others are packed

Cells = NDArray[Any]
# Texts of any length: 16 bytes a cell for short ones, where str objects would need 60.
TEXT = np.dtypes.StringDType()

ZIP, OLD_OFFICE, GZIP, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"%PDF"
OTHER_FILES = {
    ZIP: "a spreadsheet (.xlsx, .ods) or another zip file",
    OLD_OFFICE: "an old Excel file (.xls)",
    GZIP: "a gzip file",
    PDF: "a PDF file",
    b"PAR1": "a Parquet file",
}


class BadFile(ValueError):
    """One sentence that says what is wrong with a file, where, and what is allowed."""


def read_csv(content: bytes) -> Table:
    """The file as a Table of text columns (StringDType), cells stripped of spaces; rows in order.

    The first line names the columns. The delimiter is guessed among comma, semicolon, tab and
    vertical bar; the encoding is UTF-8, UTF-16 with its mark, or else Windows-1252. Empty lines are
    skipped. Where columns are separated by anything but commas, 0,5 is read as 0.5. BadFile for
    anything that is not such a file or is too large.
    """
    encoding = _encoding(content)
    delimiter = _delimiter(content, encoding)
    reader = csv.reader(_lines(content, encoding), delimiter=delimiter, strict=True)
    try:
        names = _names(next(filter(None, reader), []))
        columns = _columns(names, filter(None, reader))
    except csv.Error as problem:
        raise _unreadable(problem, reader.line_num) from None
    except _Odd:
        raise _first_odd(content, encoding, delimiter) from None
    return Table("own", columns if delimiter == "," else _with_points(columns))


def plain(text: str) -> str:
    """What a stranger wrote, short and in a code span: never as markup."""
    kept = "".join(c for c in text if c.isprintable() and c != "`")[:40]
    return f"`{kept or ' '}`"


def _encoding(content: bytes) -> str:
    if not content.strip():
        raise BadFile("The file is empty.")
    if len(content) > MOST_BYTES:
        size = math.ceil(len(content) / 2**20 * 10) / 10
        raise BadFile(f"The file has {size:.1f} MB; at most {MOST_BYTES // 2**20} MB are read.")
    for mark, kind in OTHER_FILES.items():
        if content.startswith(mark):
            raise BadFile(
                f"This is {kind}, whatever its name says; save it as CSV (comma-separated text)."
            )
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        kinds = ["utf-16"]
    else:
        if (at := content.find(b"\0")) >= 0:
            line = content.count(b"\n", 0, at) + 1
            raise BadFile(
                f"Line {line:,} holds a NUL byte, so this is not a text file; "
                "save it as CSV in UTF-8."
            )
        kinds = ["utf-8-sig", "cp1252"]
    for kind in kinds:
        try:
            text = content.decode(kind)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return kind
    raise BadFile("The file's text is in an unknown encoding; save it as CSV in UTF-8.")


def _delimiter(content: bytes, encoding: str) -> str:
    """The delimiter that cuts most of the first lines into as many cells as it cuts the first."""

    def fits(delimiter: str) -> tuple[float, int]:
        rows = csv.reader(_lines(content, encoding), delimiter=delimiter)
        found = []
        try:
            for row in islice(rows, 30):
                if row:
                    found.append(len(row))
        except csv.Error:
            pass
        if not found or found[0] < 2:
            return 0.0, 0
        return round(sum(n == found[0] for n in found) / len(found), 3), found[0]

    return max(DELIMITERS, key=fits)


def _lines(content: bytes, encoding: str) -> TextIOWrapper:
    return TextIOWrapper(BytesIO(content), encoding, newline="")


class _Odd(Exception):
    """Some row is too long or too short, or a cell of it is too long."""


def _columns(names: list[str], rows: Iterator[list[str]]) -> dict[str, Cells]:
    """The rows packed into columns; _Odd if one is not as it must be, without saying which."""
    packed: list[list[Cells]] = [[] for _ in names]
    count, width = 0, {len(names)}
    while chunk := list(islice(rows, AT_ONCE)):
        count += len(chunk)
        if count > MOST_ROWS:
            raise BadFile(f"The file has more than {MOST_ROWS:,} rows, which is the most allowed.")
        if set(map(len, chunk)) != width:
            raise _Odd
        for column, cells in zip(packed, zip(*chunk, strict=True), strict=True):
            if len(max(cells, key=len)) > MOST_CHARACTERS:
                raise _Odd
            column.append(np.strings.strip(np.array(cells, dtype=TEXT)))
    if not count:
        raise BadFile("The file has a line of names but no rows under it.")
    packed.reverse()  # one column at a time leaves, so that only one is there twice
    return {name: np.concatenate(packed.pop()) for name in names}


def _first_odd(content: bytes, encoding: str, delimiter: str) -> BadFile:
    """What is wrong with the first odd row: slower than `_columns`, and with its line."""
    reader = csv.reader(_lines(content, encoding), delimiter=delimiter, strict=True)
    rows = filter(None, reader)
    names = next(rows)
    for row in rows:
        if len(row) != len(names):
            return BadFile(
                f"Line {reader.line_num:,} has {_cells(len(row))}, the first line {len(names):,}; "
                "all need as many. Cells seem to be separated by a "
                f"{DELIMITERS[delimiter]}."
            )
        longest = max(row, key=len)
        if len(longest) > MOST_CHARACTERS:
            return BadFile(
                f"Line {reader.line_num:,}, column {plain(names[row.index(longest)])}: a cell of "
                f"{len(longest):,} characters; at most {MOST_CHARACTERS:,} are allowed."
            )
    raise AssertionError("every row is as it must be")


def _unreadable(problem: csv.Error, line: int) -> BadFile:
    if "limit" in str(problem):
        return BadFile(
            f"Line {line:,} holds a cell of more than {csv.field_size_limit():,} characters; at "
            f"most {MOST_CHARACTERS:,} are allowed."
        )
    return BadFile(
        f"Line {line:,}: a double quote is opened and not closed where the cell ends; quotes "
        "inside a cell are written twice."
    )


def _names(header: list[str]) -> list[str]:
    """The columns' names; BadFile for what cannot be a header."""
    names = [" ".join(name.split()) for name in header]
    if not any(names):
        raise BadFile("The first line must name the columns; it is empty.")
    if len(names) > MOST_COLUMNS:
        raise BadFile(f"The file has {len(names):,} columns; at most {MOST_COLUMNS} are read.")
    if all(_number_like(name) for name in names):
        raise BadFile(
            f"The first line must name the columns; it holds numbers, such as {plain(names[0])}."
        )
    if not names[0]:  # row numbers, as pandas writes them
        names[0] = "column 1"
    for place, name in enumerate(names, 1):
        if not name:
            raise BadFile(f"Column {place} has no name in the first line.")
        if len(name) > MOST_IN_A_NAME:
            raise BadFile(
                f"The name of column {place} has {len(name):,} characters; at most "
                f"{MOST_IN_A_NAME} are allowed."
            )
        if (first := names.index(name) + 1) != place:
            raise BadFile(
                f"Columns {first} and {place} are both named {plain(name)}; names must differ."
            )
    return names


def _number_like(text: str) -> bool:
    try:
        float(text.replace(",", "."))
    except ValueError:
        return False
    return True


def _with_points(columns: dict[str, Cells]) -> dict[str, Cells]:
    """The columns, decimal commas turned to points in those where every comma may be one."""
    return {name: _pointed(cells) for name, cells in columns.items()}


def _pointed(cells: Cells) -> Cells:
    having = np.strings.find(cells, ",") >= 0
    if not having.any():
        return cells
    pointed = np.strings.replace(cells[having], ",", ".")
    try:
        pointed.astype(float)
    except ValueError:
        return cells
    changed = cells.copy()
    changed[having] = pointed
    return changed


def _cells(n: int) -> str:
    return f"{n:,} cell{'' if n == 1 else 's'}"
