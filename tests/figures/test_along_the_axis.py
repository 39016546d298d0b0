"""What holds of every figure while the axis moves: a picture that the eye can follow, and little to send.

The browser gets one drawing and what differs between the places of the axis (`figures/reel.py`).
"""

from dataclasses import replace
from importlib import import_module

import numpy as np
import pytest

from concepts.controls import Range, applies, controls_of
from content.read import stems
from data.read import TABLES
from tests.house import drawings, handles, marked
from ui.axis import axis_control, axis_stops

STARTS = [
    (stem, name)
    for stem in stems()
    for name in ("default", *import_module(f"concepts.{stem}").PRESETS)
]
MOST_SENT = {"default": 75_000}  # bytes of JSON, for all figures of a page
MOST_FOR_A_PRESET = 200_000
# Errors and costs over many powers of ten: a range for all places would flatten the one that is shown.
FOLLOW = {("bias_variance", "along_x"), ("class_imbalance", "cost")}


def ranges(drawing):
    """The ends of each axis that says them."""
    return {
        side: tuple(map(float, looks["range"]))
        for side, looks in drawing.layout.items()
        if side.startswith(("xaxis", "yaxis")) and "range" in looks
    }


def colours(drawing):
    """The one colour of each trace's line and marks, by its name; those that differ by point are left out."""
    return {
        (trace["name"], part): trace[part]["color"]
        for trace in drawing.data
        for part in ("line", "marker", "textfont")
        if isinstance(trace.get(part, {}).get("color"), str)
    }


@pytest.fixture(scope="module", params=STARTS, ids=" ".join)
def along(request):
    """A page and the state it starts from; its figures by name at both ends of the axis and between."""
    stem, name = request.param
    concept = import_module(f"concepts.{stem}")
    start = concept.PRESETS.get(name, concept.Params())
    stops = axis_stops(axis_control(concept), getattr(start, concept.AXIS))
    places = [stops[i] for i in (0, len(stops) // 3, 2 * len(stops) // 3, -1)]
    results = [concept.compute(replace(start, **{concept.AXIS: place}), TABLES) for place in places]
    return request.param, {n: [draw(r) for r in results] for n, draw in drawings(stem).items()}


def test_axes_stay(along):
    (stem, _), figures = along
    for name, drawn in figures.items():
        if (stem, name) in FOLLOW:
            continue
        assert all(ranges(each) == ranges(drawn[0]) for each in drawn), name


def test_traces_keep_their_order_kind_and_colour(along):
    _, figures = along
    for name, drawn in figures.items():
        for one, other in zip(drawn, drawn[1:], strict=False):
            names = [[trace["name"] for trace in each.data] for each in (one, other)]
            shared = [[n for n in each if n in names[0] and n in names[1]] for each in names]
            assert shared[0] == shared[1], name
            assert names[0] == names[1] or len(names[0]) != len(names[1]), (name, names)
            kinds = [
                {t["name"]: (t["type"], t.get("mode")) for t in each.data} for each in (one, other)
            ]
            assert all(kinds[0][n] == kinds[1][n] for n in shared[0]), name
            before, after = colours(one), colours(other)
            assert all(before[key] == after[key] for key in before.keys() & after.keys()), name


def test_all_figures_together_are_small_to_send(along):
    (_, start), figures = along
    for i in range(4):
        sizes = {n: len(each[i].to_json()) for n, each in figures.items() if n != "miniature"}
        assert sum(sizes.values()) < MOST_SENT.get(start, MOST_FOR_A_PRESET), sizes


def test_handles_stand_on_marks_and_move_what_there_is(along):
    """Along the axis they stay the same; a mark that drags the axis moves with it, somewhere."""
    (stem, start), figures = along
    concept = import_module(f"concepts.{stem}")
    params = concept.PRESETS.get(start, concept.Params())
    controls = controls_of(params)
    for name, drawn in figures.items():
        assert all(handles(each) == handles(drawn[0]) for each in drawn), name
        for each in handles(drawn[0]):
            marks = [marked(drawing, each["mark"]) for drawing in drawn]
            if each["what"] != "axis":
                assert set(each["what"]) <= controls.keys() - {concept.AXIS}, name
                assert all(isinstance(controls[c], Range) for c in each["what"]), name
                assert 1 <= len(each["what"]) <= 2, name
                assert all(applies(controls[c], params) for c in each["what"]), name
                assert np.linalg.matrix_rank(list(each["what"].values())) == len(each["what"])
            elif start == "default":
                ways = {(np.asarray(m["x"]).tobytes(), np.asarray(m["y"]).tobytes()) for m in marks}
                assert len(ways) > 1, (name, each)


def test_what_is_compared():
    class Drawn:
        data = ({"name": "a", "line": {"color": "#111418"}, "marker": {"color": np.array(["x"])}},)
        layout = {"xaxis": {"range": [0, 1]}, "yaxis": {}, "margin": {}}  # noqa: RUF012

    assert ranges(Drawn) == {"xaxis": (0.0, 1.0)}
    assert colours(Drawn) == {("a", "line"): "#111418"}
