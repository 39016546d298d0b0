"""The one hand all figures are drawn with: colours by meaning, sizes, layout, axes.

Colours are Okabe and Ito's set, told apart with any colour vision; each means one thing on every
page, and a dash, a marker or a label says the same again. Figures are drawn for a light page;
`for_dark` swaps the few colours that a dark page needs.
"""

import re
from collections.abc import Sequence
from typing import Any

INK = "#111418"  # the visitor's choice, the truth, text
MUTED = "#5b6470"  # what is only there to compare with
FAINT = "#d5d9de"  # grid, reference areas
PAPER = "#ffffff"
POSITIVE = "#d55e00"
NEGATIVE = "#0072b2"
BIAS = "#56b4e9"
VARIANCE = "#e69f00"
NOISE = "#9aa0a6"
GOOD = "#009e73"  # the best, the target reached
FIFTH = "#cc79a7"  # a series that has no meaning of its own

# Of up to three classes: colour, symbol, and the sign that stands for both in a line of names.
CLASS_LOOKS = (NEGATIVE, "circle", "●"), (POSITIVE, "diamond", "◆"), (GOOD, "square", "■")

# Small text needs more contrast than a line does: the same hues, darker.
TEXT = {
    POSITIVE: "#b34f00",
    BIAS: "#1b6f9f",
    VARIANCE: "#8a5f00",
    NOISE: "#5f656b",
    GOOD: "#00775a",
    FIFTH: "#a3457a",
}
DARK = {
    INK: "#f5f5f5",
    MUTED: "#a9b1bb",
    FAINT: "#343a42",
    PAPER: "#111418",
    NEGATIVE: "#3084e8",
    **{dark: hue for hue, dark in TEXT.items()},
}

LINE, THIN, MARKER = 2.5, 1.25, 9
FONT, SMALL = 14, 13
SMALL_MARGIN = {"l": 44, "r": 10, "t": 12, "b": 42}  # of a figure half the page wide
PLATE: dict[str, Any] = {"bgcolor": PAPER, "borderpad": 1}  # behind a label that a line may cross


def layout(
    shows: str,
    x: dict[str, Any],
    y: dict[str, Any],
    handles: Sequence[dict[str, Any]] = (),
    **more: Any,
) -> dict[str, Any]:
    """A figure's layout.

    `shows` says in a sentence what is drawn on which axes; with the computed sentence under the
    figure it makes the text for those who cannot see it. `x`, `y` come from `axis`, what can be
    dragged from `handle` in figures/marks.py.
    """
    more = {"xaxis": x, "yaxis": y, **more}
    sides = {name: looks for name, looks in more.items() if name.startswith(("xaxis", "yaxis"))}
    scales = {name: looks["scale"] for name, looks in sides.items() if "scale" in looks}
    for name in scales:  # plotly.js knows of none
        more[name] = {what: value for what, value in sides[name].items() if what != "scale"}
    meta: dict[str, Any] = {"shows": shows}
    if handles:
        meta["handles"] = list(handles)
    if scales:
        meta["scales"] = scales
    return {
        "meta": meta,
        "margin": {"l": 62, "r": 16, "t": 14, "b": 52},
        "font": {"size": FONT, "color": INK, "family": "Source Sans, sans-serif"},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        "uirevision": "kept",
        **more,
    }


def axis(title: str, **more: Any) -> dict[str, Any]:
    """An axis with its title in words (and unit), few ticks and a faint grid.

    `scale` says how tables of numbers tell a place on it that is no number of the title's:
    "log-odds", "probit" or "decades", of which they tell the probability or the power of ten;
    "year" or "days", the share of a year, or its days, that are over; a list, of what stands at 0, 1,
    2 and so on; "none", if places along it mean nothing. What has no title is not told at all.
    """
    return {
        "title": {"text": title, "font": {"size": FONT}, "standoff": 8},
        "tickfont": {"size": SMALL},
        "nticks": 5,
        "gridcolor": FAINT,
        "zeroline": False,
        "automargin": True,
        "fixedrange": True,
        **more,
    }


def share_axis(title: str, **more: Any) -> dict[str, Any]:
    """An axis for a share or a probability, from 0 to 1, with a little air."""
    return axis(title, **{"range": [-0.02, 1.02], "tickformat": ".0%", **more})


def faded(color: str, share: float) -> str:
    """`color` (#rrggbb) at that share of opacity."""
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{share})"


def for_dark(spec: str) -> str:
    """The same figure, as JSON text, for a dark page."""
    # A colour is a text of its own or, within a text, what follows "color:".
    return re.sub(
        r'("|color:)(#[0-9a-f]{6})(?=\\?")',
        lambda found: found[1] + DARK.get(found[2], found[2]),
        spec,
    )
