"""The three shapes of a visitor's own table: which columns are meant, guessed and then checked.

Each shape has a choice (a frozen dataclass of column names), a guess from the raw table of texts,
and a function from both to the Table that concepts receive, with a list of notices for the visitor.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.cells import coded, looks_like_dates, looks_numeric, missing, moments, numbers, row_name
from data.own import BadFile, Cells, plain
from methods.tables import Table

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

SAMPLE = 2_000  # rows that a guess looks at
MOST_CLASSES = 20
MOST_CATEGORIES = 50
MOST_FEATURES = 50
LEAST = {"own_scores": 2, "own_labelled": 10, "own_periods": 20}  # rows of each class or period
MOST_LOG_ODDS = 36  # beyond, the logistic function rounds to 1

YES = ("1", "yes", "y", "true", "t", "positive", "pos", "+", "+1")
NO = ("0", "-1", "no", "n", "false", "f", "negative", "neg", "none", "-")
LABEL_NAMES = re.compile(
    r"label|target|class|outcome|truth|actual|observed|y|y_?true|churn(ed)?|fraud|default(ed)?"
)
SCORE_NAMES = re.compile(r".*(score|prob|logit|y_?pred|y_?hat|confidence|forecast).*|p|pred.*|risk")
TIME_NAMES = re.compile(r"(.*[_ ])?(date|time|timestamp|datetime|year|month|week|day|period|ts)")
ROW_NAMES = re.compile(r"(.*[_ ])?(id|index|uuid|row|key)|column 1|unnamed: 0")


@dataclass(frozen=True)
class Scores:
    """The columns of scored cases, and which value of the label is positive."""

    label: str
    positive: str
    score: str


@dataclass(frozen=True)
class Labelled:
    """The columns of labelled cases, and which value of the label is positive."""

    label: str
    positive: str
    features: tuple[str, ...]


@dataclass(frozen=True)
class Periods:
    """The features of two periods; in one file also its time column and when "current" begins."""

    features: tuple[str, ...]
    time: str = ""
    start: str = ""


# --- guesses -----------------------------------------------------------------------------------


def guess_scores(raw: Table) -> Scores:
    """The likeliest label and score; BadFile if there are not two columns."""
    names = _at_least(raw, 2, "a label and a score")
    label = guess_label(raw)

    def fits(name: str) -> tuple[bool, ...]:
        cells = raw[name][:SAMPLE]
        number = looks_numeric(cells)
        values = numbers(cells, name) if number else np.zeros(1)
        known = values[~np.isnan(values)]
        return (
            number,
            bool(SCORE_NAMES.fullmatch(name.lower())),
            number and bool((known >= 0).all() and (known <= 1).all()),
            not ROW_NAMES.fullmatch(name.lower()),
            number and np.unique(known).size > 2,
        )

    score = max((name for name in names if name != label), key=fits)
    return Scores(label, guess_positive(raw, label), score)


def guess_labelled(raw: Table) -> Labelled:
    """The likeliest label, and as features every other column of numbers but row names."""
    names = _at_least(raw, 2, "a label and a feature")
    label = guess_label(raw)
    features = [
        name
        for name in names
        if name != label
        and not ROW_NAMES.fullmatch(name.lower())
        and _mostly_there(raw[name][:SAMPLE])
        and looks_numeric(raw[name][:SAMPLE])
    ]
    return Labelled(label, guess_positive(raw, label), tuple(features[:MOST_FEATURES]))


def guess_periods(raw: Table, current: Table | None = None) -> Periods:
    """The likeliest features and, without a second file, the time column, cut in the middle."""
    names = list(raw.columns)
    time = guess_time(raw) if current is None else ""
    features = [
        name
        for name in names
        if name != time
        and (current is None or name in current.columns)
        and not ROW_NAMES.fullmatch(name.lower())
        and _mostly_there(cells := raw[name][:SAMPLE])
        and (looks_numeric(cells) or len(coded(cells)[0]) <= MOST_CATEGORIES)
        and not looks_like_dates(cells[:20])
    ]
    start = ""
    if time:
        choices = starts(raw, time)
        start = choices[(len(choices) - 1) // 2] if choices else ""
    return Periods(tuple(features[:MOST_FEATURES]), time, start)


def guess_label(raw: Table) -> str:
    """The column likeliest to be the label: two values, and a name that labels have."""

    def fits(name: str) -> tuple[bool, ...]:
        values = len(coded(raw[name][:SAMPLE])[0])
        named = bool(LABEL_NAMES.fullmatch(name.lower()))
        if values == 1:  # the other class may come later
            values = len(coded(raw[name])[0])
        few = 2 <= values <= MOST_CLASSES
        return (named and few, values == 2, few, named)

    return max(raw.columns, key=fits)


def label_values(raw: Table, column: str) -> list[str]:
    """The different values of a label, the most frequent first; BadFile unless there are 2 to 20."""
    return _label_codes(raw, column)[0]


def _label_codes(raw: Table, column: str) -> tuple[list[str], NDArray[np.int_]]:
    values, codes = coded(raw[column])
    if not values:
        raise BadFile(f"Column {plain(column)} is empty; a label needs two values.")
    if len(values) == 1:
        raise BadFile(
            f"Column {plain(column)} has one value only, {plain(values[0])}; both classes are needed."
        )
    if len(values) > MOST_CLASSES:
        raise BadFile(
            f"Column {plain(column)} has {len(values):,} different values; a label has two, or at "
            f"most {MOST_CLASSES} of which one is positive."
        )
    return values, codes


def guess_positive(raw: Table, column: str) -> str:
    """The value that says yes; else the one whose other says no; else the rarest. "" if unclear."""
    try:
        values = label_values(raw, column)
    except BadFile:
        return ""
    for value in values:
        if value.lower() in YES:
            return value
    if len(values) == 2:
        for value, other in (values, values[::-1]):
            if other.lower() in NO or other.lower().startswith(("no ", "not ", "non-")):
                return value
    return values[-1]


def guess_time(raw: Table) -> str:
    """The first column of dates, or of numbers that is named like a time; "" if there is none."""
    for name, cells in raw.columns.items():
        if looks_like_dates(cells[:SAMPLE]):
            return name
    for name, cells in raw.columns.items():
        if TIME_NAMES.fullmatch(name.lower()) and looks_numeric(cells[:SAMPLE]):
            return name
    return ""


def starts(raw: Table, time: str, most: int = 100) -> list[str]:
    """At most `most` places where the current period may begin, as cells of `time`, in its order.

    They lie about evenly by rows, so that the middle one cuts the table in half, and leave enough
    rows on either side where that is possible.
    """
    when = moments(raw[time], time)
    order = np.argsort(when, kind="stable")[: int((~np.isnan(when)).sum())]
    risen = when[order]
    firsts = np.flatnonzero(np.diff(risen) > 0) + 1
    least = LEAST["own_periods"]
    if (enough := firsts[(firsts >= least) & (firsts <= order.size - least)]).size:
        firsts = enough
    if firsts.size > most:
        even = np.linspace(0, order.size, most + 2)[1:-1]
        firsts = np.unique(firsts[np.minimum(np.searchsorted(firsts, even), firsts.size - 1)])
    return [str(raw[time][order[i]]) for i in firsts]


# --- raw table and choice to what concepts receive -----------------------------------------------


def cast_scores(raw: Table, choice: Scores) -> tuple[Table, list[str]]:
    """Table with "label" (bool) and "score" (float64 in 0 to 1), and notices.

    Scores outside 0 to 1 are percentages (0 to at most 100, the highest above 20) or log-odds.
    """
    _differ("label", choice.label, "score", choice.score)
    notices: list[str] = []
    label, known = _label(raw, choice.label, choice.positive, notices)
    score = numbers(raw[choice.score], choice.score)
    kept = _kept({choice.score: score}, {choice.label: ~known}, notices)
    label, score = label[kept], score[kept]
    _both(label, choice.label, choice.positive, LEAST["own_scores"])
    low, high = float(score.min()), float(score.max())
    if low < 0 or high > 1:
        runs = f"Column {plain(choice.score)} runs from {low:.4g} to {high:.4g}"
        if low >= 0 and 20 < high <= 100:
            score = score / 100
            notices.append(f"{runs}: it is read as percentages.")
        elif max(-low, high) <= MOST_LOG_ODDS:
            score = 1 / (1 + np.exp(-score))
            notices.append(
                f"{runs}, beyond 0 to 1: it is read as log-odds and put through the logistic function."
            )
        else:
            raise BadFile(
                f"{runs}; a score is a probability from 0 to 1, a percentage, or log-odds from "
                f"−{MOST_LOG_ODDS} to {MOST_LOG_ODDS}."
            )
    return Table("own_scores", {"label": label, "score": score}), notices


def cast_labelled(raw: Table, choice: Labelled) -> tuple[Table, list[str]]:
    """Table with "label" (bool) and features "x:<header>" (float64, finite), and notices."""
    notices: list[str] = []
    label, known = _label(raw, choice.label, choice.positive, notices)
    names = [name for name in choice.features if name != choice.label]
    _some_features(names)
    features = {name: numbers(raw[name], name) for name in names}
    kept = _kept(features, {choice.label: ~known}, notices)
    label = label[kept]
    _both(label, choice.label, choice.positive, LEAST["own_labelled"])
    columns = {name: values[kept] for name, values in features.items()}
    columns = _varying(columns, notices)
    return Table("own_labelled", {"label": label} | _named(columns)), notices


def cast_periods(
    raw: Table, choice: Periods, current: Table | None = None
) -> tuple[Table, list[str]]:
    """Table with "current" (bool) and features "x:<header>", and notices.

    Features are float64 without nan, or text (StringDType) of at most 50 different values. One
    file is ordered by its time column; of two, the second is the current one.
    """
    notices: list[str] = []
    cut = None
    names = [name for name in choice.features if name != choice.time]
    if current is None:
        if not choice.time:
            raise BadFile(
                "No column looks like a time, that is numbers or dates like 2024-12-31; choose the "
                "column that orders the rows, or bring two files."
            )
        when = moments(raw[choice.time], choice.time)
        cells = {name: raw[name] for name in names}
        if not choice.start:
            raise BadFile(
                f"Column {plain(choice.time)} has one value only; it cannot be cut in two."
            )
        begin = moments(np.array([choice.start], raw[choice.time].dtype), choice.time)[0]
        now = when >= begin
        holes = {choice.time: np.isnan(when)}
    else:
        lacking = [name for name in names if name not in current.columns]
        if lacking:
            notices.append(f"{_listed(lacking)} left out: only the reference file has it.")
        names = [name for name in names if name in current.columns]
        cells = {name: np.concatenate([raw[name], current[name]]) for name in names}
        cut = first = next(iter(raw.columns.values())).size
        now = np.arange(first + next(iter(current.columns.values())).size) >= first
        when, holes = now.astype(float), {}
    _some_features(names)
    values, texts = {}, {}
    for name in names:
        if _text(cells[name]):
            words, code = coded(cells[name])
            if len(words) > MOST_CATEGORIES:
                notices.append(
                    f"Column {plain(name)} was left out: it has {len(words):,} different texts; at "
                    f"most {MOST_CATEGORIES} are compared."
                )
                continue
            texts[name] = np.array([*map(shown, words), ""], cells[name].dtype)[code]
            holes[name] = code < 0
        else:
            values[name] = _numbers_of_both(cells[name], name, cut)
    kept = _kept(values, holes, notices, cut)
    if current is None:  # in the order of time
        kept = kept[np.argsort(when[kept], kind="stable")]
    now = now[kept]
    for period, many in (("reference", int((~now).sum())), ("current", int(now.sum()))):
        if many < LEAST["own_periods"]:
            raise BadFile(
                f"The {period} period has {_rows(many)} without missing cells; at least "
                f"{LEAST['own_periods']} are needed."
            )
    columns = {name: column[kept] for name, column in (values | texts).items()}
    order = {name: columns[name] for name in names if name in columns}
    return Table("own_periods", {"current": now} | _named(_varying(order, notices))), notices


def shown(text: str) -> str:
    """A header or a value, fit for a figure: one line, at most 40 characters, no tags."""
    kept = "".join(c for c in text if c.isprintable())[:40]
    return kept.translate({ord("<"): "‹", ord(">"): "›"}).strip() or "unnamed"


# --- checks that the shapes share ----------------------------------------------------------------


def _label(raw: Table, column: str, positive: str, notices: list[str]) -> tuple[Bools, Bools]:
    """Whether each case is positive, and whether that is known."""
    values, code = _label_codes(raw, column)
    if positive not in values:
        raise BadFile(
            f"Column {plain(column)} never says {plain(positive)}; choose what is positive."
        )
    if len(values) > 2:
        notices.append(
            f"Column {plain(column)} has {len(values)} different values: {plain(positive)} is taken "
            "as positive, all others as negative."
        )
    return code == values.index(positive), code >= 0


def _numbers_of_both(cells: Cells, name: str, cut: int | None) -> Floats:
    """A column as numbers; with two files, the second begins at row `cut`."""
    if cut is None:
        return numbers(cells, name)
    first = numbers(cells[:cut], name)
    try:
        return np.append(first, numbers(cells[cut:], name))
    except BadFile as problem:
        raise BadFile(f"In the second file: {problem}") from None


def _kept(
    values: dict[str, Floats], holes: dict[str, Bools], notices: list[str], cut: int | None = None
) -> NDArray[np.int_]:
    """The rows where everything is known and finite; a notice for what was left out."""
    holes = holes | {name: np.isnan(column) for name, column in values.items()}
    endless = {name: np.isinf(column) for name, column in values.items()}
    total = next(iter(holes.values())).size
    out = np.zeros(total, bool)
    for what, found in (("missing", holes), ("infinite", endless)):
        hit = np.zeros(total, bool)
        for mask in found.values():
            hit |= mask
        hit &= ~out
        if not hit.any():
            continue
        worst = max(found, key=lambda name: int(found[name].sum()))
        row = int(np.flatnonzero(found[worst])[0])
        second = cut is not None and row >= cut
        first = f"{row_name(row - (cut or 0))} of the second file" if second else row_name(row)
        columns = sum(bool(mask.any()) for mask in found.values())
        mostly = "most often " if columns > 1 else ""
        notices.append(
            f"{_rows(int(hit.sum()))} left out because a cell is {what}, {mostly}in column "
            f"{plain(worst)}, first in {first}."
        )
        out |= hit
    if out.all():
        raise BadFile("Every row has a missing or infinite cell in one of the chosen columns.")
    return np.flatnonzero(~out)


def _both(label: Bools, column: str, positive: str, least: int) -> None:
    """BadFile unless each class has at least `least` rows."""
    for many, which in ((int(label.sum()), "are"), (int((~label).sum()), "are not")):
        if many < least:
            raise BadFile(
                f"Column {plain(column)}: {many} of the rows that can be used {which} "
                f"{plain(positive)}; at least {least} are needed."
            )


def _varying(columns: dict[str, Cells], notices: list[str]) -> dict[str, Cells]:
    """The columns without those that never change; BadFile if none is left."""
    same = [name for name, column in columns.items() if bool((column == column[0]).all())]
    if len(same) == len(columns):
        raise BadFile("Every feature chosen has one value only; choose another.")
    if same:
        notices.append(f"{_listed(same)} left out: one value only.")
    return {name: column for name, column in columns.items() if name not in same}


def _named(columns: dict[str, Cells]) -> dict[str, Cells]:
    named: dict[str, Cells] = {}
    for name, column in columns.items():
        key, number = shown(name), 2
        while f"x:{key}" in named:  # alike once shortened
            key, number = f"{shown(name)[:36]} {number}", number + 1
        named[f"x:{key}"] = column
    return named


def _text(cells: Cells) -> bool:
    """Whether a column is meant as text: fewer than half of what it says are numbers."""
    if looks_numeric(cells[:SAMPLE]):
        return False
    sample = cells[:SAMPLE][~missing(cells[:SAMPLE])]
    return sum(looks_numeric(sample[i : i + 1]) for i in range(min(sample.size, 200))) < 0.5 * min(
        sample.size, 200
    )


def _at_least(raw: Table, many: int, what: str) -> list[str]:
    names = list(raw.columns)
    if len(names) < many:
        raise BadFile(
            f"The file has one column, {plain(names[0])}, but {what} are needed; separate columns by "
            "a comma, a semicolon, a tab or a vertical bar."
        )
    return names


def _differ(one: str, first: str, other: str, second: str) -> None:
    if first == second:
        raise BadFile(f"Column {plain(first)} cannot be both the {one} and the {other}.")


def _some_features(names: list[str]) -> None:
    if not names:
        raise BadFile("No feature is chosen; at least one column is needed beside the others.")
    if len(names) > MOST_FEATURES:
        raise BadFile(f"{len(names)} features are chosen; at most {MOST_FEATURES} are allowed.")


def _mostly_there(cells: Cells) -> bool:
    return bool(missing(cells).mean() <= 0.2)


def _rows(many: int) -> str:
    return f"{many:,} row{'' if many == 1 else 's'}"


def _listed(names: Iterable[str]) -> str:
    listed = [plain(name) for name in names]
    word = "Column" if len(listed) == 1 else "Columns"
    more = f" and {len(listed) - 5} more" if len(listed) > 5 else ""
    return f"{word} {', '.join(listed[:5])}{more}"
