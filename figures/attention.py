"""Pictures of self-attention: a sentence that hears itself, its matrix, and what attention hangs on."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from concepts.attention import (
    DIMS,
    HEADS,
    LAYERS,
    LENGTHS,
    OFFSETS,
    POSITION,
    SWEPT,
    UPDATES,
    Result,
)
from figures.diagram import (
    DONE,
    NOW,
    TO_COME,
    Diagram,
    arrows,
    bars,
    canvas,
    edges,
    grid_of_numbers,
    nodes,
    text,
    window,
    words_in_a_row,
)
from figures.diagram import spread as places_along
from figures.drawing import Drawing
from figures.marks import dotted_line, handle, here, key, label, level, line, log_axis, upright
from figures.theme import (
    FIFTH,
    INK,
    MUTED,
    NEGATIVE,
    POSITIVE,
    SMALL_MARGIN,
    THIN,
    axis,
    layout,
    share_axis,
)
from sentences.numbers import percent

Floats = NDArray[np.float64]

SENSES = NEGATIVE, POSITIVE  # the first sense, the second
WIDE, HIGH = 18.0, 14.2  # of the sentence, in its own units
VALUES, ANSWERS, ASKERS, MIXES = 0.1, 3.3, 8.1, 9.5  # where its rows stand, from the top
ROOM = 60  # pixels of a word of seven letters: with less, words stand one under the other
BAR, TALL = 0.42, 1.8
STAGGERED = 3  # lines of the columns' names
MOST = 2.5  # of a bar, the value that fills it
LEAST_SHARE = 0.05  # that is printed
NAMES, HEAD = 2.9, 2.2  # of the matrix: room for its rows' and columns' names
MARGIN = {**SMALL_MARGIN, "l": 58, "t": 30}
TWO_ROWS = {**MARGIN, "t": 50}
LOOKS = {  # of the lines by how positions are told
    "none": (MUTED, "dot", "· ·"),
    "sine": (INK, "solid", "━"),
    "rotary": (FIFTH, "dashdot", "-·-"),
    "linear": (NEGATIVE, "dash", "- -"),
}
PARTS = "words", "norm", "attention", "sum", "norm", "feed-forward", "sum"
MIDDLE = 2.6  # of the block, from the top
LEAST_SPREAD = 1e-4
SPREADS = np.array([1e-4, 1e-3, 0.01, 0.1, 1.0])
SPREAD_TEXTS = np.array(["0.0001", "0.001", "0.01", "0.1", "1"])


def sentence(result: Result) -> Diagram:
    """The sentence twice: above all answer, below one asks; bars of what each says, and becomes."""
    h, at, weights = result.heard, result.asks, result.weights
    n = len(h.words)
    x = places_along(n, WIDE)
    asks = x[at]
    hidden = (np.arange(n) > at) & (result.params.mask == "past")
    said = [percent(each) if each >= LEAST_SHARE else "" for each in weights]
    marks = [
        edges(
            np.full(n, asks), np.full(n, ASKERS), x, np.full(n, ANSWERS), name="weight",
            names=_names(h.words), weights=weights, color=INK,
            state=np.where(hidden, TO_COME, DONE),
        ),
        *_pairs(x, VALUES, h.values, h, "value"),
        words_in_a_row(h.words, ANSWERS, WIDE, name="answers"),
        words_in_a_row(h.words, ASKERS, WIDE, name="asks"),
        nodes(
            [asks], [ASKERS], name="asking word", names=["word"], text=[h.words[at]],
            size=WIDE / n, shape="word", state=[NOW],
        ),
        text(
            x, np.full(n, ANSWERS), said, name="share", names=_names(h.words), side="below", gap=1.25,
            bold=True,
        ),
        *_pairs(x, MIXES, h.out, h, "mix"),
    ]  # fmt: skip
    for k, (name, color) in enumerate(zip(h.senses, SENSES, strict=True)):
        marks.append(
            text(
                [asks + 0.9 * (k - 0.5)], [MIXES + TALL + 0.2 + 0.85 * k],
                [f"{name} {_two(h.out[at, k])}"], name=f"label: {name}",
                side="below", color=color, bold=True,
            )
        )  # fmt: skip
    shows = (
        "A sentence twice. From the word that asks, below, lines to the words above, as wide as it hears "
        f"them. Over each word above two bars for what it says, {h.senses[0]} and {h.senses[1]}; under "
        "each word below two bars for what it becomes."
    )
    handles = [handle("asking word", "word")]
    return Diagram(marks, canvas(shows, WIDE, HIGH, turns=ROOM * n, handles=handles))


def _pairs(x: Floats, y: float, values: Floats, h: Any, name: str) -> list[dict[str, Any]]:
    """Two bars at each x, one for each sense."""
    many = len(x)
    return [
        bars(
            x + (k - 1) * (BAR + 0.04) + 0.02, np.full(many, y), BAR, TALL,
            np.clip(values[:, k : k + 1] / MOST, 0, 1), [SENSES[k]],
            name=f"{name}: {h.senses[k]}", names=_names(h.words), kinds=[f"of {MOST:g}"], upright=True,
        )
        for k in range(2)
    ]  # fmt: skip


def matrix(result: Result) -> Diagram:
    """All weights: rows ask, columns answer; the row of the asking word framed."""
    h = result.heard
    n = len(h.words)
    weights = (
        np.where(h.weights > 0, h.weights, np.nan) if result.params.mask == "past" else h.weights
    )
    marks = [
        grid_of_numbers(
            NAMES, HEAD, weights, name="weights", longest=4, rows=_names(h.words),
            columns=_names(h.words),
        ),
        *_around(h.words, h.words),
        window([NAMES], [HEAD + result.asks], [n], [1], name="asking row"),
    ]  # fmt: skip
    shows = "The weights as a matrix: rows are the words that ask, columns those that are heard."
    handles = [handle("asking row", "row")]
    return Diagram(marks, canvas(shows, NAMES + n, HEAD + n, handles=handles))


def heads(result: Result) -> Diagram:
    """What the asking word hears by each of two heads, and by one that has both scores."""
    h = result.heard
    marks = [
        grid_of_numbers(
            NAMES + 1.6, HEAD, h.heads[:, result.asks], name="weights", longest=4, rows=HEADS,
            columns=_names(h.words),
        ),
        *_around(h.words, HEADS, 1.6),
    ]  # fmt: skip
    shows = "Weights of the asking word, columns the words heard: by sense, the word before, both added."
    return Diagram(marks, canvas(shows, NAMES + 1.6 + len(h.words), HEAD + len(HEADS)))


def _around(columns: Any, rows: Any, more: float = 0.0) -> list[dict[str, Any]]:
    """The names of a grid's rows and columns; those of columns by turns in some lines."""
    n = len(columns)
    return [
        text(
            np.full(len(rows), NAMES + more), HEAD + 0.5 + np.arange(len(rows)),
            _cut(rows, 16 if more else 9), name="asks", side="left",
        ),
        text(
            NAMES + more + 0.5 + np.arange(n), HEAD - 0.35 - 0.7 * (np.arange(n) % STAGGERED),
            _cut(columns, 9), name="heard",
        ),
    ]  # fmt: skip


def positions(result: Result) -> Drawing:
    """What each way of telling positions adds to the score of a clue, by how far away it stands."""
    p, x = result.params, OFFSETS.astype(float)
    data = []
    for name, added in zip(POSITION, result.by_offset, strict=True):
        color, dash, _ = LOOKS[name]
        width = 4 if name == p.position else 1.5
        data.append(line(x, added, color, POSITION[name], dash=dash, width=width))
    keys = [[(LOOKS[name][2], LOOKS[name][0], POSITION[name]) for name in POSITION]]
    return Drawing(
        data,
        layout(
            "What positions add to the score of a clue, against how many words away it stands, a line "
            "for each way; yours is the wide one.",
            axis("words after the one that asks", range=[-8.3, 8.3], tickvals=np.arange(-8, 9, 4)),
            axis("added to the score", range=[-13.5, 8.5]),
            annotations=key(keys, (0.0, 0.2, 0.5, 0.72)),
            margin=MARGIN,
        ),
    )


def scaling(result: Result) -> Drawing:
    """The largest weight among random keys, by the entries of a key."""
    p, x = result.params, DIMS.astype(float)
    even = 1 / p.keys
    data = [
        level(even, 0.8, 1300, MUTED, "all alike", dash="dot", width=THIN),
        line(x, result.raw.top[:-1], POSITIVE, "largest weight, undivided"),
        line(x, result.divided.top[:-1], NEGATIVE, "largest weight, over √d", dash="dash"),
        upright(p.head_size, 0, 1, INK, "your d", width=THIN),
        here(p.head_size, result.scaling.top[-1], "yours"),
    ]
    keys = [
        [("━", POSITIVE, "undivided"), ("· ·", MUTED, "all alike")],
        [("- -", NEGATIVE, "divided by √d")],
    ]
    return Drawing(
        data,
        layout(
            "The median of the largest weight over random keys against the entries of a key, on a log "
            "axis: undivided, and divided by the root of d; dotted where all keys are heard alike.",
            log_axis("entries of a key, d", -0.08, 3.1),
            share_axis("largest weight"),
            annotations=key(keys),
            margin=TWO_ROWS,
        ),
    )  # fmt: skip


def learned(result: Result) -> Drawing:
    """A head in training: what it gets right, and which clue it hears."""
    run, x = result.learned, np.array(UPDATES, float)
    data = [
        line(x, run.accuracy, INK, "accuracy"),
        dotted_line(x, run.nearer, NEGATIVE, "weight on the nearer clue", size=5, dash="dash"),
        dotted_line(
            x, run.farther, POSITIVE, "weight on the farther clue", size=6, symbol="diamond"
        ),
    ]
    keys = [
        [("━", INK, "accuracy")],
        [("●", NEGATIVE, "nearer clue"), ("◆", POSITIVE, "farther clue")],
    ]
    return Drawing(
        data,
        layout(
            "Against the number of updates: the share of new sentences told right, and the mean weights "
            "on the nearer clue and on the farther one.",
            axis("updates", range=[-2, UPDATES[-1] + 2]),
            share_axis("share"),
            annotations=key(keys),
            margin=TWO_ROWS,
        ),
    )


def memory(result: Result) -> Drawing:
    """Digits told by the stored ones they hear: accuracy and log loss by temperature."""
    p, m, now = result.params, result.memory, result.memory_here
    data = [
        line(SWEPT, m.accuracy, INK, "accuracy"),
        line(SWEPT, m.loss, POSITIVE, "log loss", dash="dash"),
        upright(p.temperature, 0, 2.5, INK, "your temperature", width=THIN),
        here(p.temperature, now.accuracy[0], "accuracy, at yours"),
        here(p.temperature, now.loss[0], "log loss, at yours", POSITIVE, symbol="diamond"),
    ]
    keys = [[("━", INK, "accuracy"), ("- -", POSITIVE, "log loss")]]
    return Drawing(
        data,
        layout(
            "The share of new digits told right by those they hear, and their mean log loss, "
            "against the temperature, on a log axis.",
            log_axis("temperature", -2.3, 2.1),
            axis("accuracy; log loss", range=[-0.15, 2.5]),
            annotations=key(keys),
            margin=MARGIN,
        ),
    )


def depth(result: Result) -> Drawing:
    """How unlike words are after each layer of attention, with the residual connection and without."""
    x = np.arange(LAYERS + 1.0)
    kept, lost = (np.where(each > LEAST_SPREAD, each, np.nan) for each in result.spread)
    data = [
        line(x, kept, NEGATIVE, "with the residual connection"),
        dotted_line(x, lost, POSITIVE, "without", dash="dash"),
    ]
    keys = [[("━", NEGATIVE, "with residual"), ("●", POSITIVE, "without")]]
    return Drawing(
        data,
        layout(
            "How much words differ from their mean, against the number of layers, on a log axis: with a "
            "residual connection around each, and without.",
            axis("layers", range=[-0.3, LAYERS + 0.3]),
            log_axis("difference from the mean", -4.1, 0.1, tickvals=SPREADS, ticktext=SPREAD_TEXTS),
            annotations=key(keys),
            margin=MARGIN,
        ),
    )  # fmt: skip


def block(result: Result) -> Diagram:
    """A block of a Transformer, from left to right: its parts, their weights, and ways around them."""
    weights = {
        part: f"{part}\n{_short(each)}"
        for part, each in zip(("attention", "feed-forward"), result.block, strict=True)
    }
    x = np.array([1.1, 3.7, 6.5, 8.8, 11.0, 13.8, 16.1])
    wide = np.array([1.6, 1.9, 2.5, 0.9, 1.9, 2.5, 0.9])
    y = np.full(len(x), MIDDLE)
    marks = [
        arrows(x[:-1] + wide[:-1] / 2, y[:-1], x[1:] - wide[1:] / 2, y[1:], name="through"),
        *_around_part(2.3, x[3], "around attention"),
        *_around_part(9.65, x[6], "around feed-forward"),
        nodes(
            x, y, name="part", names=_names(PARTS), size=wide, high=1.3, shape="box",
            text=[{"sum": "+", **weights}.get(part, part) for part in PARTS],
        ),
        text(
            [5.5, 12.9], [0.5, 0.5], ["residual", "residual"], name="label: residual", side="above",
            gap=0.05, color=MUTED,
        ),
    ]  # fmt: skip
    shows = (
        "A block of a Transformer: a norm and attention, a norm and a feed-forward network, each added "
        "to what came before by a way around it; with their numbers of weights."
    )
    return Diagram(marks, canvas(shows, 17, 3.6, turns=ROOM * 8))


def _around_part(start: float, end: float, name: str) -> list[dict[str, Any]]:
    """A way around a part: up, across, and down into the sum."""
    return [
        edges([start, start], [MIDDLE, 0.5], [start, end], [0.5, 0.5], name=name, color=INK),
        arrows([end], [0.5], [end], [MIDDLE - 0.65], name=f"{name}, into the sum"),
    ]


def _short(weights: int) -> str:
    return f"{weights / 1e6:,.3g} million" if weights >= 1e6 else f"{weights:,}"


def costs(result: Result) -> Drawing:
    """Operations of a layer by the length of the text: the square, the rest, and a recurrent layer."""
    p, c = result.params, result.costs
    crossing = 6.0 * p.width
    data = [
        line(LENGTHS, c.rest, NEGATIVE, "projections and feed-forward"),
        line(LENGTHS, c.square, POSITIVE, "scores and mix", dash="dash"),
        line(LENGTHS, c.recurrent, MUTED, "recurrent layer", dash="dot"),
        upright(p.length, 1e5, 1e19, INK, "your text", width=THIN),
    ]
    keys = [
        [("━", NEGATIVE, "projections and feed-forward"), ("- -", POSITIVE, "scores and mix")],
        [("· ·", MUTED, "recurrent layer"), ("│", INK, "your text")],
    ]
    low, high = np.floor(np.log10(c.square[0])), np.ceil(np.log10(max(c.square[-1], c.rest[-1])))
    notes = key(keys, (0.0, 0.62))
    if LENGTHS[0] < crossing < LENGTHS[-1]:
        at = np.log10(crossing), np.log10(24 * crossing * p.width**2)
        notes.append(label(*at, "n = 6 d ", POSITIVE, xanchor="right", yanchor="bottom"))
    powers = np.arange(low, high + 1, 3)
    ticks, texts = 10.0**powers, np.array([f"10<sup>{each:.0f}</sup>" for each in powers])
    return Drawing(
        data,
        layout(
            "Operations of one layer against the words in the text, both on log axes: scores and mix, "
            "which grow with the square, projections and feed-forward, and a recurrent layer.",
            log_axis("words in the text, n", 1.15, 5.5),
            log_axis("operations", low - 0.1, high + 0.1, tickvals=ticks, ticktext=texts),
            annotations=notes,
            margin=TWO_ROWS,
        ),
    )  # fmt: skip


def miniature(result: Result) -> Diagram:
    """The sentence, small, and from left to right however small."""
    bare = sentence(result).without_words()
    return Diagram(bare.data, {**bare.layout, "turns": False})


# --- parts -----------------------------------------------------------------------------------


def _two(value: float) -> str:
    """Two decimals, a true minus, and none before nothing."""
    return f"{value:z.2f}".replace("-", "−")


def _names(words: Any) -> list[str]:
    """Words as rows of a table: told apart by their place."""
    return [f"{i} {word}" for i, word in enumerate(words, start=1)]


def _cut(words: Any, most: int) -> list[str]:
    return [word if len(word) <= most else f"{word[: most - 1]}…" for word in words]
