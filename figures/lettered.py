"""A letter beside lines of a figure, where it has room: what is pinned is known by it.

Where things stand is reckoned for a plot as small as a phone has. In a larger one they are farther
apart, and letters are no larger, so what has room here has room there.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from figures.drawing import Drawing
from figures.marks import label
from figures.still import Axis, plain, share_at
from figures.theme import FONT, MUTED, PLATE, SMALL

PLOT = np.array([300.0, 150.0])  # pixels
HALF = np.array([8.0, 10.0])  # of the letter, with a little air
AIR = np.array([22.0, 20.0])  # from the letter's middle to what is not its own
ROUND = 6.0  # pixels: of a line as many points as are seen
MANY = 24  # places along a line that are tried
SIDES = np.array(
    [[0.0, 15.0], [14.0, 0.0], [-14.0, 0.0], [0.0, -15.0]]
)  # above, right, left, below
WIDE, HIGH = 0.54, 0.6  # of a letter's size: how wide it is, and half its height


def lettered(drawing: Drawing, letter: str, traces: Sequence[Mapping[str, Any]]) -> Drawing:
    """`drawing` with that letter by one of those lines of it, at the first place that has room and air.

    Where none has, there is no air, or it stands where least is under it; where nothing of them is in
    sight, nowhere. Air is kept from all but the lines themselves.
    """
    axes = {name: Axis(name, drawing) for name in drawing.layout if name[1:5] == "axis"}
    tried = [
        (trace, row, side)
        for trace in traces
        for row in _some(_seen(trace, axes))
        for side in SIDES
    ]
    middles = np.array([row[2:] + side for _, row, side in tried]).reshape(-1, 2)
    inside = ((middles >= HALF) & (middles <= PLOT - HALF)).all(axis=1)
    if not inside.any():
        return drawing
    others = replace(
        drawing, data=[each for each in drawing.data if all(each is not one for one in traces)]
    )
    near = np.minimum(_under(_taken(others, axes), middles, AIR), 1)
    under = np.where(inside, 2 * _under(_taken(drawing, axes), middles, HALF) + near, np.inf)
    trace, (x, y, *_), (aside, up) = tried[int(under.argmin())]
    made = label(
        float(x), float(y), f"<b>{letter}</b>", MUTED, xref=trace.get("xaxis", "x"),
        yref=trace.get("yaxis", "y"), xanchor="center", xshift=float(aside), yshift=float(up), **PLATE,
    )  # fmt: skip
    labels = [*drawing.layout.get("annotations", ()), made]
    return replace(drawing, layout={**drawing.layout, "annotations": labels})


def _some(points: NDArray[Any]) -> NDArray[Any]:
    """At most MANY of the points, the last first."""
    found: NDArray[Any] = points[
        np.linspace(len(points) - 1, 0, min(len(points), MANY)).astype(int)
    ]
    return found


def _taken(drawing: Drawing, axes: Mapping[str, Axis]) -> NDArray[Any]:
    """Of each square pixel of the plot, from the lower left, whether something stands there."""
    wide, high = PLOT.astype(int)
    taken = np.zeros((wide, high), bool)
    for trace in drawing.data:
        if trace["type"] == "scatter":
            across, up = np.minimum(_seen(trace, axes)[:, 2:].astype(int), [wide - 1, high - 1]).T
            taken[across, up] = True
    for middle, half in _words(drawing, axes):
        low, top = (np.clip(middle + each, 0, PLOT).astype(int) for each in (-half, half))
        taken[low[0] : top[0] + 1, low[1] : top[1] + 1] = True
    return taken


def _under(taken: NDArray[Any], middles: NDArray[Any], half: NDArray[Any]) -> NDArray[Any]:
    """How many pixels are taken around each of the middles, (n,), as far as `half`."""
    sums = np.pad(taken.cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    (left, low), (right, top) = (
        np.clip(middles + each, 0, PLOT).astype(int).T for each in (-half, half)
    )
    found: NDArray[Any] = sums[right, top] - sums[left, top] - sums[right, low] + sums[left, low]
    return found


def _seen(trace: Mapping[str, Any], axes: Mapping[str, Axis]) -> NDArray[Any]:
    """Points of a trace in the plot, (n, 4): places on its axes, and pixels from the lower left."""
    x, y = (axes[trace.get(f"{d}axis", d).replace(d, f"{d}axis")] for d in "xy")
    places = np.column_stack([x.placed(trace["x"]), y.placed(trace["y"])])
    shares = np.column_stack([x.along(places[:, 0]), y.along(places[:, 1])])
    points = np.column_stack([places, np.clip(shares, -1, 2) * PLOT])  # nothing far beyond counts
    mode = trace.get("mode", "lines")
    if mode == "text":
        return np.zeros((0, 4))
    if "lines" in mode and len(points) > 1:
        points = _filled(points)
    pixels = points[:, 2:]
    return points[((pixels >= 0) & (pixels <= PLOT)).all(axis=1)]  # nan is in no plot


def _filled(points: NDArray[Any]) -> NDArray[Any]:
    """A line's points with more between those that lie far apart."""
    with np.errstate(invalid="ignore"):  # on a logarithmic axis 0 lies at minus infinity
        steps = np.diff(points, axis=0)
    far = np.hypot(steps[:, 2], steps[:, 3])
    many = np.where(np.isfinite(far), np.ceil(far / ROUND), 1).astype(int).clip(1)
    first = np.repeat(np.arange(len(steps)), many)
    share = (np.arange(len(first)) - np.repeat(np.cumsum(many) - many, many)) / many[first]
    with np.errstate(invalid="ignore"):
        between = points[first] + share[:, None] * steps[first]
    return np.concatenate([between, points[-1:]])


def _words(
    drawing: Drawing, axes: Mapping[str, Axis]
) -> Iterator[tuple[NDArray[Any], NDArray[Any]]]:
    """The middle of each text in the plot and half its size, in pixels."""
    for trace in drawing.data:
        if "text" not in trace.get("mode", ""):
            continue
        x, y = (axes[trace.get(f"{d}axis", d).replace(d, f"{d}axis")] for d in "xy")
        at = np.column_stack([x.shares(trace["x"]), y.shares(trace["y"])]) * PLOT
        size = trace.get("textfont", {}).get("size", SMALL)
        spots = np.broadcast_to(np.asarray(trace.get("textposition", "middle center")), len(at))
        texts = np.broadcast_to(np.asarray(trace["text"], object), len(at))
        for place, text, spot in zip(at, texts, spots, strict=True):
            if str(text).strip():
                high, side = str(spot).split()
                yield _box(place, str(text), size, side, high)
    for said in drawing.layout.get("annotations", ()):
        if not said.get("opacity", 1) or not said.get("visible", True):
            continue
        place = [
            share_at(said, d, axes, said[d]) * length + said.get(f"{d}shift", 0)
            for d, length in zip("xy", PLOT, strict=True)
        ]
        side = {"left": "right", "right": "left"}.get(said.get("xanchor", ""), "center")
        high = {"bottom": "top", "top": "bottom"}.get(said.get("yanchor", ""), "middle")
        yield _box(
            np.array(place), said["text"], said.get("font", {}).get("size", FONT), side, high
        )


def _box(
    place: NDArray[Any], text: str, size: float, side: str, high: str
) -> tuple[NDArray[Any], NDArray[Any]]:
    """The middle and half the size of a text that stands `high` and to the `side` of a place."""
    lines = text.split("<br>")
    half = size * np.array([WIDE / 2 * max(len(plain(each)) for each in lines), HIGH * len(lines)])
    way = [{"left": -1, "right": 1}.get(side, 0), {"bottom": -1, "top": 1}.get(high, 0)]
    return place + way * half, half
