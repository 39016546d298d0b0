"""What the pictures of batch norm and layer norm say, in words."""

import math

import numpy as np

from concepts.normalization import BLOCKS, BY_ROW, CENTER, NETS, NORMS, ROWS, SPREAD, Result
from sentences.numbers import amount, capital, count, counted, number, percent

NOTHING = 1e-9  # what two ways of adding up differ by


def claim(result: Result) -> str:
    """The sentence above the main figure."""
    p = result.params
    own = f"{BY_ROW[p.rule]} by {_zero(result.own_moved)}"
    if p.mode == "use":
        text = (
            f"By running averages batch norm puts your row {number(result.distance, 2)} from where "
            "an endless batch would, whoever sits beside you"
        )
        return f"{text}: your neighbour moves it by {_zero(result.moved)}."
    if p.batch == 1:
        return (
            "Alone in its batch your row has nothing to be compared with: batch norm makes it 0. "
            f"{_name(result)} needs nobody else."
        )
    if p.neighbour != 1:
        return (
            f"A neighbour times {amount(p.neighbour)} moves your row by {_zero(result.moved)} under "
            f"batch norm, with {counted(p.batch, 'row')} in the batch; under {own}."
        )
    return (
        f"With {count(p.batch)} in the batch, batch norm puts your row "
        f"{number(result.distance, 2)} from where an endless batch would. {_name(result)} does not "
        "ask who else is there."
    )


def headline(result: Result) -> dict[str, str]:
    """Your first number, the distance, what the neighbour does, the slope and the trained networks."""
    p = result.params
    return {
        "Your first number, batch norm": number(_small(result.yours[0]), 2),
        f"By row, {BY_ROW[p.rule]}": number(_small(result.own[0]), 2),
        "From the endless batch": number(result.distance, 2),
        "Moved by the neighbour": _zero(result.moved),
        "Gradient to your first number": _zero(result.slope),
        "Digits read, batch / layer norm": " / ".join(
            percent(_accuracy(result, name)) for name in ("batch", "layer")
        ),
    }


def answer(result: Result) -> dict[str, float]:
    """The numbers that the standalone script finds as well."""
    return {
        "first": float(result.yours[0]),
        "distance": result.distance,
        "moved": result.moved,
        "first_by_row": float(result.own[0]),
        "slope": result.slope,
        "running_mean": float(result.running.mean[-1]),
        "log_delta_batch": math.log(result.delta[1][0]),
        "log_delta_layer": math.log(result.delta[2][0]),
        "loss_multiplied": float(result.path.loss[-1, 1]),
        "proline_by_row": float(result.wine_middle[1][-1]),
    }


# --- one sentence a figure -------------------------------------------------------------------


def tables(result: Result) -> str:
    """What your first number is made of, by column and by row."""
    p = result.params
    first, mean, scale = result.table[0, 0], result.mean[0], result.scale[0]
    who = "running averages" if p.mode == "use" else "the column"
    left = (
        f"Your first number is {number(first)}. By {who} {number(_small(mean))} is taken off and "
        f"{_by(scale)}: {number(_small(result.yours[0]), 2)}."
    )
    own = f"{_by(result.own_scale[0])}: {number(_small(result.own[0]), 2)}."
    if p.rule == "rms":
        return f"{left} By your row nothing is taken off and {own}"
    return f"{left} By your row {number(_small(result.own_mean[0]))} is taken off and {own}"


def wobble(result: Result) -> str:
    """How far the batch's size moves your first number."""
    p = result.params
    where = f"An endless batch puts your first number at {number(_small(result.endless[0]), 2)}"
    now = f"{where}, yours at {number(_small(result.yours[0]), 2)}"
    if p.mode == "use":
        return f"{now}, by running averages; the line is what batches of each size do in training."
    usual = number(1 / math.sqrt(p.batch), 2)
    return f"{now}, with {counted(p.batch, 'example')}. The band is 1/√B to either side: ± {usual}."


def running(result: Result) -> str:
    """Where running averages have come."""
    p, run = result.params, result.running
    kept = (1 - p.new) ** p.seen
    start = percent(kept) if kept > 0 else percent(0)
    text = (
        f"After {counted(p.seen, 'batch', 'batches')} of {counted(p.batch, 'row')} the running mean is "
        f"{number(_small(run.mean[-1]))}, where the truth is {number(_small(CENTER + p.shift))}. "
        f"Its start counts for {start}."
    )
    if p.batch == 1:
        return f"{text} A single row has no variance, so the running one stays at 1."
    return f"{text} The running variance is {number(run.variance[-1])}; the truth is {amount(SPREAD**2)}."


def training(result: Result) -> str:
    """How the three compare where you are."""
    p, name = result.params, result.places[result.place]
    said = {each: percent(_accuracy(result, each)) for each in NORMS}
    if p.regime == "scale":
        low, high = result.places[[0, -1]]
        ends = [
            f"{amount(x)}: {percent(np.median(result.accuracy[1][i]))} with batch norm and "
            f"{percent(np.median(result.accuracy[0][i]))} without"
            for x, i in ((low, 0), (high, -1))
        ]
        return (
            f"Medians of 20 networks, by how many times He's weights they start with. At {ends[0]}; "
            f"at {ends[1]}. At He's own, {said['batch']} and {said['none']}."
        )
    how = (
        "batches of one class" if p.regime == "sorted" else "shuffled batches"
    ) + f" of {count(name)}"
    return (
        f"After 240 updates with {how} the median network reads {said['batch']} of other digits with "
        f"batch norm, {said['layer']} with layer norm and {said['none']} with none."
    )


def gradients(result: Result) -> str:
    """What each norm does to the gradient on its way back."""
    p = result.params
    none, batch, layer = (number(each[0], 2) for each in result.delta)
    return (
        f"Back through {counted(p.depth, 'ReLU layer')} the gradient is multiplied by {batch} with batch "
        f"norm over {ROWS} examples, which is {number(_factor(result))} a layer; by {layer} with layer "
        f"norm, and by {none} without."
    )


def place(result: Result) -> str:
    """What the last of many blocks learns from, with the norm in either place."""
    pre, post = (number(each[-1] / each[0], 2) for each in result.last)
    return (
        f"With layer norm in the branch the last of {counted(BLOCKS[-1], 'residual block')} has {pre} of "
        f"the gradient of a block alone; with the norm after the sum, {post} of it. In the branch the "
        "way around stays clear, and each block adds to the variance, so the last changes less. "
        f"These are means of {NETS} networks before any training."
    )


def scale(result: Result) -> str:
    """How far the two paths are apart, and how the weights have grown."""
    p, path = result.params, result.path
    plain, other = (number(path.loss[-1, i]) for i in (0, 1))
    grown = number(path.length[-1, 1] / path.length[0, 1])
    return (
        f"After {counted(len(path.loss) - 1, 'update')} the loss is {plain}; with weights times "
        f"{amount(p.times)} and a rate times {amount(p.rate_times)} it is {other}, and on the way "
        f"at most {_zero(result.apart)} apart. Its weights are {grown} times as long as at the start."
    )


def wine(result: Result) -> str:
    """What is left of the wines, and how well they are told apart."""
    raw, columns, rows = (percent(np.median(each)) for each in result.wine)
    low, high = (number(each[1][-1]) for each in (result.wine_low, result.wine_high))
    return (
        f"By row, proline, the largest number of each wine, is {low} to {high} in all of them. A "
        f"logistic regression tells {rows} of other wines right, {columns} by column and {raw} with raw "
        "numbers."
    )


def miniature(result: Result) -> str:
    """The claim again, for the small picture."""
    return claim(result)


# --- named numbers for the words in content/ ---------------------------------------------------


def ticks(_result: Result) -> dict[str, float]:
    """Batches that are special."""
    return {"you alone": 1, "you and one other": 2, "usual in training": 32}


def measures(result: Result) -> dict[str, float]:
    """What guesses and challenges speak of."""
    return {
        "batch": float(result.params.batch),
        "largest": float(np.abs(result.yours).max()),
        "moved": result.moved,
        "own_moved": result.own_moved,
        "gap": result.own_gap,
        "apart": result.apart,
        "batch_accuracy": _accuracy(result, "batch"),
        "batch_low": float(np.median(result.accuracy[1][0])),
        "wine": float(np.median(result.wine[-1])),
        "exploded": float(result.delta[1][0]),
    }


def facts(result: Result) -> dict[str, str]:
    """Named numbers as text, for the words in content/."""
    p = result.params
    raw, columns, rows = (percent(np.median(each)) for each in result.wine)
    none, batch, layer = (number(each[0], 2) for each in result.delta)
    return {
        "size": count(p.batch),
        "distance": number(result.distance, 2),
        "first": number(_small(result.yours[0]), 2),
        "own_first": number(_small(result.own[0]), 2),
        "endless": number(_small(result.endless[0]), 2),
        "times": amount(p.neighbour),
        "moved": _zero(result.moved),
        "own_moved": _zero(result.own_moved),
        "slope": _zero(result.slope),
        "gap": _zero(result.own_gap),
        "apart": _zero(result.apart),
        "weights_times": amount(p.times),
        "rate_times": amount(p.rate_times),
        "seen": count(p.seen),
        "running": number(_small(result.running.mean[-1])),
        "plain_read": percent(_accuracy(result, "none")),
        "batch_read": percent(_accuracy(result, "batch")),
        "layer_read": percent(_accuracy(result, "layer")),
        "plain_low": percent(np.median(result.accuracy[0][0])),
        "batch_low": percent(np.median(result.accuracy[1][0])),
        "layer_low": percent(np.median(result.accuracy[2][0])),
        "low": amount(result.places[0]),
        "wine_raw": raw,
        "wine_columns": columns,
        "wine_rows": rows,
        "proline": number(result.wine_middle[1][-1]),
        "layers": count(p.depth),
        "delta_none": none,
        "delta_batch": batch,
        "delta_layer": layer,
        "factor": number(_factor(result)),
    }


# --- parts -----------------------------------------------------------------------------------


def _accuracy(result: Result, norm: str) -> float:
    """The median of the trainings nearest to the batch size."""
    return float(np.median(result.accuracy[NORMS.index(norm)][result.place]))


def _factor(result: Result) -> float:
    """What a layer with batch norm multiplies the gradient by, in the geometric mean."""
    return math.pow(float(result.delta[1][0]), 1 / (result.params.depth - 1))


def _by(scale: float) -> str:
    return f"the rest divided by {number(scale)}"


def _name(result: Result) -> str:
    return capital(BY_ROW[result.params.rule])


def _small(value: float) -> float:
    """A number, and 0 for what is only rounding."""
    return 0.0 if abs(value) < NOTHING else float(value)


def _zero(value: float) -> str:
    return number(_small(value), 2)
