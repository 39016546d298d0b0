"""Pictures of recurrent memory: valves over time, random networks, a constant gate, births."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from concepts.recurrent import LEARNED, LENGTHS, MOST, OPEN, RADII, REACH, STEPS, Result
from figures.drawing import Drawing
from figures.marks import (
    area,
    dots,
    dotted_line,
    handle,
    here,
    key,
    label,
    level,
    line,
    log_axis,
    measured,
    moving_label,
    upright,
    whiskers,
)
from figures.theme import (
    FIFTH,
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
from sentences.numbers import proportion

Floats = NDArray[Any]
GATED, SIMPLE, OTHER = NEGATIVE, POSITIVE, FIFTH
# Lanes of the main figure: where 0 stands, and how high 1 is.
INPUT, INPUT_HIGH = 9.3, 0.4
VALVES = {"write": 7.9, "keep": 6.85, "show": 5.8}
VALVE_HIGH = 0.75
STATE, STATE_HIGH, STATE_MOST = 3.85, 1.1, 1.05
LEFT, LEFT_HIGH, DECADES = 0.0, 1.9, 12  # the lowest is 10**-12 of step 1
WORDS = 0.9  # of the height of a lane, what is said over it
TITLES = {
    "inputs": INPUT,
    "write, i": VALVES["write"] + VALVE_HIGH / 2,
    "keep, f": VALVES["keep"] + VALVE_HIGH / 2,
    "show, o": VALVES["show"] + VALVE_HIGH / 2,
    "states": STATE,
    "left of<br>step 1": LEFT + LEFT_HIGH / 2,
}
TICKS = np.array([1, 10, 20, 30, 40, 50, 60])
MARGIN = {**SMALL_MARGIN, "l": 58, "t": 30}
USUAL = np.array([0.0, 1.0, 3.0, 5.0])  # biases to compare with
KINDS = [("━", GATED, "LSTM"), ("- -", OTHER, "GRU"), ("─", SIMPLE, "simple")]
SMALLEST, LARGEST = -12.0, 9.0  # powers of ten, where an axis ends at the latest


def valves(result: Result) -> Drawing:
    """Inputs, three gates, states, and the share of the first step that is left, step by step."""
    unit, p = result.unit, result.params
    steps, n = np.arange(1.0, STEPS + 1), p.step
    scale = INPUT_HIGH / float(np.abs(unit.inputs).max())
    inputs = INPUT + scale * unit.inputs
    read, to_come, marked = steps <= n, steps > n, unit.marked
    data = []
    for which, color, name, size, symbol in (
        (read & ~marked, MUTED, "inputs", 4, "circle"),
        (to_come, MUTED, "inputs to come", 5, "circle-open"),
        (read & marked, INK, "marked inputs", 9, "diamond"),
    ):
        drawn = dots(steps[which], inputs[which], color, name, size=size, symbol=symbol)
        data.append(measured(drawn, "what the step says", INPUT, scale))
    for name, base in VALVES.items():
        data += _valve(name, base, getattr(unit, name), n)
    zero, one = _state_scale(result)
    state = ("state", zero, one)
    for name, y, color, looks in (
        ("wanted", unit.wanted, INK, {"dash": "dot", "width": THIN}),
        ("LSTM cell", unit.cell, GATED, {"width": 4}),
        ("GRU state", unit.gru, OTHER, {"dash": "dash"}),
        ("simple unit", unit.plain, SIMPLE, {"width": THIN}),
    ):
        drawn = line(steps[:n], zero + one * y[:n], color, name, **looks)
        data.append(measured(drawn, *state))
    left = ("left, power of ten", LEFT + LEFT_HIGH, LEFT_HIGH / DECADES)
    for name, y, color, looks in (
        ("left in the LSTM cell", unit.cell_left, GATED, {"width": 4}),
        ("left in the GRU", unit.gru_left, OTHER, {"dash": "dash"}),
        ("left in the simple unit", unit.plain_left, SIMPLE, {"width": THIN}),
    ):
        data.append(measured(line(steps[:n], _share(y[:n]), color, name, **looks), *left))
    data += [
        _now(n),
        here(n, zero + one * unit.cell[n - 1], "cell now", GATED),
        here(n, _share(unit.plain_left[n - 1]), "left in the simple unit now", SIMPLE),
        here(n, _share(unit.cell_left[n - 1]), "left in the cell now", GATED),
        _right(STATE + STATE_HIGH, _two(unit.cell[n - 1]), _two(unit.plain[n - 1]), "states"),
        _right(
            LEFT + LEFT_HIGH,
            proportion(float(unit.cell_left[n - 1]), 2),
            proportion(float(unit.plain_left[n - 1]), 2),
            "left",
        ),
    ]
    notes = [label(-10.5, y, text, MUTED, align="left") for text, y in TITLES.items()]
    keys = [
        ("━", GATED, "LSTM"),
        ("- -", OTHER, "GRU"),
        ("─", SIMPLE, "simple"),
        ("··", INK, "wanted"),
    ]
    return Drawing(
        data,
        layout(
            "Time steps from left to right. From the top: what each step says, the marked ones as "
            "diamonds; the three gates of an LSTM as bars from 0 to 1, filled as far as has been "
            "read; the states of an LSTM, a GRU and a simple unit, and what is to be remembered; "
            "and how much of the state after step 1 is left in each, on a log scale down to 10⁻¹².",
            axis("time step", range=[-10.5, STEPS + 1.5], showgrid=False, tickvals=TICKS),
            axis("", range=[-0.25, INPUT + INPUT_HIGH + 0.2], visible=False),
            [handle("now", "line"), handle("cell now", "dot")],
            annotations=[*notes, *key([keys], (0.0, 0.25, 0.48, 0.74))],
            margin={"l": 8, "r": 8, "t": 28, "b": 46},
        ),
    )


def gradients(result: Result) -> Drawing:
    """How a random network's state depends on the one it began with, by the number of steps."""
    p, found = result.params, result.network
    steps = np.arange(REACH + 1.0)
    both = np.concatenate([found.norm, found.direct, [1.0, p.clip]])
    low = max(np.floor(np.log10(max(both.min(), 10**SMALLEST))), SMALLEST)
    high = min(np.ceil(np.log10(both.max())), LARGEST)
    air = max(0.3, 0.08 * (high - low))  # the lowest tick stands clear of those below
    low, high = low - air, high + air
    direct = "rᵗ" if p.cell == "plain" else "largest product of gates"
    data = [
        level(1.0, 0, REACH, INK, "nothing lost", dash="dot", width=THIN),
        level(p.clip, 0, REACH, MUTED, "clipped at", dash="dashdot", width=THIN),
        line(steps, _within(found.direct, low, high), MUTED, direct, dash="dash"),
        line(steps, _within(found.norm, low, high), GATED, "norm of the derivative"),
        line(steps, _within(result.taught, low, high), GOOD, "norm, clipped", dash="dot", width=4),
        upright(p.window, 10**low, 10**high, INK, "truncated", width=THIN),
    ]
    keys = [
        [("━", GATED, "norm"), ("··", GOOD, "clipped"), ("│", INK, "truncated")],
        [("- -", MUTED, direct)],
    ]
    return Drawing(
        data,
        layout(
            "The spectral norm of a random network's state differentiated by the state it began with, "
            "against the number of steps, on a log axis; dashed, what the usual rule says; dotted, "
            "after clipping, as far as an upright line at which it is truncated.",
            axis("steps", range=[0, REACH + 1]),
            log_axis("norm", low, high, dtick=max(1, round((high - low) / 5)), exponentformat="power"),
            [handle("truncated", "line", window=(1, 0))],
            annotations=key(keys, (0.0, 0.33, 0.66)),
            margin={**MARGIN, "t": 50},
        ),
    )  # fmt: skip


def forgetting(result: Result) -> Drawing:
    """What a constant gate leaves, by the number of steps, for some forget biases."""
    steps = np.arange(1.0, MOST + 1)
    data = [
        level(0.5, 1, MOST, INK, "half", dash="dot", width=THIN),
        *(
            line(steps, expit(b) ** steps, MUTED, f"left at a bias of {b:g}", dash="dash", width=THIN)
            for b in USUAL
        ),
        line(steps, result.left[1:], GATED, "left at your bias"),
    ]  # fmt: skip
    if 1 <= result.half_life <= MOST:
        data.append(here(result.half_life, 0.5, "half-life at your bias", GATED))
    return Drawing(
        data,
        layout(
            "What is left of a state if the gate keeps the same share at each step, against the number "
            "of steps, on a log axis: at your forget bias, and dashed at 0, 1, 3 and 5, from the left.",
            log_axis("steps", -0.1, 2.05, tickvals=np.array([1, 2, 5, 10, 20, 50, 100])),
            share_axis("share left", range=[-0.1, 1.04]),
            annotations=key(
                [[("━", GATED, "your bias"), ("- -", MUTED, "0, 1, 3, 5, from the left")]], (0.0, 0.36)
            ),
            margin=MARGIN,
        ),
    )  # fmt: skip


def attention(result: Result) -> Drawing:
    """Operations of a recurrent layer and of attention in its place, by the length of the sequence."""
    d = result.params.hidden
    recurrent, compared = result.work(LENGTHS)
    high = np.log10(float(max(recurrent[-1], compared[-1])))
    data = [
        line(LENGTHS, recurrent, SIMPLE, "recurrent layer"),
        line(LENGTHS, compared, GATED, "attention", dash="dash"),
        here(d, float(result.work(d)[0]), "as many steps as units"),
    ]
    return Drawing(
        data,
        layout(
            "Operations of a recurrent layer, and of the comparisons of attention in its place, against "
            "the number of steps, both on log axes; where there are as many steps as units, a dot.",
            log_axis("steps", -0.1, 3.1),
            log_axis("operations", 0.5, 0.3 + high, dtick=2, exponentformat="power"),
            annotations=key(
                [[("━", SIMPLE, "recurrent, n d²"), ("- -", GATED, "attention, n² d")]], (0.0, 0.45)
            ),
            margin=MARGIN,
        ),
    )


def births(result: Result) -> Drawing:
    """The error of births foretold, by spectral radius."""
    p, found = result.params, result.births
    top = max(0.7, float(found.error.max()) + 0.02)
    data = [
        level(found.last_week, 0, 1.6, INK, "same as last week", dash="dash", width=THIN),
        dotted_line(RADII, found.error, GATED, "random network, read-out trained", size=6),
        here(p.radius, result.error, "at your radius"),
    ]
    return Drawing(
        data,
        layout(
            "The root mean squared error of tomorrow's births, in standard deviations, against the "
            "spectral radius of a random network; a dashed line for saying what was a week before.",
            axis("spectral radius", range=[0, 1.6], tickvals=np.array([0.5, 1.0, 1.5])),
            axis("error, standard deviations", range=[0.3, top]),
            annotations=key([[("━", GATED, "network"), ("- -", INK, "same as last week")]], (0, 0.36)),
            margin=MARGIN,
        ),
    )  # fmt: skip


def trained(result: Result) -> Drawing:
    """What trained layers recall, by the forget bias they started with."""
    found = result.trained
    simple, orthogonal = np.median(found.simple, axis=1)
    low, high = found.biases[[0, -1]]
    data = [
        level(simple, low - 0.3, high + 0.3, SIMPLE, "simple layer", width=THIN),
        level(orthogonal, low - 0.3, high + 0.3, SIMPLE, "simple layer, orthogonal", dash="dot"),
        *_by_seed(found.biases, found.by_bias, 0.08),
    ]
    return Drawing(
        data,
        layout(
            f"The share of new sequences of {LEARNED} steps whose beginning a trained layer remembers, "
            "against the forget bias that training started with: a dot for each seed, lines through the "
            "medians, of an LSTM and a GRU; level lines for simple layers.",
            axis("forget bias at the start", range=[low - 0.4, high + 0.4], tickvals=found.biases),
            share_axis("right", range=[0.15, 1.04]),
            annotations=key([[*KINDS, ("··", SIMPLE, "orthogonal")]], (0.0, 0.25, 0.48, 0.74)),
            margin=MARGIN,
        ),
    )  # fmt: skip


def windows(result: Result) -> Drawing:
    """What trained layers recall, by how many steps their gradients go back."""
    found = result.trained
    data = [
        level(0.5, 3.5, LEARNED + 1, INK, "guessing", dash="dot", width=THIN),
        *_by_seed(found.windows, found.by_window, 0.15),
    ]
    return Drawing(
        data,
        layout(
            f"The share of new sequences of {LEARNED} steps whose beginning a trained layer remembers, "
            "against the number of steps that gradients go back: a dot for each seed, lines through the "
            f"medians, of an LSTM and a GRU with a forget bias of {OPEN}.",
            axis("steps back", range=[3.5, LEARNED + 1], tickvals=found.windows[[0, 1, 2, 4]]),
            share_axis("right", range=[0.15, 1.04]),
            annotations=key([[*KINDS[:2], ("··", INK, "guessing")]], (0.0, 0.25, 0.48)),
            margin=MARGIN,
        ),
    )  # fmt: skip


def miniature(result: Result) -> Drawing:
    """The lanes, without words."""
    bare = valves(result).without_words()
    return Drawing([trace for trace in bare.data if trace["mode"] != "text"], bare.layout)


# --- parts -----------------------------------------------------------------------------------


def _by_seed(x: Floats, shares: Floats, aside: float) -> list[dict[str, Any]]:
    """A dot for each seed of an LSTM and a GRU, `shares` (2, n, seeds), and lines through the medians."""
    drawn = []
    for cell, color, name, side, looks in (
        (1, OTHER, "GRU", aside, {"dash": "dash"}),
        (0, GATED, "LSTM", -aside, {"width": 4}),
    ):
        seeds = shares.shape[-1]
        drawn += [
            dots(
                np.repeat(x + side, seeds), shares[cell].ravel(), color, f"{name}, each seed",
                size=5, opacity=0.35,
            ),
            line(x + side, np.median(shares[cell], axis=-1), color, f"{name}, median", **looks),
        ]  # fmt: skip
    return drawn


def _valve(name: str, base: float, opened: Floats, now: int) -> list[dict[str, Any]]:
    """A gate as bars from `base`: filled as far as has been read, an outline beyond."""
    edges = np.arange(0.5, STEPS + 1)
    x, y = np.repeat(edges, 2)[1:-1], base + VALVE_HIGH * np.repeat(opened, 2)
    cut = 2 * now
    outline = np.concatenate([[0.5], x[:cut], [now + 0.5]])
    heights = np.concatenate([[base], y[:cut], [base]])
    filled = area(outline, heights, GATED, f"{name} gate", faded(GATED, 0.5), width=1)
    rest = line(x[cut:], y[cut:], MUTED, f"{name} gate to come", width=1)
    return [measured(each, "gate", base, VALVE_HIGH) for each in (filled, rest)]


def _state_scale(result: Result) -> tuple[float, float]:
    """Where a state of 0 stands, and how high one of 1 is."""
    if result.params.task == "bit":
        return STATE, STATE_HIGH / STATE_MOST
    return STATE - STATE_HIGH, 2 * STATE_HIGH / float(result.unit.wanted[-1])


def _share(share: Any) -> Any:
    """The height of a share of step 1, nan below the lane."""
    share = np.asarray(share)
    power = np.log10(np.where(share >= 10.0**-DECADES, share, np.nan))
    return LEFT + LEFT_HIGH * (1 + power / DECADES)


def _within(values: Floats, low: float, high: float) -> Floats:
    """As they are within an axis, nan beyond it."""
    return np.where((values >= 10**low) & (values <= 10**high), values, np.nan)


def _now(step: int) -> dict[str, Any]:
    """A line through all lanes at that step, but for the words over two of them."""
    lows = np.array([LEFT, LEFT + LEFT_HIGH + WORDS, STATE + STATE_HIGH + WORDS])
    highs = np.array([LEFT + LEFT_HIGH, STATE + STATE_HIGH, INPUT + INPUT_HIGH])
    at = np.full(3, float(step))
    return whiskers(at, lows, highs, INK, "now")


def _right(top: float, gated: str, simple: str, name: str) -> dict[str, Any]:
    """What a lane says now, over its right end."""
    text = f"LSTM {gated} · simple {simple}"
    return moving_label(STEPS, top + 0.08, text, INK, position="top left", name=f"label: {name}")


def _two(state: float) -> str:
    """Two decimals, a true minus, and none before nothing."""
    return f"{state:z.2f}".replace("-", "−")
