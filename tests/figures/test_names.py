"""Every trace has a name: in the table and the file of a figure's numbers it is all that tells what is what.

It is for those alone; the figure says the same by labels, so that no name is shown in it.
"""

import re
from dataclasses import replace
from importlib import import_module

import pytest

from content.read import stems
from data.read import TABLES
from figures.diagram import Diagram
from methods.tables import Table
from tests.house import CORNERS, PRESETS, drawings

LONGEST = 40
STEMS = stems()
STATES = [*CORNERS, *((s, import_module(f"concepts.{s}").PRESETS[name]) for s, name in PRESETS)]


def drawn(stem, params, tables=TABLES):
    """Every figure of a page, by name."""
    result = import_module(f"concepts.{stem}").compute(params, tables)
    return {name: draw(result) for name, draw in drawings(stem).items() if name != "miniature"}


def names(drawing):
    return [trace.get("name") for trace in drawing.data]


def is_shown(trace):
    """Whether plotly.js writes the trace's name beside what is hovered over."""
    info = trace.get("hoverinfo", "all")
    if info in ("skip", "none"):
        return False
    if trace.get("hovertemplate"):
        return not trace["hovertemplate"].endswith("<extra></extra>")
    return info == "all" or "name" in info.split("+")


def test_when_a_name_is_shown():
    assert is_shown({}) and is_shown({"hoverinfo": "x+name"})
    assert is_shown({"hoverinfo": "x", "hovertemplate": "%{y}"})
    assert is_shown({"hovertemplate": "%{y}<extra>curve</extra>"})
    assert not is_shown({"hovertemplate": "%{y}<extra></extra>"})
    assert not is_shown({"hoverinfo": "skip", "hovertemplate": "%{y}"})
    assert not is_shown({"hoverinfo": "x+y", "hovertemplate": None})


@pytest.mark.parametrize(("stem", "params"), STATES, ids=lambda x: str(x)[:150])
def test_every_trace_has_a_name_of_its_own_that_is_not_seen_in_the_figure(stem, params):
    for figure, drawing in drawn(stem, params).items():
        found = names(drawing)
        assert all(found) and len(set(found)) == len(found), (figure, found)
        for name in found:
            assert len(name) <= LONGEST and name == " ".join(name.split()), (figure, name)
            assert not re.search(r"[<>&{}\[\]]|^[=+\-@]|\b(nan|None)\b", name), (figure, name)
        if isinstance(drawing, Diagram):
            continue
        assert drawing.layout["showlegend"] is False, figure
        for trace in drawing.data:
            assert not trace.get("showlegend") and not is_shown(trace), (figure, trace["name"])
            for template in ("hovertemplate", "texttemplate"):
                assert "fullData.name" not in (trace.get(template) or ""), (figure, trace["name"])


@pytest.mark.parametrize("stem", STEMS)
def test_names_add_little_to_what_is_sent(stem):
    figures = drawn(stem, import_module(f"concepts.{stem}").Params()).values()
    bare = [
        replace(each, data=[{k: v for k, v in t.items() if k != "name"} for t in each.data])
        for each in figures
    ]
    sent, before = (sum(len(each.to_json()) for each in many) for many in (figures, bare))
    assert before < sent < 1.05 * before


@pytest.mark.parametrize(
    ("stem", "shape"),
    [
        (s, c.OWN)
        for s, c in ((s, import_module(f"concepts.{s}")) for s in STEMS)
        if hasattr(c, "OWN")
    ],
)
def test_what_a_visitor_calls_a_column_is_in_no_name(stem, shape):
    params = import_module(f"concepts.{stem}").Params(source="own")
    example = TABLES[shape]
    columns = {
        f"{name}&lt;b>" if name.startswith("x:") else name: cells
        for name, cells in example.columns.items()
    }
    strange = drawn(stem, params, {shape: Table(shape, columns)})
    assert strange.keys() == drawn(stem, params).keys()
    for figure, drawing in drawn(stem, params).items():
        assert names(strange[figure]) == names(drawing), figure
