"""Pictures of bias and variance: the fits themselves, and the error taken apart."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from concepts.bias_variance import DIALS, NOTHING, RUNGS, Result, rung_name, rung_text
from figures.drawing import Drawing
from figures.marks import (
    band,
    dots,
    dotted_line,
    handle,
    here,
    key,
    label,
    level,
    line,
    lines,
    log_axis,
    moving_label,
    round_ticks,
    upright,
    whiskers,
)
from figures.theme import (
    BIAS,
    FIFTH,
    GOOD,
    INK,
    MARKER,
    MUTED,
    NOISE,
    PAPER,
    THIN,
    VARIANCE,
    axis,
    faded,
    layout,
)

Floats = NDArray[Any]
RUNG = np.arange(RUNGS)
FEW = np.array([0, 5, 10, 15])  # rungs with a tick
POINTS = np.array([10, 20, 50, 100, 200, 500])  # numbers of points with a tick
MONTHS = np.array(["Jan", "Apr", "Jul", "Oct"])
MONTH_STARTS = np.array([0.0, 90.25, 181.25, 273.25]) / 365.25
# of the error: name, colour, hatch in a pile, dash on a log axis
PARTS = (
    ("noise", NOISE, "", "dot"),
    ("bias²", BIAS, "/", "solid"),
    ("variance", VARIANCE, "", "solid"),
)
MARGIN = {"l": 58, "r": 12, "t": 34, "b": 48}
UNDER_KEY = {**MARGIN, "t": 52}  # two rows
LINE = [handle("your complexity", "line")]


def fits(result: Result) -> Drawing:
    """The truth, thirty fits to thirty data sets, the mean of all fits, one data set in full."""
    r, rung, grid = result, result.params.complexity, result.grid
    few, mean, two = r.fits[rung], r.mean_fit[rung], r.two_inputs
    # A mean that is off by no more than chance shows no bias: nothing is filled.
    chance = bool(r.chance[rung])
    filled = slice(0 if chance else None)
    points = slice(0 if two else None)  # with two inputs they lie off the slice that is drawn
    where = _input_axis(r)
    across, (bottom, top) = where["range"], _reach(r)
    under = top - 0.04 * (top - bottom)  # plotly hides a text that lies beyond the range
    # polynomials shoot off at the ends of the input, and would strike it there
    wild = r.params.model in ("polynomial", "ridge")
    ending, side = (float(np.mean(across)), "middle center") if wild else (across[1], "middle left")
    said = f"{_in(BIAS, '━')} mean of {r.datasets}: miss is {'chance' if chance else 'bias'}"
    missing = "no such fit" if np.isnan(mean).all() else ""
    data = [  # the truth and the points last: the browser draws all that lies between what moves
        lines(grid, few, faded(VARIANCE, 0.42), f"{len(few)} fits, one after another", width=THIN),
        band(grid[filled], r.truth[filled], mean[filled], BIAS, "area between mean and truth",
             faded(BIAS, 0.5)),
        line(grid, mean, BIAS, "mean of all fits", width=5),
        line(grid, few[r.shown], MUTED, "fit to the data set shown", width=2),
        moving_label(ending, under, said, position=side, name="label: mean of all fits"),
        moving_label(float(np.mean(across)), (bottom + top) / 2, missing, name="label: no such fit"),
        line(grid, r.truth, INK, "truth", dash="dash"),
        dots(r.x[points], r.y[points], MUTED, "data set shown",
             "a point of the data set shown: x %{x:.2f}, y %{y:.2f}", MARKER - 2),
    ]  # fmt: skip
    spread = (_in(VARIANCE, "━"), INK, f"{len(few)} fits: spread is variance")
    one = (_in(MUTED, "━" if two else "●"), INK, f"data set {r.shown + 1}")
    return Drawing(
        data,
        layout(
            "The truth as a dashed line, thirty faint fits to thirty data sets, the mean of all "
            "fits as a bold line with its distance from the truth filled, and one data set.",
            where,
            axis("daily high (°C)" if _real(r) else "target y", range=[bottom, top]),
            annotations=key([[("- - -", INK, "the truth")], [spread, one]], (0.0, 0.7)),
            margin=UNDER_KEY,
        ),
    )


def stack(result: Result) -> Drawing:
    """Noise, bias² and variance piled up at every complexity, the measured test error on top."""
    r, parts, log = result, result.errors, result.params.log
    noise = np.where(np.isnan(parts.total), np.nan, parts.noise)
    # Bias² of the size that chance gives is drawn with the variance; the top stays the exact sum.
    bias2 = parts.bias2 if log else r.seen_bias2
    high = _top(parts.total[0], parts.total)
    span = _log_range(noise, parts.test) if log else [0.0, high]
    low, end = _ends(span, log)
    off_by = np.where(parts.test < end, 2 * parts.test_se, np.nan)
    ends = np.maximum(parts.test - off_by, low), parts.test + off_by
    best = f"best: {_names(r)[r.best]}"
    data = [
        *_pile(RUNG, (noise, bias2, parts.total - noise - bias2), log),
        upright(r.params.complexity, low, end, INK, "your complexity", width=2),
        whiskers(RUNG, *ends, INK, "two standard errors of the test error", width=1),
        dots(RUNG, parts.test, INK, "test error", "%{customdata}: test error %{y:.3g}",
             MARKER - 2, customdata=_names(r)),
        here(r.best, parts.test[r.best], "best complexity", GOOD, best, "diamond"),
    ]  # fmt: skip
    mark = "━" if log else "■"
    names = [(_in(color, mark), INK, name) for name, color, *_ in reversed(PARTS)]
    measured = [("●", INK, "test error"), (_in(GOOD, "◆"), INK, "best")]
    notes = key([names, measured], (0.0, 0.36, 0.64))
    off = np.flatnonzero(parts.total > high)
    if off.size and not log:
        left = off[0] <= 5
        x = float(off[-1] + 0.6 if left else off[0] - 0.6)
        notes.append(_off_the_top(x, high, float(np.nanmax(parts.total)), left))
    return Drawing(
        data,
        layout(
            "Mean squared error against complexity: noise, bias² and variance piled up, and the "
            "measured test error as dots with bars of two standard errors. A line marks your "
            "complexity, a diamond the best.",
            _rung_axis(r),
            _error_axis(r, span, log),
            LINE,
            annotations=notes,
            margin=UNDER_KEY,
        ),
    )


def along_x(result: Result) -> Drawing:
    """The same pile at every input, at the chosen complexity."""
    r, rung, log = result, result.params.complexity, result.params.log
    noise = np.full_like(r.bias2_x, r.errors.noise)
    total = noise + r.bias2_x + r.variance_x
    highest = 1.1 * float(max(total[0].max(), total[r.best].max()))
    span = _log_range(noise, total[rung]) if log else [0.0, highest]
    # Bias² of the size that chance gives is drawn with the variance, as in `stack`.
    noise, bias2, total = noise[rung], r.seen_bias2_x[rung], total[rung]
    return Drawing(
        [
            *_pile(r.grid, (noise, bias2, total - noise - bias2), log),
            dots(r.grid, r.test_x[rung], INK, "test error", "test error here %{y:.3g}", 4, width=0),
        ],
        layout(
            "Mean squared error at each input for your complexity: noise, bias² and variance piled "
            "up, and the measured test error as dots.",
            _input_axis(r),
            _error_axis(r, span, log),
        ),
    )


def closing(result: Result) -> Drawing:
    """Measured test error minus the sum of its parts, in standard errors, at every complexity."""
    left, right, limit = -0.5, RUNGS - 0.5, np.full(2, 2.0)
    size = np.where(result.params.complexity == RUNG, MARKER + 5, MARKER - 1)
    return Drawing(
        [
            band([left, right], -limit, limit, NOISE, "band that chance gives", faded(NOISE, 0.25)),
            level(0, left, right, MUTED, "no gap", width=THIN),
            dots(RUNG, result.errors.gap_in_se, INK, "gap in standard errors",
                 "%{customdata}: %{y:.2f} standard errors", size, customdata=_names(result)),
        ],
        layout(
            "Measured test error minus the sum of noise, bias² and variance, in standard errors, "
            "against complexity; a band from −2 to 2 is what chance alone gives.",
            _rung_axis(result),
            axis("gap in standard errors", range=[-4.4, 4.4]),
            annotations=[label(0, 2.0, "chance alone", MUTED, yanchor="bottom")],
        ),
    )  # fmt: skip


def typical(result: Result) -> Drawing:
    """Mean and median test error over the data sets, on a log axis."""
    r, mean, median = result, result.errors.test, result.errors.test_median
    span, best = _log_range(median, mean, below=0.15), result.best_median
    low, high = _ends(span, True)
    said = f"best median: {_names(r)[best]}"
    return Drawing(
        [
            upright(r.params.complexity, low, high, INK, "your complexity", width=THIN),
            line(RUNG, mean, FIFTH, "mean test error"),
            line(RUNG, median, INK, "median test error", dash="dot"),
            here(best, median[best], "best complexity by the median", GOOD, said, "diamond"),
        ],
        layout(
            "Mean and median test error over the data sets against complexity, on a log axis.",
            _rung_axis(r),
            _error_axis(r, span, True),
            LINE,
            annotations=key(
                [[(_in(FIFTH, "━"), INK, "mean"), ("· · ·", INK, "median")]], (0, 0.35)
            ),
            margin=MARGIN,
        ),
    )


def learning(result: Result) -> Drawing:
    """Training and test error of the chosen model against the number of training points."""
    r, curve, log = result, result.learning, result.params.log
    # The range is that of the whole ladder: it stays put along the axis.
    span = (
        _log_range(np.array([r.errors.noise]), r.errors.test, below=1.0)
        if log
        else [0.0, _top(r.errors.total[0], r.errors.total)]
    )
    low, high = (float(end) for end in _ends(span, log))
    left, right = 0.9 * float(curve.sizes[0]), 1.1 * float(curve.sizes[-1])
    above: dict[str, Any] = {"yref": "paper", "yanchor": "bottom", "yshift": 3}
    data = [
        level(r.errors.noise, left, right, NOISE, "noise", dash="dot"),
        upright(r.n, low, high, INK, "your number of points", width=THIN),
    ]
    notes = [
        label(1.0, 1.0, f"{_in(NOISE, '· ·')} noise", xref="paper", xanchor="right", **above),
        label(float(np.log10(r.n)), 1.0, f"n = {r.n}", xanchor="center", **above),
    ]
    for name, mean, spread, color, dash, anchor in (
        ("training", curve.train, curve.train_se, MUTED, "dash", "top"),
        ("test", curve.test, curve.test_se, INK, "solid", "bottom"),
    ):
        drawn = np.where(mean > NOTHING, mean, np.nan) if log else mean
        hover = (
            f"{name} error with %{{x}} points: %{{y:.3g}} ± %{{customdata[0]:.2g}}, "
            "%{customdata[1]} data sets"
        )
        known = {"customdata": np.stack([2 * spread, curve.datasets], axis=1)}
        dotted = dotted_line(
            curve.sizes, drawn, color, f"{name} error", hover, MARKER - 3, dash=dash
        )
        data.append(dotted | known)
        if np.isfinite(mean[-1]):
            end = float(np.clip(mean[-1], low, high))
            anchor = "bottom" if end == low else "top" if end == high else anchor
            # A log axis has no place for 0: it is said.
            said = f"{name}: 0" if log and mean[-1] < NOTHING else name
            y = float(np.log10(end)) if log else end
            notes.append(label(float(np.log10(right)), y, said, color, yanchor=anchor))
    off = np.flatnonzero(curve.test > high)
    if off.size:
        # Beside the line where it leaves the picture, on the side of the end that is still in it.
        after = off[-1] + 1 < curve.sizes.size
        x = np.log10(curve.sizes[off[-1] + 1 if after else max(off[0] - 1, 0)])
        notes.append(_off_the_top(float(x), span[1], float(np.nanmax(curve.test)), after))
    if np.isnan(curve.test).any():
        few = int(curve.sizes[np.isnan(curve.test)].max())
        inside = {"xref": "paper", "yref": "paper", "bgcolor": PAPER}
        notes.append(label(0.02, 0.5, f"undefined<br>up to {few}", align="left", **inside))
    start, end = np.log10([left, right])
    return Drawing(
        data,
        layout(
            "Mean training error as a dashed line and mean test error as a solid one against the "
            "number of training points, on a log axis, for your complexity. A dotted line marks "
            "the noise, an upright one your number of points.",
            # The labels at the ends of the lines need room.
            log_axis("training points", start, start + 1.3 * (end - start),
                     tickvals=POINTS, ticktext=POINTS.astype(str)),
            _error_axis(r, span, log),
            annotations=notes,
            margin=MARGIN,
        ),
    )  # fmt: skip


def miniature(result: Result) -> Drawing:
    """The fits, their mean and the truth, without words."""
    return fits(result).without_words()


# --- parts -----------------------------------------------------------------------------------


def _names(result: Result) -> Floats:
    return np.array([rung_name(result.params, float(value)) for value in result.ladder])


def _real(result: Result) -> bool:
    return result.params.truth == "seattle"


def _in(color: str, mark: str) -> str:
    """A mark in its colour, before words in ink."""
    return f'<span style="color:{color}">{mark}</span>'


def _rung_axis(result: Result) -> dict[str, Any]:
    # A long number at the very end would stick out of a narrow figure, and not be drawn.
    few = FEW - (len(rung_text(float(result.ladder[-1]))) > 5) * (FEW == RUNGS - 1)
    texts = np.array([rung_text(float(value)) for value in result.ladder])
    title = DIALS[result.params.model][0]
    span = [-0.6, RUNGS - 0.4]
    looks = {"tickangle": 0, "ticklabelstandoff": 4}  # clear of the 0 of the upright axis
    return axis(title, range=span, tickvals=few, ticktext=texts[few], scale=texts.tolist(), **looks)


def _input_axis(result: Result) -> dict[str, Any]:
    if _real(result):
        ticks = {"tickvals": MONTH_STARTS, "ticktext": MONTHS}
        return axis("time of the year", range=[0, 1], scale="year", **ticks)
    return axis("x₁, slice at x₂ = ½" if result.two_inputs else "input x", range=[0, 1])


def _error_axis(result: Result, span: list[float], log: bool) -> dict[str, Any]:
    """For mean squared errors over `span`, powers of ten if `log`."""
    title = f"mean squared error{' (°C²)' if _real(result) else ''}"
    if not log:
        return axis(title, range=span)
    low, high = span
    ticks = round_ticks(low, high, 8)
    texts = np.array([_log_text(float(tick)) for tick in ticks])
    return log_axis(title, low, high, tickvals=ticks, ticktext=texts)


def _reach(result: Result) -> list[float]:
    """A range for targets that stays put along the axis: the truth and what noise adds to it."""
    low, high = float(result.truth.min()), float(result.truth.max())
    room = max(2.6 * result.errors.noise**0.5, 0.3 * (high - low), 0.1)
    return [low - room, high + room]


def _top(first: float, total: Floats) -> float:
    """The upper end of a linear error axis: room for the simplest model, not for an explosion.

    In coarse steps, so that the axis stands still while a control moves a little.
    """
    top = max(min(1.08 * float(np.nanmax(total)), 1.6 * first), 1e-6)
    step = 10.0 ** np.floor(np.log10(top)) / 4
    return float(step * np.ceil(top / step))


def _log_range(*series: Floats, below: float = 1.6) -> list[float]:
    """Decades that hold every positive value, and so many below for its parts; at most nine."""
    every = np.concatenate([np.ravel(each) for each in series])
    every = every[np.isfinite(every) & (every > 0)]
    if every.size == 0:
        return [-3.0, 0.0]
    high = float(np.log10(every.max())) + 0.15
    low = float(np.log10(every.min())) - below
    return [max(low, high - 9), high]


def _log_text(value: float) -> str:
    """A tick as a person writes it: "0.05", "2,000"; a power of ten if that is long."""
    power = int(np.floor(np.log10(value) + 1e-9))
    if 1 <= power < 5:
        return f"{value:,.0f}"
    if -4 < power < 1:
        return f"{value:.{1 - power}f}".rstrip("0").rstrip(".")
    first = round(value / 10.0**power, 1)
    raised = f"10<sup>{power}</sup>".replace("-", "−")
    return raised if first == 1 else f"{first:g}·{raised}"


def _ends(span: list[float], log: bool) -> Floats:
    return 10.0 ** np.array(span) if log else np.array(span)


def _off_the_top(x: float, y: float, most: float, left: bool) -> dict[str, Any]:
    """How far a line goes that leaves the picture; the words begin at x if `left`, else end there."""
    power = int(np.log10(most))
    peak = f"{most:.3g}" if most < 1000 else f"{most:,.0f}"
    said = f"over 10<sup>{power}</sup>" if power > 5 else f"up to {peak}"
    side = "left" if left else "right"
    looks = {"xanchor": side, "yanchor": "top", "align": side, "bgcolor": PAPER}
    return label(x, y, f"off the top:<br>{said}", **looks)


def _pile(x: Floats, parts: tuple[Floats, ...], log: bool) -> list[dict[str, Any]]:
    """The parts piled up as areas; as lines side by side on a log axis, where piles would lie."""
    if log:
        return [
            line(x, np.where(part > 0, part, np.nan), color, name, dash=dash)
            for part, (name, color, _, dash) in zip(parts, PARTS, strict=True)
        ]
    tops = np.cumsum(parts, axis=0)
    tops[:, np.isnan(tops[-1])] = np.nan
    feet, data = [np.zeros(x.size), *tops], []
    for low, high, (name, color, hatch, _), on in zip(
        feet, tops, PARTS, ("", ", on top of noise", ", on top of both"), strict=False
    ):
        lines_of = {"shape": hatch, "fgcolor": PAPER, "size": 9, "solidity": 0.12}
        data.append(band(x, low, high, color, f"{name}{on}", color, lines_of if hatch else None))
    return data
