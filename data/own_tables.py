"""A visitor's file by what its columns are for: a Reading to the Table that concepts receive.

Each shape of table has a choice (a frozen dataclass of column names), `choose_<shape>`, which finds the
likeliest choice and the decisions it rests on, and `cast_<shape>`, which makes the Table of it, with
notices: sentences about what was left out and why. What may be chosen otherwise is a
`data.reading.Decision`, and the page draws it; those with a `why` are asked about.

A new shape is added so:
1. a choice, here: which columns it needs;
2. `choose_<shape>(reading, said)`, of `_choose_label`, `_choose_features` and decisions of its own;
3. `cast_<shape>(reading, choice)`: `_values` reads the features, `_kept` leaves out rows with holes and
   says to which column they are lost, `_varying` leaves out columns of one value;
4. a line for it in SHAPES, an example in `data/examples.py`, and what it needs in `ui/own.py`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.cells import TOO_FAR, Cells, Floats, coded
from data.names import (
    is_unsure,
    like_a_label,
    like_a_score,
    like_a_target,
    like_a_time,
    like_percent,
    says_no,
    says_yes,
    words_of,
)
from data.own import BadFile, plain
from data.reading import SAMPLE, Column, Decision, Reading, Said, answer
from methods.tables import Table

Bools = NDArray[np.bool_]

MOST_CLASSES = 20
MOST_CATEGORIES = 50
MOST_FEATURES = 50
MOST_MISSING = 0.2  # of a feature that is chosen by itself
LEAST = {"own_scores": 2, "own_labelled": 10, "own_periods": 20}  # rows of each class or period
LEAST_ROWS = 10  # where there are no classes
MOST_USED = 5_000  # rows of a table that is fitted again and again; of more a sample is drawn
MOST_LOG_ODDS = 36  # beyond, the logistic function rounds to 1
LOW_AUC = 0.45
SCALES = {"share": "0 to 1", "percent": "Percent", "log-odds": "Log-odds", "points": "Points"}
Decisions = list[Decision]


@dataclass(frozen=True)
class Scores:
    """The columns of scored cases.

    Attributes
    ----------
    label, positive, score : Two columns, and the value of the label that is positive.
    others : What other values of the label are: "negative", or "out" if only those that say no are.
    of : Whose score it is: "positive", or "other" if it is high where the label is not positive.
    scale : "share", "percent", "log-odds", or "points", of which the order alone counts.
    """

    label: str
    positive: str
    score: str
    others: str = "negative"
    of: str = "positive"
    scale: str = "share"


@dataclass(frozen=True)
class Labelled:
    """The columns of labelled cases; see `Scores`."""

    label: str
    positive: str
    features: tuple[str, ...]
    others: str = "negative"


@dataclass(frozen=True)
class Periods:
    """The features of two periods.

    Attributes
    ----------
    time, start : In one file the column that orders the rows, and its cell with which "current" begins.
    shown : The feature in the main figure; "" is the one that has moved most.
    """

    features: tuple[str, ...]
    time: str = ""
    start: str = ""
    shown: str = ""


@dataclass(frozen=True)
class Target:
    """A column of numbers that is to be predicted, and what from."""

    target: str
    features: tuple[str, ...]


@dataclass(frozen=True)
class Incomplete:
    """A column of numbers of which some are missing, and one beside it."""

    column: str
    beside: str


@dataclass(frozen=True)
class Features:
    """Columns of numbers that nothing is to be predicted from."""

    features: tuple[str, ...]


# --- scored cases ------------------------------------------------------------------------------


def choose_scores(
    reading: Reading, said: Said, _second: Reading | None = None
) -> tuple[Scores, Decisions]:
    """The likeliest label and score; BadFile if there are not two columns, or no label."""
    names = _at_least(reading, 2, "a label and a score")
    label, positive, others, decisions = _choose_label(reading, said)
    score = _choose_score(reading, said, [name for name in names if name != label], label, positive)
    chosen = Scores(label, positive, score.chosen, others)
    decisions.append(score)
    scale = _choose_scale(reading, said, score.chosen)
    of = _choose_whose(reading, said, chosen, scale.chosen)
    chosen = Scores(label, positive, score.chosen, others, of.chosen, scale.chosen)
    return chosen, [*decisions, of, scale]


def _choose_score(
    reading: Reading, said: Said, names: list[str], label: str, positive: str
) -> Decision:
    def fits(name: str) -> tuple[bool, ...]:
        column = reading.columns[name]
        if column.kind != "number" or name in reading.sheet.too_long:
            return (False,) * 5
        values = reading.numbers(name)
        known = values[~np.isnan(values)]
        inside = bool(((known >= 0) & (known <= 1)).mean() > 0.95) if known.size else False
        return (
            True,
            like_a_score(name),
            inside or column.percent,
            not column.identifies,
            bool(np.unique(known).size > 2),
        )

    ranks = {name: fits(name) for name in names}
    likely = max(names, key=ranks.__getitem__)
    rivals = [name for name in names if ranks[name] == ranks[likely] and ranks[name][0]]
    why = ""
    if pair := _complements(reading, rivals):
        likely = _of_the_pair(pair, positive)
        a, b = map(plain, pair)
        why = f"Columns {a} and {b} add up to 1: each scores one value of {plain(label)}."
    elif len(rivals) > 1:
        likely = next((name for name in rivals if _scores_value(name, positive)), likely)
        why = f"{len(rivals)} columns may be the score: {', '.join(map(plain, rivals[:5]))}."
    options = {name: name for name in names}
    return Decision("score", "Score column", options, answer(said, "score", options, likely), why)


def _complements(reading: Reading, names: list[str]) -> tuple[str, str] | None:
    """The first two columns that add up to 1 in nearly every row."""
    for i, one in enumerate(names[:6]):
        for other in names[i + 1 : 6]:
            with np.errstate(invalid="ignore"):  # infinities of both signs
                total = reading.numbers(one) + reading.numbers(other)
            total = total[np.isfinite(total)]
            whole = 100.0 if reading.columns[one].percent else 1.0
            if total.size and (np.abs(total - whole) < 0.011 * whole).mean() > 0.95:
                return one, other
    return None


def _of_the_pair(pair: tuple[str, str], positive: str) -> str:
    for name, other in (pair, pair[::-1]):
        if _scores_value(name, positive) and not _scores_value(other, positive):
            return name
    return next((b for a, b in (pair, pair[::-1]) if says_no(_last_word(a))), pair[1])


def _last_word(name: str) -> str:
    return (words_of(name)[-1:] or [""])[0]


def _scores_value(name: str, value: str) -> bool:
    """Whether a column is named as the score of a value: proba_1, p_yes."""
    last = _last_word(name)
    return last == value.casefold() or (says_yes(last) and says_yes(value))


def _choose_scale(reading: Reading, said: Said, name: str) -> Decision:
    column, why = reading.columns[name], ""
    about = f"scale of {name}"
    if column.kind != "number":
        return Decision(about, "The score is in", SCALES, "share")
    values = reading.numbers(name)
    known = values[np.abs(values) <= TOO_FAR]
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 0.0)
    named = like_percent(name)
    inside = float(((known >= 0) & (known <= 1)).mean()) if known.size else 1.0
    if column.percent:
        likely = "percent"
    elif 0 <= low and high <= 1 + 1e-6:
        likely = "share"
        why = (
            f"Column {plain(name)} is named as percentages and lies within 0 to 1." if named else ""
        )
    elif inside > 0.95:
        likely = "share"
        why = (
            f"Column {plain(name)} runs from {_g(low)} to {_g(high)}, though nearly all of it lies "
            "within 0 to 1."
        )
    elif 0 <= low and high <= 100:
        likely = "percent"
        if not named and high <= MOST_LOG_ODDS:
            why = (
                f"Column {plain(name)} runs from {_g(low)} to {_g(high)}: percentages, or log-odds."
            )
    elif -MOST_LOG_ODDS <= low and high <= MOST_LOG_ODDS:
        likely = "log-odds"
    else:
        likely = "points"
        why = (
            f"Column {plain(name)} runs from {_g(low)} to {_g(high)}: neither probabilities nor "
            "log-odds."
        )
    return Decision(about, "The score is in", SCALES, answer(said, about, SCALES, likely), why)


def _choose_whose(reading: Reading, said: Said, choice: Scores, scale: str) -> Decision:
    values, code = reading.coded(choice.label)
    rest = [value for value in values if value != choice.positive]
    other = rest[0] if len(rest) == 1 else "the others"
    about = f"whose score is {choice.score} for {choice.label} {choice.positive}"
    named = (
        len(rest) == 1
        and _scores_value_of_other(choice.score, rest[0])
        and not _scores_value(choice.score, choice.positive)
    )
    why = ""
    if named:
        why = f"Column {plain(choice.score)} is named as the score of {plain(rest[0])}."
    options = {
        "positive": plain(choice.positive),
        "other": plain(other) if len(rest) == 1 else other,
    }
    picked = answer(said, about, options, "other" if named else "positive")
    if (
        reading.columns[choice.score].kind == "number"
        and choice.positive in values
        and choice.score != choice.label
    ):
        label, score = code == values.index(choice.positive), reading.numbers(choice.score)
        fine = (code >= 0) & np.isfinite(score)
        label, score = label[fine], score[fine]
        # scipy comes with it, which the start of the server need not wait for
        from methods.metrics.confusion import auc, counts_at_every_threshold

        if label.any() and not label.all():
            found = auc(counts_at_every_threshold(label, -score if picked == "other" else score))
            if found < LOW_AUC:
                why = (
                    f"The scores rank the wrong way round: AUC {found:.2f}, where chance gives 0.5. "
                    "Perhaps they score the other value."
                )
            elif picked == "other" and not why:
                why = f"The scores are taken to be those of {plain(other)}."
    return Decision(about, "A high score speaks for", options, picked, why)


def _scores_value_of_other(name: str, value: str) -> bool:
    last = _last_word(name)
    return last == value.casefold() or (says_no(last) and says_no(value))


def cast_scores(
    reading: Reading, choice: Scores, _second: Reading | None = None
) -> tuple[Table, list[str]]:
    """Table with "label" (bool) and "score" (float64 in 0 to 1), and notices."""
    if choice.label == choice.score:
        raise BadFile(f"Column {plain(choice.label)} cannot be both the label and the score.")
    notices: list[str] = []
    label, known, meant = _label(reading, choice, notices)
    score = reading.numbers(choice.score)
    of = "1 − " if choice.of == "other" else ""
    kept = _kept(reading, {choice.score: score}, {choice.label: ~known}, notices, meant=meant)
    label, score = label[kept], score[kept]
    ends = f" ({_g(score.min())} as 0, {_g(score.max())} as 1)" if choice.scale == "points" else ""
    score, inside = _scaled(score, choice, notices)
    if choice.of == "other":
        score = 1 - score
    label, score = label[inside], score[inside]
    _both(label, choice.label, choice.positive, LEAST["own_scores"])
    words = {
        "label": shown(choice.label),
        "score": f"{of}{shown(choice.score)}{ends}",
        "positive": shown(choice.positive),
    }
    return Table("own_scores", {"label": label, "score": score}, words), notices


def _scaled(score: Floats, choice: Scores, notices: list[str]) -> tuple[Floats, Bools]:
    """Scores as probabilities, and which of them can be; BadFile if most cannot."""
    low, high = float(score.min()), float(score.max())
    runs = f"Column {plain(choice.score)} runs from {_g(low)} to {_g(high)}"
    allowed = {
        "share": (0.0, 1.0 + 1e-6),
        "percent": (0.0, 100.0 + 1e-6),
        "log-odds": (-MOST_LOG_ODDS, MOST_LOG_ODDS),
        "points": (low, high),
    }[choice.scale]
    inside = (score >= allowed[0]) & (score <= allowed[1])
    out = int((~inside).sum())
    if out > score.size / 2 or (choice.scale == "log-odds" and out):
        raise BadFile(
            f"{runs}; a score is a probability from 0 to 1, a percentage, log-odds from "
            f"−{MOST_LOG_ODDS} to {MOST_LOG_ODDS}, or points."
        )
    if out:
        notices.append(
            f"{_rows(out)} left out because the score is beyond {allowed[0]:g} to {allowed[1]:.0f}."
        )
    match choice.scale:
        case "percent":
            score = score / 100
            notices.append(f"{runs}: it is read as percentages.")
        case "log-odds":
            score = 1 / (1 + np.exp(-score))
            notices.append(f"{runs}: it is read as log-odds and put through the logistic function.")
        case "points":
            score = (score - low) / ((high - low) or 1.0)
            notices.append(
                f"{runs}: it is read as points, {_g(low)} as 0 and {_g(high)} as 1. Only their order "
                "counts: calibration and Brier score need probabilities."
            )
    return np.where(inside, np.clip(score, 0, 1), 0.0), inside


# --- labelled cases ----------------------------------------------------------------------------


def choose_labelled(
    reading: Reading, said: Said, _second: Reading | None = None
) -> tuple[Labelled, Decisions]:
    """The likeliest label, and as features the columns of numbers that say something."""
    _at_least(reading, 2, "a label and a feature")
    label, positive, others, decisions = _choose_label(reading, said)
    features = _choose_features(reading, said, {label}, words=False)
    return Labelled(label, positive, features.chosen, others), [*decisions, features]


def cast_labelled(
    reading: Reading, choice: Labelled, _second: Reading | None = None
) -> tuple[Table, list[str]]:
    """Table with "label" (bool) and features "x:<header>" (float64, finite), and notices."""
    notices: list[str] = []
    label, known, meant = _label(reading, choice, notices)
    names = [name for name in choice.features if name != choice.label]
    _some_features(reading, names, {choice.label})
    features = {name: reading.numbers(name) for name in names}
    kept = _kept(reading, features, {choice.label: ~known}, notices, meant=meant)
    label = label[kept]
    _both(label, choice.label, choice.positive, LEAST["own_labelled"])
    columns = {name: values[kept] for name, values in features.items()}
    columns = _varying(columns, notices)
    notices += left_out(reading, choice.features, {choice.label}, words=False)
    rest = [value for value in reading.coded(choice.label)[0] if value != choice.positive]
    words = {"label": shown(choice.label), "positive": shown(choice.positive)}
    words |= {"negative": shown(rest[0])} if len(rest) == 1 else {}
    return Table("own_labelled", {"label": label} | _named(columns), words), notices


# --- two periods -------------------------------------------------------------------------------


def choose_periods(
    reading: Reading, said: Said, second: Reading | None = None
) -> tuple[Periods, Decisions]:
    """The likeliest features and, without a second file, the time column, cut in the middle."""
    decisions: Decisions = []
    time = start = ""
    if second is None:
        ordering = _choose_time(reading, said)
        decisions.append(ordering)
        time = ordering.chosen
        places = starts(reading, time) if time else []
        if places:
            about = f"start in {time}"
            options = {place: place for place in places}
            start = answer(said, about, options, places[(len(places) - 1) // 2])
            words = "The current period begins at"
            decisions.append(Decision(about, words, options, start, ordered=True))
    features = _choose_features(reading, said, _taken(reading, time), words=True, second=second)
    moved = {"": "The one that has moved most"} | {name: name for name in features.chosen}
    main = Decision("shown", "Feature in the main figure", moved, answer(said, "shown", moved, ""))
    return Periods(features.chosen, time, start, main.chosen), [*decisions, features, main]


def _taken(reading: Reading, time: str) -> set[str]:
    """The columns that the time is, or is made of."""
    return {time} | (set(reading.dated.split(" ")) if time and time == reading.dated else set())


def _choose_time(reading: Reading, said: Said) -> Decision:
    columns = reading.columns
    dates = [n for n, c in columns.items() if c.kind == "date" and _varies(c)]
    numbered = [
        n for n, c in columns.items() if c.kind == "number" and like_a_time(n) and _varies(c)
    ]
    named = [name for name in dates if like_a_time(name)]
    likely = (
        reading.dated if reading.dated in dates else next(iter([*named, *dates, *numbered]), "")
    )
    if not likely:
        likely = next(
            (n for n, c in columns.items() if c.kind in ("date", "number") and like_a_time(n)), ""
        )
    why = ""
    if len(dates) > 1 and not reading.dated:
        why = f"{len(dates)} columns hold dates: {', '.join(map(plain, dates[:5]))}."
    able = {n: n for n, c in columns.items() if c.kind in ("date", "number")}
    options = ({} if likely else {"": "none"}) | able
    return Decision("time", "Time column", options, answer(said, "time", options, likely), why)


def _varies(column: Column) -> bool:
    return bool((column.cells != column.cells[0]).any())


def starts(reading: Reading, time: str, most: int = 100) -> list[str]:
    """At most `most` places where the current period may begin, as cells of `time`, in its order.

    They lie about evenly by rows, so that the middle one cuts the table in half, and leave enough
    rows on either side where that is possible.
    """
    when = reading.moments(time)
    order = np.argsort(when, kind="stable")[: int((~np.isnan(when)).sum())]
    risen = when[order]
    firsts = np.flatnonzero(risen[1:] > risen[:-1]) + 1
    least = LEAST["own_periods"]
    if (enough := firsts[(firsts >= least) & (firsts <= order.size - least)]).size:
        firsts = enough
    if firsts.size > most:
        even = np.linspace(0, order.size, most + 2)[1:-1]
        firsts = np.unique(firsts[np.minimum(np.searchsorted(firsts, even), firsts.size - 1)])
    cells = reading.columns[time].cells
    return [str(cells[order[i]]) for i in firsts]


def cast_periods(
    reading: Reading, choice: Periods, second: Reading | None = None
) -> tuple[Table, list[str]]:
    """Table with "current" (bool) and features "x:<header>", and notices.

    Features are float64 without nan, or text (StringDType) of at most 50 different values. One
    file is ordered by its time column; of two, the second is the current one.
    """
    notices: list[str] = []
    names = [name for name in choice.features if name != choice.time]
    there: dict[str, str] = {}
    if second is None:
        if not choice.time:
            raise BadFile(
                "No column looks like a time, that is numbers or dates like 2024-12-31 or 31.12.2024; "
                "choose the column that orders the rows, or bring two files."
            )
        when = reading.moments(choice.time)
        if not choice.start:
            raise BadFile(
                f"Column {plain(choice.time)} has one value only; it cannot be cut in two."
            )
        cells = reading.columns[choice.time].cells
        now = when >= when[int(np.flatnonzero(cells == choice.start)[0])]
        holes = {choice.time: np.isnan(when)}
    else:
        there = _alike(second)
        lacking = [name for name in names if name.casefold() not in there]
        if lacking:
            notices.append(f"{_listed(lacking)} left out: only the reference file has it.")
        known = {name.casefold() for name in reading.columns}
        if more := [name for key, name in there.items() if key not in known]:
            notices.append(f"{_listed(more)} left out: only the current file has it.")
        names = [name for name in names if name.casefold() in there]
        if not names and lacking:
            raise BadFile(
                f"The two files have no column in common: {_listed(lacking)} of the first, "
                f"{_listed(second.columns)} of the second."
            )
        now = np.arange(reading.size + second.size) >= reading.size
        when, holes = now.astype(float), {}
    _some_features(reading, names, _taken(reading, choice.time))
    values, texts = _values(reading, names, holes, notices, second, there)
    kept = _kept(reading, values, holes, notices, second)
    if choice.time and reading.columns[choice.time].kind == "date":
        _passed_over(reading, choice.time, "date", notices)
    if second is None:  # in the order of time
        kept = kept[np.argsort(when[kept], kind="stable")]
    now = now[kept]
    for period, many in (("reference", int((~now).sum())), ("current", int(now.sum()))):
        if many < LEAST["own_periods"]:
            raise BadFile(
                f"The {period} period has {_rows(many)} without missing cells; at least "
                f"{LEAST['own_periods']} are needed."
            )
    order = _varying(_in_order(names, values | texts, kept), notices)
    told = {name for name in reading.columns if second and name.casefold() not in there}
    taken = told | _taken(reading, choice.time)
    notices += left_out(reading, choice.features, taken, words=True)
    named = _named(order)
    main = dict(zip(order, named, strict=True)).get(choice.shown, "x:")[2:]
    return Table(
        "own_periods",
        {"current": now} | named,
        {"shown": main, "time": shown(choice.time) if choice.time else ""},
    ), notices


def _values(
    reading: Reading,
    names: list[str],
    holes: dict[str, Bools],
    notices: list[str],
    second: Reading | None = None,
    there: Mapping[str, str] | None = None,
) -> tuple[dict[str, Floats], dict[str, Cells]]:
    """Features as numbers, and as words, whose holes join `holes`; of two files one after the other."""
    values: dict[str, Floats] = {}
    texts: dict[str, Cells] = {}
    for name in names:
        other = second.columns[there[name.casefold()]] if second and there else None
        if _as_words(reading.columns[name], other):
            words, code = reading.coded(name)
            if other is not None and second is not None:
                both = np.concatenate([reading.columns[name].cells, other.cells])
                words, code = coded(both, reading.nothing | second.nothing)
            if len(words) > MOST_CATEGORIES:
                notices.append(
                    f"Column {plain(name)} was left out: it has {len(words):,} different texts; at "
                    f"most {MOST_CATEGORIES} are compared."
                )
                continue
            texts[name] = np.array([*map(shown, words), ""], reading.columns[name].cells.dtype)[
                code
            ]
            holes[name] = code < 0
        else:
            values[name] = reading.numbers(name)
            if other is not None and second is not None:
                values[name] = np.append(values[name], _of_the_second(second, other.name))
    return values, texts


def _alike(second: Reading) -> dict[str, str]:
    """The columns of the second file by name, whatever its case."""
    return {name.casefold(): name for name in reversed(second.columns)}


def _as_words(one: Column, other: Column | None) -> bool:
    kinds = {one.kind, other.kind if other else one.kind} - {"nothing"}
    return kinds == {"words"} or kinds == {"date"} or kinds == {"date", "words"}


def _of_the_second(second: Reading, name: str) -> Floats:
    try:
        return second.numbers(name)
    except BadFile as problem:
        raise BadFile(f"In the second file: {problem}") from None


# --- a number to predict -----------------------------------------------------------------------


def choose_target(
    reading: Reading, said: Said, _second: Reading | None = None
) -> tuple[Target, Decisions]:
    """The likeliest target, and as features all other columns that say something."""
    names = _at_least(reading, 2, "a target and a feature")

    def fits(name: str) -> tuple[bool, ...]:
        column = reading.columns[name]
        if column.kind != "number" or name in reading.sheet.too_long:
            return (False,) * 4
        many = not column.identifies and not like_a_time(name) and _few_values(reading, name) > 2
        return (True, many, like_a_target(name), many and not _unfit(reading, name, words=False))

    ranks = {name: fits(name) for name in names}
    best = max(ranks.values())
    rivals = [name for name in names if ranks[name] == best]
    why = ""
    if len(rivals) > 1 and best[0]:
        why = f"{len(rivals)} columns may be the target: {', '.join(map(plain, rivals[:5]))}."
    options = {name: name for name in names}
    target = Decision(
        "target", "Target column", options, answer(said, "target", options, rivals[-1]), why
    )
    features = _choose_features(reading, said, {target.chosen}, words=True)
    return Target(target.chosen, features.chosen), [target, features]


def cast_target(
    reading: Reading, choice: Target, _second: Reading | None = None
) -> tuple[Table, list[str]]:
    """Table with "target" (float64) and features "x:<header>", and notices.

    Features are float64, or text (StringDType) of at most 50 different values; nothing is missing.
    Of more than 5,000 rows it has a sample, in the order of the file.
    """
    notices: list[str] = []
    target = reading.numbers(choice.target)
    names = [name for name in choice.features if name != choice.target]
    _some_features(reading, names, {choice.target})
    holes: dict[str, Bools] = {}
    values, texts = _values(reading, names, holes, notices)
    kept = _used(_kept(reading, {choice.target: target} | values, holes, notices), notices)
    target = target[kept]
    several = np.unique(target[:SAMPLE]).size
    if several == 1:
        raise BadFile(f"Column {plain(choice.target)} has one value only; it cannot be predicted.")
    if several == 2:
        notices.append(f"Column {plain(choice.target)} has two values only: it may be a label.")
    columns = _varying(_in_order(names, values | texts, kept), notices)
    notices += left_out(reading, choice.features, {choice.target}, words=True)
    words = {"target": shown(choice.target)}
    return Table("own_target", {"target": target} | _named(columns), words), notices


# --- a column with missing cells ---------------------------------------------------------------


def choose_incomplete(
    reading: Reading, said: Said, _second: Reading | None = None
) -> tuple[Incomplete, Decisions]:
    """The column of numbers with the most missing cells, and of the others the most correlated with it.

    A column with fewer than 10 known values is not taken by itself.
    """
    names = _at_least(reading, 2, "a column with missing cells and another of numbers")
    known = {
        name: _known(reading.numbers(name))
        for name in names
        if reading.columns[name].kind == "number" and name not in reading.sheet.too_long
    }

    def fits(name: str) -> tuple[bool, bool, int]:
        if name not in known:
            return (False, False, 0)
        there = known[name]
        says = not reading.columns[name].identifies and not like_a_time(name)
        enough = int(there.sum()) >= LEAST_ROWS and says
        varies = enough and bool(np.ptp(reading.numbers(name)[there]) > 0)
        return (True, varies, int((~there).sum()))

    ranks = {name: fits(name) for name in names}
    likely = max(names, key=ranks.__getitem__)
    rivals = [name for name in names if ranks[name][1] and ranks[name][2]]
    why = ""
    if len(rivals) > 1:
        rivals.sort(key=lambda name: -ranks[name][2])
        why = f"{len(rivals)} columns have missing cells: {_few(rivals)}."
    options = {name: name for name in names}
    column = Decision(
        "incomplete", "Column with missing cells", options,
        answer(said, "incomplete", options, likely), why,
    )  # fmt: skip

    def goes_along(name: str) -> tuple[bool, bool, float]:
        if name not in known or column.chosen not in known:
            return (name in known, False, 0.0)
        both = known[name] & known[column.chosen]
        x, y = reading.numbers(name)[both], reading.numbers(column.chosen)[both]
        if x.size < 2 or not (np.ptp(x) > 0 and np.ptp(y) > 0):
            return (True, False, 0.0)
        x, y = ((v - v.mean()) / np.abs(v - v.mean()).max() for v in (x, y))  # no square overflows
        r = abs(float(x @ y) / float(np.sqrt((x @ x) * (y @ y))))
        return (True, not reading.columns[name].identifies, r)

    others = {name: name for name in names if name != column.chosen}
    about = f"beside {column.chosen}"
    beside = Decision(
        about, "Column beside it", others,
        answer(said, about, others, max(others, key=goes_along)),
    )  # fmt: skip
    return Incomplete(column.chosen, beside.chosen), [column, beside]


def _known(values: Floats) -> Bools:
    """Which are numbers that may be computed with."""
    known: Bools = np.abs(values) <= TOO_FAR
    return known


def cast_incomplete(
    reading: Reading, choice: Incomplete, _second: Reading | None = None
) -> tuple[Table, list[str]]:
    """Table with "incomplete" (float64, nan where missing) and one feature "x:<header>", and notices.

    Rows without the feature are left out. Of more than 5,000 rows it has a sample, in the order of
    the file; at least 10 values of "incomplete" are known, and they are not all the same.
    """
    notices: list[str] = []
    for name in (choice.column, choice.beside):
        empty = reading.columns[name].kind == "nothing"
        many = reading.size if empty else int(np.isnan(reading.numbers(name)).sum())
        if many == reading.size:
            raise BadFile(f"Column {plain(name)} is missing in every row; choose another.")
        share = f"{many:,} of {reading.size:,} cells" if many else "no cell"
        notices.append(f"Column {plain(name)}: {share} missing.")
    y, x = reading.numbers(choice.column), reading.numbers(choice.beside)
    holes = np.isnan(y)
    there = _kept(reading, {choice.column: np.where(holes, 0.0, y), choice.beside: x}, {}, notices)
    kept = _used(there, notices)
    y, x = y[kept], x[kept]
    seen = y[~np.isnan(y)]
    if seen.size < LEAST_ROWS:
        raise BadFile(
            f"Column {plain(choice.column)} is known in {_rows(seen.size)} of those that can be used; "
            f"at least {LEAST_ROWS} are needed."
        )
    for name, values in ((choice.column, seen), (choice.beside, x[~np.isnan(y)])):
        if not np.ptp(values) > 0:
            raise BadFile(f"Column {plain(name)} has one value only; choose another.")
    named = _named({choice.beside: x})
    words = {"incomplete": shown(choice.column)}
    return Table("own_incomplete", {"incomplete": y} | named, words), notices


# --- features alone ----------------------------------------------------------------------------


def choose_features(
    reading: Reading, said: Said, _second: Reading | None = None
) -> tuple[Features, Decisions]:
    """All columns of numbers that say something."""
    _at_least(reading, 2, "two features")
    features = _choose_features(reading, said, set(), words=False)
    return Features(features.chosen), [features]


def cast_features(
    reading: Reading, choice: Features, _second: Reading | None = None
) -> tuple[Table, list[str]]:
    """Table with two or more features "x:<header>" (float64, finite), and notices.

    Of more than 5,000 rows it has a sample, in the order of the file.
    """
    notices: list[str] = []
    _some_features(reading, list(choice.features), set())
    values = {name: reading.numbers(name) for name in choice.features}
    kept = _used(_kept(reading, values, {}, notices), notices)
    columns = _varying(_in_order(choice.features, values, kept), notices)
    if len(columns) == 1:
        raise BadFile(f"{_listed(columns)} is the only feature that varies; two are needed.")
    notices += left_out(reading, choice.features, set(), words=False)
    return Table("own_features", _named(columns)), notices


def _used(kept: NDArray[np.int_], notices: list[str]) -> NDArray[np.int_]:
    """The rows that are used of those that may be; BadFile if they are too few."""
    if kept.size < LEAST_ROWS:
        raise BadFile(f"{_rows(kept.size)} can be used; at least {LEAST_ROWS} are needed.")
    if kept.size <= MOST_USED:
        return kept
    notices.append(f"Used are {MOST_USED:,} of {kept.size:,} rows, drawn at random.")
    drawn = np.random.default_rng(0).choice(kept.size, MOST_USED, replace=False)
    some: NDArray[np.int_] = kept[np.sort(drawn)]
    return some


def _in_order(
    names: Iterable[str], columns: Mapping[str, Cells], kept: NDArray[np.int_]
) -> dict[str, Cells]:
    return {name: columns[name][kept] for name in names if name in columns}


# --- what the shapes share ---------------------------------------------------------------------


def shown(text: str) -> str:
    """A header or a value, fit for a figure: one line, at most 40 characters, no tags."""
    kept = "".join(c for c in text if c.isprintable())[:40]
    return kept.translate({ord("<"): "‹", ord(">"): "›"}).strip() or "unnamed"


def _choose_label(reading: Reading, said: Said) -> tuple[str, str, str, Decisions]:
    """The likeliest label, its positive value, and what its other values are."""
    columns = reading.columns
    names = list(columns)

    def fits(name: str) -> tuple[int, ...]:
        column = columns[name]
        if column.kind == "date" or name in reading.sheet.too_long:
            return (0, -2, 0, 0)
        values = _few_values(reading, name)
        rank = like_a_label(name)
        few = 2 <= values <= MOST_CLASSES
        return (int(few), rank * few, int(values == 2), rank)

    ranks = {name: fits(name) for name in names}
    best = max(ranks.values())
    rivals = [name for name in names if ranks[name] == best]
    two_valued = [name for name in names if ranks[name][2] and ranks[name][1] >= 0]
    likely = rivals[-1] if best[1] == 0 else rivals[0]  # without a name to go by, the last
    why = ""
    if len(rivals) > 1 and best[0]:
        why = f"{len(rivals)} columns may be the label: {', '.join(map(plain, rivals[:5]))}."
    elif best[0] and best[1] < 0:
        why = f"Column {plain(likely)} is named as if a model had made it."
    elif best[0] and best[1] == 0 and len(two_valued) > 1:
        why = f"{len(two_valued)} columns have two values: {', '.join(map(plain, two_valued[:5]))}."
    options = {name: name for name in names}
    label = answer(said, "label", options, likely)
    decisions = [Decision("label", "Label column", options, label, why)]
    try:
        values, _ = _label_codes(reading, label)
    except BadFile as problem:
        problem.decisions = decisions
        raise
    guess, doubt = _positive(values)
    about, options = f"positive of {label}", {value: value for value in values}
    positive = answer(said, about, options, guess)
    why = f"Column {plain(label)} says {_these(values)}; {doubt}" if doubt else ""
    decisions.append(Decision(about, "Positive is", options, positive, why))
    others = "negative"
    if len(values) > 2:
        about = f"others of {label} {positive}"
        nays = [value for value in values if says_no(value) and value != positive]
        rest = [value for value in values if value != positive and value not in nays]
        odd = bool(nays and (says_yes(positive) or any(map(is_unsure, rest))))
        words = {"negative": "Negative", "out": "Left out"}
        others = answer(said, about, words, "out" if odd and rest else "negative")
        why = f"Column {plain(label)} has {len(values)} different values."
        decisions.append(
            Decision(
                about,
                f"{_these(rest if odd else [v for v in values if v != positive])} in the label is",
                words,
                others,
                why,
            )
        )
    return label, positive, others, decisions


def _few_values(reading: Reading, name: str) -> int:
    """How many different values a column has; beyond some, not counted to the end."""
    cells = reading.columns[name].cells
    many = len(coded(cells[:SAMPLE], reading.nothing)[0])
    return many if many > MOST_CLASSES else len(reading.coded(name)[0])


def _positive(values: list[str]) -> tuple[str, str]:
    """The likeliest positive value, and why it may be another; "" if there is no doubt."""
    yes = [value for value in values if says_yes(value)]
    no = [value for value in values if says_no(value)]
    if yes and no:
        return next((v for v in yes if v not in no), yes[0]), ""
    if no and len(values) == 2:
        return next(value for value in values if value != no[0]), ""
    if len(values) == 2:
        return values[-1], "the rarer one is taken as positive."
    likely = (yes or values[::-1])[0]
    return likely, f"{plain(likely)} is taken as positive."


def _label_codes(reading: Reading, column: str) -> tuple[list[str], NDArray[np.int_]]:
    """The values of a label, the most frequent first, and each row's; BadFile unless 2 to 20."""
    values, codes = reading.coded(column)
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


def _label(
    reading: Reading, choice: Scores | Labelled, notices: list[str]
) -> tuple[Bools, Bools, Bools]:
    """Whether each case is positive, whether that is known, and whether its value is one that counts."""
    column, positive = choice.label, choice.positive
    values, code = _label_codes(reading, column)
    if positive not in values:
        raise BadFile(
            f"Column {plain(column)} never says {plain(positive)}; choose what is positive."
        )
    known, meant = code >= 0, np.ones(code.size, bool)
    if len(values) > 2 and choice.others == "out":
        rest = [value for value in values if value != positive]
        nays = [value for value in rest if says_no(value)] or rest[:1]
        meant = ~known | np.isin(code, [values.index(value) for value in (positive, *nays)])
        notices.append(
            f"{_rows(int((~meant).sum()))} left out because the label is neither {plain(positive)} "
            f"nor {_these(nays)}."
        )
    elif len(values) > 2:
        notices.append(
            f"Column {plain(column)} has {len(values)} different values: {plain(positive)} is taken "
            "as positive, all others as negative."
        )
    for ways in reading.spellings(column)[:3]:
        notices.append(f"{_these(ways)} are one value.")
    return code == values.index(positive), known, meant


def _choose_features(
    reading: Reading, said: Said, taken: set[str], *, words: bool, second: Reading | None = None
) -> Decision:
    """The columns that say something of a row: numbers, and words if those are wanted too."""
    able = [
        name
        for name, column in reading.columns.items()
        if name not in taken
        and name != reading.dated
        and name not in reading.sheet.too_long
        and (column.kind == "number" or (words and column.kind in ("words", "date")))
    ]
    there = None if second is None else set(_alike(second))
    good = [
        name
        for name in able
        if not _unfit(reading, name, words=words) and (there is None or name.casefold() in there)
    ]
    about = f"features beside {'; '.join(sorted(taken))}"
    options = {name: name for name in able}
    chosen = answer(said, about, options, tuple(good[:MOST_FEATURES]))
    label = f"Feature columns (up to {MOST_FEATURES})"
    return Decision(about, label, options, chosen, many=True, most=MOST_FEATURES)


def _unfit(reading: Reading, name: str, *, words: bool) -> str:
    """Why a column is not taken for a feature; "" if it may be one."""
    column = reading.columns[name]
    if name in reading.sheet.too_long:
        row, length = reading.sheet.too_long[name]
        return f"a text of {length:,} characters in row {row:,}"
    if column.kind == "nothing":
        return "empty"
    if column.kind == "date":
        return "dates"
    if column.identifies:
        return "an identifier"
    if column.kind == "words" and not words:
        return "words"
    few = column.cells[:SAMPLE].tolist()
    if sum(text.lower() in reading.nothing for text in few) > MOST_MISSING * len(few):
        return "often missing"
    if not _varies(column):
        return "one value"
    if column.kind == "words" and len(reading.coded(name)[0]) > MOST_CATEGORIES:
        return f"over {MOST_CATEGORIES} different texts"
    return ""


def left_out(reading: Reading, chosen: Iterable[str], taken: set[str], *, words: bool) -> list[str]:
    """A sentence on the columns that are no features, each kind with its reason; none if all are."""
    chosen = set(chosen)
    reasons: dict[str, list[str]] = {}
    for name in reading.columns:
        if name not in chosen and name not in taken and name != reading.dated:
            why = _unfit(reading, name, words=words)
            reasons.setdefault(why, []).append(name)
    many = reasons.pop("", [])  # those that the visitor does not want need no reason
    if many and len(chosen) >= MOST_FEATURES:
        reasons[f"beyond {MOST_FEATURES} features"] = many
    told = [f"{_few(names)} ({why})" for why, names in reasons.items()]
    return [f"No features: {', '.join(told)}."] if told else []


def _few(names: list[str]) -> str:
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return f"{', '.join(map(plain, names[:5]))}{more}"


def _kept(
    reading: Reading,
    values: dict[str, Floats],
    holes: Mapping[str, Bools],
    notices: list[str],
    second: Reading | None = None,
    meant: Bools | None = None,
) -> NDArray[np.int_]:
    """The rows where everything is known and finite; a notice for what was left out, by column.

    `meant`: rows that count at all; None is all of them.
    """
    holes = dict(holes) | {name: np.isnan(column) for name, column in values.items()}
    endless = {name: np.isinf(column) for name, column in values.items()}
    far = {n: (np.abs(column) > TOO_FAR) & ~endless[n] for n, column in values.items()}
    total = next(iter(holes.values())).size
    out = np.zeros(total, bool) if meant is None else ~meant
    for what, found in (
        ("is missing", holes),
        ("is infinite", endless),
        ("is beyond ±1e100, the most that is allowed", far),
    ):
        hit = np.zeros(total, bool)
        for mask in found.values():
            hit |= mask
        hit &= ~out
        if not hit.any():
            continue
        lost = {name: int(mask.sum()) for name, mask in found.items() if mask.any()}
        worst = sorted(lost, key=lambda name: -lost[name])
        row = int(np.flatnonzero(found[worst[0]])[0])
        first = (
            reading.row(row)
            if row < reading.size or second is None
            else f"{second.row(row - reading.size)} of the second file"
        )
        where = f"column {plain(worst[0])}"
        if len(worst) > 1:
            where = "columns " + ", ".join(f"{plain(name)} ({lost[name]:,})" for name in worst[:5])
        notices.append(
            f"{_rows(int(hit.sum()))} left out because a cell {what}, in {where}, first in {first}."
        )
        out |= hit
    for name in values:
        if reading.columns[name].kind == "number":
            _passed_over(reading, name, "number", notices)
    if out.all():
        raise BadFile("Every row has a missing or infinite cell in one of the chosen columns.")
    return np.flatnonzero(~out)


def _passed_over(reading: Reading, name: str, what: str, notices: list[str]) -> None:
    """Tell which words stand among the numbers, or the dates, of a column."""
    if said := [*reading.in_the_way(name)][:3]:
        are = "is" if len(said) == 1 else "are"
        notices.append(f"In column {plain(name)} {_these(said)} {are} read as missing: no {what}.")


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


def _at_least(reading: Reading, many: int, what: str) -> list[str]:
    names = [name for name in reading.columns if name != reading.dated]
    if len(names) < many:
        raise BadFile(
            f"The file has one column, {plain(names[0])}, but {what} are needed; separate columns by "
            "a comma, a semicolon, a tab or a vertical bar."
        )
    return names


def _some_features(reading: Reading, names: list[str], taken: set[str]) -> None:
    if not names:
        rest = [name for name in reading.columns if name not in taken and name != reading.dated]
        reasons = {name: _unfit(reading, name, words=False) for name in rest}
        if rest and all(reasons.values()):
            told = ", ".join(f"{plain(name)} ({reasons[name]})" for name in rest[:5])
            raise BadFile(f"No column can be a feature, which needs numbers that vary: {told}.")
        raise BadFile("No feature is chosen; at least one column is needed beside the others.")
    if len(names) > MOST_FEATURES:
        raise BadFile(f"{len(names)} features are chosen; at most {MOST_FEATURES} are allowed.")


def _g(value: float) -> str:
    whole = 1e4 <= abs(value) < 1e12  # 198,450 and not 1.985e+05
    return (f"{value:,.0f}" if whole else f"{value:,.4g}").replace("-", "−")


def _these(values: list[str]) -> str:
    said = [plain(value) for value in values[:4]]
    more = " and others" if len(values) > 4 else ""
    return (
        f"{', '.join(said[:-1])} and {said[-1]}"
        if len(said) > 1 and not more
        else ", ".join(said) + more
    )


def _rows(many: int) -> str:
    return f"{many:,} row{'' if many == 1 else 's'}"


def _listed(names: Iterable[str]) -> str:
    listed = [plain(name) for name in names]
    word = "Column" if len(listed) == 1 else "Columns"
    more = f" and {len(listed) - 5} more" if len(listed) > 5 else ""
    return f"{word} {', '.join(listed[:5])}{more}"


@dataclass(frozen=True)
class Shape:
    """How a table of one shape is chosen from a file and made."""

    choose: Callable[[Reading, Said, Reading | None], tuple[Any, Decisions]]
    cast: Callable[[Reading, Any, Reading | None], tuple[Table, list[str]]]


SHAPES = {
    "own_scores": Shape(choose_scores, cast_scores),
    "own_labelled": Shape(choose_labelled, cast_labelled),
    "own_periods": Shape(choose_periods, cast_periods),
    "own_target": Shape(choose_target, cast_target),
    "own_features": Shape(choose_features, cast_features),
    "own_incomplete": Shape(choose_incomplete, cast_incomplete),
}
