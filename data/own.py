"""A visitor's own CSV file, cut into cells in memory, or refused with one clear sentence.

This is the first of three steps. `data.reading` finds what the cells mean, `data.own_tables` what the
columns are for.
"""

import codecs
import csv
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.cells import FORMS, TEXT, Cells, is_nothing, moment, number
from data.names import WORDS

MOST_BYTES = 20 * 2**20
MOST_ROWS = 200_000
MOST_COLUMNS = 200
MOST_CHARACTERS = 1_000  # in a cell that is looked at
MOST_IN_A_NAME = 100  # characters
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar", " ": "space"}
ODD = {True: ["cp1251"], False: ["cp932", "gb18030", "cp1252"]}  # alphabets that are not Western
AT_ONCE = 5_000  # rows held as Python text; all others are packed
LOOKED_AT = 60  # rows that show how the file is cut
csv.field_size_limit(MOST_BYTES)  # a cell that is too long is no fault where nobody needs it

OTHER_FILES = {
    b"\xd0\xcf\x11\xe0": "an old Excel file (.xls)",
    b"\x1f\x8b": "a gzip file",
    b"%PDF": "a PDF file",
    b"PAR1": "a Parquet file",
    b"SQLite format 3": "an SQLite database",
    b"\x93NUMPY": "a NumPy file",
    b"\x89HDF": "an HDF5 file",
    b"ARROW1": "an Arrow file",
    b"BZh": "a bzip2 file",
    b"7z\xbc\xaf": "a 7z file",
}
TOTALS = frozenset(WORDS["totals"])
ENCODINGS = {
    "cp1252": "Western European",
    "cp1250": "Central European",
    "cp1251": "Cyrillic",
    "cp1253": "Greek",
    "cp1254": "Turkish",
    "cp932": "Japanese",
    "gb18030": "Chinese",
    "cp949": "Korean",
    "mac_roman": "Macintosh",
}


class BadFile(ValueError):
    """One sentence that says what is wrong with a file, where, and what is allowed.

    decisions : What may be said otherwise, so that it is right.
    """

    decisions: Sequence[Any] = ()


@dataclass(frozen=True, eq=False)
class Sheet:
    """A file cut into cells, which mean nothing yet.

    Attributes
    ----------
    columns : Name to text cells (n,), stripped of spaces, of type StringDType.
    rows : (n,) The number of each row as a spreadsheet counts it.
    encoding, letters : How its letters are written, and ways in which they may be, each with the first
        line that shows it; none if the file leaves no choice.
    delimiter, named : How the columns are separated; whether a line of the file names them.
    first : The cells of the line that names the columns, or may do so.
    doubt : Why that line may be data, or names, after all; "" if there is no doubt.
    odd_letters : Whether the letters look as if they were written in another way.
    too_long : Columns with a cell of more than MOST_CHARACTERS, by the row of the first and its length.
    notices : Sentences about what was left out.
    """

    columns: dict[str, Cells]
    rows: NDArray[np.int_]
    encoding: str
    letters: dict[str, str]
    odd_letters: bool
    delimiter: str
    named: bool
    first: tuple[str, ...]
    doubt: str
    too_long: dict[str, tuple[int, int]]
    notices: tuple[str, ...]


def cut(
    content: bytes, delimiter: str = "", named: bool | None = None, encoding: str = ""
) -> Sheet:
    """The file's cells by column; BadFile for anything that is no such file or is too large.

    The delimiter and whether a line names the columns are found out unless they are said. The
    encoding is UTF-8, UTF-16, or else one of ENCODINGS. Empty rows, lines that begin with #, a line
    "sep=;", lines of one cell above the names or below the last row, columns without name and content
    and a row of totals at the end are left out; rows that lack cells at their end are filled.
    """
    found, odd_letters = _encoding(content)
    letters = _letters(content) if found in ENCODINGS else {}
    encoding = encoding if encoding in letters else found
    said, skip = _separator_line(content, encoding)
    delimiter = delimiter or said or _delimiter(content, encoding, skip)
    top = list(islice(_records(content, encoding, delimiter, skip), LOOKED_AT))
    if not top:
        raise BadFile("The file is empty.")
    start, first = _first_row(top, delimiter)
    doubt = ""
    if named is None:
        named, doubt = _names_or_data(first, [cells for _, _, cells in top[start + 1 :]])
    notices = []
    if start:
        notices.append(f"{_lines(start)} above the {'names' if named else 'data'} left out.")
    width = max(len(first), _usual([len(cells) for _, _, cells in top[start + 1 :]], len(first)))
    if width > MOST_COLUMNS:
        raise BadFile(f"The file has {width:,} columns; at most {MOST_COLUMNS} are read.")
    row_names = named and len(first) + 1 == width and not _last_is_empty(top[start + 1 :], width)
    head = (["", *first] if row_names else [*first, *[""] * (width - len(first))])[:width]
    comments: list[int] = []
    records = _records(content, encoding, delimiter, skip, comments=comments)
    for _ in range(start + named):
        next(records)
    columns, rows, long = _packed(records, head if named else [""] * width, delimiter, notices)
    if not rows.size:
        raise BadFile("The file has a line of names but no rows under it.")
    if comments:
        begin = "that is a comment" if len(comments) == 1 else "that are comments"
        notices.append(f"{_lines(len(comments))} {begin} left out.")
    names = _names(head if named else [""] * width, columns, notices)
    whole = {name: columns[place] for name, place in names.items()}
    whole, rows = _without_empty_rows_and_totals(whole, rows, notices)
    too_long = {name: long[place] for name, place in names.items() if place in long}
    return Sheet(
        columns=whole, rows=rows, encoding=encoding, letters=letters, odd_letters=odd_letters,
        delimiter=delimiter, named=named, first=tuple(first), doubt=doubt, too_long=too_long,
        notices=tuple(notices),
    )  # fmt: skip


def plain(text: str) -> str:
    """What a stranger wrote, short and in a code span: never as markup."""
    kept = "".join(c for c in text if c.isprintable() and c != "`")[:40]
    return f"`{kept or ' '}`"


# --- what kind of file -------------------------------------------------------------------------


def _encoding(content: bytes) -> tuple[str, bool]:
    """The likeliest encoding, and whether that is in doubt."""
    if not content.strip():
        raise BadFile("The file is empty.")
    if len(content) > MOST_BYTES:
        size = math.ceil(len(content) / 2**20 * 10) / 10
        raise BadFile(f"The file has {size:.1f} MB; at most {MOST_BYTES // 2**20} MB are read.")
    if kind := _other_file(content):
        raise BadFile(
            f"This is {kind}, whatever its name says; save it as CSV (comma-separated text)."
        )
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        kinds = ["utf-16"]
    elif (at := content.find(b"\0")) >= 0:
        kinds = [_without_mark(content)]
        if not kinds[0]:
            line = content.count(b"\n", 0, at) + 1
            raise BadFile(
                f"Line {line:,} holds a NUL byte, so this is not a text file; "
                "save it as CSV in UTF-8."
            )
    else:
        start = content[:100_000]
        high = re.findall(rb"[\x80-\xff]+", start)
        letters = b"".join(high)
        # next to each other they seldom stand in Western words; in a Cyrillic alphabet they are high
        odd = len(letters) > 1.5 * len(high)
        cyrillic = sum(byte >= 0xC0 for byte in letters) > 0.95 * len(letters)
        kinds = ["utf-8-sig", *(ODD[cyrillic] if odd else ["cp1252"])]
    for kind in kinds:
        try:
            text = content.decode(kind)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return kind, kind in ENCODINGS and kind != "cp1252"
    raise BadFile("The file's text is in an unknown encoding; save it as CSV in UTF-8.")


def _other_file(content: bytes) -> str:
    """What the file is if it is no table of text; "" if it may be one."""
    for mark, kind in OTHER_FILES.items():
        if content.startswith(mark):
            return kind
    if content.startswith(b"PK\x03\x04"):
        if b"opendocument.spreadsheet" in content[:200]:
            return "a spreadsheet (.ods)"
        if b"xl/" in content:
            return "a spreadsheet (.xlsx)"
        return "a spreadsheet (.xlsx, .ods) or another zip file"
    start = content[:2_000].lstrip(codecs.BOM_UTF8).lstrip()
    if re.match(rb"\[\s*[\[{]|\{\s*[\"}]", start):
        return "JSON"
    if re.match(rb"<(!doctype|html|table|head|body)\b", start, re.IGNORECASE):
        return "a web page (HTML)"
    if start.lower().startswith(b"@relation"):
        return "an ARFF file"
    return "an XML file" if start.startswith(b"<?xml") else ""


def _letters(content: bytes) -> dict[str, str]:
    """The encodings in which a file can be read, each with its first line that is not plain."""
    line = next(line for line in content.splitlines() if not line.isascii())
    able = {}
    for kind, words in ENCODINGS.items():
        try:
            content.decode(kind)
            shows = "".join(c for c in line.decode(kind) if c.isprintable())[:40]
        except UnicodeDecodeError:
            continue
        able[kind] = f"{words}: {shows}"
    return able


def _without_mark(content: bytes) -> str:
    """UTF-16 that does not say so: in most letters one of the two bytes is 0, always the same one."""
    start = content[:2_000]
    zeros = [start[place::2].count(0) / max(len(start) // 2, 1) for place in (0, 1)]
    if len(content) % 2 or max(zeros) < 0.7 or min(zeros) > 0.05:
        return ""
    return "utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"


# --- how it is cut -----------------------------------------------------------------------------


def _text(content: bytes, encoding: str) -> TextIOWrapper:
    return TextIOWrapper(BytesIO(content), encoding, newline="")


def _separator_line(content: bytes, encoding: str) -> tuple[str, int]:
    """What a first line "sep=;", as Excel has it, says; and how many lines that takes."""
    line = _text(content, encoding).readline(20)
    found = re.fullmatch(r'\ufeff?"?sep=(.)"?[\r\n]*', line, re.IGNORECASE)
    return (found[1] if found[1] in DELIMITERS else "", 1) if found else ("", 0)


def _records(
    content: bytes,
    encoding: str,
    delimiter: str,
    skip: int,
    *,
    strict: bool = True,
    comments: list[int] | None = None,
) -> Iterator[tuple[int, int, list[str]]]:
    """The records that are not empty and no comment: row and line by number, and the cells.

    `comments` receives the rows of those that begin with #.
    """
    text = _text(content, encoding)
    for _ in range(skip):
        text.readline()
    reader = csv.reader(text, delimiter=delimiter, strict=strict, skipinitialspace=delimiter == " ")
    last: tuple[int, int, list[str]] | None = None
    comments = [] if comments is None else comments
    at_top = True
    try:
        for row, cells in enumerate(reader, 1 + skip):
            if not cells:
                continue
            if cells[0].startswith(("# ", "//")) or (at_top and cells[0].startswith("#")):
                last = row, reader.line_num + skip, cells
                comments.append(row)
                continue
            if at_top and last and _names_follow(last[2], cells):
                yield last[0], last[1], [last[2][0].lstrip("#/ "), *last[2][1:]]
                comments.pop()
            at_top = False
            yield row, reader.line_num + skip, cells
    except csv.Error:
        raise BadFile(
            f"Line {reader.line_num + skip:,}: a double quote is opened and not closed where the "
            "cell ends; quotes inside a cell are written twice."
        ) from None


def _names_follow(comment: list[str], cells: list[str]) -> bool:
    """Whether a line "#id,score" names the columns: what follows it are data already."""
    return len(comment) == len(cells) and any(map(_number_like, cells))


def _delimiter(content: bytes, encoding: str, skip: int) -> str:
    """The delimiter that cuts most rows into as many cells, and into cells that mean something."""

    def fits(delimiter: str) -> tuple[float, int]:
        records = _records(content, encoding, delimiter, skip, strict=False)
        try:
            rows = [cells for _, _, cells in islice(records, LOOKED_AT)]
        except BadFile:
            return 0.0, 0
        width = _usual([len(cells) for cells in rows], 1)
        if width < 2:
            return 0.0, 0
        alike = [cells for cells in rows if len(cells) == width]
        whole = [not _cut_apart(cell) for cells in alike for cell in cells[:20]]
        common = len(alike) / len(rows) * (sum(whole) / len(whole))
        return (round(common, 2) / (2 if delimiter == " " else 1), width)

    return max(DELIMITERS, key=fits)


def _cut_apart(cell: str) -> bool:
    """Whether a cell looks as if another delimiter should have cut it."""
    return any(mark in cell for mark in ",;\t|") and not _number_like(cell)


def _usual(widths: Sequence[int], otherwise: int) -> int:
    """The width most rows have; of those equally frequent `otherwise`, or the largest."""
    counts = Counter(widths)
    if not counts:
        return otherwise
    return max(counts, key=lambda width: (counts[width], width == otherwise, width))


def _first_row(top: list[tuple[int, int, list[str]]], delimiter: str) -> tuple[int, list[str]]:
    """Which row is the first of the table: lines of one cell above it are a title."""
    filled = [sum(bool(cell.strip()) for cell in cells) for _, _, cells in top]
    usual = _usual([len(cells) for _, _, cells in top], 1)
    start = 0
    while usual > 1 and start + 1 < len(top) and filled[start] <= 1 and start < 20:
        start += 1
    if usual > 1 and start + 1 == len(top):
        start = 0
    first = [" ".join(cell.split()) for cell in top[start][2]]
    if not any(first):
        raise BadFile("The first line must name the columns; it is empty.")
    return start, first


def _last_is_empty(rows: list[tuple[int, int, list[str]]], width: int) -> bool:
    return all(not cells[-1].strip() for _, _, cells in rows if len(cells) == width)


def _names_or_data(first: list[str], rest: list[list[str]]) -> tuple[bool, str]:
    """Whether the first row names the columns, and why that is in doubt; "" if it is not."""
    said = [cell for cell in first if cell]
    if not any(map(_value_like, said)):
        return True, ""
    alike = [
        j
        for j, cell in enumerate(first)
        if _value_like(cell)
        and (
            below := [
                cells[j] for cells in rest if j < len(cells) and not is_nothing(cells[j].strip())
            ]
        )
        and sum(map(_value_like, below)) > 0.8 * len(below)
    ]
    if not alike:
        return True, ""
    counted = [int(cell) for cell in said if cell.isdecimal() and len(cell) < 9]
    run = len(counted) > 2 and all(b - a == 1 for a, b in zip(counted, counted[1:], strict=False))
    example = plain(first[alike[0]])
    return run, f"The first line holds values such as {example}, as the rows under it do."


def _number_like(text: str) -> bool:
    return number(text) is not None or number(text, ",") is not None


def _value_like(text: str) -> bool:
    return _number_like(text) or any(moment(text, form) is not None for form in FORMS)


# --- into columns ------------------------------------------------------------------------------


def _packed(
    records: Iterator[tuple[int, int, list[str]]],
    head: list[str],
    delimiter: str,
    notices: list[str],
) -> tuple[list[Cells], NDArray[np.int_], dict[int, tuple[int, int]]]:
    """The rows packed into columns, the row numbers, and which columns have a cell too long."""
    width = len(head)
    needed = max((place + 1 for place, name in enumerate(head) if name), default=width)
    packed: list[list[Cells]] = [[] for _ in head]
    rows: list[NDArray[np.int_]] = []
    long: dict[int, tuple[int, int]] = {}
    odd: tuple[int, list[str]] | None = None
    short: list[tuple[int, list[str]]] = []
    odds = count = 0

    def fitted(records: Iterator[tuple[int, int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
        """Rows of the right width; those that are not may only stand below the last."""
        nonlocal odd, odds
        for row, line, cells in records:
            if len(cells) != width:
                while len(cells) > width and not cells[-1].strip():
                    cells.pop()
                few = 1 < len(cells) < needed <= 2 * len(cells)
                if few:
                    short.append((line, [*cells]))
                if few or needed <= len(cells) < width:
                    cells += [""] * (width - len(cells))
                if len(cells) != width:
                    odd = odd or (line, cells)
                    odds += 1
                    continue
            if odd:
                raise _not_fitting(*odd, width, delimiter)
            yield row, cells

    rest = fitted(records)
    while chunk := list(islice(rest, AT_ONCE)):
        count += len(chunk)
        if count > MOST_ROWS:
            raise BadFile(f"The file has more than {MOST_ROWS:,} rows, which is the most allowed.")
        rows.append(np.array([row for row, _ in chunk]))
        cells_of = zip(*(cells for _, cells in chunk), strict=True)
        for place, (column, cells) in enumerate(zip(packed, cells_of, strict=True)):
            longest = max(cells, key=len)
            if len(longest) > MOST_CHARACTERS:
                where = int(rows[-1][cells.index(longest)])
                long.setdefault(place, (where, len(longest)))
                cells = tuple(cell[:MOST_CHARACTERS] for cell in cells)
            column.append(np.strings.strip(np.array(cells, dtype=TEXT)))
    if odd:
        if len(odd[1]) != 1 or odds > 5 or _number_like(odd[1][0]):
            raise _not_fitting(*odd, width, delimiter)
        notices.append(f"{_lines(odds)} below the last row left out.")
    if 2 * len(short) > count:
        raise _not_fitting(*short[0], width, delimiter)
    if short:
        verb = "lacks" if len(short) == 1 else "lack"
        notices.append(
            f"{_lines(len(short))} {verb} cells at the end, which are taken as empty, first line "
            f"{short[0][0]:,}."
        )
    packed.reverse()  # one column at a time leaves, so that only one is there twice
    whole = [np.concatenate(packed.pop()) if count else np.array([], TEXT) for _ in head]
    return whole, np.concatenate(rows) if rows else np.array([], int), long


def _not_fitting(line: int, cells: list[str], width: int, delimiter: str) -> BadFile:
    return BadFile(
        f"Line {line:,} has {_cells(len(cells))}, the first line {width:,}; all need as many. "
        f"Cells seem to be separated by a {DELIMITERS[delimiter]}."
    )


def _names(head: list[str], columns: list[Cells], notices: list[str]) -> dict[str, int]:
    """The columns that are kept, by a name of their own: their places."""
    names: dict[str, int] = {}
    again: list[str] = []
    for place, said in enumerate(head):
        if not said and place and bool((columns[place] == "").all()):
            continue  # a delimiter too many in every line
        name = short = said[:MOST_IN_A_NAME] or f"column {place + 1}"
        number_ = 2
        while name in names:
            name, number_ = f"{short[: MOST_IN_A_NAME - 5]} ({number_})", number_ + 1
        if number_ > 2:
            again.append(plain(said))
        names[name] = place
    if again:
        notices.append(
            f"More than one column is named {', '.join(dict.fromkeys(again))}; those that come later "
            "are numbered."
        )
    return names


def _without_empty_rows_and_totals(
    columns: dict[str, Cells], rows: NDArray[np.int_], notices: list[str]
) -> tuple[dict[str, Cells], NDArray[np.int_]]:
    kept = np.zeros(rows.size, bool)
    for cells in columns.values():
        if kept.all():
            break
        kept |= cells != ""
    again = kept.copy()
    for name, cells in columns.items():
        if not again.any():
            break
        again &= cells == name
    if again.any():
        kept &= ~again
        notices.append(f"{_lines(int(again.sum()))} left out: the names once more.")
    for row in np.flatnonzero(kept)[-3:]:
        said = next((str(cells[row]), cells) for cells in columns.values() if cells[row] != "")
        if said[0].lower().rstrip(":") in TOTALS and int((said[1] == said[0]).sum()) <= 3:
            kept[row] = False
            notices.append(f"Row {int(rows[row]):,} left out: it says {plain(said[0])}.")
    if not kept.any():
        raise BadFile("The file has a line of names but no rows under it.")
    if kept.all():
        return columns, rows
    return {name: cells[kept] for name, cells in columns.items()}, rows[kept]


def _lines(n: int) -> str:
    return f"{n:,} line{'' if n == 1 else 's'}"


def _cells(n: int) -> str:
    return f"{n:,} cell{'' if n == 1 else 's'}"
