"""A drawing is written as plotly itself would write it."""

import base64
import json

import numpy as np
import plotly.graph_objects as go
import pytest

from figures.drawing import Drawing
from figures.marks import label, line
from figures.theme import axis, layout


def back(value):
    """The numbers of a JSON array, however it was written."""
    if isinstance(value, dict):
        numbers = np.frombuffer(base64.b64decode(value["bdata"]), "<" + value["dtype"])
        shape = value.get("shape", str(numbers.size)).split(",")
        return numbers.reshape([int(size) for size in shape])
    return np.array(value, dtype=float)


x = np.array([0.0, 1.5, np.nan, 3.0, 4.0])
AXES = (axis("x (m)", range=np.array([0.0, 4.0])), axis("y"))


@pytest.mark.parametrize(
    "values",
    [x, x[:2], x[2:3], x[:0], x.astype(np.float32), np.arange(9), np.arange(8.0).reshape(4, 2)],
)
def test_arrays_come_back(values):
    drawing = Drawing([{"type": "heatmap", "z": values}], layout("shown", *AXES))
    written = json.loads(drawing.to_json())["data"][0]["z"]
    np.testing.assert_allclose(back(written), values, rtol=1e-6)


def test_the_rest_is_written_as_plotly_writes_it():
    trace = {**line(x, x, "#000000"), "text": np.array(["a", "b", "c", "d", "é"])}
    trace["marker"] = {"size": np.float64(4.0), "opacity": np.int64(1)}
    drawing = Drawing([trace], layout("shown", *AXES, annotations=[label(0, 1, "word")]))
    theirs = json.loads(go.Figure(drawing.data, drawing.layout).to_json())
    ours = json.loads(drawing.to_json())
    del theirs["layout"]["template"]
    assert ours["data"][0].pop("text") == list("abcdé")
    theirs["data"][0].pop("text")
    ours["layout"].pop("xaxis"), theirs["layout"].pop("xaxis")  # its range is written as numbers
    assert ours == theirs


def test_nan_outside_an_array_is_left_out():
    drawing = Drawing([line(x, x, "#000000")], layout("shown", *AXES, height=float("nan")))
    assert "NaN" not in drawing.to_json()


def test_an_attribute_plotly_does_not_know_is_named():
    with pytest.raises(ValueError, match="colour"):
        Drawing([{"type": "scatter", "colour": "red"}], {}).checked()


def test_without_words():
    drawing = Drawing(
        [line(x, x, "#000000")], layout("shown", *AXES, annotations=[label(0, 1, "word")])
    )
    bare = drawing.without_words().checked()
    assert not bare.layout.annotations and bare.layout.xaxis.visible is False
    assert bare.layout.xaxis.range == (0, 4) and bare.layout.meta["shows"] == "shown"
    assert drawing.layout["annotations"], "the first stays as it was"
