"""A figure as SVG text that needs no script: what is seen of a page before anything can draw.

It is as large as its place, and each mark stands where plotly.js will draw it: places are shares of the
plot, widths and letters are pixels. What is hatched is filled, and every symbol is a dot.
"""

import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

import numpy as np
from numpy.typing import NDArray

from figures.drawing import Drawing
from figures.theme import DARK, FONT, INK, MARKER, SMALL

GRID = 1000  # the plot is that wide and high where lines are drawn
DASHES = {"dot": "2 4", "dash": "8 5", "dashdot": "8 4 2 4"}
ANCHORS = {"left": "start", "center": "middle", "right": "end"}
LETTERS = 0.35  # of their size: from a text's middle to the line it stands on
EDGES = {"top": 0.0, "middle": LETTERS, "bottom": LETTERS, "auto": LETTERS}
STEPS = (1.0, 2.0, 5.0, 10.0)


def still(drawing: Drawing) -> str:
    """`drawing` as the text of an SVG element; a colour that a dark page swaps is a variable of CSS."""
    layout = drawing.layout
    margin = layout["margin"]
    axes = {name: Axis(name, drawing) for name in layout if re.fullmatch(r"[xy]axis\d*", name)}
    marks = [*_images(layout, axes), *_shapes(layout, axes)]
    words = [each for axis in axes.values() for each in axis.words(axes, margin)]
    for trace in drawing.data:
        x, y = (axes[trace.get(f"{d}axis", d).replace(d, f"{d}axis")] for d in "xy")
        at = x.shares(trace["x"]), 1 - y.shares(trace["y"])
        mode = trace.get("mode", "lines")
        if "lines" in mode:
            ground = 1 - y.shares(np.zeros(1))[0] if trace.get("fill") == "tozeroy" else None
            marks += _lines(trace, *at, ground)
        if "markers" in mode:
            marks += _dots(trace["marker"], *at)
        if "text" in mode:
            words += _texts(trace, *at)
    words += _labels(layout, axes)
    grid = [each for axis in axes.values() for each in axis.grid()]
    inside = "".join(grid + marks)
    plot = (
        f'<svg width="100%" height="100%" viewBox="0 0 {GRID} {GRID}" preserveAspectRatio="none">'
        f"{inside}</svg>"
    )
    place = "".join(
        f"{side}:{margin[side[0]]}px;" for side in ("left", "right", "top", "bottom")
    )  # as plotly.js has it
    text = (
        f'<div style="position:absolute;{place}font-size:{FONT}px">'
        f'<svg width="100%" height="100%" style="overflow:visible;display:block">'
        f"{plot}{''.join(words)}</svg></div>"
    )
    return re.sub("|".join(DARK), lambda found: f"var(--{found[0][1:]})", text)


def swapped() -> str:
    """The variables that `still` speaks of, as CSS: for a light page, or a room, and a dark one."""
    light = "".join(f"--{color[1:]}:{color};" for color in DARK)
    dark = "".join(f"--{color[1:]}:{other};" for color, other in DARK.items())
    return (
        f".still{{{light}}}@media(prefers-color-scheme:dark){{.still{{{dark}}}}}"
        f".still.room,.room .still{{{light}}}"
    )


class Axis:
    """Where values stand along an axis, as shares of the plot."""

    def __init__(self, name: str, drawing: Drawing) -> None:
        self.looks: Mapping[str, Any] = drawing.layout[name]
        self.way = name[0]
        self.log = self.looks.get("type") == "log"
        self.domain = self.looks.get("domain", (0.0, 1.0))
        short = name.replace("axis", "")
        values = [
            self.placed(trace[self.way])
            for trace in drawing.data
            if trace.get(f"{self.way}axis", self.way) == short
        ]
        known = np.concatenate([*values, np.zeros(0)])
        known = known[np.isfinite(known)]
        ends = (known.min(), known.max()) if known.size else (0.0, 1.0)
        self.low, self.high = (float(end) for end in self.looks.get("range", ends))

    def placed(self, values: Any) -> NDArray[Any]:
        """Of values: places on the axis, which are logarithms where it is logarithmic."""
        values = np.atleast_1d(np.asarray(values, float)).ravel()
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(np.log10(values) if self.log else values)

    def shares(self, values: Any) -> NDArray[Any]:
        """Of values: from 0 at the left or the bottom to 1."""
        return self.along(self.placed(values))

    def along(self, places: Any) -> NDArray[Any]:
        """Of places on the axis, which are logarithms where it is logarithmic."""
        start, end = self.domain
        share = (np.asarray(places, float) - self.low) / ((self.high - self.low) or 1.0)
        return np.asarray(start + share * (end - start))

    def ticks(self) -> list[tuple[float, str]]:
        """Where it is marked, as shares, and what is said there."""
        looks = self.looks
        if not looks.get("visible", True) or not looks.get("showticklabels", True):
            return []
        if "tickvals" in looks:
            places = self.placed(looks["tickvals"])
            texts = [str(text) for text in looks.get("ticktext", looks["tickvals"])]
        else:
            low, high = sorted((self.low, self.high))
            rough = (high - low) / looks.get("nticks", 5) or 1.0
            decade = 10.0 ** np.floor(np.log10(rough))
            step = next(each for each in STEPS if each * decade >= rough * (1 - 1e-9)) * decade
            step = max(step, 1.0) if self.log else step
            step = looks["dtick"] if isinstance(looks.get("dtick"), int | float) else step
            places = np.arange(np.ceil(low / step - 1e-9), np.floor(high / step + 1e-9) + 1) * step
            texts = [self._said(place) for place in places]
        shares = self.along(places)
        start, end = self.domain
        inside = (shares >= start - 1e-9) & (shares <= end + 1e-9)
        return [(s, t) for s, t, kept in zip(shares, texts, inside, strict=False) if kept]

    def _said(self, place: float) -> str:
        value = 10.0**place if self.log else place + 0.0  # no minus zero
        form = self.looks.get("tickformat", "")
        if form.endswith("%"):
            return f"{value:{form.removeprefix('~')}}"
        return f"{value:,.10g}".replace("-", "−")

    def grid(self) -> Iterator[str]:
        """Faint lines across the plot at its ticks."""
        if not self.looks.get("showgrid", True):
            return
        for share, _ in self.ticks():
            at = GRID * (share if self.way == "x" else 1 - share)
            d = f"M{at:.0f} 0V{GRID}" if self.way == "x" else f"M0 {at:.0f}H{GRID}"
            yield _path(d, self.looks.get("gridcolor", INK), 1)

    def words(self, axes: Mapping[str, "Axis"], margin: Mapping[str, float]) -> Iterator[str]:
        """What is said at its ticks, and its title."""
        size = self.looks.get("tickfont", {}).get("size", SMALL)
        large = self.looks.get("title", {}).get("font", {}).get("size", FONT)
        for share, text in self.ticks():
            if self.way == "x":
                yield _word(share, 1, text, "middle", 4, 0.8, size)
            else:
                yield _word(0, 1 - share, text, "end", LETTERS * size, 0, size, -4)
        title = self.looks.get("title", {}).get("text", "")
        if not title or not self.looks.get("visible", True):
            return
        middle = sum(self.domain) / 2
        if self.way == "x":
            yield _word(middle, 1, title, "middle", margin["b"] - 12, 0, large)
        else:
            left = margin["l"] - 18
            yield (
                f'<svg x="0" y="{100 * (1 - middle):.1f}%" style="overflow:visible">'
                f'<text transform="translate({-left} 0) rotate(-90)" text-anchor="middle" fill="{INK}"'
                f' style="font-size:{large:g}px;fill:{INK}">{plain(title)}</text></svg>'
            )


def _images(layout: Mapping[str, Any], axes: Mapping[str, Axis]) -> Iterator[str]:
    for image in layout.get("images", ()):
        x, y = axes["xaxis"], axes["yaxis"]
        left, right = (GRID * float(x.along(image["x"] + d)) for d in (0, image["sizex"]))
        top, low = (GRID * float(1 - y.along(image["y"] - d)) for d in (0, image["sizey"]))
        yield (
            f'<image href="{escape(image["source"])}" preserveAspectRatio="none"'
            f' x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" height="{low - top:.1f}"/>'
        )


def _shapes(layout: Mapping[str, Any], axes: Mapping[str, Axis]) -> Iterator[str]:
    for shape in layout.get("shapes", ()):
        x0, x1 = (GRID * share_at(shape, "x", axes, shape[f"x{i}"]) for i in (0, 1))
        y0, y1 = (GRID * (1 - share_at(shape, "y", axes, shape[f"y{i}"])) for i in (0, 1))
        looks = shape.get("line", {})
        d = f"M{x0:.0f} {y0:.0f}"
        d += f"L{x1:.0f} {y1:.0f}" if shape["type"] == "line" else f"H{x1:.0f}V{y1:.0f}H{x0:.0f}Z"
        fill = shape.get("fillcolor", "none")
        yield _path(d, looks.get("color", "none"), looks.get("width", 2), looks.get("dash"), fill)


def share_at(said: Mapping[str, Any], way: str, axes: Mapping[str, Axis], place: float) -> float:
    """Where a label or a shape stands: on an axis, or a share of all there is or of the axis."""
    ref = said.get(f"{way}ref", way)
    if ref == "paper":
        return float(place)
    axis = axes[ref.split()[0].replace(way, f"{way}axis")]
    if ref.endswith("domain"):
        start, end = axis.domain
        return float(start + place * (end - start))
    return float(axis.along(place))


def _lines(
    trace: Mapping[str, Any], x: NDArray[Any], y: NDArray[Any], ground: float | None
) -> Iterator[str]:
    looks = trace.get("line", {})
    steps = looks.get("shape") == "hv"
    d, last = [], None
    for place in zip(np.round(GRID * x, 1).tolist(), np.round(GRID * y, 1).tolist(), strict=True):
        if not np.isfinite(place).all():
            last = None
            continue
        if last is not None and steps:
            d.append(f"H{place[0]:g}")
        d.append(f"{'M' if last is None else 'L'}{place[0]:g} {place[1]:g}")
        last = place
    outline = "".join(d)
    if trace.get("fill"):
        around = outline
        if ground is not None and len(x):
            around += f"V{GRID * ground:.1f}H{GRID * x[np.isfinite(x)][0]:.1f}Z"
        yield _path(around, "none", 0, fill=trace["fillcolor"])
    if looks.get("width", 2):
        yield _path(outline, looks.get("color", INK), looks.get("width", 2), looks.get("dash"))


def _dots(marker: Mapping[str, Any], x: NDArray[Any], y: NDArray[Any]) -> Iterator[str]:
    """Lines of no length with round ends, which stay round however wide the plot is; alike in one."""
    edge = marker.get("line", {})

    def each(value: Any) -> list[Any]:
        return list(np.broadcast_to(np.asarray(value, object), x.shape))

    columns = (
        each(marker.get("color", INK)), each(marker.get("size", MARKER)),
        each(marker.get("symbol", "circle")),
        each(edge.get("color", "none")), each(marker.get("opacity", 1)),
    )  # fmt: skip
    alike: dict[tuple[Any, ...], list[str]] = {}
    for at, down, *looks in zip(x.tolist(), y.tolist(), *columns, strict=True):
        if np.isfinite([at, down]).all() and looks[1]:
            alike.setdefault(tuple(looks), []).append(f"M{GRID * at:.1f} {GRID * down:.1f}h0")
    ring = 2 * edge.get("width", 0)
    for (color, size, symbol, around, opacity), places in alike.items():
        d = "".join(places)
        if ring and around != "none" and not str(symbol).endswith("-open"):
            yield _path(d, around, size + ring / 2, opacity=opacity)
        yield _path(d, color, max(size - ring / 2, 1), opacity=opacity)


def _texts(trace: Mapping[str, Any], x: NDArray[Any], y: NDArray[Any]) -> Iterator[str]:
    font = trace.get("textfont", {})
    size, color = font.get("size", SMALL), font.get("color", INK)
    spots = np.broadcast_to(np.asarray(trace.get("textposition", "middle center")), x.shape)
    texts = np.broadcast_to(np.asarray(trace["text"], object), x.shape)
    for at, down, text, spot in zip(x, y, texts, spots, strict=True):
        if not str(text).strip() or not np.isfinite([at, down]).all():
            continue
        high, side = str(spot).split()
        shift = {"top": -0.6, "middle": LETTERS, "bottom": 1.2}[high] * size
        anchor = {"left": "end", "center": "middle", "right": "start"}[side]
        aside = {"left": -5, "center": 0, "right": 5}[side]
        yield _word(at, down, str(text), anchor, shift, 0, size, aside, color)


def _labels(layout: Mapping[str, Any], axes: Mapping[str, Axis]) -> Iterator[str]:
    for label in layout.get("annotations", ()):
        if not label.get("opacity", 1) or not label.get("visible", True):
            continue
        font = label.get("font", {})
        size, color = font.get("size", FONT), font.get("color", INK)
        x = share_at(label, "x", axes, label["x"])
        y = 1 - share_at(label, "y", axes, label["y"])
        high = label.get("yanchor", "middle")
        shift = {"top": 0.9 * size, "bottom": -0.3 * size}.get(high, LETTERS * size)
        anchor = ANCHORS.get(label.get("xanchor", "center"), "middle")
        aside, up = label.get("xshift", 0), label.get("yshift", 0)
        lines = str(label.get("text", "")).split("<br>")
        above = {"top": 0, "bottom": len(lines) - 1}.get(high, (len(lines) - 1) / 2)
        for i, text in enumerate(lines):
            down = shift - up + (i - above) * 1.3 * size
            yield _word(x, y, text, anchor, down, 0, size, aside, color)


def _word(
    x: float, y: float, text: str, anchor: str, down: float, lines: float, size: float,
    aside: float = 0, color: str = INK,
) -> str:  # fmt: skip
    """A text at shares of the plot, `down` pixels and `lines` of its size lower, `aside` to the right."""
    return (
        f'<text x="{100 * x:.2f}%" y="{100 * y:.2f}%" dx="{aside:g}" dy="{down + lines * size:.1f}"'
        f' text-anchor="{anchor}" style="font-size:{size}px;fill:{color}">{plain(text)}</text>'
    )


def plain(text: str) -> str:
    """Words without plotly's marks of bold and the like."""
    return escape(re.sub(r"</?[a-z]+[^<>]*>", "", text))


def _path(
    d: str, color: str, width: float, dash: str | None = None, fill: str = "none", opacity: float = 1
) -> str:  # fmt: skip
    dashes = DASHES.get(dash or "", (dash or "").replace("px", "").replace(",", " "))
    looks = f"fill:{fill};stroke:{color};stroke-width:{width:g}px"
    looks += f";stroke-dasharray:{dashes}" if dashes and dash != "solid" else ""
    looks += f";opacity:{opacity:g}" if opacity != 1 else ""
    ends = 'vector-effect="non-scaling-stroke" stroke-linecap="round" stroke-linejoin="round"'
    return f'<path d="{d}" style="{escape(looks)}" {ends}/>'
