"""Pictures of a network that learns wrong labels by heart: the digits, the curves, and the cures."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from concepts.deep_overfitting import DARKEST, EPOCHS, HELD, MOST_PATIENCE, RECIPES, Result
from figures.diagram import DONE, TO_COME, Diagram, canvas, image, nodes, text
from figures.drawing import Drawing
from figures.marks import (
    band,
    dots,
    dotted_line,
    handle,
    here,
    key,
    level,
    line,
    moving_label,
    segments,
    upright,
    whiskers,
)
from figures.theme import (
    GOOD,
    INK,
    MUTED,
    NEGATIVE,
    POSITIVE,
    SMALL_MARGIN,
    THIN,
    axis,
    faded,
    layout,
    share_axis,
)
from sentences.numbers import percent

Floats = NDArray[Any]
ACROSS, DOWN = 6, 3  # places for the pictures
TILE, PICTURE, FRAME = (1.0, 1.3), 0.74, 0.9  # units of the diagram
TRUE, MEMORISED = NEGATIVE, POSITIVE
TENTHS = np.arange(0.0, EPOCHS + 1, 10)
LOSS_PART, ACCURACY_PART = [0.36, 1.0], [0.0, 0.26]  # of the height of the curves
MARGIN = {**SMALL_MARGIN, "l": 58, "t": 30}
TWO_ROWS = {**MARGIN, "t": 50}
LOOKS = {  # of the norms of trainings that are kept in a file
    "plain": (MUTED, "solid", "━", "nothing"),
    "decay_small": (POSITIVE, "dot", "· ·", "AdamW 0.03"),
    "decay": (POSITIVE, "dash", "- -", "AdamW 1"),
    "l2": (NEGATIVE, "dashdot", "-·-", "L2 0.03"),
}


def digits(result: Result) -> Diagram:
    """Some wrongly labelled digits, framed by what the network answers now."""
    shown, epoch = result.pictures, result.params.epoch
    many = len(shown.true)
    answers = shown.answers[epoch]
    is_true, is_label = answers == shown.true, answers == shown.label
    hue = np.where(is_true, TRUE, MEMORISED)
    column, row = np.arange(many) % ACROSS, np.arange(many) // ACROSS
    x, y = (column + 0.5) * TILE[0], (row + 0.4) * TILE[1]
    names = [
        f"digit {i + 1}, a {c} labelled {k}"
        for i, (c, k) in enumerate(zip(shown.true, shown.label, strict=True))
    ]
    sign = np.where(is_true, "✓", np.where(is_label, "✗", ""))
    said = [f"{k}→{a} {s}".rstrip() for k, a, s in zip(shown.label, answers, sign, strict=True)]
    marks = [
        nodes(
            x, y, name="frame", names=names, shape="box", size=FRAME, high=FRAME, color=hue.tolist(),
            state=np.where(is_true | is_label, DONE, TO_COME),
        )
    ]  # fmt: skip
    for i, pixels in enumerate(shown.image):
        corner = x[i] - PICTURE / 2, y[i] - PICTURE / 2
        marks.append(
            image(*corner, PICTURE, PICTURE, pixels, name=f"picture {i + 1}", high=DARKEST)
        )
    marks.append(text(x, y, said, name="answer", names=names, side="below", gap=FRAME / 2 + 0.02))
    return Diagram(
        marks,
        canvas(
            "Digits to learn from in rows, those first that are memorised first. Under each stands its "
            "label and what the network answers now, with a tick where that is the true digit, a cross "
            "where it is the wrong label; the frame says the same.",
            ACROSS * TILE[0],
            DOWN * TILE[1],
            square=True,
        ),
    )


def curves(result: Result) -> Drawing:
    """Training and validation loss by epoch with the gap between them, and accuracy on fresh digits."""
    c, p, stop = result.curves, result.params, result.stop
    x = np.arange(EPOCHS + 1.0)
    own, watched = c.loss, c.watched_loss
    top = float(np.ceil(4 * max(own[2:].max(), watched[2:].max())) / 4)  # the start is beyond
    now, lower = x[p.epoch], {"xaxis": "x", "yaxis": "y2"}
    data = [
        band(x, own, watched, MUTED, "gap", faded(MUTED, 0.13)),
        band([stop.best, stop.stopped], [0, 0], [top, top], GOOD, "patience", faded(GOOD, 0.16)),
        upright(stop.best, 0, top, GOOD, "kept", dash="dash"),
        line(x, own, NEGATIVE, "training loss"),
        whiskers(x[::5], (watched - c.error)[::5], (watched + c.error)[::5], NEGATIVE, "standard error"),
        line(x, watched, NEGATIVE, "validation loss", dash="dash"),
        line(x, c.test, INK, "test accuracy", width=2) | lower,
        here(stop.best, c.test[stop.best], "test accuracy, kept", GOOD, symbol="diamond") | lower,
        upright(now, 0, top, INK, "now", width=THIN),
        here(now, own[p.epoch], "training loss, now", NEGATIVE),
        here(now, watched[p.epoch], "validation loss, now", NEGATIVE, symbol="square"),
        here(now, c.test[p.epoch], "test accuracy, now") | lower,
        moving_label(*_beside(now, c.test[p.epoch]), percent(c.test[p.epoch]), name="label: test")
        | lower,
    ]  # fmt: skip
    keys = [
        [
            ("━", NEGATIVE, "training"),
            ("- -", NEGATIVE, "validation"),
            ("┆", GOOD, "kept"),
            ("█", GOOD, "patience"),
        ]
    ]
    return Drawing(
        data,
        layout(
            "Above, training and validation loss against the epoch, the gap between them shaded, and "
            "where early stopping keeps the weights and waits. Below, the share of fresh digits read "
            "right.",
            axis("epoch", range=[-1, EPOCHS + 1], anchor="y2", nticks=7),
            axis("loss", range=[0, top], domain=LOSS_PART),
            [handle("now", "line"), handle("validation loss, now", "square")],
            yaxis2=share_axis("accuracy", domain=ACCURACY_PART, anchor="x", range=[0, 1.02], nticks=3),
            annotations=key(keys, (0.0, 0.27, 0.58, 0.76)),
            margin={"l": 60, "r": 12, "t": 28, "b": 46},
        ),
    )  # fmt: skip


def _beside(x: float, y: float) -> tuple[float, float]:
    """A place for the label, above the line or below."""
    return min(max(x, 4.0), EPOCHS - 4.0), y - 0.42 if y > 0.5 else y + 0.05


def shares(result: Result) -> Drawing:
    """How clean and wrongly labelled digits are answered, by epoch."""
    c, now = result.curves, result.params.epoch
    x = np.arange(EPOCHS + 1.0)
    data = [line(x, c.clean, MUTED, "rightly labelled, as labelled", dash="dot")]
    keys = [[("· ·", MUTED, "right labels, as labelled")]]
    if result.wrong:
        data += [
            line(x, c.true, TRUE, "wrongly labelled, true digit"),
            line(x, c.memorised, MEMORISED, "wrongly labelled, memorised", dash="dash"),
            here(now, c.true[now], "true digit, now", TRUE),
            here(now, c.memorised[now], "memorised, now", MEMORISED, symbol="diamond"),
        ]
        keys.append([("━", TRUE, "wrong ones: true digit"), ("- -", MEMORISED, "memorised")])
    else:
        data.append(here(now, c.clean[now], "rightly labelled, now", MUTED))
    return Drawing(
        data,
        layout(
            "Against the epoch, the shares of digits to learn from that are answered so: rightly "
            "labelled ones as labelled"
            + (", wrongly labelled ones truly and as labelled." if result.wrong else "."),
            axis("epoch", range=[-1, EPOCHS + 1]),
            share_axis("share answered so"),
            annotations=key(keys, (0.0, 0.58)),
            margin=TWO_ROWS if result.wrong else MARGIN,
        ),
    )  # fmt: skip


def patience(result: Result) -> Drawing:
    """What early stopping keeps with each patience."""
    c, p = result.curves, result.params
    x = np.arange(1.0, MOST_PATIENCE + 1)
    kept, ended = c.test[result.by_patience], c.test[result.ended]
    low, high = _around(np.concatenate([kept, ended, [c.test[-1]]]))
    data = [
        level(c.test[-1], 0, 21, INK, "all 60 epochs", dash="dot", width=THIN),
        dotted_line(x, ended, MUTED, "where it stopped", size=6, symbol="square", dash="dash"),
        dotted_line(x, kept, GOOD, "best kept", size=7),
        here(p.patience, kept[p.patience - 1], "yours", GOOD, symbol="diamond"),
    ]
    keys = [
        [("●", GOOD, "best weights kept"), ("■", MUTED, "the last ones")],
        [("· ·", INK, "all 60 epochs")],
    ]
    return Drawing(
        data,
        layout(
            "The share of fresh digits read right against the patience, with the best weights put back "
            "and with those where the training stopped; a dotted line for all epochs.",
            axis(
                "patience (epochs)",
                range=[0, MOST_PATIENCE + 1],
                tickvals=np.array([1, 5, 10, 15, 20]),
            ),
            axis("test accuracy", range=[low, high], tickformat=".0%"),
            annotations=key(keys, (0.0, 0.44)),
            margin=TWO_ROWS,
        ),
    )


def _around(values: Floats) -> tuple[float, float]:
    """Round ends around shares, at least a fifth apart."""
    low, high = np.floor(20 * values.min() - 0.2) / 20, np.ceil(20 * values.max() + 0.2) / 20
    return float(max(min(low, high - 0.2), -0.02)), float(min(high, 1.02))


def cures(result: Result) -> Drawing:
    """Test accuracy at the end of trainings kept in a file, a dot for each seed."""
    rows = list(RECIPES)
    y = np.arange(len(rows), 0.0, -1)
    tests = [result.runs[name].test for name in rows]
    middle = np.array([np.median(each) for each in tests])
    c = result.curves
    data = [
        upright(middle[0], 0.4, len(rows) + 0.6, INK, "nothing, median", dash="dot", width=THIN),
        dots(
            np.concatenate(tests), np.repeat(y, [len(each) for each in tests]), MUTED, "a seed each",
            size=6, opacity=0.55, width=0,
        ),
        segments(*_uprights(middle, y), POSITIVE, "median", width=3),
        here(c.test[-1], 0.0, "yours, at the end"),
        here(c.test[result.stop.best], 0.0, "yours, kept", GOOD, symbol="diamond"),
    ]  # fmt: skip
    low = min(0.5, float(np.floor(10 * min(c.test[-1], c.test[result.stop.best])) / 10))
    return Drawing(
        data,
        layout(
            "The share of fresh digits read right at the end of training, a dot for each of 20 seeds and "
            "a line for their median, in a row for each way to hold a network back; yours below.",
            axis("test accuracy", range=[low, 1.0], tickformat=".0%"),
            axis(
                "held back by", range=[-0.7, len(rows) + 0.7], tickvals=np.array([*y, 0.0]),
                ticktext=np.array([*RECIPES.values(), "Yours"]), showgrid=False,
                scale=["Yours", *reversed(RECIPES.values())],
            ),
            margin={"l": 170, "r": 12, "t": 8, "b": 46},
        ),
    )  # fmt: skip


def _uprights(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Both ends of a short upright line at each place."""
    return np.column_stack([x, y - 0.34]), np.column_stack([x, y + 0.34])


def norms(result: Result) -> Drawing:
    """The norm of the weights by epoch, yours and those of trainings kept in a file."""
    c, now = result.curves, result.params.epoch
    data = []
    for name in HELD:
        color, dash, _, said = LOOKS[name]
        each = result.runs[name].norm
        data += [
            whiskers(TENTHS, each.min(axis=0), each.max(axis=0), color, f"20 seeds, {said}"),
            line(TENTHS, np.median(each, axis=0), color, f"norm, {said}", dash=dash, width=2),
        ]
    data += [
        line(np.arange(EPOCHS + 1.0), c.norm, INK, "norm, yours", width=3),
        here(now, c.norm[now], "yours, now"),
    ]
    top = float(max(20.0, 5 * np.ceil(1.04 * c.norm.max() / 5)))
    keys = [(sign, color, said) for color, _, sign, said in LOOKS.values()]
    return Drawing(
        data,
        layout(
            "The norm of all weights against the epoch: yours, and medians of 20 seeds, with bars from "
            "the lowest to the highest, without anything, with L2 in the loss, and with decay apart "
            "from it.",
            axis("epoch", range=[-1, EPOCHS + 1]),
            axis("norm of the weights", range=[0, top]),
            annotations=key([[("━", INK, "yours"), *keys[:2]], keys[2:]], (0.0, 0.36, 0.68)),
            margin=TWO_ROWS,
        ),
    )


def widths(result: Result) -> Drawing:
    """Test loss and error by width, where all digits are learned to the end."""
    width, right, error, loss = result.widths.T
    said = [f"{each:.0f}" for each in width]
    x = np.arange(len(width), dtype=float)
    lower = {"xaxis": "x", "yaxis": "y2"}
    data = [
        dotted_line(x, loss, NEGATIVE, "test loss", size=7, dash="dash"),
        dotted_line(x, error, INK, "test error", size=7, symbol="square") | lower,
        dotted_line(x, 1 - right, MUTED, "training error", size=6, symbol="diamond", dash="dot")
        | lower,
    ]
    keys = [
        ("- -", NEGATIVE, "test loss"),
        ("■", INK, "test error"),
        ("◆", MUTED, "training error"),
    ]
    return Drawing(
        data,
        layout(
            "The loss on fresh digits, above, and the errors on fresh ones and on those learned, below, "
            "against the number of hidden units.",
            axis(
                "hidden units", range=[-0.4, len(x) - 0.6], anchor="y2", tickvals=x,
                ticktext=np.array(said), scale=said,
            ),
            axis("loss", range=[0, float(np.ceil(1.1 * loss.max()))], domain=[0.54, 1.0]),
            yaxis2=share_axis("error", domain=[0.0, 0.46], anchor="x", nticks=3),
            annotations=key([keys], (0.0, 0.3, 0.6)),
            margin=MARGIN,
        ),
    )  # fmt: skip


def masks(result: Result) -> Drawing:
    """Log loss of the mean answer of so many masks, and of the whole network."""
    m = result.masks
    x = np.arange(1.0, len(m.loss) + 1)
    ends = np.array([m.whole_loss, *m.loss[np.isfinite(m.loss)]])
    data = [
        level(m.whole_loss, 0, len(m.loss) + 1, POSITIVE, "whole network", dash="dash"),
        line(x, m.loss, NEGATIVE, "mean of masks"),
        here(1, m.loss[0], "one mask", NEGATIVE),
    ]
    return Drawing(
        data,
        layout(
            "The log loss on the validation digits of the mean answer of so many masks, against their "
            "number, and a dashed line for the whole network.",
            axis("masks", range=[0, len(m.loss) + 1], tickvals=np.array([1, 10, 20, 30, 40, 50])),
            axis("log loss", range=[0, float(1.08 * ends.max())]),
            annotations=key([[("━", NEGATIVE, "mean of masks"), ("- -", POSITIVE, "whole network")]]),
            margin=MARGIN,
        ),
    )  # fmt: skip


def ridge(result: Result) -> Drawing:
    """Coefficients of a linear model with its inputs dropped, and without."""
    found = result.linear
    x = np.arange(len(found.names), dtype=float)
    reach = float(1.15 * np.abs(found.plain).max())
    zero = np.zeros(len(x))
    data = [
        level(0, -0.6, len(x) - 0.4, INK, "zero", width=THIN),
        whiskers(x, zero, found.dropped, NEGATIVE, "from zero", width=3),
        dots(
            x, found.plain, MUTED, "least squares", symbol="circle-open", width=2, edge=MUTED,
        ),
        dots(x, found.dropped, NEGATIVE, "dropout", symbol="square"),
    ]  # fmt: skip
    return Drawing(
        data,
        layout(
            "The coefficients of ten inputs of the diabetes table, by least squares and with inputs "
            "dropped out.",
            axis(
                "input, standardised", range=[-0.6, len(x) - 0.4], tickvals=x,
                ticktext=np.array(found.names), scale=list(found.names), showgrid=False,
            ),
            axis("coefficient", range=[-reach, reach]),
            annotations=key([[("○", MUTED, "least squares"), ("■", NEGATIVE, "dropout = ridge")]]),
            margin=MARGIN,
        ),
    )  # fmt: skip


def miniature(result: Result) -> Diagram:
    """The digits in their frames, without words."""
    return digits(result).without_words()
