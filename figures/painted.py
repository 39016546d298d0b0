"""A small picture of a figure, painted with Pillow: what a page shows to who has no browser.

The same as static/sketch.js and static/diagram.js draw on the home page: lines, areas, dots, an image as
the ground; nodes, edges, cells, bars. There are no words in it, and every symbol is a dot.
"""

import base64
import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageColor, ImageDraw

from figures.diagram import NOW, SHADES, TO_COME, Diagram
from figures.drawing import Drawing
from figures.still import DASHES, Axis
from figures.theme import INK, MARKER, PAPER

Color = tuple[int, int, int]
Mark = Mapping[str, Any]
FINER = 2  # Pillow's edges are steps: so many times as large, and then made smaller
EDGE = 6  # pixels around what is drawn: half a mark
PLAIN = 0.25  # share of its colour in the ground of a node without a number


def painted(figure: Drawing | Diagram, width: int, height: int, scale: float) -> Image.Image:
    """The figure on paper, so many pixels wide and high; lines and marks `scale` times as large."""
    brush = _Brush(width, height, scale)
    if isinstance(figure, Diagram):
        _paint_diagram(brush, figure)
    else:
        _paint_drawing(brush, figure)
    return brush.image.reduce(FINER)


class _Brush:
    """Paints on paper; coordinates are pixels of the picture to be, sizes those of a figure."""

    def __init__(self, width: int, height: int, scale: float) -> None:
        self.width, self.height, self.scale = width, height, scale
        self.image = Image.new("RGB", (FINER * width, FINER * height), PAPER)
        self.draw = ImageDraw.Draw(self.image, "RGBA")  # what is painted covers by its share

    def line(self, points: NDArray[Any], color: Any, width: float, dash: str = "") -> None:
        """A line through points (n, 2), with round joints."""
        hue, _ = _color(color)
        thick = max(round(FINER * self.scale * width), 1)
        for piece in (
            _dashed(FINER * points, dash, FINER * self.scale) if dash else [FINER * points]
        ):
            self.draw.line(_pairs(piece), fill=hue, width=thick, joint="curve")

    def area(self, points: NDArray[Any], color: Any) -> None:
        """What lies within points (n, 2)."""
        hue, share = _color(color)
        self.draw.polygon(_pairs(FINER * points), fill=(*hue, round(255 * share)))

    def hatched(self, points: NDArray[Any], pattern: Mark) -> None:
        """What lies within points (n, 2), in stripes."""
        self.area(points, pattern["bgcolor"])
        within = Image.new("L", self.image.size)
        ImageDraw.Draw(within).polygon(_pairs(FINER * points), fill=255)
        period = FINER * self.scale * pattern["size"] * np.sqrt(2)
        down, across = np.ogrid[: self.image.height, : self.image.width]
        stripes = Image.fromarray(np.uint8(255) * ((across + down) % period < period / 3))
        hue, _ = _color(pattern["fgcolor"])
        self.image.paste(hue, mask=ImageChops.multiply(within, stripes))

    def dot(
        self, x: float, y: float, size: float, fill: Any, edge: Any, width: float, share: float
    ) -> None:
        """A disc of diameter `size`; None is no ground, or no outline."""
        r = FINER * self.scale * size / 2
        cover = round(255 * share)
        inner, outer = ((*_color(c)[0], cover) if c else None for c in (fill, edge))
        self.draw.ellipse(
            (FINER * x - r, FINER * y - r, FINER * x + r, FINER * y + r),
            inner,
            outer,
            max(round(FINER * self.scale * width), 1),
        )

    def box(
        self, x: float, y: float, width: float, height: float, fill: Any, edge: Any, thick: float
    ) -> None:
        """A box whose corner is at x, y; None is no ground, or no outline."""
        if width <= 0 or height <= 0:
            return
        corners = (FINER * x, FINER * y, FINER * (x + width), FINER * (y + height))
        inner, outer = (_color(c)[0] if c else None for c in (fill, edge))
        self.draw.rectangle(corners, inner, outer, max(round(FINER * self.scale * thick), 1))

    def ground(self, image: Image.Image, x: float, y: float, width: float, height: float) -> None:
        """An image stretched over a place."""
        size = max(round(FINER * width), 1), max(round(FINER * height), 1)
        stretched = image.convert("RGBA").resize(size)
        self.image.paste(stretched, (round(FINER * x), round(FINER * y)), stretched)


def _pairs(points: NDArray[Any]) -> list[float]:
    return points.ravel().tolist() if len(points) > 1 else np.tile(points.ravel(), 2).tolist()


def _color(said: Any) -> tuple[Color, float]:
    """A colour of plotly.js, and by which share it covers."""
    text = str(said)
    if found := re.fullmatch(r"rgba\((.+),(.+),(.+),(.+)\)", text):
        red, green, blue, share = (float(each) for each in found.groups())
        return (round(red), round(green), round(blue)), share
    return ImageColor.getrgb(text)[:3], 1.0


def _mixed(color: str, share: float) -> str:
    """Paper with a share of that colour in it."""
    paper, hue = (np.array(_color(each)[0]) for each in (PAPER, color))
    return "#" + "".join(
        f"{each:02x}" for each in np.rint(paper + share * (hue - paper)).astype(int)
    )


def _dashed(points: NDArray[Any], dash: str, unit: float) -> Iterator[NDArray[Any]]:
    """The pieces of a line that are drawn."""
    said = DASHES.get(dash, dash).replace("px", "").replace(",", " ").split()
    pattern = unit * np.array([float(each) for each in said])
    steps = np.hypot(*np.diff(points, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    ends = np.cumsum(np.tile(pattern, int(along[-1] / pattern.sum()) + 1))
    for start, end in zip(np.concatenate([[0.0], ends[1::2]]), ends[::2], strict=False):
        if start >= along[-1]:
            return
        inside = along[(along > start) & (along < end)]
        at = np.concatenate([[start], inside, [min(end, along[-1])]])
        yield np.column_stack([np.interp(at, along, side) for side in points.T])


# ---- what has axes ------------------------------------------------------------------------------


def _paint_drawing(brush: _Brush, drawing: Drawing) -> None:
    layout = drawing.layout
    axes = {name: Axis(name, drawing) for name in layout if re.fullmatch(r"[xy]axis\d*", name)}
    wide, high = brush.width - 2 * EDGE, brush.height - 2 * EDGE
    for image in layout.get("images", ()):
        x, y = axes["xaxis"], axes["yaxis"]
        left, right = (EDGE + wide * float(x.along(image["x"] + d)) for d in (0, image["sizex"]))
        top, low = (EDGE + high * float(1 - y.along(image["y"] - d)) for d in (0, image["sizey"]))
        content = base64.b64decode(image["source"].partition(",")[2])
        brush.ground(Image.open(BytesIO(content)), left, top, right - left, low - top)
    for trace in drawing.data:
        x, y = (axes[trace.get(f"{d}axis", d).replace(d, f"{d}axis")] for d in "xy")
        places = np.column_stack(
            [EDGE + wide * x.shares(trace["x"]), EDGE + high * (1 - y.shares(trace["y"]))]
        )
        mode = trace.get("mode", "lines")
        if "lines" in mode:
            zero = EDGE + high * float(1 - y.shares(np.zeros(1))[0])
            _paint_lines(brush, trace, places, zero)
        if "markers" in mode:
            _paint_marks(brush, trace["marker"], places)


def _paint_lines(brush: _Brush, trace: Mark, places: NDArray[Any], zero: float) -> None:
    looks, fill = trace.get("line", {}), trace.get("fill")
    for run in _runs(places):
        points = _stepped(run) if looks.get("shape") == "hv" else run
        if fill == "tozeroy":
            ends = np.array([[points[-1, 0], zero], [points[0, 0], zero]])
            brush.area(np.vstack([points, ends]), trace["fillcolor"])
        elif fill == "toself" and "fillpattern" in trace:
            brush.hatched(points, trace["fillpattern"])
        elif fill == "toself":
            brush.area(points, trace["fillcolor"])
        if (width := looks.get("width", 2)) and len(points) > 1:
            dash = looks.get("dash", "solid")
            brush.line(points, looks.get("color", INK), width, "" if dash == "solid" else dash)


def _runs(places: NDArray[Any]) -> list[NDArray[Any]]:
    """A line with gaps (nan) as lines without."""
    known = np.isfinite(places).all(axis=1)
    cuts = np.flatnonzero(np.diff(known)) + 1
    return [run for run in np.split(places, cuts) if len(run) and np.isfinite(run[0]).all()]


def _stepped(points: NDArray[Any]) -> NDArray[Any]:
    """First across, then up or down."""
    corners = np.column_stack([points[1:, 0], points[:-1, 1]])
    return np.vstack([points[:1], np.stack([corners, points[1:]], axis=1).reshape(-1, 2)])


def _paint_marks(brush: _Brush, marker: Mark, places: NDArray[Any]) -> None:
    edge = marker.get("line", {})

    def each(value: Any) -> Any:
        return np.broadcast_to(np.asarray(value, object), len(places))

    looks = (
        each(marker.get("size", MARKER)), each(marker.get("color", INK)),
        each(marker.get("symbol", "circle")), each(marker.get("opacity", 1)),
        each(edge.get("color", "")),
    )  # fmt: skip
    for (x, y), size, color, symbol, share, around in zip(places, *looks, strict=True):
        if not (np.isfinite([x, y]).all() and size):
            continue
        if str(symbol).endswith("-open"):
            brush.dot(x, y, size, None, color, edge.get("width") or 1.5, share)
        else:
            width = edge.get("width", 0)
            brush.dot(x, y, size, color, around if width else None, width, share)


# ---- diagrams -----------------------------------------------------------------------------------


class _Space:
    """From a diagram's own coordinates to pixels."""

    def __init__(self, brush: _Brush, layout: Mark) -> None:
        self.across, self.down = layout["width"], layout["height"]
        wide, high = brush.width - 2 * EDGE, brush.height - 2 * EDGE
        self.unit = np.array([wide / self.across, high / self.down])
        if layout["square"]:
            self.unit[:] = self.unit.min()
        size = self.unit * (self.across, self.down)
        self.corner = np.array([brush.width, brush.height]) / 2 - size / 2
        self.hues, self.tint = layout["colors"], layout["tint"]

    def point(self, x: Any, y: Any) -> NDArray[Any]:
        """Places as pixels: (n, 2)."""
        return np.asarray(self.corner + self.unit * np.column_stack([np.ravel(x), np.ravel(y)]))

    def ground(self, value: float, limit: float) -> str:
        """The hue of a number's sign, the deeper the larger."""
        if not np.isfinite(value):
            return PAPER
        hue = self.hues["negative" if value < 0 else "positive"]
        return _mixed(hue, self.tint * min(abs(value) / limit, 1))

    def edge(self, state: int, color: str) -> tuple[str, float]:
        """Colour and width of the outline of what is done, is now, or is to come."""
        if state == NOW:
            return self.hues["ink"], 3
        return (color, 2.5) if color and state != TO_COME else (self.hues["muted"], 1.2)


def _paint_diagram(brush: _Brush, diagram: Diagram) -> None:
    space = _Space(brush, diagram.layout)
    for mark in diagram.data:
        if (paint := PAINTED.get(mark["type"])) is not None:
            paint(brush, mark, space)


def _at(values: Any, i: int, default: Any = None) -> Any:
    """Of one value for all, or of one for each."""
    if values is None:
        return default
    return values if isinstance(values, str) or np.ndim(values) == 0 else values[i]


def _paint_nodes(brush: _Brush, mark: Mark, space: _Space) -> None:
    for i, (x, y) in enumerate(space.point(mark["x"], mark["y"])):
        state, color = _at(mark.get("state"), i, 0), _at(mark.get("color"), i, "")
        edge, width = space.edge(state, color)
        if state == TO_COME:
            fill = PAPER
        elif "values" in mark:
            fill = space.ground(mark["values"][i], mark["limit"])
        else:
            fill = _mixed(color, PLAIN) if color else PAPER
        size, high = _at(mark["size"], i), _at(mark["high"], i)
        if mark["shape"] == "circle":
            round_ = size * space.unit.min() / brush.scale
            brush.dot(x, y, round_, fill, edge, width, 1)
            continue
        wide, tall = space.unit * (size, high)
        if mark["shape"] == "word":
            wide, tall = 0.8 * wide, min(tall, 24 * brush.scale)
        brush.box(x - wide / 2, y - tall / 2, wide, tall, fill, edge, width)


def _paint_edges(brush: _Brush, mark: Mark, space: _Space) -> None:
    starts, ends = space.point(mark["x0"], mark["y0"]), space.point(mark["x1"], mark["y1"])
    weights = mark.get("weights")
    for i, pair in enumerate(np.stack([starts, ends], axis=1)):
        state = _at(mark.get("state"), i, 0)
        color = _at(mark.get("color"), i, "")
        width = 3.0 if state == NOW else 1.6
        if state == TO_COME:
            color = space.hues["faint"]
        elif weights is not None:
            if not np.isfinite(weights[i]):
                continue
            color = color or space.hues["negative" if weights[i] < 0 else "positive"]
            width = max(min(abs(weights[i]) / mark["limit"], 1) * mark["line"]["width"], 0.8)
        brush.line(pair, color or space.hues["ink" if state == NOW else "muted"], width)


def _paint_grid(brush: _Brush, mark: Mark, space: _Space) -> None:
    groups, columns = mark.get("groups"), mark["columns"]
    many = mark["values"] if groups is None else groups
    (wide, tall), (across, down) = space.unit * mark["cell"], mark["cell"]
    rows, places = np.divmod(np.arange(len(many)), columns)
    corners = space.point(mark["x"] + places * across, mark["y"] + rows * down)
    for i, (x, y) in enumerate(corners):
        state = _at(mark.get("state"), i, NOW)
        if state == TO_COME:
            fill = PAPER
        elif groups is None:
            fill = space.ground(many[i], mark["limit"])
        else:
            fill = _mixed(mark["color"][groups[i]], 1 if state == NOW else 0.5)
        lit = "state" in mark and state == NOW
        edge, width = (space.hues["ink"], 2.5) if lit else (space.hues["faint"], 1)
        brush.box(x + 1, y + 1, wide - 2, tall - 2, fill, edge, width)


def _paint_image(brush: _Brush, mark: Mark, space: _Space) -> None:
    shades = np.array([SHADES.index(each) for each in mark["shades"]])
    top = len(SHADES) - 1
    if mark.get("signed"):
        middle = (top - 1) / 2
        hues = ["negative" if each < middle else "positive" for each in shades]
        shares = np.minimum(np.abs(shades - middle) / middle, 1)
    else:
        hues, shares = ["ink"] * len(shades), shades / top
    colors = [_color(_mixed(space.hues[h], s))[0] for h, s in zip(hues, shares, strict=True)]
    pixels = np.array(colors, np.uint8).reshape(-1, mark["columns"], 3)
    (x, y), (wide, tall) = (
        space.point(mark["x"], mark["y"])[0],
        space.unit * (mark["width"], mark["height"]),
    )
    size = max(round(FINER * wide), 1), max(round(FINER * tall), 1)
    sharp = Image.fromarray(pixels).resize(size, Image.Resampling.NEAREST)
    brush.ground(sharp, x, y, wide, tall)
    brush.box(x, y, wide, tall, None, space.hues["muted"], 1)


def _paint_bars(brush: _Brush, mark: Mark, space: _Space) -> None:
    shares = np.nan_to_num(np.reshape(mark["shares"], (-1, mark["parts"])))
    for i, (x, y) in enumerate(space.point(mark["x"], mark["y"])):
        wide, tall = space.unit * (_at(mark["width"], i), _at(mark["height"], i))
        start = 0.0
        for k, share in enumerate(shares[i]):
            share = min(max(share, 0.0), 1 - start)
            fill = None if _at(mark.get("state"), i) == TO_COME else mark["color"][k]
            if mark.get("upright"):
                brush.box(x, y + tall * (1 - start - share), wide, tall * share, fill, None, 1)
            else:
                brush.box(x + wide * start, y, wide * share, tall, fill, None, 1)
            start += share
        brush.box(x, y, wide, tall, None, space.hues["muted"], 1)


def _paint_gauges(brush: _Brush, mark: Mark, space: _Space) -> None:
    wide, tall = space.unit * (mark["width"], mark["height"])
    for i, (x, y) in enumerate(space.point(mark["x"], mark["y"])):
        value, end = mark["values"][i], mark["end"][i]
        brush.box(x, y, wide, tall, space.hues["faint"], None, 1)
        if not np.isnan(value):
            filled = wide * min(max(value / end, 0), 1)
            hue = space.hues["positive" if mark["over"][i] else "good"]
            brush.box(x, y, filled, tall, hue, None, 1)
        limit = x + wide * min(mark["limits"][i] / end, 1)
        brush.line(np.array([[limit, y - 2], [limit, y + tall + 2]]), space.hues["ink"], 2.5)


def _paint_window(brush: _Brush, mark: Mark, space: _Space) -> None:
    for i, (x, y) in enumerate(space.point(mark["x"], mark["y"])):
        wide, tall = space.unit * (_at(mark["width"], i), _at(mark["height"], i))
        brush.box(x, y, wide, tall, None, space.hues["ink"], 3)


PAINTED = {
    "nodes": _paint_nodes, "edges": _paint_edges, "grid": _paint_grid, "image": _paint_image,
    "bars": _paint_bars, "gauges": _paint_gauges, "window": _paint_window,
}  # fmt: skip
