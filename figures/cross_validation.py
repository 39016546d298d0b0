"""Pictures of splits: which rows are held out, and what the scores of all shuffles are."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from concepts.cross_validation import (
    KS,
    LINEAR,
    MOST_RARE,
    SCORES,
    SHOWN_SETS,
    SHUFFLES,
    Result,
)
from figures.drawing import Drawing
from figures.marks import (
    band,
    dots,
    dotted_line,
    handle,
    here,
    hopping_label,
    key,
    label,
    level,
    line,
    log_axis,
    measured,
    round_ticks,
    whiskers,
)
from figures.theme import (
    FAINT,
    FIFTH,
    GOOD,
    INK,
    MUTED,
    NEGATIVE,
    PLATE,
    POSITIVE,
    SMALL_MARGIN,
    TEXT,
    axis,
    layout,
)

Floats = NDArray[Any]
NONE = np.empty(0)
# Ways to split are no classes, and rows of both classes stand beside them: none has their colours.
LANES = (MUTED, FIFTH, GOOD)
SYMBOLS = ("circle", "square", "diamond")
PARTS = {
    "classes": ", colour by class",
    "genes": ", colour by class",
    "patients": ", colour by patient",
    "seattle": ", colour by month",
    "candidates": ", colour by class",
    "digits": ", orange is an eight",
}
THIRD = {"patients": "folds of whole patients", "digits": "stratified folds"}
SHOWN_ROWS = 120  # more would be no cells
BINS, PILE = 60, 0.46  # how dots of one lane are stacked, and how high at most
NAMED, ROOM = 0.3, 0.16  # shares of the axis that the name of a lane takes, and a number
MARGIN = {**SMALL_MARGIN, "t": 50}


def scores(result: Result) -> Drawing:
    """What each way says in every shuffle, on one axis of scores."""
    low, high = _ends(result)
    data, notes = [], []
    names = result.lanes
    piles = [_piled(values, low, high) * (np.ptp(values) > 0) for values in result.scores]
    corner, sign = (0, 1) if _emptier_left(result, piles, low, high) else (1, -1)
    ends = np.abs(result.scores - (high if corner else low)) < 0.03 * (high - low)
    inset = 16 if ends.any() else 4  # a pile may stand at the very end
    for lane, (name, color) in enumerate(zip(names, LANES, strict=True)):
        floor, heights = 2.0 - lane, piles[lane]
        if result.spread[lane] == 0:
            heights = heights[:1]
        data.append(
            dots(
                result.scores[lane][: heights.size], floor + 0.2 + heights, color,
                f"every shuffle: {name}", size=6, symbol=SYMBOLS[lane], opacity=0.35, width=0,
            )
        )  # fmt: skip
        notes.append(
            label(
                corner, floor + 0.92, f"<b>{name}</b>", color, xref="paper", yanchor="top",
                xanchor="right" if corner else "left", xshift=inset * sign,
                font={"size": 16, "color": TEXT.get(color, color)}, **PLATE,
            )
        )  # fmt: skip
    known = np.isfinite(result.truth)
    x = [result.truth, result.truth] if known else NONE
    data.append(line(x, [-0.12, 3.0] if known else NONE, INK, "truth", dash="dash"))
    if known:
        side = "right" if result.truth > (low + high) / 2 else "left"
        notes.append(label(result.truth, 3.02, "<b>truth</b>", yanchor="bottom", xanchor=side))
    for lane, name in enumerate(names):
        now, floor = float(result.now[lane]), 2.0 - lane
        data.append(here(now, floor, f"this shuffle: {name}", INK, symbol=SYMBOLS[lane]))
        side, air = _label_side(result, now, low, high), 0.02 * (high - low)
        text = f"<b>{_said(result, now)}</b>"
        data.append(hopping_label(now, floor, text, side, INK, 16, air, f"label: {name}"))
    floors = [level(2.0 - i, low, high, FAINT, f"lane {i + 1}", width=1) for i in range(3)]
    return Drawing(
        floors + data,
        layout(
            f"Three lanes over one axis of {SCORES[result.params.kind]}: one split, k folds, and a "
            f"third way. Faint marks are all {SHUFFLES} shuffles, dark marks this one; a dashed line "
            "is the truth where it is known.",
            axis(SCORES[result.params.kind], range=[low, high], **_percent(result)),
            axis("", range=[-0.25, 3.3], visible=False),
            [handle(f"this shuffle: {names[0]}", "dot")],
            annotations=notes,
            margin={"l": 6, "r": 6, "t": 4, "b": 48},
        ),
    )


def folds(result: Result) -> Drawing:
    """The rows as strips: one split on top, then a strip a fold, those held out as cells."""
    n = min(result.n, SHOWN_ROWS)
    rows, k = np.arange(n), result.k
    right = bool(result.right.size)
    odd = result.part[:n] % 2 == 1
    strips = 1 + k * (2 if right else 1)
    head = max(1.0, 0.11 * (strips + 3))  # room for a line of words, in strips
    top, whole = 1 + head, 1 + k + 2 * head
    held = rows[result.held[:n]]
    groups: list[tuple[str, Floats, Floats, float]] = [
        ("one split", held, np.zeros(held.size), 0.0),
        ("folds", rows, top + result.folds[:n], top),
    ]
    if right:
        groups.append((result.lanes[2], rows, whole + result.right[:n], whole))
    width = 3.0 if n > 60 else 5.0
    each = np.arange(float(k))
    tops = np.concatenate([[0.0], top + each, whole + each if right else []])
    data = [_strips(tops, n)]
    for name, at, y, first in groups:
        for part, color, word in ((odd[at], POSITIVE, "odd"), (~odd[at], NEGATIVE, "even")):
            ends = y[part] - 0.38, y[part] + 0.38
            cells = whiskers(at[part], *ends, color, f"{name}, {word}", width)
            data.append(measured(cells, "fold", first - 1, whole=True) if first else cells)
    marks = [(0.0, "one split"), (top, f"{k} folds, each held out once")]
    if right:
        marks.append((whole, THIRD[result.params.kind]))
    notes = [label(0, y - 0.5, text, MUTED, yanchor="bottom", xref="paper") for y, text in marks]
    named = f"first {n} of {result.n:,} rows" if n < result.n else "rows"
    by = PARTS.get(result.params.kind, "")
    return Drawing(
        data,
        layout(
            "The rows from left to right, in strips: on top one split, under it one strip for each "
            "fold, the rows that are held out drawn as cells.",
            axis(f"{named}{by}", range=[-1, n], showgrid=False),
            axis("", range=[tops[-1] + 0.6, -0.6 - head], visible=False),
            annotations=notes,
            margin={"l": 6, "r": 6, "t": 4, "b": 48},
        ),
    )


def fold_scores(result: Result) -> Drawing:
    """The score of each fold of this shuffle, with their mean."""
    low, high = _padded(result.fold_ends)
    scale = axis(SCORES[result.params.kind], range=[low, high], **_percent(result))
    if result.params.kind == "regression":  # of few rows some errors are far beyond the others
        low, high = np.log10(result.fold_ends) + np.array([-0.1, 0.1])
        ticks = round_ticks(low, high, 5)
        scale = log_axis(SCORES[result.params.kind], low, high, tickvals=ticks)
    x, mean = np.arange(1, result.k + 1), float(result.now[1])
    return Drawing(
        [
            line([0.5, result.k + 0.5], [mean, mean], INK, "mean of the folds", dash="dash"),
            dots(x, result.fold_scores, FIFTH, "score of a fold", symbol="square"),
        ],
        layout(
            "The score of each fold in this shuffle; a dashed line is their mean.",
            axis("fold", range=[0.5, result.k + 0.5], dtick=1 if result.k < 11 else 5),
            scale,
            annotations=key([[("■", FIFTH, "a fold"), ("- -", INK, "mean")]]),
            margin=MARGIN,
        ),
    )


def repeated(result: Result) -> Drawing:
    """The mean of the first repeats of k folds, beside what it says of itself alone and the truth."""
    times, mean = np.arange(1, SHUFFLES + 1), result.repeated
    known = np.isfinite(result.truth)
    low, high = _padded(np.concatenate([result.scores[1], [result.truth] if known else NONE]))
    now, ends = result.params.shuffle, [0, SHUFFLES + 1]
    x, y = (ends, [result.truth] * 2) if known else (NONE, NONE)
    return Drawing(
        [
            dots(times, result.scores[1], FIFTH, "one shuffle", size=6, opacity=0.35, width=0,
                 symbol="square"),
            line(x, y, INK, "truth", dash="dash"),
            line(times, mean, FIFTH, "mean so far"),
            here(now, float(mean[now - 1]), "mean up to this shuffle", symbol="square"),
        ],
        layout(
            "The mean of the second lane over the first shuffles against their number, the score of "
            "each shuffle as a faint square; a dashed line is the truth where it is known.",
            axis("repeats", range=ends),
            axis(SCORES[result.params.kind], range=[low, high], **_percent(result)),
            annotations=key([
                [("■", FIFTH, "one shuffle"), ("━", FIFTH, "mean so far")],
                *([[("- -", INK, "truth")]] if known else []),
            ]),
            margin=MARGIN,
        ),
    )  # fmt: skip


def paired(result: Result) -> Drawing:
    """By how much one model beats another, on splits of their own, on one split, on the same folds."""
    low, high = _padded(result.gains)
    names = ("a split each", "the same split", f"the same {result.k} folds")
    data, notes = [line([0, 0], [-0.12, 3.0], INK, "equally good", dash="dash")], []
    for lane, (name, color) in enumerate(zip(names, LANES, strict=True)):
        floor, values = 2.0 - lane, result.gains[lane]
        data.append(
            dots(
                values, floor + 0.2 + _piled(values, low, high), color, f"every shuffle: {name}",
                size=6, symbol=SYMBOLS[lane], opacity=0.35, width=0,
            )
        )  # fmt: skip
        now = values[result.params.shuffle - 1 :][:1]
        at, named = np.full(now.size, floor), f"this shuffle: {name}"
        data.append(dots(now, at, INK, named, size=11, symbol=SYMBOLS[lane]))
        notes.append(
            label(0, floor + 0.9, name, color, xref="paper", yanchor="top", xshift=4, **PLATE)
        )
    notes.append(label(0, 3.02, "equally good", yanchor="bottom", xanchor="center"))
    floors = [level(2.0 - i, low, high, FAINT, f"lane {i + 1}", width=1) for i in range(3)]
    return Drawing(
        floors + data,
        layout(
            "Accuracy of the model of the first feature less that of all features, in every shuffle: "
            "with a split for each, with one split for both, and with the same folds for both. Right "
            "of the dashed line the first feature alone is the better.",
            axis("accuracy gained by the first feature alone", range=[low, high], tickformat=".0%"),
            axis("", range=[-0.25, 3.4], visible=False),
            annotations=notes,
            margin={"l": 6, "r": 6, "t": 4, "b": 48},
        ),
    )


def empty(result: Result) -> Drawing:
    """How likely a fold without the rare class is, by its rows."""
    rare = np.arange(2, MOST_RARE + 1)[: result.chance.size]
    now = result.chance[result.params.rare - 2 :][:1]
    return Drawing(
        [
            line(rare, result.chance, FIFTH, "shuffled"),
            dots(
                np.full(now.size, result.params.rare), now, INK, "as set", size=11, symbol="square"
            ),
        ],
        layout(
            "The probability that one or more folds have no eight when rows are shuffled, against the "
            "number of eights; a square marks how many there are.",
            axis(f"eights among {result.n} rows", range=[0, MOST_RARE + 2]),
            axis("probability", range=[-0.03, 1.05], tickformat=".0%"),
            annotations=key([[("━", FIFTH, "a fold without any"), ("■", INK, "as set")]]),
            margin=MARGIN,
        ),
    )


def by_k(result: Result) -> Drawing:
    """The mean over folds by their number: mean and range over shuffles, beside the truth."""
    shown = result.params.kind in LINEAR
    k = np.array(KS, float) if shown else NONE
    mean, least, most = result.by_k if shown else (NONE, NONE, NONE)
    alone = float(result.now[2]) if shown else 0.0
    known = shown and bool(np.isfinite(result.truth))
    values = np.concatenate([mean, result.expected, [alone], [result.truth] if known else NONE])
    if result.params.kind != "regression":
        values = np.concatenate([values, least, most])
    low, high = _padded(values)
    ends = [1.5, 21.0]
    data = [
        band(k, np.clip(least, low, high), np.clip(most, low, high), FIFTH, "range of k folds"),
        dotted_line(k, mean, FIFTH, "mean of k folds", symbol="square"),
        line(k if result.expected.size else NONE, result.expected, MUTED, "expected", dash="dot"),
        line(ends if shown else NONE, [alone] * 2 if shown else NONE, GOOD, "third lane", dash="dashdot"),
        line(ends if known else NONE, [result.truth] * 2 if known else NONE, INK, "truth", dash="dash"),
    ]  # fmt: skip
    keys = [[("■", FIFTH, "k folds"), ("-·-", GOOD, "leave-one-out")]]
    more = [("- -", INK, "truth")] if known else []
    more += [("· ·", MUTED, "all data sets")] if result.expected.size else []
    keys += [more] if more else []
    return Drawing(
        data,
        layout(
            "The mean over k folds against k: its mean and range over the shuffles, with "
            "leave-one-out, and the truth where it is known.",
            axis("folds k", range=ends, tickvals=np.array([2, 5, 10, 15, 20])),
            axis(SCORES[result.params.kind], range=[low, high], **_percent(result)),
            annotations=key(keys),
            margin=MARGIN,
        ),
    )


def cloud(result: Result) -> Drawing:
    """Of other data sets of the same kind: what the folds say, against what is true."""
    luck = result.luck
    low, high = _padded(np.concatenate([luck.estimate, luck.truth]))
    return Drawing(
        [
            line([low, high], [low, high], INK, "estimate = truth", dash="dash"),
            dots(luck.estimate, luck.truth, FIFTH, "a data set", opacity=0.6, size=7),
        ],
        layout(
            "Other data sets of the same kind: the truth about each one's model against what "
            "cross-validation says; on the dashed line they agree.",
            axis("cross-validation says", range=[low, high], **_percent(result)),
            axis("truth", range=[low, high], **_percent(result)),
            annotations=key([[("●", FIFTH, "a data set"), ("- -", INK, "they agree")]]),
            margin=MARGIN,
        ),
    )


def intervals(result: Result) -> Drawing:
    """Bars of two standard errors around some estimates, seen from the truth."""
    luck = result.luck
    off = (luck.estimate - luck.truth)[:SHOWN_SETS]
    error, x = 2 * luck.error[:SHOWN_SETS], np.arange(1, off.size + 1)
    missed = np.abs(off) > error
    low, high = _padded(np.concatenate([off - error, off + error, [0.0]]))
    data = [line([0, SHOWN_SETS + 1], [0, 0], INK, "truth", dash="dash")]
    for name, part, color, symbol in (
        ("covers the truth", ~missed, FIFTH, "circle"),
        ("misses the truth", missed, INK, "x"),
    ):
        data.append(
            whiskers(x[part], (off - error)[part], (off + error)[part], color, f"bar: {name}", 2)
        )
        data.append(dots(x[part], off[part], color, name, symbol=symbol, size=7))
    return Drawing(
        data,
        layout(
            "For some other data sets the estimate less the truth, with a bar of two standard errors "
            "to each side; crosses are those whose bar misses the truth.",
            axis("data set", range=[0, SHOWN_SETS + 1]),
            axis("estimate less truth", range=[low, high], **_percent(result)),
            annotations=key([[("●", FIFTH, "covers the truth"), ("✕", INK, "misses it")]]),
            margin=MARGIN,
        ),
    )


def best(result: Result) -> Drawing:
    """The best score of the first m models, by m, beside the nested score and the truth."""
    m = np.arange(1, result.best.size + 1)
    nested = float(result.scores[2].mean()) if m.size else 0.5
    return Drawing(
        [
            line([1, 100], [0.5, 0.5], INK, "truth", dash="dash"),
            line([1, 100], [nested, nested], GOOD, "nested", dash="dashdot"),
            line(m, result.best, FIFTH, "best of m"),
        ],
        layout(
            "The best cross-validated accuracy among the first m models against m, mean over the "
            "shuffles, with the nested score and the truth.",
            axis("models tried, m", range=[0, 101]),
            axis("accuracy", range=[0.14, 0.9], tickformat=".0%"),
            annotations=key([
                [("━", FIFTH, "best of m"), ("-·-", GOOD, "nested")], [("- -", INK, "truth")],
            ]),
            margin=MARGIN,
        ),
    )  # fmt: skip


def ahead(result: Result) -> Drawing:
    """The error so many days ahead, beside what shuffled folds promise."""
    days = np.arange(1, result.ahead.size + 1)
    promised = float(result.scores[1].mean()) if days.size else 0.0
    last = max(days.size, 2)
    top = 1.1 * max([promised, *result.ahead, 1.0])
    return Drawing(
        [
            level(promised, 1, last, FIFTH, "shuffled folds", dash="dash"),
            line(days, result.ahead, GOOD, "only the past"),
        ],
        layout(
            "Root mean squared error against the number of days ahead when only the past is used; a "
            "dashed line is what shuffled folds promise.",
            axis("days ahead", range=[1, last]),
            axis("RMSE (°C)", range=[0, top]),
            annotations=key([[("━", GOOD, "only the past"), ("- -", FIFTH, "shuffled folds")]]),
            margin=MARGIN,
        ),
    )


def miniature(result: Result) -> Drawing:
    """The three lanes, without words."""
    drawn = scores(result)
    plain = [trace for trace in drawn.data if trace.get("mode") != "text"]
    return Drawing(plain, drawn.layout).without_words()


def _strips(tops: Floats, n: int) -> dict[str, Any]:
    """A faint ground for each strip."""
    gap = np.full(tops.size, np.nan)
    x = np.column_stack([gap + 0, gap, gap])
    x[:, 0], x[:, 1] = -0.5, n - 0.5
    y = np.column_stack([tops, tops, gap])
    return line(x.ravel(), y.ravel(), FAINT, "strips", width=2)


def _piled(values: Floats, low: float, high: float) -> Floats:
    """How high each dot lies on those that share its bin."""
    bins = np.floor((values - low) / (high - low) * BINS).astype(int)
    place = np.array([np.count_nonzero(bins[:i] == b) for i, b in enumerate(bins)], float)
    return np.asarray(place * min(0.06, PILE / place.max(initial=1.0)))


def _emptier_left(result: Result, piles: list[Floats], low: float, high: float) -> bool:
    """Whether the names of the lanes cover less at the left end than at the right."""
    place = (result.scores - low) / (high - low)
    truth = (result.truth - low) / (high - low)  # nan lies in neither end
    left, right = (
        np.any(end & (np.array(piles) > PILE / 2), axis=1).sum() + inside / 2
        for end, inside in (
            (place < NAMED, truth < NAMED),
            (place > 1 - NAMED, truth > 1 - NAMED),
        )
    )
    return bool(left <= right)


def _label_side(result: Result, now: float, low: float, high: float) -> str:
    """The side of a mark on which its number stands: away from the truth, if there is room."""
    place = (now - low) / (high - low)
    if np.isfinite(result.truth) and ROOM < place < 1 - ROOM:
        return "right" if now >= result.truth else "left"
    return "left" if place > 0.5 else "right"


def _padded(values: Floats) -> tuple[float, float]:
    if values.size == 0:
        return 0.0, 1.0
    low, high = float(np.min(values)), float(np.max(values))
    air = 0.06 * (high - low) or 0.1
    return low - air, high + air


def _ends(result: Result) -> tuple[float, float]:
    """The ends of the axis of scores: where the marks of all shuffles lie, far outliers left out."""
    values = result.scores.ravel()
    if result.params.kind == "regression":  # a few shuffles of few rows are far beyond the others
        values = np.minimum(values, 4 * np.median(result.scores[1]))
        values = np.append(values, 0.0)
    if np.isfinite(result.truth):
        values = np.append(values, result.truth)
    if result.is_share:
        return max(float(values.min()) - 0.04, -0.02), min(float(values.max()) + 0.04, 1.02)
    return _padded(values)


def _percent(result: Result) -> dict[str, Any]:
    return {"tickformat": ".0%"} if result.is_share else {}


def _said(result: Result, value: float) -> str:
    """A score as it stands in the picture."""
    if result.is_share:
        return f"{100 * value:.0f}\u00a0%"
    return f"{value:.2f}".replace("-", "−")
