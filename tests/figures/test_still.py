"""A figure without a script stands where plotly.js will draw it."""

import re
from itertools import count

import numpy as np
import pytest

from figures.drawing import Drawing
from figures.marks import area, arrow, dots, label, line, log_axis, moving_label, under
from figures.still import GRID, still, swapped
from figures.theme import DARK, INK, NEGATIVE, PAPER, axis, layout

X, Y = axis("time (s)", range=[0, 10]), axis("<b>height</b>", range=[-1, 1])


def drawn(*data, x=X, y=Y, **more):
    return still(Drawing(list(data), layout("A picture.", x, y, **more)))


def places(text):
    """The points of each path that is no line of the grid, as shares of the plot, from its lower left."""
    paths = [
        d
        for d, looks in re.findall(r'<path d="([^"]+)" style="([^"]+)"', text)
        if "d5d9de" not in looks
    ]
    found = [re.findall(r"[ML]([\d.e-]+) ([\d.e-]+)", d) for d in paths]
    return [np.array([(float(x) / GRID, 1 - float(y) / GRID) for x, y in each]) for each in found]


def test_a_line_goes_through_its_points_and_leaves_its_gaps():
    text = drawn(line([0, 5, np.nan, 10], [-1, 0, 0, 1], INK))
    (points,) = places(text)
    assert points == pytest.approx(np.array([(0, 0), (0.5, 0.5), (1, 1)]), abs=1e-3)
    assert "L500 500M1000 0" in text, "begun anew after the gap"


def test_a_logarithmic_axis_and_one_that_shares_its_side():
    x = log_axis("n", 0, 2)
    lower, upper = (
        axis("a", range=[0, 1], domain=[0, 0.25]),
        axis("b", range=[0, 1], domain=[0.75, 1]),
    )
    marks = [line([1, 10, 100], [0, 1, 0], INK), line([1, 100], [0, 1], INK) | {"yaxis": "y2"}]
    first, second = places(drawn(*marks, x=x, y=lower, yaxis2=upper))
    assert first == pytest.approx(np.array([(0, 0), (0.5, 0.25), (1, 0)]), abs=1e-3)
    assert second == pytest.approx(np.array([(0, 0.75), (1, 1)]), abs=1e-3)


def test_an_axis_without_a_range_holds_all_there_is():
    bare = axis("x")
    (points,) = places(drawn(line([2, 4], [3, 7], INK), x=bare, y=bare))
    assert points == pytest.approx(np.array([(0, 0), (1, 1)]), abs=1e-3)


def test_dots_are_as_large_as_they_are_with_their_ring_and_alike_ones_are_one_path():
    text = drawn(dots([1, 2, 3], [0, 0, np.nan], NEGATIVE, "dots", size=10, edge=PAPER, width=2))
    widths = [float(w) for w in re.findall(r"stroke-width:([\d.]+)px", text) if float(w) > 1]
    assert widths == [12, 8]
    assert len(places(text)[-1]) == 2, "what is nowhere is not drawn"


def test_ground_is_filled():
    text = drawn(
        under([0, 10], [1, 1], INK, "u", NEGATIVE), area([0, 10, 5], [0, 0, 1], INK, "a", PAPER)
    )
    assert text.count(f"fill:var(--{NEGATIVE[1:]})") == 1 and f"fill:var(--{PAPER[1:]})" in text
    assert f"V{GRID * 0.5:.1f}H0.0Z" in text, "down to nought"


def test_words_stand_at_their_points_escaped_and_without_marks():
    said = [
        label(5, 0, "a < b<br>c & d"),
        label(0.5, 1, "above", xref="paper", yref="paper", yanchor="bottom"),
    ]
    text = drawn(moving_label(10, 1, "<b>here</b>"), annotations=said)
    words = re.findall(r'<text x="([\d.]+)%" y="([\d.]+)%"[^>]*>([^<]*)</text>', text)
    assert ("100.00", "0.00", "here") in words and ("50.00", "50.00", "c &amp; d") in words
    assert ("50.00", "0.00", "above") in words
    assert ">height<" in text and ">time (s)<" in text


def test_ticks_are_round_and_said_as_the_axis_says_them():
    def said(way, **looks):
        text = drawn(x=axis("", **looks)) if way == "x" else drawn(y=axis("", **looks))
        return re.findall(r"<text[^>]*>([^<]+)</text>", text)

    assert {"0", "2", "4"} <= set(said("x", range=[-0.1, 5]))
    assert "−0" not in said("x", range=[-1, 1]) and "−1" in said("x", range=[-1, 1])
    assert {"0%", "50%"} <= set(said("y", range=[0, 1], tickformat=".0%", dtick=0.5))
    assert {"few", "many"} <= set(
        said("x", range=[0, 9], tickvals=[1, 8], ticktext=["few", "many"])
    )
    assert {"1", "10", "1,000"} <= set(said("x", type="log", range=[0, 3], dtick=1))
    assert "7" not in said("x", range=[0, 5], tickvals=[1, 7])


def test_what_is_not_seen_is_not_drawn():
    nothing = drawn(
        line([0, 1], [0, 1], INK, width=0), moving_label(0, 0, ""), dots([0], [0], INK, "none", size=0),
        x=axis("no", visible=False), y=axis("no", visible=False), annotations=[label(0, 0, "no", opacity=0)],
    )  # fmt: skip
    assert not re.search("<path|<text", nothing)


def test_shapes_images_and_arrows():
    text = drawn(
        arrow([0, 0], [10, 1], INK, "way"),
        shapes=[
            {"type": "line", "x0": 5, "x1": 5, "y0": 0, "y1": 1, "yref": "paper", "line": {"color": INK, "dash": "dot"}},
            {"type": "rect", "x0": 0, "x1": 1, "xref": "x domain", "y0": -1, "y1": 0, "fillcolor": NEGATIVE},
        ],
        images=[{"source": "data:image/png;base64,AA", "x": 0, "y": 1, "sizex": 5, "sizey": 1}],
    )  # fmt: skip
    assert "M500 1000L500 0" in text and "stroke-dasharray:2 4" in text
    assert "M0 1000H1000V500H0Z" in text
    assert (
        '<image href="data:image/png;base64,AA"' in text and 'width="500.0" height="500.0"' in text
    )
    assert len(places(text)[-1]) == 1, "the arrow's head"


def test_every_colour_that_a_dark_page_swaps_is_a_variable():
    text = drawn(*(line([0, 1], [0, n], color) for n, color in zip(count(), DARK, strict=False)))
    assert not [color for color in DARK if color in text]
    light, dark = swapped().split("@media")
    for color, other in DARK.items():
        assert f"--{color[1:]}:{color};" in light and f"--{color[1:]}:{other};" in dark
