"""The visitor's place is a place on a curve: a dot named "yours" or "now" lies on a line of its panel.

A dot is drawn from one number and its curve from another array: where they disagree, one of them is wrong.
"""

import re
from importlib import import_module

import numpy as np
import pytest

from content.read import stems
from tests.house import computed, drawings

THEIRS = re.compile(r"\b(your|yours|now|so far)\b")
NEAR = 0.01  # of the panel, some 3 pixels: the line runs under the dot, which is 13 wide

# Dots that have no curve of their own among the lines of their panel.
BESIDE = {
    ("ab_testing", "looks", "your rule so far"): "the curves are two rules, theirs may be a third",
    ("data_drift", "harm", "accuracy now"): "of one day; the line is the level of the reference",
    ("linear_regression", "bowl", "your line, from above"): "a place among lines of equal height",
    ("linear_regression", "squares", "your point"): "a row of the data",
}  # fmt: skip
# The same, where only some presets put them there.
BESIDE_IN = {
    ("gradient_descent", "edge", "Gradient descent at your rate", "over_the_cliff"):
        "beyond its limit a method stands at the top, where its curve has ended",
    ("retraining", "cost", "yours", "locked_in"):
        "a trigger's cost beside that of schedules",
    ("retraining", "cost", "yours", "six_hours"):
        "a cost beyond the picture stands at its edge, as a triangle",
}  # fmt: skip


def in_panel(trace, layout, axes):
    """The points of a trace (n, 2) as shares of its panel's axes; nan where a log axis has no place."""
    columns = []
    for side, axis in zip("xy", axes, strict=True):
        looks = layout.get(f"{side}axis{axis[1:]}", {})
        values = np.asarray(trace[side], float)
        if looks.get("type") == "log":
            values = np.log10(np.where(values > 0, values, np.nan))
        low, high = looks["range"]
        columns.append((values - low) / (high - low))
    return np.column_stack(columns)


def corners(points, shape):
    """The points of a line with the corners that its steps have between them."""
    if shape not in ("hv", "vh", "hvh"):
        return points
    left, right = points[:-1], points[1:]
    middle = (left[:, 0] + right[:, 0]) / 2
    between = {
        "hv": [np.column_stack([right[:, 0], left[:, 1]])],
        "vh": [np.column_stack([left[:, 0], right[:, 1]])],
        "hvh": [np.column_stack([middle, each[:, 1]]) for each in (left, right)],
    }[shape]
    return np.concatenate([np.stack([left, *between], axis=1).reshape(-1, 2), points[-1:]])


def pieces(points):
    """Starts and ends (m, 2) of a line's straight pieces; a point between two gaps is one of no length.

    None where all are upright: rulers and whiskers stand at a place whatever its height.
    """
    known = np.isfinite(points).all(axis=1)
    joined = known[:-1] & known[1:]
    starts, ends = points[:-1][joined], points[1:][joined]
    alone = points[known & ~np.append(joined, False) & ~np.insert(joined, 0, False)]
    if np.allclose(starts[:, 0], ends[:, 0]):
        return np.empty((2, 0, 2))
    return np.stack([np.vstack([starts, alone]), np.vstack([ends, alone])])


def distance(point, line):
    """How far a point (2,) is from the nearest of a line's pieces (2, m, 2); infinite from none."""
    start, end = line
    way = end - start
    length = np.maximum((way**2).sum(axis=1), 1e-30)
    share = np.clip(((point - start) * way).sum(axis=1) / length, 0, 1)
    gap = np.linalg.norm(start + share[:, None] * way - point, axis=1)
    return float(gap.min(initial=np.inf))


def distances(drawing):
    """The names of the visitor's dots in panels that have lines; how far each is from the nearest."""
    found = {}
    for dot in drawing.data:
        if dot.get("mode") != "markers" or not THEIRS.search(dot["name"]):
            continue
        axes = dot.get("xaxis", "x"), dot.get("yaxis", "y")
        drawn = [
            pieces(corners(in_panel(trace, drawing.layout, axes), trace["line"].get("shape")))
            for trace in drawing.data
            if trace.get("mode", "").startswith("lines")
            and trace.get("fill") != "toself"
            and (trace.get("xaxis", "x"), trace.get("yaxis", "y")) == axes
        ]
        lines = [line for line in drawn if line.size]
        places = in_panel(dot, drawing.layout, axes)
        places = places[np.isfinite(places).all(axis=1)]
        if lines and len(places):
            found[dot["name"]] = max(min(distance(p, line) for line in lines) for p in places)
    return found


@pytest.mark.parametrize("stem", stems())
def test_the_visitors_place_is_on_a_line(stem):
    concept = import_module(f"concepts.{stem}")
    beside = set()
    for preset, params in {"": concept.Params(), **concept.PRESETS}.items():
        result = computed(stem, params)
        for figure, draw in drawings(stem).items():
            for name, gap in distances(draw(result)).items() if figure != "miniature" else ():
                mark = (stem, figure, name)
                if gap > NEAR:
                    beside.add(mark if mark in BESIDE else (*mark, preset))
    assert beside == {each for each in (*BESIDE, *BESIDE_IN) if each[0] == stem}


class Drawn:
    layout = {"xaxis": {"range": [0, 1]}, "yaxis": {"type": "log", "range": [0, 2]}}  # noqa: RUF012

    def __init__(self, *data):
        self.data = data


def test_what_is_on_a_line():
    curve = {"mode": "lines", "x": [0, 1], "y": [1, 100], "line": {}}
    ruler = {"mode": "lines", "x": [0.5, 0.5], "y": [1, 100], "line": {}}
    dot = {"mode": "markers", "name": "your share", "x": [0.5], "y": [10]}
    assert distances(Drawn(curve, dot))["your share"] < 1e-9
    off = distances(Drawn(curve, ruler, dot | {"y": [20]}))["your share"]
    assert off == pytest.approx(np.log10(2) / 2 / np.sqrt(2))
    assert distances(Drawn(ruler, dot)) == {} == distances(Drawn(curve, dot | {"name": "best"}))
    gaps = {"mode": "lines", "x": [0, 0.1, 0.3, 0.5, 0.7], "line": {}}
    between = gaps | {"y": [1, 1, np.nan, 10, np.nan]}  # a point between two gaps
    assert distances(Drawn(between, dot))["your share"] < 1e-9
    steps = curve | {"line": {"shape": "hv"}}
    assert distances(Drawn(steps, dot | {"y": [1]}))["your share"] < 1e-9
    assert distances(Drawn(steps, dot))["your share"] == pytest.approx(0.5)
