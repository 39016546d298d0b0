"""What can be dragged in figures: marks that are there, and that move as the handle says."""

from dataclasses import replace
from importlib import import_module

import numpy as np
import pytest

from concepts.controls import Choice, applies, controls_of, corners, refusal, stops
from content.read import stems
from data.read import TABLES
from figures.diagram import NOW
from figures.marks import handle, pick
from tests.house import drawings, handles, main_figures, marked

STARTS = [
    (stem, name)
    for stem in stems()
    for name in ("default", *import_module(f"concepts.{stem}").PRESETS)
]


def place(drawing, handle):
    """Where the point stands, or the whole mark on average, in units of its axes, of a logarithmic one decades."""
    mark = marked(drawing, handle["mark"])
    found = []
    for side in ("x", "y"):
        values = np.asarray(mark[side], float)
        which = handle.get("point")
        values = values if which is None else values[[which]]
        name = mark.get(f"{side}axis", side)
        looks = drawing.layout.get(f"{name[0]}axis{name[1:]}", {})
        found.append(np.mean(np.log10(values) if looks.get("type") == "log" else values))
    return np.array(found)


def on_slider(control, value):
    match control.scale:
        case "log":
            return np.log10(value)
        case "logit":
            return np.log(value / (1 - value))
    return value


def test_what_a_handle_is():
    assert handle("a", "line") == {"mark": "a", "called": "line", "what": "axis"}
    assert handle("a", "point", -1, x=(1.0, 0.0), y=(0.0, 2.0)) == {
        "mark": "a", "called": "point", "point": -1, "what": {"x": [1.0, 0.0], "y": [0.0, 2.0]},
    }  # fmt: skip


def test_what_a_pick_is():
    assert pick("a", x=np.arange(2), kind=["b", "c"]) == {
        "mark": "a", "sets": ["x", "kind"], "to": [[0, "b"], [1, "c"]],
    }  # fmt: skip


@pytest.mark.parametrize(("stem", "start"), STARTS)
def test_what_is_picked_is_lit(stem, start):
    """Each item of the mark gives its controls values that they take, and then it is that item that is now."""
    concept = import_module(f"concepts.{stem}")
    params = concept.PRESETS.get(start, concept.Params())
    controls, result = controls_of(params), concept.compute(params, TABLES)
    for name, draw in drawings(stem).items():
        drawn = draw(result)
        for each in drawn.layout["meta"].get("picks", []):
            items = len(marked(drawn, each["mark"])["x0"])
            assert len(each["to"]) == items, name
            for i in {0, items // 2, items - 1}:
                chosen = dict(zip(each["sets"], each["to"][i], strict=True))
                assert all(refusal(controls[c], value) is None for c, value in chosen.items())
                then = replace(params, **chosen)
                assert all(applies(controls[c], then) for c in chosen), name
                now = marked(draw(concept.compute(then, TABLES)), each["mark"])
                assert np.flatnonzero(np.asarray(now["state"]) == NOW).tolist() == [i], name


@pytest.mark.parametrize("stem", stems())
def test_a_main_figure_of_every_page_has_a_handle(stem):
    result = import_module(f"concepts.{stem}").compute(
        import_module(f"concepts.{stem}").Params(), TABLES
    )
    assert any(handles(drawings(stem)[name](result)) for name in main_figures(stem))


@pytest.mark.parametrize("stem", stems())
def test_a_mark_goes_as_far_as_its_handle_says(stem):
    """A control is moved by a stop: the mark moves as the handle says it does. For each kind of picture there is."""
    concept = import_module(f"concepts.{stem}")
    kinds = [
        name for name, control in controls_of(concept.Params).items() if isinstance(control, Choice)
    ]
    starts = [*concept.PRESETS.values(), *corners(concept.Params)]
    seen = set()
    for params in starts:
        if (kind := tuple(getattr(params, name) for name in kinds)) in seen:
            continue
        seen.add(kind)
        result = concept.compute(params, TABLES)
        for name in main_figures(stem):
            before = drawings(stem)[name](result)
            for each in handles(before):
                for field, way in each["what"].items() if each["what"] != "axis" else ():
                    control, value = controls_of(params)[field], getattr(params, field)
                    others = [stop for stop in stops(control) if stop != value]
                    other = min(others, key=lambda stop: abs(stop - value))
                    after = drawings(stem)[name](
                        concept.compute(replace(params, **{field: other}), TABLES)
                    )
                    grown = on_slider(control, other) - on_slider(control, value)
                    moved = place(after, each) - place(before, each)
                    # single precision is what marks are sent in
                    np.testing.assert_allclose(moved, grown * np.array(way), rtol=1e-4, atol=1e-5)
