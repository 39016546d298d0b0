"""The marks that figures are made of: each function returns one trace, a plain dict of plotly.js.

A picture is a list of marks. `name` is what tables and files of the figure's numbers call a mark;
`hover` is what is said under the pointer, in plotly's template words, nothing by default. What a mark
has no argument for is added by the page: `line(...) | {"xaxis": "x2"}`.

`label` and `key` alone are no traces but annotations of the layout; axes and handles stand in it too.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import logit

from figures.theme import INK, LINE, MARKER, PAPER, SMALL, TEXT, THIN, axis, faded

# --- lines -----------------------------------------------------------------------------------


def line(
    x: Any, y: Any, color: str, name: str = "", hover: str = "", **looks: Any
) -> dict[str, Any]:
    """A line through x, y, both (n,), in single precision to halve what is sent; nan leaves a gap.

    `looks` are the line's: dash, width, shape.
    """
    return {
        "type": "scatter",
        "name": name,
        "mode": "lines",
        "x": np.asarray(x, np.float32),
        "y": np.asarray(y, np.float32),
        "line": {"color": color, "width": LINE, **looks},
        **_said(hover),
    }


def dotted_line(
    x: Any,
    y: Any,
    color: str,
    name: str,
    hover: str = "",
    size: float = MARKER,
    symbol: str = "circle",
    **looks: Any,
) -> dict[str, Any]:
    """A line as above with a dot at each of its points."""
    marker = {"size": size, "color": color, "symbol": symbol}
    return {**line(x, y, color, name, hover, **looks), "mode": "lines+markers", "marker": marker}


def lines(x: Any, each: Any, color: str, name: str, **looks: Any) -> dict[str, Any]:
    """Many lines over the same x (n,), the rows of `each` (k, n), as one line with gaps.

    Many traces take ten times as long to draw as one.
    """
    gaps = ((0, 0), (0, 1))
    y = np.pad(np.asarray(each, float), gaps, constant_values=np.nan)
    return line(np.tile(np.append(x, np.nan), len(y)), y.ravel(), color, name, **looks)


def segments(start: Any, end: Any, color: str, name: str, **looks: Any) -> dict[str, Any]:
    """Straight lines from each row of `start` to that of `end`, both (n, 2), as one with gaps."""
    start, end = np.asarray(start, float), np.asarray(end, float)
    points = np.stack([start, end, np.full_like(start, np.nan)], axis=1).reshape(-1, 2)
    return line(points[:, 0], points[:, 1], color, name, **looks)


def whiskers(
    x: Any, low: Any, high: Any, color: str, name: str, width: float = THIN
) -> dict[str, Any]:
    """Bars from `low` to `high` at each of `x`, all (n,).

    One line with gaps, and not plotly's error bars: the browser can move it without a new plot.
    """
    ends = np.column_stack([x, low]), np.column_stack([x, high])
    return segments(*ends, color, name, width=width)


def upright(
    x: float, low: float, high: float, color: str, name: str, **looks: Any
) -> dict[str, Any]:
    """A vertical line at x, from `low` to `high`."""
    return line([x, x], [low, high], color, name, **looks)


def level(
    y: float, left: float, right: float, color: str, name: str, **looks: Any
) -> dict[str, Any]:
    """A horizontal line at y, from `left` to `right`."""
    return line([left, right], [y, y], color, name, **looks)


def arrow(
    tail: Any, head: Any, color: str, name: str, hover: str = "", **looks: Any
) -> dict[str, Any]:
    """An arrow from `tail` to `head`, each (2,)."""
    ends = np.array([tail, head], float)
    marker = {
        "color": color,
        "size": np.array([0, 11]),
        "symbol": np.array(["circle", "arrow"]),
        "angleref": "previous",
        "opacity": 1,
    }
    return {
        **line(ends[:, 0], ends[:, 1], color, name, hover, **looks),
        "mode": "lines+markers",
        "marker": marker,
    }


# --- dots ------------------------------------------------------------------------------------


def dots(
    x: Any,
    y: Any,
    color: Any,
    name: str,
    hover: str = "",
    size: Any = MARKER,
    symbol: Any = "circle",
    opacity: float = 1.0,
    edge: Any = PAPER,
    width: float = 1.0,
    **more: Any,
) -> dict[str, Any]:
    """A mark at each of x, y, both (n,) or one number.

    `color`, `size`, `symbol` and `edge`, the colour of the ring of `width` pixels, are one for all or
    (n,). `more` goes into the trace: customdata for `hover`, cliponaxis, xaxis.
    """
    return {
        "type": "scatter",
        "name": name,
        "mode": "markers",
        "x": np.atleast_1d(x),
        "y": np.atleast_1d(y),
        "marker": {
            "size": size,
            "color": color,
            "symbol": symbol,
            "opacity": opacity,
            "line": {"color": edge, "width": width},
        },
        **_said(hover),
        **more,
    }


def here(
    x: float,
    y: float,
    name: str,
    color: str = INK,
    hover: str = "",
    symbol: str = "circle",
    **more: Any,
) -> dict[str, Any]:
    """One place that is marked, the visitor's own or the best: a large mark with a ring of paper."""
    return dots(x, y, color, name, hover, MARKER + 4, symbol, width=2, **more)


# --- areas -----------------------------------------------------------------------------------


def area(
    x: Any,
    y: Any,
    color: str,
    name: str,
    fill: str,
    hatch: dict[str, Any] | None = None,
    **looks: Any,
) -> dict[str, Any]:
    """The inside of the outline x, y, both (n,), in `fill`; the outline, in `color`, stays open.

    `hatch` is plotly's fillpattern where the area is hatched, over `fill` and in `color` unless it says
    otherwise: `{"shape": "/"}`.
    """
    trace = line(x, y, color, name, **looks) | {"fill": "toself", "fillcolor": fill}
    if hatch:
        trace["fillpattern"] = {"fgcolor": color, "bgcolor": fill, "size": 7, **hatch}
    return trace


def band(
    x: Any,
    low: Any,
    high: Any,
    color: str,
    name: str,
    fill: str = "",
    hatch: dict[str, Any] | None = None,
    **looks: Any,
) -> dict[str, Any]:
    """The ground between `low` and `high` over x, all (n,), without an outline; nan is left out.

    `fill` is `color`, faded, by default.
    """
    x, low, high = (np.asarray(each, float) for each in (x, low, high))
    known = ~(np.isnan(low) | np.isnan(high))
    x, low, high = x[known], low[known], high[known]
    around = np.concatenate([x, x[::-1]]), np.concatenate([high, low[::-1]])
    return area(*around, color, name, fill or faded(color, 0.22), hatch, **{"width": 0, **looks})


def under(x: Any, y: Any, color: str, name: str, fill: str, **looks: Any) -> dict[str, Any]:
    """A line as above, and the ground between it and 0 in `fill`."""
    return line(x, y, color, name, **looks) | {"fill": "tozeroy", "fillcolor": fill}


def bars(edges: Any, height: Any, color: str, name: str, opacity: float = 0.0) -> dict[str, Any]:
    """A histogram, `height` (n,) over `edges` (n + 1,), as steps; filled if it has an opacity."""
    x = np.repeat(edges, 2)
    y = np.concatenate([[0.0], np.repeat(height, 2), [0.0]])
    if opacity:
        return in_steps(under(x, y, color, name, faded(color, opacity), width=1))
    return in_steps(line(x, y, color, name, width=2))


# --- numbers ---------------------------------------------------------------------------------


def in_steps(mark: dict[str, Any]) -> dict[str, Any]:
    """The outline of bars, two points at each edge: tables tell each bar once, at its middle."""
    return mark | {"meta": {**mark.get("meta", {}), "steps": True}}


def measured(
    mark: dict[str, Any], called: str, zero: float = 0.0, one: float = 1.0, whole: bool = False
) -> dict[str, Any]:
    """A mark whose height no axis tells: tables do, as `called`, 0 at `zero` and 1 at `zero + one`.

    If `whole`, as the nearest whole number.
    """
    return mark | {"meta": {**mark.get("meta", {}), "y": [called, float(zero), float(one), whole]}}


# --- words -----------------------------------------------------------------------------------


BLANK = " "  # plotly.js never again draws a text that was once empty


def moving_label(
    x: float,
    y: float,
    text: str,
    color: str = INK,
    size: int = SMALL,
    position: str = "top center",
    name: str = "label",
) -> dict[str, Any]:
    """A label that the browser moves at the screen's rate: a trace, where `label` is layout."""
    return {
        "type": "scatter",
        "name": name,
        "mode": "text",
        "x": np.array([x]),
        "y": np.array([y]),
        "text": np.array([text or BLANK]),
        "textposition": position,
        "textfont": {"size": size, "color": TEXT.get(color, color)},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


SIDES = ("left", "center", "right")


def hopping_label(
    x: float,
    y: float,
    text: str,
    side: str,
    color: str = INK,
    size: int = SMALL,
    air: float = 0.0,
    name: str = "label",
) -> dict[str, Any]:
    """A moving label to the `side` "left", "center" or "right" of x, `air` away from it at a side.

    The browser cannot move a text's position, so that all three are there, two of them blank.
    """
    return moving_label(x, y, text, color, size, name=name) | {
        "x": x + air * np.array([-1.0, 0.0, 1.0]),
        "y": np.full(3, y),
        "text": np.array([text if each == side and text else BLANK for each in SIDES]),
        "textposition": np.array([f"middle {each}" for each in SIDES]),
    }


def label(x: float, y: float, text: str, color: str = INK, **more: Any) -> dict[str, Any]:
    """A direct label, instead of a legend entry, in a shade of `color` that reads as text."""
    return {
        "x": x,
        "y": y,
        "text": text,
        "showarrow": False,
        "font": {"size": SMALL, "color": TEXT.get(color, color)},
        "xanchor": "left",
        "yanchor": "middle",
        **more,
    }


def key(
    rows: list[list[tuple[str, str, str]]], places: tuple[float, ...] = (0.0, 0.5)
) -> list[dict[str, Any]]:
    """Labels in rows above the picture, the first on top: each (mark, color, text), as in "━ mean".

    They begin at `places`, shares of its width. Give the figure a margin on top of 20 pixels a row and 8.
    """
    return [
        label(
            place, 1.0, f"{mark} {text}", color, xref="paper", yref="paper", yanchor="bottom",
            yshift=3 + 20 * above,
        )
        for above, row in enumerate(reversed(rows))
        for place, (mark, color, text) in zip(places, row, strict=False)
    ]  # fmt: skip


# --- handles ---------------------------------------------------------------------------------


def handle(
    mark: str, called: str, point: int | None = None, **controls: Sequence[float] | NDArray[Any]
) -> dict[str, Any]:
    """What a visitor can drag in a figure, for its layout: the mark of that name, or one `point` of it.

    `called` is what an invitation says: "Drag the line". By itself it drags the axis, which goes to
    the stop at which the mark is nearest to the pointer. Or it drags one or two controls: each is
    given how far the mark moves, across and up, as that control grows by one on its slider; in the
    units of the figure's axes, of a logarithmic axis in decades. On the slider of a control that
    multiplies one is a decade, on that of a probability one in log-odds.
    """
    which = {} if point is None else {"point": point}
    what = {name: list(map(float, way)) for name, way in controls.items()} or "axis"
    return {"mark": mark, "called": called, **which, "what": what}


def pick(mark: str, **controls: Sequence[Any] | NDArray[Any]) -> dict[str, Any]:
    """What a visitor can choose by a press in a figure, for its layout: the items of that mark.

    Each control is given the value that it takes for each item, as its slider or list has it.
    """
    values = [np.asarray(each).tolist() for each in controls.values()]
    return {"mark": mark, "sets": [*controls], "to": list(map(list, zip(*values, strict=True)))}


# --- axes ------------------------------------------------------------------------------------


def log_axis(title: str, low: float, high: float, **more: Any) -> dict[str, Any]:
    """A logarithmic axis from 10**low to 10**high, by default with a tick at each power of ten.

    Ticks between them would be in smaller type, too small for the last row of a room.
    """
    return axis(title, type="log", range=[low, high], **{"dtick": 1, **more})


def round_ticks(low: float, high: float, most: int) -> NDArray[np.float64]:
    """At most so many round numbers from 10**low to 10**high: 1, 2 and 5 of each decade if they fit."""
    decades = 10.0 ** np.arange(np.floor(low), np.ceil(high) + 1)
    for each in ((1, 1.5, 2, 3, 4, 5, 7), (1, 2, 5), (1,)):
        ticks = np.outer(decades, each).ravel()
        ticks = ticks[(ticks >= 10**low) & (ticks <= 10**high)]
        if ticks.size <= most:
            return ticks
    return ticks[:: -(-ticks.size // most)]


def log_odds_axis(
    title: str, low: float, high: float, ticks: NDArray[Any], **more: Any
) -> dict[str, Any]:
    """An axis for log-odds from `low` to `high`, its `ticks` said as the probabilities they are."""
    texts = np.array([f"{tick:g}" for tick in ticks])
    looks = {"tickvals": logit(ticks), "ticktext": texts, "scale": "log-odds"}
    return axis(title, range=[low, high], **looks, **more)


def _said(hover: str) -> dict[str, Any]:
    return {"hovertemplate": f"{hover}<extra></extra>"} if hover else {"hoverinfo": "skip"}
