"""What the pictures of recurrent memory say, in words."""

import math

import numpy as np

from concepts.recurrent import CELL, EXAMPLE, LEARNED, OPEN, REACH, STEPS, TRAINED_DAYS, Result
from sentences.numbers import amount, count, counted, number, percent, proportion

LATE = 100  # steps after which a constant gate is told


def claim(result: Result) -> str:
    """The sentence above the main figure."""
    unit, n = result.unit, result.now
    after = f"After {counted(result.params.step, 'step')}"
    cell, plain = (_state(each[n]) for each in (unit.cell, unit.plain))
    if result.params.task == "count":
        return (
            f"{after} with {counted(unit.wanted[n], 'mark')} the LSTM's cell says {cell}, the GRU "
            f"{_state(unit.gru[n])}, the simple unit {plain}."
        )
    return (
        f"{after} the LSTM holds {cell} of a bit of {count(unit.wanted[n])}, the simple unit {plain}; of "
        f"step 1 there is left {proportion(unit.cell_left[n], 2)} against "
        f"{proportion(unit.plain_left[n], 2)}."
    )


def headline(result: Result) -> dict[str, str]:
    """The cell, what is left of step 1 in the LSTM and in the simple unit, and its gate's half-life."""
    unit, n = result.unit, result.now
    return {
        "LSTM cell": _state(unit.cell[n]),
        "Left of step 1": proportion(unit.cell_left[n], 2),
        "in the simple unit": proportion(unit.plain_left[n], 2),
        "Half-life at your bias": f"{number(result.half_life)} steps",
    }


def answer(result: Result) -> dict[str, float]:
    """The numbers that the standalone script finds as well."""
    unit, n = result.unit, result.now
    return {
        "cell": float(unit.cell[n]),
        "gru": float(unit.gru[n]),
        "simple": float(unit.plain[n]),
        "left_in_cell": float(unit.cell_left[n]),
        "half_life": result.half_life,
        "births_error": result.error,
    }


# --- one sentence a figure -------------------------------------------------------------------


def valves(result: Result) -> str:
    """What the gates do now."""
    unit, n = result.unit, result.now
    i, f, o = (number(each[n]) for each in (unit.write, unit.keep, unit.show))
    what = "is marked" if unit.marked[n] else "is not marked"
    return (
        f"Step {result.params.step} {what}: the LSTM writes with {i}, keeps with {f}, shows with {o}. "
        "Its weights and the GRU's are set by hand, not trained."
    )


def gradients(result: Result) -> str:
    """What arrives after one step and after all, and what the usual rule says."""
    p, found = result.params, result.network
    one, last = number(found.norm[1]), number(found.norm[-1])
    rule = (
        f"the radius to the power of {REACH} is"
        if p.cell == "plain"
        else "the largest product of a unit's gates is"
    )
    clipped = (
        f"Clipped at {amount(p.clip)}, it is {number(result.clipped[-1])}."
        if found.norm[-1] > p.clip
        else f"It is not longer than {amount(p.clip)}, so clipping leaves it as it is."
    )
    cut = ""
    if p.window < REACH:
        beyond = number(found.norm[p.window + 1])
        cut = (
            f" Truncated after {counted(p.window, 'step')}, nothing further back gets any; one step more "
            f"and the norm would be {beyond}."
        )
    return (
        f"{_network(result)}: the norm is {one} after one step and {last} after {REACH}, where {rule} "
        f"{number(found.direct[-1])}. {clipped}{cut}"
    )


def forgetting(result: Result) -> str:
    """What a constant gate keeps."""
    return (
        f"With a forget bias of {amount(result.params.bias)} the gate keeps {number(result.keep)} at "
        f"each step: half is left after {number(result.half_life)} steps, and "
        f"{number(result.left[LATE])} after {LATE}."
    )


def attention(result: Result) -> str:
    """What attention removes, the path, and what it takes."""
    d = result.params.hidden
    recurrent, compared = (float(each) for each in result.work(REACH))
    return (
        f"What was said {REACH} steps ago has come through {REACH} steps of a recurrent layer, one after "
        f"the other; attention looks at it directly, and at all places at once. With "
        f"{counted(d, 'unit')} the simple layer takes {count(recurrent)} operations, the comparisons "
        f"of attention {count(compared)}, {amount(compared / recurrent)} times as many. At "
        f"{counted(d, 'step')} they are equal."
    )


def births(result: Result) -> str:
    """How wrong tomorrow's births are."""
    found, p = result.births, result.params
    beats = "less" if result.error < found.last_week else "not less"
    return (
        f"Births in the United States, learned from {count(TRAINED_DAYS)} days: at a radius of "
        f"{amount(p.radius)} the error is {number(result.error)} standard deviations, {beats} than the "
        f"{number(found.last_week)} of saying what was a week ago; yesterday's number has "
        f"{number(found.yesterday)}."
    )


def trained(result: Result) -> str:
    """What layers recall after training, by forget bias."""
    found = result.trained
    seeds = found.simple.shape[-1]
    shut, opened = ([percent(found.usual(cell, bias)) for cell in (0, 1)] for bias in (0, OPEN))
    simple, orthogonal = (percent(each) for each in np.median(found.simple, axis=1))
    return (
        f"Trained to remember how a sequence of {LEARNED} steps began, below or above 0: with a forget "
        f"bias of 0 an LSTM is right for {shut[0]} of new sequences and a GRU for {shut[1]}, with "
        f"{OPEN} for {opened[0]} and {opened[1]}. A simple layer is right for {simple}, with an "
        f"orthogonal start for {orthogonal}. Guessing has {percent(0.5)}. Medians of {seeds} seeds."
    )


def windows(result: Result) -> str:
    """What truncated gradients teach."""
    found, half = result.trained, LEARNED // 2
    seeds = found.by_window.shape[-1]
    cut, nearly, whole = (
        " and ".join(percent(found.cut(cell, back)) for cell in (0, 1))
        for back in (half, LEARNED - 1, LEARNED)
    )
    luckiest = percent(found.by_window[0, found.windows == half].max())
    return (
        f"With gradients that go back {half} of {LEARNED} steps an LSTM and a GRU are right for {cut} of "
        f"new sequences, with one step too few for {nearly}, with all for {whole}: medians of {seeds} "
        "seeds. The state is carried on all the same, so some remember by luck; of the LSTMs cut after "
        f"{half} the best has {luckiest}."
    )


def miniature(result: Result) -> str:
    """The claim again, for the small picture."""
    return claim(result)


# --- named numbers for the words in content/ ---------------------------------------------------


def ticks(result: Result) -> dict[str, float]:
    """Where the bit is read, where half of step 1 is left, where the first mark is."""
    unit = result.unit
    return {
        "end": float(STEPS),
        "LSTM, half left": _half(unit.cell_left),
        "simple, half left": _half(unit.plain_left),
        "first mark": 1.0,
    }


def measures(result: Result) -> dict[str, float]:
    """What guesses and challenges speak of, at the last step.

    `held` is the cell's state in the bit's direction, nan where marks are counted; `latched` the simple
    unit's; `gru` the GRU's state; `left` and `simple_left` what is left of step 1; `taught_zero` is
    the share recalled by LSTMs trained from a forget bias of 0.
    """
    unit = result.unit
    bit = unit.wanted[-1] if result.params.task == "bit" else math.nan
    return {
        "held": float(unit.cell[-1] * bit),
        "latched": float(unit.plain[-1] * bit),
        "gru": float(unit.gru[-1]),
        "left": float(unit.cell_left[-1]),
        "simple_left": float(unit.plain_left[-1]),
        "arrives": float(result.network.norm[-1]),
        "half_life": result.half_life,
        "late": float(result.left[LATE]),
        "error": result.error,
        "taught_zero": result.trained.usual(0, 0),
    }


def facts(result: Result) -> dict[str, str]:
    """Named numbers as text, for the words in content/."""
    unit, n, found = result.unit, result.now, result.births
    simple, gru, lstm = result.weights
    return {
        "step": str(result.params.step),
        "k": amount(result.params.k),
        "w": amount(result.params.w),
        "cell": _state(unit.cell[n]),
        "plain": _state(unit.plain[n]),
        "gru": _state(unit.gru[n]),
        "bit": count(unit.wanted[n]),
        "keep_gate": number(unit.keep[n]),
        "write_gate": number(unit.write[n], 2),
        "left": proportion(unit.cell_left[n], 2),
        "simple_left": proportion(unit.plain_left[n], 2),
        "bias": amount(result.params.bias),
        "keeps": number(result.keep),
        "half_life": number(result.half_life),
        "late": number(result.left[LATE], 2),
        "radius": amount(result.params.radius),
        "one": number(result.network.norm[1]),
        "norm": number(result.network.norm[-1]),
        "rule": number(result.network.direct[-1]),
        "clipped": number(result.clipped[-1]),
        "reach": str(REACH),
        "error": number(result.error),
        "least_error": number(found.error.min()),
        "last_week": number(found.last_week),
        "yesterday": number(found.yesterday),
        "learned": str(LEARNED),
        "open": str(OPEN),
        "taught_zero": percent(result.trained.usual(0, 0)),
        "taught_open": percent(result.trained.usual(0, OPEN)),
        "taught_half": percent(result.trained.cut(0, LEARNED // 2)),
        "half": str(LEARNED // 2),
        "simple_weights": count(simple),
        "gru_weights": count(gru),
        "lstm_weights": count(lstm),
        "inputs": count(EXAMPLE[0]),
        "units": count(EXAMPLE[1]),
    }


# --- parts -----------------------------------------------------------------------------------


def _network(result: Result) -> str:
    """Which random network."""
    p = result.params
    if p.cell == "plain":
        kind = "simple tanh network" if p.activation == "tanh" else "linear network"
        return f"A random {kind}, {counted(p.hidden, 'unit')}, radius {amount(p.radius)}"
    return f"A random {CELL[p.cell]}, {counted(p.hidden, 'unit')}, forget bias {amount(p.bias)}"


def _half(left: np.ndarray) -> float:
    """The first step at which half of step 1 is left or less; nan if there is none."""
    there = left <= 0.5
    return float(there.argmax() + 1) if there.any() else math.nan


def _state(value: float) -> str:
    """Two decimals, a true minus, and none before nothing."""
    return f"{value:z.2f}".replace("-", "−")
