"""Every trace has a name: in the table and the file of a figure's numbers it is all that tells what is what.

It is for those alone; the figure says the same by labels, so that no name is shown in it.
"""

from dataclasses import replace
from importlib import import_module

import pytest

from content.read import stems
from data.read import TABLES
from methods.tables import Table
from tests.house import drawings

STEMS = stems()


def drawn(stem, params, tables=TABLES):
    """Every figure of a page, by name."""
    result = import_module(f"concepts.{stem}").compute(params, tables)
    return {name: draw(result) for name, draw in drawings(stem).items() if name != "miniature"}


def names(drawing):
    return [trace.get("name") for trace in drawing.data]


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
    strange = drawn(stem, params, {**TABLES, shape: Table(shape, columns)})
    assert strange.keys() == drawn(stem, params).keys()
    for figure, drawing in drawn(stem, params).items():
        assert names(strange[figure]) == names(drawing), figure
