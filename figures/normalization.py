"""Pictures of batch norm and layer norm: a table lit by column and by row, and what comes of it."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from concepts.normalization import BLOCKS, BY_ROW, CENTER, MOST, NORMS, ROWS, RULE, SHOWN, Result
from figures.diagram import (
    DONE,
    NOW,
    TO_COME,
    Diagram,
    canvas,
    grid_of_numbers,
    image,
    text,
    window,
)
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
    log_axis,
    upright,
    whiskers,
)
from figures.theme import (
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

Floats = NDArray[Any]
BATCH, ROW, NONE = NEGATIVE, POSITIVE, MUTED
LOOKS = {
    "none": (NONE, "dot", "· ·"),
    "batch": (BATCH, "solid", "━"),
    "layer": (ROW, "dash", "- -"),
}
CALLED = {"none": "no norm", "batch": "batch norm", "layer": "layer norm"}
# The main figure's places, in cells: where tables begin from the left and from the top, and how high
# a row is of those that have no numbers.
LEFT, TOP, THREAD = 1.45, 1.15, 0.04
HEAD = 0.45  # where their names stand, clear of the frames in front of a room, too
STATISTICS = TOP + SHOWN + THREAD * (MOST - SHOWN) + 0.25
OUTCOME = STATISTICS + 2.35
MARGIN = {**SMALL_MARGIN, "l": 58, "t": 30}
TWO_ROWS = {**MARGIN, "t": 50}
REACH = 3.0  # the size of a normalised number that has the deepest tint
LOW, HIGH = -1.5, 2.7  # where your first number may lie
PLAIN = 9.0  # the size of a raw number that has the deepest tint
POWERS = -16, 16


def tables(result: Result) -> Diagram:
    """The same table twice, a column lit and a row lit, and what becomes of your row."""
    p = result.params
    F, right = p.features, LEFT + p.features + 0.6
    rows = result.table[:SHOWN]
    inside = np.arange(SHOWN)[:, None] < p.batch
    of_column = np.where(inside, np.where(np.arange(F) == 0, NOW, DONE), TO_COME)
    if p.mode == "use":
        of_column = np.where(inside, DONE, TO_COME)
    of_row = np.where(inside, np.where(np.arange(SHOWN)[:, None] == 0, NOW, DONE), TO_COME)
    of_row = np.broadcast_to(of_row, rows.shape)
    lit = np.where(np.arange(F) == 0, NOW, DONE)
    called = ["your row", "neighbour", *(f"row {i}" for i in range(3, SHOWN + 1))]
    columns = [f"feature {i}" for i in range(1, F + 1)]
    decimals = 1 if abs(rows).max() < 100 else 0
    longest = max(len(f"{each:.{decimals}f}") for each in rows.ravel())
    sizes: dict[str, Any] = {"limit": PLAIN, "decimals": decimals, "longest": longest}
    raw = {**sizes, "rows": called, "columns": columns}
    # Numbers of one decimal: of more there is no room on a phone.
    out: dict[str, Any] = {
        "cell": (1.0, 1.3), "limit": REACH, "decimals": 1, "longest": 4, "columns": columns,
    }  # fmt: skip
    own = np.column_stack([result.own_mean, result.own_scale])[:SHOWN]
    own_state = np.broadcast_to(of_row[:, :1], (SHOWN, 2))
    ends = TOP + min(p.batch, SHOWN) + THREAD * max(p.batch - SHOWN, 0)
    threads = THREAD * (MOST - SHOWN)
    shades = result.table[SHOWN:]
    used = "running averages" if p.mode == "use" else "those of the batch"
    data = [
        grid_of_numbers(LEFT, TOP, rows, name="table, by column", state=of_column, **raw),
        image(LEFT, TOP + SHOWN, F, threads, shades, name="the others", low=-PLAIN, high=PLAIN),
        grid_of_numbers(
            LEFT, STATISTICS, np.stack([result.mean, result.scale]), name="mean and deviation of columns",
            state=np.stack([lit, lit]), rows=["mean", "standard deviation"], columns=columns, **sizes,
        ),
        grid_of_numbers(
            LEFT, OUTCOME, result.yours, name="your row after batch norm", rows=["your row"], **out,
        ),
        grid_of_numbers(right, TOP, rows, name="table, by row", state=of_row, **raw),
        image(right, TOP + SHOWN, F, threads, shades, name="the others again", low=-PLAIN, high=PLAIN),
        grid_of_numbers(
            right + F + 0.2, TOP, own, name="mean and deviation of rows", state=own_state, rows=called,
            columns=["mean", "standard deviation"], **sizes,
        ),
        grid_of_numbers(
            right, OUTCOME, result.own, name="your row by itself", rows=["your row"], **out,
        ),
        window([LEFT - 0.08], [TOP - 0.08], F + 0.16, ends - TOP + 0.16, name="the batch"),
        window([LEFT - 0.08], [ends], F + 0.16, 0.14, name="end of the batch"),
        window([right - 0.08], [TOP - 0.08], F + 2.36, 1.16, name="one row"),
        window([LEFT - 0.08, right - 0.08], [OUTCOME - 0.08] * 2, F + 0.16, 1.46, name="you, normalised"),
        _words([LEFT, right], [HEAD, HEAD], ["Batch norm", RULE[p.rule]], "norms", bold=True),
        _words(
            [right + F + 0.2], [HEAD], ["mean sd" if p.rule == "layer" else "0   rms"], "own",
        ),
        _words(
            [0, 0, 0, 0, 0],
            [TOP + 0.5, TOP + 1.5, STATISTICS + 0.5, STATISTICS + 1.5, OUTCOME + 0.65],
            ["you", "" if p.neighbour == 1 else f"×{p.neighbour:g}", "mean", "sd", "you"], "rows",
        ),
        _words([right], [STATISTICS + 1.0], ["each row alone"], "alone"),
    ]  # fmt: skip
    return Diagram(
        data,
        canvas(
            "The same table of numbers twice. On the left a frame is around the rows of the batch, a "
            "column is lit, and under the table stand the mean and standard deviation of each "
            f"column ({used}); on the right a row is lit, its own beside it. Below, what becomes of "
            "your row.",
            right + F + 2.35,
            OUTCOME + 1.35,
            handles=[handle("end of the batch", "edge")],
        ),
    )


def wobble(result: Result) -> Drawing:
    """Your first number after each norm, by batch size."""
    p = result.params
    sizes = np.arange(1.0, MOST + 1)
    half = 1 / np.sqrt(sizes)
    middle, own = float(result.endless[0]), float(result.own[0])
    by_row = BY_ROW[p.rule]
    data = [
        band(sizes, middle - half, middle + half, MUTED, "endless batch, 1/√B to either side"),
        level(middle, 1, MOST, INK, "endless batch", dash="dot", width=THIN),
        level(own, 1, MOST, ROW, f"yours, {by_row}", dash="dash"),
        line(sizes, result.by_batch[:, 0], BATCH, "yours, batch norm in training"),
        upright(p.batch, LOW, HIGH, INK, "your batch size", width=THIN),
        here(p.batch, own, "yours by row, now", ROW, symbol="diamond"),
        here(p.batch, result.yours[0], "yours by batch norm, now", BATCH),
    ]
    return Drawing(
        data,
        layout(
            "Your first number after batch norm in training, against the batch size, with a dotted "
            "line and a band where an endless batch puts it, and a dashed line for the norm by row.",
            axis("batch size", range=[0, MOST + 1]),
            axis("your first number", range=[LOW, HIGH]),
            [handle("your batch size", "line"), handle("yours by batch norm, now", "dot")],
            annotations=key(
                [
                    [("━", BATCH, "batch norm"), ("- -", ROW, by_row)],
                    [("· ·", INK, "endless batch"), ("█", MUTED, "± 1/√B")],
                ]
            ),
            margin=TWO_ROWS,
        ),
    )


def running(result: Result) -> Drawing:
    """Batch means of the first feature, their running average, and the truth."""
    p, run = result.params, result.running
    x = np.arange(1.0, p.seen + 1)
    truth = CENTER + p.shift
    data = [
        level(truth, 0, p.seen, INK, "truth", dash="dot", width=THIN),
        dots(x, run.batch_mean, NONE, "mean of a batch", size=5, opacity=0.6, width=0),
        line(np.append(0, x), np.append(0, run.mean), BATCH, "running average"),
    ]
    return Drawing(
        data,
        layout(
            "Means of the first feature in each batch of a training, as dots, the running average as "
            "a line that begins at 0, and the true mean as a dotted line.",
            axis("batches seen", range=[-0.02 * p.seen, 1.02 * p.seen]),
            axis("mean of feature 1", range=[min(truth - 5, -0.5), max(truth + 5, 0.5)]),
            annotations=key(
                [
                    [("━", BATCH, "running average"), ("●", NONE, "a batch")],
                    [("· ·", INK, "truth")],
                ]
            ),
            margin=TWO_ROWS,
        ),
    )


def training(result: Result) -> Drawing:
    """The accuracy of trained networks, by batch size or by the scale their weights start at."""
    p, scaled = result.params, result.params.regime == "scale"
    x = result.places
    data = [level(0.1, x[0], x[-1], INK, "guessing", dash="dot", width=THIN)]
    for name, each in zip(NORMS, result.accuracy, strict=True):
        color, dash, _ = LOOKS[name]
        data += [
            band(x, each.min(axis=1), each.max(axis=1), color, f"{CALLED[name]}, all seeds"),
            dotted_line(x, np.median(each, axis=1), color, CALLED[name], size=6, dash=dash),
        ]
    inside = [] if scaled else [min(max(p.batch, x[0]), x[-1])] * 2
    data.append(line(inside, [] if scaled else [0, 1], INK, "your batch size, nearest", width=THIN))
    low, high = np.log10(x[[0, -1]])
    return Drawing(
        data,
        layout(
            "The share of 400 digits that trained networks read right, without a norm, with batch "
            "norm and with layer norm, against "
            + ("the scale of their first weights" if scaled else "the batch size")
            + "; medians of 20 seeds, with bands over all.",
            log_axis(
                "weights at the start, times He's" if scaled else "batch size in training",
                low - 0.05, high + 0.05, tickvals=x, ticktext=np.array([f"{each:g}" for each in x]),
            ),
            share_axis("accuracy"),
            annotations=key(
                [[(LOOKS[name][2], LOOKS[name][0], CALLED[name]) for name in NORMS]],
                (0.0, 0.33, 0.68),
            ),
            margin=MARGIN,
        ),
    )  # fmt: skip


def gradients(result: Result) -> Drawing:
    """Delta by layer of deep networks at their start."""
    p = result.params
    layers = np.arange(1.0, p.depth + 1)
    data = [level(1.0, 1, p.depth, INK, "nothing lost", dash="dot", width=THIN)]
    for name, each in zip(NORMS, result.delta, strict=True):
        color, dash, _ = LOOKS[name]
        data.append(line(layers, each, color, f"δ, {CALLED[name]}", dash=dash))
    # As far down as up: a guess may be asked of which way the lines go, and the axis must not tell.
    reach = int(np.ceil(max(np.abs(np.log10(result.delta)).max(), 1)))
    stride = -(-reach // 3)
    powers = np.arange(-(reach // stride) * stride, reach + 1, stride)
    texts = np.array(["1" if k == 0 else f"10<sup>{k}</sup>".replace("-", "−") for k in powers])
    return Drawing(
        data,
        layout(
            f"The gradient of each layer over that of the last, on a log axis, of ReLU networks "
            f"without a norm, with batch norm over {ROWS} examples and with layer norm.",
            axis("layer", range=[0, p.depth + 1]),
            log_axis("δ, over that of the last", -reach - 0.2, reach + 0.2, tickvals=10.0**powers,
                     ticktext=texts),
            annotations=key(
                [[(LOOKS[name][2], LOOKS[name][0], CALLED[name]) for name in NORMS]],
                (0.0, 0.33, 0.68),
            ),
            margin=MARGIN,
        ),
    )  # fmt: skip


def place(result: Result) -> Drawing:
    """The gradient of the last of some residual blocks, with the norm in the branch and after the sum."""
    blocks = np.array(BLOCKS, float)
    pre, post = result.last
    along = np.geomspace(BLOCKS[0], BLOCKS[-1], 41)
    law = pre[0] * np.sqrt(2 / (1 + along))
    data = [
        line(along, law, MUTED, "1 / √(1 + blocks)", dash="dot", width=2),
        dotted_line(blocks, post, ROW, "after the sum", symbol="square"),
        dotted_line(blocks, pre, INK, "in the branch", dash="dash"),
    ]
    keys = [
        [("■", ROW, "after the sum (post)"), ("●", INK, "in the branch (pre)")],
        [("· ·", MUTED, "1 / √(1 + blocks)")],
    ]
    top = float(max(result.last.max(), law.max()))
    return Drawing(
        data,
        layout(
            "The length of the gradient of the last residual block before any training, against the "
            "number of blocks on a log axis, with layer norm in the branch and after the sum.",
            log_axis("residual blocks", -0.1, 1.55, tickvals=blocks,
                     ticktext=np.array([str(each) for each in BLOCKS])),
            axis("gradient, last block", range=[0, 1.12 * top]),
            annotations=key(keys),
            margin=TWO_ROWS,
        ),
    )  # fmt: skip


def scale(result: Result) -> Drawing:
    """The loss by update of two layers before a batch norm, one with larger weights."""
    x, loss = np.arange(len(result.path.loss)), result.path.loss
    data = [
        line(x, loss[:, 1], BATCH, "loss, weights multiplied"),
        line(x, loss[:, 0], INK, "loss, weights as they are", dash="dash", width=2),
    ]
    low, high = loss.min(), loss.max()
    air = 0.05 * (high - low)
    return Drawing(
        data,
        layout(
            "The loss against the number of updates of a layer before a batch norm, and of the same "
            "layer with weights and learning rate multiplied.",
            axis("updates", range=[-1, len(x)]),
            axis("loss", range=[low - air, high + air]),
            annotations=key([[("━", BATCH, "multiplied"), ("- -", INK, "as they are")]]),
            margin=MARGIN,
        ),
    )


def wine(result: Result) -> Drawing:
    """Of each measurement of a wine what is left when rows are standardised, or columns."""
    many = np.arange(1.0, result.wine_low.shape[1] + 1)
    data = []
    for k, (name, color, symbol, aside) in enumerate(
        (("columns", BATCH, "circle", -0.15), ("rows", ROW, "diamond", 0.15))
    ):
        x = many + aside
        data += [
            whiskers(x, result.wine_low[k], result.wine_high[k], color, f"{name}, lowest to highest"),
            dots(x, result.wine_middle[k], color, f"{name}, median", size=8, symbol=symbol),
        ]  # fmt: skip
    return Drawing(
        data,
        layout(
            "Thirteen measurements of 178 wines: a bar from the lowest to the highest, with the median, "
            "after each column is standardised, and beside it after each row is.",
            axis("measurement, the 13th is proline", range=[0.3, 13.7], tickvals=many[::3]),
            axis("standardised", range=[-4.2, 4.6]),
            annotations=key([[("●", BATCH, "by column"), ("◆", ROW, "by row: layer norm")]]),
            margin=MARGIN,
        ),
    )


def miniature(result: Result) -> Diagram:
    """The two tables, without words and numbers."""
    return tables(result).without_words()


# --- parts -----------------------------------------------------------------------------------


def _words(
    x: list[float], y: list[float], said: list[str], name: str, bold: bool = False
) -> dict[str, Any]:
    each = [f"{name} {i + 1}" for i in range(len(x))]
    return text(x, y, said, name=name, names=each, side="right", bold=bold)
