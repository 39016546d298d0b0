"""A diagram as plain dicts and arrays: networks, trees, grids of numbers, words, gauges.

The second kind of picture beside `figures.drawing.Drawing`, for what has no axes. The browser draws
it as SVG (static/diagram.js), fifty times as fast as plotly.js would, and moves it in place.

Coordinates are the diagram's own: `width` across, `height` down, from the top left corner. They
stretch with the place the diagram gets, letters do not: numbers are 14 pixels high, or 13, or 12. Where
even those have no room in a circle, a box or a cell, it is drawn without them, and the table of the
figure's numbers has them.

Most marks take `state`, an array of DONE, NOW and TO_COME: what is computed now is lit, what is to
come is hollow and says no number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

import numpy as np
from numpy.typing import ArrayLike

from figures.drawing import Drawing, write
from figures.theme import (
    FAINT,
    FONT,
    GOOD,
    INK,
    LINE,
    MUTED,
    NEGATIVE,
    PAPER,
    POSITIVE,
    TEXT,
)
from sentences.numbers import is_over, of_budget

DONE, NOW, TO_COME = 0, 1, 2
LEAST = 12  # pixels of the smallest letters
WIDEST = 7.0  # pixels of the edge of largest weight
DEEPEST = 0.45  # share of its hue in the ground of the largest number
SHADES = "0123456789abcdefghijklmnopqrstuvwxyz"  # of a picture, the lowest value first
NUMBER = 5  # characters of a number with two decimals: −0.42
COLORS = {
    "ink": INK, "muted": MUTED, "faint": FAINT, "paper": PAPER,
    "positive": POSITIVE, "negative": NEGATIVE, "good": GOOD,
}  # fmt: skip
KINDS = ("nodes", "edges", "grid", "image", "bars", "gauges", "window", "text")
Side = Literal["middle", "above", "below", "left", "right"]


@dataclass(frozen=True)
class Diagram:
    """Marks, drawn one over the other, and what they stand on.

    Attributes
    ----------
    data : One dict a mark, its arrays as numpy arrays; from the functions below.
    layout : From `canvas`.
    """

    data: list[dict[str, Any]]
    layout: dict[str, Any]

    def to_json(self) -> str:
        """The diagram as JSON."""
        return write(self.parts())

    def parts(self) -> dict[str, Any]:
        """Marks and layout as one dict, as static/diagram.js takes them."""
        return {"data": self.data, "layout": self.layout}

    def checked(self) -> "Diagram":
        """The diagram itself; ValueError names a mark that cannot be drawn."""
        for mark in self.data:
            if mark["type"] not in KINDS:
                raise ValueError(f"no mark is called {mark['type']}")
            many = {
                len(mark[name])
                for name in ("x", "y", "x0", "state", "weights", "names")
                if np.ndim(mark.get(name, 0))
            }
            if len(many) > 1:
                raise ValueError(f"{mark['name']}: arrays of lengths {sorted(many)}")
        return self

    def without_words(self) -> "Diagram":
        """The same picture with no words and no numbers."""
        bare = [
            {name: value for name, value in mark.items() if name not in ("text", "decimals")}
            for mark in self.data
            if mark["type"] != "text"
        ]
        return Diagram(bare, {**self.layout, "margin": dict.fromkeys("lrtb", 4)})


Figure = TypeVar("Figure", Drawing, Diagram)  # either kind


def canvas(
    shows: str,
    width: float,
    height: float,
    *,
    square: bool = False,
    turns: bool | int = False,
    handles: Sequence[dict[str, Any]] = (),
    picks: Sequence[dict[str, Any]] = (),
) -> dict[str, Any]:
    """A diagram's layout: its size in its own coordinates.

    `shows` says in a sentence what is drawn; with the computed sentence under the figure it makes
    the text for those who cannot see it. `square`: a unit is as long across as down, as pictures
    want it. `turns`: across and down change places where the diagram is given a narrow place, so
    that layers or words side by side come to stand one under the other; a number says how many pixels
    are narrow, where it is the words that need them. `handles`: what can be dragged, from `handle` in
    figures/marks.py; `picks`: what can be chosen by a press, from `pick`.
    """
    found = {"handles": list(handles), "picks": list(picks)}
    return {
        "kind": "diagram",
        "meta": {"shows": shows, **{name: each for name, each in found.items() if each}},
        "width": width,
        "height": height,
        "square": square,
        "turns": turns,
        "margin": {"l": 10, "r": 10, "t": 10, "b": 10},
        "font": {"size": FONT, "color": INK, "family": "Source Sans, sans-serif"},
        "line": {"width": LINE},
        "colors": COLORS,
        "tint": DEEPEST,
    }


def spread(count: int, length: float) -> Any:
    """`count` places, even along `length`, half a gap free at both ends: (count,)."""
    return (np.arange(count) + 0.5) / count * length


def nodes(
    x: ArrayLike,
    y: ArrayLike,
    *,
    name: str,
    names: Sequence[str] = (),
    values: ArrayLike | None = None,
    text: Sequence[str] | None = None,
    size: ArrayLike = 1.0,
    high: ArrayLike | None = None,
    shape: Literal["circle", "box", "word"] = "circle",
    foot: float = 0.0,
    color: str | Sequence[str] = "",
    limit: float = 1.0,
    decimals: int = 2,
    longest: int = NUMBER,
    state: ArrayLike | None = None,
) -> dict[str, Any]:
    """Circles of diameter `size`, or boxes `size` wide and `high` high, around x, y, all (n,).

    Their ground is tinted by the sign and size of `values`, up to `limit`, and the number stands in
    it, with `decimals`; or `text` does, its lines parted by newlines. `color` is the outline's
    and, without values, the tint's. `longest` is how many characters a number has at most along
    the axis. Of a box, `foot` at its lower end is left free of words, for a bar. `shape="word"`:
    as large as the word. `names` name them in the table of numbers.
    """
    return _mark(
        "nodes", name, names=names, state=state, shape=shape, foot=foot or None,
        x=_flat(x), y=_flat(y), size=_sizes(size), high=_sizes(size if high is None else high),
        **_said(values, text, decimals, longest), limit=limit, color=_colors(color),
    )  # fmt: skip


def edges(
    x0: ArrayLike,
    y0: ArrayLike,
    x1: ArrayLike,
    y1: ArrayLike,
    *,
    name: str,
    names: Sequence[str] = (),
    weights: ArrayLike | None = None,
    limit: float = 1.0,
    decimals: int = 2,
    color: str | Sequence[str] = "",
    state: ArrayLike | None = None,
) -> dict[str, Any]:
    """Lines from x0, y0 to x1, y1, all (n,), as wide as their weights are large, up to `limit`.

    Without a `color`, that of the sign; what is negative is dashed. Without weights all are thin.
    """
    return _mark(
        "edges", name, names=names, state=state,
        x0=_flat(x0), y0=_flat(y0), x1=_flat(x1), y1=_flat(y1),
        weights=None if weights is None else _flat(weights), limit=limit, decimals=decimals,
        color=_colors(color), line={"width": WIDEST},
    )  # fmt: skip


def arrows(
    x0: ArrayLike,
    y0: ArrayLike,
    x1: ArrayLike,
    y1: ArrayLike,
    *,
    name: str,
    names: Sequence[str] = (),
    color: str | Sequence[str] = INK,
    state: ArrayLike | None = None,
) -> dict[str, Any]:
    """Arrows from x0, y0 to x1, y1, all (n,)."""
    made = edges(x0, y0, x1, y1, name=name, names=names, color=color, state=state)
    return {**made, "heads": True}


def grid_of_numbers(
    x: float,
    y: float,
    values: ArrayLike,
    *,
    name: str,
    cell: tuple[float, float] = (1.0, 1.0),
    limit: float = 1.0,
    decimals: int = 2,
    longest: int = NUMBER,
    state: ArrayLike | None = None,
    rows: Sequence[str] = (),
    columns: Sequence[str] = (),
) -> dict[str, Any]:
    """Cells of `values` (rows, columns), the corner at x, y, each `cell` wide and high.

    Tinted by sign and size up to `limit`; nan is an empty cell. `state` is of the shape of `values`.
    `rows` and `columns` name them in the table of numbers; they are counted from 1 else.
    """
    table = np.atleast_2d(np.asarray(values, float))
    return _mark(
        "grid", name, state=None if state is None else np.ravel(state),
        x=x, y=y, cell=list(cell), columns=table.shape[1], limit=limit,
        **_said(table, None, decimals, longest), rowNames=list(rows), columnNames=list(columns),
    )  # fmt: skip


def cells(
    x: float,
    y: float,
    groups: ArrayLike,
    colors: Sequence[str],
    *,
    name: str,
    kinds: Sequence[str] = (),
    cell: tuple[float, float] = (1.0, 1.0),
    state: ArrayLike | None = None,
    rows: Sequence[str] = (),
    columns: Sequence[str] = (),
) -> dict[str, Any]:
    """A strip, or rows, of cells coloured by group: `groups` (rows, columns) count `colors` from 0.

    `kinds` names the groups in the table of numbers. The rest is as in `grid_of_numbers`.
    """
    table = np.atleast_2d(np.asarray(groups, np.int32))
    return _mark(
        "grid", name, state=None if state is None else np.ravel(state),
        x=x, y=y, cell=list(cell), columns=table.shape[1], groups=table.ravel(),
        color=_colors(colors), kinds=list(kinds), rowNames=list(rows), columnNames=list(columns),
    )  # fmt: skip


def words_in_a_row(
    words: Sequence[str],
    y: float,
    width: float,
    *,
    name: str,
    color: str | Sequence[str] = "",
    state: ArrayLike | None = None,
) -> dict[str, Any]:
    """Words beside each other, even along `width`: their middles are at `spread(len(words), width)`."""
    x = spread(len(words), width)
    return nodes(
        x, np.full(len(words), y), name=name, names=list(words), text=words, size=width / len(words),
        shape="word", color=color, state=state,
    )  # fmt: skip


def image(
    x: float,
    y: float,
    width: float,
    height: float,
    values: ArrayLike,
    *,
    name: str,
    low: float = 0.0,
    high: float = 1.0,
) -> dict[str, Any]:
    """A small picture, its pixels kept sharp: `values` (rows, columns), `low` is paper, `high` ink.

    Where `low` is below 0, -low is taken to be high: what is negative gets the hue of the negative,
    what is positive that of the positive, and 0 is paper. Its numbers are in no table: where they
    matter, it is a grid of numbers.
    """
    table = np.asarray(values, float)
    share = np.clip((table - low) / (high - low), 0, 1)
    top = len(SHADES) - 1 if low >= 0 else len(SHADES) - 2  # an odd number of shades has a middle
    shades = np.array(list(SHADES))[np.rint(share * top).astype(int)]
    return _mark(
        "image", name, x=x, y=y, width=width, height=height, columns=table.shape[1],
        shades="".join(shades.ravel()), signed=low < 0,
    )  # fmt: skip


def bars(
    x: ArrayLike,
    y: ArrayLike,
    width: ArrayLike,
    height: ArrayLike,
    shares: ArrayLike,
    colors: Sequence[str],
    *,
    name: str,
    names: Sequence[str] = (),
    kinds: Sequence[str] = (),
    upright: bool = False,
    state: ArrayLike | None = None,
) -> dict[str, Any]:
    """Bars whose whole length is 1, in parts: the corner at x, y (n,), `shares` (n, parts).

    What is left of 1 stays empty. They run to the right, or up if `upright`. `kinds` names the
    parts in the table of numbers.
    """
    table = np.asarray(shares, float).reshape(len(np.ravel(x)), -1)
    return _mark(
        "bars", name, names=names, state=state, x=_flat(x), y=_flat(y),
        width=_sizes(width), height=_sizes(height), shares=_flat(table), parts=table.shape[1],
        color=_colors(list(colors)), kinds=list(kinds), upright=upright,
    )  # fmt: skip


def gauges(
    x: ArrayLike,
    y: ArrayLike,
    width: float,
    height: float,
    values: ArrayLike,
    limits: ArrayLike,
    *,
    names: Sequence[str],
    text: Sequence[str],
    name: str = "gauges",
    end: ArrayLike | None = None,
) -> dict[str, Any]:
    """Bars with a limit, the corner at x, y (n,); what is over its limit turns, and says so.

    Above each a tick or a cross, its name and its `text` ("93 of 200 ms"). The bar's end is `end`,
    twice the limit if it is not given; what is larger yet, and infinite, ends in a point. Undefined
    is nan: no bar and no sign.
    """
    top = 2 * np.asarray(limits, float) if end is None else np.asarray(end, float)
    over = [is_over(*each) for each in zip(np.ravel(values), np.ravel(limits), strict=True)]
    return _mark(
        "gauges", name, names=names, x=_flat(x), y=_flat(y), width=width, height=height,
        values=_flat(values), limits=_flat(limits), end=_flat(top), over=np.asarray(over, np.int32),
        text=np.asarray(text, str), font={"size": FONT, "least": LEAST},
    )  # fmt: skip


def budget(
    names: Sequence[str],
    costs: ArrayLike,
    limits: ArrayLike,
    units: Sequence[str],
    *,
    shows: str,
    end: ArrayLike | None = None,
) -> Diagram:
    """A figure of gauges one under the other: of each `names` what it costs of what it may, (n,).

    To stand beside a main figure in a page's `hero`: "12 of 20 ms", and over 20 it turns. Its sentence
    is `sentences.numbers.budget` of the same. `end` is as in `gauges`.
    """
    many = list(zip(np.ravel(costs).tolist(), np.ravel(limits).tolist(), units, strict=True))
    rows = np.arange(len(many))
    bars = gauges(
        np.zeros(len(many)), rows, 10, 0.8, costs, limits, names=names, end=end,
        text=[of_budget(*each) for each in many],
    )  # fmt: skip
    return Diagram([bars], canvas(shows, 10, len(many)))


def window(
    x: ArrayLike, y: ArrayLike, width: ArrayLike, height: ArrayLike, *, name: str
) -> dict[str, Any]:
    """An outline around a patch, a row, a column, where the moment is; the corner at x, y (n,)."""
    return _mark("window", name, x=_flat(x), y=_flat(y), width=_sizes(width), height=_sizes(height))


def text(
    x: ArrayLike,
    y: ArrayLike,
    said: ArrayLike,
    *,
    name: str,
    names: Sequence[str] = (),
    side: Side = "middle",
    gap: float = 0.0,
    color: str = INK,
    bold: bool = False,
    decimals: int = 2,
    state: ArrayLike | None = None,
) -> dict[str, Any]:
    """Words or numbers beside x, y (n,): on `side` of it, `gap` of the diagram's units away.

    What lies under them stays clear of their letters.
    """
    many = np.ravel(said)
    words = many.dtype.kind in "UO"
    what = _said(
        None if words else many, [str(each) for each in many] if words else None, decimals, NUMBER
    )
    return _mark(
        "text", name, names=names, state=state, x=_flat(x), y=_flat(y), side=side, gap=gap,
        color=TEXT.get(color, color), bold=bold, **what,
    )  # fmt: skip


def _mark(kind: str, name: str, **fields: Any) -> dict[str, Any]:
    """A mark with those of its fields that say something."""
    state = fields.pop("state", None)
    if state is not None:
        fields["state"] = np.asarray(np.ravel(state), np.int32)
    names = fields.pop("names", ())
    if len(names):
        fields["names"] = np.asarray(names, str)
    said = {key: value for key, value in fields.items() if not _is_nothing(value)}
    return {"type": kind, "name": name, **said}


def _is_nothing(value: Any) -> bool:
    return value is None or value is False or (isinstance(value, str | list) and not value)


def _flat(values: ArrayLike) -> Any:
    """Numbers as they are sent: single precision, in one row."""
    return np.asarray(values, np.float32).ravel()


def _sizes(values: ArrayLike) -> Any:
    """One size for all, or one for each."""
    return float(np.asarray(values)) if np.ndim(values) == 0 else _flat(values)


def _colors(colors: str | Sequence[str]) -> Any:
    """One colour for all, or one for each."""
    return colors if isinstance(colors, str) else np.asarray(colors, str)


def _said(
    values: ArrayLike | None, text: Sequence[str] | None, decimals: int, longest: int
) -> dict[str, Any]:
    """Numbers with their decimals, or words, and how large they are written."""
    font = {"size": FONT, "least": LEAST}
    if values is not None:
        return {"values": _flat(values), "decimals": decimals, "longest": longest, "font": font}
    if text is not None:
        return {"text": np.asarray(text, str), "font": font}
    return {}
